//! Completing what is typed: names of fields, and what the archive has for them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use clap_complete::engine::CompletionCandidate;
use ibid::document::Kind;
use ibid::index::{Entry, Index};
use ibid::query::Field;

use crate::archive::Archive;
use crate::command::COMPLETE_VARIABLE;
use crate::saved::Store;

/// Candidates for the last word of a query.
pub(crate) fn query(current: &OsStr) -> Vec<CompletionCandidate> {
    let shell = Shell::of_environment();
    let current = shell.unescaped(current.to_str().unwrap_or_default());
    let (before, word) = current.split_at(start_of_last_word(&current));
    let (sign, word) = word.split_at(word.len() - word.trim_start_matches(['-', '+']).len());
    let candidate = |text: String| CompletionCandidate::new(shell.escaped(&format!("{before}{sign}{text}")));
    let Some((name, start)) = word.split_once(':') else {
        let names = Field::ALL.into_iter().map(Field::name);
        let names = names.chain(["kind", "date", "turn", "reply", "sounds", "query"]);
        let fitting = names.filter(|name| !word.is_empty() && name.starts_with(word));
        return fitting.map(|name| candidate(format!("{name}:"))).collect();
    };
    let told = |count: u64| match count {
        0 => None,
        1 => Some("1 document".into()),
        count => Some(format!("{count} documents").into()),
    };
    let mut values = values(name);
    if !start.is_empty() && !start.starts_with('"') {
        // A name may be meant by any of its words, and is written on as it was begun.
        values = words_of(values, start);
        return values
            .into_iter()
            .map(|(word, count)| candidate(format!("{name}:{word}")).help(told(count)))
            .collect();
    }
    let start = start.trim_start_matches('"').to_lowercase();
    values.retain(|value, _| value.to_lowercase().starts_with(&start));
    let quoted = |value: String| {
        let is_plain = value.chars().all(char::is_alphanumeric) && !word.contains('"');
        if is_plain { value } else { format!("\"{}\"", value.replace('"', "")) }
    };
    let values = values.into_iter();
    values.map(|(value, count)| candidate(format!("{name}:{}", quoted(value))).help(told(count))).collect()
}

/// Where the last word of a query begins: behind a blank or a parenthesis that is in no quotes.
fn start_of_last_word(query: &str) -> usize {
    let mut start = 0;
    let mut is_quoted = false;
    for (at, c) in query.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            ' ' | '(' | ',' if !is_quoted => start = at + 1,
            _ => {}
        }
    }
    start
}

/// The words of values that begin as was begun, with as many documents as have values with them.
fn words_of(values: BTreeMap<String, u64>, start: &str) -> BTreeMap<String, u64> {
    let mut words = BTreeMap::new();
    let folded = start.to_lowercase();
    for (value, count) in values {
        let value = value.to_lowercase();
        let parts = value.split(|c: char| !c.is_alphanumeric());
        for rest in parts.filter_map(|word| word.strip_prefix(&folded)) {
            *words.entry(format!("{start}{rest}")).or_default() += count;
        }
    }
    words
}

/// Who asks: bash puts a candidate on the line as it is, and takes quotes away when it reads that;
/// the others take care of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shell {
    Bash,
    Other,
}

impl Shell {
    fn of_environment() -> Self {
        let is_bash = std::env::var_os(COMPLETE_VARIABLE).is_some_and(|shell| shell == "bash");
        if is_bash { Self::Bash } else { Self::Other }
    }

    fn unescaped(self, text: &str) -> String {
        if self == Self::Other {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            out.extend(if c == '\\' { rest.next() } else { Some(c) });
        }
        out
    }

    fn escaped(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if self == Self::Bash && (c.is_whitespace() || "\"'\\$`&;|<>()!*?[]{}~#".contains(c)) {
                out.push('\\');
            }
            out.push(c);
        }
        out
    }
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

/// Candidates for the name of a saved query.
pub(crate) fn saved(current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_str().unwrap_or_default();
    let names = Archive::around().map(|archive| Store::at(archive.index).names()).unwrap_or_default();
    names.into_iter().filter(|name| name.starts_with(current)).map(CompletionCandidate::new).collect()
}

/// What the archive has for a field, and in how many documents.
fn values(field: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    if field == "kind" {
        counts.extend(Kind::ALL.map(|kind| (kind.name().to_owned(), 0)));
        return counts;
    }
    if field == "query" {
        let names = Archive::around().map(|archive| Store::at(archive.index).names());
        counts.extend(names.unwrap_or_default().into_iter().map(|name| (name, 0)));
        return counts;
    }
    for entry in entries() {
        let metadata = entry.metadata;
        let names = match field {
            "speaker" | "with" => entry.speakers,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_what_is_typed() {
        let check = |query: &str, expected: &str| assert_eq!(&query[start_of_last_word(query)..], expected);
        check("land speaker:wal", "speaker:wal");
        check("speaker:\"ada f", "speaker:\"ada f");
        check("(title:rent OR author:k", "author:k");
        check("turn:(speaker:a", "speaker:a");
        check("land ", "");
    }

    #[test]
    fn bash_reads_back_what_it_was_given() {
        let text = "speaker:\"Søren $Vestermark\"";
        let escaped = Shell::Bash.escaped(text);
        assert_eq!(escaped, "speaker:\\\"Søren\\ \\$Vestermark\\\"");
        assert_eq!(Shell::Bash.unescaped(&escaped), text);
        assert_eq!(Shell::Other.escaped(text), text);
    }

    #[test]
    fn a_word_of_a_name_is_enough() {
        let names = BTreeMap::from([("Walter Pellworth".to_owned(), 2), ("Agnes PELLWORTH".to_owned(), 1)]);
        assert_eq!(words_of(names.clone(), "pel"), BTreeMap::from([("pellworth".to_owned(), 3)]));
        assert_eq!(words_of(names, "Wal"), BTreeMap::from([("Walter".to_owned(), 2)]));
    }
}
