//! Regular expressions between slashes, and the paths that only look like them.

use super::word::is_blank;
use super::{Error, Lexer};
use crate::query::{NodeKind, Span};

impl Lexer<'_> {
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
