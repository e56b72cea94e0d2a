//! Names of places in the archive: what a person types, and an id that outlives edits.
//!
//! A [`Reference`] is a document (its id, its path or the end of it), perhaps with a line
//! (`talk.vtt:12`) or a time (`talk.vtt@1:02:03`) behind it, or a [`CitationId`]. A citation id
//! holds the document's number, where the passage began, how many words it had and a hash of their
//! exact forms, so that the passage is found again where it has moved to, and known to be another
//! where its words were changed.

use std::fmt;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::analyzer::{Word, exact_form, words};
use crate::document::{self, Block};
use crate::index::{Damaged, Index, Record, format_document_id, parse_document_id};
use crate::search::place::link;
use crate::search::{Passage, SearchError, passage_of};

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

/// A document or a place in it, as somebody names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The document's id, its path in the archive or the end of that path.
    pub document: String,
    /// The place in it.
    pub place: Place,
}

/// A place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Its beginning.
    Start,
    /// A line of its source, counted from 1.
    Line(u32),
    /// A moment of the recording, in milliseconds from its start.
    Time(u32),
    /// A passage that was cited.
    Cited(CitationId),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("beginning"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Time(ms) => f.write_str(&document::clock(*ms)),
            Self::Cited(id) => id.fmt(f),
        }
    }
}

/// Why a place is not shown although its document is there.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// It is behind all that the document has.
    #[error("`{path}` has no {asked}: its last words are at {last}")]
    Behind {
        /// The document's path.
        path: String,
        /// The place that was asked for.
        asked: Place,
        /// The last place of its kind.
        last: Place,
    },
    /// The document has no places of this kind.
    #[error("`{path}` has no {asked}: nothing says {} its words are", if matches!(asked, Place::Time(_)) { "when" } else { "on which lines" })]
    Unplaced {
        /// The document's path.
        path: String,
        /// The place that was asked for.
        asked: Place,
    },
    /// The index cannot be read.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl From<Damaged> for ReferenceError {
    fn from(damaged: Damaged) -> Self {
        Self::Search(damaged.into())
    }
}

impl Reference {
    /// Reads what was typed: `DOC`, `DOC:LINE`, `DOC@TIME` or a citation id. A document whose name
    /// itself ends like this is found by [`resolve`].
    pub fn parse(text: &str) -> Self {
        if let Some(id) = CitationId::parse(text) {
            return Self { document: format_document_id(id.document), place: Place::Cited(id) };
        }
        let placed = |(document, place): (&str, Place)| Self { document: document.to_owned(), place };
        let line = text.rsplit_once(':').and_then(|(document, line)| {
            let is_number = !document.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit());
            Some((document, Place::Line(line.parse().ok().filter(|_| is_number)?)))
        });
        let time =
            text.rsplit_once('@').and_then(|(document, time)| Some((document, Place::Time(clock(time)?))));
        time.or(line).map_or_else(|| placed((text, Place::Start)), placed)
    }
}

/// `1:02:03`, `2:03`, `75` or any of them with a fraction of a second, in milliseconds.
fn clock(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = whole.split(':').collect();
    if parts.len() > 3 || !is_digits(fraction) || parts.iter().any(|part| part.is_empty() || !is_digits(part))
    {
        return None;
    }
    let seconds =
        parts.iter().try_fold(0_u32, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))?;
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    seconds.checked_mul(1000)?.checked_add(fraction.parse().ok()?)
}

/// What became of a place that was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is there; a cited passage has the words that it had, where they were.
    Unchanged,
    /// The cited words are there, at another place of the document.
    Moved,
    /// The cited words are in another document now.
    MovedAway,
    /// The document is there, and the words that were cited are not.
    Changed,
}

/// A place that was found.
#[derive(Clone, Debug)]
pub struct Resolved<'a> {
    /// The document.
    pub record: Record<'a>,
    /// What stands at the place.
    pub passage: Passage,
    /// What became of it.
    pub fate: Fate,
}

/// The documents that a reference names, and the place in each.
///
/// # Errors
/// When the index cannot be read.
pub fn named<'a>(index: &'a Index, text: &str) -> Result<(Vec<Record<'a>>, Place), SearchError> {
    let find = |name: &str| index.find(name).map_err(|error| SearchError::Index(error.to_string()));
    let whole = find(text)?;
    if !whole.is_empty() {
        return Ok((whole, Place::Start));
    }
    let reference = Reference::parse(text);
    Ok((find(&reference.document)?, reference.place))
}

/// Finds what a reference names: nothing where there is no such document, several places where the
/// end of a path is the end of several, or a source holds several documents.
///
/// # Errors
/// When no document of this name has such a place, or the index cannot be read.
pub fn resolve<'a>(index: &'a Index, text: &str) -> Result<Vec<Resolved<'a>>, ReferenceError> {
    let (records, place) = named(index, text)?;
    if let Place::Cited(id) = place {
        return Ok(resolve_cited(index, records, &id)?);
    }
    let (mut found, mut refused) = (Vec::new(), None);
    for record in records {
        match range_at(&record, place) {
            Ok(Some((range, line))) => {
                let mut resolved = resolved_alone(record, range, Fate::Unchanged)?;
                resolved.passage.line = line.or(resolved.passage.line);
                found.push(resolved);
            }
            Ok(None) => {}
            Err(ReferenceError::Search(error)) => return Err(error.into()),
            Err(error) => refused = Some(error),
        }
    }
    match refused {
        Some(error) if found.is_empty() => Err(error),
        _ => Ok(found),
    }
}

fn resolve_cited<'a>(
    index: &'a Index,
    records: Vec<Record<'a>>,
    id: &CitationId,
) -> Result<Vec<Resolved<'a>>, SearchError> {
    if let Some(record) = records.into_iter().next() {
        if let Some(range) = find_words(&record, id)? {
            let fate = if range.start == id.start_byte { Fate::Unchanged } else { Fate::Moved };
            return Ok(vec![resolved(record, range, fate)?]);
        }
        let range = find_sentences(&record, id)?;
        let mut changed = resolved_alone(record, range, Fate::Changed)?;
        changed.passage.is_cut_after = false;
        return Ok(vec![changed]);
    }
    // The file may have been renamed.
    for record in index.records().map_err(|error| SearchError::Index(error.to_string()))? {
        let record = record?;
        if let Some(range) = find_words(&record, id)? {
            return Ok(vec![resolved(record, range, Fate::MovedAway)?]);
        }
    }
    Ok(Vec::new())
}

fn resolved<'a>(record: Record<'a>, range: Range<u32>, fate: Fate) -> Result<Resolved<'a>, Damaged> {
    let passage = passage_of(&record, &record.entry()?, range)?;
    Ok(Resolved { record, passage, fate })
}

/// The same without what stands around it.
fn resolved_alone<'a>(record: Record<'a>, range: Range<u32>, fate: Fate) -> Result<Resolved<'a>, Damaged> {
    let mut resolved = resolved(record, range, fate)?;
    narrow(&mut resolved.passage);
    resolved.passage.link = link(&resolved.record.entry()?, &resolved.passage);
    Ok(resolved)
}

/// Leaves of a passage what is marked, with no mark on it: no word of it was asked for more than
/// another.
fn narrow(passage: &mut Passage) {
    let Some(marked) = passage.highlights.drain(..).next() else { return };
    passage.start_byte += marked.start as u32;
    passage.end_byte = passage.start_byte + marked.len() as u32;
    passage.is_cut_before = false;
    passage.is_cut_after = marked.len() + 4 > SENTENCE_BYTES_MAX as usize;
    passage.text = passage.text[marked].to_owned();
}

/// The bytes of the words that were cited: where they were, or else the first place that has them.
fn find_words(record: &Record<'_>, id: &CitationId) -> Result<Option<Range<u32>>, Damaged> {
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
fn find_sentences(record: &Record<'_>, id: &CitationId) -> Result<Range<u32>, Damaged> {
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

/// A stretch to show for a place, about a sentence; and the line that was asked for, or the last above it
/// with words.
fn range_at(record: &Record<'_>, place: Place) -> Result<Option<(Range<u32>, Option<u32>)>, ReferenceError> {
    let mut line = None;
    let start = match place {
        Place::Start | Place::Cited(_) => 0,
        Place::Line(asked) => {
            let (block, at) = start_of_line(record, asked)?;
            line = record.line_at(&block, at)?;
            start_of_sentence(record, block.start, at)?
        }
        Place::Time(ms) => start_of_time(record, ms)?,
    };
    let Some(placed) = record.block_at_byte(start)? else { return Ok(None) };
    let start = start.max(placed.block.start);
    let (from, text) =
        record.text_about(start..placed.block.end.min(start.saturating_add(SENTENCE_BYTES_MAX)))?;
    let word = words(&text).next();
    let range = word.map_or(from..from, |word| {
        from + word.mark.start as u32..from + end_of_sentence(&text).max(word.mark.end) as u32
    });
    Ok(Some((range, line)))
}

/// The block that is on this line, and where its words begin that stand there.
fn start_of_line(record: &Record<'_>, line: u32) -> Result<(Block, u32), ReferenceError> {
    /// No layout of a file spreads a byte of text over more lines than this.
    const LINES_A_BYTE: u32 = 4;
    let asked = Place::Line(line);
    let (mut found, mut first, mut last) = (None, None, None);
    record.each_block(|placed| {
        let block = placed.block;
        let Some(begins) = block.line else { return };
        first.get_or_insert(block);
        if begins <= line {
            found = Some(block);
        }
        if last.is_none_or(|(line, _)| begins >= line) {
            last = Some((begins, block.end - block.start));
        }
    })?;
    let path = || record.entry().map(|entry| entry.path);
    match (last, found.or(first)) {
        (Some((last, bytes)), _) if line > last.saturating_add(bytes.saturating_mul(LINES_A_BYTE)) => {
            Err(ReferenceError::Behind { path: path()?, asked, last: Place::Line(last) })
        }
        (_, Some(block)) => Ok((block, record.byte_at_line(&block, line)?)),
        (_, None) => Err(ReferenceError::Unplaced { path: path()?, asked }),
    }
}

/// Where the words begin that are said at this time, or last before it.
fn start_of_time(record: &Record<'_>, ms: u32) -> Result<u32, ReferenceError> {
    let asked = Place::Time(ms);
    let entry = record.entry()?;
    let Some(mark) = record.last_mark()? else {
        return Err(ReferenceError::Unplaced { path: entry.path, asked });
    };
    let said_ms = mark.end_ms.unwrap_or(mark.start_ms);
    let end_ms = entry.metadata.duration_ms.unwrap_or(0).max(said_ms);
    // A player's clock shows a second that has begun.
    if ms > end_ms.saturating_add(1000) {
        return Err(ReferenceError::Behind { path: entry.path, asked, last: Place::Time(said_ms) });
    }
    let Some(bytes) = record.bytes_of_time(ms, None)? else { return Ok(mark.at) };
    // A turn that begins within the second that was named is shown with just this time.
    if ms.is_multiple_of(1000)
        && let Some(later) = record.bytes_of_time(ms + 999, None)?
        && let Some(turn) = record.block_at_byte(later.start)?
        && turn.block.start > bytes.start
    {
        return Ok(turn.block.start);
    }
    Ok(start_of_said(record, bytes.start)?)
}

/// Where the sentence begins that is being said at `byte`, if it has not been said for long.
fn start_of_said(record: &Record<'_>, byte: u32) -> Result<u32, Damaged> {
    let Some((mark, _)) = record.mark_at_byte(byte)? else { return Ok(byte) };
    start_of_sentence(record, mark.at, byte)
}

/// Where the sentence begins that `byte` is in, if that is near and not before `floor`; else the word.
fn start_of_sentence(record: &Record<'_>, floor: u32, byte: u32) -> Result<u32, Damaged> {
    /// About ten seconds.
    const REACH_BYTES: u32 = 150;
    if byte == floor {
        return Ok(byte);
    }
    let (from, text) = record.text_about(
        floor.max(byte.saturating_sub(2 * REACH_BYTES))..record.text_bytes().min(byte + REACH_BYTES),
    )?;
    let said = (byte - from) as usize;
    let earliest = said.saturating_sub(REACH_BYTES as usize);
    let sentence = text.split_sentence_bound_indices().map(|(at, _)| at).take_while(|at| *at <= said).last();
    let word = || words(&text).map(|word| word.mark.start).take_while(|at| *at <= said).last();
    let found = sentence.filter(|at| *at >= earliest && (*at > 0 || from == floor)).or_else(word);
    Ok(from + found.unwrap_or(said) as u32)
}

/// A sentence that is longer is cut.
const SENTENCE_BYTES_MAX: u32 = 280;

/// Where the first sentence ends (UAX #29) that is more than a name or an abbreviation.
fn end_of_sentence(text: &str) -> usize {
    const WORDS_MIN: usize = 3;
    let ends = text.split_sentence_bound_indices().map(|(at, sentence)| at + sentence.trim_end().len());
    let mut ends = ends.skip_while(|end| words(&text[..*end]).take(WORDS_MIN).count() < WORDS_MIN);
    ends.next().unwrap_or(text.len())
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

    #[test]
    fn references_are_read_as_people_write_them() {
        let check = |text: &str, document: &str, place: Place| {
            assert_eq!(Reference::parse(text), Reference { document: document.to_owned(), place });
        };
        check("talks/a.vtt", "talks/a.vtt", Place::Start);
        check("talks/a.vtt:12", "talks/a.vtt", Place::Line(12));
        check("talks/a.vtt@1:02:03", "talks/a.vtt", Place::Time(3_723_000));
        check("a.vtt@75.5", "a.vtt", Place::Time(75_500));
        check("a:b", "a:b", Place::Start);
        check("me@example", "me@example", Place::Start);
    }
}
