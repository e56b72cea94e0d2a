//! Extracts the main content of every page of a folder, for a scorer or for the eye.
//!
//! `cargo run --release --example suite_extraction -- [--show] [PAGES [OUT]]`
//!
//! PAGES is a folder of `ID.html`, or of folders of such, by default the suite's; OUT receives an `ID.txt` for each. With
//! `--show` the blocks are printed instead, with what was left out and why.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example made for looking at")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ibid::format::read;
use ibid::receipt::Receipt;

fn main() -> anyhow::Result<()> {
    let (flags, paths): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let show = flags.iter().any(|flag| flag == "--show");
    let pages = paths.first().map_or_else(suite, PathBuf::from);
    let out = paths.get(1).map(PathBuf::from);
    let mut files = Vec::new();
    if pages.exists() {
        collect(&pages, &mut files)?;
    } else {
        eprintln!("`{}` is not there: set IBID_SHARED to the folder of shared suites", pages.display());
        return Ok(());
    };
    files.retain(|file| file.extension().is_some_and(|extension| extension == "html" || extension == "htm"));
    files.sort();
    if let Some(out) = &out {
        std::fs::create_dir_all(out)?;
    }
    let (mut bytes_read, mut spent) = (0, Duration::ZERO);
    let mut slowest = (Duration::ZERO, PathBuf::new());
    for file in &files {
        let bytes = std::fs::read(file)?;
        bytes_read += bytes.len();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let mut receipt = if show { Receipt::with_examples() } else { Receipt::default() };
        let start = Instant::now();
        let documents = read(&name, &bytes, &mut receipt);
        let took = start.elapsed();
        spent += took;
        if took > slowest.0 {
            slowest = (took, file.clone());
        }
        let documents = documents.unwrap_or_else(|error| {
            eprintln!("{name}: {error}");
            Vec::new()
        });
        if let Some(out) = &out {
            let texts: Vec<_> = documents.iter().map(|document| document.text.as_str()).collect();
            std::fs::write(out.join(text_name(file)), texts.join("\n\n"))?;
        }
        if show {
            println!("==== {name}");
            for document in &documents {
                println!("{:?}", document.metadata);
                for block in &document.blocks {
                    let line = block.line.unwrap_or_default();
                    println!("{line:5} {:?} {}", block.kind, document.block_text(block));
                }
            }
            for entry in &receipt.entries {
                println!("-- {:?} {} x{} ({} words)", entry.action, entry.rule, entry.times, entry.words);
                for (before, after) in &entry.examples {
                    let text = if before.is_empty() { after } else { before };
                    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    println!("      {}", text.chars().take(200).collect::<String>());
                }
            }
        }
    }
    let seconds = spent.as_secs_f64();
    eprintln!(
        "{} pages, {:.1} MB in {seconds:.3} s: {:.1} MB/s, {:.2} ms a page, slowest {:.1} ms {}",
        files.len(),
        bytes_read as f64 / 1e6,
        bytes_read as f64 / 1e6 / seconds,
        seconds * 1e3 / files.len().max(1) as f64,
        slowest.0.as_secs_f64() * 1e3,
        slowest.1.display(),
    );
    Ok(())
}

/// Lists the files of a folder and of those in it.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}

fn suite() -> PathBuf {
    let shared = std::env::var_os("IBID_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    shared.join("suites/extraction/moz/pages")
}

fn text_name(file: &Path) -> PathBuf {
    Path::new(file.file_name().unwrap_or_default()).with_extension("txt")
}
