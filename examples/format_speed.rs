//! Measures how fast files become documents, on one core, by processor time:
//! `cargo run --release --example format_speed [--seconds N] [FILE|FOLDER..]`. Without files it
//! reads those below `$IBID_SHARED/real/archive`, else `../shared/real/archive`.
//!
//! What is measured is the whole read: decoding, recognising, parsing, repairing, completing. Files
//! that are read by no format are left out.
//!
//! `--linear` reads nasty inputs of 1, 2, 4 and 8 MB instead, each of one thing repeated: twice the
//! input should take twice as long.

#![allow(clippy::print_stdout, reason = "an example is a program")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context, Result};
use ibid::document::Kind;
use ibid::format::{Receipt, read};

fn main() -> Result<()> {
    let mut seconds = 1.0;
    let mut paths = Vec::new();
    let mut is_named = false;
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--linear" => return linear(arguments.next().as_deref()),
            "--seconds" => seconds = arguments.next().unwrap_or_default().parse()?,
            _ => {
                is_named = true;
                collect(Path::new(&argument), &mut paths);
            }
        }
    }
    if !is_named {
        let shared = env::var_os("IBID_SHARED")
            .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from);
        let archive = shared.join("real/archive");
        if !archive.is_dir() {
            anyhow::bail!("the files are absent: no folder `{}`\nhint: set IBID_SHARED", archive.display());
        }
        collect(&archive, &mut paths);
    }
    speed(&paths, seconds)
}

/// A round takes so long: the system counts in steps of some milliseconds.
const ROUND: Duration = Duration::from_millis(200);

/// Reads the files of each format, transcripts apart, for some seconds.
fn speed(paths: &[PathBuf], seconds: f64) -> Result<()> {
    let mut formats: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for path in paths {
        let bytes = fs::read(path)?;
        let name = path.to_string_lossy().into_owned();
        let documents = read(&name, &bytes, &mut Receipt::default()).unwrap_or_default();
        if let Some(first) = documents.first() {
            let is_said = first.kind == Kind::Transcript;
            let is_mixed = ["html", "markdown", "text"].contains(&first.format.as_str());
            let kind = if is_said && is_mixed { ", transcripts" } else { "" };
            formats.entry(format!("{}{kind}", first.format)).or_default().push((name, bytes));
        }
    }
    println!("{:<22}{:>6}{:>9}{:>8}", "format", "files", "MB", "MB/s");
    for (format, files) in &formats {
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let megabytes = bytes as f64 / 1e6;
        let started = processor_time()?;
        let mut best = 0.0_f64;
        // The best of several rounds is what other work on the machine disturbed least.
        loop {
            let round = processor_time()?;
            let (mut times, mut spent) = (0, Duration::ZERO);
            while spent < ROUND {
                for (name, bytes) in files {
                    std::hint::black_box(read(name, bytes, &mut Receipt::default()).ok());
                }
                times += 1;
                spent = processor_time()? - round;
            }
            best = best.max(megabytes * f64::from(times) / spent.as_secs_f64());
            if (processor_time()? - started).as_secs_f64() > seconds {
                break;
            }
        }
        println!("{format:<22}{:>6}{megabytes:>9.2}{best:>8.0}", files.len());
    }
    Ok(())
}

/// What readers that look around themselves stumble over: the name of a file, what it begins with,
/// and what comes again and again until there is enough; `%` stands for letters that are new each time.
const NASTY: &[(&str, &str, &str, &str)] = &[
    ("cues", "a.vtt", "WEBVTT\n\n", "00:00:01.000 --> 00:00:02.000\nso we <i>begin</i>\n\n"),
    ("cues of one time and text", "a.srt", "", "1\n00:00:01,000 --> 00:00:02,000\nso\n\n"),
    ("unclosed tags", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<v a <c <i "),
    ("nested tags", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<i>a"),
    ("one line", "a.srt", "1\n00:00:01,000 --> 00:00:02,000\n", "so we begin "),
    ("no blanks", "a.srt", "1\n00:00:01,000 --> 00:00:02,000\n", "so,we,begin"),
    ("rows without end", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "so we begin\n"),
    ("cues that grow", "a.vtt", "WEBVTT\n\n", "00:00:01.000 --> 00:00:02.000\nso\nso we %\n\n"),
    ("arrows", "a.sbv", "", "0:00:01.000,0:00:02.000\nso --> we\n\n"),
    ("open braces", "a.json", "[", "{\"a\":["),
    ("segments", "a.json", "[", "{\"start\":1,\"end\":2,\"text\":\"so\"},"),
    ("one string", "a.json", "[{\"start\":1,\"end\":2,\"text\":\"", "so we \\u0041"),
    ("events", "a.json3", "{\"events\":[", "{\"tStartMs\":1,\"segs\":[{\"utf8\":\"so \"}]},"),
    ("labels", "a.txt", "", "Ada Field: so we begin\n"),
    ("times", "a.txt", "", "[00:01] so we begin\n"),
    ("brackets", "a.txt", "Ada: so\nBo: so\nAda: so\nBo: so\nAda: ", "[(["),
    ("new names", "a.txt", "", "Ada Field %: so we begin\n"),
    ("capitals", "a.txt", "So we begin with this. ", "endThe "),
    ("one word", "a.txt", "So we begin with this. ", "endThe"),
    ("glued addresses", "a.txt", "So we begin with this. ", "seehttps://a.example/bThe"),
    ("open elements", "a.ttml", "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body>", "<p begin=\"1s\">a"),
    (
        "open turns",
        "a.xml",
        "<pst:transcripts xmlns:pst=\"http://podlove.org/simple-transcripts\">",
        "<pst:speech><pst:speaker/><pst:item start=\"00:00:02.4\">a",
    ),
    ("open divisions", "a.ttml", "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body>", "<div begin=\"1s\">a"),
    ("open spans", "a.ttml", "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><p begin=\"1s\">", "<span>a"),
    ("styles", "a.ttml", "<tt xmlns=\"http://www.w3.org/ns/ttml\"><head>", "<style xml:id=\"%\"/>"),
    ("open paragraphs", "a.xml", "<timedtext format=\"3\"><body>", "<p t=\"1\"><s>a"),
    ("open texts", "a.xml", "<transcript>", "<text start=\"1\">a"),
    ("overrides", "a.ass", "[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,a,,0,0,0,,", "{\\k1}a{"),
    ("dialogues", "a.ass", "[Events]\n", "Dialogue: 0,0:00:01.00,0:00:02.00,a,,0,0,0,,so\n"),
    ("open links", "a.md", "# So\n\n", "[a]("),
    ("open emphasis", "a.md", "# So\n\n", "*a _b "),
    ("quotations", "a.md", "# So\n\n", "> "),
    ("lists", "a.md", "# So\n\n", "- "),
    ("fences", "a.md", "# So\n\n", "```\na\n"),
    ("open shortcodes", "a.md", "# So\n\n", "{{< a "),
    ("open braces in MDX", "a.mdx", "# So\n\n", "{a <B c={"),
    ("footnotes", "a.md", "# So\n\n", "a[^%]\n\n[^%]: so\n\n"),
    ("tables", "a.md", "# So\n\n", "|a|b|\n|-|-|\n"),
    ("open tags", "a.md", "# So\n\n", "<div><b>a "),
    ("open divs", "a.html", "<p>So we begin.</p>", "<div>a"),
    ("open bolds", "a.html", "<p>So we begin.</p>", "<p><b>a"),
    ("cells", "a.html", "<p>So we begin.</p><table><tr>", "<td>a"),
    ("attributes", "a.html", "<p ", "a%=b "),
    ("items", "a.xml", "<rss version=\"2.0\"><channel>", "<item><title>a</title>"),
    ("open entries", "a.xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\">", "<entry><content>a"),
    ("records", "a.jsonl", "", "{\"title\":\"%\",\"text\":\"so we begin\"}\n"),
    ("commands", "a.tex", "\\documentclass{article}\\begin{document}", "\\emph{\\begin{a}"),
    ("headings", "a.org", "#+TITLE: So\n", "* a\n** b [[c\n"),
    ("roles", "a.rst", "So\n==\n\n", ":a:`b <c "),
];

/// Reads nasty inputs of growing size, all of them or those whose name holds `only`.
fn linear(only: Option<&str>) -> Result<()> {
    println!("{:<27}{:>9}{:>9}{:>9}{:>9}{:>8}", "", "1 MB ms", "2 MB ms", "4 MB ms", "8 MB ms", "8 / 4");
    for (name, path, head, piece) in NASTY {
        if only.is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let mut times = Vec::new();
        for megabytes in [1, 2, 4, 8] {
            let text = nasty(head, piece, megabytes << 20);
            // The faster of two: the first meets memory that is new.
            let mut best = Duration::MAX;
            for _ in 0..2 {
                let start = processor_time()?;
                drop(read(path, text.as_bytes(), &mut Receipt::default()));
                best = best.min(processor_time()? - start);
            }
            times.push(best.as_secs_f64() * 1000.0);
        }
        let [one, two, four, eight] = times[..] else { continue };
        println!("{name:<27}{one:>9.1}{two:>9.1}{four:>9.1}{eight:>9.1}{:>8.2}", eight / four);
    }
    Ok(())
}

fn nasty(head: &str, piece: &str, bytes: usize) -> String {
    let mut text = head.to_owned();
    let mut number = 0_u32;
    while text.len() < bytes {
        number += 1;
        if !piece.contains('%') {
            text.push_str(piece);
            continue;
        }
        let letters: String =
            number.to_string().bytes().map(|digit| char::from(digit + b'A' - b'0')).collect();
        text.push_str(&piece.replace('%', &letters));
    }
    text
}

/// The time that this thread has had a core, as the system counts it.
fn processor_time() -> Result<Duration> {
    let stat =
        fs::read_to_string("/proc/thread-self/schedstat").context("Linux counts it, and only Linux")?;
    let nanoseconds = stat.split_whitespace().next().unwrap_or_default().parse()?;
    Ok(Duration::from_nanos(nanoseconds))
}

fn collect(path: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(path) else {
        paths.push(path.to_owned());
        return;
    };
    let mut entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries.iter().for_each(|entry| collect(entry, paths));
}
