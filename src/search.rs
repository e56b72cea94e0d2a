//! From a query to ranked passages.
//!
//! A query is lowered to a [`plan`] over the index's terms; [`cursor`]s walk the documents that may
//! match and a [`matcher`] tells from positions which do; [`rank`] orders them; the best windows of
//! positions become passages ([`passage`], [`snippet`]). Only the pieces of text that are shown are
//! read.
//!
//! Results do not depend on how the index came to be: statistics count live documents only, scores
//! are summed in one order, and ties break on the document's own id.

mod choose;
mod collect;
mod counter;
mod cursor;
mod expand;
mod facets;
mod keywords;
mod located;
mod look;
mod lower;
mod marks;
mod matcher;
mod named;
mod occurrences;
pub mod oracle;
mod passage;
mod paths;
pub mod place;
mod plan;
mod positions;
mod postings;
mod question;
mod rank;
mod recalling;
mod rerank;
mod runs;
mod said;
mod sentences;
mod show;
mod shown;
mod similar;
mod snippet;
mod sound;
mod spans;
mod suggest;
mod sweep;
mod tally;
mod verbatim;
mod versions;
mod vocabulary;
mod why_not;
mod wording;

use std::io;
use std::ops::Range;

use jiff::civil;

use crate::index::{Damaged, Entry, Index};
use crate::query::{self, Query, Span};

pub use facets::{Facet, FacetCounts};
pub use occurrences::{Occurrences, each_occurrence, first_mention, occurrences_in};
pub(crate) use sentences::is_sentence_break;
pub use shown::{Passage, PassageBlock};
pub use similar::{Similar, expanded, similar};
pub use snippet::passage_of;
pub use suggest::{Suggestion, suggest};
pub(crate) use versions::groups;
pub use vocabulary::{Vocable, bytes_of_terms, vocabulary};
pub use why_not::{ClauseReport, WhyNot, why_not, why_nothing};

use collect::{Candidate, Collector, Found, keep};
use plan::Plan;
use wording::FunctionWords;

/// What to find and how much of it to show.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many documents to return at most.
    pub limit: usize,
    /// How many of the best documents to pass over first.
    pub offset: usize,
    /// How many passages of each document to return at most.
    pub passages: usize,
    /// About how long a passage is, in characters.
    pub snippet_chars: usize,
    /// How many sentences more to show on each side of a passage.
    pub context: usize,
    /// What a hit is: a document, or one passage of one.
    pub by: By,
    /// What to count all matching documents by.
    pub facets: Vec<Facet>,
    /// Whether hits say how they came by their scores.
    pub explain: bool,
    /// Whether every word must be in a document.
    pub matching: Matching,
    /// Whether [`Matching::Auto`] takes any of the words where no document has all.
    pub relaxes: bool,
    /// In which order documents come.
    pub sort: Sort,
    /// In how many days of age, counted from `today`, a document's score halves; a document without
    /// a date counts as one half-life old. Age counts for nothing where it is not set.
    pub half_life_days: Option<f64>,
    /// Whether each version of a text and each part of an episode is a hit of its own, instead of
    /// the best of those that match.
    pub all_versions: bool,
    /// The day that relative dates count from.
    pub today: civil::Date,
}

impl Options {
    /// The ten best documents with one passage each.
    pub fn new(today: civil::Date) -> Self {
        Self {
            all_versions: false,
            limit: 10,
            offset: 0,
            passages: 1,
            snippet_chars: 280,
            context: 0,
            by: By::default(),
            facets: Vec::new(),
            explain: false,
            matching: Matching::default(),
            relaxes: true,
            sort: Sort::default(),
            half_life_days: None,
            today,
        }
    }
}

/// What is ranked and shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Documents, each with its best passages.
    #[default]
    Document,
    /// Passages, wherever they are: of each document as many as [`Options::passages`] says.
    Passage,
}

/// Whether every word must be in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// All of them.
    All,
    /// Any of them.
    Any,
    /// All of them but those that only hold the query together, such as `how` and `the` beside
    /// others; where no document has all, any, those with the most first.
    #[default]
    Auto,
}

/// In which order documents come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    #[default]
    Score,
    /// The oldest first.
    Oldest,
    /// The newest first.
    Newest,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// The documents, in order.
    pub hits: Vec<Hit>,
    /// How many hits there are in all.
    pub total: usize,
    /// How many documents match: more than there are hits where versions of one text do.
    pub documents: usize,
    /// Set when no document had all the words, or none had them together, and any were taken instead: the
    /// words, as typed, that none of those has.
    pub relaxed: Option<Vec<String>>,
    /// How many documents have all the words, but far apart, where others were taken that have most of them
    /// together.
    pub scattered: usize,
    /// The words, as typed, that documents were found without, because they only hold the query
    /// together.
    pub optional: Vec<String>,
    /// Words that may have been meant; empty until they are asked for with [`suggest()`].
    pub suggestions: Vec<Suggestion>,
    /// How many of all matching documents have which value.
    pub facets: Vec<FacetCounts>,
}

/// A document that matches.
#[derive(Clone, Debug, Default)]
pub struct Hit {
    /// The document's own id.
    pub id: u64,
    /// How well it matches; comparable within one query only.
    pub score: f64,
    /// What is said about it.
    pub entry: Entry,
    /// What matched in its title, in bytes.
    pub title_highlights: Vec<Range<usize>>,
    /// Its best passages, in reading order.
    pub passages: Vec<Passage>,
    /// The other versions of its text and the other parts of its episode, the best first, whether
    /// they match or not.
    pub versions: Vec<Entry>,
    /// Parts of the query that hold in the document without being seen in its passages.
    pub elsewhere: Vec<Elsewhere>,
    /// What was found by its sound alone: the part of the query, and how it is spelled in the
    /// passages.
    pub sounds: Vec<(String, Vec<String>)>,
    /// How it came by its score, if that was asked for.
    pub explanation: Option<Explanation>,
}

/// How a document came by its score: its parts and `second_look` together are the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What each part of the query adds, by BM25.
    pub clauses: Vec<ClauseScore>,
    /// What looking at its passages adds.
    pub second_look: f64,
}

/// What a part of the query adds to a document's score.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseScore {
    /// The part, as typed.
    pub clause: String,
    /// In about how many documents it is.
    pub documents: u64,
    /// How rare it is, times its boost.
    pub weight: f64,
    /// How often it is in this document.
    pub frequency: u32,
    /// What it adds by being in the text, and in a text of this length.
    pub text: f64,
    /// What it adds by being in the title or in a name.
    pub title: f64,
    /// What it adds by being in a heading, where it is not in the title.
    pub heading: f64,
}

/// A part of the query that holds in a document without being seen in its passages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The part of the query, as typed.
    pub clause: String,
    /// Where it is found first.
    pub place: Place,
    /// The heading it is in, or the name.
    pub text: Option<String>,
    /// The line of the source on which its first word stands.
    pub line: Option<u32>,
    /// When it is said first.
    pub start_ms: Option<u32>,
}

/// Where in a document something can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the title.
    Title,
    /// In a heading.
    Heading,
    /// In the text, beyond the passages shown.
    Text,
    /// In a field of names.
    Field(query::Field),
}

impl Place {
    /// The word for it in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Text => "text",
            Self::Field(field) => field.name(),
        }
    }
}

/// Why a search did not happen.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query makes no sense for this index.
    #[error("{0}")]
    Query(query::Error),
    /// The index cannot be read.
    #[error("the index cannot be read: {0}")]
    Index(String),
}

impl SearchError {
    fn unsupported(span: Span, reason: &str) -> Self {
        Self::Query(query::Error { span, reason: reason.to_owned(), hint: None })
    }

    fn too_many_expansions(span: Span) -> Self {
        let reason = format!("this stands for more than {} words of the archive", expand::EXPANSIONS_MAX);
        Self::Query(query::Error { span, reason, hint: Some("write more of the word".to_owned()) })
    }

    fn too_many_behind(span: Span, beginning: &str) -> Self {
        let words = format!(
            "`{beginning}*` in it stands for more than {} words of the archive",
            expand::EXPANSIONS_MAX
        );
        let reason = format!("{words}, and what stands before it is too common to look behind");
        Self::Query(query::Error { span, reason, hint: Some("write more of its last part".to_owned()) })
    }

    fn too_many_neighbours(span: Span) -> Self {
        let reason = "these words are too many in one document to look at all that are so near".to_owned();
        let hint = Some("lower the distance, or leave out the most common word".to_owned());
        Self::Query(query::Error { span, reason, hint })
    }

    fn without_sound(span: Span) -> Self {
        let reason = "`sounds:` knows only how a word sounds that has nothing but Latin letters".to_owned();
        let hint = Some("behind a word of any script, `~1` finds those one letter off".to_owned());
        Self::Query(query::Error { span, reason, hint })
    }

    fn bad_pattern(span: Span, error: &regex::Error) -> Self {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
        Self::Query(query::Error { span, reason, hint: None })
    }

    fn io(error: io::Error) -> Self {
        Self::Index(error.to_string())
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(crate::index::in_words(&error))
    }
}

impl From<Damaged> for SearchError {
    fn from(damaged: Damaged) -> Self {
        Self::Index(damaged.to_string())
    }
}

/// Finds what `query` asks for.
///
/// # Errors
/// When a part of the query cannot be looked up in this index, or the index cannot be read.
pub fn search(index: &Index, query: &Query, options: &Options) -> Result<Results, SearchError> {
    let (results, hits) =
        found(index, query, options, |plan, found| show::hits(index, query, plan, found, options))?;
    Ok(Results { hits, ..results })
}

/// The best documents for `query` in their order, of which nothing is read but postings, positions and
/// columns: what [`search`] shows, as ids and scores, and how many hits there are in all.
///
/// # Errors
/// As [`search`].
pub fn ranked(
    index: &Index,
    query: &Query,
    options: &Options,
) -> Result<(Vec<(u64, f64)>, usize), SearchError> {
    let options = Options { passages: 0, by: By::Document, ..options.clone() };
    let (results, ranked) = found(index, query, &options, |_, found| {
        Ok(found.iter().map(|found| (found.candidate.id, found.candidate.score)).collect())
    })?;
    Ok((ranked, results.total))
}

/// What `query` finds, without its hits, and what `made` makes of the documents in their order.
fn found<T>(
    index: &Index,
    query: &Query,
    options: &Options,
    made: impl Fn(&Plan, Vec<look::Found<'_>>) -> Result<T, SearchError>,
) -> Result<(Results, T), SearchError> {
    let function_words = FunctionWords::of(query, &index.manifest().languages);
    let said_by = match options.matching {
        // Nothing is asked for there that nobody wrote.
        Matching::All => None,
        Matching::Any | Matching::Auto => named::said_by(index, query, &function_words)?,
    };
    let ready = |matching| -> Result<(Query, Plan), SearchError> {
        let mut prepared = wording::prepare(query, &function_words, said_by.as_ref(), matching);
        if matching != options.matching {
            wording::insist_in_units(&mut prepared.root, false);
        }
        let mut plan = lower::lower(index, &prepared, matching == Matching::Any, options.today)?;
        wording::mark(&mut plan, query, &function_words);
        Ok((prepared, plan))
    };
    let (prepared, plan) = ready(options.matching)?;
    let another = || Ok(ready(options.matching)?.1);
    let lead = |candidates| said::lead(index, query, &plan, options, another, candidates);
    let Ran { mut results, found, together, is_said, .. } = run(index, query, &plan, options, lead, false)?;
    results.optional = wording::optional(&prepared);
    let is_found = results.total > 0;
    let words = plan.telling_words();
    let are_apart = together < rank::TOGETHER_MIN;
    let are_few = together < rank::FEW_TOGETHER_MIN
        && words >= rank::FEW_WORDS
        && wording::is_loose(query)
        && results.documents < rank::FEW_DOCUMENTS;
    let may_stand_elsewhere =
        !is_said && options.sort == Sort::Score && (are_few || are_apart && words >= rank::SENTENCE_WORDS);
    let relaxes = options.matching == Matching::Auto && options.relaxes;
    if relaxes && (!is_found || may_stand_elsewhere) {
        let (_, plan) = ready(Matching::Any)?;
        let any = run(index, query, &plan, options, |candidates| Ok((candidates, false)), true)?;
        let is_better = !is_found || are_few || any.together >= together + rank::MORE_TOGETHER;
        if any.results.total > 0 && is_better && plan.is_told_of(&any.seen) {
            let made = made(&plan, any.found)?;
            let results = Results {
                relaxed: Some(missing(query, &plan, &any.seen)),
                scattered: results.documents,
                optional: results.optional,
                ..any.results
            };
            return Ok((results, made));
        }
    }
    let made = made(&plan, found)?;
    Ok((results, made))
}

/// The parts of the query, as typed, that no document has.
fn missing(query: &Query, plan: &Plan, seen: &[bool]) -> Vec<String> {
    let is_seen = |span: Span| plan.leaves.iter().zip(seen).any(|(leaf, seen)| *seen && leaf.span == span);
    let unseen = plan.leaves.iter().filter(|leaf| leaf.is_text && !is_seen(leaf.span));
    let as_typed = |span: Span| query.text_of(wording::whole_word(span, &query.text)).to_owned();
    let mut missing: Vec<String> =
        unseen.map(|leaf| as_typed(leaf.span)).filter(|text| !text.is_empty()).collect();
    missing.dedup();
    missing
}

/// What a plan finds.
struct Ran<'a> {
    /// Without its hits.
    results: Results,
    /// The documents that hits are made of, in order.
    found: Vec<look::Found<'a>>,
    /// Which leaves were found in any document.
    seen: Vec<bool>,
    /// The most of the query that one passage has, as [`rank::with_passage`] counts it.
    together: f64,
    /// Whether any has what was typed as a sentence.
    is_said: bool,
}

fn run<'a>(
    index: &'a Index,
    query: &'a Query,
    plan: &'a Plan,
    options: &Options,
    lead: impl FnOnce(Vec<Candidate>) -> Result<(Vec<Candidate>, bool), SearchError>,
    coverage_first: bool,
) -> Result<Ran<'a>, SearchError> {
    let wanted = options.offset.saturating_add(options.limit);
    let looks_twice = options.sort == Sort::Score || options.by == By::Passage;
    let kept = if looks_twice { wanted.max(rank::CANDIDATES) } else { wanted };
    let mut all: Option<Found> = None;
    for (number, segment) in index.searcher().segment_readers().iter().enumerate() {
        let found = Collector { index, plan, segment, number, options, coverage_first }.collect(kept)?;
        all = Some(match all {
            Some(all) => all.and(found, kept),
            None => found,
        });
    }
    let all = all.unwrap_or_else(|| Found::nothing(plan, options));
    let Found { mut best, groups, documents, alone, facets, seen } = all;
    let total = alone + groups.len();
    groups.into_values().for_each(|(_, candidate)| keep(&mut best, candidate, kept));
    let (candidates, is_said) = lead(best.into_sorted_vec())?;
    let (found, together) = look::look(index, query, plan, candidates, options, is_said, coverage_first)?;
    let results = Results { total, documents, facets: facets.finish(), ..Results::default() };
    Ok(Ran { results, found, seen, together, is_said })
}
