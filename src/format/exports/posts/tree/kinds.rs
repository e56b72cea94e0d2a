//! What a node is, by what its editor calls it.

use super::super::super::super::json::Json;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading(u8),
    Item,
    Quotation,
    Code,
    /// Holds others: a list, a section, a table.
    Holder,
    /// A part of a paragraph.
    Inline,
    /// No words of the text: a picture, a rule.
    Skipped,
}

/// What the editor calls the node, signs and case left out: `list_item`, `listItem` and `list-item` are the same.
fn name(node: &Json<'_>) -> Option<String> {
    let kind =
        ["_type", "type", "t", "tag", "nodeType", "blockName"].iter().find_map(|key| node.get(key).text())?;
    let kind = kind.strip_prefix("core/").unwrap_or(kind);
    let style = match kind {
        "block" => node.get("style").text().unwrap_or("paragraph"),
        "text" => node.get("subtype").text().unwrap_or(kind),
        _ => kind,
    };
    Some(style.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
}

/// Says that the name of a node is one that editors give.
pub(super) fn is_named(node: &Json<'_>) -> bool {
    !node.get("paragraph").get("elements").list().is_empty()
        || name(node).is_some_and(|name| {
            !matches!(name.as_str(), "text" | "normal" | "div" | "data" | "block" | "section")
        })
        || node.get("_type").text() == Some("block")
}

pub(super) fn kind_of(node: &Json<'_>) -> Option<Kind> {
    let name = name(node);
    // Google's documents: `{"paragraph": {"elements": [..], "paragraphStyle": {"namedStyleType": "HEADING_1"}}}`
    let paragraph = node.get("paragraph");
    if name.is_none() && !paragraph.get("elements").list().is_empty() {
        let style = paragraph.at(&["paragraphStyle", "namedStyleType"]).text().unwrap_or_default();
        let level = style.strip_prefix("HEADING_").and_then(|level| level.parse().ok());
        return Some(level.map_or(Kind::Paragraph, Kind::Heading));
    }
    if name.is_none() && !node.get("sectionBreak").is_null() {
        return Some(Kind::Skipped);
    }
    let Some(name) = name else {
        // Slate's words have no kind.
        return node.get("text").text().map(|_| Kind::Inline);
    };
    Some(match name.as_str() {
        "paragraph" | "para" | "plain" | "p" | "unstyled" | "normal" | "lead" | "verse" | "figcaption" => {
            Kind::Paragraph
        }
        "header" | "heading" => Kind::Heading(level(node)),
        "h1" | "heading1" | "headerone" | "headingone" | "title" => Kind::Heading(1),
        "h2" | "heading2" | "headertwo" | "headingtwo" | "subtitle" => Kind::Heading(2),
        "h3" | "heading3" | "headerthree" | "headingthree" => Kind::Heading(3),
        "h4" | "h5" | "h6" | "heading4" | "headerfour" | "headerfive" | "headersix" => Kind::Heading(4),
        "listitem" | "li" | "bulletedlistitem" | "numberedlistitem" | "unorderedlistitem"
        | "orderedlistitem" | "todo" | "taskitem" | "checklistitem" | "listitemchild" | "lic" => Kind::Item,
        "blockquote" | "quote" | "pullquote" | "quirky" | "indented" | "callout" => Kind::Quotation,
        "codeblock" | "pre" | "code" if name != "code" || node.get("t").is_null() => Kind::Code,
        "bulletlist" | "orderedlist" | "ul" | "ol" | "list" | "doc" | "root" | "document" | "section"
        | "div" | "columns" | "column" | "group" | "tasklist" | "table" | "tablerow" | "tablecell"
        | "details" | "article" | "layout" => Kind::Holder,
        "text" | "span" | "str" | "space" | "softbreak" | "linebreak" | "hardbreak" | "br" | "emph"
        | "strong" | "em" | "b" | "i" | "a" | "link" | "quoted" | "code" | "math" | "mention"
        | "strikeout" | "superscript" | "subscript" | "smallcaps" | "underline" | "cite" | "u" | "s"
        | "autolink" | "note" => Kind::Inline,
        "image" | "img" | "figure" | "hr" | "horizontalrule" | "delimiter" | "divider" | "embed"
        | "video" | "audio" | "gallery" | "atomic" | "youtube" | "button" | "readmore" | "rawblock"
        | "rawinline" | "iframe" | "poll" => Kind::Skipped,
        _ => return None,
    })
}

fn level(node: &Json<'_>) -> u8 {
    let told = [
        node.get("level"),
        node.get("attrs").get("level"),
        node.get("data").get("level"),
        node.get("depth"),
        node.get("c").first(),
    ];
    let level = told.into_iter().find_map(Json::number).unwrap_or(2.0);
    // Lexical says it in the tag that it stands for.
    let tag = node.get("tag").text().and_then(|tag| tag.strip_prefix('h')?.parse().ok());
    tag.unwrap_or(level.clamp(1.0, 6.0) as u8)
}
