//! Paragraphs that repeat through one source: sponsors, calls to subscribe, licences, openings and
//! endings of shows.
//!
//! The rule, in one place. A paragraph may be boilerplate when it is prose (no heading, quotation
//! or code: a refrain, an epigraph and `Summary` stay) of [`WORDS_MIN`] words, or of
//! [`LINK_WORDS_MIN`] with a link in it; a speaker's turn needs [`LONG_WORDS`], since people do say
//! the same things. It is boilerplate when it stands, word for word, in enough documents of its
//! source, by number and by share:
//!
//! | words of the paragraph | documents | share of the source |
//! |---|---|---|
//! | fewer than 20 | 3 and 50 %, or 5 and 5 % | |
//! | 20 or more | 3 and 25 %, or 5 and 1 % | |
//!
//! Numbers may differ in long paragraphs that have few of them: `Rust 1.85 was made by many people`.
//! Versions of one text count as one document. A paragraph that is nearly all of its document is
//! what the document has to say, and stays.

use std::io;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Contents;
use super::traits::{Content, Paragraph, Traits, Word, is_prose, mix};
use crate::document::{Block, BlockKind};

/// Shorter paragraphs may be refrains and answers.
const WORDS_MIN: usize = 8;
/// A line with a link is made for its link.
const LINK_WORDS_MIN: usize = 5;
/// So many words in a row are not written or said twice by chance.
const LONG_WORDS: usize = 20;
/// Fewer documents show no habit.
const DOCUMENTS_MIN: usize = 3;
/// So many do, even where they are a small part of the source.
const DOCUMENTS_MANY: usize = 5;
/// One number in so many words may differ: with more, the numbers are what is said.
const WORDS_A_NUMBER: usize = 8;

/// The shares of a source that few and that many documents must be, in hundredths.
fn shares(words: u32) -> (usize, usize) {
    if words as usize >= LONG_WORDS { (25, 1) } else { (50, 5) }
}

/// The block as a paragraph that may repeat, if it is of that kind.
pub(super) fn candidate(block: &Block, text: &str, words: &[Word]) -> Option<Paragraph> {
    let least = match block.kind {
        BlockKind::Turn => LONG_WORDS,
        _ if text.contains("://") || text.contains("www.") => LINK_WORDS_MIN,
        _ => WORDS_MIN,
    };
    if !is_prose(block) || words.len() < least {
        return None;
    }
    let numbers = words.iter().filter(|word| word.is_number).count();
    let may_differ = words.len() >= LONG_WORDS && numbers * WORDS_A_NUMBER <= words.len();
    let hash_of = |word: &Word| if word.is_number && may_differ { 0 } else { word.hash };
    let hashes: Vec<u64> = words.iter().map(hash_of).collect();
    Some(Paragraph { hash: (mix(&hashes) >> 32) as u32, words: words.len() as u32 })
}

/// The paragraphs that repeat, by source.
pub(super) type Repeated = FxHashMap<u64, FxHashSet<u32>>;

/// A paragraph of a source: its hash, its words, and the group of the document that it is in.
type Found = (u32, u32, u32);

/// Finds the paragraphs that repeat; `groups` names a group for each document.
pub(super) fn find(documents: &[&Traits], contents: &impl Contents, groups: &[u32]) -> io::Result<Repeated> {
    // Documents that come from nowhere in particular have nothing in common.
    let source = |number: &u32| documents[*number as usize].source;
    let mut numbers: Vec<u32> = (0..documents.len() as u32).filter(|number| source(number) != 0).collect();
    numbers.sort_by_key(source);
    let mut repeated = Repeated::default();
    // One source at a time: so much and no more is in memory.
    for members in numbers.chunk_by(|a, b| source(a) == source(b)) {
        let mut all: Vec<u32> = members.iter().map(|number| groups[*number as usize]).collect();
        all.sort_unstable();
        all.dedup();
        if all.len() < DOCUMENTS_MIN {
            continue;
        }
        let of_member = |at: usize| {
            let number = members[at] as usize;
            let content = contents.content(number)?;
            let of_paragraph = |paragraph: &Paragraph| (paragraph.hash, paragraph.words, groups[number]);
            Ok(beside_others(documents[number], &content).map(of_paragraph).collect::<Vec<Found>>())
        };
        let mut found = contents.map(members.len(), of_member)?.concat();
        found.sort_unstable();
        found.dedup();
        let same = found.chunk_by(|a, b| a.0 == b.0);
        let hashes: FxHashSet<u32> =
            same.filter(|same| is_habit(same[0].1, same.len(), all.len())).map(|same| same[0].0).collect();
        if !hashes.is_empty() {
            repeated.insert(source(&members[0]), hashes);
        }
    }
    Ok(repeated)
}

/// Whether a paragraph of so many words that stands in so many of all documents is boilerplate.
fn is_habit(words: u32, documents: usize, all: usize) -> bool {
    let (few, many) = shares(words);
    let is_share = |hundredths: usize| documents * 100 >= all * hundredths;
    documents >= DOCUMENTS_MIN && is_share(few) || documents >= DOCUMENTS_MANY && is_share(many)
}

/// The paragraphs of the document of this number that repeat, ascending.
pub(super) fn of(
    (traits, number): (&Traits, usize),
    contents: &impl Contents,
    repeated: &Repeated,
) -> io::Result<Vec<u32>> {
    let Some(repeated) = repeated.get(&traits.source) else { return Ok(Vec::new()) };
    let content = contents.content(number)?;
    let hashes = beside_others(traits, &content).map(|paragraph| paragraph.hash);
    let mut hashes: Vec<u32> = hashes.filter(|hash| repeated.contains(hash)).collect();
    hashes.sort_unstable();
    Ok(hashes)
}

/// The paragraphs that are not nearly all of their document.
fn beside_others<'a>(traits: &Traits, content: &'a Content) -> impl Iterator<Item = &'a Paragraph> {
    let most = u64::from(traits.words) * 4;
    content.paragraphs.iter().filter(move |paragraph| u64::from(paragraph.words) * 5 <= most)
}
