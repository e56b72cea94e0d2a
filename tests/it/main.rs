//! The integration tests, in one binary: what a person or a script sees of ibid.

mod determinism;
mod formats;
mod harness;
mod hostile;
mod incremental;
mod licences;
mod output;
mod readme;
mod search;
mod tidy;
