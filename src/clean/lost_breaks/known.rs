//! The words at a place: how they are written, and how well they are known.

use super::chunk::{Chunk, Shape, Unit};
use super::class::Class;
use super::hash::WordHash;
use super::lexicon::LEXICON;
use super::vocabulary::Vocabulary;

/// The word or number on one side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
    pub(super) known: Known,
    /// The hash of its characters in lower case.
    pub(super) folded: u64,
}

/// How well a word is known. Its number is part of the committed trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Known {
    NoWord,
    FunctionWord,
    Common,
    Uncommon,
    /// Of another language.
    Other,
    /// The name of people or things.
    Name,
    /// The document says it more than once.
    Seen,
    SeenOnce,
    Unknown,
}

impl Side {
    /// The word of `chunk` that is `unit`.
    pub(super) fn of(vocabulary: &Vocabulary, chunk: &Chunk, unit: &Unit) -> Self {
        // A word that stands by itself was counted, and is no evidence for itself.
        let (start, end) = chunk.run_around(unit.start);
        let itself = u32::from((start, end) == (unit.start, unit.end));
        let known = Known::of(vocabulary, unit.folded, itself, unit.shape);
        Self { start: unit.start, end: unit.end, shape: unit.shape, known, folded: unit.folded }
    }

    /// The part of a unit from `start` to `end`.
    pub(super) fn part_of(vocabulary: &Vocabulary, chunk: &Chunk, start: usize, end: usize) -> Self {
        let shape = match chunk.class(start) {
            Class::Upper => Shape::Capitalised,
            _ if end - start == 1 => Shape::Small,
            _ => Shape::Lower,
        };
        let mut hash = WordHash::default();
        chunk.chars[start..end].iter().for_each(|c| hash.push_folded(*c));
        let folded = hash.finish();
        Self { start, end, shape, known: Known::of(vocabulary, folded, 0, shape), folded }
    }
}

impl Known {
    pub(super) fn of(vocabulary: &Vocabulary, folded: u64, itself: u32, shape: Shape) -> Self {
        if matches!(shape, Shape::Count | Shape::Year | Shape::Number | Shape::Time) {
            return Self::NoWord;
        }
        if let Some(word) = LEXICON.word(folded) {
            return match () {
                () if word.is_name => Self::Name,
                () if !word.english => Self::Other,
                () if word.is_function_word() => Self::FunctionWord,
                () if word.rank < 2000 => Self::Common,
                () => Self::Uncommon,
            };
        }
        let count = vocabulary.count(folded);
        match (count.lower + count.capital).saturating_sub(itself) {
            0 => Self::Unknown,
            1 => Self::SeenOnce,
            _ => Self::Seen,
        }
    }
}

/// The steps of [`rank`] from a hundred on, for each factor of e.
const RANK_STEPS: f32 = 20.0;
/// A word of another language, or a person's name.
const RANK_OTHER: usize = 240;
const RANK_UNKNOWN: usize = 250;

/// How rare the word of this folded hash is, in steps: single ranks first, then ever wider.
pub(super) fn rank(folded: u64) -> usize {
    match LEXICON.word(folded) {
        None => RANK_UNKNOWN,
        Some(word) if !word.english => RANK_OTHER,
        Some(word) if word.rank < 100 => 1 + usize::from(word.rank),
        Some(word) => 101 + (RANK_STEPS * (f32::from(word.rank) / 100.0).ln()) as usize,
    }
}
