//! Phrases: which quotes open one, and which close it.

use super::word::{is_blank, is_punctuation};
use super::{Error, Lexer};
use crate::query::{NodeKind, Span};

/// Opening quotes, each with those that close it.
const PAIRS: [(char, &[char]); 9] = [
    ('"', &['"']),
    ('“', &['”']),
    ('„', &['“', '”']),
    ('‟', &['”']),
    ('”', &['”']),
    ('«', &['»']),
    ('»', &['«', '»']),
    ('「', &['」']),
    ('＂', &['＂']),
];

/// Whether a phrase may begin with this quote.
pub(super) fn opens(c: char) -> bool {
    PAIRS.iter().any(|(open, _)| *open == c)
}

/// Which opening quotes have nothing more to close them; searched for once only.
#[derive(Debug, Default)]
pub(super) struct Closers {
    exhausted: [bool; PAIRS.len()],
}

impl Closers {
    /// The start of the quote that closes the one whose text begins at `from`.
    fn find(&mut self, text: &str, from: usize, open: char) -> Option<usize> {
        self.find_own(text, from, open).or_else(|| match open {
            // Keyboards make one quote of a pair curly and not the other.
            '"' => self.find_own(text, from, '“'),
            _ => self.find_own(text, from, '"'),
        })
    }

    fn find_own(&mut self, text: &str, from: usize, open: char) -> Option<usize> {
        let index = PAIRS.iter().position(|pair| pair.0 == open)?;
        if self.exhausted[index] {
            return None;
        }
        let mut escaped = false;
        for (at, c) in text[from..].char_indices() {
            if !escaped && PAIRS[index].1.contains(&c) {
                return Some(from + at);
            }
            escaped = c == '\\' && !escaped;
        }
        self.exhausted[index] = true;
        None
    }
}

impl Lexer<'_> {
    /// The phrase whose quote is here; its token begins at `start`.
    pub(super) fn phrase(&mut self, start: usize) -> Result<(), Error> {
        let Some(open) = self.peek() else { return Ok(()) };
        let opened = Span::new(self.position, self.position + open.len_utf8());
        let Some(end) = self.quotes.find(self.text, opened.end, open) else {
            return Err(Error::new(opened, format!("this `{open}` is never closed"))
                .hint(format!("close the phrase, or write `\\{open}` to make it part of a word")));
        };
        let words = unescape(&self.text[opened.end..end]);
        self.position = end;
        if let Some(close) = self.peek() {
            self.advance(close);
        }
        let span = Span::new(start, self.position);
        if words.iter().all(|word| word.chars().all(is_punctuation)) {
            return Err(Error::new(span, "the phrase has no letter or digit to search for")
                .hint("punctuation is not searched; leave the quotes out"));
        }
        let suffixes = self.suffixes()?;
        let clauses = words.len();
        let kind = NodeKind::Phrase { words, slop: suffixes.distance.unwrap_or(0) };
        self.leaf(kind, suffixes.boost, Span::new(start, self.position), clauses)
    }
}

/// The words between the quotes; a backslash before a quote or a backslash is dropped.
fn unescape(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&next)
                if c == '\\'
                    && (next == '\\'
                        || PAIRS.iter().any(|(open, close)| *open == next || close.contains(&next))) =>
            {
                plain.push(next);
                chars.next();
            }
            _ => plain.push(c),
        }
    }
    plain.split(is_blank).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
