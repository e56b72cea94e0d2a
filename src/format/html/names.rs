//! Who speaks, where elements of their own say so: `<span class="speaker">Ada:</span> words`,
//! `<strong>Ada</strong>: words`, `<dt>Ada</dt> <dd>words</dd>`, a paragraph of a name above the words.

use std::collections::HashMap;

use super::blocks::{Run, SUPERSCRIPT};
use super::tree::Tree;
use crate::document::BlockKind;
use crate::format::transcript::{MARK_END, MARK_START, Piece, are_names_of_dialogue};

/// A name and what follows takes no more bytes.
const NAME_BYTES_MAX: usize = 96;
/// The element of a name holds no more nodes.
const NAME_NODES_MAX: usize = 24;

/// The blocks of a page as transcripts are looked for in them.
#[derive(Debug)]
pub(super) struct Pieces {
    texts: Vec<(BlockKind, Option<u32>, String)>,
    /// The terms of lists are people.
    is_dialogue: bool,
    /// So many blocks begin with an element for a speaker's name,
    by_class: usize,
    /// with so many names that come again.
    names_again: usize,
}

impl Pieces {
    pub(super) fn of(tree: &Tree, runs: &[Run]) -> Self {
        let terms: Vec<&str> =
            runs.iter().filter(|run| is_term(tree, run)).map(|run| run.raw_text().trim()).collect();
        let is_dialogue = are_names_of_dialogue(&terms);
        // Turns may be the items of a list, a name and a paragraph each.
        let are_items = runs.iter().filter(|run| is_name_in_item(tree, run)).take(3).count() == 3;
        let mut counts = HashMap::<String, usize>::new();
        let mut by_class = 0;
        let mut texts = Vec::with_capacity(runs.len());
        for run in runs {
            let text = run.raw_text().trim().replace(SUPERSCRIPT, "");
            if is_dialogue && is_term(tree, run) {
                texts.push((BlockKind::Paragraph, run.line, called(&text)));
                continue;
            }
            let is_definition = is_dialogue && tree.name(run.holder) == "dd";
            let is_said = is_definition || are_items && run.kind == BlockKind::ListItem;
            let kind = if is_said { BlockKind::Paragraph } else { run.kind };
            let Some(name) = name_of(tree, run) else {
                texts.push((kind, run.line, text));
                continue;
            };
            let is_whole = text.len() <= name.text.len();
            if name.is_by_class {
                by_class += 1;
                *counts.entry(called(&name.text[..end_of_name(&name.text)])).or_default() += 1;
            }
            if is_whole && name.is_by_class {
                texts.push((BlockKind::Paragraph, run.line, called(&text[..end_of_name(&text)])));
            } else if text.starts_with(&name.text) {
                let is_prose = is_whole && kind == BlockKind::Heading && is_bold(tree.name(name.node));
                let kind = if is_prose { BlockKind::Paragraph } else { kind };
                texts.push((kind, run.line, marked(&text, name.text.len())));
            } else {
                texts.push((kind, run.line, text));
            }
        }
        Self {
            texts,
            is_dialogue,
            by_class,
            names_again: counts.values().filter(|count| **count >= 2).count(),
        }
    }

    pub(super) fn pieces(&self) -> Vec<Piece<'_>> {
        self.texts.iter().map(|(kind, line, text)| Piece { kind: *kind, line: *line, text }).collect()
    }

    /// Says that the page sets the names of those who speak in elements of their own.
    pub(super) fn names_speakers(&self) -> bool {
        self.is_dialogue
            || self.by_class >= 3 && self.names_again > 0 && self.by_class * 4 >= self.texts.len()
    }

    /// Says that some blocks begin with something that might be a name.
    pub(super) fn may_have_names(tree: &Tree, runs: &[Run]) -> bool {
        let is_short_heading = |run: &Run| run.kind == BlockKind::Heading && run.bytes <= NAME_BYTES_MAX;
        let may_name =
            |run: &&Run| is_short_heading(run) || is_term(tree, run) || name_of(tree, run).is_some();
        runs.iter().filter(may_name).take(3).count() == 3
    }
}

/// Says that a block is a name in bold type before a colon, above other blocks of the same item of a list.
fn is_name_in_item(tree: &Tree, run: &Run) -> bool {
    let text = run.raw_text().trim();
    run.kind == BlockKind::ListItem
        && text.len() <= NAME_BYTES_MAX
        && text.ends_with(':')
        && tree.name(run.holder) != "li"
        && name_of(tree, run).is_some_and(|name| text.len() <= name.text.len() + 1)
}

/// Where the name ends and what they are begins: `Ada Ek (Mayo, Labour)`.
fn end_of_name(text: &str) -> usize {
    text.find(['(', '|', '\n']).filter(|end| !text[..*end].trim().is_empty()).unwrap_or(text.len())
}

/// The beginning of a block that an element sets off.
struct Name {
    text: String,
    node: usize,
    /// The element is of a class for speakers.
    is_by_class: bool,
}

fn name_of(tree: &Tree, run: &Run) -> Option<Name> {
    let mut found = None;
    for node in tree.ancestors(run.at) {
        if tree.end(node) - node > NAME_NODES_MAX {
            break;
        }
        let is_by_class = is_of_speakers(tree, node);
        if is_by_class || is_bold(tree.name(node)) || matches!(tree.name(node), "em" | "i" | "cite") {
            found = Some((node, is_by_class));
        }
        if node == run.holder || is_by_class {
            break;
        }
    }
    let (node, is_by_class) = found?;
    let opens = (node..run.at).all(|node| tree.text(node).is_none_or(|text| text.trim().is_empty()));
    let text = tree.raw_text(node);
    let text = text.trim();
    let fits = opens && text.len() <= NAME_BYTES_MAX && text.starts_with(char::is_alphanumeric);
    fits.then(|| Name { text: text.to_owned(), node, is_by_class })
}

fn is_bold(name: &str) -> bool {
    matches!(name, "b" | "strong")
}

/// Says that a block is a term of a list of terms.
pub(super) fn is_term(tree: &Tree, run: &Run) -> bool {
    tree.name(run.holder) == "dt"
}

/// Says that an element is of a class for the names of those who speak.
fn is_of_speakers(tree: &Tree, node: usize) -> bool {
    let Some(classes) = tree.attribute(node, "class") else { return false };
    classes.split_ascii_whitespace().any(|class| {
        let class = class.to_ascii_lowercase();
        ["speaker", "interviewer", "interviewee"].iter().any(|known| class.contains(known))
            || class.split(['-', '_']).any(|part| part == "who")
    })
}

/// A name as it stands before a turn in bold type.
fn called(name: &str) -> String {
    let name =
        name.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '\u{FF1A}' | '-' | ','));
    format!("{MARK_START}{name}:{MARK_END}")
}

/// `text` with the marks of bold type around its first bytes.
fn marked(text: &str, bytes: usize) -> String {
    let (name, words) = text.split_at(bytes.min(text.len()));
    format!("{MARK_START}{name}{MARK_END}{words}")
}
