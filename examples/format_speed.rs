//! Reads files again and again and says how many megabytes a second each format comes to, on one core.
//!
//! `cargo run --release --example format_speed -- [--seconds N] FILE|FOLDER..`
//!
//! What is measured is the whole read: decoding, recognising, parsing, repairing, completing. Files that
//! are read by no format are left out.

#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ibid::format::{Receipt, read};

fn main() -> anyhow::Result<()> {
    let mut seconds = 2.0;
    let mut paths = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seconds" => seconds = arguments.next().unwrap_or_default().parse()?,
            _ => collect(Path::new(&argument), &mut paths),
        }
    }
    let mut formats: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for path in &paths {
        let bytes = std::fs::read(path)?;
        let name = path.to_string_lossy().into_owned();
        let documents = read(&name, &bytes, &mut Receipt::default()).unwrap_or_default();
        if let Some(first) = documents.first() {
            formats.entry(first.format.clone()).or_default().push((name, bytes));
        }
    }
    println!("{:<18}{:>7}{:>9}{:>9}", "format", "files", "MB", "MB/s");
    for (format, files) in &formats {
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let mut rounds = 0_u32;
        let mut best = Duration::MAX;
        let started = Instant::now();
        // The best of several rounds is what other work on the machine disturbed least.
        while rounds < 2 || started.elapsed().as_secs_f64() < seconds {
            let round = Instant::now();
            for (name, bytes) in files {
                std::hint::black_box(read(name, bytes, &mut Receipt::default()).ok());
            }
            best = best.min(round.elapsed());
            rounds += 1;
        }
        let megabytes = bytes as f64 / 1e6;
        println!("{format:<18}{:>7}{megabytes:>9.2}{:>9.0}", files.len(), megabytes / best.as_secs_f64());
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
