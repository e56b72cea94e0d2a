//! Answers to a writer: one file per format.
//!
//! Scores are raw, ranges are in bytes, and nothing depends on the machine, the time or a terminal
//! unless it is for people. JSON is exact; every other format shows text as `terminal::sanitize`
//! leaves it.

pub(crate) mod chart;
pub(crate) mod citation;
pub(crate) mod document;
pub(crate) mod field;
mod files;
pub(crate) mod help;
pub(crate) mod hit;
pub(crate) mod json;
mod markdown;
mod pieces;
pub(crate) mod receipt;
pub(crate) mod rows;
mod table;
mod template;
pub(crate) mod text;
mod trec;
mod vimgrep;

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use ibid::document::BlockKind;
use ibid::index::Entry;
use ibid::search::{Passage, Results};

use crate::command::Hint;
use crate::terminal::{Style, name, sanitize};

pub(crate) use field::Field;
pub(crate) use files::Files;
pub(crate) use ibid::document::clock;
pub(crate) use template::Template;

use field::Row;
use table::Dialect;

/// How answers are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON object a line: a `hit` for each document, then a `summary`
    Jsonl,
    /// One JSON object with everything
    Json,
    /// Comma-separated values, a line for each passage
    Csv,
    /// The same, parted by tabs
    Tsv,
    /// Markdown, to paste or to give to a language model
    #[value(alias = "markdown")]
    Md,
    /// file:line:column:text, for editors
    Vimgrep,
    /// A run for trec_eval; the document is named by the first of `--fields`, or else by its path
    /// and part
    Trec,
    /// What `--template` says
    Template,
    /// Nothing but the files of the documents
    #[value(skip)]
    Paths,
    /// Nothing but how many documents match, versions of a text counted once
    #[value(skip)]
    Count,
    /// Nothing
    #[value(skip)]
    Nothing,
}

/// The arguments that say how.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct FormatOutput {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// The same as `--format json`
    #[arg(long, conflicts_with_all = ["format", "template"])]
    json: bool,
    /// Print a line like this for every passage: '{title}\t{place}'; `ibid help output` lists the fields
    #[arg(long, value_name = "TEMPLATE")]
    pub template: Option<Template>,
}

impl FormatOutput {
    /// The one format that they mean together.
    pub(crate) fn format(&self) -> anyhow::Result<Format> {
        match (&self.template, self.format) {
            _ if self.json => Ok(Format::Json),
            (Some(_), Format::Text | Format::Template) => Ok(Format::Template),
            (Some(_), _) => {
                let error = anyhow::anyhow!("`--template` is a format of its own");
                Err(error.context(Hint("leave out `--format`")))
            }
            (None, Format::Template) => {
                let error = anyhow::anyhow!("`--format template` without a template");
                Err(error.context(Hint("write it down: --template '{title}\\t{place}'")))
            }
            (None, format) => Ok(format),
        }
    }
}

impl Format {
    /// The fields that a table has where none are named.
    const TABLE: [&'static str; 12] = [
        "rank", "score", "path", "line", "title", "who", "source", "date", "kind", "speaker", "start_ms",
        "text",
    ];

    /// The fields to print: those asked for, or what this format has by default.
    pub(crate) fn fields(self, asked: &[Field], has_many_queries: bool) -> Vec<Field> {
        let names: &[&str] = match self {
            _ if !asked.is_empty() => return asked.to_vec(),
            Self::Csv | Self::Tsv => &Self::TABLE,
            _ => &[],
        };
        let tag = (has_many_queries && !names.is_empty()).then_some("query_id");
        let names = tag.into_iter().chain(names.iter().copied());
        names.filter_map(|name| name.parse().ok()).collect()
    }

    /// Whether a passage's text is printed, or asked for by name.
    pub(crate) fn needs_passages(self) -> bool {
        !matches!(self, Self::Paths | Self::Count | Self::Nothing)
    }
}

/// A query and what was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'a> {
    /// The name or number of the query where there are several.
    pub query_id: Option<&'a str>,
    /// As it was typed.
    pub query: &'a str,
    /// How many of the best were passed over.
    pub offset: usize,
    pub results: &'a Results,
}

/// A query that could not be answered.
#[derive(Clone, Debug)]
pub(crate) struct Failure<'a> {
    pub query_id: Option<&'a str>,
    pub query: &'a str,
    pub reason: String,
    /// The bytes of the query at fault, where it is the query's.
    pub span: Option<Range<usize>>,
    pub hint: Option<String>,
}

/// Prints answers in one format.
#[derive(Debug)]
pub(crate) struct Printer {
    pub format: Format,
    pub style: Style,
    /// The fields to print; of a table its columns.
    pub fields: Vec<Field>,
    pub template: Option<Template>,
    pub files: Files,
    /// Whether files end with a zero byte instead of a line break, and are printed byte for byte.
    pub ends_with_zero: bool,
    /// Whether there is more than one query.
    pub has_many_queries: bool,
}

impl Printer {
    /// What stands before the first answer.
    pub(crate) fn begin(&self, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Csv => table::print_head(Dialect::Csv, &self.fields, out),
            Format::Tsv => table::print_head(Dialect::Tsv, &self.fields, out),
            Format::Json if self.has_many_queries => out.write_all(b"["),
            _ => Ok(()),
        }
    }

    /// An answer; `is_first` tells a list where to put its commas.
    pub(crate) fn answer(&self, answer: &Answer<'_>, is_first: bool, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Text => text::print(self, answer, out),
            Format::Jsonl if self.fields.is_empty() => hit::print_lines(answer, out),
            Format::Json => {
                self.begin_item(is_first, out)?;
                hit::print_object(answer, out)?;
                if self.has_many_queries { Ok(()) } else { out.write_all(b"\n") }
            }
            Format::Md => markdown::print(answer, out),
            Format::Paths => self.print_paths(answer, out),
            Format::Count => {
                if let Some(query_id) = answer.query_id {
                    write!(out, "{}\t", crate::terminal::one_line(query_id))?;
                }
                writeln!(out, "{}", answer.results.total)
            }
            Format::Nothing => Ok(()),
            Format::Jsonl | Format::Csv | Format::Tsv | Format::Vimgrep | Format::Trec | Format::Template => {
                self.print_rows(answer, out)
            }
        }
    }

    /// A query without an answer. Only JSON has room for it; whether it had.
    pub(crate) fn failure(
        &self,
        failure: &Failure<'_>,
        is_first: bool,
        out: &mut impl Write,
    ) -> io::Result<bool> {
        match self.format {
            Format::Jsonl if self.fields.is_empty() => {
                hit::print_failure(failure, out)?;
                out.write_all(b"\n")?;
                Ok(true)
            }
            Format::Json => {
                self.begin_item(is_first, out)?;
                hit::print_failure(failure, out)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// What stands behind the last answer.
    pub(crate) fn end(&self, out: &mut impl Write) -> io::Result<()> {
        if self.format == Format::Json && self.has_many_queries { out.write_all(b"\n]\n") } else { Ok(()) }
    }

    fn begin_item(&self, is_first: bool, out: &mut impl Write) -> io::Result<()> {
        match (self.has_many_queries, is_first) {
            (false, _) => Ok(()),
            (true, true) => out.write_all(b"\n"),
            (true, false) => out.write_all(b",\n"),
        }
    }

    /// A row for every passage; in a run, for every document.
    fn print_rows(&self, answer: &Answer<'_>, out: &mut impl Write) -> io::Result<()> {
        for (number, hit) in answer.results.hits.iter().enumerate() {
            let rank = answer.offset + number + 1;
            let shown = if self.format == Format::Trec { 1 } else { hit.passages.len() };
            for passage in hit.passages.iter().take(shown) {
                let row = Row { answer, rank, hit, passage };
                match (self.format, &self.template) {
                    (Format::Csv, _) => table::print_row(Dialect::Csv, self, &row, out)?,
                    (Format::Tsv, _) => table::print_row(Dialect::Tsv, self, &row, out)?,
                    (Format::Vimgrep, _) => vimgrep::print(self, &row, out)?,
                    (Format::Trec, _) => trec::print(self, &row, out)?,
                    (Format::Template, Some(template)) => template.print(self, &row, out)?,
                    _ => hit::print_row(self, &row, out)?,
                }
            }
        }
        Ok(())
    }

    /// The file of every document, each once.
    fn print_paths(&self, answer: &Answer<'_>, out: &mut impl Write) -> io::Result<()> {
        let mut seen = std::collections::HashSet::new();
        for hit in &answer.results.hits {
            if seen.insert(hit.entry.file_path()) {
                self.write_file(&hit.entry, out)?;
                out.write_all(if self.ends_with_zero { b"\0" } else { b"\n" })?;
            }
        }
        Ok(())
    }

    /// The file of a document as programs open it: its very bytes. A name that a terminal would
    /// obey, in whatever encoding it reads, is shown instead, except between zero bytes; so is one
    /// that is not UTF-8, on a terminal.
    fn write_file(&self, entry: &Entry, out: &mut impl Write) -> io::Result<()> {
        let file = self.files.shown(entry);
        let bytes = file.as_os_str().as_encoded_bytes();
        // What terminals of eight bits take for C1 controls.
        let is_control = |byte: &u8| (0x80..=0x9F).contains(byte);
        let commands = bytes.utf8_chunks().any(|chunk| {
            matches!(sanitize(chunk.valid()), Cow::Owned(_)) || chunk.invalid().iter().any(is_control)
        });
        let is_foreign = self.style.columns.is_some() && file.to_str().is_none();
        if !self.ends_with_zero && (commands || is_foreign) {
            return out.write_all(name(&self.files.shown_text(entry)).as_bytes());
        }
        out.write_all(bytes)
    }
}

/// The heading that a passage stands under, where that says more than the document's title.
pub(crate) fn heading<'a>(entry: &Entry, passage: &'a Passage) -> Option<&'a str> {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let title = entry.metadata.title.as_deref().map(letters);
    // A passage that begins with a heading stands under no other.
    let begins_with_one = passage.blocks.len() > 1 && passage.blocks[0].kind == BlockKind::Heading;
    let heading = passage.heading.as_deref().filter(|_| !begins_with_one);
    heading.filter(|heading| Some(letters(heading)) != title)
}

/// `path#part:line`: a place in the archive.
pub(crate) fn place(entry: &Entry, line: Option<u32>) -> String {
    let part = if entry.part.is_empty() { String::new() } else { format!("#{}", entry.part) };
    format!("{}{part}{}", entry.path, line.map_or_else(String::new, |line| format!(":{line}")))
}
