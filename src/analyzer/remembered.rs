//! Words that have been analysed before, with their terms. Words follow Zipf's law: few make most
//! of a text, and what is known of those should cost one look.

use rustc_hash::FxHashMap;

use super::Terms;

/// Distinct words that are remembered.
const WORDS_MAX: usize = 1 << 17;
/// Words of so many bytes and no more are kept in the table itself.
const SHORT_BYTES: usize = 15;

/// What is known of words, up to a bound: beyond it all are forgotten.
#[derive(Default)]
pub(super) struct Remembered {
    /// By the word's bytes, the last byte its length.
    short: FxHashMap<u128, Place>,
    long: FxHashMap<Box<str>, Place>,
    /// The terms, one behind the other.
    text: String,
}

/// Where the terms of a word are.
#[derive(Clone, Copy)]
pub(super) struct Place {
    start: u32,
    /// The exact form ends here.
    middle: u32,
    /// The stem ends here: where the exact form ends, when they are the same.
    end: u32,
    /// Further stems end here: where the stem ends, when there are none.
    last: u32,
}

impl Remembered {
    pub(super) fn find(&self, word: &str) -> Option<Place> {
        match short(word) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(word).copied(),
        }
    }

    pub(super) fn add(&mut self, word: &str, exact: &str, stem: &str, further: &str) -> Place {
        if self.short.len() + self.long.len() >= WORDS_MAX {
            *self = Self::default();
        }
        let start = self.text.len() as u32;
        self.text.push_str(exact);
        let middle = self.text.len() as u32;
        if stem != exact {
            self.text.push_str(stem);
        }
        let end = self.text.len() as u32;
        self.text.push_str(further);
        let place = Place { start, middle, end, last: self.text.len() as u32 };
        match short(word) {
            Some(key) => self.short.insert(key, place),
            None => self.long.insert(word.into(), place),
        };
        place
    }

    pub(super) fn terms(&self, place: Place) -> Terms<'_> {
        let piece = |start: u32, end: u32| &self.text[start as usize..end as usize];
        let exact = piece(place.start, place.middle);
        let is_own_stem = place.middle == place.end;
        let stem = if is_own_stem { exact } else { piece(place.middle, place.end) };
        Terms { exact, stem, further: piece(place.end, place.last), is_own_stem }
    }
}

fn short(word: &str) -> Option<u128> {
    let mut key = [0; SHORT_BYTES + 1];
    key.get_mut(..word.len()).filter(|_| word.len() <= SHORT_BYTES)?.copy_from_slice(word.as_bytes());
    key[SHORT_BYTES] = word.len() as u8;
    Some(u128::from_le_bytes(key))
}
