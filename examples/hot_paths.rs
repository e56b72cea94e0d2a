//! Runs one hot path so often, for counting its instructions: counts do not jitter, and may be
//! compared from one commit to the next on whatever machine.
//!
//! ```sh
//! cargo build --release --example hot_paths
//! valgrind --tool=callgrind --callgrind-out-file=/dev/null --collect-atstart=no \
//!   --toggle-collect='*measured*' target/release/examples/hot_paths markdown 10
//! ```
//!
//! Without a name it lists them; `hot_paths table` runs valgrind for each and prints the table of
//! `benches/README.md`: instructions for one round, by the difference of 2 and 12.

#![expect(clippy::print_stdout, reason = "an example speaks to its user")]

use std::error::Error;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;

use ibid::analyzer::{Analyzer, words};
use ibid::corpus::Corpus;
use ibid::index::{Index, Interrupt, UpdateOptions, update};
use ibid::query;
use ibid::receipt::Receipt;
use ibid::search::{Options, search};

/// Files of the sample archive that are read, and queries that are asked of it.
const PATHS: [(&str, &str); 14] = [
    ("analyse", "orchard-lane-seed-garden/2019/minutes-2019-02-12.txt"),
    ("html", "letters-from-a-small-library/2020/the-flywheel-comes-to-the-reading-room.html"),
    ("markdown", "millrace-lectures/2016-10-13-the-patience-of-maintenance/the-patience-of-maintenance.md"),
    ("webvtt", "loose-parts/ep012-the-engine-in-the-barn/loose-parts-012.vtt"),
    ("transcript text", "orchard-lane-seed-garden/2019/minutes-2019-02-12.txt"),
    ("open", ""),
    ("query word", "flywheel"),
    ("query common", "the"),
    ("query and", "land tax"),
    ("query or", "engine OR garden OR map"),
    ("query phrase", "\"nobody unveils a gutter\""),
    ("query near", "in NEAR/8 the"),
    ("query prefix", "libr*"),
    ("query speaker", "speaker:walter flywheel"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["table"] => table(),
        [name] => run(name, 1),
        [name, rounds] => run(name, rounds.parse()?),
        _ => {
            PATHS.iter().for_each(|(name, _)| println!("{name}"));
            Ok(())
        }
    }
}

fn run(name: &str, rounds: usize) -> Result<(), Box<dyn Error>> {
    let (_, what) = PATHS.iter().find(|(known, _)| *known == name).ok_or("no path of this name")?;
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    if name.starts_with("query") || name == "open" {
        let folder = tempfile::tempdir()?;
        let index = index_of(folder.path(), archive)?;
        if name == "open" {
            measured(rounds, || Index::open(folder.path()).is_ok());
        } else {
            let options = Options::new(jiff::civil::date(2026, 1, 1));
            measured(rounds, || {
                query::parse(what).is_ok_and(|query| search(&index, &query, &options).is_ok())
            });
        }
        return Ok(());
    }
    let bytes = std::fs::read(archive.join(what))?;
    if name == "analyse" {
        let text = String::from_utf8(bytes)?;
        let mut analyzer = Analyzer::new(Some("en"));
        measured(rounds, || words(&text).all(|word| !analyzer.terms(&text[word.term]).stem.is_empty()));
    } else {
        measured(rounds, || ibid::format::read(what, &bytes, &mut Receipt::default()).is_ok());
    }
    Ok(())
}

/// What is counted.
#[inline(never)]
fn measured(rounds: usize, mut work: impl FnMut() -> bool) {
    for _ in 0..rounds {
        assert!(black_box(work()), "the path does what it is measured for");
    }
}

fn index_of(folder: &Path, root: PathBuf) -> Result<Index, Box<dyn Error>> {
    let corpus = Corpus { roots: vec![root], ..Corpus::default() };
    let options = UpdateOptions { rebuild: true, threads: 1, ..UpdateOptions::default() };
    update(folder, &corpus, &options, &Interrupt::new(false), &|_| {})?;
    Ok(Index::open(folder)?)
}

fn table() -> Result<(), Box<dyn Error>> {
    println!("| path | instructions | of |\n|---|---|---|");
    for (name, what) in PATHS {
        let (few, many) = (count(name, 2)?, count(name, 12)?);
        println!("| {name} | {} | `{what}` |", thousands(many.saturating_sub(few) / 10));
    }
    Ok(())
}

fn count(name: &str, rounds: usize) -> Result<u64, Box<dyn Error>> {
    let out = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no"])
        .arg("--toggle-collect=*measured*")
        .arg(std::env::current_exe()?)
        .args([name, &rounds.to_string()])
        .output()?;
    let text = String::from_utf8_lossy(&out.stderr);
    let collected =
        text.lines().find_map(|line| line.split_once("Collected :")).ok_or("valgrind counted nothing")?;
    Ok(collected.1.trim().parse()?)
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
