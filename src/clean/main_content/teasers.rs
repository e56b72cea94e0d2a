//! Lists of what stands elsewhere and of what readers wrote, put aside before the content is chosen: on a page with a
//! short text they hold more words than it.
//!
//! A list is one by what stands over it (`Most read`) or by what it calls itself (`sidebar`), and by its items: side by
//! side, each a title or a link and a few words.

mod cards;

use super::measure::{Page, ends_sentence};
use super::vocabulary::{self, Verdict};
use super::{Marks, author, links, phrases, sections, trim};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;

/// A page has a text of its own beside the list from here on.
const TEXT_BYTES_MIN: usize = 120;
/// The words of an item beside its title.
const WORDS_BYTES_MAX: usize = 400;
const TITLE_BYTES_MAX: usize = 160;

/// Marks the lists. `title` is the run that repeats the title of the page, which may say that it is one article.
pub(super) fn mark(page: &Page<'_>, title: Option<usize>, is_article: bool, marks: &mut Marks) {
    let mut lists: Vec<(usize, &'static str)> = Vec::new();
    for (number, run) in page.runs.iter().enumerate().filter(|(number, _)| page.counts(*number)) {
        if let Some(rule) = heads_list(page, run).filter(|_| title != Some(number)) {
            lists.extend(below_heading(page, number, rule));
        }
    }
    if let Some(title) = title.filter(|_| is_article) {
        lists.extend(cards::behind(page, title, marks).into_iter().map(|node| (node, "related links")));
    }
    let mut node = 0;
    while node < page.tree.len() {
        if !marks.skipped[node] && (is_named(page, node) || is_cell_of_teasers(page, node)) {
            lists.push((node, "related links"));
            node = page.tree.end(node);
        } else {
            node += 1;
        }
    }
    lists.retain(|(node, _)| {
        let holds_title =
            title.is_some_and(|title| (*node..page.tree.end(*node)).contains(&page.runs[title].at));
        !holds_title
    });
    // Lists inside of others weigh once.
    lists.sort_unstable_by_key(|(node, _)| (*node, std::cmp::Reverse(page.tree.end(*node))));
    let mut end = 0;
    let mut in_lists = 0;
    for (node, _) in &lists {
        if *node >= end {
            in_lists += page.prose(*node);
            end = page.tree.end(*node);
        }
    }
    // A page that is nothing but such lists is about what they lead to.
    if page.prose(0) >= in_lists + TEXT_BYTES_MIN {
        lists.into_iter().for_each(|(node, rule)| marks.mark(node, rule));
    }
}

/// Says whether a block stands over a list of what stands elsewhere or of what readers wrote, and which of these.
fn heads_list(page: &Page<'_>, run: &Run) -> Option<&'static str> {
    const HEADING_BYTES_MAX: usize = 60;
    let tree = page.tree;
    // What looks like a heading need not be one.
    let may_head = match run.kind {
        BlockKind::Heading => true,
        BlockKind::Paragraph => run.link_bytes == 0 && !run.is_caption,
        _ => false,
    };
    if !may_head || run.bytes > HEADING_BYTES_MAX || sections::name_of_heading(tree, run).is_some() {
        return None;
    }
    let says = trim::fold(run.raw_text());
    // What a house writes of a matter is told by the matter.
    let is_of_house =
        ["our coverage of ", "more from ", "more in "].iter().any(|start| says.starts_with(start));
    let leads_away = phrases::leads_away(&says) && (is_of_house || sections::is_bare(&says));
    match () {
        () if author::heads(&says) || phrases::heads_references(&says) => None,
        () if leads_away || phrases::heads_list(&says) => Some("related links"),
        () if phrases::heads_comments(&says) || phrases::heads_reviews(&says) => Some("comments"),
        () => None,
    }
}

/// The heading of this number and the elements behind it that are the list it stands over, if they are one.
fn below_heading(page: &Page<'_>, heading: usize, rule: &'static str) -> Vec<(usize, &'static str)> {
    const ITEMS_MIN: usize = 2;
    const LINK_BYTES_MIN: usize = 8;
    const SIBLINGS_MAX: usize = 60;
    let tree = page.tree;
    let holder = page.runs[heading].holder;
    // The heading may stand in an element of its own.
    let is_alone = |outer: &usize| page.range(*outer) == (heading..heading + 1);
    let own = std::iter::once(holder).chain(tree.ancestors(holder)).take_while(is_alone).last();
    let Some(own) = own else { return Vec::new() };
    let is_item = |node: usize| match rule {
        "comments" => is_short(page, node),
        _ => is_teaser(page, node),
    };
    let end = tree.end(tree.parent(own));
    let next = |node: usize| Some(tree.end(node)).filter(|next| *next < end);
    let siblings = std::iter::successors(next(own), |sibling| next(*sibling)).take(SIBLINGS_MAX);
    let mut found = vec![(own, rule)];
    let mut items = 0;
    for sibling in siblings {
        // Links may stand side by side in one line.
        if rule != "comments"
            && tree.name(sibling) == "a"
            && tree.raw_text(sibling).trim().len() >= LINK_BYTES_MIN
        {
            items += 1;
            found.push((sibling, rule));
            continue;
        }
        let is_word = || tree.text(sibling).is_some_and(|text| text.contains(char::is_alphanumeric));
        if page.bytes(sibling) == 0 && !is_word() {
            continue;
        }
        let below = items_of(page, sibling);
        let is_one = rule == "comments" && is_item(sibling) || below.len() < ITEMS_MIN;
        let all = if is_one { vec![sibling] } else { below };
        if !all.iter().all(|item| is_item(*item)) || links::lead_to_many_sites(tree, sibling) {
            break;
        }
        items += all.len();
        found.push((sibling, rule));
    }
    if items >= ITEMS_MIN { found } else { Vec::new() }
}

/// The elements of one kind that are all that `node` holds.
fn items_of(page: &Page<'_>, node: usize) -> Vec<usize> {
    let tree = page.tree;
    let items: Vec<usize> = tree.children(node).filter(|child| page.bytes(*child) > 0).collect();
    let kind = |node: usize| (tree.name(node), tree.attribute(node, "class"));
    match items.as_slice() {
        [only] if tree.element(*only).is_some() => items_of_only(page, *only),
        [first, rest @ ..] if rest.iter().all(|item| kind(*item) == kind(*first)) => items,
        _ => Vec::new(),
    }
}

/// A list in one more element is a list.
fn items_of_only(page: &Page<'_>, node: usize) -> Vec<usize> {
    let items: Vec<usize> = page.tree.children(node).filter(|child| page.bytes(*child) > 0).collect();
    let is_item = |item: &usize| page.tree.name(*item) == page.tree.name(items[0]);
    if items.len() > 1 && items.iter().all(is_item) { items } else { Vec::new() }
}

/// Says whether an element calls itself what stands beside the content, and holds little but a title or a link each
/// of what stands elsewhere.
fn is_named(page: &Page<'_>, node: usize) -> bool {
    let tree = page.tree;
    let Some(element) = tree.element(node) else { return false };
    let is_beside =
        |verdict: Verdict| matches!(verdict.rule, "aside" | "related links" | "promotion" | "navigation");
    if !(vocabulary::verdict(element).is_some_and(is_beside) || vocabulary::is_beside(element))
        || page.bytes(node) == 0
    {
        return false;
    }
    are_teasers(page, node, |item| is_teaser(page, item) || is_titled(page, item))
}

/// Says whether an element holds little but links, each with a few words of what it leads to.
pub(super) fn are_linked(page: &Page<'_>, node: usize) -> bool {
    page.link_share(node) > 0.1 && are_teasers(page, node, |item| is_linked(page, item))
}

/// Says whether nearly all words of an element are in several items side by side.
fn are_teasers(page: &Page<'_>, node: usize, is_item: impl Fn(usize) -> bool) -> bool {
    const ITEMS_MIN: usize = 3;
    const NODES_MAX: usize = 4000;
    let tree = page.tree;
    if tree.end(node) - node > NODES_MAX {
        return false;
    }
    let (mut items, mut bytes) = (0, 0);
    let mut inner = node;
    while inner < tree.end(node) {
        if tree.element(inner).is_none() {
            inner += 1;
            continue;
        }
        let below: Vec<usize> = tree.children(inner).filter(|child| is_item(*child)).collect();
        if below.len() < 2 {
            inner += 1;
            continue;
        }
        items += below.len();
        bytes += below.iter().map(|item| page.bytes(*item)).sum::<usize>();
        inner = tree.end(inner);
    }
    items >= ITEMS_MIN && bytes * 10 >= page.bytes(node) * 7 && !links::lead_to_many_sites(tree, node)
}

/// Says whether a cell beside others of a table that lays out the page holds nothing but links, each with a few words
/// below it.
fn is_cell_of_teasers(page: &Page<'_>, node: usize) -> bool {
    const ITEMS_MIN: usize = 3;
    const BLOCKS_MAX: usize = 100;
    const CELLS_MAX: usize = 12;
    let tree = page.tree;
    if tree.name(node) != "td" {
        return false;
    }
    let runs = &page.runs[page.range(node)];
    if runs.len() > BLOCKS_MAX {
        return false;
    }
    let is_teaser = |run: &&Run| {
        let link = tree.ancestors(run.at).take(4).find(|outer| tree.name(*outer) == "a");
        link.is_some() && (8..=TITLE_BYTES_MAX).contains(&run.link_bytes) && run.bytes <= WORDS_BYTES_MAX
    };
    let teasers = runs.iter().filter(is_teaser).count();
    let prose = page.prose(node);
    let cells = || tree.children(tree.parent(node)).take(CELLS_MAX).filter(|cell| *cell != node);
    let beside = || cells().map(|cell| page.prose(cell)).sum::<usize>();
    teasers >= ITEMS_MIN
        && runs.len() <= teasers + 2
        && prose > 0
        && beside() >= TEXT_BYTES_MIN
        && !links::lead_to_many_sites(tree, node)
}

/// Says whether an element is a title or a link with a few words, as lists show other pages.
fn is_teaser(page: &Page<'_>, node: usize) -> bool {
    const BLOCKS_MAX: usize = 5;
    const NODES_MAX: usize = 200;
    let tree = page.tree;
    let runs = &page.runs[page.range(node)];
    let Some(first) = runs.first().filter(|_| runs.len() <= BLOCKS_MAX) else { return false };
    let bytes: usize = runs.iter().map(|run| run.bytes).sum();
    let is_title = || {
        let is_heading = first.kind == BlockKind::Heading || first.link_bytes * 10 > first.bytes * 8;
        is_heading && runs.len() >= 2 && first.bytes <= TITLE_BYTES_MAX
    };
    matches!(tree.name(node), "li" | "p" | "div" | "article" | "section" | "a" | "dt" | "tr" | "td")
        && tree.end(node) - node <= NODES_MAX
        && bytes <= TITLE_BYTES_MAX + WORDS_BYTES_MAX
        && runs.iter().all(|run| run.kind != BlockKind::Code && run.kind != BlockKind::Quotation)
        && (is_title() || opens_with_link(page, node))
}

/// Says whether an element is a line that is no sentence, and one that is.
fn is_titled(page: &Page<'_>, node: usize) -> bool {
    let [title, words] = &page.runs[page.range(node)] else { return false };
    let ends = |run: &Run| ends_sentence(run.raw_text().trim_end());
    matches!(page.tree.name(node), "li" | "div" | "article" | "a")
        && title.bytes <= TITLE_BYTES_MAX
        && (60..=WORDS_BYTES_MAX).contains(&words.bytes)
        && title.kind != BlockKind::Heading
        && !ends(title)
        && ends(words)
}

/// Says whether an element is a teaser whose title is a link.
fn is_linked(page: &Page<'_>, node: usize) -> bool {
    let first = page.runs[page.range(node)].first();
    is_teaser(page, node)
        && first.is_some_and(|first| first.link_bytes * 10 > first.bytes * 8 || opens_with_link(page, node))
}

/// Says whether the words of an element begin with a link that may be the title of a page; a day may stand before it.
fn opens_with_link(page: &Page<'_>, node: usize) -> bool {
    const BEFORE_BYTES_MAX: usize = 24;
    const NODES_MAX: usize = 60;
    let tree = page.tree;
    let nodes = std::iter::once(node).chain(tree.below(node).take(NODES_MAX));
    let link =
        nodes.filter(|inner| tree.name(*inner) == "a").find(|link| tree.raw_text(*link).trim().len() >= 8);
    let Some(link) = link else { return false };
    let words = |from: usize, to: usize| -> usize {
        (from..to).filter_map(|inner| tree.text(inner)).map(|text| text.trim().len()).sum()
    };
    words(node, link) <= BEFORE_BYTES_MAX && words(link, tree.end(link)) <= TITLE_BYTES_MAX + WORDS_BYTES_MAX
}

/// Says whether an element is no longer than what a reader writes.
fn is_short(page: &Page<'_>, node: usize) -> bool {
    const BYTES_MAX: usize = 1500;
    matches!(page.tree.name(node), "div" | "li" | "article")
        && (1..=BYTES_MAX).contains(&page.bytes(node))
        && page.range(node).len() >= 2
        && page.tree.attribute(node, "class").is_some()
}
