//! A whole document: to read, or as JSON.

use std::io::{self, Write};

use ibid::document::{Block, BlockKind, Document};
use serde::Serialize;

use super::clock;
use super::json::{self, Versioned};
use crate::terminal::{Label, Paragraph, Style, sanitize};

/// A document with the path of its source, as `ibid export` writes it.
#[derive(Serialize)]
struct Exported<'a> {
    path: &'a str,
    #[serde(flatten)]
    document: &'a Document,
}

/// Prints a document as one line of JSON.
pub(crate) fn print_json(path: &str, document: &Document, out: &mut impl Write) -> io::Result<()> {
    json::print_line(&Versioned::new(Exported { path, document }), out)
}

/// Prints a document to be read.
pub(crate) fn print(path: &str, document: &Document, style: &Style, out: &mut impl Write) -> io::Result<()> {
    let metadata = &document.metadata;
    if let Some(title) = &metadata.title {
        writeln!(out, "{}", style.paint(Label::Title, &sanitize(title)))?;
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
        ("path", Some(crate::terminal::name(path).into_owned())),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(out, "{} {}", style.paint(Label::Name, &format!("{name:<9}")), sanitize(&value))?;
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
    let mut paragraph = Paragraph::default();
    if block.is_boilerplate {
        paragraph.push("[set apart] ", Label::About);
    }
    paragraph.push(marker, Label::Plain);
    if let Some(mark) = time {
        paragraph.push(&format!("[{}] ", clock(mark.start_ms)), Label::Time);
    }
    if let Some(speaker) = speaker {
        paragraph.push(&format!("{speaker}: "), Label::Speaker);
    }
    paragraph.push(text, if block.kind == BlockKind::Heading { Label::Title } else { Label::Plain });
    for line in paragraph.lines(style.columns) {
        writeln!(out, "{}", style.line(&line))?;
    }
    Ok(())
}
