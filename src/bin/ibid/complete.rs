//! Completing what is typed: names of fields, and what the archive has for them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::engine::CompletionCandidate;
use ibid::document::Kind;
use ibid::index::{Entry, Index};
use ibid::query::Field;

use crate::Arguments;
use crate::archive::Archive;
use crate::command::COMPLETE_WORD_VARIABLE;
use crate::output::field::FIELDS;
use crate::saved::Store;

/// Candidates for the last word of a query.
pub(crate) fn query(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = Typed::of(current);
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
        1 => Some("1 document".into()),
        count => Some(format!("{count} documents").into()),
    };
    let mut values = values(name);
    // A quotation mark of the shell's own is none of the query's, which gets one behind it.
    let is_quoted = start.starts_with('"') || typed.opens_at(&format!("{before}{sign}{name}:"));
    if !start.is_empty() && !is_quoted {
        values = written_on(values, start);
    } else {
        let start = start.trim_start_matches('"').to_lowercase();
        values.retain(|value, _| value.to_lowercase().starts_with(&start));
        let quoted = |value: String| {
            let is_plain = value.chars().all(char::is_alphanumeric) && !is_quoted;
            if is_plain { value } else { format!("\"{}\"", value.replace('"', "")) }
        };
        values = values.into_iter().map(|(value, count)| (quoted(value), count)).collect();
    }
    let candidates = values.into_iter().filter_map(|(value, count)| {
        let candidate = candidate(format!("{name}:{value}"))?;
        Some(candidate.help(told(count)))
    });
    candidates.collect()
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

/// Names that begin as was begun, written on from there without blanks: words with `-` between them
/// are a phrase. Where no name begins so, a name may be meant by a later word of it. Several that are
/// written on alike are one, with as many documents as they have together.
fn written_on(values: BTreeMap<String, u64>, start: &str) -> BTreeMap<String, u64> {
    let folded = start.to_lowercase();
    let is_capital = start.chars().any(char::is_uppercase);
    let (mut whole, mut later) = (BTreeMap::new(), BTreeMap::new());
    for (value, count) in values {
        let name = value.split_whitespace().collect::<Vec<_>>().join("-");
        let lower = name.to_lowercase();
        // Letters that are longer in lower case are rare, and kept in it.
        let name = if is_capital && lower.len() == name.len() { &name } else { &lower };
        let is_start = |at: &usize| {
            *at == 0 || lower[..*at].chars().next_back().is_some_and(|before| !before.is_alphanumeric())
        };
        let at = lower.match_indices(&folded).map(|(at, _)| at).find(is_start);
        if let Some((at, rest)) = at.and_then(|at| Some((at, name.get(at + folded.len()..)?))) {
            let found = if at == 0 { &mut whole } else { &mut later };
            *found.entry(format!("{start}{rest}")).or_default() += count;
        }
    }
    if whole.is_empty() { later } else { whole }
}

/// A word as far as it is typed, as the shell will read it.
#[derive(Debug, PartialEq, Eq)]
struct Typed {
    text: String,
    /// Where in the text a quotation mark of the shell's is open, and which. What is before it stays
    /// on the line as it is.
    open: Option<(usize, char)>,
    shell: Shell,
}

/// Who asks: bash puts a candidate on the line as it is, and takes quotes away when it reads that;
/// the others take care of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shell {
    Bash,
    Other,
}

impl Typed {
    fn of(current: &OsStr) -> Self {
        // Bash alone says it.
        match std::env::var(COMPLETE_WORD_VARIABLE) {
            Ok(word) => Self::in_bash(&word),
            Err(_) => Self {
                text: current.to_str().unwrap_or_default().to_owned(),
                open: None,
                shell: Shell::Other,
            },
        }
    }

    /// Takes quotes away as bash does.
    fn in_bash(word: &str) -> Self {
        let mut typed = Self { text: String::with_capacity(word.len()), open: None, shell: Shell::Bash };
        let mut rest = word.chars();
        while let Some(c) = rest.next() {
            match (typed.open.map(|(_, mark)| mark), c) {
                (None, '"' | '\'') => typed.open = Some((typed.text.len(), c)),
                (Some(mark), c) if c == mark => typed.open = None,
                (None, '\\') => typed.text.extend(rest.next()),
                (Some('"'), '\\') => match rest.next() {
                    Some(c @ ('"' | '\\' | '$' | '`')) => typed.text.push(c),
                    c => typed.text.extend(['\\'].into_iter().chain(c)),
                },
                _ => typed.text.push(c),
            }
        }
        typed
    }

    /// Whether the shell's quotation mark is open right behind this.
    fn opens_at(&self, before: &str) -> bool {
        self.open == Some((before.len(), '"')) && self.text.starts_with(before)
    }

    /// A candidate for the word, so that the shell reads `text`; nothing where what stays on the line
    /// does not lead there.
    fn candidate(&self, text: &str) -> Option<CompletionCandidate> {
        Some(CompletionCandidate::new(self.written(text)?))
    }

    fn written(&self, text: &str) -> Option<String> {
        const SPECIAL: &str = "\"'\\$`&;|<>()!*?[]{}~#";
        let (text, special) = match (self.shell, self.open) {
            (Shell::Other, _) => return Some(text.to_owned()),
            (Shell::Bash, None) => (text, SPECIAL),
            (Shell::Bash, Some((kept, mark))) => {
                let rest = text.strip_prefix(&self.text[..kept])?;
                if mark == '\'' {
                    return Some(rest.replace('\'', r"'\''"));
                }
                (rest, "\"\\$`")
            }
        };
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if special.contains(c) || self.open.is_none() && c.is_whitespace() {
                out.push('\\');
            }
            out.push(c);
        }
        // Bash closes what is open, but for text that ends with such a mark.
        out.extend(self.open.map(|(_, mark)| mark).filter(|mark| out.ends_with(*mark)));
        Some(out)
    }
}

/// Candidates for a document: paths that begin so.
pub(crate) fn document(current: &OsStr) -> Vec<CompletionCandidate> {
    /// More than this nobody reads.
    const SHOWN_MAX: usize = 200;
    let typed = Typed::of(current);
    let mut paths: Vec<String> =
        entries().map(|entry| entry.path).filter(|path| path.starts_with(&typed.text)).collect();
    paths.dedup();
    let shown = paths.into_iter().filter(|path| is_safe(path)).take(SHOWN_MAX);
    shown.filter_map(|path| typed.candidate(&path)).collect()
}

/// Candidates for what there is help on.
pub(crate) fn topic(current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_str().unwrap_or_default();
    let command = Arguments::command();
    let commands = command.get_subcommands().map(|command| {
        let about = command.get_about().map(|about| about.to_string().into());
        CompletionCandidate::new(command.get_name()).help(about)
    });
    let others = [("query", "How to ask"), ("output", "What comes out")];
    let others = others.map(|(name, about)| CompletionCandidate::new(name).help(Some(about.into())));
    let all = commands.chain(others);
    all.filter(|topic| topic.get_value().to_string_lossy().starts_with(current)).collect()
}

/// Candidates for the name of a field that can be printed.
pub(crate) fn field(current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_str().unwrap_or_default();
    let fitting = FIELDS.iter().filter(|field| field.name.starts_with(current));
    fitting.map(|field| CompletionCandidate::new(field.name).help(Some(field.about.into()))).collect()
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
        let check = |word: &str, text: &str, written: &str| {
            let typed = Typed::in_bash(word);
            assert_eq!(typed.written(text).as_deref(), Some(written), "{word}: {typed:?}");
        };
        let name = "speaker:\"Søren $Vestermark\"";
        check("spea", name, "speaker:\\\"Søren\\ \\$Vestermark\\\"");
        check("speaker:\\\"Sø", name, "speaker:\\\"Søren\\ \\$Vestermark\\\"");
        // Only what is behind an open quotation mark is replaced.
        check("speaker:\"Sø", name, "\\\"Søren \\$Vestermark\\\"\"");
        check("'speaker:\"Sø", name, name);
        check("'a", "a'b c", r"a'\''b c");
        check("a\\ b", "a b (c)", r"a\ b\ \(c\)");
        assert_eq!(Typed::in_bash("x\"y").written("z"), None);
        assert_eq!(Typed::in_bash("\"a b\"c\\'d").text, "a bc'd");
        let other = Typed { text: String::new(), open: None, shell: Shell::Other };
        assert_eq!(other.written(name).as_deref(), Some(name));
    }

    #[test]
    fn a_name_is_written_on_as_it_was_begun() {
        let names = [("Walter Pellworth", 2), ("Agnes PELLWORTH", 1), ("pell-mell", 4), ("İ", 1)];
        let check = |start: &str, expected: &[(&str, u64)]| {
            let names = names.map(|(name, count)| (name.to_owned(), count)).into();
            let expected: Vec<_> =
                expected.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
            assert_eq!(written_on(names, start).into_iter().collect::<Vec<_>>(), expected, "{start}");
        };
        check("pel", &[("pell-mell", 4)]);
        check("pellw", &[("pellworth", 3)]);
        check("Wal", &[("Walter-Pellworth", 2)]);
        check("wal", &[("walter-pellworth", 2)]);
        check("ell", &[]);
    }
}
