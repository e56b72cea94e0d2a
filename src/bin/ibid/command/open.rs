//! `ibid open`: a place where it is at home.

use std::ffi::OsString;
use std::io::{self, Write};

use anyhow::Result;
use clap_complete::engine::ArgValueCompleter;

use super::{Global, Status, cite};
use crate::open::{Opener, With};
use crate::output::Files;
use crate::terminal;

const PROGRAMS: &str = "\
Programs:
  Your own settings name them, `ibid config` says in which file:
    player = \"mpv --start={seconds} {url}\"
    browser = \"firefox {url}\"
    editor = \"code --goto {path}:{line}\"
  Else they are $BROWSER, $VISUAL and $EDITOR, or what the system opens with. They are started
  directly, never through a shell, and never because an archive says so.";

#[derive(Debug, clap::Args)]
#[command(after_long_help = PROGRAMS)]
pub(crate) struct OpenCommand {
    /// What to open: a document's id or path, with `:LINE` or `@TIME` behind it as `search` prints
    /// places, or a citation id
    #[arg(value_name = "REFERENCE", add = ArgValueCompleter::new(crate::complete::document))]
    reference: OsString,
    /// What to open it with
    #[arg(long, value_name = "PROGRAM", default_value = "auto")]
    with: With,
    /// Only print the command that would be run
    #[arg(long)]
    print: bool,
}

impl OpenCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let index = super::open(global)?;
        let reference = super::name::in_archive(&index, &self.reference);
        let found = cite::resolve_one(&index, &reference)?;
        let entry = found.record.entry()?;
        cite::tell(found.fate, &reference, &entry, &found.passage);
        let opener = Opener::new(Files::new(&index.manifest().corpus), self.with, global);
        if self.print {
            let line = opener.command_line(&entry, &found.passage)?;
            writeln!(io::stdout().lock(), "{}", terminal::sanitize(&line))?;
            return Ok(Status::Found);
        }
        let opened = opener.open(&entry, &found.passage)?;
        if !global.quiet {
            terminal::note(&format!("opened {opened}"));
        }
        Ok(Status::Found)
    }
}
