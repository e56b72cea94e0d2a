//! `ibid show`: one document, cleaned, as it is in the index.

use std::io::Write;

use anyhow::{Context, Result, bail};
use clap_complete::engine::ArgValueCompleter;

use super::{Global, Hint, Status};
use crate::output::document;
use crate::terminal::Style;

#[derive(Debug, clap::Args)]
pub(crate) struct ShowCommand {
    /// Its path in the archive, the end of that path, or its id
    #[arg(value_name = "DOC", add = ArgValueCompleter::new(crate::complete::document))]
    document: String,
    /// Print it as JSON, with its blocks and times
    #[arg(long)]
    json: bool,
}

impl ShowCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let index = super::open(global)?;
        let found = index.find(&self.document).context("the index cannot be read")?;
        if found.is_empty() {
            return Err(anyhow::anyhow!("no document `{}`", self.document)
                .context(Hint("`ibid status --list` names every document")));
        }
        let paths: Vec<String> =
            found.iter().map(|record| record.entry().map(|entry| entry.path)).collect::<Result<_, _>>()?;
        if paths.iter().any(|path| *path != paths[0]) {
            let mut paths = paths;
            paths.dedup();
            bail!("`{}` may be any of:\n  {}", self.document, paths.join("\n  "));
        }
        let mut out = Vec::new();
        for (number, record) in found.iter().enumerate() {
            if self.json {
                document::print_json(&paths[number], &record.document()?, &mut out)?;
            } else {
                if number > 0 {
                    writeln!(out)?;
                }
                document::print(&paths[number], &record.document()?, &Style::for_stdout(global), &mut out)?;
            }
        }
        crate::terminal::page(&out, global)?;
        Ok(Status::Found)
    }
}
