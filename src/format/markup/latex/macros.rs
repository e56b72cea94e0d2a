//! What a text gives for names of its own: `\newcommand{\sys}{Flood}`, without arguments.

use std::borrow::Cow;
use std::collections::HashMap;

use super::words::argument;

/// A name for more is a layout, not a word.
const TEXT_BYTES_MAX: usize = 400;
/// How much a text may grow.
const GROWN_BYTES_MAX: usize = 1 << 20;
const DEFINING: [&str; 5] = ["newcommand", "renewcommand", "providecommand", "def", "DeclareRobustCommand"];

/// The source with what its own names stand for, on the same lines. Code and formulas stay as they are.
pub(super) fn expanded(source: &str) -> Cow<'_, str> {
    let defines = DEFINING.iter().any(|name| source.contains(&format!("\\{name}")));
    if !defines {
        return Cow::Borrowed(source);
    }
    let mut known: HashMap<&str, String> = HashMap::new();
    let mut out = String::with_capacity(source.len());
    let mut grown = 0;
    let mut is_formula = false;
    // The kinds of code that nothing behind here ends.
    let mut endless: Vec<&str> = Vec::new();
    // What has been opened in vain.
    let mut unclosed = 0;
    let mut rest = source;
    while let Some(at) = rest.find(['\\', '$', '\n']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(behind) = rest.strip_prefix('\\') else {
            is_formula =
                if rest.starts_with('$') { !is_formula } else { is_formula && !rest.starts_with("\n\n") };
            out.push_str(&rest[..1]);
            rest = &rest[1..];
            continue;
        };
        let (name, behind) = word(behind);
        if name.is_empty() {
            let length = 1 + behind.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let defined = if DEFINING.contains(&name) { definition(behind, &mut unclosed) } else { None };
        if let Some((name, text, after)) = defined {
            let breaks = rest[..rest.len() - after.len()].matches('\n').count();
            out.extend(std::iter::repeat_n('\n', breaks));
            if let Some(text) = text {
                known.insert(name, put_in(&known, &crate::clean::folded(text)));
            }
            rest = after;
            continue;
        }
        let begun = if name == "begin" { braced(behind, &mut unclosed) } else { None };
        if let Some((kind, inside)) = begun
            && super::CODE.contains(&kind)
            && !endless.contains(&kind)
        {
            let closing = format!("\\end{{{kind}}}");
            if let Some(end) = inside.find(&closing) {
                let length = rest.len() - inside.len() + end;
                out.push_str(&rest[..length]);
                rest = &rest[length..];
                continue;
            }
            endless.push(kind);
        }
        match known.get(name).filter(|text| !is_formula && grown + text.len() <= GROWN_BYTES_MAX) {
            Some(text) => {
                out.push_str(text);
                grown += text.len();
                rest = behind.strip_prefix("{}").unwrap_or(behind);
            }
            None => {
                let length = rest.len() - behind.len();
                out.push_str(&rest[..length]);
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The letters at the beginning, and what stands behind them.
fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len()))
}

/// What is defined behind the command that does so, and what stands behind it: a name, and its text where it
/// takes no arguments and is short.
fn definition<'a>(text: &'a str, unclosed: &mut usize) -> Option<(&'a str, Option<&'a str>, &'a str)> {
    let text = text.strip_prefix('*').unwrap_or(text).trim_start_matches(' ');
    let (name, behind) = match braced(text, unclosed) {
        Some((name, behind)) => (name.trim().strip_prefix('\\')?, behind),
        None => word(text.strip_prefix('\\')?),
    };
    let behind = behind.trim_start_matches([' ', '\t', '\n']);
    // With arguments it is no word.
    let (text, after) = braced(behind, unclosed)?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_text = text.len() <= TEXT_BYTES_MAX && !text.contains('#');
    is_name.then_some((name, Some(text).filter(|_| is_text), after))
}

/// The argument at the beginning, unless many were opened in vain.
fn braced<'a>(text: &'a str, unclosed: &mut usize) -> Option<(&'a str, &'a str)> {
    let found = if *unclosed < super::UNCLOSED_MAX { argument(text) } else { None };
    *unclosed += usize::from(found.is_none() && text.starts_with('{'));
    found
}

/// A text with what is known of the names in it.
fn put_in(known: &HashMap<&str, String>, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (name, behind) = word(&rest[at + 1..]);
        let end = rest.len() - behind.len();
        out.push_str(&rest[..at]);
        match known.get(name).filter(|text| out.len() + text.len() <= TEXT_BYTES_MAX) {
            _ if name == "xspace" => {}
            Some(text) => out.push_str(text),
            None if name.is_empty() => {
                let sign = behind.chars().next().map_or(0, char::len_utf8);
                out.push_str(&rest[at..end + sign]);
                rest = &rest[end + sign..];
                continue;
            }
            None => out.push_str(&rest[at..end]),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_text_are_its_words() {
        let check = |source: &str, expected: &str| assert_eq!(expanded(source), expected, "{source}");
        check(
            "\\newcommand{\\sys}{\\textsc{Flood}\\xspace}\nWe present \\sys, a ferry. \\sys{} and \\system.",
            "\nWe present \\textsc{Flood}, a ferry. \\textsc{Flood} and \\system.",
        );
        check("\\def\\a{pail}\n\\newcommand\\b{a \\a}\n\\b\\\\\\b", "\n\na pail\\\\a pail");
        check("\\newcommand{\\kw}[1]{\\emph{#1}}\n\\kw{x}", "\\newcommand{\\kw}[1]{\\emph{#1}}\n\\kw{x}");
        check("\\def\\a{\\a\\a}\n\\a", "\n\\a\\a");
        check("\\def\\R{real}\n$\\R$ is \\R", "\n$\\R$ is real");
        check(
            "\\def\\R{real}\n\\begin{verbatim}\n\\R\n\\end{verbatim}",
            "\n\\begin{verbatim}\n\\R\n\\end{verbatim}",
        );
        check("\\newcommand", "\\newcommand");
        check("no names \\here", "no names \\here");
        let mut doubling = String::from("\\def\\a{aaaaaaaa}");
        for (name, before) in ('b'..='z').zip('a'..) {
            doubling += &format!("\\def\\{name}{{\\{before}\\{before}}}");
        }
        assert!(expanded(&format!("{doubling}{}", "\\z ".repeat(10_000))).len() < 4 << 20);
    }
}
