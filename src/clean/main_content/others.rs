//! Articles that pages load below the one that they are about.

use super::measure::Page;
use super::{Marks, trim};
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
    let mut found = Vec::new();
    let mut node = title.at + 1;
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
    tree.name(node) == "article" && page.runs[page.range(node)].iter().take(BLOCKS_MAX).any(is_other)
}
