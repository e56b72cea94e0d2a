//! For people: a line that says what and who, the passages, and a place to open.

use std::io::{self, Write};
use std::ops::Range;

use ibid::index::Entry;
use ibid::search::{Hit, Passage, Results};

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
    Ok(())
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
    writeln!(out, "{INDENT}{}", style.place(&sanitize(&place_of(entry, hit.passages.first()))))?;
    print_versions(&hit.versions, style, out)
}

/// What else there is of the same: where it is and what it is.
fn print_versions(versions: &[Entry], style: &Style, out: &mut impl Write) -> io::Result<()> {
    /// More files of one text than these say less, not more.
    const VERSIONS_MAX: usize = 4;
    for version in versions.iter().take(VERSIONS_MAX) {
        let (kind, format) = (version.kind.name(), &version.format);
        print_label(&format!("also {} ({kind}, {format})", place_of(version, None)), style, out)?;
    }
    if versions.len() > VERSIONS_MAX {
        print_label(&format!("and {} more", versions.len() - VERSIONS_MAX), style, out)?;
    }
    Ok(())
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
