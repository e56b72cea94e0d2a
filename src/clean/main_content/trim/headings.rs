//! Headings of the text that have the words of the apparatus.

use std::ops::Range;

use super::super::measure::link_share;
use super::super::{phrases, sections};
use super::{Look, Trim, is_around_comment};
use crate::document::BlockKind;
use crate::format::html::kinds::is_heading;

impl Trim<'_> {
    /// Headings with words of the apparatus are those of the text where it goes on below them: `Related work`,
    /// `Comments on the lamp`; and `Share`, where a part of the text stands below it and another behind that.
    pub(super) fn find_headings_of_text(&mut self) {
        for number in 0..self.runs.len() {
            let is_heading = self.runs[number].kind == BlockKind::Heading
                && matches!(self.looks[number], Look::Heading | Look::Short | Look::Apparatus(_));
            if !is_heading || !sections::is_of_apparatus(&self.texts[number]) {
                continue;
            }
            let is_bare = sections::is_bare(&self.texts[number]);
            if self.heads_text(number) && (!is_bare || self.heads_part(number)) {
                self.are_of_text[number] = true;
                self.looks[number] = Look::Heading;
            }
        }
    }

    /// Says whether a block is a heading among paragraphs of the text, one of them right below it, none of which
    /// is what a reader wrote.
    fn heads_text(&self, number: usize) -> bool {
        let run = &self.runs[number];
        if run.kind != BlockKind::Heading || run.link_bytes > 0 || !is_heading(self.tree.name(run.holder)) {
            return false;
        }
        let place = self.tree.parent(run.holder);
        let is_text = |other: usize| self.looks[other] == Look::Text && link_share(&self.runs[other]) < 0.2;
        let is_beside = |other: usize| self.tree.parent(self.runs[other].holder) == place;
        // Generators set what is below a heading, or all of a section, into elements of their own.
        let is_named = sections::name_of_heading(self.tree, run).is_some();
        let is_within = |other: usize, outer: usize| {
            is_named && (outer..self.tree.end(outer)).contains(&self.runs[other].at)
        };
        let scope = self.scope(number);
        const BLOCKS_MAX: usize = 8;
        let below = Some(number + 1).filter(|below| *below < self.runs.len());
        below.is_some_and(|below| is_text(below) && (is_beside(below) || is_within(below, place)))
            && (0..number)
                .rev()
                .take(BLOCKS_MAX)
                .any(|before| is_text(before) && (is_beside(before) || is_within(before, scope)))
            && !(phrases::heads_comments(&self.texts[number]) && self.are_comments_below(number))
    }

    /// The element in which what stands under a heading has its neighbours.
    fn scope(&self, number: usize) -> usize {
        const LEVELS_MAX: usize = 2;
        let run = &self.runs[number];
        let before = number.checked_sub(1).map(|before| self.runs[before].at);
        let opened = self.tree.ancestors(run.holder).take(LEVELS_MAX).take_while(|outer| {
            matches!(self.tree.name(*outer), "section" | "div") && before.is_none_or(|before| before < *outer)
        });
        self.tree.parent(opened.last().unwrap_or(run.holder))
    }

    /// Says whether all that stands under a heading is sentences, and enough of them, and behind it comes another
    /// heading of its level over more; or else it leads nowhere and is of a document whose headings have names.
    fn heads_part(&self, number: usize) -> bool {
        const PART_BYTES_MIN: usize = 160;
        let part = self.part(number);
        let runs = &self.runs[part.clone()];
        let bytes: usize = runs.iter().map(|run| run.bytes).sum();
        let leads = |run: &super::Run| self.tree.below(run.holder).any(|node| self.tree.name(node) == "a");
        if runs.is_empty() || !part.clone().all(|below| self.looks[below] == Look::Text) {
            return false;
        }
        if phrases::leads_away(&self.texts[number])
            && sections::name_of_heading(self.tree, &self.runs[number]).is_some()
            && !runs.iter().any(leads)
        {
            return true;
        }
        let level = |number: usize| self.tree.name(self.runs[number].holder);
        let end = self.tree.end(self.scope(number));
        bytes >= PART_BYTES_MIN
            && runs.iter().all(|run| link_share(run) < 0.1)
            && self.looks.get(part.end + 1) == Some(&Look::Text)
            && level(part.end) == level(number)
            && self.runs[part.end].at < end
            && !sections::is_bare(&self.texts[part.end])
    }

    /// What stands under a heading, to the next of its level or a higher one.
    fn part(&self, number: usize) -> Range<usize> {
        let level = self.tree.name(self.runs[number].holder);
        let end = self.tree.end(self.scope(number));
        let ends = |run: &super::Run| {
            let name = self.tree.name(run.holder);
            run.at >= end || is_heading(name) && name <= level
        };
        let below = number + 1..self.runs.len();
        let found = below.clone().find(|below| ends(&self.runs[*below]));
        below.start..found.unwrap_or(below.end)
    }

    /// Says whether what stands below a heading is of readers: who wrote it and when, ways to answer, a form.
    fn are_comments_below(&self, number: usize) -> bool {
        const NODES_MAX: usize = 2000;
        const BLOCKS_MAX: usize = 40;
        let place = self.tree.parent(self.runs[number].holder);
        let nodes = self.runs[number].at..self.tree.end(place);
        nodes.take(NODES_MAX).any(|node| self.tree.name(node) == "textarea")
            || (number + 1..self.runs.len())
                .take(BLOCKS_MAX)
                .any(|below| self.runs[below].bytes <= 100 && is_around_comment(&self.texts[below]))
    }
}
