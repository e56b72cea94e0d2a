//! Chats in tables, a row a message: Discord's as its exporters write them, Messages' and WhatsApp's as
//! iMazing does.

use std::collections::HashMap;

use super::super::csv::Table;
use super::super::lines::Lines;
use super::{Chat, Confidence, Document, Format, Input, Message, ParseError, Receipt};
use crate::document::Date;

pub(in super::super) static FORMAT: Format =
    Format { name: "chat-table", extensions: &["csv"], detect, parse };

/// Which column holds what.
#[derive(Clone, Copy, Debug)]
struct Columns {
    sender: usize,
    date: usize,
    text: usize,
    /// The chat that a message belongs to, where there are several.
    chat: Option<usize>,
}

impl Columns {
    fn of(header: &[impl AsRef<str>]) -> Option<Self> {
        let find = |name: &str| header.iter().position(|field| field.as_ref().trim() == name);
        let discord = || {
            find("AuthorID")?;
            Some(Self { sender: find("Author")?, date: find("Date")?, text: find("Content")?, chat: None })
        };
        let imazing = || {
            Some(Self {
                sender: find("Sender Name")?,
                date: find("Message Date")?,
                text: find("Text")?,
                chat: Some(find("Chat Session")?),
            })
        };
        discord().or_else(imazing)
    }
}

fn detect(input: &Input<'_>) -> Confidence {
    let is_it = Table::columns(input.text, Columns::of).is_some();
    if is_it { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let found = Table::columns(input.text, Columns::of);
    let (columns, rows) = found.ok_or_else(|| ParseError("it is no table of messages".to_owned()))?;
    let mut chats: Vec<Chat> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut lines = Lines::new(input.text);
    for row in rows {
        let line = lines.at(row.offset);
        let field = |column: usize| row.fields.get(column).map(|field| &**field).unwrap_or_default();
        let name = columns.chat.map(field).unwrap_or_default().trim();
        let at = *places.entry(name.to_owned()).or_insert_with(|| {
            let title = Some(name.to_owned()).filter(|name| !name.is_empty());
            chats.push(Chat { part: title.clone(), title, has_lines: true, ..Chat::default() });
            chats.len() - 1
        });
        let sender = field(columns.sender).trim();
        chats[at].messages.push(Message {
            sender: Some(sender.to_owned()).filter(|sender| !sender.is_empty()),
            day: Date::find(field(columns.date)).map(|date| date.to_string()),
            text: field(columns.text).to_owned(),
            line: Some(line),
            ..Message::default()
        });
    }
    if let [only] = &mut chats[..] {
        only.part = None;
    }
    let documents: Vec<_> = chats.into_iter().flat_map(|chat| chat.into_documents(FORMAT.name)).collect();
    if documents.is_empty() {
        receipt.warn("nobody says anything in it");
    }
    Ok(documents)
}
