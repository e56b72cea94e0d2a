//! Where words begin and end.
//!
//! A word is a run of letters, digits and their marks. Inside it may stand an apostrophe between
//! letters and a point or comma between digits; `C++`, `C#` and `U.S.` are words. Elisions part
//! (`l'amour`). A sign before a word may belong to it (`#tag`, `@name`, `.NET`, `$100`); raised figures, with which
//! footnotes are marked, belong to none. Scripts that are written without spaces give one word per character,
//! which reaches over the next character too: overlapping pairs find any substring as a phrase.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The bytes that make its terms.
    pub term: Range<usize>,
    /// The bytes to mark when it matches; for a pair of unspaced characters just the first.
    pub mark: Range<usize>,
    /// The bytes of its exact form: its term, and a sign before it that belongs to it.
    pub form: Range<usize>,
}

/// Signs that a word may begin with, each in its exact form alone.
pub const SIGNS: [char; 7] = ['#', '@', '.', '$', '€', '£', '¥'];

/// What has lost its vowel before a word, as in `l'objet`.
const ARTICLES: [&str; 12] = ["l", "d", "j", "qu", "n", "c", "dell", "all", "nell", "sull", "dall", "quelqu"];
/// The same, which nobody leaves out who asks for the word: `s'` and `t'` begin words of English, too.
const OTHER_ELISIONS: [&str; 5] = ["s", "t", "m", "jusqu", "lorsqu"];

fn is_among(word: &str, elisions: &[&str]) -> bool {
    elisions.iter().any(|elision| elision.eq_ignore_ascii_case(word))
}

/// A word of a query without the article before it that has lost its vowel: who asks for `l'objet` asks for `objet`.
pub fn without_elision(text: &str) -> &str {
    let mut found = words(text);
    let (Some(first), Some(second)) = (found.next(), found.next()) else { return text };
    let is_apostrophe = |c: char| c == '\'' || class_of(c) == Class::Apostrophe;
    let behind = text[first.term.end..].strip_prefix(is_apostrophe);
    let is_elided = behind.is_some_and(|behind| second.form.start + behind.len() == text.len())
        && is_among(&text[first.term], &ARTICLES);
    if is_elided { &text[second.form.start..] } else { text }
}

/// Whether a sign may begin a word that goes on with this character: a currency stands before a number, a point
/// before a letter.
pub fn may_begin(sign: char, next: char) -> bool {
    match sign {
        '#' | '@' => true,
        '.' => matches!(class_of(next), Class::Letter),
        '$' | '€' | '£' | '¥' => next.is_ascii_digit(),
        _ => false,
    }
}

/// The words of `text` in order.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Iterator over the words of a text.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// Belongs to the letter before it.
    Mark,
    /// A letter of a script without spaces between words.
    Unspaced,
    Apostrophe,
    Other,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        self.plain().or_else(|| self.any())
    }
}

impl Words<'_> {
    /// The next word, whatever it is.
    fn any(&mut self) -> Option<Word> {
        let from = self.at;
        let start = self.skip_to_word()?;
        let (class, width) = self.class_at(start)?;
        if class == Class::Unspaced {
            return Some(self.unspaced(start, width));
        }
        let form_start = start - self.sign_before(start, from);
        let end = self.word_end(start);
        self.at = end;
        Some(Word { term: start..end, mark: start..end, form: form_start..end })
    }

    /// The next word as most are: ASCII letters up to a blank, or up to another sign where nothing
    /// that follows could belong to them.
    #[inline]
    fn plain(&mut self) -> Option<Word> {
        let bytes = self.text.as_bytes();
        let start = self.at + usize::from(bytes.get(self.at) == Some(&b' '));
        let letters = ascii_letters(&bytes[start.min(bytes.len())..]);
        let end = start + letters;
        let is_whole = match bytes.get(end) {
            Some(b' ') | None => letters > 0,
            // Initials and `C++` are shorter.
            Some(sign) => letters > 2 && *sign < 0x80 && ASCII[usize::from(*sign)] == Class::Other,
        };
        is_whole.then(|| {
            self.at = end;
            Word { term: start..end, mark: start..end, form: start..end }
        })
    }

    fn skip_to_word(&mut self) -> Option<usize> {
        loop {
            match self.class_at(self.at)? {
                (Class::Letter | Class::Digit | Class::Unspaced, _) => return Some(self.at),
                (_, width) => self.at += width,
            }
        }
    }

    #[inline]
    fn class_at(&self, at: usize) -> Option<(Class, usize)> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 0x80 {
            return Some((ASCII[byte as usize], 1));
        }
        let c = self.text[at..].chars().next()?;
        Some((class_of(c), c.len_utf8()))
    }

    fn class(&self, at: usize) -> Class {
        self.class_at(at).map_or(Class::Other, |(class, _)| class)
    }

    /// A character of an unspaced script together with the next one, where there is one.
    fn unspaced(&mut self, start: usize, width: usize) -> Word {
        let end = self.skip_marks(start + width);
        self.at = end;
        let pair_end = match self.class_at(end) {
            Some((Class::Unspaced, width)) => self.skip_marks(end + width),
            _ => end,
        };
        Word { term: start..pair_end, mark: start..end, form: start..pair_end }
    }

    fn skip_marks(&self, mut at: usize) -> usize {
        while let Some((Class::Mark, width)) = self.class_at(at) {
            at += width;
        }
        at
    }

    fn word_end(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        // Most words are such letters and nothing else.
        let letters = ascii_letters(&bytes[start..]);
        let mut at = start + letters;
        let mut before = if letters > 0 { Class::Letter } else { Class::Other };
        while let Some((class, width)) = self.class_at(at) {
            match class {
                Class::Letter | Class::Digit => before = class,
                Class::Mark => {}
                Class::Apostrophe => {
                    let joins = before == Class::Letter && self.class(at + width) == Class::Letter;
                    if !joins || self.is_elision(start, at, at + width) {
                        break;
                    }
                }
                Class::Other if matches!(bytes[at], b'.' | b',') => {
                    let between_digits = before == Class::Digit && self.class(at + 1) == Class::Digit;
                    if !between_digits && !self.is_initial(start, at) {
                        break;
                    }
                }
                _ => break,
            }
            at += width;
        }
        at + self.sign_bytes(start, at)
    }

    /// `l'`, `qu'`, `dell'` before a word: an article that has lost its vowel.
    fn is_elision(&self, start: usize, apostrophe: usize, next: usize) -> bool {
        let head = &self.text[start..apostrophe];
        let (_, width) = self.class_at(next).unwrap_or((Class::Other, 0));
        let tail_is_a_word = matches!(self.class(next + width), Class::Letter | Class::Mark);
        tail_is_a_word && (is_among(head, &ARTICLES) || is_among(head, &OTHER_ELISIONS))
    }

    /// The point at `at` stands between single letters, as in `U.S.A`.
    fn is_initial(&self, start: usize, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let letter_before = at == start + 1 || (at >= start + 3 && bytes[at - 2] == b'.');
        let letter_after = bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
        if bytes[at] != b'.' || !bytes[at - 1].is_ascii_alphabetic() || !letter_before || !letter_after {
            return false;
        }
        !matches!(self.class(at + 2), Class::Letter | Class::Digit | Class::Mark | Class::Apostrophe)
    }

    /// The bytes of the sign before the word at `start` that belongs to it; what is before `from` is another word.
    fn sign_before(&self, start: usize, from: usize) -> usize {
        let Some(sign) = self.text[from.min(start)..start].chars().next_back() else { return 0 };
        let next = self.text[start..].chars().next();
        // In `me@home` and `it...and` it stands between words, and in `&#39;` for something else.
        let is_apart = || {
            self.text[..start - sign.len_utf8()].chars().next_back().is_none_or(|before| {
                !SIGNS.contains(&before) && !matches!(before, '&' | '_') && class_of(before) == Class::Other
            })
        };
        let is_sign = next.is_some_and(|next| may_begin(sign, next)) && is_apart();
        if is_sign { sign.len_utf8() } else { 0 }
    }

    /// The signs that belong to the name of a programming language or a grade: `C++`, `F#`, `A+`
    /// is left alone.
    fn sign_bytes(&self, start: usize, end: usize) -> usize {
        let rest = &self.text.as_bytes()[end..];
        let is_short =
            end - start <= 2 && self.text.as_bytes()[start..end].iter().all(u8::is_ascii_alphabetic);
        let signs = match rest {
            _ if !is_short => 0,
            [b'+', b'+', ..] => 2,
            [b'#', ..] if end - start == 1 => 1,
            _ => 0,
        };
        let ends = signs > 0 && !matches!(self.class(end + signs), Class::Letter | Class::Digit);
        if ends { signs } else { 0 }
    }
}

/// How many ASCII letters `bytes` begins with.
#[inline]
fn ascii_letters(bytes: &[u8]) -> usize {
    const EVERY: u64 = 0x0101_0101_0101_0101;
    let mut count = 0;
    // Eight at a time: the highest bit of each byte says that it is no letter.
    while let Some(eight) = bytes.get(count..).and_then(|bytes| bytes.first_chunk()) {
        let eight = u64::from_le_bytes(*eight);
        let lower = (eight | (0x20 * EVERY)) & (0x7F * EVERY);
        let from_a = lower + (0x80 - u64::from(b'a')) * EVERY;
        let behind_z = lower + (0x7F - u64::from(b'z')) * EVERY;
        let others = (!from_a | behind_z | eight) & (0x80 * EVERY);
        if others != 0 {
            return count + others.trailing_zeros() as usize / 8;
        }
        count += 8;
    }
    count + bytes[count..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

const ASCII: [Class; 128] = {
    let mut classes = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        if b.is_ascii_alphabetic() {
            classes[byte] = Class::Letter;
        } else if b.is_ascii_digit() {
            classes[byte] = Class::Digit;
        } else if b == b'\'' {
            classes[byte] = Class::Apostrophe;
        }
        byte += 1;
    }
    classes
};

/// Whether it is a letter of a script that parts its words.
pub(super) fn is_letter(c: char) -> bool {
    class_of(c) == Class::Letter
}

fn class_of(c: char) -> Class {
    match c {
        '\u{2019}' | '\u{2BC}' | '\u{FF07}' => Class::Apostrophe,
        // Marks, and the invisible characters that may stand inside a word.
        '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' => {
            Class::Mark
        }
        '\u{591}'..='\u{5BD}'
        | '\u{5BF}'
        | '\u{5C1}'..='\u{5C7}'
        | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}'
        | '\u{670}' => Class::Mark,
        // Voicing marks of kana, tone and vowel marks of Thai, Lao and Khmer.
        '\u{3099}'
        | '\u{309A}'
        | '\u{FF9E}'
        | '\u{FF9F}'
        | '\u{E31}'
        | '\u{E34}'..='\u{E3A}'
        | '\u{E47}'..='\u{E4E}' => Class::Mark,
        '\u{EB1}'
        | '\u{EB4}'..='\u{EBC}'
        | '\u{EC8}'..='\u{ECE}'
        | '\u{17B4}'..='\u{17D3}'
        | '\u{FE00}'..='\u{FE0F}' => Class::Mark,
        '\u{E01}'..='\u{E46}' | '\u{E80}'..='\u{EDF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17DF}'
            if c.is_alphabetic() =>
        {
            Class::Unspaced
        }
        '\u{2E80}'..='\u{2FDF}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309D}'..='\u{309F}' => Class::Unspaced,
        '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{3105}'..='\u{312F}'
        | '\u{31F0}'..='\u{31FF}' => Class::Unspaced,
        '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9D}'
        | '\u{20000}'..='\u{3FFFF}' => Class::Unspaced,
        // Marks of footnotes stand right behind words.
        '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}' | '\u{2074}'..='\u{2079}' => Class::Other,
        _ if c.is_numeric() => Class::Digit,
        _ if c.is_alphabetic() => Class::Letter,
        // Of other scripts, as the point below of Bengali; those for symbols enclose digits.
        _ if is_combining_mark(c) && !matches!(c, '\u{20D0}'..='\u{20FF}') => Class::Mark,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_without_its_vowel_is_not_asked_for() {
        for (typed, asked) in [
            ("l'objet", "objet"),
            ("Dell\u{2019}arte", "arte"),
            ("qu'elle", "elle"),
            ("s'more", "s'more"),
            ("don't", "don't"),
            ("l objet", "l objet"),
            ("l'", "l'"),
        ] {
            assert_eq!(without_elision(typed), asked);
        }
    }
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = words(text).map(|word| &text[word.term]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_are_what_a_reader_calls_words() {
        check("Land value, taxed.", &["Land", "value", "taxed"]);
        check("multi-agent GPT-4o v2.0", &["multi", "agent", "GPT", "4o", "v2.0"]);
        check("C++ and F# but A+ B#x", &["C++", "and", "F#", "but", "A", "B", "x"]);
        check("the U.S. and U.S.A. (e.g. Ph.D.)", &["the", "U.S", "and", "U.S.A", "e.g", "Ph", "D"]);
        check("I.", &["I"]);
        check("ｺｴﾝｻﾞｲﾑ", &["ｺｴ", "ｴﾝ", "ﾝｻﾞ", "ｻﾞｲ", "ｲﾑ", "ﾑ"]);
        check("culvert¹ was dry.²³ H₂O m²", &["culvert", "was", "dry", "H₂O", "m"]);
        check(
            "don't 'quoted' rock\u{2019}n\u{2019}roll Keats's",
            &["don't", "quoted", "rock\u{2019}n\u{2019}roll", "Keats's"],
        );
        check(
            "l'amour d\u{2019}eau qu'il aujourd'hui",
            &["l", "amour", "d", "eau", "qu", "il", "aujourd'hui"],
        );
        check("1,000 or 3.14, then 5.", &["1,000", "or", "3.14", "then", "5"]);
        check("#tag @name snake_case", &["tag", "name", "snake", "case"]);
        let forms = |text: &str, expected: &[&str]| {
            let found: Vec<_> = words(text).map(|word| &text[word.form]).collect();
            assert_eq!(found, expected, "{text}");
        };
        forms("#tag (@name) .NET 5", &["#tag", "@name", ".NET", "5"]);
        forms("$100 (€5,000) £x US$7 $a", &["$100", "€5,000", "x", "US", "7", "a"]);
        forms("#1 .5 ~/.config", &["#1", "5", ".config"]);
        forms(
            "me@home it...and sf.net ##h &#39; C# .x",
            &["me", "home", "it", "and", "sf", "net", "h", "39", "C#", ".x"],
        );
        forms("#\u{e9}t\u{e9} #\u{5730}", &["#\u{e9}t\u{e9}", "\u{5730}"]);
        check("地価税 abc", &["地価", "価税", "税", "abc"]);
        check("がく", &["がく", "く"]);
        check("e\u{301}te\u{301}", &["e\u{301}te\u{301}"]);
        check("Привет, мир", &["Привет", "мир"]);
        check("हिन्दी भाषा", &["हिन्दी", "भाषा"]);
        check("পড়া বিদ্যা মিয়া, 1\u{20E3}", &["পড়া", "বিদ্যা", "মিয়া", "1"]);
        check("", &[]);
    }

    proptest! {
        #[test]
        fn plain_words_are_words(text in "([a-zA-Z]{1,11}|[a-z0-9'.,+#\u{2019}e\u{301}\u{e9}\u{6f22} -]|[.,]? ){0,40}") {
            let mut any = words(&text);
            let found: Vec<Word> = std::iter::from_fn(|| any.any()).collect();
            prop_assert_eq!(words(&text).collect::<Vec<_>>(), found);
        }

        #[test]
        fn words_lie_on_characters_in_order(text in any::<String>()) {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(word.mark.start >= end && word.mark.end > word.mark.start);
                prop_assert!(word.term.start == word.mark.start && word.term.end >= word.mark.end);
                prop_assert!(word.form.end == word.term.end && word.term.start - word.form.start <= 3);
                prop_assert!(text.get(word.form.clone()).is_some());
                prop_assert!(text.get(word.term.clone()).is_some() && text.get(word.mark.clone()).is_some());
                end = word.mark.end;
            }
        }
    }
}
