//! Words that were glued without a trace in their case: `tonof`, `havea`, `itcan't`.
//!
//! A run of small letters that is no known word is cut into the cheapest sequence of words, where a
//! word costs what a unigram model with Zipf's law gives it (Jelinek 1990; the dynamic programme is
//! that of Norvig, "Natural Language Corpus Data", 2009), and an unknown word by its length.

use super::hash::WordHash;
use super::lexicon::LEXICON;
use super::vocabulary::Vocabulary;

/// Longer runs are no words of any language that is written with spaces.
const RUN_CHARS_MAX: usize = 48;
/// No known word is longer.
const WORD_CHARS_MAX: usize = 18;
/// What an unknown word costs, in nats, and each of its letters.
const UNKNOWN: f32 = 4.0;
const UNKNOWN_LETTER: f32 = 2.2;

/// A place in a run at which it might be cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// Characters from the beginning of the run.
    pub(super) at: usize,
    /// Where the word before it begins.
    pub(super) left: usize,
    /// Where the word behind it ends.
    pub(super) right: usize,
    /// How much cheaper the words are than the run, in nats.
    pub(super) gain: f32,
}

/// Reusable space for cutting runs.
#[derive(Debug, Default)]
pub(super) struct Segmenter {
    /// The cheapest way to write the first characters, and where its last word begins.
    best: Vec<(f32, usize)>,
    cuts: Vec<Cut>,
}

impl Segmenter {
    /// The cuts of the cheapest way to write `run` as more than one word.
    pub(super) fn cut(&mut self, run: &[char], vocabulary: &Vocabulary) -> &[Cut] {
        self.cuts.clear();
        let length = run.len();
        if !(4..=RUN_CHARS_MAX).contains(&length) {
            return &self.cuts;
        }
        self.best.clear();
        self.best.resize(length + 1, (f32::INFINITY, 0));
        self.best[0] = (0.0, 0);
        for start in 0..length {
            let mut hash = WordHash::default();
            for end in start + 1..=length.min(start + WORD_CHARS_MAX) {
                hash.push_folded(run[end - 1]);
                // The run as a whole is what the words are weighed against.
                if end - start == length {
                    break;
                }
                let cost = self.best[start].0 + word_cost(hash, end - start, vocabulary);
                if cost < self.best[end].0 {
                    self.best[end] = (cost, start);
                }
            }
        }
        let (cost, mut left) = self.best[length];
        if cost == f32::INFINITY {
            return &self.cuts;
        }
        let gain = unknown_cost(length) - cost;
        let mut right = length;
        while left > 0 {
            let before = self.best[left].1;
            self.cuts.push(Cut { at: left, left: before, right, gain });
            (right, left) = (left, before);
        }
        self.cuts.reverse();
        &self.cuts
    }
}

fn word_cost(hash: WordHash, chars: usize, vocabulary: &Vocabulary) -> f32 {
    let hash = hash.finish();
    let known = LEXICON.word(hash).map(|word| {
        // P(rank r) = 0.1 / r; lists without order count as the middle of the function words.
        let rank = if word.english { f32::from(word.rank) } else { 100.0 };
        2.3 + (rank + 1.0).ln()
    });
    // A single letter is a word in few cases, and those are listed.
    if chars == 1 {
        return known.unwrap_or(14.0);
    }
    let count = vocabulary.count(hash);
    let seen = count.lower + count.capital;
    let in_document = (seen > 0).then(|| 2.0 + (vocabulary.total() as f32 / seen as f32).ln().max(2.0));
    match (known, in_document) {
        (Some(known), Some(seen)) => known.min(seen),
        (Some(cost), None) => cost,
        // Short ones that the document knows may be rests of glue themselves.
        (None, Some(cost)) if chars > 2 => cost + if seen == 1 { 2.0 } else { 0.0 },
        _ => unknown_cost(chars),
    }
}

fn unknown_cost(chars: usize) -> f32 {
    UNKNOWN + UNKNOWN_LETTER * chars as f32
}
