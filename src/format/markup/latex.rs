//! LaTeX.

use super::Rewritten;
use super::inline::link;
use crate::format::Receipt;

/// How deep commands may lie in each other.
const DEPTH_MAX: usize = 8;

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    let has_preamble = text.contains("\\begin{document}");
    let mut in_body = !has_preamble;
    let mut environments: Vec<String> = Vec::new();
    for line in text.lines() {
        let bare = line.trim();
        let innermost = environments.last().map(String::as_str).unwrap_or_default();
        let is_code = matches!(innermost, "verbatim" | "lstlisting" | "minted");
        if is_code && !bare.starts_with("\\end{") {
            out.line(line);
            continue;
        }
        let line = without_comment(bare);
        for name in ["title", "author", "date"] {
            if let Some((value, _)) =
                line.find(&format!("\\{name}{{")).and_then(|at| argument(&line[at + name.len() + 1..]))
            {
                let value = plain(value, 0);
                let value = value.split("\\and").next().unwrap_or_default();
                if !value.contains("today") {
                    out.field(name, value);
                }
            }
        }
        if let Some((name, _)) = line.strip_prefix("\\begin").and_then(argument) {
            in_body |= name == "document";
            out.line(if matches!(name, "verbatim" | "lstlisting" | "minted") { "```" } else { "" });
            environments.push(name.to_owned());
            continue;
        }
        if line.starts_with("\\end{") {
            let name = environments.pop().unwrap_or_default();
            if name == "document" {
                in_body = false;
            }
            out.line(if matches!(&*name, "verbatim" | "lstlisting" | "minted") { "```" } else { "" });
            continue;
        }
        let is_setting = [
            "\\title",
            "\\author",
            "\\date",
            "\\maketitle",
            "\\usepackage",
            "\\documentclass",
            "\\newcommand",
            "\\label",
            "\\vspace",
            "\\hspace",
            "\\centering",
            "\\includegraphics",
            "\\tableofcontents",
            "\\bibliography",
            "\\setlength",
            "\\def",
        ]
        .iter()
        .any(|name| line.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)));
        let is_maths =
            matches!(innermost, "equation" | "equation*" | "align" | "align*" | "tikzpicture" | "tabular");
        if !in_body || is_setting || is_maths {
            if in_body && !line.is_empty() {
                receipt.dropped("setting", line);
            }
            out.blank();
            continue;
        }
        let heading = [
            ("\\chapter", 1),
            ("\\section", 2),
            ("\\subsection", 3),
            ("\\subsubsection", 4),
            ("\\paragraph", 5),
        ]
        .iter()
        .find_map(|(name, level)| {
            Some((
                line.strip_prefix(name)?
                    .trim_start_matches('*')
                    .strip_prefix('{')
                    .map(|_| line[name.len()..].trim_start_matches('*'))?,
                *level,
            ))
        });
        if let Some(((title, rest), level)) = heading.and_then(|(rest, level)| Some((argument(rest)?, level)))
        {
            // A heading is a line; what goes on behind it is left to it where it is short.
            out.line(&format!("{} {} {}", "#".repeat(level), plain(title, 0), plain(rest, 0)));
        } else if let Some(item) = line.strip_prefix("\\item") {
            let label = item.strip_prefix('[').and_then(|item| item.split_once(']'));
            let item = label
                .map_or(plain(item, 0), |(label, item)| format!("{} {}", plain(label, 0), plain(item, 0)));
            out.line(&format!("- {}", item.trim()));
        } else if innermost == "quote" || innermost == "quotation" {
            out.line(&format!("> {}", plain(line, 0)));
        } else {
            out.line(&plain(line, 0));
        }
    }
}

fn without_comment(line: &str) -> &str {
    let comment = line.match_indices('%').find(|(at, _)| !line[..*at].ends_with('\\'));
    comment.map_or(line, |(at, _)| &line[..at])
}

/// The text in braces at the beginning, and what follows.
fn argument(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('{')?;
    let mut depth = 0;
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some((&inside[..at], &inside[at + 1..])),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A line without commands: their last argument is what they show.
fn plain(text: &str, depth: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '{', '}', '~', '`', '\'', '-']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let marks = [
            ("``", "“"),
            ("''", "”"),
            ("---", "—"),
            ("--", "–"),
            ("`", "‘"),
            ("~", " "),
            ("{", ""),
            ("}", ""),
            ("'", "’"),
            ("-", "-"),
            ("\\\\", " "),
            ("\\,", ""),
            ("\\ ", " "),
            ("\\-", ""),
        ];
        if let Some((mark, to)) = marks.iter().find(|(mark, _)| rest.starts_with(mark)) {
            out.push_str(to);
            rest = &rest[mark.len()..];
            continue;
        }
        let name = &rest[1..];
        let end = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
        if end == 0 {
            // An escaped character.
            let c = name.chars().next();
            out.extend(c);
            rest = &name[c.map_or(0, char::len_utf8)..];
            continue;
        }
        let (name, mut behind) = name.split_at(end);
        while let Some((_, after)) = behind.strip_prefix('[').and_then(|option| option.split_once(']')) {
            behind = after;
        }
        let first = argument(behind);
        if depth == DEPTH_MAX || first.is_none() {
            out.push_str(match name {
                "ldots" | "dots" => "…",
                "LaTeX" => "LaTeX",
                "TeX" => "TeX",
                "textendash" => "–",
                "ss" => "ß",
                _ => "",
            });
            rest = if first.is_none() { behind.trim_start_matches(' ') } else { behind };
            continue;
        }
        let Some((shown, after)) = first else { break };
        rest = after;
        match name {
            "href" => {
                if let Some((text, after)) = argument(after) {
                    out.push_str(&link(&plain(text, depth + 1), shown));
                    rest = after;
                }
            }
            "emph" | "textit" => out.push_str(&format!("*{}*", plain(shown, depth + 1))),
            "textbf" => out.push_str(&format!("**{}**", plain(shown, depth + 1))),
            "texttt" | "verb" => out.push_str(&format!("`{shown}`")),
            "footnote" => out.push_str(&format!(" ({})", plain(shown, depth + 1).trim())),
            "cite" | "citep" | "citet" | "ref" | "label" | "index" | "input" | "include" | "vspace"
            | "hspace" | "begin" | "end" => {}
            _ => out.push_str(&plain(shown, depth + 1)),
        }
    }
    out.push_str(rest);
    out
}
