//! Headings of the text that have the words of the apparatus.

use super::super::measure::link_share;
use super::super::phrases;
use super::{Look, Trim, is_dateline, run_is_clock_or_date};
use crate::document::BlockKind;
use crate::format::html::kinds::is_heading;

impl Trim<'_> {
    /// Headings with words of the apparatus are those of the text where it goes on below them: `Related work`,
    /// `Comments on the lamp`.
    pub(super) fn find_headings_of_text(&mut self) {
        for number in 0..self.runs.len() {
            let text = &self.texts[number];
            let is_of_text = match self.looks[number] {
                Look::Apparatus("related links") => phrases::says_more_than_leads_away(text),
                Look::Apparatus("labels") => phrases::heads_comments(text),
                _ => false,
            };
            if is_of_text && self.heads_text(number) {
                self.looks[number] = Look::Heading;
            }
        }
    }

    /// Says whether a block is a heading among paragraphs of the text, one of them right below it, none of which
    /// is what a reader wrote.
    pub(super) fn heads_text(&self, number: usize) -> bool {
        let run = &self.runs[number];
        let place = |number: usize| self.tree.parent(self.runs[number].holder);
        let is_text = |other: &usize| {
            self.looks[*other] == Look::Text
                && link_share(&self.runs[*other]) < 0.2
                && place(*other) == place(number)
        };
        const BLOCKS_MAX: usize = 8;
        run.kind == BlockKind::Heading
            && run.link_bytes == 0
            && is_heading(self.tree.name(run.holder))
            && Some(number + 1).filter(|below| *below < self.runs.len()).is_some_and(|below| is_text(&below))
            && (0..number).rev().take(BLOCKS_MAX).any(|before| is_text(&before))
            && !(phrases::heads_comments(&self.texts[number]) && self.are_comments_below(number))
    }

    /// Says whether what stands below a heading is of readers: who wrote it and when, ways to answer, a form.
    fn are_comments_below(&self, number: usize) -> bool {
        const BLOCKS_MAX: usize = 40;
        const NODES_MAX: usize = 2000;
        let place = self.tree.parent(self.runs[number].holder);
        let nodes = self.runs[number].at..self.tree.end(place);
        nodes.take(NODES_MAX).any(|node| self.tree.name(node) == "textarea")
            || (number + 1..self.runs.len()).take(BLOCKS_MAX).any(|below| {
                let text = &self.texts[below];
                self.runs[below].bytes <= 100
                    && (run_is_clock_or_date(text) || is_dateline(text) || phrases::is_of_comment(text))
            })
    }
}
