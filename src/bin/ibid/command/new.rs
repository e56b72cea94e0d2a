//! `ibid new`: what a saved query has not shown before, for digests and for whoever reads on.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap_complete::engine::ArgValueCompleter;
use ibid::index::{Entry, Index, document_id, format_document_id};
use ibid::query::Query;
use ibid::search::{Hit, Matching, Options, Results, Sort, search};

use super::{Global, Status};
use crate::output::{Answer, Files, Format, FormatOutput, Printer};
use crate::saved::{Saved, Store};
use crate::terminal::{self, Label, Style, sanitize};

#[derive(Debug, clap::Args)]
pub(crate) struct NewCommand {
    /// What the query is called
    #[arg(required_unless_present = "list", value_name = "NAME", add = ArgValueCompleter::new(crate::complete::saved))]
    name: Option<String>,
    /// What it asks, the first time or when it is to ask something else
    #[arg(value_name = "QUERY", add = ArgValueCompleter::new(crate::complete::query))]
    query: Vec<String>,
    /// How many documents to show, 0 for all; the rest stays new
    #[arg(short = 'n', long, value_name = "N", default_value = "20", value_parser = super::limit)]
    limit: usize,
    /// How many passages of each document to show
    #[arg(short = 'm', long, value_name = "N", default_value_t = 1)]
    passages: usize,
    /// Show what is new, and leave it new
    #[arg(long)]
    peek: bool,
    /// Take all that there is as shown, and print nothing
    #[arg(long, conflicts_with_all = ["peek", "list", "forget"])]
    catch_up: bool,
    /// Say which queries are saved, and what they ask
    #[arg(long, conflicts_with_all = ["name", "query", "forget", "peek"])]
    list: bool,
    /// Do away with the query
    #[arg(long, conflicts_with_all = ["query", "peek"])]
    forget: bool,
    #[command(flatten)]
    output: FormatOutput,
}

impl NewCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let format = if global.quiet { Format::Nothing } else { self.output.format()? };
        let store = Store::of(global)?;
        let Some(name) = self.name.as_deref().filter(|_| !self.list) else { return list(&store, global) };
        if self.forget {
            store.forget(name)?;
            return Ok(Status::Found);
        }
        let mut saved = self.saved(name, &store, global)?;
        let query = super::parse(&saved.query, global)?;
        let index = super::open(global)?;
        let unseen = unseen(&index, &query, &saved)?;
        let shown = if self.catch_up {
            unseen.all.clone()
        } else {
            unseen.all.iter().take(self.limit).cloned().collect()
        };
        if !self.catch_up {
            let results = self.results(&index, &query, &unseen, shown.len())?;
            self.print(&results, &saved.query, format, &index, global)?;
        }
        if !self.peek {
            // What is not printed is not shown.
            let is_seen = self.catch_up || !global.quiet;
            saved.shown.extend(shown.iter().flatten().filter(|_| is_seen).map(|id| format_document_id(*id)));
            store.save(name, &saved)?;
        }
        if !global.quiet {
            let left = unseen.all.len() - shown.len();
            if left > 0 {
                terminal::note(&format!("{left} more are new; `ibid new {name}` goes on"));
            }
            // Whoever asks for a name alone, as a crontab does, is told by the exit code.
            if unseen.all.is_empty() && !self.query.is_empty() {
                let found = if saved.shown.is_empty() { "finds nothing yet" } else { "has nothing new" };
                let saved = if self.peek { "" } else { " is saved, and" };
                terminal::note(&format!("`{name}`{saved} {found}"));
            }
        }
        Ok(if unseen.all.is_empty() { Status::Nothing } else { Status::Found })
    }

    /// The query of this name, made or changed where one was given.
    fn saved(&self, name: &str, store: &Store, global: &Global) -> Result<Saved> {
        let found = store.find(name)?;
        if self.query.is_empty() {
            return found.map_or_else(|| store.load(name), Ok);
        }
        let query = self.query.join(" ");
        // What makes no sense is not kept.
        crate::saved::refuse_circle(name, &query, store)?;
        super::parse(&query, global)?;
        let mut saved = found.unwrap_or_default();
        let before = std::mem::replace(&mut saved.query, query);
        if !before.is_empty() && before != saved.query && !global.quiet {
            terminal::note(&format!("`{name}` asked `{before}` before; what that has shown stays shown"));
        }
        Ok(saved)
    }

    /// The best of what is new, with passages.
    fn results(&self, index: &Index, query: &Query, unseen: &Unseen, count: usize) -> Result<Results> {
        if count == 0 {
            return Ok(Results::default());
        }
        let options = Options { limit: unseen.ranks[count - 1] + 1, passages: self.passages, ..options() };
        let mut results =
            search(index, query, &options).map_err(|error| super::search_error(error, &query.text))?;
        let mut rank = 0;
        results.hits.retain(|_| {
            rank += 1;
            unseen.ranks.binary_search(&(rank - 1)).is_ok()
        });
        results.total = unseen.all.len();
        results.documents = results.total;
        Ok(results)
    }

    fn print(
        &self,
        results: &Results,
        query: &str,
        format: Format,
        index: &Index,
        global: &Global,
    ) -> Result<()> {
        let printer = Printer {
            format,
            style: Style::for_stdout(global),
            fields: format.fields(&[], false),
            template: self.output.template.clone(),
            files: Files::new(&index.manifest().corpus),
            ends_with_zero: false,
            has_many_queries: false,
        };
        let mut out = Vec::new();
        printer.begin(&mut out)?;
        printer.answer(&Answer { query_id: None, query, offset: 0, results }, true, &mut out)?;
        printer.end(&mut out)?;
        terminal::page(&out, global).context("what is new could not be printed, and stays new")
    }
}

/// The newest first: what comes without a date comes last.
fn options() -> Options {
    Options { sort: Sort::Newest, matching: Matching::All, ..Options::new(terminal::today()) }
}

/// What has not been shown, in order.
struct Unseen {
    /// Of each hit its own id and those of its other versions.
    all: Vec<Vec<u64>>,
    /// Where each stands among all hits.
    ranks: Vec<usize>,
}

fn unseen(index: &Index, query: &Query, saved: &Saved) -> Result<Unseen> {
    let all = usize::try_from(index.manifest().documents).unwrap_or(usize::MAX);
    let options = Options { limit: all.max(1), passages: 0, ..options() };
    let results = search(index, query, &options).map_err(|error| super::search_error(error, &query.text))?;
    let mut unseen = Unseen { all: Vec::new(), ranks: Vec::new() };
    for (rank, hit) in results.hits.iter().enumerate() {
        let ids = ids_of(hit);
        // One version of a text shown, the others are not new.
        if !ids.iter().any(|id| saved.shown.contains(&format_document_id(*id))) {
            unseen.all.push(ids);
            unseen.ranks.push(rank);
        }
    }
    Ok(unseen)
}

fn ids_of(hit: &Hit) -> Vec<u64> {
    let id = |entry: &Entry| document_id(&entry.path, &entry.part);
    std::iter::once(hit.id).chain(hit.versions.iter().map(id)).collect()
}

fn list(store: &Store, global: &Global) -> Result<Status> {
    let style = Style::for_stdout(global);
    let names = store.names();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let mut out = io::stdout().lock();
    for name in &names {
        let saved = store.load(name)?;
        let pad = " ".repeat(width - name.chars().count());
        let told = style.paint(Label::About, &format!("{} shown", saved.shown.len()));
        writeln!(out, "{}{pad}  {}  {told}", style.paint(Label::Title, name), sanitize(&saved.query))?;
    }
    if names.is_empty() && !global.quiet {
        terminal::note("no query is saved yet; `ibid new NAME QUERY` saves one");
    }
    Ok(if names.is_empty() { Status::Nothing } else { Status::Found })
}
