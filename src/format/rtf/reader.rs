//! From the tokens of RTF to paragraphs: what each group is for, which letters its bytes are, and where
//! paragraphs end ("Rich Text Format Specification", version 1.9.1).

mod words;

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::super::Receipt;
use super::super::written::{Paragraph, Writing};
use super::pages;
use super::tokens::{Token, Tokens};

/// How many groups may lie in each other; what is in deeper ones is read as if it stood in the last.
const DEPTH_MAX: usize = 1000;

/// What the text of a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    /// The document's.
    Body,
    /// Nobody's: pictures, headers, whatever a reader may leave out.
    Skipped,
    /// Nobody's, but groups inside hold some of the document's: shapes, objects.
    Around,
    /// The name of a font.
    Fonts,
    /// The name of a style.
    Styles,
    /// Of the groups inside each is something that the document says about itself.
    Info,
    /// That, under a key of front matter.
    Property(&'static str),
    /// Numbers that make a date.
    Date,
    /// What a field shows: its address, a table of contents.
    Instruction,
}

/// Where text stands that is no part of the paragraph around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Note,
    Box,
}

/// What holds inside a group, and ends with it.
#[derive(Clone, Copy, Debug)]
struct State {
    destination: Destination,
    /// How many characters stand, for old readers, behind one of Unicode's.
    stand_ins: usize,
    encoding: &'static Encoding,
    is_bold: bool,
    is_hidden: bool,
    is_deleted: bool,
    style: i32,
    /// The level among the headings, from 0.
    outline: Option<usize>,
    is_item: bool,
    is_cell: bool,
    /// The group began a flow of its own.
    begins: Option<Flow>,
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    outline: Option<usize>,
}

/// Paragraphs around a note or a box, which wait for its end.
#[derive(Debug, Default)]
struct Outer {
    paragraph: Paragraph,
    has_bullet: bool,
    finished: Vec<Paragraph>,
}

struct Reader {
    state: State,
    stack: Vec<State>,
    too_deep: usize,
    /// The next word belongs to a group that may be left out by those who do not know it.
    is_starred: bool,
    /// How many of the characters to come stand for one that has been read.
    stand_ins_left: usize,
    high_surrogate: Option<u32>,
    /// Bytes of text that wait to be decoded, and whether one beyond ASCII stands there as it is.
    bytes: Vec<u8>,
    has_raw: bool,
    document_encoding: &'static Encoding,
    /// The encodings of the fonts that have one of their own.
    fonts: HashMap<i32, Option<&'static Encoding>>,
    /// Some font has one that is not Western.
    fonts_differ: bool,
    font: i32,
    default_font: i32,
    styles: HashMap<i32, Style>,
    style: Style,
    style_number: i32,
    property: String,
    instruction: String,
    date: [i32; 3],
    paragraph: Paragraph,
    /// A bullet or a number stands before it.
    has_bullet: bool,
    follows_picture: bool,
    outer: Vec<Outer>,
    /// The paragraphs of the note or box at hand.
    finished: Vec<Paragraph>,
    cell: Vec<Paragraph>,
    row: Vec<Vec<Paragraph>>,
    notes: Vec<Vec<Paragraph>>,
    writing: Writing,
}

/// Reads the text of a file that begins with `{\rtf`.
pub(super) fn read(bytes: &[u8], receipt: &mut Receipt) -> Writing {
    let mut reader = Reader::new();
    let (mut is_too_deep, mut has_endless_binary, mut is_whole) = (false, false, false);
    for token in Tokens::new(bytes) {
        match token {
            Token::Open => reader.open(),
            Token::Close => {
                reader.close();
                if reader.stack.is_empty() {
                    is_whole = true;
                    break;
                }
            }
            Token::Word(word, number) => reader.word(word, number),
            Token::Symbol(symbol) => reader.symbol(symbol),
            Token::Byte(byte) => reader.text(&[byte], false),
            Token::Text(text) => reader.text(text, true),
            Token::EndlessBinary => has_endless_binary = true,
        }
        is_too_deep |= reader.too_deep > 0;
    }
    if is_too_deep {
        receipt.warn(format!("more than {DEPTH_MAX} groups lie in each other"));
    }
    if has_endless_binary {
        receipt.warn("binary data is said to go on beyond the end of the file");
    }
    if !is_whole {
        receipt.warn("the file ends in the middle; what is there has been read");
    }
    reader.finish()
}

impl Reader {
    fn new() -> Self {
        let state = State {
            destination: Destination::Body,
            stand_ins: 1,
            encoding: WINDOWS_1252,
            is_bold: false,
            is_hidden: false,
            is_deleted: false,
            style: 0,
            outline: None,
            is_item: false,
            is_cell: false,
            begins: None,
        };
        Self {
            state,
            stack: Vec::new(),
            too_deep: 0,
            is_starred: false,
            stand_ins_left: 0,
            high_surrogate: None,
            bytes: Vec::new(),
            has_raw: false,
            document_encoding: WINDOWS_1252,
            fonts: HashMap::new(),
            fonts_differ: false,
            font: 0,
            default_font: 0,
            styles: HashMap::new(),
            style: Style::default(),
            style_number: 0,
            property: String::new(),
            instruction: String::new(),
            date: [0; 3],
            paragraph: Paragraph::default(),
            has_bullet: false,
            follows_picture: false,
            outer: Vec::new(),
            finished: Vec::new(),
            cell: Vec::new(),
            row: Vec::new(),
            notes: Vec::new(),
            writing: Writing::default(),
        }
    }

    fn finish(mut self) -> Writing {
        while !self.stack.is_empty() {
            self.close();
        }
        self.end_paragraph();
        self.end_row();
        for (number, note) in self.notes.iter().enumerate() {
            self.writing.note(&format!("r{number}"), note);
        }
        self.writing
    }

    fn open(&mut self) {
        self.flush();
        self.is_starred = false;
        self.stand_ins_left = 0;
        if self.stack.len() < DEPTH_MAX {
            self.stack.push(self.state);
            self.state.begins = None;
        } else {
            self.too_deep += 1;
        }
    }

    fn close(&mut self) {
        self.flush();
        self.is_starred = false;
        self.stand_ins_left = 0;
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(outside) = self.stack.pop() else { return };
        let inside = std::mem::replace(&mut self.state, outside);
        if let Some(flow) = inside.begins {
            // A paragraph is what its properties say at its end.
            self.state = inside;
            self.end_paragraph();
            self.state = outside;
            self.end_flow(flow);
        }
        if inside.destination == outside.destination {
            return;
        }
        match inside.destination {
            Destination::Fonts => self.use_font(self.default_font),
            Destination::Property(key) => {
                let text = std::mem::take(&mut self.property);
                self.writing.about.tell(key, &text);
            }
            Destination::Date => {
                let [year, month, day] = self.date;
                if year > 0 && (1..=12).contains(&month) && (1..=31).contains(&day) {
                    self.writing.about.tell("date", &format!("{year:04}-{month:02}-{day:02}"));
                }
            }
            _ => {}
        }
    }

    fn begin_flow(&mut self, flow: Flow) {
        self.state.destination = Destination::Body;
        // Groups that lie too deep share one end.
        if self.state.begins.is_some() {
            return;
        }
        self.state.begins = Some(flow);
        self.outer.push(Outer {
            paragraph: std::mem::take(&mut self.paragraph),
            has_bullet: std::mem::take(&mut self.has_bullet),
            finished: std::mem::take(&mut self.finished),
        });
    }

    fn end_flow(&mut self, flow: Flow) {
        let Some(outer) = self.outer.pop() else { return };
        let inner = std::mem::replace(&mut self.finished, outer.finished);
        (self.paragraph, self.has_bullet) = (outer.paragraph, outer.has_bullet);
        match flow {
            Flow::Note if inner.is_empty() => {}
            Flow::Note => {
                self.paragraph.refer(&format!("r{}", self.notes.len()));
                self.notes.push(inner);
            }
            Flow::Box => inner.into_iter().for_each(|paragraph| self.add(paragraph)),
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        let mut paragraph = std::mem::take(&mut self.paragraph);
        let has_bullet = std::mem::take(&mut self.has_bullet);
        if paragraph.is_empty() {
            return;
        }
        let style = self.styles.get(&self.state.style);
        if let Some(style) = style {
            paragraph.style(&style.name);
        }
        if let Some(level) = self.state.outline.or(style.and_then(|style| style.outline)) {
            paragraph.heading_if_none(level + 1);
        }
        if has_bullet || self.state.is_item {
            paragraph.item();
        }
        self.add(paragraph);
    }

    fn add(&mut self, paragraph: Paragraph) {
        if !self.outer.is_empty() {
            self.finished.push(paragraph);
        } else if self.state.is_cell {
            self.cell.push(paragraph);
        } else {
            self.end_row();
            self.writing.paragraph(&paragraph);
        }
    }

    fn end_cell(&mut self) {
        let is_cell = std::mem::replace(&mut self.state.is_cell, true);
        self.end_paragraph();
        self.state.is_cell = is_cell;
        // In a note or a box there are no tables to us.
        if self.outer.is_empty() {
            let cell = std::mem::take(&mut self.cell);
            self.row.push(cell);
        }
    }

    fn end_row(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        let mut row = std::mem::take(&mut self.row);
        row.push(cell);
        self.writing.row(row);
    }

    /// Takes bytes of text; `is_raw` when they stand in the file as they are.
    fn text(&mut self, text: &[u8], is_raw: bool) {
        self.is_starred = false;
        let passed = self.stand_ins_left.min(text.len());
        self.stand_ins_left -= passed;
        if passed < text.len() && self.is_read() {
            self.has_raw |= is_raw && !text.is_ascii();
            self.bytes.extend_from_slice(&text[passed..]);
        }
    }

    /// Takes a character for which no bytes of a code page stand.
    fn character(&mut self, character: char) {
        if self.stand_ins_left > 0 {
            self.stand_ins_left -= 1;
        } else if self.is_read() {
            self.flush();
            self.give(character.encode_utf8(&mut [0; 4]));
        }
    }

    /// Takes a code unit of UTF-16.
    fn unit(&mut self, number: i32) {
        let unit = if number < 0 { number + 0x1_0000 } else { number };
        let unit = u32::try_from(unit).unwrap_or(0xFFFD);
        self.stand_ins_left = 0;
        let character = match (self.high_surrogate.take(), unit) {
            (_, 0xD800..=0xDBFF) => {
                self.high_surrogate = Some(unit);
                None
            }
            (Some(high), 0xDC00..=0xDFFF) => {
                char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00))
            }
            (_, unit) => Some(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)),
        };
        if let Some(character) = character {
            self.character(character);
        }
        self.stand_ins_left = self.state.stand_ins;
    }

    fn is_read(&self) -> bool {
        match self.state.destination {
            Destination::Body => !self.state.is_hidden && !self.state.is_deleted,
            Destination::Styles | Destination::Property(_) | Destination::Instruction => true,
            _ => false,
        }
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        // Some programs write UTF-8 whatever they declare.
        let utf8 = if std::mem::take(&mut self.has_raw) { std::str::from_utf8(&bytes).ok() } else { None };
        match utf8 {
            Some(text) => self.give(text),
            None => self.give(&self.state.encoding.decode_without_bom_handling(&bytes).0),
        }
        self.bytes = bytes;
        self.bytes.clear();
    }

    fn give(&mut self, text: &str) {
        /// What a field does is said in its first word.
        const INSTRUCTION_BYTES_MAX: usize = 64;
        match self.state.destination {
            Destination::Body => {
                // A sign stands where a picture is.
                let text = if std::mem::take(&mut self.follows_picture) {
                    text.strip_prefix('\u{AC}').unwrap_or(text)
                } else {
                    text
                };
                if text.contains(|c: char| c.is_control()) {
                    let text = text.replace(|c: char| c.is_control(), " ");
                    self.paragraph.push(self.state.is_bold, &text);
                } else {
                    self.paragraph.push(self.state.is_bold, text);
                }
            }
            Destination::Styles => {
                for piece in text.split_inclusive(';') {
                    self.style.name.push_str(piece.trim_end_matches(';'));
                    if piece.ends_with(';') {
                        let style = std::mem::take(&mut self.style);
                        self.styles.entry(self.style_number).or_insert(style);
                    }
                }
            }
            Destination::Property(_) => self.property.push_str(text),
            Destination::Instruction if self.instruction.len() < INSTRUCTION_BYTES_MAX => {
                self.instruction.push_str(text);
            }
            _ => {}
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => {
                self.is_starred = true;
                return;
            }
            b'~' => self.character('\u{A0}'),
            b'_' => self.character('-'),
            b'\\' | b'{' | b'}' => self.text(&[symbol], false),
            b'\n' | b'\r' => self.end_paragraph_of_body(),
            b'\t' => self.character(' '),
            // Where a word may be parted.
            _ => self.stand_ins_left = self.stand_ins_left.saturating_sub(1),
        }
        self.is_starred = false;
    }

    fn end_paragraph_of_body(&mut self) {
        self.stand_ins_left = 0;
        if self.state.destination == Destination::Body {
            self.end_paragraph();
        }
    }
}
