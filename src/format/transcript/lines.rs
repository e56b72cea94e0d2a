//! The lines of a text, and whose they are by the labels before, above and below them.

use super::label::{self, Label};
use super::{
    Piece, asides, asked, beside_times, chevrons, headings, items, name_lines, people, player, plays,
};
use super::{record, rows, signs, timed_below, torn};
use crate::document::BlockKind;

/// One line of a piece.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) kind: BlockKind,
    pub(super) number: Option<u32>,
    /// It is the first of its piece.
    pub(super) opens: bool,
    pub(super) text: &'a str,
    pub(super) label: Option<Label<'a>>,
    /// Nobody says it: `(Applause)`.
    pub(super) is_direction: bool,
}

impl<'a> Line<'a> {
    pub(super) fn is_plain(&self) -> bool {
        self.label.is_none() && self.kind == BlockKind::Paragraph && !self.is_direction
    }

    pub(super) fn is_paragraph(&self) -> bool {
        self.kind == BlockKind::Paragraph
    }

    /// It is a time and nothing else.
    pub(super) fn is_time(&self) -> bool {
        self.label.is_some_and(|label| label.is_time_alone())
    }

    /// The name that the line consists of, where it heads a paragraph.
    pub(super) fn bare_name(&self) -> Option<&'a str> {
        if self.opens && self.is_plain() { label::read_bare_name(self.text) } else { None }
    }
}

/// The lines of `pieces`, with their labels; of those that begin with `>>` where `has_chevrons` says that they are
/// turns.
pub(super) fn lines<'a>(pieces: &[Piece<'a>], has_chevrons: bool) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::with_capacity(pieces.len());
    // What stands above the first sign is about the record.
    let mut is_above = has_chevrons;
    for piece in pieces {
        if piece.kind == BlockKind::Code {
            lines.push(Line {
                kind: piece.kind,
                number: piece.line,
                opens: true,
                text: piece.text,
                label: None,
                is_direction: false,
            });
            continue;
        }
        let mut number = piece.line;
        let mut opens = true;
        let mut hangs = None;
        for part in parts_of_lines(piece.text) {
            let mut text = part.trim_end_matches(['\n', '\r', '\u{2028}']);
            if let Some(said) = chevrons::behind(text).filter(|_| has_chevrons) {
                (text, opens, is_above) = (said, true, false);
            }
            if !text.trim_start().is_empty() {
                if text.trim_start().starts_with("ACTION ITEM: ") {
                    // What a service has put among the words, with an address where to watch it.
                    let text = text.split(" - WATCH: ").next().unwrap_or(text);
                    lines.push(Line {
                        kind: BlockKind::ListItem,
                        number,
                        opens: true,
                        text,
                        label: None,
                        is_direction: false,
                    });
                    // What follows is said again.
                    opens = true;
                } else {
                    let label = label::read(text).filter(|label| !is_above || label.is_time_alone());
                    let label =
                        label.map(|label| if has_chevrons && opens { label.set_off() } else { label });
                    // In a record each paragraph is set in, and no blank line parts it from the one before.
                    let is_set_in = || opens || text.starts_with("  ") || text.starts_with('\t');
                    let opening =
                        if label.is_none() && is_set_in() { record::stopped_opening(text) } else { None };
                    let label = label.or(opening);
                    opens |= label.is_some()
                        && is_set_in()
                        && *hangs.get_or_insert_with(|| has_hanging(piece.text));
                    lines.push(Line { kind: piece.kind, number, opens, text, label, is_direction: false });
                    opens = false;
                }
            }
            if part.ends_with('\n') {
                number = number.map(|number| number + 1);
            }
        }
    }
    record::drop_stops(&mut lines);
    record::drop_unpresided(&mut lines);
    torn::drop_labels(&mut lines);
    people::drop_lists(&mut lines);
    signs::read_names(&mut lines);
    items::read(&mut lines);
    asides::read(&mut lines);
    plays::read(&mut lines);
    player::join_times_told_twice(&mut lines);
    player::drop_times_read_out(&mut lines);
    beside_times::join(&mut lines);
    timed_below::read_names(&mut lines);
    player::read_lines(&mut lines);
    beside_times::read_below(&mut lines);
    name_lines::read_fields(&mut lines);
    name_lines::read(&mut lines);
    headings::read_names(&mut lines);
    rows::read_captions(&mut lines);
    rows::read_names(&mut lines);
    rows::drop_heads(&mut lines);
    asked::read(&mut lines);
    record::name_examiners(&mut lines);
    record::read_headings(&mut lines);
    lines
}

/// Says that some lines of a piece are not set in, so that those that are begin paragraphs.
fn has_hanging(text: &str) -> bool {
    let is_hanging = |line: &str| !line.starts_with("  ") && !line.starts_with('\t');
    text.lines().any(|line| is_hanging(line) && line.contains(|c: char| !c.is_whitespace()))
}

/// `text` cut behind each line feed and each U+2028.
fn parts_of_lines(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', 0xE2, bytes).filter_map(|at| match bytes[at] {
        b'\n' => Some(at + 1),
        _ => bytes[at..].starts_with("\u{2028}".as_bytes()).then_some(at + 3),
    });
    let mut start = 0;
    ends.chain([text.len()])
        .filter(|end| *end > 0)
        .map(move |end| &text[std::mem::replace(&mut start, end)..end])
}

/// Drops the lines of these numbers, which are in order.
pub(super) fn drop_lines(lines: &mut Vec<Line<'_>>, numbers: impl Iterator<Item = usize>) {
    let mut numbers = numbers.peekable();
    let mut at = 0;
    lines.retain(|_| {
        let is_dropped = numbers.next_if_eq(&at).is_some();
        at += 1;
        !is_dropped
    });
}
