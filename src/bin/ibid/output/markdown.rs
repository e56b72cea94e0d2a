//! Markdown: for notes, for issues, for the prompt of a language model.

use std::io::{self, Write};
use std::ops::Range;

use ibid::search::{Hit, Passage};

use super::pieces::{Piece, pieces, timed};
use super::text::about;
use super::{Answer, clock, heading, place};
use crate::terminal::{name, one_line};

pub(super) fn print(answer: &Answer<'_>, out: &mut impl Write) -> io::Result<()> {
    if answer.query_id.is_some() {
        writeln!(out, "# {}\n", escape(answer.query))?;
    }
    for (number, hit) in answer.results.hits.iter().enumerate() {
        print_hit(answer.offset + number + 1, hit, out)?;
    }
    Ok(())
}

fn print_hit(rank: usize, hit: &Hit, out: &mut impl Write) -> io::Result<()> {
    let entry = &hit.entry;
    let title = escape(entry.metadata.title.as_deref().unwrap_or(&entry.path));
    let url = entry.metadata.url.as_deref().filter(|url| is_address(url));
    let title = url.map_or_else(|| title.clone(), |url| format!("[{title}](<{url}>)"));
    writeln!(out, "## {rank}. {title}\n")?;
    writeln!(out, "{}\n", escape(&about(entry)))?;
    for passage in &hit.passages {
        if let Some(heading) = heading(entry, passage) {
            writeln!(out, "§ {}\n", escape(heading))?;
        }
        print_pieces(passage, out)?;
        writeln!(out, "{}\n", code(&name(&place(entry, passage.line))))?;
    }
    Ok(())
}

/// The headings that a passage begins with, and the rest as a quotation on one line.
fn print_pieces(passage: &Passage, out: &mut impl Write) -> io::Result<()> {
    let pieces = pieces(passage);
    let timed = timed(&pieces);
    let mut quoted = String::new();
    for (number, piece) in pieces.iter().enumerate() {
        let mut text = marked(piece);
        if passage.is_cut_before && number == 0 {
            text.insert_str(0, "… ");
        }
        if passage.is_cut_after && number + 1 == pieces.len() {
            text.push_str(" …");
        }
        if piece.is_heading && quoted.is_empty() {
            writeln!(out, "§ {text}\n")?;
            continue;
        }
        if !quoted.is_empty() {
            quoted.push(' ');
        }
        if piece.is_heading {
            quoted.push_str("§ ");
        }
        if let Some(start_ms) = passage.start_ms.filter(|_| timed == Some(number)) {
            quoted.push_str(&format!("\\[{}\\] ", clock(start_ms)));
        }
        if let Some(speaker) = piece.speaker {
            quoted.push_str(&format!("{}: ", escape(speaker)));
        }
        if piece.is_item {
            quoted.push_str("• ");
        }
        quoted.push_str(&text);
    }
    writeln!(out, "> {quoted}\n")
}

/// A piece with what matched in bold.
fn marked(piece: &Piece<'_>) -> String {
    let text = |range: Range<usize>| escape_pieces(&piece.text[range]);
    let mut out = String::new();
    let mut end = 0;
    for range in &piece.highlights {
        out.push_str(&text(end..range.start));
        out.push_str(&format!("**{}**", text(range.clone())));
        end = range.end;
    }
    out.push_str(&text(end..piece.text.len()));
    out
}

/// Whether an address may stand in a link: the archive does not get to run anything.
fn is_address(url: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '\\');
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(is_plain)
}

/// Text on one line that means no more in Markdown than it says.
fn escape(text: &str) -> String {
    escape_pieces(&one_line(text))
}

/// The same, with the blanks at its ends.
fn escape_pieces(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in crate::terminal::sanitize(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Code between as many backticks as it needs.
fn code(text: &str) -> String {
    let text = one_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest > 0 { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}
