//! reStructuredText.

use super::Rewritten;
use super::inline::{link, spans};
use crate::format::Receipt;

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    let lines: Vec<&str> = text.lines().collect();
    // The marks under headings, in the order in which they appear: the first is the highest.
    let mut levels: Vec<(char, bool)> = Vec::new();
    let mut headings = 0;
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index];
        let bare = line.trim();
        let next = lines.get(index + 1).copied().unwrap_or_default();
        let over = adornment(line).filter(|_| {
            lines.get(index + 2).is_some_and(|under| adornment(under) == adornment(line))
                && !next.trim().is_empty()
        });
        let under = adornment(next).filter(|_| {
            !bare.is_empty()
                && adornment(line).is_none()
                && next.trim().chars().count() + 2 >= bare.chars().count()
                && !line.starts_with(' ')
        });
        if let Some(mark) = over.or(under) {
            let title = if over.is_some() { next.trim() } else { bare };
            let key = (mark, over.is_some());
            let level = levels.iter().position(|known| *known == key).unwrap_or_else(|| {
                levels.push(key);
                levels.len() - 1
            });
            if over.is_some() {
                out.blank();
            }
            if headings == 0 && level == 0 {
                out.field("title", &inline(title));
                out.blank();
            } else {
                out.line(&format!("{} {}", "#".repeat((level + 1).min(6)), inline(title)));
            }
            headings += 1;
            out.blank();
            index += if over.is_some() { 3 } else { 2 };
            continue;
        }
        if let Some((name, value)) = field(bare).filter(|_| headings <= 1 && !line.starts_with(' ')) {
            match &*name.to_ascii_lowercase() {
                name @ ("author" | "date" | "language" | "tags" | "title" | "category" | "authors") => {
                    out.field(name.trim_end_matches('s'), value);
                }
                "lang" => out.field("language", value),
                "keywords" => out.field("tags", value),
                _ => {}
            }
            out.blank();
            index += 1;
            continue;
        }
        if let Some(rest) = line.trim_start().strip_prefix(".. ") {
            index = directive(&lines, index, rest, out, receipt);
            continue;
        }
        if bare == ".." {
            index = skip_indented(&lines, index, out);
            continue;
        }
        if adornment(line).is_some() {
            out.blank();
            index += 1;
            continue;
        }
        // `::` at the end of a paragraph opens a block as it is.
        if let Some(before) = line.trim_end().strip_suffix("::") {
            out.line(&if before.trim().is_empty() { String::new() } else { inline(before) + ":" });
            index += 1;
            while index < lines.len() && lines[index].trim().is_empty() {
                out.blank();
                index += 1;
            }
            while index < lines.len()
                && (lines[index].starts_with([' ', '\t']) || lines[index].trim().is_empty())
            {
                out.line(&format!("    {}", lines[index]));
                index += 1;
            }
            continue;
        }
        let item = bare.strip_prefix("#. ").map(|item| format!("1. {}", inline(item)));
        out.line(&item.unwrap_or_else(|| quote_indented(line, &lines, index)));
        index += 1;
    }
}

/// Indented prose after a blank line is a quotation.
fn quote_indented(line: &str, lines: &[&str], index: usize) -> String {
    let is_indented = line.starts_with("  ") && !line.trim().is_empty();
    let mut before = lines[..index].iter().rev();
    let opens = is_indented
        && before
            .find(|line| !line.starts_with(' ') || line.trim().is_empty())
            .is_none_or(|line| line.trim().is_empty());
    let follows_item =
        lines[..index].iter().rev().find(|line| !line.starts_with(' ') && !line.trim().is_empty());
    let is_item = |line: &&&str| {
        line.starts_with(['*', '-', '+'])
            || line.starts_with(|c: char| c.is_ascii_digit())
            || line.starts_with("#.")
    };
    if opens && !follows_item.as_ref().is_some_and(is_item) {
        return format!("> {}", inline(line.trim()));
    }
    inline(line)
}

/// Rewrites the directive at `index`; returns the line behind it.
fn directive(lines: &[&str], index: usize, rest: &str, out: &mut Rewritten, receipt: &mut Receipt) -> usize {
    if let Some(note) = rest.strip_prefix('[') {
        // A footnote.
        let text = note.split_once(']').map_or(note, |(_, text)| text);
        out.line(&inline(text.trim()));
        return index + 1;
    }
    let Some((name, argument)) = rest.split_once("::") else {
        receipt.dropped("comment", rest);
        return skip_indented(lines, index, out);
    };
    match name.trim() {
        "code" | "code-block" | "sourcecode" | "literalinclude" => {
            out.line("```");
            let mut index = index + 1;
            while lines.get(index).is_some_and(|line| line.trim().starts_with(':')) {
                index += 1;
                out.blank();
            }
            let end = block_end(lines, index);
            let indent = lines[index..end].iter().filter(|line| !line.trim().is_empty());
            let indent = indent.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
            for line in &lines[index..end] {
                out.line(line.get(indent..).unwrap_or_default());
            }
            // The closing fence takes the blank line that ends the block, where there is one.
            if out.body.ends_with("\n\n") {
                out.body.pop();
            }
            out.line("```");
            end
        }
        "note" | "warning" | "tip" | "important" | "hint" | "caution" | "attention" | "epigraph"
        | "pull-quote" | "topic" | "sidebar" | "admonition" | "rubric" | "seealso" | "versionadded"
        | "versionchanged" => {
            out.line(&inline(argument.trim()));
            let end = block_end(lines, index + 1);
            for line in &lines[index + 1..end] {
                let line = line.trim();
                out.line(&if line.starts_with(':') && field(line).is_some() {
                    String::new()
                } else {
                    inline(line)
                });
            }
            end
        }
        _ => {
            receipt.dropped("setting", rest);
            skip_indented(lines, index, out)
        }
    }
}

/// Where the indented block from `index` on ends.
fn block_end(lines: &[&str], index: usize) -> usize {
    let is_inside = |line: &&str| line.trim().is_empty() || line.starts_with([' ', '\t']);
    index + lines[index.min(lines.len())..].iter().take_while(|line| is_inside(line)).count()
}

fn skip_indented(lines: &[&str], index: usize, out: &mut Rewritten) -> usize {
    let end = block_end(lines, index + 1);
    (index..end).for_each(|_| out.blank());
    end
}

/// The mark that a line of marks is made of.
fn adornment(line: &str) -> Option<char> {
    let line = line.trim_end();
    let first = line.chars().next().filter(|c| c.is_ascii_punctuation())?;
    (line.len() >= 3 && line.chars().all(|c| c == first)).then_some(first)
}

/// `:name: value`
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(": ")?;
    (!name.is_empty() && !name.contains(['`', ':'])).then_some((name, value))
}

fn inline(line: &str) -> String {
    if !line.contains(['`', '_', '|']) {
        return line.to_owned();
    }
    let line = spans(line, "``", "``", |code| format!("\u{1}{code}\u{1}"));
    let line = spans(&line, "`", "`", |inside| match inside.split_once('<') {
        Some((text, address)) if !text.trim().is_empty() => link(text, address.trim_end_matches('>')),
        _ => inside.to_owned(),
    });
    // What is left of the marks of roles and references.
    let mut out = String::with_capacity(line.len());
    for word in line.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let space = &word[bare.len()..];
        let stem = bare.trim_end_matches(['.', ',', ';', ':', ')']);
        let tail = &bare[stem.len()..];
        if stem.starts_with('[') && stem.ends_with("]_") {
            // What the footnote is to stands before it.
            out.truncate(out.trim_end().len());
            out.push_str(tail);
        } else if let Some(stem) = stem
            .strip_suffix("__")
            .or(stem.strip_suffix('_'))
            .filter(|stem| stem.ends_with([')', '`']) || stem.chars().all(char::is_alphanumeric))
        {
            out.push_str(stem);
            out.push_str(tail);
        } else {
            let role = bare.strip_prefix(':').and_then(|rest| rest.split_once(':')).filter(|(role, text)| {
                !text.is_empty() && role.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            });
            out.push_str(role.map_or(bare, |(_, text)| text));
        }
        out.push_str(space);
    }
    out.replace('\u{1}', "`")
}
