//! A receipt in reading order: what was taken out or mended, between what was kept.

use std::collections::HashMap;

use super::{Action, Receipt};
use crate::document::Document;

/// One stretch of a reading, in the order of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// A block of a document that was kept as it is.
    Kept {
        /// Its text.
        text: &'a str,
        /// Its first line in the source, where that is known.
        line: Option<u32>,
    },
    /// What a rule left out, repaired or took as content although it could be doubted.
    Changed {
        /// What the rule did.
        action: Action,
        /// The rule.
        rule: &'static str,
        /// What it found.
        before: &'a str,
        /// What it made of it; empty for what was left out.
        after: &'a str,
    },
}

/// Lays out what `receipt` tells of a reading of `source` between the blocks of the documents that
/// came of it. The receipt must hold examples.
///
/// Rules do not say where they did something; that is found again by the words, so what has no
/// words of its own, or was packed, stands at the end.
pub fn changes<'a>(source: &str, documents: &'a [Document], receipt: &'a Receipt) -> Vec<Change<'a>> {
    let places = Places::of(source);
    let mut placed: Vec<(usize, usize, Change<'a>)> = Vec::new();
    let mut at = 0;
    for document in documents {
        for block in &document.blocks {
            let text = document.block_text(block);
            at = places.find(text, at).unwrap_or(at);
            placed.push((at, placed.len(), Change::Kept { text, line: block.line }));
        }
    }
    for entry in receipt.entries.iter().filter(|entry| entry.action != Action::Guessed) {
        let mut at = 0;
        for (before, after) in &entry.examples {
            let found = places.find(before, at);
            at = found.unwrap_or(at);
            let change = Change::Changed { action: entry.action, rule: entry.rule, before, after };
            placed.push((found.unwrap_or(usize::MAX), placed.len(), change));
        }
    }
    placed.sort_by_key(|(at, order, _)| (*at, *order));
    placed.into_iter().map(|(_, _, change)| change).collect()
}

/// Where runs of words stand in a source, whatever marks are between them.
struct Places {
    /// From a run's hash to the numbers of its first words, ascending.
    runs: HashMap<u64, Vec<usize>>,
}

/// Runs of one word up to this many are looked up.
const RUN_WORDS_MAX: usize = 4;

impl Places {
    fn of(source: &str) -> Self {
        let words: Vec<u64> = word_hashes(source).collect();
        let mut runs: HashMap<u64, Vec<usize>> = HashMap::new();
        for length in 1..=RUN_WORDS_MAX {
            for (at, run) in words.windows(length).enumerate() {
                runs.entry(hash_of_run(run)).or_default().push(at);
            }
        }
        Self { runs }
    }

    /// The first place of the beginning of `text` at or behind word `from`, else the first at all.
    fn find(&self, text: &str, from: usize) -> Option<usize> {
        let words: Vec<u64> = word_hashes(text).take(RUN_WORDS_MAX).collect();
        if words.is_empty() {
            return None;
        }
        let places = self.runs.get(&hash_of_run(&words))?;
        let next = places.partition_point(|place| *place < from);
        places.get(next).or(places.first()).copied()
    }
}

fn hash_of_run(run: &[u64]) -> u64 {
    run.iter()
        .fold(run.len() as u64, |hash, word| hash.rotate_left(23).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ word)
}

/// The words of a text without its tags, as numbers.
fn word_hashes(text: &str) -> impl Iterator<Item = u64> {
    let mut rest = text;
    // Looking once more for an end that is not there would make many beginnings costly.
    let mut has_ends = true;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '<');
            if let Some(tag) = rest.strip_prefix('<') {
                let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
                let end = if is_tag && has_ends { tag.find('>') } else { None };
                has_ends &= !is_tag || end.is_some();
                rest = &tag[end.map_or(0, |end| end + 1)..];
                continue;
            }
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let (word, tail) = rest.split_at(end);
            rest = tail;
            return (!word.is_empty()).then(|| {
                word.chars().flat_map(char::to_lowercase).fold(0xCBF2_9CE4_8422_2325, |hash, c| {
                    (hash ^ u64::from(u32::from(c))).wrapping_mul(0x100_0000_01B3)
                })
            });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Builder, Kind};

    #[test]
    fn changes_stand_where_they_were_made() {
        let source = "<p>Share this</p><p>One two three four.</p><aside>Read more</aside><p>Five six.</p>";
        let mut builder = Builder::new(Kind::Essay, "html");
        builder.block(BlockKind::Paragraph, None, "One two three four.");
        builder.block(BlockKind::Paragraph, None, "Five six.");
        let documents = [builder.finish()];
        let mut receipt = Receipt::with_examples();
        receipt.dropped("related", "Read more");
        receipt.dropped("share bar", "Share this");
        let shown: Vec<&str> = changes(source, &documents, &receipt)
            .iter()
            .map(|change| match change {
                Change::Kept { text, .. } => *text,
                Change::Changed { before, .. } => *before,
            })
            .collect();
        assert_eq!(shown, ["Share this", "One two three four.", "Read more", "Five six."]);
    }

    #[test]
    fn tags_are_no_words_and_may_be_open() {
        let count = |text: &str| word_hashes(text).count();
        assert_eq!(count("<a href='x y'>one</a> 2 < 3 <b"), 4);
        assert_eq!(count(""), 0);
        assert_eq!(count("<<<"), 0);
    }
}
