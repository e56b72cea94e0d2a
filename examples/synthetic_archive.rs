//! Writes a made-up archive of any size: essays in Markdown and transcripts in WebVTT, with words
//! by Zipf's law, lengths, headings, speakers, turns and times as real ones have them. The same
//! seed and size give the same bytes.
//!
//! `cargo run --release --example synthetic_archive -- FOLDER DOCUMENTS [SEED [WORDS]]`
//!
//! `WORDS` is the median length of an essay, 700 where nothing is said; a transcript has three and a
//! half times as many.

#![expect(clippy::print_stderr, reason = "an example speaks to its user")]

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, otherwise: u64| {
        arguments.get(place).map_or(Some(otherwise), |argument| argument.parse::<u64>().ok())
    };
    let numbers = (number(1, 0), number(2, 1), number(3, 700));
    let written = match (arguments.first(), numbers) {
        (Some(folder), (Some(documents @ 1..), Some(seed), Some(words))) => {
            Some(write(Path::new(folder), documents as usize, seed, words as f64))
        }
        _ => None,
    };
    match written {
        Some(Ok(bytes)) => {
            eprintln!("{:.1} MB", bytes as f64 / 1e6);
            ExitCode::SUCCESS
        }
        Some(Err(error)) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        None => {
            eprintln!("usage: synthetic_archive FOLDER DOCUMENTS [SEED [WORDS]]");
            ExitCode::FAILURE
        }
    }
}

/// Writes the archive and says how many bytes it has.
fn write(folder: &Path, documents: usize, seed: u64, words: f64) -> io::Result<u64> {
    let mut bytes = 0;
    for number in 0..documents {
        // Each document has its own numbers, so that a larger archive begins with a smaller one.
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (number as u64) << 20);
        let is_transcript = random.below(4) == 0;
        let text = if is_transcript {
            transcript(&mut random, words * 3.5)
        } else {
            essay(&mut random, number, words)
        };
        let series = folder.join(format!("series-{:03}/{:03}", number % 211, number / 211 % 1000));
        fs::create_dir_all(&series)?;
        let extension = if is_transcript { "vtt" } else { "md" };
        fs::write(series.join(format!("document-{number:07}.{extension}")), &text)?;
        bytes += text.len() as u64;
    }
    Ok(bytes)
}

fn essay(random: &mut Random, number: usize, median_words: f64) -> String {
    let (year, month, day) = (2000 + random.below(25), 1 + random.below(12), 1 + random.below(28));
    let title = sentence(random, 3, 7);
    let author =
        format!("{} {}", capital(&name(random.below(400))), capital(&name(1000 + random.below(900))));
    let mut out = format!("---\ntitle: {title}\nauthor: {author}\ndate: {year}-{month:02}-{day:02}\n---\n");
    let _ = write!(out, "\n# {title}\n");
    // Most essays are short and a few very long: a log-normal length, in words.
    let words = random.log_normal(median_words, 0.8).min(30_000);
    let mut written = 0;
    while written < words {
        if written > 0 && random.below(6) == 0 {
            let _ = write!(out, "\n## {}\n", sentence(random, 2, 6));
        }
        out.push('\n');
        for _ in 0..2 + random.below(5) {
            let sentence = sentence(random, 6, 28);
            written += sentence.split(' ').count();
            let _ = write!(out, "{sentence}. ");
        }
        out.push('\n');
    }
    let _ = write!(out, "\nNumber {number}.\n");
    out
}

fn transcript(random: &mut Random, median_words: f64) -> String {
    let speakers: Vec<String> = (0..2 + random.below(2))
        .map(|_| {
            format!("{} {}", capital(&name(random.below(400))), capital(&name(1000 + random.below(900))))
        })
        .collect();
    let mut out = String::from("WEBVTT\n");
    let words = random.log_normal(median_words, 0.8).min(60_000);
    let (mut written, mut at_ms, mut speaker) = (0, 0, 0);
    while written < words {
        if random.below(5) == 0 {
            speaker = random.below(speakers.len());
        }
        let line = sentence(random, 5, 18);
        let count = line.split(' ').count();
        let lasts_ms = count * 330 + random.below(400);
        let (start, end) = (clock(at_ms), clock(at_ms + lasts_ms));
        let _ = write!(out, "\n{start} --> {end}\n<v {}>{line}.\n", speakers[speaker]);
        at_ms += lasts_ms + random.below(300);
        written += count;
    }
    out
}

fn clock(ms: usize) -> String {
    let (seconds, ms) = (ms / 1000, ms % 1000);
    format!("{:02}:{:02}:{:02}.{ms:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Words in a row, the first with a capital.
fn sentence(random: &mut Random, least: usize, most: usize) -> String {
    let count = least + random.below(most - least + 1);
    let mut out = String::new();
    for number in 0..count {
        let word = word(random.zipf());
        if number == 0 {
            out.push_str(&capital(&word));
        } else {
            out.push(' ');
            out.push_str(&word);
        }
    }
    out
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn name(number: usize) -> String {
    word(100_000 + number)
}

/// The word of this rank: the commoner the shorter, a quarter of them with an ending.
fn word(rank: usize) -> String {
    const SYLLABLES: [&str; 32] = [
        "ba", "ten", "lo", "mar", "si", "cor", "de", "vin", "ra", "pel", "no", "gar", "mi", "tor", "ve",
        "lan", "su", "der", "fa", "nel", "ho", "ris", "ke", "mon", "pa", "sel", "do", "bur", "li", "ven",
        "ca", "thor",
    ];
    let mut out = String::new();
    let mut rest = rank / 4 + 1;
    while rest > 0 {
        out.push_str(SYLLABLES[rest % 32]);
        rest /= 32;
    }
    out.push_str(["", "s", "ing", "ed"][rank % 4]);
    out
}

/// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// A rank by Zipf's law with exponent 1 (the density's integral inverted), up to 200,000.
    fn zipf(&mut self) -> usize {
        const RANKS: f64 = 200_000.0;
        ((RANKS + 1.0).powf(self.unit()) - 1.0) as usize
    }

    /// A whole number around `median`, its logarithm spread by `spread` (Box and Muller, 1958).
    fn log_normal(&mut self, median: f64, spread: f64) -> usize {
        let normal = (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos();
        (median * (spread * normal).exp()) as usize + 20
    }
}
