//! `ibid man`: manual pages, from the same text as the help.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::CommandFactory;

use super::Status;

#[derive(Debug, clap::Args)]
pub(crate) struct ManCommand {
    /// The folder to write them to, such as ~/.local/share/man/man1
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl ManCommand {
    pub(super) fn run(&self) -> Result<Status> {
        let about = || format!("`{}` cannot be written", self.folder.display());
        std::fs::create_dir_all(&self.folder).with_context(about)?;
        clap_mangen::generate_to(crate::Arguments::command(), &self.folder).with_context(about)?;
        let topics = [("query", ibid::query::help::HELP.to_owned()), ("output", crate::output::help::text())];
        for (topic, text) in topics {
            let page = self.folder.join(format!("ibid-{topic}.7"));
            std::fs::write(page, verbatim(topic, &text)).with_context(about)?;
        }
        Ok(Status::Found)
    }
}

/// A page that shows text as it is.
fn verbatim(topic: &str, text: &str) -> String {
    let name = format!("ibid-{topic}");
    let mut page =
        format!(".TH {name} 7\n.SH NAME\n{name} \\- what `ibid help {topic}` says\n.SH DESCRIPTION\n.nf\n");
    for line in text.lines() {
        // A line that begins with a dot or an apostrophe would be a command.
        page.push_str("\\&");
        page.push_str(&line.replace('\\', "\\e").replace('-', "\\-"));
        page.push('\n');
    }
    page.push_str(".fi\n");
    page
}
