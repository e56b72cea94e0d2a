//! What stands between the turns and nobody says: directions, heckles, the names of sections, and what somebody
//! is, behind their name above what they say.

use super::label::{Label, NameDress};
use super::{Line, is_capital, is_mark};
use crate::document::BlockKind;

/// Finds what nobody says among the lines.
pub(super) fn read(lines: &mut [Line<'_>]) {
    read_sections(lines);
    read_offices(lines);
    for at in 0..lines.len() {
        let is_alone = lines.get(at + 1).is_none_or(|next| next.opens || next.label.is_some());
        let line = &mut lines[at];
        line.is_direction = line.opens && is_alone && line.is_plain() && is_direction(line.text);
    }
}

/// Says that a text is a direction: `(COMMERCIAL BREAK)`, `(Beifall bei der SPD)`, `[Laughter]`, or that it tells
/// of a question that could not be understood.
pub(super) fn is_direction(text: &str) -> bool {
    const LETTERS_MIN: usize = 4;
    #[rustfmt::skip]
    const REACTIONS: [&str; 26] = [
        "applause", "laughter", "crosstalk", "interruption", "cheers", "cheering", "music", "beifall",
        "lebhafter beifall", "heiterkeit", "zuruf", "zurufe", "lachen", "gegenruf", "unruhe", "glocke",
        "applaudissements", "rires", "exclamations", "protestations", "interruptions", "aplausos", "risas",
        "rumores", "applausi", "proteste",
    ];
    const TOLD: [&str; 3] = ["audience member asks", "audience asks", "audience member asked"];
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_mark(c));
    let starts = |text: &str, start: &str| {
        let behind = text.get(start.len()..).filter(|_| text.is_char_boundary(start.len()));
        behind.is_some_and(|behind| !behind.starts_with(char::is_alphanumeric))
            && text[..start.len()].eq_ignore_ascii_case(start)
    };
    // `Opposition members interjecting—`
    let interjects = || {
        let told = text.trim_end_matches(['—', '–', '-']);
        told.len() < text.len() && told.len() <= 80 && told.ends_with(" interjecting")
    };
    if TOLD.iter().any(|told| starts(text, told)) || interjects() {
        return true;
    }
    let Some(inside) = in_brackets(text) else { return false };
    let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
    // `(Ada Moss [SPD]: Why?)`
    let is_heckle = inside.split_once("]: ").is_some_and(|(name, _)| {
        name.contains(" [") && name.starts_with(char::is_uppercase) && !name.contains(['?', '!'])
    });
    letters >= LETTERS_MIN && is_capital(inside)
        || is_heckle
        || REACTIONS.iter().any(|reaction| starts(inside, reaction))
}

/// The text inside of the brackets that a text stands in as a whole.
pub(super) fn in_brackets(text: &str) -> Option<&str> {
    let (open, close) = match text.as_bytes().first()? {
        b'(' => ('(', ')'),
        b'[' => ('[', ']'),
        _ => return None,
    };
    let inside = text[1..].strip_suffix(close)?;
    let mut depth = 0_usize;
    for c in inside.chars() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
        }
    }
    Some(inside)
}

/// Makes headings of what records of calls with analysts set above their parts.
fn read_sections(lines: &mut [Line<'_>]) {
    #[rustfmt::skip]
    const SECTIONS: [&str; 9] = [
        "Company Participants", "Conference Call Participants", "Corporate Participants",
        "Call Participants", "Prepared Remarks", "Question-and-Answer Session",
        "Question and Answer Session", "Questions and Answers", "Questions & Answers",
    ];
    const BYTES_MAX: usize = 48;
    for at in 0..lines.len() {
        let is_alone = lines.get(at + 1).is_none_or(|next| next.opens);
        let line = &mut lines[at];
        if line.opens && is_alone && line.kind == BlockKind::Paragraph && line.text.len() <= BYTES_MAX {
            let title = line.text.trim_matches(|c: char| c.is_whitespace() || is_mark(c) || c == ':');
            if SECTIONS.iter().any(|section| section.eq_ignore_ascii_case(title)) {
                line.kind = BlockKind::Heading;
                line.label = None;
            }
        }
    }
}

/// `**Ada Moss** -- *Chief of Ladders*` above what she says: what she is she does not say.
fn read_offices(lines: &mut [Line<'_>]) {
    const OFFICES_MIN: usize = 3;
    let mut found = Vec::new();
    let mut others = 0;
    for (at, line) in lines.iter().enumerate() {
        let dashed = line.label.filter(|label| label.is_dashed() && line.kind == BlockKind::Paragraph);
        match dashed.and_then(|label| Some((label.name?, label.words))) {
            Some((name, words)) if line.opens && is_office(words) => found.push((at, name)),
            Some(_) => others += 1,
            None => {}
        }
    }
    let is_said = |at: usize| lines.get(at + 1).is_some_and(|next| next.opens && next.is_plain());
    let above: Vec<bool> = found.iter().map(|(at, _)| is_said(*at)).collect();
    if above.iter().filter(|above| **above).count() < OFFICES_MIN || others > 0 {
        return;
    }
    for ((at, name), is_above) in found.into_iter().zip(above) {
        if is_above {
            lines[at].label = Some(Label::above(name, NameDress::Titled));
        } else {
            // In a list of those who take part.
            lines[at].label = None;
            lines[at].kind = BlockKind::ListItem;
        }
    }
}

/// A few words that begin with a capital and end with no stop.
fn is_office(words: &str) -> bool {
    const WORDS_MAX: usize = 14;
    let words = words.trim_matches(|c: char| c.is_whitespace() || is_mark(c) || c == '-');
    words.starts_with(char::is_uppercase)
        && !words.ends_with(['.', '?', '!', '…', ',', ':', '-'])
        && words.split_whitespace().count() <= WORDS_MAX
}
