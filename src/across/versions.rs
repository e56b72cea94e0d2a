//! Versions of one text: a talk as essay, newsletter and transcript, an episode as two models heard
//! it, captions in two formats.
//!
//! Texts are compared by sketches of their shingles, without what repeats through their source.
//! Long texts are versions when enough of them is the same; short ones, which have little of their
//! own, only under one title. Documents of one file are never versions of each other, nor are texts
//! in two languages.

use std::cmp::Ordering;
use std::io;
use std::ops::Range;

use super::boilerplate::Repeated;
use super::traits::{Content, NO_PARAGRAPH, SKETCH_SHINGLES, Traits};
use super::{Contents, Groups};

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

/// Documents that are looked at together; more would only take more room.
const TOGETHER: usize = 1 << 14;
/// Documents whose likeness to later ones is looked at together, likewise.
const FIRST_TOGETHER: usize = 1 << 16;

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
pub(super) fn join(
    documents: &[&Traits],
    contents: &impl Contents,
    repeated: &Repeated,
    groups: &mut Groups,
) -> io::Result<()> {
    let text = |number: usize| {
        contents.content(number).map(|content| Text::of(documents[number], &content, repeated))
    };
    let meets_at = |number: usize| {
        if documents[number].words < WORDS_MIN {
            return Ok(Vec::new());
        }
        let text = text(number)?;
        let count = if text.words >= WORDS_MIN { MEETING_SHINGLES } else { 0 };
        Ok(text.hashes.into_iter().take(count).map(|hash| (hash, number as u32)).collect())
    };
    let mut meetings: Vec<(u32, u32)> = Vec::new();
    for first in (0..documents.len()).step_by(TOGETHER) {
        let count = TOGETHER.min(documents.len() - first);
        let some: Vec<Vec<(u32, u32)>> = contents.map(count, |at| meets_at(first + at))?;
        meetings.extend(some.into_iter().flatten());
    }
    meetings.sort_unstable();
    // Of a large archive those that share a hash by chance are many: they are looked at in stretches.
    for first in (0..documents.len() as u32).step_by(FIRST_TOGETHER) {
        let stretch = first..first.saturating_add(FIRST_TOGETHER as u32);
        let pairs = pairs(&meetings, &stretch);
        let of_one: Vec<&[(u32, u32)]> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
        let versions_of = |at: usize| {
            let a = of_one[at][0].0;
            let text_a = text(a as usize)?;
            let mut versions: Vec<(u32, u32)> = Vec::new();
            for same in of_one[at].chunk_by(|a, b| a == b) {
                let b = same[0].1;
                let (traits_a, traits_b) = (documents[a as usize], documents[b as usize]);
                if !may_be_versions(traits_a, traits_b) {
                    continue;
                }
                let text_b = text(b as usize)?;
                // One shingle in common is chance, unless there are hardly more.
                let is_chance = same.len() < 2 && text_a.hashes.len().min(text_b.hashes.len()) > 40;
                if !is_chance && are_versions((traits_a, &text_a), (traits_b, &text_b)) {
                    versions.push((a, b));
                }
            }
            Ok(versions)
        };
        for (a, b) in contents.map(of_one.len(), versions_of)?.into_iter().flatten() {
            groups.join(a, b);
        }
    }
    Ok(())
}

/// The documents that share a hash, as often as they share one, where the first is in `stretch`; in order.
fn pairs(meetings: &[(u32, u32)], stretch: &Range<u32>) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for meeting in meetings.chunk_by(|a, b| a.0 == b.0) {
        let reach = if meeting.len() > MEETING_MAX { 1 } else { meeting.len() };
        for (at, (_, first)) in meeting.iter().enumerate().filter(|(_, (_, first))| stretch.contains(first)) {
            pairs.extend(meeting[at + 1..].iter().take(reach).map(|(_, second)| (*first, *second)));
        }
    }
    pairs.sort_unstable();
    pairs
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

/// Documents of one file never are, nor are texts in two languages.
fn may_be_versions(a: &Traits, b: &Traits) -> bool {
    a.file != b.file && a.language.may_be(b.language)
}

fn are_versions(a: (&Traits, &Text), b: (&Traits, &Text)) -> bool {
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
    fn of(traits: &Traits, content: &Content, repeated: &Repeated) -> Self {
        let repeated = repeated.get(&traits.source);
        let is_repeated = |number: usize| {
            repeated.is_some_and(|repeated| repeated.contains(&content.paragraphs[number].hash))
        };
        let mut left_out: Vec<bool> = (0..content.paragraphs.len()).map(is_repeated).collect();
        let words_out = |left_out: &[bool]| -> u32 {
            let words = content.paragraphs.iter().zip(left_out).filter(|(_, is_out)| **is_out);
            words.map(|(paragraph, _)| paragraph.words).sum()
        };
        // What consists of repetition is compared as it is: it may be there many times.
        if words_out(&left_out) > traits.words / 5 * 4 {
            left_out.fill(false);
        }
        let is_in =
            |place: u32| place == NO_PARAGRAPH || left_out.get(place as usize).is_none_or(|is_out| !is_out);
        let hashes = content.sketch.iter().filter(|(_, place)| is_in(*place)).map(|(hash, _)| *hash);
        Self {
            hashes: hashes.collect(),
            is_whole: content.sketch.len() < SKETCH_SHINGLES,
            greatest: content.sketch.last().map_or(0, |(hash, _)| *hash),
            words: traits.words.saturating_sub(words_out(&left_out)),
        }
    }
}
