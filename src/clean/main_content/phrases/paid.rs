//! The words for what others pay for.

/// Says whether a line, lower case, is no more than the word for what others pay for.
pub(in super::super) fn is_advertisement(lower: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 44] = [
        "advertisement", "advertisements", "advertising", "advert", "ad", "sponsored", "sponsored content", "promoted",
        "paid content", "paid post", "anzeige", "werbung", "publicité", "contenu sponsorisé", "publicidad", "publicidade",
        "patrocinado", "contenido patrocinado", "conteúdo patrocinado", "pubblicità", "contenuto sponsorizzato", "advertentie",
        "gesponsord", "annonce", "annons", "annonse", "reklama", "materiał sponsorowany", "artykuł sponsorowany", "reklam",
        "reklame", "mainos", "реклама", "на правах рекламы", "iklan", "hirdetés", "διαφήμιση", "广告", "廣告", "広告", "광고",
        "إعلان", "إعلانات", "विज्ञापन",
    ];
    WORDS.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Says whether a line, lower case, names who pays for what stands below it in a letter: `Together with Rollo`.
pub(in super::super) fn names_sponsor(lower: &str) -> bool {
    const OPENS: [&str; 5] =
        ["together with ", "sponsored by ", "presented by ", "brought to you by ", "in partnership with "];
    const NAME_WORDS_MAX: usize = 3;
    let text = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let name = OPENS.iter().find_map(|start| text.strip_prefix(start));
    name.is_some_and(|name| name.split(' ').count() <= NAME_WORDS_MAX)
}

#[cfg(test)]
mod tests {
    use super::{is_advertisement, names_sponsor};

    #[test]
    fn letters_name_who_pays() {
        assert!(names_sponsor("together with rollo") && names_sponsor("— presented by the mill —"));
        assert!(!names_sponsor("together with the keepers of the light") && !names_sponsor("together"));
    }

    #[test]
    fn the_word_alone_says_what_is_paid_for() {
        for line in ["anzeige", "- publicidad -", "advertisement:", "广告"] {
            assert!(is_advertisement(line), "{line}");
        }
        for line in [
            "together with the keepers of the light",
            "the advertisement",
            "anzeige gegen unbekannt",
            "广告人的一天",
        ] {
            assert!(!is_advertisement(line), "{line}");
        }
    }
}
