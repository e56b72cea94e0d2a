//! What a block looks like on its own.

use super::super::measure::{ends_sentence, link_share, prose_bytes};
use super::super::{calls, phrases};
use super::is_name;
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::html::tree::Tree;

/// What a block looks like on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Prose, code, a quotation: what texts are made of.
    Text,
    /// A heading that is not just a link.
    Heading,
    /// Too short to tell.
    Short,
    /// Mostly links.
    Links,
    /// Part of the page's apparatus, by what it says.
    Apparatus(&'static str),
}

pub(super) fn look(run: &Run, text: &str) -> Look {
    if run.kind == BlockKind::Code {
        return Look::Text;
    }
    let links = link_share(run);
    let is_short_heading = run.kind == BlockKind::Heading && run.bytes < 40;
    let is_label = phrases::is_label(text);
    if is_label && !(is_short_heading && phrases::leads_away(text)) {
        return Look::Apparatus("labels");
    }
    let is_short_line = run.bytes < 40 && text.split(' ').count() <= 5 && !ends_sentence(text);
    if run.bytes <= 300
        && (links > 0.5 || is_short_heading || is_short_line && run.kind == BlockKind::Paragraph)
        && phrases::leads_away(text)
    {
        return Look::Apparatus("related links");
    }
    if run.bytes <= 300 && run.link_bytes > 0 && links > 0.2 && phrases::is_filed(text) {
        return Look::Apparatus("tags");
    }
    if run.bytes <= 200 && text.starts_with("last edited by ") {
        return Look::Apparatus("byline");
    }
    if run.bytes <= 300 && calls::is_call(text) {
        return Look::Apparatus("subscription box");
    }
    if phrases::is_of_machine(text) {
        return Look::Apparatus("player");
    }
    let is_bracketed =
        text.starts_with('[') && text.ends_with(']') || text.starts_with('(') && text.ends_with(')');
    if is_bracketed && links > 0.35 && run.bytes <= 200 {
        return Look::Apparatus("related links");
    }
    // A label that a style sheet sets apart from the name behind it.
    let is_glued = run.raw_text().trim_start().strip_prefix("Credit").is_some_and(|rest| {
        rest.trim_end_matches(['.', ' ']).is_empty() || rest.starts_with(char::is_uppercase)
    });
    if run.bytes <= 80
        && run.kind != BlockKind::Heading
        && (is_glued || !ends_sentence(text) && phrases::is_credit(text))
    {
        return Look::Apparatus("picture credit");
    }
    // Shows of pictures set a title over what they say of each.
    let is_via = links > 0.5 && text.starts_with("via ");
    if run.kind == BlockKind::Paragraph && run.bytes <= 60 && (is_via || phrases::is_handle(text)) {
        return Look::Apparatus("picture credit");
    }
    if run.is_caption && run.kind != BlockKind::Heading && is_name(run.raw_text()) {
        return Look::Apparatus("picture credit");
    }
    if prose_bytes(run) > 0 && links < 0.4 {
        Look::Text
    } else if links > 0.66 {
        Look::Links
    } else if run.kind == BlockKind::Heading {
        Look::Heading
    } else {
        Look::Short
    }
}

/// In a list of a few words most of which are labels of the page the rest are such, too: `Print`, `Share`, `Feedback`.
pub(super) fn join_tools(tree: &Tree, runs: &[Run], looks: &mut [Look]) {
    const TOOLS_MAX: usize = 8;
    const TOOL_BYTES_MAX: usize = 20;
    const LABELS: Look = Look::Apparatus("labels");
    let list_of = |run: &Run| (run.kind == BlockKind::ListItem).then(|| tree.parent(run.holder));
    let mut start = 0;
    while start < runs.len() {
        let list = list_of(&runs[start]);
        let alike = runs[start..].iter().take_while(|run| list.is_some() && list_of(run) == list);
        let items = start..start + alike.count().max(1);
        start = items.end;
        let labels = looks[items.clone()].iter().filter(|look| **look == LABELS).count();
        let are_short = runs[items.clone()].iter().all(|run| run.bytes <= TOOL_BYTES_MAX);
        if labels >= 2 && labels * 2 > items.len() && items.len() <= TOOLS_MAX && are_short {
            looks[items].fill(LABELS);
        }
    }
}

/// A list is kept or left as a whole: its items look like most of it.
pub(super) fn join_lists(tree: &Tree, runs: &[Run], looks: &mut [Look]) {
    let list_of = |run: &Run| (run.kind == BlockKind::ListItem).then(|| tree.parent(run.holder));
    let mut start = 0;
    while start < runs.len() {
        let list = list_of(&runs[start]);
        let length =
            runs[start..].iter().take_while(|run| list.is_some() && list_of(run) == list).count().max(1);
        let items = start..start + length;
        start = items.end;
        if length < 2 {
            continue;
        }
        let bytes: usize = runs[items.clone()].iter().map(|run| run.bytes).sum();
        let link_bytes: usize = runs[items.clone()].iter().map(|run| run.link_bytes).sum();
        for look in &mut looks[items] {
            if link_bytes * 3 > bytes * 2 {
                *look = Look::Links;
            } else if *look == Look::Links {
                *look = Look::Short;
            }
        }
    }
}

/// Says whether a block stands below a quotation in a figure, and says whose it is.
pub(super) fn is_below_quotation(tree: &Tree, run: &Run) -> bool {
    let figure = tree.ancestors(run.holder).take(3).find(|outer| tree.name(*outer) == "figure");
    figure.is_some_and(|figure| (figure..run.at).any(|node| tree.name(node) == "blockquote"))
}
