//! `ibid export`: documents, cleaned, one line of JSON each.

use std::collections::HashSet;
use std::io::{self, Write};

use anyhow::Result;
use clap_complete::engine::ArgValueCompleter;
use ibid::index::{Index, document_id};
use ibid::search::{Matching, Options, search};

use super::{Dates, Global, Status, nothing};
use crate::output::document;
use crate::terminal::{self, Wait};

#[derive(Debug, clap::Args)]
pub(crate) struct ExportCommand {
    /// Only documents that this query finds, as `ibid help query` explains
    #[arg(value_name = "QUERY", add = ArgValueCompleter::new(crate::complete::query))]
    query: Vec<String>,
    #[command(flatten)]
    dates: Dates,
}

impl ExportCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let index = super::open(global)?;
        let chosen = self.choose(&index, global)?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut status = Status::Nothing;
        let wait = Wait::begin_beside_output("exporting", Some(index.manifest().documents), global);
        for record in index.records()? {
            wait.step();
            let record = record?;
            let entry = record.entry()?;
            let id = document_id(&entry.path, &entry.part);
            if chosen.as_ref().is_none_or(|chosen| chosen.contains(&id)) {
                document::print_json(&entry.path, &record.document()?, &mut out)?;
                status = Status::Found;
            }
        }
        out.flush()?;
        drop(wait);
        Ok(status)
    }

    /// The ids of the documents that were asked for; nothing where all of them were.
    fn choose(&self, index: &Index, global: &Global) -> Result<Option<HashSet<u64>>> {
        if self.query.is_empty() && !self.dates.are_given() {
            return Ok(None);
        }
        let text = if self.query.is_empty() { "*".to_owned() } else { self.query.join(" ") };
        let query = super::parse(&text, global)?;
        let options = Options {
            limit: usize::try_from(index.manifest().documents).unwrap_or(usize::MAX),
            passages: 0,
            matching: Matching::All,
            all_versions: true,
            ..Options::new(terminal::today())
        };
        let query = self.dates.restrict(query)?;
        let results =
            search(index, &query, &options).map_err(|error| super::search_error(error, &query.text))?;
        if results.total == 0 {
            nothing::explain(index, &query, global)?;
        }
        Ok(Some(results.hits.iter().map(|hit| hit.id).collect()))
    }
}
