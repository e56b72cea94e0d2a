//! Korean nouns without what is written onto them, and in their parts.
//!
//! A light stemmer: particles go, and the verb that makes one of a noun (`개발하고`); endings of other verbs stay.
//! What is taken off is the same wherever the noun stands, so that it does not matter where a noun itself ends
//! like a particle. Nouns are written together as well, so a word is found by each of its parts: as those of scripts
//! without spaces, by pairs of syllables.

use std::ops::Range;

/// Particles, the plural before them, and forms of `하다` and `되다`; of two that end alike the longer comes first.
const ENDINGS: [&str; 73] = [
    "하였습니다",
    "했습니다",
    "되었습니다",
    "됐습니다",
    "하면서",
    "하지만",
    "했지만",
    "합니다",
    "됩니다",
    "되었다",
    "되면서",
    "하다",
    "하고",
    "하는",
    "하며",
    "하면",
    "하지",
    "하게",
    "하기",
    "하여",
    "해서",
    "해야",
    "했다",
    "한다",
    "되다",
    "되는",
    "되고",
    "된다",
    "되어",
    "으로부터",
    "에서부터",
    "으로써",
    "으로서",
    "이라고",
    "이라는",
    "에게서",
    "한테서",
    "까지는",
    "까지도",
    "에서는",
    "에서도",
    "에게는",
    "으로는",
    "입니다",
    "에서",
    "에게",
    "한테",
    "으로",
    "부터",
    "까지",
    "처럼",
    "보다",
    "마다",
    "조차",
    "마저",
    "밖에",
    "라는",
    "라고",
    "이나",
    "이다",
    "들",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "와",
    "과",
    "도",
    "로",
];
/// So many syllables of a noun stay at least: most single ones would be other words.
const SYLLABLES_MIN: usize = 2;
/// `사람들에게는` has three.
const ENDINGS_MAX: usize = 3;
/// Each takes three bytes.
const SYLLABLE_BYTES: usize = 3;

/// The noun of a word that is all Hangul.
pub(super) fn noun(word: &str) -> Option<&str> {
    let is_syllable = |c: char| matches!(c, '\u{AC00}'..='\u{D7A3}');
    if word.is_empty() || !word.chars().all(is_syllable) {
        return None;
    }
    let mut noun = word;
    for _ in 0..ENDINGS_MAX {
        let shorter = ENDINGS.iter().find_map(|ending| noun.strip_suffix(ending));
        match shorter.filter(|shorter| shorter.chars().count() >= SYLLABLES_MIN) {
            Some(shorter) => noun = shorter,
            None => break,
        }
    }
    Some(noun)
}

/// Each two syllables that stand side by side in the noun of a word, where it has more than two.
pub(super) fn pairs(word: &str) -> impl Iterator<Item = Range<usize>> {
    const PAIR_BYTES: usize = 2 * SYLLABLE_BYTES;
    let bytes = noun(word).map_or(0, str::len);
    let starts = if bytes > PAIR_BYTES { 0..bytes - SYLLABLE_BYTES } else { 0..0 };
    starts.step_by(SYLLABLE_BYTES).map(|start| start..start + PAIR_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_found_with_their_particles() {
        let check = |words: &[&str], stem: &str| {
            for word in words {
                assert_eq!(noun(word), Some(stem), "{word}");
            }
        };
        check(&["사람", "사람이", "사람은", "사람들", "사람들은", "사람들에게는", "사람을"], "사람");
        check(&["블로그", "블로그에", "블로그에서는"], "블로그");
        // It ends like a particle, and so everywhere.
        check(&["고양이", "고양이는", "고양이가"], "고양");
        check(&["도로"], "도로");
        check(&["개발", "개발하고", "개발하는", "개발했습니다", "개발되었다"], "개발");
        assert_eq!(noun("Kubernetes를"), None);
        assert_eq!(noun(""), None);
    }

    #[test]
    fn nouns_have_parts() {
        let parts = |word: &'static str| pairs(word).map(|pair| &word[pair]).collect::<Vec<_>>();
        assert_eq!(parts("시장경제는"), ["시장", "장경", "경제"]);
        assert_eq!(parts("사람들은"), [""; 0]);
        assert_eq!(parts("나"), [""; 0]);
        assert_eq!(parts("Kubernetes"), [""; 0]);
    }
}
