//! Hits as JSON: `jsonl` prints a `hit` for each document and then a `summary`, `json` one object
//! with all of it. `schema/search.json` is the schema.

use std::io::{self, Write};
use std::ops::Range;

use ibid::citation::CitationId;
use ibid::document::{BlockKind, Metadata};
use ibid::index::{Entry, format_document_id};
use ibid::search::{Elsewhere, Explanation, FacetCounts, Hit, Passage, PassageBlock};
use serde::Serialize;

use super::field::Row;
use super::{Answer, Failure, Printer, json};

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Hit(HitLine<'a>),
    Summary(SummaryLine<'a>),
    Error(ErrorLine<'a>),
}

#[derive(Serialize)]
struct HitLine<'a> {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    rank: usize,
    score: f64,
    id: String,
    path: &'a str,
    part: Option<&'a str>,
    kind: &'static str,
    format: &'a str,
    #[serde(flatten)]
    metadata: &'a Metadata,
    speakers: &'a [String],
    words: u32,
    title_highlights: Vec<[usize; 2]>,
    passages: Vec<PassageLine<'a>>,
    versions: Vec<VersionLine<'a>>,
    elsewhere: Vec<ElsewhereLine<'a>>,
    sounds: Vec<SoundsLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<ExplanationLine<'a>>,
}

#[derive(Serialize)]
struct ExplanationLine<'a> {
    clauses: Vec<ClauseLine<'a>>,
    second_look: f64,
}

#[derive(Serialize)]
struct ClauseLine<'a> {
    clause: &'a str,
    documents: u64,
    weight: f64,
    frequency: u32,
    text: f64,
    title: f64,
    heading: f64,
}

#[derive(Serialize)]
struct ElsewhereLine<'a> {
    clause: &'a str,
    place: &'static str,
    text: Option<&'a str>,
    line: Option<u32>,
    start_ms: Option<u32>,
}

#[derive(Serialize)]
struct SoundsLine<'a> {
    clause: &'a str,
    spellings: &'a [String],
}

#[derive(Serialize)]
struct VersionLine<'a> {
    path: &'a str,
    part: Option<&'a str>,
    kind: &'static str,
    format: &'a str,
    title: Option<&'a str>,
    words: u32,
}

#[derive(Serialize)]
pub(crate) struct PassageLine<'a> {
    text: &'a str,
    highlights: Vec<[usize; 2]>,
    start_byte: u32,
    end_byte: u32,
    block: u32,
    block_kind: Option<BlockKind>,
    heading: Option<&'a str>,
    line: Option<u32>,
    speaker: Option<&'a str>,
    start_ms: Option<u32>,
    end_ms: Option<u32>,
    is_time_estimated: bool,
    link: &'a str,
    pub citation: String,
    blocks: Vec<PassageBlockLine<'a>>,
}

#[derive(Serialize)]
struct PassageBlockLine<'a> {
    start: usize,
    kind: BlockKind,
    speaker: Option<&'a str>,
}

#[derive(Serialize)]
struct SummaryLine<'a> {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    query: &'a str,
    total: usize,
    documents: usize,
    shown: usize,
    relaxed: bool,
    missing: &'a [String],
    scattered: usize,
    optional: &'a [String],
    suggestions: Vec<SuggestionLine<'a>>,
    facets: Vec<FacetLine<'a>>,
}

#[derive(Serialize)]
struct SuggestionLine<'a> {
    word: &'a str,
    meant: &'a str,
}

#[derive(Serialize)]
struct FacetLine<'a> {
    facet: &'static str,
    counts: Vec<CountLine<'a>>,
    without: usize,
}

#[derive(Serialize)]
struct CountLine<'a> {
    value: &'a str,
    documents: usize,
}

/// A query that could not be answered.
#[derive(Serialize)]
struct ErrorLine<'a> {
    version: u32,
    query_id: Option<&'a str>,
    query: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
}

/// A whole answer in one object.
#[derive(Serialize)]
struct AnswerObject<'a> {
    #[serde(flatten)]
    summary: SummaryLine<'a>,
    hits: Vec<HitLine<'a>>,
}

/// `--format jsonl`.
pub(super) fn print_lines(answer: &Answer<'_>, out: &mut impl Write) -> io::Result<()> {
    for (number, hit) in answer.results.hits.iter().enumerate() {
        json::print_line(&Line::Hit(hit_line(answer, number, hit)), out)?;
    }
    json::print_line(&Line::Summary(summary(answer)), out)
}

/// `--format json`, without the line break behind it.
pub(super) fn print_object(answer: &Answer<'_>, out: &mut impl Write) -> io::Result<()> {
    let hits = answer.results.hits.iter().enumerate();
    let hits = hits.map(|(number, hit)| hit_line(answer, number, hit)).collect();
    json::print(&AnswerObject { summary: summary(answer), hits }, out)
}

/// The same for a query that could not be answered.
pub(super) fn print_failure(failure: &Failure<'_>, out: &mut impl Write) -> io::Result<()> {
    json::print(
        &Line::Error(ErrorLine {
            version: json::VERSION,
            query_id: failure.query_id,
            query: failure.query,
            reason: &failure.reason,
            start: failure.span.as_ref().map(|span| span.start),
            end: failure.span.as_ref().map(|span| span.end),
            hint: failure.hint.as_deref(),
        }),
        out,
    )
}

/// `--format jsonl --fields ..`: an object of just these fields for every passage.
pub(super) fn print_row(printer: &Printer, row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
    json::print_line(&Fields { printer, row }, out)
}

/// A row as an object whose fields are in the order in which they were asked for.
struct Fields<'a> {
    printer: &'a Printer,
    row: &'a Row<'a>,
}

impl Serialize for Fields<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.printer.fields.iter();
        serializer.collect_map(fields.map(|field| (field.name, field.value(self.printer, self.row))))
    }
}

fn hit_line<'a>(answer: &Answer<'a>, number: usize, hit: &'a Hit) -> HitLine<'a> {
    let entry = &hit.entry;
    HitLine {
        version: json::VERSION,
        query_id: answer.query_id,
        rank: answer.offset + number + 1,
        score: hit.score,
        id: format_document_id(hit.id),
        path: &entry.path,
        part: part_of(entry),
        kind: entry.kind.name(),
        format: &entry.format,
        metadata: &entry.metadata,
        speakers: &entry.speakers,
        words: entry.words,
        title_highlights: pairs(&hit.title_highlights),
        passages: hit.passages.iter().map(|passage| passage_line(hit.id, passage)).collect(),
        versions: hit.versions.iter().map(version_line).collect(),
        elsewhere: hit.elsewhere.iter().map(elsewhere_line).collect(),
        sounds: hit.sounds.iter().map(|(clause, spellings)| SoundsLine { clause, spellings }).collect(),
        explanation: hit.explanation.as_ref().map(explanation_line),
    }
}

fn summary<'a>(answer: &Answer<'a>) -> SummaryLine<'a> {
    let missing = answer.results.relaxed.as_deref();
    SummaryLine {
        version: json::VERSION,
        query_id: answer.query_id,
        query: answer.query,
        total: answer.results.total,
        documents: answer.results.documents,
        shown: answer.results.hits.len(),
        relaxed: missing.is_some(),
        missing: missing.unwrap_or_default(),
        scattered: answer.results.scattered,
        optional: &answer.results.optional,
        suggestions: answer
            .results
            .suggestions
            .iter()
            .map(|suggestion| SuggestionLine { word: &suggestion.word, meant: &suggestion.meant })
            .collect(),
        facets: answer.results.facets.iter().map(facet_line).collect(),
    }
}

fn version_line(version: &Entry) -> VersionLine<'_> {
    VersionLine {
        path: &version.path,
        part: part_of(version),
        kind: version.kind.name(),
        format: &version.format,
        title: version.metadata.title.as_deref(),
        words: version.words,
    }
}

fn part_of(entry: &Entry) -> Option<&str> {
    (!entry.part.is_empty()).then_some(entry.part.as_str())
}

fn explanation_line(explanation: &Explanation) -> ExplanationLine<'_> {
    let clauses = explanation.clauses.iter().map(|clause| ClauseLine {
        clause: &clause.clause,
        documents: clause.documents,
        weight: clause.weight,
        frequency: clause.frequency,
        text: clause.text,
        title: clause.title,
        heading: clause.heading,
    });
    ExplanationLine { clauses: clauses.collect(), second_look: explanation.second_look }
}

fn facet_line(counts: &FacetCounts) -> FacetLine<'_> {
    FacetLine {
        facet: counts.facet.name(),
        counts: counts
            .counts
            .iter()
            .map(|(value, documents)| CountLine { value, documents: *documents })
            .collect(),
        without: counts.without,
    }
}

fn elsewhere_line(elsewhere: &Elsewhere) -> ElsewhereLine<'_> {
    ElsewhereLine {
        clause: &elsewhere.clause,
        place: elsewhere.place.name(),
        text: elsewhere.text.as_deref(),
        line: elsewhere.line,
        start_ms: elsewhere.start_ms,
    }
}

pub(crate) fn passage_line(document: u64, passage: &Passage) -> PassageLine<'_> {
    PassageLine {
        text: &passage.text,
        highlights: pairs(&passage.highlights),
        start_byte: passage.start_byte,
        end_byte: passage.end_byte,
        block: passage.block,
        block_kind: passage.block_kind,
        heading: passage.heading.as_deref(),
        line: passage.line,
        speaker: passage.speaker.as_deref(),
        start_ms: passage.start_ms,
        end_ms: passage.end_ms,
        is_time_estimated: passage.is_time_estimated,
        link: &passage.link,
        citation: CitationId::of(document, passage).to_string(),
        blocks: passage.blocks.iter().map(block_line).collect(),
    }
}

fn block_line(block: &PassageBlock) -> PassageBlockLine<'_> {
    PassageBlockLine { start: block.start, kind: block.kind, speaker: block.speaker.as_deref() }
}

fn pairs(ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    ranges.iter().map(|range| [range.start, range.end]).collect()
}
