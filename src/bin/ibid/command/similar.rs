//! `ibid similar`: documents like one.

use std::ffi::OsString;

use anyhow::Result;
use clap_complete::engine::ArgValueCompleter;
use ibid::search::{Options, similar};

use super::{Global, Status};
use crate::output::{Answer, Files, FormatOutput, Printer};
use crate::terminal;

#[derive(Debug, clap::Args)]
pub(crate) struct SimilarCommand {
    /// Its path in the archive or the end of that, with or without `.md` and the like, or its id
    #[arg(value_name = "DOC", add = ArgValueCompleter::new(crate::complete::document))]
    document: OsString,
    /// How many documents to show; 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value = "10", value_parser = super::limit)]
    limit: usize,
    /// How many documents to pass over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// How many passages of each document to show
    #[arg(short = 'm', long, value_name = "N", default_value_t = 1)]
    passages: usize,
    #[command(flatten)]
    output: FormatOutput,
}

impl SimilarCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let format = self.output.format()?;
        let index = super::open(global)?;
        let name = super::name::in_archive(&index, &self.document);
        let found = super::find(&index, &name)?;
        let record = match found.as_slice() {
            [record] => record,
            several => {
                let told = |entry: ibid::index::Entry| {
                    if entry.part.is_empty() { entry.path } else { format!("{}#{}", entry.path, entry.part) }
                };
                let names: Vec<String> =
                    several.iter().map(|record| record.entry().map(told)).collect::<Result<_, _>>()?;
                return Err(super::ambiguous(&name, &names));
            }
        };
        let options = Options {
            limit: self.limit,
            offset: self.offset,
            passages: self.passages,
            ..Options::new(terminal::today())
        };
        let similar = similar(&index, record, &options)?;
        if global.verbose {
            terminal::note(&format!("compared by {}", similar.words.join(", ")));
        }
        let printer = Printer {
            format,
            style: terminal::Style::for_stdout(global),
            fields: format.fields(&[], false),
            template: self.output.template.clone(),
            files: Files::new(&index.manifest().corpus),
            ends_with_zero: false,
            has_many_queries: false,
        };
        let mut out = Vec::new();
        printer.begin(&mut out)?;
        let answer = Answer { query_id: None, query: &name, offset: self.offset, results: &similar.results };
        printer.answer(&answer, true, &mut out)?;
        printer.end(&mut out)?;
        terminal::page(&out, global)?;
        Ok(if similar.results.hits.is_empty() { Status::Nothing } else { Status::Found })
    }
}
