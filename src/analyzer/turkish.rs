//! Turkish names with an apostrophe before their endings: `Ankara'nın`.

/// What an ending begins with before its vowel.
const CONSONANTS: &str = "dtnysmlcç";

/// A word in lower case without the endings behind an apostrophe; whole where something else is behind it, as in
/// `Kur'an`.
pub(super) fn without_apostrophe(lower: &str) -> &str {
    let Some((name, ending)) = lower.rsplit_once('\'') else { return lower };
    let mut chars = ending.chars();
    let is_ending = match (chars.next(), chars.next()) {
        (Some('a' | 'e'), None) => true,
        (Some('ı' | 'i' | 'u' | 'ü'), _) => true,
        (Some('y'), Some('l' | 'd' | 's' | 'm')) => true,
        (Some(first), Some('a' | 'e' | 'ı' | 'i' | 'u' | 'ü')) => CONSONANTS.contains(first),
        _ => false,
    };
    if is_ending && name.chars().nth(1).is_some() { name } else { lower }
}

#[cfg(test)]
mod tests {
    use super::without_apostrophe;

    #[test]
    fn names_lose_their_endings_at_the_apostrophe() {
        let check = |word: &str, expected: &str| assert_eq!(without_apostrophe(word), expected, "{word}");
        check("ankara'nın", "ankara");
        check("ankara'ya", "ankara");
        check("izmir'den", "izmir");
        check("tuna'yla", "tuna");
        check("sivas'a", "sivas");
        check("sivas'ı", "sivas");
        check("van'daki", "van");
        check("kur'an", "kur'an");
        check("kur'an'da", "kur'an");
        check("d'alembert", "d'alembert");
        check("o'nu", "o'nu");
        check("van", "van");
    }
}
