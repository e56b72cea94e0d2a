//! Quill's texts: stretches of words one after another, in which a line break says what the line before it is.

use super::super::super::super::json::Json;
use super::escape;

/// The HTML of the operations of a text; nothing where they are none.
pub(super) fn html(ops: &Json<'_>) -> Option<String> {
    let ops = ops.list();
    let is_insert = |op: &Json<'_>| !op.get("insert").is_null();
    if ops.is_empty() || !ops.iter().all(is_insert) {
        return None;
    }
    let mut html = String::new();
    let mut line = String::new();
    for op in ops {
        let Some(text) = op.get("insert").text() else { continue };
        let tag = tag_of(op.get("attributes"));
        for (number, piece) in text.split('\n').enumerate() {
            if number > 0 {
                end_line(&mut line, tag, &mut html);
            }
            escape(piece, &mut line);
        }
    }
    end_line(&mut line, "p", &mut html);
    (!html.is_empty()).then_some(html)
}

fn tag_of(attributes: &Json<'_>) -> &'static str {
    let has = |key: &str| !attributes.get(key).is_null();
    match attributes.get("header").number().map(|level| level as u8) {
        Some(1) => "h1",
        Some(2) => "h2",
        Some(_) => "h3",
        None if has("list") => "li",
        None if has("blockquote") => "blockquote",
        None if has("code-block") => "pre",
        None => "p",
    }
}

fn end_line(line: &mut String, tag: &str, html: &mut String) {
    if !line.trim().is_empty() {
        html.extend(["<", tag, ">", line.trim(), "</", tag, ">\n"]);
    }
    line.clear();
}
