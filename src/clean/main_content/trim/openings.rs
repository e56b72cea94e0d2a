//! Short openings of a text: `It was a Tuesday.`, `Dear friends,`, a motto and whose it is.

use super::super::measure::{ends_sentence, link_share};
use super::{Look, Trim, is_dateline};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;

impl Trim<'_> {
    /// Where the text begins that goes on with the paragraph `first`: what stands right before it, in the same
    /// element, and reads as sentences do, short as it may be, belongs to it.
    pub(super) fn opening(&self, first: usize) -> usize {
        let mut start = first;
        while let Some(before) = start.checked_sub(1).filter(|before| self.opens(*before, first)) {
            start = before;
        }
        start
    }

    fn opens(&self, number: usize, first: usize) -> bool {
        let (run, text) = (&self.runs[number], &self.texts[number]);
        let tree = self.tree;
        let place = tree.parent(self.runs[first].holder);
        if link_share(run) > 0.0 || run.is_caption || is_dateline(text) || text.starts_with("by ") {
            return false;
        }
        // What is shown of a program may stand in boxes of its own.
        let is_of_code = self.runs[first].kind == BlockKind::Code;
        let is_around_code = |place: usize| {
            is_of_code && tree.ancestors(self.runs[first].holder).take(3).any(|outer| outer == place)
        };
        // Words may stand in the element itself, before its first paragraph.
        let own = tree.parent(run.holder);
        let is_in_place = own == place || run.holder == place || is_around_code(own);
        match (self.looks[number], run.kind) {
            (Look::Heading, _) => {
                // A question in bold type is set as its answer is.
                let is_set_alike = tree.name(run.holder) == "p" || run.holder == self.runs[first].holder;
                let is_question = is_set_alike && text.ends_with('?');
                is_in_place && (number + 1 < first || is_question) && tree.name(run.holder) != "h1"
            }
            (Look::Short, BlockKind::Paragraph) => {
                let is_alike = tree.name(run.holder) == tree.name(self.runs[first].holder)
                    || is_of_code && tree.name(run.holder) == "p";
                let leads_to_code = || is_of_code && number + 1 == first && text.ends_with(':');
                is_in_place
                    && (run.holder == place || is_alike)
                    && (reads_as_sentence(text) || self.is_attribution(number) || leads_to_code())
            }
            (Look::Short, BlockKind::Quotation) => tree.ancestors(run.at).take(4).any(|outer| outer == place),
            (Look::Short, BlockKind::ListItem) => self.is_item_of_plain_list(number, place),
            _ => false,
        }
    }

    /// Says whether a block is one of several lines right above the first paragraph, in one element with it, that say what
    /// a thing is in numbers and names: `Weight: 2030 grams`.
    pub(super) fn is_one_of_facts(&self, number: usize, first: usize) -> bool {
        const FACTS_MIN: usize = 4;
        const LABEL_BYTES_MAX: usize = 60;
        const OF_PAGE: [&str; 12] = [
            "posted",
            "published",
            "updated",
            "written",
            "by",
            "author",
            "date",
            "category",
            "categories",
            "tags",
            "source",
            "filed",
        ];
        let tree = self.tree;
        let place = tree.parent(self.runs[first].holder);
        let is_of_page =
            |label: &str| label.split(|c: char| !c.is_alphanumeric()).any(|word| OF_PAGE.contains(&word));
        let is_fact = |other: &usize| {
            let run = &self.runs[*other];
            let fact = self.texts[*other].split_once(':');
            run.kind == BlockKind::Paragraph
                && tree.name(run.holder) == "p"
                && tree.parent(run.holder) == place
                && fact.is_some_and(|(label, value)| {
                    (3..=LABEL_BYTES_MAX).contains(&label.len())
                        && !value.trim().is_empty()
                        && !is_of_page(label)
                })
        };
        is_fact(&number) && (0..first).filter(is_fact).take(FACTS_MIN).count() == FACTS_MIN
    }

    /// Says whether a heading stands right below a sentence in the same element: the text has begun.
    pub(super) fn is_below_sentence(&self, number: usize) -> bool {
        let Some(before) = number.checked_sub(1) else { return false };
        let (run, above) = (&self.runs[number], &self.runs[before]);
        let text = &self.texts[before];
        matches!(self.tree.name(run.holder), "h2" | "h3" | "h4")
            && self.tree.name(above.holder) == "p"
            && self.tree.parent(run.holder) == self.tree.parent(above.holder)
            // Documents set a link of a sign or two behind it.
            && link_share(run) < 0.3
            && link_share(above) == 0.0
            && above.bytes >= 40
            && text.ends_with('.')
            && !(is_dateline(text) || text.starts_with("by "))
    }

    /// Says whether a heading stands right above the one over the first paragraph, and is of a higher level.
    pub(super) fn is_above_heading(&self, number: usize, first: usize) -> bool {
        let level = |number: usize| {
            let run =
                self.runs.get(number).filter(|run| run.kind == BlockKind::Heading && run.link_bytes == 0);
            run.map(|run| self.tree.name(run.holder))
                .filter(|name| matches!(*name, "h2" | "h3" | "h4" | "h5"))
        };
        number + 2 == first && level(number).zip(level(number + 1)).is_some_and(|(own, below)| own < below)
    }

    /// Says whether a heading is a question and what stands below it an answer, short as it may be.
    pub(super) fn is_answered(&self, number: usize) -> bool {
        let is_level = matches!(self.tree.name(self.runs[number].holder), "h2" | "h3" | "h4");
        let is_answer = |below: &Run| below.kind == BlockKind::Paragraph && link_share(below) < 0.2;
        let below = self.runs.get(number + 1).filter(|below| is_answer(below));
        is_level
            && self.texts[number].ends_with('?')
            && below.is_some_and(|_| ends_sentence(&self.texts[number + 1]))
    }

    /// `— Somebody`, behind a quotation.
    fn is_attribution(&self, number: usize) -> bool {
        let is_behind_quotation =
            number.checked_sub(1).is_some_and(|before| self.runs[before].kind == BlockKind::Quotation);
        is_behind_quotation && self.texts[number].starts_with(['\u{2014}', '\u{2013}', '-', '\u{2015}'])
    }

    /// Says whether a block is one of several items of a list that no style sheet sets apart and that leads
    /// nowhere, not even further down.
    fn is_item_of_plain_list(&self, number: usize, place: usize) -> bool {
        let list = self.tree.parent(self.runs[number].holder);
        let is_beside = |other: Option<usize>| {
            other
                .and_then(|other| self.runs.get(other))
                .is_some_and(|run| self.tree.parent(run.holder) == list)
        };
        let leads = |node: usize| self.tree.name(node) == "a";
        matches!(self.tree.name(list), "ul" | "ol")
            && self.tree.attribute(list, "class").is_none()
            && !self.tree.below(self.runs[number].holder).any(leads)
            && self.tree.parent(list) == place
            && (is_beside(number.checked_sub(1)) || is_beside(Some(number + 1)))
    }
}

/// Says whether a short line ends as sentences and salutations do.
fn reads_as_sentence(lower: &str) -> bool {
    const SALUTATION_WORDS_MAX: usize = 6;
    let is_salutation = lower.ends_with([',', '!']) && lower.split(' ').count() <= SALUTATION_WORDS_MAX;
    ends_sentence(lower) && !lower.ends_with([':', ';']) || is_salutation
}
