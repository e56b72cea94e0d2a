//! Looks at the blocks of the content one by one, with their neighbours.

use super::Hints;
use super::measure::{link_share, prose_bytes};
use super::phrases;
use crate::document::{BlockKind, Date};
use crate::format::Receipt;
use crate::format::html::blocks::Run;

/// What a block looks like on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
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

/// Drops the blocks that are not part of the text.
pub(super) fn trim(runs: &mut Vec<Run>, hints: Hints<'_>, receipt: &mut Receipt) {
    let title = hints.title.map(fold);
    let texts: Vec<String> = runs.iter().map(|run| fold(run.raw_text())).collect();
    let looks: Vec<Look> = runs.iter().zip(&texts).map(|(run, text)| look(run, text)).collect();
    let Some(first) = looks.iter().position(|look| *look == Look::Text) else { return };
    let last = looks.iter().rposition(|look| *look == Look::Text).unwrap_or(first);
    let mut dropped: Vec<Option<&'static str>> = vec![None; runs.len()];
    for number in 0..runs.len() {
        let rule = match looks[number] {
            Look::Apparatus(rule) => Some(rule),
            _ if title.as_ref().is_some_and(|title| *title == texts[number]) && number <= first => Some("title"),
            Look::Text => None,
            look if number < first => before_text(look, number, first, &runs[number], &texts[number]),
            look if number > last => behind_text(look, &runs[number], &texts[number]),
            Look::Links => among_text(number, runs, &texts, &looks),
            Look::Heading | Look::Short => None,
        };
        dropped[number] = rule;
    }
    drop_empty_headings(runs, &looks, &mut dropped);
    let mut number = 0;
    runs.retain(|run| {
        let rule = dropped[number];
        number += 1;
        if let Some(rule) = rule {
            receipt.dropped(rule, run.raw_text());
        }
        rule.is_none()
    });
}

fn look(run: &Run, text: &str) -> Look {
    if run.kind == BlockKind::Code {
        return Look::Text;
    }
    if phrases::is_label(text) {
        return Look::Apparatus("labels");
    }
    let links = link_share(run);
    if run.bytes <= 300 && (links > 0.5 || run.kind == BlockKind::Heading && run.bytes < 40) && phrases::leads_away(text) {
        return Look::Apparatus("related links");
    }
    if run.bytes <= 300 && phrases::is_call(text) {
        return Look::Apparatus("subscription box");
    }
    if run.bytes <= 80 && !ends_sentence(text) && run.kind != BlockKind::Heading && phrases::is_credit(text) {
        return Look::Apparatus("picture credit");
    }
    if run.is_caption && is_name(run.raw_text()) {
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

/// Why a block before the first paragraph is not part of the text.
fn before_text(look: Look, number: usize, first: usize, run: &Run, text: &str) -> Option<&'static str> {
    match look {
        Look::Heading if number + 1 == first => None,
        Look::Heading => Some("before the text"),
        Look::Links => Some("before the text"),
        _ if run.is_caption || run.kind == BlockKind::Quotation => None,
        _ if ends_sentence(text) && !is_dateline(text) && run.bytes >= 20 => None,
        _ => Some("before the text"),
    }
}

/// Why a block behind the last paragraph is not part of the text.
fn behind_text(look: Look, run: &Run, text: &str) -> Option<&'static str> {
    match look {
        Look::Heading | Look::Links => Some("behind the text"),
        _ if run.is_caption || run.kind == BlockKind::Quotation => None,
        _ if ends_sentence(text) && link_share(run) < 0.4 => None,
        _ if run.kind == BlockKind::ListItem && link_share(run) < 0.3 => None,
        _ => Some("behind the text"),
    }
}

/// Why a block of links between paragraphs is not part of the text.
fn among_text(number: usize, runs: &[Run], texts: &[String], looks: &[Look]) -> Option<&'static str> {
    let run = &runs[number];
    if is_address(&texts[number]) || run.kind == BlockKind::Quotation {
        return None;
    }
    let before = (0..number).rev().find(|before| looks[*before] != Look::Links || runs[*before].kind != run.kind);
    let introduced = before.is_some_and(|before| {
        texts[before].ends_with([':', '\u{FF1A}']) || looks[before] == Look::Heading
    });
    if before.is_some_and(|before| matches!(looks[before], Look::Apparatus("related links"))) {
        return Some("related links");
    }
    let is_sentence = texts[number].ends_with(['.', '"', '\u{201D}', '\u{3002}']) && !texts[number].ends_with("..");
    if introduced || is_sentence || run.kind == BlockKind::ListItem || run.bytes < 20 {
        return None;
    }
    // Where several headings are links, the text is about what they link to.
    if run.kind == BlockKind::Heading {
        let is_linked_heading = |n: &usize| {
            runs[*n].kind == BlockKind::Heading && looks[*n] == Look::Links && looks.get(n + 1) == Some(&Look::Text)
        };
        if is_linked_heading(&number) && (0..runs.len()).filter(is_linked_heading).take(2).count() == 2 {
            return None;
        }
    }
    Some("links alone")
}

/// Headings over nothing are left from what was dropped below them.
fn drop_empty_headings(runs: &[Run], looks: &[Look], dropped: &mut [Option<&'static str>]) {
    let mut below_dropped = false;
    let mut has_text = false;
    for number in (0..runs.len()).rev() {
        match (looks[number], dropped[number]) {
            (Look::Heading, None) => {
                if below_dropped && !has_text {
                    dropped[number] = Some("heading of nothing");
                }
                below_dropped = false;
            }
            (_, Some(_)) => {
                below_dropped = true;
            }
            (_, None) => {
                has_text = true;
                below_dropped = false;
            }
        }
        if matches!(looks[number], Look::Heading) {
            has_text = false;
        }
    }
}

/// Lower case, single spaces.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.to_lowercase()
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}', ')', ']', '\u{BB}']);
    text.ends_with(['.', '!', '?', '\u{2026}', ':', ';', '\u{3002}', '\u{FF01}', '\u{FF1F}', '\u{964}'])
}

/// Says whether a short line is about when something was written.
fn is_dateline(text: &str) -> bool {
    text.len() < 80 && Date::find(text).is_some()
}

/// Says whether a caption is no more than a name, as of a photographer or an agency.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.len() <= 5
        && !ends_sentence(text.trim_end())
        && words.iter().all(|word| !word.starts_with(char::is_lowercase) || matches!(*word, "de" | "van" | "von" | "for" | "via" | "by"))
}

fn is_address(text: &str) -> bool {
    !text.contains(' ') && (text.starts_with("http") || text.starts_with("www."))
}
