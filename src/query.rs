//! The query language: text becomes a tree with byte spans, or an error that points at the byte
//! where it stopped making sense.
//!
//! Pure: it knows no index, no files and no clock, and it does not analyse words. A [`Word`] keeps
//! what was typed (`GPT-4o`, `C++`, `wages?`); what it means as terms is the analyzer's to say.
//!
//! [`Word`]: NodeKind::Word
//!
//! ```
//! let query = ibid::query::parse(r#"speaker:keynes "land value" (tax OR levy) -steve"#)?;
//! assert_eq!(query.to_string(), r#"speaker:keynes "land value" (tax OR levy) -steve"#);
//!
//! let error = ibid::query::parse("titel:rent").unwrap_err();
//! assert_eq!(error.to_string(), "`titel` is not a field");
//! # Ok::<(), ibid::query::Error>(())
//! ```
//!
//! # Rules
//!
//! - Clauses side by side are all asked for. From tightest to loosest: `NOT` and `-`, then `NEAR`
//!   and `ADJ` (to the left), then `AND` and juxtaposition alike, then `OR`.
//! - `AND`, `OR`, `NOT` are operators in upper case only; `NEAR/8` and `ADJ/8` in any.
//! - `-` and `+` are operators at the start of a token only, and only directly before something.
//! - A token of punctuation alone (`&`, `--`, `...`) is passed over, so prose may be pasted.
//! - A `?` with no letter or digit behind it is punctuation, unless the word has another wildcard.
//! - `name:` is a field only directly before a value, which `//`, `:` and blanks are not; so
//!   `http://x`, `std::vec`, `12:30` and `note: this` are words. Any other `name:` is an error.
//! - Quotes open at the start of a token. `12"` and `צה"ל` are words; curly, German and French
//!   quotes open phrases too. Nothing inside quotes is an operator, but a `*` behind a
//!   word makes it a beginning.
//! - A backslash makes the character behind it ordinary.

mod date;
mod display;
mod error;
mod field;
pub mod help;
mod lexer;
mod parser;
mod time;

use crate::document::Kind;

pub use date::{DatePoint, DateRange, DateUnit};
pub use error::Error;
pub use field::{Field, nearest};
pub use time::TimeRange;

/// The longest query, in bytes of text.
pub const QUERY_BYTES_MAX: usize = 16 * 1024;
/// How deep groups may nest.
pub const DEPTH_MAX: usize = 64;
/// How many words a query may hold, each word of a phrase counted; dates and times count too.
pub const CLAUSES_MAX: usize = 1024;
/// How many `NEAR` and `ADJ` a query may hold.
pub const NEARS_MAX: usize = 64;
/// The largest number behind `NEAR/`, `ADJ/` and a phrase's `~`.
pub const DISTANCE_MAX: u32 = 10_000;
/// The largest boost; the smallest is its inverse.
pub const BOOST_MAX: f32 = 1_000.0;

/// A query that makes sense; its display is a normalised query that parses to the same tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What was typed; every [`Span`] counts its bytes.
    pub text: String,
    /// The outermost node.
    pub root: Node,
}

/// Bytes of the query's text, on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// One part of a query and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The bytes it was written in, a group with its parentheses.
    pub span: Span,
    /// What it asks for.
    pub kind: NodeKind,
    /// How much its score counts; 1 where nothing was said. Not inherited: the factors of the
    /// nodes around it apply as well.
    pub boost: f32,
}

/// What a node asks for.
///
/// A tree from [`parse`] promises: `Near` stands only over words, phrases, their alternatives and
/// other `Near`; `Not` only in an `And` that also has a clause which is none; nothing about the
/// whole document stands in `Field`, `Turn` or `Reply`, and of fields only `speaker:` in the last
/// two; `And` and `Or` have two parts or more; a `Field`'s own part has no boost.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Every document; inside a field, every document that has the field.
    All,
    /// A word as typed, by its stem. It may hold several terms (`multi-agent`), or none (`∑`).
    Word(String),
    /// A word in this form only.
    Exact(String),
    /// Words in these forms and this order; with `slop`, as many positions out of place. A word
    /// may hold several terms, or none; with an asterisk behind it, it is the beginning of a word.
    Phrase {
        /// The words as typed, split at blanks only; never empty.
        words: Vec<String>,
        /// How many positions the words may be out of place in all.
        slop: u32,
    },
    /// Words that begin so.
    Prefix(String),
    /// Words of this shape: `?` stands for one character, `*` for any number.
    Wildcard(String),
    /// Words at most `distance` edits away.
    Fuzzy {
        /// The word as typed.
        text: String,
        /// 1 or 2.
        distance: u8,
    },
    /// Words that sound like this one.
    SoundsLike(String),
    /// Words that the regular expression matches from end to end.
    Regex(String),
    /// Both, at most `distance` positions from the end of one to the start of the other:
    /// neighbours are at distance 1. The match is the stretch from the first to the last word.
    Near {
        /// Whether the left one must come first.
        ordered: bool,
        /// 1 or more.
        distance: u32,
        /// What stands left of the operator.
        left: Box<Node>,
        /// What stands right of it.
        right: Box<Node>,
    },
    /// All of the clauses.
    And(Vec<Clause>),
    /// At least one of them.
    Or(Vec<Node>),
    /// None of it; only in an [`And`](Self::And).
    Not(Box<Node>),
    /// The node, looked for in this field. In an `And`, `speaker:` binds the text clauses beside
    /// it: they are said by that speaker, in one turn.
    Field {
        /// Where to look.
        field: Field,
        /// Words, phrases and their combinations.
        node: Box<Node>,
    },
    /// Documents of this kind.
    Kind(Kind),
    /// The node, within one speaker's turn.
    Turn(Box<Node>),
    /// A turn with `first`, and `second` in the turn that follows it.
    Reply {
        /// What is asked or said.
        first: Box<Node>,
        /// What is answered.
        second: Box<Node>,
    },
    /// Documents published in this range.
    Date(DateRange),
    /// Passages whose time in the recording overlaps this range.
    Time(TimeRange),
}

/// One of several clauses that are all asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// What is asked for.
    pub node: Node,
    /// Whether it must hold.
    pub need: Need,
}

/// Whether a clause must hold, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// No: it adds to the score where it does. No query says so; a search may.
    Optional,
    /// Where all the words are asked for: merely written beside the others.
    Asked,
    /// Even where any of the words will do: joined by `AND`, marked `+`, an exclusion or a filter.
    Required,
}

/// Reads a query.
///
/// # Errors
/// Says what is wrong with the text, and where.
pub fn parse(text: &str) -> Result<Query, Error> {
    let root = parser::parse(text)?;
    Ok(Query { text: text.to_owned(), root })
}

/// Reads a question in plain language: every token is a word, nothing is an operator.
///
/// # Errors
/// Text without any word, or above the caps.
pub fn parse_plain(text: &str) -> Result<Query, Error> {
    let root = parser::parse_plain(text)?;
    Ok(Query { text: text.to_owned(), root })
}

impl Query {
    /// The text that `span` was read from.
    pub fn text_of(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

impl Span {
    /// From `start` to before `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// From the start of `self` to the end of `last`.
    pub fn to(self, last: Self) -> Self {
        Self { start: self.start, end: last.end }
    }

    /// Whether nobody wrote it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

impl NodeKind {
    /// What a value of `path:` with wildcards asks of a whole path, and whether it may be a word of one: it
    /// is none with a slash, or with punctuation beside a star.
    pub(crate) fn path_pattern(&self) -> Option<(String, bool)> {
        let pattern = match self {
            Self::Prefix(text) => format!("{text}*"),
            Self::Wildcard(pattern) => pattern.clone(),
            _ => return None,
        };
        let is_sign =
            |c: Option<char>| c.is_some_and(|c| !matches!(c, '*' | '?') && lexer::is_punctuation(c));
        let mut pieces = pattern.split('*').peekable();
        let mut is_path = pattern.contains('/');
        while let Some(piece) = pieces.next() {
            let next = pieces.peek().and_then(|next| next.chars().next());
            is_path |= pieces.peek().is_some() && (is_sign(piece.chars().next_back()) || is_sign(next));
        }
        // Of what a word begins with each word of a path may be one.
        (is_path || matches!(self, Self::Wildcard(_))).then_some((pattern, !is_path))
    }
}

impl Node {
    /// A node without a boost.
    pub fn new(span: Span, kind: NodeKind) -> Self {
        Self { span, kind, boost: 1.0 }
    }

    /// The nodes directly below, in the order in which they were written.
    pub fn children(&self) -> Vec<&Self> {
        match &self.kind {
            NodeKind::And(clauses) => clauses.iter().map(|clause| &clause.node).collect(),
            NodeKind::Or(nodes) => nodes.iter().collect(),
            NodeKind::Not(node) | NodeKind::Turn(node) | NodeKind::Field { node, .. } => vec![node],
            NodeKind::Near { left, right, .. } => vec![left, right],
            NodeKind::Reply { first, second } => vec![first, second],
            _ => Vec::new(),
        }
    }

    /// Whether it says itself how near to each other words stand: in one turn, say, whatever its length.
    pub fn binds(&self) -> bool {
        let is_bound = matches!(
            self.kind,
            NodeKind::Near { .. }
                | NodeKind::Turn(_)
                | NodeKind::Reply { .. }
                | NodeKind::Time(_)
                | NodeKind::Field { field: Field::Speaker, .. }
        );
        is_bound || self.children().into_iter().any(Self::binds)
    }

    /// Whether it speaks of the text alone: words and phrases and what joins them, no field, no
    /// filter, not everything. Such clauses can be said in a turn.
    pub fn is_text(&self) -> bool {
        match &self.kind {
            NodeKind::All
            | NodeKind::Field { .. }
            | NodeKind::Kind(_)
            | NodeKind::Turn(_)
            | NodeKind::Reply { .. }
            | NodeKind::Date(_)
            | NodeKind::Time(_) => false,
            _ => self.children().into_iter().all(Self::is_text),
        }
    }

    /// Whether it narrows down by its nature, however the words beside it are joined: an exclusion,
    /// or anything that speaks of more than the text.
    pub fn is_filter(&self) -> bool {
        matches!(self.kind, NodeKind::Not(_)) || !self.is_text()
    }
}

#[cfg(test)]
mod tests;
