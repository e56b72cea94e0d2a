//! AsciiDoc.

use super::Rewritten;
use super::inline::{emphasis, link, spans};
use super::substitutions::Substitutions;
use crate::document::Date;
use crate::format::Receipt;

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    // The delimiter that is to close, and whether its lines go as they are.
    let mut block: Option<(String, Inside)> = None;
    let mut in_head = true;
    let mut has_title = false;
    let mut in_table = false;
    let mut said_by: Option<String> = None;
    let named = attributes(text);
    for line in text.lines() {
        let is_code = block.as_ref().is_some_and(|(_, inside)| *inside == Inside::Code);
        let line = if is_code { line.into() } else { named.put_in(line, '{', '}') };
        let bare = line.trim();
        if let Some((delimiter, inside)) = &block {
            if bare == delimiter {
                match said_by.take().filter(|_| *inside == Inside::Quote) {
                    Some(name) => out.line(&format!("> — {}", inline(&name))),
                    None => out.line(if *inside == Inside::Code { "```" } else { "" }),
                }
                block = None;
            } else {
                match inside {
                    Inside::Code => out.line(&line),
                    Inside::Quote => out.line(&format!("> {}", inline(bare))),
                    Inside::Comment => out.blank(),
                }
            }
            continue;
        }
        if in_head && has_title && bare.is_empty() {
            in_head = false;
        }
        let title = bare.trim_start_matches('=');
        let level = bare.len() - title.len();
        if level == 1 && !has_title && title.starts_with(' ') {
            out.field("title", title);
            has_title = true;
            out.blank();
        } else if (1..=6).contains(&level) && title.starts_with(' ') {
            out.line(&format!("{}{}", "#".repeat(level), inline(title)));
        } else if let Some((name, value)) = attribute(bare) {
            match name {
                "author" => out.field("author", value),
                "revdate" | "date" => out.field("date", value),
                "lang" => out.field("language", value),
                "keywords" | "page-tags" | "jbake-tags" | "hp-tags" => out.field("tags", value),
                "jbake-date" => out.field("date", value),
                _ => {}
            }
            out.blank();
        } else if in_head && has_title {
            // `Ada Field <ada@example.org>`, then `v1.0, 2021-04-02`.
            let is_revision =
                bare.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            match bare.split(", ").find(|part| Date::find(part).is_some()) {
                Some(day) => out.field("date", day),
                None if is_revision => {}
                None => {
                    let people = bare.split(';').map(|one| one.split('<').next().unwrap_or(one).trim());
                    out.field("author", &people.collect::<Vec<_>>().join("; "));
                }
            }
            out.blank();
        } else if let Some(inside) = delimits(bare) {
            out.line(if inside == Inside::Code { "```" } else { "" });
            block = Some((bare.to_owned(), inside));
        } else if bare == "|===" {
            in_table = !in_table;
            out.blank();
        } else if in_table {
            let row = bare.split('|').map(|cell| inline(cell.trim())).filter(|cell| !cell.is_empty());
            let row = row.collect::<Vec<_>>().join(" | ");
            out.line(&if row.is_empty() { row } else { format!("- {row}") });
        } else if matches!(bare, "====" | "****" | "--" | "+" | "'''" | "<<<") || bare.starts_with("//") {
            out.blank();
        } else if let Some(shown) = condition(bare) {
            receipt.dropped("setting", bare);
            out.line(&inline(shown));
        } else if bare.starts_with('[') && bare.ends_with(']')
            || bare.starts_with("image::")
            || bare.starts_with("toc::")
            || bare.starts_with("include::")
        {
            // `[quote, Ada Field, On lids]`
            let who = bare.trim_matches(['[', ']']).split_once(',').filter(|(kind, _)| {
                let kind = kind.trim();
                kind == "quote" || kind == "verse"
            });
            said_by = who.map(|(_, who)| who.trim().replace('"', ""));
            receipt.dropped("setting", bare);
            out.blank();
        } else if let Some(title) =
            bare.strip_prefix('.').filter(|title| title.starts_with(char::is_alphabetic))
        {
            out.line(&format!("**{}**", inline(title)));
        } else {
            let rest = bare.trim_start_matches(['*', '.', '-']);
            let depth = bare.len() - rest.len();
            match rest.strip_prefix(' ') {
                Some(item) if (1..=5).contains(&depth) => {
                    let mark = if bare.starts_with('.') { "1." } else { "-" };
                    out.line(&format!("{}{mark} {}", "  ".repeat(depth - 1), inline(item)));
                }
                _ => match term(bare) {
                    Some((term, words)) => out.line(&format!("- {}: {}", inline(term), inline(words))),
                    None => out.line(&inline(line.trim_end_matches(" +"))),
                },
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Code,
    Quote,
    Comment,
}

fn delimits(line: &str) -> Option<Inside> {
    let first = line.chars().next()?;
    if line.len() < 4 || !line.chars().all(|c| c == first) {
        return None;
    }
    match first {
        '-' | '.' => Some(Inside::Code),
        '_' => Some(Inside::Quote),
        '/' => Some(Inside::Comment),
        _ => None,
    }
}

/// `:name: value`
fn attribute(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_!".contains(c));
    is_name.then_some((name, value))
}

/// `Hoop:: An iron ring.`
fn term(line: &str) -> Option<(&str, &str)> {
    const TERM_BYTES_MAX: usize = 80;
    let (term, words) = line.split_once(":: ")?;
    let is_term = !term.is_empty() && term.len() <= TERM_BYTES_MAX && !term.contains(['`', ':']);
    is_term.then(|| (term, words.trim_start()))
}

/// What the text calls `{name}`: its own attributes, and some that every text has.
fn attributes(text: &str) -> Substitutions<'_> {
    let mut named = Substitutions::default();
    for (name, shown) in [("nbsp", " "), ("sp", " "), ("empty", ""), ("apos", "'"), ("quot", "\"")] {
        named.tell(name, shown);
    }
    for (name, value) in text.lines().filter_map(|line| attribute(line.trim_end())) {
        let value = named.put_in(value.trim(), '{', '}').into_owned();
        named.tell(name, value);
    }
    named
}

/// What stands on a line that says when it, or what follows, is shown: `ifdef::web[words]`.
fn condition(line: &str) -> Option<&str> {
    let rest =
        ["ifdef::", "ifndef::", "ifeval::", "endif::"].iter().find_map(|name| line.strip_prefix(name))?;
    let (_, shown) = rest.strip_suffix(']')?.split_once('[')?;
    Some(if line.starts_with("ifd") || line.starts_with("ifn") { shown } else { "" })
}

fn inline(line: &str) -> String {
    let mut line =
        spans(line, "<<", ">>", |inside| inside.split(',').next_back().unwrap_or_default().to_owned());
    for scheme in ["https://", "http://", "link:", "mailto:", XREF] {
        line = links(&line, scheme);
    }
    let line = spans(&line, "footnote:[", "]", |note| format!(" ({note})"));
    let line = spans(&line, "image:", "]", |_| String::new());
    emphasis(&emphasis(&line, '*', "**"), '_', "*")
}

/// What leads to another place of the text or its neighbours.
const XREF: &str = "xref:";

/// `https://example.org[text]`
fn links(line: &str, scheme: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(scheme) {
        let address = &rest[at..];
        let end = address.find(|c: char| c.is_whitespace() || c == '[').unwrap_or(address.len());
        out.push_str(&rest[..at]);
        let text = address[end..].strip_prefix('[').and_then(|text| text.split_once(']'));
        match text {
            Some((text, behind)) if scheme == XREF => {
                let place = address[XREF.len()..end].trim_start_matches('#');
                out.push_str(if text.is_empty() { place } else { text });
                rest = behind;
            }
            Some((text, behind)) if !text.is_empty() => {
                out.push_str(&link(text.trim_end_matches('^'), address[..end].trim_start_matches("link:")));
                rest = behind;
            }
            _ => {
                out.push_str(&address[..end]);
                rest = text.map_or(&address[end..], |(_, behind)| behind);
            }
        }
    }
    out.push_str(rest);
    out
}
