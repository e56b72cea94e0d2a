//! For people: a line that says what and who, the passages, and a place to open.

use std::io::{self, Write};
use std::ops::Range;

use ibid::index::Entry;
use ibid::search::place::is_web;
use ibid::search::{ClauseScore, Elsewhere, Explanation, Facet, FacetCounts, Hit, Passage, Place, Results};

use super::{Printer, clock};
use crate::terminal::{Span, Style, sanitize, wrap};

/// What passages are set in by.
const INDENT: &str = "   ";

pub(super) fn print(printer: &Printer<'_>, results: &Results, out: &mut impl Write) -> io::Result<()> {
    for (number, hit) in results.hits.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        print_hit(printer.offset + number + 1, hit, &printer.style, out)?;
    }
    for counts in &results.facets {
        writeln!(out)?;
        print_facet(counts, &printer.style, out)?;
    }
    Ok(())
}

/// The most common values; JSON has them all.
fn print_facet(counts: &FacetCounts, style: &Style, out: &mut impl Write) -> io::Result<()> {
    const SHOWN_MAX: usize = 10;
    writeln!(out, "{}", style.title(&format!("by {}", counts.facet.name())))?;
    let is_years = counts.facet == Facet::Year;
    let shown = if is_years { counts.counts.len() } else { SHOWN_MAX.min(counts.counts.len()) };
    for (value, documents) in &counts.counts[..shown] {
        writeln!(out, "{INDENT}{documents:>6}  {}", sanitize(value))?;
    }
    let more = counts.counts.len() - shown;
    let rest = [(more, "more"), (counts.without, "without")];
    let rest: Vec<String> =
        rest.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if rest.is_empty() { Ok(()) } else { print_label(&format!("and {}", rest.join(", ")), style, out) }
}

fn print_hit(rank: usize, hit: &Hit, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let entry = &hit.entry;
    let head = format!("{rank}. ");
    let title = entry.metadata.title.as_deref().unwrap_or(&entry.path);
    let highlights: &[Range<usize>] =
        if entry.metadata.title.is_some() { &hit.title_highlights } else { &[] };
    let columns = style.columns.map(|columns| columns - INDENT.len());
    let first_columns = style.columns.map_or(0, |columns| columns.saturating_sub(head.len()));
    for (number, line) in wrap(title, highlights, first_columns, columns).iter().enumerate() {
        let indent = if number == 0 { head.as_str() } else { INDENT };
        let paint = |span: &Span| {
            if span.is_highlighted { style.highlight(&span.text) } else { style.title(&span.text) }
        };
        writeln!(out, "{indent}{}", line.iter().map(paint).collect::<String>())?;
    }
    print_label(&about(entry), style, out)?;
    for passage in &hit.passages {
        print_passage(passage, style, out)?;
    }
    for (clause, spellings) in &hit.sounds {
        print_label(&format!("{clause} sounds like {}", spellings.join(", ")), style, out)?;
    }
    if !hit.elsewhere.is_empty() {
        let is_seen = hit.passages.iter().any(|passage| !passage.highlights.is_empty());
        let label = if is_seen { "also" } else { "found" };
        print_label(&format!("{label}: {}", elsewhere(&hit.elsewhere)), style, out)?;
    }
    if let Some(explanation) = &hit.explanation {
        print_explanation(hit.score, explanation, style, out)?;
    }
    writeln!(out, "{INDENT}{}", style.place(&sanitize(&place_of(entry, hit.passages.first()))))?;
    for passage in hit.passages.iter().filter(|passage| is_web(&passage.link)) {
        writeln!(out, "{INDENT}{}", style.place(&sanitize(&passage.link)))?;
    }
    Ok(())
}

/// A sum, a line each.
fn print_explanation(
    score: f64,
    explanation: &Explanation,
    style: &Style,
    out: &mut impl Write,
) -> io::Result<()> {
    print_label(&format!("score {score:.3}"), style, out)?;
    for clause in &explanation.clauses {
        let ClauseScore { clause, documents, weight, frequency, text, title } = clause;
        let sum = text + title;
        let title = if *title > 0.0 { format!(", title {title:.3}") } else { String::new() };
        let line = format!(
            "{sum:>9.3}  {clause}: {frequency} here, in {documents} documents, weight {weight:.3}{title}"
        );
        writeln!(out, "{INDENT}{}", style.label(&sanitize(&line)))?;
    }
    let line = format!("{:>9.3}  its passages", explanation.second_look);
    writeln!(out, "{INDENT}{}", style.label(&line))
}

/// What of the query holds in the document without being seen in its passages, and where.
fn elsewhere(all: &[Elsewhere]) -> String {
    /// More than this are summed up.
    const SHOWN_MAX: usize = 6;
    let one = |found: &Elsewhere| {
        let clause = &found.clause;
        match (found.place, &found.text, found.start_ms, found.line) {
            (Place::Heading, Some(heading), ..) => format!("{clause} in § {heading}"),
            (Place::Text, _, Some(start_ms), _) => format!("{clause} at {}", clock(start_ms)),
            (Place::Text, _, _, Some(line)) => format!("{clause} in line {line}"),
            (place, ..) => format!("{clause} in {}", place.name()),
        }
    };
    let mut shown: Vec<String> = all.iter().take(SHOWN_MAX).map(one).collect();
    if all.len() > SHOWN_MAX {
        shown.push(format!("{} more", all.len() - SHOWN_MAX));
    }
    shown.join(" · ")
}

/// `path#part:line`: what an editor opens.
pub(crate) fn place_of(entry: &Entry, passage: Option<&Passage>) -> String {
    let line = passage.and_then(|passage| passage.line);
    let part = if entry.part.is_empty() { String::new() } else { format!("#{}", entry.part) };
    format!("{}{part}{}", entry.path, line.map_or_else(String::new, |line| format!(":{line}")))
}

/// Who, where and when: what is known, between points.
pub(crate) fn about(entry: &Entry) -> String {
    /// More names than this are summed up.
    const NAMES_MAX: usize = 3;
    let metadata = &entry.metadata;
    let names = if metadata.authors.is_empty() { &entry.speakers } else { &metadata.authors };
    let mut who = names.iter().take(NAMES_MAX).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMES_MAX {
        who.push_str(&format!(" and {} more", names.len() - NAMES_MAX));
    }
    let date = metadata.date.map(|date| date.to_string()).unwrap_or_default();
    let length = metadata.duration_ms.map(clock).unwrap_or_default();
    let source = metadata.source.clone().unwrap_or_default();
    let parts = [who, source, date, entry.kind.name().to_owned(), length];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

pub(crate) fn print_label(text: &str, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let columns = style.columns.map(|columns| columns - INDENT.len());
    for line in wrap(text, &[], columns.unwrap_or(0), columns) {
        let text: String = line.iter().map(|span| span.text.as_str()).collect();
        writeln!(out, "{INDENT}{}", style.label(&text))?;
    }
    Ok(())
}

pub(crate) fn print_passage(passage: &Passage, style: &Style, out: &mut impl Write) -> io::Result<()> {
    if let Some(heading) = &passage.heading {
        print_label(&format!("§ {heading}"), style, out)?;
    }
    // Time and speaker stand before the words and count for the width of the first line.
    let time = passage.start_ms.map(|ms| format!("[{}] ", clock(ms))).unwrap_or_default();
    let speaker =
        passage.speaker.as_ref().map(|speaker| format!("{}: ", sanitize(speaker))).unwrap_or_default();
    let columns = style.columns.map(|columns| columns - INDENT.len());
    let head_columns = unicode_width::UnicodeWidthStr::width(time.as_str())
        + unicode_width::UnicodeWidthStr::width(speaker.as_str());
    let mut text = passage.text.clone();
    let mut highlights = passage.highlights.clone();
    if passage.is_cut_before {
        const ELLIPSIS: &str = "… ";
        text.insert_str(0, ELLIPSIS);
        highlights
            .iter_mut()
            .for_each(|range| *range = range.start + ELLIPSIS.len()..range.end + ELLIPSIS.len());
    }
    if passage.is_cut_after {
        text.push_str(" …");
    }
    let first_columns = columns.unwrap_or(0).saturating_sub(head_columns);
    for (number, line) in wrap(&text, &highlights, first_columns, columns).iter().enumerate() {
        let paint =
            |span: &Span| if span.is_highlighted { style.highlight(&span.text) } else { span.text.clone() };
        let head = if number == 0 {
            format!("{}{}", style.place(&time), style.speaker(&speaker))
        } else {
            String::new()
        };
        writeln!(out, "{INDENT}{head}{}", line.iter().map(paint).collect::<String>())?;
    }
    Ok(())
}
