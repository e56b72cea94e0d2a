//! Sections of a text: parts of it under headings of their own, as generators of documents set them.
//!
//! Such generators name a section, or its heading, after the words of the heading. A name of this kind says what the
//! section is about and nothing about what part of the page it is.

use super::measure::Page;
use super::vocabulary::{self, Verdict};
use super::{author, calls, phrases, trim};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::html::tree::Tree;

/// Says whether an id is made from the words of a heading: `_comments_on_the_duck`, `see-also-1`.
pub(super) fn is_slug_of(id: &str, heading: &str) -> bool {
    let words = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (id, heading) = (words(id), words(heading));
    let rest = id.strip_prefix(&heading).filter(|_| !heading.is_empty());
    rest.is_some_and(|rest| rest.len() <= 2 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The heading that opens an element, where one does.
fn heading<'a>(page: &'a Page<'_>, node: usize) -> Option<&'a Run> {
    const LEVELS_MAX: usize = 2;
    let run = page.runs[page.range(node)].first()?;
    let is_inside = || page.tree.ancestors(run.holder).take(LEVELS_MAX).any(|outer| outer == node);
    let is_level = matches!(page.tree.name(run.holder), "h1" | "h2" | "h3" | "h4" | "h5");
    (run.kind == BlockKind::Heading && run.link_bytes == 0 && is_level && is_inside()).then_some(run)
}

/// Says whether a heading has words that stand over the apparatus of pages as well, and nothing beyond them.
pub(super) fn is_bare(lower: &str) -> bool {
    phrases::is_label(lower)
        || phrases::leads_away(lower) && !phrases::says_more_than_leads_away(lower)
        || phrases::heads_comments(lower) && !lower.contains(' ')
        || calls::is_call(lower)
        || author::heads(lower)
}

/// Says whether a heading has words that stand over the apparatus of pages as well.
pub(super) fn is_of_apparatus(lower: &str) -> bool {
    is_bare(lower) || phrases::leads_away(lower) || phrases::heads_comments(lower)
}

/// Says whether nothing but its id names an element as apparatus, that id is made from the words of the heading that
/// opens it, and it tells something below it.
pub(super) fn is_named_after_heading_alone(page: &Page<'_>, node: usize, verdict: Verdict) -> bool {
    let tree = page.tree;
    let (Some(element), Some(id)) = (tree.element(node), tree.attribute(node, "id")) else { return false };
    let Some(heading) = heading(page, node).filter(|heading| is_slug_of(id, heading.raw_text())) else {
        return false;
    };
    let says = trim::fold(heading.raw_text());
    vocabulary::verdict_without_id(element).is_none()
        && tells(page, node, verdict.rule == "comments" || phrases::heads_comments(&says))
        && (!is_bare(&says) || is_followed(page, node, heading))
}

/// Says whether an element holds sentences that lead nowhere, and nothing that asks for an answer or is of readers.
fn tells(page: &Page<'_>, node: usize, may_be_of_readers: bool) -> bool {
    const NODES_MAX: usize = 4000;
    let tree = page.tree;
    let runs = || page.runs[page.range(node)].iter();
    let bytes: usize = runs().filter(|run| run.kind != BlockKind::Heading).map(|run| run.bytes).sum();
    let asks = |node: usize| {
        matches!(tree.name(node), "form" | "input" | "textarea" | "button")
            || tree.element(node).is_some_and(|element| {
                vocabulary::verdict_without_id(element).is_some_and(|verdict| verdict.prose_share_max >= 0.15)
                    && !vocabulary::is_note(element)
            })
    };
    let is_of_reader = |run: &Run| run.bytes <= 100 && trim::is_around_comment(&trim::fold(run.raw_text()));
    page.prose(node) * 2 >= bytes
        && page.prose(node) > 0
        && page.link_share(node) < 0.2
        && !tree.below(node).take(NODES_MAX).any(asks)
        && !(may_be_of_readers && runs().any(is_of_reader))
}

/// Says whether another section like `node`, with a heading of the same level, goes on with the text behind it.
fn is_followed(page: &Page<'_>, node: usize, own: &Run) -> bool {
    const SIBLINGS_MAX: usize = 200;
    let tree = page.tree;
    let siblings = tree.children(tree.parent(node)).filter(|sibling| *sibling > node).take(SIBLINGS_MAX);
    siblings.filter(|sibling| tree.name(*sibling) == tree.name(node)).any(|sibling| {
        let heading = heading(page, sibling).filter(|other| tree.name(other.holder) == tree.name(own.holder));
        page.prose(sibling) > 0 && heading.is_some_and(|other| !is_bare(&trim::fold(other.raw_text())))
    })
}

/// The sections of a document that lie side by side.
pub(super) struct Chapters {
    /// The sections, in tree order.
    nodes: Vec<usize>,
}

impl Chapters {
    /// The chapters among `siblings`, one of which, or what stands before them, is `inner`; none where there are not
    /// several.
    pub(super) fn of(page: &Page<'_>, siblings: &[usize], inner: usize) -> Self {
        const CHAPTERS_MIN: usize = 2;
        let mut nodes: Vec<usize> = siblings.iter().copied().filter(|node| is_chapter(page, *node)).collect();
        let is_plain = |node: &&usize| {
            heading(page, **node).is_some_and(|heading| !is_of_apparatus(&trim::fold(heading.raw_text())))
        };
        let plain = nodes.iter().filter(is_plain).count();
        let opens = nodes.first().is_some_and(|first| inner < *first);
        if plain < CHAPTERS_MIN || !(opens || nodes.contains(&inner)) {
            nodes.clear();
        }
        Self { nodes }
    }

    /// Says whether `child` is one of them, or prose before them.
    pub(super) fn hold(&self, page: &Page<'_>, child: usize) -> bool {
        let Some(first) = self.nodes.first() else { return false };
        let opens = || {
            child < *first
                && page.prose(child) > 0
                && page.prose(child) * 3 >= page.bytes(child)
                && page.link_share(child) < 0.1
        };
        self.nodes.binary_search(&child).is_ok() || opens()
    }
}

/// Says whether an element is a section named after its heading, with something to say below that.
fn is_chapter(page: &Page<'_>, node: usize) -> bool {
    let tree = page.tree;
    if !matches!(tree.name(node), "div" | "section") {
        return false;
    }
    let Some(heading) = heading(page, node).filter(|heading| tree.name(heading.holder) != "h1") else {
        return false;
    };
    let says = trim::fold(heading.raw_text());
    let is_named = || {
        name_of_heading(tree, heading).is_some() || {
            tree.attribute(node, "id").is_some_and(|id| is_slug_of(id, heading.raw_text()))
        }
    };
    page.bytes(node) > heading.bytes
        && page.link_share(node) < 0.25
        && is_named()
        && (!is_of_apparatus(&says) || tells(page, node, phrases::heads_comments(&says)))
}

/// The element that bears a name made from the words of a heading: the heading itself, or the section that it opens.
pub(super) fn name_of_heading(tree: &Tree, heading: &Run) -> Option<usize> {
    const LEVELS_MAX: usize = 2;
    let mut around = std::iter::once(heading.holder).chain(tree.ancestors(heading.holder).take(LEVELS_MAX));
    around.find(|node| tree.attribute(*node, "id").is_some_and(|id| is_slug_of(id, heading.raw_text())))
}
