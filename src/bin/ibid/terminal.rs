//! The terminal: what may reach it, in which colours, how wide it is, and what is said on stderr.

mod progress;
mod sanitize;
mod wrap;

use std::env;
use std::io::{self, IsTerminal};

use anstyle::{AnsiColor, Effects, Style as Ansi};
use ibid::index::Report;

use crate::command::Hint;

pub(crate) use progress::Progress;
pub(crate) use sanitize::sanitize;
pub(crate) use wrap::{Span, wrap};

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// How parts of an output look, by what they are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    is_colored: bool,
    /// How many columns there are; nothing where the output is not a terminal and lines are not
    /// wrapped.
    pub columns: Option<usize>,
}

impl Style {
    /// The style for stdout.
    pub(crate) fn for_stdout(choice: ColorChoice) -> Self {
        let is_terminal = io::stdout().is_terminal();
        Self { is_colored: is_colored(choice, is_terminal), columns: is_terminal.then(columns) }
    }

    pub(crate) fn title(&self, text: &str) -> String {
        self.paint(Ansi::new().effects(Effects::BOLD), text)
    }

    pub(crate) fn highlight(&self, text: &str) -> String {
        self.paint(AnsiColor::Yellow.on_default().effects(Effects::BOLD), text)
    }

    pub(crate) fn speaker(&self, text: &str) -> String {
        self.paint(AnsiColor::Cyan.on_default(), text)
    }

    pub(crate) fn place(&self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    pub(crate) fn label(&self, text: &str) -> String {
        self.paint(Ansi::new().effects(Effects::DIMMED), text)
    }

    pub(crate) fn removed(&self, text: &str) -> String {
        self.paint(AnsiColor::Red.on_default(), text)
    }

    pub(crate) fn added(&self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    fn paint(&self, ansi: Ansi, text: &str) -> String {
        if self.is_colored && !text.is_empty() { format!("{ansi}{text}{ansi:#}") } else { text.to_owned() }
    }
}

/// <https://no-color.org>, <https://bixense.com/clicolors>.
fn is_colored(choice: ColorChoice, is_terminal: bool) -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if is_set("NO_COLOR") => false,
        ColorChoice::Auto
            if env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0" && !value.is_empty()) =>
        {
            true
        }
        ColorChoice::Auto => is_terminal && env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// How wide the terminal is; wider lines than this are hard to read.
fn columns() -> usize {
    const COLUMNS_MAX: usize = 100;
    let asked = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let found = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    asked.or_else(found).unwrap_or(80).clamp(20, COLUMNS_MAX)
}

/// Today's date where the user is.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

/// Says something on stderr that is no error.
#[expect(clippy::print_stderr, reason = "stderr is for people")]
pub(crate) fn note(text: &str) {
    eprintln!("ibid: {}", sanitize(text));
}

/// Prints an error, the causes it has, and the way out.
#[expect(clippy::print_stderr, reason = "stderr is for people")]
pub(crate) fn print_error(error: &anyhow::Error) {
    let mut hints = Vec::new();
    let mut reasons = Vec::new();
    for cause in error.chain() {
        // A hint is attached as the context of the error that it helps with.
        reasons.push(cause.to_string());
    }
    if let Some(hint) = error.downcast_ref::<Hint>() {
        hints.push(hint.to_string());
        reasons.retain(|reason| *reason != hint.0);
    }
    reasons.dedup();
    let reason = reasons.join(": ");
    eprintln!(
        "ibid: {}",
        reason.lines().map(|line| sanitize(line).into_owned()).collect::<Vec<_>>().join("\n")
    );
    for hint in hints {
        eprintln!("hint: {hint}");
    }
}

/// Says what an update did.
#[expect(clippy::print_stderr, reason = "stderr is for people")]
pub(crate) fn print_report(report: &Report, verbose: bool) {
    /// More than this many skipped files are summed up; `ibid status --skipped` names them.
    const NAMED_MAX: usize = 10;
    let counts = [
        ("added", report.added),
        ("changed", report.changed),
        ("removed", report.removed),
        ("unchanged", report.unchanged),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    let files =
        if counts.is_empty() { "no files".to_owned() } else { format!("files: {}", counts.join(", ")) };
    eprintln!("{files}; {} documents in the archive", report.manifest.documents);
    if verbose {
        let seconds = report.ingest_time.as_secs_f64();
        let rate = report.read_bytes as f64 / 1e6 / seconds.max(1e-9);
        eprintln!(
            "listed in {:.2} s; read {:.1} MB in {seconds:.2} s ({rate:.1} MB/s); committed in {:.2} s",
            report.walk_time.as_secs_f64(),
            report.read_bytes as f64 / 1e6,
            report.commit_time.as_secs_f64()
        );
    }
    let skipped: Vec<_> =
        report.skipped.iter().filter(|skipped| verbose || skipped.reason != "hidden").collect();
    if !skipped.is_empty() {
        eprintln!("skipped: {} {}", skipped.len(), if skipped.len() == 1 { "file" } else { "files" });
        let named = if verbose { skipped.len() } else { NAMED_MAX };
        for skipped in skipped.iter().take(named) {
            eprintln!("  {}: {}", sanitize(&skipped.path), sanitize(&skipped.reason));
        }
        if skipped.len() > named {
            eprintln!("  and {} more: `ibid status --skipped` names them", skipped.len() - named);
        }
    }
    if !report.warnings.is_empty() {
        if verbose {
            for (path, warning) in &report.warnings {
                eprintln!("{}: {}", sanitize(path), sanitize(warning));
            }
        } else {
            eprintln!("warnings: {}; `ibid status --warnings` shows them", report.warnings.len());
        }
    }
}
