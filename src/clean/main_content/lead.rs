//! What opens a text above its first paragraph: the line under the title that says what it is about, words of
//! dedication, and what is said of the picture there.

use super::measure::{ends_sentence, link_share};
use super::{Hints, Marks, author, calls, phrases, trim, vocabulary};
use crate::clean::is_unspaced;
use crate::document::{BlockKind, Date};
use crate::format::html::blocks::Run;
use crate::format::html::tree::Tree;

/// Finds what opens the text among `runs`, all those of the page: it stands between `title` and the first of
/// those that were kept.
pub(super) fn find(
    tree: &Tree,
    runs: &[Run],
    title: usize,
    kept: &[Run],
    marks: &Marks,
    hints: Hints<'_>,
) -> Vec<Run> {
    const BLOCKS_MAX: usize = 24;
    let Some(first) = kept.first() else { return Vec::new() };
    let between = runs[title + 1..].iter().take_while(|run| run.at < first.at).take(BLOCKS_MAX + 1);
    let between: Vec<&Run> = between.collect();
    if between.len() > BLOCKS_MAX {
        return Vec::new();
    }
    let descriptions: Vec<String> = hints.descriptions.iter().map(|text| trim::fold(text)).collect();
    let titles: Vec<String> = hints.titles.iter().map(|text| trim::fold(text)).collect();
    let first_text = trim::fold(first.raw_text());
    // Apparatus opens no text; of what only stands aside there may be more than one.
    let is_apparatus = |run: &Run| {
        tree.ancestors(run.at).any(|outer| {
            marks.skipped[outer]
                && !marks.rules.iter().any(|(node, rule)| *node == outer && *rule == "beside the content")
        })
    };
    let mut found: Vec<Run> = Vec::new();
    let mut is_first = true;
    let names: Vec<String> = hints.authors.iter().map(|name| trim::fold(name)).collect();
    let mut above = String::new();
    for run in between {
        let text = trim::fold(run.raw_text());
        // Right below the name of an author stands who that is.
        let above = std::mem::replace(&mut above, text.clone());
        if names.iter().any(|name| above == *name && author::opens_with_name(&text, name))
            && (author::is_about(run.raw_text()) || is_beside_picture(tree, run))
        {
            continue;
        }
        if !is_apparatus(run) && is_in_summary(tree, runs, run, &runs[title]) {
            found.push(run.clone());
            continue;
        }
        if !could_open(tree, run, &text) || titles.contains(&text) || first_text.starts_with(&text) {
            continue;
        }
        let is_first = std::mem::take(&mut is_first);
        let is_described = || descriptions.iter().any(|whole| is_same(&text, whole));
        let is_dek = is_described()
            || !is_apparatus(run)
                && !trim::is_name(run.raw_text())
                && (is_named(tree, run) || is_first && is_below(tree, run, &runs[title], &text));
        // The same may be said of a picture and of its larger form.
        let is_again = || found.iter().any(|other| text.ends_with(&trim::fold(other.raw_text())));
        if (is_dek || !is_apparatus(run) && is_said_of_picture(tree, run, &text)) && !is_again() {
            // In larger letters, but nothing stands below it.
            let mut run = run.clone();
            run.kind = BlockKind::Paragraph;
            found.push(run);
        }
    }
    found
}

/// Says whether a small element holds a block and a picture.
fn is_beside_picture(tree: &Tree, run: &Run) -> bool {
    const NODES_MAX: usize = 24;
    let is_small = |outer: &usize| {
        tree.end(*outer) - outer <= NODES_MAX && !matches!(tree.name(*outer), "body" | "main" | "article")
    };
    let mut around = tree.ancestors(run.holder).take(2).take_while(is_small);
    around.any(|outer| tree.below(outer).any(|inner| tree.name(inner) == "img"))
}

/// Says whether a block leads nowhere, and is neither a line of the page's own nor about when or by whom.
fn could_open(tree: &Tree, run: &Run, text: &str) -> bool {
    const BYTES_MIN: usize = 10;
    const BYTES_MAX: usize = 500;
    let leads = || tree.below(run.holder).any(|node| tree.name(node) == "a");
    // A sentence may have links in it.
    let is_sentence = trim::reads_on(without_credit(run.raw_text()));
    let leads = || if is_sentence { link_share(run) > 0.34 } else { run.link_bytes > 0 || leads() };
    matches!(run.kind, BlockKind::Paragraph | BlockKind::Heading)
        && (BYTES_MIN..=BYTES_MAX).contains(&run.bytes)
        && (text.split(' ').nth(2).is_some() || text.contains(is_unspaced))
        && !leads()
        && (is_sentence
            || !(text.starts_with("by ")
                || trim::is_dateline(text)
                || text.len() < 160 && Date::find(text).is_some()))
        && !text.starts_with("credit")
        && !(phrases::is_label(text) || phrases::is_filed(text) || phrases::leads_away(text))
        && !(calls::is_call(text)
            || phrases::is_notice(text)
            || phrases::heads_comments(text)
            || phrases::is_of_machine(text))
}

/// Says whether a block is what the page says of itself in its head, which may be cut short.
fn is_same(text: &str, described: &str) -> bool {
    let plain = |text: &str| text.trim_end_matches(['.', '\u{2026}', ' ']).to_owned();
    let (text, described) = (plain(text), plain(described));
    text == described || described.len() >= 60 && text.starts_with(&described)
}

/// Says whether an element calls itself the line under the title, and holds nothing else.
fn is_named(tree: &Tree, run: &Run) -> bool {
    let around = std::iter::once(run.holder).chain(tree.ancestors(run.holder)).take(3);
    let is_all = |node: &usize| {
        const NODES_MAX: usize = 40;
        tree.end(*node) - node <= NODES_MAX && {
            let words = tree.below(*node).filter_map(|node| tree.text(node));
            let bytes: usize = words.flat_map(str::bytes).filter(|byte| !byte.is_ascii_whitespace()).count();
            bytes <= run.bytes
        }
    };
    around.take_while(is_all).filter_map(|node| tree.element(node)).any(vocabulary::is_line_under_title)
}

/// Says whether a block right below the title, in the same part of the page, says in a few words what the text
/// is about.
fn is_below(tree: &Tree, run: &Run, title: &Run, text: &str) -> bool {
    const LEVELS_MAX: usize = 2;
    if !matches!(tree.name(run.holder), "h2" | "h3" | "h4" | "p" | "div")
        || matches!(tree.name(tree.parent(title.holder)), "body" | "td" | "center")
    {
        return false;
    }
    let around =
        |node: usize| tree.ancestors(node).take(LEVELS_MAX).take_while(|outer| tree.name(*outer) != "body");
    let is_heading = matches!(tree.name(run.holder), "h2" | "h3" | "h4");
    let is_beside = around(title.holder).any(|outer| around(run.holder).any(|other| other == outer));
    let raw = run.raw_text().trim();
    // Names and the parts of a site have capitals.
    let words = || raw.split_whitespace().skip(1);
    let is_plain = |word: &&str| word.starts_with(|c: char| c.is_alphabetic() && !c.is_uppercase());
    let lower = words().filter(is_plain).count();
    is_beside
        && !raw.contains(['|', '\u{B7}', '\u{2022}', ':'])
        && (ends_sentence(text) && lower >= 2 || is_heading && lower * 2 > words().count() && lower >= 3)
        && !text.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
}

/// Says whether a block is one of several points between the title and the text that sum it up, in one part of the page
/// with the title.
fn is_in_summary(tree: &Tree, runs: &[Run], run: &Run, title: &Run) -> bool {
    const LEVELS_MAX: usize = 3;
    let list = tree.ancestors(run.at).take(6).find(|outer| matches!(tree.name(*outer), "ul" | "ol"));
    let Some(list) = list.filter(|_| run.kind == BlockKind::ListItem) else { return false };
    let start = runs.partition_point(|run| run.at < list);
    let points: Vec<&Run> = runs[start..].iter().take_while(|run| run.at < tree.end(list)).take(9).collect();
    let is_point = |run: &&Run| {
        run.kind == BlockKind::ListItem && run.link_bytes == 0 && (24..=300).contains(&run.bytes)
    };
    let is_beside = || {
        // The list may stand in an element of its own.
        let is_alone = |outer: &usize| {
            let end = start + points.len();
            // A few words may stand over it there.
            let is_over = |before: usize| runs[before].kind == BlockKind::Heading && runs[before].bytes <= 40;
            let above =
                start.checked_sub(1).filter(|before| !(is_over(*before) && runs[*before].at > *outer));
            let above = above.or_else(|| start.checked_sub(2)).filter(|_| start > 0);
            runs.get(end).is_none_or(|behind| behind.at >= tree.end(*outer))
                && above.is_none_or(|before| runs[before].at < *outer)
        };
        let own = std::iter::once(list).chain(tree.ancestors(list).take(1).take_while(is_alone)).last();
        let around = tree.parent(own.unwrap_or(list));
        tree.ancestors(title.holder).take(LEVELS_MAX).any(|outer| outer == around)
            && tree.name(around) != "body"
    };
    (2..=8).contains(&points.len())
        && points.iter().all(is_point)
        && !tree.below(list).any(|node| tree.name(node) == "a")
        && is_beside()
}

/// What is said of a picture, without the name behind it.
fn without_credit(raw: &str) -> &str {
    match raw.split_once(" | ") {
        Some((said, credit)) if phrases::is_credit(&trim::fold(credit)) => said,
        _ => raw,
    }
}

/// Says whether a block stands under a picture and says what is to be seen on it.
fn is_said_of_picture(tree: &Tree, run: &Run, text: &str) -> bool {
    let in_figure = || tree.ancestors(run.holder).take(3).any(|outer| tree.name(outer) == "figure");
    // A picture, and a sentence below it in the same element.
    let is_below_picture = || {
        let around = tree.parent(run.holder);
        let is_picture = |node: usize| matches!(tree.name(node), "img" | "picture");
        trim::reads_on(without_credit(run.raw_text()))
            && matches!(tree.name(run.holder), "div" | "p")
            && (around..run.holder).any(is_picture)
            && tree.end(around) - around <= 40
            && !(around..run.holder).any(|node| tree.text(node).is_some_and(|text| !text.trim().is_empty()))
    };
    (run.is_caption || in_figure() || is_below_picture())
        && !phrases::is_credit(text)
        && !trim::is_name(run.raw_text())
}
