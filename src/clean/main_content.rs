//! The main content of a web page: what a person would say the page is about, without what stands
//! around it on every page of the site.
//!
//! Three looks, each of which may be wrong and is held in check by the next. What names itself as
//! apparatus (`nav`, `class="share-bar"`, `role="complementary"`) is put aside, unless it holds too
//! much of the page's prose to be that. The place of the content is chosen among what is left, by the
//! prose it holds and the names it has. Blocks at its edges and between its paragraphs that are not
//! prose are looked at one by one, with their neighbours.

mod asides;
mod asking;
mod author;
mod calls;
mod choose;
mod contents;
mod joins;
mod lead;
mod links;
mod measure;
mod numbered;
mod offers;
mod others;
mod parts;
mod phrases;
mod prune;
mod sections;
mod shingles;
mod teasers;
#[cfg(test)]
mod tests;
mod trim;
mod vocabulary;
mod wrappers;

use crate::document::BlockKind;
use crate::format::html::blocks::{Run, collect};
use crate::format::html::tree::{Element, Tree};
use crate::format::transcript::is_time;
use crate::receipt::Receipt;
use measure::Page;

/// What the page says about itself that helps to know its content.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints<'a> {
    /// The title and other forms of it; they stand in the metadata and need not open the text again.
    pub(crate) titles: &'a [String],
    /// What the page says of itself in its head.
    pub(crate) descriptions: &'a [String],
    /// Where the page says it is.
    pub(crate) url: Option<&'a str>,
    /// It is no page but the content of one, as exports keep it.
    pub(crate) is_fragment: bool,
    /// The text of the article as the page gives it to search engines.
    pub(crate) article_body: Option<&'a str>,
    /// Who wrote it.
    pub(crate) authors: &'a [String],
    /// It says that it is one article, rather than a list of them.
    pub(crate) is_article: bool,
}

/// The main content of a page.
#[derive(Debug)]
pub(crate) struct Content {
    /// Its blocks.
    pub(crate) runs: Vec<Run>,
    /// What stood shortly before it and is not part of it, such as the day it was written.
    pub(crate) before: Vec<String>,
    /// How many blocks were left out that are a time of the clock alone.
    pub(crate) times_left_out: usize,
}

/// The subtrees that are left out, and by which rule.
#[derive(Debug)]
struct Marks {
    skipped: Vec<bool>,
    rules: Vec<(usize, &'static str)>,
}

impl Marks {
    fn mark(&mut self, node: usize, rule: &'static str) {
        if !std::mem::replace(&mut self.skipped[node], true) {
            self.rules.push((node, rule));
        }
    }

    /// Takes back every mark after the first `count`.
    fn unmark_from(&mut self, count: usize) {
        for (node, _) in self.rules.drain(count..) {
            self.skipped[node] = false;
        }
    }
}

/// Says whether an element calls itself a place for what others wrote, here or on other pages.
pub(crate) fn is_of_others(element: &Element) -> bool {
    vocabulary::verdict(element)
        .is_some_and(|verdict| matches!(verdict.rule, "comments" | "related links" | "promotion"))
}

/// Says whether an element calls itself apparatus of a page, other than what readers wrote.
pub(crate) fn is_apparatus(element: &Element) -> bool {
    vocabulary::verdict(element).is_some_and(|verdict| verdict.rule != "comments")
}

/// Says whether a block is no more than a label of the page: `reply`.
pub(crate) fn is_label(text: &str) -> bool {
    phrases::is_label(&trim::fold(text))
}

/// Collects the blocks of the main content of `tree`. `unseen` marks what no reader sees.
pub(crate) fn main_content(tree: &Tree, unseen: &[bool], hints: Hints<'_>, receipt: &mut Receipt) -> Content {
    /// So far behind the text a note on it may stand.
    const NOTES_MAX: usize = 4;
    let mut runs = Vec::new();
    collect(tree, 0, unseen, &mut runs);
    let mut marks = Marks { skipped: unseen.to_vec(), rules: Vec::new() };
    let page = Page::new(tree, &runs, &marks.skipped);
    prune::mark_apparatus(&page, &mut marks);
    if !hints.is_fragment {
        asking::mark_boxes(&page, &mut marks);
        contents::mark(&page, &mut marks);
        offers::mark(&page, &mut marks);
    }
    let titles: Vec<String> = hints.titles.iter().map(|title| trim::fold(title)).collect();
    let is_title = |run: &Run| run.bytes <= 300 && titles.contains(&trim::fold(run.raw_text()));
    let title = heading_of_title(&runs, is_title);
    let title = title.or_else(|| below_kicker(tree, &runs, &titles));
    let title = title.or_else(|| title_in_letters(tree, &runs, &titles));
    let shown = title.map(|title| runs[title].raw_text().to_owned());
    let all_titles: Vec<String> = hints.titles.iter().cloned().chain(shown).collect();
    let hints = Hints { titles: &all_titles, ..hints };
    let mut page = Page::new(tree, &runs, &marks.skipped);
    let before_lists = marks.rules.len();
    if !hints.is_fragment {
        if let Some(title) = title {
            others::mark(&page, title, &mut marks);
        }
        teasers::mark(&page, title, hints.is_article, &mut marks);
    }
    let apparatus = marks.rules.len();
    if apparatus > before_lists {
        page = Page::new(tree, &runs, &marks.skipped);
    }
    // A part of a page is all content.
    let root = if hints.is_fragment { 0 } else { choose::root(&page, title, &mut marks) };
    let is_body = hints.is_fragment || tree.element(root).is_some_and(vocabulary::is_entry_body);
    prune::mark_galleries(&page, root, &mut marks);
    if !hints.is_fragment {
        prune::mark_teasers(&page, root, &mut marks);
    }
    let mut kept = Vec::new();
    collect(tree, root, &marks.skipped, &mut kept);
    let mut notes = Receipt::with_examples();
    let left_out = left_out(&page, &marks);
    let mut before = trim::trim(tree, &mut kept, &left_out, is_body, hints, &mut notes);
    let lead = match title.filter(|_| !hints.is_fragment) {
        Some(title) => lead::find(tree, &runs, title, &kept, &marks, hints),
        None => Vec::new(),
    };
    before.extend(bylines(tree, &runs, &kept, &marks));
    // Old pages set their title in larger letters and nothing else.
    let first = kept.first().map_or(0, |first| runs.partition_point(|run| run.at < first.at));
    let title = title.or_else(|| runs[..first].iter().rposition(is_title));
    before.extend(around_title(&runs, title, &kept));
    before.extend(parts_of_bylines(tree, &kept, &marks));
    let behind =
        kept.last().map_or(runs.len(), |last| runs.partition_point(|run| run.at <= last.at) + NOTES_MAX);
    let noted = &runs[first..behind.clamp(first, runs.len())];
    before.extend(noted.iter().find_map(|run| posted_on(tree, run)));
    let dropped = notes.entries.iter().flat_map(|entry| &entry.examples);
    let times_left_out = dropped.filter(|(text, _)| is_time(text)).count();
    let is_declared = tree.element(root).is_some_and(vocabulary::is_article_body);
    if !is_body && !is_declared && is_too_little(&kept, &page) {
        receipt.guessed("whole page", "no part of the page stands out as its content");
        marks.rules.truncate(apparatus);
        marks.skipped.copy_from_slice(unseen);
        marks.rules.iter().for_each(|(node, _)| marks.skipped[*node] = true);
        kept.clear();
        collect(tree, 0, &marks.skipped, &mut kept);
        note_dropped(tree, 0, &runs, &mut marks.rules, receipt);
        return Content { runs: kept, before, times_left_out: 0 };
    }
    if root == 0 && !hints.is_fragment {
        receipt.guessed("whole page", "no part of the page stands out as its content");
    }
    let is_lead = |text: &str| lead.iter().any(|run| run.raw_text() == text);
    runs.retain(|run| !is_lead(run.raw_text()));
    note_dropped(tree, root, &runs, &mut marks.rules, receipt);
    for entry in notes.entries {
        let texts = entry.examples.iter().map(|(text, _)| text).filter(|text| !is_lead(text));
        texts.for_each(|text| receipt.dropped(entry.rule, text));
    }
    kept.splice(0..0, lead);
    Content { runs: kept, before, times_left_out }
}

/// The first heading that says the title, if that is no shorter name of the site on its banner.
fn heading_of_title(runs: &[Run], is_title: impl Fn(&Run) -> bool) -> Option<usize> {
    const NAME_WORDS_MAX: usize = 3;
    let says_more = |run: &usize| runs[*run].raw_text().split_whitespace().nth(NAME_WORDS_MAX).is_some();
    let mut headings =
        (0..runs.len()).filter(|run| runs[*run].kind == BlockKind::Heading && is_title(&runs[*run]));
    let first = headings.next()?;
    Some(Some(first).filter(says_more).or_else(|| headings.find(says_more)).unwrap_or(first))
}

/// The first large heading that ends in the title, below a few words that say what the page is filed under.
fn below_kicker(tree: &Tree, runs: &[Run], titles: &[String]) -> Option<usize> {
    const KICKER_BYTES_MAX: usize = 48;
    let ends_in_title = |says: &str| {
        let ends = |title: &String| {
            let before = says.strip_suffix(title.as_str()).filter(|_| title.contains(' '));
            // What parts them may be for those alone who hear the page.
            let is_parted = |before: &str| before.ends_with([' ', ':']) || title.split(' ').nth(2).is_some();
            before.is_some_and(|before| before.len() <= KICKER_BYTES_MAX && is_parted(before))
        };
        titles.iter().any(ends)
    };
    runs.iter().position(|run| {
        matches!(tree.name(run.holder), "h1" | "h2")
            && run.bytes <= 300
            && ends_in_title(&trim::fold(run.raw_text()))
    })
}

/// The first large heading that has the letters of the title: what it is filed under may stand before that with a colon
/// in one, and in a line of its own in the other.
fn title_in_letters(tree: &Tree, runs: &[Run], titles: &[String]) -> Option<usize> {
    const LETTERS_MIN: usize = 12;
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let titles: Vec<String> = titles.iter().map(|title| letters(title)).collect();
    let is_it = |says: &str| {
        let says = letters(says);
        says.len() >= LETTERS_MIN && titles.contains(&says)
    };
    runs.iter().position(|run| {
        matches!(tree.name(run.holder), "h1" | "h2") && run.bytes <= 300 && is_it(&trim::fold(run.raw_text()))
    })
}

/// Where something with words was left out for what it leads to or asks.
fn left_out(page: &Page<'_>, marks: &Marks) -> Vec<usize> {
    let says_nothing = |rule: &str| matches!(rule, "byline" | "player" | "gallery" | "picture credit");
    let nodes = marks.rules.iter().filter(|(_, rule)| !says_nothing(rule)).map(|(node, _)| *node);
    let mut nodes: Vec<usize> = nodes.filter(|node| !page.range(*node).is_empty()).collect();
    nodes.sort_unstable();
    nodes
}

/// The short blocks right above the title, and those between it and the content, which may say when and by
/// whom it was written.
fn around_title(runs: &[Run], title: Option<usize>, kept: &[Run]) -> Vec<String> {
    const BLOCKS_MAX: usize = 6;
    const ABOVE_BYTES_MAX: usize = 32;
    let (Some(title), Some(first)) = (title, kept.first()) else { return Vec::new() };
    let is_short = |run: &&Run| run.bytes <= 100 && run.kind == BlockKind::Paragraph;
    let below = runs[title + 1..].iter().take(BLOCKS_MAX).take_while(|run| run.at < first.at);
    // `2 May 2021 • Ada Moss • Episode 7`
    let is_in_parts = |run: &Run| run.raw_text().contains(['\u{B7}', '\u{2022}']);
    let above = runs[..title]
        .last()
        .filter(|run| (run.bytes <= ABOVE_BYTES_MAX || is_in_parts(run)) && run.at < first.at);
    let texts = below.chain(above).filter(is_short).map(Run::raw_text);
    texts
        .flat_map(|text| text.split(['|', '\u{B7}', '\u{2022}', '\n']))
        .map(|part| part.trim().to_owned())
        .collect()
}

/// What a note below an entry says of the day: `This entry was posted on June 5th, 2006 at 8:12 am and is filed under`.
fn posted_on(tree: &Tree, run: &Run) -> Option<String> {
    const BYTES_MAX: usize = 100;
    let text = run.raw_text().trim_start();
    let is_note = ["This entry was posted on ", "This entry was posted by ", "This post was written by "]
        .iter()
        .any(|start| text.starts_with(start));
    // It leads to what the entry is filed under; what stands aside is of another.
    let is_aside = || tree.ancestors(run.at).any(|outer| tree.name(outer) == "aside");
    (is_note && run.link_bytes > 0 && !is_aside()).then(|| {
        let text = &text[..text.floor_char_boundary(BYTES_MAX)];
        text.split(" at ").next().unwrap_or(text).to_owned()
    })
}

/// The elements before the content that name themselves its byline.
fn byline_nodes<'m>(kept: &[Run], marks: &'m Marks) -> impl Iterator<Item = usize> + use<'m> {
    // The line under the title, or what is said of the picture there, may stand above them.
    let mut texts = kept.iter().filter(|run| run.kind != BlockKind::Heading);
    let end = texts.nth(1).map_or(0, |second| second.at);
    let nodes = marks.rules.iter().filter(move |(node, rule)| *rule == "byline" && *node < end);
    nodes.map(|(node, _)| *node)
}

/// The short blocks of these.
fn bylines(tree: &Tree, runs: &[Run], kept: &[Run], marks: &Marks) -> Vec<String> {
    let inside = |node: usize| {
        let start = runs.partition_point(|run| run.at < node);
        runs[start..].iter().take_while(move |run| run.at < tree.end(node))
    };
    byline_nodes(kept, marks).flat_map(inside).map(|run| run.raw_text().to_owned()).collect()
}

/// What stands in elements of their own in these, with no blank between them:
/// `<span>By Ada Moss</span><span>2 May 2021</span>`.
fn parts_of_bylines(tree: &Tree, kept: &[Run], marks: &Marks) -> Vec<String> {
    const STARTS: [&str; 9] =
        ["by", "words by", "written by", "text by", "story by", "von", "par", "por", "di"];
    const PARTS_MAX: usize = 12;
    const PART_BYTES_MAX: usize = 40;
    let said = |node: usize| tree.below(node).filter_map(|inner| tree.text(inner)).map(str::trim_ascii);
    let names_writer = |node: usize| {
        let first = said(node).find(|part| !part.is_empty()).unwrap_or_default().to_lowercase();
        first.starts_with("作者")
            || STARTS.iter().any(|start| {
                first.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            })
    };
    let nodes = byline_nodes(kept, marks).filter(|node| names_writer(*node));
    let parts = nodes.flat_map(|node| said(node).filter(|part| !part.is_empty()).take(PARTS_MAX));
    parts.filter(|part| part.len() <= PART_BYTES_MAX).map(str::to_owned).collect()
}

/// Says whether what was kept can hardly be all that the page has to say.
fn is_too_little(kept: &[Run], page: &Page<'_>) -> bool {
    const BYTES_MIN: usize = 250;
    let bytes: usize = kept.iter().map(|run| run.bytes).sum();
    bytes < BYTES_MIN && page.bytes(0) > bytes * 4
}

/// Notes what was left out, and by which rule.
fn note_dropped(
    tree: &Tree,
    root: usize,
    runs: &[Run],
    rules: &mut [(usize, &'static str)],
    receipt: &mut Receipt,
) {
    rules.sort_unstable_by_key(|(node, _)| *node);
    let mut rules = rules.iter().peekable();
    let mut current: Option<(usize, &'static str)> = None;
    for run in runs {
        while let Some((node, rule)) = rules.next_if(|(node, _)| *node <= run.at) {
            if current.is_none_or(|(end, _)| end <= *node) {
                current = Some((tree.end(*node), rule));
            }
        }
        match current.filter(|(end, _)| run.at < *end) {
            Some((_, rule)) => receipt.dropped(rule, run.raw_text()),
            None if !(root..tree.end(root)).contains(&run.at) => {
                receipt.dropped("around the content", run.raw_text());
            }
            None => {}
        }
    }
}
