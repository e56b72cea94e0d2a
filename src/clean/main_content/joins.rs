//! What belongs to the content beside its best place: leads, sections, sources and notes.

use super::choose::{Places, is_part};
use super::measure::{Page, ends_sentence, prose_bytes};
use super::{author, calls, links, parts, phrases, sections, teasers, trim, vocabulary};
use crate::clean::asks;
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::html::tree::Tree;

/// Says whether `child` is a heading below the title of the page that leads nowhere, or holds no more than one.
pub(super) fn is_heading(page: &Page<'_>, child: usize) -> bool {
    let is_level = |node: usize| matches!(page.tree.name(node), "h2" | "h3" | "h4" | "h5");
    let runs = &page.runs[page.range(child)];
    let is_head = || page.tree.name(child) == "header" && runs.len() == 1 && is_level(runs[0].holder);
    (is_level(child) || is_head()) && page.link_share(child) == 0.0
}

/// Says whether `child` is a paragraph or a heading with words of its own, however few.
pub(super) fn is_plain_part(page: &Page<'_>, child: usize) -> bool {
    matches!(page.tree.name(child), "p" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "pre")
        && page.bytes(child) > 0
        && page.link_share(child) < 0.2
}

/// Where the siblings end that go on with `inner`, a text that stands in its element without paragraphs: editors
/// that know no other way set lists, headings and the next stretch beside it, none with a name.
pub(super) fn end_of_stretches(page: &Page<'_>, inner: usize) -> usize {
    let tree = page.tree;
    let is_unnamed = |node: usize| tree.element(node).is_some_and(|element| !element.has_attributes());
    let is_stretch = |node: usize| {
        tree.name(node) == "div" && page.runs[page.range(node)].iter().all(|run| run.holder == node)
    };
    let is_part =
        |node: usize| matches!(tree.name(node), "ul" | "ol" | "blockquote" | "pre" | "h1" | "h2" | "h3");
    let parent = tree.parent(inner);
    let mut end = tree.end(inner);
    if !matches!(tree.name(parent), "div" | "section" | "article") || !is_stretch(inner) {
        return end;
    }
    // What is no element is white space, or words that were taken in before.
    while end < tree.end(parent)
        && (tree.element(end).is_none() || is_unnamed(end) && (is_stretch(end) || is_part(end)))
    {
        end = tree.end(end);
    }
    end
}

/// Says whether `child` is mostly prose that leads nowhere.
pub(super) fn is_prose(page: &Page<'_>, child: usize) -> bool {
    const PROSE_BYTES_MIN: usize = 80;
    let prose = page.prose(child);
    prose >= PROSE_BYTES_MIN && prose * 4 >= page.bytes(child) * 3 && page.link_share(child) < 0.1
}

/// A lead is a sentence or a few.
const LEAD_BYTES_MIN: usize = 40;
const LEAD_BYTES_MAX: usize = 1200;

/// Says whether `child` is prose between the title and what holds the best place: a first paragraph
/// in larger letters, or the words under the picture that opens the page.
pub(super) fn opens(page: &Page<'_>, child: usize, inner: usize, best: usize, title: Option<usize>) -> bool {
    let is_between = child < inner && title.map_or(inner == best, |title| page.runs[title].at < child);
    let (prose, bytes, links) = (page.prose(child), page.bytes(child), page.link_share(child));
    if is_between && title.is_some() && is_summary(page, child) {
        return true;
    }
    let is_lead = || page.tree.element(child).is_some_and(vocabulary::is_lead);
    if is_between && (LEAD_BYTES_MIN..LEAD_BYTES_MAX).contains(&bytes) && links == 0.0 && is_lead() {
        return true;
    }
    // The picture that opens the page, with what is said of it.
    if is_between && title.is_some() && bytes < 400 && is_picture(page, child) {
        return true;
    }
    // A motto, between the title and the first paragraph.
    let is_motto = page.tree.name(child) == "blockquote" && (1..LEAD_BYTES_MIN * 10).contains(&bytes);
    if is_between && title.is_some() && is_motto && links == 0.0 {
        return true;
    }
    // What stands under the title may hold lists and listings, too.
    let is_text =
        prose * 10 >= bytes * 8 && links < 0.02 || title.is_some() && prose * 2 >= bytes && links < 0.1;
    is_between && prose >= 60 && is_text
}

/// Says whether an element is a list of two points or more that sums up what follows.
fn is_summary(page: &Page<'_>, node: usize) -> bool {
    let runs = &page.runs[page.range(node)];
    (2..=8).contains(&runs.len())
        && !page.tree.below(node).any(|node| page.tree.name(node) == "a")
        && runs.iter().all(|run| {
            run.kind == BlockKind::ListItem && run.link_bytes == 0 && (24..=300).contains(&run.bytes)
        })
}

/// Says whether `child`, which stands beside what holds the best place, is part of the content.
pub(super) fn belongs(
    page: &Page<'_>,
    child: usize,
    inner: usize,
    best: usize,
    prose: usize,
    title: Option<usize>,
    places: &Places,
) -> bool {
    let tree = page.tree;
    let child_prose = page.prose(child);
    let links = page.link_share(child);
    // Lists of terms and tables of data are part of what explains them.
    if child > inner && tree.name(child) == "dl" && links < 0.7 && page.bytes(child) > 0 {
        return true;
    }
    if child > inner && links < 0.5 && is_notes(page, child) {
        return true;
    }
    if child > inner && tree.element(child).is_some_and(vocabulary::is_correction) {
        return links < 0.5 && is_correction(page, child);
    }
    if is_section_like(page, child, inner) || child > inner && is_sources(page, child) {
        return true;
    }
    if links < 0.1 && has_place_like(page, child, best) {
        return true;
    }
    let holds_title =
        |node: usize| title.is_some_and(|title| (node..tree.end(node)).contains(&page.runs[title].at));
    if !holds_title(inner) && goes_on_alike(page, child, inner) {
        return true;
    }
    if is_block_of_editor(page, child, inner) {
        return true;
    }
    if child_prose < 80
        || links > 0.25
        || child_prose * 2 < page.bytes(child)
        || is_narrow(tree, child, inner)
    {
        return false;
    }
    let name = tree.name(child);
    if name.is_empty() || is_part(name) {
        return true;
    }
    let alike = is_alike(page, child, inner);
    // Panels of which one is shown at a time are of one thing.
    let is_panel = |node: usize| tree.attribute(node, "role") == Some("tabpanel");
    if is_panel(child) && is_panel(inner) {
        return true;
    }
    if alike && (first_class(tree, child).is_some() || links < 0.1)
        || tree.element(child).is_some_and(vocabulary::is_lead)
    {
        return true;
    }
    // The head of an article holds its title and often its first paragraph.
    let holds_title = || {
        let nodes = child..tree.end(child);
        title.is_some_and(|title| nodes.contains(&page.runs[title].at))
            || nodes.clone().any(|node| tree.name(node) == "h1")
    };
    if child < inner && links < 0.15 && holds_title() {
        return true;
    }
    if teasers::are_linked(page, child) {
        return false;
    }
    // Prose in one place is a text; prose in many small places is a list of teasers or comments.
    let range = page.range(child);
    let mut in_places: Vec<usize> = places.of_run[range].to_vec();
    in_places.sort_unstable();
    in_places.dedup();
    let per_place = child_prose / in_places.len().max(1);
    let best_inside = in_places.iter().map(|place| places.scores[*place]).fold(0.0, f32::max);
    per_place >= 300 && (best_inside >= places.scores[best] * 0.2 || child_prose * 5 > prose)
}

/// Says whether `child` is a block behind others like `inner` that an editor has numbered, and holds a sentence of the text.
fn is_block_of_editor(page: &Page<'_>, child: usize, inner: usize) -> bool {
    const NODES_MAX: usize = 60;
    let tree = page.tree;
    let is_block = |node: usize| tree.attribute(node, "data-block-id").is_some();
    let runs = &page.runs[page.range(child)];
    child > inner
        && is_block(child)
        && is_block(inner)
        && tree.end(child) - child <= NODES_MAX
        && runs.len() == 1
        && runs.iter().all(|run| run.link_bytes == 0 && ends_sentence(run.raw_text().trim_end()))
        && !tree.below(child).any(|node| matches!(tree.name(node), "form" | "button" | "textarea"))
}

/// The article that an element is part of: the element that says so, by its name or by what it says it is.
pub(super) fn scope(page: &Page<'_>, node: usize) -> Option<usize> {
    const LEVELS_MAX: usize = 6;
    let is_scope = |outer: &usize| page.tree.element(*outer).is_some_and(vocabulary::is_article);
    page.tree.ancestors(node).take(LEVELS_MAX).find(is_scope)
}

/// Says whether `child`, right behind the text, is a further part of it, however short: sentences that lead nowhere
/// in the same article, which neither ask for anything nor are about whoever wrote.
pub(super) fn goes_on(page: &Page<'_>, child: usize, title: Option<usize>) -> bool {
    const NODES_MAX: usize = 2000;
    /// Less than this under no heading may be a line of the page's own.
    const ALONE_BYTES_MIN: usize = 160;
    let tree = page.tree;
    let parent = tree.parent(child);
    let holds_title = || title.is_some_and(|title| (parent..child).contains(&page.runs[title].at));
    let is_in_body = || {
        let mut around = tree.ancestors(child).filter_map(|outer| tree.element(outer));
        around.any(vocabulary::is_named_as_body)
    };
    let is_in_article = || {
        tree.element(parent).is_some_and(vocabulary::is_article)
            || scope(page, child).is_some()
            || is_in_body()
    };
    let asks = |node: usize| matches!(tree.name(node), "form" | "input" | "textarea" | "button");
    let is_apparatus = |node: usize| {
        page.bytes(node) > 0 && tree.element(node).is_some_and(vocabulary::is_apparatus_behind_text)
    };
    let runs = || page.range(child).filter(|run| page.counts(*run)).map(|run| &page.runs[run]);
    let leads = |run: &Run| run.link_bytes * 2 > run.bytes;
    let is_headed = || runs().next().is_some_and(|run| run.kind == BlockKind::Heading);
    let is_text = || {
        is_prose(page, child)
            && (runs().nth(1).is_some() && is_headed() || page.prose(child) >= ALONE_BYTES_MIN)
    };
    // What it takes, and what to do with it.
    let is_list = || is_headed() && is_list_of_own(page, child);
    matches!(tree.name(child), "div" | "section" | "figure")
        && (!runs().any(leads) && (is_picture(page, child) || parts::is_quotation(page, child) || is_text())
            || is_list())
        && (holds_title() || is_in_article())
        && !(child..tree.end(child)).take(NODES_MAX).any(|node| asks(node) || is_apparatus(node))
        && !runs().any(is_of_page)
}

/// Says whether a block is of the page rather than of its text: a heading of the apparatus, a call, a notice, a note about
/// whoever wrote.
pub(super) fn is_of_page(run: &Run) -> bool {
    let says = trim::fold(run.raw_text());
    run.kind == BlockKind::Heading && sections::is_of_apparatus(&says)
        || calls::is_call(&says)
        || phrases::is_notice(&says)
        || trim::is_around_comment(&says)
        || author::is_about(run.raw_text())
}

/// Says whether an element holds a heading and, below it, a list of several items and little else.
fn is_list_of_own(page: &Page<'_>, node: usize) -> bool {
    const ITEMS_MIN: usize = 2;
    let tree = page.tree;
    let list = |run: &Run| {
        let list = tree.ancestors(run.holder).take(6).find(|outer| matches!(tree.name(*outer), "ul" | "ol"));
        list.filter(|list| *list > node)
    };
    let runs = || page.range(node).filter(|run| page.counts(*run)).map(|run| &page.runs[run]);
    // Where to buy it may be said below.
    let is_link = |run: &Run| run.link_bytes * 2 > run.bytes;
    let in_links: usize = runs().filter(|run| is_link(run)).map(|run| run.bytes).sum();
    let links = runs().filter(|run| is_link(run)).take(2).count();
    let in_list: usize = runs().filter(|run| list(run).is_some()).map(|run| run.bytes).sum();
    let behind_heading: usize = runs().skip(1).map(|run| run.bytes).sum();
    let items = runs().filter(|run| list(run).is_some()).take(ITEMS_MIN).count();
    items == ITEMS_MIN
        && links < 2
        && !runs().any(|run| is_link(run) && list(run).is_some())
        && in_list * 10 >= (behind_heading - in_links.min(behind_heading)) * 6
}

/// Says whether an element holds no more than what is pressed: `Jump to the recipe`, `Print`.
pub(super) fn is_control(page: &Page<'_>, node: usize) -> bool {
    const BYTES_MAX: usize = 80;
    let tree = page.tree;
    let is_pressed = |run: &Run| {
        let around = std::iter::once(run.at).chain(tree.ancestors(run.at)).take_while(|outer| *outer >= node);
        let is_button = |outer: usize| matches!(tree.name(outer), "a" | "button");
        run.link_bytes * 10 >= run.bytes * 9 || around.into_iter().any(is_button)
    };
    page.bytes(node) <= BYTES_MAX && page.range(node).all(|run| is_pressed(&page.runs[run]))
}

/// Says whether all that an element says is said of a picture, and not by whom it is.
fn is_picture(page: &Page<'_>, node: usize) -> bool {
    const LEVELS_MAX: usize = 6;
    const BYTES_MIN: usize = 40;
    let tree = page.tree;
    let in_figure = |run: &Run| {
        let around = std::iter::once(run.holder).chain(tree.ancestors(run.holder)).take(LEVELS_MAX);
        around.take_while(|outer| *outer >= node).any(|outer| tree.name(outer) == "figure")
    };
    let mut said = page.range(node).filter(|run| page.counts(*run)).map(|run| &page.runs[run]);
    page.bytes(node) >= BYTES_MIN
        && page.link_share(node) < 0.3
        && said.all(|run| in_figure(run) && !phrases::is_credit(&trim::fold(run.raw_text())))
}

/// Says whether two elements are of one kind: the first of several class names says which, the others tell
/// kinds apart.
pub(super) fn is_alike(page: &Page<'_>, one: usize, other: usize) -> bool {
    let tree = page.tree;
    tree.name(one) == tree.name(other) && first_class(tree, one) == first_class(tree, other)
}

fn first_class(tree: &Tree, node: usize) -> Option<&str> {
    tree.attribute(node, "class").unwrap_or_default().split_ascii_whitespace().next()
}

/// Says whether `child` is an element like `inner`, behind it, and opens with a paragraph as that does: pages part a text
/// where they set an advertisement, and what leads elsewhere stands at the end of its last part.
fn goes_on_alike(page: &Page<'_>, child: usize, inner: usize) -> bool {
    const PROSE_BYTES_MIN: usize = 200;
    let tree = page.tree;
    let opens_with_paragraph = |node: usize| {
        let first = page.range(node).find(|run| page.counts(*run))?;
        let holder = page.runs[first].holder;
        let is_prose =
            prose_bytes(&page.runs[first]) > 0 && page.runs[first].link_bytes * 5 < page.runs[first].bytes;
        (tree.name(holder) == "p" && tree.parent(holder) == node && is_prose).then_some(())
    };
    child > inner
        && matches!(tree.name(child), "div" | "section")
        && tree.name(child) == tree.name(inner)
        && tree.attribute(child, "class") == tree.attribute(inner, "class")
        && page.prose(child) >= PROSE_BYTES_MIN
        && !tree.children(child).any(|part| matches!(tree.name(part), "button" | "input" | "form"))
        && opens_with_paragraph(child).and(opens_with_paragraph(inner)).is_some()
}

/// Says whether `child` is a column beside `inner` that is less than half as wide, as old pages lay themselves out.
fn is_narrow(tree: &Tree, child: usize, inner: usize) -> bool {
    let width = |node: usize| tree.attribute(node, "width")?.trim_end_matches("px").parse::<usize>().ok();
    tree.name(child) == "td"
        && tree.name(inner) == "td"
        && width(child).zip(width(inner)).is_some_and(|(own, other)| own * 2 < other)
}

/// Says whether two elements that share a name of class are sections of one text: both open with a heading of
/// the same level, over prose that leads nowhere or over sources.
fn is_section_like(page: &Page<'_>, child: usize, inner: usize) -> bool {
    const PROSE_BYTES_MIN: usize = 60;
    let tree = page.tree;
    let heading = |node: usize| {
        let run = page.runs[page.range(node)].first().filter(|run| run.kind == BlockKind::Heading)?;
        let level = tree.name(run.holder);
        matches!(level, "h2" | "h3" | "h4").then(|| (level, run))
    };
    let classes = |node: usize| tree.attribute(node, "class").unwrap_or_default().split_ascii_whitespace();
    let Some((level, run)) = heading(child).filter(|(_, run)| run.link_bytes == 0) else { return false };
    if tree.name(child) != tree.name(inner)
        || !classes(child).any(|class| classes(inner).any(|other| other == class))
        || heading(inner).is_none_or(|(other, _)| other != level)
    {
        return false;
    }
    let says = trim::fold(run.raw_text());
    let is_prose = page.prose(child) >= PROSE_BYTES_MIN
        && page.prose(child) * 2 >= page.bytes(child)
        && page.link_share(child) < 0.1
        && !(phrases::leads_away(&says) || phrases::heads_comments(&says) || author::heads(&says));
    // A question and its answer, which may be a sentence.
    let is_answered = || {
        let behind = page.runs[page.range(child)].get(1..).unwrap_or_default();
        says.ends_with('?')
            && behind.last().is_some_and(|last| ends_sentence(last.raw_text().trim_end()))
            && behind.iter().all(|run| run.link_bytes * 5 < run.bytes)
    };
    let are_answered = || {
        const QUESTIONS_MIN: usize = 2;
        let runs = &page.runs[page.range(child)];
        let is_question = |run: &Run| run.kind == BlockKind::Heading && asks(run.raw_text());
        let answered = runs.windows(2).filter(|pair| is_question(&pair[0]) && prose_bytes(&pair[1]) > 0);
        answered.take(QUESTIONS_MIN).count() == QUESTIONS_MIN
            && runs.iter().all(|run| run.link_bytes * 5 < run.bytes)
    };
    let are_sources = || {
        phrases::heads_references(&says)
            && tree.children(child).any(|list| tree.element(list).is_some_and(vocabulary::is_references))
    };
    is_prose || is_answered() || are_answered() || child > inner && are_sources()
}

/// Says whether an element is a list of sources behind the content: under a heading that says so, and leading
/// to several other sites.
fn is_sources(page: &Page<'_>, node: usize) -> bool {
    let runs = &page.runs[page.range(node)];
    let Some((heading, list)) = runs.split_first() else { return false };
    let says = trim::fold(heading.raw_text());
    heading.kind == BlockKind::Heading
        && heading.link_bytes == 0
        && phrases::heads_references(&says)
        && !phrases::leads_away(&says)
        && list.iter().all(|run| run.kind == BlockKind::ListItem)
        && links::lead_to_many_sites(page.tree, node)
}

/// Says whether an element that calls itself a correction is one in its length.
fn is_correction(page: &Page<'_>, node: usize) -> bool {
    const BYTES_MAX: usize = 1000;
    // A link on its own leads to how corrections are made here.
    let opens_with_link =
        || page.runs[page.range(node)].first().is_some_and(|run| run.link_bytes == run.bytes);
    (1..=BYTES_MAX).contains(&page.bytes(node)) && !opens_with_link()
}

/// Says whether an element calls itself notes and leads back into the page, as notes do.
fn is_notes(page: &Page<'_>, node: usize) -> bool {
    let tree = page.tree;
    let leads_back = |node: usize| {
        tree.name(node) == "a" && tree.attribute(node, "href").is_some_and(|href| href.starts_with('#'))
    };
    tree.element(node).is_some_and(vocabulary::is_references)
        && page.bytes(node) > 0
        && tree.below(node).any(leads_back)
}

/// Says whether most of the prose in `child` is in an element of the same name and class as the best
/// place: pages part a story where they put an advertisement.
fn has_place_like(page: &Page<'_>, child: usize, best: usize) -> bool {
    let tree = page.tree;
    let class = tree.attribute(best, "class").unwrap_or_default();
    let is_like =
        |node: usize| tree.name(node) == tree.name(best) && tree.attribute(node, "class") == Some(class);
    // A part with a heading of its own may be no longer than a sentence.
    let is_headed = || {
        let runs = &page.runs[page.range(child)];
        let is_own = |heading: &Run| {
            heading.kind == BlockKind::Heading && !sections::is_of_apparatus(&trim::fold(heading.raw_text()))
        };
        runs.len() >= 2
            && is_own(&runs[0])
            && runs.iter().all(|run| run.link_bytes == 0)
            && runs.last().is_some_and(|last| last.bytes >= 40 && ends_sentence(last.raw_text().trim_end()))
    };
    let is_part = |node: usize| {
        page.prose(node) >= 200 && page.prose(node) * 3 > page.prose(child) * 2
            || page.bytes(node) * 3 > page.bytes(child) * 2 && is_headed()
    };
    !class.is_empty() && (child..tree.end(child)).any(|node| is_like(node) && is_part(node))
}
