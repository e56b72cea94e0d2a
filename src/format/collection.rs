//! Collections: documents of another archive in one file of JSON Lines, clean already. What
//! `ibid export` prints comes back as it was, under the paths it had; a line of other making needs
//! no more than `path` and `text`.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{BlockKind, Builder, Date, Document, Kind, Metadata};

pub(super) static FORMAT: Format =
    Format { name: "collection", extensions: &["jsonl", "ndjson"], detect, parse };

/// The version of what `ibid export` prints; lines without one are of before it was said.
const VERSION: u32 = 1;
/// How a line of an export begins.
const OPENING: &str = "{\"version\":1,\"path\":\"";

fn detect(input: &Input<'_>) -> Confidence {
    /// A longer first line is told by how an export begins.
    const LINE_BYTES_MAX: usize = 256 * 1024;
    let text = input.text.trim_start();
    if !text.starts_with("{\"") {
        return Confidence::No;
    }
    let window = &text[..text.floor_char_boundary(LINE_BYTES_MAX)];
    let Some((line, _)) =
        window.split_once('\n').or_else(|| (window.len() == text.len()).then_some((window, "")))
    else {
        let is_export = ["{\"path\":\"", "{\"version\":"].iter().any(|start| text.starts_with(start))
            && ["\"path\":\"", "\"part\":"].iter().all(|field| input.head().contains(field));
        return if is_export { Confidence::Certain } else { Confidence::No };
    };
    let is_document = serde_json::from_str::<Value>(line)
        .is_ok_and(|line| ["path", "text"].iter().all(|key| line.get(key).is_some_and(Value::is_string)));
    if is_document { Confidence::Certain } else { Confidence::No }
}

/// A text that another program has prepared.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Foreign {
    path: String,
    #[serde(deserialize_with = "crate::document::part::deserialize")]
    part: String,
    text: String,
    title: Option<String>,
    kind: Option<Kind>,
    #[serde(alias = "author")]
    authors: Value,
    date: Option<String>,
    #[serde(alias = "lang")]
    language: Option<String>,
    source: Option<String>,
    url: Option<String>,
    media_url: Option<String>,
    tags: Value,
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    /// More lines than this that cannot be read are counted, not named.
    const NAMED_MAX: usize = 20;
    let pieces = pieces(input.text);
    let read = input.spread.map(pieces.len(), |number| read_piece(&pieces[number]));
    let mut documents = Vec::new();
    let mut seen = HashSet::new();
    let mut refused = 0;
    for (number, read) in read.into_iter().flatten() {
        let read = read.and_then(|document| {
            let is_new = seen.insert((document.path.clone(), document.part.clone()));
            is_new.then_some(document).ok_or_else(|| "a document of this name stands further up".to_owned())
        });
        match read {
            Ok(document) => documents.push(document),
            Err(reason) => {
                refused += 1;
                if refused <= NAMED_MAX {
                    receipt.warn(format!("line {number}: {reason}"));
                }
            }
        }
    }
    if refused > NAMED_MAX {
        receipt.warn(format!("{} more lines cannot be read", refused - NAMED_MAX));
    }
    Ok(documents)
}

/// Whole lines of a collection.
struct Piece<'a> {
    lines: &'a str,
    /// The number of the first, counted from 1.
    number: usize,
}

/// Cuts a collection where lines end, into pieces that are worth a core's while.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    const PIECE_BYTES: usize = 256 << 10;
    let mut pieces = Vec::new();
    let (mut rest, mut number) = (text, 1);
    while !rest.is_empty() {
        let least = rest.len().min(PIECE_BYTES);
        let end = memchr::memchr(b'\n', &rest.as_bytes()[least..]).map_or(rest.len(), |at| least + at + 1);
        let (lines, behind) = rest.split_at(end);
        pieces.push(Piece { lines, number });
        number += memchr::memchr_iter(b'\n', lines.as_bytes()).count();
        rest = behind;
    }
    pieces
}

/// The documents of a piece, or why there is none, each with the number of its line.
fn read_piece(piece: &Piece<'_>) -> Vec<(usize, Result<Document, String>)> {
    let lines = (piece.number..).zip(piece.lines.lines());
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| (number, read_line(line, number))).collect()
}

fn read_line(line: &str, number: usize) -> Result<Document, String> {
    let no_document = |error: serde_json::Error| format!("no document: {error}");
    // As `ibid export` writes it: no need to look what it is.
    if line.starts_with(OPENING) {
        return exported(serde_json::from_str(line).map_err(no_document)?);
    }
    let fields: Value = serde_json::from_str(line).map_err(|error| format!("no JSON: {error}"))?;
    if fields.get("blocks").is_some() {
        if let Some(version) = fields.get("version").filter(|version| **version != VERSION) {
            return Err(format!("a document of layout {version}; this ibid reads layout {VERSION}"));
        }
        return exported(serde_json::from_value(fields).map_err(no_document)?);
    }
    let foreign: Foreign = serde_json::from_value(fields).map_err(no_document)?;
    let mut builder = Builder::new(foreign.kind.unwrap_or_default(), FORMAT.name);
    for paragraph in paragraphs(&foreign.text) {
        builder.block(BlockKind::Paragraph, u32::try_from(number).ok(), paragraph);
    }
    if builder.is_empty() {
        return Err("a document without text".to_owned());
    }
    builder.part(foreign.part);
    let mut document = builder.finish();
    document.path = Some(checked(foreign.path)?);
    document.metadata = Metadata {
        title: foreign.title,
        authors: names(foreign.authors),
        date: foreign.date.as_deref().and_then(Date::find),
        language: foreign.language,
        source: foreign.source,
        url: foreign.url,
        media_url: foreign.media_url,
        tags: names(foreign.tags),
        ..Metadata::default()
    };
    Ok(document)
}

/// A document as it was exported, if it is whole.
fn exported(mut document: Document) -> Result<Document, String> {
    document.check()?;
    if document.blocks.is_empty() {
        return Err("a document without text".to_owned());
    }
    document.path = Some(checked(document.path.unwrap_or_default())?);
    Ok(document)
}

/// Paragraphs are parted by empty lines; where there are none, by lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let separator = if text.contains("\n\n") { "\n\n" } else { "\n" };
    text.split(separator)
}

/// One name, or a list of them.
fn names(value: Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name],
        Value::Array(names) => names.into_iter().flat_map(self::names).collect(),
        _ => Vec::new(),
    }
}

/// The path, if it is one inside an archive: relative, and never out of it.
fn checked(path: String) -> Result<String, String> {
    let is_inside = path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains('\0');
    if is_inside { Ok(path) } else { Err(format!("`{path}` is no path inside an archive")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn read(path: &str, text: &str) -> (Vec<Document>, Vec<String>) {
        let mut receipt = Receipt::default();
        let documents = format::read(path, text.as_bytes(), &mut receipt).unwrap();
        (documents, receipt.warnings)
    }

    #[test]
    fn an_export_comes_back_as_it_was() {
        let mut receipt = Receipt::default();
        let page = "# Rent\n\nWhoever owns the land, pays.\n\n- one\n- two\n";
        let document =
            format::read("blog/2021-03-05-rent.md", page.as_bytes(), &mut receipt).unwrap().remove(0);
        let mut line = serde_json::to_value(&document).unwrap();
        line["path"] = "blog/2021-03-05-rent.md".into();
        let (documents, warnings) = read("all.jsonl", &format!("{line}\n"));
        assert_eq!(warnings, [""; 0]);
        assert_eq!(documents, [Document { path: Some("blog/2021-03-05-rent.md".to_owned()), ..document }]);
    }

    #[test]
    fn other_texts_need_a_path_and_a_text() {
        let lines = concat!(
            r#"{"path":"a/b.txt","text":"One thing.\n\nAnother.","author":"Ada Field","date":"5 March 2021"}"#,
            "\n\nnonsense\n",
            r#"{"path":"a/b.txt","text":"again"}"#,
            "\n",
            r#"{"path":"../b.txt","text":"words"}"#,
            "\n",
            r#"{"path":"a/c.txt","text":""}"#,
            "\n",
        );
        let (documents, warnings) = read("other.jsonl", lines);
        let [document] = documents.as_slice() else { panic!("{documents:?}") };
        assert_eq!((document.path.as_deref(), document.blocks.len()), (Some("a/b.txt"), 2));
        assert_eq!(document.metadata.authors, ["Ada Field"]);
        assert_eq!(document.metadata.date.unwrap().to_string(), "2021-03-05");
        assert_eq!(warnings.len(), 4, "{warnings:?}");
        assert!(warnings[0].starts_with("line 3: no JSON"), "{warnings:?}");
    }

    #[test]
    fn pieces_read_in_any_order_are_the_same_collection() {
        let line = |number: usize| match number % 50 {
            7 => "nonsense".to_owned(),
            _ => format!(r#"{{"path":"a/{number}.txt","text":"{}"}}"#, "word ".repeat(number % 400)),
        };
        let text: String = (0..1000).map(|number| line(number) + "\n").collect();
        assert!(pieces(&text).len() > 2);
        let (documents, warnings) = read("a.jsonl", &text);
        assert_eq!(documents.len(), 1000 - 20 - 3);
        assert_eq!(
            warnings[0..2],
            ["line 1: a document without text", "line 8: no JSON: expected ident at line 1 column 2"]
        );
        let mut receipt = Receipt::default();
        let backwards = |count: usize, work: &(dyn Fn(usize) + Sync)| (0..count).rev().for_each(work);
        let spread = format::read_spread("a.jsonl", text.as_bytes(), &mut receipt, &backwards).unwrap();
        assert_eq!((spread, receipt.warnings), (documents, warnings));
    }

    #[test]
    fn a_transcript_in_lines_is_no_collection() {
        let detect = |text: &str| detect(&Input::of_text("a.jsonl", text));
        assert_eq!(detect(r#"{"id":0,"start":0.0,"end":1.0,"text":"Hello."}"#), Confidence::No);
        assert_eq!(detect(r#"{"text":"Hello."}"#), Confidence::No);
        assert_eq!(detect("{\"a"), Confidence::No);
    }
}
