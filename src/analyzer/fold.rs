//! Which spellings of a word count as the same: case, accents, ligatures, width, typography, and of ideographs
//! the traditional and the simplified.

use unicode_normalization::UnicodeNormalization;

use super::{devanagari, han};

/// Lower case, composed, with plain apostrophes; marks of numbers and possessive endings cut.
pub(super) fn lower(word: &str) -> String {
    let mut out = if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        let lower = word.nfkc().flat_map(to_lower).filter(|c| !is_ignored(*c)).nfc().map(plain).collect();
        devanagari::spelled(lower)
    };
    if out.ends_with("'s") {
        out.truncate(out.len() - 2);
    } else if is_contracted(&out) {
        out.retain(|c| c != '\'');
    }
    // "1,000" is written with and without its comma.
    if out.contains(',') {
        out.retain(|c| c != ',');
    }
    out
}

/// `İ` has no accent that its small letter could have: of `İzmir` no ending would be known.
fn to_lower(c: char) -> impl Iterator<Item = char> {
    (if c == 'İ' { 'i' } else { c }).to_lowercase()
}

/// Says that a word is often typed without its apostrophe, and is then no other word: `don't` and `O'Brien`, not `we're`.
fn is_contracted(lower: &str) -> bool {
    const WHOLE: [&str; 7] = ["i'm", "i've", "you're", "you've", "they're", "they've", "we've"];
    lower.ends_with("n't") || lower.starts_with("o'") || WHOLE.contains(&lower)
}

/// The letter that is typed for one, as keyboards and habits have it: ё е, of Arabic script the letters of Persia, of
/// Romanian those with a comma, for which older keyboards have a cedilla, and of digits those of Europe.
fn plain(c: char) -> char {
    match c {
        '\u{2019}' | '\u{2BC}' | '\u{FF07}' => '\'',
        'ё' => 'е',
        'ی' | 'ى' => 'ي',
        'ک' => 'ك',
        'ș' => 'ş',
        'ț' => 'ţ',
        _ if c >= ZEROS[0] => digit(c),
        _ => c,
    }
}

/// The first of the ten digits of each script, in order.
const ZEROS: [char; 16] = ['٠', '۰', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០'];

fn digit(c: char) -> char {
    let zero = ZEROS.iter().rev().find(|zero| **zero <= c).copied().unwrap_or(c);
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c)
}

/// Takes the accents off lower-case text: é e, ß ss, ł l. Marks that make another letter, as in
/// kana, Thai and Indic scripts, stay.
pub(super) fn fold(lower: &str) -> String {
    if lower.is_ascii() {
        return lower.to_owned();
    }
    let mut out = String::with_capacity(lower.len());
    for c in lower.chars() {
        match c {
            c if c.is_ascii() => out.push(c),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            // Many write the one for the other at the end of a word.
            'ة' => out.push('ه'),
            // The final form of a letter that is otherwise the same.
            'ς' => out.push('σ'),
            _ if loses_marks(c) => out.extend(std::iter::once(c).nfd().filter(|c| !is_accent(*c))),
            _ if is_accent(c) => {}
            _ => out.push(han::fold(c)),
        }
    }
    out
}

/// Letters of alphabets whose accents people leave out: Latin, Greek, Arabic, Hebrew. In Cyrillic
/// й is a letter of its own.
fn loses_marks(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{3FF}' | '\u{1E00}'..='\u{1FFF}' | '\u{5D0}'..='\u{5F4}' | '\u{621}'..='\u{6FF}')
}

/// Accents, Hebrew points and Arabic vowel signs.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Characters inside words that carry no meaning for matching: soft hyphen, joiners, tatweel.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{640}' | '\u{FE0F}')
}
