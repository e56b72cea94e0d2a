//! What goes, or stays, once every block has been looked at by itself.

use super::super::measure::ends_sentence;
use super::super::phrases;
use super::super::shingles::Shingles;
use super::{Look, Trim};
use crate::document::BlockKind;

impl Trim<'_> {
    /// Drops runs of numbers and their labels, which are what is left of a drawn chart.
    pub(super) fn drop_figures(&self, dropped: &mut [Option<&'static str>]) {
        const BLOCKS_MIN: usize = 5;
        let is_small = |number: &usize| {
            self.looks[*number] == Look::Short
                && self.runs[*number].kind == BlockKind::Paragraph
                && self.runs[*number].bytes <= 40
                && !ends_sentence(&self.texts[*number])
        };
        let is_number = |number: &usize| {
            let text = &self.texts[*number];
            text.bytes().any(|b| b.is_ascii_digit())
                && text.chars().filter(|c| c.is_alphabetic()).count() <= 2
        };
        let mut start = 0;
        while start < self.runs.len() {
            let end = (start..self.runs.len()).find(|number| !is_small(number)).unwrap_or(self.runs.len());
            let numbers = (start..end).filter(is_number).count();
            if end - start >= BLOCKS_MIN && numbers * 2 >= end - start {
                dropped[start..end].fill(Some("chart labels"));
            }
            start = end.max(start + 1);
        }
    }

    /// Drops what stands behind a note of copyright in elements of the same class, unlike those of the text.
    pub(super) fn drop_rest_of_notice(&self, first: usize, dropped: &mut [Option<&'static str>]) {
        let class =
            |number: usize| self.tree.attribute(self.runs[number].holder, "class").unwrap_or_default();
        let Some(notice) = dropped.iter().position(|rule| *rule == Some("copyright note")) else { return };
        let of_notice = class(notice);
        if notice <= first || of_notice.is_empty() || of_notice == class(first) {
            return;
        }
        for number in notice + 1..self.runs.len() {
            if class(number) == of_notice && dropped[number].is_none() {
                dropped[number] = Some("copyright note");
            }
        }
    }

    /// Where the page tells search engines what its article says, paragraphs that are not in it go
    /// and those that are stay.
    pub(super) fn compare_with_declared(&self, body: &str, dropped: &mut [Option<&'static str>]) {
        let declared = Shingles::of(body);
        let counts: Vec<(usize, usize)> =
            self.runs.iter().map(|run| declared.found_in(run.raw_text())).collect();
        let found: usize = counts.iter().map(|(found, _)| found).sum();
        let all: usize = counts.iter().map(|(_, all)| all).sum();
        // It may be cut short, or be of something else on the page.
        if found * 10 < declared.len() * 8 || found * 10 < all * 6 {
            return;
        }
        for (number, (found, all)) in counts.into_iter().enumerate() {
            let run = &self.runs[number];
            if all >= 3 && found * 10 >= all * 9 {
                dropped[number] = None;
            } else if all >= 4
                && found == 0
                && run.kind == BlockKind::Paragraph
                && !run.is_caption
                && dropped[number].is_none()
            {
                dropped[number] = Some("not in the declared article");
            }
        }
    }

    /// Headings over nothing, and lines that end in a colon before nothing, are left from what was
    /// dropped below them.
    pub(super) fn drop_what_led_to_nothing(&self, left_out: &[usize], dropped: &mut [Option<&'static str>]) {
        let mut dropped_below = true;
        let mut text_below = false;
        for number in (0..self.runs.len()).rev() {
            dropped_below |= self.led_to(number, left_out);
            let is_heading = self.looks[number] == Look::Heading;
            let text = &self.texts[number];
            let leads = is_heading && !ends_sentence(text)
                || self.runs[number].bytes <= 40 && (phrases::leads_away(text) || text.ends_with(':'));
            if dropped[number].is_some() {
                dropped_below = true;
                continue;
            }
            if leads && dropped_below && !text_below {
                dropped[number] = Some("heading of nothing");
                continue;
            }
            dropped_below = false;
            text_below = !is_heading;
        }
    }

    /// Says whether a heading stood over no more than what was taken out: behind it comes another of its level
    /// or a higher one.
    fn led_to(&self, number: usize, left_out: &[usize]) -> bool {
        let Some(next) = self.runs.get(number + 1) else { return false };
        let (own, below) = (self.tree.name(self.runs[number].holder), self.tree.name(next.holder));
        let is_level = |name: &str| matches!(name, "h2" | "h3" | "h4" | "h5" | "h6");
        let at = self.runs[number].at;
        let first_out = left_out.partition_point(|node| *node < at);
        is_level(own)
            && is_level(below)
            && below <= own
            && left_out.get(first_out).is_some_and(|out| *out < next.at)
    }
}
