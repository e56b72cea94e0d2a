//! For people: a line that says what, who and when, the passages, and a place to open.

use std::io::{self, Write};
use std::ops::Range;

use ibid::index::Entry;
use ibid::search::place::is_web;
use ibid::search::{ClauseScore, Elsewhere, Explanation, Facet, FacetCounts, Hit, Passage, Place};

use super::pieces::{pieces, timed};
use super::{Answer, Printer, clock, heading, place};
use crate::terminal::{Label, Paragraph, Style, documents, name, sanitize};

/// What passages are set in by.
const INDENT: &str = "   ";

pub(super) fn print(printer: &Printer, answer: &Answer<'_>, out: &mut impl Write) -> io::Result<()> {
    if answer.query_id.is_some() {
        let found = documents(answer.results.total);
        let query = printer.style.paint(Label::Title, &sanitize(answer.query));
        writeln!(out, "== {query}: {found}")?;
    }
    for (number, hit) in answer.results.hits.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        print_hit(answer.offset + number + 1, hit, &answer.results.optional, printer, out)?;
    }
    for counts in &answer.results.facets {
        writeln!(out)?;
        print_facet(counts, &printer.style, out)?;
    }
    if answer.query_id.is_some() {
        writeln!(out)?;
    }
    Ok(())
}

/// The most common values; JSON has them all.
fn print_facet(counts: &FacetCounts, style: &Style, out: &mut impl Write) -> io::Result<()> {
    const SHOWN_MAX: usize = 10;
    writeln!(out, "{}", style.paint(Label::Title, &format!("by {}", counts.facet.name())))?;
    let is_years = counts.facet == Facet::Year;
    let shown = if is_years { counts.counts.len() } else { SHOWN_MAX.min(counts.counts.len()) };
    for (value, documents) in &counts.counts[..shown] {
        writeln!(out, "{INDENT}{documents:>6}  {}", sanitize(value))?;
    }
    let more = counts.counts.len() - shown;
    let rest = [(more, "more"), (counts.without, "without")];
    let rest: Vec<String> =
        rest.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if rest.is_empty() {
        Ok(())
    } else {
        print_label(&format!("and {}", rest.join(", ")), Label::About, style, out)
    }
}

fn print_hit(
    rank: usize,
    hit: &Hit,
    optional: &[String],
    printer: &Printer,
    out: &mut impl Write,
) -> io::Result<()> {
    let entry = &hit.entry;
    let title = entry.metadata.title.as_deref().unwrap_or(&entry.path);
    let highlights: &[Range<usize>] =
        if entry.metadata.title.is_some() { &hit.title_highlights } else { &[] };
    let mut head = Paragraph::default();
    head.push_highlighted(title, highlights, Label::Title, Label::Match);
    head.push(&format!(" · {}", about(entry)), Label::About);
    print_paragraph(&head, &format!("{rank}. "), &printer.style, out)?;
    let mut shown = None;
    for passage in &hit.passages {
        print_passage(entry, passage, &printer.style, out)?;
        // Where several passages are shown, each says where it is.
        if hit.passages.len() > 1 && shown != Some(passage.line) {
            print_place(entry, passage.line, printer, out)?;
            shown = Some(passage.line);
        }
    }
    let style = &printer.style;
    for (clause, spellings) in &hit.sounds {
        let word = clause.strip_prefix("sounds:").unwrap_or(clause);
        print_label(&format!("{word} sounds like {}", spellings.join(", ")), Label::About, style, out)?;
    }
    // Where a question's how and do are is of no use to anybody.
    let elsewhere: Vec<&Elsewhere> =
        hit.elsewhere.iter().filter(|elsewhere| !optional.contains(&elsewhere.clause)).collect();
    if !elsewhere.is_empty() {
        let is_seen = hit.passages.iter().any(|passage| !passage.highlights.is_empty());
        let label = if is_seen { "also" } else { "found" };
        print_label(&format!("{label}: {}", places_of(&elsewhere)), Label::About, style, out)?;
    }
    if let Some(explanation) = &hit.explanation {
        print_explanation(hit.score, explanation, style, out)?;
    }
    if shown.is_none() {
        print_place(entry, hit.passages.first().and_then(|passage| passage.line), printer, out)?;
    }
    for passage in hit.passages.iter().filter(|passage| is_web(&passage.link)) {
        writeln!(out, "{INDENT}{}", style.paint(Label::Place, &sanitize(&passage.link)))?;
    }
    print_versions(&hit.versions, style, out)
}

/// What else there is of the same: where it is and what it is.
fn print_versions(versions: &[Entry], style: &Style, out: &mut impl Write) -> io::Result<()> {
    /// More files of one text than these say less, not more.
    const VERSIONS_MAX: usize = 4;
    for version in versions.iter().take(VERSIONS_MAX) {
        let (kind, format) = (version.kind.name(), &version.format);
        let line = format!("also {} ({kind}, {format})", name(&place(version, None)));
        print_label(&line, Label::About, style, out)?;
    }
    if versions.len() > VERSIONS_MAX {
        let more = format!("and {} more", versions.len() - VERSIONS_MAX);
        print_label(&more, Label::About, style, out)?;
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
    print_label(&format!("score {score:.3}"), Label::About, style, out)?;
    for clause in &explanation.clauses {
        let ClauseScore { clause, documents, weight, frequency, text, title, heading } = clause;
        let sum = text + title + heading;
        let title = if *title > 0.0 { format!(", title {title:.3}") } else { String::new() };
        let heading = if *heading > 0.0 { format!(", heading {heading:.3}") } else { String::new() };
        let line = format!(
            "{sum:>9.3}  {clause}: {frequency} here, in {documents} documents, weight {weight:.3}{title}{heading}"
        );
        writeln!(out, "{INDENT}{}", style.paint(Label::About, &sanitize(&line)))?;
    }
    let line = format!("{:>9.3}  its passages", explanation.second_look);
    writeln!(out, "{INDENT}{}", style.paint(Label::About, &line))
}

/// What of the query holds in the document without being seen in its passages, and where.
fn places_of(all: &[&Elsewhere]) -> String {
    /// More than this are summed up.
    const SHOWN_MAX: usize = 6;
    let one = |found: &&Elsewhere| {
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

/// Who wrote it, or else who speaks in it: the first names, and how many more.
pub(crate) fn who(entry: &Entry) -> String {
    /// More names than this are summed up.
    const NAMES_MAX: usize = 3;
    let names = if entry.metadata.authors.is_empty() { &entry.speakers } else { &entry.metadata.authors };
    // `Q` and `A` ask and answer, and name nobody.
    let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| name.len() > 1).collect();
    let mut who = names.iter().take(NAMES_MAX).copied().collect::<Vec<_>>().join(", ");
    if names.len() > NAMES_MAX {
        who.push_str(&format!(" and {} more", names.len() - NAMES_MAX));
    }
    who
}

/// Who, where, when, what and how long: what is known, between points.
pub(crate) fn about(entry: &Entry) -> String {
    let metadata = &entry.metadata;
    let parts = [
        who(entry),
        metadata.source.clone().unwrap_or_default(),
        metadata.date.map(|date| date.to_string()).unwrap_or_default(),
        entry.kind.name().to_owned(),
        metadata.duration_ms.map(clock).unwrap_or_default(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

pub(crate) fn print_passage(
    entry: &Entry,
    passage: &Passage,
    style: &Style,
    out: &mut impl Write,
) -> io::Result<()> {
    if let Some(heading) = heading(entry, passage) {
        print_label(&format!("§ {heading}"), Label::Heading, style, out)?;
    }
    let pieces = pieces(passage);
    let timed = timed(&pieces);
    let mut lines: Vec<Paragraph> = Vec::new();
    let mut is_in_text = false;
    for (number, piece) in pieces.iter().enumerate() {
        // What is piped is one line, below the headings it begins with.
        let is_apart = style.columns.is_some() || !is_in_text;
        if lines.is_empty() || piece.begins_line && is_apart {
            lines.push(Paragraph::default());
        }
        let Some(line) = lines.last_mut() else { continue };
        line.push(" ", Label::Plain);
        if piece.is_heading {
            line.push("§ ", Label::Heading);
        } else {
            if let Some(start_ms) = passage.start_ms.filter(|_| timed == Some(number)) {
                line.push(&format!("[{}] ", clock(start_ms)), Label::Time);
            }
            if let Some(speaker) = piece.speaker {
                line.push(&format!("{speaker}: "), Label::Speaker);
            }
            is_in_text = true;
        }
        if piece.is_item {
            line.push("• ", Label::Plain);
        }
        if passage.is_cut_before && number == 0 {
            line.push("… ", Label::Plain);
        }
        let label = if piece.is_heading { Label::Heading } else { Label::Plain };
        line.push_highlighted(piece.text, &piece.highlights, label, Label::Match);
        if passage.is_cut_after && number + 1 == pieces.len() {
            line.push(" …", Label::Plain);
        }
    }
    lines.iter().try_for_each(|line| print_paragraph(line, INDENT, style, out))
}

/// A place is not broken over lines: it is to be clicked on, or copied whole.
fn print_place(entry: &Entry, line: Option<u32>, printer: &Printer, out: &mut impl Write) -> io::Result<()> {
    let text = place(entry, line);
    let painted = printer.style.paint(Label::Place, &name(&text));
    let file = printer.files.locate(entry);
    let linked = file.map_or_else(|| painted.clone(), |file| printer.style.link(&file, line, &painted));
    writeln!(out, "{INDENT}{linked}")
}

/// A paragraph that is one thing throughout.
pub(crate) fn print_label(text: &str, label: Label, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let mut paragraph = Paragraph::default();
    paragraph.push(text, label);
    print_paragraph(&paragraph, INDENT, style, out)
}

/// A paragraph behind `head`, set in by its width.
fn print_paragraph(paragraph: &Paragraph, head: &str, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let columns = style.columns.map(|columns| columns - head.len());
    for (number, line) in paragraph.lines(columns).iter().enumerate() {
        let indent = if number == 0 { head.to_owned() } else { " ".repeat(head.len()) };
        writeln!(out, "{indent}{}", style.line(line))?;
    }
    Ok(())
}
