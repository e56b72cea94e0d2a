//! The HTML that Markdown lets through: tags off, text kept.

use crate::document::BlockKind;
use crate::format::entities::push_decoded;
use crate::receipt::Receipt;

/// A stretch of text from a block of HTML.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) text: String,
    /// Lines below the first of the block.
    pub(super) line: u32,
    /// What its element says that it is.
    pub(super) kind: Option<BlockKind>,
    /// 1-6 for headings.
    pub(super) level: u8,
    /// It is a term of a list of terms, or else what one means.
    pub(super) is_term: Option<bool>,
}

/// What an inline tag puts in place of itself: `<br>` breaks the line.
pub(super) fn break_of(tag: &str) -> Option<&'static str> {
    match name_of(tag) {
        (name, _) if name.eq_ignore_ascii_case("br") => Some("\u{2028}"),
        _ => None,
    }
}

/// The text of a block of HTML; comments, scripts, styles and frames are dropped.
pub(super) fn blocks(html: &str, receipt: &mut Receipt) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut part = Part { text: String::new(), line: 0, kind: None, level: 0, is_term: None };
    let mut line = 0;
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        push(&mut part, &rest[..open], &mut line);
        rest = &rest[open..];
        let end = skip(rest);
        let Some(end) = end else {
            // A `<` that opens no tag is text.
            push(&mut part, "<", &mut line);
            rest = &rest[1..];
            continue;
        };
        let (name, closes) = name_of(rest);
        if is_block(name) {
            let next = Part { text: String::new(), line, kind: None, level: 0, is_term: None };
            parts.push(std::mem::replace(&mut part, next));
            if !closes {
                (part.kind, part.level) = kind_of(name);
                let is_term = name.eq_ignore_ascii_case("dt");
                part.is_term = (is_term || name.eq_ignore_ascii_case("dd")).then_some(is_term);
            }
        } else if name.eq_ignore_ascii_case("br") {
            part.text.push('\u{2028}');
        }
        if end > 200 && !rest[..end].trim_end().ends_with("-->") {
            receipt.dropped("element without text", &rest[..end]);
        }
        line += crate::format::front_matter::count_lines(&rest[..end]);
        rest = &rest[end..];
    }
    push(&mut part, rest, &mut line);
    parts.push(part);
    parts.retain(|part| !part.text.trim().is_empty());
    parts
}

fn push(part: &mut Part, text: &str, line: &mut u32) {
    // Its end may be blanks by the thousand.
    if part.text.trim_start().is_empty() {
        let blank = &text[..text.len() - text.trim_start().len()];
        part.line = *line + crate::format::front_matter::count_lines(blank);
        part.text.clear();
        push_decoded(&mut part.text, text.trim_start());
    } else {
        push_decoded(&mut part.text, text);
    }
    *line += crate::format::front_matter::count_lines(text);
}

/// The bytes of the tag, the comment, or the element without text that `html` begins with.
fn skip(html: &str) -> Option<usize> {
    if let Some(inside) = html.strip_prefix("<!--") {
        return Some(inside.find("-->").map_or(html.len(), |end| end + 7));
    }
    if !html[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return None;
    }
    let tag_end = html.find('>').map_or(html.len(), |end| end + 1);
    let (name, closes) = name_of(html);
    let is_silent =
        ["script", "style", "svg", "template"].iter().any(|silent| name.eq_ignore_ascii_case(silent));
    if !is_silent || closes || html[..tag_end].ends_with("/>") {
        return Some(tag_end);
    }
    let mut at = tag_end;
    while let Some(found) = html[at..].find("</") {
        at += found + 2;
        if html[at..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return Some(html[at..].find('>').map_or(html.len(), |end| at + end + 1));
        }
    }
    Some(html.len())
}

/// The name of a tag, and whether it closes its element.
fn name_of(tag: &str) -> (&str, bool) {
    let inside = tag.trim_start_matches('<');
    let bare = inside.trim_start_matches('/');
    let end = bare.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(bare.len());
    (&bare[..end], bare.len() < inside.len())
}

fn is_block(name: &str) -> bool {
    #[rustfmt::skip]
    const BLOCKS: [&str; 34] = [
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre",
        "table", "tr", "td", "th", "figure", "figcaption", "details", "summary", "section",
        "article", "aside", "header", "footer", "hr", "dl", "dt", "dd", "center", "nav", "main",
        "caption",
    ];
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

fn kind_of(name: &str) -> (Option<BlockKind>, u8) {
    match name.to_ascii_lowercase().as_str() {
        "li" | "td" | "th" | "dt" | "dd" => (Some(BlockKind::ListItem), 0),
        "blockquote" => (Some(BlockKind::Quotation), 0),
        "pre" => (Some(BlockKind::Code), 0),
        "h1" => (Some(BlockKind::Heading), 1),
        "h2" | "h3" | "h4" | "h5" | "h6" => (Some(BlockKind::Heading), name.as_bytes()[1] - b'0'),
        _ => (None, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_on_lines_of_their_own_leave_the_text() {
        let html = format!("<div>\nWells.\n{}", "</b>\n".repeat(100_000));
        let parts = blocks(&html, &mut Receipt::default());
        assert_eq!((parts.len(), parts[0].text.trim(), parts[0].line), (1, "Wells.", 1));
    }
}
