//! Which part of the page is the content.

use super::joins::{
    belongs, end_of_stretches, goes_on, is_alike, is_control, is_heading, is_plain_part, is_prose, opens,
    scope,
};
use super::measure::{Page, link_share};
use super::sections::Chapters;
use super::{Marks, numbered, parts, vocabulary, wrappers};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::html::kinds;

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
        // Of a text in numbered parts one part may say more than the others.
        None => match numbered::whole(page).filter(|whole| holds_most(page, *whole, root)) {
            Some(whole) => {
                marks.unmark_from(before);
                grow(page, whole, 0, title, &places, marks)
            }
            None => root,
        },
    }
}

/// Says whether `root` is a smaller part of `whole`.
fn holds_most(page: &Page<'_>, whole: usize, root: usize) -> bool {
    let is_inside = whole < root && root < page.tree.end(whole);
    is_inside && page.bytes(root) * 2 < page.bytes(whole)
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
    let runs = || page.range(node).filter(|run| page.counts(*run)).map(|run| &page.runs[run]);
    let headings = runs().filter(|run| run.kind == BlockKind::Heading).count();
    let linked = runs().filter(|run| run.kind == BlockKind::Heading && link_share(run) > 0.6).count();
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
pub(super) struct Places {
    /// Per node: what its own blocks and, less so, those of places inside it are worth.
    pub(super) scores: Vec<f32>,
    /// Per run: the node that is its place.
    pub(super) of_run: Vec<usize>,
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
        let are_wrappers = wrappers::of_paragraphs(tree);
        let mut of_run = Vec::with_capacity(page.runs.len());
        for (number, run) in page.runs.iter().enumerate() {
            // A place that holds several blocks between line breaks holds them as paragraphs do.
            let mut place = run.holder;
            if together[place] < 2 && place != 0 {
                place = tree.parent(place);
            }
            let is_row = matches!(tree.name(run.holder), "tr" | "td" | "th") && place != run.holder;
            let is_inside = |place: usize| {
                is_part(tree.name(place)) || are_wrappers[place] || is_row && is_table(tree.name(place))
            };
            while place != 0 && is_inside(place) {
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
pub(super) fn is_part(name: &str) -> bool {
    kinds::is_heading(name)
        || matches!(
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
    let is_body = |node: usize| tree.element(node).is_some_and(vocabulary::is_article_body);
    // The article that a part of the page calls itself the body of, once that body has been reached.
    let mut declared = None;
    while inner != within && tree.parent(inner) != 0 && tree.name(inner) != "body" {
        if declared.is_none() && is_body(inner) {
            declared = scope(page, inner);
        }
        if declared.map_or_else(|| is_whole(page, inner), |scope| inner == scope) {
            break;
        }
        let parent = tree.parent(inner);
        let is_blank = |node: usize| tree.text(node).is_some_and(|text| text.trim_ascii().is_empty());
        let siblings: Vec<usize> =
            tree.children(parent).filter(|child| !marks.skipped[*child] && !is_blank(*child)).collect();
        let in_body = tree.element(parent).is_some_and(vocabulary::is_named_as_body);
        let end_of_stretches = end_of_stretches(page, inner);
        let chapters = Chapters::of(page, &siblings, inner);
        let mut joins: Vec<bool> = siblings
            .iter()
            .map(|child| {
                if *child == inner || opens(page, *child, inner, best, title) {
                    return true;
                }
                if declared.is_some() {
                    // It stands in one article with what calls itself the body.
                    return (*child..tree.end(*child)).any(is_body) && page.prose(*child) > 0;
                }
                in_body && (is_plain_part(page, *child) || is_prose(page, *child))
                    || (inner..end_of_stretches).contains(child) && page.bytes(*child) > 0
                    || chapters.hold(page, *child)
                    || belongs(page, *child, inner, best, prose, title, places)
                    || parts::is_part(page, *child, inner, title)
            })
            .collect();
        // What goes on with the text right behind what belongs to it.
        let behind = siblings.iter().position(|child| *child == inner).unwrap_or(0) + 1;
        for (child, joins) in siblings.iter().zip(&mut joins).skip(behind) {
            *joins |= goes_on(page, *child, title);
            if !*joins && page.bytes(*child) > 0 && !is_control(page, *child) {
                break;
            }
        }
        let first = joins.iter().position(|joins| *joins).unwrap_or(0);
        let last = joins.iter().rposition(|joins| *joins).unwrap_or(0);
        // Of several turns, posts or parts alike each is taken whole, this one, too.
        let beside_inner = |child: &usize| *child != inner && is_alike(page, *child, inner);
        let alike =
            siblings.iter().zip(&joins).filter(|(child, joins)| **joins && beside_inner(child)).count();
        if alike >= 2 || chapters.hold(page, inner) {
            beside.retain(|node| !(inner..tree.end(inner)).contains(node));
        }
        for (number, child) in siblings.iter().enumerate() {
            let between = (first..=last).contains(&number) && page.link_share(*child) < 0.4;
            let heads = joins.get(number + 1) == Some(&true)
                && (is_heading(page, *child) || parts::is_heading(page, *child, inner, title));
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

/// Says whether the page itself marks `node` as the whole of the content.
fn is_whole(page: &Page<'_>, node: usize) -> bool {
    page.tree.element(node).is_some_and(|element| {
        vocabulary::is_article_body(element)
            || matches!(&*element.name, "article" | "main") && page.prose(node) * 2 > page.prose(0)
    })
}
