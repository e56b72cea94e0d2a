//! Where a text is over although blocks follow.

use super::super::measure::prose_bytes;
use super::super::{author, phrases, vocabulary};
use super::{Look, Trim};
use crate::document::BlockKind;

impl Trim<'_> {
    /// Where the text is over although blocks follow, and the rule that says so.
    pub(super) fn end(&self, first: usize, boxed: &[bool]) -> (usize, &'static str) {
        let prose: Vec<usize> = self.runs.iter().map(prose_bytes).collect();
        let total: usize = prose.iter().sum();
        let mut before = 0;
        let heads_notes = |number: &usize| {
            let text = &self.texts[*number];
            self.runs[*number].kind == BlockKind::Heading
                && phrases::heads_references(text)
                && !phrases::leads_away(text)
        };
        let last_notes = (0..self.runs.len()).rev().find(heads_notes);
        // Sources and notes of the text may stand below what leads elsewhere.
        let is_above_notes = |number: usize| {
            let level = |number: usize| self.tree.name(self.runs[number].holder);
            last_notes.is_some_and(|notes| number < notes && level(number) == level(notes))
        };
        let mut of_readers = None;
        for (number, run) in self.runs.iter().enumerate() {
            let is_heading = run.bytes <= 60 && !matches!(self.looks[number], Look::Text);
            if number > first && is_heading && !boxed[number] {
                let heads = before >= 200
                    && phrases::heads_comments(&self.texts[number])
                    && (!phrases::is_bare_word(&self.texts[number])
                        || self.are_of_readers_below(number, &mut of_readers));
                let is_of_text = self.are_of_text[number];
                let is_button = || {
                    self.is_inside_link(number)
                        && (self.is_inside_text(number) || self.is_above_notes(number))
                };
                if heads && !is_of_text && !is_button() {
                    return (number, "comments");
                }
                let leads_away = run.kind == BlockKind::Heading
                    && phrases::leads_away(&self.texts[number])
                    && !is_of_text
                    && !is_above_notes(number)
                    && !self.leads_by_itself(number);
                if leads_away && (total - before) * 4 < total {
                    return (number, "related links");
                }
                if author::heads(&self.texts[number]) && !is_of_text && (total - before) * 5 < total {
                    return (number, "about the author");
                }
            }
            if number > first && before >= 200 && phrases::disowns(&self.texts[number]) {
                return (number, "comments");
            }
            before += prose[number];
        }
        (self.runs.len(), "")
    }

    /// Says whether what stands behind a block has what stands around words of readers, or asks for them: the word for
    /// comments by itself is also the title of a part of a text.
    fn are_of_readers_below(&self, number: usize, last_of_readers: &mut Option<Option<usize>>) -> bool {
        const BLOCKS_MAX: usize = 12;
        let tree = self.tree;
        let at = self.runs[number].at;
        let is_of_readers = |node: usize| {
            matches!(tree.name(node), "textarea")
                || tree
                    .element(node)
                    .and_then(vocabulary::verdict)
                    .is_some_and(|verdict| verdict.rule == "comments")
        };
        // Sought once for all of the headings.
        let last =
            *last_of_readers.get_or_insert_with(|| (0..tree.len()).rev().find(|node| is_of_readers(*node)));
        let around = || tree.ancestors(at).take(4);
        let behind = number + 1..self.runs.len().min(number + 1 + BLOCKS_MAX);
        around().any(is_of_readers)
            || last.is_some_and(|last| last >= at)
            || behind.into_iter().any(|below| phrases::is_of_comment(&self.texts[below]))
            || !self.looks[number + 1..].contains(&Look::Text)
    }

    fn is_inside_link(&self, number: usize) -> bool {
        self.tree.ancestors(self.runs[number].at).take(3).any(|outer| self.tree.name(outer) == "a")
    }

    /// Says whether notes of the text stand below a block.
    fn is_above_notes(&self, number: usize) -> bool {
        const BLOCKS_MAX: usize = 8;
        self.runs[number + 1..].iter().take(BLOCKS_MAX).any(|run| {
            let around = std::iter::once(run.holder).chain(self.tree.ancestors(run.holder)).take(4);
            around.filter_map(|node| self.tree.element(node)).any(vocabulary::is_references)
        })
    }

    /// Says whether the prose around a block goes on behind it in the same place: newsletters ask for
    /// comments between two paragraphs.
    pub(super) fn is_inside_text(&self, number: usize) -> bool {
        const BLOCKS_MAX: usize = 8;
        let place = |number: &usize| self.tree.parent(self.runs[*number].holder);
        let is_text = |number: &usize| self.looks[*number] == Look::Text;
        let before = (0..number).rev().take(BLOCKS_MAX).find(is_text);
        let behind = (number + 1..self.runs.len()).take(BLOCKS_MAX).find(is_text);
        before.zip(behind).is_some_and(|(before, behind)| place(&before) == place(&behind))
    }
}
