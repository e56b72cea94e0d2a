//! Lines that close a text without being part of it: how to reach whoever wrote or edited it, where to tell of a mistake.

use crate::document::Date;

/// Says whether a short block at the end of a text, lower case, is such a line.
pub(in super::super) fn is_closing(lower: &str) -> bool {
    const BYTES_MAX: usize = 240;
    const MISTAKES: [&str; 8] = [
        "see a spelling or grammatical error",
        "see an error in",
        "spot an error",
        "spotted an error",
        "found an error",
        "found a mistake",
        "did you spot a mistake",
        "report an error",
    ];
    const MADE: [&str; 7] = [
        "text by ",
        "words by ",
        "translation by ",
        "translated by ",
        "photographs by ",
        "photographed by ",
        "edited by ",
    ];
    const EDITED: [&str; 6] = ["责任编辑", "責任編輯", "责编：", "责编:", "责任编辑:", "编辑："];
    const REACHES: [&str; 8] = [
        "reach ",
        "contact ",
        "email ",
        "e-mail ",
        "write to ",
        "you can reach ",
        "to contact the ",
        "to contact us",
    ];
    let text = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let has_address = || {
        lower
            .split_whitespace()
            .any(|word| word.find('@').is_some_and(|at| at > 0 && word[at..].contains('.')))
    };
    // `나루 기자 naru@shore.example`
    let is_of_reporter = || {
        ["기자", "특파원", "논설위원"].iter().any(|office| lower.contains(office))
            && has_address()
            && lower.split_whitespace().count() <= 5
    };
    lower.len() <= BYTES_MAX
        && (MISTAKES.iter().any(|start| text.starts_with(start))
            || MADE.iter().any(|start| text.starts_with(start)) && lower.len() <= 60 && !lower.ends_with('.')
            || EDITED.iter().any(|start| text.starts_with(start)) && text.len() <= 60
            || REACHES.iter().any(|start| text.starts_with(start)) && has_address()
            || is_of_reporter()
            || has_address() && !text.contains(char::is_whitespace)
            || text.starts_with("our standards:")
            || (text.starts_with("this story was originally published")
                || text.starts_with("this article was originally published"))
                && lower.len() <= 90
                && Date::find(lower).is_some())
}

#[cfg(test)]
mod tests {
    use super::is_closing;

    #[test]
    fn closing_lines_are_told_from_last_sentences() {
        for line in [
            "reach ada ek at ada@shore.example. follow her on twitter @ada.",
            "see a spelling or grammatical error in our story? click here to report it.",
            "责任编辑：王小",
            "text by ada ek",
            "나루 기자 (naru@shore.example)",
            "ada@shore.example",
            "to contact the reporter on this story: ada ek in bremen at ada@shore.example",
            "this story was originally published july 21, 2018, 2:00 pm.",
        ] {
            assert!(is_closing(line), "{line}");
        }
        for sentence in [
            "reach the harbour by noon and wait for the tide.",
            "contact with the shore was lost.",
            "text by text, they read all of it.",
            "this story was originally published in 1904 as part of a longer one on the lamps of the harbour, and is told again here.",
            "编辑们在海边等了一整天。",
        ] {
            assert!(!is_closing(sentence), "{sentence}");
        }
    }
}
