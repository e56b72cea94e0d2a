//! Paragraphs that are bold throughout and head what stands below them, as authors set them who know no headings.

use rustc_hash::FxHashMap;

use crate::document::{BlockKind, Date, Document};

/// Makes headings of the paragraphs of `document` on the lines `bold`, which are in order: one alone, above a text.
pub(super) fn name_headings(document: &mut Document, bold: &[u32]) {
    if bold.is_empty() {
        return;
    }
    let text = document.text.as_str();
    let words = |at: usize| text.get(document.blocks[at].range()).unwrap_or_default().trim();
    let is_bold = |at: usize| {
        let block = &document.blocks[at];
        block.kind == BlockKind::Paragraph && block.line.is_some_and(|line| bold.binary_search(&line).is_ok())
    };
    let count = document.blocks.len();
    let are_bold: Vec<bool> = (0..count).map(is_bold).collect();
    // A refrain comes again and heads nothing.
    let mut times: FxHashMap<String, usize> = FxHashMap::default();
    for at in (0..count).filter(|at| are_bold[*at]) {
        times.insert(words(at).to_lowercase(), 0);
    }
    for at in 0..count {
        if let Some(times) = times.get_mut(&words(at).to_lowercase()) {
            *times += 1;
        }
    }
    let heads = |at: &usize| {
        let is_beside = are_bold[at + 1] || *at > 0 && are_bold[at - 1];
        let is_once = || times.get(&words(*at).to_lowercase()) == Some(&1);
        let is_above_text = || is_text_below(document.blocks[at + 1].kind, words(*at), words(at + 1));
        are_bold[*at] && !is_beside && is_above_text() && !says_who_or_when(words(*at)) && is_once()
    };
    let headings: Vec<usize> = (0..count.saturating_sub(1)).filter(heads).collect();
    for at in headings {
        document.blocks[at].kind = BlockKind::Heading;
    }
}

/// Says whether a block below a line may be what the line heads: below a signature stands an address or a day.
fn is_text_below(kind: BlockKind, line: &str, below: &str) -> bool {
    match kind {
        BlockKind::Paragraph => {
            below.len() > line.len() || below.ends_with(['.', '!', '?', ':', '\u{2026}', '\u{3002}'])
        }
        BlockKind::Heading => false,
        _ => true,
    }
}

/// Says whether a line is a byline, a day or how long something takes to read.
fn says_who_or_when(line: &str) -> bool {
    is_byline(line) || is_day(line) || is_duration(line)
}

/// `Von Ada Moss`, `Text: Ada Moss und Tom Fern`
fn is_byline(line: &str) -> bool {
    const BEGINNINGS: [&str; 14] = [
        "by", "von", "par", "por", "di", "de", "door", "av", "af", "text", "words", "autor", "autorin",
        "author",
    ];
    const WORDS: std::ops::RangeInclusive<usize> = 2..=8;
    let Some((first, names)) = line.split_once([' ', ':']) else { return false };
    let is_joint = |word: &str| matches!(word, "and" | "und" | "et" | "y" | "e" | "en" | "och" | "&");
    let is_particle = |word: &str| matches!(word, "von" | "van" | "de" | "di" | "da" | "del" | "der");
    let is_of_name = |word: &str| word.starts_with(char::is_uppercase) || is_joint(word) || is_particle(word);
    BEGINNINGS.contains(&first.to_lowercase().as_str())
        && (line.contains(':') || WORDS.contains(&names.split_whitespace().count()))
        && names.trim_start().starts_with(char::is_uppercase)
        && names.split_whitespace().all(is_of_name)
}

/// `5. März 2021`, `Berlin, 5. März 2021`
fn is_day(line: &str) -> bool {
    const WORDS_MAX: usize = 5;
    let is_of_one_day = |date: Date| date.day_range().0 == date.day_range().1;
    line.split_whitespace().count() <= WORDS_MAX && Date::find(line).is_some_and(is_of_one_day)
}

/// `Lesezeit: 5 Minuten`, `5 min read`
fn is_duration(line: &str) -> bool {
    const WORDS_MAX: usize = 6;
    #[rustfmt::skip]
    const UNITS: [&str; 18] = [
        "min", "mins", "minute", "minutes", "minuten", "minutos", "minuti", "minuter", "minuut", "минут", "минуты",
        "hour", "hours", "std", "stunde", "stunden", "horas", "heures",
    ];
    let words: Vec<String> = line
        .split(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_unit = |word: &String| UNITS.contains(&word.as_str());
    let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let is_end = |word: &&String| {
        is_unit(word)
            || matches!(word.as_str(), "read" | "reading" | "lesezeit" | "lectura" | "lecture" | "lettura")
    };
    words.len() <= WORDS_MAX
        && words.last().filter(is_end).is_some()
        && words.windows(2).any(|pair| is_number(&pair[0]) && is_unit(&pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipt::Receipt;

    fn headings(body: &str) -> Vec<String> {
        let text = format!("---\ntitle: On lids\n---\n\n{body}\n");
        let documents = crate::format::read("a.md", text.as_bytes(), &mut Receipt::default());
        let documents = documents.expect("Markdown is read");
        let document = documents.first().expect("there is a text");
        let headings = document.blocks.iter().filter(|block| block.kind == BlockKind::Heading);
        headings.map(|block| document.text[block.range()].to_owned()).collect()
    }

    #[test]
    fn bold_lines_head_the_text_below_them() {
        assert_eq!(
            headings("**Of steam**\n\nIt rises.\n\n**Of tin**\n\nIt is soft."),
            ["Of steam", "Of tin"]
        );
        assert_eq!(headings("**Von der Dauer der Dinge**\n\nSie dauern an."), ["Von der Dauer der Dinge"]);
        for body in [
            "**Turn the lid**\n\nIt is tin.\n\n**Turn the lid**\n\nIt is old.\n\n**Turn the lid**\n\nIt is so.",
            "**Von Ada Moos**\n\nZinn ist weich, und Deckel sind aus Zinn.",
            "**Text: Ada Moos und Tom Fern**\n\nZinn ist weich, und Deckel sind aus Zinn, sagt man.",
            "**Lesezeit: 5 Minuten**\n\nZinn ist weich, und Deckel sind aus Zinn.",
            "**5 min read**\n\nTin is soft, and lids are tin.",
            "**5. März 2021**\n\nZinn ist weich, und Deckel sind aus Zinn.",
            "Tin is soft.\n\n**Ada Moss**\n\nLudmere",
            "Tin is soft.\n\n**Ada**\n\n# Of lids\n\nLids are old.",
        ] {
            assert!(!headings(body).iter().any(|heading| heading != "Of lids"), "{body}");
        }
    }

    #[test]
    fn many_bold_lines_are_read_in_one_walk() {
        let body: String = (0..3000).map(|number| format!("**Lid {number}**\n\nIt is tin.\n\n")).collect();
        assert_eq!(headings(&body).len(), 3000);
    }
}
