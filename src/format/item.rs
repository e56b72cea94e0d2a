//! One item of a feed or one post of an export, and the document it becomes.

mod look;
mod tail;
mod values;
mod wrapped;

use std::collections::{HashMap, HashSet};

pub(super) use self::values::{
    address, duration_ms, is_recording, language_code, people, person, plain_title, reference, words,
};

use self::look::{has_markdown, has_tags, visible_bytes};
use super::transcript::{self, Hints, Piece};
use super::xml::decode;
use super::{Format, Receipt, html, markdown, markup, or_warned};
use crate::document::{BlockKind, Builder, Date, Document, Kind};

/// What a feed says about all its items.
#[derive(Clone, Debug, Default)]
pub(super) struct Channel {
    pub title: Option<String>,
    pub authors: Vec<String>,
    /// Who speaks in episodes that do not say so themselves.
    pub speakers: Vec<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    /// What relative addresses are relative to, if not `url`.
    pub base: Option<String>,
}

/// One item as its feed gives it.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// Its id.
    pub part: Option<String>,
    /// What it belongs to, if not to the feed it is in.
    pub source: Option<String>,
    pub title: Option<String>,
    /// A title for where there is no other.
    pub other_title: Option<String>,
    pub authors: Vec<String>,
    /// Who speaks in its recording.
    pub speakers: Vec<String>,
    pub date: Option<Date>,
    pub language: Option<String>,
    pub url: Option<String>,
    /// An address for where there is no other.
    pub permalink: Option<String>,
    pub media_url: Option<String>,
    /// It is a video, wherever that is.
    pub is_video: bool,
    pub duration_ms: Option<u32>,
    pub tags: Vec<String>,
    /// Where its transcripts are.
    pub transcripts: Vec<String>,
    /// What is said in its recording, where the feed itself holds it.
    pub said: Vec<Body>,
    /// What it says, in as many ways as the feed does; the longest is taken.
    pub bodies: Vec<Body>,
    /// A list below its text: the chapters of its recording, what a note lists.
    pub listed: Vec<String>,
    /// It was never published.
    pub is_draft: bool,
    /// By which rule it is no text of the feed's at all: what readers wrote, how the site looks.
    pub apart: Option<&'static str>,
}

/// A text of an item.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    pub text: String,
    /// How it is written.
    pub markup: Markup,
    /// Where it begins in the source, in bytes.
    pub offset: usize,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Markup {
    /// Nobody says: it is HTML if it looks it.
    #[default]
    Unknown,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// MediaWiki's.
    Mediawiki,
    /// Plain text, a paragraph a line.
    Lines,
    /// Plain text in lines of a fixed width, paragraphs parted by blank lines.
    Wrapped,
}

impl Body {
    /// How much it says; of two that say about the same, one with paragraphs is the better.
    fn weight(&self) -> usize {
        let visible = visible_bytes(&self.text);
        if has_tags(&self.text) { visible + visible / 8 } else { visible }
    }
}

/// The documents of a feed as they are made.
#[derive(Debug)]
pub(super) struct Documents<'a> {
    format: &'static str,
    channel: &'a Channel,
    source: &'a [u8],
    /// How far lines have been counted: a byte, and its line.
    counted: (usize, u32),
    /// The parts that documents have, with the number for the next one that would have the same.
    parts: HashMap<String, u32>,
    all: Vec<Document>,
    empty: usize,
    drafts: usize,
}

impl<'a> Documents<'a> {
    /// `source` is what the offsets of bodies count in.
    pub(super) fn new(
        format: &'static str,
        channel: &'a Channel,
        source: &'a (impl AsRef<[u8]> + ?Sized),
    ) -> Self {
        Self {
            format,
            channel,
            source: source.as_ref(),
            counted: (0, 1),
            parts: HashMap::new(),
            all: Vec::new(),
            empty: 0,
            drafts: 0,
        }
    }

    /// Leaves out what was never published, and says so.
    pub(super) fn add_draft(&mut self, title: &str, receipt: &mut Receipt) {
        receipt.dropped("unpublished post", title);
        self.drafts += 1;
    }

    /// Makes the document of `item`.
    pub(super) fn add(&mut self, item: Item, receipt: &mut Receipt) {
        if item.is_draft {
            return self.add_draft(item.title.as_deref().unwrap_or_default(), receipt);
        }
        if let Some(rule) = item.apart {
            item.bodies.iter().for_each(|body| receipt.dropped(rule, &body.text));
            return;
        }
        let is_notes = item.media_url.is_some() || item.is_video;
        let mut builder = Builder::new(if is_notes { Kind::Notes } else { Kind::Essay }, self.format);
        let body = item.bodies.iter().rev().max_by_key(|body| body.weight());
        let base_line = body.map_or(1, |body| self.line_of(body.offset));
        let mut is_conversation = body.is_some_and(|body| add_body(body, &mut builder, receipt));
        tail::cut(&mut builder, receipt);
        for entry in &item.listed {
            builder.block(BlockKind::ListItem, None, entry);
        }
        if let Some(said) = item.said.iter().max_by_key(|said| said.text.len()).filter(|_| !is_conversation) {
            let between = body.and_then(|body| self.source.get(body.offset..said.offset));
            let lines = between.map_or(0, line_breaks);
            // Whoever calls it a transcript may have no names in it.
            const WORDS_MIN: usize = 40;
            let is_long = said.text.split_whitespace().nth(WORDS_MIN).is_some();
            is_conversation = add_said(said, lines, &mut builder, receipt) || is_long;
        }
        let title = item.title.or(item.other_title);
        if builder.is_empty() {
            // A headline alone can be found, too.
            builder.block(BlockKind::Heading, None, title.as_deref().unwrap_or_default());
        }
        if builder.is_empty() {
            self.empty += 1;
            return;
        }
        let channel = self.channel;
        let base = channel.base.as_deref().or(channel.url.as_deref());
        let url = item.url.or(item.permalink).map(|url| absolute(base, &url));
        let part = item.part.or_else(|| url.clone()).unwrap_or_else(|| (self.all.len() + 1).to_string());
        builder.part(self.unique(part));
        let metadata = builder.metadata();
        metadata.title = title;
        metadata.authors =
            if item.authors.is_empty() { channel.authors.clone() } else { distinct(item.authors) };
        metadata.date = item.date;
        metadata.language = item.language.or_else(|| channel.language.clone());
        metadata.source = item.source.or_else(|| channel.title.clone());
        metadata.url = url;
        metadata.media_url = item.media_url.map(|url| absolute(base, &url));
        metadata.tags = distinct(item.tags);
        metadata.duration_ms = item.duration_ms;
        let speakers = if item.speakers.is_empty() { channel.speakers.clone() } else { item.speakers };
        metadata.transcript_urls = distinct(item.transcripts).iter().map(|url| absolute(base, url)).collect();
        if is_notes {
            distinct(speakers).iter().for_each(|name| {
                builder.speaker(name);
            });
        }
        let mut document = builder.finish();
        if is_conversation {
            document.kind = Kind::Transcript;
        }
        match body.is_some_and(|body| self.is_on_one_line(body)) {
            true => document.stay_on_line(base_line),
            false => document.shift_lines(base_line - 1),
        }
        self.all.push(document);
    }

    /// Hands the documents over.
    pub(super) fn finish(self, receipt: &mut Receipt) -> Vec<Document> {
        if self.drafts > 0 {
            receipt.warn(format!("{} never published and left out", counted(self.drafts, "post")));
        }
        if self.empty > 0 {
            receipt.warn(format!("{} items without words were left out", self.empty));
        } else if self.all.is_empty() && self.drafts == 0 {
            receipt.warn("the feed has no items");
        }
        self.all
    }

    /// Whether the lines of a text are no lines of the source, as those of a string in JSON: all of it stands
    /// on one.
    fn is_on_one_line(&self, body: &Body) -> bool {
        let Some((_, last)) = body.text.trim_end().rsplit_once('\n') else { return false };
        let last = last.trim_start_matches(|c: char| !c.is_alphanumeric());
        let word = &last[..last.find(|c: char| !c.is_alphanumeric()).unwrap_or(last.len())];
        // No character takes more room in a string than this; many texts may stand on one line.
        const ESCAPED_TIMES_MAX: usize = 8;
        let source = self.source.get(body.offset..).unwrap_or_default();
        let source = &source[..source.len().min(body.text.len().saturating_mul(ESCAPED_TIMES_MAX))];
        let line = source.split(|byte| *byte == b'\n').next().unwrap_or_default();
        line.len() >= body.text.len() / 2 && memchr::memmem::find(line, word.as_bytes()).is_some()
    }

    /// The line of a byte of the source. Items lie in order, so that each line is counted once.
    fn line_of(&mut self, offset: usize) -> u32 {
        let (from, line) = if offset >= self.counted.0 { self.counted } else { (0, 1) };
        let lines = self.source.get(from..offset).map_or(0, line_breaks);
        self.counted = (offset, line.saturating_add(lines));
        self.counted.1
    }

    /// `part`, with a number where another document has it already.
    fn unique(&mut self, part: String) -> String {
        let Some(next) = self.parts.get(&part) else {
            self.parts.insert(part.clone(), 2);
            return part;
        };
        let mut number = *next;
        let free = loop {
            let numbered = format!("{part}#{number}");
            number += 1;
            if !self.parts.contains_key(&numbered) {
                break numbered;
            }
        };
        self.parts.insert(part, number);
        self.parts.insert(free.clone(), 2);
        free
    }
}

fn line_breaks(bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(u32::MAX)
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("{number} {what}") } else { format!("{number} {what}s") }
}

/// Adds a transcript that stands inside the feed, `lines` below what the item says; says whether anybody
/// speaks in it.
fn add_said(said: &Body, lines: u32, builder: &mut Builder, receipt: &mut Receipt) -> bool {
    let spoken = super::parse("transcript", said.text.as_bytes(), receipt);
    let spoken = or_warned(spoken, receipt);
    spoken.iter().for_each(|document| builder.append(document, lines));
    spoken.iter().any(|document| document.kind == Kind::Transcript)
}

/// Adds a text as blocks, HTML or not; says whether it is a conversation.
pub(super) fn add_body(body: &Body, builder: &mut Builder, receipt: &mut Receipt) -> bool {
    let mut text = body.text.as_str();
    let unescaped;
    let may_be_html = matches!(body.markup, Markup::Html | Markup::Unknown);
    if may_be_html && !has_tags(text) && has_tags(&decode(text)) {
        unescaped = decode(text).into_owned();
        receipt.repaired("HTML escaped twice", text, &unescaped);
        text = &unescaped;
    }
    if body.markup == Markup::Html || body.markup == Markup::Unknown && has_tags(text) {
        return html::fragment_or_conversation(drop_feed_footer(text, receipt), builder, receipt).is_said;
    }
    if body.markup == Markup::Markdown || body.markup == Markup::Unknown && has_markdown(text) {
        return add_marked_up(&markdown::FORMAT, "post.md", text, builder, receipt);
    }
    if body.markup == Markup::Mediawiki {
        return add_marked_up(&markup::FORMAT, "page.wiki", text, builder, receipt);
    }
    if body.markup == Markup::Wrapped {
        wrapped::add(text, builder, receipt);
        return false;
    }
    let text = if body.markup == Markup::Unknown { decode(text) } else { text.into() };
    let lines = (1..).zip(text.lines());
    let piece = |(line, text)| Piece { kind: BlockKind::Paragraph, line: Some(line), text };
    let pieces: Vec<Piece<'_>> = lines.map(piece).collect();
    if let Some(transcript) = transcript::recognise(&pieces, &Hints::default())
        && transcript.is_evident()
    {
        transcript.write(builder, receipt);
        return true;
    }
    for piece in pieces {
        builder.block(piece.kind, piece.line, piece.text);
    }
    false
}

/// Adds a text as `format` reads it; says whether it is a conversation.
fn add_marked_up(
    format: &Format,
    path: &str,
    text: &str,
    builder: &mut Builder,
    receipt: &mut Receipt,
) -> bool {
    let read = super::parse_inner(format, path, text, receipt);
    let mut read = or_warned(read, receipt);
    for document in &mut read {
        if let Some(title) = document.metadata.title.take() {
            builder.block(BlockKind::Heading, Some(1), &title);
        }
        builder.append(document, 0);
    }
    read.iter().any(|document| document.kind == Kind::Transcript)
}

/// Cuts off the sentence that WordPress or Medium adds to every item.
fn drop_feed_footer<'t>(html: &'t str, receipt: &mut Receipt) -> &'t str {
    const FOOTER_BYTES_MAX: usize = 2000;
    let Some(at) = html.rfind("<p>") else { return html };
    let footer = &html[at..];
    let is_last = footer.matches("<p").count() == 1 && footer.len() < FOOTER_BYTES_MAX;
    let is_of_wordpress = || {
        footer.starts_with("<p>The post ")
            && (footer.contains("appeared first on") || footer.contains("first appeared on"))
    };
    let is_of_medium = || {
        footer.contains(" was originally published in ")
            && footer.contains(" on Medium, where people are continuing the conversation")
    };
    if is_last && (is_of_wordpress() || is_of_medium()) {
        receipt.dropped("feed footer", footer);
        return &html[..at];
    }
    html
}

/// `address` as it is reached from `base`.
fn absolute(base: Option<&str>, address: &str) -> String {
    let Some(base) = base.filter(|_| !address.contains("://")) else { return address.to_owned() };
    let Some(host) = base.find("://").map(|at| at + 3) else { return address.to_owned() };
    let host_end = base[host..].find('/').map_or(base.len(), |length| host + length);
    if let Some(rest) = address.strip_prefix("//") {
        return format!("{}//{rest}", &base[..host - 2]);
    }
    if address.starts_with('/') {
        return format!("{}{address}", &base[..host_end]);
    }
    let folder = base.rfind('/').filter(|at| *at >= host_end).map_or(base, |at| &base[..at]);
    format!("{folder}/{address}")
}

/// The values without repetitions, in order.
fn distinct(values: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    values.into_iter().filter(|value| seen.insert(value.to_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_of_one_part_are_numbered() {
        let channel = Channel::default();
        let mut documents = Documents::new("feed", &channel, "");
        let parts = ["a", "a#3", "a", "b", "a", "a#2", "a"];
        let unique = parts.map(|part| documents.unique(part.to_owned()));
        assert_eq!(unique, ["a", "a#3", "a#2", "b", "a#4", "a#2#2", "a#5"]);
        let many = (0..100_000).map(|_| documents.unique("c".to_owned())).last();
        assert_eq!(many.as_deref(), Some("c#100000"));
    }

    #[test]
    fn what_services_add_to_every_item_goes() {
        let text = "<p>The ferry left.</p>";
        let check = |last: &str, is_dropped: bool| {
            let item = format!("{text}{last}");
            let kept = drop_feed_footer(&item, &mut Receipt::default());
            assert_eq!(kept, if is_dropped { text } else { &item }, "{last}");
        };
        check("<p>The post <a href=x>Ferries</a> appeared first on <a href=y>Tides</a>.</p>", true);
        check(
            "<p><a href=x>Ferries</a> was originally published in <a href=y>Tides</a> on Medium, where people are \
             continuing the conversation by highlighting and responding to this story.</p>",
            true,
        );
        check("<p>The post office was originally published in no list of houses.</p>", false);
        check(
            "<p>The post <a href=x>Ferries</a> appeared first on Tides.</p><p class=x>So it did.</p>",
            false,
        );
    }
}
