//! Whether a text is found in another, by runs of words.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

/// How many words make a shingle.
const WORDS: usize = 4;

/// The runs of words of a text.
#[derive(Debug)]
pub(super) struct Shingles {
    known: HashSet<u64>,
}

impl Shingles {
    /// Takes the shingles of `text`.
    pub(super) fn of(text: &str) -> Self {
        Self { known: shingles(text).collect() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// How many shingles of `text` are known, and how many it has.
    pub(super) fn found_in(&self, text: &str) -> (usize, usize) {
        shingles(text).fold((0, 0), |(found, all), shingle| {
            (found + usize::from(self.known.contains(&shingle)), all + 1)
        })
    }
}

fn shingles(text: &str) -> impl Iterator<Item = u64> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| hasher.hash_one(word.to_lowercase()))
        .collect();
    let count = (words.len() + 1).saturating_sub(WORDS);
    (0..count).map(move |start| hasher.hash_one(&words[start..start + WORDS]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_their_words() {
        let known = Shingles::of("The tide comes in, and the tide goes out.");
        assert_eq!(known.found_in("the TIDE comes in and"), (2, 2));
        assert_eq!(known.found_in("nothing of the kind here"), (0, 2));
        assert_eq!(known.found_in("too few"), (0, 0));
    }
}
