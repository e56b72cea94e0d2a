//! Org.

use super::Rewritten;
use super::inline::{emphasis, link, spans};
use crate::format::Receipt;

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    let mut block: Option<String> = None;
    let mut states: Vec<String> =
        ["TODO", "DONE", "NEXT", "WAITING", "CANCELLED"].map(str::to_owned).to_vec();
    let mut in_drawer = false;
    // How deep the heading stands whose part is not exported.
    let mut hidden: Option<usize> = None;
    for line in text.lines() {
        let bare = line.trim();
        let lower = bare.to_ascii_lowercase();
        let stars = line.find(|c| c != '*').filter(|at| *at > 0 && line[*at..].starts_with(' '));
        if let Some(stars) = stars.filter(|_| block.is_none()) {
            let title = line[stars..].trim();
            let is_hidden = title.split(' ').next() == Some("COMMENT");
            if hidden.is_none_or(|above| stars <= above) {
                hidden = is_hidden.then_some(stars);
            }
        }
        if hidden.is_some() {
            receipt.dropped("comment", bare);
            out.blank();
            continue;
        }
        if let Some(name) = &block {
            if lower.starts_with("#+end_") {
                out.line(if matches!(&**name, "src" | "example") { "```" } else { "" });
                block = None;
            } else {
                match &**name {
                    "src" | "example" => out.line(line),
                    "quote" => out.line(&format!("> {}", inline(bare))),
                    "comment" | "export" => out.blank(),
                    _ => out.line(&inline(bare)),
                }
            }
            continue;
        }
        if in_drawer || bare.len() > 2 && bare.starts_with(':') && bare.ends_with(':') && !bare.contains(' ')
        {
            in_drawer = !lower.ends_with(":end:");
            out.blank();
            continue;
        }
        if let Some(begin) = lower.strip_prefix("#+begin_") {
            let name = begin.split_whitespace().next().unwrap_or_default().to_owned();
            out.line(if matches!(&*name, "src" | "example") { "```" } else { "" });
            block = Some(name);
        } else if let Some((key, value)) = bare.strip_prefix("#+").and_then(|rest| rest.split_once(':')) {
            match &*key.to_ascii_lowercase() {
                "title" => out.field("title", value),
                "author" => out.field("author", value),
                "date" => out.field("date", value.trim().trim_matches(['<', '>', '[', ']'])),
                "language" => out.field("language", value),
                "filetags" | "tags" => out.field("tags", &value.replace(':', ", ")),
                // The states that this file has for its tasks: `TODO(t) | DONE(d)`.
                "todo" | "seq_todo" | "typ_todo" => {
                    let words = value.split([' ', '|']).filter_map(|word| word.split('(').next());
                    states.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
                }
                "description" | "subtitle" => {}
                "caption" => {
                    out.line(&inline(value.trim()));
                    continue;
                }
                _ => receipt.dropped("setting", bare),
            }
            out.blank();
        } else if bare.starts_with("# ")
            || bare == "#"
            || ["closed:", "scheduled:", "deadline:", "clock:"].iter().any(|start| lower.starts_with(start))
        {
            receipt.dropped("comment", bare);
            out.blank();
        } else if let Some(stars) = stars {
            let title = line[stars..].trim();
            let state = states.iter().find_map(|state| title.strip_prefix(&**state)?.strip_prefix(' '));
            let title = state.unwrap_or(title);
            // How urgent it is: `[#A]`.
            let title = match title.strip_prefix("[#").and_then(|rest| rest.split_once("] ")) {
                Some((priority, title)) if priority.len() == 1 => title,
                _ => title,
            };
            // Tags stand behind the heading: `:one:two:`.
            let title = match title.rsplit_once(' ') {
                Some((title, tags)) if tags.len() > 2 && tags.starts_with(':') && tags.ends_with(':') => {
                    title
                }
                _ => title,
            };
            out.line(&format!("{} {}", "#".repeat((stars + 1).min(6)), inline(title)));
        } else if let Some(row) = bare.strip_prefix('|').filter(|row| row.ends_with('|')) {
            // `|---+---|` is a rule.
            let cells = row.split('|').map(|cell| inline(cell.trim())).filter(|cell| !cell.is_empty());
            let cells: Vec<String> = if row.starts_with('-') { Vec::new() } else { cells.collect() };
            out.line(&if cells.is_empty() { String::new() } else { format!("- {}", cells.join(" | ")) });
        } else if let Some(item) = bare.strip_prefix("- ").or(bare.strip_prefix("+ ")) {
            let item =
                ["[ ] ", "[X] ", "[-] "].iter().find_map(|mark| item.strip_prefix(mark)).unwrap_or(item);
            out.line(&format!("- {}", inline(item)));
        } else {
            out.line(&inline(line));
        }
    }
}

fn inline(line: &str) -> String {
    let line = spans(line, "[[", "]]", |inside| match inside.split_once("][") {
        Some((address, text)) => link(text, address),
        None if inside.ends_with(".png") || inside.ends_with(".jpg") || inside.ends_with(".svg") => {
            String::new()
        }
        None => inside.to_owned(),
    });
    let line = spans(&line, "[fn:", "]", |_| String::new());
    let line = emphasis(&line, '*', "**");
    let line = emphasis(&line, '/', "*");
    emphasis(&emphasis(&line, '=', "`"), '~', "`")
}
