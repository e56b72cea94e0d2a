//! Office documents: Word's (`.docx`) and OpenDocument's (`.odt`), which people keep transcripts and
//! essays in. Their paragraphs are written out as Markdown and read as such.

use super::xml::{Element, Xml};
use super::zip::{Allowance, open, unpack};
use super::{Confidence, Format, Input, ParseError, Receipt, front_matter, markdown, subrip};
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
        Some(word) => {
            let mut body = of_word(&Xml::parse(&word));
            for (name, letter) in [("word/footnotes.xml", 'f'), ("word/endnotes.xml", 'e')] {
                if let Some(notes) = member(name, receipt) {
                    notes_of_word(&Xml::parse(&notes), letter, &mut body);
                }
            }
            (body, member("docProps/core.xml", receipt))
        }
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
    documents.iter_mut().for_each(Document::forget_lines);
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
    // What a text box holds stands there again for programs that know none.
    let mut fallback_end = 0;
    for element in xml.elements() {
        match element.name() {
            "mc:Fallback" => fallback_end = fallback_end.max(element.span().end),
            "w:p" if element.span().start >= fallback_end => {
                let paragraph = Paragraph::of(element);
                push(&paragraph.mark, &paragraph.shown(), &mut out);
            }
            _ => {}
        }
    }
    out
}

/// The notes below the pages or at the end, as Markdown defines them; `letter` tells the two apart.
fn notes_of_word(xml: &Xml<'_>, letter: char, out: &mut String) {
    let is_note = |element: &Element<'_, '_>| matches!(element.name(), "w:footnote" | "w:endnote");
    for note in xml.elements().filter(is_note) {
        let Some(id) = note.attribute("w:id").filter(|_| note.attribute("w:type").is_none()) else {
            continue;
        };
        let paragraphs = note.descendants().filter(|element| element.name() == "w:p");
        let texts: Vec<String> = paragraphs.map(|paragraph| Paragraph::of(paragraph).shown()).collect();
        push(&format!("[^{letter}{id}]: "), &texts.join(" "), out);
    }
}

/// A paragraph of Word's.
#[derive(Debug, Default)]
struct Paragraph {
    /// What its style makes of it in Markdown.
    mark: String,
    /// Its runs, and whether each is bold. Its lines are parted by [`LINE`].
    runs: Vec<(bool, String)>,
}

impl Paragraph {
    fn of(paragraph: Element<'_, '_>) -> Self {
        let mut read = Self::default();
        let mut is_bold = false;
        let mut run_end = 0;
        // Paragraphs inside, as of a text box, are read by themselves.
        let mut inner_end = 0;
        for element in paragraph.descendants() {
            let span = element.span();
            if span.start < inner_end {
                continue;
            }
            is_bold &= span.start < run_end;
            match element.name() {
                "w:p" | "mc:Fallback" => inner_end = span.end,
                "w:r" => (is_bold, run_end) = (is_bold_run(element), span.end),
                "w:t" => read.push(is_bold, &element.text()),
                "w:tab" => read.push(is_bold, " "),
                "w:br" | "w:cr" => read.push(is_bold, LINE.encode_utf8(&mut [0; 4])),
                "w:footnoteReference" => read.refer('f', element),
                "w:endnoteReference" => read.refer('e', element),
                "w:pStyle" => {
                    let style = element.attribute("w:val").unwrap_or_default().to_ascii_lowercase();
                    if style == "title" {
                        read.mark = "# ".to_owned();
                    } else if let Some(level) =
                        style.strip_prefix("heading").and_then(|level| level.parse().ok())
                    {
                        let level: usize = level;
                        read.mark = "#".repeat(level.clamp(1, 5) + 1) + " ";
                    } else if style.contains("quote") {
                        read.mark = "> ".to_owned();
                    }
                }
                "w:numPr" if read.mark.is_empty() => read.mark = "- ".to_owned(),
                _ => {}
            }
        }
        read
    }

    fn push(&mut self, is_bold: bool, text: &str) {
        match self.runs.last_mut() {
            Some((bold, last)) if *bold == is_bold || text.trim().is_empty() => last.push_str(text),
            _ => self.runs.push((is_bold, text.to_owned())),
        }
    }

    fn refer(&mut self, letter: char, element: Element<'_, '_>) {
        if let Some(id) = element.attribute("w:id") {
            self.push(false, &format!("{NOTE_START}{letter}{id}{NOTE_END}"));
        }
    }

    /// The paragraph in Markdown: bold type at its beginning is marked, since names are set so.
    fn shown(&self) -> String {
        /// Labels are no longer.
        const LABEL_BYTES_MAX: usize = 96;
        if let Some(turn) = self.turn_below_times() {
            return turn;
        }
        let mut shown = String::new();
        for (number, (is_bold, text)) in self.runs.iter().enumerate() {
            let bare = text.trim();
            let is_label = *is_bold && number == 0 && bare.len() <= LABEL_BYTES_MAX && !bare.contains(LINE);
            if is_label && !bare.is_empty() && self.mark.is_empty() {
                shown.push_str("**");
                escape(bare, &mut shown);
                shown.push_str("**");
                escape(&text[text.trim_end().len()..], &mut shown);
            } else {
                escape(text, &mut shown);
            }
        }
        shown
    }

    /// `0:0:6.120 --> 0:0:11.0`, then a name, then what is said, a line each.
    fn turn_below_times(&self) -> Option<String> {
        const NAME_BYTES_MAX: usize = 60;
        let text: String = self.runs.iter().map(|(_, text)| text.as_str()).collect();
        let (times, rest) = text.split_once(LINE)?;
        let (start_ms, _) = subrip::read_times(times.trim())?;
        let (name, words) = rest.split_once(LINE)?;
        let seconds = start_ms / 1000;
        let mut turn = format!("\\[{}:{:02}:{:02}\\] **", seconds / 3600, seconds / 60 % 60, seconds % 60);
        escape(name.trim(), &mut turn);
        turn.push_str(":** ");
        escape(&words.replace(LINE, " "), &mut turn);
        (!name.trim().is_empty() && name.len() <= NAME_BYTES_MAX).then_some(turn)
    }
}

/// Ends a line inside a paragraph.
const LINE: char = '\u{1}';
/// Stand around the name of a note, where it is referred to.
const NOTE_START: char = '\u{2}';
const NOTE_END: char = '\u{3}';

fn is_bold_run(run: Element<'_, '_>) -> bool {
    let bold = run.child("w:rPr").and_then(|properties| properties.child("w:b"));
    bold.is_some_and(|bold| !matches!(bold.attribute("w:val").as_deref(), Some("0" | "false" | "none")))
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
            plain.push(LINE);
        }
        rest = tag.find('>').map_or("", |end| &tag[end + 1..]);
    }
    plain.push_str(rest);
    let mut text = String::new();
    escape(&super::xml::decode(&plain), &mut text);
    text
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
            LINE => out.push_str("\\\n"),
            NOTE_START => out.push_str("[^"),
            NOTE_END => out.push(']'),
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
