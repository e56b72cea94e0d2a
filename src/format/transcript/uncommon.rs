//! Names that no common word makes: whoever is called so may speak once.

use super::days;
use crate::clean::lost_breaks::{is_known_word, is_name_of_people};

/// Says that a word of `name` is hardly anything but a name.
pub(super) fn is_uncommon(name: &str) -> bool {
    let mut words = name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase));
    words.any(|word| {
        is_name_of_people(word) || !is_known_word(word) && !days::is_of_week(word) && !days::is_date(word)
    })
}

/// Says that `name` is a single word which is hardly anything but what somebody is called who says `words`: a name that
/// many people have, or no word of a language whose words these are.
pub(super) fn is_lone(name: &str, words: &str) -> bool {
    const LETTERS_MIN: usize = 3;
    const WORDS: usize = 12;
    let mut letters = name.chars();
    let is_word = letters.next().is_some_and(char::is_uppercase)
        && letters.clone().all(|c| c.is_alphabetic() && c.is_lowercase())
        && letters.count() + 1 >= LETTERS_MIN;
    let is_sentence = || {
        let said = words.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|word| !word.is_empty());
        let (all, known) = said
            .take(WORDS)
            .fold((0, 0), |(all, known), word| (all + 1, known + usize::from(is_known_word(word))));
        all >= 3 && known * 10 >= all * 8
    };
    is_word && is_uncommon(name) && (is_name_of_people(name) || is_sentence())
}
