//! What is wrong with a command line, said as every other error is.

use std::error::Error;
use std::io;
use std::num::ParseIntError;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Prints what clap has to say, help and version too, and tells whether it was an error.
///
/// # Errors
/// When help or version cannot be written.
pub(crate) fn report(error: &clap::Error) -> io::Result<bool> {
    if !error.use_stderr() {
        // Of a word such as `-halima` clap reads the first letter alone.
        if let Some(word) = excluded_word(|_| true).filter(|_| !is_help_asked_for()) {
            crate::terminal::complain(&format!("unexpected argument `{word}`"));
            crate::terminal::hint(&as_query(&word));
            return Ok(true);
        }
        error.print()?;
        return Ok(false);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // Whoever types the name alone wants to know what it does.
        let _ = error.print();
        return Ok(true);
    }
    crate::terminal::complain(&reason(error));
    for hint in hints(error) {
        crate::terminal::hint(&hint);
    }
    Ok(true)
}

/// The reason alone, without usage and hints.
pub(crate) fn reason(error: &clap::Error) -> String {
    let mut text = error.to_string();
    if let Some(cause) = error.source().filter(|cause| cause.is::<ParseIntError>()) {
        text = text.replace(&cause.to_string(), "a whole number is wanted");
    }
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let lines = text.lines().take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let lines: Vec<String> =
        lines.filter(|line| !line.trim().is_empty() && !line.starts_with("  tip: ")).map(backticks).collect();
    lines.join("\n")
}

/// What other tools have a flag for, and how it is said here.
const ELSEWHERE: [(&[&str], &str); 9] = [
    (&["-i", "--ignore-case", "-S", "--smart-case"], "case is folded already; `=word` finds this form only"),
    (&["-w", "--word-regexp"], "words are whole already; `=word` finds this form only"),
    (
        &["-e", "-E", "-P", "-r", "--regexp"],
        "a regular expression for a word stands between slashes: '/colou?r/'",
    ),
    (&["-F", "--fixed-strings"], "in quotation marks words are found as they stand: '\"land value\"'"),
    (&["-o", "--only-matching"], "`ibid kwic` prints each occurrence on a line"),
    (&["-H", "--line-number", "--with-filename"], "hits tell file and line; `--format vimgrep` as grep does"),
    (&["--max-count"], "`-n N` is so many documents, `-m N` so many passages of each"),
    (&["-A", "-B", "--after-context", "--before-context"], "`-C N` shows more around each passage"),
    (
        &["-g", "--glob", "-t", "--type"],
        "`path:talks/2021/*` says which files, `kind:` and `source:` which sort",
    ),
];

fn hints(error: &clap::Error) -> Vec<String> {
    let text = error.to_string();
    let value = |kind| match error.get(kind) {
        Some(ContextValue::String(value)) => value.as_str(),
        _ => "",
    };
    let argument = value(ContextKind::InvalidArg);
    if argument.strip_prefix('-').is_some_and(|number| number.parse::<f64>().is_ok()) {
        return vec![format!("no number here is less than 0; `-- {argument}` takes it as a word")];
    }
    let is_it = |word: &str| match value(ContextKind::InvalidValue) {
        "" => argument.strip_prefix('-').is_some_and(|flag| !flag.starts_with('-') && word.contains(flag)),
        invalid => word.get(2..).is_some_and(|rest| rest.trim_start_matches('=') == invalid),
    };
    if let Some(query) = typed_query(argument).or_else(|| excluded_word(is_it)) {
        return vec![as_query(&query)];
    }
    if let Some((_, hint)) = ELSEWHERE.iter().find(|(flags, _)| flags.contains(&argument))
        && error.kind() == ErrorKind::UnknownArgument
    {
        return vec![(*hint).to_owned()];
    }
    let subcommand = value(ContextKind::InvalidSubcommand);
    if ["find", "grep", "query", "rg"].contains(&subcommand) {
        return vec!["`ibid search` searches".to_owned()];
    }
    if let Some(ContextValue::Strings(names)) = error.get(ContextKind::SuggestedSubcommand) {
        // The nearest comes last.
        let names: Vec<String> = names.iter().rev().map(|name| format!("`{name}`")).collect();
        return vec![format!("did you mean {}?", names.join(" or "))];
    }
    let mut hints: Vec<String> =
        text.lines().filter_map(|line| line.strip_prefix("  tip: ")).map(backticks).collect();
    if hints.is_empty() {
        hints.push(match error.kind() {
            ErrorKind::InvalidSubcommand => {
                format!("`ibid search {subcommand}` searches for it; `ibid help` lists the subcommands")
            }
            ErrorKind::MissingSubcommand => "`ibid help` lists the subcommands".to_owned(),
            _ => {
                let Some(usage) = text.lines().find_map(|line| line.strip_prefix("Usage: ")) else {
                    return hints;
                };
                let is_name = |word: &&str| {
                    word.starts_with(|c: char| c.is_ascii_lowercase())
                        && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
                };
                // The program may bear another name.
                let subcommands = usage.split(' ').skip(1).take_while(is_name);
                let command: Vec<&str> = std::iter::once("ibid").chain(subcommands).collect();
                format!("`{} --help` tells more", command.join(" "))
            }
        });
    }
    hints
}

/// What was typed as one argument, begins like this flag and is rather a query: `-steve jobs`, `-title:rust`,
/// `-steve`.
fn typed_query(flag: &str) -> Option<String> {
    let typed = arguments().find(|typed| !flag.is_empty() && typed.starts_with(flag))?;
    let is_query = typed.contains([' ', ':']) && !typed.contains('\'') || is_excluded_word(&typed);
    (is_query && !typed.starts_with("--")).then(|| crate::terminal::sanitize(&typed).into_owned())
}

/// What was typed behind the name of the program.
fn arguments() -> impl Iterator<Item = String> {
    std::env::args_os().skip(1).map(|typed| typed.to_string_lossy().into_owned())
}

fn as_query(typed: &str) -> String {
    format!("behind `--` it is a query: `-- '{typed}'`")
}

/// The first word that was typed with a `-` before it, as one that is not to be there.
fn excluded_word(is_it: impl Fn(&str) -> bool) -> Option<String> {
    let mut before_end = arguments().take_while(|typed| typed != "--");
    before_end.find(|typed| is_excluded_word(typed) && is_it(typed))
}

fn is_excluded_word(typed: &str) -> bool {
    /// So many flags are not written in one.
    const FLAGS_MAX: usize = 3;
    let is_word = |word: &str| word.len() >= FLAGS_MAX && word.chars().all(char::is_alphabetic);
    typed.strip_prefix('-').is_some_and(is_word)
}

/// Whether help or the version was asked for by name.
fn is_help_asked_for() -> bool {
    const NAMES: [&str; 5] = ["-h", "--help", "-V", "--version", "help"];
    arguments().any(|typed| NAMES.contains(&typed.as_str()))
}

/// The line with values in backticks instead of quotation marks.
fn backticks(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut is_open = false;
    let mut before = ' ';
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let ends = rest.peek().is_none_or(|next| !next.is_alphanumeric());
        let is_mark = c == '\'' && if is_open { ends } else { !before.is_alphanumeric() };
        if is_mark {
            is_open = !is_open;
        }
        out.push(if is_mark { '`' } else { c });
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_backticks() {
        assert_eq!(backticks("unexpected argument '--limt' found"), "unexpected argument `--limt` found");
        assert_eq!(backticks("don't use 'it's'"), "don't use `it's`");
    }
}
