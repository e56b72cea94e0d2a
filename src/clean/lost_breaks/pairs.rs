//! Words that a text writes together more than once: names, in prose or in programs.

use super::chunk::{Chunk, Unit};
use super::hash::HashedMap;
use super::scan::pairs_that;

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
        let mut read_to = 0;
        for at in pairs_that(text.as_bytes(), may_be_glued) {
            let at = text.floor_char_boundary(at);
            // What is too long for one chunk goes on in the next.
            while read_to < at {
                let space = text[read_to..at].char_indices().rev().find(|(_, c)| c.is_whitespace());
                let start = space.map_or(read_to, |(space, c)| read_to + space + c.len_utf8());
                read_to = chunk.read(text, start);
                pairs.enter(&chunk);
            }
        }
        pairs
    }

    fn enter(&mut self, chunk: &Chunk) {
        for units in chunk.units.windows(2).filter(|units| units[0].end == units[1].start) {
            *self.glued.entry(key(&units[0], &units[1])).or_default() += 1;
        }
        for units in chunk.units.windows(2).filter(|units| units[0].end + 1 == units[1].start) {
            if chunk.chars[units[0].end] == '.'
                && chunk.chars.get(chunk.run_around(units[1].start).1) == Some(&'(')
            {
                *self.owners.entry(units[0].folded).or_default() += 1;
            }
        }
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

/// Says that one word may end and another begin between these two bytes, with no more than a stop between them.
fn may_be_glued(before: u8, here: u8) -> bool {
    let is_letter = here.is_ascii_alphabetic();
    let is_digit = here.is_ascii_digit();
    (here.is_ascii_uppercase() & before.is_ascii_alphanumeric())
        | (is_letter & before.is_ascii_digit())
        | (is_digit & before.is_ascii_alphabetic())
        | ((is_letter | is_digit) & (before == b'.'))
        | ((here >= 0x80) | (before >= 0x80))
}

/// In lower case: the place between a small letter and a capital is the same in `lastDate` and
/// `LastDate`.
fn key(left: &Unit, right: &Unit) -> u64 {
    left.folded.rotate_left(32) ^ right.folded
}

#[cfg(test)]
mod tests {
    use super::super::candidates::skip_space;
    use super::*;

    #[test]
    fn pairs_are_those_of_every_chunk() {
        let long = "lastDate".repeat(600);
        let texts = [
            "a.b(c)\u{A0}lastDate é\u{A0}É1 x2y\u{3000}aB\u{3000}",
            "PDFs AIWithout it's A.b(",
            " \u{85}aB\u{2028}ñB cD",
            &format!("{long} aB {} cD", "x".repeat(5000)),
            "",
        ];
        for text in texts {
            let mut all = Pairs::default();
            let mut chunk = Chunk::default();
            let mut at = skip_space(text, 0);
            while at < text.len() {
                at = skip_space(text, chunk.read(text, at));
                all.enter(&chunk);
            }
            let found = Pairs::of(text);
            assert_eq!((found.glued, found.owners), (all.glued, all.owners), "{text}");
        }
    }

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
