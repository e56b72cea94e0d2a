//! What the places of a text share.

use super::class::Class;
use super::headings::Headings;
use super::links::Links;
use super::pairs::Pairs;
use super::sequence::Sequences;
use super::series::Series;
use super::vocabulary::Vocabulary;

#[derive(Debug)]
pub(super) struct Surroundings<'a> {
    pub(super) text: &'a str,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) links: &'a Links,
    /// The class with which the chunk before began, and with which it ended.
    pub(super) before: (Class, Class),
    /// The class with which the next chunk begins.
    pub(super) next: Class,
    /// A bracket is open at the place, a quotation is.
    pub(super) open: (bool, bool),
    /// The straight quotation marks so far pair up, if they are told apart: whether one is open.
    pub(super) quotes: Option<bool>,
    /// The last number that stood where one of a list would.
    pub(super) number: u32,
    /// How long the line is.
    pub(super) line_bytes: usize,
    /// Where the marks of programs stand.
    pub(super) marks: CodeMarks,
    /// Numbers that count on, if they have been looked for.
    pub(super) sequences: Option<Sequences>,
    /// Words that are written together more than once.
    pub(super) pairs: Pairs,
    /// What is a break for the sake of others of its kind.
    pub(super) series: Series,
    /// What begins below headings and names.
    pub(super) headings: Headings,
}

impl<'a> Surroundings<'a> {
    /// The surroundings at the beginning of `text`.
    pub(super) fn new(text: &'a str, vocabulary: &'a Vocabulary, links: &'a Links, marks: CodeMarks) -> Self {
        Self {
            text,
            vocabulary,
            links,
            before: (Class::Space, Class::Space),
            next: Class::Space,
            open: (false, false),
            quotes: None,
            number: 0,
            line_bytes: 0,
            marks,
            sequences: None,
            pairs: Pairs::default(),
            series: Series::default(),
            headings: Headings::default(),
        }
    }

    /// Says that the number at byte `at` may be one of a list of four or more.
    pub(super) fn counts_on(&self, at: usize) -> bool {
        self.sequences.as_ref().is_none_or(|sequences| sequences.length(at) > 2)
    }
}

/// How many marks of programs stand in each cell of a text.
#[derive(Debug, Default)]
pub(super) struct CodeMarks(Vec<u8>);

const CELL_BYTES: usize = 64;
/// So many cells on either side are the wider surroundings.
const CELLS: usize = 5;

impl CodeMarks {
    pub(super) fn of(text: &str) -> Self {
        let count = |cell: &[u8]| cell.iter().filter(|byte| is_code_mark(**byte)).count() as u8;
        Self(text.as_bytes().chunks(CELL_BYTES).map(count).collect())
    }

    /// How many bytes of a hundred in the surroundings of byte `at` are marks.
    pub(super) fn percent(&self, at: usize) -> usize {
        let cell = at / CELL_BYTES;
        let cells = &self.0[self.0.len().min(cell.saturating_sub(CELLS))..self.0.len().min(cell + CELLS + 1)];
        let marks: usize = cells.iter().map(|marks| usize::from(*marks)).sum();
        100 * marks / (cells.len().max(1) * CELL_BYTES)
    }

    /// How full the surroundings of byte `at` are, in steps.
    pub(super) fn around(&self, at: usize) -> usize {
        steps(self.percent(at))
    }

    /// The same of the fuller side: a program begins or ends beside prose.
    pub(super) fn on_a_side(&self, at: usize) -> usize {
        let cell = at / CELL_BYTES;
        let percent = |cells: &[u8]| {
            let marks: usize = cells.iter().map(|marks| usize::from(*marks)).sum();
            100 * marks / (cells.len().max(1) * CELL_BYTES)
        };
        let count = self.0.len();
        let before = &self.0[count.min(cell.saturating_sub(CELLS))..count.min(cell + 1)];
        let behind = &self.0[count.min(cell)..count.min(cell + CELLS + 1)];
        steps(percent(before).max(percent(behind)))
    }
}

fn steps(percent: usize) -> usize {
    match percent {
        0 => 0,
        1 => 1,
        2 => 2,
        3 | 4 => 3,
        5..=7 => 4,
        _ => 5,
    }
}

/// Says that programs are full of this mark and prose is not.
pub(super) fn is_code_mark(byte: u8) -> bool {
    matches!(byte, b'{' | b'}' | b'(' | b')' | b';' | b'=' | b'<' | b'>' | b'_' | b'[' | b']' | b'|' | b'\\')
}
