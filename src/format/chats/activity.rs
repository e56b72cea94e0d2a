//! What somebody asked Gemini and what it answered, as Google gives it to take along in JSON: a list of prompts, each
//! with its answer, the latest first. Which of them were one conversation it does not tell; each becomes a document.

use super::super::html;
use super::super::json::{self, Json, Lines};
use super::{Chat, Confidence, Document, Format, Input, Message, ParseError, Receipt};
use crate::document::{Builder, Kind};

pub(in super::super) static FORMAT: Format =
    Format { name: "activity-json", extensions: &["json"], detect, parse };

/// What stands before a prompt.
const PROMPTED: &str = "Prompted ";
/// So much of a prompt is a title.
const TITLE_BYTES_MAX: usize = 100;

fn detect(input: &Input<'_>) -> Confidence {
    if !input.head().contains("\"safeHtmlItem\"") && !input.head().contains(PROMPTED) {
        return Confidence::No;
    }
    let Some(sketch) = json::sketch(input.text) else { return Confidence::No };
    if sketch.list().iter().any(|entry| prompt(entry).is_some()) {
        Confidence::Certain
    } else {
        Confidence::No
    }
}

/// What was asked in an entry of such a list.
fn prompt<'j>(entry: &'j Json<'_>) -> Option<&'j str> {
    let is_prompt = entry.get("header").words().is_some_and(|header| header.contains("Gemini"))
        && entry.get("time").words().is_some();
    entry.get("title").words().filter(|_| is_prompt)?.strip_prefix(PROMPTED).map(str::trim)
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let value = json::read_file(input.text, receipt)?;
    let mut lines = Lines::of(input.text);
    let mut documents = Vec::new();
    let mut others = 0;
    for entry in value.list() {
        let line = Some(lines.of_value(entry));
        let Some(asked) = prompt(entry) else {
            others += 1;
            continue;
        };
        let time = entry.get("time").words().unwrap_or_default();
        let day = time.get(..10).map(str::to_owned);
        let message = |sender: &str, text: String| Message {
            sender: Some(sender.to_owned()),
            day: day.clone(),
            text,
            line,
            ..Message::default()
        };
        let mut messages = vec![message("User", asked.to_owned())];
        for answer in entry.get("safeHtmlItem").list().iter().filter_map(|item| item.get("html").words()) {
            let mut builder = Builder::new(Kind::Transcript, FORMAT.name);
            html::fragment(answer, &mut builder, receipt);
            messages.push(message("Assistant", builder.finish().text));
        }
        let first = asked.lines().next().unwrap_or_default();
        let title = (first.len() <= TITLE_BYTES_MAX).then(|| first.to_owned());
        let chat = Chat { title, part: Some(time.to_owned()), messages, ..Chat::default() };
        documents.extend(chat.into_documents(FORMAT.name));
    }
    if others > 0 {
        receipt.warn(format!("{others} entries are of other programs and were left out"));
    }
    if documents.is_empty() {
        receipt.warn("nobody says anything in it");
    }
    Ok(documents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read;

    #[test]
    fn a_prompt_and_its_answer_are_a_talk() {
        let list = r#"[{"header":"Gemini Apps","title":"Prompted How much sand?","time":"2024-03-14T10:02:11.123Z","products":["Gemini Apps"],"safeHtmlItem":[{"html":"<p>Three parts <b>sharp</b> sand.</p>"}]},{"header":"Gemini Apps","title":"Used Gemini Apps","time":"2024-03-14T10:01:11.123Z"}]"#;
        let documents = read("a.json", list.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let [talk] = &documents[..] else { panic!("{documents:?}") };
        assert_eq!(talk.metadata.title.as_deref(), Some("How much sand?"));
        assert_eq!(talk.metadata.date.map(|date| date.to_string()).as_deref(), Some("2024-03-14"));
        assert_eq!(talk.speakers, ["User", "Assistant"]);
        assert_eq!(talk.block_text(&talk.blocks[1]), "Three parts sharp sand.");
        let other = list.replace("Gemini Apps\",\"title\":\"Prompted", "Search\",\"title\":\"Prompted");
        assert_eq!(detect(&Input::of_text("a.json", &other)), Confidence::No);
    }
}
