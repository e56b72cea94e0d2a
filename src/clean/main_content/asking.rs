//! Boxes that ask their reader for something, whatever they are called: a heading and a line or two over a field for an
//! address, or over a link that is drawn as a button.

use super::Marks;
use super::measure::{Page, ends_sentence};
use super::{calls, phrases, trim};
use crate::clean::asks;
use crate::format::html::blocks::Run;
use crate::format::html::kinds::is_heading;
use crate::format::html::tree::Tree;

/// Marks boxes that hold little more than what they ask for, on a page with a text of its own.
pub(super) fn mark_boxes(page: &Page<'_>, marks: &mut Marks) {
    let tree = page.tree;
    let ballot = ballot(tree);
    for node in 0..tree.len() {
        // What a page offers behind buttons may be what it is about, unless it tells a longer story.
        let text_bytes_min = match () {
            () if asks_for_address(page, node) || offers_letter(page, node) || Some(node) == ballot => 300,
            () if is_drawn_as_button(page, node) && is_set_apart(page, node) => 300,
            () if is_drawn_as_button(page, node) || opens_card(page, node) => 2000,
            () => continue,
        };
        let Some(around) = box_around(page, node, Some(node) == ballot) else { continue };
        if tree.name(node) != "a" && !is_answered(page, around) {
            continue;
        }
        let heads_section = page.runs[page.range(around)].iter().any(|run| tree.name(run.holder) == "h2");
        let is_offer = tree.name(node) == "a";
        let text = page.prose(0).saturating_sub(page.prose(around));
        if text >= text_bytes_min && !(is_offer && heads_section) {
            marks.mark(around, "subscription box");
        }
    }
}

/// Says whether an element is a field for an address of mail, or a form that is sent with a press and is not one for
/// searching.
fn asks_for_address(page: &Page<'_>, node: usize) -> bool {
    let tree = page.tree;
    match tree.name(node) {
        "input" => tree.attribute(node, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("email")),
        "form" => tree.attribute(node, "role") != Some("search"),
        _ => false,
    }
}

/// Says whether an element is a short heading that offers to send what is written here.
fn offers_letter(page: &Page<'_>, node: usize) -> bool {
    const NODES_MAX: usize = 12;
    const BYTES_MAX: usize = 80;
    let tree = page.tree;
    let is_line =
        is_heading(tree.name(node)) && tree.name(node) != "h1" || matches!(tree.name(node), "strong" | "b");
    is_line && tree.end(node) - node <= NODES_MAX && {
        let says = trim::fold(&tree.raw_text(node));
        says.len() <= BYTES_MAX && calls::offers_letter(&says)
    }
}

/// The form in which one of several answers is chosen and sent, if there is no more than one of them: those of a quiz are
/// several.
fn ballot(tree: &Tree) -> Option<usize> {
    let is_choice = |node: &usize| {
        let is_radio = |kind: &str| kind.eq_ignore_ascii_case("radio");
        tree.name(*node) == "input" && tree.attribute(*node, "type").is_some_and(is_radio)
    };
    let choice = (0..tree.len()).find(is_choice)?;
    let form = tree.ancestors(choice).find(|outer| tree.name(*outer) == "form")?;
    let is_sent = |inner: usize| {
        tree.name(inner) == "button"
            || tree.attribute(inner, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("submit"))
    };
    let is_only = !(tree.end(form)..tree.len()).any(|node| is_choice(&node));
    (is_only && tree.below(form).any(is_sent)).then_some(form)
}

/// Says whether a box has a way to do what it asks for: a field, a button, a link that is a line of its own.
fn is_answered(page: &Page<'_>, around: usize) -> bool {
    const LINE_BYTES_MAX: usize = 40;
    let tree = page.tree;
    let is_control = |inner: usize| {
        matches!(tree.name(inner), "form" | "input" | "button") || is_drawn_as_button(page, inner)
    };
    let is_line = |run: &Run| run.bytes <= LINE_BYTES_MAX && run.link_bytes == run.bytes;
    tree.below(around).any(is_control) || page.runs[page.range(around)].last().is_some_and(is_line)
}

/// Says whether a link is drawn as a button.
fn is_drawn_as_button(page: &Page<'_>, node: usize) -> bool {
    let is_button = |name: &str| matches!(name, "btn" | "button" | "cta") || name.starts_with("btn-");
    let classes = page.tree.attribute(node, "class").unwrap_or_default();
    // Sheets of utilities draw it by its corners and its ground.
    let has = |start: &str| classes.split_ascii_whitespace().any(|name| name.starts_with(start));
    page.tree.name(node) == "a"
        && (classes.split_ascii_whitespace().any(is_button) || has("rounded") && has("bg-"))
}

/// Says whether an element lies in what a sheet of utilities sets as no part of the prose around it.
fn is_set_apart(page: &Page<'_>, node: usize) -> bool {
    page.tree.ancestors(node).take(4).any(|outer| {
        let class = page.tree.attribute(outer, "class").unwrap_or_default();
        class.split_ascii_whitespace().any(|name| name == "not-prose")
    })
}

/// Says whether a link leads on to another page from a card that has no more than the title of that.
fn opens_card(page: &Page<'_>, node: usize) -> bool {
    const TITLE_BYTES_MAX: usize = 120;
    let tree = page.tree;
    let leads_away = || {
        let says = trim::fold(&tree.raw_text(node));
        phrases::leads_away(&says) && !phrases::says_more_than_leads_away(&says) || says == "read full story"
    };
    let is_card = || {
        let mut around = tree.ancestors(node).take(3).map(|outer| &page.runs[page.range(outer)]);
        let card = around.find(|runs| runs.len() > 1);
        card.is_some_and(|runs| {
            runs.len() == 2
                && runs[0].bytes <= TITLE_BYTES_MAX
                && !ends_sentence(&trim::fold(runs[0].raw_text()))
        })
    };
    tree.name(node) == "a" && tree.end(node) - node <= 4 && leads_away() && is_card()
}

/// The largest element around `node` in which nothing stands but a few short lines.
fn box_around(page: &Page<'_>, node: usize, is_ballot: bool) -> Option<usize> {
    const LEVELS_MAX: usize = 6;
    const BLOCKS_MAX: usize = 6;
    const BYTES_MAX: usize = 320;
    const LINE_BYTES_MAX: usize = 160;
    let tree = page.tree;
    let is_small = |outer: &usize| {
        let runs = &page.runs[page.range(*outer)];
        runs.len() <= BLOCKS_MAX
            && runs.iter().map(|run| run.bytes).sum::<usize>() <= BYTES_MAX
            && runs.iter().all(|run| run.bytes <= LINE_BYTES_MAX && tree.name(run.holder) != "h1")
    };
    let is_box = |outer: &usize| {
        matches!(tree.name(*outer), "div" | "section" | "aside") && page.range(*outer).len() >= 2
    };
    // A box has a heading, or lines with no sentence of the text among them.
    let is_headed = |outer: &usize| {
        let runs = &page.runs[page.range(*outer)];
        let is_line = |holder: usize| tree.name(holder) != "p";
        runs.first()
            .is_some_and(|run| is_heading(tree.name(run.holder)) || run.bytes <= 48 || is_line(run.holder))
            || is_ballot && runs.first().is_some_and(|run| asks(run.raw_text()))
    };
    let around = tree.ancestors(node).take(LEVELS_MAX).take_while(is_small);
    around.filter(is_box).filter(is_headed).last()
}
