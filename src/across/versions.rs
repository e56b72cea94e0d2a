//! Versions of one text: a talk as essay, newsletter and transcript, an episode as two models heard
//! it, captions in two formats.
//!
//! Texts are compared by sketches of their shingles, without what repeats through their source.
//! Long texts are versions when enough of them is the same; short ones, which have little of their
//! own, only under one title. Documents of one file are never versions of each other, nor are texts
//! in two languages.

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Groups;
use super::traits::{NO_PARAGRAPH, SKETCH_SHINGLES, Traits};

/// From so many words on, being alike is no chance.
const LONG_WORDS: u32 = 300;
/// How much of two long texts must be the same (Jaccard's measure over shingles of three words). Two
/// recognisers of one recording agree in a third or more; texts of one mould in less than a quarter.
const LONG_ALIKE: f64 = 0.3;
/// How much of two short texts of one title must be the same.
const SHORT_ALIKE: f64 = 0.7;
/// Shorter texts say too little to be compared.
const WORDS_MIN: u32 = 20;
/// How many of the smallest hashes bring two texts together to be compared; alike texts share many.
const MEETING_SHINGLES: usize = 32;
/// A hash that more texts share than this tells little: each is then compared with the next only.
const MEETING_MAX: usize = 32;

/// A text without what repeats.
struct Text {
    /// Ascending.
    hashes: Vec<u32>,
    /// Whether the hashes are all there are; else there are more above the greatest.
    is_whole: bool,
    greatest: u32,
    words: u32,
}

/// Joins documents that are versions of one text.
pub(super) fn join(documents: &[&Traits], repeated: &FxHashMap<u64, FxHashSet<u32>>, groups: &mut Groups) {
    let texts: Vec<Text> = documents.iter().map(|traits| Text::of(traits, repeated)).collect();
    let mut meetings: Vec<(u32, u32)> = Vec::new();
    for (number, text) in (0..).zip(&texts) {
        if text.words >= WORDS_MIN {
            meetings.extend(text.hashes.iter().take(MEETING_SHINGLES).map(|hash| (*hash, number)));
        }
    }
    meetings.sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for meeting in meetings.chunk_by(|a, b| a.0 == b.0) {
        let reach = if meeting.len() > MEETING_MAX { 1 } else { meeting.len() };
        for (at, (_, first)) in meeting.iter().enumerate() {
            pairs.extend(meeting[at + 1..].iter().take(reach).map(|(_, second)| (*first, *second)));
        }
    }
    pairs.sort_unstable();
    for same in pairs.chunk_by(|a, b| a == b) {
        let (a, b) = (same[0].0 as usize, same[0].1 as usize);
        // One shingle in common is chance, unless there are hardly more.
        let is_chance = same.len() < 2 && texts[a].hashes.len().min(texts[b].hashes.len()) > 40;
        if !is_chance && are_versions((documents[a], &texts[a]), (documents[b], &texts[b])) {
            groups.join(a, b);
        }
    }
}

/// The better of two versions is less: one that knows who spoke and when, then one that knows
/// either, then the longer, then the one whose id is less.
pub(super) fn better(a: &Traits, b: &Traits) -> Ordering {
    let knows = |traits: &Traits| (traits.has_speakers, traits.has_times);
    let rank = |traits: &Traits| match knows(traits) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    };
    rank(a).cmp(&rank(b)).then(b.words.cmp(&a.words)).then(a.id.cmp(&b.id))
}

fn are_versions(a: (&Traits, &Text), b: (&Traits, &Text)) -> bool {
    let is_other_language = matches!((&a.0.language, &b.0.language), (Some(a), Some(b)) if a != b);
    if a.0.file == b.0.file || is_other_language {
        return false;
    }
    let least = if a.1.words.min(b.1.words) >= LONG_WORDS {
        LONG_ALIKE
    } else if a.0.title == b.0.title && a.0.title != 0 {
        SHORT_ALIKE
    } else {
        return false;
    };
    alike(a.1, b.1) >= least
}

/// How much of two texts is the same, from what is known of both.
fn alike(a: &Text, b: &Text) -> f64 {
    let bound = [a, b].iter().filter(|text| !text.is_whole).map(|text| text.greatest).min();
    let below = |text: &Text| text.hashes.partition_point(|hash| bound.is_none_or(|bound| *hash <= bound));
    let (left, right) = (&a.hashes[..below(a)], &b.hashes[..below(b)]);
    let common = left.iter().filter(|hash| right.binary_search(hash).is_ok()).count();
    common as f64 / (left.len() + right.len() - common).max(1) as f64
}

impl Text {
    fn of(traits: &Traits, repeated: &FxHashMap<u64, FxHashSet<u32>>) -> Self {
        let repeated = repeated.get(&traits.source);
        let is_repeated = |number: usize| {
            repeated.is_some_and(|repeated| repeated.contains(&traits.paragraphs[number].hash))
        };
        let mut left_out: Vec<bool> = (0..traits.paragraphs.len()).map(is_repeated).collect();
        let words_out = |left_out: &[bool]| -> u32 {
            let words = traits.paragraphs.iter().zip(left_out).filter(|(_, is_out)| **is_out);
            words.map(|(paragraph, _)| paragraph.words).sum()
        };
        // What consists of repetition is compared as it is: it may be there many times.
        if words_out(&left_out) > traits.words / 5 * 4 {
            left_out.fill(false);
        }
        let is_in =
            |place: u32| place == NO_PARAGRAPH || left_out.get(place as usize).is_none_or(|is_out| !is_out);
        let hashes = traits.sketch.iter().filter(|(_, place)| is_in(*place)).map(|(hash, _)| *hash);
        Self {
            hashes: hashes.collect(),
            is_whole: traits.sketch.len() < SKETCH_SHINGLES,
            greatest: traits.sketch.last().map_or(0, |(hash, _)| *hash),
            words: traits.words.saturating_sub(words_out(&left_out)),
        }
    }
}
