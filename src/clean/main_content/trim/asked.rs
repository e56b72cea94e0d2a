//! Sentences that ask for something in words of which stories are told, too: they go where there is more to say so.

use super::super::calls;
use super::{Look, Trim};
use crate::document::BlockKind;

impl Trim<'_> {
    /// Takes blocks that ask for something as such where they lead on, stand beside a way to answer, or at the very end
    /// of the text, apart from it.
    pub(super) fn find_calls(&mut self) {
        const BYTES_MAX: usize = 300;
        let may_ask = |number: &usize| {
            matches!(self.looks[*number], Look::Text | Look::Short | Look::Heading | Look::Links)
                && self.runs[*number].kind != BlockKind::Code
                && self.runs[*number].bytes <= BYTES_MAX
                && calls::may_be_call(&self.texts[*number])
        };
        let Some(first) = self.looks.iter().position(|look| *look == Look::Text) else { return };
        let asked: Vec<usize> = (0..self.runs.len()).filter(may_ask).collect();
        if asked.is_empty() {
            return;
        }
        let end = self.end(first, &self.boxed(first)).0;
        let mut may_be_text = vec![true; self.runs.len()];
        asked.iter().for_each(|number| may_be_text[*number] = false);
        let is_text = |number: &usize| self.looks[*number] == Look::Text && may_be_text[*number];
        let last = (0..end).rev().find(is_text);
        let is_asked = |number: &usize| {
            self.runs[*number].link_bytes > 0
                || self.is_answered_beside(*number)
                || last.is_some_and(|last| *number > last && self.is_apart(*number, last))
        };
        let found: Vec<usize> = asked.iter().copied().filter(is_asked).collect();
        found.into_iter().for_each(|number| self.looks[number] = Look::Apparatus("subscription box"));
    }

    /// Takes the few lines below a heading that asks for something as such, where they and the heading are all that is in
    /// an element: the field to write into may have been left to a script.
    pub(super) fn find_rest_of_calls(&mut self) {
        const BLOCKS_MAX: usize = 4;
        const BYTES_MAX: usize = 320;
        const ASKED: Look = Look::Apparatus("subscription box");
        let asks =
            |number: &usize| self.runs[*number].kind == BlockKind::Heading && self.looks[*number] == ASKED;
        let headings: Vec<usize> = (0..self.runs.len()).filter(asks).collect();
        for heading in headings {
            let is_box = |outer: &usize| {
                let range = self.range(*outer);
                matches!(self.tree.name(*outer), "div" | "section" | "aside")
                    && range.start == heading
                    && range.len() <= BLOCKS_MAX
                    && self.runs[range].iter().map(|run| run.bytes).sum::<usize>() <= BYTES_MAX
            };
            let around = self.tree.ancestors(self.runs[heading].holder).take_while(is_box).last();
            if let Some(around) = around {
                let range = self.range(around);
                self.looks[range].fill(ASKED);
            }
        }
    }

    /// Says whether a block is inside a link, or a small element holds it and a field, a button or a form.
    fn is_answered_beside(&self, number: usize) -> bool {
        const LEVELS_MAX: usize = 3;
        const BLOCKS_MAX: usize = 4;
        const NODES_MAX: usize = 80;
        let tree = self.tree;
        let is_control =
            |node: usize| matches!(tree.name(node), "form" | "input" | "button" | "textarea" | "select");
        let holder = self.runs[number].holder;
        let is_small = |outer: &usize| {
            !matches!(tree.name(*outer), "body" | "main" | "article")
                && tree.end(*outer) - outer <= NODES_MAX
                && self.range(*outer).len() <= BLOCKS_MAX
        };
        let around = std::iter::once(holder).chain(tree.ancestors(holder).take(LEVELS_MAX));
        around.take_while(is_small).any(|outer| tree.name(outer) == "a" || tree.below(outer).any(is_control))
    }

    /// Says whether a block behind the `last` paragraph of the text is short, or none of its paragraphs: it is held by
    /// something else, has a class of its own, or is set in another type.
    fn is_apart(&self, number: usize, last: usize) -> bool {
        const BYTES_MAX: usize = 110;
        let tree = self.tree;
        let (own, text) = (self.runs[number].holder, self.runs[last].holder);
        let class = |node: usize| tree.attribute(node, "class");
        self.runs[number].bytes <= BYTES_MAX
            || tree.parent(own) != tree.parent(text)
            || tree.name(own) != tree.name(text)
            || class(own) != class(text)
            || self.is_in_type(number)
    }

    /// Says whether a block is set in another type from end to end.
    pub(super) fn is_in_type(&self, number: usize) -> bool {
        let tree = self.tree;
        let is_blank = |node: usize| tree.text(node).is_some_and(|text| text.trim().is_empty());
        let mut own = self.runs[number].holder;
        // Old pages set the size of each paragraph in it.
        while let Some(font) = tree.children(own).find(|child| !is_blank(*child))
            && tree.name(font) == "font"
            && !tree.children(own).any(|child| child != font && !is_blank(child))
        {
            own = font;
        }
        let is_set = |node: &usize| matches!(tree.name(*node), "em" | "i" | "strong" | "b" | "small");
        let set = tree.children(own).find(is_set);
        set.is_some_and(|set| tree.raw_text(set).trim() == tree.raw_text(own).trim())
    }
}
