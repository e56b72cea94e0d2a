//! Which part of the page is the content.

use super::Marks;
use super::measure::{Page, link_share};
use super::{author, links, phrases, trim, vocabulary};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::html::tree::Tree;

/// Chooses the subtree that holds the content, and marks what stands in it beside the content.
/// `title` is the run that repeats the title of the page.
pub(super) fn root(page: &Page<'_>, title: Option<usize>, marks: &mut Marks) -> usize {
    let places = Places::of(page);
    let scores = &places.scores;
    let best =
        (0..scores.len()).max_by(|one, other| scores[*one].total_cmp(&scores[*other]).then(other.cmp(one)));
    let Some(best) = best.filter(|best| scores[*best] > 0.0) else { return declared(page).unwrap_or(0) };
    let before = marks.rules.len();
    let root = grow(page, best, 0, title, &places, marks);
    match instead_of_teasers(page, root, title, scores) {
        Some((_, 0)) => {
            marks.unmark_from(before);
            0
        }
        Some((best, within)) => {
            marks.unmark_from(before);
            grow(page, best, within, title, &places, marks)
        }
        None => root,
    }
}

/// What to take in place of `root` where that is a list of what stands elsewhere: the short text under
/// the title of the page, or else, on a page that is nothing but such lists, all of it. Returns the best
/// place, and the element it lies in (0 for the page).
fn instead_of_teasers(
    page: &Page<'_>,
    root: usize,
    title: Option<usize>,
    scores: &[f32],
) -> Option<(usize, usize)> {
    const PROSE_BYTES_MIN: usize = 120;
    let tree = page.tree;
    if !is_teasers(page, root) {
        return None;
    }
    if let Some(title) = title {
        let title = page.runs[title].at;
        // The innermost element around the title with a text of its own.
        let around = tree.ancestors(title).find(|outer| page.prose(*outer) >= PROSE_BYTES_MIN)?;
        let holds_root = (around..tree.end(around)).contains(&root) || around == 0;
        let inside =
            || (around..tree.end(around)).max_by(|one, other| scores[*one].total_cmp(&scores[*other]));
        return if holds_root || is_teasers(page, around) { None } else { Some((inside()?, around)) };
    }
    (page.bytes(root) * 10 < page.bytes(0) * 6).then_some((0, 0))
}

/// Says whether a part of the page is a list of links to texts with the beginning of each.
fn is_teasers(page: &Page<'_>, node: usize) -> bool {
    const PROSE_BYTES_MAX: usize = 600;
    let runs = &page.runs[page.range(node)];
    let headings = runs.iter().filter(|run| run.kind == BlockKind::Heading).count();
    let linked = runs.iter().filter(|run| run.kind == BlockKind::Heading && link_share(run) > 0.6).count();
    linked >= 3 && linked * 2 >= headings && page.prose(node) < linked * PROSE_BYTES_MAX
}

/// The only element with words that calls itself the body of the article, however few they are.
fn declared(page: &Page<'_>) -> Option<usize> {
    let is_body = |node: &usize| {
        page.tree.element(*node).is_some_and(vocabulary::is_article_body) && page.bytes(*node) > 0
    };
    let mut bodies = (0..page.tree.len()).filter(is_body);
    bodies.next().filter(|_| bodies.next().is_none())
}

/// The elements that hold blocks of text, and what each is worth as the place of the content.
struct Places {
    /// Per node: what its own blocks and, less so, those of places inside it are worth.
    scores: Vec<f32>,
    /// Per run: the node that is its place.
    of_run: Vec<usize>,
}

impl Places {
    /// Gives most of what a block is worth to the element that holds it directly, and less to those
    /// further out.
    fn of(page: &Page<'_>) -> Self {
        let tree = page.tree;
        let mut scores = vec![0_f32; tree.len()];
        let mut together = vec![0_u32; tree.len()];
        for run in page.runs {
            together[run.holder] += 1;
        }
        let weights = weights(page);
        let mut of_run = Vec::with_capacity(page.runs.len());
        for (number, run) in page.runs.iter().enumerate() {
            // A place that holds several blocks between line breaks holds them as paragraphs do.
            let mut place = run.holder;
            if together[place] < 2 && place != 0 {
                place = tree.parent(place);
            }
            let is_row = matches!(tree.name(run.holder), "tr" | "td" | "th") && place != run.holder;
            while place != 0 && (is_part(tree.name(place)) || is_row && is_table(tree.name(place))) {
                place = tree.parent(place);
            }
            of_run.push(place);
            let value = if page.is_line(number) { LINE_VALUE } else { value(run) };
            if value <= 0.0 || !page.counts(number) {
                continue;
            }
            scores[place] += value;
            for (level, outer) in tree.ancestors(place).take(4).enumerate() {
                scores[outer] += value / [2.0, 6.0, 9.0, 12.0][level];
            }
        }
        for node in 0..tree.len() {
            if scores[node] > 0.0 {
                scores[node] *= (1.0 - page.link_share(node)) * weights[node];
            }
        }
        Self { scores, of_run }
    }
}

/// What the names of each element and of those around it make of it as the place of the content.
fn weights(page: &Page<'_>) -> Vec<f32> {
    let tree = page.tree;
    let mut weights = vec![1.0_f32; tree.len()];
    let mut inherited = vec![1.0_f32; tree.len()];
    for node in 1..tree.len() {
        let outer = inherited[tree.parent(node)];
        let Some(element) = tree.element(node) else {
            inherited[node] = outer;
            continue;
        };
        let (own, lasting) = vocabulary::weight_as_place(element);
        inherited[node] = (outer * lasting).max(0.2);
        weights[node] = own * inherited[node];
    }
    weights
}

/// What a line of verse is worth as a sign of content.
const LINE_VALUE: f32 = 0.6;

/// What a block is worth as a sign of content.
fn value(run: &Run) -> f32 {
    if run.bytes < 25 || run.kind == BlockKind::Heading {
        return 0.0;
    }
    let text = run.raw_text();
    let commas = text.matches([',', '\u{3001}', '\u{3002}', '\u{FF0C}', '\u{60C}']).count().min(20);
    (1.0 + commas as f32 + (run.bytes as f32 / 100.0).min(3.0)) * (1.0 - link_share(run)).powi(2)
}

/// Elements that are parts of a text rather than places for one.
fn is_part(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "blockquote"
            | "pre"
            | "figure"
            | "figcaption"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "span"
            | "a"
            | "b"
            | "i"
            | "em"
            | "strong"
            | "small"
    )
}

fn is_table(name: &str) -> bool {
    matches!(name, "tr" | "tbody" | "thead" | "tfoot" | "table")
}

/// Takes in what belongs to the content beside the best place, on every level further out, and
/// marks the rest of what lies between. It stays inside the element `within`.
fn grow(
    page: &Page<'_>,
    best: usize,
    within: usize,
    title: Option<usize>,
    places: &Places,
    marks: &mut Marks,
) -> usize {
    let tree = page.tree;
    let mut root = best;
    let mut inner = best;
    // Siblings to leave out once something further out has been taken in.
    let mut beside = Vec::new();
    let mut taken = 0;
    let mut prose = page.prose(best);
    while inner != within && tree.parent(inner) != 0 && tree.name(inner) != "body" && !is_whole(page, inner) {
        let parent = tree.parent(inner);
        let siblings: Vec<usize> = tree.children(parent).filter(|child| !marks.skipped[*child]).collect();
        let is_body = tree.element(parent).is_some_and(vocabulary::is_named_as_body);
        let joins: Vec<bool> = siblings
            .iter()
            .map(|child| {
                *child == inner
                    || is_body && (is_plain_part(page, *child) || is_prose(page, *child))
                    || opens(page, *child, inner, best, title)
                    || belongs(page, *child, inner, best, prose, title, places)
            })
            .collect();
        let first = joins.iter().position(|joins| *joins).unwrap_or(0);
        let last = joins.iter().rposition(|joins| *joins).unwrap_or(0);
        // Of several turns, posts or parts alike each is taken whole, this one, too.
        let beside_inner = |child: &usize| *child != inner && is_alike(page, *child, inner);
        let alike =
            siblings.iter().zip(&joins).filter(|(child, joins)| **joins && beside_inner(child)).count();
        if alike >= 2 {
            beside.retain(|node| !(inner..tree.end(inner)).contains(node));
        }
        for (number, child) in siblings.iter().enumerate() {
            let between = (first..=last).contains(&number) && page.link_share(*child) < 0.4;
            let heads = joins.get(number + 1) == Some(&true) && is_heading(page, *child);
            if !joins[number] && !between && !heads {
                beside.push(*child);
            }
        }
        if first != last {
            root = parent;
            taken = beside.len();
            prose =
                siblings.iter().zip(&joins).filter(|(_, joins)| **joins).map(|(s, _)| page.prose(*s)).sum();
        }
        inner = parent;
    }
    for node in beside.into_iter().take(taken) {
        marks.mark(node, "beside the content");
    }
    root
}

/// Says whether `child` is a heading below the title of the page that leads nowhere, or holds no more than one.
fn is_heading(page: &Page<'_>, child: usize) -> bool {
    let is_level = |node: usize| matches!(page.tree.name(node), "h2" | "h3" | "h4" | "h5");
    let runs = &page.runs[page.range(child)];
    let is_head = || page.tree.name(child) == "header" && runs.len() == 1 && is_level(runs[0].holder);
    (is_level(child) || is_head()) && page.link_share(child) == 0.0
}

/// Says whether `child` is a paragraph or a heading with words of its own, however few.
fn is_plain_part(page: &Page<'_>, child: usize) -> bool {
    matches!(page.tree.name(child), "p" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "pre")
        && page.bytes(child) > 0
        && page.link_share(child) < 0.2
}

/// Says whether `child` is mostly prose that leads nowhere.
fn is_prose(page: &Page<'_>, child: usize) -> bool {
    const PROSE_BYTES_MIN: usize = 80;
    let prose = page.prose(child);
    prose >= PROSE_BYTES_MIN && prose * 4 >= page.bytes(child) * 3 && page.link_share(child) < 0.1
}

/// Says whether the page itself marks `node` as the whole of the content.
fn is_whole(page: &Page<'_>, node: usize) -> bool {
    page.tree.element(node).is_some_and(|element| {
        vocabulary::is_article_body(element)
            || matches!(&*element.name, "article" | "main") && page.prose(node) * 2 > page.prose(0)
    })
}

/// A lead is a sentence or a few.
const LEAD_BYTES_MIN: usize = 40;
const LEAD_BYTES_MAX: usize = 1200;

/// Says whether `child` is prose between the title and what holds the best place: a first paragraph
/// in larger letters, or the words under the picture that opens the page.
fn opens(page: &Page<'_>, child: usize, inner: usize, best: usize, title: Option<usize>) -> bool {
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
    let is_picture = page.tree.name(child) == "figure" && (LEAD_BYTES_MIN..400).contains(&bytes);
    if is_between && title.is_some() && is_picture && links == 0.0 {
        return true;
    }
    // What stands under the title may hold lists and listings, too.
    let is_text =
        prose * 10 >= bytes * 8 && links < 0.02 || title.is_some() && prose * 2 >= bytes && links < 0.1;
    is_between && prose >= 60 && is_text
}

/// Says whether an element is a list of two points or more that sums up what follows.
pub(super) fn is_summary(page: &Page<'_>, node: usize) -> bool {
    let runs = &page.runs[page.range(node)];
    (2..=8).contains(&runs.len())
        && !page.tree.below(node).any(|node| page.tree.name(node) == "a")
        && runs.iter().all(|run| {
            run.kind == BlockKind::ListItem && run.link_bytes == 0 && (24..=300).contains(&run.bytes)
        })
}

/// Says whether `child`, which stands beside what holds the best place, is part of the content.
fn belongs(
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
    if is_section_like(page, child, inner) || child > inner && is_sources(page, child) {
        return true;
    }
    if child_prose < 80 || links > 0.25 || child_prose * 2 < page.bytes(child) {
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
    if links < 0.1 && has_place_like(page, child, best) {
        return true;
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

/// Says whether two elements are of one kind: the first of several class names says which, the others tell
/// kinds apart.
fn is_alike(page: &Page<'_>, one: usize, other: usize) -> bool {
    let tree = page.tree;
    tree.name(one) == tree.name(other) && first_class(tree, one) == first_class(tree, other)
}

fn first_class(tree: &Tree, node: usize) -> Option<&str> {
    tree.attribute(node, "class").unwrap_or_default().split_ascii_whitespace().next()
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
    let are_sources = || {
        phrases::heads_references(&says)
            && tree.children(child).any(|list| tree.element(list).is_some_and(vocabulary::is_references))
    };
    is_prose || child > inner && are_sources()
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
    !class.is_empty()
        && (child..tree.end(child)).any(|node| {
            tree.name(node) == tree.name(best)
                && tree.attribute(node, "class") == Some(class)
                && page.prose(node) >= 200
                && page.prose(node) * 3 > page.prose(child) * 2
        })
}
