//! What a block is by its neighbours and by what holds it.

use super::super::measure::link_share;
use super::super::{links, vocabulary};
use super::{Look, Trim};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::transcript::may_be_name;

impl Trim<'_> {
    /// Says whether a block stands in what calls itself a note to the text.
    pub(super) fn is_in_note(&self, run: &Run) -> bool {
        let around = std::iter::once(run.holder).chain(self.tree.ancestors(run.holder)).take(3);
        around.filter_map(|node| self.tree.element(node)).any(vocabulary::is_note)
    }

    /// Says whether a block is a quotation, or stands under a picture or above a table.
    pub(super) fn is_said_of_something(&self, run: &Run) -> bool {
        run.is_caption || run.kind == BlockKind::Quotation || self.tree.name(run.holder) == "caption"
    }

    /// Says whether a block ends in a colon as several more below it do: the name above the first turn.
    pub(super) fn is_one_of_labels(&self, number: usize) -> bool {
        const LABEL_BYTES_MAX: usize = 60;
        let kind = self.runs[number].kind;
        let is_label = |other: &usize| {
            let run = &self.runs[*other];
            run.kind == kind && run.bytes <= LABEL_BYTES_MAX && self.texts[*other].ends_with(':')
        };
        is_label(&number) && (number + 1..self.runs.len()).filter(is_label).take(2).count() == 2
    }

    /// Says whether a block is a name in capitals that stands above what is said more than once.
    pub(super) fn is_name_again(&self, number: usize) -> bool {
        const NAME_BYTES_MAX: usize = 40;
        const AGAIN_MIN: usize = 2;
        let run = &self.runs[number];
        let name = run.raw_text().trim();
        let is_name = run.kind == BlockKind::Paragraph
            && run.bytes <= NAME_BYTES_MAX
            && run.link_bytes == 0
            && may_be_name(name);
        let below = self.texts[number + 1..].iter().filter(|text| **text == self.texts[number]);
        is_name && below.take(AGAIN_MIN).count() == AGAIN_MIN
    }

    /// Says whether a block is one of several points that sum up what follows.
    pub(super) fn is_point(&self, number: usize) -> bool {
        let is_point = |run: &&Run| run.kind == BlockKind::ListItem && run.link_bytes == 0 && run.bytes >= 24;
        let list = |run: &Run| {
            self.tree.ancestors(run.holder).take(4).find(|node| matches!(self.tree.name(*node), "ul" | "ol"))
        };
        let has_link = |run: &Run| self.tree.below(run.holder).any(|node| self.tree.name(node) == "a");
        let run = &self.runs[number];
        if !is_point(&run) || has_link(run) {
            return false;
        }
        let beside = [number.checked_sub(1), Some(number + 1)].into_iter().flatten();
        list(run).is_some()
            && beside
                .filter_map(|beside| self.runs.get(beside))
                .any(|other| is_point(&other) && list(other) == list(run) && !has_link(other))
    }

    /// Says whether a block is a row of a table of data that has several.
    pub(super) fn is_row(&self, number: usize) -> bool {
        let row = |number: usize| self.runs.get(number).filter(|run| self.tree.name(run.holder) == "tr");
        let table = |number: usize| row(number).map(|run| self.tree.parent(run.holder));
        let Some(own) = table(number) else { return false };
        let beside = [number.checked_sub(1), Some(number + 1)];
        link_share(&self.runs[number]) < 0.5 && beside.into_iter().flatten().any(|n| table(n) == Some(own))
    }

    /// Says whether a block is a term or what explains one.
    pub(super) fn is_explained(&self, number: usize) -> bool {
        self.runs[number].link_bytes == 0 && matches!(self.tree.name(self.runs[number].holder), "dt" | "dd")
    }

    /// Says whether a block is a term that the next one explains.
    pub(super) fn is_term(&self, number: usize) -> bool {
        let name = |number: usize| self.runs.get(number).map_or("", |run| self.tree.name(run.holder));
        name(number) == "dt" && name(number + 1) == "dd"
    }

    /// Says whether a block is an item of a list all of whose items are links within the site.
    pub(super) fn is_in_list_of_pages(&self, number: usize) -> bool {
        let is_list = |node: &usize| matches!(self.tree.name(*node), "ul" | "ol");
        let list = self.tree.ancestors(self.runs[number].holder).take(2).find(is_list);
        // Where something is told of each page, the list is of the text.
        let tells = |list: usize| self.looks[self.range(list)].contains(&Look::Text);
        list.is_some_and(|list| links::lead_home(self.tree, list, self.host) && !tells(list))
    }

    /// Says whether a list of links leads to several other sites, as sources do and related pages do not.
    pub(super) fn leads_to_many_sites(&self, number: usize) -> bool {
        let run = &self.runs[number];
        run.kind == BlockKind::ListItem && links::lead_to_many_sites(self.tree, self.tree.parent(run.holder))
    }

    /// Says whether a block is a paragraph like, and beside, another one that is text.
    pub(super) fn is_beside(&self, number: usize, text: usize) -> bool {
        let (run, other) = (&self.runs[number], &self.runs[text]);
        let parent = |run: &Run| self.tree.parent(run.holder);
        let is_beside = run.holder == other.holder
            || self.tree.name(run.holder) == "p" && parent(run) == parent(other)
            || other.kind == BlockKind::Quotation && run.holder == parent(other);
        // Editors that know no paragraphs set each stretch in an element without a name.
        let is_stretch = |run: &Run| {
            self.tree.name(run.holder) == "div"
                && self.tree.element(run.holder).is_some_and(|element| !element.has_attributes())
        };
        let is_beside = is_beside || is_stretch(run) && is_stretch(other) && parent(run) == parent(other);
        is_beside && link_share(run) < 0.5
    }

    pub(super) fn is_linked_heading(&self, number: usize) -> bool {
        self.runs[number].kind == BlockKind::Heading
            && self.looks[number] == Look::Links
            && self.looks.get(number + 1) == Some(&Look::Text)
    }
}
