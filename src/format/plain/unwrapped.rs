//! Texts without blank lines in which every line is a paragraph, as word processors save them.

use super::layout::is_item;
use crate::document::BlockKind;
use crate::format::transcript::{self, Hints, Piece};
use crate::receipt::Receipt;

/// Lines are wrapped at this many columns or earlier, unless they are not wrapped at all.
const WRAPPED_COLUMNS_MAX: usize = 140;
/// A line of so many columns is no title and no verse.
const LONG_COLUMNS_MIN: usize = 80;

/// Parts the lines of pieces that have long ones, where those say that no line is wrapped: some are longer than any
/// that are, and nearly all end as sentences do.
pub(super) fn apart<'a>(pieces: Vec<Piece<'a>>, receipt: &mut Receipt) -> Vec<Piece<'a>> {
    if !are_unwrapped(&pieces) || transcript::recognise(&pieces, &Hints::default()).is_some() {
        return pieces;
    }
    receipt.guessed("a paragraph on each line", "no line is wrapped");
    let mut out: Vec<Piece<'a>> = Vec::new();
    for piece in pieces {
        if piece.text.lines().any(is_long) {
            part(piece, &mut out);
        } else {
            out.push(piece);
        }
    }
    out
}

fn are_unwrapped(pieces: &[Piece<'_>]) -> bool {
    const LONG_MIN: usize = 3;
    let mut lines = pieces.iter().flat_map(|piece| piece.text.lines().map(|line| (line, piece.text.len())));
    let (mut long, mut ended, mut longest, mut beside) = (0_usize, 0_usize, 0, false);
    let longs = lines.by_ref().filter(|(line, _)| is_long(line));
    for (line, piece_bytes) in longs {
        long += 1;
        ended += usize::from(ends_sentence(line));
        longest = longest.max(columns(line));
        beside |= piece_bytes > line.len() + 2;
    }
    beside && long >= LONG_MIN && ended * 10 >= long * 9 && longest > WRAPPED_COLUMNS_MAX
}

/// Adds the lines of a piece, each as a piece of its own.
fn part<'a>(piece: Piece<'a>, out: &mut Vec<Piece<'a>>) {
    let lines: Vec<&str> = piece.text.lines().collect();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let behind_sentence = number.checked_sub(1).is_some_and(|before| ends_sentence(lines[before]));
        let before_sentence = lines.get(number + 1).is_some_and(|next| ends_sentence(next) && !is_item(next));
        let kind =
            if behind_sentence && before_sentence && is_open(line) { BlockKind::Heading } else { piece.kind };
        let at = u32::try_from(number).unwrap_or_default();
        out.push(Piece { kind, line: piece.line.map(|first| first + at), text: line });
    }
}

/// Says whether a line is as short as a title, and no sentence, point of a list or address.
fn is_open(line: &str) -> bool {
    const COLUMNS_MAX: usize = 60;
    let line = line.trim();
    columns(line) <= COLUMNS_MAX
        && line.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase())
        && line.contains(char::is_alphabetic)
        && !line.ends_with([',', ';', ':', '-', '\u{2014}', '\u{3001}', ')'])
        && !ends_sentence(line)
        && !is_item(line)
        && !line.contains("://")
}

fn is_long(line: &str) -> bool {
    line.len() >= LONG_COLUMNS_MIN / 2 && columns(line) >= LONG_COLUMNS_MIN
}

/// How wide a line is: a sign of the scripts of East Asia takes two columns.
fn columns(line: &str) -> usize {
    let line = line.trim();
    if line.is_ascii() {
        return line.len();
    }
    line.chars().map(|c| if c >= '\u{1100}' && !('\u{1E00}'..'\u{2E80}').contains(&c) { 2 } else { 1 }).sum()
}

/// Says whether a line ends as sentences do, but for the number of a note and what closes.
fn ends_sentence(line: &str) -> bool {
    const NOTE_DIGITS_MAX: usize = 2;
    let closing =
        ['"', '\'', '\u{201D}', '\u{2019}', '\u{BB}', '\u{201C}', ')', ']', '\u{300D}', '\u{300F}', '*', '_'];
    let line = line.trim_end();
    let bare = line.trim_end_matches(|c: char| c.is_numeric());
    let is_mark = line[bare.len()..].chars().count() <= NOTE_DIGITS_MAX;
    let line = if is_mark { bare } else { line }.trim_end_matches(closing);
    line.ends_with([
        '.', '!', '?', ':', '\u{2026}', '\u{3002}', '\u{FF01}', '\u{FF1F}', '\u{964}', '\u{61F}', '\u{6D4}',
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::compose::plain_pieces;

    const LONG: &str = "The weir holds back the water that the mill needs in summer, and it lets go of what comes down from \
                        the hills in March, when nobody has any use for it.";

    fn check(text: &str, expected: &[(BlockKind, u32, &str)]) {
        let pieces = apart(plain_pieces(text, 1), &mut Receipt::default());
        let found: Vec<_> = pieces
            .iter()
            .map(|piece| (piece.kind, piece.line.unwrap_or_default(), piece.text.trim_end()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lines_that_are_not_wrapped_are_paragraphs() {
        use BlockKind::{Heading, Paragraph};
        check(
            &format!(
                "The Weir\nAda Ek\n{LONG}1\nOf water\n{LONG}\n- a stone\n- a wall\nIt stands.\n{LONG}\n1. So it is.\n"
            ),
            &[
                (Paragraph, 1, "The Weir"),
                (Paragraph, 2, "Ada Ek"),
                (Paragraph, 3, &format!("{LONG}1")),
                (Heading, 4, "Of water"),
                (Paragraph, 5, LONG),
                (Paragraph, 6, "- a stone"),
                (Paragraph, 7, "- a wall"),
                (Paragraph, 8, "It stands."),
                (Paragraph, 9, LONG),
                (Paragraph, 10, "1. So it is."),
            ],
        );
    }

    #[test]
    fn wrapped_lines_stay_together() {
        let whole = |text: &str| check(text, &[(BlockKind::Paragraph, 1, text)]);
        // Lines as an editor with a wide window wraps them end anywhere.
        let wide = format!("{LONG} So\n{LONG} And\n{LONG}\n{LONG} But\nthat is all.");
        whole(&wide);
        let narrow = "The weir holds back the water that the mill needs in summer, and it lets go.\n";
        whole(narrow.repeat(6).trim_end());
        whole(&format!("{LONG}\nIt stands."));
    }
}
