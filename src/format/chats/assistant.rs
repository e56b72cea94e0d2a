//! Conversations with assistants, as ChatGPT and Claude give them to take along: each becomes a document.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::json::{self, Json, Lines};
use super::json::day_of_seconds;
use super::{Chat, Confidence, Document, Format, Input, Message, ParseError, Receipt, without_marks};
use crate::document::Date;

pub(in super::super) static FORMAT: Format =
    Format { name: "assistant-json", extensions: &["json"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    // Of what is large only what may be such a conversation is read for its shape.
    if !head.contains("\"mapping\"") && !head.contains("\"chat_messages\"") {
        return Confidence::No;
    }
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    let is_it = |talk: &Json<'_>| is_tree(talk) || !talk.get("chat_messages").list().is_empty();
    if conversations(&sketch).iter().any(is_it) { Confidence::Certain } else { Confidence::No }
}

fn conversations<'j, 'a>(root: &'j Json<'a>) -> &'j [Json<'a>] {
    let list = root.list();
    if list.is_empty() { std::slice::from_ref(root) } else { list }
}

fn is_tree(talk: &Json<'_>) -> bool {
    let nodes = talk.get("mapping").fields();
    !nodes.is_empty()
        && nodes
            .iter()
            .all(|(_, node)| !node.get("children").list().is_empty() || !node.get("parent").is_null())
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let value = json::read_file(input.text, receipt)?;
    let mut lines = Lines::of(input.text);
    let mut documents = Vec::new();
    let all = conversations(&value);
    for talk in all {
        let day = talk.get("create_time").number().and_then(day_of_seconds);
        let day = day.or_else(|| Some(Date::find(talk.get("created_at").text()?)?.to_string()));
        let day = day.and_then(|day| day.get(..10).map(str::to_owned));
        let said = if talk.get("mapping").is_null() {
            talk.get("chat_messages").list().iter().filter_map(said_in_list).collect()
        } else {
            said_in_tree(talk)
        };
        let mut messages = Vec::new();
        for (node, sender, text) in said {
            let line = lines.of_value(node);
            messages.extend(points_apart(&without_citations(&text)).into_iter().map(|text| Message {
                sender: Some(sender.to_owned()),
                day: day.clone(),
                text: without_marks(&text),
                line: Some(line),
                ..Message::default()
            }));
        }
        let id = talk.any(&["conversation_id", "id", "uuid"]).words().map(str::to_owned);
        let title = talk.any(&["title", "name"]).words().map(str::to_owned);
        let chat = Chat { title, part: id.filter(|_| all.len() > 1), messages, ..Chat::default() };
        documents.extend(chat.into_documents(FORMAT.name));
    }
    if documents.is_empty() {
        receipt.warn("nobody says anything in it");
    }
    Ok(documents)
}

/// The text without the signs of what it cites, which lead nowhere outside of the conversation: `【4†source】`, and in
/// newer ones numbers between private characters.
fn without_citations(text: &str) -> Cow<'_, str> {
    const OPENS: [char; 2] = ['【', '\u{E200}'];
    if !text.contains(OPENS) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OPENS) {
        let (before, behind) = rest.split_at(at);
        plain.push_str(before);
        let is_private = behind.starts_with(OPENS[1]);
        let end = behind.find(if is_private { '\u{E201}' } else { '】' }).map(|end| end + 3);
        let end = end.filter(|end| is_private || behind[..*end].contains('†'));
        let length = end.unwrap_or(3);
        if end.is_none() {
            plain.push_str(&behind[..length]);
        }
        rest = &behind[length..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The points of lists by themselves, and what is said before, between and behind them.
fn points_apart(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![String::new()];
    let (mut in_code, mut in_list, mut is_behind_gap) = (false, false, false);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        in_code ^= bare.starts_with("```");
        let is_point = !in_code && is_point(bare);
        // What is set in below a point belongs to it.
        let is_over = in_list && is_behind_gap && !line.starts_with([' ', '\t']) && !bare.is_empty();
        if is_point || is_over && !in_code {
            parts.push(String::new());
            in_list = is_point;
        }
        is_behind_gap = bare.is_empty();
        let shown =
            if is_point { bare.strip_prefix("- ").or(bare.strip_prefix("* ")).unwrap_or(bare) } else { line };
        if let Some(last) = parts.last_mut() {
            last.push_str(shown);
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// `- so`, `* so`, `2. so`
fn is_point(line: &str) -> bool {
    let figures = line.bytes().take_while(u8::is_ascii_digit).count();
    line.starts_with("- ")
        || line.starts_with("* ")
        || (1..=2).contains(&figures) && line[figures..].starts_with(". ")
}

type Said<'j, 'a> = (&'j Json<'a>, &'static str, String);

/// What was said on the branch that was shown last: an answer that was asked for again has others beside it.
fn said_in_tree<'j, 'a>(talk: &'j Json<'a>) -> Vec<Said<'j, 'a>> {
    let nodes: HashMap<&str, &Json<'a>> =
        talk.get("mapping").fields().iter().map(|(id, node)| (&**id, node)).collect();
    let last = talk.get("current_node").text();
    // Without it, the last that nothing was said after.
    let is_leaf = |node: &&Json<'_>| node.get("children").list().is_empty();
    let leaf = || talk.get("mapping").fields().iter().map(|(_, node)| node).rfind(|node| is_leaf(node));
    let mut node = last.and_then(|id| nodes.get(id).copied()).or_else(leaf);
    let mut said = Vec::new();
    // A parent is met once.
    for _ in 0..nodes.len() {
        let Some(here) = node else { break };
        said.extend(said_in_node(here));
        node = here.get("parent").text().and_then(|id| nodes.get(id).copied());
    }
    said.reverse();
    said
}

fn said_in_node<'j, 'a>(node: &'j Json<'a>) -> Option<Said<'j, 'a>> {
    let message = node.get("message");
    let sender = match message.at(&["author", "role"]).text()? {
        "user" => "User",
        "assistant" => "Assistant",
        _ => return None,
    };
    let is_hidden =
        matches!(message.at(&["metadata", "is_visually_hidden_from_conversation"]), Json::Bool(true));
    let content = message.get("content");
    let is_text = matches!(content.get("content_type").text(), Some("text" | "multimodal_text"));
    let parts: Vec<&str> = content.get("parts").list().iter().filter_map(Json::text).collect();
    (is_text && !is_hidden).then(|| (node, sender, parts.join("\n")))
}

fn said_in_list<'j, 'a>(message: &'j Json<'a>) -> Option<Said<'j, 'a>> {
    let sender = match message.get("sender").text()? {
        "human" => "User",
        "assistant" => "Assistant",
        _ => return None,
    };
    let parts = message.get("content").list().iter().filter_map(|part| part.get("text").text());
    let text =
        message.get("text").words().map_or_else(|| parts.collect::<Vec<_>>().join("\n"), str::to_owned);
    Some((message, sender, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_what_is_cited_are_no_words() {
        let check = |text: &str, expected: &str| assert_eq!(without_citations(text), expected);
        check("Three parts sand【4†source】.", "Three parts sand.");
        check("One of lime\u{E200}cite\u{E202}turn0search1\u{E201}, they say", "One of lime, they say");
        check("【注意】石灰は熱い", "【注意】石灰は熱い");
        check("open 【4†source", "open 【4†source");
    }

    #[test]
    fn points_of_an_answer_stand_apart() {
        let check = |text: &str, expected: &[&str]| {
            let parts = points_apart(text);
            assert_eq!(parts.iter().map(|part| part.trim()).collect::<Vec<_>>(), expected, "{text}");
        };
        check(
            "To caulk it:\n\n- Soak it\n- Use **red lead**\n  and oakum\n\nThen wait.\nA day.",
            &["To caulk it:", "Soak it", "Use **red lead**\n  and oakum", "Then wait.\nA day."],
        );
        check("1. Soak it\n2. Wait", &["1. Soak it", "2. Wait"]);
        check("So:\n```\n- a\n- b\n```\nIt is.", &["So:\n```\n- a\n- b\n```\nIt is."]);
        check("So it is.\n\nAnd so.", &["So it is.\n\nAnd so."]);
    }
}
