//! WebVTT, by the parsing algorithm of the W3C (<https://www.w3.org/TR/webvtt1/#parsing>).
//!
//! Every player drops a cue whose times are not exactly as specified, and the text behind a blank
//! line. An archive should not: what the algorithm leaves over is kept apart, and read as well as
//! it can be.

mod meetings;

use std::borrow::Cow;

use super::{Confidence, Format, Input, ParseError, Receipt, subrip};
use crate::clean::captions::{Track, language_code, markup};
use crate::document::{Document, Metadata};

pub(super) static FORMAT: Format = Format { name: "webvtt", extensions: &["vtt", "webvtt"], detect, parse };

/// A WebVTT file, in slices of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File<'a> {
    /// What follows `WEBVTT`, up to the first blank line.
    pub header: &'a str,
    /// The cues, in the order of the file.
    pub cues: Vec<Cue<'a>>,
    /// The style sheets.
    pub styles: Vec<&'a str>,
    /// The definitions of regions.
    pub regions: Vec<&'a str>,
    /// The blocks that are none of these: comments, and what is broken.
    pub others: Vec<Other<'a>>,
}

/// What is shown from one time to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue<'a> {
    /// Its name, or nothing.
    pub id: &'a str,
    /// When it is shown first, in milliseconds.
    pub start_ms: u64,
    /// When it is shown no more, in milliseconds.
    pub end_ms: u64,
    /// Where and how it is shown, as written behind the times.
    pub settings: &'a str,
    /// Its text as written, with tags and character references.
    pub text: &'a str,
    /// The line of its times, counted from 1.
    pub line: u32,
}

/// A block of a file that a player passes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other<'a> {
    /// How many cues stand before it.
    pub cues_before: usize,
    /// Its lines up to the one with an arrow, if there is one.
    pub text: &'a str,
    /// The line with an arrow that is no line of times.
    pub broken_times: Option<&'a str>,
    /// The lines behind that one.
    pub broken_text: &'a str,
    /// The line of `broken_times`, else its first one, counted from 1.
    pub line: u32,
}

/// Makes line breaks line feeds and replaces NUL, as the parsing algorithm asks.
pub fn normalise(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let bytes = text.as_bytes();
    let mut odd = memchr::memchr2_iter(b'\r', b'\0', bytes).peekable();
    if odd.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut normal = String::with_capacity(text.len());
    let mut kept = 0;
    for at in odd {
        normal.push_str(&text[kept..at]);
        match (bytes[at], bytes.get(at + 1)) {
            (b'\r', Some(b'\n')) => {}
            (b'\r', _) => normal.push('\n'),
            _ => normal.push('\u{FFFD}'),
        }
        kept = at + 1;
    }
    normal.push_str(&text[kept..]);
    Cow::Owned(normal)
}

/// Reads a file whose line breaks are [normalised](normalise); nothing if it does not begin as
/// one.
pub fn read(text: &str) -> Option<File<'_>> {
    let after = text
        .strip_prefix("WEBVTT")
        .filter(|after| after.is_empty() || after.starts_with([' ', '\t', '\n']))?;
    let mut reader = Reader { text, at: text.len() - after.len(), line: 1, file: File::default() };
    let header_start = reader.at;
    reader.line();
    if reader.at < text.len() && !reader.rest().starts_with('\n') {
        reader.header();
    }
    reader.file.header = text[header_start..reader.at].trim();
    reader.blank_lines();
    while reader.at < text.len() {
        reader.block();
        reader.blank_lines();
    }
    Some(reader.file)
}

/// The text of a cue without its tags, exactly as the rules for cue text make it.
pub fn plain_text(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(&markup::plain_references(before));
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    plain.push_str(&markup::plain_references(rest));
    plain
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The line at `at`, counted from 1.
    line: u32,
    file: File<'a>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Takes a line, without its line feed.
    fn line(&mut self) -> &'a str {
        let rest = self.rest();
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        self.at += end + usize::from(end < rest.len());
        self.line += 1;
        &rest[..end]
    }

    fn blank_lines(&mut self) {
        let blank = self.rest().bytes().take_while(|byte| *byte == b'\n').count();
        self.at += blank;
        self.line += blank as u32;
    }

    /// Passes over the header block, up to a blank line or a line of times.
    fn header(&mut self) {
        while self.at < self.text.len() {
            let (at, line) = (self.at, self.line);
            let text = self.line();
            if text.contains("-->") {
                (self.at, self.line) = (at, line);
                return;
            }
            if text.is_empty() {
                return;
            }
        }
    }

    fn block(&mut self) {
        let mut block = Block { line: self.line, start: self.at, end: self.at, ..Block::default() };
        let mut line_count = 0;
        while self.at < self.text.len() {
            let (at, number) = (self.at, self.line);
            let line = self.line();
            line_count += 1;
            if has_arrow(line) {
                if line_count > 2 || block.times.is_some() {
                    (self.at, self.line) = (at, number);
                    break;
                }
                block.times = Some((line, &self.text[block.start..block.end]));
                block.line = number;
                (block.start, block.end) = (self.at, self.at);
            } else if line.is_empty() {
                break;
            } else {
                block.end = at + line.len();
            }
        }
        self.keep(&block);
    }

    fn keep(&mut self, block: &Block<'a>) {
        let text = &self.text[block.start..block.end];
        if let Some((times, id)) = block.times {
            if let Some((start_ms, end_ms, settings)) = read_times(times) {
                let line = block.line;
                return self.file.cues.push(Cue { id, start_ms, end_ms, settings, text, line });
            }
            return self.other(id, Some(times), text, block.line);
        }
        let first = text.lines().next().unwrap_or_default().trim_end_matches([' ', '\t', '\u{C}']);
        let body = || text.split_once('\n').map_or("", |(_, body)| body);
        match first {
            "STYLE" if self.file.cues.is_empty() => self.file.styles.push(body()),
            "REGION" if self.file.cues.is_empty() => self.file.regions.push(body()),
            _ => self.other(text, None, "", block.line),
        }
    }

    fn other(&mut self, text: &'a str, broken_times: Option<&'a str>, broken_text: &'a str, line: u32) {
        let cues_before = self.file.cues.len();
        self.file.others.push(Other { cues_before, text, broken_times, broken_text, line });
    }
}

#[derive(Debug, Default)]
struct Block<'a> {
    /// The line with an arrow, and what stands before it.
    times: Option<(&'a str, &'a str)>,
    start: usize,
    end: usize,
    line: u32,
}

fn has_arrow(line: &str) -> bool {
    let mut rest = line.as_bytes();
    while let Some(at) = memchr::memchr(b'>', rest) {
        if rest[..at].ends_with(b"--") {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// Collects cue timings and settings: start, end, and the settings as they are.
fn read_times(line: &str) -> Option<(u64, u64, &str)> {
    const BLANKS: [char; 4] = [' ', '\t', '\u{C}', '\n'];
    let (start_ms, rest) = markup::leading_timestamp_ms(line.trim_start_matches(BLANKS))?;
    let rest = rest.trim_start_matches(BLANKS).strip_prefix("-->")?;
    let (end_ms, rest) = markup::leading_timestamp_ms(rest.trim_start_matches(BLANKS))?;
    Some((start_ms, end_ms, rest.trim_matches(BLANKS)))
}

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let is_signed = |text: &str| {
        text.strip_prefix("WEBVTT")
            .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    if is_signed(head) {
        Confidence::Certain
    } else if is_signed(head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}'))
        && head.contains("-->")
    {
        Confidence::Likely
    } else {
        Confidence::No
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let text = normalise(input.text);
    let blank = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').len();
    let lines_before = text[..blank].bytes().filter(|byte| *byte == b'\n').count() as u32;
    let Some(file) = read(&text[blank..]) else {
        return subrip::parse(input, receipt);
    };
    let mut track = Track::of(&text);
    describe(&file, &mut track.metadata);
    let mut others = file.others.iter().peekable();
    for index in 0..=file.cues.len() {
        while let Some(other) = others.next_if(|other| other.cues_before == index) {
            rescue(other, lines_before, &mut track, receipt);
        }
        if let Some(cue) = file.cues.get(index) {
            track.begin(cue.start_ms, Some(cue.end_ms), lines_before + cue.line + 1);
            if let Some(name) = meetings::name_in_identifier(cue.id) {
                track.voice(Some(name));
            }
            if !meetings::read_object(cue.text, &mut track) {
                markup::read_markup(cue.text, &mut track);
            }
        }
    }
    Ok(track.into_documents(FORMAT.name, input, receipt))
}

/// Reads what a player passes over: cues with odd times, and text that a blank line cut off from
/// its cue.
fn rescue(other: &Other<'_>, lines_before: u32, track: &mut Track, receipt: &mut Receipt) {
    if let Some(times) = other.broken_times {
        let Some((start_ms, end_ms)) = subrip::read_times(times) else {
            receipt.dropped("cues without times", other.broken_text);
            return;
        };
        receipt.kept("cues with broken times", other.broken_text);
        track.begin(start_ms, end_ms, lines_before + other.line + 1);
        markup::read(other.broken_text, track);
    } else if other.cues_before > 0 && !is_comment(other.text) && other.text.contains(char::is_alphabetic) {
        receipt.kept("text cut off by blank lines", other.text);
        track.push("\n");
        markup::read(other.text, track);
    }
}

fn is_comment(text: &str) -> bool {
    let is_word =
        |word: &str| text.strip_prefix(word).is_some_and(|after| !after.starts_with(char::is_alphanumeric));
    ["NOTE", "STYLE", "REGION", "WEBVTT"].into_iter().any(is_word) || text.starts_with("X-TIMESTAMP-MAP")
}

/// Takes the title, the language and the address that header and comments say.
fn describe(file: &File<'_>, metadata: &mut Metadata) {
    let (first, fields) = file.header.split_once('\n').unwrap_or((file.header, ""));
    let title = first.trim().trim_start_matches(['-', '\u{2013}', '\u{2014}', ':']).trim();
    let is_title =
        first.trim().starts_with(['-', '\u{2013}', '\u{2014}']) && title.contains(char::is_alphabetic);
    let is_advert =
        title.contains("://") || title.contains(": ") || title.to_ascii_lowercase().contains("generated");
    metadata.title = Some(title).filter(|_| is_title && !is_advert).map(str::to_owned);
    let comments = file.others.iter().filter_map(|other| other.text.strip_prefix("NOTE"));
    let fields = first.split(';').chain(fields.lines()).chain(comments.flat_map(str::lines));
    for (key, value) in fields.filter_map(|field| field.trim().split_once([':', '='])) {
        let value = value.trim().trim_matches('"');
        match key.trim().to_ascii_lowercase().as_str() {
            _ if value.is_empty() => {}
            "title" => metadata.title = Some(value.to_owned()),
            "language" | "lang" if metadata.language.is_none() => metadata.language = language_code(value),
            "url" | "link" if value.starts_with("http") => metadata.url = Some(value.to_owned()),
            "media" if value.starts_with("http") => metadata.media_url = Some(value.to_owned()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::captions::check;

    #[test]
    fn files_are_read_as_the_algorithm_says() {
        let text = "WEBVTT - The Long Field\nKind: captions\n\nSTYLE\n::cue {}\n\nREGION\nid:a\n\nNOTE so\n\n\
            one\n00:01.000 --> 00:02.000 align:start\nso\nwe\n00:02.000 --> 00:03.000\nbegin\n\nNOTE --> no\n\n\
            120:00:00.000 --> 120:00:01.000\n\nlost\n\n00:61.000 --> 00:62.000\nbroken";
        let file = read(text).unwrap();
        let cues: Vec<_> =
            file.cues.iter().map(|cue| (cue.id, cue.start_ms, cue.settings, cue.text, cue.line)).collect();
        assert_eq!(
            cues,
            [
                ("one", 1000, "align:start", "so\nwe", 13),
                ("", 2000, "", "begin", 16),
                ("", 432_000_000, "", "", 21),
            ]
        );
        assert_eq!(
            (file.header, &*file.styles, &*file.regions),
            ("- The Long Field\nKind: captions", &["::cue {}"][..], &["id:a"][..])
        );
        let others: Vec<_> = file.others.iter().map(|other| (other.text, other.broken_text)).collect();
        assert_eq!(others, [("NOTE so", ""), ("", ""), ("lost", ""), ("", "broken")]);
        assert_eq!(read("WEBVTT"), Some(File::default()));
        assert_eq!(read("WEBVTTx"), None);
        assert_eq!(read("webvtt"), None);
    }

    #[test]
    fn cue_text_is_plain_to_the_letter() {
        let check = |text: &str, expected: &str| assert_eq!(plain_text(text), expected, "{text}");
        check("<v Ada>so</v> &amp <i.loud>we</i>", "so & we");
        check("a <3 b", "a ");
        check("<ruby>a<rt>b</rt></ruby>&notit;", "ab\u{ac}it;");
    }

    #[test]
    fn headers_and_comments_describe_the_file() {
        check(
            "a.vtt",
            "WEBVTT - The Long Field\nLanguage: en-GB\n\n00:01.000 --> 00:02.000\nso\n",
            "# The Long Field (en)\n?[1000]: so",
        );
        check(
            "a.vtt",
            "WEBVTT\n\nNOTE\ntitle: The Long Field\nlanguage:pt-br\n\n00:01.000 --> 00:02.000\nso\n",
            "# The Long Field (pt)\n?[1000]: so",
        );
        check(
            "a.de.vtt",
            "WEBVTT - Generated by a tool: https://example.org\n\n00:01.000 --> 00:02.000\nso\n",
            "# (de)\n?[1000]: so",
        );
    }

    #[test]
    fn what_players_drop_is_kept() {
        check(
            "a.vtt",
            "WEBVTT\n\n0.860 --> 7.380\n<v Ada>so\n\n1:02.5 --> 1:03\nwe\n",
            "Ada[860]: so\n?[62500]: we",
        );
        check(
            "a.vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.000\nso\n\nwe begin\n\nNOTE not this\n",
            "?[1000]: so we begin",
        );
        check("a.vtt", "\n\nWEBVTT\n\n00:01.000 --> 00:02.000\nI <3 it\n", "?[1000]: I <3 it");
        check(
            "a.txt",
            "WEBVTT\r\rX\r00:01.000 --> 00:02.000\rso\r\rWEBVTT\rX-TIMESTAMP-MAP=a\r\r00:01.000 --> 00:02.000\rso\r",
            "?[1000]: so",
        );
    }
}
