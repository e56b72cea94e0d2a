//! Measures how fast captions and transcripts become documents, on one core, by processor time:
//! `cargo run --release --example caption_speed [--linear] [FILE..]`. Without files it reads those
//! below `$IBID_SHARED/real/archive`, else `../shared/real/archive`.
//!
//! `--linear` reads nasty inputs of 1, 2 and 4 MB instead: twice the input should take twice as long.

#![allow(clippy::print_stdout, reason = "an example is a program")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs};

use anyhow::Result;
use ibid::document::Kind;
use ibid::format::read;
use ibid::receipt::Receipt;

/// How much processor time goes into each format.
const BYTES_READ: u64 = 64 << 20;

fn main() -> Result<()> {
    let mut files: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    if files.first().is_some_and(|first| first == "--linear") {
        return linear();
    }
    if files.is_empty() {
        let shared = env::var_os("IBID_SHARED")
            .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from);
        let archive = shared.join("real/archive");
        if !archive.is_dir() {
            anyhow::bail!("the files are absent: no folder `{}`\nhint: set IBID_SHARED", archive.display());
        }
        files = files_below(archive)?;
    }
    let mut formats: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for file in &files {
        let bytes = fs::read(file)?;
        let path = file.to_string_lossy().into_owned();
        let Ok(documents) = read(&path, &bytes, &mut Receipt::default()) else { continue };
        let Some(first) = documents.first().filter(|first| first.kind == Kind::Transcript) else { continue };
        formats.entry(first.format.clone()).or_default().push((path, bytes));
    }
    println!("{:<16} {:>6} {:>8} {:>8}", "format", "files", "MB", "MB/s");
    for (format, files) in formats {
        let bytes: u64 = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        let rounds = (BYTES_READ / bytes.max(1)).max(1);
        let start = processor_time()?;
        for _ in 0..rounds {
            for (path, bytes) in &files {
                drop(read(path, bytes, &mut Receipt::default()));
            }
        }
        let rate = (bytes * rounds) as f64 / 1e6 / (processor_time()? - start).as_secs_f64();
        println!("{format:<16} {:>6} {:>8.2} {rate:>8.0}", files.len(), bytes as f64 / 1e6);
    }
    Ok(())
}

/// What readers that look around themselves stumble over, again and again until there is enough.
fn linear() -> Result<()> {
    let cue = "00:00:01.000 --> 00:00:02.000\nso we <i>begin</i>\n\n";
    let nasty: [(&str, &str, &str, &str); 18] = [
        ("cues", "a.vtt", "WEBVTT\n\n", cue),
        ("cues of one time and text", "a.srt", "", "1\n00:00:01,000 --> 00:00:02,000\nso\n\n"),
        ("unclosed tags", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<v a <c <i "),
        ("nested tags", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<i>a"),
        ("one line", "a.srt", "1\n00:00:01,000 --> 00:00:02,000\n", "so we begin "),
        ("no blanks", "a.srt", "1\n00:00:01,000 --> 00:00:02,000\n", "so,we,begin"),
        ("rows without end", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "so we begin\n"),
        ("open braces", "a.json", "[", "{\"a\":["),
        ("segments", "a.json", "[", "{\"start\":1,\"end\":2,\"text\":\"so\"},"),
        ("one string", "a.json", "[{\"start\":1,\"end\":2,\"text\":\"", "so we \\u0041"),
        ("labels", "a.txt", "", "Ada Field: so we begin\n"),
        ("times", "a.txt", "", "[00:01] so we begin\n"),
        ("brackets", "a.txt", "Ada: so\nBo: so\nAda: so\nBo: so\nAda: ", "[(["),
        ("new names", "a.txt", "", "Ada Field %: so we begin\n"),
        ("open elements", "a.ttml", "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body>", "<p begin=\"1s\">a"),
        ("open divisions", "a.ttml", "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body>", "<div begin=\"1s\">a"),
        ("open paragraphs", "a.xml", "<timedtext format=\"3\"><body>", "<p t=\"1\"><s>a"),
        ("overrides", "a.ass", "[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,a,,0,0,0,,", "{\\k1}a{"),
    ];
    println!("{:<26} {:>9} {:>9} {:>9}", "", "1 MB ms", "2 MB ms", "4 MB ms");
    for (name, path, head, piece) in nasty {
        let mut times = Vec::new();
        for megabytes in [1, 2, 4] {
            let mut text = head.to_owned();
            let mut number = 0_u32;
            while text.len() < megabytes << 20 {
                number += 1;
                // Letters for digits: names that are all different.
                let figures = number
                    .to_string()
                    .bytes()
                    .map(|digit| char::from(digit + b'A' - b'0'))
                    .collect::<String>();
                text.push_str(&piece.replace('%', &figures));
            }
            let start = processor_time()?;
            drop(read(path, text.as_bytes(), &mut Receipt::default()));
            times.push((processor_time()? - start).as_secs_f64() * 1000.0);
        }
        println!("{name:<26} {:>9.0} {:>9.0} {:>9.0}", times[0], times[1], times[2]);
    }
    Ok(())
}

/// The time that this process has had a core, from the system's own count in hundredths of a second.
fn processor_time() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok()).unwrap_or(0);
    Ok(Duration::from_millis(10 * (ticks(11) + ticks(12))))
}

fn files_below(folder: PathBuf) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
