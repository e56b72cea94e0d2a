//! Lines become paragraphs: words cut at their ends are joined, and over the ends of pages, with their notes.

use std::collections::HashSet;

use super::super::super::Receipt;
use super::lines::{Line, digit_of_raised};
use crate::clean::lost_breaks::is_known_word;
use crate::document::BlockKind;

/// Notes are smaller than this part of the text's type, but for those that only their numbers mark.
const NOTE_SIZE: f32 = 0.93;
/// What may stand behind the end of a sentence.
const CLOSING: &str = "\"')]\u{201D}\u{2019}\u{BB}\u{300D}\u{300F}";

/// The paragraphs of a file as far as they go.
#[derive(Default)]
pub(super) struct Paragraphs {
    done: Vec<Paragraph>,
    pub open: Option<Paragraph>,
    /// Notes of the pages over whose ends the open one goes on: they stand behind it.
    notes: Vec<Paragraph>,
    /// How many were done when the page began.
    before_page: usize,
}

impl Paragraphs {
    /// The open paragraph has ended.
    pub(super) fn close(&mut self) {
        self.done.extend(self.open.take());
        self.done.append(&mut self.notes);
    }

    /// What is unfinished at the end of a page stays open, even if notes stand behind it.
    pub(super) fn end_page(&mut self, page: &[Line], body_size: f32) {
        self.close();
        let raised: HashSet<u32> = page.iter().flat_map(|line| raised_numbers(&line.text)).collect();
        let mut of_page = self.done.len();
        let mut has_mark = false;
        while of_page > self.before_page
            && let Some(last) = self.done.get_mut(of_page - 1)
        {
            last.is_note = last.is_note || last.is_marked(&raised);
            if !last.is_note && last.size >= body_size * NOTE_SIZE {
                break;
            }
            has_mark |= last.is_note;
            of_page -= 1;
        }
        let last = of_page.checked_sub(1).filter(|last| *last >= self.before_page);
        if has_mark && last.and_then(|last| self.done.get(last)).is_some_and(Paragraph::may_go_on) {
            self.notes = self.done.split_off(of_page);
        }
        self.open = self.done.pop();
        self.before_page = self.done.len();
    }

    pub(super) fn finish(mut self) -> Vec<Paragraph> {
        self.close();
        self.done
    }
}

/// A block as far as it goes.
pub(super) struct Paragraph {
    pub kind: BlockKind,
    pub text: String,
    pub size: f32,
    /// Where its lines begin, but for the first.
    pub left: Option<f32>,
    /// Of an item of a list where its further lines may begin.
    item: Option<(f32, f32)>,
    /// The number with which it begins, as an item of a list.
    pub number: Option<u32>,
    pub first_left: f32,
    /// Where its last line ends.
    pub right: f32,
    is_note: bool,
}

impl Paragraph {
    pub(super) fn new(kind: BlockKind, line: &Line, indent: &str) -> Self {
        Self {
            kind,
            text: format!("{indent}{}", line.text),
            size: line.size,
            left: None,
            item: line.item,
            number: number_of_item(&line.text),
            first_left: line.left,
            right: line.right,
            is_note: false,
        }
    }

    /// Says that a line is set in as far as the words of this item.
    pub(super) fn takes(&self, line: &Line) -> bool {
        self.item.is_some_and(|(from, to)| (from..to).contains(&line.left))
    }

    /// Adds a line, joining a word that the line before has cut.
    pub(super) fn add(
        &mut self,
        line: &Line,
        indent: &str,
        vocabulary: &HashSet<String>,
        receipt: &mut Receipt,
    ) {
        self.left = Some(self.left.map_or(line.left, |left| left.min(line.left)));
        self.right = line.right;
        let cut = self.text.strip_suffix(['-', '\u{AD}', '\u{2010}']);
        let begins_small = line.text.starts_with(char::is_lowercase);
        let Some(cut) = cut.filter(|cut| begins_small && cut.ends_with(char::is_alphabetic)) else {
            self.text.push('\n');
            self.text.push_str(indent);
            self.text.push_str(&line.text);
            return;
        };
        let first = cut.rsplit(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or_default();
        let second = line.text.split(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or_default();
        let (joined, hyphenated) = (format!("{first}{second}"), format!("{first}-{second}"));
        let keeps_hyphen = !vocabulary.contains(&joined.to_lowercase())
            && (vocabulary.contains(&hyphenated.to_lowercase())
                || !self.text.ends_with('\u{AD}') && is_compound(first, second, vocabulary));
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

    pub(super) fn ends_sentence(&self) -> bool {
        let text = self.text.trim_end_matches(|c| CLOSING.contains(c) || is_raised(c));
        text.ends_with(['.', '?', '!', ':', '\u{3002}', '\u{FF01}', '\u{FF1F}', '\u{61F}'])
    }

    /// Says that its sentence goes on elsewhere.
    pub(super) fn is_unfinished(&self) -> bool {
        self.kind != BlockKind::Heading && !self.ends_sentence()
    }

    /// Says that it may go on over the end of a page: behind a colon, too.
    pub(super) fn may_go_on(&self) -> bool {
        self.kind != BlockKind::Heading && (!self.ends_sentence() || self.text.ends_with(':'))
    }

    /// Says that it begins as a note at the foot of a page on which these numbers are raised.
    fn is_marked(&self, raised: &HashSet<u32>) -> bool {
        let text = self.text.trim_start();
        text.starts_with(|c| is_raised(c) || matches!(c, '*' | '\u{2020}' | '\u{2021}'))
            || self.number.is_some_and(|number| raised.contains(&number))
    }
}

/// Says that two words of English are joined by their hyphen, and are no one word that a line has cut: `well-` and
/// `known`.
fn is_compound(first: &str, second: &str, vocabulary: &HashSet<String>) -> bool {
    const LETTERS_MIN: usize = 3;
    let first = first.rsplit('-').next().unwrap_or(first);
    let second = second.split('-').next().unwrap_or(second);
    let is_word = |word: &str| {
        word.len() >= LETTERS_MIN && word.bytes().all(|b| b.is_ascii_lowercase()) && is_known_word(word)
    };
    let is_english = || ["the", "of", "and"].iter().all(|word| vocabulary.contains(*word));
    is_word(first) && is_word(second) && !is_known_word(&format!("{first}{second}")) && is_english()
}

/// The number with which an item of a list begins: `3. `, `12) `.
pub(super) fn number_of_item(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).filter(|_| (1..=3).contains(&digits))?;
    rest.strip_prefix(['.', ')'])?.starts_with(' ').then(|| number.parse().ok())?
}

fn is_raised(c: char) -> bool {
    digit_of_raised(c).is_some()
}

/// The numbers that are raised in a text.
fn raised_numbers(text: &str) -> impl Iterator<Item = u32> {
    let numbers = text.split(|c| !is_raised(c)).filter(|digits| !digits.is_empty());
    numbers.filter_map(|digits| digits.chars().filter_map(digit_of_raised).collect::<String>().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_keep_their_hyphen_at_the_end_of_a_line() {
        let vocabulary: HashSet<String> = ["the", "of", "and", "weir"].map(str::to_owned).into();
        let check = |first: &str, second: &str, expected: bool| {
            assert_eq!(is_compound(first, second, &vocabulary), expected, "{first}-{second}");
        };
        check("well", "known", true);
        check("state-of-the", "art", true);
        check("under", "stand", false);
        check("con", "tent", false);
        check("mill", "wrightry", false);
        check("Wind", "kraft", false);
        assert!(!is_compound("well", "known", &HashSet::new()));
    }
}
