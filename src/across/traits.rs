//! What is compared of a document: its names, its paragraphs, a sketch of its words.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::episodes::{Names, Told, has_own_source, has_own_title};
use super::lone;
use crate::analyzer::{exact_form, words};
use crate::document::{Block, BlockKind, Document, Kind};

/// So many of the smallest hashes of a text's shingles stand for all of them (bottom-k sketch;
/// Broder, "On the resemblance and containment of documents", 1997).
pub(super) const SKETCH_SHINGLES: usize = 128;
/// How many bits of a shingle's hash are kept. With fewer, the smallest hashes of two very long
/// texts would be the same ones: these tell texts of ten million words apart.
const SHINGLE_BITS: u32 = 26;
/// A shingle is so many words in a row.
const SHINGLE_WORDS: usize = 3;

/// What is compared of a document, as far as it is asked for again and again. All documents' are held
/// at once, so this is little.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traits {
    /// The document's own id.
    pub id: u64,
    /// The hash of its path: documents in one file are told apart by who wrote it.
    pub(super) file: u64,
    /// The hash of its source's name.
    pub(super) source: u64,
    /// The hash of its title's words; 0 without a title.
    pub(super) title: u64,
    pub(super) language: Language,
    pub(super) kind: Kind,
    pub(super) words: u32,
    /// Somebody in it is known by name.
    pub(super) has_speakers: bool,
    /// It knows when its words were said.
    pub(super) has_times: bool,
    /// Its title is said in it, and not guessed from its path.
    pub(super) has_own_title: bool,
    /// Its source is said in it.
    pub(super) has_own_source: bool,
    /// What joins it to the other parts of its episode.
    pub(super) names: Names,
}

/// A language as it is compared: the hash of its code; 0 where none is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Language(pub u32);

impl Language {
    fn of(code: Option<&str>) -> Self {
        Self(code.map_or(0, |code| (hash_text(code) as u32).max(1)))
    }

    /// Whether both may be the same, for all that is known.
    pub(super) fn may_be(self, other: Self) -> bool {
        self == other || self == Self::default() || other == Self::default()
    }
}

/// The rest of it, which is looked at a few times, document by document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// The paragraphs that may turn out to repeat, each once.
    pub(super) paragraphs: Vec<Paragraph>,
    /// The smallest hashes of shingles, ascending, each with the number of the paragraph that it
    /// begins in, or [`NO_PARAGRAPH`].
    pub(super) sketch: Vec<(u32, u32)>,
    /// What it says about its episode, where it may be the notes to one.
    pub(super) told: Option<Box<Told>>,
    /// What speaks for it belonging to the only other document in its folder: see [`lone`].
    pub(super) marks: Box<[u16]>,
}

/// A paragraph that may turn out to repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Two that only seem the same do no harm: three documents would have to.
    pub hash: u32,
    pub words: u32,
}

/// The shingle begins in none of [`Content::paragraphs`].
pub(super) const NO_PARAGRAPH: u32 = u32::MAX;

impl Traits {
    /// Looks at a document of the source at `path`, whose number is `id`.
    pub fn of(id: u64, path: &str, document: &Document) -> (Self, Content) {
        let metadata = &document.metadata;
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        let mut recent = [0_u64; SHINGLE_WORDS];
        let mut places = [NO_PARAGRAPH; SHINGLE_WORDS];
        let mut count = 0_usize;
        let mut sketch = Sketch::default();
        let mut hashes: Vec<Word> = Vec::new();
        for block in &document.blocks {
            let text = document.block_text(block);
            hashes.clear();
            hashes.extend(Word::all(text));
            let mut number = NO_PARAGRAPH;
            if let Some(paragraph) = super::boilerplate::candidate(block, text, &hashes) {
                number = *numbers.entry(paragraph.hash).or_insert_with(|| {
                    paragraphs.push(paragraph);
                    paragraphs.len() as u32 - 1
                });
            }
            for word in &hashes {
                recent.rotate_left(1);
                places.rotate_left(1);
                recent[SHINGLE_WORDS - 1] = word.hash;
                places[SHINGLE_WORDS - 1] = number;
                count += 1;
                if count >= SHINGLE_WORDS {
                    sketch.add((mix(&recent) >> (64 - SHINGLE_BITS)) as u32, places[0]);
                }
            }
        }
        let title = metadata.title.as_deref().unwrap_or_default();
        let title_words: Vec<u64> = Word::all(title).map(|word| word.hash).collect();
        let names = Names::of(path, document);
        let may_be_notes = document.kind != Kind::Transcript && !names.is_empty();
        let traits = Self {
            id,
            file: hash_text(path),
            source: metadata.source.as_deref().map_or(0, source_key),
            title: if title_words.is_empty() { 0 } else { mix(&title_words).max(1) },
            language: Language::of(metadata.language.as_deref()),
            kind: document.kind,
            words: u32::try_from(count).unwrap_or(u32::MAX),
            has_speakers: document.speakers.iter().any(|name| !is_number_of_speaker(name)),
            has_times: !document.times.is_empty(),
            has_own_title: has_own_title(path, metadata),
            has_own_source: has_own_source(path, metadata),
            names,
        };
        let told = may_be_notes.then(|| Box::new(Told::of(path, document)));
        let marks = if traits.names.folder == 0 { Box::default() } else { lone::marks(path, document) };
        (traits, Content { paragraphs, sketch: sketch.finish(), told, marks })
    }
}

/// A source by its letters: `the-surveyors-chain` is The Surveyor's Chain.
pub(super) fn source_key(name: &str) -> u64 {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if letters.is_empty() { 0 } else { hash_text(&letters) }
}

/// Marks the blocks whose paragraphs are among `set_apart`, which is ascending.
pub(super) fn mark_blocks(document: &mut Document, set_apart: &[u32]) {
    let mut blocks = std::mem::take(&mut document.blocks);
    for block in &mut blocks {
        let text = document.block_text(block);
        let hashes: Vec<Word> = Word::all(text).collect();
        let paragraph = super::boilerplate::candidate(block, text, &hashes);
        block.is_boilerplate =
            paragraph.is_some_and(|paragraph| set_apart.binary_search(&paragraph.hash).is_ok());
    }
    document.blocks = blocks;
}

/// A word as it is compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub hash: u64,
    pub is_number: bool,
}

impl Word {
    /// The words of a text, as they are compared.
    fn all(text: &str) -> impl Iterator<Item = Self> {
        words(text).map(|word| Self::of(text, word.term))
    }

    fn of(text: &str, term: Range<usize>) -> Self {
        const NO_ASCII: u64 = 0x8080_8080_8080_8080;
        // Most words are plain: folding them in place is what the fold would do.
        let mut hash = term.len() as u64;
        for start in term.clone().step_by(8) {
            let eight = eight_at(text.as_bytes(), start, term.end - start);
            if eight & NO_ASCII != 0 {
                let form = exact_form(&text[term]);
                return Self { hash: hash_text(&form), is_number: is_number(&form) };
            }
            hash = mix_in(hash, ascii_lower(eight));
        }
        Self { hash: finish(hash), is_number: is_number(&text[term]) }
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a block, for finding out whether it may repeat.
pub(super) fn is_prose(block: &Block) -> bool {
    // Headings and quotations repeat because somebody means them to; code is no prose.
    !matches!(block.kind, BlockKind::Heading | BlockKind::Quotation | BlockKind::Code)
}

/// `SPEAKER_02`, `Speaker 1`: a voice without a name.
fn is_number_of_speaker(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let rest = name.strip_prefix("speaker").or_else(|| name.strip_prefix("spk")).unwrap_or(&name);
    rest.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation() || c == ' ')
        || (rest.len() < name.len() && rest.trim().len() <= 1)
}

/// Keeps the smallest hashes that are given to it, each once.
#[derive(Default)]
struct Sketch {
    kept: Vec<(u32, u32)>,
    /// Greater ones are not among the smallest; known from the first time that the room ran out.
    bound: Option<u32>,
}

impl Sketch {
    fn add(&mut self, hash: u32, place: u32) {
        if self.bound.is_some_and(|bound| hash > bound) {
            return;
        }
        self.kept.push((hash, place));
        if self.kept.len() >= SKETCH_SHINGLES * 8 {
            self.shrink();
        }
    }

    fn shrink(&mut self) {
        self.kept.sort_unstable();
        self.kept.dedup_by_key(|(hash, _)| *hash);
        self.kept.truncate(SKETCH_SHINGLES);
        if self.kept.len() == SKETCH_SHINGLES {
            self.bound = self.kept.last().map(|(hash, _)| *hash);
        }
    }

    fn finish(mut self) -> Vec<(u32, u32)> {
        self.shrink();
        self.kept
    }
}

/// The same in every version and on every machine, as what is stored must be.
pub(super) fn hash_text(text: &str) -> u64 {
    let starts = (0..text.len()).step_by(8);
    let eights = starts.map(|start| eight_at(text.as_bytes(), start, text.len() - start));
    finish(eights.fold(text.len() as u64, mix_in))
}

/// Up to eight bytes from `start` on as a number, the first the least.
#[inline]
fn eight_at(bytes: &[u8], start: usize, count: usize) -> u64 {
    let count = count.min(8);
    let rest = &bytes[start..];
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight) & (u64::MAX >> (64 - 8 * count)),
        None => rest[..count].iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// Eight ASCII characters in lower case.
fn ascii_lower(eight: u64) -> u64 {
    const EVERY: u64 = 0x0101_0101_0101_0101;
    let from_a = eight + (0x80 - u64::from(b'A')) * EVERY;
    let behind_z = eight + (0x7F - u64::from(b'Z')) * EVERY;
    eight | ((from_a & !behind_z & (0x80 * EVERY)) >> 2)
}

pub(super) fn mix(hashes: &[u64]) -> u64 {
    finish(hashes.iter().fold(hashes.len() as u64, |mixed, hash| mix_in(mixed, *hash)))
}

fn mix_in(mixed: u64, hash: u64) -> u64 {
    (mixed.rotate_left(5) ^ hash).wrapping_mul(0x517C_C1B7_2722_0A95)
}

/// Spreads what is in a hash over all its bits (the finaliser of MurmurHash3).
fn finish(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_their_case() {
        let word_hash = |word: &str| Word::of(word, 0..word.len()).hash;
        for word in ["A", "Zebra", "AZaz09'", "[@`{", "Antidisestablishmentarianism", "12345678", "GPT4o"] {
            let lower = word.to_ascii_lowercase();
            assert_eq!(word_hash(word), hash_text(&lower), "{word}");
            assert_eq!(word_hash(word), hash_text(&exact_form(word)), "{word}");
        }
        assert_ne!(hash_text("a"), hash_text("a\0"));
        assert_ne!(word_hash("abcdefgh"), word_hash("abcdefghi"));
        assert!(Word::of("1984", 0..4).is_number && !Word::of("v2", 0..2).is_number);
        // What stands behind a word is none of it.
        assert_eq!(Word::of("see Land value", 4..8).hash, hash_text("land"));
    }
}
