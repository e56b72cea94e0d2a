//! The words of a document, as evidence for and against breaks inside it.

use super::class::Class;
use super::hash::{HashedMap, WordHash};

/// The words of a text with how often each stands by itself, and the runs with a capital or a digit
/// inside, which are either names or glue.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// By folded hash.
    words: HashedMap<Count>,
    /// Runs such as `MacBook`, `Ai2` and `MomentumThe`, by exact hash.
    mixed: HashedMap<u32>,
    /// How many words there are.
    total: u32,
}

/// How often a word stands by itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    /// Beginning with a small letter.
    pub(super) lower: u32,
    /// Beginning with a capital.
    pub(super) capital: u32,
}

impl Vocabulary {
    /// The vocabulary of one text.
    pub fn of(text: &str) -> Self {
        let mut vocabulary = Self::default();
        vocabulary.add(text);
        vocabulary
    }

    /// Adds the words of `text`.
    pub fn add(&mut self, text: &str) {
        let mut run = Run::default();
        let mut chars = text.chars().peekable();
        let mut before = Class::Space;
        while let Some(c) = chars.next() {
            let class = Class::of(c);
            let inside = match class {
                Class::Apostrophe => {
                    before.is_cased() && chars.peek().is_some_and(|next| Class::of(*next) == Class::Lower)
                }
                _ => class.is_word() && class != Class::Unspaced,
            };
            if inside {
                run.push(c, class);
            } else if run.chars > 0 {
                self.enter(&run);
                run = Run::default();
            }
            before = class;
        }
        if run.chars > 0 {
            self.enter(&run);
        }
    }

    /// How often the word of this folded hash stands by itself.
    pub(super) fn count(&self, folded: u64) -> Count {
        self.words.get(&folded).copied().unwrap_or_default()
    }

    /// How often the run of this exact hash, mixed of small letters, capitals or digits, stands by
    /// itself.
    pub(super) fn count_mixed(&self, exact: u64) -> u32 {
        self.mixed.get(&exact).copied().unwrap_or_default()
    }

    /// How many words there are.
    pub(super) fn total(&self) -> u32 {
        self.total
    }

    fn enter(&mut self, run: &Run) {
        self.total = self.total.saturating_add(1);
        if run.is_mixed {
            let count = self.mixed.entry(run.exact.finish()).or_default();
            *count = count.saturating_add(1);
            return;
        }
        let count = self.words.entry(run.folded.finish()).or_default();
        let count = if run.begins_small { &mut count.lower } else { &mut count.capital };
        *count = count.saturating_add(1);
    }
}

/// Letters and digits in a row.
#[derive(Debug, Default)]
struct Run {
    folded: WordHash,
    exact: WordHash,
    chars: u32,
    begins_small: bool,
    is_mixed: bool,
    last: Option<Class>,
}

impl Run {
    fn push(&mut self, c: char, class: Class) {
        self.folded.push_folded(c);
        self.exact.push(c);
        if self.chars == 0 {
            self.begins_small = class == Class::Lower;
        }
        let turns = match self.last {
            Some(Class::Lower) => class == Class::Upper,
            // `PDFs` and `AIWithout`, but not `The`.
            Some(Class::Upper) => class == Class::Lower && self.chars > 1,
            _ => false,
        };
        self.is_mixed |=
            turns || (self.last.is_some_and(|last| (last == Class::Digit) != (class == Class::Digit)));
        if class != Class::Apostrophe {
            self.last = Some(class);
        }
        self.chars += 1;
    }
}
