//! Texts as trees of nodes, as editors keep them: ProseMirror and TipTap, Slate, Lexical, Draft, Editor.js, Quill,
//! Portable Text, Gutenberg's and Tumblr's blocks, Telegraph, Notion, Pandoc. Each has a kind at every node and words or
//! further nodes inside; what these fields are called differs. A tree becomes the HTML that it stands for.

mod kinds;
mod quill;

use std::borrow::Cow;

use self::kinds::{Kind, kind_of};
use super::super::super::entities::push_escaped;
use super::super::super::json::Json;
use super::super::super::xml::decode;
use super::TITLES;

/// The field in which the HTML of a tree is found.
pub(super) const WRITTEN: &str = "tree_html";

const DEPTH_MAX: usize = 40;
/// Fields that hold the nodes inside a node.
const INSIDE: [&str; 8] = ["children", "content", "c", "rich_text", "text", "items", "blocks", "innerBlocks"];
/// Fields that hold a tree, with the kind of the whole not said.
const TREES: [&str; 14] = [
    "content",
    "body",
    "blocks",
    "ops",
    "doc",
    "root",
    "document",
    "children",
    "nodes",
    "value",
    "results",
    "editorState",
    "bodyText",
    "text",
];

/// Puts the HTML of the outermost trees in `value` beside them.
pub(super) fn flatten(value: &mut Json<'_>) {
    open(value, 0);
    if let Some(html) = html_of(value) {
        let said = ["title", "author"].map(|key| (key, said_in_head(value, key)));
        let said =
            said.into_iter().filter_map(|(key, text)| Some((Cow::Borrowed(key), Json::Text(text?.into()))));
        let said: Vec<_> = said.collect();
        match value {
            Json::Map(known) => known.extend(said),
            _ => *value = Json::Map(said),
        }
        if let Json::Map(fields) = value {
            write(html, fields);
        }
    }
}

/// Adds the HTML of a tree to the object that holds it, and the heading that it begins with as its title, where it has
/// none.
fn write<'a>(html: String, fields: &mut Vec<(Cow<'a, str>, Json<'a>)>) {
    let is_titled = fields.iter().any(|(key, value)| TITLES.contains(&&**key) && value.words().is_some());
    let first = html.split_once("</h").filter(|(first, _)| !is_titled && first.starts_with("<h"));
    let heading = first.and_then(|(first, rest)| Some((first.get(4..)?.to_owned(), rest.split_once('>')?.1)));
    if let Some((title, rest)) = heading.as_ref().filter(|(_, rest)| rest.contains("<p>")) {
        fields.push((Cow::Borrowed("title"), Json::Text(decode(title).into_owned().into())));
        fields.push((Cow::Borrowed(WRITTEN), Json::Text((*rest).to_owned().into())));
    } else {
        fields.push((Cow::Borrowed(WRITTEN), Json::Text(html.into())));
    }
}

fn open(value: &mut Json<'_>, depth: usize) {
    const FIELDS_DEPTH_MAX: usize = 6;
    if depth > FIELDS_DEPTH_MAX {
        return;
    }
    match value {
        // The nodes of a tree at the root are looked at as one.
        Json::List(elements) if !is_tree(elements) => {
            elements.iter_mut().for_each(|element| open(element, depth + 1));
        }
        Json::Map(fields) => {
            let tree = TREES.iter().find_map(|key| {
                let (_, value) = fields.iter().find(|(known, _)| known == key)?;
                html_of(value)
            });
            match tree.filter(|_| depth > 0 || kind_is_plain(fields)) {
                Some(html) => write(html, fields),
                None => fields.iter_mut().for_each(|(_, value)| open(value, depth + 1)),
            }
        }
        _ => {}
    }
}

/// Says that an object is no node itself, but what holds a tree.
fn kind_is_plain(fields: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    !fields.iter().any(|(key, _)| matches!(&**key, "type" | "blocks" | "ops" | "root" | "pandoc-api-version"))
}

/// The HTML of a tree: a list of nodes, or an object around one.
fn html_of(value: &Json<'_>) -> Option<String> {
    if let Some(html) = quill::html(value.get("ops")) {
        return Some(html);
    }
    let mut nodes = value.list();
    // `{"root": {"children": [..]}}`
    let mut around = value;
    for _ in 0..4 {
        if !nodes.is_empty() {
            break;
        }
        let is_whole = matches!(
            around.get("type").text(),
            None | Some("doc" | "root" | "document" | "richtext" | "page")
        );
        let keys = ["root", "doc", "document", "blocks", "children", "content"];
        let inner = keys.iter().map(|key| around.get(key)).find(|inner| !inner.is_null());
        around = inner.filter(|_| is_whole)?;
        nodes = around.list();
    }
    if !is_tree(nodes) {
        return None;
    }
    let mut html = String::new();
    nodes.iter().for_each(|node| block(node, 0, &mut html));
    (!html.is_empty()).then_some(html)
}

/// Says that most of these are nodes of an editor with words in them.
fn is_tree(nodes: &[Json<'_>]) -> bool {
    let is_node = |node: &&Json<'_>| {
        matches!(kind_of(node), Some(kind) if kind != Kind::Inline) && holds_words(node, 0)
    };
    let objects = nodes.iter().filter(|node| !node.fields().is_empty());
    let count = objects.clone().count();
    let known = objects.clone().filter(|node| kind_of(node).is_some()).count();
    // Text of services is called so by its kind: what is nothing but `text` is rather what somebody says.
    count > 0
        && known * 10 >= count * 8
        && objects.clone().any(|node| is_node(&node))
        && objects.clone().any(kinds::is_named)
}

fn holds_words(node: &Json<'_>, depth: usize) -> bool {
    let mut html = String::new();
    if depth == 0 {
        inline(node, 0, &mut html);
    }
    html.contains(char::is_alphabetic)
}

/// What a tree's own head says: Pandoc's.
fn said_in_head(value: &Json<'_>, key: &str) -> Option<String> {
    let told = value.at(&["meta", key]);
    let mut html = String::new();
    inline(told, 0, &mut html);
    (!html.trim().is_empty()).then(|| decode(html.trim()).into_owned())
}

/// Writes a node that stands by itself.
fn block(node: &Json<'_>, depth: usize, html: &mut String) {
    if depth > DEPTH_MAX {
        return;
    }
    if let Some(kind @ ("BulletList" | "OrderedList")) = node.get("t").text() {
        let items = node.get("c").list();
        // Of a numbered list the numbers stand first.
        let items =
            if kind == "OrderedList" { items.last().map(Json::list).unwrap_or_default() } else { items };
        for item in items {
            html.push_str("<li>");
            for inner in item.list() {
                inline(inner, depth + 1, html);
                html.push(' ');
            }
            html.push_str("</li>\n");
        }
        return;
    }
    if !node.list().is_empty() {
        // Pandoc's items are lists of blocks.
        return node.list().iter().for_each(|node| block(node, depth + 1, html));
    }
    let tag = match kind_of(node) {
        None if node.fields().is_empty() => return,
        Some(Kind::Skipped) => return,
        Some(Kind::Holder) | None => "",
        Some(Kind::Paragraph | Kind::Inline) => "p",
        Some(Kind::Heading(1)) => "h1",
        Some(Kind::Heading(2)) => "h2",
        Some(Kind::Heading(3)) => "h3",
        Some(Kind::Heading(_)) => "h4",
        Some(Kind::Item) => "li",
        Some(Kind::Quotation) => "blockquote",
        Some(Kind::Code) => "pre",
    };
    if tag.is_empty() {
        return inside(node).for_each(|inner| block(inner, depth + 1, html));
    }
    let is_outer = |inner: &Json<'_>| matches!(kind_of(inner), Some(kind) if kind != Kind::Inline && kind != Kind::Skipped);
    let has_blocks = matches!(tag, "li" | "blockquote")
        && inside(node).any(|inner| is_outer(inner) || inner.list().iter().any(is_outer));
    html.extend(["<", tag, ">"]);
    if has_blocks {
        inside(node).for_each(|inner| match kind_of(inner) {
            Some(Kind::Inline) => inline(inner, depth + 1, html),
            _ => block(inner, depth + 1, html),
        });
    } else {
        inline(node, depth, html);
    }
    html.extend(["</", tag, ">\n"]);
}

/// What is inside a node: further nodes, and in some trees words.
fn inside<'v, 'a>(node: &'v Json<'a>) -> impl Iterator<Item = &'v Json<'a>> {
    let own = INSIDE.iter().map(|key| node.get(key)).find(|inner| !inner.list().is_empty());
    // Notion: `{"type": "paragraph", "paragraph": {"rich_text": [..]}}`; Editor.js: `{"data": {"items": [..]}}`.
    let held = || {
        let kind = node.get("type").text()?;
        let holder =
            [node.get(kind), node.get("data")].into_iter().find(|holder| !holder.fields().is_empty())?;
        INSIDE.iter().map(|key| holder.get(key)).find(|inner| !inner.list().is_empty())
    };
    let elements = node.get("paragraph").get("elements");
    let own = own.or(Some(elements).filter(|elements| !elements.list().is_empty()));
    let list = own.or_else(held).map(Json::list).unwrap_or_default();
    // Pandoc's heads of nodes (attributes, levels) stand before what is in them.
    let is_pandoc = node.get("t").text().is_some();
    list.iter().flat_map(move |inner| match inner {
        Json::List(nodes) if is_pandoc && nodes.iter().any(|node| !node.fields().is_empty()) => {
            nodes.as_slice()
        }
        _ => std::slice::from_ref(inner),
    })
}

/// Writes the words of a node, as one stretch.
fn inline(node: &Json<'_>, depth: usize, html: &mut String) {
    if depth > DEPTH_MAX {
        return;
    }
    if let Some(text) = node.text() {
        return escape(text, html);
    }
    match node.any(&["type", "t", "tag"]).text().unwrap_or_default() {
        "Space" | "SoftBreak" => return html.push(' '),
        "LineBreak" | "hardBreak" | "hard_break" | "linebreak" | "br" => return html.push_str("<br>"),
        "Str" => return escape(node.get("c").text().unwrap_or_default(), html),
        "Code" | "Math" | "CodeBlock" => {
            return escape(node.get("c").list().last().and_then(Json::text).unwrap_or_default(), html);
        }
        // The words of a link stand before its address.
        "Note" | "RawInline" | "RawBlock" => return,
        _ => {}
    }
    let is_pandoc = node.get("t").text().is_some();
    if let Some(text) = node.get("textRun").get("content").text() {
        return escape(text.trim_end_matches('\n'), html);
    }
    let own = [node.get("text"), node.get("value"), node.get("plain_text"), node.get("insert")];
    if let Some(text) = own.iter().find_map(|value| value.text()) {
        return escape(text, html);
    }
    // Editor.js keeps HTML.
    if let Some(text) = node.get("data").any(&["text", "code", "caption"]).text() {
        return html.push_str(text);
    }
    if let Some(text) =
        node.get("data").get("items").list().iter().map(Json::text).collect::<Option<Vec<_>>>()
        && !text.is_empty()
    {
        return html.push_str(&text.join("<br>"));
    }
    if let Some(text) = node.get("text").get("content").text().or_else(|| node.get("content").text()) {
        return escape(text, html);
    }
    let mut first = true;
    for inner in inside(node) {
        if is_pandoc && inner.text().is_some() {
            continue;
        }
        let stands_apart =
            matches!(kind_of(inner), Some(kind) if kind != Kind::Inline && kind != Kind::Skipped);
        if stands_apart && !first {
            html.push(' ');
        }
        first = false;
        inline(inner, depth + 1, html);
    }
}

/// Appends text as HTML shows it, with its breaks.
fn escape(text: &str, html: &mut String) {
    for (number, line) in text.split('\n').enumerate() {
        html.push_str(if number > 0 { "<br>" } else { "" });
        push_escaped(line, html);
    }
}
