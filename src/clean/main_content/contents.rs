//! Tables of contents, whatever they are called: lists of links that lead to places further down in the page.

use std::collections::HashMap;

use super::measure::{Page, ends_sentence};
use super::{Marks, trim};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::html::tree::Tree;

/// Marks lists all of whose items are links into the page itself, with the line above that heads one.
pub(super) fn mark(page: &Page<'_>, marks: &mut Marks) {
    const LABEL_BYTES_MAX: usize = 60;
    let tree = page.tree;
    let mut places = None;
    let mut headings = None;
    let mut node = 0;
    while node < tree.len() {
        if marks.skipped[node] {
            node = tree.end(node);
            continue;
        }
        if !leads_into_page(page, node)
            || !leads_on(
                page,
                node,
                places.get_or_insert_with(|| places_of(tree)),
                headings.get_or_insert_with(|| headings_of(page)),
            )
        {
            node += 1;
            continue;
        }
        let list = page.range(node);
        // What stands in one element with the list, and before it, is its title.
        let is_titled = |outer: &usize| {
            let range = page.range(*outer);
            range.end == list.end
                && range.start + 1 == list.start
                && page.runs[range.start].bytes <= LABEL_BYTES_MAX
                && tree.name(page.runs[range.start].holder) != "h1"
                && !ends_sentence(page.runs[range.start].raw_text().trim_end())
        };
        let whole = |outer: &usize| page.range(*outer) == list || is_titled(outer);
        let outer =
            tree.ancestors(node).take_while(|outer| *outer > 0).take_while(whole).last().unwrap_or(node);
        marks.mark(outer, "navigation");
        node = tree.end(outer);
    }
}

/// Says whether an element is a list of several links, all to places in the page, and hardly another word.
fn leads_into_page(page: &Page<'_>, node: usize) -> bool {
    const ITEMS_MIN: usize = 4;
    const NODES_MAX: usize = 20_000;
    let tree = page.tree;
    let runs = &page.runs[page.range(node)];
    if !matches!(tree.name(node), "ul" | "ol") || runs.len() < ITEMS_MIN || tree.end(node) - node > NODES_MAX
    {
        return false;
    }
    let leads = |link: usize| {
        let href = tree.attribute(link, "href").unwrap_or_default();
        href.len() > 1 && href.starts_with('#')
    };
    let links = || tree.below(node).filter(|inner| tree.name(*inner) == "a");
    let linked = || links().map(|link| tree.raw_text(link).trim().len()).sum::<usize>();
    // Chapters of a recording lead to their times.
    let is_chapter = |run: &Run| {
        let text = run.raw_text().trim_start();
        text.starts_with(|c: char| c.is_ascii_digit() || c == '[') && text.contains(':')
    };
    links().take(ITEMS_MIN).count() == ITEMS_MIN
        && links().all(leads)
        && linked() * 10 >= page.bytes(node) * 9
        && !runs.iter().any(is_chapter)
}

/// Says whether the line above a list is the word for a table of contents.
fn is_called(page: &Page<'_>, list: usize) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 22] = [
        "contents", "table of contents", "in this article", "on this page", "inhalt", "inhaltsverzeichnis", "sommaire",
        "contenido", "índice", "indice", "conteúdo", "inhoud", "innehåll", "spis treści", "obsah", "içindekiler", "содержание",
        "目次", "目录", "目錄", "목차", "المحتويات",
    ];
    let above = page.range(list).start.checked_sub(1).map(|above| trim::fold(page.runs[above].raw_text()));
    above.is_some_and(|above| WORDS.contains(&above.trim_matches(|c: char| !c.is_alphabetic())))
}

/// Where the last element stands that bears each name which an address within the page may lead to.
fn places_of(tree: &Tree) -> HashMap<&str, usize> {
    let named =
        |node: usize| Some((tree.attribute(node, "id").or_else(|| tree.attribute(node, "name"))?, node));
    (0..tree.len()).filter_map(named).collect()
}

/// Says whether the words of a list come again where it leads, behind it: a glossary whose words stand nowhere else says
/// something itself.
fn leads_on(
    page: &Page<'_>,
    list: usize,
    places: &HashMap<&str, usize>,
    headings: &HashMap<String, usize>,
) -> bool {
    const LINE_BYTES_MAX: usize = 400;
    let tree = page.tree;
    let is_called = is_called(page, list);
    let behind = page.range(list).end;
    let comes_again = |link: usize| {
        let words = plain(&tree.raw_text(link));
        let place = tree.attribute(link, "href").and_then(|href| places.get(href.strip_prefix('#')?));
        let is_at_place = |place: &usize| {
            let first = page.runs.partition_point(|run| run.at < *place);
            let run = page.runs.get(first).filter(|run| first >= behind && run.bytes <= LINE_BYTES_MAX);
            is_called && run.is_some_and(|run| run.kind == BlockKind::Heading)
                || run.is_some_and(|run| plain(run.raw_text()).starts_with(&words))
        };
        words.is_empty()
            || headings.get(&words).is_some_and(|last| *last >= behind)
            || place.is_some_and(|place| *place >= tree.end(list) && is_at_place(place))
    };
    let links = || tree.below(list).filter(|inner| tree.name(*inner) == "a");
    let again = links().filter(|link| comes_again(*link)).count();
    again * 4 >= links().count() * 3
}

/// The number of the last heading of each wording.
fn headings_of(page: &Page<'_>) -> HashMap<String, usize> {
    let headings = page.runs.iter().enumerate().filter(|(_, run)| run.kind == BlockKind::Heading);
    headings.map(|(number, run)| (plain(run.raw_text()), number)).collect()
}

/// Words without the numbers and signs around them.
fn plain(text: &str) -> String {
    trim::fold(text).trim_matches(|c: char| !c.is_alphabetic()).to_owned()
}
