//! Texts that count: several headings with numbers one after another, and a picture or a sentence below each.

use super::measure::{Page, prose_bytes};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;
use crate::format::html::tree::Tree;

/// The element that holds all parts of a text in numbered parts, if there is one on the page.
pub(super) fn whole(page: &Page<'_>) -> Option<usize> {
    let tree = page.tree;
    let counted: Vec<&Run> =
        (0..page.runs.len()).filter(|run| page.counts(*run)).map(|run| &page.runs[run]).collect();
    let parts = parts(tree, &counted);
    let (first, last) = (counted[*parts.first()?].at, counted[*parts.last()?].at);
    let whole = tree.ancestors(first).find(|outer| (*outer..tree.end(*outer)).contains(&last))?;
    (!matches!(tree.name(whole), "body" | "html") && whole != 0).then_some(whole)
}

/// The headings of a text in numbered parts that are most of what it says.
pub(super) fn headings_that_tell(tree: &Tree, runs: &[Run]) -> Vec<usize> {
    let all: Vec<&Run> = runs.iter().collect();
    let parts = parts(tree, &all);
    let told: usize = runs.iter().map(prose_bytes).sum();
    let headed: usize = parts.iter().map(|part| runs[*part].bytes).sum();
    if headed > told { parts } else { Vec::new() }
}

/// The longest row of headings of one level whose numbers go up, or down, by one.
fn parts(tree: &Tree, runs: &[&Run]) -> Vec<usize> {
    const PARTS_MIN: usize = 5;
    let (mut row, mut longest) = (Vec::new(), Vec::new());
    let mut before: Option<(&str, i32)> = None;
    let mut step = 0;
    for (at, run) in runs.iter().enumerate() {
        let level = tree.name(run.holder);
        let Some(number) = number_of(level, run) else { continue };
        let by = before.filter(|(other, _)| *other == level).map_or(0, |(_, other)| number - other);
        if by.abs() != 1 || row.len() > 1 && by != step {
            row.clear();
        }
        step = by;
        before = Some((level, number));
        row.push(at);
        if row.len() > longest.len() {
            longest.clone_from(&row);
        }
    }
    if longest.len() < PARTS_MIN { Vec::new() } else { longest }
}

/// The number that opens a heading, and is not all of it: `7. The lamp`.
fn number_of(level: &str, run: &Run) -> Option<i32> {
    const PARTS_MAX: i32 = 200;
    let text = run.raw_text().trim_start_matches(['#', ' ']);
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let number = text[..end].parse().ok().filter(|number| (1..=PARTS_MAX).contains(number))?;
    let rest = text[end..].strip_prefix(['.', ')', ':', ' '])?;
    let is_heading = run.kind == BlockKind::Heading && matches!(level, "h2" | "h3" | "h4");
    (is_heading && run.link_bytes * 2 < run.bytes && rest.contains(char::is_alphabetic)).then_some(number)
}
