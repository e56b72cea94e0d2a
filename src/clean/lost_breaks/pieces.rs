//! Turns breaks into pieces: what each piece is, and where it begins without its marker.

use std::ops::Range;

use super::breaks::Break;

/// A stretch of text between lost breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes in the text, without white space at its ends and without the marker of a list item.
    pub range: Range<usize>,
    /// What it is.
    pub kind: PieceKind,
}

/// What a [`Piece`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Running prose, or a line that is nothing in particular.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list, whose marker is cut off.
    ListItem,
    /// Goes on with the piece before it: between them no more than a space was lost.
    Continuation,
}

/// A heading has no more words.
const HEADING_WORDS_MAX: usize = 12;
/// What follows a heading has at least so many words, or is an item of a list.
const PROSE_WORDS_MIN: usize = 14;

/// Cuts `text` at `breaks` and at its blank lines.
pub(super) fn cut(text: &str, breaks: &[Break]) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(breaks.len() + 1);
    let mut start = 0;
    let mut continues = false;
    let mut number = 0;
    for (end, is_space) in breaks.iter().map(|found| (found.at, found.is_space)).chain([(text.len(), false)])
    {
        for (place, range) in paragraphs(text, start..end).enumerate() {
            let continues = continues && place == 0;
            pieces.push(piece(text, range, continues, &mut number));
        }
        start = end;
        continues = is_space;
    }
    find_headings(text, &mut pieces);
    pieces
}

/// The parts of `range` between blank lines, without white space at their ends.
fn paragraphs(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut rest = range;
    std::iter::from_fn(move || {
        loop {
            let part = &text[rest.clone()];
            let part_start = rest.start + part.len() - part.trim_start().len();
            if part_start >= rest.end {
                return None;
            }
            let part = &text[part_start..rest.end];
            let length = blank_line(part).unwrap_or(part.len());
            rest.start = part_start + length;
            let shown = part[..length].trim_end();
            if !shown.is_empty() {
                return Some(part_start..part_start + shown.len());
            }
        }
    })
}

/// The byte of the first blank line.
fn blank_line(text: &str) -> Option<usize> {
    text.match_indices('\n').map(|(at, _)| at).find(|at| {
        let after = text[at + 1..].trim_start_matches([' ', '\t', '\r']);
        after.starts_with('\n')
    })
}

fn piece(text: &str, range: Range<usize>, continues: bool, number: &mut u32) -> Piece {
    if continues {
        return Piece { range, kind: PieceKind::Continuation };
    }
    match marker_bytes(&text[range.clone()], number) {
        0 => Piece { range, kind: PieceKind::Paragraph },
        bytes => Piece { range: range.start + bytes..range.end, kind: PieceKind::ListItem },
    }
}

/// How many bytes the marker of a list item takes at the beginning of `text`, with the space behind
/// it. A number is a marker where it goes on counting.
fn marker_bytes(text: &str, number: &mut u32) -> usize {
    let rest = text.trim_start_matches(['*', '•', '▪', '●', '◦', '·', '‣', '-', '–', '—']);
    let marker = &text[..text.len() - rest.len()];
    let follows = rest.trim_start();
    if !marker.is_empty() {
        let is_one = marker.chars().count() == 1;
        let is_bullet = marker.starts_with(['•', '▪', '●', '◦', '‣']);
        let has_space = follows.len() < rest.len();
        return if is_one && !follows.is_empty() && (has_space || is_bullet) {
            text.len() - follows.len()
        } else {
            0
        };
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &text[..text.len() - rest.len()];
    let Some(behind) = rest.strip_prefix(['.', ')']) else { return 0 };
    let (Ok(value), follows) = (digits.parse::<u32>(), behind.trim_start()) else { return 0 };
    let counts = digits.len() < 3 && (value == 1 || value == *number + 1);
    if !counts || follows.is_empty() || follows.len() == behind.len() {
        return 0;
    }
    *number = value;
    text.len() - follows.len()
}

/// A short line without a stop at its end, alone before prose or a list, heads it.
fn find_headings(text: &str, pieces: &mut [Piece]) {
    let goes_on = |pieces: &[Piece], index: usize| {
        pieces.get(index).is_some_and(|next| next.kind == PieceKind::Continuation)
    };
    let mut line_before = false;
    for index in 0..pieces.len() {
        let is_line = pieces[index].kind == PieceKind::Paragraph
            && !goes_on(pieces, index + 1)
            && is_heading_line(&text[pieces[index].range.clone()]);
        if is_line && !line_before {
            let Some(next) = pieces.get(index + 1) else { return };
            let words = text[next.range.clone()].split_whitespace().take(PROSE_WORDS_MIN).count();
            // A sentence that was cut in two is no heading and its rest.
            let begins = text[next.range.clone()].chars().find(|c| c.is_alphanumeric());
            if begins.is_some_and(char::is_lowercase) && next.kind != PieceKind::ListItem {
                line_before = is_line;
                continue;
            }
            let is_prose = words == PROSE_WORDS_MIN || goes_on(pieces, index + 2);
            if is_prose || next.kind == PieceKind::ListItem {
                pieces[index].kind = PieceKind::Heading;
            }
        }
        line_before = is_line;
    }
}

fn is_heading_line(line: &str) -> bool {
    let begins = line.chars().find(|c| c.is_alphanumeric());
    let begins = begins.is_some_and(|c| !c.is_lowercase());
    let ends =
        line.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '?' | ')' | '”' | '"'));
    let words = line.split_whitespace().take(HEADING_WORDS_MAX + 1).count();
    begins && ends && words <= HEADING_WORDS_MAX && !line.contains(": ") && !line.contains("://")
}
