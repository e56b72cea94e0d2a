//! Text between white space, cut into words, numbers and marks.

use super::class::Class;
use super::hash::WordHash;

/// No chunk is longer, so that what is done per chunk stays bounded.
pub(super) const CHUNK_CHARS_MAX: usize = 2048;

/// No further on either side of a place is a run of letters and digits looked at.
const RUN_CHARS_MAX: usize = 128;

/// Characters without white space between them.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub(super) chars: Vec<char>,
    pub(super) classes: Vec<Class>,
    /// The byte at which each character begins.
    pub(super) at: Vec<usize>,
    pub(super) units: Vec<Unit>,
    /// For each character, the unit it belongs to, if it is part of a word or number.
    pub(super) unit_of: Vec<Option<u32>>,
}

/// A word, the part of a word between two capitals, or a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// First character in the chunk.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    pub(super) shape: Shape,
    /// The hash of its characters in lower case.
    pub(super) folded: u64,
}

/// How a unit is written. Its number is part of the committed trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Shape {
    None,
    /// One small letter.
    Small,
    Lower,
    /// A capital, then small letters.
    Capitalised,
    /// One capital.
    Capital,
    /// Capitals.
    Upper,
    /// A number of one or two digits.
    Count,
    /// Four digits beginning with 19 or 20.
    Year,
    /// Any other number.
    Number,
    /// A number with a colon and two digits next to it.
    Time,
    Caseless,
}

impl Chunk {
    /// Takes the chunk that begins at byte `start` of `text`, which is no white space; returns the
    /// byte behind it.
    pub(super) fn read(&mut self, text: &str, start: usize) -> usize {
        self.chars.clear();
        self.classes.clear();
        self.at.clear();
        // Nearly all words, as one.
        let bytes = &text.as_bytes()[start..];
        let near = &bytes[..bytes.len().min(CHUNK_CHARS_MAX)];
        let word =
            near.iter().take_while(|byte| byte.is_ascii() && Class::of(char::from(**byte)) != Class::Space);
        let word = &near[..word.count()];
        self.chars.extend(word.iter().map(|byte| char::from(*byte)));
        self.classes.extend(word.iter().map(|byte| Class::of(char::from(*byte))));
        self.at.extend(start..start + word.len());
        let start = start + word.len();
        for (at, c) in text[start..].char_indices() {
            let class = Class::of(c);
            if class == Class::Space || self.chars.len() == CHUNK_CHARS_MAX {
                self.cut_units();
                return start + at;
            }
            self.chars.push(c);
            self.classes.push(class);
            self.at.push(start + at);
        }
        self.cut_units();
        text.len()
    }

    /// The class of the character at `index`, white space outside the chunk.
    pub(super) fn class(&self, index: usize) -> Class {
        self.classes.get(index).copied().unwrap_or(Class::Space)
    }

    /// The unit that the character at `index` belongs to.
    pub(super) fn unit(&self, index: usize) -> Option<&Unit> {
        let unit = (*self.unit_of.get(index)?)?;
        self.units.get(unit as usize)
    }

    /// The exact hash of the characters from `start` to `end`.
    pub(super) fn exact(&self, start: usize, end: usize) -> u64 {
        let mut hash = WordHash::default();
        self.chars[start..end].iter().for_each(|c| hash.push(*c));
        hash.finish()
    }

    /// Where the word that ends before character `end` does so without its `'s`.
    pub(super) fn stem_end(&self, end: usize) -> usize {
        let is_genitive = end > 2 && self.class(end - 2) == Class::Apostrophe && self.chars[end - 1] == 's';
        if is_genitive { end - 2 } else { end }
    }

    /// The letters and digits around the gap before character `index`, capitals inside or not, as far
    /// as a run can matter.
    pub(super) fn run_around(&self, index: usize) -> (usize, usize) {
        let is_word = |at: usize| self.unit_of[at].is_some() && self.class(at) != Class::Unspaced;
        let mut start = index;
        while start > 0 && index - start < RUN_CHARS_MAX && is_word(start - 1) {
            start -= 1;
        }
        let mut end = index;
        while end < self.chars.len() && end - index < RUN_CHARS_MAX && is_word(end) {
            end += 1;
        }
        (start, end)
    }

    fn cut_units(&mut self) {
        self.units.clear();
        self.unit_of.clear();
        self.unit_of.resize(self.chars.len(), None);
        let mut index = 0;
        while index < self.chars.len() {
            if !self.classes[index].is_word() {
                index += 1;
                continue;
            }
            let end = self.unit_end(index);
            let number = u32::try_from(self.units.len()).expect("a chunk is short");
            self.unit_of[index..end].fill(Some(number));
            let mut folded = WordHash::default();
            self.chars[index..end].iter().for_each(|c| folded.push_folded(*c));
            let shape = self.shape(index, end);
            self.units.push(Unit { start: index, end, shape, folded: folded.finish() });
            index = end;
        }
    }

    fn unit_end(&self, start: usize) -> usize {
        let class = self.classes[start];
        let mut end = start + 1;
        match class {
            Class::Upper => {
                while self.class(end) == Class::Upper {
                    end += 1;
                }
                let capitals = end - start;
                if self.class(end) != Class::Lower {
                    return end;
                }
                // The last capital begins the next word: `AI` and `Without`.
                if capitals > 1 { end - 1 } else { self.small_end(end) }
            }
            Class::Lower => self.small_end(end),
            _ => {
                while self.class(end) == class {
                    end += 1;
                }
                end
            }
        }
    }

    /// The end of small letters from `index` on, with apostrophes between them.
    fn small_end(&self, mut index: usize) -> usize {
        loop {
            match self.class(index) {
                Class::Lower => index += 1,
                Class::Apostrophe if self.class(index + 1) == Class::Lower => index += 2,
                _ => return index,
            }
        }
    }

    fn shape(&self, start: usize, end: usize) -> Shape {
        let is_time_mark = |colon: usize, digit: usize| {
            self.class(colon) == Class::Colon && self.class(digit) == Class::Digit
        };
        match self.classes[start] {
            Class::Lower if end - start == 1 => Shape::Small,
            Class::Lower => Shape::Lower,
            Class::Upper if end - start == 1 => Shape::Capital,
            Class::Upper if self.class(start + 1) == Class::Upper => Shape::Upper,
            Class::Upper => Shape::Capitalised,
            Class::Digit => match end - start {
                1 | 2 if is_time_mark(end, end + 1) => Shape::Time,
                2 if start > 1 && is_time_mark(start - 1, start - 2) => Shape::Time,
                1 | 2 => Shape::Count,
                4 if matches!(self.chars[start..start + 2], ['1', '9'] | ['2', '0']) => Shape::Year,
                _ => Shape::Number,
            },
            _ => Shape::Caseless,
        }
    }
}
