//! What stands over lists of other pages, and over what readers think of what the page is about.

/// Says whether a heading, lower case, stands over a list of what stands elsewhere on the site; it may stand over a
/// part of a text as well, so that the list has to look like one.
pub(in super::super) fn heads_list(lower: &str) -> bool {
    const HEADINGS: [&str; 68] = [
        "latest",
        "latest news",
        "latest stories",
        "latest posts",
        "latest articles",
        "local news",
        "top stories",
        "top news",
        "recent posts",
        "recent articles",
        "recent stories",
        "also in this issue",
        "in this issue",
        "elsewhere on the site",
        "other stories",
        "other articles",
        "featured",
        "featured articles",
        "most viewed",
        "most shared",
        "most commented",
        "meistgelesen",
        "meistgelesene artikel",
        "neueste beitr\u{e4}ge",
        "neueste artikel",
        "aktuelle beitr\u{e4}ge",
        "les plus lus",
        "les plus r\u{e9}cents",
        "derniers articles",
        "articles r\u{e9}cents",
        "\u{e0} la une",
        "lo m\u{e1}s le\u{ed}do",
        "m\u{e1}s le\u{ed}das",
        "lo m\u{e1}s visto",
        "\u{fa}ltimas noticias",
        "entradas recientes",
        "mais lidas",
        "\u{fa}ltimas not\u{ed}cias",
        "i pi\u{f9} letti",
        "ultime notizie",
        "articoli recenti",
        "meest gelezen",
        "laatste nieuws",
        "mest l\u{e4}sta",
        "mest l\u{e4}st",
        "senaste nytt",
        "lokala nyheter",
        "mest lest",
        "siste nytt",
        "mest l\u{e6}ste",
        "luetuimmat",
        "najcz\u{119}\u{15b}ciej czytane",
        "najnowsze",
        "nej\u{10d}ten\u{11b}j\u{161}\u{ed}",
        "legolvasottabb",
        "en \u{e7}ok okunanlar",
        "\u{43f}\u{43e}\u{441}\u{43b}\u{435}\u{434}\u{43d}\u{438}\u{435} \u{43d}\u{43e}\u{432}\u{43e}\u{441}\u{442}\u{438}",
        "\u{43f}\u{43e}\u{43f}\u{443}\u{43b}\u{44f}\u{440}\u{43d}\u{43e}\u{435}",
        "\u{441}\u{430}\u{43c}\u{43e}\u{435} \u{447}\u{438}\u{442}\u{430}\u{435}\u{43c}\u{43e}\u{435}",
        "\u{43e}\u{441}\u{442}\u{430}\u{43d}\u{43d}\u{456} \u{43d}\u{43e}\u{432}\u{438}\u{43d}\u{438}",
        "\u{4eba}\u{6c14}\u{6587}\u{7ae0}",
        "\u{70ed}\u{95e8}\u{6587}\u{7ae0}",
        "\u{6700}\u{65b0}\u{6587}\u{7ae0}",
        "\u{4eba}\u{6c17}\u{8a18}\u{4e8b}",
        "\u{6700}\u{65b0}\u{8a18}\u{4e8b}",
        "\u{304a}\u{3059}\u{3059}\u{3081}\u{306e}\u{8a18}\u{4e8b}",
        "\u{b9ce}\u{c774} \u{bcf8} \u{b274}\u{c2a4}",
        "\u{627}\u{644}\u{623}\u{643}\u{62b}\u{631} \u{642}\u{631}\u{627}\u{621}\u{629}",
    ];
    HEADINGS.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Says whether a heading, lower case, counts what readers think: `112 reviews`, `3 ratings`.
pub(in super::super) fn heads_reviews(lower: &str) -> bool {
    const WORDS: [&str; 16] = [
        "review",
        "reviews",
        "rating",
        "ratings",
        "testimonials",
        "condolences",
        "avis",
        "bewertungen",
        "rezensionen",
        "opiniones",
        "rese\u{f1}as",
        "avalia\u{e7}\u{f5}es",
        "recensioni",
        "beoordelingen",
        "recensies",
        "\u{43e}\u{442}\u{437}\u{44b}\u{432}\u{44b}",
    ];
    let text = lower.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '(' | ')')));
    let words = || text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_counted = text.bytes().any(|byte| byte.is_ascii_digit());
    let is_of_readers =
        || words().all(|word| WORDS.contains(&word) || matches!(word, "reader" | "customer" | "user"));
    words().count() <= 2
        && (is_counted || words().count() == 2)
        && words().any(|word| WORDS.contains(&word))
        && is_of_readers()
        || lower == "memories and condolences"
}
