//! Markdown to plain blocks: inline marks off, links as their text, each with its source line.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use rustc_hash::FxHashSet;

use super::dialect::PART;
use super::inline_html;
use super::recording::Recording;
use crate::document::{BlockKind, Date};
use crate::format::html::kinds::could_be_heading;
use crate::format::transcript::{MARK_END, MARK_START, Piece, are_names_of_dialogue};
use crate::format::{naming, numbering};
use crate::receipt::Receipt;

/// Bold and italic type is marked so far into a line: labels of turns stand no further in.
const MARKED_BYTES_MAX: usize = 96;

/// What [`MARK_START`] takes, and [`MARK_END`].
const MARK_BYTES: usize = 1;

/// The blocks of a Markdown text.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    text: String,
    blocks: Vec<Raw>,
    recording: Recording,
}

#[derive(Clone, Debug)]
struct Raw {
    kind: BlockKind,
    line: u32,
    range: Range<usize>,
    /// 1-6 for headings.
    level: u8,
    /// It is a term of a list of terms, with marks of bold type around it, or else what one means.
    is_term: Option<bool>,
    /// All of its words are bold.
    is_strong: bool,
}

impl Blocks {
    /// Reads `body`, whose first line is number `first_line` of its file.
    pub(super) fn read(body: &str, first_line: u32, receipt: &mut Receipt) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_MATH
            | Options::ENABLE_GFM
            | Options::ENABLE_WIKILINKS;
        let mut reader = Reader {
            out: Self { text: String::with_capacity(body.len()), ..Self::default() },
            receipt,
            body,
            counted_to: 0,
            line: first_line,
            open: None,
            heading: 0,
            quotes: 0,
            item_is_fresh: false,
            numbers: numbering::of_text(body.lines()),
            number: None,
            in_item: 0,
            in_note: false,
            in_row: false,
            images: 0,
            strong: 0,
            image_at: 0,
            alt: String::new(),
            line_start: 0,
            html: None,
        };
        for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
            reader.event(event, range);
        }
        reader.close();
        reader.out.call_names_of_dialogue();
        reader.out
    }

    /// `<dt>Ada</dt> <dd>words</dd>`, where the terms are people: names before what they say.
    fn call_names_of_dialogue(&mut self) {
        let terms = self.blocks.iter().filter(|raw| raw.is_term == Some(true));
        let terms: Vec<&str> = terms.map(|raw| self.text[raw.range.clone()].trim()).collect();
        if !are_names_of_dialogue(&terms) {
            return;
        }
        for raw in self.blocks.iter_mut().filter(|raw| raw.kind == BlockKind::ListItem) {
            match raw.is_term {
                Some(true) => raw.range = raw.range.start - MARK_BYTES..raw.range.end + MARK_BYTES,
                Some(false) => {}
                None => continue,
            }
            raw.kind = BlockKind::Paragraph;
        }
    }

    /// Where the recording is into which links with times lead.
    pub(super) fn recording(&self) -> Option<&str> {
        self.recording.address()
    }

    /// The blocks, as transcripts are looked for in them.
    pub(super) fn pieces(&self) -> Vec<Piece<'_>> {
        let piece =
            |raw: &Raw| Piece { kind: raw.kind, line: Some(raw.line), text: &self.text[raw.range.clone()] };
        self.blocks.iter().map(piece).collect()
    }

    /// The lines of the paragraphs that are bold throughout, which may stand for headings as they do on pages, in order.
    pub(super) fn bold_lines(&self) -> Vec<u32> {
        let are_bold = |raw: &&Raw| raw.kind == BlockKind::Paragraph && raw.is_strong;
        let could_head = |raw: &&Raw| {
            let text = self.text[raw.range.clone()].trim_matches([MARK_START, MARK_END]);
            let is_address = text.contains('.') && !text.contains(' ');
            let is_sentence = text.trim_end().ends_with(['\u{FF01}', '\u{FF0E}', '\u{FF1A}', '\u{964}']);
            could_be_heading(text) && !text.contains('\n') && !is_address && !is_sentence
        };
        let mut lines: Vec<u32> =
            self.blocks.iter().filter(are_bold).filter(could_head).map(|raw| raw.line).collect();
        lines.sort_unstable();
        lines
    }

    /// The number of the block that heads the text: a heading of the first level near its
    /// beginning, or one of any level at the very beginning.
    pub(super) fn headline(&self) -> Option<usize> {
        let first = self.blocks.iter().take(4).position(|raw| raw.level == 1);
        // Of several behind a beginning of its own each heads a part.
        let several = || self.blocks.iter().filter(|raw| raw.level == 1).nth(1).is_some();
        let first = first.filter(|at| *at == 0 || !several());
        // `📝 Notes`: a part of the file, whose own heading comes next.
        let is_part = |at: &usize| {
            let title = self.text[self.blocks[*at].range.clone()].trim();
            let words = title.trim_start_matches(|c: char| !c.is_alphanumeric());
            words.len() < title.len() && matches!(words, "Notes" | "Transcript")
        };
        if let Some(part) = first.filter(is_part) {
            let next = self.blocks.iter().skip(part + 1).take(3).position(|raw| raw.level > 0);
            return next.map(|at| part + 1 + at).or(first);
        }
        // Meet sets the day above the title of the transcript.
        let text = |at: usize| self.blocks.get(at).map(|raw| self.text[raw.range.clone()].trim());
        let is_below_day = text(0).is_some_and(|day| day.len() <= 20 && Date::find(day).is_some())
            && self.blocks.get(1).is_some_and(|raw| raw.level > 0)
            && text(1).is_some_and(|title| naming::without_kind(title).is_some());
        let meet = is_below_day.then_some(1);
        let opening = first.or(meet).or_else(|| (self.blocks.first()?.level > 0).then_some(0));
        opening.filter(|at| !self.comes_again_in_turn(*at))
    }

    /// Says that a block is a heading of the first level.
    pub(super) fn is_title(&self, at: usize) -> bool {
        self.blocks[at].level == 1
    }

    /// Says that a heading comes again behind another of its level, as those who speak do: `## You`, `## Bot`, `## You`.
    fn comes_again_in_turn(&self, at: usize) -> bool {
        let of = |raw: &Raw| self.text[raw.range.clone()].trim();
        let first = &self.blocks[at];
        let mut headings = self.blocks[at + 1..].iter().filter(|raw| raw.level == first.level);
        let is_other = first.level > 0 && headings.next().is_some_and(|next| of(next) != of(first));
        is_other && headings.any(|next| of(next) == of(first))
    }
}

struct Reader<'a, 'r> {
    out: Blocks,
    receipt: &'r mut Receipt,
    body: &'a str,
    /// Line breaks before this byte are in `line`.
    counted_to: usize,
    line: u32,
    open: Option<Raw>,
    heading: u8,
    quotes: usize,
    in_item: usize,
    /// Lines that begin with a number of the text, which are items to the letter.
    numbers: FxHashSet<&'a str>,
    /// The number with which the text of the item at hand begins.
    number: Option<&'a str>,
    /// Nothing of the list item at hand has been read yet.
    item_is_fresh: bool,
    in_note: bool,
    in_row: bool,
    /// How many images the text at hand is inside of.
    images: usize,
    /// How many stretches of bold type it is inside of.
    strong: usize,
    /// Where the outermost of them begins.
    image_at: usize,
    alt: String,
    /// Where the line at hand begins in the text.
    line_start: usize,
    /// Collects a block of HTML, with its line.
    html: Option<(u32, String)>,
}

impl<'a> Reader<'a, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range.start),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) if self.images > 0 => self.alt.push_str(&text),
            Event::Text(text) | Event::Code(text) => self.push(&text, range.start),
            Event::InlineMath(text) | Event::DisplayMath(text) if self.images > 0 => {
                self.alt.extend(["$", &text, "$"]);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.push("$", range.start);
                self.push(&text, range.start);
                self.push("$", range.start);
            }
            Event::Html(html) => {
                let line = self.line_at(range.start);
                self.html.get_or_insert_with(|| (line, String::new())).1.push_str(&html);
            }
            Event::InlineHtml(html) if &*html == PART => self.close(),
            Event::InlineHtml(html) if self.images == 0 => match inline_html::break_of(&html) {
                Some(text) if self.open.is_some() => self.push(text, range.start),
                _ => {}
            },
            Event::SoftBreak | Event::HardBreak if self.images == 0 && self.open.is_some() => {
                self.out.text.push('\n');
                self.line_start = self.out.text.len();
            }
            Event::Rule => self.close(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        match tag {
            Tag::Emphasis => self.mark(MARK_START, at),
            Tag::Strong => {
                self.strong += 1;
                self.mark(MARK_START, at);
            }
            Tag::Link { dest_url, .. } => self.out.recording.add(&dest_url),
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Image { .. } => {
                if self.images == 0 {
                    self.image_at = at;
                }
                self.images += 1;
                self.alt.clear();
            }
            Tag::TableCell => {
                if self.open.as_ref().is_some_and(|open| open.range.start < self.out.text.len()) {
                    self.out.text.push_str(" | ");
                }
            }
            block => {
                self.close();
                match block {
                    Tag::Heading { level, .. } => self.heading = level_number(level),
                    Tag::BlockQuote(_) => self.quotes += 1,
                    Tag::Item => {
                        self.in_item += 1;
                        self.item_is_fresh = true;
                        self.number = self.number_of_text(at);
                    }
                    Tag::FootnoteDefinition(_) => self.in_note = true,
                    Tag::TableHead | Tag::TableRow => self.in_row = true,
                    Tag::CodeBlock(_) => {
                        let line = self.line_at(at);
                        self.open_block(BlockKind::Code, line);
                    }
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => {
                self.strong -= usize::from(tag == TagEnd::Strong && self.strong > 0);
                if self.open.is_some() && self.out.text.len() - self.line_start < 2 * MARKED_BYTES_MAX {
                    self.out.text.push(MARK_END);
                }
            }
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                if self.images == 0 {
                    self.end_image();
                }
            }
            TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::TableCell => {}
            block => {
                self.close();
                match block {
                    TagEnd::Heading(_) => self.heading = 0,
                    TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
                    TagEnd::Item => self.in_item = self.in_item.saturating_sub(1),
                    TagEnd::FootnoteDefinition => self.in_note = false,
                    TagEnd::TableHead | TagEnd::TableRow => self.in_row = false,
                    _ => {}
                }
            }
        }
    }

    /// The number and its sign at byte `at`, where they are no mark of a list.
    fn number_of_text(&self, at: usize) -> Option<&'a str> {
        let line = self.body.get(at..)?.lines().next()?;
        let (number, _) = line.split_once([' ', '\t'])?;
        self.numbers.contains(line.trim()).then_some(number)
    }

    fn push(&mut self, text: &str, at: usize) {
        match &self.open {
            None => {
                let line = self.line_at(at);
                let kind = self.kind();
                self.open_block(kind, line);
            }
            // The fence of a code block is not its first line.
            Some(open) if open.kind == BlockKind::Code && open.range.start == self.out.text.len() => {
                let line = self.line_at(at);
                if let Some(open) = &mut self.open {
                    open.line = line;
                }
            }
            Some(_) => {}
        }
        if let Some(open) = self.open.as_mut().filter(|_| self.strong == 0 && !text.trim().is_empty()) {
            open.is_strong = false;
        }
        self.out.text.push_str(text);
    }

    fn mark(&mut self, mark: char, at: usize) {
        if self.images > 0 {
            return;
        }
        if self.open.is_none() {
            self.push("", at);
        }
        if self.out.text.len() - self.line_start < MARKED_BYTES_MAX {
            self.out.text.push(mark);
        }
    }

    /// A picture alone leaves its caption, one inside a text nothing.
    fn end_image(&mut self) {
        let alt = std::mem::take(&mut self.alt);
        let is_caption = alt.split_whitespace().nth(1).is_some();
        let stands_alone =
            self.open.as_ref().is_none_or(|open| self.out.text[open.range.start..].trim().is_empty());
        if is_caption && stands_alone {
            self.push(&alt, self.image_at);
        } else if !alt.is_empty() {
            self.receipt.dropped("name of a picture", &alt);
        }
    }

    fn kind(&mut self) -> BlockKind {
        if self.heading > 0 {
            BlockKind::Heading
        } else if self.quotes > 0 {
            BlockKind::Quotation
        } else if self.in_note || self.in_row || (self.in_item > 0 && self.item_is_fresh) {
            BlockKind::ListItem
        } else {
            BlockKind::Paragraph
        }
    }

    fn open_block(&mut self, kind: BlockKind, line: u32) {
        self.item_is_fresh = false;
        let start = self.out.text.len();
        self.line_start = start;
        // A small heading that is a point of an outline heads a part of it.
        let level = if self.in_item > 0 && self.heading > 1 { 0 } else { self.heading };
        let number = self.number.take().filter(|_| kind == BlockKind::ListItem);
        let kind = if number.is_some() { BlockKind::Paragraph } else { kind };
        self.open = Some(Raw { kind, line, range: start..start, level, is_term: None, is_strong: true });
        if let Some(number) = number {
            self.out.text.push_str(number);
            self.out.text.push(' ');
        }
    }

    fn close(&mut self) {
        if let Some(mut open) = self.open.take() {
            open.range.end = self.out.text.len();
            // `Some text` over `---` is a heading to Markdown; a whole paragraph hardly is one.
            if open.level == 2 && open.range.len() > 240 {
                (open.kind, open.level) = (BlockKind::Paragraph, 0);
            }
            let text = &self.out.text[open.range.clone()];
            if open.kind == BlockKind::Paragraph && text.contains(":: ") && text.lines().all(is_property) {
                let mut at = open.range.start;
                for (line, text) in (open.line..).zip(text.split_inclusive('\n')) {
                    self.out.blocks.push(Raw { line, range: at..at + text.len(), ..open.clone() });
                    at += text.len();
                }
            } else {
                self.out.blocks.push(open);
            }
        }
        if let Some((line, html)) = self.html.take() {
            self.close_html(line, &html);
        }
    }

    /// The text of a block of HTML, paragraph by paragraph.
    fn close_html(&mut self, line: u32, html: &str) {
        let kind = if self.quotes > 0 { BlockKind::Quotation } else { BlockKind::Paragraph };
        for part in inline_html::blocks(html, self.receipt) {
            let is_term = part.is_term;
            if is_term == Some(true) {
                self.out.text.push(MARK_START);
            }
            let start = self.out.text.len();
            self.out.text.push_str(part.text.trim_end());
            let range = start..self.out.text.len();
            if is_term == Some(true) {
                self.out.text.push(MARK_END);
            }
            let kind = part.kind.unwrap_or(kind);
            self.out.blocks.push(Raw {
                kind,
                line: line + part.line,
                range,
                level: part.level,
                is_term,
                is_strong: false,
            });
        }
    }

    /// The number of the line of byte `at`; a little before the last one asked for costs nothing.
    fn line_at(&mut self, at: usize) -> u32 {
        if at > self.counted_to {
            self.line += crate::format::front_matter::count_lines(&self.body[self.counted_to..at]);
            self.counted_to = at;
        }
        self.line
    }
}

/// `distance:: 7.5 km`, as Dataview reads fields in the lines of a note.
fn is_property(line: &str) -> bool {
    const NAME_BYTES_MAX: usize = 40;
    let is_of_name =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_') || c == MARK_START || c == MARK_END;
    line.split_once(":: ").is_some_and(|(name, value)| {
        (1..=NAME_BYTES_MAX).contains(&name.len()) && name.chars().all(is_of_name) && !value.trim().is_empty()
    })
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
