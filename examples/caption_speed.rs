//! Measures how fast captions become documents, on one core:
//! `cargo run --release --example caption_speed [FILE..]`. Without files it reads the caption files
//! below `$IBID_SHARED/real/archive`, else `../shared/real/archive`.

#![allow(clippy::print_stdout, reason = "an example is a program")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::Result;
use ibid::format::read;
use ibid::receipt::Receipt;

/// How long each file is read over and over.
const TIME_PER_FILE: Duration = Duration::from_millis(40);

fn main() -> Result<()> {
    let mut files: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    if files.is_empty() {
        let shared = env::var_os("IBID_SHARED")
            .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from);
        let archive = shared.join("real/archive");
        if !archive.is_dir() {
            anyhow::bail!("the files are absent: no folder `{}`\nhint: set IBID_SHARED", archive.display());
        }
        files = captions_below(archive)?;
    }
    let mut totals: BTreeMap<String, (usize, u64, Duration)> = BTreeMap::new();
    for file in &files {
        let bytes = fs::read(file)?;
        let path = file.to_string_lossy();
        let Ok(documents) = read(&path, &bytes, &mut Receipt::default()) else { continue };
        let Some(format) = documents.first().map(|document| document.format.clone()) else { continue };
        // The best of many readings: other work on the machine only ever slows one down.
        let mut best = Duration::MAX;
        let begun = Instant::now();
        while begun.elapsed() < TIME_PER_FILE {
            let start = Instant::now();
            let documents = read(&path, &bytes, &mut Receipt::default());
            best = best.min(start.elapsed());
            drop(documents);
        }
        let total = totals.entry(format).or_default();
        *total = (total.0 + 1, total.1 + bytes.len() as u64, total.2 + best);
    }
    for (format, (files, bytes, time)) in totals {
        let rate = bytes as f64 / 1e6 / time.as_secs_f64();
        println!("{format:<14} {files:>4} files {:>7.2} MB {rate:>7.0} MB/s", bytes as f64 / 1e6);
    }
    Ok(())
}

fn captions_below(folder: PathBuf) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "vtt" || extension == "srt") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
