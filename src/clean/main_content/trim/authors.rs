//! Lines above a text that name who wrote it, and paragraphs behind it that tell who that is.

use super::super::author;
use super::super::measure::ends_sentence;
use super::{Look, Trim, is_dateline};
use crate::clean::folded;
use crate::document::BlockKind;
use crate::format::html::kinds::is_heading;

impl Trim<'_> {
    /// Takes short lines among the first blocks that name one of the authors, whose `names` are folded, as their bylines, and with them the days
    /// beside them: a line of the text may stand above them.
    pub(super) fn find_bylines(&mut self, names: &[String]) {
        const BLOCKS_MAX: usize = 16;
        const TEXTS_MAX: usize = 1;
        let mut texts = 0;
        let mut found = Vec::new();
        for number in 0..self.runs.len().min(BLOCKS_MAX) {
            texts += usize::from(self.looks[number] == Look::Text && !self.runs[number].is_caption);
            if texts > TEXTS_MAX {
                break;
            }
            if names.iter().any(|name| self.is_byline_of(number, name)) {
                found.push(number);
            }
        }
        let last = self.looks.iter().rposition(|look| *look == Look::Text).unwrap_or(0);
        for number in found.into_iter().filter(|number| *number < last) {
            self.looks[number] = Look::Apparatus("byline");
            let says_when = |beside: &usize| self.is_short(*beside) && is_dateline(&self.texts[*beside]);
            let below = (number + 1..self.runs.len()).take(2).take_while(says_when);
            let above = (0..number).rev().take(2).take_while(says_when);
            let days: Vec<usize> = below.chain(above).collect();
            days.into_iter().for_each(|day| self.looks[day] = Look::Apparatus("byline"));
            // Right below the name, and opening with it once more, stands who that is.
            let below = number + 1;
            let name = names.iter().find(|name| self.texts[number] == **name);
            let is_bio = |name: &&String| {
                below < self.runs.len()
                    && self.may_be_about_author(below, name)
                    && author::opens_with_name(&self.texts[below], name)
            };
            if name.is_some_and(|name| is_bio(&name)) {
                self.looks[below] = Look::Apparatus("about the author");
            }
        }
    }

    /// The names, folded, in lines above the text that end in who wrote it: `The Ditch` and `by Ada Ek` in one.
    pub(super) fn named_in_bylines(&self) -> Vec<String> {
        const BYTES_MAX: usize = 120;
        let first = self.looks.iter().position(|look| *look == Look::Text).unwrap_or(0);
        let named = |number: usize| {
            let raw = folded(self.runs[number].raw_text());
            let at =
                raw.to_ascii_lowercase().rfind("by ").filter(|at| *at == 0 || raw[..*at].ends_with(' '))?;
            let name = raw.get(at + 3..).filter(|_| raw.len() <= BYTES_MAX)?;
            let words = || name.split(' ');
            let is_name = (2..=3).contains(&words().count())
                && words().all(|word| word.starts_with(char::is_uppercase))
                && !ends_sentence(name);
            is_name.then(|| name.to_lowercase())
        };
        (0..first).filter_map(named).collect()
    }

    fn is_short(&self, number: usize) -> bool {
        let run = &self.runs[number];
        matches!(self.looks[number], Look::Short | Look::Links)
            && matches!(run.kind, BlockKind::Paragraph | BlockKind::ListItem)
            && !run.is_caption
    }

    /// Says whether a block is a short line that names an author, and nobody else in a sentence; names above turns of
    /// what is said come again.
    fn is_byline_of(&self, number: usize, name: &str) -> bool {
        const REST_BYTES_MAX: usize = 48;
        let text = &self.texts[number];
        let is_again = || self.texts[number + 1..].iter().any(|other| other == text);
        let is_line = || {
            let rest = text.replacen(name, "", 1);
            let says_more = |word: &str| word.len() > 3 && !word.bytes().any(|byte| byte.is_ascii_digit());
            let words = || rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            self.runs[number].link_bytes > 0
                || self.tree.name(self.runs[number].holder) != "p" && words().count() <= 3
                || rest.contains(['|', '\u{B7}', '\u{2022}'])
                || rest.bytes().any(|byte| byte.is_ascii_digit())
                || words().count() <= 1 && !words().any(says_more) && !text.starts_with("to ")
        };
        // The parts of a text have headings, too.
        let is_name = self.looks[number] == Look::Heading
            && text == name
            && (!self.is_part_title(number) || self.is_in_box_of_author(number, name));
        (self.is_short(number) && is_line() || is_name)
            && name.len() >= 5
            && text.len() <= name.len() + REST_BYTES_MAX
            && text.contains(name)
            && !text.ends_with([':', '\u{FF1A}'])
            && !ends_sentence(text)
            && !is_again()
    }

    /// Takes a paragraph near the end that opens with one of the authors' `names` as one about that person, and the
    /// line above it that is no more than the name; a text that is about its author names that person earlier, too.
    pub(super) fn find_about_authors(&mut self, names: &[String]) {
        const TEXTS_BEHIND_MAX: usize = 3;
        let is_text = |look: &Look| *look == Look::Text;
        let Some(first) = self.looks.iter().position(is_text) else { return };
        let mut behind = 0;
        for number in (first + 1..self.runs.len()).rev() {
            let opens = |name: &&String| author::opens_with_name(&self.texts[number], name);
            if let Some(name) = names.iter().find(opens).filter(|name| self.may_be_about_author(number, name))
            {
                let is_named_above = self.texts[..number]
                    .iter()
                    .zip(&self.looks)
                    .any(|(text, look)| is_text(look) && text.contains(name.as_str()));
                if !is_named_above {
                    self.looks[number] = Look::Apparatus("about the author");
                    let is_name = |above: &usize| self.texts[*above] == *name;
                    let above: Vec<usize> = (number.saturating_sub(3)..number).filter(is_name).collect();
                    above
                        .into_iter()
                        .for_each(|above| self.looks[above] = Look::Apparatus("about the author"));
                    return;
                }
            }
            behind += usize::from(is_text(&self.looks[number]));
            if behind > TEXTS_BEHIND_MAX {
                return;
            }
        }
    }

    fn may_be_about_author(&self, number: usize, name: &str) -> bool {
        const BYTES_MAX: usize = 700;
        let run = &self.runs[number];
        self.looks[number] == Look::Text
            && (author::is_about(run.raw_text())
                || self.is_in_box_of_author(number, name)
                || self.is_in_type(number) && !self.looks[number + 1..].contains(&Look::Text))
            && run.kind == BlockKind::Paragraph
            && !run.is_caption
            && run.bytes <= BYTES_MAX
    }

    /// Says whether a small element around a block shows a picture beside it or a link to a person, or is called after
    /// the author.
    fn is_in_box_of_author(&self, number: usize, name: &str) -> bool {
        const LEVELS_MAX: usize = 3;
        const BLOCKS_MAX: usize = 4;
        let tree = self.tree;
        let holder = self.runs[number].holder;
        let is_last = !self.looks[number + 1..].contains(&Look::Text);
        let is_small = |outer: &usize| {
            !matches!(tree.name(*outer), "body" | "main" | "article")
                && self.range(*outer).len() <= BLOCKS_MAX
        };
        let is_called = |node: usize| {
            let names =
                [tree.attribute(node, "class"), tree.attribute(node, "id"), tree.attribute(node, "rel")];
            let mut words =
                names.into_iter().flatten().flat_map(|names| names.split(|c: char| !c.is_alphanumeric()));
            words.any(|word| matches!(word, "author" | "bio" | "biography" | "avatar" | "profile"))
        };
        // The name by itself, or a link to whoever bears it.
        let names = |number: usize| {
            let (run, says) = (&self.runs[number], &self.texts[number]);
            run.link_bytes == run.bytes && (says.starts_with('@') || says.contains(name))
                || says == name && (is_last || !self.is_part_title(number))
        };
        let around = std::iter::once(holder).chain(tree.ancestors(holder).take(LEVELS_MAX));
        around.take_while(is_small).any(|outer| {
            is_called(outer)
                || self.range(outer).any(names)
                || tree.below(outer).any(|inner| tree.name(inner) == "img" || is_called(inner))
        })
    }

    /// Says whether a block stands in a heading below the first level.
    fn is_part_title(&self, number: usize) -> bool {
        let name = self.tree.name(self.runs[number].holder);
        is_heading(name) && name != "h1"
    }
}
