//! From stretches of text with places to lines, and from lines to headings and paragraphs.

mod lines;

use std::collections::{HashMap, HashSet};

use super::super::Receipt;
use super::page::Span;
use crate::document::{BlockKind, Builder};
use lines::{Line, lines_of};

/// A heading is higher than the text by this factor.
const HEADING_FACTOR: f32 = 1.15;
/// Lines further apart than this, in heights of their type, belong to different paragraphs.
const LEADING_MAX: f32 = 1.75;
/// How many lines at the top and at the bottom of a page may be its header and footer.
const MARGIN_LINES: usize = 2;

/// Adds the blocks of a file to `builder`.
pub(super) fn add(pages: Vec<Vec<Span>>, builder: &mut Builder, receipt: &mut Receipt) {
    let mut pages: Vec<Vec<Line>> = pages.into_iter().map(lines_of).collect();
    drop_headers(&mut pages, receipt);
    let body = Body::of(&pages);
    let vocabulary = vocabulary(&pages);
    let mut open: Option<Paragraph> = None;
    for page in &pages {
        let mut before: Option<&Line> = None;
        for line in page {
            let kind = body.kind_of(line);
            let goes_on =
                open.as_ref().is_some_and(|open| open.kind == kind && body.goes_on(open, before, line));
            if !goes_on && let Some(done) = open.take() {
                builder.block(done.kind, None, &done.text);
            }
            match &mut open {
                Some(open) => open.add(line, &vocabulary, receipt),
                None => open = Some(Paragraph::new(kind, line)),
            }
            before = Some(line);
        }
    }
    if let Some(done) = open {
        builder.block(done.kind, None, &done.text);
    }
}

/// A block as far as it goes.
struct Paragraph {
    kind: BlockKind,
    text: String,
    size: f32,
    /// Where its lines begin, but for the first.
    left: Option<f32>,
}

impl Paragraph {
    fn new(kind: BlockKind, line: &Line) -> Self {
        Self { kind, text: line.text.clone(), size: line.size, left: None }
    }

    /// Adds a line, joining a word that the line before has cut.
    fn add(&mut self, line: &Line, vocabulary: &HashSet<String>, receipt: &mut Receipt) {
        self.left = Some(self.left.map_or(line.left, |left| left.min(line.left)));
        let cut = self.text.strip_suffix(['-', '\u{AD}', '\u{2010}']);
        let begins_small = line.text.starts_with(char::is_lowercase);
        let Some(cut) = cut.filter(|cut| begins_small && cut.ends_with(char::is_alphabetic)) else {
            self.text.push(' ');
            self.text.push_str(&line.text);
            return;
        };
        let first = cut.rsplit(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or_default();
        let second = line.text.split(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or_default();
        let (joined, hyphenated) = (format!("{first}{second}"), format!("{first}-{second}"));
        let keeps_hyphen =
            vocabulary.contains(&hyphenated.to_lowercase()) && !vocabulary.contains(&joined.to_lowercase());
        let length = if keeps_hyphen { cut.len() + 1 } else { cut.len() };
        if !keeps_hyphen {
            receipt.repaired("word cut at a line's end", &hyphenated, &joined);
        }
        self.text.truncate(length);
        if keeps_hyphen && !self.text.ends_with('-') {
            self.text.push('-');
        }
        self.text.push_str(&line.text);
    }

    fn ends_sentence(&self) -> bool {
        let text = self.text.trim_end_matches(['"', '\'', ')', ']', '\u{201D}', '\u{2019}']);
        text.ends_with(['.', '?', '!', ':', '\u{3002}'])
    }
}

/// What most lines are like.
struct Body {
    size: f32,
    /// Where most lines end.
    right: f32,
}

impl Body {
    fn of(pages: &[Vec<Line>]) -> Self {
        let mut sizes: HashMap<i32, usize> = HashMap::new();
        let mut rights: HashMap<i32, usize> = HashMap::new();
        for line in pages.iter().flatten() {
            *sizes.entry((line.size * 2.0).round() as i32).or_default() += line.text.len();
            *rights.entry((line.right / 4.0).round() as i32).or_default() += 1;
        }
        let most = |counts: HashMap<i32, usize>| {
            let most = counts.into_iter().max_by_key(|(value, count)| (*count, *value));
            most.map_or(0.0, |(value, _)| value as f32)
        };
        Self { size: most(sizes) / 2.0, right: most(rights) * 4.0 }
    }

    fn kind_of(&self, line: &Line) -> BlockKind {
        let has_words = line.text.chars().filter(|c| c.is_alphabetic()).count() > 2;
        if line.size > self.size * HEADING_FACTOR && line.text.len() < 200 && has_words {
            BlockKind::Heading
        } else if line.is_item {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        }
    }

    /// Says that `line` goes on with the block `open`, whose last line is `before` unless that
    /// was on another page.
    fn goes_on(&self, open: &Paragraph, before: Option<&Line>, line: &Line) -> bool {
        let same_size = (line.size - open.size).abs() < open.size * 0.12;
        if !same_size || line.is_item {
            return false;
        }
        let Some(before) = before else {
            // Over the page's end a paragraph goes on where its sentence does.
            return open.kind != BlockKind::Heading
                && !open.ends_sentence()
                && !line.text.starts_with(char::is_uppercase);
        };
        let down = before.y - line.y;
        if down < 0.0 {
            // A new column, where a sentence may go on.
            return open.kind != BlockKind::Heading && !open.ends_sentence();
        }
        if down > LEADING_MAX * before.size.max(line.size) {
            return false;
        }
        if open.kind == BlockKind::Heading {
            return true;
        }
        let em = line.size;
        let is_indented = line.left > open.left.unwrap_or(before.left) + em * 0.8;
        // A line that ends early was the last, if a sentence ends with it.
        let is_short = before.right < self.right.min(line.right.max(before.right + em * 6.0)) - em * 4.0;
        !(is_indented && (open.left.is_some() || open.ends_sentence())) && !(is_short && open.ends_sentence())
    }
}

/// Drops what stands again and again at the top or bottom of pages, and page numbers.
fn drop_headers(pages: &mut [Vec<Line>], receipt: &mut Receipt) {
    let key =
        |line: &Line| line.text.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let margins = |lines: usize| {
        (0..lines.min(MARGIN_LINES)).chain(lines.saturating_sub(MARGIN_LINES).max(MARGIN_LINES)..lines)
    };
    for page in pages.iter() {
        let keys: HashSet<_> = margins(page.len()).map(|index| key(&page[index])).collect();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    let often = (pages.len() / 4).clamp(3, 12);
    for page in pages.iter_mut() {
        let at: HashSet<usize> = margins(page.len())
            .filter(|index| {
                let line = &page[*index];
                let words = key(line);
                let is_number =
                    line.text.len() < 12 && line.text.chars().any(|c| c.is_ascii_digit()) && words.len() < 5;
                let is_roman =
                    !words.is_empty() && line.text.len() < 8 && words.chars().all(|c| "ivxlc".contains(c));
                if words.is_empty() || is_roman { is_number || is_roman } else { counts[&words] >= often }
            })
            .collect();
        let mut index = 0;
        page.retain(|line| {
            let is_dropped = at.contains(&index);
            index += 1;
            if is_dropped {
                receipt.dropped("headers and footers of pages", &line.text);
            }
            !is_dropped
        });
    }
}

/// The words of a file, lower case, with their hyphens; those cut at a line's end left out.
fn vocabulary(pages: &[Vec<Line>]) -> HashSet<String> {
    let mut words = HashSet::new();
    for line in pages.iter().flatten() {
        let mut parts = line.text.split(|c: char| !c.is_alphabetic() && c != '-').peekable();
        while let Some(word) = parts.next() {
            if parts.peek().is_some() && word.len() > 2 {
                words.insert(word.trim_matches('-').to_lowercase());
            }
        }
    }
    words
}
