//! What is longer than the screen goes through a pager.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use crate::command::Global;

/// Prints `bytes` on stdout; through a pager where that is a terminal with fewer lines.
pub(crate) fn print(bytes: &[u8], global: &Global) -> io::Result<()> {
    let rows = terminal_size::terminal_size().map_or(24, |(_, rows)| usize::from(rows.0));
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
    let is_paged = !global.no_pager && lines >= rows && io::stdout().is_terminal();
    if is_paged && let Some(result) = page(bytes, &command(global)) {
        return result;
    }
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// The pager and its arguments: `--pager`, or else `PAGER`, or else less.
fn command(global: &Global) -> Vec<String> {
    let named =
        global.pager.clone().or_else(|| env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty()));
    words(&named.unwrap_or_else(|| "less".to_owned()))
}

/// Hands `bytes` to the pager; nothing when it is none, or cannot be started.
fn page(bytes: &[u8], command: &[String]) -> Option<io::Result<()>> {
    let (program, arguments) = command.split_first()?;
    let name = program.rsplit('/').next().unwrap_or(program);
    if name == "cat" || name.is_empty() {
        return None;
    }
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    if name == "less" && env::var_os("LESS").is_none() {
        // Colours as they are, done if it fits on one screen after all, and the screen stays.
        command.env("LESS", "FRX");
    }
    // An interrupt is the pager's to answer while it runs.
    let _ = ctrlc::set_handler(|| {});
    let mut child = command.spawn().ok()?;
    if let Some(mut input) = child.stdin.take() {
        // Whoever leaves the pager early has seen enough.
        let _ = input.write_all(bytes);
    }
    Some(child.wait().map(drop))
}

/// The words of a command, parted by blanks, with quotes around what belongs together. No shell
/// sees them.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_words() {
        assert_eq!(words("less -R  --prompt='a b'"), ["less", "-R", "--prompt=a b"]);
        assert_eq!(words("  "), [""; 0]);
        assert_eq!(words("'' x"), ["", "x"]);
    }
}
