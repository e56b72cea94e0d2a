//! The pairs of an original and what became of it.

use std::fs;
use std::path::Path;

use crate::truth::{Gap, Original};

/// A text that lost its breaks, and where they were.
#[derive(Debug)]
pub(crate) struct Pair {
    pub name: String,
    /// The feed it comes from.
    pub source: String,
    pub title: String,
    pub text: String,
    /// Bytes of `text` before which a break was lost, and whether it shows as more than a space.
    pub lost: Vec<(usize, Gap)>,
    /// Bytes before which a break became a space.
    pub spaced: Vec<usize>,
}

/// Reads every pair.
pub(crate) fn read(shared: &Path) -> Vec<Pair> {
    let folder = shared.join("real/lost-breaks");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the folder is there")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".glued.txt").map(str::to_owned))
        .collect();
    names.sort();
    let mut pairs = Vec::new();
    for name in &names {
        let html = fs::read_to_string(folder.join(format!("{name}.original.html"))).expect("readable");
        let glued = fs::read_to_string(folder.join(format!("{name}.glued.txt"))).expect("readable");
        let (title, text) = glued.split_once("\n\n").unwrap_or(("", &glued));
        let original = Original::of_html(&html);
        let source = html.split('|').next().unwrap_or_default().trim_start_matches("<!--").trim().to_owned();
        match align(&original, text) {
            Some((lost, spaced)) => pairs.push(Pair {
                name: name.clone(),
                source,
                title: title.to_owned(),
                text: text.to_owned(),
                lost,
                spaced,
            }),
            None => println!("{name}: the glued text is not the original without breaks"),
        }
    }
    pairs
}

type Lost = (Vec<(usize, Gap)>, Vec<usize>);

fn align(original: &Original, text: &str) -> Option<Lost> {
    let mut lost = Vec::new();
    let mut spaced = Vec::new();
    let mut shown = original.chars.iter().zip(&original.gaps);
    let mut after_space = true;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}') {
            after_space |= c.is_whitespace();
            continue;
        }
        let (expected, gap) = shown.next()?;
        if *expected != c {
            return None;
        }
        if *gap >= Gap::SoftBreak && at > 0 {
            if after_space {
                spaced.push(at);
            } else {
                lost.push((at, *gap));
            }
        }
        after_space = false;
    }
    shown.next().is_none().then_some((lost, spaced))
}
