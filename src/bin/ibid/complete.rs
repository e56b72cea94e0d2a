//! Completing what is typed: names of fields, and what the archive has for them.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::OnceLock;

use clap::CommandFactory;
use clap_complete::engine::CompletionCandidate;
use ibid::document::Kind;
use ibid::index::{Entry, Index};
use ibid::query::Field;

use crate::archive::Archive;
use crate::command::{COMPLETE_VARIABLE, TOPICS};
use crate::output::field::FIELDS;
use crate::saved::Store;

/// The shell that asks: by the time that candidates are wanted, it is in the environment no more.
static SHELL: OnceLock<OsString> = OnceLock::new();

/// Answers a shell that asks for candidates, and ends; goes on where none does.
pub(crate) fn answer() {
    if let Some(shell) = std::env::var_os(COMPLETE_VARIABLE) {
        let _ = SHELL.set(shell);
        clap_complete::CompleteEnv::with_factory(crate::Arguments::command).var(COMPLETE_VARIABLE).complete();
    }
}

/// Candidates for the last word of a query.
pub(crate) fn query(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = Typed::read(current);
    let (before, word) = typed.text.split_at(start_of_last_word(&typed.text));
    let (sign, word) = word.split_at(word.len() - word.trim_start_matches(['-', '+']).len());
    let candidate = |text: String| typed.candidate(&format!("{before}{sign}{text}"));
    let Some((name, start)) = word.split_once(':') else {
        let names = Field::ALL.into_iter().map(Field::name);
        let names = names.chain(["kind", "date", "turn", "reply", "sounds", "query"]);
        let fitting = names.filter(|name| !word.is_empty() && name.starts_with(word));
        return fitting.filter_map(|name| candidate(format!("{name}:"))).collect();
    };
    let told = |count: u64| match count {
        0 => None,
        count => Some(crate::terminal::documents(count).into()),
    };
    let fitting = fitting(values(name), start).into_iter();
    let candidates =
        fitting.filter_map(|(value, count)| Some(candidate(format!("{name}:{value}"))?.help(told(count))));
    candidates.collect()
}

/// The values that go on as was begun, written as a query takes them and with the letters that are
/// there already: shells take back what does not go on so. Where none begins so, a later word of
/// one may.
fn fitting(values: BTreeMap<String, u64>, start: &str) -> Vec<(String, u64)> {
    let is_quoted = start.starts_with('"');
    let written: Vec<(String, u64)> = values
        .into_iter()
        .filter_map(|(value, count)| {
            Some((if is_quoted { quoted(&value) } else { one_word(&value) }?, count))
        })
        .collect();
    let go_on = |text: &str| {
        let mut rest = text.chars();
        let begins = start.chars().all(|typed| {
            let fold = |c: char| c.to_lowercase().collect::<String>();
            rest.next().is_some_and(|c| fold(c) == fold(typed))
        });
        begins.then(|| format!("{start}{}", rest.as_str()))
    };
    let later = |text: &str| text.match_indices('-').find_map(|(at, _)| go_on(&text[at + 1..]));
    let is_begun = is_quoted || written.iter().any(|(text, _)| go_on(text).is_some());
    // Names that differ in their case alone are found together.
    let mut found: BTreeMap<String, (String, u64)> = BTreeMap::new();
    for (text, count) in &written {
        if let Some(text) = if is_begun { go_on(text) } else { later(text) } {
            found.entry(text.to_lowercase()).or_insert((text, 0)).1 += count;
        }
    }
    found.into_values().collect()
}

/// A value as one word of a query, which no shell takes apart: `walter-pellworth` asks for both
/// words in a row, as quotation marks do.
fn one_word(value: &str) -> Option<String> {
    let is_plain = value
        .split_whitespace()
        .all(|word| word.split('-').all(|part| part.chars().all(char::is_alphanumeric) && !part.is_empty()));
    if is_plain { Some(value.split_whitespace().collect::<Vec<_>>().join("-")) } else { quoted(value) }
}

fn quoted(value: &str) -> Option<String> {
    (!value.contains('"')).then(|| format!("\"{value}\""))
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

/// What was typed of an argument, and what a shell puts on the line in its place.
///
/// Bash and zsh hand over what stands on the line, quotes and all. Bash puts a candidate there as it
/// is, behind the quote that is open; the others take care of quotes themselves.
#[derive(Debug)]
struct Typed {
    /// What the command would be given.
    text: String,
    /// How much of it stands before the open quote and stays.
    kept: usize,
    quote: Quote,
}

/// How a candidate is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quote {
    /// As it is.
    AsItIs,
    /// For bash, outside of quotes.
    Escaped,
    /// For bash, behind this quotation mark.
    Open(char),
}

impl Typed {
    fn read(current: &OsStr) -> Self {
        let current = current.to_str().unwrap_or_default();
        match SHELL.get().and_then(|shell| shell.to_str()) {
            Some("bash") => Self::in_bash(current),
            Some("zsh") => Self { kept: 0, quote: Quote::AsItIs, ..Self::in_bash(current) },
            _ => Self { text: current.to_owned(), kept: 0, quote: Quote::AsItIs },
        }
    }

    fn in_bash(current: &str) -> Self {
        let mut typed = Self { text: String::new(), kept: 0, quote: Quote::Escaped };
        let mut rest = current.chars();
        while let Some(c) = rest.next() {
            match (typed.quote, c) {
                (Quote::Open(open), c) if c == open => (typed.quote, typed.kept) = (Quote::Escaped, 0),
                (Quote::Escaped, '"' | '\'') => {
                    (typed.quote, typed.kept) = (Quote::Open(c), typed.text.len());
                }
                (Quote::Escaped | Quote::Open('"'), '\\') => typed.text.extend(rest.next()),
                (_, c) => typed.text.push(c),
            }
        }
        typed
    }

    /// An argument that goes on as was typed, where it can be written so.
    fn candidate(&self, argument: &str) -> Option<CompletionCandidate> {
        self.written(argument).map(CompletionCandidate::new)
    }

    fn written(&self, argument: &str) -> Option<String> {
        let argument = argument.get(self.kept..)?;
        let is_escaped: fn(char) -> bool = match self.quote {
            Quote::AsItIs => |_| false,
            Quote::Escaped => |c| c.is_whitespace() || "\"'\\$`&;|<>()!*?[]{}~#".contains(c),
            Quote::Open('"') => |c| "\"\\$`".contains(c),
            Quote::Open(_) if argument.contains('\'') => return None,
            Quote::Open(_) => |_| false,
        };
        let mut out = String::with_capacity(argument.len());
        for c in argument.chars() {
            if is_escaped(c) {
                out.push('\\');
            }
            out.push(c);
        }
        Some(out)
    }
}

/// Candidates for a document: paths that begin so.
pub(crate) fn document(current: &OsStr) -> Vec<CompletionCandidate> {
    /// More than this nobody reads.
    const SHOWN_MAX: usize = 200;
    let typed = Typed::read(current);
    let mut paths: Vec<String> =
        entries().map(|entry| entry.path).filter(|path| path.starts_with(&typed.text)).collect();
    paths.dedup();
    let shown = paths.iter().take(SHOWN_MAX).filter(|path| is_safe(path));
    shown.filter_map(|path| typed.candidate(path)).collect()
}

/// Candidates for the last of several fields.
pub(crate) fn fields(current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_str().unwrap_or_default();
    let (before, start) = current.split_at(current.rfind(',').map_or(0, |at| at + 1));
    let fitting = FIELDS.iter().filter(|field| field.name.starts_with(start));
    let candidate = |name: &str| CompletionCandidate::new(format!("{before}{name}"));
    fitting.map(|field| candidate(field.name).help(Some(field.about.into()))).collect()
}

/// Candidates for what there is help on.
pub(crate) fn topic(current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_str().unwrap_or_default();
    let command = crate::Arguments::command();
    let commands =
        command.get_subcommands().map(|command| (command.get_name(), command.get_about().cloned()));
    let topics = TOPICS.into_iter().map(|topic| (topic, None));
    let fitting = commands.chain(topics).filter(|(name, _)| name.starts_with(current));
    fitting.map(|(name, about)| CompletionCandidate::new(name).help(about)).collect()
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
        let escaped = Typed::in_bash("spea").written(text).unwrap();
        assert_eq!(escaped, "speaker:\\\"Søren\\ \\$Vestermark\\\"");
        assert_eq!(Typed::in_bash(&escaped).text, text);
        // Behind an open quote stands only what follows it.
        let behind = |typed: &str, argument: &str| Typed::in_bash(typed).written(argument);
        assert_eq!(behind("'speaker:\"Sø", text).unwrap(), text);
        assert_eq!(behind("speaker:\"ada", "speaker:ada-field").unwrap(), "ada-field");
        assert_eq!(behind("\"a $b\"/c", "a $b/c d").unwrap(), "a\\ \\$b/c\\ d");
        assert_eq!(behind("'it", "it's"), None);
    }

    #[test]
    fn a_name_goes_on_as_it_was_begun() {
        let names = || {
            BTreeMap::from([
                ("Walter Pellworth".to_owned(), 2),
                ("Agnes PELLWORTH".to_owned(), 1),
                ("Pell's".to_owned(), 1),
            ])
        };
        let check = |start: &str, expected: &[(&str, u64)]| {
            let found = fitting(names(), start);
            let found: Vec<(&str, u64)> = found.iter().map(|(name, count)| (name.as_str(), *count)).collect();
            assert_eq!(found, expected, "{start}");
        };
        check("wal", &[("walter-Pellworth", 2)]);
        check("pellw", &[("pellwORTH", 3)]);
        check("\"wal", &[("\"walter Pellworth\"", 2)]);
        check("\"pe", &[("\"pell's\"", 1)]);
        check("", &[("\"Pell's\"", 1), ("Agnes-PELLWORTH", 1), ("Walter-Pellworth", 2)]);
        check("agnes-p", &[("agnes-pELLWORTH", 1)]);
    }
}
