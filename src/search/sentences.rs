//! Where a stretch of text may begin and end: at sentences, and inside no grapheme.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

/// Where words begin in a range, and whether a sentence does; in scripts without spaces where
/// sentences do.
pub(super) fn breaks(text: &str, range: Range<usize>) -> impl Iterator<Item = (usize, bool)> {
    text[range.clone()].char_indices().filter_map(move |(at, c)| {
        let at = range.start + at + c.len_utf8();
        let is_wide_end = matches!(c, '。' | '！' | '？') && !text[at..].starts_with(['」', '』', '）', '”']);
        let is_behind_quote =
            matches!(c, '」' | '』') && text[..at - c.len_utf8()].ends_with(['。', '！', '？']);
        if c.is_whitespace() {
            Some((at, c == '\n' || is_sentence_break(text, at)))
        } else {
            (is_wide_end || is_behind_quote).then_some((at, true))
        }
    })
}

/// So many characters before `at`, on a boundary of what readers see as characters.
pub(super) fn back(text: &str, at: usize, chars: usize) -> usize {
    let start = text[..at].char_indices().rev().take(chars).last().map_or(at, |(start, _)| start);
    on_grapheme(text, start, at)
}

/// So many characters behind `at`, likewise.
pub(super) fn forth(text: &str, at: usize, chars: usize) -> usize {
    let end = text[at..].char_indices().nth(chars).map_or(text.len(), |(end, _)| at + end);
    on_grapheme(text, end, text.len())
}

/// The first boundary between graphemes at or behind `at`, at most `end`.
pub(super) fn on_grapheme(text: &str, at: usize, end: usize) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(end).min(end),
        _ => at,
    }
}

/// The first start of a sentence in `earliest..=hit`, else the first start of a word.
pub(super) fn start_of_sentence(text: &str, earliest: usize, hit: usize) -> usize {
    let mut first_word = None;
    for (start, is_sentence) in breaks(text, earliest..hit) {
        if is_sentence {
            return start;
        }
        first_word = first_word.or(Some(start));
    }
    // Scripts without spaces begin anywhere.
    let has_no_spaces = !text[earliest..hit].is_ascii() && first_word.is_none();
    first_word.unwrap_or(if earliest == 0 || has_no_spaces { earliest } else { hit })
}

/// The last end of a sentence in `hit..=latest`, if it leaves enough of what begins at `start`, else the last end of
/// a word.
pub(super) fn end_of_sentence(text: &str, start: usize, hit: usize, latest: usize) -> usize {
    let (mut sentence, mut word) = (None, None);
    // One more character shows whether a word ends here.
    let seen = text[latest..].chars().next().map_or(latest, |c| latest + c.len_utf8());
    for (at, is_sentence) in breaks(text, hit..seen) {
        let end = text[..at].trim_end().len();
        if end <= latest && end >= hit {
            word = Some(end);
            if is_sentence || ends_sentence(&text[..end]) {
                sentence = Some(end);
            }
        }
    }
    match (sentence, word) {
        (Some(end), _) if end - hit > (latest - hit) / 3 || end - start > (latest - start) / 2 => end,
        (_, Some(end)) if end > hit => end,
        // Scripts without spaces end anywhere.
        _ => latest,
    }
}

/// Whether a sentence begins at `start`.
pub(crate) fn is_sentence_break(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end();
    let begins = text[start..].chars().next().is_none_or(|c| !c.is_lowercase());
    text[before.len()..start].contains('\n') || begins && ends_sentence(before)
}

pub(super) fn ends_sentence(text: &str) -> bool {
    let mut end = text.chars().rev().skip_while(|c| {
        matches!(c, '"' | '\'' | ')' | ']' | '\u{201d}' | '\u{2019}' | '\u{bb}' | '」' | '』')
    });
    end.next().is_some_and(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | ':'))
}
