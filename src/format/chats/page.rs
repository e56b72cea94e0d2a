//! Chats as pages: what Telegram and the exporters of Discord write.

use super::super::html::blocks;
use super::super::html::tree::Tree;
use super::{Chat, Confidence, Document, Format, Input, Message, ParseError, Receipt};
use crate::clean::folded;
use crate::document::Date;

pub(in super::super) static FORMAT: Format =
    Format { name: "chat-html", extensions: &["html", "htm"], detect, parse };

/// The classes of elements with a message's parts.
const SENDERS: [&str; 2] = ["from_name", "chatlog__author"];
const TEXTS: [&str; 3] = ["text", "chatlog__content", "chatlog__markdown"];
const DATES: [&str; 2] = ["date", "chatlog__timestamp"];
const TITLES: [&str; 2] = ["page_header", "preamble__entry"];

fn detect(input: &Input<'_>) -> Confidence {
    let head = &input.text[..input.text.floor_char_boundary(64 * 1024)];
    if !head.trim_start().starts_with('<') {
        return Confidence::No;
    }
    let is_telegram = head.contains("page_body chat_page") && head.contains("class=\"history\"");
    let is_discord = head.contains("chatlog__message") && head.contains("preamble__entry");
    if is_telegram || is_discord { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let tree = Tree::parse(input.text);
    let unseen = vec![false; tree.len()];
    let mut chat = Chat::default();
    let mut sender = None;
    let mut day = None;
    let mut titles: Vec<String> = Vec::new();
    let mut node = 0;
    while node < tree.len() {
        let classes = tree.attribute(node, "class").unwrap_or_default();
        let is = |known: &[&str]| classes.split_ascii_whitespace().any(|class| known.contains(&class));
        if is(&TITLES) {
            titles.push(folded(&tree.raw_text(node)));
        } else if is(&SENDERS) {
            // A message that is passed on says from whom and when in an element of its own.
            sender = Some(sender_of(&tree, node));
        } else if is(&DATES) {
            day = tree.attribute(node, "title").and_then(day_of).or(day);
        } else if is(&TEXTS) {
            let mut runs = Vec::new();
            blocks::collect(&tree, node, &unseen, &mut runs);
            let text = runs.iter().map(|run| run.raw_text().trim()).collect::<Vec<_>>().join("\n");
            let line = runs.first().and_then(|run| run.line);
            chat.messages.push(Message {
                sender: sender.clone(),
                day: day.clone(),
                text,
                line,
                ..Message::default()
            });
        } else {
            node += 1;
            continue;
        }
        node = tree.end(node).max(node + 1);
    }
    chat.title = titles.last().filter(|title| !title.is_empty()).cloned();
    if titles.len() > 1 {
        chat.source = titles.first().cloned();
        chat.title = titles.get(1).map(|title| title.rsplit(" / ").next().unwrap_or(title).to_owned());
    }
    let documents = chat.into_documents(FORMAT.name);
    if documents.is_empty() {
        receipt.warn("nobody says anything in it");
    }
    Ok(documents)
}

/// The name without the time that stands behind it in the same element.
fn sender_of(tree: &Tree, node: usize) -> String {
    let inner = tree.children(node).find(|child| tree.attribute(*child, "class").is_some());
    let name = tree.raw_text(node);
    let name = match inner.map(|inner| tree.raw_text(inner)) {
        Some(aside) => name.replacen(aside.trim(), "", 1),
        None => name,
    };
    folded(&name)
}

/// `12.03.2024 09:15:10 UTC+01:00` and other ways to write a day.
fn day_of(title: &str) -> Option<String> {
    let day = title.split(' ').next().unwrap_or_default();
    let fields: Vec<&str> = day.split('.').collect();
    if let [day, month, year] = fields[..]
        && year.len() == 4
    {
        return Some(format!("{year}-{month:0>2}-{day:0>2}"));
    }
    Date::find(title).map(|date| date.to_string())
}
