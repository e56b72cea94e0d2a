//! Words that a text writes together more than once: names, in prose or in programs.

use super::candidates::skip_space;
use super::chunk::{Chunk, Unit};
use super::hash::HashedMap;

/// How often two words stand glued to each other, whatever stands around them: `lastDate` is in
/// `lastDate`, in `publicDatabaseguard let lastDate` and in `savedlastDate`.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    glued: HashedMap<u32>,
    /// How often a call of a function follows a word and a stop, as in `slices.Sort(`.
    owners: HashedMap<u32>,
}

impl Pairs {
    /// Those of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut pairs = Self::default();
        let mut chunk = Chunk::default();
        let mut at = skip_space(text, 0);
        while at < text.len() {
            at = skip_space(text, chunk.read(text, at));
            for units in chunk.units.windows(2).filter(|units| units[0].end == units[1].start) {
                *pairs.glued.entry(key(&units[0], &units[1])).or_default() += 1;
            }
            for units in chunk.units.windows(2).filter(|units| units[0].end + 1 == units[1].start) {
                if chunk.chars[units[0].end] == '.'
                    && chunk.chars.get(chunk.run_around(units[1].start).1) == Some(&'(')
                {
                    *pairs.owners.entry(units[0].folded).or_default() += 1;
                }
            }
        }
        pairs
    }

    /// How often a function of what `unit` names is called.
    pub(super) fn calls(&self, unit: &Unit) -> u32 {
        self.owners.get(&unit.folded).copied().unwrap_or_default()
    }

    /// How often the words stand together elsewhere, if they do where they were found.
    pub(super) fn elsewhere(&self, left: &Unit, right: &Unit) -> u32 {
        self.glued.get(&key(left, right)).map_or(0, |count| count.saturating_sub(1))
    }
}

/// In lower case: the place between a small letter and a capital is the same in `lastDate` and
/// `LastDate`.
fn key(left: &Unit, right: &Unit) -> u64 {
    left.folded.rotate_left(32) ^ right.folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_two_words_does_not_matter() {
        let text = "let lastDate = now()savedLastDateIs lastDate not last Date";
        let pairs = Pairs::of(text);
        let mut chunk = Chunk::default();
        chunk.read(text, text.find("lastDate").unwrap());
        assert_eq!(pairs.elsewhere(&chunk.units[0], &chunk.units[1]), 2);
        assert_eq!(pairs.elsewhere(&chunk.units[1], &chunk.units[0]), 0);
    }
}
