//! How much prose and how many links each part of a page holds.

use std::ops::Range;

use crate::clean::is_without_stops;
use crate::document::BlockKind;
use crate::format::html::blocks::{Run, SUPERSCRIPT};
use crate::format::html::tree::Tree;

/// The blocks of a page with running sums over them, so that any subtree is weighed at once.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) tree: &'a Tree,
    pub(super) runs: &'a [Run],
    /// The runs that are lines of a text in short lines.
    are_lines: Vec<bool>,
    /// Sums over the runs before each, and over all at the end.
    sums: Vec<Sums>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    bytes: usize,
    link_bytes: usize,
    prose: usize,
}

impl<'a> Page<'a> {
    /// Measures `runs`; those inside subtrees marked in `skipped` weigh nothing.
    pub(super) fn new(tree: &'a Tree, runs: &'a [Run], skipped: &[bool]) -> Self {
        let mut sums = Vec::with_capacity(runs.len() + 1);
        let are_lines = lines(tree, runs);
        let mut sum = Sums::default();
        let mut skipped_end = 0;
        let mut node = 0;
        for (run, is_line) in runs.iter().zip(&are_lines) {
            while node <= run.at {
                if skipped[node] {
                    skipped_end = skipped_end.max(tree.end(node));
                    node = node.max(skipped_end);
                } else {
                    node += 1;
                }
            }
            sums.push(sum);
            if run.at >= skipped_end {
                sum.bytes += run.bytes;
                sum.link_bytes += run.link_bytes;
                sum.prose += if *is_line { run.bytes } else { prose_bytes(run) };
            }
        }
        sums.push(sum);
        Self { tree, runs, are_lines, sums }
    }

    /// The runs of the subtree of `node`.
    pub(super) fn range(&self, node: usize) -> Range<usize> {
        range_of(self.tree, self.runs, node)
    }

    /// Bytes of prose below `node`.
    pub(super) fn prose(&self, node: usize) -> usize {
        let range = self.range(node);
        self.sums[range.end].prose - self.sums[range.start].prose
    }

    /// Bytes of prose from one node to before another.
    pub(super) fn prose_between(&self, from: usize, to: usize) -> usize {
        let at = |node: usize| self.runs.partition_point(|run| run.at < node);
        self.sums[at(to)].prose - self.sums[at(from)].prose
    }

    /// Bytes of text below `node`.
    pub(super) fn bytes(&self, node: usize) -> usize {
        let range = self.range(node);
        self.sums[range.end].bytes - self.sums[range.start].bytes
    }

    /// Which part of the text below `node` is inside links, from 0 to 1.
    pub(super) fn link_share(&self, node: usize) -> f32 {
        let range = self.range(node);
        let bytes = self.sums[range.end].bytes - self.sums[range.start].bytes;
        let link_bytes = self.sums[range.end].link_bytes - self.sums[range.start].link_bytes;
        if bytes == 0 { 0.0 } else { link_bytes as f32 / bytes as f32 }
    }

    /// Says whether the run of this number is a line of a text in short lines.
    pub(super) fn is_line(&self, run: usize) -> bool {
        self.are_lines[run]
    }

    /// Says whether the run of this number weighs anything.
    pub(super) fn counts(&self, run: usize) -> bool {
        self.sums[run + 1].bytes > self.sums[run].bytes
    }
}

/// Which part of a run is inside links, from 0 to 1.
pub(super) fn link_share(run: &Run) -> f32 {
    if run.bytes == 0 { 0.0 } else { run.link_bytes as f32 / run.bytes as f32 }
}

/// The runs of the subtree of `node`.
pub(super) fn range_of(tree: &Tree, runs: &[Run], node: usize) -> Range<usize> {
    let at = |node: usize| runs.partition_point(|run| run.at < node);
    at(node)..at(tree.end(node))
}

/// The bytes of a run if it reads like prose, else none.
pub(super) fn prose_bytes(run: &Run) -> usize {
    // A heading that is a long sentence is the opening of the text in larger letters.
    let is_title =
        run.kind == BlockKind::Heading && !(run.bytes >= 80 && run.raw_text().trim_end().ends_with('.'));
    let is_prose = !is_title
        && run.kind != BlockKind::Code
        && run.bytes >= 60
        && link_share(run) < 0.4
        && has_sentence(run.raw_text());
    if is_prose { run.bytes } else { 0 }
}

/// Says whether a text has the punctuation of sentences: a comma, a stop at its end or inside.
fn has_sentence(text: &str) -> bool {
    let text = without_note_marks(text);
    let closing = ['.', '!', '?', ':', '\u{2026}', '"', '\u{201D}', ')', '\u{BB}'];
    text.ends_with(closing)
        || text.contains(". ")
        || text.contains(", ")
        || text.contains(".[")
        || text.match_indices('.').any(|(at, _)| text[at + 1..].starts_with(SUPERSCRIPT))
        || text.contains(['\u{3002}', '\u{3001}', '\u{FF0C}', '\u{060C}', '\u{964}'])
        || is_long_without_stops(text)
}

/// Says whether a text is as long as a sentence, in a script where a blank is all that parts sentences.
fn is_long_without_stops(text: &str) -> bool {
    const LETTERS_MIN: usize = 40;
    text.chars().filter(|c| is_without_stops(*c)).take(LETTERS_MIN).count() == LETTERS_MIN
}

/// A text without the numbers of notes that it ends in: `so it is.[1]`
fn without_note_marks(text: &str) -> &str {
    const MARK_BYTES_MAX: usize = 24;
    let mut text = text.trim_end();
    loop {
        let mark = match text.chars().next_back() {
            Some(']') => text.rfind('['),
            Some(SUPERSCRIPT) => text[..text.len() - SUPERSCRIPT.len_utf8()].rfind(SUPERSCRIPT),
            _ => None,
        };
        match mark.filter(|at| *at > 0 && text.len() - at <= MARK_BYTES_MAX) {
            Some(at) => text = text[..at].trim_end(),
            None => return text,
        }
    }
}

/// Says whether a text ends as sentences do, but for what closes behind them.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text =
        without_note_marks(text).trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}', ')', ']', '\u{BB}']);
    text.ends_with(['.', '!', '?', '\u{2026}', ':', ';', '\u{3002}', '\u{FF01}', '\u{FF1F}', '\u{964}'])
        || text.ends_with(is_without_stops) && is_long_without_stops(text)
}

/// Which runs are text although each is short: lines side by side, of several words and now and then with
/// the marks of a sentence, as verse is, and talk in a few words a turn.
pub(super) fn lines(tree: &Tree, runs: &[Run]) -> Vec<bool> {
    const LINES_MIN: usize = 6;
    const LINE_BYTES_MAX: usize = 100;
    const DIGITS_MAX: usize = 5;
    let place = |run: &Run| {
        let is_line = run.kind == BlockKind::Paragraph
            && run.bytes <= LINE_BYTES_MAX
            && run.link_bytes == 0
            && !run.is_caption
            && run.raw_text().bytes().filter(u8::is_ascii_digit).count() <= DIGITS_MAX;
        is_line.then(|| tree.parent(run.holder))
    };
    let mut are_lines = vec![false; runs.len()];
    let mut start = 0;
    while start < runs.len() {
        let place_of_all = place(&runs[start]);
        let alike =
            runs[start..].iter().take_while(|run| place_of_all.is_some() && place(run) == place_of_all);
        let range = start..start + alike.count().max(1);
        start = range.end;
        if range.len() < LINES_MIN {
            continue;
        }
        let texts = || runs[range.clone()].iter().map(|run| run.raw_text().trim());
        let of_words = texts().filter(|text| text.split_whitespace().nth(2).is_some()).count();
        let marked = texts().filter(|text| ends_sentence(text) || text.ends_with(',')).count();
        if of_words * 4 >= range.len() * 3 && marked * 4 >= range.len() {
            are_lines[range].fill(true);
        }
    }
    are_lines
}
