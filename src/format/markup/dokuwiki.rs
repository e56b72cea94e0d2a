//! DokuWiki's markup, a page a text file.

use super::Rewritten;
use super::inline::{link, spans};
use crate::format::Receipt;

/// Says whether a text has a title as DokuWiki sets it, and something else that no writer of plain text sets, who
/// may well set a title so: a link, headings of two sizes, a setting, a forced break of a line.
pub(super) fn is_likely(head: &str) -> bool {
    const LINES_MAX: usize = 40;
    let is_titled = head.lines().take(LINES_MAX).filter_map(heading).any(|(level, _)| level == 1);
    let has_second = |line: &str| {
        let bare = line.trim();
        let has_link = bare.split_once("[[").is_some_and(|(_, inside)| inside.contains("]]"));
        let is_setting = bare.len() > 4 && bare.starts_with("~~") && bare.ends_with("~~");
        let is_tags = bare.starts_with("{{tag>");
        let breaks = bare.contains("\\\\ ") || bare.ends_with("\\\\");
        has_link || is_setting || is_tags || breaks || heading(bare).is_some_and(|(level, _)| level > 1)
    };
    is_titled && head.lines().any(has_second)
}

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    let mut code: Option<&str> = None;
    for line in text.lines() {
        let bare = line.trim();
        if let Some(end) = code {
            if bare.ends_with(end) {
                code = None;
                out.line("```");
            } else {
                out.line(line);
            }
            continue;
        }
        if let Some(end) = opens_code(bare) {
            code = Some(end);
            out.line("```");
        } else if let Some((level, title)) = heading(bare) {
            out.line(&format!("{} {}", "#".repeat(level), inline(title)));
        } else if bare.starts_with("~~") && bare.ends_with("~~") || bare == "<WRAP>" || bare == "</WRAP>" {
            receipt.dropped("setting", bare);
            out.blank();
        } else if let Some(tags) = bare.strip_prefix("{{tag>").and_then(|tags| tags.strip_suffix("}}")) {
            let tags = tags.split_whitespace().map(|tag| tag.replace('_', " ")).collect::<Vec<_>>();
            out.field("tags", &tags.join(", "));
            out.blank();
        } else if let Some((indent, sign, words)) = item(line) {
            out.line(&format!("{}{sign} {}", " ".repeat(indent), inline(words)));
        } else if bare.starts_with(['^', '|']) && bare.ends_with(['^', '|']) && bare.len() > 1 {
            let shown = inline(bare);
            let cells = shown.split(['^', '|']).map(str::trim).filter(|cell| !cell.is_empty());
            out.line(&format!("- {}", cells.collect::<Vec<_>>().join(" | ")));
        } else if let Some(quoted) = bare.strip_prefix('>') {
            out.line(&format!("> {}", inline(quoted.trim_start_matches('>').trim())));
        } else {
            out.line(&inline(bare));
        }
    }
}

/// The level and the words of a heading, of which six signs are the largest: `====== Title ======`.
fn heading(line: &str) -> Option<(usize, &str)> {
    let line = line.trim();
    let signs = line.bytes().take_while(|byte| *byte == b'=').count();
    let inside = line.get(signs..)?.strip_suffix(&"=".repeat(signs))?;
    let is_heading =
        (2..=6).contains(&signs) && !inside.ends_with('=') && inside.contains(char::is_alphanumeric);
    is_heading.then(|| (7 - signs, inside.trim()))
}

/// What ends the code that a line opens and does not end.
fn opens_code(line: &str) -> Option<&'static str> {
    [("<code", "</code>"), ("<file", "</file>")].into_iter().find_map(|(open, end)| {
        let rest = line.strip_prefix(open)?;
        (rest.starts_with(['>', ' ']) && rest.ends_with('>') && !rest.contains(end)).then_some(end)
    })
}

/// The indentation, the sign and the words of an item, two blanks or more before its mark.
fn item(line: &str) -> Option<(usize, &'static str, &str)> {
    let rest = line.trim_start();
    let indent = line.len() - rest.len();
    let sign = match rest.as_bytes().first()? {
        b'*' => "-",
        b'-' => "1.",
        _ => return None,
    };
    // What stands below a numbered item stands three in.
    (indent >= 2 && !rest.starts_with("**") && !rest.starts_with("--"))
        .then(|| ((indent / 2 - 1) * 3, sign, rest[1..].trim()))
}

fn inline(line: &str) -> String {
    let line = spans(line, "((", "))", |note| format!(" ({})", note.trim()));
    let line = spans(&line, "{{", "}}", |picture| {
        let words = picture.split_once('|').map_or("", |(_, words)| words);
        words.trim().to_owned()
    });
    let line = spans(&line, "[[", "]]", |inside| match inside.split_once('|') {
        Some((target, words)) if target.contains("://") => link(words, target),
        Some((_, words)) => words.trim().to_owned(),
        None if inside.contains("://") => inside.to_owned(),
        None => inside.rsplit(':').next().unwrap_or(inside).replace('_', " "),
    });
    let line = ["''", "__"].iter().fold(line, |line, mark| spans(&line, mark, mark, str::to_owned));
    italics(&line).replace("\\\\ ", " ").trim_end_matches("\\\\").to_owned()
}

/// Takes the signs off `//words//`, which stand in addresses too.
fn italics(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("//") {
        let (before, inside) = (&rest[..at], &rest[at + 2..]);
        out.push_str(before);
        let opens = !before.ends_with([':', '/']) && inside.starts_with(|c: char| !c.is_whitespace());
        let end = inside.find("//").filter(|end| opens && !inside[..*end].ends_with([':', ' ']));
        match end {
            Some(end) => {
                out.push_str(&inside[..end]);
                rest = &inside[end + 2..];
            }
            None => {
                out.push_str("//");
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_become_markdown_line_by_line() {
        let check = |text: &str, expected: &str| {
            let mut out = Rewritten::default();
            rewrite(text, &mut out, &mut Receipt::default());
            assert_eq!(out.body, expected, "{text}");
        };
        check("====== On tin ======\n==== Lids ====\n", "# On tin\n### Lids\n");
        check("  * a **b**\n    - c //d//\n", "- a **b**\n   1. c d\n");
        check("a ((Grey.)) b [[wiki:old_lids]] [[wiki:x|the lids]]\n", "a  (Grey.) b old lids the lids\n");
        check(
            "[[https://a.example|here]] http://b.example/c //d//\n",
            "[here](<https://a.example>) http://b.example/c d\n",
        );
        check("<code bash>\n  a **b**\n</code>\n", "```\n  a **b**\n```\n");
        check("{{:a.png?200|The old lid}}\n~~NOTOC~~\n", "The old lid\n\n");
        check("^ Tin ^ Lid ^\n| a | [[x|b]] |\n", "- Tin | Lid\n- a | b\n");
        check("> So it is.\n", "> So it is.\n");
    }

    #[test]
    fn titles_tell_its_pages() {
        for second in ["===== Lids =====", "See [[lids]].", "~~NOTOC~~", "It is\\\\ soft.", "{{tag>tin}}"] {
            assert!(is_likely(&format!("====== On tin ======\n\nIt is soft.\n{second}\n")), "{second}");
        }
        assert!(!is_likely("====== On tin ======\n\nA __lid__ {{so}}\n    * and\n\n====== On lids ======\n"));
        assert!(!is_likely("== On tin ==\n\nIt is soft."));
        assert!(!is_likely("======\n\nIt is soft.\n======"));
    }
}
