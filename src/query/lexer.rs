//! From text to tokens: what is an operator, a field, a quote or a wildcard, and what only looks
//! like one.

mod quote;
mod regex;
mod word;

use super::error::{Error, cited};
use super::field::{Name, suggest_field};
use super::{BOOST_MAX, CLAUSES_MAX, DISTANCE_MAX, DateRange, Field, NodeKind, Span, TimeRange};

pub(super) use word::{is_blank, is_punctuation, reads_as_operator};

/// A piece of the query that the grammar knows.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum TokenKind {
    Open,
    Close {
        boost: f32,
    },
    /// The comma of `reply:( , )`.
    Comma,
    And,
    Or,
    /// `NOT` or `-`.
    Not,
    /// `+`.
    Plus,
    Near {
        ordered: bool,
        distance: u32,
    },
    /// `name:`, with its value in the next tokens; never a date, a time or `sounds:`.
    Name(Name),
    Leaf {
        kind: NodeKind,
        boost: f32,
    },
}

/// Reads all tokens of `text`.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Error> {
    let mut lexer = Lexer {
        text,
        position: 0,
        tokens: Vec::new(),
        groups: Vec::new(),
        clauses: 0,
        quotes: quote::Closers::default(),
        slash_end: last_closing_slash(text),
    };
    lexer.run()?;
    Ok(lexer.tokens)
}

struct Lexer<'a> {
    text: &'a str,
    position: usize,
    tokens: Vec<Token>,
    /// The open groups; true for the one of a `reply:`, where commas separate.
    groups: Vec<bool>,
    clauses: usize,
    quotes: quote::Closers,
    /// Where the last token begins that may be the end of a regular expression with a blank in it.
    slash_end: usize,
}

impl<'a> Lexer<'a> {
    fn run(&mut self) -> Result<(), Error> {
        while let Some(c) = self.peek() {
            match c {
                _ if is_blank(c) => self.advance(c),
                ',' if self.in_reply() => self.push_char(TokenKind::Comma, c),
                '(' => self.open(false),
                ')' => self.close()?,
                _ => self.clause()?,
            }
        }
        Ok(())
    }

    fn open(&mut self, is_reply: bool) {
        self.groups.push(is_reply);
        self.push_char(TokenKind::Open, '(');
    }

    fn close(&mut self) -> Result<(), Error> {
        let start = self.position;
        self.groups.pop();
        self.advance(')');
        let suffixes = self.suffixes()?;
        if suffixes.distance.is_some() {
            return Err(Error::new(Span::new(start + 1, self.position), "`~` belongs to a word or a phrase")
                .hint("write it behind each word of the group"));
        }
        self.push(TokenKind::Close { boost: suffixes.boost }, start);
        Ok(())
    }

    /// An operator word, or an operand with what stands before it.
    fn clause(&mut self) -> Result<(), Error> {
        let start = self.position;
        let rest = self.rest();
        let mut chars = rest.chars();
        let prefix = chars.next().filter(|c| matches!(c, '-' | '+'));
        let directly_before =
            chars.next().is_some_and(|next| !is_blank(next) && next != ')' && Some(next) != prefix);
        if let Some(prefix) = prefix.filter(|_| directly_before) {
            let kind = if prefix == '-' { TokenKind::Not } else { TokenKind::Plus };
            self.push_char(kind, prefix);
            if let Some((operator, bytes)) = self.operator()? {
                self.position += bytes;
                self.push(operator, start + 1);
            } else if !self.operand(Place::Clause)? {
                self.tokens.pop();
            }
            return Ok(());
        }
        if let Some((operator, bytes)) = self.operator()? {
            self.position += bytes;
            self.push(operator, start);
            return Ok(());
        }
        self.operand(Place::Clause).map(|_| ())
    }

    /// The operator word here and its bytes.
    fn operator(&self) -> Result<Option<(TokenKind, usize)>, Error> {
        let rest = self.rest();
        let end = rest.find(|c: char| is_blank(c) || matches!(c, '(' | ')')).unwrap_or(rest.len().min(24));
        let word = rest.get(..end.min(24)).unwrap_or_default();
        let is_whole =
            rest[word.len()..].chars().next().is_none_or(|c| is_blank(c) || matches!(c, '(' | ')'));
        if !is_whole {
            return Ok(None);
        }
        let kind = match word {
            "AND" | "&&" => TokenKind::And,
            "OR" | "||" => TokenKind::Or,
            "NOT" => TokenKind::Not,
            _ => match word::near(word) {
                None => return Ok(None),
                Some((ordered, digits)) => {
                    let span = Span::new(self.position, self.position + word.len());
                    let name = if ordered { "ADJ" } else { "NEAR" };
                    let distance = self.distance(digits, span, name)?;
                    TokenKind::Near { ordered, distance }
                }
            },
        };
        Ok(Some((kind, word.len())))
    }

    fn distance(&self, digits: &str, span: Span, name: &str) -> Result<u32, Error> {
        if digits.is_empty() {
            return Err(Error::new(span, format!("`{name}` needs a distance"))
                .hint(format!("write `land {name}/8 tax`; to find the word, write \"{name}\"")));
        }
        match digits.parse() {
            Ok(distance @ 1..=DISTANCE_MAX) => Ok(distance),
            _ => Err(Error::new(span, format!("a distance is between 1 and {DISTANCE_MAX}"))
                .hint("neighbours are at distance 1")),
        }
    }

    /// A group's parenthesis, a phrase, a regular expression, a field or a word. Returns whether
    /// there was anything to search for.
    fn operand(&mut self, place: Place) -> Result<bool, Error> {
        let Some(c) = self.peek() else { return Ok(false) };
        if c == '(' {
            self.open(place == Place::Reply);
            return Ok(true);
        }
        if quote::opens(c) {
            return self.phrase(self.position).map(|()| true);
        }
        if c == '!' && place == Place::Clause {
            let behind = self.rest()[1..].chars().next();
            if behind.is_some_and(|next| next.is_alphanumeric() || next == '(' || quote::opens(next)) {
                let span = Span::new(self.position, self.position + 1);
                return Err(Error::new(span, "`!` cannot stand before a word")
                    .hint("write `-` to exclude it, or the word without it to find it"));
            }
        }
        if c == '=' && self.rest()[1..].starts_with(|c| !is_blank(c) && !matches!(c, '=' | ')')) {
            return self.exact();
        }
        if c == '/' && place != Place::Raw && self.regex()? {
            return Ok(true);
        }
        match self.name(place)? {
            Some((name, span)) => self.named(name, span, place).map(|()| true),
            None => self.word(),
        }
    }

    /// The known name before a colon here, with the span of both, if a value follows.
    fn name(&self, place: Place) -> Result<Option<(Name, Span)>, Error> {
        let rest = self.rest();
        let ident_char = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let ident = &rest[..rest.find(|c| !ident_char(c)).unwrap_or(rest.len())];
        let Some(value) = rest[ident.len()..].strip_prefix(':') else { return Ok(None) };
        if !ident.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Ok(None);
        }
        let name = Name::find(ident);
        let span = Span::new(self.position, self.position + ident.len() + 1);
        let next = value.chars().next().filter(|&next| !is_blank(next) && next != ')');
        match (name, next) {
            (_, Some(':')) => Ok(None),
            (_, Some('/')) if value.starts_with("//") => Ok(None),
            (Some(name), Some(_)) => Ok(Some((name, span))),
            (Some(name), None) => Err(needs_value(name, span)),
            (None, None | Some('\\')) => Ok(None),
            (None, Some(_)) if place != Place::Clause => Ok(None),
            (None, Some(_)) => Err(unknown_field(ident, value, span)),
        }
    }

    fn named(&mut self, name: Name, span: Span, place: Place) -> Result<(), Error> {
        if place != Place::Clause && name != Name::Sounds {
            return Err(Error::new(span, "a field cannot stand inside another field")
                .hint("put a blank between them, or quote what belongs to the text"));
        }
        self.position = span.end;
        match name {
            Name::Date => {
                let value = self.raw_value(name)?;
                let range = DateRange::read(&self.text[value.start..value.end]);
                let range = range.map_err(|(reason, hint)| Error::new(value, reason).hint(hint))?;
                self.leaf(NodeKind::Date(range), 1.0, span.to(value), 1)
            }
            Name::Time => {
                let value = self.raw_value(name)?;
                let range = TimeRange::read(&self.text[value.start..value.end]);
                let range = range.map_err(|reason| {
                    Error::new(value, reason).hint("write `t:10m..20m`, `t:1:02:03..` or `t:..90s`")
                })?;
                self.leaf(NodeKind::Time(range), 1.0, span.to(value), 1)
            }
            Name::Sounds => self.sounds(span),
            Name::Field(_) | Name::Kind | Name::Turn | Name::Reply => {
                self.push(TokenKind::Name(name), span.start);
                let place = match name {
                    Name::Reply => Place::Reply,
                    Name::Field(Field::Path) => Place::Raw,
                    _ => Place::Value,
                };
                let value = self.position;
                if place != Place::Raw && self.rest().starts_with(['-', '+']) {
                    let sign = &self.rest()[..1];
                    return Err(Error::new(
                        Span::new(value, value + 1),
                        format!("`{sign}` cannot stand here"),
                    )
                    .hint(format!("write it before the field: `{sign}{}:`", name.text())));
                }
                if self.operand(place)? { Ok(()) } else { Err(needs_value(name, span)) }
            }
        }
    }

    /// Everything up to the next blank or closing parenthesis: the value of a date or time.
    fn raw_value(&mut self, name: Name) -> Result<Span, Error> {
        let start = self.position;
        let name = name.text();
        if self.peek() == Some('(') {
            return Err(Error::new(Span::new(start, start + 1), format!("`{name}:` takes one range"))
                .hint(format!("write `({name}:.. OR {name}:..)`")));
        }
        let in_reply = self.in_reply();
        let ends = |c: char| is_blank(c) || c == ')' || (in_reply && c == ',');
        self.position += self.rest().find(ends).unwrap_or(self.rest().len());
        let value = &self.text[start..self.position];
        if let Some(boost) = value.find('^') {
            return Err(Error::new(
                Span::new(start + boost, self.position),
                format!("`{name}:` has no boost"),
            )
            .hint("it finds or leaves out, and does not change the order"));
        }
        Ok(Span::new(start, self.position))
    }

    fn leaf(&mut self, kind: NodeKind, boost: f32, span: Span, clauses: usize) -> Result<(), Error> {
        self.clauses += clauses;
        if self.clauses > CLAUSES_MAX {
            return Err(Error::new(span, format!("the query has more than {CLAUSES_MAX} words")));
        }
        self.tokens.push(Token { kind: TokenKind::Leaf { kind, boost }, span });
        Ok(())
    }

    /// `^2` and `~1` directly here, in either order.
    fn suffixes(&mut self) -> Result<Suffixes, Error> {
        let mut suffixes = Suffixes { boost: 1.0, distance: None };
        while let Some(mark @ ('^' | '~')) = self.peek() {
            let start = self.position;
            self.advance(mark);
            let rest = self.rest();
            let mut end = rest.bytes().take_while(u8::is_ascii_digit).count();
            let fraction = rest[end..].strip_prefix('.').unwrap_or_default();
            let fraction = fraction.bytes().take_while(u8::is_ascii_digit).count();
            end += if fraction > 0 { fraction + 1 } else { 0 };
            let number = &rest[..end];
            self.position += end;
            let span = Span::new(start, self.position);
            if mark == '^' {
                suffixes.boost = read_boost(number, span)?;
            } else {
                suffixes.distance = Some(read_slop(number, span)?);
            }
        }
        Ok(suffixes)
    }

    fn in_reply(&self) -> bool {
        self.groups.last() == Some(&true)
    }

    fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn advance(&mut self, c: char) {
        self.position += c.len_utf8();
    }

    fn push_char(&mut self, kind: TokenKind, c: char) {
        let start = self.position;
        self.advance(c);
        self.push(kind, start);
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.tokens.push(Token { kind, span: Span::new(start, self.position) });
    }
}

/// Where an operand stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// By itself.
    Clause,
    /// Behind `name:`.
    Value,
    /// Behind `path:`, where slashes are no regular expression.
    Raw,
    /// Behind `reply:`.
    Reply,
}

struct Suffixes {
    boost: f32,
    distance: Option<u32>,
}

fn read_boost(number: &str, span: Span) -> Result<f32, Error> {
    let hint = "write `^2` to count double, `^0.5` to count half";
    match number.parse() {
        Ok(boost) if (1.0 / BOOST_MAX..=BOOST_MAX).contains(&boost) => Ok(boost),
        Ok(_) => Err(Error::new(span, format!("a boost is between 0.001 and {BOOST_MAX}")).hint(hint)),
        Err(_) => Err(Error::new(span, "`^` needs a number").hint(hint)),
    }
}

fn read_slop(number: &str, span: Span) -> Result<u32, Error> {
    let hint = "write `\"land value\"~3` to let the words be 3 positions out of place";
    match number.parse() {
        Ok(slop @ 0..=DISTANCE_MAX) => Ok(slop),
        _ if number.is_empty() => Err(Error::new(span, "`~` needs a number").hint(hint)),
        _ => Err(Error::new(span, format!("behind a phrase, `~` takes a whole number up to {DISTANCE_MAX}"))
            .hint(hint)),
    }
}

fn unknown_field(ident: &str, value: &str, span: Span) -> Error {
    let value = &value[..value.find(|c| is_blank(c) || matches!(c, '(' | ')')).unwrap_or(value.len())];
    let text = format!("{ident}:{}", value.replace('"', ""));
    let quoted = format!("to find the text itself, quote it: \"{}\"", cited(&text));
    let hint = match suggest_field(ident) {
        Some(form) => format!("did you mean `{form}`? {quoted}"),
        None => quoted,
    };
    Error::new(Span::new(span.start, span.end - 1), format!("`{}` is not a field", cited(ident))).hint(hint)
}

fn needs_value(name: Name, span: Span) -> Error {
    let name = name.text();
    Error::new(span, format!("`{name}:` needs a value directly behind the colon"))
        .hint(format!("write `{name}:` and its value without a blank; to find the word, write \"{name}\""))
}

/// Where the last token begins that ends in `/` and does not begin with it.
fn last_closing_slash(text: &str) -> usize {
    let mut tokens = text.rsplit(is_blank);
    let token = tokens.find(|token| token.ends_with('/') && !token.starts_with('/'));
    token.map_or(0, |token| token.as_ptr().addr() - text.as_ptr().addr())
}
