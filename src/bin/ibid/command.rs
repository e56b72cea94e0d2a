//! The subcommands: one file each, with its arguments and its run.

mod bench;
mod cite;
mod completions;
mod config;
mod dates;
mod eval;
mod export;
mod facets;
mod first;
mod help;
mod import;
mod index;
mod ingest;
mod kwic;
mod man;
mod name;
mod new;
mod nothing;
mod open;
mod quote;
mod search;
mod show;
mod similar;
mod status;
mod trend;
mod tui;
mod why_not;

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use ibid::citation::CitationId;
use ibid::index::{Damaged, Index, OpenError, Record, UpdateError, is_document_id};
use ibid::query::{self, Query};
use ibid::search::SearchError;

use crate::archive::{Archive, NoArchive};

pub(crate) use completions::VARIABLE as COMPLETE_VARIABLE;
use dates::Dates;
pub(crate) use help::TOPICS;

/// Arguments that every subcommand takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Global {
    /// Folder or file of the archive, instead of the archive around the current folder
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "DIR", num_args = 1)]
    pub corpus: Vec<PathBuf>,
    /// Folder of the index
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// When to colour
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "WHEN", default_value = "auto")]
    pub color: crate::terminal::ColorChoice,
    /// Where a place links to on a terminal: default, file, vscode, kitty .. or an address with
    /// {path}, {line} and {column}; `none` for no links
    #[arg(
        long,
        global = true,
        help_heading = "Everywhere",
        value_name = "FORMAT",
        default_value = "default"
    )]
    pub hyperlink_format: crate::terminal::HyperlinkFormat,
    /// What shows more than a screenful on a terminal [default: $PAGER, or less]
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "COMMAND", hide = true)]
    pub pager: Option<String>,
    /// What shows a file at its line, with {path} and {line} [default: $VISUAL, $EDITOR or vi]
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "COMMAND", hide = true)]
    pub editor: Option<String>,
    /// What shows a page, with {url} [default: $BROWSER, or what the system opens with]
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "COMMAND", hide = true)]
    pub browser: Option<String>,
    /// What plays a recording, with {url} and {seconds} [default: the browser]
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "COMMAND", hide = true)]
    pub player: Option<String>,
    /// Never use a pager
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub no_pager: bool,
    /// Say nothing but errors; `search` prints nothing and its exit code is the answer
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub quiet: bool,
    /// Say more on stderr
    #[arg(short, long, global = true, help_heading = "Everywhere", conflicts_with = "quiet")]
    pub verbose: bool,
    /// What files and the environment say, flags over it.
    #[arg(skip)]
    pub settings: crate::config::Settings,
}

/// What to do.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Find passages
    Search(search::SearchCommand),
    /// Search as you type, on a whole screen
    Tui(tui::TuiCommand),
    /// Open a place in its page, its recording or its file
    Open(open::OpenCommand),
    /// Print one document, cleaned
    Show(show::ShowCommand),
    /// Find documents like one
    Similar(similar::SimilarCommand),
    /// Line up every occurrence in its context
    Kwic(kwic::KwicCommand),
    /// Find the earliest mention, and those after it
    First(first::FirstCommand),
    /// Chart how often something is said, over time
    Trend(trend::TrendCommand),
    /// Count who, where and when
    Facets(facets::FacetsCommand),
    /// Print what a saved query has not shown before
    New(new::NewCommand),
    /// Check a quotation against the archive
    Quote(quote::QuoteCommand),
    /// Cite a passage, durably
    Cite(cite::CiteCommand),
    /// Read, clean and index the archive, or what has changed in it
    Index(index::IndexCommand),
    /// Read and clean files without an index, and say what was done to them
    Ingest(ingest::IngestCommand),
    /// Take in documents that `ibid export` or another program has prepared
    Import(import::ImportCommand),
    /// Print documents, cleaned, as JSON Lines
    Export(export::ExportCommand),
    /// Say what is in the archive
    Status(status::StatusCommand),
    /// Say which part of a query keeps a document out
    WhyNot(why_not::WhyNotCommand),
    /// Measure the ranking on questions with judged answers
    Eval(eval::EvalCommand),
    /// Measure how fast this archive answers, or is indexed
    Bench(bench::BenchCommand),
    /// Say what is set, and where
    Config(config::ConfigCommand),
    /// Print what a shell needs to complete commands, flags and names of the archive
    Completions(completions::CompletionsCommand),
    /// Write manual pages
    Man(man::ManCommand),
    /// Explain a subcommand, the query language or the outputs
    Help(help::HelpCommand),
}

impl Command {
    pub(crate) fn run(&self, global: &Global) -> Result<Status> {
        match self {
            Self::Index(command) => command.run(global),
            Self::Ingest(command) => command.run(global),
            Self::Search(command) => command.run(global),
            Self::Quote(command) => command.run(global),
            Self::Cite(command) => command.run(global),
            Self::Open(command) => command.run(global),
            Self::Tui(command) => command.run(global),
            Self::Kwic(command) => command.run(global),
            Self::First(command) => command.run(global),
            Self::Facets(command) => command.run(global),
            Self::New(command) => command.run(global),
            Self::Trend(command) => command.run(global),
            Self::Show(command) => command.run(global),
            Self::Export(command) => command.run(global),
            Self::Similar(command) => command.run(global),
            Self::Import(command) => command.run(global),
            Self::Eval(command) => command.run(global),
            Self::Bench(command) => command.run(global),
            Self::Status(command) => command.run(global),
            Self::WhyNot(command) => command.run(global),
            Self::Config(command) => command.run(global),
            Self::Completions(command) => command.run(),
            Self::Man(command) => command.run(),
            Self::Help(command) => command.run(global),
        }
    }
}

/// How a command ended; the same codes in every subcommand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Found, or done.
    Found,
    /// Nothing was found.
    Nothing,
    /// A bad argument or query, or a failure.
    Failed,
    /// There is no index, or no archive.
    NoIndex,
    /// The index cannot be read, or is of another version.
    BadIndex,
    /// Another process is writing the index.
    Locked,
    /// Interrupted by the user.
    Interrupted,
}

impl Status {
    /// The code for an error, by its cause.
    pub(crate) fn of_error(error: &anyhow::Error) -> Self {
        let mut status = Self::Failed;
        for cause in error.chain() {
            status = match cause.downcast_ref::<OpenError>() {
                Some(OpenError::Missing(_)) => Self::NoIndex,
                Some(_) => Self::BadIndex,
                None => match cause.downcast_ref::<UpdateError>() {
                    Some(UpdateError::Locked { .. }) => Self::Locked,
                    Some(UpdateError::Interrupted) => Self::Interrupted,
                    _ if cause.is::<NoArchive>() => Self::NoIndex,
                    _ if matches!(cause.downcast_ref::<SearchError>(), Some(SearchError::Index(_)))
                        || is_damaged(cause) =>
                    {
                        Self::BadIndex
                    }
                    _ => continue,
                },
            };
        }
        status
    }
}

/// Whether it says that a file of the index holds something else.
fn is_damaged(cause: &(dyn std::error::Error + 'static)) -> bool {
    let inner = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    cause.is::<Damaged>() || inner.is_some_and(|inner| inner.is::<Damaged>())
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Found => 0,
            Status::Nothing => 1,
            Status::Failed => 2,
            Status::NoIndex => 3,
            Status::BadIndex => 4,
            Status::Locked => 5,
            Status::Interrupted => 130,
        })
    }
}

/// Reads how many to show at most: 0 is all.
fn limit(text: &str) -> Result<usize, std::num::ParseIntError> {
    text.parse().map(|limit| if limit == 0 { usize::MAX } else { limit })
}

/// Reads a number of things that makes no sense without one.
fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least 1 is wanted".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("a whole number is wanted".to_owned()),
    }
}

/// Whether a file that was named is standard input or output.
fn is_stream(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// The bytes of a file, or of standard input.
fn read_input(file: &Path) -> Result<Vec<u8>> {
    if is_stream(file) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("standard input cannot be read")?;
        return Ok(bytes);
    }
    std::fs::read(file).with_context(|| format!("`{}` cannot be read", file.display()))
}

/// The same as text.
fn read_text(file: &Path) -> Result<String> {
    String::from_utf8(read_input(file)?).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        anyhow::anyhow!("{}", no_text(file, line))
    })
}

/// What to say of a line that is no text. Its readable part would be a question of its own.
fn no_text(file: &Path, line: usize) -> String {
    format!("{}:{line}: not UTF-8", file.display())
}

/// The way out of an error, shown on a line of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hint(pub &'static str);

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Opens the archive's index as it stands.
fn open(global: &Global) -> Result<Index> {
    let archive = Archive::find(global)?;
    let index = Index::open(&archive.index).map_err(open_error)?;
    archive.check_roots(&index, NAME_ITS_INDEX)?;
    Ok(index)
}

/// The way out where folders were named, and the index is of others.
const NAME_ITS_INDEX: Hint = Hint("`--index DIR` names the index of these folders");

/// What to say of an index that was not opened.
fn open_error(error: OpenError) -> anyhow::Error {
    let hint = match &error {
        OpenError::Missing(_) => Hint("`ibid index` makes one"),
        OpenError::Denied { .. } => Hint("whoever made it can let you read it"),
        OpenError::Version { .. } | OpenError::Unreadable { .. } => {
            Hint("`ibid index --rebuild` makes it anew")
        }
    };
    anyhow::Error::new(error).context(hint)
}

/// The documents of this name, at least one.
fn find<'a>(index: &'a Index, document: &str) -> Result<Vec<Record<'a>>> {
    let found = index.find(document).context("the index cannot be read")?;
    if found.is_empty() {
        return Err(no_document(document));
    }
    Ok(found)
}

/// What to say of a name that several documents have.
fn ambiguous(name: &str, candidates: &[String]) -> anyhow::Error {
    /// More than these say no more.
    const TOLD_MAX: usize = 10;
    let mut told = format!("`{name}` may be any of:");
    for candidate in candidates.iter().take(TOLD_MAX) {
        told.push_str(&format!("\n  {candidate}"));
    }
    if candidates.len() > TOLD_MAX {
        told.push_str(&format!("\n  and {} more", candidates.len() - TOLD_MAX));
    }
    anyhow::anyhow!("{told}")
}

/// What to say of a name that no document has. An id had one.
fn no_document(name: &str) -> anyhow::Error {
    if CitationId::parse(name).is_some() {
        let error = anyhow::anyhow!("what `{name}` cites has left the archive: no document has its words");
        return error.context(Hint("`ibid quote TEXT` looks for words that are like them"));
    }
    if is_document_id(name) {
        return anyhow::anyhow!("the document `{name}` has left the archive, or is known by another path")
            .context(Hint("`ibid status --list` names every document"));
    }
    anyhow::anyhow!("no document `{name}`")
        .context(Hint("a path, the end of one or a whole title names one; `ibid status --list` prints all"))
}

/// Reads a query, with the saved ones that it names; an error shows where in it.
fn parse(text: &str, global: &Global) -> Result<Query> {
    let text = crate::saved::expand(text, global)?;
    query::parse(&text).map_err(|error| anyhow::anyhow!("{}", error.render(&text)))
}

/// What to say when a search did not happen.
fn search_error(error: SearchError, text: &str) -> anyhow::Error {
    match error {
        SearchError::Query(error) => anyhow::anyhow!("{}", error.render(text)),
        error @ SearchError::Index(_) => {
            anyhow::Error::new(error).context(Hint("`ibid index --rebuild` makes the index anew"))
        }
    }
}
