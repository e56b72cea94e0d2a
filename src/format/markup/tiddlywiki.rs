//! TiddlyWiki's markup, a note (`.tid`) a file: its fields, a blank line, and its text.

use super::Rewritten;
use super::inline::{link, spans};
use crate::format::Receipt;

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    let head = head_lines(text);
    let mut is_markdown = false;
    let (mut in_code, mut in_quote) = (false, false);
    for (number, line) in text.lines().enumerate() {
        let bare = line.trim();
        if number < head {
            if let Some((name, value)) = split(bare) {
                is_markdown |= field(name, value, out);
            } else {
                receipt.dropped("line of the head", bare);
            }
            out.blank();
            continue;
        }
        in_code ^= bare.starts_with("```");
        if in_code || is_markdown || bare.starts_with("```") {
            out.line(line);
        } else if bare.starts_with("<<<") {
            in_quote = !in_quote;
            out.blank();
        } else if bare.starts_with("\\define")
            || bare.starts_with("<<") && bare.ends_with(">>")
            || bare == "\\end"
        {
            receipt.dropped("setting", bare);
            out.blank();
        } else {
            let quoted = if in_quote { "> " } else { "" };
            out.line(&format!("{quoted}{}", block(bare)));
        }
    }
}

/// How many lines at the top are fields. Any name may be one; that there is a head, one that every note has tells.
fn head_lines(text: &str) -> usize {
    const KNOWN: [&str; 10] =
        ["title", "created", "creator", "modified", "modifier", "tags", "type", "author", "url", "source"];
    let mut lines = text.lines().take_while(|line| !line.trim().is_empty());
    if lines.clone().next().is_none_or(|first| split(first.trim()).is_none()) {
        return 0;
    }
    let is_known = |line: &str| split(line.trim()).is_some_and(|(name, _)| KNOWN.contains(&name));
    let Some(last) = lines.clone().collect::<Vec<_>>().iter().rposition(|line| is_known(line)) else {
        return 0;
    };
    let is_closed = text.lines().any(|line| line.trim().is_empty());
    // Without a blank line below them only the fields before its first line are known.
    let behind = lines.by_ref().skip(last + 1).take_while(|line| is_closed && split(line.trim()).is_some());
    last + 1 + behind.count()
}

/// The name and the value of a field.
fn split(line: &str) -> Option<(&str, &str)> {
    const NAME_BYTES_MAX: usize = 48;
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty()
        && name.len() <= NAME_BYTES_MAX
        && !value.starts_with("//")
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ' '));
    is_name.then(|| (name.trim(), value.trim()))
}

/// Takes over a field; says whether it says that the text is in Markdown.
fn field(name: &str, value: &str, out: &mut Rewritten) -> bool {
    match name {
        "title" => out.field("title", value),
        // `20210305081400000`
        "created" => out.field("date", value.get(..8).unwrap_or_default()),
        "creator" | "author" => out.field("author", value),
        "url" | "source" => out.field("url", value),
        "tags" => out.field("tags", &tags(value).join(", ")),
        "type" => return value.contains("markdown"),
        _ => {}
    }
    false
}

/// `tin [[old lids]]`
fn tags(value: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let (tag, behind) = match rest.strip_prefix("[[").and_then(|inside| inside.split_once("]]")) {
            Some(found) => found,
            None => rest.split_once(' ').unwrap_or((rest, "")),
        };
        tags.push(tag);
        rest = behind.trim_start();
    }
    tags
}

fn block(line: &str) -> String {
    let words = line.trim_start_matches('!');
    let level = line.len() - words.len();
    if (1..=6).contains(&level) {
        return format!("{} {}", "#".repeat(level), inline(words.trim()));
    }
    let words = line.trim_start_matches(['*', '#', '>']);
    let marks = &line[..line.len() - words.len()];
    if marks.is_empty() || !words.starts_with([' ', '.']) && marks.starts_with('*') {
        return inline(line);
    }
    let indent = " ".repeat((marks.len() - 1) * 3);
    let sign = match marks.as_bytes()[marks.len() - 1] {
        b'*' => "-",
        b'#' => "1.",
        _ => return format!("> {}", inline(words.trim())),
    };
    format!("{indent}{sign} {}", inline(words.trim()))
}

fn inline(line: &str) -> String {
    let line = spans(line, "{{", "}}", |_| String::new());
    let line = spans(&line, "[img[", "]]", |_| String::new());
    let line = spans(&line, "[[", "]]", |inside| match inside.split_once('|') {
        Some((words, target)) if target.contains("://") => link(words, target),
        Some((words, _)) => words.to_owned(),
        None => inside.to_owned(),
    });
    let line = ["''", "__", "~~", "^^", ",,"]
        .iter()
        .fold(line, |line, mark| spans(&line, mark, mark, str::to_owned));
    // Addresses have two strokes too.
    if line.contains("://") { line } else { spans(&line, "//", "//", str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_have_fields_and_text() {
        let check = |text: &str, front: &str, body: &str| {
            let mut out = Rewritten::default();
            rewrite(text, &mut out, &mut Receipt::default());
            assert_eq!((&*out.front, &*out.body), (front, body), "{text}");
        };
        check(
            "created: 20210305081400000\ntags: tin [[old lids]]\ntitle: On tin\n\n! Lids\n* a ''b''\n** c\n# [[The lid|Lid]]\n",
            "date: \"20210305\"\ntags: \"tin, old lids\"\ntitle: \"On tin\"\n",
            "\n\n\n\n# Lids\n- a b\n   - c\n1. The lid\n",
        );
        check(
            "title: a\n\n<<<\nSo it is.\n<<< Ada\n<<toc>>\nIt is //soft//.\n",
            "title: \"a\"\n",
            "\n\n\n> So it is.\n\n\nIt is soft.\n",
        );
        check(
            "title: On tin\nGröße: 3\nmy shelf: 4\ntags: tin\nColour of it: grey\n\nNote: it is soft.\n",
            "title: \"On tin\"\ntags: \"tin\"\n",
            "\n\n\n\n\n\nNote: it is soft.\n",
        );
        check("title: a\nIt is soft.\n", "title: \"a\"\n", "\nIt is soft.\n");
        for kept in ["Tin is soft.\nLead is softer.\n", "Note: tin is soft.\n\nSo it is.\n", "\ntitle: a\n"] {
            check(kept, "", kept);
        }
        check("type: text/x-markdown\n\n# Lids **a**\n", "", "\n\n# Lids **a**\n");
        check("title: a\n\n```\n! b\n```\n", "title: \"a\"\n", "\n\n```\n! b\n```\n");
    }
}
