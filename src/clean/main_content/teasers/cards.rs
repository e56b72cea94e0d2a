//! Cards that show other pages behind the text of an article, whatever stands over them and however they are called: side
//! by side, alike, each a linked title with a picture, a day or a few words.

use super::super::measure::{Page, ends_sentence};
use super::super::{Marks, links};
use super::{TITLE_BYTES_MAX, WORDS_BYTES_MAX};
use crate::document::{BlockKind, Date};
use crate::format::html::blocks::Run;

/// The elements that hold nothing but such cards, behind prose that stands below the `title`.
pub(super) fn behind(page: &Page<'_>, title: usize, marks: &Marks) -> Vec<usize> {
    const CARDS_MIN: usize = 3;
    /// So much of the text stands before them at least, cards aside.
    const TEXT_BYTES_MIN: usize = 100;
    const CHILDREN_MAX: usize = 60;
    let tree = page.tree;
    let at = page.runs[title].at;
    let mut found = Vec::new();
    let mut in_cards = 0;
    let mut node = at;
    while node < tree.len() {
        if marks.skipped[node] {
            node = tree.end(node);
            continue;
        }
        let children: Vec<usize> =
            tree.children(node).filter(|child| page.bytes(*child) > 0).take(CHILDREN_MAX + 1).collect();
        let kind = |child: usize| (tree.name(child), tree.attribute(child, "class"));
        let are_alike = || children.iter().all(|child| kind(*child) == kind(children[0]));
        if (CARDS_MIN..=CHILDREN_MAX).contains(&children.len())
            && are_alike()
            && children.iter().all(|child| is_card(page, *child))
            && !links::lead_to_many_sites(tree, node)
            && !tells_among_paragraphs(page, at, node)
        {
            if page.prose_between(at, node) >= in_cards + TEXT_BYTES_MIN {
                found.push(node);
            }
            in_cards += page.prose(node);
            node = tree.end(node);
        } else {
            node += 1;
        }
    }
    found
}

/// Says whether a list of cards with sentences stands in the text: that goes on behind it, or the list is one of names and
/// of what is told of each, with neither pictures nor days, in the article of the title.
fn tells_among_paragraphs(page: &Page<'_>, title: usize, node: usize) -> bool {
    let tree = page.tree;
    let says = |run: &Run| run.link_bytes == 0 && ends_sentence(run.raw_text().trim_end());
    if !page.runs[page.range(node)].iter().any(says) {
        return false;
    }
    let is_article = |outer: &usize| matches!(tree.name(*outer), "article" | "main");
    let around = tree.ancestors(title).find(is_article).filter(|outer| tree.end(*outer) > node);
    let around = around.unwrap_or_else(|| tree.parent(node));
    let is_shown = |inner: usize| matches!(tree.name(inner), "img" | "picture" | "time");
    page.prose_between(tree.end(node), tree.end(around)) > 0
        || tree.name(around) == "article" && !tree.below(node).any(is_shown)
}

/// Says whether an element shows another page: a title that is a link, and beside it a picture, a day, or few words.
fn is_card(page: &Page<'_>, node: usize) -> bool {
    const BLOCKS_MAX: usize = 5;
    const NODES_MAX: usize = 120;
    let tree = page.tree;
    if !matches!(tree.name(node), "article" | "div" | "li" | "section" | "a")
        || tree.end(node) - node > NODES_MAX
    {
        return false;
    }
    let runs = &page.runs[page.range(node)];
    let bytes: usize = runs.iter().map(|run| run.bytes).sum();
    let in_link = |run: &Run| {
        run.link_bytes * 10 >= run.bytes * 9
            || tree.ancestors(run.at).take_while(|outer| *outer >= node).any(|outer| tree.name(outer) == "a")
    };
    let is_title = |run: &Run| (8..=TITLE_BYTES_MAX).contains(&run.bytes) && in_link(run);
    let has_picture = || tree.below(node).any(|inner| matches!(tree.name(inner), "img" | "picture" | "time"));
    let is_beside = |run: &Run| !is_title(run) || Date::find(run.raw_text()).is_some();
    (1..=BLOCKS_MAX).contains(&runs.len())
        && bytes <= TITLE_BYTES_MAX + WORDS_BYTES_MAX
        && runs.iter().filter(|run| is_title(run)).count() >= 1
        && runs.iter().take(2).any(is_title)
        && (runs.len() > 1 && runs.iter().any(is_beside)
            || tree.name(node) == "a" && runs.len() > 1
            || has_picture())
        && !runs
            .iter()
            .any(|run| matches!(run.kind, BlockKind::Code | BlockKind::Quotation) || run.is_caption)
}
