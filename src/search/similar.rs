//! Documents like one document, and queries with the words that go with them.

use super::keywords::{clause, keywords, query_of};
use super::{Matching, Options, Results, SearchError, rank, search};
use crate::index::{Index, Record, document_id};
use crate::query::{Clause, Need, Node, NodeKind, Query, Span};

/// By how many of its words a document is compared.
const WORDS_OF_DOCUMENT: usize = 30;
/// A long document is read in so many parts, and its words must be in some of them: what stands in one
/// or two, such as the advertisements in a conversation, is not what it is about.
const PARTS: usize = 12;
const PARTS_WITH_WORD_MIN: usize = 3;
const PART_BYTES_MIN: usize = 2_000;
/// How many of the best documents a query takes words from.
const FEEDBACK_DOCUMENTS: usize = 8;
/// How long a stretch of each of them is read, about the best passage.
const FEEDBACK_CHARS: usize = 700;
/// Words of more than one in so many documents of a language go with everything: `going`, `alle`.
const DOCUMENTS_A_WORD: u64 = 8;
/// How many words a query takes.
const FEEDBACK_WORDS: usize = 10;
/// What all the words taken count together beside one of the query's own.
const FEEDBACK_WEIGHT: f64 = 1.0;

/// What was found to be like a document.
#[derive(Clone, Debug)]
pub struct Similar {
    /// The words that it was compared by, the most telling first.
    pub words: Vec<String>,
    /// The documents, the most like it first; it itself is not among them.
    pub results: Results,
}

/// Finds documents like the one of `record`: those with most of the words that tell it from others.
///
/// # Errors
/// When the index cannot be read.
pub fn similar(index: &Index, record: &Record<'_>, options: &Options) -> Result<Similar, SearchError> {
    let document = record.document()?;
    let entry = record.entry()?;
    let id = document_id(&entry.path, &entry.part);
    let title = entry.metadata.title.as_deref().unwrap_or_default();
    let parts = parts(&document.text);
    let parts_min = if parts.len() == PARTS { PARTS_WITH_WORD_MIN } else { 1 };
    let texts = std::iter::once(title).chain(parts);
    // A whole document says its subject again and again, where saturation would let it count no more
    // than a rare word that is there by chance.
    let keywords = keywords(
        index,
        entry.metadata.language.as_deref(),
        texts,
        f64::sqrt,
        (parts_min, 2),
        WORDS_OF_DOCUMENT,
    )?;
    let words = keywords.iter().map(|keyword| keyword.form.clone()).collect();
    if keywords.is_empty() {
        return Ok(Similar { words, results: Results::default() });
    }
    // One more than asked for, since it is most like itself.
    let wanted = options.offset.saturating_add(options.limit).saturating_add(1);
    let options_of_all = Options { limit: wanted, offset: 0, matching: Matching::Any, ..options.clone() };
    let mut results = search(index, &query_of(&keywords), &options_of_all)?;
    let before = results.hits.len();
    results.hits.retain(|hit| hit.id != id);
    results.total -= before - results.hits.len();
    results.hits.drain(..options.offset.min(results.hits.len()));
    results.hits.truncate(options.limit);
    Ok(Similar { words, results })
}

/// A text in [`PARTS`] of about one size, or whole where they would be short.
fn parts(text: &str) -> Vec<&str> {
    if text.len() < PARTS * PART_BYTES_MIN {
        return vec![text];
    }
    let mut parts = Vec::with_capacity(PARTS);
    let mut rest = text;
    for left in (2..=PARTS).rev() {
        let about = rest.floor_char_boundary(rest.len() / left);
        let end = rest[about..].find(char::is_whitespace).map_or(about, |more| about + more);
        let (part, behind) = rest.split_at(end);
        parts.push(part);
        rest = behind;
    }
    parts.push(rest);
    parts
}

/// The query with words added that go with it in the best passages it finds, after Lavrenko and
/// Croft, "Relevance-based language models", 2001 (as RM3). Returns the words as well. What it
/// finds is a matter of any of the words.
///
/// # Errors
/// When the index cannot be read.
pub fn expanded(
    index: &Index,
    query: &Query,
    options: &Options,
) -> Result<(Query, Vec<String>), SearchError> {
    let feedback = Options {
        limit: FEEDBACK_DOCUMENTS,
        passages: 1,
        snippet_chars: FEEDBACK_CHARS,
        ..Options::new(options.today)
    };
    let found = search(index, query, &Options { matching: options.matching, ..feedback })?;
    let language = found.hits.first().and_then(|hit| hit.entry.metadata.language.clone());
    let texts = found.hits.iter().flat_map(|hit| hit.passages.iter().map(|passage| passage.text.as_str()));
    // What one passage alone says goes with that, not with the query.
    let texts_min = if found.hits.len() > 2 { 2 } else { 1 };
    let most = FEEDBACK_WORDS * 3;
    let mut added =
        keywords(index, language.as_deref(), texts, rank::saturated, (texts_min, DOCUMENTS_A_WORD), most)?;
    let mut analyzer = crate::analyzer::Analyzer::new(language.as_deref());
    let own: Vec<String> = crate::analyzer::words(&query.text)
        .map(|word| analyzer.terms(&query.text[word.term]).stem.to_string())
        .collect();
    added.retain(|keyword| !own.contains(&keyword.stem));
    added.truncate(FEEDBACK_WORDS);
    let mut clauses = match &query.root.kind {
        NodeKind::And(clauses) => clauses.clone(),
        _ => vec![Clause { node: query.root.clone(), need: Need::Asked }],
    };
    let sum: f64 = added.iter().map(|keyword| keyword.use_worth).sum();
    // Nothing of the query was written where these words would be.
    let nowhere = Span::default();
    clauses.extend(added.iter().map(|keyword| clause(keyword, nowhere, FEEDBACK_WEIGHT / sum.max(1.0))));
    let words = added.into_iter().map(|keyword| keyword.form).collect();
    let root = Node::new(query.root.span, NodeKind::And(clauses));
    Ok((Query { text: query.text.clone(), root }, words))
}
