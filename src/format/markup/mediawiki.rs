//! MediaWiki's markup, as pages of wikis are kept.

use super::Rewritten;
use super::inline::{link, spans};
use crate::format::Receipt;

/// Templates nest no deeper than this; what does is text.
const DEPTH_MAX: usize = 32;

/// Says whether a text has the headings of a wiki and its links or bold type.
pub(super) fn is_likely(head: &str) -> bool {
    let headings = head.lines().filter(|line| heading(line).is_some()).count();
    headings >= 2 && (head.contains("[[") || head.contains("'''"))
}

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    let text = without(text, "<!--", "-->");
    let text = without_templates(&text, receipt);
    let text = notes_in_brackets(&text);
    let mut row: Option<String> = None;
    let mut in_table = false;
    let mut page = Page { out, in_list: false, ahead: 0 };
    let (mut in_quote, mut in_code) = (false, None);
    for line in text.lines() {
        if let Some(end) = in_code {
            in_code = page.code(line, end);
            continue;
        }
        let bare = line.trim();
        if let Some((code, end)) = code_start(bare) {
            page.fence();
            in_code = page.code(code, end);
            continue;
        }
        // A place to jump to shows nothing.
        let anchored =
            bare.contains("<span id=").then(|| spans(bare, "<span id=", "></span>", |_| String::new()));
        let bare = anchored.as_deref().unwrap_or(bare).trim();
        let (quoted, ends) = quotation(bare, in_quote);
        if in_quote || quoted.len() < bare.len() {
            in_quote = !ends;
            match quoted.is_empty() {
                true => page.blank(),
                false => page.line(&format!("> {}", listed(quoted)), true),
            }
            continue;
        }
        if let Some((level, title)) = heading(bare) {
            page.line(&format!("{} {}", "#".repeat(level), inline(title)), false);
        } else if bare.starts_with("{|") {
            in_table = true;
            page.blank();
        } else if in_table {
            // A row is shown where the next one begins.
            let ends = bare.starts_with("|}") || bare.starts_with("|-");
            in_table = !bare.starts_with("|}");
            match (ends, bare.chars().next()) {
                (true, _) => match row.take() {
                    Some(row) => page.line(&format!("- {row}"), true),
                    None => page.blank(),
                },
                (false, Some('|' | '!')) => {
                    add_cells(bare, row.get_or_insert_default());
                    page.blank();
                }
                _ => page.line(&inline(bare), false),
            }
        } else if bare.starts_with("__") && bare.ends_with("__") || bare.starts_with("----") {
            page.blank();
        } else {
            page.line(&listed(bare), bare.starts_with(['*', '#']));
        }
    }
}

/// What is written, with a blank line between a list and what stands right below it; the next one of the
/// source goes for it, so that lines keep their numbers, or nearly.
struct Page<'o> {
    out: &'o mut Rewritten,
    in_list: bool,
    ahead: usize,
}

impl Page<'_> {
    fn line(&mut self, line: &str, is_item: bool) {
        if line.is_empty() {
            return self.blank();
        }
        if self.in_list && !is_item {
            self.out.blank();
            self.ahead += 1;
        }
        self.in_list = is_item;
        self.out.line(line);
    }

    /// Begins or ends code, on a line of its own.
    fn fence(&mut self) {
        self.in_list = false;
        self.out.line("```");
        self.ahead += 1;
    }

    /// Adds a line of code; what ends it, where it goes on.
    fn code<'e>(&mut self, line: &str, end: &'e str) -> Option<&'e str> {
        let Some((code, _)) = line.split_once(end) else {
            self.out.line(line);
            return Some(end);
        };
        self.out.line(code);
        self.fence();
        None
    }

    fn blank(&mut self) {
        if self.ahead > 0 && !self.in_list {
            self.ahead -= 1;
            return;
        }
        self.in_list = false;
        self.out.blank();
    }
}

/// `<syntaxhighlight lang="python">x = 1`: the code, and what ends it.
fn code_start(line: &str) -> Option<(&str, &'static str)> {
    const TAGS: [(&str, &str); 2] =
        [("<syntaxhighlight", "</syntaxhighlight>"), ("<source lang", "</source>")];
    let (_, end) = TAGS.iter().find(|(start, _)| line.starts_with(start))?;
    Some((line.split_once('>')?.1, *end))
}

/// What stands on a line inside of `<blockquote>` and its end, and whether it ends there.
fn quotation(line: &str, in_quote: bool) -> (&str, bool) {
    let inside = match line.strip_prefix("<blockquote>") {
        Some(inside) => inside,
        None if in_quote => line,
        None => return (line, false),
    };
    let (inside, ends) = match inside.split_once("</blockquote>") {
        Some((inside, _)) => (inside, true),
        None => (inside, false),
    };
    (inside.trim(), ends)
}

/// `== Life ==`
fn heading(line: &str) -> Option<(usize, &str)> {
    let line = line.trim();
    let title = line.trim_start_matches('=');
    let level = line.len() - title.len();
    let inside = title.strip_suffix(&line[..level])?;
    let is_heading = (1..=6).contains(&level) && !inside.trim().is_empty() && !inside.ends_with('=');
    is_heading.then(|| (level, inside.trim()))
}

/// Items of lists, what is set in, and terms.
fn listed(line: &str) -> String {
    let rest = line.trim_start_matches(['*', '#', ':', ';']);
    let marks = &line[..line.len() - rest.len()];
    let text = inline(rest.trim());
    match marks.chars().next_back() {
        Some('*') => format!("{}- {text}", "  ".repeat(marks.len().min(6) - 1)),
        Some('#') => format!("{}1. {text}", "   ".repeat(marks.len().min(6) - 1)),
        Some(';') => format!("**{text}**"),
        _ => text,
    }
}

/// Adds the cells of a line of a table: `| 1931 || 14`, `! Year !! Anchors`, `| style="x" | 9`.
fn add_cells(line: &str, row: &mut String) {
    let line = line.trim_start_matches(['|', '!', '+']);
    for cell in line.split("||").flat_map(|cell| cell.split("!!")) {
        // Attributes stand before a bar that is in no link.
        let text = match cell.split_once('|') {
            Some((before, text)) if before.contains('=') && !before.contains("[[") => text,
            _ => cell,
        };
        let text = inline(text.trim());
        if !text.is_empty() {
            if !row.is_empty() {
                row.push_str(" | ");
            }
            row.push_str(&text);
        }
    }
}

/// Leaves out what stands between two marks, but for its line breaks.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        let Some(end) = rest[at..].find(close).map(|end| at + end + close.len()) else { break };
        out.push_str(&rest[..at]);
        out.extend(rest[at..end].matches('\n'));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Puts in place of each template what a reader sees of it, as far as its own text says.
fn without_templates(text: &str, receipt: &mut Receipt) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<usize> = Vec::new();
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'{', b'}', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("{{") && open.len() < DEPTH_MAX {
            open.push(out.len());
            out.push_str("{{");
            rest = &rest[2..];
        } else if rest.starts_with("}}")
            && let Some(start) = open.pop()
        {
            let inside = out.split_off(start);
            let inside = inside.strip_prefix("{{").unwrap_or(&inside);
            let shown = shown_of_template(inside);
            if shown.is_empty() {
                receipt.dropped("template", inside);
            }
            out.push_str(&shown);
            let lost = inside.matches('\n').count() - shown.matches('\n').count();
            out.extend(std::iter::repeat_n('\n', lost));
            rest = &rest[2..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Of quotations and words in other languages the text is in the template.
fn shown_of_template(inside: &str) -> String {
    let mut parts = inside.split('|');
    let name = parts.next().unwrap_or_default().trim().to_lowercase();
    // `{{convert|12|kg}}`
    if matches!(&*name, "convert" | "cvt") {
        let shown: Vec<&str> = parts.take(2).map(str::trim).collect();
        return shown.join(" ");
    }
    let is_text = name.contains("quot")
        || matches!(name.as_str(), "lang" | "transl" | "nowrap" | "small" | "em" | "strong" | "abbr")
        || name.starts_with("lang-")
        || name.starts_with("poem");
    if !is_text {
        return String::new();
    }
    let text_of = |part: &str| -> Option<String> {
        match part.split_once('=') {
            Some((key, text)) => {
                matches!(key.trim(), "text" | "quote" | "1" | "2").then(|| text.trim().to_owned())
            }
            None => Some(part.trim().to_owned()),
        }
    };
    let texts: Vec<String> = parts.filter_map(text_of).filter(|text| !text.is_empty()).collect();
    texts.into_iter().max_by_key(String::len).unwrap_or_default()
}

/// `<ref>Hale, p. 41.</ref>` is shown below the page: its words go into brackets.
fn notes_in_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Where none closes any more, none need be looked for.
    let mut may_close = true;
    while let Some(at) = rest.find("<ref") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find('>') else { break };
        let is_whole = rest[..end].ends_with('/');
        let inside = &rest[end + 1..];
        let close = if is_whole || !may_close { None } else { inside.find("</ref>") };
        may_close &= is_whole || close.is_some();
        match close {
            Some(close) => {
                let note = inside[..close].trim();
                if !note.is_empty() {
                    out.push_str(&format!(" ({note})"));
                }
                let lost = inside[..close].matches('\n').count() - note.matches('\n').count();
                out.extend(std::iter::repeat_n('\n', lost));
                rest = &inside[close + "</ref>".len()..];
            }
            None => rest = inside,
        }
    }
    out.push_str(rest);
    out
}

fn inline(text: &str) -> String {
    let text = pages(text);
    let text = spans(&text, "[http", "]", |inside| match inside.split_once(' ') {
        Some((address, words)) => link(words, &format!("http{address}")),
        None => format!("<http{inside}>"),
    });
    let is_paired = text.matches("'''").count().is_multiple_of(2);
    text.replace("'''''", "").replace("'''", if is_paired { "**" } else { "" }).replace("''", "")
}

/// Links to pages become their words, pictures what stands below them; categories go.
fn pages(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("[[") {
        out.push_str(&rest[..at]);
        let Some(end) = end_of_link(&rest[at..]) else {
            out.push_str(&rest[at..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        let inside = &rest[at + 2..at + end - 2];
        out.push_str(&words_of_link(inside));
        rest = &rest[at + end..];
    }
    out.push_str(rest);
    out
}

/// Where the link ends that `text` begins with; captions have links inside.
fn end_of_link(text: &str) -> Option<usize> {
    const LINK_BYTES_MAX: usize = 2000;
    let text = &text.as_bytes()[..text.len().min(LINK_BYTES_MAX)];
    let mut depth = 0;
    let mut at = 0;
    while at + 1 < text.len() {
        match &text[at..at + 2] {
            b"[[" => depth += 1,
            b"]]" => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 2);
                }
            }
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
    }
    None
}

fn words_of_link(inside: &str) -> String {
    const PICTURES: [&str; 6] = ["file", "image", "datei", "bild", "fichier", "archivo"];
    const CATEGORIES: [&str; 4] = ["category", "kategorie", "cat\u{e9}gorie", "categor\u{ed}a"];
    let space = inside.split_once(':').map(|(space, _)| space.trim().to_lowercase());
    let is_of = |names: &[&str]| space.as_deref().is_some_and(|space| names.contains(&space));
    if is_of(&CATEGORIES) {
        return String::new();
    }
    if is_of(&PICTURES) {
        let Some(open) = inside.find('|') else { return String::new() };
        // The caption is last; bars of links inside it are no borders.
        let start = match inside.find("[[") {
            Some(linked) => inside[..linked].rfind('|').unwrap_or(open),
            None => inside.rfind('|').unwrap_or(open),
        };
        let caption = inside[start + 1..].trim();
        let is_setting = !caption.contains(' ');
        // It is a paragraph of its own, whatever stands on its line or the next.
        return if is_setting { String::new() } else { pages(caption) + "\r\r" };
    }
    // The same page in another language: `[[de:Deckel]]`.
    let is_language =
        |space: &str| (2..=3).contains(&space.len()) && space.bytes().all(|b| b.is_ascii_lowercase());
    if inside.split_once(':').is_some_and(|(space, title)| is_language(space) && !title.contains('|')) {
        return String::new();
    }
    match inside.rsplit_once('|') {
        Some((_, words)) => words.to_owned(),
        None => inside.split('#').next().filter(|page| !page.is_empty()).unwrap_or(inside).to_owned(),
    }
}
