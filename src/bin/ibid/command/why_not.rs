//! `ibid why-not`: which part of a query keeps a document out.

use std::ffi::OsString;
use std::io::{self, Write};

use anyhow::Result;
use clap_complete::engine::ArgValueCompleter;
use ibid::index::document_id;
use ibid::search::{ClauseReport, why_not};

use super::{Global, Status, nothing};
use crate::terminal::{self, Label, Style, sanitize};

#[derive(Debug, clap::Args)]
pub(crate) struct WhyNotCommand {
    /// Path, end of a path, or id of the document
    #[arg(value_name = "DOC", add = ArgValueCompleter::new(crate::complete::document))]
    document: OsString,
    /// The query that does not find it
    #[arg(required = true, value_name = "QUERY", allow_hyphen_values = false, add = ArgValueCompleter::new(crate::complete::query))]
    query: Vec<String>,
}

impl WhyNotCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let text = self.query.join(" ");
        let query = super::parse(&text, global)?;
        let index = super::open(global)?;
        let name = super::name::in_archive(&index, &self.document);
        let records = super::find(&index, &name)?;
        let style = Style::for_stdout(global);
        let mut out = io::stdout().lock();
        let mut is_any_found = false;
        for record in records {
            let entry = record.entry()?;
            let id = document_id(&entry.path, &entry.part);
            let report = why_not(&index, &query, id, terminal::today())
                .map_err(|error| super::search_error(error, &query.text))?;
            let Some(report) = report else { continue };
            is_any_found |= report.is_found || report.is_found_by_some;
            let part = if entry.part.is_empty() { String::new() } else { format!("#{}", entry.part) };
            let verdict = match (report.is_found, report.clauses.iter().all(|clause| clause.holds)) {
                (true, _) => "found",
                _ if report.is_found_by_some => {
                    "found with some of the words, since no document has them all"
                }
                (false, true) => "not found: each part holds, but not in the same turn or time",
                (false, false) => "not found",
            };
            writeln!(
                out,
                "{}: {verdict}",
                style.paint(Label::Title, &terminal::name(&format!("{}{part}", entry.path)))
            )?;
            for clause in &report.clauses {
                writeln!(out, "   {}", sanitize(&told(clause)))?;
            }
        }
        if !is_any_found {
            nothing::hint_at_boilerplate(&index, &query, global)?;
        }
        Ok(if is_any_found { Status::Found } else { Status::Nothing })
    }
}

/// What a part of the query says, in a line.
fn told(report: &ClauseReport) -> String {
    let ClauseReport { clause, holds, is_exclusion, documents } = report;
    let count = |documents: usize| match documents {
        0 => "no document".to_owned(),
        documents => terminal::documents(documents),
    };
    let verdict = match (holds, is_exclusion) {
        (true, _) => format!("holds here; in {} of the archive", count(*documents)),
        (false, true) => format!("leaves it out; lets through {} of the archive", count(*documents)),
        (false, false) => format!("does not hold here; in {} of the archive", count(*documents)),
    };
    format!("{} {clause}: {verdict}", if *holds { '+' } else { '-' })
}
