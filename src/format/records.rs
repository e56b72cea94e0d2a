//! Records: one document a line, as JSON with `_id`, `text` and mostly `title`, the layout in which
//! collections for the measuring of search are passed around (BEIR).
//!
//! A document's part is its id. Files of this layout that hold questions are no documents.

use super::json::{self, Json};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Document, Kind};

pub(super) static FORMAT: Format =
    Format { name: "records", extensions: &["jsonl", "ndjson"], detect, parse };

/// How much of the texts together tells the language of all.
const LANGUAGE_SAMPLE_BYTES: usize = 64 * 1024;

fn detect(input: &Input<'_>) -> Confidence {
    if !json::looks_like_json(input.head()) {
        return Confidence::No;
    }
    let first = input.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let is_record = json::read(first)
        .is_ok_and(|line| line.value.get("_id").label().is_some() && line.value.get("text").text().is_some());
    if is_record { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    if input.file_name().to_ascii_lowercase().starts_with("queries.") {
        return Err(ParseError("questions for `ibid eval`, not documents".to_owned()));
    }
    let mut documents = Vec::new();
    let mut sample = String::new();
    let lines = (1_u32..).zip(input.text.lines()).filter(|(_, line)| !line.trim().is_empty());
    for (number, line) in lines {
        let document = match read_line(line, number) {
            Ok(document) => document,
            Err(reason) => {
                receipt.warn(format!("line {number}: {reason}"));
                continue;
            }
        };
        if document.blocks.is_empty() {
            receipt.warn(format!("line {number}: a record without words"));
        }
        if sample.len() < LANGUAGE_SAMPLE_BYTES {
            sample.push_str(&document.text);
            sample.push('\n');
        }
        documents.push(document);
    }
    speak_one_language(&mut documents, &sample);
    Ok(documents)
}

fn read_line(line: &str, number: u32) -> Result<Document, String> {
    let reading = json::read(line)?;
    if reading.value.get("_id").label().is_none() {
        return Err("a record without `_id`".to_owned());
    }
    Ok(document(&reading.value, number))
}

fn document(record: &Json<'_>, line: u32) -> Document {
    let mut builder = Builder::new(Kind::Notes, FORMAT.name);
    builder.part(record.get("_id").label().unwrap_or_default());
    let metadata = builder.metadata();
    metadata.title = record.get("title").words().map(str::to_owned);
    metadata.url = record.any(&["url", "link"]).words().map(str::to_owned);
    metadata.language = record.any(&["language", "lang"]).words().map(str::to_owned);
    let text = record.get("text").words().unwrap_or_default();
    let mut paragraph = String::new();
    for row in text.lines().chain([""]) {
        if row.trim().is_empty() {
            builder.block(BlockKind::Paragraph, Some(line), &paragraph);
            paragraph.clear();
        } else {
            paragraph.push_str(row);
            paragraph.push('\n');
        }
    }
    // A record may be all title.
    if builder.is_empty()
        && let Some(title) = record.get("title").words()
    {
        builder.block(BlockKind::Heading, Some(line), title);
    }
    builder.finish()
}

/// Records are short, and a guess at each would take some for another language than their like:
/// the file as a whole says it better.
fn speak_one_language(documents: &mut [Document], sample: &str) {
    let Some(language) = super::language::of_file(sample) else { return };
    for document in documents.iter_mut().filter(|document| document.metadata.language.is_none()) {
        document.metadata.language = Some(language.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> (Vec<Document>, Vec<String>) {
        let mut receipt = Receipt::default();
        let documents = super::super::read(name, text.as_bytes(), &mut receipt).unwrap_or_default();
        (documents, receipt.warnings)
    }

    #[test]
    fn a_record_is_a_document_named_by_its_id() {
        let text = concat!(
            "{\"_id\": \"a#1\", \"title\": \"On gutters\", \"text\": \"Nobody unveils one.\\n\\nA pity.\"}\n",
            "{\"_id\": 7, \"title\": \"\", \"text\": \"A gutter leaks.\"}\n",
            "{\"_id\": \"8\", \"title\": \"All title\", \"text\": \"\"}\n",
            "not a record\n",
        );
        let (documents, warnings) = read("set/corpus.jsonl", text);
        let parts: Vec<&str> = documents.iter().map(|document| document.part.as_str()).collect();
        assert_eq!(parts, ["a#1", "7", "8"]);
        assert_eq!(documents[0].metadata.title.as_deref(), Some("On gutters"));
        assert_eq!(documents[0].blocks.len(), 2);
        // The name of the file is no title of each of its records.
        assert_eq!(documents[1].metadata.title, None);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
    }

    #[test]
    fn questions_are_no_documents() {
        let mut receipt = Receipt::default();
        let text = b"{\"_id\": \"1\", \"text\": \"who unveils a gutter?\"}\n";
        assert!(super::super::read("queries.jsonl", text, &mut receipt).is_err());
    }
}
