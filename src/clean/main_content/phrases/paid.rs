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

#[cfg(test)]
mod tests {
    use super::is_advertisement;

    #[test]
    fn the_word_alone_says_what_is_paid_for() {
        for line in ["anzeige", "- publicidad -", "advertisement:", "广告"] {
            assert!(is_advertisement(line), "{line}");
        }
        for line in ["the advertisement", "anzeige gegen unbekannt", "广告人的一天"] {
            assert!(!is_advertisement(line), "{line}");
        }
    }
}
