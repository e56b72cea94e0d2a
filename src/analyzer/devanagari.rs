//! Spellings of Hindi and of its neighbours that are one to a reader.

const VIRAMA: char = '\u{94D}';
/// The dot above that is written for a nasal.
const ANUSVARA: char = '\u{902}';
const CANDRABINDU: char = '\u{901}';
/// The point below that marks the sounds of other languages, and is often left out.
const NUKTA: char = '\u{93C}';

/// The nasal of each row of the alphabet, with the first and the last consonant of the row beside it.
const ROWS: [(char, char, char); 5] =
    [('ङ', 'क', 'घ'), ('ञ', 'च', 'झ'), ('ण', 'ट', 'ढ'), ('न', 'त', 'ध'), ('म', 'प', 'भ')];

/// A word as it is compared: one sign for each nasal before a consonant of its own row (`हिन्दी`, `हिंदी`) and above
/// vowels (`चाँद`, `चांद`), and no points below.
pub(super) fn spelled(word: String) -> String {
    if !word.contains(|c| matches!(c, VIRAMA | CANDRABINDU | NUKTA)) {
        return word;
    }
    let mut out = String::with_capacity(word.len());
    let mut chars = word.chars().filter(|c| *c != NUKTA).peekable();
    while let Some(c) = chars.next() {
        match c {
            CANDRABINDU => out.push(ANUSVARA),
            VIRAMA => {
                let next = chars.peek().copied();
                let is_nasal = out.chars().next_back().zip(next).is_some_and(|(nasal, next)| {
                    ROWS.iter()
                        .any(|(of_row, first, last)| nasal == *of_row && (*first..=*last).contains(&next))
                });
                if is_nasal {
                    out.pop();
                }
                out.push(if is_nasal { ANUSVARA } else { VIRAMA });
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn nasals_and_points_below_are_written_in_one_way() {
        let check = |word: &str, other: &str| {
            assert_eq!(spelled(word.to_owned()), spelled(other.to_owned()), "{word} {other}");
        };
        check("हिन्दी", "हिंदी");
        check("गङ्गा", "गंगा");
        check("पञ्च", "पंच");
        check("अण्डा", "अंडा");
        check("चम्पा", "चंपा");
        check("चाँद", "चांद");
        check("फ़ारसी", "फारसी");
        check("पढ़ाई", "पढाई");
        let differ = |word: &str, other: &str| {
            assert_ne!(spelled(word.to_owned()), spelled(other.to_owned()), "{word} {other}");
        };
        differ("अन्न", "अंन");
        differ("जन्म", "जंम");
        differ("कन्या", "कंया");
        assert_eq!(spelled("জন্ম".to_owned()), "জন্ম");
    }
}
