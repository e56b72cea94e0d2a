//! JSON Lines: a `hit` for each document, then a `summary`. README documents the schema.

use std::io::{self, Write};
use std::ops::Range;

use ibid::document::{BlockKind, Metadata};
use ibid::index::{Entry, format_document_id};
use ibid::search::{Elsewhere, Explanation, FacetCounts, Passage, Results};
use serde::Serialize;

use super::Printer;

/// Grows when a field changes its meaning or goes away; new fields may come at any time.
const VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Hit(HitLine<'a>),
    Summary(SummaryLine<'a>),
}

#[derive(Serialize)]
struct HitLine<'a> {
    version: u32,
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
}

#[derive(Serialize)]
struct SummaryLine<'a> {
    version: u32,
    query: &'a str,
    total: usize,
    documents: usize,
    shown: usize,
    relaxed: bool,
    missing: &'a [String],
    facets: Vec<FacetLine<'a>>,
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

pub(super) fn print(printer: &Printer<'_>, results: &Results, out: &mut impl Write) -> io::Result<()> {
    for (number, hit) in results.hits.iter().enumerate() {
        let entry = &hit.entry;
        let line = Line::Hit(HitLine {
            version: VERSION,
            rank: printer.offset + number + 1,
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
            passages: hit.passages.iter().map(passage_line).collect(),
            versions: hit.versions.iter().map(version_line).collect(),
            elsewhere: hit.elsewhere.iter().map(elsewhere_line).collect(),
            explanation: hit.explanation.as_ref().map(explanation_line),
            sounds: hit.sounds.iter().map(|(clause, spellings)| SoundsLine { clause, spellings }).collect(),
        });
        print_line(&line, out)?;
    }
    let missing = results.relaxed.as_deref();
    let summary = SummaryLine {
        version: VERSION,
        query: printer.query,
        total: results.total,
        documents: results.documents,
        shown: results.hits.len(),
        relaxed: missing.is_some(),
        missing: missing.unwrap_or_default(),
        facets: results.facets.iter().map(facet_line).collect(),
    };
    print_line(&Line::Summary(summary), out)
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

pub(crate) fn passage_line(passage: &Passage) -> PassageLine<'_> {
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
    }
}

fn pairs(ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    ranges.iter().map(|range| [range.start, range.end]).collect()
}

fn print_line(line: &Line<'_>, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
