//! Why a document is not found, or none is: which part of the query does not hold.

use jiff::civil;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::matcher::Matcher;
use super::wording::{self, FunctionWords};
use super::{Matching, SearchError, lower};
use crate::index::Index;
use crate::query::{Node, NodeKind, Query};

/// What each part of a query says of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyNot {
    /// Whether the document is found, with all the words.
    pub is_found: bool,
    /// Whether no document is, and this one is among those that have some of the words.
    pub is_found_by_some: bool,
    /// The parts that are all asked for, as they are written.
    pub clauses: Vec<ClauseReport>,
}

/// What one part of a query says of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseReport {
    /// The part, as typed.
    pub clause: String,
    /// Whether it lets the document through; any document, where none is asked about.
    pub holds: bool,
    /// Whether it leaves out what has something.
    pub is_exclusion: bool,
    /// How many documents of the archive it lets through by itself.
    pub documents: usize,
}

/// Looks at each part of `query` by itself in the document of this id; nothing where there is none.
///
/// # Errors
/// When a part cannot be looked up in this index, or the index cannot be read.
pub fn why_not(
    index: &Index,
    query: &Query,
    id: u64,
    today: civil::Date,
) -> Result<Option<WhyNot>, SearchError> {
    let Some(document) = find(index, id)? else { return Ok(None) };
    let (is_found, documents) = judge(index, query, today, Some(document), Matching::All)?;
    let is_found_by_some = documents == 0 && judge(index, query, today, Some(document), Matching::Any)?.0;
    Ok(Some(WhyNot { is_found, is_found_by_some, clauses: reports(index, query, today, Some(document))? }))
}

/// Looks at each part of a query that finds nothing, by itself.
///
/// # Errors
/// When a part cannot be looked up in this index, or the index cannot be read.
pub fn why_nothing(
    index: &Index,
    query: &Query,
    today: civil::Date,
) -> Result<Vec<ClauseReport>, SearchError> {
    reports(index, query, today, None)
}

fn reports(
    index: &Index,
    query: &Query,
    today: civil::Date,
    document: Option<(usize, DocId)>,
) -> Result<Vec<ClauseReport>, SearchError> {
    let part = |node: &Node| Query { text: query.text.clone(), root: node.clone() };
    let nodes: Vec<&Node> = match &query.root.kind {
        NodeKind::And(clauses) => clauses.iter().map(|clause| &clause.node).collect(),
        _ => vec![&query.root],
    };
    let mut clauses = Vec::new();
    for node in nodes {
        let (inner, is_exclusion) = match &node.kind {
            NodeKind::Not(inner) => (&**inner, true),
            _ => (node, false),
        };
        let (holds, documents) = judge(index, &part(inner), today, document, Matching::All)?;
        let all = index.manifest().documents as usize;
        clauses.push(ClauseReport {
            // What came from an argument of its own has no place in the query.
            clause: Some(query.text_of(node.span))
                .filter(|text| !text.is_empty())
                .map_or_else(|| part(node).to_string(), str::to_owned),
            holds: holds != is_exclusion,
            is_exclusion,
            documents: if is_exclusion { all.saturating_sub(documents) } else { documents },
        });
    }
    Ok(clauses)
}

/// Whether the query holds in the document, or in any, and in how many it does.
fn judge(
    index: &Index,
    query: &Query,
    today: civil::Date,
    wanted: Option<(usize, DocId)>,
    matching: Matching,
) -> Result<(bool, usize), SearchError> {
    let plan = match matching {
        Matching::Any => {
            let function_words = FunctionWords::of(query, &index.manifest().languages);
            lower::lower(index, &wording::prepare(query, &function_words, None, matching), true, today)?
        }
        _ => lower::lower(index, query, false, today)?,
    };
    let needs_positions = !plan.is_told_by_postings(&plan.root);
    let (mut holds, mut documents) = (false, 0);
    for (number, segment) in index.searcher().segment_readers().iter().enumerate() {
        let mut matcher = Matcher::open(index, &plan, segment)?;
        let mut cursor = matcher.cursor()?;
        let mut doc = cursor.doc();
        while doc != TERMINATED {
            if !segment.is_deleted(doc) && (!needs_positions || matcher.matches(doc)?.is_some()) {
                documents += 1;
                holds |= wanted.is_none_or(|wanted| wanted == (number, doc));
            }
            doc = cursor.advance();
        }
    }
    Ok((holds, documents))
}

/// The segment and the number in it of the document of this id.
fn find(index: &Index, id: u64) -> Result<Option<(usize, DocId)>, SearchError> {
    let term = Term::from_field_u64(index.fields().id, id);
    let find_in = |segment: &SegmentReader| -> Result<Option<DocId>, SearchError> {
        let inverted = segment.inverted_index(index.fields().id)?;
        let postings = inverted.read_postings(&term, IndexRecordOption::Basic).map_err(SearchError::io)?;
        let Some(mut postings) = postings else { return Ok(None) };
        while postings.doc() != TERMINATED && segment.is_deleted(postings.doc()) {
            postings.advance();
        }
        Ok(Some(postings.doc()).filter(|doc| *doc != TERMINATED))
    };
    for (number, segment) in index.searcher().segment_readers().iter().enumerate() {
        if let Some(doc) = find_in(segment)? {
            return Ok(Some((number, doc)));
        }
    }
    Ok(None)
}
