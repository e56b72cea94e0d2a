//! What a source sets as code is whole, whatever it looks like: `a.Bc` in backticks.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

/// The words that a source sets as code inside its prose, looked for once somebody asks.
#[derive(Debug)]
pub struct CodeWords<'a> {
    source: &'a str,
    words: OnceCell<FxHashSet<&'a str>>,
}

/// Longer stretches between backticks are no names of things.
const SPAN_BYTES_MAX: usize = 160;

impl<'a> CodeWords<'a> {
    /// Those of `source`, which is Markdown, markup or a page.
    pub fn of(source: &'a str) -> Self {
        Self { source, words: OnceCell::new() }
    }

    /// Says that byte `at` of `text` is inside of such a word.
    pub(super) fn cover(&self, text: &str, at: usize) -> bool {
        const SIGNS_MAX: usize = 4;
        let words = self.words.get_or_init(|| words(self.source));
        if words.is_empty() {
            return false;
        }
        let around = around(text, at);
        let chunk = &text[around.clone()];
        let chunk = chunk.strip_suffix("'s").or_else(|| chunk.strip_suffix("\u{2019}s")).unwrap_or(chunk);
        let is_sign = |c: &char| !c.is_alphanumeric();
        let leading = chunk.chars().take_while(is_sign).take(SIGNS_MAX).map(char::len_utf8);
        let starts = leading.scan(0, |end, bytes| {
            *end += bytes;
            Some(*end)
        });
        [0].into_iter().chain(starts).any(|start| {
            let mut end = chunk.len();
            for _ in 0..=SIGNS_MAX {
                if around.start + start < at && at < around.start + end && words.contains(&chunk[start..end])
                {
                    return true;
                }
                match chunk[start..end].chars().next_back().filter(is_sign) {
                    Some(sign) => end -= sign.len_utf8(),
                    None => break,
                }
            }
            false
        })
    }
}

/// The stretch without white space around `at`, as far as words of code reach.
fn around(text: &str, at: usize) -> Range<usize> {
    let from = text.ceil_char_boundary(at.saturating_sub(SPAN_BYTES_MAX));
    let to = text.floor_char_boundary((at + SPAN_BYTES_MAX).min(text.len()));
    let start = text[from..at]
        .rfind(char::is_whitespace)
        .map_or(from, |space| from + space + text[from + space..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..to].find(char::is_whitespace).map_or(to, |space| at + space);
    start..end
}

fn words(source: &str) -> FxHashSet<&str> {
    let mut words = FxHashSet::default();
    let mut next = 0;
    while let Some(found) = memchr::memchr(b'`', &source.as_bytes()[next..]).map(|found| next + found) {
        let start = memchr::memrchr(b'\n', &source.as_bytes()[next..found]).map_or(next, |at| next + at + 1);
        let end = memchr::memchr(b'\n', &source.as_bytes()[found..]).map_or(source.len(), |at| found + at);
        in_backticks(&source[start..end], &mut words);
        next = end;
    }
    for at in memchr::memchr_iter(b'<', source.as_bytes()) {
        let element = ["<code", "<tt", "<kbd", "<samp", "<var"]
            .into_iter()
            .find(|element| source[at..].starts_with(element));
        let Some(element) = element else { continue };
        let behind = &source[at + element.len()..];
        let behind = &behind[..behind.floor_char_boundary(2 * SPAN_BYTES_MAX)];
        let inside = behind.split_once('>').and_then(|(_, inside)| inside.split_once('<'));
        words.extend(inside.iter().flat_map(|(span, _)| span.split_whitespace()));
    }
    words
}

/// `` `a.Bc` `` and ``` ``a.Bc`` ```: as many backticks end a stretch as began it.
fn in_backticks<'a>(line: &'a str, words: &mut FxHashSet<&'a str>) {
    let ticks = |text: &str| text.bytes().take_while(|byte| *byte == b'`').count();
    let mut rest = line;
    while let Some(open) = rest.find('`') {
        let count = ticks(&rest[open..]);
        rest = &rest[open + count..];
        let near = &rest[..rest.floor_char_boundary(SPAN_BYTES_MAX)];
        let mut at = 0;
        while let Some(found) = near[at..].find('`').map(|found| at + found) {
            let there = ticks(&rest[found..]);
            if there == count {
                words.extend(rest[..found].split_whitespace());
                rest = &rest[found + count..];
                break;
            }
            at = near.len().min(found + there);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_as_code_is_whole() {
        let check = |source: &str, text: &str, whole: &str, expected: bool| {
            let at = text.find(whole).unwrap() + whole.find('.').unwrap() + 1;
            assert_eq!(CodeWords::of(source).cover(text, at), expected, "{source}");
        };
        check("see `a.Bc`, then", "see a.Bc, then", "a.Bc", true);
        check("see ``a.Bc()``.", "see (a.Bc()). And", "a.Bc", true);
        check("<p>see <code class=x>a.Bc</code>'s", "see a.Bc's", "a.Bc", true);
        check("`go a.Bc now`", "go a.Bc now", "a.Bc", true);
        check("see `a.Bd`", "see a.Bc", "a.Bc", false);
        check("see ``a.Bc` so", "see a.Bc", "a.Bc", false);
        check("see a.Bc", "see a.Bc", "a.Bc", false);
    }
}
