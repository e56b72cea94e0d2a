//! `ibid config`: every setting, and where it is from.

use std::io::{self, Write};

use anyhow::Result;

use super::{Global, Status};
use crate::archive::Archive;
use crate::terminal::{Label, Style, sanitize};

#[derive(Debug, clap::Args)]
pub(crate) struct ConfigCommand {}

impl ConfigCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let style = Style::for_stdout(global);
        let mut out = io::BufWriter::new(io::stdout().lock());
        for (file, is_there) in &global.settings.files {
            let state = if *is_there { "" } else { " (not there)" };
            let line = format!("# {}{state}", sanitize(&file.display().to_string()));
            writeln!(out, "{}", style.paint(Label::About, &line))?;
        }
        let mut line = |key: &str, value: Option<String>, origin: &str| {
            // As it would stand in a file.
            let is_plain = |value: &String| value.parse::<u64>().is_ok() || value.parse::<bool>().is_ok();
            let plain = value.as_ref().is_some_and(is_plain);
            let value = match value {
                Some(value) if plain => format!("{key} = {value}"),
                Some(value) => format!("{key} = {}", toml::Value::String(value)),
                None => format!("# {key} is not set"),
            };
            let origin = style.paint(Label::About, &format!("# {}", sanitize(origin)));
            writeln!(out, "{} {origin}", sanitize(&value))
        };
        if let Ok(archive) = Archive::find(global) {
            for root in &archive.roots {
                line("corpus", Some(root.display().to_string()), &archive.origins.roots)?;
            }
            line("index", Some(archive.index.display().to_string()), &archive.origins.index)?;
            // Only the file beside the index can say so.
            for (key, is_set) in [("follow", archive.follows_links), ("hidden", archive.reads_hidden)] {
                let origin = if is_set { &archive.origins.index } else { "default" };
                line(key, Some(is_set.to_string()), origin)?;
            }
        }
        for (key, value, origin) in global.settings.all() {
            line(key, value, &origin.to_string())?;
        }
        out.flush()?;
        Ok(Status::Found)
    }
}
