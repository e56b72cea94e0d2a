//! Ids of passages, and where their words are now.

use std::fmt;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::analyzer::{Word, exact_form, words};
use crate::index::{Damaged, Record, format_document_id, parse_document_id};
use crate::search::Passage;

/// The durable name of a passage, written `DOCUMENT~BYTE+WORDS~HASH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CitationId {
    /// The document's own id.
    pub document: u64,
    /// Where the passage began in the document's text, in bytes.
    pub start_byte: u32,
    /// How many words it has.
    pub words: u32,
    /// The hash of the exact forms of its words, 40 bits.
    pub hash: u64,
}

impl CitationId {
    /// The id of a passage of this document.
    pub fn of(document: u64, passage: &Passage) -> Self {
        let placed: Vec<Word> = words(&passage.text).collect();
        let hashes = hashes_of(&passage.text, &placed);
        Self {
            document,
            start_byte: passage.start_byte,
            words: placed.len() as u32,
            hash: Rolling::new(&hashes).hash(),
        }
    }

    /// Reads an id as it is written.
    pub fn parse(text: &str) -> Option<Self> {
        let mut fields = text.split('~');
        let (document, place, hash) = (fields.next()?, fields.next()?, fields.next()?);
        let (start_byte, words) = place.split_once('+')?;
        let id = Self {
            document: parse_document_id(document)?,
            start_byte: start_byte.parse().ok()?,
            words: words.parse().ok()?,
            hash: u64::from_str_radix(hash, 16).ok()?,
        };
        fields.next().is_none().then_some(id)
    }
}

impl fmt::Display for CitationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let document = format_document_id(self.document);
        write!(f, "{document}~{}+{}~{:010x}", self.start_byte, self.words, self.hash)
    }
}

/// The hash of so many words in a row, which rolls from word to word (Karp and Rabin 1987).
struct Rolling {
    value: u64,
    /// What the word that leaves is multiplied by.
    leaving: u64,
}

impl Rolling {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

    fn new(words: &[u64]) -> Self {
        let value =
            words.iter().fold(0_u64, |value, word| value.wrapping_mul(Self::BASE).wrapping_add(*word));
        Self { value, leaving: Self::BASE.wrapping_pow(words.len() as u32) }
    }

    fn roll(&mut self, leaves: u64, enters: u64) {
        let moved = self.value.wrapping_mul(Self::BASE).wrapping_add(enters);
        self.value = moved.wrapping_sub(leaves.wrapping_mul(self.leaving));
    }

    /// 40 bits: enough to tell the passages of an archive apart, and short to write.
    fn hash(&self) -> u64 {
        (self.value ^ self.value >> 32).wrapping_mul(Self::BASE) >> 24
    }
}

fn hashes_of(text: &str, placed: &[Word]) -> Vec<u64> {
    placed.iter().map(|word| hash_of_word(&exact_form(&text[word.term.clone()]))).collect()
}

/// FNV-1a, 64 bits: the same everywhere and for ever.
fn hash_of_word(form: &str) -> u64 {
    form.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

/// The bytes of the words that were cited: where they were, or else the first place that has them.
pub(super) fn find_words(record: &Record<'_>, id: &CitationId) -> Result<Option<Range<u32>>, Damaged> {
    let count = id.words as usize;
    let text = record.text(0..record.text_bytes())?;
    let placed: Vec<Word> = words(&text).collect();
    if count == 0 || placed.len() < count {
        return Ok(None);
    }
    let hashes = hashes_of(&text, &placed);
    let before = placed.partition_point(|word| (word.mark.start as u32) < id.start_byte);
    let mut rolling = Rolling::new(&hashes[..count]);
    let mut first = None;
    for at in 0..=placed.len() - count {
        if at > 0 {
            rolling.roll(hashes[at - 1], hashes[at + count - 1]);
        }
        if rolling.hash() == id.hash && (at == before || first.is_none()) {
            first = Some(at);
        }
    }
    Ok(first.map(|first| {
        let range = placed[first].mark.start as u32..placed[first + count - 1].mark.end as u32;
        // A passage may begin with a quotation mark.
        if first == before && id.start_byte <= range.start { id.start_byte..range.end } else { range }
    }))
}

/// The whole sentences, of one block, that stand about where the words stood that are no longer
/// there, and have about as many.
pub(super) fn find_sentences(record: &Record<'_>, id: &CitationId) -> Result<Range<u32>, Damaged> {
    /// Edits before a passage seldom move it further.
    const NEAR_BYTES: u32 = 500;
    /// What a word more or less counts, beside a distance in bytes: as much as a word is long.
    const WORD_BYTES: u32 = 6;
    let asked = id.start_byte.min(record.text_bytes());
    let mut best: Option<(u32, Range<u32>)> = None;
    let mut next = record.block_at_byte(asked.saturating_sub(NEAR_BYTES))?;
    while let Some(placed) = next.filter(|placed| placed.block.start <= asked.saturating_add(NEAR_BYTES)) {
        let (from, text) = record.text_about(placed.block.start..placed.block.end)?;
        let sentences: Vec<(usize, &str)> = text.split_sentence_bound_indices().collect();
        for (number, (at, _)) in sentences.iter().enumerate() {
            let distance = (from + *at as u32).abs_diff(asked);
            if best.as_ref().is_some_and(|(least, _)| distance >= *least) {
                continue;
            }
            let (mut count, mut end) = (0, *at);
            for (at, sentence) in &sentences[number..] {
                let more = words(sentence).count() as u32;
                if count > 0 && count + more / 2 > id.words {
                    break;
                }
                count += more;
                end = at + sentence.trim_end().len();
            }
            let unlikely = distance + WORD_BYTES * count.abs_diff(id.words);
            if count > 0 && best.as_ref().is_none_or(|(least, _)| unlikely < *least) {
                best = Some((unlikely, from + *at as u32..from + end as u32));
            }
        }
        next = record.block(placed.number + 1)?;
    }
    Ok(best.map_or(0..0, |(_, range)| range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back() {
        let passage =
            Passage { text: "Nobody unveils a gutter.".to_owned(), start_byte: 12, ..Passage::default() };
        let id = CitationId::of(7, &passage);
        assert_eq!(id.words, 4);
        assert_eq!(CitationId::parse(&id.to_string()), Some(id));
        assert_eq!(CitationId::parse("talk.vtt~12"), None);
        let folded = Passage { text: "nobody unveils a gutter".to_owned(), ..passage };
        assert_eq!(CitationId::of(7, &folded).hash, id.hash);
    }
}
