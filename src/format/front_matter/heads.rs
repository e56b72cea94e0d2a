//! Where a head begins and ends: between fences, or known by its lines alone.

use serde_json::{Map, Value};

use super::keys::{fold_key, is_sure};
use super::syntax::{plain_lines, yaml};

/// What a head between fences is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Yaml,
    Toml,
    Json,
}

/// The fence that closes a head which this line opens, and what the head is written in: it may say so, as
/// Eleventy's do. An object of a script is YAML mostly.
pub(super) fn fence(line: &str) -> Option<(&'static str, Language)> {
    match line {
        "---" | "---yaml" | "---yml" | "---js" | "---javascript" => Some(("---", Language::Yaml)),
        "---toml" => Some(("---", Language::Toml)),
        "---json" => Some(("---", Language::Json)),
        "+++" => Some(("+++", Language::Toml)),
        ";;;" => Some((";;;", Language::Json)),
        _ => None,
    }
}

/// A head that no fence opens, at byte `begin` of the text: how it is written, what it says, and the
/// byte at which the text begins.
pub(super) fn unfenced(text: &str, begin: usize) -> Option<(&str, Map<String, Value>, usize)> {
    let rest = &text[begin..];
    if let Some((fields, body)) = dotted(text) {
        return Some((&text[..body], fields, body));
    }
    if let Some((source, body)) = unopened(rest) {
        return Some((source, yaml(source).unwrap_or_else(|_| plain_lines(source)), begin + body));
    }
    if let Some((fields, body)) = titled(rest) {
        return Some((&rest[..body], fields, begin + body));
    }
    let (source, body) = ruled(rest).or_else(|| plain_head(rest))?;
    Some((source, plain_lines(source), begin + body))
}

/// Blank lines and a comment (licences stand there) may come before the head.
pub(super) fn skip_comment(text: &str) -> usize {
    let trimmed = text.trim_start();
    let rest = match trimmed.strip_prefix("<!--").and_then(|inside| inside.split_once("-->")) {
        Some((_, rest)) => rest.trim_start(),
        None => trimmed,
    };
    text.len() - rest.len()
}

/// What is between the fence on the first line and the next such line, and where the rest begins.
pub(super) fn fenced<'a>(text: &'a str, fence: &str) -> Option<(&'a str, usize)> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            return Some((&text[start..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

/// YAML that begins with its first key and ends with a fence, as Hexo writes it.
fn unopened(text: &str) -> Option<(&str, usize)> {
    const LINES_MAX: usize = 60;
    let (mut at, mut keys) = (0, 0);
    for line in text.split_inclusive('\n').take(LINES_MAX) {
        let bare = line.trim_end();
        if bare == "---" || bare == ";;;" {
            return (keys >= 2).then(|| (&text[..at], at + line.len()));
        }
        let is_inner = line.starts_with([' ', '\t', '-', '#']) || bare.is_empty();
        if !is_inner || keys == 0 {
            let (key, value) = bare.split_once(':')?;
            let is_key = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
            let is_value = value.is_empty() || value.starts_with([' ', '\t']);
            if !is_key || key.is_empty() || !is_value || keys == 0 && !is_sure(&fold_key(key)) {
                return None;
            }
            keys += 1;
        }
        at += line.len();
    }
    None
}

/// The fields of `.. title: Words` lines, bare or in a comment, as Nikola writes them.
fn dotted(text: &str) -> Option<(Map<String, Value>, usize)> {
    let inside = text.trim_start();
    let begin = text.len() - inside.len();
    let (inside, closing) = match inside.strip_prefix("<!--") {
        Some(inside) => (inside, Some("-->")),
        None => (inside, None),
    };
    let mut at = text.len() - inside.len();
    let mut fields = Map::new();
    for line in inside.split_inclusive('\n') {
        let bare = line.trim();
        if let Some((key, value)) = bare.strip_prefix(".. ").and_then(|field| field.split_once(':')) {
            if value.starts_with(':') || key.contains(char::is_whitespace) {
                break;
            }
            if !value.trim().is_empty() {
                fields.insert(key.to_owned(), Value::String(value.trim().to_owned()));
            }
        } else if closing == Some(bare) {
            at += line.len();
            break;
        } else if !(bare.is_empty() && at == begin + 4) {
            break;
        }
        at += line.len();
    }
    (fields.contains_key("title")).then_some((fields, at))
}

/// A head between two long rules, as scripts write it over the transcripts they make.
fn ruled(text: &str) -> Option<(&str, usize)> {
    const LINES_MAX: usize = 40;
    let (mut at, mut keys, mut known) = (0, 0, 0);
    for (number, line) in text.split_inclusive('\n').take(LINES_MAX).enumerate() {
        let start = at;
        at += line.len();
        if number == 0 {
            if !is_rule(line.trim_end()) {
                return None;
            }
            continue;
        }
        if is_rule(line.trim_end()) {
            let first = text.find('\n')? + 1;
            return (keys >= 2 && known > 0).then(|| (&text[first..start], at));
        }
        if line.trim().is_empty() {
            continue;
        }
        let (key, _) =
            line.split_once(':').filter(|(key, _)| key.len() <= 30 && !key.contains(['.', ',']))?;
        let key = fold_key(key);
        keys += 1;
        known += usize::from(
            is_sure(&key) || key.contains("title") || key.contains("date") || key.contains("episode"),
        );
    }
    None
}

/// Pandoc's three lines: `% Title`, `% Authors`, `% Date`.
fn titled(text: &str) -> Option<(Map<String, Value>, usize)> {
    let mut fields = Map::new();
    let mut at = 0;
    for (line, key) in text.split_inclusive('\n').zip(["title", "authors", "date"]) {
        let Some(value) = line.strip_prefix('%').filter(|value| value.starts_with([' ', '\n', '\r'])) else {
            break;
        };
        if !value.trim().is_empty() {
            fields.insert(key.to_owned(), Value::String(value.trim().to_owned()));
        }
        at += line.len();
    }
    let ends = text[at..].lines().next().is_none_or(|line| line.trim().is_empty());
    (fields.contains_key("title") && ends).then_some((fields, at))
}

/// A `---` at the top may as well be a ruler over prose.
pub(super) fn looks_like_yaml(source: &str) -> bool {
    let mut lines = source.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.next().is_none_or(|line| {
        let key = line.split(':').next().unwrap_or_default();
        line.contains(':')
            && key.len() <= 60
            && !key.contains(['.', ','])
            && key.split_whitespace().count() <= 4
    })
}

/// A head without fences: every line `Key: value` up to the first blank line, the first of them one
/// that only a head would have, and most of the others known as well. A title may stand alone.
fn plain_head(text: &str) -> Option<(&str, usize)> {
    #[rustfmt::skip]
    const LIKELY: [&str; 12] = [
        "category", "categories", "summary", "modified", "status", "template", "lang", "layout",
        "subtitle", "description", "url", "saveas",
    ];
    let (mut at, mut keys, mut known) = (0, 0, 0);
    let mut end = 0;
    let mut has_title = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare.is_empty() {
            break;
        }
        // A long rule ends the head as well.
        if keys >= 2 && is_rule(bare) {
            end = at + line.len();
            break;
        }
        if !line.starts_with([' ', '\t']) || keys == 0 {
            let (key, value) = bare.split_once(':')?;
            let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
                && key.len() <= 24
                && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-'));
            // `https://` is an address, `name:: value` a property of an outline.
            if !is_key || value.starts_with(['/', ':']) && !value.starts_with("/ ") || bare.len() > 400 {
                return None;
            }
            keys += 1;
            let folded = fold_key(key);
            has_title |= folded == "title";
            known += usize::from(is_sure(&folded) || LIKELY.contains(&folded.as_str()));
            if keys == 1 && !is_sure(&folded) {
                return None;
            }
        }
        at += line.len();
    }
    let is_alone = has_title && keys == 1 && !text[at..].trim().is_empty();
    (is_alone || known >= 2 && known * 2 >= keys && keys <= 20).then(|| (&text[..at], at.max(end)))
}

/// A line of one sign over and over.
fn is_rule(line: &str) -> bool {
    line.len() >= 10
        && line.starts_with(['=', '-', '*', '#', '_'])
        && line.bytes().all(|byte| byte == line.as_bytes()[0])
}
