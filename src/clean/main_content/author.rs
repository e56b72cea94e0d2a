//! What a page says about whoever wrote it.

use crate::clean::is_unspaced;

/// Says whether a heading stands over what is said of the author.
pub(super) fn heads(lower: &str) -> bool {
    const HEADINGS: [&str; 15] = [
        "about the author",
        "about the authors",
        "about the writer",
        "about the contributor",
        "\u{fc}ber den autor",
        "\u{fc}ber die autorin",
        "sobre el autor",
        "sobre la autora",
        "sobre o autor",
        "sobre la firma",
        "sobre a autora",
        "o autorze",
        "sull'autore",
        "\u{e0} propos de l'auteur",
        "over de auteur",
    ];
    HEADINGS.contains(&lower.trim_end_matches(':'))
}

/// Says whether a paragraph opens with the name of an author, both lower case, and goes on as a sentence does. `Ada Ek:`
/// is what that person says.
pub(super) fn opens_with_name(text: &str, name: &str) -> bool {
    const CHARS_MIN: usize = 2;
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_whole = name.contains(' ') || name.chars().all(is_unspaced) && name.chars().count() >= CHARS_MIN;
    let goes_on = |rest: &str| {
        let mut behind = rest.chars();
        let next = behind.next();
        let is_apart = next.is_some_and(|c| !c.is_alphanumeric() && c != '\'');
        (is_apart || name.chars().all(is_unspaced) && next.is_some())
            && rest.chars().any(char::is_alphanumeric)
    };
    is_whole
        && text.strip_prefix(name).is_some_and(goes_on)
        && !text[name.len()..].trim_start().starts_with([':', '\u{FF1A}'])
}

/// Says whether a closing paragraph tells who the author is: a name, what the person is, and a trade
/// of those who write.
pub(super) fn is_about(text: &str) -> bool {
    const SAYS: [&str; 13] = [
        " is a ",
        " is an ",
        " is the ",
        " is cnn",
        " is on twitter",
        " covers ",
        " est ",
        " ist ",
        " es ",
        " \u{e8} ",
        " \u{e9} ",
        " is ",
        " writes about ",
    ];
    const TRADES: [&str; 56] = [
        "reporter",
        "writer",
        "editor",
        "journalist",
        "correspondent",
        "contributor",
        "columnist",
        "freelance",
        "the author of",
        "an author",
        "author and",
        "producer",
        "blogger",
        "novelist",
        "historian",
        "photographer",
        "fellow at",
        "fellow with",
        "senior fellow",
        "professor of",
        "professor at",
        "lecturer",
        "covers ",
        "covering ",
        "staff at",
        "analyst at",
        "analyst with",
        "engineer at",
        "researcher at",
        "strategist",
        "consultant",
        "expert who",
        "expert at",
        "co-founder",
        "cofounder",
        "founder of",
        "ceo of",
        "director of",
        "host of",
        "based in",
        "on twitter",
        "follow her",
        "follow him",
        "follow them",
        "follow me",
        "be reached at",
        "journaliste",
        "redakteur",
        "redakteurin",
        "autor ",
        "autora ",
        "periodista",
        "giornalista",
        "jornalista",
        "redacteur",
        "dziennikarz",
    ];
    let text = text.trim();
    let beginning = text[..text.floor_char_boundary(160)].to_lowercase();
    text.len() <= 450
        && SAYS.iter().any(|says| {
            beginning.find(says).is_some_and(|at| at <= 45 && text.get(..at).is_some_and(could_be_author))
        })
        && TRADES.iter().any(|trade| beginning.contains(trade))
}

/// Says whether the subject of a sentence could be whoever wrote the page.
fn could_be_author(subject: &str) -> bool {
    let mut words = subject.split_whitespace();
    let first = words.clone().next().unwrap_or_default();
    if subject.eq_ignore_ascii_case("the author") || subject.eq_ignore_ascii_case("the writer") {
        return true;
    }
    !matches!(
        first,
        "The" | "This" | "That" | "These" | "It" | "There" | "What" | "Here" | "Today" | "An" | "A"
    ) && words.clone().count() <= 6
        && words.all(|word| {
            !word.starts_with(char::is_lowercase)
                || matches!(
                    word,
                    "de" | "da" | "di" | "van" | "von" | "der" | "den" | "del" | "la" | "and" | "bin"
                )
        })
}
