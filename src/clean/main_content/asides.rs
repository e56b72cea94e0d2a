//! What calls itself aside and stands within the text: boxes of facts, quotations in larger letters, pictures.

use super::measure::{Page, ends_sentence};
use super::{calls, phrases, sections, trim, vocabulary};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;

/// Says whether an `aside` is part of the text around it.
pub(super) fn are_of_text(page: &Page<'_>, node: usize) -> bool {
    is_box_of_facts(page, node) || is_pulled_from_elsewhere(page, node) || is_picture_or_prose(page, node)
}

/// Says whether an element is a paragraph that leads nowhere, and the first of its article, right below a heading of that:
/// houses call the line under a title after what they show of it elsewhere.
pub(super) fn opens_article(page: &Page<'_>, node: usize) -> bool {
    const BLOCKS_BEFORE_MAX: usize = 3;
    let tree = page.tree;
    let Some(article) = tree.ancestors(node).find(|outer| tree.name(*outer) == "article") else {
        return false;
    };
    let own = page.range(node);
    let before = &page.runs[page.range(article).start..own.start];
    tree.name(node) == "p"
        && page.prose(node) > 0
        && page.link_share(node) == 0.0
        && !tree.ancestors(node).take(2).any(|outer| tree.name(outer) == "a")
        && before.len() <= BLOCKS_BEFORE_MAX
        && before.last().is_some_and(|run| run.kind == BlockKind::Heading && run.link_bytes == 0)
        && page.prose(article) > page.prose(node) * 2
}

/// Says whether an element is a box between two paragraphs that tells more of what they are about: it leads
/// nowhere, and is more than a sentence of theirs in larger letters.
fn is_box_of_facts(page: &Page<'_>, node: usize) -> bool {
    const BOX_BYTES_MAX: usize = 2000;
    let tree = page.tree;
    if page.bytes(node) > BOX_BYTES_MAX {
        return false;
    }
    let runs = &page.runs[page.range(node)];
    let points = runs.iter().filter(|run| run.kind == BlockKind::ListItem).count();
    let is_headed = runs.first().is_some_and(|run| run.kind == BlockKind::Heading);
    if !(points >= 2 || is_headed && page.prose(node) >= 100)
        || runs.iter().any(|run| run.link_bytes > 0)
        || tree.element(node).and_then(vocabulary::by_class).is_some()
    {
        return false;
    }
    is_between_paragraphs(page, node)
}

/// Says whether an element is a quotation in larger letters that is no sentence of the text around it.
fn is_pulled_from_elsewhere(page: &Page<'_>, node: usize) -> bool {
    let range = page.range(node);
    if !page.tree.element(node).is_some_and(vocabulary::is_pull_quotation)
        || range.len() > 3
        || page.link_share(node) > 0.0
    {
        return false;
    }
    !is_said_around(page, node)
}

/// Says whether an element is a picture with what is said of it, or sentences of its own, between two paragraphs: it
/// leads nowhere and asks for nothing.
fn is_picture_or_prose(page: &Page<'_>, node: usize) -> bool {
    const BYTES_MAX: usize = 1200;
    const NODES_MAX: usize = 400;
    let tree = page.tree;
    let runs = &page.runs[page.range(node)];
    let asks = |inner: usize| matches!(tree.name(inner), "form" | "input" | "button" | "iframe");
    let is_figure = |inner: usize| tree.name(inner) == "figure";
    let is_sentence = |run: &Run| ends_sentence(run.raw_text().trim_end());
    let is_of_page = |run: &Run| {
        let says = trim::fold(run.raw_text());
        sections::is_of_apparatus(&says)
            || calls::is_call(&says)
            || phrases::is_notice(&says)
            || run.link_bytes * 2 > run.bytes
            || matches!(run.kind, BlockKind::ListItem | BlockKind::Heading)
    };
    (1..=BYTES_MAX).contains(&page.bytes(node))
        && page.link_share(node) < 0.2
        && tree.element(node).and_then(vocabulary::by_class).is_none()
        && !tree.element(node).is_some_and(vocabulary::is_pull_quotation)
        && tree.end(node) - node <= NODES_MAX
        && !(node..tree.end(node)).any(asks)
        && !runs.iter().any(is_of_page)
        && (tree.below(node).any(is_figure) || runs.iter().any(is_sentence))
        && is_between_paragraphs(page, node)
        && !is_said_around(page, node)
}

/// Says whether an element of any name is a sentence of the text around it in larger letters.
pub(super) fn is_pulled(page: &Page<'_>, node: usize) -> bool {
    const BLOCKS_MAX: usize = 3;
    page.tree.element(node).is_some_and(vocabulary::is_pull_quotation)
        && (1..=BLOCKS_MAX).contains(&page.range(node).len())
        && is_said_around(page, node)
}

/// Says whether paragraphs stand beside an element, before it and behind it.
fn is_between_paragraphs(page: &Page<'_>, node: usize) -> bool {
    const SIBLINGS_MAX: usize = 400;
    let tree = page.tree;
    let siblings = || tree.children(tree.parent(node)).take(SIBLINGS_MAX);
    let is_prose = |sibling: &usize| tree.name(*sibling) == "p" && page.prose(*sibling) > 0;
    let first = siblings().find(is_prose);
    let last = siblings().filter(is_prose).last();
    first.is_some_and(|first| first < node) && last.is_some_and(|last| last > node)
}

/// Says whether the text around an element says the same.
fn is_said_around(page: &Page<'_>, node: usize) -> bool {
    const BLOCKS_AROUND: usize = 40;
    let range = page.range(node);
    let says = |run: &Run| -> String {
        run.raw_text().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let around = range.start.saturating_sub(BLOCKS_AROUND)..(range.end + BLOCKS_AROUND).min(page.runs.len());
    let around: Vec<String> =
        around.filter(|run| !range.contains(run)).map(|run| says(&page.runs[run])).collect();
    page.runs[range].iter().map(says).any(|said| around.iter().any(|text| text.contains(&said)))
}
