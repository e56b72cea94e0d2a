//! Looks at the blocks of the content one by one, with their neighbours.

mod boxes;
mod entries;
mod headings;
mod lines;
mod openings;

use super::measure::{ends_sentence, lines as lines_of_text, link_share, prose_bytes};
use super::shingles::Shingles;
use super::{Hints, author, calls, links, phrases, vocabulary};
use crate::clean::folded;
use crate::document::{BlockKind, Date};
use crate::format::html::blocks::Run;
use crate::format::html::tree::Tree;
use crate::format::transcript::may_be_name;
use crate::receipt::Receipt;

use lines::{is_address, is_of_the_house, is_signature, run_is_clock_or_date};
pub(super) use lines::{is_around_comment, is_dateline, is_name, reads_on};

/// What a block looks like on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// Prose, code, a quotation: what texts are made of.
    Text,
    /// A heading that is not just a link.
    Heading,
    /// Too short to tell.
    Short,
    /// Mostly links.
    Links,
    /// Part of the page's apparatus, by what it says.
    Apparatus(&'static str),
}

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
    let dropped = Trim::new(tree, runs, is_body, hints.url).rules(hints, left_out);
    let first = dropped.iter().position(Option::is_none).unwrap_or(0);
    let before = runs[..first].iter().map(|run| run.raw_text().to_owned()).collect();
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
    fn new(tree: &'a Tree, runs: &'a [Run], is_body: bool, url: Option<&'a str>) -> Self {
        let texts: Vec<String> = runs.iter().map(|run| fold(run.raw_text())).collect();
        let mut looks: Vec<Look> = runs.iter().zip(&texts).map(|(run, text)| look(run, text)).collect();
        join_lists(tree, runs, &mut looks);
        for (look, is_line) in looks.iter_mut().zip(lines_of_text(tree, runs)) {
            if is_line && *look == Look::Short {
                *look = Look::Text;
            }
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
        let host = url.and_then(links::host_of);
        let are_of_text = vec![false; runs.len()];
        let mut trim = Self { tree, runs, texts, looks, are_of_text, are_references, is_body, host };
        trim.find_headings_of_text();
        trim
    }

    /// Per run, the rule by which it is left out.
    fn rules(&self, hints: Hints<'_>, left_out: &[usize]) -> Vec<Option<&'static str>> {
        let mut dropped: Vec<Option<&'static str>> = vec![None; self.runs.len()];
        let Some(first) = self.looks.iter().position(|look| *look == Look::Text) else { return dropped };
        let boxed = self.boxed(first);
        let end = self.end(first, &boxed);
        let last = self.looks[..end.0].iter().rposition(|look| *look == Look::Text).unwrap_or(first);
        let titles: Vec<String> = hints.titles.iter().map(|title| fold(title)).collect();
        let opening = self.opening(first);
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
                        && run_is_clock_or_date(&self.texts[number]) =>
                {
                    Some("labels")
                }
                Look::Short if number <= first + 2 => self.byline(number),
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

    /// Drops runs of numbers and their labels, which are what is left of a drawn chart.
    fn drop_figures(&self, dropped: &mut [Option<&'static str>]) {
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
    fn drop_rest_of_notice(&self, first: usize, dropped: &mut [Option<&'static str>]) {
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
    fn compare_with_declared(&self, body: &str, dropped: &mut [Option<&'static str>]) {
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

    /// Where the text is over although blocks follow, and the rule that says so.
    fn end(&self, first: usize, boxed: &[bool]) -> (usize, &'static str) {
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
        for (number, run) in self.runs.iter().enumerate() {
            let is_heading = run.bytes <= 60 && !matches!(self.looks[number], Look::Text);
            if number > first && is_heading && !boxed[number] {
                let heads = phrases::heads_comments(&self.texts[number]) && before >= 200;
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
            before += prose[number];
        }
        (self.runs.len(), "")
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
    fn is_inside_text(&self, number: usize) -> bool {
        const BLOCKS_MAX: usize = 8;
        let place = |number: &usize| self.tree.parent(self.runs[*number].holder);
        let is_text = |number: &usize| self.looks[*number] == Look::Text;
        let before = (0..number).rev().take(BLOCKS_MAX).find(is_text);
        let behind = (number + 1..self.runs.len()).take(BLOCKS_MAX).find(is_text);
        before.zip(behind).is_some_and(|(before, behind)| place(&before) == place(&behind))
    }

    /// Why a block before the first paragraph is not part of the text.
    fn before_text(&self, number: usize, look: Look, first: usize) -> Option<&'static str> {
        let (run, text) = (&self.runs[number], &self.texts[number]);
        let is_said = number.checked_sub(1).is_some_and(|above| self.is_name_again(above));
        if is_said || self.is_name_again(number) {
            return None;
        }
        match look {
            Look::Heading if (number + 1 == first || self.is_body) && !text.starts_with("by ") => None,
            Look::Heading if self.is_below_sentence(number) || self.is_above_heading(number, first) => None,
            Look::Heading if self.is_answered(number) || self.heads_entry(number, first) => None,
            Look::Heading | Look::Links => Some("before the text"),
            _ if self.is_said_of_something(run) || self.is_row(number) => None,
            _ if !reads_on(run.raw_text()) && (is_dateline(text) || text.starts_with("by ")) => {
                Some("before the text")
            }
            _ if self.is_body || self.is_point(number) || self.is_explained(number) => None,
            _ if ends_sentence(text) && run.bytes >= 20 => None,
            _ if number + 1 == first
                && (run.bytes >= 30 || text.ends_with(':'))
                && self.is_beside(number, first)
                || number + 1 == first && self.is_one_of_labels(number) =>
            {
                None
            }
            _ => Some("before the text"),
        }
    }

    /// Why a block behind the last paragraph is not part of the text.
    fn behind_text(&self, number: usize, look: Look, last: usize) -> Option<&'static str> {
        let (run, text) = (&self.runs[number], &self.texts[number]);
        match look {
            // It stays with what stays below it.
            Look::Heading => None,
            _ if self.is_term(number) => None,
            Look::Links if self.leads_to_many_sites(number) => None,
            Look::Links => Some("behind the text"),
            _ if phrases::is_notice(text) => Some("copyright note"),
            _ if self.is_body && !is_dateline(text) => None,
            _ if self.is_said_of_something(run) || is_of_the_house(text) => None,
            _ if text.contains(char::is_alphabetic) && link_share(run) < 0.4 && self.is_in_note(run) => None,
            _ if ends_sentence(text) && link_share(run) < 0.4 && !is_dateline(text) => None,
            _ if run.kind == BlockKind::ListItem && link_share(run) < 0.3 => None,
            _ if self.is_beside(number, last) && !is_dateline(text) => None,
            _ => Some("behind the text"),
        }
    }

    /// Says whether a block stands in what calls itself a note to the text.
    fn is_in_note(&self, run: &Run) -> bool {
        let around = std::iter::once(run.holder).chain(self.tree.ancestors(run.holder)).take(3);
        around.filter_map(|node| self.tree.element(node)).any(vocabulary::is_note)
    }

    /// Says whether a block is a quotation, or stands under a picture or above a table.
    fn is_said_of_something(&self, run: &Run) -> bool {
        run.is_caption || run.kind == BlockKind::Quotation || self.tree.name(run.holder) == "caption"
    }

    /// Says whether a block ends in a colon as several more below it do: the name above the first turn.
    fn is_one_of_labels(&self, number: usize) -> bool {
        const LABEL_BYTES_MAX: usize = 60;
        let kind = self.runs[number].kind;
        let is_label = |other: &usize| {
            let run = &self.runs[*other];
            run.kind == kind && run.bytes <= LABEL_BYTES_MAX && self.texts[*other].ends_with(':')
        };
        is_label(&number) && (number + 1..self.runs.len()).filter(is_label).take(2).count() == 2
    }

    /// Says whether a block is a name in capitals that stands above what is said more than once.
    fn is_name_again(&self, number: usize) -> bool {
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
    fn is_point(&self, number: usize) -> bool {
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
    fn is_row(&self, number: usize) -> bool {
        let row = |number: usize| self.runs.get(number).filter(|run| self.tree.name(run.holder) == "tr");
        let table = |number: usize| row(number).map(|run| self.tree.parent(run.holder));
        let Some(own) = table(number) else { return false };
        let beside = [number.checked_sub(1), Some(number + 1)];
        link_share(&self.runs[number]) < 0.5 && beside.into_iter().flatten().any(|n| table(n) == Some(own))
    }

    /// Says whether a block is a term or what explains one.
    fn is_explained(&self, number: usize) -> bool {
        self.runs[number].link_bytes == 0 && matches!(self.tree.name(self.runs[number].holder), "dt" | "dd")
    }

    /// Says whether a block is a term that the next one explains.
    fn is_term(&self, number: usize) -> bool {
        let name = |number: usize| self.runs.get(number).map_or("", |run| self.tree.name(run.holder));
        name(number) == "dt" && name(number + 1) == "dd"
    }

    /// Says whether a block is an item of a list all of whose items are links within the site.
    fn is_in_list_of_pages(&self, number: usize) -> bool {
        let is_list = |node: &usize| matches!(self.tree.name(*node), "ul" | "ol");
        let list = self.tree.ancestors(self.runs[number].holder).take(2).find(is_list);
        list.is_some_and(|list| links::lead_home(self.tree, list, self.host))
    }

    /// Says whether a list of links leads to several other sites, as sources do and related pages do not.
    fn leads_to_many_sites(&self, number: usize) -> bool {
        let run = &self.runs[number];
        run.kind == BlockKind::ListItem && links::lead_to_many_sites(self.tree, self.tree.parent(run.holder))
    }

    /// Says whether a block is a paragraph like, and beside, another one that is text.
    fn is_beside(&self, number: usize, text: usize) -> bool {
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

    /// Why a block of links between paragraphs is not part of the text.
    fn among_text(&self, number: usize) -> Option<&'static str> {
        let (run, text) = (&self.runs[number], &self.texts[number]);
        if is_address(text) || run.kind == BlockKind::Quotation || self.is_term(number) {
            return None;
        }
        let unlike =
            |before: &usize| self.looks[*before] != Look::Links || self.runs[*before].kind != run.kind;
        let before = (0..number).rev().find(unlike);
        if before.is_some_and(|before| matches!(self.looks[before], Look::Apparatus("related links"))) {
            return Some("related links");
        }
        let is_introduced = before.is_some_and(|before| {
            self.texts[before].ends_with([':', '\u{FF1A}']) || self.looks[before] == Look::Heading
        });
        // A link around several blocks is a card that shows another page.
        let in_card = self.tree.ancestors(run.holder).take(4).any(|outer| self.tree.name(outer) == "a");
        let is_sentence =
            text.ends_with(['.', '"', '\u{201D}', '\u{3002}']) && !text.ends_with("..") && !in_card;
        if is_introduced || is_sentence || run.bytes < 8 && !in_card {
            return None;
        }
        if run.kind == BlockKind::ListItem {
            let is_list_of_pages = link_share(run) > 0.9 && self.is_in_list_of_pages(number);
            return is_list_of_pages.then_some("related links");
        }
        // Where several headings are links, the text is about what they link to.
        if self.is_linked_heading(number)
            && (0..self.runs.len()).filter(|n| self.is_linked_heading(*n)).nth(1).is_some()
        {
            return None;
        }
        Some("links alone")
    }

    fn is_linked_heading(&self, number: usize) -> bool {
        self.runs[number].kind == BlockKind::Heading
            && self.looks[number] == Look::Links
            && self.looks.get(number + 1) == Some(&Look::Text)
    }

    fn about_author(&self, number: usize) -> Option<&'static str> {
        let is_last = self.looks[number + 1..].iter().filter(|look| **look == Look::Text).count() < 2;
        (is_last
            && self.runs[number].kind == BlockKind::Paragraph
            && author::is_about(self.runs[number].raw_text()))
        .then_some("about the author")
    }

    fn byline(&self, number: usize) -> Option<&'static str> {
        let text = &self.texts[number];
        let raw = self.runs[number].raw_text();
        if is_signature(raw) && self.runs[number].kind == BlockKind::Paragraph {
            return Some("byline");
        }
        let is_byline = text.starts_with("by ")
            && text.len() < 250
            && (author::is_about(&raw.replacen(", ", " is ", 1))
                || self.looks[number] == Look::Short && is_name(raw));
        is_byline.then_some("byline")
    }

    /// When the text was written, in a line that looks like more.
    fn dateline(&self, number: usize) -> Option<&'static str> {
        let text = &self.texts[number];
        let says_when = ["published ", "posted ", "updated ", "last updated ", "first published "];
        let is_dateline = text.len() < 160
            && says_when.iter().any(|word| text.starts_with(word))
            && Date::find(&text[..text.floor_char_boundary(60)]).is_some();
        is_dateline.then_some("before the text")
    }

    /// Headings over nothing, and lines that end in a colon before nothing, are left from what was
    /// dropped below them.
    fn drop_what_led_to_nothing(&self, left_out: &[usize], dropped: &mut [Option<&'static str>]) {
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

fn look(run: &Run, text: &str) -> Look {
    if run.kind == BlockKind::Code {
        return Look::Text;
    }
    let links = link_share(run);
    let is_short_heading = run.kind == BlockKind::Heading && run.bytes < 40;
    let is_label = phrases::is_label(text);
    if is_label && !(is_short_heading && phrases::leads_away(text)) {
        return Look::Apparatus("labels");
    }
    let is_short_line = run.bytes < 40 && text.split(' ').count() <= 5 && !ends_sentence(text);
    if run.bytes <= 300
        && (links > 0.5 || is_short_heading || is_short_line && run.kind == BlockKind::Paragraph)
        && phrases::leads_away(text)
    {
        return Look::Apparatus("related links");
    }
    if run.bytes <= 300 && run.link_bytes > 0 && links > 0.2 && phrases::is_filed(text) {
        return Look::Apparatus("tags");
    }
    if run.bytes <= 200 && text.starts_with("last edited by ") {
        return Look::Apparatus("byline");
    }
    if run.bytes <= 300 && calls::is_call(text) {
        return Look::Apparatus("subscription box");
    }
    if phrases::is_of_machine(text) {
        return Look::Apparatus("player");
    }
    let is_bracketed =
        text.starts_with('[') && text.ends_with(']') || text.starts_with('(') && text.ends_with(')');
    if is_bracketed && links > 0.35 && run.bytes <= 200 {
        return Look::Apparatus("related links");
    }
    // A label that a style sheet sets apart from the name behind it.
    let is_glued = run.raw_text().trim_start().strip_prefix("Credit").is_some_and(|rest| {
        rest.trim_end_matches(['.', ' ']).is_empty() || rest.starts_with(char::is_uppercase)
    });
    if run.bytes <= 80
        && run.kind != BlockKind::Heading
        && (is_glued || !ends_sentence(text) && phrases::is_credit(text))
    {
        return Look::Apparatus("picture credit");
    }
    if run.is_caption && is_name(run.raw_text()) {
        return Look::Apparatus("picture credit");
    }
    if prose_bytes(run) > 0 && links < 0.4 {
        Look::Text
    } else if links > 0.66 {
        Look::Links
    } else if run.kind == BlockKind::Heading {
        Look::Heading
    } else {
        Look::Short
    }
}

/// A list is kept or left as a whole: its items look like most of it.
fn join_lists(tree: &Tree, runs: &[Run], looks: &mut [Look]) {
    let list_of = |run: &Run| (run.kind == BlockKind::ListItem).then(|| tree.parent(run.holder));
    let mut start = 0;
    while start < runs.len() {
        let list = list_of(&runs[start]);
        let length =
            runs[start..].iter().take_while(|run| list.is_some() && list_of(run) == list).count().max(1);
        let items = start..start + length;
        start = items.end;
        if length < 2 {
            continue;
        }
        let bytes: usize = runs[items.clone()].iter().map(|run| run.bytes).sum();
        let link_bytes: usize = runs[items.clone()].iter().map(|run| run.link_bytes).sum();
        for look in &mut looks[items] {
            if link_bytes * 3 > bytes * 2 {
                *look = Look::Links;
            } else if *look == Look::Links {
                *look = Look::Short;
            }
        }
    }
}

/// Says whether a block stands below a quotation in a figure, and says whose it is.
fn is_below_quotation(tree: &Tree, run: &Run) -> bool {
    let figure = tree.ancestors(run.holder).take(3).find(|outer| tree.name(*outer) == "figure");
    figure.is_some_and(|figure| (figure..run.at).any(|node| tree.name(node) == "blockquote"))
}

/// Lower case, single spaces.
pub(super) fn fold(text: &str) -> String {
    folded(text).to_lowercase()
}
