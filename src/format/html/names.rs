//! Who speaks, where elements of their own say so: `<span class="speaker">Ada:</span> words`,
//! `<strong>Ada</strong>: words`, `<dt>Ada</dt> <dd>words</dd>`, a paragraph of a name above the words.

use std::borrow::Cow;
use std::collections::HashMap;

use super::blocks::{Run, SUPERSCRIPT};
use super::tree::Tree;
use crate::document::BlockKind;
use crate::format::transcript::{MARK_END, MARK_START, Piece, are_names_of_dialogue, is_time, name_alone};

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
        let form = Form::of(tree, runs);
        // Turns may be the items of a list, a name and a paragraph each.
        let are_items = runs.iter().filter(|run| is_name_in_item(tree, run)).take(3).count() == 3;
        let mut counts = HashMap::<String, usize>::new();
        let mut by_class = 0;
        let mut texts = Vec::with_capacity(runs.len());
        let mut is_below_name = false;
        for run in runs {
            let text = run.raw_text().trim().replace(SUPERSCRIPT, "");
            let mut time = begin_of(tree, run).map(|begin| format!("[{begin}] ")).unwrap_or_default();
            // `<span class="time">0:12</span><span class="speaker">Ada</span> words`
            let mut at = run.at;
            let mut text = text;
            if let Some((clock, behind)) = clock_of(tree, run)
                && let Some(rest) = text.strip_prefix(&*clock)
            {
                time = format!("[{}] ", clock.trim_matches(['[', ']', '(', ')']));
                (text, at) = (rest.trim_start().to_owned(), behind);
            }
            // What somebody is, below the name: `(Orchard Lane) (Lab)`.
            if std::mem::take(&mut is_below_name) && text.starts_with('(') && text.ends_with(')') {
                continue;
            }
            // A name set off from what somebody is stands in an element that calls itself a speaker's.
            let set_off = || {
                let name = name_of(tree, run, at).filter(|name| name.is_by_class)?;
                let is_part = name.text.len() < text.len() && text.starts_with(&name.text);
                is_part.then(|| called(&name.text[..end_of_name(&name.text)]))
            };
            let head = || set_off().or_else(|| with_office_at_most(&text).map(called));
            if let Some(name) = form.as_ref().filter(|form| form.holds(tree, run)).and_then(|_| head()) {
                by_class += 1;
                *counts.entry(name.clone()).or_default() += 1;
                texts.push((BlockKind::Paragraph, run.line, name));
                is_below_name = true;
                continue;
            }
            if is_dialogue && is_term(tree, run) {
                texts.push((BlockKind::Paragraph, run.line, called(&text)));
                continue;
            }
            let is_definition = is_dialogue && tree.name(run.holder) == "dd";
            let is_said = is_definition || are_items && run.kind == BlockKind::ListItem;
            let kind = if is_said { BlockKind::Paragraph } else { run.kind };
            let Some(name) = name_of(tree, run, at) else {
                texts.push((kind, run.line, time + &text));
                continue;
            };
            let is_whole = text.len() <= name.text.len();
            if name.is_by_class {
                by_class += 1;
                *counts.entry(called(&name.text[..end_of_name(&name.text)])).or_default() += 1;
            }
            // A heading has the name, and what else is known of somebody.
            if (is_whole
                || kind == BlockKind::Heading
                    && text.len() <= 2 * NAME_BYTES_MAX
                    && text.starts_with(&name.text))
                && name.is_by_class
            {
                let text = &name.text;
                texts.push((BlockKind::Paragraph, run.line, called(&text[..end_of_name(text)])));
            } else if text.starts_with(&name.text) {
                let is_prose = is_whole && kind == BlockKind::Heading && is_bold(tree.name(name.node));
                let kind = if is_prose { BlockKind::Paragraph } else { kind };
                let words = text[name.text.len()..].trim_start();
                // The class says what a colon would.
                if name.is_by_class && words.starts_with(char::is_alphanumeric) {
                    let called = called(&name.text[..end_of_name(&name.text)]);
                    texts.push((kind, run.line, format!("{time}{called} {words}")));
                    continue;
                }
                texts.push((kind, run.line, time + &marked(&text, name.text.len())));
            } else {
                texts.push((kind, run.line, time + &text));
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
        let may_name = |run: &&Run| {
            is_short_heading(run)
                || is_term(tree, run)
                || name_of(tree, run, run.at).is_some()
                || clock_of(tree, run).is_some()
        };
        runs.iter().filter(may_name).take(3).count() == 3 || Form::may_be_in(tree, runs)
    }
}

/// The element and the class that all names above what is said have in common on a page:
/// `<div class="primary-text">Ada Moss</div>`.
#[derive(Debug)]
pub(super) struct Form<'a> {
    element: &'a str,
    class: &'a str,
}

impl<'a> Form<'a> {
    /// The form of short blocks of which each is a name, several come again, and prose follows each.
    pub(super) fn of(tree: &'a Tree, runs: &[Run]) -> Option<Self> {
        const NAMES_MIN: usize = 4;
        const PROSE_BYTES_MIN: usize = 24;
        let speaks = |members: &Vec<usize>| {
            let (first, last) = (members[0], members[members.len() - 1]);
            if members.len() < NAMES_MIN || last - first >= members.len() * 12 {
                return false;
            }
            let mut counts: HashMap<&str, usize> = HashMap::new();
            for at in members {
                let text = runs[*at].raw_text().trim();
                let name = with_office_at_most(text).and_then(name_alone);
                let Some(name) = name else { return false };
                *counts.entry(name).or_default() += 1;
            }
            let several = counts.values().filter(|count| **count >= 2).count() >= 2;
            let again: usize = counts.values().filter(|count| **count >= 2).sum();
            let between = &runs[first..=last];
            let headings = between.iter().filter(|run| run.kind == BlockKind::Heading).count();
            let is_heading = runs[first].kind == BlockKind::Heading;
            let others = if is_heading { headings - members.len().min(headings) } else { headings };
            let prose: usize = between.iter().filter(|run| run.bytes >= PROSE_BYTES_MIN).count();
            several
                && again * 10 >= members.len() * 6
                && others * 5 <= members.len()
                && prose * 10 >= members.len() * 8
        };
        let mut found: Vec<_> =
            Self::all(tree, runs).into_iter().filter(|(_, members)| speaks(members)).collect();
        // Of several forms the one of most, and of these the first.
        found.sort_by_key(|(_, members)| (std::cmp::Reverse(members.len()), members[0]));
        found.into_iter().next().map(|((element, class), _)| Self { element, class })
    }

    /// Says cheaply that some short blocks of one form might be names: one comes again.
    fn may_be_in(tree: &Tree, runs: &[Run]) -> bool {
        let may_be_names = |members: &Vec<usize>| {
            let mut names = members.iter().map(|at| runs[*at].raw_text().trim());
            let first = names.next().and_then(name_alone);
            members.len() >= 3 && first.is_some() && {
                let mut seen: Vec<&str> = first.into_iter().collect();
                names.take(8).any(|name| {
                    let is_again = seen.contains(&name);
                    seen.push(name);
                    is_again
                })
            }
        };
        Self::all(tree, runs).values().any(may_be_names)
    }

    /// The short blocks of each form.
    fn all<'t>(tree: &'t Tree, runs: &[Run]) -> HashMap<(&'t str, &'t str), Vec<usize>> {
        let mut forms: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (at, run) in runs.iter().enumerate().filter(|(_, run)| run.bytes <= NAME_BYTES_MAX) {
            if let Some(class) = tree.attribute(run.holder, "class").filter(|class| !class.is_empty())
                && run.kind != BlockKind::ListItem
            {
                forms.entry((tree.name(run.holder), class)).or_default().push(at);
            }
        }
        forms
    }

    /// Says that a block has this form.
    pub(super) fn holds(&self, tree: &Tree, run: &Run) -> bool {
        run.bytes <= NAME_BYTES_MAX
            && tree.name(run.holder) == self.element
            && tree.attribute(run.holder, "class") == Some(self.class)
    }
}

/// When the words of a block begin, where the page says so: `<p begin="00:00:14.21">`, `<p data-tc="00:00:14">`, or
/// in milliseconds, `<span data-m="14210">words</span>`.
fn begin_of<'t>(tree: &'t Tree, run: &Run) -> Option<Cow<'t, str>> {
    let marked = tree.ancestors(run.at).take_while(|node| *node >= run.holder);
    let ms = marked.filter_map(|node| tree.attribute(node, "data-m")).next();
    if let Some(ms) = ms.and_then(|ms| ms.parse::<u32>().ok()) {
        let (seconds, ms) = (ms / 1000, ms % 1000);
        let clock = format!("{}:{:02}:{:02}.{ms:03}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        return Some(Cow::Owned(clock));
    }
    let told = ["begin", "data-tc"].iter().find_map(|key| tree.attribute(run.holder, key));
    told.filter(|begin| is_time(begin)).map(Cow::Borrowed)
}

/// Says that a block is a name in bold type before a colon, above other blocks of the same item of a list.
fn is_name_in_item(tree: &Tree, run: &Run) -> bool {
    let text = run.raw_text().trim();
    run.kind == BlockKind::ListItem
        && text.len() <= NAME_BYTES_MAX
        && text.ends_with(':')
        && tree.name(run.holder) != "li"
        && name_of(tree, run, run.at).is_some_and(|name| text.len() <= name.text.len() + 1)
}

/// Where the name ends and what they are begins: `Ada Ek (Mayo, Labour)`.
fn end_of_name(text: &str) -> usize {
    text.find(['(', '|', '\n']).filter(|end| !text[..*end].trim().is_empty()).unwrap_or(text.len())
}

/// The name in a text that is a name and, behind it, at most what they are: neither when they speak nor what
/// they say.
fn with_office_at_most(text: &str) -> Option<&str> {
    let (name, behind) = text.split_at(end_of_name(text));
    let behind = behind.trim();
    let is_office = match behind.strip_prefix('(') {
        Some(_) => behind.ends_with(')') && !behind.split(['(', ')']).any(is_time),
        None => !behind.ends_with(['.', '?', '!', '\u{2026}']),
    };
    is_office.then(|| name.trim_end())
}

/// The beginning of a block that an element sets off.
struct Name {
    text: String,
    node: usize,
    /// The element is of a class for speakers.
    is_by_class: bool,
}

/// The time in an element of its own with which a block begins, and the node of the words behind it.
fn clock_of(tree: &Tree, run: &Run) -> Option<(String, usize)> {
    const CLOCK_NODES_MAX: usize = 6;
    let mut found = None;
    for node in tree.ancestors(run.at).take_while(|node| *node > run.holder) {
        if tree.end(node) - node > CLOCK_NODES_MAX {
            break;
        }
        if tree.name(node) == "time" || is_of_times(tree, node) {
            found = Some(node);
        }
    }
    let node = found?;
    let clock = tree.raw_text(node).trim().to_owned();
    let behind = (tree.end(node)..tree.end(run.holder))
        .find(|node| tree.text(*node).is_some_and(|text| text.contains(char::is_alphanumeric)))?;
    is_time(&clock).then_some((clock, behind))
}

/// Says that an element is of a class for times of the recording.
fn is_of_times(tree: &Tree, node: usize) -> bool {
    let Some(classes) = tree.attribute(node, "class") else { return false };
    classes.split_ascii_whitespace().any(|class| {
        let class = class.to_ascii_lowercase();
        ["timestamp", "timecode"].iter().any(|known| class.contains(known))
            || class.split(['-', '_']).any(|part| matches!(part, "time" | "ts"))
    })
}

/// The name that an element sets off at the beginning of a block, whose first words are in the node `at`.
fn name_of(tree: &Tree, run: &Run, at: usize) -> Option<Name> {
    let mut found = None;
    for node in tree.ancestors(at) {
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
    let opens = (node..at).all(|node| tree.text(node).is_none_or(|text| text.trim().is_empty()));
    let text = tree.raw_text(node);
    let text = text.trim();
    let fits = opens && text.len() <= NAME_BYTES_MAX && text.starts_with(char::is_alphanumeric);
    fits.then(|| Name { text: text.to_owned(), node, is_by_class })
}

fn is_bold(name: &str) -> bool {
    matches!(name, "b" | "strong")
}

/// Says that a block is a term of a list of terms, and no line of a table of contents, which leads to its part of the
/// page.
pub(super) fn is_term(tree: &Tree, run: &Run) -> bool {
    let leads_to_part =
        |node: usize| tree.attribute(node, "href").is_some_and(|address| address.starts_with('#'));
    tree.name(run.holder) == "dt" && !tree.below(run.holder).take(NAME_NODES_MAX).any(leads_to_part)
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

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::format::read;
    use crate::receipt::Receipt;

    #[test]
    fn a_table_of_contents_names_nobody() {
        let kind = |term: &dyn Fn(&str) -> String| {
            let said = |name: &str, words: &str| format!("<dt>{}</dt><dd>{words}</dd>", term(name));
            let turns: String = (0..4)
                .map(|_| {
                    said("Ada Moss", "Is the gate shut? It was.") + &said("Tom Grey", "It is, as I said.")
                })
                .collect();
            let page =
                format!("<!doctype html><title>Gates</title><body><h1>Gates</h1><dl>{turns}</dl></body>");
            let documents = read("gates.html", page.as_bytes(), &mut Receipt::default());
            documents.unwrap_or_default().first().map(|document| document.kind)
        };
        assert_eq!(kind(&|name| name.to_owned()), Some(Kind::Transcript));
        assert_eq!(kind(&|name| format!("<a href='#part'>{name}</a>")), Some(Kind::Essay));
    }
}
