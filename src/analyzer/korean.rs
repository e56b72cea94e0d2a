//! Korean nouns without the particles that are written onto them.
//!
//! A light stemmer: endings of verbs stay. What is taken off is the same wherever the noun stands, so that
//! it does not matter where a noun itself ends like a particle.

/// Particles, and the plural before them; of two that end alike the longer comes first.
const PARTICLES: [&str; 44] = [
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
const PARTICLES_MAX: usize = 3;

/// The word without its particles; as it is where it is not all Hangul.
pub(super) fn without_particles(word: &str) -> &str {
    if !word.chars().all(|c| matches!(c, '\u{AC00}'..='\u{D7A3}')) {
        return word;
    }
    let mut noun = word;
    for _ in 0..PARTICLES_MAX {
        let shorter = PARTICLES.iter().find_map(|particle| noun.strip_suffix(particle));
        match shorter.filter(|shorter| shorter.chars().count() >= SYLLABLES_MIN) {
            Some(shorter) => noun = shorter,
            None => break,
        }
    }
    noun
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_found_with_their_particles() {
        let check = |words: &[&str], stem: &str| {
            for word in words {
                assert_eq!(without_particles(word), stem, "{word}");
            }
        };
        check(&["사람", "사람이", "사람은", "사람들", "사람들은", "사람들에게는", "사람을"], "사람");
        check(&["블로그", "블로그에", "블로그에서는"], "블로그");
        // It ends like a particle, and so everywhere.
        check(&["고양이", "고양이는", "고양이가"], "고양");
        check(&["도로"], "도로");
        check(&["Kubernetes를"], "Kubernetes를");
    }
}
