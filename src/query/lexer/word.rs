//! Words: where they end, their wildcards and suffixes; exact, sound-alike and regular
//! expressions, which begin like words.

use super::{Error, Lexer, quote, read_boost};
use crate::query::{NodeKind, Span};

/// Whether `c` parts words: white space, control characters, and marks without a width that
/// come along when text is copied.
pub(in crate::query) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether `c` is punctuation that no word is made of.
pub(in crate::query) fn is_punctuation(c: char) -> bool {
    let in_range = matches!(c,
        '!'..='~'
        | '\u{a1}'..='\u{bf}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{2212}'
        | '\u{3001}'..='\u{303f}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff65}'
        | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{965}');
    in_range && !c.is_alphanumeric()
}

/// Whether a word written like this, without any escape, would be an operator.
pub(in crate::query) fn reads_as_operator(word: &str) -> bool {
    matches!(word, "AND" | "OR" | "NOT" | "&&" | "||") || near(word).is_some()
}

/// Whether `word` is `ADJ` or `NEAR` with the digits of its distance; lower case needs some.
pub(super) fn near(word: &str) -> Option<(bool, &str)> {
    let (name, digits) = word.split_once('/').unwrap_or((word, ""));
    let ordered = name.eq_ignore_ascii_case("ADJ");
    let is_near = ordered || name.eq_ignore_ascii_case("NEAR");
    let is_sure = name.bytes().all(|byte| byte.is_ascii_uppercase()) || !digits.is_empty();
    (is_near && is_sure && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some((ordered, digits))
}

/// A character of a word, and whether a backslash made it ordinary.
type Letter = (char, bool);

impl Lexer<'_> {
    /// The word here. Returns false, having passed it over, where it is punctuation alone.
    pub(super) fn word(&mut self) -> Result<bool, Error> {
        let start = self.position;
        let letters = self.letters()?;
        let word = self.finish(letters, start)?;
        let Some(Word { text, shape, boost }) = word else { return Ok(false) };
        let kind = match shape {
            Shape::Plain => NodeKind::Word(text),
            Shape::All => NodeKind::All,
            Shape::Prefix => NodeKind::Prefix(text),
            Shape::Wildcard => NodeKind::Wildcard(text),
            Shape::Fuzzy(distance) => NodeKind::Fuzzy { text, distance },
        };
        self.leaf(kind, boost, Span::new(start, self.position), 1).map(|()| true)
    }

    /// `=word`; phrases are exact already.
    pub(super) fn exact(&mut self) -> Result<bool, Error> {
        let start = self.position;
        self.advance('=');
        if self.peek().is_some_and(quote::opens) {
            return self.phrase(start).map(|()| true);
        }
        if self.peek() == Some('(') {
            return Err(Error::new(Span::new(start, start + 1), "`=` belongs to a word")
                .hint("write it before each word of the group"));
        }
        let word_start = self.position;
        let letters = self.letters()?;
        let Some(word) = self.finish(letters, word_start)? else { return Ok(false) };
        let span = Span::new(start, self.position);
        if word.shape != Shape::Plain {
            return Err(Error::new(span, "an exact word has no wildcard and no `~`")
                .hint("leave out the `=`, or the marks in the word"));
        }
        self.leaf(NodeKind::Exact(word.text), word.boost, span, 1).map(|()| true)
    }

    /// The value of `sounds:`, whose name is at `name`.
    pub(super) fn sounds(&mut self, name: Span) -> Result<(), Error> {
        let start = self.position;
        let one_word = |span| {
            Error::new(span, "`sounds:` takes one word")
                .hint("for a full name, write `sounds:nathan ADJ/1 sounds:lambert`")
        };
        let next = self.peek();
        if next.is_some_and(quote::opens) {
            self.phrase(name.start)?;
            let token = self.tokens.last_mut().map(|token| (&mut token.kind, token.span));
            let Some((super::TokenKind::Leaf { kind, .. }, span)) = token else { return Ok(()) };
            match kind {
                NodeKind::Phrase { words, slop: 0 } if words.len() == 1 => {
                    *kind = NodeKind::SoundsLike(words.swap_remove(0));
                    return Ok(());
                }
                _ => return Err(one_word(span)),
            }
        }
        if next == Some('(') {
            return Err(one_word(Span::new(start, start + 1)));
        }
        let letters = self.letters()?;
        let word = self.finish(letters, start)?;
        let span = Span::new(start, self.position);
        match word {
            Some(Word { text, shape: Shape::Plain, boost }) => {
                self.leaf(NodeKind::SoundsLike(text), boost, name.to(span), 1)
            }
            Some(_) => Err(Error::new(span, "`sounds:` takes a word without wildcard and without `~`")),
            None => Err(one_word(span)),
        }
    }

    /// The regular expression here, if the slash begins one; a path is none.
    pub(super) fn regex(&mut self) -> Result<bool, Error> {
        let start = self.position;
        let mut pattern = String::new();
        let mut end = None;
        let mut chars = self.text[start + 1..].char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                _ if is_blank(c) => break,
                '/' => {
                    end = Some(start + 1 + at);
                    break;
                }
                '\\' => match chars.next() {
                    Some((_, '/')) => pattern.push('/'),
                    Some((_, next)) => pattern.extend(['\\', next]),
                    None => pattern.push('\\'),
                },
                _ => pattern.push(c),
            }
        }
        let Some(end) = end else {
            if start < self.slash_end {
                let span = Span::new(start, start + 1);
                return Err(Error::new(span, "a regular expression matches one word, so it holds no blank")
                    .hint("join several with `ADJ/1`; to find a path, quote it"));
            }
            if pattern.contains(['[', ']', '{', '}', '|', '\\', '^', '$', '*', '+', '?', '(']) {
                return Err(Error::new(
                    Span::new(start, start + 1),
                    "this regular expression is never closed",
                )
                .hint("end it with `/`; to find a path, quote it"));
            }
            return Ok(false);
        };
        let behind = self.text[end + 1..].trim_start_matches([',', '.', ';', ':', '!', '?']);
        let is_closed = behind.chars().next().is_none_or(|c| is_blank(c) || matches!(c, ')' | '^'));
        if pattern.is_empty() || !is_closed {
            return Ok(false);
        }
        check_regex(&pattern, Span::new(start, end + 1))?;
        self.position = end + 1;
        let boost = self.suffixes()?.boost;
        let span = Span::new(start, self.position);
        self.leaf(NodeKind::Regex(pattern), boost, span, 1).map(|()| true)
    }

    /// The characters of the word here, at least one of them.
    fn letters(&mut self) -> Result<Vec<Letter>, Error> {
        let mut letters: Vec<Letter> = Vec::new();
        while let Some(c) = self.peek() {
            if is_blank(c) || matches!(c, '(' | ')') {
                break;
            }
            let before = letters.last().map(|&(before, _)| before);
            let next = self.rest()[c.len_utf8()..].chars().next();
            if c == ',' && self.in_reply() && !letters.is_empty() {
                let in_number =
                    before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit());
                if !in_number {
                    break;
                }
            }
            if quote::opens(c) && !letters.is_empty() && !self.is_part_of_word(c, before, next)? {
                break;
            }
            if c == '\\'
                && next.is_some_and(|next| letters.is_empty() && !is_blank(next) || is_punctuation(next))
            {
                self.advance(c);
                letters.extend(next.map(|next| (next, true)));
                self.advance(next.unwrap_or_default());
                continue;
            }
            letters.push((c, false));
            self.advance(c);
        }
        Ok(letters)
    }

    /// Whether the quote here belongs to the word, as in `צה"ל` and `12"`; if not, it begins a
    /// phrase.
    fn is_part_of_word(&self, quote: char, before: Option<char>, next: Option<char>) -> Result<bool, Error> {
        let before = before.filter(|before| before.is_alphanumeric());
        if !matches!(quote, '"' | '”') || before.is_none() {
            return Ok(false);
        }
        if next.is_some_and(char::is_alphanumeric) || before.is_some_and(|before| before.is_ascii_digit()) {
            return Ok(true);
        }
        let span = Span::new(self.position, self.position + quote.len_utf8());
        Err(Error::new(span, format!("this {quote} closes nothing"))
            .hint(format!("open the phrase before its first word, or write \\{quote}")))
    }

    /// What the characters mean; nothing where they are punctuation alone.
    fn finish(&self, mut letters: Vec<Letter>, start: usize) -> Result<Option<Word>, Error> {
        let mut word = Word { text: String::new(), shape: Shape::Plain, boost: 1.0 };
        let is_star = |letter: &Letter| *letter == ('*', false);
        if letters.iter().all(|&(c, _)| is_punctuation(c)) && !letters.first().is_some_and(is_star) {
            return Ok(None);
        }
        let trailing = |letters: &[Letter], marks: &[char]| {
            letters.iter().rev().take_while(|(c, escaped)| !escaped && marks.contains(c)).count()
        };

        let end = letters.len() - trailing(&letters, &[',', ';', ':', '!', '?', '.']);
        if let Some((body, boost, distance)) = self.word_suffixes(&letters[..end], start)? {
            letters.truncate(body);
            word.boost = boost;
            word.shape = distance.map_or(Shape::Plain, Shape::Fuzzy);
        }

        let last_letter = letters.iter().rposition(|&(c, _)| !is_punctuation(c)).unwrap_or(0);
        let has_wildcard = letters.iter().any(is_star) || letters[..last_letter].contains(&('?', false));
        if has_wildcard {
            letters.truncate(letters.len() - trailing(&letters, &[',', ';', ':', '!', '.']));
            let fuzzy = word.shape != Shape::Plain;
            (word.text, word.shape) = wildcard(&letters);
            let span = Span::new(start, self.position);
            if fuzzy {
                return Err(Error::new(span, "`~` does not go with wildcards").hint("use one or the other"));
            }
            if word.shape != Shape::All && word.text.chars().all(is_punctuation) {
                return Err(Error::new(span, "a wildcard needs a letter or digit beside it"));
            }
        } else {
            word.text = letters.iter().map(|(c, _)| c).collect();
        }
        Ok(Some(word))
    }

    /// Where the word ends before its `^2` and `~1`, and what they say.
    fn word_suffixes(
        &self,
        letters: &[Letter],
        start: usize,
    ) -> Result<Option<(usize, f32, Option<u8>)>, Error> {
        let mut found = None;
        let (mut end, mut boost, mut distance) = (letters.len(), 1.0, None);
        for _ in 0..2 {
            let digits = letters[..end].iter().rev();
            let digits =
                digits.take_while(|(c, escaped)| !escaped && (c.is_ascii_digit() || *c == '.')).count();
            let Some(mark_at) = (end - digits).checked_sub(1).filter(|&at| at > 0) else { break };
            let (mark, escaped) = letters[mark_at];
            if escaped || !matches!(mark, '^' | '~') {
                break;
            }
            if digits == 0 && is_punctuation(letters[mark_at - 1].0) && letters[mark_at - 1].0 != '*' {
                break;
            }
            let number: String = letters[mark_at + 1..end].iter().map(|(c, _)| c).collect();
            let span = Span::new(start, self.position);
            if mark == '^' {
                boost = read_boost(&number, span)?;
            } else {
                distance = Some(read_fuzzy(&number, span)?);
            }
            end = mark_at;
            found = Some((end, boost, distance));
        }
        Ok(found)
    }
}

struct Word {
    text: String,
    shape: Shape,
    boost: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Plain,
    All,
    Prefix,
    Wildcard,
    Fuzzy(u8),
}

/// The pattern of a word with wildcards: runs of stars are one, and escaped marks, which no term
/// holds, are dropped. A prefix is without its star.
fn wildcard(letters: &[Letter]) -> (String, Shape) {
    let mut pattern = String::new();
    for &(c, escaped) in letters {
        let is_mark = matches!(c, '*' | '?');
        if !(escaped && is_mark) && !(c == '*' && pattern.ends_with('*')) {
            pattern.push(c);
        }
    }
    if pattern == "*" {
        return (pattern, Shape::All);
    }
    match pattern.strip_suffix('*') {
        Some(prefix) if !prefix.contains(['*', '?']) => (prefix.to_owned(), Shape::Prefix),
        _ => (pattern, Shape::Wildcard),
    }
}

fn read_fuzzy(number: &str, span: Span) -> Result<u8, Error> {
    match number {
        "1" => Ok(1),
        "2" => Ok(2),
        _ => Err(Error::new(span, "behind a word, `~` takes the number of edits, 1 or 2")
            .hint("write `ricardo~1`; to find a `~`, write `\\~`")),
    }
}

/// Refuses what is no regular expression or a monstrous one.
fn check_regex(pattern: &str, span: Span) -> Result<(), Error> {
    let regex = regex::RegexBuilder::new(pattern).size_limit(1 << 20).nest_limit(50).build();
    regex.map(|_| ()).map_err(|error| {
        let reason = match error {
            regex::Error::CompiledTooBig(_) => "this regular expression is too large".to_owned(),
            error => {
                let message = error.to_string();
                let reason = message.lines().last().unwrap_or_default().trim_start_matches("error: ");
                format!("this is no regular expression: {reason}")
            }
        };
        Error::new(span, reason)
    })
}
