//! Brings the words with times and the text with punctuation together.

use super::recording::{Joint, Piece};

/// How far, in bytes, the text is searched for a word that is not where it should be.
const WINDOW_BYTES: usize = 80;
/// Only words of so many letters are looked for elsewhere: `a` and `the` are found anywhere.
const TELLING_LETTERS: usize = 4;

/// A word with its time.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimedWord<'j> {
    /// The word, perhaps with a space or punctuation at its ends.
    pub text: &'j str,
    /// When it begins and ends, in milliseconds.
    pub start: Option<f64>,
    pub end: Option<f64>,
}

/// Adds `text` to `pieces`, cut where the first of `words` begin in it; takes those words off.
///
/// `whole` is the piece that the text would be uncut: the first piece takes its place. Words that
/// begin at `until` or later are left for the next text.
pub(super) fn cut<'j>(
    text: &'j str,
    words: &mut &[TimedWord<'j>],
    whole: Piece<'j>,
    until: Option<f64>,
    pieces: &mut Vec<Piece<'j>>,
) {
    let speaker = whole.speaker.clone();
    let mut open = whole;
    let (mut open_from, mut at) = (0, 0);
    while let Some(word) = words.first() {
        let is_later = word.start.zip(until).is_some_and(|(start, until)| start >= until);
        if is_later || !text[at..].contains(char::is_alphanumeric) {
            break;
        }
        *words = &words[1..];
        let Some((start, end)) = find(&text[at..], word.text) else { continue };
        let (start, end) = (at + start, at + end);
        // An opening quotation mark belongs to its word.
        let opening = text[at..start].trim_end_matches(|c: char| !c.is_whitespace()).len();
        let start = if opening > 0 || at == 0 { at + opening } else { start };
        at = end;
        if word.start.is_none() {
            continue;
        }
        let timed = Piece::new("", word.start, word.end);
        if text[open_from..start].contains(char::is_alphanumeric) {
            open.text = text[open_from..start].into();
            let spaced = text[..start].ends_with(char::is_whitespace);
            let joint = if spaced { Joint::Word } else { Joint::Close };
            pieces.push(std::mem::replace(&mut open, timed.by(speaker.clone()).joined(joint)));
            open_from = start;
        } else {
            (open.start_ms, open.end_ms) = (timed.start_ms, timed.end_ms.or(open.end_ms));
        }
    }
    open.text = text[open_from..].into();
    pieces.push(open);
}

/// Where `word` stands near the beginning of `text`, by its letters and digits alone.
fn find(text: &str, word: &str) -> Option<(usize, usize)> {
    let letters = word.chars().filter(|c| c.is_alphanumeric()).take(TELLING_LETTERS).count();
    let mut at = text.find(char::is_alphanumeric)?;
    if letters == 0 {
        return None;
    }
    let window = if letters < TELLING_LETTERS { at } else { at + WINDOW_BYTES };
    loop {
        if let Some(length) = matching_bytes(&text[at..], word) {
            return Some((at, at + length));
        }
        // On to the beginning of the next word.
        let space = text[at..].find(|c: char| !c.is_alphanumeric())?;
        at += space + text[at + space..].find(char::is_alphanumeric)?;
        if at > window {
            return None;
        }
    }
}

/// How many bytes of `text`, which begins with a letter or digit, the letters of `word` take.
fn matching_bytes(text: &str, word: &str) -> Option<usize> {
    let mut rest = text.char_indices().filter(|(_, c)| c.is_alphanumeric());
    let mut length = 0;
    for c in word.chars().filter(|c| c.is_alphanumeric()) {
        let (at, other) = rest.next()?;
        if c != other && !c.to_lowercase().eq(other.to_lowercase()) {
            return None;
        }
        length = at + other.len_utf8();
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[(&str, f64)], expected: &[(&str, Option<u32>)]) {
        let words: Vec<_> =
            words.iter().map(|(text, start)| TimedWord { text, start: Some(*start), end: None }).collect();
        let mut pieces = Vec::new();
        cut(text, &mut &words[..], Piece::new("", Some(7.0), None), None, &mut pieces);
        let shown: Vec<_> = pieces.iter().map(|piece| (&*piece.text, piece.start_ms)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_are_found_in_their_text() {
        check(
            "So, it's on.",
            &[("so", 1.0), (" it's", 2.0), ("on", 3.0)],
            &[("So, ", Some(1)), ("it's ", Some(2)), ("on.", Some(3))],
        );
        check(
            "He: \"so\u{2014}it is",
            &[("He", 1.0), ("so", 2.0), ("it", 3.0), ("is", 4.0)],
            &[("He: ", Some(1)), ("\"so\u{2014}", Some(2)), ("it ", Some(3)), ("is", Some(4))],
        );
        check(
            "\u{4f60}\u{597d}\u{3002}",
            &[("\u{4f60}", 1.0), ("\u{597d}", 2.0)],
            &[("\u{4f60}", Some(1)), ("\u{597d}\u{3002}", Some(2))],
        );
    }

    #[test]
    fn words_that_are_missing_on_either_side_cost_nothing_else() {
        check("One thing more", &[("um", 1.0), ("more", 3.0)], &[("One thing ", Some(7)), ("more", Some(3))]);
        check("One", &[], &[("One", Some(7))]);
        check("One", &[("two", 1.0)], &[("One", Some(7))]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(text in "\\PC{0,40}", words in proptest::collection::vec("\\PC{0,4}", 0..8)) {
            let words: Vec<_> =
                words.iter().map(|text| TimedWord { text, start: Some(1.0), end: None }).collect();
            let mut pieces = Vec::new();
            cut(&text, &mut &words[..], Piece::default(), None, &mut pieces);
            let joined: String = pieces.iter().map(|piece| &*piece.text).collect();
            proptest::prop_assert_eq!(joined, text);
        }
    }
}
