//! The document model of Ghost's editor before 2023, as HTML.

use super::super::super::entities::push_escaped;
use super::super::super::json::{self, Json};

/// Makes HTML of a document; nothing where it is none.
pub(super) fn to_html(text: &str) -> Option<String> {
    let reading = json::read(text).ok()?;
    let root = &reading.value;
    if root.get("sections").is_null() {
        return None;
    }
    let mut html = String::new();
    for section in root.get("sections").list() {
        match section.list() {
            // Text, with its element and its markers.
            [Json::Number(1.0), tag, markers, ..] => {
                push_element(tag.text().unwrap_or("p"), markers, root, &mut html)
            }
            // A list, with its element and its items.
            [Json::Number(3.0), tag, items, ..] => {
                let tag = if tag.text() == Some("ol") { "ol" } else { "ul" };
                html.push_str(&format!("<{tag}>"));
                items.list().iter().for_each(|item| push_element("li", item, root, &mut html));
                html.push_str(&format!("</{tag}>"));
            }
            [Json::Number(10.0), card, ..] => push_card(at(root.get("cards"), card), &mut html),
            _ => {}
        }
    }
    Some(html)
}

fn push_element(tag: &str, markers: &Json<'_>, root: &Json<'_>, html: &mut String) {
    let tag =
        if matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "li") { tag } else { "p" };
    html.push_str(&format!("<{tag}>"));
    for marker in markers.list() {
        match marker.list() {
            [Json::Number(0.0), _, _, text, ..] => push_escaped(text.text().unwrap_or_default(), html),
            [Json::Number(1.0), _, _, atom, ..] => {
                let atom = at(root.get("atoms"), atom);
                if atom.first().text() == Some("soft-return") {
                    html.push_str("<br>");
                }
            }
            _ => {}
        }
    }
    html.push_str(&format!("</{tag}>"));
}

/// Adds `["markdown", {"markdown": ".."}]` and its like.
fn push_card(card: &Json<'_>, html: &mut String) {
    let [name, payload, ..] = card.list() else { return };
    let field = |key: &str| payload.get(key).text().unwrap_or_default();
    match name.text().unwrap_or_default() {
        "markdown" | "card-markdown" => {
            pulldown_cmark::html::push_html(html, pulldown_cmark::Parser::new(field("markdown")));
        }
        "html" | "email" => html.push_str(field("html")),
        "code" => {
            html.push_str("<pre>");
            push_escaped(field("code"), html);
            html.push_str("</pre>");
        }
        _ => {
            html.push_str(&format!("<figcaption>{}</figcaption>", field("caption")));
        }
    }
}

fn at<'j>(list: &'j Json<'j>, index: &Json<'_>) -> &'j Json<'j> {
    let index = index.number().unwrap_or(f64::MAX) as usize;
    list.list().get(index).unwrap_or(&Json::Null)
}

#[cfg(test)]
mod tests {
    #[test]
    fn documents_become_html() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(super::to_html(text).as_deref(), expected);
        check(
            r#"{"version":"0.3.1","markups":[["em"]],"atoms":[["soft-return","",{}]],"cards":[["markdown",{"markdown":"*m*"}]],"sections":[[1,"h2",[[0,[],0,"A"]]],[1,"p",[[0,[0],1,"b"],[1,[],0,0],[0,[],0,"c"]]],[3,"ul",[[[0,[],0,"d"]]]],[10,0],[10,7]]}"#,
            Some("<h2>A</h2><p>b<br>c</p><ul><li>d</li></ul><p><em>m</em></p>\n"),
        );
        check("{}", None);
    }
}
