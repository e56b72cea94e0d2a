//! Constructs within a line.

use super::constructs::{balanced, component, shown_settings, speaking};
use super::{CONSTRUCT_BYTES_MAX, Cleaner, INLINE_BYTES_MAX, PART};

impl Cleaner<'_> {
    /// Cleans inside a line.
    pub(super) fn inline(&mut self, body: &str, mut at: usize, mut end: usize) -> usize {
        let mut in_code = false;
        while at < end {
            let is_sign = |b: &u8| matches!(b, b'{' | b'[' | b'`' | b'\\') || *b == b'<' && self.is_mdx;
            let Some(found) = body.as_bytes()[at..end].iter().position(is_sign) else { break };
            self.out.push_str(&body[at..at + found]);
            at += found;
            let rest = &body[at..];
            let length = if rest.starts_with('`') {
                in_code = !in_code;
                let ticks = rest.bytes().take_while(|b| *b == b'`').count();
                self.out.push_str(&rest[..ticks]);
                at += ticks;
                continue;
            } else if let Some(escaped) = rest.strip_prefix('\\') {
                let escaped = 1 + escaped.chars().next().map_or(0, char::len_utf8);
                self.out.push_str(&rest[..escaped]);
                at += escaped;
                end = end.max(at);
                continue;
            } else if rest.starts_with('[') {
                if let Some(length) = citation(rest).filter(|_| !in_code && !self.has_named_links) {
                    self.out.truncate(self.out.trim_end_matches(' ').len());
                    at = self.drop("citation", body, at, at + length);
                } else {
                    self.out.push('[');
                    at += 1;
                }
                continue;
            } else if in_code || at < self.fruitless_to {
                None
            } else {
                self.construct(body, at)
            };
            match length {
                Some(length) => {
                    if !rest.starts_with("{{") && !rest.starts_with("{%") && rest.starts_with('{') {
                        self.unbracket();
                    }
                    let after = at + length;
                    let construct = &body[at..after];
                    let has_settings = construct.contains("=\"") || construct.contains("='");
                    let is_alone = body[after..].starts_with('\n') || after == body.len();
                    let turn = speaking(construct, is_alone).filter(|_| has_settings);
                    let is_turn = turn.is_some();
                    let settings =
                        turn.or_else(|| has_settings.then(|| shown_settings(construct))).unwrap_or_default();
                    self.out.push_str(&settings);
                    if !settings.is_empty() && is_alone && !is_turn {
                        self.out.push_str(PART);
                    }
                    self.drop("shortcode", body, at, after);
                    at = after;
                    if at > end {
                        end = body[at..].find('\n').map_or(body.len(), |found| at + found + 1);
                    }
                }
                None => {
                    self.out.push_str(&rest[..1]);
                    at += 1;
                }
            }
        }
        if at < end {
            self.out.push_str(&body[at..end]);
        }
        end.max(at)
    }

    /// The bytes of the construct that begins at `at`.
    fn construct(&mut self, body: &str, at: usize) -> Option<usize> {
        let within = |bytes: usize| &body[at..body.floor_char_boundary((at + bytes).min(body.len()))];
        // These stand on one line.
        let near = within(INLINE_BYTES_MAX);
        let near = &near[..near.find('\n').unwrap_or(near.len())];
        let rest = within(CONSTRUCT_BYTES_MAX);
        let to = |close: &str| rest.find(close).map(|found| found + close.len());
        let length = if rest.starts_with("{{<") {
            to(">}}")
        } else if rest.starts_with("{{%") {
            to("%}}")
        } else if let Some(inside) = rest.strip_prefix("{{") {
            // In LaTeX braces come in pairs too: `\frac{{a}}`, `{{{\bf`, `x^{{2}}`.
            let before = |c: char| c.is_alphanumeric() || matches!(c, '^' | '_' | '}');
            let is_latex = inside.starts_with(['{', '\\']) || body[..at].ends_with(before);
            return near.find("}}").filter(|_| !is_latex).map(|found| found + 2);
        } else if ["{:", "{.", "{#", "{ ."].iter().any(|open| rest.starts_with(open)) {
            let length = near.find('}').map(|found| found + 1);
            // Behind a picture nothing else has a brace and a colon.
            let is_picture = rest.starts_with("{:") && body[..at].ends_with(')');
            return length.filter(|length| is_picture || near[..*length].contains(['.', '#', '=']));
        } else if rest.starts_with('{') && body[..at].ends_with([')', ']']) && are_attributes(near) {
            near.find('}').map(|found| found + 1)
        } else if rest.starts_with("{% comment") {
            to("endcomment %}").or_else(|| to("%}"))
        } else if rest.starts_with("{%") {
            to("%}")
        } else if self.is_mdx && rest.starts_with('{') {
            balanced(rest)
        } else if self.is_mdx && rest.starts_with('<') {
            component(rest)?
        } else {
            return None;
        };
        if length.is_none() {
            self.fruitless_to = at + rest.len();
        }
        length
    }

    /// Takes the brackets off the span that attributes just followed: `[words]{.mark}`.
    fn unbracket(&mut self) {
        let Some(inside) = self.out.strip_suffix(']') else { return };
        let mut depth = 1_usize;
        let opened = inside.char_indices().rev().take(INLINE_BYTES_MAX).find(|(_, c)| {
            match c {
                ']' => depth += 1,
                '[' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        if let Some((opened, _)) = opened {
            self.out.pop();
            self.out.remove(opened);
        }
    }
}

/// The bytes of Pandoc's citation, `[@key; @other, p. 3]`, which is no link.
fn citation(rest: &str) -> Option<usize> {
    const BYTES_MAX: usize = 300;
    let near = &rest[..rest.floor_char_boundary(BYTES_MAX)];
    let inside = near.strip_prefix("[@")?;
    if !inside.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let end = near.find(']')? + 1;
    let inside = &near[2..end];
    let is_link = rest[end..].starts_with(['(', '[', ':']);
    // Keys have years and marks that nicknames of people seldom have.
    let is_key = inside.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '_' | ';'));
    (is_key && !is_link && !inside.contains('[') && !inside.contains("\n\n")).then_some(end)
}

/// Says that braces hold settings of what stands before them: `{width=40 height=30}`.
fn are_attributes(near: &str) -> bool {
    let Some((inside, _)) = near[1..].split_once('}') else { return false };
    let is_setting = |word: &str| {
        word.split_once('=').is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    };
    inside.split_whitespace().next().is_some_and(is_setting)
}
