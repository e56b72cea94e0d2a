//! Results to a writer: one file per format.

pub(crate) mod chart;
pub(crate) mod citation;
pub(crate) mod document;
pub(crate) mod jsonl;
pub(crate) mod receipt;
pub(crate) mod text;

use std::io::{self, Write};

use ibid::search::Results;

use crate::terminal::Style;

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON object a line: a `hit` for each document, then a `summary`
    Jsonl,
}

/// Everything a format may need beside the results.
#[derive(Debug)]
pub(crate) struct Printer<'a> {
    pub format: Format,
    pub style: Style,
    pub query: &'a str,
    pub offset: usize,
}

impl Printer<'_> {
    pub(crate) fn print(&self, results: &Results, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Text => text::print(self, results, out),
            Format::Jsonl => jsonl::print(self, results, out),
        }
    }
}

/// `1:02:03` or `2:03`: a time in a recording as people write it.
pub(crate) fn clock(ms: u32) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}
