//! A query written back: normalised, and parsing to the same tree.

use std::fmt::{self, Write};

use super::lexer::{is_punctuation, reads_as_operator};
use super::{Clause, Need, Node, NodeKind, Query};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_node(f, self, false)
    }
}

/// Writes `node`; inside `reply:( , )`, commas are escaped.
fn write_node(f: &mut fmt::Formatter<'_>, node: &Node, in_reply: bool) -> fmt::Result {
    let grouped = node.boost != 1.0 && is_composite(node);
    if grouped {
        f.write_char('(')?;
    }
    match &node.kind {
        NodeKind::And(clauses) => write_clauses(f, clauses, in_reply)?,
        NodeKind::Or(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                if index > 0 {
                    f.write_str(" OR ")?;
                }
                write_operand(f, node, !matches!(node.kind, NodeKind::Near { .. }), in_reply)?;
            }
        }
        NodeKind::Near { ordered, distance, left, right } => {
            write_operand(f, left, !matches!(left.kind, NodeKind::Near { .. }), in_reply)?;
            write!(f, " {}/{distance} ", if *ordered { "ADJ" } else { "NEAR" })?;
            write_operand(f, right, true, in_reply)?;
        }
        NodeKind::Not(node) => {
            f.write_char('-')?;
            write_operand(f, node, true, in_reply)?;
        }
        NodeKind::Field { field, node } => {
            write!(f, "{}:", field.name())?;
            write_operand(f, node, true, false)?;
        }
        NodeKind::Turn(node) => {
            f.write_str("turn:(")?;
            write_node(f, node, false)?;
            f.write_char(')')?;
        }
        NodeKind::Reply { first, second } => {
            f.write_str("reply:(")?;
            write_node(f, first, true)?;
            f.write_str(", ")?;
            write_node(f, second, true)?;
            f.write_char(')')?;
        }
        _ => write_leaf(f, &node.kind, in_reply)?,
    }
    if grouped {
        f.write_char(')')?;
    }
    if node.boost != 1.0 {
        write!(f, "^{}", node.boost)?;
    }
    Ok(())
}

fn write_clauses(f: &mut fmt::Formatter<'_>, clauses: &[Clause], in_reply: bool) -> fmt::Result {
    let is_marked = |clause: &Clause| clause.need == Need::Required && !clause.node.is_filter();
    for (index, clause) in clauses.iter().enumerate() {
        let marked_before = index > 0 && is_marked(&clauses[index - 1]);
        let marked_behind = clauses.get(index + 1).is_some_and(is_marked);
        if index > 0 {
            f.write_str(if marked_before && is_marked(clause) { " AND " } else { " " })?;
        }
        if is_marked(clause) && !marked_before && !marked_behind {
            f.write_char('+')?;
            write_operand(f, &clause.node, true, in_reply)?;
        } else {
            write_operand(f, &clause.node, !matches!(clause.node.kind, NodeKind::Near { .. }), in_reply)?;
        }
    }
    Ok(())
}

/// Writes `node` inside another, in parentheses where it is made of several.
fn write_operand(f: &mut fmt::Formatter<'_>, node: &Node, group: bool, in_reply: bool) -> fmt::Result {
    if group && node.boost == 1.0 && is_composite(node) {
        f.write_char('(')?;
        write_node(f, node, false)?;
        return f.write_char(')');
    }
    write_node(f, node, in_reply)
}

fn is_composite(node: &Node) -> bool {
    matches!(node.kind, NodeKind::And(_) | NodeKind::Or(_) | NodeKind::Near { .. })
}

fn write_leaf(f: &mut fmt::Formatter<'_>, kind: &NodeKind, in_reply: bool) -> fmt::Result {
    match kind {
        NodeKind::Word(text) => write_word(f, text, in_reply),
        NodeKind::Exact(text) => {
            f.write_char('=')?;
            write_word(f, text, in_reply)
        }
        NodeKind::Phrase { words, slop } => {
            f.write_char('"')?;
            let text = words.join(" ");
            text.chars().try_for_each(|c| match c {
                '"' | '\\' => write!(f, "\\{c}"),
                _ => f.write_char(c),
            })?;
            f.write_char('"')?;
            if *slop > 0 { write!(f, "~{slop}") } else { Ok(()) }
        }
        NodeKind::Prefix(text) => {
            write_word(f, text, in_reply)?;
            f.write_char('*')
        }
        NodeKind::Wildcard(pattern) => write_escaped(f, pattern, in_reply, |c| matches!(c, '*' | '?')),
        NodeKind::Fuzzy { text, distance } => {
            write_word(f, text, in_reply)?;
            write!(f, "~{distance}")
        }
        NodeKind::SoundsLike(text) => {
            f.write_str("sounds:")?;
            write_word(f, text, in_reply)
        }
        NodeKind::Regex(pattern) => write!(f, "/{}/", pattern.replace('/', "\\/")),
        NodeKind::Kind(kind) => write!(f, "kind:{}", kind.name()),
        NodeKind::Date(range) => write!(f, "date:{range}"),
        NodeKind::Time(range) => write!(f, "t:{range}"),
        _ => f.write_char('*'),
    }
}

fn write_word(f: &mut fmt::Formatter<'_>, word: &str, in_reply: bool) -> fmt::Result {
    if reads_as_operator(word) {
        f.write_char('\\')?;
        return f.write_str(word);
    }
    let last_letter = word.char_indices().rev().find(|(_, c)| !is_punctuation(*c)).map_or(0, |(at, _)| at);
    let is_question = !word[..last_letter].contains('?') || word.contains("://");
    write_escaped(f, word, in_reply, |c| c == '?' && is_question)
}

/// Writes a word with a backslash before what would otherwise be an operator.
fn write_escaped(
    f: &mut fmt::Formatter<'_>,
    word: &str,
    in_reply: bool,
    is_plain: impl Fn(char) -> bool,
) -> fmt::Result {
    for (at, c) in word.char_indices() {
        let is_mark = match c {
            '(' | ')' | '*' | '?' | '\\' | '^' | '~' => true,
            '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '＂' => true,
            '-' | '+' | '=' | '/' | '!' => at == 0,
            ':' => reads_as_field(word, at),
            ',' => in_reply,
            _ => false,
        };
        if is_mark && !is_plain(c) {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    Ok(())
}

/// Whether the colon at byte `at` would make what stands before it the name of a field. At the end of
/// the word it may: a star or a boost can follow.
fn reads_as_field(word: &str, at: usize) -> bool {
    let (ident, behind) = (&word[..at], &word[at + 1..]);
    ident.starts_with(|c: char| c.is_ascii_alphabetic())
        && ident.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !behind.starts_with(':')
        && !behind.starts_with("//")
}
