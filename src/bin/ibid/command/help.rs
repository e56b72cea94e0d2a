//! `ibid help`: what clap says of a subcommand, and the query language.

use std::io::Write;

use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::engine::ArgValueCompleter;

use super::{Global, Hint, Status};

#[derive(Debug, clap::Args)]
pub(crate) struct HelpCommand {
    /// A subcommand and those below it, `query` or `output`
    #[arg(value_name = "TOPIC", add = ArgValueCompleter::new(crate::complete::topic))]
    topic: Vec<String>,
}

impl HelpCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let mut command = crate::Arguments::command();
        let mut out = Vec::new();
        let topic: Vec<&str> = self.topic.iter().map(String::as_str).collect();
        match topic.as_slice() {
            ["output"] => out.write_all(crate::output::help::text().as_bytes())?,
            ["query"] => write!(out, "{}", ibid::query::help::HELP)?,
            names => {
                for (depth, name) in names.iter().enumerate() {
                    command = below(&command, name, depth)?;
                }
                write!(out, "{}", command.render_long_help())?;
            }
        }
        crate::terminal::page(&out, global)?;
        Ok(Status::Found)
    }
}

/// Help that is on no subcommand.
pub(crate) const TOPICS: [&str; 2] = ["query", "output"];

/// The subcommand of this name, which goes by its whole name.
fn below(command: &clap::Command, name: &str, depth: usize) -> Result<clap::Command> {
    if depth == 0 && TOPICS.contains(&name) {
        anyhow::bail!("`ibid help {name}` is one page, without parts");
    }
    let topics = TOPICS.into_iter().filter(|_| depth == 0);
    let near =
        ibid::query::nearest(name, command.get_subcommands().map(clap::Command::get_name).chain(topics));
    let near = near.map(|near| format!("; `{near}`?")).unwrap_or_default();
    let whole = format!("{} {name}", command.get_bin_name().unwrap_or(command.get_name()));
    let found = command.find_subcommand(name);
    let found = found.with_context(|| format!("no help on `{name}`{near}")).context(Hint(
        "`ibid help` lists the subcommands; there are `ibid help query` and `ibid help output`",
    ))?;
    Ok(found.clone().bin_name(whole))
}
