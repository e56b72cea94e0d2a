//! Boxes between two paragraphs that lead to other pages: `Read more`, and a list of links.

use std::ops::Range;

use super::super::measure::{ends_sentence, link_share};
use super::super::phrases;
use super::{Look, Trim};
use crate::document::BlockKind;
use crate::format::html::kinds::is_heading;

impl Trim<'_> {
    /// Per run, whether it is in a box that leads to other pages and behind which the text goes on.
    pub(super) fn boxed(&self, first: usize) -> Vec<bool> {
        let mut boxed = vec![false; self.runs.len()];
        let mut number = first + 1;
        while number < self.runs.len() {
            match self.box_of_links(number).filter(|found| self.goes_on(found)) {
                Some(found) => {
                    number = found.end;
                    boxed[found].fill(true);
                }
                None => number += 1,
            }
        }
        boxed
    }

    /// The blocks of the largest element that a heading over links to other pages opens, where nothing else
    /// is in it.
    fn box_of_links(&self, heading: usize) -> Option<Range<usize>> {
        const LEVELS_MAX: usize = 6;
        let run = &self.runs[heading];
        if run.kind != BlockKind::Heading || run.bytes > 60 || !phrases::leads_away(&self.texts[heading]) {
            return None;
        }
        let opened = std::iter::once(run.holder).chain(self.tree.ancestors(run.holder)).take(LEVELS_MAX);
        let opened = opened.take_while(|outer| self.runs[heading - 1].at < *outer);
        let blocks = |outer: usize| heading..self.runs.partition_point(|run| run.at < self.tree.end(outer));
        let found = opened.map(|outer| (outer, blocks(outer)));
        let (outer, found) = found
            .take_while(|(_, blocks)| !blocks.clone().any(|number| self.is_plain_text(number)))
            .last()?;
        let has_link = self.tree.below(outer).any(|node| self.tree.name(node) == "a");
        (found.len() >= 2 && has_link).then_some(found)
    }

    /// Says whether a block leads to another page by itself, a label and its link in one paragraph, and the text goes
    /// on right behind it: it is no heading over what follows.
    pub(super) fn leads_by_itself(&self, number: usize) -> bool {
        let run = &self.runs[number];
        let is_aside = |other: &usize| matches!(self.looks[*other], Look::Apparatus(_));
        let next = (number + 1..self.runs.len()).find(|other| !is_aside(other));
        // A short sentence goes on with a text as well as a longer one.
        let is_sentence = |next: usize| {
            let before = (0..number).rev().find(|before| self.looks[*before] == Look::Text);
            self.runs[next].link_bytes == 0
                && ends_sentence(&self.texts[next])
                && before.is_some_and(|before| self.is_beside(next, before))
        };
        // What only looks like a heading, and is a link with a label before it, heads nothing.
        let heads_nothing = || !is_heading(self.tree.name(run.holder)) && link_share(run) > 0.5;
        let goes_on = |next: usize| match self.looks[next] {
            Look::Heading | Look::Text if heads_nothing() => self.goes_on_in_prose(next),
            Look::Heading => self.runs[next].link_bytes == 0 && self.is_inside_text(number),
            Look::Short => is_sentence(next),
            _ => self.is_plain_text(next) && self.is_inside_text(number),
        };
        run.link_bytes > 0
            && phrases::says_more_than_leads_away(&self.texts[number])
            && next.is_some_and(goes_on)
    }

    /// Says whether a block is prose that leads nowhere, or a heading over such.
    fn goes_on_in_prose(&self, number: usize) -> bool {
        let is_heading = self.looks[number] == Look::Heading && self.runs[number].link_bytes == 0;
        let prose = number + usize::from(is_heading);
        self.runs.get(prose).is_some_and(|run| run.link_bytes * 5 < run.bytes)
            && self.looks[prose] == Look::Text
    }

    fn is_plain_text(&self, number: usize) -> bool {
        self.looks[number] == Look::Text && link_share(&self.runs[number]) < 0.2
    }

    /// Says whether the text around a box goes on behind it in the same element.
    fn goes_on(&self, found: &Range<usize>) -> bool {
        const BLOCKS_MAX: usize = 12;
        let place = |number: usize| self.tree.parent(self.runs[number].holder);
        let places = |numbers: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
            numbers.take(BLOCKS_MAX).filter(|number| self.is_plain_text(*number)).map(place).collect()
        };
        let before = places(&mut (0..found.start).rev());
        places(&mut (found.end..self.runs.len())).iter().any(|behind| before.contains(behind))
    }
}
