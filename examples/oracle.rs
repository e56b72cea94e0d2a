//! Holds the search against a slow and obvious evaluator, over an index of any archive.
//!
//! `cargo run --release --example oracle INDEX [QUERIES]`: the folder of an index, and a file with a
//! query a line; without one, some of every form.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example speaks to its user")]

use std::path::PathBuf;
use std::process::ExitCode;

use ibid::index::Index;
use ibid::query::parse;
use ibid::search::Matching;
use ibid::search::oracle::compare;

const QUERIES: &str = r#"
reward hacking
(tax OR levy) land
jobs -steve
"open source"
"open source"~3
"the the"~2
=running
land NEAR/8 tax
"machine learning" ADJ/8 (model OR models)
(the ADJ/2 model) NEAR/5 data
georg*
colo?r
*ization
ricardo~1
sounds:lambert
/colou?rs?/
title:rent
title:(the OR how) -kind:transcript
heading:(language model)
speaker:adam open source
speaker:* "thank you"
turn:(memory safety)
turn:(rust -"memory safety")
reply:(speaker:adam why, because)
date:2021..2023 rust
t:10m..20m rust
t:..1m welcome
author:paul startup
lang:de "in der"
lang:ja の
kind:notes rust
path:tx-oxide hardware
multi-agent
GPT-4
v2.0
C++
don't know
人工
税
ภาษา
книга
+rust cargo wasm
(title:go -error) OR "hello world"
(date:2021 -rust) OR "open source" OR land NEAR/2 tax
* -((kind:essay -the) OR "of the")
"#;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(folder) = arguments.next() else {
        eprintln!("usage: oracle INDEX [QUERIES]");
        return ExitCode::FAILURE;
    };
    let text = match arguments.next().map(std::fs::read_to_string) {
        None => QUERIES.to_owned(),
        Some(Ok(text)) => text,
        Some(Err(error)) => {
            eprintln!("the queries cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    let index = match Index::open(&folder) {
        Ok(index) => index,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let queries: Vec<_> = text.lines().filter_map(|line| parse(line).ok()).collect();
    let mut disagree = 0;
    for matching in [Matching::All, Matching::Any] {
        match compare(&index, &queries, matching, jiff::civil::date(2026, 1, 1)) {
            Ok(found) => {
                disagree += found.len();
                for disagreement in found.iter().take(20) {
                    println!("{matching:?}: {disagreement:?}");
                }
            }
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!(
        "{} queries over {} documents, with all and with any of the words: {disagree} disagreements",
        queries.len(),
        index.manifest().documents
    );
    if disagree == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
