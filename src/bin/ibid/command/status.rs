//! `ibid status`: what is in the archive.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anyhow::Result;
use ibid::corpus::Listing;
use ibid::index::{Entry, Index, Outcome, SourceState};

use super::{Global, Status, search::count_changes};
use crate::output::json::{self, Versioned};
use crate::terminal::{Label, Style, Wait, counted, name, sanitize};

#[derive(Debug, clap::Args)]
pub(crate) struct StatusCommand {
    /// Name every document
    #[arg(long, conflicts_with = "json")]
    list: bool,
    /// Name every file that gives no documents and every hidden folder, and why
    #[arg(long, conflicts_with = "json")]
    skipped: bool,
    /// Name every warning
    #[arg(long, conflicts_with = "json")]
    warnings: bool,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

/// Counts over the whole archive.
#[derive(Debug, Default, serde::Serialize)]
struct Summary {
    documents: u64,
    words: u64,
    text_bytes: u64,
    index_bytes: u64,
    source_files: usize,
    source_bytes: u64,
    indexed_at: String,
    changed_files: Option<usize>,
    first_date: Option<String>,
    last_date: Option<String>,
    kinds: BTreeMap<String, u64>,
    formats: BTreeMap<String, u64>,
    languages: BTreeMap<String, u64>,
    sources: BTreeMap<String, u64>,
    skipped: BTreeMap<String, u64>,
    warnings: BTreeMap<String, u64>,
}

impl StatusCommand {
    pub(super) fn run(&self, global: &Global) -> Result<Status> {
        let index = super::open(global)?;
        let sources = index.sources()?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        if self.list || self.skipped || self.warnings {
            self.print_lists(&index, &sources, &mut out)?;
        } else {
            let summary = summarize(&index, &sources, global)?;
            if self.json {
                json::print_pretty(&Versioned::new(&summary), &mut out)?;
            } else {
                print(&summary, &Style::for_stdout(global), &mut out)?;
            }
        }
        out.flush()?;
        Ok(if index.manifest().documents > 0 { Status::Found } else { Status::Nothing })
    }

    fn print_lists(&self, index: &Index, sources: &[SourceState], out: &mut impl Write) -> Result<()> {
        if self.list {
            for record in index.records()? {
                let Entry { path, part, .. } = record?.entry()?;
                let part = if part.is_empty() { part } else { format!("#{part}") };
                writeln!(out, "{}{}", name(&path), sanitize(&part))?;
            }
        }
        if self.skipped {
            let listing = index.manifest().corpus.walk().unwrap_or_default();
            let mut skipped: Vec<_> = skipped(sources, &listing).collect();
            skipped.sort_by_key(|(path, _)| *path);
            for (path, reason) in skipped {
                writeln!(out, "{}: {}", name(path), sanitize(reason))?;
            }
        }
        for source in sources.iter().filter(|_| self.warnings) {
            for warning in &source.warnings {
                writeln!(out, "{}: {}", name(&source.path), sanitize(warning))?;
            }
        }
        Ok(())
    }
}

/// What gives no documents, and why: sources that were not read, and what the walk leaves out.
fn skipped<'a>(sources: &'a [SourceState], listing: &'a Listing) -> impl Iterator<Item = (&'a str, &'a str)> {
    let unread = sources.iter().filter_map(|source| match &source.outcome {
        Outcome::Skipped(reason) => Some((source.path.as_str(), reason.as_str())),
        Outcome::Read => None,
    });
    let left_out = listing.skipped.iter().map(|skipped| (skipped.path.as_str(), skipped.reason.as_str()));
    unread.chain(left_out)
}

fn summarize(index: &Index, sources: &[SourceState], global: &Global) -> Result<Summary> {
    let wait = Wait::begin("reading what is said of documents", Some(index.manifest().documents), global);
    let manifest = index.manifest();
    let listing = manifest.corpus.walk().ok();
    let mut summary = Summary {
        documents: manifest.documents,
        words: manifest.words,
        text_bytes: manifest.text_bytes,
        index_bytes: index.size_bytes()?,
        source_files: sources.len(),
        source_bytes: sources.iter().map(|source| source.stamp.size_bytes).sum(),
        indexed_at: jiff::Timestamp::from_second(i64::try_from(manifest.committed_s)?)?.to_string(),
        changed_files: listing.as_ref().map(|listing| count_changes(sources, &listing.sources)),
        ..Summary::default()
    };
    let mut dates = (None, None);
    for record in index.records()? {
        wait.step();
        let entry = record?.entry()?;
        let count = |counts: &mut BTreeMap<String, u64>, value: &str| {
            *counts.entry(value.to_owned()).or_default() += 1
        };
        count(&mut summary.kinds, entry.kind.name());
        count(&mut summary.formats, &entry.format);
        count(&mut summary.languages, entry.metadata.language.as_deref().unwrap_or("unknown"));
        count(&mut summary.sources, entry.metadata.source.as_deref().unwrap_or("unknown"));
        if let Some(date) = entry.metadata.date {
            dates = (
                dates.0.map_or(Some(date), |first| Some(date.min(first))),
                dates.1.map_or(Some(date), |last| Some(date.max(last))),
            );
        }
    }
    summary.first_date = dates.0.map(|date: ibid::document::Date| date.to_string());
    summary.last_date = dates.1.map(|date: ibid::document::Date| date.to_string());
    for (_, reason) in skipped(sources, &listing.unwrap_or_default()) {
        *summary.skipped.entry(general(reason)).or_default() += 1;
    }
    for warning in sources.iter().flat_map(|source| &source.warnings) {
        *summary.warnings.entry(general(warning)).or_default() += 1;
    }
    Ok(summary)
}

/// The reason without what is particular to one file: values in backticks and numbers. One of a thing is told as
/// several are.
fn general(reason: &str) -> String {
    let mut out = String::new();
    for (number, piece) in reason.split('`').enumerate() {
        out.push_str(if number % 2 == 0 { piece } else { "…" });
    }
    let mut words: Vec<String> = Vec::new();
    // How many words stand behind a 1: the thing, and what it does.
    let mut behind_one = None;
    for word in out.split(' ') {
        let plural = match (behind_one, word) {
            (Some(0), thing) if !thing.ends_with('s') => format!("{thing}s"),
            (Some(1), "has") => "have".to_owned(),
            (Some(1), "is") => "are".to_owned(),
            (Some(1), "was") => "were".to_owned(),
            _ => word.to_owned(),
        };
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        words.push(if has_digit { "N".to_owned() } else { plural });
        behind_one = if word == "1" { Some(0) } else { behind_one.map(|count: usize| count + 1) };
    }
    words.join(" ")
}

fn print(summary: &Summary, style: &Style, out: &mut impl Write) -> io::Result<()> {
    /// More rows of a table than this say less, not more.
    const ROWS_MAX: usize = 12;
    let label = |text: &str| style.paint(Label::Name, &format!("{text:<10}"));
    writeln!(
        out,
        "{} {} with {}, {} of text",
        label("documents"),
        summary.documents,
        counted(summary.words, "word", "words"),
        megabytes(summary.text_bytes)
    )?;
    writeln!(
        out,
        "{} {}, {}",
        label("sources"),
        counted(summary.source_files, "file", "files"),
        megabytes(summary.source_bytes)
    )?;
    let ratio = match summary.index_bytes as f64 / summary.text_bytes as f64 {
        ratio if ratio < 10.0 => format!(", {ratio:.2} of the text"),
        ratio if ratio.is_finite() => format!(", {ratio:.0} times the text"),
        _ => String::new(),
    };
    writeln!(out, "{} {}{ratio}", label("index"), megabytes(summary.index_bytes))?;
    if let (Some(first), Some(last)) = (&summary.first_date, &summary.last_date) {
        writeln!(out, "{} {first} to {last}", label("dates"))?;
    }
    let changed = match summary.changed_files {
        Some(0) => "nothing has changed since".to_owned(),
        Some(changed) => format!("{} changed since", counted(changed, "file has", "files have")),
        None => "its files cannot be found".to_owned(),
    };
    writeln!(out, "{} {}, {changed}", label("indexed"), summary.indexed_at)?;
    let tables = [
        ("kinds", &summary.kinds),
        ("formats", &summary.formats),
        ("languages", &summary.languages),
        ("from", &summary.sources),
        ("skipped", &summary.skipped),
        ("warnings", &summary.warnings),
    ];
    for (table, counts) in tables {
        let mut rows: Vec<_> = counts.iter().collect();
        rows.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        for (number, (value, count)) in rows.iter().take(ROWS_MAX).enumerate() {
            writeln!(out, "{} {count:>6}  {}", label(if number == 0 { table } else { "" }), sanitize(value))?;
        }
        if rows.len() > ROWS_MAX {
            writeln!(out, "{}         and {} more", label(""), rows.len() - ROWS_MAX)?;
        }
    }
    Ok(())
}

fn megabytes(bytes: u64) -> String {
    if bytes < 100_000 {
        format!("{:.1} kB", bytes as f64 / 1e3)
    } else {
        format!("{:.1} MB", bytes as f64 / 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::general;

    #[test]
    fn one_of_a_thing_is_told_as_several_are() {
        assert_eq!(general("1 post never published and left out"), "N posts never published and left out");
        assert_eq!(general("3 posts never published and left out"), "N posts never published and left out");
        assert_eq!(general("1 entry-page has no text"), "N entry-pages have no text");
        assert_eq!(general("larger than 512 MiB"), "larger than N MiB");
        assert_eq!(general("`a 1 b` is no book"), "… is no book");
    }
}
