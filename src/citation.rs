//! Names of places in the archive: what a person types, and an id that outlives edits.
//!
//! A [`Reference`] is a document (its id, its path or the end of it), perhaps with a line
//! (`talk.vtt:12`) or a time (`talk.vtt@1:02:03`) behind it, or a [`CitationId`]. A citation id
//! holds the document's number, where the passage began, how many words it had and a hash of their
//! exact forms, so that the passage is found again where it has moved to, and known to be another
//! where its words were changed.

mod cited;
mod stretch;

use std::fmt;
use std::ops::Range;

use crate::analyzer::{folded, words};
use crate::document;
use crate::index::{Damaged, Entry, Index, Record, format_document_id};
use crate::query::{CLAUSES_MAX, Field, Node, NodeKind, Query, Span};
use crate::search::place::link;
use crate::search::{Options, Passage, SearchError, is_sentence_break, passage_of, search};

pub use cited::CitationId;
use cited::{find_sentences, find_words};
use stretch::{SENTENCE_BYTES_MAX, range_at};

/// A document or a place in it, as somebody names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The document's id, its path in the archive, the end of that or its folder, as [`Index::find`] takes it, or its
    /// title.
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
    let found = find(&reference.document)?;
    if found.is_empty() && matches!(reference.place, Place::Start | Place::Line(_) | Place::Time(_)) {
        let titled = titled(index, text)?;
        if !titled.is_empty() {
            return Ok((titled, Place::Start));
        }
    }
    Ok((found, reference.place))
}

/// The documents with this title, as a hit shows it.
fn titled<'a>(index: &'a Index, title: &str) -> Result<Vec<Record<'a>>, SearchError> {
    /// So many with one title are not told apart by it.
    const DOCUMENTS_MAX: usize = 100;
    let words: Vec<String> = words(title).map(|word| title[word.form].to_owned()).collect();
    if words.is_empty() || words.len() > CLAUSES_MAX {
        return Ok(Vec::new());
    }
    let node = |kind| Node::new(Span::new(0, title.len()), kind);
    let phrase = node(NodeKind::Phrase { words, slop: 0 });
    let root = node(NodeKind::Field { field: Field::Title, node: Box::new(phrase) });
    let options = Options {
        limit: DOCUMENTS_MAX,
        passages: 0,
        all_versions: true,
        ..Options::new(jiff::civil::Date::default())
    };
    let results = search(index, &Query { text: title.to_owned(), root }, &options)?;
    let title = folded(title.trim());
    let is_it = |entry: &Entry| entry.metadata.title.as_ref().is_some_and(|one| folded(one.trim()) == title);
    let found = results.hits.iter().filter(|hit| is_it(&hit.entry));
    let records = found.map(|hit| index.record_of_id(hit.id)).collect::<Result<Vec<_>, _>>();
    Ok(records.map_err(|error| SearchError::Index(error.to_string()))?.into_iter().flatten().collect())
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
        _ => Ok(on_line(found, place)?),
    }
}

/// Of several documents of one file those that have words on the line, or last before it.
fn on_line(found: Vec<Resolved<'_>>, place: Place) -> Result<Vec<Resolved<'_>>, Damaged> {
    let Place::Line(asked) = place else { return Ok(found) };
    let mut paths = Vec::with_capacity(found.len());
    for resolved in &found {
        paths.push(resolved.record.entry()?.path);
    }
    let reached = |resolved: &Resolved<'_>| resolved.passage.line.filter(|line| *line <= asked);
    let nearest = found.iter().filter_map(reached).max();
    if paths.windows(2).any(|pair| pair[0] != pair[1]) || nearest.is_none() {
        return Ok(found);
    }
    Ok(found.into_iter().filter(|resolved| reached(resolved) == nearest).collect())
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
    passage.is_cut_before = match marked.start {
        0 => passage.is_cut_before,
        start => !is_sentence_break(&passage.text, start),
    };
    passage.is_cut_after = marked.len() + 4 > SENTENCE_BYTES_MAX as usize;
    passage.text = passage.text[marked].to_owned();
}
#[cfg(test)]
mod tests {
    use super::*;

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
