//! Cuts a source into tags and text. Every byte is looked at a bounded number of times.

use std::ops::Range;

/// A piece of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Start {
        name: &'a str,
        attributes: &'a str,
        is_empty: bool,
    },
    End {
        name: &'a str,
    },
    /// Characters with references.
    Text(&'a str),
    /// Characters as they are: the inside of `CDATA`.
    Verbatim(&'a str),
    /// A comment, a declaration, an instruction.
    Other,
}

/// Iterates over the pieces of a source with their places.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    source: &'a str,
    at: usize,
    /// A declaration has been looked through to the end of the source without finding its own:
    /// once is enough.
    has_endless_declaration: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(source: &'a str, at: usize) -> Self {
        Self { source, at, has_endless_declaration: false }
    }

    /// The piece that ends with `mark`, after `opening` bytes; to the end where the mark is missing.
    fn until(&self, opening: usize, mark: &str) -> (&'a str, usize) {
        let from = (self.at + opening).min(self.source.len());
        match memchr::memmem::find(&self.source.as_bytes()[from..], mark.as_bytes()) {
            Some(length) => (&self.source[from..from + length], from + length + mark.len()),
            None => (&self.source[from..], self.source.len()),
        }
    }

    /// The tag or declaration that begins here, and where it ends; nothing when the bracket is
    /// only a character.
    fn markup(&mut self) -> Option<(Token<'a>, usize)> {
        let rest = &self.source[self.at..];
        if rest.starts_with("<!--") {
            return Some((Token::Other, self.until(4, "-->").1));
        }
        if rest.starts_with("<![CDATA[") {
            let (text, end) = self.until(9, "]]>");
            return Some((Token::Verbatim(text), end));
        }
        if rest.starts_with("<?") {
            // An instruction that nobody closes is a tag's length long.
            let (_, end) = self.until(2, ">");
            return Some((Token::Other, end));
        }
        if rest.starts_with("<!") {
            let length = if self.has_endless_declaration { None } else { declaration_bytes(rest) };
            self.has_endless_declaration |= length.is_none();
            return Some((Token::Other, self.at + length.or_else(|| tag_bytes(rest))?));
        }
        let is_end = rest.starts_with("</");
        let name_from = 1 + usize::from(is_end);
        let first = rest[name_from..].chars().next()?;
        if !(first.is_alphabetic() || first == '_') {
            return None;
        }
        let length = tag_bytes(rest)?;
        let inner = &rest[name_from..length - 1];
        let name_bytes =
            inner.find(|c: char| c.is_whitespace() || c == '/' || c == '<').unwrap_or(inner.len());
        let name = &inner[..name_bytes];
        if is_end {
            return Some((Token::End { name }, self.at + length));
        }
        let attributes = inner[name_bytes..].trim_end();
        let is_empty = attributes.ends_with('/');
        let attributes = attributes.strip_suffix('/').unwrap_or(attributes);
        Some((Token::Start { name, attributes, is_empty }, self.at + length))
    }
}

impl<'a> Iterator for Scanner<'a> {
    type Item = (Token<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let bytes = self.source.as_bytes();
        if start >= bytes.len() {
            return None;
        }
        let (token, end) = match bytes[start] {
            b'<' => self.markup(),
            _ => None,
        }
        .unwrap_or_else(|| {
            // At least the one byte that is no tag, then up to the next that may be one.
            let end = memchr::memchr(b'<', &bytes[start + 1..]);
            let end = end.map_or(bytes.len(), |length| start + 1 + length);
            (Token::Text(&self.source[start..end]), end)
        });
        self.at = end;
        Some((token, start..end))
    }
}

/// The length of the tag at the start of `rest`: up to the bracket outside quotes. Where a quote
/// is not closed before the next tag, the first bracket ends it.
fn tag_bytes(rest: &str) -> Option<usize> {
    let mut quote = None;
    let mut first_bracket = None;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match (byte, quote) {
            (b'>', None) => return Some(at + 1),
            (b'>', Some(_)) => first_bracket = first_bracket.or(Some(at + 1)),
            (b'<', _) => break,
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if open == byte => quote = None,
            _ => {}
        }
    }
    first_bracket
}

/// The length of the declaration at the start of `rest`, with what it declares in brackets.
fn declaration_bytes(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'>' if depth == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The names and values in a start tag, as written.
pub(super) fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '='));
        if rest.is_empty() {
            return None;
        }
        let name_bytes = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let name = &rest[..name_bytes];
        rest = rest[name_bytes..].trim_start();
        let Some(value) = rest.strip_prefix('=') else { return Some((name, "")) };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        rest = after;
        Some((name, value))
    })
}
