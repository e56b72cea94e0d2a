//! Office documents: Word's (`.docx`) and OpenDocument's (`.odt`), which people keep transcripts and
//! essays in.

use std::collections::HashMap;

use super::written::{About, Paragraph, Writing};
use super::xml::{Element, Piece, Xml};
use super::zip::{Package, open};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::Document;

pub(super) static FORMAT: Format =
    Format { name: "office", extensions: &["docx", "odt", "fodt"], detect, parse };

const WORD: &str = "word/document.xml";
const OPEN: &str = "content.xml";

fn detect(input: &Input<'_>) -> Confidence {
    if is_flat(input) {
        return Confidence::Certain;
    }
    if !input.bytes.starts_with(b"PK\x03\x04") {
        return Confidence::No;
    }
    let Ok(archive) = open(input.bytes) else { return Confidence::No };
    let is_word = archive.index_for_name(WORD).is_some();
    // Its list of files is missing where a program has packed it anew.
    let is_listed = ["META-INF/manifest.xml", "mimetype", "styles.xml"]
        .iter()
        .any(|name| archive.index_for_name(name).is_some());
    let is_open = archive.index_for_name(OPEN).is_some() && is_listed;
    if is_word || is_open { Confidence::Certain } else { Confidence::No }
}

/// Says that it is OpenDocument in one file, without a package around it.
fn is_flat(input: &Input<'_>) -> bool {
    let head = input.head();
    head.trim_start().starts_with("<")
        && head.contains("<office:document ")
        && input.text.contains("<office:text")
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    if is_flat(input) {
        let xml = Xml::parse(input.text);
        let mut writing = Writing::default();
        of_open(&xml, &mut writing);
        properties(&xml, &mut writing.about);
        return Ok(writing.read(FORMAT.name, input, receipt));
    }
    let mut package = Package::open(input.bytes)?;
    let mut writing = Writing::default();
    let about = match package.text(WORD, receipt) {
        Some(word) => {
            of_word(&Xml::parse(&word), &mut writing);
            for (name, letter) in [("word/footnotes.xml", 'f'), ("word/endnotes.xml", 'e')] {
                if let Some(notes) = package.text(name, receipt) {
                    notes_of_word(&Xml::parse(&notes), letter, &mut writing);
                }
            }
            // What the writer named properties for.
            if let Some(own) = package.text("docProps/custom.xml", receipt) {
                properties(&Xml::parse(&own), &mut writing.about);
            }
            package.text("docProps/core.xml", receipt)
        }
        None => {
            let content = package
                .text(OPEN, receipt)
                .ok_or_else(|| ParseError("its text is missing or damaged".to_owned()))?;
            of_open(&Xml::parse(&content), &mut writing);
            package.text("meta.xml", receipt)
        }
    };
    if let Some(about) = about {
        properties(&Xml::parse(&about), &mut writing.about);
    }
    Ok(writing.read(FORMAT.name, input, receipt))
}

/// Takes what the document says about itself from its properties. What a library's template says is nobody's;
/// a day that the writer gave comes before that on which the file was made.
pub(super) fn properties(xml: &Xml<'_>, about: &mut About) {
    const TEMPLATES: [&str; 3] = ["python-docx", "Un-named", "docx"];
    let author = |element: &Element<'_, '_>| element.name() == "dc:creator";
    let is_template =
        xml.elements().find(author).is_some_and(|author| TEMPLATES.contains(&author.text().trim()));
    let is_date = |element: &Element<'_, '_>| {
        let name = element.attribute("meta:name").or_else(|| element.attribute("name"));
        matches!(element.name(), "meta:user-defined" | "property")
            && name.is_some_and(|name| name.eq_ignore_ascii_case("date"))
    };
    if let Some(date) = xml.elements().find(is_date) {
        about.tell("date", &date.text());
    }
    let mut keywords: Vec<String> = Vec::new();
    for element in xml.elements() {
        let key = match element.name() {
            "dc:creator" | "dcterms:created" if is_template => continue,
            // python-docx copies its template with the day on which that was made.
            "dcterms:created" if element.text().trim() == "2013-12-23T23:15:00Z" => continue,
            "dc:title" => "title",
            "dc:creator" | "meta:initial-creator" => "author",
            "dcterms:created" | "meta:creation-date" => "date",
            "dc:language" => "language",
            "cp:keywords" | "meta:keyword" => {
                let text = element.text();
                keywords.extend(
                    text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned),
                );
                continue;
            }
            _ => continue,
        };
        about.tell(key, &element.text());
    }
    about.tell("tags", &keywords.join(", "));
}

fn of_word(xml: &Xml<'_>, writing: &mut Writing) {
    // What has been read already, and what a text box holds, which stands there again for programs that know
    // none.
    let mut passed_end = 0;
    for element in xml.elements() {
        let span = element.span();
        if span.start < passed_end {
            continue;
        }
        match element.name() {
            "mc:Fallback" => passed_end = span.end,
            "w:p" => writing.paragraph(&paragraph_of_word(element)),
            // A row around a table is a frame.
            "w:tr" if !element.descendants().any(|inner| inner.name() == "w:tbl") => {
                let cells = element.descendants().filter(|inner| inner.name() == "w:tc");
                writing.row(cells.map(paragraphs_of_word).collect());
                passed_end = span.end;
            }
            _ => {}
        }
    }
}

/// The paragraphs of a cell or a note of Word's.
fn paragraphs_of_word(element: Element<'_, '_>) -> Vec<Paragraph> {
    let mut fallback_end = 0;
    let mut paragraphs = Vec::new();
    for inner in element.descendants() {
        match inner.name() {
            "mc:Fallback" => fallback_end = fallback_end.max(inner.span().end),
            "w:p" if inner.span().start >= fallback_end => paragraphs.push(paragraph_of_word(inner)),
            _ => {}
        }
    }
    paragraphs
}

/// The notes below the pages or at the end; `letter` tells the two apart.
fn notes_of_word(xml: &Xml<'_>, letter: char, writing: &mut Writing) {
    let is_note = |element: &Element<'_, '_>| matches!(element.name(), "w:footnote" | "w:endnote");
    for note in xml.elements().filter(is_note) {
        let Some(id) = note.attribute("w:id").filter(|_| note.attribute("w:type").is_none()) else {
            continue;
        };
        writing.note(&format!("{letter}{id}"), &paragraphs_of_word(note));
    }
}

/// A paragraph of Word's.
fn paragraph_of_word(paragraph: Element<'_, '_>) -> Paragraph {
    let mut read = Paragraph::default();
    let (mut is_bold, mut is_hidden) = (false, false);
    let mut run_end = 0;
    // Paragraphs inside, as of a text box, are read by themselves.
    let mut inner_end = 0;
    for element in paragraph.descendants() {
        let span = element.span();
        if span.start < inner_end {
            continue;
        }
        if span.start >= run_end {
            (is_bold, is_hidden) = (false, false);
        }
        match element.name() {
            "w:p" | "mc:Fallback" => inner_end = span.end,
            "w:r" => {
                (is_bold, is_hidden) = (has_property(element, "w:b"), has_property(element, "w:vanish"));
                run_end = span.end;
            }
            "w:t" if is_hidden => {}
            "w:noBreakHyphen" => read.push(is_bold, "\u{2011}"),
            "w:t" => read.push(is_bold, &element.text()),
            // Those of a paragraph's properties say where a tab ends, and none is there.
            "w:tab" if span.start < run_end => read.push(is_bold, "\t"),
            "w:br" | "w:cr" => read.push_line(is_bold),
            "w:footnoteReference" => refer('f', element, &mut read),
            "w:endnoteReference" => refer('e', element, &mut read),
            "w:pStyle" => read.style(&element.attribute("w:val").unwrap_or_default()),
            "w:numPr" => read.item(),
            _ => {}
        }
    }
    read
}

fn refer(letter: char, element: Element<'_, '_>, paragraph: &mut Paragraph) {
    if let Some(id) = element.attribute("w:id") {
        paragraph.refer(&format!("{letter}{id}"));
    }
}

/// Says that a run has this property, and does not turn it off.
fn has_property(run: Element<'_, '_>, name: &str) -> bool {
    let property = run.child("w:rPr").and_then(|properties| properties.child(name));
    property.is_some_and(|property| {
        !matches!(property.attribute("w:val").as_deref(), Some("0" | "false" | "none"))
    })
}

fn of_open(xml: &Xml<'_>, writing: &mut Writing) {
    // Lists, and what has been read or is left out, by the range of their elements.
    let (mut list_end, mut passed_end) = (0, 0);
    let mut notes = Vec::new();
    let styles = styles_of_open(xml);
    for element in xml.elements() {
        let span = element.span();
        if span.start < passed_end {
            continue;
        }
        match element.name() {
            "text:list" => list_end = list_end.max(span.end),
            "text:tracked-changes" | "office:annotation" => passed_end = span.end,
            "text:note" => {
                notes.push(element);
                passed_end = span.end;
            }
            // A row around a table is a frame.
            "table:table-row" if !element.descendants().any(|inner| inner.name() == "table:table") => {
                let cells = element.children().filter(|inner| inner.name() == "table:table-cell");
                writing.row(cells.map(paragraphs_of_open).collect());
                notes.extend(element.descendants().filter(|inner| inner.name() == "text:note"));
                passed_end = span.end;
            }
            "text:h" => {
                let level = element.attribute("text:outline-level").and_then(|level| level.parse().ok());
                let mut heading = paragraph_of_open(element);
                heading.heading(level.unwrap_or(1));
                writing.paragraph(&heading);
            }
            "text:p" => {
                let mut paragraph = paragraph_of_open(element);
                match element.attribute("text:style-name").unwrap_or_default() {
                    _ if span.start < list_end => paragraph.item(),
                    style => paragraph.style(styles.get(&*style).map_or(&*style, |parent| parent)),
                }
                writing.paragraph(&paragraph);
            }
            _ => {}
        }
    }
    notes.iter().for_each(|note| writing.note(&note_name(*note), &paragraphs_of_open(*note)));
}

/// The styles that programs make for single paragraphs, by name, and the styles that those are made from.
fn styles_of_open(xml: &Xml<'_>) -> HashMap<String, String> {
    let is_style = |element: &Element<'_, '_>| element.name() == "style:style";
    let named = xml.elements().filter(is_style).filter_map(|style| {
        let parent = style.attribute("style:parent-style-name")?;
        Some((style.attribute("style:name")?.into_owned(), parent.into_owned()))
    });
    named.collect()
}

/// The paragraphs of a cell or a note of OpenDocument's, without those of notes in it.
fn paragraphs_of_open(element: Element<'_, '_>) -> Vec<Paragraph> {
    let mut passed_end = 0;
    let mut paragraphs = Vec::new();
    for inner in element.descendants() {
        match inner.name() {
            "text:note" | "office:annotation" => passed_end = passed_end.max(inner.span().end),
            "text:p" | "text:h" if inner.span().start >= passed_end => {
                paragraphs.push(paragraph_of_open(inner));
            }
            _ => {}
        }
    }
    paragraphs
}

fn note_name(note: Element<'_, '_>) -> String {
    format!("n{}", note.span().start)
}

/// A paragraph of OpenDocument's, in texts and on slides. Paragraphs inside, as of a text box, are read by
/// themselves; a note is referred to.
pub(super) fn paragraph_of_open(element: Element<'_, '_>) -> Paragraph {
    let mut paragraph = Paragraph::default();
    let mut pieces = element.pieces();
    while let Some(piece) = pieces.next() {
        let inner = match piece {
            Piece::Text(text) => {
                paragraph.push(false, &text);
                continue;
            }
            Piece::Start(inner) => inner,
            Piece::End(_) => continue,
        };
        match inner.name() {
            "text:s" => {
                const BLANKS_MAX: usize = 80;
                let count = inner.attribute("text:c").and_then(|count| count.parse().ok()).unwrap_or(1);
                paragraph.push(false, &" ".repeat(count.min(BLANKS_MAX)));
            }
            "text:tab" => paragraph.push(false, "\t"),
            "text:line-break" => paragraph.push_line(false),
            "text:note" => {
                paragraph.refer(&note_name(inner));
                pieces.pass(inner);
            }
            "office:annotation" | "text:p" | "text:h" | "draw:frame" => pieces.pass(inner),
            _ => {}
        }
    }
    paragraph
}
