//! Texts in parts: what builders of pages set side by side in elements of one kind, a heading in one, a list in the next,
//! a sentence in another.

use super::joins::{is_of_page, scope};
use super::measure::{Page, ends_sentence, prose_bytes};
use super::vocabulary;
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::html::tree::Tree;

/// Says whether `child`, beside `inner` and of its kind, is a further part of the text that `inner` holds: it lies below
/// the title in one article with it, leads nowhere and asks for nothing.
pub(super) fn is_part(page: &Page<'_>, child: usize, inner: usize, title: Option<usize>) -> bool {
    let Some(says) = plain_runs(page, child, inner, title) else { return false };
    let items = says.iter().filter(|run| run.kind == BlockKind::ListItem).count();
    let is_headed = says[0].kind == BlockKind::Heading;
    let last = says[says.len() - 1];
    // A few words by themselves may be anything.
    let is_told = |run: &&Run| prose_bytes(run) > 0;
    match last.kind {
        BlockKind::Quotation => true,
        BlockKind::Heading => false,
        BlockKind::ListItem => items >= 2,
        _ if last.is_caption => says.iter().any(|run| run.kind == BlockKind::Quotation),
        _ => {
            let is_closed = ends_sentence(last.raw_text().trim_end());
            says.iter().any(is_told) && is_headed && (is_closed || says.len() >= 3)
                || is_closed && says.iter().all(is_told)
                || says[0].kind == BlockKind::Quotation && says.len() == 2
        }
    }
}

/// Says whether `child` is a heading in an element of the kind of `inner`, over what belongs to the text.
pub(super) fn is_heading(page: &Page<'_>, child: usize, inner: usize, title: Option<usize>) -> bool {
    plain_runs(page, child, inner, title)
        .is_some_and(|says| says.len() == 1 && matches!(page.tree.name(says[0].holder), "h2" | "h3" | "h4"))
}

/// What such an element says, if nothing in it leads away or is of the page rather than of the text.
fn plain_runs<'a>(page: &Page<'a>, child: usize, inner: usize, title: Option<usize>) -> Option<Vec<&'a Run>> {
    const BLOCKS_MAX: usize = 60;
    const NODES_MAX: usize = 2000;
    let tree = page.tree;
    let title = page.runs[title?].at;
    let mut says: Vec<&Run> =
        page.range(child).filter(|run| page.counts(*run)).map(|run| &page.runs[run]).collect();
    // What asks for something at the very end goes by itself.
    while says.len() > 2
        && says.last().is_some_and(|last| last.kind != BlockKind::Heading && is_of_page(last))
    {
        says.pop();
    }
    let is_control = |node: usize| {
        let is_button = |name: &str| name == "btn" || name == "cta" || name.contains("button");
        let class = tree.attribute(node, "class").unwrap_or_default();
        matches!(tree.name(node), "form" | "input" | "textarea" | "button" | "select" | "h1")
            || tree.name(node) == "a" && class.split_ascii_whitespace().any(is_button)
    };
    // A quotation says whose it is, by whatever name.
    let is_of_quotation =
        |node: usize| tree.ancestors(node).take(3).any(|outer| tree.name(outer) == "blockquote");
    let is_apparatus = |node: usize| {
        page.bytes(node) > 0
            && tree.element(node).is_some_and(vocabulary::is_apparatus_behind_text)
            && !is_of_quotation(node)
    };
    let is_plain = (1..=BLOCKS_MAX).contains(&says.len())
        && matches!(tree.name(child), "div" | "section")
        && (title < child && !(inner..tree.end(inner)).contains(&title))
        && tree.end(child) - child <= NODES_MAX
        && are_akin(tree, child, inner)
        && is_in_article(page, child)
        && page.link_share(child) < 0.1
        && !says.iter().any(|run| run.link_bytes * 2 > run.bytes || is_of_page(run))
        && !(child..tree.end(child)).any(|node| is_control(node) || is_apparatus(node));
    is_plain.then_some(says)
}

/// Says whether an element holds a quotation, whose it is, and nothing else.
pub(super) fn is_quotation(page: &Page<'_>, node: usize) -> bool {
    const BYTES_MAX: usize = 1000;
    let tree = page.tree;
    let is_quoted =
        |run: &Run| run.kind == BlockKind::Quotation || run.is_caption || tree.name(run.holder) == "cite";
    let runs = &page.runs[page.range(node)];
    (1..=BYTES_MAX).contains(&page.bytes(node))
        && page.link_share(node) == 0.0
        && runs[0].kind == BlockKind::Quotation
        && runs.iter().all(is_quoted)
}

fn is_in_article(page: &Page<'_>, node: usize) -> bool {
    let is_entry = |outer: usize| {
        let class = page.tree.attribute(outer, "class").unwrap_or_default();
        page.tree.element(outer).is_some_and(vocabulary::is_named_as_body)
            || class.split_ascii_whitespace().any(|name| name == "hentry")
    };
    scope(page, node).is_some() || page.tree.ancestors(node).any(is_entry)
}

/// Says whether two elements share a name of class by which several of their siblings go, or two names.
fn are_akin(tree: &Tree, one: usize, other: usize) -> bool {
    const SIBLINGS_MAX: usize = 200;
    const ALIKE_MIN: usize = 3;
    let names = |node: usize| tree.attribute(node, "class").unwrap_or_default().split_ascii_whitespace();
    let has = |node: usize, name: &str| names(node).any(|other| other == name);
    let siblings = || tree.children(tree.parent(one)).take(SIBLINGS_MAX);
    let is_common =
        |name: &str| siblings().filter(|sibling| has(*sibling, name)).take(ALIKE_MIN).count() == ALIKE_MIN;
    let shared = || names(one).filter(|name| has(other, name));
    tree.name(one) == tree.name(other) && (shared().nth(1).is_some() || shared().any(is_common))
}
