//! Puts aside what names itself as the apparatus of a page.

use std::collections::HashMap;

use super::measure::{Page, ends_sentence, link_share};
use super::vocabulary::{self, Verdict};
use super::{Marks, asides, sections, trim};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::html::kinds::{is_block, is_heading};
use crate::format::html::tree::Tree;

/// Marks the subtrees that are apparatus by their element, role or class names.
pub(super) fn mark_apparatus(page: &Page<'_>, marks: &mut Marks) {
    let total = page.prose(0);
    let candidates = candidates(page, marks, total);
    // A name that would take away much of the prose means something else on this page.
    let mut by_rule: HashMap<&str, usize> = HashMap::new();
    for (node, verdict) in &candidates {
        *by_rule.entry(verdict.rule).or_default() += page.prose(*node);
    }
    let are_behind_text = comments_are_behind_text(page, &candidates);
    for (node, verdict) in candidates {
        if verdict.rule == "comments" && are_behind_text {
            marks.mark(node, verdict.rule);
            continue;
        }
        let prose = page.prose(node);
        let together = by_rule.get(verdict.rule).copied().unwrap_or_default();
        let is_believed = together as f32 <= total as f32 * verdict.prose_share_max_together();
        if is_believed || prose == 0 || page.link_share(node) > 0.4 {
            marks.mark(node, verdict.rule);
        }
    }
}

/// Says whether the comments, however long, stand below a text of the same part of the page.
fn comments_are_behind_text(page: &Page<'_>, candidates: &[(usize, Verdict)]) -> bool {
    const TEXT_BYTES_MIN: usize = 300;
    let Some((first, _)) = candidates.iter().find(|(_, verdict)| verdict.rule == "comments") else {
        return false;
    };
    let Some(around) = page.tree.ancestors(*first).nth(1) else { return false };
    let before = page.prose_between(around, *first);
    let apparatus = candidates.iter().filter(|(node, _)| (around..*first).contains(node));
    let apparatus: usize = apparatus.map(|(node, _)| page.prose(*node)).sum();
    before.saturating_sub(apparatus) >= TEXT_BYTES_MIN
}

fn candidates(page: &Page<'_>, marks: &mut Marks, total: usize) -> Vec<(usize, Verdict)> {
    let tree = page.tree;
    let mut candidates = Vec::new();
    let mut node = 0;
    while node < tree.len() {
        if marks.skipped[node] {
            node = tree.end(node);
            continue;
        }
        if is_line_numbers(tree, node) {
            candidates.push((node, LINE_NUMBERS));
            node = tree.end(node);
            continue;
        }
        if asides::is_pulled(page, node) {
            marks.mark(node, "pull quotation");
            node = tree.end(node);
            continue;
        }
        if is_empty_table(tree, node) {
            candidates.push((node, EMPTY_TABLE));
            node = tree.end(node);
            continue;
        }
        if is_folded_contents(tree, node) {
            candidates.push((node, CONTENTS));
            node = tree.end(node);
            continue;
        }
        // Formulas carry the names of the menus that their script gives them.
        let verdict = tree
            .element(node)
            .filter(|element| !element.name.starts_with("mjx-"))
            .and_then(vocabulary::verdict);
        match verdict.filter(|verdict| may_go(page, node, *verdict, total)) {
            Some(verdict) => {
                candidates.push((node, verdict));
                node = tree.end(node);
            }
            None => node += 1,
        }
    }
    // The times of what is said bear the names of the time of a post.
    let is_clock = |(node, _): &(usize, Verdict)| {
        let texts = tree.below(*node).filter_map(|node| tree.text(node)).map(str::trim_ascii);
        let mut texts = texts.filter(|text| !text.is_empty());
        texts.next().is_some_and(is_clock) && texts.next().is_none()
    };
    if candidates.iter().filter(|candidate| is_clock(candidate)).take(CLOCKS_MIN).count() == CLOCKS_MIN {
        candidates.retain(|candidate| !is_clock(candidate));
    }
    drop_names_of_text(page, total, &mut candidates);
    candidates
}

/// Takes out the paragraphs whose name is that of most of the text: converters call all paragraphs that look alike by
/// the name of one of them.
fn drop_names_of_text(page: &Page<'_>, total: usize, candidates: &mut Vec<(usize, Verdict)>) {
    let tree = page.tree;
    let class = |node: usize| tree.attribute(node, "class").filter(|_| tree.name(node) == "p");
    let mut prose: HashMap<&str, usize> =
        candidates.iter().filter_map(|(node, _)| Some((class(*node)?, 0))).collect();
    if prose.is_empty() {
        return;
    }
    for node in 0..tree.len() {
        if let Some(prose) = class(node).and_then(|class| prose.get_mut(class)) {
            *prose += page.prose(node);
        }
    }
    candidates.retain(|(node, _)| class(*node).is_none_or(|class| prose[class] * 2 <= total));
}

const LINE_NUMBERS: Verdict = Verdict { rule: "line numbers", prose_share_max: 0.2 };

const CONTENTS: Verdict = Verdict { rule: "navigation", prose_share_max: 0.2 };

const EMPTY_TABLE: Verdict = Verdict { rule: "empty table", prose_share_max: 0.2 };

/// Says whether an element is a table that has the names of its columns and no row: a script would have filled it.
fn is_empty_table(tree: &Tree, node: usize) -> bool {
    let cells = |name: &'static str| tree.below(node).filter(move |inner| tree.name(*inner) == name);
    tree.name(node) == "table"
        && cells("td").next().is_none()
        && cells("tr").nth(1).is_none()
        && cells("th").nth(1).is_some()
}

/// Says whether an element unfolds the table of contents of its page: `Table of contents`, and links into the page.
fn is_folded_contents(tree: &Tree, node: usize) -> bool {
    const SUMMARY_BYTES_MAX: usize = 40;
    if tree.name(node) != "details" {
        return false;
    }
    let summary = tree.children(node).find(|child| tree.name(*child) == "summary");
    let summary = summary.map(|summary| tree.raw_text(summary).trim().to_lowercase()).unwrap_or_default();
    let mut links = tree.below(node).filter(|inner| tree.name(*inner) == "a").peekable();
    let is_inner = |link: usize| tree.attribute(link, "href").is_some_and(|href| href.starts_with('#'));
    summary.len() <= SUMMARY_BYTES_MAX
        && summary.ends_with("contents")
        && links.peek().is_some()
        && links.all(is_inner)
}

/// Says whether a list within a listing numbers its lines.
fn is_line_numbers(tree: &Tree, node: usize) -> bool {
    let is_listing = |outer: usize| matches!(tree.name(outer), "pre" | "code");
    let number = |item: usize| tree.raw_text(item).trim().parse::<usize>().ok();
    matches!(tree.name(node), "ul" | "ol")
        && tree.ancestors(node).take(2).any(is_listing)
        && tree
            .children(node)
            .filter(|child| tree.element(*child).is_some())
            .enumerate()
            .all(|(at, item)| tree.end(item) - item <= 4 && number(item) == Some(at + 1))
}

fn is_references(page: &Page<'_>, node: usize) -> bool {
    page.tree.element(node).is_some_and(vocabulary::is_references)
}

/// A section holds so much prose at least.
const SECTION_BYTES_MIN: usize = 200;

/// So many elements that hold a time of the clock and nothing else are those of a transcript.
const CLOCKS_MIN: usize = 4;

/// `[00:03]`, `1:02:33.5`
fn is_clock(text: &str) -> bool {
    let time = text.trim_matches(['[', ']', '(', ')']);
    time.len() <= 12
        && time.contains(':')
        && time.starts_with(|c: char| c.is_ascii_digit())
        && time.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b','))
}

fn may_go(page: &Page<'_>, node: usize, verdict: Verdict, total: usize) -> bool {
    let prose = page.prose(node);
    if verdict.prose_share_max < 0.3 && is_among_words(page, node) {
        return false;
    }
    let is_attribution = (page.tree.name(node) == "footer" || verdict.rule == "footer")
        && matches!(page.tree.name(page.tree.parent(node)), "blockquote" | "figure");
    // A quotation says whose it is, by whatever name.
    let is_of_quotation =
        || page.tree.ancestors(node).take(3).any(|outer| page.tree.name(outer) == "blockquote");
    // `story__paragraph story__footer`
    let is_paragraph = || {
        let class = page.tree.attribute(node, "class").unwrap_or_default();
        class.split(|c: char| !c.is_alphanumeric()).any(|word| word == "paragraph")
            && page.link_share(node) < 0.3
    };
    if verdict.rule == "footer" && is_paragraph() {
        return false;
    }
    if verdict.rule == "player" && tells_by_itself(page, node) {
        return false;
    }
    if is_attribution || matches!(verdict.rule, "byline" | "footer") && is_of_quotation() {
        return false;
    }
    if page.tree.name(node) == "aside" && asides::are_of_text(page, node) {
        return false;
    }
    if is_heading_of_text(page, node, verdict) || sections::is_named_after_heading_alone(page, node, verdict)
    {
        return false;
    }
    if verdict.rule == "dialogue" && is_note_among_paragraphs(page, node) {
        return false;
    }
    // Documentation sets its notes aside.
    let is_note = || page.tree.element(node).is_some_and(vocabulary::is_note);
    if verdict.rule == "aside" && page.link_share(node) < 0.5 && is_note() {
        return false;
    }
    if verdict.rule == "promotion" && asides::opens_article(page, node) {
        return false;
    }
    if prose > 0 && verdict.prose_share_max < 0.15 && is_of_text(page.tree.name(node)) {
        return false;
    }
    // Sections bear the name of the table of contents that leads to them.
    if verdict.rule == "navigation"
        && page.tree.name(node) != "nav"
        && (prose >= SECTION_BYTES_MIN && page.link_share(node) < 0.1
            || page.tree.children(node).any(|child| is_references(page, child)))
    {
        return false;
    }
    if verdict.rule == "comments" && holds_what_is_commented(page, node, total) {
        return false;
    }
    // Comments may be longer than what they are about.
    prose as f32 <= total as f32 * verdict.prose_share_max
        || verdict.rule == "comments" && prose < total
        || verdict.prose_share_max >= 0.5 && page.link_share(node) > 0.5
}

/// Says whether what names itself after a video tells something without the title of one: a sentence under it, or all that
/// is said in it.
fn tells_by_itself(page: &Page<'_>, node: usize) -> bool {
    const PROSE_BYTES_MAX: usize = 400;
    let runs = &page.runs[page.range(node)];
    // `The ferry left at noon. (Shore Press)`
    let said = |run: &Run| {
        let text = run.raw_text().trim_end();
        let said = text.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
        said.map_or(text, |(said, _)| said).to_owned()
    };
    let is_sentence = |run: &Run| !run.is_caption && run.link_bytes == 0 && trim::reads_on(&said(run));
    page.prose(node) > PROSE_BYTES_MAX || runs.len() == 1 && is_sentence(&runs[0])
}

/// Says whether an element that is read out at once (`role=alert`) stands beside paragraphs of a text and only says
/// something, as notes and warnings in it do.
fn is_note_among_paragraphs(page: &Page<'_>, node: usize) -> bool {
    const SIBLINGS_MAX: usize = 400;
    let tree = page.tree;
    let is_announced = tree.attribute(node, "role").is_some_and(|role| matches!(role, "alert" | "status"));
    let asks = |inner: usize| matches!(tree.name(inner), "form" | "input" | "button" | "textarea");
    let is_prose = |sibling: usize| tree.name(sibling) == "p" && page.prose(sibling) > 0;
    let says = |run: &Run| ends_sentence(run.raw_text().trim_end());
    is_announced
        && page.runs[page.range(node)].last().is_some_and(says)
        && page.link_share(node) < 0.3
        && tree.element(node).is_none_or(|element| vocabulary::by_class(element).is_none())
        && !tree.below(node).any(asks)
        && tree.children(tree.parent(node)).take(SIBLINGS_MAX).any(is_prose)
}

/// Says whether an element that is named after comments holds what they are about as well: the title of the page, or
/// most of its prose, none of which stands before it, and the comments in an element of their own.
fn holds_what_is_commented(page: &Page<'_>, node: usize, total: usize) -> bool {
    const BEFORE_BYTES_MAX: usize = 100;
    let tree = page.tree;
    let holds_comments = |inner: usize| {
        tree.element(inner).and_then(vocabulary::verdict).is_some_and(|verdict| verdict.rule == "comments")
    };
    let first_part = || tree.below(node).take_while(|inner| !holds_comments(*inner));
    let told = || page.prose_between(node, first_part().last().unwrap_or(node));
    first_part().any(|inner| tree.name(inner) == "h1")
        || page.prose_between(0, node) <= BEFORE_BYTES_MAX
            && told() * 2 >= total
            && tree.below(node).any(holds_comments)
}

/// Says whether an element is a heading, or all of one, that is only named after what leads to it, or after its
/// own words, and has something to say below it.
fn is_heading_of_text(page: &Page<'_>, node: usize, verdict: Verdict) -> bool {
    let tree = page.tree;
    let is_level = |node: &usize| is_heading(tree.name(*node));
    let Some(heading) = std::iter::once(node).chain(tree.ancestors(node).take(3)).find(is_level) else {
        return false;
    };
    let is_named_after_itself =
        || tree.attribute(node, "id").is_some_and(|id| sections::is_slug_of(id, &tree.raw_text(heading)));
    // What calls itself something else inside of a heading is no more than a part of it: `[edit]`.
    let has_its_words = || tree.raw_text(heading).trim().starts_with(tree.raw_text(node).trim());
    if tree.name(node) == "nav"
        || verdict.rule != "navigation" && !is_named_after_itself()
        || !has_its_words()
    {
        return false;
    }
    // Below the title of a table of contents are links.
    let Some(below) = page.runs.get(page.range(heading).end) else { return false };
    let is_link = |node: usize| tree.name(node) == "a";
    link_share(below) < 0.5
        && !std::iter::once(below.at).chain(tree.ancestors(below.at)).take(2).any(is_link)
        && !tree
            .ancestors(below.at)
            .take(6)
            .filter_map(|outer| tree.element(outer))
            .any(|outer| vocabulary::verdict(outer).is_some_and(|verdict| verdict.rule == "navigation"))
}

/// Marks lists of what stands elsewhere that lie in the content `root`: side by side, a linked heading each
/// and a few words.
pub(super) fn mark_teasers(page: &Page<'_>, root: usize, marks: &mut Marks) {
    let tree = page.tree;
    let mut lists = Vec::new();
    let mut in_lists = 0;
    let mut node = root;
    while node < tree.end(root) {
        if marks.skipped[node] {
            node = tree.end(node);
            continue;
        }
        let cards: Vec<usize> = tree.children(node).filter(|child| is_card(page, *child)).collect();
        let outside = page.bytes(node) - cards.iter().map(|card| page.bytes(*card)).sum::<usize>();
        if cards.len() >= 2 && outside <= OUTSIDE_BYTES_MAX {
            lists.push(node);
            in_lists += page.prose(node);
            node = tree.end(node);
        } else {
            node += 1;
        }
    }
    // A page of many such lists is about what they lead to.
    if in_lists * 3 <= page.prose(root) {
        lists.into_iter().for_each(|node| marks.mark(node, "related links"));
    }
}

/// What stands over a list of teasers is short.
const OUTSIDE_BYTES_MAX: usize = 60;

/// Says whether an element shows another page: a linked heading, and a few words.
fn is_card(page: &Page<'_>, node: usize) -> bool {
    const BLOCKS_MAX: usize = 6;
    const PROSE_BYTES_MAX: usize = 400;
    if !matches!(page.tree.name(node), "article" | "div" | "li" | "section") {
        return false;
    }
    let runs = &page.runs[page.range(node)];
    let headings = || runs.iter().filter(|run| run.kind == BlockKind::Heading);
    (1..=BLOCKS_MAX).contains(&runs.len())
        && headings().count() == 1
        && headings().all(|run| link_share(run) > 0.6)
        && page.prose(node) <= PROSE_BYTES_MAX
}

/// Elements whose names say how a paragraph looks rather than what a part of the page is.
fn is_of_text(name: &str) -> bool {
    matches!(
        name,
        "p" | "li" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "td" | "span" | "em" | "strong"
    )
}

/// Marks shows of pictures inside the content `root` that has a text of its own beside them.
pub(super) fn mark_galleries(page: &Page<'_>, root: usize, marks: &mut Marks) {
    /// A text of this length is what the page is about.
    const TEXT_BYTES_MIN: usize = 1500;
    let tree = page.tree;
    let mut node = root + 1;
    while node < tree.end(root) {
        let is_gallery = !marks.skipped[node] && tree.element(node).is_some_and(vocabulary::is_gallery);
        if is_gallery && page.prose(root) - page.prose(node) >= TEXT_BYTES_MIN {
            marks.mark(node, "gallery");
        }
        node = if marks.skipped[node] { tree.end(node) } else { node + 1 };
    }
}

/// Says whether an inline element stands among the words of a paragraph.
fn is_among_words(page: &Page<'_>, node: usize) -> bool {
    let tree = page.tree;
    if is_block(tree.name(node)) {
        return false;
    }
    let holder = tree.ancestors(node).find(|outer| is_block(tree.name(*outer)));
    let words = |node: usize| -> usize {
        tree.below(node).filter_map(|node| tree.text(node)).map(|text| text.trim_ascii().len()).take(64).sum()
    };
    holder.is_some_and(|holder| is_of_text(tree.name(holder)) && words(holder) >= words(node) + 40)
}
