//! `ibid export`: every document, cleaned, one line of JSON each.

use std::io::{self, Write};

use anyhow::Result;

use super::{Global, Status};
use crate::output::document;

#[derive(Debug, clap::Args)]
pub(crate) struct ExportCommand {}

impl ExportCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let index = super::open(global)?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut status = Status::Nothing;
        for record in index.records()? {
            let record = record?;
            document::print_json(&record.entry()?.path, &record.document()?, &mut out)?;
            status = Status::Found;
        }
        out.flush()?;
        Ok(status)
    }
}
