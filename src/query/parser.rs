//! From tokens to the tree: precedence, groups, and what may stand where.

use super::error::{Error, cited};
use super::field::{Name, suggest_kind};
use super::lexer::{Token, TokenKind, is_blank, is_punctuation, tokens};
use super::{
    BOOST_MAX, CLAUSES_MAX, Clause, DEPTH_MAX, Field, NEARS_MAX, Need, Node, NodeKind, QUERY_BYTES_MAX, Span,
};
use crate::document::Kind;

pub(super) fn parse(text: &str) -> Result<Node, Error> {
    check_bytes(text)?;
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(nothing(text));
    }
    let mut parser = Parser { tokens, next: 0, depth: 0, nears: 0, text_bytes: text.len() };
    let root = parser.alternatives(Scope::Document)?;
    match parser.peek() {
        None => Ok(root),
        Some(token) => Err(unopened(token.span)),
    }
}

pub(super) fn parse_plain(text: &str) -> Result<Node, Error> {
    check_bytes(text)?;
    let mut clauses = Vec::new();
    let mut end = 0;
    for word in text.split_inclusive(is_blank) {
        let start = end;
        end += word.len();
        let word = word.trim_end_matches(is_blank);
        if word.chars().all(is_punctuation) {
            continue;
        }
        let node = Node::new(Span::new(start, start + word.len()), NodeKind::Word(word.to_owned()));
        if clauses.len() == CLAUSES_MAX {
            return Err(Error::new(node.span, format!("the question has more than {CLAUSES_MAX} words")));
        }
        clauses.push(Clause { node, need: Need::Asked });
    }
    conjunction(clauses).ok_or_else(|| nothing(text))
}

fn check_bytes(text: &str) -> Result<(), Error> {
    if text.len() <= QUERY_BYTES_MAX {
        return Ok(());
    }
    let start = text.floor_char_boundary(QUERY_BYTES_MAX);
    Err(Error::new(Span::new(start, text.len()), format!("the query is longer than {QUERY_BYTES_MAX} bytes")))
}

fn nothing(text: &str) -> Error {
    let span = Span::new(0, text.len());
    if text.chars().all(is_blank) {
        return Error::new(span, "the query is empty").hint("`*` finds everything");
    }
    Error::new(span, "the query has no letter or digit to search for").hint("`*` finds everything")
}

const REPLY_HINT: &str = "write `reply:(what was said, what was answered)`";

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    nears: usize,
    text_bytes: usize,
}

/// What the words around say about what may stand here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Document,
    Value(Name),
    Turn(Name),
}

impl Parser {
    /// `a OR b`.
    fn alternatives(&mut self, scope: Scope) -> Result<Node, Error> {
        let first = self.clauses(scope)?;
        let mut span = first.span;
        let mut nodes = vec![first];
        while self.take(|kind| matches!(kind, TokenKind::Or)).is_some() {
            let node = self.clauses(scope)?;
            span = span.to(node.span);
            nodes.push(node);
        }
        match nodes.pop() {
            Some(node) if nodes.is_empty() => Ok(node),
            last => {
                nodes.extend(last);
                Ok(Node::new(span, NodeKind::Or(nodes)))
            }
        }
    }

    /// `a b`, `a AND b`, `a -b`.
    fn clauses(&mut self, scope: Scope) -> Result<Node, Error> {
        let mut clauses: Vec<Clause> = Vec::new();
        let mut behind_and = false;
        loop {
            let mut clause = self.near(scope)?;
            if behind_and || clause.node.is_filter() {
                clause.need = Need::Required;
            }
            clauses.push(clause);
            behind_and = self.take(|kind| matches!(kind, TokenKind::And)).is_some();
            match self.peek().map(|token| &token.kind) {
                _ if behind_and => {
                    if let Some(clause) = clauses.last_mut() {
                        clause.need = Need::Required;
                    }
                }
                None | Some(TokenKind::Or | TokenKind::Close { .. } | TokenKind::Comma) => break,
                Some(_) => {}
            }
        }
        if let Some(only) = clauses.iter().map(|clause| &clause.node).reduce(|first, _| first)
            && clauses.iter().all(|clause| matches!(clause.node.kind, NodeKind::Not(_)))
        {
            let hint = "exclude from something: `jobs -steve`, or `* -steve` from everything";
            return Err(Error::new(only.span, "there is nothing here but what to leave out").hint(hint));
        }
        let missing = self.missing();
        conjunction(clauses).ok_or(missing)
    }

    /// `a NEAR/3 b`, and whether a `+` stands before it.
    fn near(&mut self, scope: Scope) -> Result<Clause, Error> {
        let mut clause = self.signed(scope)?;
        while let Some(token) = self.take(|kind| matches!(kind, TokenKind::Near { .. })) {
            let TokenKind::Near { ordered, distance } = token.kind else { break };
            self.nears += 1;
            if self.nears > NEARS_MAX {
                let reason = format!("the query has more than {NEARS_MAX} `NEAR` and `ADJ`");
                return Err(Error::new(token.span, reason));
            }
            check_near(&clause.node)?;
            let right = self.signed(scope)?;
            check_near(&right.node)?;
            let span = clause.node.span.to(right.node.span);
            let (left, right_node) = (Box::new(clause.node), Box::new(right.node));
            let kind = NodeKind::Near { ordered, distance, left, right: right_node };
            let need = clause.need.max(right.need);
            clause = Clause { node: Node::new(span, kind), need };
        }
        Ok(clause)
    }

    /// `-a`, `NOT a`, `+a`.
    fn signed(&mut self, scope: Scope) -> Result<Clause, Error> {
        let Some(sign) = self.take(|kind| matches!(kind, TokenKind::Not | TokenKind::Plus)) else {
            return Ok(Clause { node: self.primary(scope)?, need: Need::Asked });
        };
        if let Some(token) = self.peek()
            && matches!(token.kind, TokenKind::Not | TokenKind::Plus)
        {
            return Err(Error::new(sign.span.to(token.span), "two signs before one word").hint("keep one"));
        }
        let node = self.primary(scope)?;
        if matches!(sign.kind, TokenKind::Plus) {
            return Ok(Clause { node, need: Need::Required });
        }
        if node.kind == NodeKind::All {
            return Err(Error::new(sign.span.to(node.span), "this leaves out everything"));
        }
        let node = Node::new(sign.span.to(node.span), NodeKind::Not(Box::new(node)));
        Ok(Clause { node, need: Need::Required })
    }

    /// A word, a phrase, a field, a group.
    fn primary(&mut self, scope: Scope) -> Result<Node, Error> {
        let operand =
            |kind: &TokenKind| matches!(kind, TokenKind::Leaf { .. } | TokenKind::Open | TokenKind::Name(_));
        let Some(token) = self.take(operand) else { return Err(self.missing()) };
        match token.kind {
            TokenKind::Leaf { kind, boost } => {
                let node = Node { span: token.span, kind, boost };
                match node.kind {
                    NodeKind::Date(_) => check_scope(scope, Name::Date, node.span)?,
                    NodeKind::Time(_) => check_scope(scope, Name::Time, node.span)?,
                    _ => {}
                }
                if matches!((&node.kind, scope), (NodeKind::All, Scope::Turn(_))) {
                    return Err(Error::new(node.span, "`*` cannot stand inside a turn")
                        .hint("write at least one word"));
                }
                Ok(node)
            }
            TokenKind::Name(Name::Reply) => {
                check_scope(scope, Name::Reply, token.span)?;
                self.reply(token.span)
            }
            TokenKind::Name(name) => {
                let in_turn = matches!(scope, Scope::Turn(_)) && name == Name::Field(Field::Speaker);
                if !in_turn {
                    check_scope(scope, name, token.span)?;
                }
                let value = if name == Name::Turn { Scope::Turn(name) } else { Scope::Value(name) };
                let value = self.primary(value)?;
                named(name, token.span, value)
            }
            _ => self.group(scope, token.span),
        }
    }

    /// A group behind its `(`.
    fn group(&mut self, scope: Scope, open: Span) -> Result<Node, Error> {
        self.enter(open)?;
        let mut node = self.alternatives(scope)?;
        let (close, boost) = self.leave(open)?;
        if matches!(node.kind, NodeKind::And(_) | NodeKind::Or(_) | NodeKind::Near { .. }) {
            node.span = open.to(close);
        }
        node.boost = (node.boost * boost).clamp(1.0 / BOOST_MAX, BOOST_MAX);
        Ok(node)
    }

    /// `(first, second)` behind `reply:`.
    fn reply(&mut self, name: Span) -> Result<Node, Error> {
        let shape = |span| Error::new(span, "`reply:` takes two parts").hint(REPLY_HINT);
        let Some(open) = self.take(|kind| matches!(kind, TokenKind::Open)) else { return Err(shape(name)) };
        self.enter(open.span)?;
        let scope = Scope::Turn(Name::Reply);
        let first = Box::new(self.alternatives(scope)?);
        if self.take(|kind| matches!(kind, TokenKind::Comma)).is_none() {
            return Err(shape(self.peek().map_or(open.span, |token| token.span)));
        }
        let second = Box::new(self.alternatives(scope)?);
        if let Some(comma) = self.take(|kind| matches!(kind, TokenKind::Comma)) {
            return Err(shape(comma.span));
        }
        let (close, boost) = self.leave(open.span)?;
        Ok(Node { span: name.to(close), kind: NodeKind::Reply { first, second }, boost })
    }

    fn enter(&mut self, open: Span) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Error::new(open, format!("groups nest deeper than {DEPTH_MAX}")));
        }
        Ok(())
    }

    /// The group's `)` and its boost.
    fn leave(&mut self, open: Span) -> Result<(Span, f32), Error> {
        self.depth -= 1;
        match self.take(|kind| matches!(kind, TokenKind::Close { .. })) {
            Some(Token { kind: TokenKind::Close { boost }, span }) => Ok((span, boost)),
            _ => Err(unclosed(open)),
        }
    }

    /// The error for a word that is not where it should be.
    fn missing(&self) -> Error {
        let before = self.next.checked_sub(1).and_then(|before| self.tokens.get(before));
        let here = self.peek();
        if let Some((token, operator)) = here.and_then(|token| Some((token, operator(&token.kind)?))) {
            return Error::new(token.span, format!("`{operator}` has nothing on its left"))
                .hint(format!("to find the word, write \"{operator}\""));
        }
        if let Some((token, operator)) = before.and_then(|token| Some((token, operator(&token.kind)?))) {
            return Error::new(token.span, format!("`{operator}` has nothing on its right"))
                .hint(format!("to find the word, write \"{operator}\""));
        }
        match (before, here) {
            (Some(Token { kind: TokenKind::Open, span }), None) => unclosed(*span),
            (None, Some(token)) => unopened(token.span),
            (Some(open), Some(close)) => {
                let in_reply = [open, close].iter().any(|token| matches!(token.kind, TokenKind::Comma));
                let hint = if in_reply { REPLY_HINT } else { "write something between the parentheses" };
                Error::new(open.span.to(close.span), "there is nothing in here").hint(hint)
            }
            (Some(Token { span, .. }), None) => Error::new(*span, "there is nothing to search for here"),
            (None, None) => Error::new(Span::new(self.text_bytes, self.text_bytes), "the query is empty"),
        }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self, is_wanted: impl Fn(&TokenKind) -> bool) -> Option<Token> {
        let token = self.tokens.get(self.next).filter(|token| is_wanted(&token.kind))?.clone();
        self.next += 1;
        Some(token)
    }
}

/// The clauses as one node; nothing for none.
fn conjunction(mut clauses: Vec<Clause>) -> Option<Node> {
    let last = clauses.pop()?;
    let Some(first) = clauses.first() else { return Some(last.node) };
    let span = first.node.span.to(last.node.span);
    clauses.push(last);
    Some(Node::new(span, NodeKind::And(clauses)))
}

/// The node for `name:` at `span` and its value.
fn named(name: Name, span: Span, mut value: Node) -> Result<Node, Error> {
    let boost = std::mem::replace(&mut value.boost, 1.0);
    let span = span.to(value.span);
    let kind = match name {
        Name::Field(field) => NodeKind::Field { field, node: Box::new(value) },
        Name::Turn => NodeKind::Turn(Box::new(value)),
        _ if boost != 1.0 => return Err(kind_boost(span)),
        _ => kinds(value)?.kind,
    };
    Ok(Node { span, kind, boost })
}

/// The value of `kind:`, its words read as kinds.
fn kinds(mut value: Node) -> Result<Node, Error> {
    let span = value.span;
    let one_kind = |reason: &str| {
        Error::new(span, reason).hint("write `kind:essay`, `kind:(essay OR notes)` or `-kind:notes`")
    };
    value.kind = match value.kind {
        NodeKind::All => NodeKind::All,
        NodeKind::Word(word) | NodeKind::Exact(word) => NodeKind::Kind(read_kind(&word, span)?),
        NodeKind::Phrase { words, slop: 0 } => NodeKind::Kind(read_kind(&words.join(" "), span)?),
        NodeKind::Or(nodes) => NodeKind::Or(nodes.into_iter().map(kinds).collect::<Result<_, _>>()?),
        NodeKind::And(_) => return Err(one_kind("a document has one kind")),
        _ => return Err(one_kind("a kind is a plain word")),
    };
    if value.boost != 1.0 {
        return Err(kind_boost(span));
    }
    Ok(value)
}

fn kind_boost(span: Span) -> Error {
    Error::new(span, "a kind has no boost").hint("it finds or leaves out, and does not change the order")
}

fn read_kind(word: &str, span: Span) -> Result<Kind, Error> {
    let kind = Kind::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(word));
    kind.ok_or_else(|| {
        let names = Kind::ALL.map(|kind| format!("`{}`", kind.name())).join(", ");
        let hint = match suggest_kind(word) {
            Some(near) => format!("did you mean `{near}`? kinds are {names}"),
            None => format!("kinds are {names}"),
        };
        Error::new(span, format!("`{}` is not a kind", cited(word))).hint(hint)
    })
}

/// Refuses the field `name` where only words may stand.
fn check_scope(scope: Scope, name: Name, span: Span) -> Result<(), Error> {
    let (outer, hint) = match scope {
        Scope::Document => return Ok(()),
        Scope::Value(outer) => (outer, "put it before or behind, or quote it to find the text itself"),
        Scope::Turn(outer) => {
            (outer, "put it before or behind; of the fields only `speaker:` may stand inside")
        }
    };
    let reason = format!("`{}:` cannot stand inside `{}:`", name.text(), outer.text());
    Err(Error::new(span, reason).hint(hint))
}

/// Refuses operands of `NEAR` that have no place in a text.
fn check_near(node: &Node) -> Result<(), Error> {
    let hint = match &node.kind {
        NodeKind::Word(_)
        | NodeKind::Exact(_)
        | NodeKind::Phrase { .. }
        | NodeKind::Prefix(_)
        | NodeKind::Wildcard(_)
        | NodeKind::Fuzzy { .. }
        | NodeKind::SoundsLike(_)
        | NodeKind::Regex(_)
        | NodeKind::Near { .. } => return Ok(()),
        NodeKind::Or(nodes) => return nodes.iter().try_for_each(check_near),
        NodeKind::And(_) => "join the words of the group with `OR` or `NEAR`, or make it a phrase",
        NodeKind::Field { .. } => "put both sides into the field: `title:(land NEAR/8 tax)`",
        NodeKind::Not(_) => "exclude both sides at once: `-(land NEAR/8 tax)`",
        _ => "put it beside the words that are near each other",
    };
    Err(Error::new(node.span, "`NEAR` and `ADJ` join words, phrases and their alternatives").hint(hint))
}

fn unopened(close: Span) -> Error {
    Error::new(close, "this `)` closes nothing")
        .hint("open the group before its first word, or leave the `)` out")
}

fn unclosed(open: Span) -> Error {
    Error::new(open, "this `(` is never closed")
        .hint("close the group behind its last word, or leave the `(` out")
}

/// The operator as it is written, if it is one that takes something on both sides or behind it.
fn operator(kind: &TokenKind) -> Option<String> {
    Some(match kind {
        TokenKind::And => "AND".to_owned(),
        TokenKind::Or => "OR".to_owned(),
        TokenKind::Not => "NOT".to_owned(),
        TokenKind::Near { ordered: true, distance } => format!("ADJ/{distance}"),
        TokenKind::Near { ordered: false, distance } => format!("NEAR/{distance}"),
        _ => return None,
    })
}
