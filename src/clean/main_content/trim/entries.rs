//! Entries of a page that is written as things happen: articles side by side, each with a heading, and a name of who
//! wrote it below that.

use super::{Look, Trim, is_dateline, is_name, run_is_clock_or_date};
use crate::document::BlockKind;
use crate::format::html::kinds::is_heading;

impl Trim<'_> {
    /// Says whether several days stand between one paragraph and the next, each another one and above what was written
    /// on it.
    pub(super) fn is_diary(&self, first: usize, last: usize) -> bool {
        const DAYS_MIN: usize = 3;
        let is_text = |number: usize| self.looks.get(number) == Some(&Look::Text);
        let is_day = |number: &usize| {
            self.looks[*number] == Look::Short
                && self.runs[*number].kind == BlockKind::Paragraph
                && run_is_clock_or_date(&self.texts[*number])
                && !self.texts[*number].contains(':')
                && is_text(number - 1)
                && is_text(number + 1)
        };
        let mut days: Vec<&str> =
            (first + 1..last).filter(is_day).map(|number| self.texts[number].as_str()).collect();
        let all = days.len();
        days.sort_unstable();
        days.dedup();
        all >= DAYS_MIN && days.len() == all
    }

    /// The entry that a block stands in: one of several articles side by side.
    fn entry(&self, number: usize) -> Option<usize> {
        const BLOCKS_BETWEEN_MAX: usize = 3;
        let tree = self.tree;
        let article = |number: usize| {
            tree.ancestors(self.runs[number].holder).take(6).find(|outer| tree.name(*outer) == "article")
        };
        let entry = article(number)?;
        let is_beside = |other: usize| {
            article(other).is_some_and(|other| other != entry && tree.parent(other) == tree.parent(entry))
        };
        let inside = self.range(entry);
        let is_one_of_several = (inside.start.saturating_sub(BLOCKS_BETWEEN_MAX)..inside.start)
            .chain((inside.end..self.runs.len()).take(BLOCKS_BETWEEN_MAX))
            .any(is_beside);
        is_one_of_several.then_some(entry)
    }

    /// Says whether a block is the heading of the entry whose first paragraph is `first`, with no more between them
    /// than who wrote it and when.
    pub(super) fn heads_entry(&self, number: usize, first: usize) -> bool {
        const BETWEEN_MAX: usize = 3;
        let (run, tree) = (&self.runs[number], self.tree);
        let is_between = |between: usize| {
            self.looks[between] == Look::Short
                && (is_name(self.runs[between].raw_text()) || is_dateline(&self.texts[between]))
        };
        is_heading(tree.name(run.holder))
            && tree.name(run.holder) != "h1"
            && run.link_bytes == 0
            && first - number <= BETWEEN_MAX
            && (number + 1..first).all(is_between)
            && self.entry(number).is_some_and(|entry| self.entry(first) == Some(entry))
    }

    /// Says whether a block is a name between the heading of an entry and its first paragraph.
    pub(super) fn is_byline_of_entry(&self, number: usize) -> bool {
        let run = &self.runs[number];
        let words = run.raw_text().split_whitespace().count();
        let is_heading = |number: usize| self.runs[number].kind == BlockKind::Heading;
        run.kind == BlockKind::Paragraph
            && !run.is_caption
            && (2..=4).contains(&words)
            && is_name(run.raw_text())
            && number.checked_sub(1).is_some_and(is_heading)
            && self.looks.get(number + 1) == Some(&Look::Text)
            && self.entry(number).is_some_and(|entry| {
                self.entry(number - 1) == Some(entry) && self.entry(number + 1) == Some(entry)
            })
    }
}
