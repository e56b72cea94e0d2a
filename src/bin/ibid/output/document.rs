//! A whole document: to read, or as JSON.

use std::io::{self, Write};

use ibid::document::{Block, BlockKind, Document};
use serde::Serialize;

use super::clock;
use crate::terminal::{Style, sanitize, wrap};

/// A document with the path of its source, as `ibid export` writes it.
#[derive(Serialize)]
struct Exported<'a> {
    path: &'a str,
    #[serde(flatten)]
    document: &'a Document,
}

/// Prints a document as one line of JSON.
pub(crate) fn print_json(path: &str, document: &Document, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Exported { path, document })?;
    out.write_all(b"\n")
}

/// Prints a document to be read.
pub(crate) fn print(path: &str, document: &Document, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let metadata = &document.metadata;
    if let Some(title) = &metadata.title {
        writeln!(out, "{}", style.title(&sanitize(title)))?;
    }
    let date = metadata.date.map(|date| date.to_string());
    let fields = [
        ("by", Some(metadata.authors.join(", ")).filter(|names| !names.is_empty())),
        ("speakers", Some(document.speakers.join(", ")).filter(|names| !names.is_empty())),
        ("source", metadata.source.clone()),
        ("date", date),
        ("language", metadata.language.clone()),
        ("url", metadata.url.clone()),
        ("media", metadata.media_url.clone()),
        ("length", metadata.duration_ms.map(clock)),
        ("tags", Some(metadata.tags.join(", ")).filter(|tags| !tags.is_empty())),
        ("path", Some(path.to_owned())),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(out, "{} {}", style.label(&format!("{name:<9}")), sanitize(&value))?;
        }
    }
    let mut before = None;
    for block in &document.blocks {
        let is_tight = block.kind == BlockKind::ListItem && before == Some(BlockKind::ListItem);
        if !is_tight {
            writeln!(out)?;
        }
        before = Some(block.kind);
        print_block(document, block, style, out)?;
    }
    Ok(())
}

fn print_block(document: &Document, block: &Block, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let text = document.block_text(block);
    if block.kind == BlockKind::Code {
        for line in text.lines() {
            writeln!(out, "    {}", sanitize(line))?;
        }
        return Ok(());
    }
    let marker = match block.kind {
        BlockKind::Heading => "# ",
        BlockKind::ListItem => "- ",
        BlockKind::Quotation => "> ",
        _ => "",
    };
    let at = document.times.partition_point(|mark| mark.at < block.start);
    let time = document.times.get(at).filter(|mark| block.kind == BlockKind::Turn && mark.at < block.end);
    let speaker = block.speaker.and_then(|speaker| document.speakers.get(speaker as usize));
    if block.is_boilerplate {
        write!(out, "{}", style.label("[set apart] "))?;
    }
    let mut head = time.map(|mark| style.place(&format!("[{}] ", clock(mark.start_ms)))).unwrap_or_default();
    if let Some(speaker) = speaker {
        head.push_str(&style.speaker(&format!("{}: ", sanitize(speaker))));
    }
    // What stands before the words is short beside a line.
    let head_columns = time.map_or(0, |_| 10) + speaker.map_or(0, |name| name.len() + 2) + marker.len();
    let first_columns = style.columns.map_or(0, |columns| columns.saturating_sub(head_columns));
    for (number, line) in wrap(text, &[], first_columns, style.columns).iter().enumerate() {
        let text: String = line.iter().map(|span| span.text.as_str()).collect();
        let text = if block.kind == BlockKind::Heading { style.title(&text) } else { text };
        writeln!(out, "{marker}{}{text}", if number == 0 { head.as_str() } else { "" })?;
    }
    Ok(())
}
