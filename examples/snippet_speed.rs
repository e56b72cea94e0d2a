//! What a passage costs in documents from 1 KB to 10 MB, each with three matches.
//!
//! `cargo run --release --example snippet_speed`

#![expect(clippy::print_stdout, reason = "an example speaks to its user")]

use std::error::Error;
use std::time::{Duration, Instant};

use ibid::corpus::Corpus;
use ibid::index::{Index, Interrupt, UpdateOptions, update};
use ibid::query::parse;
use ibid::search::{Options, search};

const RUNS: usize = 400;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let corpus = folder.path().join("corpus");
    std::fs::create_dir(&corpus)?;
    let sizes = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    for size in sizes {
        std::fs::write(corpus.join(format!("{size}.txt")), text(size))?;
    }
    let directory = folder.path().join("index");
    update(&directory, &Corpus::new([corpus]), &UpdateOptions::default(), &Interrupt::default(), &|_| {})?;
    let index = Index::open(&directory)?;
    println!("{:>12}  {:>10}  {:>10}  {:>10}", "bytes", "word", "phrase", "three");
    for size in sizes {
        let asked =
            [format!("quagga{size}"), format!("\"quagga{size} grazes\""), format!("quagga{size} grazes")];
        let mut row = format!("{size:>12}");
        for (text, passages) in asked.iter().zip([1, 1, 3]) {
            let options = Options { passages, ..Options::new(jiff::civil::date(2026, 1, 1)) };
            row += &format!("  {:>10.1?}", median(&index, text, &options)?);
        }
        println!("{row}");
    }
    Ok(())
}

/// Ordinary words, and at the start, in the middle and at the end a sentence to be found.
fn text(size: usize) -> String {
    let words = ["land", "water", "the", "of", "mill", "and", "wheel", "over", "stone", "runs"];
    let mut text = String::with_capacity(size + 200);
    let (mut number, mut told) = (0_usize, 0);
    while text.len() < size {
        if text.len() * 2 >= told * size && told < 3 {
            text += &format!("Here a quagga{size} grazes by the water. ");
            told += 1;
        }
        number = number.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        text += words[(number >> 16) % words.len()];
        text += if (number >> 8).is_multiple_of(12) { ".\n\n" } else { " " };
    }
    text + &format!("Here a quagga{size} grazes by the water.\n")
}

fn median(index: &Index, text: &str, options: &Options) -> Result<Duration, Box<dyn Error>> {
    let query = parse(text)?;
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        let results = search(index, &query, options)?;
        times.push(start.elapsed());
        assert_eq!(results.total, 1, "{text}");
    }
    times.sort_unstable();
    Ok(times[RUNS / 2])
}
