//! Shows the documents that files become: metadata, blocks with their places, and the receipt.
//!
//! `cargo run --example dump -- [--brief] [--width N] [--text] FILE|FOLDER..`
//!
//! `--brief` prints one line a document, `--text` the clean text alone, `--width` cuts each block
//! to so many characters (0: not at all).

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use ibid::document::Document;
use ibid::format::read;
use ibid::receipt::Receipt;

struct Options {
    brief: bool,
    text: bool,
    width: usize,
}

fn main() -> anyhow::Result<()> {
    let mut options = Options { brief: false, text: false, width: 160 };
    let mut paths = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--brief" => options.brief = true,
            "--text" => options.text = true,
            "--width" => options.width = arguments.next().unwrap_or_default().parse()?,
            _ => collect(Path::new(&argument), &mut paths),
        }
    }
    let mut stdout = std::io::stdout().lock();
    for path in &paths {
        let mut out = String::new();
        dump(path, &options, &mut out)?;
        // A closed pipe, as of `head`, ends the show.
        if stdout.write_all(out.as_bytes()).is_err() {
            break;
        }
    }
    Ok(())
}

fn collect(path: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(path) else {
        paths.push(path.to_owned());
        return;
    };
    let mut entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries.iter().for_each(|entry| collect(entry, paths));
}

fn dump(path: &Path, options: &Options, out: &mut String) -> anyhow::Result<()> {
    let bytes = std::fs::read(path)?;
    let name = path.to_string_lossy();
    let mut receipt = if options.brief { Receipt::default() } else { Receipt::with_examples() };
    let documents = match read(&name, &bytes, &mut receipt) {
        Ok(documents) => documents,
        Err(error) => {
            writeln!(out, "!! {error} | {name}")?;
            return Ok(());
        }
    };
    for document in &documents {
        if options.brief {
            write_brief(out, &name, document)?;
        } else if options.text {
            writeln!(out, "== {name} {}\n{}", document.part, document.text)?;
        } else {
            writeln!(out, "== {name} {}", document.part)?;
            write_whole(out, document, options.width)?;
        }
    }
    if options.brief {
        for warning in &receipt.warnings {
            writeln!(out, "   ! {warning} | {name}")?;
        }
    } else if !options.text {
        write_receipt(out, &receipt, options.width)?;
    }
    Ok(())
}

fn write_brief(out: &mut String, name: &str, document: &Document) -> std::fmt::Result {
    let metadata = &document.metadata;
    writeln!(
        out,
        "{} {} {} | {} | {} | {} | by {} | {} blocks {} words {} marks | {} | {name} {}",
        document.format,
        document.kind.name(),
        metadata.language.as_deref().unwrap_or("-"),
        metadata.date.map(|date| date.to_string()).unwrap_or_default(),
        metadata.title.as_deref().unwrap_or("-"),
        metadata.source.as_deref().unwrap_or("-"),
        metadata.authors.join(", "),
        document.blocks.len(),
        document.text.split_whitespace().count(),
        document.times.len(),
        document.speakers.join(", "),
        document.part,
    )
}

fn write_whole(out: &mut String, document: &Document, width: usize) -> std::fmt::Result {
    let metadata = &document.metadata;
    writeln!(out, "{} {}", document.format, document.kind.name())?;
    let optional = [
        ("title", metadata.title.clone()),
        ("date", metadata.date.map(|date| date.to_string())),
        ("language", metadata.language.clone()),
        ("source", metadata.source.clone()),
        ("url", metadata.url.clone()),
        ("media", metadata.media_url.clone()),
        ("duration", metadata.duration_ms.map(time)),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            writeln!(out, "  {name}: {value}")?;
        }
    }
    for (name, values) in
        [("authors", &metadata.authors), ("tags", &metadata.tags), ("speakers", &document.speakers)]
    {
        if !values.is_empty() {
            writeln!(out, "  {name}: {}", values.join("; "))?;
        }
    }
    let mut marks = document.times.as_slice();
    for block in &document.blocks {
        let inside = marks.partition_point(|mark| mark.at < block.end);
        let (own, rest) = marks.split_at(inside);
        marks = rest;
        let line = block.line.map(|line| line.to_string()).unwrap_or_default();
        write!(out, "{line:>5} {:?}", block.kind)?;
        if let Some(speaker) = block.speaker {
            write!(out, " <{}>", document.speakers[speaker as usize])?;
        }
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            let end = last.end_ms.map(time).unwrap_or_default();
            write!(out, " [{}-{end} {} marks]", time(first.start_ms), own.len())?;
        }
        writeln!(out, " {}", cut(document.block_text(block), width))?;
    }
    Ok(())
}

fn write_receipt(out: &mut String, receipt: &Receipt, width: usize) -> std::fmt::Result {
    for warning in &receipt.warnings {
        writeln!(out, "warning: {warning}")?;
    }
    for entry in &receipt.entries {
        writeln!(out, "{:?} {}: {} times, {} words", entry.action, entry.rule, entry.times, entry.words)?;
        for (before, after) in entry.examples.iter().take(5) {
            writeln!(out, "    {:?} -> {:?}", cut(before, width), cut(after, width))?;
        }
    }
    Ok(())
}

fn time(ms: u32) -> String {
    let (seconds, ms) = (ms / 1000, ms % 1000);
    format!("{}:{:02}:{:02}.{ms:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn cut(text: &str, width: usize) -> String {
    let short: String = if width == 0 { text.to_owned() } else { text.chars().take(width).collect() };
    let cut = if short.len() < text.len() { "…" } else { "" };
    short.replace('\n', "⏎") + cut
}
