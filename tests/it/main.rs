//! The integration tests, in one binary: what a person or a script sees of ibid.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]
#![expect(clippy::print_stdout, reason = "a recipe that was not run says so")]

mod across;
mod bench;
mod determinism;
mod evaluate;
mod feedback;
mod fixtures;
mod formats;
mod formats_of_output;
mod harness;
mod hostile;
mod import;
mod incremental;
mod languages;
mod licences;
mod lines;
mod open;
mod output;
mod over_time;
mod passages;
mod ranges;
mod ranking;
mod reading;
mod readme;
mod receipts;
mod recipes;
mod schema;
mod search;
mod terminal;
mod tidy;
mod tui;
