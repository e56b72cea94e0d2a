//! How many words of Snowball's own vocabularies get the stems that Snowball gives them:
//! `cargo run --release --example suite_stems`. Accents are folded on both sides, as in the index. The suites are
//! looked for in `$IBID_SHARED/suites`, else in `../shared/suites`.
//!
//! Not all are to be the same: some English words are kept apart that Snowball takes for one (`news`, `new`), forms
//! with an apostrophe are cut before they are stemmed, and Dutch is stemmed in Porter's way.

#![allow(clippy::print_stdout, reason = "an example is a program")]

use std::path::PathBuf;
use std::{env, fs};

use anyhow::Result;
use ibid::analyzer::{Analyzer, Folded, exact_form};

const LANGUAGES: [(&str, &str); 5] =
    [("dutch", "nl"), ("english", "en"), ("french", "fr"), ("german", "de"), ("spanish", "es")];

fn main() -> Result<()> {
    let shared = env::var_os("IBID_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from);
    let suite = shared.join("suites/snowball");
    if !suite.is_dir() {
        anyhow::bail!("the suite is absent: no folder `{}`\nhint: set IBID_SHARED", suite.display());
    }
    println!("{:<10}{:>8}{:>8}{:>8}", "language", "words", "same", "share");
    for (name, code) in LANGUAGES {
        let analyzer = Analyzer::new(Some(code));
        let words = fs::read_to_string(suite.join(name).join("voc.txt"))?;
        let stems = fs::read_to_string(suite.join(name).join("output.txt"))?;
        let (mut all, mut same) = (0, 0);
        let mut others = Vec::new();
        for (word, expected) in words.lines().zip(stems.lines()) {
            let folded = Folded::of(word);
            let stem = analyzer.stem_of(&folded);
            all += 1;
            if *stem == exact_form(expected) {
                same += 1;
            } else if others.len() < 8 {
                others.push(format!("{word} {stem} for {expected}"));
            }
        }
        println!(
            "{name:<10}{all:>8}{same:>8}{:>8.4}  {}",
            f64::from(same) / f64::from(all),
            others.join(", ")
        );
    }
    Ok(())
}
