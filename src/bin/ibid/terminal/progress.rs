//! How far an update has come, on stderr.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use ibid::index::Event;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::command::Global;

/// A line on stderr for work that takes longer than half a second, on a terminal: what is done, and
/// how much of it. It is gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Wait {
    done: Arc<AtomicU64>,
    /// The thread draws until this is gone.
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Wait {
    /// Work in so many steps, where it is known in how many.
    pub(crate) fn begin(what: &'static str, steps: Option<u64>, global: &Global) -> Self {
        let done = Arc::new(AtomicU64::new(0));
        let is_shown = !global.quiet && io::stderr().is_terminal();
        let running = is_shown.then(|| {
            let (sender, receiver) = mpsc::channel();
            let done = Arc::clone(&done);
            (sender, thread::spawn(move || draw(what, steps, &done, &receiver)))
        });
        Self { done, running }
    }

    /// The same, where stdout is not the terminal that it would be drawn on.
    pub(crate) fn begin_beside_output(what: &'static str, steps: Option<u64>, global: &Global) -> Self {
        if io::stdout().is_terminal() {
            return Self { done: Arc::default(), running: None };
        }
        Self::begin(what, steps, global)
    }

    /// One more step is done.
    pub(crate) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.running.take() {
            drop(sender);
            // It has nothing to say any more.
            let _ = thread.join();
        }
    }
}

fn draw(what: &'static str, steps: Option<u64>, done: &AtomicU64, over: &mpsc::Receiver<()>) {
    const PATIENCE: Duration = Duration::from_millis(500);
    const TICK: Duration = Duration::from_millis(100);
    if over.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let (bar, template) = match steps {
        Some(steps) => (ProgressBar::new(steps), "{msg} {wide_bar:.dim} {pos}/{len} {eta}"),
        None => (ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}"),
    };
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(what);
    while over.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        bar.set_position(done.load(Ordering::Relaxed));
        bar.tick();
    }
    bar.finish_and_clear();
}

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
