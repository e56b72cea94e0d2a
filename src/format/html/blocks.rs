//! From a tree to the blocks of a document: where a block begins, what it is, and its words.
//!
//! The walk decides the blocks; [`super::render`] makes their text.

use std::ops::Range;

use super::kinds::{
    could_be_heading, is_block, is_line_numbers, kind_of_word, kind_within, lines_are_paragraphs,
};
use super::render::{BLOCK, LINE};
use super::tables::Tables;
use super::tree::{Element, Tree};
use crate::document::BlockKind;

/// Stands on both sides of a superscript.
pub(crate) const SUPERSCRIPT: char = '\u{100001}';
/// The first UTF-8 byte of the marks.
const MARK_BYTE: u8 = 0xF4;

/// A block before its text is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// What the block will be.
    pub(crate) kind: BlockKind,
    /// The source line of its first word.
    pub(crate) line: Option<u32>,
    /// The first text node with words.
    pub(crate) at: usize,
    /// The block element that most closely holds its first word.
    pub(crate) holder: usize,
    /// Bytes that are not white space.
    pub(crate) bytes: usize,
    /// Those of them that are inside links.
    pub(crate) link_bytes: usize,
    /// It stands under a picture.
    pub(crate) is_caption: bool,
    /// Its characters as they stand in the source, marks inside.
    pub(super) text: String,
    /// The source lines that go on inside of it.
    pub(super) lines: Vec<SourceLine>,
    /// Where in the text of code line feeds stand that are none of the source, but `<br>`.
    pub(super) soft: Vec<usize>,
}

/// Where a further source line begins in the text of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SourceLine {
    /// The byte of its first word.
    pub at: usize,
    pub line: u32,
    /// A `<br>` is before it.
    pub is_broken: bool,
}

/// Collects the blocks of the subtree of `root`, passing over the subtrees marked in `skipped`.
pub(crate) fn collect(tree: &Tree, root: usize, skipped: &[bool], runs: &mut Vec<Run>) {
    let mut walk = Walk::new(tree, root, runs);
    let mut node = root;
    while node < tree.end(root) {
        while walk.open.last().is_some_and(|open| open.end <= node) {
            walk.leave();
        }
        if skipped[node] {
            node = tree.end(node);
            continue;
        }
        match tree.text(node) {
            Some(text) => walk.text(node, text),
            None => walk.enter(node),
        }
        node += 1;
    }
    while !walk.open.is_empty() {
        walk.leave();
    }
    walk.flush();
}

impl Run {
    /// The characters of the block, white space not yet folded.
    pub(crate) fn raw_text(&self) -> &str {
        &self.text
    }
}

/// What holds for the text inside an element.
#[derive(Clone, Copy)]
struct Context {
    kind: BlockKind,
    preformatted: bool,
    bold: bool,
    /// Inside a row of a data table, which is one block.
    in_row: bool,
    in_link: bool,
    in_caption: bool,
    /// The block element that most closely holds the text.
    holder: usize,
}

struct Open {
    end: usize,
    /// What holds again once it is closed.
    outside: Context,
    closing: Closing,
}

/// What the end of an element means for the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    Nothing,
    Block,
    Cell,
    Link,
    Quote,
    Superscript,
}

struct Walk<'a, 'r> {
    tree: &'a Tree,
    tables: Tables,
    runs: &'r mut Vec<Run>,
    open: Vec<Open>,
    context: Context,
    /// The block being collected.
    text: String,
    line: Option<u32>,
    /// The source line of its last word, and where in `text` further lines begin.
    last_line: u32,
    lines: Vec<SourceLine>,
    soft: Vec<usize>,
    at: usize,
    holder: usize,
    bytes: usize,
    link_bytes: usize,
    has_words: bool,
    /// All words so far are bold.
    all_bold: bool,
    /// Where in `text` a single `<br>` stood, and the line of what follows.
    breaks: Vec<(usize, u32)>,
    /// A `<br>` was seen and no word since.
    behind_break: bool,
    /// A link just ended.
    behind_link: bool,
    /// A cell of the current row has ended.
    behind_cell: bool,
}

impl<'a, 'r> Walk<'a, 'r> {
    fn new(tree: &'a Tree, root: usize, runs: &'r mut Vec<Run>) -> Self {
        let outside = Context {
            kind: BlockKind::Paragraph,
            preformatted: false,
            bold: false,
            in_row: false,
            in_link: false,
            in_caption: false,
            holder: root,
        };
        Self {
            tree,
            tables: Tables::of(tree, root),
            runs,
            open: Vec::new(),
            context: outside,
            text: String::new(),
            line: None,
            last_line: 0,
            lines: Vec::new(),
            soft: Vec::new(),
            at: root,
            holder: root,
            bytes: 0,
            link_bytes: 0,
            has_words: false,
            all_bold: true,
            breaks: Vec::new(),
            behind_break: false,
            behind_link: false,
            behind_cell: false,
        }
    }

    fn text(&mut self, node: usize, text: &str) {
        let bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
        self.bytes += bytes;
        self.link_bytes += if self.context.in_link { bytes } else { 0 };
        let is_mark = |c: char| matches!(c, BLOCK | SUPERSCRIPT | LINE);
        let has_marks = memchr::memchr(MARK_BYTE, text.as_bytes()).is_some();
        let first_word = text.find(|c: char| !c.is_whitespace() && !is_mark(c));
        self.behind_link = false;
        if let Some(first_word) = first_word {
            let line = self.tree.line(node) + text[..first_word].matches('\n').count() as u32;
            if !self.has_words {
                (self.line, self.last_line) = (Some(line), line);
                self.at = node;
                self.holder = self.context.holder;
            }
            if !has_marks && !self.context.preformatted {
                self.note_lines(text, first_word, line);
            }
            if self.behind_cell && self.has_words {
                self.text.push_str(" | ");
            }
            self.behind_cell = false;
            if self.behind_break
                && let Some((_, break_line)) = self.breaks.last_mut()
            {
                *break_line = line;
            }
            self.behind_break = false;
            self.has_words = true;
            self.all_bold &= self.context.bold;
        }
        if has_marks {
            self.text.extend(text.chars().filter(|c| !is_mark(*c)));
        } else {
            self.text.push_str(text);
        }
    }

    /// Notes where in a text that is to be added source lines begin, the first word of which stands at
    /// `first_word` on `line`.
    fn note_lines(&mut self, text: &str, first_word: usize, line: u32) {
        let start = self.text.len();
        let mut note = |at: usize, line: u32, is_broken: bool| {
            if line > self.last_line {
                self.lines.push(SourceLine { at: start + at, line, is_broken });
                self.last_line = line;
            }
        };
        // A word that goes on behind a tag belongs to the line that it began on.
        if first_word > 0 || self.text.ends_with(char::is_whitespace) {
            note(first_word, line, self.behind_break);
        }
        let (mut at, mut line) = (first_word, line);
        while let Some(feed) = memchr::memchr(b'\n', &text.as_bytes()[at..]) {
            let blank = &text[at + feed..];
            let Some(word) = blank.find(|c: char| !c.is_whitespace()) else { break };
            line += blank[..word].bytes().filter(|byte| *byte == b'\n').count() as u32;
            at += feed + word;
            note(at, line, false);
        }
    }

    fn enter(&mut self, node: usize) {
        let Some(element) = self.tree.element(node) else { return };
        let outside = self.context;
        let mut closing = Closing::Nothing;
        match &*element.name {
            "br" => self.line_break(node),
            "hr" => self.boundary(),
            "img" => self.initial(node, element),
            "wbr" | "source" | "col" => {}
            // The number of a note, which the style sheet raises.
            "a" if self.is_number(node) && is_of_notes(element) => closing = self.superscript(),
            "a" => {
                // Links that touch are an enumeration whose parts the style sheet sets apart.
                if std::mem::take(&mut self.behind_link) {
                    self.text.push(' ');
                }
                closing = Closing::Link;
                // A link into the page itself is part of its apparatus, not a way out.
                self.context.in_link |= element.attribute("href").is_some_and(|href| !href.starts_with('#'));
            }
            "b" | "strong" => self.context.bold = true,
            "q" => {
                self.text.push('\u{201C}');
                closing = Closing::Quote;
            }
            "span" if self.is_number(node) && is_raised(element) => closing = self.superscript(),
            "sup" if self.is_number(node) => closing = self.superscript(),
            "table" if self.tables.is_data(node) && !outside.in_row => {
                self.boundary();
                closing = Closing::Block;
            }
            "tr" if self.tables.row_is_data(self.tree, node) && !outside.in_row => {
                self.boundary();
                self.context.in_row = true;
                self.context.holder = node;
                self.context.kind = BlockKind::ListItem;
                self.behind_cell = false;
                closing = Closing::Block;
            }
            "td" | "th" if outside.in_row => closing = Closing::Cell,
            name if is_block(name) || element.attribute("role") == Some("heading") => {
                self.boundary();
                closing = Closing::Block;
                self.context.holder = node;
                self.context.in_caption |= name == "figcaption";
                if !outside.in_row {
                    let kind = kind_within(name, element.attribute("role"));
                    let kind = kind.or_else(|| kind_of_word(name, element.attribute("class")));
                    self.context.kind = kind.unwrap_or(outside.kind);
                    self.context.preformatted =
                        outside.preformatted || matches!(name, "pre" | "listing" | "xmp" | "plaintext");
                }
            }
            _ => {}
        }
        self.open.push(Open { end: self.tree.end(node), outside, closing });
    }

    /// Takes the first letter of a text from a picture of it: what follows goes on with a small one.
    fn initial(&mut self, node: usize, element: &Element) {
        let letter = element.attribute("alt").unwrap_or_default().trim();
        let is_letter = letter.chars().count() == 1 && letter.chars().all(char::is_uppercase);
        let mut next = (self.tree.end(node)..self.tree.len()).take(4).filter_map(|next| self.tree.text(next));
        if is_letter && next.next().is_some_and(|text| text.starts_with(char::is_lowercase)) {
            self.text(node, letter);
        }
    }

    /// Opens a superscript, unless it stands in one: generators set the link of a note in a `sup`, or the other
    /// way round.
    fn superscript(&mut self) -> Closing {
        if self.open.iter().any(|open| open.closing == Closing::Superscript) {
            return Closing::Nothing;
        }
        self.text.push(SUPERSCRIPT);
        Closing::Superscript
    }

    fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open.closing {
            Closing::Nothing => {}
            Closing::Block if open.outside.in_row => self.text.push(' '),
            Closing::Block => self.flush(),
            Closing::Cell => {
                self.text.push(' ');
                self.behind_cell = true;
            }
            Closing::Link => self.behind_link = true,
            Closing::Quote => self.text.push('\u{201D}'),
            Closing::Superscript => self.text.push(SUPERSCRIPT),
        }
        self.context = open.outside;
    }

    /// A block begins or ends here.
    fn boundary(&mut self) {
        if self.context.in_row {
            self.text.push(' ');
        } else {
            self.flush();
        }
    }

    fn line_break(&mut self, node: usize) {
        if self.context.in_row {
            self.text.push(' ');
        } else if self.context.preformatted {
            self.soft.push(self.text.len());
            self.text.push('\n');
        } else if self.behind_break {
            self.flush();
        } else if self.has_words {
            self.breaks.push((self.text.len(), self.tree.line(node)));
            self.text.push('\n');
            self.behind_break = true;
        }
    }

    /// Ends the block being collected.
    fn flush(&mut self) {
        if self.has_words {
            self.finish_block();
        }
        // A superscript that spans blocks goes on in the next.
        let inside_superscript = self.open.iter().any(|open| open.closing == Closing::Superscript);
        self.text.clear();
        if inside_superscript {
            self.text.push(SUPERSCRIPT);
        }
        self.breaks.clear();
        self.lines.clear();
        self.soft.clear();
        self.line = None;
        self.bytes = 0;
        self.link_bytes = 0;
        self.has_words = false;
        self.all_bold = true;
        self.behind_break = false;
        self.behind_link = false;
        self.behind_cell = false;
    }

    fn finish_block(&mut self) {
        let mut kind = self.context.kind;
        if self.text.matches(SUPERSCRIPT).count() % 2 == 1 {
            self.text.push(SUPERSCRIPT);
        }
        if kind == BlockKind::Code && is_line_numbers(&self.text) {
            return;
        }
        if kind == BlockKind::Paragraph && self.all_bold && could_be_heading(&self.text) {
            kind = BlockKind::Heading;
        }
        let (at, holder, bytes, link_bytes) = (self.at, self.holder, self.bytes, self.link_bytes);
        let is_caption = self.context.in_caption;
        let run = |line, part: Range<usize>| {
            // Of a block in several parts, each has its share of the links.
            let share = |whole: usize| whole * part.len() / self.text.len();
            let (bytes, link_bytes) = (share(bytes), share(link_bytes));
            let first = self.lines.partition_point(|line| line.at < part.start);
            let within = self.lines[first..].iter().take_while(|line| line.at < part.end);
            let lines = within.map(|line| SourceLine { at: line.at - part.start, ..*line }).collect();
            let text = self.text[part.clone()].to_owned();
            let soft = if kind == BlockKind::Code { self.soft.clone() } else { Vec::new() };
            Run { kind, line, at, holder, bytes, link_bytes, is_caption, text, lines, soft }
        };
        if self.breaks.is_empty()
            || kind == BlockKind::Code
            || !lines_are_paragraphs(&self.text, &self.breaks)
        {
            self.runs.push(run(self.line, 0..self.text.len()));
            return;
        }
        let mut start = 0;
        let mut line = self.line;
        for (end, next_line) in self.breaks.iter().copied().chain([(self.text.len(), 0)]) {
            if !self.text[start..end].trim().is_empty() {
                self.runs.push(run(line, start..end));
            }
            (start, line) = (end, Some(next_line));
        }
    }

    fn is_number(&self, node: usize) -> bool {
        let text = self.tree.raw_text(node);
        !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// Says that an element is of a class for notes, such as `footnote-anchor`, or has their role.
fn is_of_notes(element: &Element) -> bool {
    element.attribute("class").is_some_and(|class| class.contains("footnote"))
        || element.attribute("role") == Some("doc-noteref")
        || element.attribute("epub:type").is_some_and(|types| types.split(' ').any(|one| one == "noteref"))
}

/// Says that an element is of a class for what is raised.
fn is_raised(element: &Element) -> bool {
    let is_raised = |class: &str| matches!(class, "super" | "sup" | "superscript");
    element.attribute("class").is_some_and(|class| class.split_ascii_whitespace().any(is_raised))
}
