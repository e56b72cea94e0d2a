//! `ibid tui`: the archive on a whole screen.

use std::io::{self, IsTerminal};

use anyhow::Result;
use clap_complete::engine::ArgValueCompleter;

use super::{Global, Hint, Status};
use crate::open::{Opener, With};
use crate::output::Files;
use crate::saved::Store;
use crate::terminal::Style;

#[derive(Debug, clap::Args)]
#[command(after_long_help = KEYS)]
pub(crate) struct TuiCommand {
    /// What to begin with, as `ibid help query` explains
    #[arg(value_name = "QUERY", add = ArgValueCompleter::new(crate::complete::query))]
    query: Vec<String>,
}

const KEYS: &str = "\
Keys:
  Hits are left and the document is right, at its passage; F1 tells the keys. In the query they are
  those of a shell and of fzf, in the document (Tab) those of less. Enter opens as `ibid open` does,
  ^Y copies the citation (through the terminal, OSC 52), ^F narrows down by speaker, source and year.";

impl TuiCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let index = super::open(global)?;
        if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
            let error = anyhow::anyhow!("`ibid tui` needs a terminal");
            return Err(error.context(Hint("`ibid search` prints what it finds")));
        }
        let opener = Opener::new(Files::new(&index.manifest().corpus), With::Auto, global);
        let look = crate::tui::Look { theme: Style::for_stdout(global).into_theme() };
        crate::tui::run(index, Store::of(global)?, &opener, &self.query.join(" "), look)
    }
}
