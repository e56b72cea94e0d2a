//! What stands between the turns and nobody says: directions, heckles, the names of sections, and what somebody
//! is, behind their name above what they say.

use super::label::{Label, NameDress};
use super::{Line, is_capital, is_mark};
use crate::document::BlockKind;

/// Finds what nobody says among the lines.
pub(super) fn read(lines: &mut [Line<'_>]) {
    read_sections(lines);
    read_offices(lines);
    read_participants(lines);
    let mut at = 0;
    while at < lines.len() {
        let count = directed(&lines[..], at);
        for (nth, line) in lines[at..at + count].iter_mut().enumerate() {
            line.is_direction = true;
            line.opens = nth == 0;
        }
        if let Some(next) = lines.get_mut(at + count).filter(|_| count > 0) {
            next.opens = true;
        }
        at += count.max(1);
    }
}

/// How many lines from this one on are a direction: a paragraph, or behind the end of a sentence whole lines in
/// brackets.
fn directed(lines: &[Line<'_>], at: usize) -> usize {
    const LINES_MAX: usize = 6;
    let is_end = |next: Option<&Line<'_>>| next.is_none_or(|next| next.opens || next.label.is_some());
    let line = &lines[at];
    if !line.is_plain() {
        return 0;
    }
    if line.opens && is_end(lines.get(at + 1)) && is_direction(line.text) {
        return 1;
    }
    let close = match line.text.trim_start().as_bytes().first() {
        Some(b'(') => ')',
        Some(b'[') => ']',
        _ => return 0,
    };
    let above = at.checked_sub(1).map(|above| &lines[above]).filter(|_| !line.opens);
    let is_parted = above.is_none_or(|above| {
        above.is_direction
            || above.label.is_some_and(|label| label.words.is_empty())
            || above.text.trim_end().ends_with(['.', '?', '!', '…', '"', '”', ')', ']', '—', '–', '-', ':'])
    });
    let goes_on = |next: &&Line<'_>| !next.opens && next.is_plain();
    let further = lines[at + 1..].iter().take(LINES_MAX - 1).take_while(goes_on);
    let closes = |line: &Line<'_>| line.text.trim_end().ends_with(close);
    let Some(more) = std::iter::once(line).chain(further).position(closes).filter(|_| is_parted) else {
        return 0;
    };
    let below = lines.get(at + more + 1);
    let is_whole = is_end(below) || !below.is_some_and(|below| below.text.starts_with(char::is_lowercase));
    let text = lines[at..=at + more].iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ");
    if is_whole && (is_direction(&text) || is_event(&text)) { more + 1 } else { 0 }
}

/// Says that brackets tell what was done or put into the record: `(Whereupon, the case was submitted.)`,
/// `[The prepared statement of Ms. Moss follows:]`, `[End of tape 1]`.
fn is_event(text: &str) -> bool {
    const STARTS: [&str; 12] = [
        "whereupon",
        "end of ",
        "begin ",
        "beginning of ",
        "start of ",
        "the prepared statement",
        "brief recess",
        "off the record",
        "lunch recess",
        "recording ",
        "schluss: ",
        "unterbrechung von ",
    ];
    const ENDS: [&str; 3] = ["follows:", "follow:", "adjourned."];
    let Some(inside) = in_brackets(text) else { return false };
    let starts =
        |start: &&str| inside.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    STARTS.iter().any(starts) || ENDS.iter().any(|end| inside.ends_with(end))
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
    if TOLD.iter().any(|told| starts(text, told)) || interjects() || text == "END" {
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

/// The list of those who took part, and what stands below it, at the end of the record of a call: nobody says it.
fn read_participants(lines: &mut [Line<'_>]) {
    const NAMES_MIN: usize = 2;
    let is_list = |line: &Line<'_>| {
        line.kind == BlockKind::Heading && line.text.to_ascii_lowercase().contains("participants")
    };
    let Some(at) = lines.iter().rposition(is_list).filter(|at| at * 2 > lines.len()) else { return };
    let listed = &lines[at + 1..];
    let is_name = |line: &Line<'_>| line.bare_name().is_some();
    let says = |pair: &[Line<'_>]| is_name(&pair[0]) && !is_name(&pair[1]) && ends_sentence(pair[1].text);
    let is_labelled = listed.iter().any(|line| line.label.is_some_and(|label| !label.words.is_empty()));
    let names = listed.iter().filter(|line| is_name(line)).count();
    if is_labelled || names < NAMES_MIN || listed.windows(2).any(says) {
        return;
    }
    let is_length = |line: &&mut Line<'_>| line.text.trim_start().starts_with("Duration: ");
    lines[..at]
        .iter_mut()
        .next_back()
        .filter(is_length)
        .into_iter()
        .for_each(|line| line.is_direction = true);
    for line in &mut lines[at + 1..] {
        line.kind = if is_name(line) { BlockKind::ListItem } else { line.kind };
        line.is_direction = true;
        line.label = None;
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '?', '!', '…'])
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
pub(super) fn is_office(words: &str) -> bool {
    const WORDS_MAX: usize = 14;
    let words = words.trim_matches(|c: char| c.is_whitespace() || is_mark(c) || c == '-');
    words.starts_with(char::is_uppercase)
        && !words.ends_with(['.', '?', '!', '…', ',', ':', '-'])
        && words.split_whitespace().count() <= WORDS_MAX
}
