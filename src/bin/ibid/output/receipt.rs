//! What was done to a source: rule by rule, then in reading order.

use std::collections::HashMap;
use std::io::{self, Write};

use ibid::clean::folded;
use ibid::document::Document;
use ibid::receipt::{Action, Change, Entry, Receipt, changes};
use serde::Serialize;

use super::json::{self, Versioned};
use crate::terminal::{Label, Style, name, sanitize};

/// A source, what came of it, and how.
pub(crate) struct Printer<'a> {
    pub path: &'a str,
    pub source: &'a str,
    pub documents: &'a [Document],
    pub receipt: &'a Receipt,
    /// Why nothing came of it.
    pub reason: Option<&'a str>,
}

#[derive(Serialize)]
struct ReceiptLine<'a> {
    path: &'a str,
    skipped: Option<&'a str>,
    documents: Vec<DocumentLine<'a>>,
    warnings: &'a [String],
    rules: &'a [Entry],
}

#[derive(Serialize)]
struct DocumentLine<'a> {
    part: &'a str,
    kind: &'static str,
    format: &'a str,
    title: Option<&'a str>,
    words: usize,
    blocks: usize,
}

impl Printer<'_> {
    /// As one line of JSON, with everything that every rule touched.
    pub(crate) fn print_json(&self, out: &mut impl Write) -> io::Result<()> {
        let line = ReceiptLine {
            path: self.path,
            skipped: self.reason,
            documents: self.documents.iter().map(document_line).collect(),
            warnings: &self.receipt.warnings,
            rules: &self.receipt.entries,
        };
        json::print_line(&Versioned::new(line), out)
    }

    /// For people; of each rule a few examples are enough, unless `is_whole`.
    pub(crate) fn print(&self, style: &Style, is_whole: bool, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{}", style.paint(Label::Title, &name(self.path)))?;
        if let Some(reason) = self.reason {
            writeln!(out, "  {} {}", style.paint(Label::Name, "skipped  "), sanitize(reason))?;
        }
        for document in self.documents {
            let line = document_line(document);
            let part = if line.part.is_empty() { String::new() } else { format!("#{} ", line.part) };
            let title = line.title.map_or_else(String::new, |title| format!(", “{title}”"));
            let (words, blocks) = (count(line.words, "word"), count(line.blocks, "block"));
            let text = format!("{part}{}, {}{title}: {words} in {blocks}", line.format, line.kind);
            writeln!(out, "  {} {}", style.paint(Label::Name, "document "), sanitize(&text))?;
        }
        let rule_columns = self.receipt.entries.iter().map(|entry| entry.rule.len()).max().unwrap_or(0);
        for entry in &self.receipt.entries {
            let label = style.paint(Label::Name, &format!("{:<9}", entry.action.name()));
            let much = if entry.action == Action::Guessed {
                let values = entry.examples.iter().map(|(_, value)| value.as_str());
                let mut values: Vec<&str> = values.filter(|value| !value.is_empty()).collect();
                values.dedup();
                values.truncate(3);
                values.join(", ")
            } else {
                format!("{}, {}", count(entry.times, "time"), count(entry.words, "word"))
            };
            let text = format!("{:<rule_columns$}  {much}", entry.rule);
            writeln!(out, "  {label} {}", sanitize(text.trim_end()))?;
        }
        for warning in &self.receipt.warnings {
            writeln!(out, "  {} {}", style.paint(Label::Name, "warning  "), sanitize(warning))?;
        }
        self.print_changes(style, is_whole, out)
    }

    fn print_changes(&self, style: &Style, is_whole: bool, out: &mut impl Write) -> io::Result<()> {
        /// Beyond this a rule's examples repeat themselves.
        const EXAMPLES_MAX: usize = 8;
        let changes = changes(self.source, self.documents, self.receipt);
        let mut shown_of_rule: HashMap<&str, usize> = HashMap::new();
        let mut is_shown = |change: &Change<'_>| match change {
            Change::Kept { .. } => false,
            Change::Changed { before, after, .. } if before.trim().is_empty() && after.trim().is_empty() => {
                false
            }
            Change::Changed { rule, .. } => {
                let shown = shown_of_rule.entry(rule).or_default();
                *shown += 1;
                is_whole || *shown <= EXAMPLES_MAX
            }
        };
        let shown: Vec<bool> = changes.iter().map(&mut is_shown).collect();
        if !shown.contains(&true) {
            return Ok(());
        }
        writeln!(out)?;
        let mut passed_over = 0;
        for (number, change) in changes.iter().enumerate() {
            let is_beside = number > 0 && shown[number - 1] || shown.get(number + 1) == Some(&true);
            match change {
                Change::Kept { text, line } if is_beside => {
                    print_gap(&mut passed_over, style, out)?;
                    let line = line.map_or_else(String::new, |line| format!("{line}: "));
                    writeln!(out, "  {}{}", style.paint(Label::Place, &line), brief(text, CONTEXT_CHARS))?;
                }
                Change::Changed { action, rule, before, after } if shown[number] => {
                    print_gap(&mut passed_over, style, out)?;
                    let rule = style.paint(Label::Name, &format!("[{rule}] "));
                    let limit = if is_whole { usize::MAX } else { CHANGED_CHARS };
                    match action {
                        Action::Kept => writeln!(out, "  {rule}{}", brief(before, limit))?,
                        Action::Dropped | Action::SetApart => writeln!(
                            out,
                            "{} {rule}{}",
                            style.paint(Label::Removed, "-"),
                            style.paint(Label::Removed, &brief(before, limit))
                        )?,
                        Action::Repaired | Action::Guessed => {
                            if !before.trim().is_empty() {
                                writeln!(
                                    out,
                                    "{} {rule}{}",
                                    style.paint(Label::Removed, "-"),
                                    style.paint(Label::Removed, &brief(before, limit))
                                )?;
                            }
                            writeln!(
                                out,
                                "{} {rule}{}",
                                style.paint(Label::Added, "+"),
                                style.paint(Label::Added, &brief(after, limit))
                            )?;
                        }
                    }
                }
                Change::Kept { .. } => passed_over += 1,
                Change::Changed { .. } => {}
            }
        }
        print_gap(&mut passed_over, style, out)?;
        let mut rest: Vec<_> =
            shown_of_rule.into_iter().filter(|(_, shown)| !is_whole && *shown > EXAMPLES_MAX).collect();
        rest.sort_unstable();
        for (rule, shown) in rest {
            let more = format!("and {} more by `{rule}`; `--verbose` shows each", shown - EXAMPLES_MAX);
            writeln!(out, "{}", style.paint(Label::Name, &more))?;
        }
        Ok(())
    }
}

/// How much of a kept block is shown beside a change.
const CONTEXT_CHARS: usize = 76;
/// How much of a changed stretch is shown.
const CHANGED_CHARS: usize = 320;

fn print_gap(passed_over: &mut usize, style: &Style, out: &mut impl Write) -> io::Result<()> {
    match std::mem::take(passed_over) {
        0 => Ok(()),
        blocks => writeln!(out, "  {}", style.paint(Label::Name, &format!("… {}", count(blocks, "block")))),
    }
}

/// The text on one line, safe to show, cut to so many characters. Line breaks that a repair put in
/// are shown.
fn brief(text: &str, limit: usize) -> String {
    let folded = text.trim().split('\n').map(folded);
    let folded = folded.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ⏎ ");
    let short: String = folded.chars().take(limit).collect();
    let rest = folded[short.len()..].split_whitespace().count();
    let rest = if rest == 0 { String::new() } else { format!(" … {}", count(rest, "more word")) };
    format!("{}{rest}", sanitize(&short))
}

fn document_line(document: &Document) -> DocumentLine<'_> {
    DocumentLine {
        part: &document.part,
        kind: document.kind.name(),
        format: &document.format,
        title: document.metadata.title.as_deref(),
        words: document.text.split_whitespace().count(),
        blocks: document.blocks.len(),
    }
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
