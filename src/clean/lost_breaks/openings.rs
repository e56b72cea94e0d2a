//! Places at which a line or a sentence seems to begin: alone each of them may be a name.

use super::breaks::is_short;
use super::candidates::Group;
use super::chunk::Shape;
use super::class::Class;
use super::hash::WordHash;
use super::known::Known;
use super::lexicon::LEXICON;
use super::links::LinkPart;
use super::place::Place;

/// A place at which something seems to begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    pub(super) at: usize,
    /// The hash of the words on both sides: the same place twice is a name.
    key: u64,
    weight: usize,
}

/// A capital inside of a word that begins small: `weaving|Plugins load`.
const OF_SMALL: usize = 3;
/// A capital inside of a name, before small words: `Karen Blythe|Produced by`.
const OF_NAME: usize = 4;
/// A sentence behind a bracket, an abbreviation or an address: `at 6 p.m.|Tickets cost`,
/// `https://example.org/work|The full`.
const OF_SENTENCE: usize = 4;
/// One behind a number, which may be that of a list: `after 4.|Dogs are`.
const OF_NUMBER: usize = 2;
/// So much in one line is damage,
const WEIGHT_MIN: usize = 9;
/// and so much in a short text.
const WEIGHT_MIN_SHORT: usize = 8;
/// So far are the words around a place looked for.
const WORD_BYTES: usize = 40;
/// What the names of functions and their like begin with.
const VERBS: &str = "add append apply assert build call check clear clone close compare compute convert copy count \
    create delete destroy dispatch emit fetch filter find format get handle has init insert invoke join list load \
    lookup make map merge move notify on open parse pop print process push query read receive reduce register \
    remove render replace request reset resolve run save scroll select send set show sort split start stop store \
    sub test to toggle transform trim update use validate value wait wrap write";

/// The openings of `text` that are breaks, because there are several in their line. They are in order. Its `words`
/// are only counted where it matters.
pub(super) fn rows(text: &str, words: impl FnOnce() -> usize, openings: &[Opening]) -> Vec<usize> {
    if openings.iter().map(|opening| opening.weight).sum::<usize>() < WEIGHT_MIN_SHORT {
        return Vec::new();
    }
    let limit = if is_short(words(), text.len()) { WEIGHT_MIN_SHORT } else { WEIGHT_MIN };
    let mut believed = Vec::new();
    let mut rest = openings;
    while let Some(first) = rest.first() {
        let end =
            memchr::memchr(b'\n', &text.as_bytes()[first.at..]).map_or(text.len(), |found| first.at + found);
        let (line, behind) = rest.split_at(rest.partition_point(|opening| opening.at <= end));
        rest = behind;
        let mut keys: Vec<(u64, usize)> = line.iter().map(|opening| (opening.key, opening.weight)).collect();
        keys.sort_unstable();
        keys.dedup_by_key(|key| key.0);
        if keys.iter().map(|key| key.1).sum::<usize>() >= limit {
            believed.extend(line.iter().map(|opening| opening.at));
        }
    }
    believed
}

impl Place<'_> {
    /// What the place is as an opening: small words go on behind a capitalised word that is known.
    pub(super) fn opening(&self) -> Option<Opening> {
        let (left, right) = (self.left?, self.right?);
        let is_known = matches!(
            right.known,
            Known::FunctionWord | Known::Common | Known::Uncommon | Known::Other | Known::Name
        );
        let goes_on = right.end == self.chunk.chars.len() && right.start == self.index;
        let chars_min = if self.group == Group::InLink { 2 } else { 3 };
        if !goes_on || right.end - right.start < chars_min || right.shape != Shape::Capitalised || !is_known {
            return None;
        }
        let is_in_address = self.group == Group::InLink;
        if !is_in_address && self.link != LinkPart::Outside || self.code_marks() > 2 {
            return None;
        }
        let at = self.chunk.at[self.index];
        let last = self.chunk.at.last().map_or(at, |last| self.around.text.ceil_char_boundary(last + 1));
        let text = self.around.text;
        let behind =
            text[last..text.floor_char_boundary((last + WORD_BYTES).min(text.len()))].strip_prefix(' ')?;
        if !behind.starts_with(char::is_lowercase) {
            return None;
        }
        let next = behind.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let start = self.chunk.at[0];
        let before = text[text.ceil_char_boundary(start.saturating_sub(WORD_BYTES))..start].strip_suffix(' ');
        let before = before.and_then(|before| before.rsplit(' ').next()).unwrap_or_default();
        let weight = match self.group {
            Group::Hump if left.start == 0 && self.humps() == 2 && self.run() == 0 => match left.shape {
                Shape::Lower => self.ends_line_small(before, next)?,
                Shape::Capitalised => {
                    let is_name = before.starts_with(char::is_uppercase)
                        && before.ends_with(char::is_alphanumeric)
                        && !is_function_word(before);
                    is_name.then_some(OF_NAME)?
                }
                _ => return None,
            },
            Group::DigitUpper => {
                let digits = self.chunk.chars[..self.index].iter().all(|c| c.is_ascii_digit() || *c == '.');
                (digits && before.ends_with(char::is_alphabetic)).then_some(OF_SMALL)?
            }
            Group::StopUpper => self.sentence_weight(before)?,
            Group::InLink => {
                let is_path = matches!(self.link, LinkPart::Path | LinkPart::Query | LinkPart::Branch);
                let ends = matches!(self.chunk.class(self.index - 1), Class::Lower | Class::Digit);
                (is_path && ends && right.known == Known::FunctionWord).then_some(OF_SENTENCE)?
            }
            _ => return None,
        };
        Some(Opening { at, key: left.folded.rotate_left(32) ^ right.folded, weight })
    }

    /// `load in order|Dark mode`, but not `the user|Name and` or `call parse|Number first`.
    fn ends_line_small(&self, before: &str, next: &str) -> Option<usize> {
        let left = self.left?;
        let is_word = matches!(left.known, Known::Common | Known::Uncommon | Known::Other | Known::Name);
        let is_program = is_verb(&self.chunk.chars[left.start..left.end]) || LEXICON.is_keyword(left.folded);
        let is_line = is_word
            && left.end - left.start > 2
            && !is_program
            && before.ends_with(char::is_alphanumeric)
            && !LEXICON.is_keyword(WordHash::folded(before))
            && !is_function_word(next);
        is_line.then_some(OF_SMALL)
    }

    /// `£2).|Parking is`, `6 p.m.|Tickets cost`; `June.|Gates open` is one only beside others.
    fn sentence_weight(&self, before: &str) -> Option<usize> {
        let left = self.left?;
        let end = self.chunk.class(self.index.checked_sub(2)?);
        let stop = self.chunk.class(self.index - 1);
        match left.shape {
            _ if end == Class::Close => Some(OF_SENTENCE),
            Shape::Small if left.start > 0 && self.chunk.class(left.start - 1) == Class::Stop => {
                Some(OF_SENTENCE)
            }
            Shape::Small => None,
            Shape::Lower => self.is_sure().then_some(OF_SENTENCE),
            Shape::Count | Shape::Number | Shape::Year if stop == Class::Stop => {
                before.ends_with(char::is_lowercase).then_some(OF_NUMBER)
            }
            Shape::Capitalised if left.start == 0 => before.ends_with(char::is_alphanumeric).then_some(0),
            _ => None,
        }
    }
}

/// Says that functions are named with a word.
pub(super) fn is_verb(word: &[char]) -> bool {
    VERBS.split(' ').any(|verb| verb.chars().eq(word.iter().copied()))
}

fn is_function_word(word: &str) -> bool {
    LEXICON.word(WordHash::folded(word)).is_some_and(|word| word.english && word.is_function_word())
}
