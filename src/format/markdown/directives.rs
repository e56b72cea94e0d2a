//! Directives that documentation generators mark by indentation or by fences: the admonitions and
//! tabs of MkDocs, the fences of MyST. Their words are for the reader, their marks are not; the lines
//! keep their numbers.

use std::borrow::Cow;

use super::dialect::{PART, fence_of};
use crate::receipt::Receipt;

/// Takes the marks of directives out of `body`.
pub(super) fn plain<'a>(body: &'a str, receipt: &mut Receipt) -> Cow<'a, str> {
    let (mut is_indented, mut is_fenced) = (false, false);
    for start in [0].into_iter().chain(memchr::memchr_iter(b'\n', body.as_bytes()).map(|at| at + 1)) {
        // As most do.
        if body.as_bytes().get(start).is_none_or(u8::is_ascii_alphanumeric) {
            continue;
        }
        let line = body[start..].trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
        is_indented |= ["!!! ", "???", "=== \""].iter().any(|mark| line.starts_with(mark));
        is_fenced |= ["```{", "~~~{", ":::{"].iter().any(|mark| line.starts_with(mark));
    }
    if !is_indented && !is_fenced {
        return Cow::Borrowed(body);
    }
    let mut out = String::with_capacity(body.len());
    // How far in the directives at hand stand, the innermost last.
    let mut indents: Vec<usize> = Vec::new();
    let mut code: Option<(u8, usize)> = None;
    let mut fences: Vec<(u8, usize)> = Vec::new();
    let mut in_options = false;
    let mut dropped: Option<(u8, usize)> = None;
    for line in body.split_inclusive('\n') {
        let mut line = line;
        if is_indented && !line.trim().is_empty() {
            let indent = line.len() - line.trim_start_matches(' ').len();
            while code.is_none() && indents.last().is_some_and(|edge| indent < edge + 4) {
                indents.pop();
            }
            line = &line[(indents.len() * 4).min(indent)..];
            if code.is_none()
                && let Some(title) = indented_title(line.trim())
            {
                receipt.dropped("mark of the site generator", line.trim());
                indents.push(indent);
                part(title, &mut out);
                continue;
            }
        }
        let bare = line.trim();
        if std::mem::take(&mut in_options) && (is_option(bare) || bare == "---") {
            in_options = true;
            out.push('\n');
            continue;
        }
        if let Some((mark, length)) = dropped {
            let is_end = fence_of(line).is_some_and(|(same, longer)| same == mark && longer >= length)
                && bare.bytes().all(|byte| byte == mark);
            dropped = dropped.filter(|_| !is_end);
            out.push('\n');
            continue;
        }
        match (code, fence_of(line)) {
            (None, Some(fence)) if is_fenced && is_dropped(bare) => {
                receipt.dropped("mark of the site generator", bare);
                dropped = Some(fence);
                out.push('\n');
                continue;
            }
            (Some((mark, length)), Some((same, longer))) if mark == same && longer >= length => {
                let is_end = bare.bytes().all(|byte| byte == mark);
                code = code.filter(|_| !is_end);
            }
            (Some(_), _) => {}
            (None, Some(fence)) => {
                let is_end = bare.bytes().all(|byte| byte == fence.0)
                    && fences.last().is_some_and(|(mark, length)| *mark == fence.0 && fence.1 >= *length);
                if is_end {
                    fences.pop();
                    out.push('\n');
                    continue;
                }
                match fenced_title(bare).filter(|_| is_fenced) {
                    Some(title) => {
                        receipt.dropped("mark of the site generator", bare);
                        fences.push(fence);
                        in_options = true;
                        part(title, &mut out);
                        continue;
                    }
                    None => code = Some(fence),
                }
            }
            (None, None) if is_fenced && is_label(bare) => {
                receipt.dropped("mark of the site generator", bare);
                out.push('\n');
                continue;
            }
            (None, None) => {}
        }
        if is_fenced && code.is_none() {
            roles(line, &mut out);
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

/// A title is a paragraph of its own.
fn part(title: &str, out: &mut String) {
    if !title.is_empty() {
        out.push_str(title);
        out.push_str(PART);
    }
    out.push('\n');
}

/// The title in `!!! note "Title"`, `???+ tip`, `=== "Title"`.
fn indented_title(line: &str) -> Option<&str> {
    let rest = match line.get(..3)? {
        "!!!" | "???" => line[3..].trim_start_matches('+').strip_prefix(' ')?,
        "===" => line[3..].strip_prefix(' ').filter(|rest| rest.starts_with(['"', '!', '+']))?,
        _ => return None,
    };
    let is_kind = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '!' | '+');
    let title = rest.trim_start_matches(is_kind);
    (title.is_empty() || title.starts_with('"')).then(|| title.trim_matches('"'))
}

/// The title in `{admonition} Title`, where what the fence holds is to be read.
fn fenced_title(line: &str) -> Option<&str> {
    #[rustfmt::skip]
    const READ: [&str; 38] = [
        "admonition", "note", "warning", "tip", "important", "hint", "caution", "attention", "danger",
        "error", "seealso", "epigraph", "pull-quote", "highlights", "quote", "sidebar", "margin",
        "aside", "topic", "dropdown", "card", "grid", "grid-item", "grid-item-card", "tab-set",
        "tab-item", "tabbed", "div", "container", "exercise", "solution", "example", "definition",
        "question", "versionadded", "versionchanged", "figure", "table",
    ];
    let (name, title) = name_of(line)?;
    let is_read = READ.contains(&name) || name.starts_with("prf:");
    // A picture has a file for its argument.
    let title = if matches!(name, "figure") { "" } else { title.trim() };
    is_read.then_some(title)
}

/// Says that a fence holds what the generator puts something else in place of.
fn is_dropped(line: &str) -> bool {
    const DROPPED: [&str; 11] = [
        "toctree",
        "contents",
        "tableofcontents",
        "bibliography",
        "image",
        "raw",
        "include",
        "index",
        "video",
        "youtube",
        "autosummary",
    ];
    name_of(line).is_some_and(|(name, _)| DROPPED.contains(&name))
}

/// The name of the directive that a fence opens, and what stands behind it: `{note} Title`.
fn name_of(line: &str) -> Option<(&str, &str)> {
    line.trim_start_matches(['`', '~', ':']).trim_start().strip_prefix('{')?.split_once('}')
}

/// `:class: dropdown`
fn is_option(line: &str) -> bool {
    line.strip_prefix(':').and_then(|rest| rest.split_once(':')).is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

/// `(target)=` names a place; `% words` is a comment.
fn is_label(line: &str) -> bool {
    line.starts_with('(') && line.ends_with(")=") || line.starts_with("% ")
}

/// Takes roles off their words: `` {ref}`words <target>` ``; what is cited by its key goes.
fn roles(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find("}`") {
        let role = rest[..at].rfind('{').filter(|open| {
            let name = &rest[open + 1..at];
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":-+_".contains(&byte))
        });
        let inside = &rest[at + 2..];
        let (Some(open), Some(end)) = (role, inside.find('`')) else {
            out.push_str(&rest[..at + 2]);
            rest = inside;
            continue;
        };
        out.push_str(&rest[..open]);
        let name = &rest[open + 1..at];
        let words = &inside[..end];
        let shown = words.split_once(" <").map_or(words, |(shown, _)| shown).trim_start_matches('~');
        match name {
            _ if name.starts_with("cite") => {}
            "ref" | "doc" | "term" | "numref" | "eq" | "abbr" | "sub" | "sup" | "download" => {
                out.push_str(shown);
            }
            // Names of programs stay what they are.
            _ => out.extend(["`", shown, "`"]),
        }
        rest = &inside[end + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: &str) {
        assert_eq!(plain(body, &mut Receipt::default()), expected, "{body}");
    }

    #[test]
    fn words_in_directives_stay_words() {
        check(
            "!!! note \"Lids\"\n\n    Lift it.\n\n        code\n\nNext.\n",
            "Lids<part/>\n\nLift it.\n\n    code\n\nNext.\n",
        );
        check("??? tip\n    Lift it.\n", "\nLift it.\n");
        check("So ??? tip\n\u{a0}  and so.\n", "So ??? tip\n\u{a0}  and so.\n");
        check(&"a !!! ".repeat(400_000), &"a !!! ".repeat(400_000));
        check("=== \"C\"\n\n    ``` c\n    int x;\n    ```\n", "C<part/>\n\n``` c\nint x;\n```\n");
        check("!!! note\n    a\n\n    !!! tip \"In\"\n        b\nc\n", "\na\n\nIn<part/>\nb\nc\n");
        check(
            "```{note} On lids\n:class: dropdown\n\nLift it.\n```\n(lids)=\nSee {ref}`there <lids>` {cite}`moss`.\n",
            "On lids<part/>\n\n\nLift it.\n\n\nSee there .\n",
        );
        check(
            "```{code-cell} python\n:tags: [x]\na = 1\n```\n",
            "```{code-cell} python\n:tags: [x]\na = 1\n```\n",
        );
        check("```{toctree}\nintro\n```\n{func}`a.Bc` x\n", "\n\n\n`a.Bc` x\n");
        check("wow!!! yes\n", "wow!!! yes\n");
        check("```{note}\nopen", "\nopen");
    }
}
