//! `ibid facets`: who, where and when, counted over all that a query finds.

use std::io::{self, Write};

use anyhow::Result;
use clap_complete::engine::ArgValueCompleter;
use ibid::search::{FacetCounts, Matching, Options, search};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::search::FacetArgument;
use super::{Dates, Global, Status, nothing};
use crate::output::chart;
use crate::output::rows::{RowOutput, Rows};
use crate::terminal::{self, Label, Paragraph, Style, one_line, shortened};

#[derive(Debug, clap::Args)]
pub(crate) struct FacetsCommand {
    /// Only documents that this query finds, as `ibid help query` explains
    #[arg(value_name = "QUERY", add = ArgValueCompleter::new(crate::complete::query))]
    query: Vec<String>,
    /// What to count by; all where none is named
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    by: Vec<FacetArgument>,
    /// How many values of each to show; 0 for all, which formats for programs have anyway
    #[arg(short = 'n', long, value_name = "N", default_value = "10", value_parser = super::limit)]
    limit: usize,
    #[command(flatten)]
    dates: Dates,
    #[command(flatten)]
    output: RowOutput,
}

/// How many documents have a value.
#[derive(Debug, Serialize)]
struct Count<'a> {
    facet: &'static str,
    /// Null for those that have none.
    value: Option<&'a str>,
    documents: usize,
}

#[derive(Serialize)]
struct Head<'a> {
    query: &'a str,
    documents: usize,
}

impl FacetsCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let text = if self.query.is_empty() { "*".to_owned() } else { self.query.join(" ") };
        let query = self.dates.restrict(super::parse(&text, global)?)?;
        let index = super::open(global)?;
        let facets = if self.by.is_empty() { FacetArgument::ALL.to_vec() } else { self.by.clone() };
        let options = Options {
            limit: 1,
            passages: 0,
            facets: facets.into_iter().map(Into::into).collect(),
            matching: Matching::All,
            ..Options::new(terminal::today())
        };
        let results =
            search(&index, &query, &options).map_err(|error| super::search_error(error, &query.text))?;
        let mut rows = Vec::new();
        for counts in &results.facets {
            let facet = counts.facet.name();
            let values = counts.counts.iter();
            rows.extend(values.map(|(value, documents)| Count {
                facet,
                value: Some(value),
                documents: *documents,
            }));
            if counts.without > 0 {
                rows.push(Count { facet, value: None, documents: counts.without });
            }
        }
        let head = Head { query: &text, documents: results.documents };
        let rows =
            Rows { head: &head, name: "counts", rows: &rows, columns: &["facet", "value", "documents"] };
        let mut out = Vec::new();
        if !rows.print(self.output.format(), &mut out)? {
            self.print(&results.facets, &Style::for_stdout(global), &mut out)?;
        }
        terminal::page(&out, global)?;
        if results.documents == 0 {
            nothing::explain(&index, &query, global)?;
        }
        Ok(if results.documents > 0 { Status::Found } else { Status::Nothing })
    }

    fn print(&self, facets: &[FacetCounts], style: &Style, out: &mut impl Write) -> io::Result<()> {
        /// Longer names are cut.
        const NAME_COLUMNS_MAX: usize = 36;
        const BAR_COLUMNS: usize = 24;
        let mut is_first = true;
        for counts in facets.iter().filter(|counts| !counts.counts.is_empty()) {
            if !std::mem::take(&mut is_first) {
                writeln!(out)?;
            }
            writeln!(out, "{}", style.paint(Label::Title, counts.facet.name()))?;
            let shown = self.limit.min(counts.counts.len());
            // Of years the last ones are shown, in order.
            let is_years = counts.facet == ibid::search::Facet::Year;
            let first = if is_years { counts.counts.len() - shown } else { 0 };
            let shown_counts = &counts.counts[first..first + shown];
            let most = shown_counts.iter().map(|(_, documents)| *documents).max().unwrap_or(1);
            let digits = most.to_string().len();
            // Name and bar share what is left of a narrow terminal.
            let room = style.columns.map_or(usize::MAX, |columns| columns.saturating_sub(digits + 6));
            let name_columns = NAME_COLUMNS_MAX.min(room.saturating_sub(BAR_COLUMNS).max(room / 2));
            let cut = |value: &str| shortened(&one_line(value), name_columns);
            let names: Vec<String> = shown_counts.iter().map(|(value, _)| cut(value)).collect();
            let columns = names.iter().map(|name| name.width()).max().unwrap_or(0);
            let bar_columns = BAR_COLUMNS.min(room - columns);
            for (name, (_, documents)) in names.iter().zip(shown_counts) {
                let pad = " ".repeat(columns - name.width());
                let bar = chart::bar(*documents as f64 / most as f64, bar_columns);
                let line =
                    format!("  {name}{pad}  {documents:>digits$}  {}", style.paint(Label::Speaker, &bar));
                writeln!(out, "{}", line.trim_end())?;
            }
            let rest = [(counts.counts.len() - shown, "more"), (counts.without, "without")];
            let rest = rest.iter().filter(|(count, _)| *count > 0);
            let rest: Vec<String> = rest.map(|(count, what)| format!("{count} {what}")).collect();
            if !rest.is_empty() {
                let mut told = Paragraph::default();
                told.push(&format!("and {}", rest.join(", ")), Label::About);
                for line in told.lines(style.columns.map(|columns| columns - 2)) {
                    writeln!(out, "  {}", style.line(&line))?;
                }
            }
        }
        Ok(())
    }
}
