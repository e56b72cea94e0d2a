//! `--since` and `--until`, wherever documents are chosen by a query.

use anyhow::{Result, bail};
use ibid::query::{self, Clause, DatePoint, DateRange, Need, Node, NodeKind, Query};

#[derive(Debug, clap::Args)]
pub(crate) struct Dates {
    /// Only documents published on or after a date, such as 2021, 2021-03 or 3m (ago)
    #[arg(long, value_name = "DATE")]
    since: Option<DatePoint>,
    /// Only documents published on or before a date
    #[arg(long, value_name = "DATE")]
    until: Option<DatePoint>,
}

impl Dates {
    /// Whether there are any.
    pub(super) fn are_given(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    /// The query together with the dates.
    pub(super) fn restrict(&self, query: Query) -> Result<Query> {
        if !self.are_given() {
            return Ok(query);
        }
        let range = DateRange { from: self.since, to: self.until };
        if range.is_reversed() {
            bail!("`--since` and `--until`: {range} ends before it begins");
        }
        let range = NodeKind::Date(range);
        let date = Clause { node: Node::new(query::Span::default(), range), need: Need::Required };
        let span = query.root.span;
        let mut clauses = match query.root.kind {
            NodeKind::And(clauses) => clauses,
            _ => vec![Clause { node: query.root, need: Need::Asked }],
        };
        clauses.push(date);
        Ok(Query { text: query.text, root: Node::new(span, NodeKind::And(clauses)) })
    }
}
