//! Office documents: Word's (`.docx`) and OpenDocument's (`.odt`), which people keep transcripts and
//! essays in. Their paragraphs are written out as Markdown and read as such.

use super::xml::{Element, Xml};
use super::zip::{Allowance, open, unpack};
use super::{Confidence, Format, Input, ParseError, Receipt, front_matter, markdown};
use crate::document::Document;

pub(super) static FORMAT: Format = Format { name: "office", extensions: &["docx", "odt"], detect, parse };

const WORD: &str = "word/document.xml";
const OPEN: &str = "content.xml";

fn detect(input: &Input<'_>) -> Confidence {
    if !input.bytes.starts_with(b"PK\x03\x04") {
        return Confidence::No;
    }
    let Ok(archive) = open(input.bytes) else { return Confidence::No };
    let is_word = archive.index_for_name(WORD).is_some();
    let is_open =
        archive.index_for_name(OPEN).is_some() && archive.index_for_name("META-INF/manifest.xml").is_some();
    if is_word || is_open { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let mut archive = open(input.bytes)?;
    let mut allowance = Allowance::of(input.bytes);
    let mut member = |name: &str, receipt: &mut Receipt| -> Option<String> {
        let index = archive.index_for_name(name)?;
        let bytes = unpack(archive.by_index(index).ok()?, &mut allowance, receipt);
        let bytes = bytes.map_err(|reason| receipt.warn(format!("`{name}`: {reason}"))).ok()?;
        Some(super::bytes::decode(&bytes, receipt)?.into_owned())
    };
    let (body, about) = match member(WORD, receipt) {
        Some(word) => (of_word(&Xml::parse(&word)), member("docProps/core.xml", receipt)),
        None => {
            let content = member(OPEN, receipt)
                .ok_or_else(|| ParseError("its text is missing or damaged".to_owned()))?;
            (of_open(&Xml::parse(&content)), member("meta.xml", receipt))
        }
    };
    let front = about.map(|about| front_of(&Xml::parse(&about))).unwrap_or_default();
    let (front, _) = front_matter::split(&front, receipt);
    let mut documents = markdown::read(FORMAT.name, input, front.as_ref(), &body, 1, receipt);
    // Lines of what was written out are no lines of the source.
    for block in documents.iter_mut().flat_map(|document| &mut document.blocks) {
        block.line = None;
    }
    Ok(documents)
}

/// What the document says about itself, as YAML between its fences.
fn front_of(xml: &Xml<'_>) -> String {
    let mut front = "---\n".to_owned();
    for element in xml.elements() {
        let name = match element.name() {
            "dc:title" => "title",
            "dc:creator" | "meta:initial-creator" => "author",
            "dcterms:created" | "meta:creation-date" => "date",
            "dc:language" => "language",
            _ => continue,
        };
        let text = element.text();
        let text = text.trim();
        if !text.is_empty() && !front.contains(&format!("\n{name}:")) && !text.starts_with("Microsoft Word") {
            front_matter::write_field(name, text, &mut front);
        }
    }
    if front.len() == 4 { String::new() } else { front + "---\n" }
}

fn of_word(xml: &Xml<'_>) -> String {
    let mut out = String::new();
    for paragraph in xml.elements().filter(|element| element.name() == "w:p") {
        let mut text = String::new();
        let mut mark = String::new();
        for element in paragraph.descendants() {
            match element.name() {
                "w:t" => escape(&element.text(), &mut text),
                "w:tab" => text.push(' '),
                "w:br" | "w:cr" => text.push_str("\\\n"),
                "w:pStyle" => {
                    let style = element.attribute("w:val").unwrap_or_default().to_ascii_lowercase();
                    if style == "title" {
                        mark = "# ".to_owned();
                    } else if let Some(level) =
                        style.strip_prefix("heading").and_then(|level| level.parse().ok())
                    {
                        let level: usize = level;
                        mark = "#".repeat(level.clamp(1, 5) + 1) + " ";
                    } else if style.contains("quote") {
                        mark = "> ".to_owned();
                    }
                }
                "w:numPr" if mark.is_empty() => mark = "- ".to_owned(),
                _ => {}
            }
        }
        push(&mark, &text, &mut out);
    }
    out
}

fn of_open(xml: &Xml<'_>) -> String {
    let mut out = String::new();
    // Lists by the range of their elements.
    let mut list_end = 0;
    for element in xml.elements() {
        let span = element.span();
        match element.name() {
            "text:list" => list_end = list_end.max(span.end),
            "text:h" => {
                let level =
                    element.attribute("text:outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
                let level: usize = level;
                push(&("#".repeat(level.clamp(1, 5) + 1) + " "), &shown(element), &mut out);
            }
            "text:p" => {
                let style = element.attribute("text:style-name").unwrap_or_default();
                let mark = match () {
                    () if span.start < list_end => "- ",
                    () if style == "Title" => "# ",
                    () if style.starts_with("Quot") => "> ",
                    () => "",
                };
                push(mark, &shown(element), &mut out);
            }
            _ => {}
        }
    }
    out
}

/// The characters inside, those of elements inside too.
fn shown(element: Element<'_, '_>) -> String {
    let mut plain = String::new();
    let mut rest = element.markup();
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let tag = &rest[at..];
        if tag.starts_with("<text:tab") || tag.starts_with("<text:s") && !tag.starts_with("<text:span") {
            plain.push(' ');
        } else if tag.starts_with("<text:line-break") {
            plain.push('\u{1}');
        }
        rest = tag.find('>').map_or("", |end| &tag[end + 1..]);
    }
    plain.push_str(rest);
    let mut text = String::new();
    escape(&super::xml::decode(&plain), &mut text);
    text.replace('\u{1}', "\\\n")
}

/// Appends `text` so that Markdown shows it as it is.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|' | '$' | '{' | '}' | '^'
            | '=' | '%' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
}

fn push(mark: &str, text: &str, out: &mut String) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    out.push_str(mark);
    // A number or a dash at the beginning is what the writer typed, and shows.
    out.push_str(text);
    out.push_str("\n\n");
}
