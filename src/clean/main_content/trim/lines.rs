//! What a short line says by itself: when, by whom, how to answer.

use super::super::measure::ends_sentence;
use super::super::phrases;
use crate::clean::{is_unspaced, is_without_stops};
use crate::document::Date;

/// Says whether a short line is about when something was written.
pub(in super::super) fn is_dateline(text: &str) -> bool {
    // Letters of most scripts take two bytes.
    let is_line = text.len() < 80
        || text.len() < 160
            && !text.contains(is_unspaced)
            && text.chars().count() < 80
            && !ends_sentence(text);
    is_line && Date::find(text).is_some()
        || text.len() < 120
            && [
                "posted ",
                "published ",
                "published:",
                "updated ",
                "updated:",
                "last updated",
                "last modified",
                "written ",
                "first published",
                "actualizado ",
                "actualizada ",
                "atualizado ",
                "aktualisiert ",
                "aggiornato ",
                "mis à jour ",
                "bijgewerkt ",
                "uppdaterad ",
                "aktualizacja",
                "обновлено",
            ]
            .iter()
            .any(|beginning| text.starts_with(beginning))
}

/// Says whether a line is a sentence of several words that tells something, although it may name a year or begin as the
/// names of those who wrote do: `By 1963 there were only fifty of them left.`
pub(in super::super) fn reads_on(raw: &str) -> bool {
    const WORDS_MIN: usize = 6;
    const CHARS_MIN: usize = 16;
    const SAYS_WHEN: [&str; 6] = ["published", "posted", "updated", "last ", "first published", "written "];
    let raw = raw.trim();
    let lower = raw.to_lowercase();
    let is_plain = |word: &&str| word.starts_with(|c: char| c.is_alphabetic() && !c.is_uppercase());
    let is_of_words = raw.split_whitespace().filter(is_plain).take(WORDS_MIN).count() == WORDS_MIN
        || raw.chars().filter(|c| is_unspaced(*c)).take(CHARS_MIN).count() == CHARS_MIN;
    let names_author = raw.strip_prefix("By ").is_some_and(|rest| rest.starts_with(char::is_uppercase));
    is_of_words
        && ends_sentence(raw)
        && !names_author
        && !raw.contains(['|', '\u{B7}', '\u{2022}'])
        && !SAYS_WHEN.iter().any(|word| lower.starts_with(word))
}

/// Says whether a block is what those who listen do: `(Applause)`.
pub(super) fn is_of_the_house(lower: &str) -> bool {
    let inside = lower.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let inside = inside.or_else(|| lower.strip_prefix('[').and_then(|text| text.strip_suffix(']')));
    inside.is_some_and(|text| {
        text.len() <= 40
            && [
                "applause",
                "laughter",
                "laughs",
                "cheers",
                "music",
                "beifall",
                "applaudissements",
                "aplausos",
            ]
            .iter()
            .any(|word| text.contains(word))
    })
}

/// Says whether a short line is no more than a time or a date.
pub(super) fn run_is_clock_or_date(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.len() < 48
        && digits >= 3
        && (text.contains(':') && letters <= 6 || letters <= 12 && Date::find(text).is_some())
}

/// Says whether a caption is no more than a name, as of a photographer or an agency.
pub(in super::super) fn is_name(text: &str) -> bool {
    const CHARS_MAX: usize = 8;
    const CHARS_WITHOUT_STOPS_MAX: usize = 32;
    let words: Vec<&str> = text.split_whitespace().collect();
    // Where words have no blanks between them, one of them may be a sentence.
    let chars_max = if text.contains(is_without_stops) { CHARS_WITHOUT_STOPS_MAX } else { CHARS_MAX };
    let is_long = text.contains(is_unspaced) && text.trim().chars().count() > chars_max;
    !is_long
        && words.len() <= 5
        && !ends_sentence(text.trim_end())
        && words.iter().all(|word| {
            !word.starts_with(char::is_lowercase)
                || matches!(*word, "de" | "van" | "von" | "for" | "via" | "by")
        })
}

/// Says whether a line is whose the text is, as other languages than English say it: `di Ada Ek`, `von Ada Ek`.
pub(super) fn is_signature(raw: &str) -> bool {
    const LINE_BYTES_MAX: usize = 60;
    const OPENS: [&str; 8] = ["di ", "Di ", "von ", "Von ", "par ", "Par ", "por ", "Por "];
    let line = raw.trim();
    let name = OPENS.iter().find_map(|word| line.strip_prefix(word));
    line.len() <= LINE_BYTES_MAX
        && name.is_some_and(|name| {
            let words = || name.split_whitespace();
            (2..=4).contains(&words().count())
                && words().all(|word| word.starts_with(char::is_uppercase) && word.len() >= 2)
                && name.ends_with(char::is_alphabetic)
        })
}

/// Says whether a short line is what stands around words of readers: when they were written, by whom, ways to answer.
pub(in super::super) fn is_around_comment(text: &str) -> bool {
    text.len() <= 120 && (run_is_clock_or_date(text) || is_dateline(text) || phrases::is_of_comment(text))
}

pub(super) fn is_address(text: &str) -> bool {
    !text.contains(' ') && (text.starts_with("http") || text.starts_with("www."))
}
