//! `ibid search`: find passages.

mod changes;
mod many;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap_complete::engine::ArgValueCompleter;
use ibid::corpus::Corpus;
use ibid::index::{Index, OpenError, UpdateOptions};
use ibid::search::{By, Facet, Hit, Matching, Options, Place, Results, Sort, expanded, search, suggest};

use super::nothing::{self, quoted};
use super::{Global, Hint, Status};
use crate::archive::Archive;
use crate::output::{self, Answer, Field, Files, Format, FormatOutput, Printer};
use crate::terminal;

pub(crate) use changes::count_changes;

#[derive(Debug, clap::Args)]
pub(crate) struct SearchCommand {
    /// What to find, as `ibid help query` explains; several words are joined by spaces
    #[arg(required_unless_present = "queries", value_name = "QUERY", allow_hyphen_values = false, add = ArgValueCompleter::new(crate::complete::query))]
    query: Vec<String>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    presentation: Presentation,
    /// Answer every line of a file (`-` for standard input): a query, or a name, a tab and a query
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    queries: Option<PathBuf>,
    /// Bring the index up to date first
    #[arg(long)]
    update: bool,
}

/// So many documents are enough to look at.
const LIMIT: usize = 10;
/// Where no more are found, something else may have been meant.
const FEW: usize = 3;
/// So many words, of which no document has all, are a sentence that somebody remembers.
const SENTENCE_WORDS: usize = 8;

/// What is found, and how much of it.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What to find")]
struct Selection {
    /// How many documents to show; 0 for all [default: 10, of files (-l) all]
    #[arg(short = 'n', long, value_name = "N", value_parser = super::limit)]
    limit: Option<usize>,
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
    /// Whether all words must be in a document [default: auto, but never any with -l, -c and -q]
    #[arg(long = "match", value_name = "HOW")]
    matching: Option<MatchingArgument>,
    /// In which order
    #[arg(long, value_name = "ORDER", default_value = "score", allow_hyphen_values = true)]
    sort: SortArgument,
    /// Halve a document's score with each so many days of age, such as 180d or 2y; one without a
    /// date counts as one half-life old
    #[arg(long, value_name = "TIME", value_parser = half_life_days)]
    recency: Option<f64>,
    /// Add words that go with the query in the best passages, and take any of all
    #[arg(long)]
    expand: bool,
    #[command(flatten)]
    dates: super::Dates,
    /// Show each version of a text and each part of an episode as a hit of its own
    #[arg(long)]
    all_versions: bool,
    /// Look at what is set apart because it repeats through its source, instead of at the rest
    #[arg(long)]
    boilerplate: bool,
}

/// How it is printed.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "How to print it")]
struct Presentation {
    #[command(flatten)]
    output: FormatOutput,
    /// The fields of csv, tsv and jsonl, a line for every passage
    #[arg(long, value_name = "A,B,C", value_delimiter = ',', conflicts_with = "template", add = ArgValueCompleter::new(crate::complete::fields))]
    fields: Vec<Field>,
    /// The version of JSON to print
    #[arg(long, value_name = "N", default_value_t = output::json::VERSION)]
    format_version: u32,
    /// Print only the files of the documents
    #[arg(short = 'l', long, conflicts_with_all = ["format", "json", "template", "fields", "count"])]
    files: bool,
    /// Print only how many documents match, the versions of a text counted once
    #[arg(short, long, conflicts_with_all = ["format", "json", "template", "fields"])]
    count: bool,
    /// End each file with a zero byte, for `xargs -0`
    #[arg(short = '0', long, requires = "files")]
    null: bool,
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
pub(super) enum FacetArgument {
    Speaker,
    Author,
    Source,
    Kind,
    Lang,
    Year,
}

impl FacetArgument {
    pub(super) const ALL: [Self; 6] =
        [Self::Speaker, Self::Author, Self::Source, Self::Kind, Self::Lang, Self::Year];
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
        let format = self.format(global)?;
        self.check(format)?;
        if let Some(file) = &self.queries {
            return many::run(self, file, format, global);
        }
        let text = self.query.join(" ");
        let query = self.selection.dates.restrict(super::parse(&text, global)?)?;
        // Where a saved query was named, its words are asked in its place.
        let asked = query.text.clone();
        let (index, is_fresh) = self.open(global)?;
        let is_watched = io::stderr().is_terminal() && io::stdout().is_terminal() && !global.quiet;
        let mut changes = (!is_fresh && is_watched).then(|| changes::look_for_changes(&index));
        let index = if self.selection.boilerplate { index.of_boilerplate() } else { index };
        let failed = |error| super::search_error(error, &asked);
        let mut options = self.options(format);
        let query = if self.selection.expand {
            let (query, added) = expanded(&index, &query, &options).map_err(failed)?;
            options.matching = Matching::Any;
            if global.verbose {
                terminal::note(&format!("added {}", added.join(", ")));
            }
            query
        } else {
            query
        };
        let mut results = search(&index, &query, &options).map_err(failed)?;
        if results.total == 0 {
            if !is_fresh && !global.quiet {
                // It may be in a file that is not in the index yet, whoever reads the answer.
                changes.get_or_insert_with(|| changes::look_for_changes(&index));
            }
            results.suggestions = nothing::explain(&index, &query, global)?;
        } else if !global.quiet {
            if results.hits.is_empty() && options.limit > 0 {
                terminal::note(&format!(
                    "{} found, none behind that many",
                    terminal::documents(results.total)
                ));
            }
            let relaxed = relaxed_note(&results, &query.text);
            relaxed.iter().for_each(|relaxed| terminal::note(relaxed));
            if relaxed.is_some() && query.text.split_whitespace().count() >= SENTENCE_WORDS {
                terminal::note("`ibid quote` finds a sentence of which some words are not as they were said");
            }
            if results.relaxed.as_ref().is_some_and(|missing| !missing.is_empty()) {
                nothing::hint_at_boilerplate(&index, &query, global)?;
            }
            if relaxed.is_some() || results.total <= FEW {
                results.suggestions = suggest(&index, &query).map_err(failed)?;
                nothing::say_what_is_meant(&results.suggestions);
            }
            // Without passages nothing is known of where the words are.
            let may_be_told = options.matching == Matching::Auto && options.passages > 0;
            if may_be_told && !query.root.binds() && is_scattered(&results) {
                terminal::note("all of the words are far apart there; `--match any` asks for most of them");
            }
        }
        let printer = self.printer(format, &index, global);
        let mut out = Vec::new();
        printer.begin(&mut out)?;
        let offset = self.selection.offset;
        printer.answer(
            &Answer { query_id: None, query: &text, offset, results: &results },
            true,
            &mut out,
        )?;
        printer.end(&mut out)?;
        terminal::page(&out, global)?;
        if is_watched && format == Format::Text && results.total > 0 {
            terminal::note(&match options.by {
                By::Document => count_line(results.hits.len(), results.total, results.documents),
                By::Passage => format!(
                    "{} of {}",
                    terminal::counted(results.hits.len(), "passage", "passages"),
                    terminal::documents(results.total)
                ),
            });
        }
        // The answer is out already: so little longer nobody notices, and for nothing some would wait.
        let patience = Duration::from_millis(if results.total == 0 { 500 } else { 40 });
        let changed = changes.and_then(|changes| changes.recv_timeout(patience).ok());
        if let Some(changed) = changed.filter(|changed| *changed > 0) {
            let files = terminal::counted(changed, "file has", "files have");
            let way_out = "`--update` takes them in";
            terminal::note(&format!("{files} changed since the archive was indexed; {way_out}"));
        }
        Ok(if results.total > 0 { Status::Found } else { Status::Nothing })
    }

    /// The one format that the flags mean together.
    fn format(&self, global: &Global) -> Result<Format> {
        Ok(match &self.presentation {
            _ if global.quiet => Format::Nothing,
            Presentation { files: true, .. } => Format::Paths,
            Presentation { count: true, .. } => Format::Count,
            asked => asked.output.format()?,
        })
    }

    /// Refuses what cannot be printed.
    fn check(&self, format: Format) -> Result<()> {
        let asked = &self.presentation;
        if asked.format_version != output::json::VERSION {
            let versions = format!("this ibid prints version {} of its JSON", output::json::VERSION);
            anyhow::bail!("{versions}, and not version {}", asked.format_version);
        }
        let has_room = match format {
            Format::Text | Format::Json | Format::Nothing => true,
            Format::Jsonl => asked.fields.is_empty(),
            _ => false,
        };
        if !self.selection.facet.is_empty() && !has_room {
            let error = anyhow::anyhow!("`--facet` goes with the formats text, json and jsonl");
            return Err(
                error.context(Hint("`ibid facets --format csv QUERY` prints the counts by themselves"))
            );
        }
        if self.queries.is_some() && matches!(format, Format::Paths | Format::Vimgrep) {
            let error = anyhow::anyhow!("of many queries, lines of files do not say whose they are");
            return Err(error.context(Hint("`--format tsv --fields query_id,path,line` does")));
        }
        let takes_fields = matches!(format, Format::Csv | Format::Tsv | Format::Jsonl | Format::Trec);
        if !asked.fields.is_empty() && !takes_fields && format != Format::Nothing {
            let error = anyhow::anyhow!("`--fields` goes with the formats csv, tsv, jsonl and trec");
            return Err(error.context(Hint("add `--format tsv`, or use `--template '{title}'`")));
        }
        Ok(())
    }

    fn options(&self, format: Format) -> Options {
        let asked = &self.selection;
        Options {
            limit: match format {
                // Counting needs no documents.
                Format::Count | Format::Nothing => 1,
                // Names go to other programs, which would not miss the rest.
                Format::Paths => asked.limit.unwrap_or(usize::MAX),
                _ => asked.limit.unwrap_or(LIMIT),
            },
            offset: asked.offset,
            passages: match (format.needs_passages(), asked.by) {
                (false, _) => 0,
                (true, ByArgument::Document) => asked.passages.unwrap_or(1),
                (true, ByArgument::Passage) => asked.passages.unwrap_or(5),
            },
            snippet_chars: asked.snippet_chars,
            context: asked.context,
            by: match asked.by {
                ByArgument::Passage if format.needs_passages() => By::Passage,
                _ => By::Document,
            },
            explain: asked.explain,
            facets: asked.facet.iter().copied().map(Facet::from).collect(),
            matching: match asked.matching {
                Some(MatchingArgument::All) => Matching::All,
                Some(MatchingArgument::Any) => Matching::Any,
                Some(MatchingArgument::Auto) => Matching::Auto,
                None => Matching::Auto,
            },
            // What programs go by says of what was asked, and of nothing else.
            relaxes: asked.matching.is_some()
                || !matches!(format, Format::Nothing | Format::Count | Format::Paths),
            sort: match asked.sort {
                SortArgument::Score => Sort::Score,
                SortArgument::Date => Sort::Oldest,
                SortArgument::Newest => Sort::Newest,
            },
            // Of files each is named that matches.
            all_versions: self.selection.all_versions || self.presentation.files,
            half_life_days: self.selection.recency,
            today: terminal::today(),
        }
    }

    fn printer(&self, format: Format, index: &Index, global: &Global) -> Printer {
        let has_many_queries = self.queries.is_some();
        Printer {
            format,
            style: terminal::Style::for_stdout(global),
            fields: format.fields(&self.presentation.fields, has_many_queries),
            template: self.presentation.output.template.clone(),
            files: Files::new(&index.manifest().corpus),
            ends_with_zero: self.presentation.null,
            has_many_queries,
        }
    }

    /// The index, built first where there is none, and whether it is known to be up to date.
    fn open(&self, global: &Global) -> Result<(Index, bool)> {
        let archive = Archive::find(global)?;
        let is_missing = match Index::open(&archive.index) {
            Ok(index) if !self.update => {
                archive.check_roots(&index, super::NAME_ITS_INDEX)?;
                return Ok((index, false));
            }
            Ok(_) => false,
            Err(OpenError::Missing(_)) => true,
            Err(error) if self.update => {
                terminal::note(&error.to_string());
                false
            }
            Err(error) => return Err(super::open_error(error)),
        };
        if is_missing && archive.roots.is_empty() {
            return Err(anyhow::Error::new(OpenError::Missing(archive.index))
                .context(Hint("`ibid index --index DIR PATH..` makes one")));
        }
        let corpus: Corpus = archive.corpus()?;
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
}

/// Days from a number of days, weeks, months or years.
fn half_life_days(text: &str) -> Result<f64, String> {
    let (number, unit) = text.split_at(text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len());
    let unit_days = match unit {
        "" | "d" => 1.0,
        "w" => 7.0,
        "m" => 30.437,
        "y" => 365.25,
        _ => return Err("a time is written `180d`, `26w`, `6m` or `2y`".to_owned()),
    };
    match number.parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number * unit_days),
        _ => Err("a time is more than nothing, such as `180d`".to_owned()),
    }
}

/// What to say when not all of the words were asked for.
fn relaxed_note(results: &Results, query: &str) -> Option<String> {
    let missing = results.relaxed.as_ref()?;
    if results.scattered > 0 {
        let those = match results.scattered {
            1 => "the one document that has all the words has them".to_owned(),
            several => format!("the {several} documents that have all the words have them"),
        };
        return Some(format!("{those} far apart; showing those with most of them together first"));
    }
    Some(match missing.as_slice() {
        [all] if all == query.trim() => {
            format!("no document has `{all}`; showing those with the most of it")
        }
        [] => "no document has all the words; showing those with the most".to_owned(),
        missing => format!("no document has {} with the rest; showing documents without", quoted(missing)),
    })
}

/// Whether the few documents that have all of the words have none that shows them together.
fn is_scattered(results: &Results) -> bool {
    const TOO_FEW: usize = 3;
    let is_far = |hit: &Hit| hit.elsewhere.iter().filter(|part| part.place == Place::Text).count() > 1;
    results.total <= TOO_FEW && results.relaxed.is_none() && results.hits.iter().all(is_far)
}

fn count_line(shown: usize, total: usize, documents: usize) -> String {
    let count = match shown < total && total > 1 {
        true => format!("{shown} of {total} documents"),
        false => terminal::documents(total),
    };
    match documents.saturating_sub(total) {
        0 => count,
        more => format!("{count}, and {}", terminal::counted(more, "other version", "other versions")),
    }
}
