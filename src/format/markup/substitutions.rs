//! What one name stands for in a whole text: `|name|` of reStructuredText, `{name}` of AsciiDoc.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

/// What names stand for.
#[derive(Debug, Default)]
pub(super) struct Substitutions<'t> {
    known: HashMap<&'t str, Cow<'t, str>>,
    /// By how much texts have grown.
    grown: Cell<usize>,
}

/// How much texts may grow: one that is short may stand for much.
const GROWN_BYTES_MAX: usize = 1 << 20;
/// More is no name.
const NAME_BYTES_MAX: usize = 80;

impl<'t> Substitutions<'t> {
    pub(super) fn tell(&mut self, name: &'t str, text: impl Into<Cow<'t, str>>) {
        if !name.is_empty() && name.len() <= NAME_BYTES_MAX {
            self.known.insert(name, text.into());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// `text` with what stands for the names between `open` and `close`; other words between them stay.
    /// What stands for a name is taken as it is.
    pub(super) fn put_in<'a>(&self, text: &'a str, open: char, close: char) -> Cow<'a, str> {
        if self.is_empty() || !text.contains(open) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(open) {
            let inside = &rest[at + open.len_utf8()..];
            let near = &inside[..inside.floor_char_boundary(NAME_BYTES_MAX + close.len_utf8())];
            let end = near.find(close);
            let known = end.and_then(|end| Some((end, self.known.get(&near[..end])?)));
            match known.filter(|(_, text)| self.grown.get() + text.len() <= GROWN_BYTES_MAX) {
                Some((end, text)) => {
                    out.push_str(&rest[..at]);
                    out.push_str(text);
                    self.grown.set(self.grown.get() + text.len());
                    rest = &inside[end + close.len_utf8()..];
                    // Where nothing is left, no blank is: one at the beginning of a line would say something.
                    if text.is_empty() && (out.is_empty() || out.ends_with(char::is_whitespace)) {
                        rest = rest.trim_start_matches(' ');
                    }
                }
                None => {
                    out.push_str(&rest[..at + open.len_utf8()]);
                    rest = inside;
                }
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_what_they_stand_for() {
        let mut known = Substitutions::default();
        known.tell("ph", "peat hag");
        let check = |text: &str, expected: &str| assert_eq!(known.put_in(text, '|', '|'), expected);
        check("The |ph| moves, a |hp| not.", "The peat hag moves, a |hp| not.");
        check("| a line |ph|", "| a line peat hag");
        check("||ph| ph| |ph", "|peat hag ph| |ph");
        let mut large = Substitutions::default();
        let text = "x".repeat(1 << 16);
        large.tell("a", text);
        assert!(large.put_in(&"{a}".repeat(1000), '{', '}').len() < 3 << 20);
    }
}
