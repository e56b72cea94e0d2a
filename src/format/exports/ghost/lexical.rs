//! The document model of Ghost's editor since 2023, as HTML.

use super::super::super::entities::push_escaped;
use super::super::super::json::{self, Json};

/// Makes HTML of a document; nothing where it is none.
pub(super) fn to_html(text: &str) -> Option<String> {
    let reading = json::read(text).ok()?;
    let root = reading.value.get("root");
    if root.is_null() {
        return None;
    }
    let mut html = String::new();
    // As deep as the parser goes.
    push_children(root, &mut html);
    Some(html)
}

fn push_children(node: &Json<'_>, html: &mut String) {
    for child in node.get("children").list() {
        push(child, html);
    }
}

fn push(node: &Json<'_>, html: &mut String) {
    let field = |key: &str| node.get(key).text().unwrap_or_default();
    let tag = match field("type") {
        "heading" | "extended-heading" => {
            Some(field("tag")).filter(|tag| matches!(tag.as_bytes(), [b'h', b'1'..=b'6']))
        }
        "quote" | "extended-quote" | "aside" => Some("blockquote"),
        "list" => Some(if field("listType") == "number" { "ol" } else { "ul" }),
        "listitem" => Some("li"),
        "paragraph" => Some("p"),
        _ => None,
    };
    match field("type") {
        "linebreak" => html.push_str("<br>"),
        "codeblock" => {
            html.push_str("<pre>");
            push_escaped(field("code"), html);
            html.push_str("</pre>");
        }
        "html" | "email" => html.push_str(field("html")),
        "markdown" => {
            let parser = pulldown_cmark::Parser::new(field("markdown"));
            pulldown_cmark::html::push_html(html, parser);
        }
        "callout" => wrapped("p", field("calloutText"), html),
        "toggle" => {
            wrapped("h4", field("heading"), html);
            html.push_str(field("content"));
        }
        "image" | "gallery" | "video" | "bookmark" | "embed" => wrapped("figcaption", field("caption"), html),
        "header" | "signup" => {
            wrapped("h2", field("header"), html);
            wrapped("p", field("subheader"), html);
        }
        _ => {
            if let Some(tag) = tag {
                html.push_str(&format!("<{tag}>"));
            }
            push_escaped(field("text"), html);
            push_children(node, html);
            if let Some(tag) = tag {
                html.push_str(&format!("</{tag}>"));
            }
        }
    }
}

/// Adds what is HTML already in an element of its own.
fn wrapped(tag: &str, inner: &str, html: &mut String) {
    if !inner.trim().is_empty() {
        html.push_str(&format!("<{tag}>{inner}</{tag}>"));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn documents_become_html() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(super::to_html(text).as_deref(), expected);
        check(
            r#"{"root":{"children":[{"type":"extended-heading","tag":"h2","children":[{"type":"extended-text","text":"A < b"}]},{"type":"paragraph","children":[{"type":"extended-text","text":"one"},{"type":"linebreak"},{"type":"link","url":"x","children":[{"type":"text","text":"two"}]}]},{"type":"list","listType":"bullet","children":[{"type":"listitem","children":[{"type":"text","text":"a"}]}]},{"type":"codeblock","code":"x\ny"},{"type":"markdown","markdown":"*m*"}]}}"#,
            Some("<h2>A &lt; b</h2><p>one<br>two</p><ul><li>a</li></ul><pre>x\ny</pre><p><em>m</em></p>\n"),
        );
        check("{}", None);
        check("", None);
    }
}
