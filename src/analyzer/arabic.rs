//! Arabic words without the article and particles before them and the commonest endings.
//!
//! The light stemmer "light10" of Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval"
//! (2007): what is taken off hardly ever belongs to the word, and of what Snowball takes off beside that much does.
//! Works on words without vowel signs, with one alef, and `ه` for `ة`.

/// The article with what is written onto it, and `and`; of two that begin alike the longer comes first.
const BEGINNINGS: [&str; 7] = ["وال", "بال", "كال", "فال", "ال", "لل", "و"];

/// In the order in which they are looked for: what stands before another one comes behind it.
const ENDINGS: [&str; 8] = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

/// Fewer letters are no word.
const LETTERS_MIN: usize = 2;

/// What is left of a word.
pub(super) fn stem(word: &str) -> &str {
    let is_left = |rest: &&str, letters: usize| rest.chars().nth(letters - 1).is_some();
    let mut begun = BEGINNINGS.iter().filter_map(|beginning| {
        // Many words begin with the letter that is `and`.
        let letters = LETTERS_MIN + usize::from(beginning.chars().nth(1).is_none());
        word.strip_prefix(beginning).filter(|rest| is_left(rest, letters))
    });
    let mut stem = begun.next().unwrap_or(word);
    for ending in ENDINGS {
        stem = stem.strip_suffix(ending).filter(|rest| is_left(rest, LETTERS_MIN)).unwrap_or(stem);
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn article_particles_and_endings_go() {
        let check = |expected: &str, words: &[&str]| {
            for word in words {
                assert_eq!(stem(word), expected, "{word}");
            }
        };
        check("كتاب", &["كتاب", "الكتاب", "والكتاب", "بالكتاب", "للكتاب", "وكتاب", "كتابها", "كتابي"]);
        check("مكتب", &["مكتبه", "المكتبات"]);
        check("مسلم", &["المسلمون", "مسلمين", "للمسلمين"]);
        check("ولد", &["ولد", "الولد"]);
        check("من", &["من", "منه"]);
    }
}
