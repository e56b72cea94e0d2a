//! Completing what is typed: names of fields, and what the archive has for them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use clap_complete::engine::CompletionCandidate;
use ibid::document::Kind;
use ibid::index::{Entry, Index};
use ibid::query::Field;

use crate::archive::Archive;

/// Candidates for the last word of a query.
pub(crate) fn query(current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_str().unwrap_or_default();
    let (before, word) = current
        .rsplit_once(' ')
        .map_or(("", current), |(_, word)| (&current[..current.len() - word.len()], word));
    let sign = if word.starts_with('-') { "-" } else { "" };
    let word = &word[sign.len()..];
    let Some((name, start)) = word.split_once(':') else {
        let names =
            Field::ALL.into_iter().map(Field::name).chain(["kind", "date", "turn", "reply", "sounds"]);
        let fitting = names.filter(|name| !word.is_empty() && name.starts_with(word));
        return fitting.map(|name| CompletionCandidate::new(format!("{before}{sign}{name}:"))).collect();
    };
    let start = start.trim_start_matches('"').to_lowercase();
    let candidate = |(value, count): (String, u64)| {
        let quoted = if value.contains(|c: char| !c.is_alphanumeric()) {
            format!("\"{}\"", value.replace('"', ""))
        } else {
            value
        };
        let help = (count > 0).then(|| format!("{count} documents").into());
        CompletionCandidate::new(format!("{before}{sign}{name}:{quoted}")).help(help)
    };
    values(name)
        .into_iter()
        .filter(|(value, _)| value.to_lowercase().starts_with(&start))
        .map(candidate)
        .collect()
}

/// Candidates for a document: paths that begin so.
pub(crate) fn document(current: &OsStr) -> Vec<CompletionCandidate> {
    /// More than this nobody reads.
    const SHOWN_MAX: usize = 200;
    let current = current.to_str().unwrap_or_default();
    let mut paths: Vec<String> =
        entries().map(|entry| entry.path).filter(|path| path.starts_with(current)).collect();
    paths.dedup();
    paths.into_iter().take(SHOWN_MAX).filter(|path| is_safe(path)).map(CompletionCandidate::new).collect()
}

/// What the archive has for a field, and in how many documents.
fn values(field: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    if field == "kind" {
        counts.extend(Kind::ALL.map(|kind| (kind.name().to_owned(), 0)));
        return counts;
    }
    for entry in entries() {
        let metadata = entry.metadata;
        let names = match field {
            "speaker" => entry.speakers,
            "author" => metadata.authors,
            "source" => metadata.source.into_iter().collect(),
            "lang" => metadata.language.into_iter().collect(),
            "tag" => metadata.tags,
            _ => return counts,
        };
        for name in names.into_iter().filter(|name| is_safe(name)) {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts
}

/// Whether a shell and a terminal take it for what it is.
fn is_safe(value: &str) -> bool {
    crate::terminal::sanitize(value) == value
}

/// What is said about every document of the archive around; nothing where there is none. Whoever
/// completes wants no error.
fn entries() -> impl Iterator<Item = Entry> {
    let index = Archive::around().and_then(|archive| open(&archive.index));
    let entries: Vec<Entry> = index
        .and_then(|index| {
            let records = index.records().ok()?;
            Some(records.filter_map(|record| record.ok()?.entry().ok()).collect())
        })
        .unwrap_or_default();
    entries.into_iter()
}

fn open(directory: &Path) -> Option<Index> {
    Index::open(directory).ok()
}
