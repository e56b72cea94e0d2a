//! Looks at the blocks of the content one by one, with their neighbours.

mod afterwards;
mod asked;
mod authors;
mod boxes;
mod end;
mod entries;
mod headings;
mod lines;
mod look;
mod neighbours;
mod openings;
mod reasons;

use std::ops::Range;

use super::measure::{lines as lines_of_text, range_of};
use super::{Hints, links, numbered, phrases, vocabulary};
use crate::clean::folded;
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::html::tree::Tree;
use crate::receipt::Receipt;

use lines::run_is_clock_or_date;
pub(super) use lines::{is_around_comment, is_dateline, is_name, reads_on};
use look::{Look, is_below_quotation, join_lists, join_tools, look};

/// Drops the blocks that are not part of the text. Returns the words of those that stood before it.
///
/// With `is_body` all of the blocks are known to stand in the text, so that headings and short lines
/// before its first paragraph belong to it. At `left_out` something was taken out already, in tree order.
pub(super) fn trim(
    tree: &Tree,
    runs: &mut Vec<Run>,
    left_out: &[usize],
    is_body: bool,
    hints: Hints<'_>,
    receipt: &mut Receipt,
) -> Vec<String> {
    let dropped = Trim::new(tree, runs, is_body, hints).rules(hints, left_out);
    let first = dropped.iter().position(Option::is_none).unwrap_or(0);
    // The line under the title may stand above who wrote it.
    const BYLINES_MAX: usize = 2;
    let behind = runs.iter().zip(&dropped).skip(first + 1).take(BYLINES_MAX);
    let names_somebody =
        |rule: &Option<&str>| matches!(rule, Some("byline" | "links alone" | "before the text"));
    let behind = behind.filter(|(_, rule)| names_somebody(rule)).map(|(run, _)| run);
    let before = runs[..first].iter().chain(behind).map(|run| run.raw_text().to_owned()).collect();
    let mut rules = dropped.iter();
    runs.retain(|run| {
        let rule = rules.next().copied().flatten();
        if let Some(rule) = rule {
            receipt.dropped(rule, run.raw_text());
        }
        rule.is_none()
    });
    before
}

struct Trim<'a> {
    tree: &'a Tree,
    runs: &'a [Run],
    /// The words of each run, lower case, single spaces.
    texts: Vec<String>,
    looks: Vec<Look>,
    /// The headings that have words of the apparatus and stand over a part of the text.
    are_of_text: Vec<bool>,
    /// The runs that are sources or notes by the name of what holds them.
    are_references: Vec<bool>,
    is_body: bool,
    /// The host of the page, where it says which.
    host: Option<&'a str>,
}

impl<'a> Trim<'a> {
    fn new(tree: &'a Tree, runs: &'a [Run], is_body: bool, hints: Hints<'a>) -> Self {
        let texts: Vec<String> = runs.iter().map(|run| fold(run.raw_text())).collect();
        let mut looks: Vec<Look> = runs.iter().zip(&texts).map(|(run, text)| look(run, text)).collect();
        join_tools(tree, runs, &mut looks);
        join_lists(tree, runs, &mut looks);
        for (look, is_line) in looks.iter_mut().zip(lines_of_text(tree, runs)) {
            if is_line && *look == Look::Short {
                *look = Look::Text;
            }
        }
        for heading in numbered::headings_that_tell(tree, runs) {
            looks[heading] = Look::Text;
        }
        for (look, run) in looks.iter_mut().zip(runs) {
            if *look == Look::Apparatus("picture credit") && run.is_caption && is_below_quotation(tree, run) {
                *look = Look::Short;
            }
        }
        // A label over a list of links ends in a colon.
        for number in 1..runs.len() {
            let label = number - 1;
            let is_label = runs[label].kind == BlockKind::Paragraph
                && runs[label].bytes < 40
                && texts[label].ends_with(':')
                && phrases::leads_away(&texts[label])
                && !phrases::says_more_than_leads_away(&texts[label]);
            if is_label && looks[number] == Look::Links && looks[label] == Look::Short {
                looks[label] = Look::Apparatus("related links");
            }
        }
        let in_references = |run: &Run| {
            std::iter::once(run.holder)
                .chain(tree.ancestors(run.holder))
                .take(4)
                .filter_map(|node| tree.element(node))
                .any(vocabulary::is_references)
        };
        let are_references =
            runs.iter().map(|run| run.kind == BlockKind::ListItem && in_references(run)).collect();
        let host = hints.url.and_then(links::host_of);
        let are_of_text = vec![false; runs.len()];
        let mut trim = Self { tree, runs, texts, looks, are_of_text, are_references, is_body, host };
        trim.find_headings_of_text();
        let names: Vec<String> = hints.authors.iter().map(|name| fold(name)).collect();
        if !is_body {
            trim.find_bylines(&names);
        }
        let named = if names.is_empty() { trim.named_in_bylines() } else { names };
        trim.find_about_authors(&named);
        trim.find_calls();
        trim.find_rest_of_calls();
        trim
    }

    /// The runs of the subtree of `node`.
    fn range(&self, node: usize) -> Range<usize> {
        range_of(self.tree, self.runs, node)
    }

    /// Per run, the rule by which it is left out.
    fn rules(&self, hints: Hints<'_>, left_out: &[usize]) -> Vec<Option<&'static str>> {
        let mut dropped: Vec<Option<&'static str>> = vec![None; self.runs.len()];
        let Some(first) = self.looks.iter().position(|look| *look == Look::Text) else { return dropped };
        let boxed = self.boxed(first);
        let end = self.end(first, &boxed);
        let last = self.looks[..end.0].iter().rposition(|look| *look == Look::Text).unwrap_or(first);
        let titles: Vec<String> = hints.titles.iter().map(|title| fold(title)).collect();
        const TOOLS_MAX: usize = 4;
        let opening = self.opening(first);
        let is_diary = self.is_diary(first, last);
        // Behind the text, a heading over sources keeps what stands below it.
        let mut below_sources = false;
        for (number, rule) in dropped.iter_mut().enumerate() {
            if number > last && self.runs[number].kind == BlockKind::Heading {
                below_sources = phrases::heads_references(&self.texts[number]);
            }
            *rule = match self.looks[number] {
                _ if number >= end.0 => Some(end.1),
                _ if boxed[number] => Some("related links"),
                Look::Apparatus(rule) => Some(rule),
                _ if number <= first && titles.contains(&self.texts[number]) => Some("title"),
                Look::Text | Look::Short
                    if number + 3 > last && number > first && phrases::is_notice(&self.texts[number]) =>
                {
                    Some("copyright note")
                }
                Look::Text | Look::Short | Look::Links
                    if number + 3 > last && number > first && phrases::is_closing(&self.texts[number]) =>
                {
                    Some("closing line")
                }
                Look::Text if number >= last.saturating_sub(1) && number > first => self.about_author(number),
                Look::Short
                    if number + 1 >= last && number > first && self.about_author(number).is_some() =>
                {
                    Some("about the author")
                }
                Look::Text if number <= first + 1 => self.byline(number).or_else(|| self.dateline(number)),
                Look::Text => None,
                // Ways back stand below the sources.
                Look::Links
                    if below_sources
                        && self.runs[number].kind == BlockKind::Paragraph
                        && links::lead_home(self.tree, self.runs[number].holder, self.host) =>
                {
                    Some("behind the text")
                }
                _ if self.are_references[number] || below_sources => None,
                _ if (opening..first).contains(&number) => None,
                Look::Short if self.is_byline_of_entry(number) => Some("byline"),
                look if number < first => self.before_text(number, look, first),
                look if number > last => self.behind_text(number, look, last),
                Look::Links => self.among_text(number),
                Look::Short
                    if self.runs[number].kind == BlockKind::Paragraph
                        && !is_diary
                        && (run_is_clock_or_date(&self.texts[number]) || self.is_time_of_post(number)) =>
                {
                    Some("labels")
                }
                // When it was written stands in a list of tools, below what is said of the picture.
                Look::Short
                    if number <= first + TOOLS_MAX
                        && self.runs[number].kind == BlockKind::ListItem
                        && !is_diary
                        && run_is_clock_or_date(&self.texts[number]) =>
                {
                    Some("labels")
                }
                Look::Short if number <= first + 2 => self.byline(number).or_else(|| self.dateline(number)),
                Look::Heading | Look::Short => None,
            };
        }
        if let Some(body) = hints.article_body {
            self.compare_with_declared(body, &mut dropped);
        }
        self.drop_figures(&mut dropped);
        self.drop_rest_of_notice(first, &mut dropped);
        self.drop_what_led_to_nothing(left_out, &mut dropped);
        dropped
    }
}

/// Lower case, single spaces.
pub(super) fn fold(text: &str) -> String {
    folded(text).to_lowercase()
}
