//! `ibid help`: what clap says of a subcommand, and the query language.

use std::io::Write;

use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::engine::ArgValueCompleter;

use super::{Global, Hint, Status};

#[derive(Debug, clap::Args)]
pub(crate) struct HelpCommand {
    /// A subcommand, `query` or `output`
    #[arg(add = ArgValueCompleter::new(crate::complete::topic))]
    topic: Option<String>,
}

impl HelpCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let mut command = crate::Arguments::command();
        let mut out = Vec::new();
        match self.topic.as_deref() {
            None => write!(out, "{}", command.render_long_help())?,
            Some("output") => out.write_all(crate::output::help::text().as_bytes())?,
            Some("query") => write!(out, "{}", ibid::query::help::HELP)?,
            Some(topic) => {
                let names = command.get_subcommands().map(clap::Command::get_name).chain(["query", "output"]);
                let near = ibid::query::nearest(topic, names);
                let near = near.map(|near| format!("; `{near}`?")).unwrap_or_default();
                let found = command.find_subcommand_mut(topic);
                let found = found.with_context(|| format!("no help on `{topic}`{near}")).context(Hint(
                    "`ibid help` lists the subcommands; there are `ibid help query` and `ibid help output`",
                ))?;
                let named = found.clone().bin_name(format!("ibid {topic}"));
                write!(out, "{}", named.clone().render_long_help())?;
            }
        }
        crate::terminal::page(&out, global)?;
        Ok(Status::Found)
    }
}
