//! The terminal: what may reach it, in which colours, how wide it is, and what is said on stderr.

mod hyperlink;
mod pager;
mod progress;
mod sanitize;
mod theme;
mod wrap;

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use ibid::index::Report;

use crate::command::{Global, Hint};

pub(crate) use hyperlink::HyperlinkFormat;
pub(crate) use pager::print as page;
pub(crate) use progress::{Progress, Wait};
pub(crate) use sanitize::{is_invisible, name, named, one_line, sanitize};
pub(crate) use theme::{Label, Theme};
pub(crate) use wrap::{Paragraph, Span, first_columns, last_columns, shortened};

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// How an output looks: in which colours, how wide, with which links.
#[derive(Clone, Debug)]
pub(crate) struct Style {
    /// Nothing where there are no colours.
    theme: Option<Theme>,
    /// How many columns there are; nothing where the output is not a terminal and lines are not
    /// wrapped.
    pub columns: Option<usize>,
    /// How many there are for what is no prose: all of them.
    pub whole_columns: Option<usize>,
    hyperlinks: Option<HyperlinkFormat>,
}

impl Style {
    /// The style for stdout.
    pub(crate) fn for_stdout(global: &Global) -> Self {
        let is_terminal = io::stdout().is_terminal();
        let theme = is_colored(global.color, is_terminal).then(|| global.settings.theme.clone());
        let hyperlinks = (is_terminal && theme.is_some()).then(|| global.hyperlink_format.clone());
        let whole_columns = is_terminal.then(columns);
        let columns = whole_columns.map(|columns| columns.min(COLUMNS_MAX));
        Self { theme, columns, whole_columns, hyperlinks }
    }

    /// The looks of labels; nothing where there are no colours.
    pub(crate) fn into_theme(self) -> Option<Theme> {
        self.theme
    }

    /// `text`, which is safe already, as its label looks.
    pub(crate) fn paint(&self, label: Label, text: &str) -> String {
        match &self.theme {
            Some(theme) if !text.is_empty() && label != Label::Plain => {
                let look = theme.look(label);
                format!("{look}{text}{look:#}")
            }
            _ => text.to_owned(),
        }
    }

    /// A line of a paragraph.
    pub(crate) fn line(&self, spans: &[Span]) -> String {
        spans.iter().map(|span| self.paint(span.label, &span.text)).collect()
    }

    /// `text`, which is safe already, as a link to a line of a file.
    pub(crate) fn link(&self, file: &Path, line: Option<u32>, text: &str) -> String {
        let address = self.hyperlinks.as_ref().and_then(|format| format.address(file, line));
        address.map_or_else(|| text.to_owned(), |address| hyperlink::link(&address, text))
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

/// Wider lines than this are hard to read.
const COLUMNS_MAX: usize = 100;

/// How wide the terminal is.
fn columns() -> usize {
    let asked = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let found = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    asked.or_else(found).unwrap_or(80).max(20)
}

/// Today's date where the user is.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned_datetime(time_zone()).date()
}

/// The user's time zone. Looking one up by its name walks all that there are, which is a good part
/// of the time that starting takes; where nothing names one, the system's file says it directly.
fn time_zone() -> jiff::tz::TimeZone {
    if env::var_os("TZ").is_none_or(|name| name.is_empty())
        && let Ok(file) = std::fs::read("/etc/localtime")
        && let Ok(zone) = jiff::tz::TimeZone::tzif("local", &file)
    {
        return zone;
    }
    jiff::tz::TimeZone::system()
}

/// Says a line on stderr. That nobody listens there any more is no reason not to do the work.
fn say(line: &str) {
    let _ = io::stderr().lock().write_all(format!("{line}\n").as_bytes());
}

/// So many of a thing, which `one` and `many` name.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    let name = if count == N::from(1) { one } else { many };
    format!("{count} {name}")
}

/// So many documents.
pub(crate) fn documents<N: Display + PartialEq + From<u8>>(count: N) -> String {
    counted(count, "document", "documents")
}

/// Says something on stderr that is no error.
pub(crate) fn note(text: &str) {
    say(&format!("ibid: {}", sanitize(text)));
}

/// Says on stderr that something went wrong, on several lines where it has them.
pub(crate) fn complain(text: &str) {
    say(&format!("ibid: {}", lines(text)));
}

/// Text of several lines, each made safe.
fn lines(text: &str) -> String {
    text.lines().map(sanitize).collect::<Vec<_>>().join("\n")
}

/// Prints an error, the causes it has, and the way out.
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
    complain(&reasons.join(": "));
    for text in hints {
        hint(&text);
    }
}

/// Says the way out of what went wrong.
pub(crate) fn hint(text: &str) {
    say(&format!("hint: {}", sanitize(text)));
}

/// Says what an update did.
pub(crate) fn print_report(report: &Report, verbose: bool) {
    /// More than this many skipped files are summed up; `ibid status --skipped` names them.
    const NAMED_MAX: usize = 10;
    let counts = [
        ("added", report.added),
        ("changed", report.changed),
        ("removed", report.removed),
        ("unchanged", report.unchanged),
        ("out of reach", report.out_of_reach),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    let files =
        if counts.is_empty() { "no files".to_owned() } else { format!("files: {}", counts.join(", ")) };
    say(&format!("{files}; {} in the archive", documents(report.manifest.documents)));
    if verbose {
        let seconds = report.ingest_time.as_secs_f64();
        let rate = report.read_bytes as f64 / 1e6 / seconds.max(1e-9);
        say(&format!(
            "listed in {:.2} s; read {:.1} MB in {seconds:.2} s ({rate:.1} MB/s); committed in {:.2} s",
            report.walk_time.as_secs_f64(),
            report.read_bytes as f64 / 1e6,
            report.commit_time.as_secs_f64()
        ));
    }
    let hidden = report.skipped.iter().filter(|skipped| skipped.is_hidden()).count();
    if hidden > 0 {
        let (what, them) =
            (counted(hidden, "file or folder", "files and folders"), if hidden == 1 { "it" } else { "them" });
        say(&format!("hidden: {what} left out; `ibid index --hidden` reads {them}"));
    }
    let skipped: Vec<_> = report.skipped.iter().filter(|skipped| verbose || !skipped.is_usual()).collect();
    if !skipped.is_empty() {
        say(&format!("skipped: {}", counted(skipped.len(), "file", "files")));
        let named = if verbose { skipped.len() } else { NAMED_MAX };
        for skipped in skipped.iter().take(named) {
            say(&format!("  {}: {}", name(&skipped.path), sanitize(&skipped.reason)));
        }
        if skipped.len() > named {
            say(&format!("  and {} more: `ibid status --skipped` names them", skipped.len() - named));
        }
    }
    if !report.warnings.is_empty() {
        if verbose {
            for (path, warning) in &report.warnings {
                say(&format!("{}: {}", name(path), sanitize(warning)));
            }
        } else {
            say(&format!("warnings: {}; `ibid status --warnings` shows them", report.warnings.len()));
        }
    }
}
