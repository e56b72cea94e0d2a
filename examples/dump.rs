//! Shows the documents that files become: metadata, blocks with their places, and the receipt.
//!
//! `cargo run --example dump -- [--brief] [--width N] [--text] FILE|FOLDER..`
//!
//! `--brief` prints one line a document, `--text` the clean text alone, `--width` cuts each block
//! to so many characters (0: not at all).

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example made for looking at")]

use std::path::{Path, PathBuf};

use ibid::document::Document;
use ibid::format::{Receipt, read};

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
    for path in &paths {
        dump(path, &options)?;
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

fn dump(path: &Path, options: &Options) -> anyhow::Result<()> {
    let bytes = std::fs::read(path)?;
    let name = path.to_string_lossy();
    let mut receipt = if options.brief { Receipt::default() } else { Receipt::with_examples() };
    let documents = match read(&name, &bytes, &mut receipt) {
        Ok(documents) => documents,
        Err(error) => {
            println!("== {name}\n!! {error}");
            return Ok(());
        }
    };
    if options.brief {
        for document in &documents {
            print_brief(&name, document);
        }
        receipt.warnings.iter().for_each(|warning| println!("   ! {warning}"));
        return Ok(());
    }
    for document in &documents {
        println!("== {name} {}", document.part);
        if options.text {
            println!("{}", document.text);
        } else {
            print_whole(document, options.width);
        }
    }
    if !options.text {
        print_receipt(&receipt, options.width);
    }
    Ok(())
}

fn print_brief(name: &str, document: &Document) {
    let metadata = &document.metadata;
    let date = metadata.date.map(|date| date.to_string()).unwrap_or_default();
    println!(
        "{} {} {:?} | {} | {} | {} | by {} | {} blocks {} words {} marks | {} | {name} {}",
        document.format,
        document.kind.name(),
        metadata.language.as_deref().unwrap_or("-"),
        date,
        metadata.title.as_deref().unwrap_or("-"),
        metadata.source.as_deref().unwrap_or("-"),
        metadata.authors.join(", "),
        document.blocks.len(),
        document.text.split_whitespace().count(),
        document.times.len(),
        document.speakers.join(", "),
        document.part,
    );
}

fn print_whole(document: &Document, width: usize) {
    println!("{} {}", document.format, document.kind.name());
    println!("{:#?}", document.metadata);
    println!("speakers: {:?}", document.speakers);
    let mut marks = document.times.as_slice();
    for block in &document.blocks {
        let inside = marks.partition_point(|mark| mark.at < block.end);
        let (own, rest) = marks.split_at(inside);
        marks = rest;
        let line = block.line.map(|line| line.to_string()).unwrap_or_default();
        print!("{line:>5} {:?}", block.kind);
        if let Some(speaker) = block.speaker {
            print!(" <{}>", document.speakers[speaker as usize]);
        }
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            let end = last.end_ms.map(time).unwrap_or_default();
            print!(" [{}-{end} {} marks]", time(first.start_ms), own.len());
        }
        println!(" {}", cut(document.block_text(block), width));
    }
}

fn print_receipt(receipt: &Receipt, width: usize) {
    for warning in &receipt.warnings {
        println!("warning: {warning}");
    }
    for entry in &receipt.entries {
        println!("{:?} {}: {} times, {} words", entry.action, entry.rule, entry.times, entry.words);
        for (before, after) in entry.examples.iter().take(5) {
            println!("    {:?} -> {:?}", cut(before, width), cut(after, width));
        }
    }
    if receipt.entries.is_empty() && receipt.warnings.is_empty() {
        eprintln!("(empty receipt)");
    }
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
