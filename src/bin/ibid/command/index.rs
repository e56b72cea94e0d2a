//! `ibid index`: bring the index up to date.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Result;
use ibid::corpus::Corpus;
use ibid::index::{Index, Report, UpdateError, UpdateOptions, update};

use super::{Global, Hint, Status};
use crate::archive::Archive;
use crate::terminal::{self, Progress};

#[derive(Debug, clap::Args)]
pub(crate) struct IndexCommand {
    /// Folders and files to index; the archive's own corpus where none are named
    paths: Vec<PathBuf>,
    /// Start from nothing
    #[arg(long)]
    rebuild: bool,
    /// Read every file again, whatever its size and time of change say
    #[arg(long)]
    reread: bool,
    /// Follow symbolic links
    #[arg(long)]
    follow: bool,
    /// Read hidden files and folders (`.name`), too
    #[arg(long)]
    hidden: bool,
    /// How many threads read and clean [default: one a core]
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Wait up to this many seconds for another process that is writing the index
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    wait: u64,
}

impl IndexCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let archive = Archive::find_with(global, &self.paths)?;
        let mut corpus = archive.corpus()?;
        corpus.follows_links |= self.follow;
        corpus.reads_hidden |= self.hidden;
        let options = UpdateOptions {
            rebuild: self.rebuild,
            reread: self.reread,
            lock_patience: Duration::from_secs(self.wait),
            threads: self.threads,
        };
        let report = run(&archive, &corpus, &options, global)?;
        if !global.quiet {
            terminal::print_report(&report, global.verbose);
        }
        // A folder that is out of reach for once must not pass for an empty one.
        Ok(if report.out_of_reach > 0 { Status::Failed } else { Status::Found })
    }
}

/// Brings the index up to date with progress on stderr; an interrupt leaves it as it was.
pub(super) fn run(
    archive: &Archive,
    corpus: &Corpus,
    options: &UpdateOptions,
    global: &Global,
) -> Result<Report> {
    if !options.rebuild
        && let Ok(index) = Index::open(&archive.index)
    {
        let way_out = "`--rebuild` makes it one of the folders you name, `--index DIR` makes another";
        archive.check_roots(&index, Hint(way_out))?;
    }
    let interrupt = Arc::new(AtomicBool::new(false));
    // A second handler cannot be set, and is not needed: the first one's flag is simply not seen.
    let handler = Arc::clone(&interrupt);
    let _ = ctrlc::set_handler(move || {
        if handler.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "asked to stop a second time")]
            std::process::exit(130);
        }
    });
    let progress = Progress::new(global.quiet, global.verbose);
    let report = update(&archive.index, corpus, options, &interrupt, &|event| progress.observe(&event));
    progress.finish();
    report.map_err(|error| {
        let is_foreign = matches!(error, UpdateError::Foreign(_));
        let error = anyhow::Error::new(error);
        if is_foreign {
            return error.context(Hint("an index has a folder of its own: `--index DIR` names one to make"));
        }
        error
    })
}
