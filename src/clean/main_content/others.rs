//! Articles that pages load below the one that they are about.

use super::measure::{Page, ends_sentence};
use super::{Marks, trim};
use crate::document::{BlockKind, Date};
use crate::format::html::blocks::Run;

/// Marks the articles with a title of their own behind the text below the `title` of the page. Where nothing is told
/// between that and the first of them, it is the title of all.
pub(super) fn mark(page: &Page<'_>, title: usize, marks: &mut Marks) {
    const TEXT_BYTES_MIN: usize = 200;
    let tree = page.tree;
    let title = &page.runs[title];
    if tree.name(title.holder) != "h1" {
        return;
    }
    let own = trim::fold(title.raw_text());
    // What an article holds that has the title in it is a part of that.
    let holds_title = tree.ancestors(title.at).find(|outer| tree.name(*outer) == "article");
    let start = holds_title.map_or(title.at + 1, |outer| tree.end(outer));
    let mut found = Vec::new();
    let mut node = start;
    while node < tree.len() {
        if marks.skipped[node] || is_article_of_its_own(page, node, &own) {
            if !marks.skipped[node] {
                found.push(node);
            }
            node = tree.end(node);
        } else {
            node += 1;
        }
    }
    if found.first().is_some_and(|first| page.prose_between(title.at, *first) >= TEXT_BYTES_MIN) {
        found.into_iter().for_each(|node| marks.mark(node, "another article"));
    }
}

/// Says whether an element is an article that opens with a title other than `own`.
fn is_article_of_its_own(page: &Page<'_>, node: usize, own: &str) -> bool {
    const BLOCKS_MAX: usize = 4;
    let tree = page.tree;
    let is_other = |run: &Run| tree.name(run.holder) == "h1" && trim::fold(run.raw_text()) != own;
    tree.name(node) == "article"
        && page.runs[page.range(node)].iter().take(BLOCKS_MAX).any(is_other)
        && has_own_place(page, node)
}

/// Says whether an article says where it is to be found by itself, or by whom it is and when: the letters of a book and
/// the days of a diary have titles alone.
fn has_own_place(page: &Page<'_>, node: usize) -> bool {
    const NODES_MAX: usize = 400;
    const LETTERS_MIN: usize = 4;
    const PLACES: [&str; 8] = [
        "data-url",
        "data-href",
        "data-permalink",
        "data-canonical",
        "data-canonical-url",
        "data-article-url",
        "data-page-url",
        "itemid",
    ];
    let tree = page.tree;
    let is_place = |inner: usize| PLACES.iter().any(|name| tree.attribute(inner, name).is_some());
    let names_author = |inner: usize| {
        let names =
            [tree.attribute(inner, "class"), tree.attribute(inner, "rel"), tree.attribute(inner, "itemprop")];
        let mut words =
            names.into_iter().flatten().flat_map(|names| names.split(|c: char| !c.is_alphanumeric()));
        words.any(|word| matches!(word, "author" | "byline"))
    };
    let inside = || tree.below(node).take(NODES_MAX);
    // `Ada Ek 14 March 2021`; letters are dated from a place, and long ago.
    let is_byline = |run: &Run| {
        const BYTES_MAX: usize = 80;
        const YEAR_MIN: i16 = 1995;
        run.bytes <= BYTES_MAX
            && run.kind == BlockKind::Paragraph
            && !ends_sentence(run.raw_text().trim_end())
            && Date::find(run.raw_text()).is_some_and(|date| date.year() >= YEAR_MIN)
            && run.raw_text().trim().chars().filter(|c| c.is_alphabetic()).count() >= LETTERS_MIN
    };
    let is_told_after_more = || page.prose_between(0, node) * 2 >= page.prose(node);
    is_place(node)
        || inside().any(names_author) && inside().any(|inner| matches!(tree.name(inner), "time"))
        || is_told_after_more() && page.runs[page.range(node)].iter().skip(1).take(2).any(is_byline)
}
