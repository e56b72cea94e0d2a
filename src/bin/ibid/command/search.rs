//! `ibid search`: find passages.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};
use ibid::corpus::Corpus;
use ibid::index::{Index, OpenError, SourceState, UpdateOptions};
use ibid::query::{self, Clause, DatePoint, DateRange, Node, NodeKind, Query};
use ibid::search::{By, Facet, Matching, Options, Sort, search};

use super::{Global, Hint, Status};
use crate::archive::Archive;
use crate::output::{self, Format};
use crate::terminal;

#[derive(Debug, clap::Args)]
pub(crate) struct SearchCommand {
    /// What to find, as `ibid help query` explains; several words are joined by spaces
    #[arg(required = true, value_name = "QUERY", allow_hyphen_values = false)]
    query: Vec<String>,
    /// How many documents to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// How many documents to pass over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// How many passages of each document to show; 1, or with `--by passage` 5
    #[arg(short = 'm', long, value_name = "N")]
    passages: Option<usize>,
    /// What to rank: documents, or passages wherever they are
    #[arg(long, value_name = "WHAT", default_value = "document")]
    by: ByArgument,
    /// About how many characters a passage has
    #[arg(long, value_name = "N", default_value_t = 280)]
    snippet_chars: usize,
    /// How many sentences more to show on each side of a passage
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    context: usize,
    /// Count all documents that match by something; may be given several times
    #[arg(long, value_name = "FIELD")]
    facet: Vec<FacetArgument>,
    /// Say of each document how it came by its score
    #[arg(long, conflicts_with = "by")]
    explain: bool,
    /// Whether all words must be in a document
    #[arg(long = "match", value_name = "HOW", default_value = "auto")]
    matching: MatchingArgument,
    /// In which order
    #[arg(long, value_name = "ORDER", default_value = "score")]
    sort: SortArgument,
    /// Only documents published on or after a date, such as 2021, 2021-03 or 3m (ago)
    #[arg(long, value_name = "DATE")]
    since: Option<DatePoint>,
    /// Only documents published on or before a date
    #[arg(long, value_name = "DATE")]
    until: Option<DatePoint>,
    /// Show each version of a text and each part of an episode as a hit of its own
    #[arg(long)]
    all_versions: bool,
    /// Look at what is set apart because it repeats through its source, instead of at the rest
    #[arg(long)]
    boilerplate: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Bring the index up to date first
    #[arg(long)]
    update: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum MatchingArgument {
    /// Every word
    All,
    /// Any word
    Any,
    /// Every word, or any where no document has every one
    Auto,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum ByArgument {
    /// Each document once, with its best passages
    Document,
    /// The best passages of all documents
    Passage,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum FacetArgument {
    Speaker,
    Author,
    Source,
    Kind,
    Lang,
    Year,
}

impl From<FacetArgument> for Facet {
    fn from(argument: FacetArgument) -> Self {
        match argument {
            FacetArgument::Speaker => Self::Speaker,
            FacetArgument::Author => Self::Author,
            FacetArgument::Source => Self::Source,
            FacetArgument::Kind => Self::Kind,
            FacetArgument::Lang => Self::Lang,
            FacetArgument::Year => Self::Year,
        }
    }
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum SortArgument {
    /// The best first
    Score,
    /// The oldest first
    Date,
    /// The newest first
    #[value(name = "-date")]
    Newest,
}

impl SearchCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let text = self.query.join(" ");
        let query = self.with_dates(super::parse(&text)?);
        let (index, is_fresh) = self.open(global)?;
        let changes = (!is_fresh && !global.quiet).then(|| look_for_changes(&index));
        let index = if self.boilerplate { index.of_boilerplate() } else { index };
        let options = Options {
            limit: self.limit,
            offset: self.offset,
            passages: self.passages.unwrap_or(if self.by == ByArgument::Passage { 5 } else { 1 }),
            snippet_chars: self.snippet_chars,
            context: self.context,
            by: match self.by {
                ByArgument::Document => By::Document,
                ByArgument::Passage => By::Passage,
            },
            explain: self.explain,
            facets: self.facet.iter().copied().map(Facet::from).collect(),
            matching: match self.matching {
                MatchingArgument::All => Matching::All,
                MatchingArgument::Any => Matching::Any,
                MatchingArgument::Auto => Matching::Auto,
            },
            sort: match self.sort {
                SortArgument::Score => Sort::Score,
                SortArgument::Date => Sort::Oldest,
                SortArgument::Newest => Sort::Newest,
            },
            all_versions: self.all_versions,
            today: terminal::today(),
        };
        let results = search(&index, &query, &options).map_err(|error| super::search_error(error, &text))?;
        if let (Some(missing), false) = (&results.relaxed, global.quiet) {
            terminal::note(&match missing.as_slice() {
                [] => "no document has all the words; showing those with the most".to_owned(),
                missing => format!("no document has {}; showing documents without", quoted(missing)),
            });
        }
        let mut out = io::BufWriter::new(io::stdout().lock());
        let printer = output::Printer {
            format: self.format,
            style: terminal::Style::for_stdout(global.color),
            query: &text,
            offset: self.offset,
        };
        printer.print(&results, &mut out)?;
        out.flush()?;
        drop(out);
        if !global.quiet && io::stderr().is_terminal() && self.format == Format::Text {
            terminal::note(&count_line(results.hits.len(), results.total, results.documents));
        }
        if let Some(changes) = changes {
            // The answer is out already; this little longer nobody notices.
            if let Ok(changed) = changes.recv_timeout(Duration::from_millis(40))
                && changed > 0
            {
                let files =
                    if changed == 1 { "1 file has".to_owned() } else { format!("{changed} files have") };
                terminal::note(&format!(
                    "{files} changed since the archive was indexed; `--update` takes them in"
                ));
            }
        }
        Ok(if results.total > 0 { Status::Found } else { Status::Nothing })
    }

    /// The index, built first where there is none, and whether it is known to be up to date.
    fn open(&self, global: &Global) -> Result<(Index, bool)> {
        let archive = Archive::find(global)?;
        let is_missing = match Index::open(&archive.index) {
            Ok(index) if !self.update => return Ok((index, false)),
            Ok(_) => false,
            Err(OpenError::Missing(_)) => true,
            Err(error) if self.update => {
                terminal::note(&error.to_string());
                false
            }
            Err(error) => {
                return Err(anyhow::Error::new(error).context(Hint("`ibid index --rebuild` makes it anew")));
            }
        };
        if is_missing && archive.roots.is_empty() {
            return Err(anyhow::Error::new(OpenError::Missing(archive.index))
                .context(Hint("`ibid index --index DIR PATH..` makes one")));
        }
        let corpus: Corpus = archive.corpus(false)?;
        if is_missing && !global.quiet {
            let roots: Vec<_> = corpus.roots.iter().map(|root| format!("`{}`", root.display())).collect();
            terminal::note(&format!("no index yet: indexing {}", roots.join(", ")));
        }
        let options = UpdateOptions { lock_patience: Duration::from_secs(60), ..UpdateOptions::default() };
        let report = super::index::run(&archive, &corpus, &options, global)?;
        if !global.quiet {
            terminal::print_report(&report, global.verbose);
        }
        Ok((Index::open(&archive.index).context("the index that was just written cannot be opened")?, true))
    }

    /// The query together with `--since` and `--until`.
    fn with_dates(&self, query: Query) -> Query {
        if self.since.is_none() && self.until.is_none() {
            return query;
        }
        let range = NodeKind::Date(DateRange { from: self.since, to: self.until });
        let date = Clause { node: Node::new(query::Span::default(), range), required: true };
        let span = query.root.span;
        let mut clauses = match query.root.kind {
            NodeKind::And(clauses) => clauses,
            _ => vec![Clause { node: query.root, required: false }],
        };
        clauses.push(date);
        Query { text: query.text, root: Node::new(span, NodeKind::And(clauses)) }
    }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
}

fn count_line(shown: usize, total: usize, documents: usize) -> String {
    let count = match total {
        0 => "nothing found".to_owned(),
        1 => "1 document".to_owned(),
        _ if shown < total => format!("{shown} of {total} documents"),
        _ => format!("{total} documents"),
    };
    match documents.saturating_sub(total) {
        0 => count,
        1 => format!("{count}, and 1 other version"),
        more => format!("{count}, and {more} other versions"),
    }
}

/// Counts, aside, the files that are not as they were when they were indexed.
fn look_for_changes(index: &Index) -> mpsc::Receiver<usize> {
    let (sender, receiver) = mpsc::channel();
    let corpus = index.manifest().corpus.clone();
    let sources = index.sources();
    std::thread::spawn(move || {
        if let (Ok(sources), Ok(listing)) = (sources, corpus.walk()) {
            // Nobody may be listening any more.
            let _ = sender.send(count_changes(&sources, &listing.sources));
        }
    });
    receiver
}

/// Counts sources that are new, gone, or of another size or time. Both lists are in path order.
pub(super) fn count_changes(before: &[SourceState], now: &[ibid::corpus::Source]) -> usize {
    let known: std::collections::HashMap<&str, &SourceState> =
        before.iter().map(|state| (state.path.as_str(), state)).collect();
    let same = now
        .iter()
        .filter(|source| known.get(source.path.as_str()).is_some_and(|state| state.stamp == source.stamp))
        .count();
    let still_there = now.iter().filter(|source| known.contains_key(source.path.as_str())).count();
    (now.len() - same) + (before.len() - still_there)
}
