//! Two words that a hyphen joins: `e-mail` is looked for as `email`, and `GPT-4` as `GPT4`, too, and the other way.
//! What an ampersand joins is known as it is written: where `AT&T` stands, and not `at t`. Of initials and degrees the
//! points do not count: `A.I.` is also `AI`, and `Ph.D.` `PhD`.

use std::ops::Range;

use super::word::{Word, is_letter, words};
use super::{exact_form, function_words};

const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];
const AMPERSAND: char = '&';
const POINT: char = '.';
/// The two parts of `Ph.D.`, `M.Sc.` and the like.
#[rustfmt::skip]
const DEGREES: [(&str, &str); 10] = [
    ("Ph", "D"), ("D", "Phil"), ("M", "Phil"), ("M", "Sc"), ("B", "Sc"), ("B", "Com"), ("B", "Tech"), ("Psy", "D"),
    ("Pharm", "D"), ("Ed", "D"),
];

/// The bytes of the form of `word`, which is one of [`words`] of `text`, and of the word that a hyphen, an ampersand
/// or, in a degree, a point joins to it. Nothing where there is none, where both are so long that nobody writes them as one, and inside of longer chains,
/// paths and names of files, where hyphens stand for blanks.
pub fn compound(text: &str, word: &Word) -> Option<Range<usize>> {
    /// Of the compounds of an archive that also stand there as one a tenth are longer, of the others three tenths.
    const LETTERS_MAX: usize = 12;
    /// Longer words with an ampersand are the values of an address.
    const INITIALS_MAX: usize = 4;
    let is_joint = |c: &char| HYPHENS.contains(c) || matches!(*c, AMPERSAND | POINT);
    let joint = text[word.term.end..].chars().next().filter(is_joint)?;
    // Most points end a sentence.
    if joint == POINT && !DEGREES.iter().any(|(first, _)| *first == &text[word.form.clone()]) {
        return None;
    }
    let behind = &text[word.term.end + joint.len_utf8()..];
    let second = words(behind).next().filter(|second| second.term.start == 0)?;
    let end = text.len() - behind.len() + second.term.end;
    if joint == POINT {
        let is_title =
            is_degree(&text[word.form.clone()], &behind[second.term]) && behind_is_free(&text[end..]);
        return is_title.then_some(word.form.start..end);
    }
    let is_inside =
        |c: char| HYPHENS.contains(&c) || matches!(c, '/' | '\\' | '.' | '_' | '@' | '#' | '=' | AMPERSAND);
    let is_chained = text[..word.form.start].ends_with(is_inside)
        || text[end..].strip_prefix(is_inside).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let (first, second) = (&text[word.form.clone()], &behind[second.term]);
    let letters_max = if joint == AMPERSAND { INITIALS_MAX } else { LETTERS_MAX };
    let is_short = first.chars().chain(second.chars()).nth(letters_max).is_none();
    // A number stands behind what it counts: nobody writes of ten years as `10year`.
    let is_number = joint != AMPERSAND && second.starts_with(|c: char| c.is_ascii_digit());
    let is_word = first.chars().all(is_letter)
        && second.chars().all(|c| is_letter(c) || is_number && c.is_ascii_digit());
    (is_short && is_word && !is_chained).then_some(word.form.start..end)
}

fn is_degree(first: &str, second: &str) -> bool {
    DEGREES.contains(&(first, second))
}

/// Whether neither a letter nor a point with a letter behind it goes on.
fn behind_is_free(behind: &str) -> bool {
    let behind = behind.strip_prefix(POINT).unwrap_or(behind);
    !behind.starts_with(char::is_alphanumeric)
}

/// Whether a word is initials with points between, as `A.I` and `U.S.A` are. In lower case they shorten
/// other words: `e.g`, `p.m`.
fn is_pointed(word: &str) -> bool {
    let mut letters = word.split(POINT);
    let is_initial = |part: &str| matches!(part.as_bytes(), [letter] if letter.is_ascii_uppercase());
    word.contains(POINT) && letters.all(is_initial)
}

/// What a word is analysed by: its form, or the compound that begins with it.
pub fn spelling<'t>(text: &'t str, word: &Word) -> &'t str {
    &text[compound(text, word).unwrap_or_else(|| word.form.clone())]
}

/// The compound with a hyphen that a word of a query is, written as one; nothing where it is another word, or more.
pub fn compound_of(text: &str) -> Option<String> {
    whole(text).filter(|as_one| !as_one.contains(AMPERSAND))
}

/// The compound with an ampersand that a word of a query is, as it is known; nothing where it is another word, or more.
pub fn initials_of(text: &str) -> Option<String> {
    whole(text).filter(|as_one| as_one.contains(AMPERSAND)).map(|as_one| exact_form(&as_one))
}

fn whole(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    // `U.S.` is not what `us` means.
    if is_pointed(text) {
        let as_one = text.replace(POINT, "");
        let is_word = function_words("en").contains(&exact_form(&as_one).as_str());
        return (!is_word).then_some(as_one);
    }
    let word = words(text).next()?;
    compound(text, &word).filter(|whole| *whole == (0..text.len()))?;
    as_one(text).map(|(as_one, _)| as_one)
}

/// A compound written as one, and its first word; nothing for a simple word.
pub fn as_one(spelling: &str) -> Option<(String, &str)> {
    if is_pointed(spelling) {
        return Some((spelling.replace(POINT, ""), spelling));
    }
    match spelling.split_once(HYPHENS).or_else(|| spelling.split_once(POINT).filter(|(a, b)| is_degree(a, b)))
    {
        Some((first, second)) => Some((format!("{first}{second}"), first)),
        None => spelling.split_once(AMPERSAND).map(|(first, _)| (spelling.to_owned(), first)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_joins_two_words_or_a_number_to_one() {
        let compounds = |text: &str| {
            let found: Vec<_> = words(text).filter_map(|word| compound(text, &word)).collect();
            found.into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(compounds("an e-mail on the Wi\u{2011}Fi, pre-war."), "e-mail Wi\u{2011}Fi pre-war");
        assert_eq!(
            compounds("decision-making state-of-the-art 3-fold 2021-05 GPT-3.5 all - none well- -known"),
            ""
        );
        assert_eq!(compounds("AT&T (M&A) R&D1 a&b&c ?x=1&page=2 a & b"), "AT&T M&A");
        assert_eq!((initials_of("AT&T,"), compound_of("AT&T")), (Some("at&t".to_owned()), None));
        assert_eq!((initials_of("e-mail"), compound_of("e-mail")), (None, Some("email".to_owned())));
        assert_eq!(compounds("GPT-4o, UTF-8 (Covid-19); b-2b"), "GPT-4o UTF-8 Covid-19 b-2b");
        assert_eq!(compounds("my-site.com/two-parts a-b@c.org --dry-run lock-file.rs it's-me"), "");
        assert_eq!(compounds("мини-парк café-bar"), "мини-парк café-bar");
        assert_eq!(compounds("a Ph.D. in B.Sc. form, no St.John and no 3.D"), "Ph.D B.Sc");
        let as_one = |text: &str| compound_of(text).unwrap_or_default();
        assert_eq!(
            ["A.I.", "J.R.R.", "Ph.D.", "U.S.", "e.g.", "2.5"].map(as_one),
            ["AI", "JRR", "PhD", "", "", ""]
        );
    }
}
