//! Notes that the text goes on behind what stands in it: `Article continues below advertisement`.

/// What such a note opens with.
const OPENS: [&str; 30] = [
    "article",
    "the article",
    "this article",
    "story",
    "the story",
    "content",
    "continue",
    "el artículo",
    "la noticia",
    "continúa",
    "continua",
    "a matéria",
    "o texto",
    "a reportagem",
    "la suite",
    "l'article",
    "l\u{2019}article",
    "der artikel",
    "der text",
    "artikel",
    "het artikel",
    "tekst",
    "l'articolo",
    "l\u{2019}articolo",
    "artikeln",
    "texten",
    "artikkeli",
    "dalszy ciąg",
    "ciąg dalszy",
    "продолжение",
];
/// How it says that it goes on.
const GOES_ON: [&str; 20] = [
    "continue",
    "continua",
    "continúa",
    "sigue",
    "segue",
    "prosegue",
    "la suite",
    "se poursuit",
    "fortgesetzt",
    "weiter",
    "verder",
    "fortsätter",
    "fortsetter",
    "fortsætter",
    "jatkuu",
    "dalszy ciąg",
    "ciąg dalszy",
    "продолж",
    "reading",
    "goes on",
];
/// Where.
const BEHIND: [&str; 22] = [
    "after",
    "below",
    "nach",
    "unter",
    "después",
    "debajo",
    "tras",
    "após",
    "depois",
    "abaixo",
    "après",
    "ci-dessous",
    "dopo",
    "sotto",
    "onder",
    "na ",
    "efter",
    "etter",
    "under",
    "pod",
    "po ",
    "после",
];
/// Behind what.
const INSERTED: [&str; 17] = [
    "advertisement",
    "ad",
    "ads",
    "advert",
    "publicidad",
    "publicidade",
    "publicité",
    "pubblicità",
    "anzeige",
    "werbung",
    "advertentie",
    "reclame",
    "annons",
    "reklam",
    "reklame",
    "wideo",
    "reklamą",
];

/// Says whether a short line, lower case, is no more than such a note.
pub(super) fn is_continuation(lower: &str) -> bool {
    const WORDS_MAX: usize = 9;
    let text = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let has = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    OPENS.iter().any(|start| text.starts_with(start))
        && words.clone().count() <= WORDS_MAX
        && has(&GOES_ON)
        && has(&BEHIND)
        && words.any(|word| INSERTED.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::is_continuation;

    #[test]
    fn notes_that_the_text_goes_on_are_told_from_sentences() {
        for note in [
            "article continues below advertisement",
            "story continues after this ad",
            "el artículo continúa después de la publicidad",
            "continua após a publicidade",
            "der artikel wird nach der anzeige fortgesetzt.",
            "la suite après cette publicité",
            "dalszy ciąg materiału pod wideo",
            "het artikel gaat verder onder de advertentie",
        ] {
            assert!(is_continuation(note), "{note}");
        }
        for sentence in [
            "the tide continues after dark.",
            "the article on the advertisement was withdrawn after a week.",
            "sales continue below those of the year before the advertisement ran",
            "la suite du roi donne sur la mer",
            "continue below deck",
        ] {
            assert!(!is_continuation(sentence), "{sentence}");
        }
    }
}
