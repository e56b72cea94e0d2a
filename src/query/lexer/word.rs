//! Words: where they end, their wildcards and suffixes; `=` and `sounds:` before them.

use super::{Error, Lexer, quote, read_boost};
use crate::query::{NodeKind, Span};

/// Whether `c` parts words: white space, control characters, and marks without a width that
/// come along when text is copied.
pub(in crate::query) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether `c` is punctuation, or a sign such as `→` and `✅`, that no word is made of.
pub(in crate::query) fn is_punctuation(c: char) -> bool {
    let in_range = matches!(c,
        '!'..='~'
        | '\u{a1}'..='\u{bf}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{2190}'..='\u{2bff}'
        | '\u{3001}'..='\u{303f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff65}'
        | '\u{1f000}'..='\u{1faff}'
        | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{965}');
    in_range && !c.is_alphanumeric()
}

/// Whether a word written like this, without any escape, would be an operator.
pub(in crate::query) fn reads_as_operator(word: &str) -> bool {
    matches!(word, "AND" | "OR" | "NOT" | "&&" | "||") || near(word).is_some()
}

/// Whether `word` is `ADJ` or `NEAR` with its distance; in lower case it needs one in digits.
pub(super) fn near(word: &str) -> Option<(bool, &str)> {
    let (name, digits) = word.split_once('/').unwrap_or((word, ""));
    let ordered = name.eq_ignore_ascii_case("ADJ");
    let is_near = ordered || name.eq_ignore_ascii_case("NEAR");
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_sure = name.bytes().all(|byte| byte.is_ascii_uppercase()) || is_number;
    let may_be_distance = digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_near && is_sure && may_be_distance).then_some((ordered, digits))
}

/// A character of a word.
#[derive(Clone, Copy, Debug)]
struct Letter {
    c: char,
    /// Whether a backslash made it ordinary.
    escaped: bool,
    /// Its first byte in the query.
    at: usize,
}

impl Letter {
    fn is_mark(self, mark: char) -> bool {
        self.c == mark && !self.escaped
    }
}

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
            Some(_) => Err(Error::new(span, "`sounds:` takes a word without wildcard and without `~`")
                .hint("it finds what sounds alike by itself")),
            None => Err(one_word(span)),
        }
    }

    /// The characters of the word here, at least one of them.
    fn letters(&mut self) -> Result<Vec<Letter>, Error> {
        let mut letters: Vec<Letter> = Vec::new();
        while let Some(c) = self.peek() {
            if is_blank(c) || matches!(c, '(' | ')') {
                break;
            }
            let before = letters.last().map(|letter| letter.c);
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
                letters.extend(next.map(|c| Letter { c, escaped: true, at: self.position }));
                self.advance(next.unwrap_or_default());
                continue;
            }
            letters.push(Letter { c, escaped: false, at: self.position });
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
        Err(Error::new(span, format!("this `{quote}` closes nothing")).hint(format!(
            "open the phrase before its first word, or write `\\{quote}` to make it part of the word"
        )))
    }

    /// What the characters mean; nothing where they are punctuation alone.
    fn finish(&self, mut letters: Vec<Letter>, start: usize) -> Result<Option<Word>, Error> {
        let mut word = Word { text: String::new(), shape: Shape::Plain, boost: 1.0 };
        let is_star = |letter: &Letter| letter.is_mark('*');
        let is_nothing = |letters: &[Letter]| {
            letters.iter().all(|letter| is_punctuation(letter.c)) && !letters.first().is_some_and(is_star)
        };
        if is_nothing(&letters) {
            return Ok(None);
        }

        let behind = trailing(&letters, &[',', ';', ':', '!', '?', '.']);
        let suffixes = word_suffixes(&letters[..letters.len() - behind])?;
        if let Some((body, boost, distance)) = suffixes {
            letters.truncate(body);
            word.boost = boost;
            word.shape = distance.map_or(Shape::Plain, Shape::Fuzzy);
            if is_nothing(&letters) {
                return Ok(None);
            }
        }

        if !letters.iter().any(is_star) && !has_inner_question(&letters) {
            word.text = letters.iter().map(|letter| letter.c).collect();
            return Ok(Some(word));
        }
        let span = Span::new(start, self.position);
        if word.shape != Shape::Plain {
            return Err(Error::new(span, "`~` does not go with wildcards").hint("use one or the other"));
        }
        (word.text, word.shape) = wildcard(&letters);
        if word.shape != Shape::All && word.text.chars().all(is_punctuation) {
            return Err(Error::new(span, "a wildcard needs a letter or digit beside it")
                .hint("write `colo?r`, `georg*` or, for everything, `*`"));
        }
        Ok(Some(word))
    }
}

/// How many of the last letters are among `marks`.
fn trailing(letters: &[Letter], marks: &[char]) -> usize {
    letters.iter().rev().take_while(|letter| !letter.escaped && marks.contains(&letter.c)).count()
}

/// Whether a `?` stands before a letter or digit, other than in an address.
fn has_inner_question(letters: &[Letter]) -> bool {
    let is_address = letters.windows(3).any(|three| three.iter().map(|letter| letter.c).eq("://".chars()));
    let last = letters.iter().rposition(|letter| !is_punctuation(letter.c)).unwrap_or(0);
    !is_address && letters[..last].iter().any(|letter| letter.is_mark('?'))
}

/// Where the word ends before its `^2` and `~1`, and what they say.
fn word_suffixes(letters: &[Letter]) -> Result<Option<(usize, f32, Option<u8>)>, Error> {
    let mut found = None;
    let (mut end, mut boost, mut distance) = (letters.len(), 1.0, None);
    for _ in 0..2 {
        let is_number = |letter: &&Letter| !letter.escaped && (letter.c.is_ascii_digit() || letter.c == '.');
        let digits = letters[..end].iter().rev().take_while(is_number).count();
        let Some(mark_at) = (end - digits).checked_sub(1).filter(|&at| at > 0) else { break };
        let (before, mark) = (letters[mark_at - 1], letters[mark_at]);
        let is_suffix = mark.is_mark('^') || mark.is_mark('~');
        // `^_^` and `~~` are no suffixes that lack their number.
        if !is_suffix || (digits == 0 && is_punctuation(before.c) && !before.is_mark('*')) {
            break;
        }
        let number: String = letters[mark_at + 1..end].iter().map(|letter| letter.c).collect();
        let span = Span::new(mark.at, mark.at + 1 + number.len());
        if mark.c == '^' {
            boost = read_boost(&number, span)?;
        } else {
            distance = Some(read_fuzzy(&number, span)?);
        }
        end = mark_at;
        found = Some((end, boost, distance));
    }
    Ok(found)
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

/// The pattern of a word with wildcards: runs of stars are one; escaped marks and the punctuation at
/// the end, which no term holds, are dropped. A prefix is without its star.
fn wildcard(letters: &[Letter]) -> (String, Shape) {
    let mut pattern = String::new();
    for letter in letters {
        let is_dead = letter.escaped && matches!(letter.c, '*' | '?');
        let is_repeated = letter.c == '*' && pattern.ends_with('*');
        if !is_dead && !is_repeated {
            pattern.push(letter.c);
        }
    }
    let pattern = pattern.trim_end_matches([',', ';', ':', '!', '.']).to_owned();
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
