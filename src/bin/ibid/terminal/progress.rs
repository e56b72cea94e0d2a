//! How far an update has come, on stderr.

use std::io::{self, IsTerminal};
use std::time::Duration;

use ibid::index::Event;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar on a terminal; one line a phase with `--verbose`; silence elsewhere.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    verbose: bool,
    quiet: bool,
}

impl Progress {
    pub(crate) fn new(quiet: bool, verbose: bool) -> Self {
        let is_shown = io::stderr().is_terminal() && !quiet && !verbose;
        let bar = ProgressBar::with_draw_target(
            Some(0),
            if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
        );
        let template = "{msg:<11} {wide_bar:.dim} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_message("listing");
        if is_shown {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { bar, verbose, quiet }
    }

    pub(crate) fn observe(&self, event: &Event<'_>) {
        match event {
            Event::Waiting(holder) => {
                let holder = if holder.is_empty() { "another process" } else { holder };
                if !self.quiet {
                    super::note(&format!("waiting for {holder}, which is writing the index"));
                }
            }
            Event::Listed { files, bytes } => {
                self.bar.set_length(*bytes);
                self.bar.set_message(format!("{files} files"));
                self.say(&format!("{files} files to read, {:.1} MB", *bytes as f64 / 1e6));
            }
            Event::Done { bytes, .. } => self.bar.inc(*bytes),
            Event::Committing => {
                self.bar.set_message("committing");
                self.say("committing");
            }
            Event::Merging => {
                self.bar.set_message("merging");
                self.say("merging segments");
            }
        }
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn say(&self, phase: &str) {
        if self.verbose {
            super::note(phase);
        }
    }
}
