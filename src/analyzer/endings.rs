//! Languages whose nouns take what other languages say with words before them, one ending behind the other, and for
//! which Snowball has nothing: as long as a word ends in one of them it goes.
//!
//! What a word loses it loses with every further ending behind it as well, so that it does not matter where it ends
//! like one by itself.

/// The endings of a language.
#[derive(Debug)]
pub(super) struct Endings {
    /// Of two that end alike the longer comes first.
    endings: &'static [&'static str],
    /// One that is an ending behind the sign of a vowel only.
    behind_vowel: Option<&'static str>,
    /// So much is left of each word, in characters.
    chars_min: usize,
}

/// Plurals and articles, cases, and the particles for `too` and `just`.
pub(super) static BENGALI: Endings = Endings {
    endings: &["গুলো", "গুলি", "খানা", "দের", "েরা", "টি", "টা", "রা", "কে", "তে", "ের", "য়", "ে", "ই", "ও"],
    behind_vowel: Some("র"),
    chars_min: 2,
};

/// Plurals and cases, those of nouns in `-ం` first, and the short vowel that a noun ends in without them.
pub(super) static TELUGU: Endings = Endings {
    endings: &[
        "ానికి",
        "ాన్ని",
        "ములు",
        "నుంచి",
        "నుండి",
        "ాలు",
        "ాల",
        "ంలో",
        "లు",
        "ల",
        "ను",
        "ని",
        "కు",
        "కి",
        "లో",
        "తో",
        "పై",
        "గా",
        "ం",
        "ు",
        "ి",
        "్",
    ],
    behind_vowel: None,
    chars_min: 3,
};

impl Endings {
    /// What is left of a word.
    pub(super) fn stem<'a>(&self, word: &'a str) -> &'a str {
        let mut stem = word;
        while let Some(shorter) = self.without_one(stem) {
            stem = shorter;
        }
        stem
    }

    fn without_one<'a>(&self, word: &'a str) -> Option<&'a str> {
        let is_left = |rest: &&str| rest.chars().nth(self.chars_min - 1).is_some();
        let mut shorter = self.endings.iter().filter_map(|ending| word.strip_suffix(ending).filter(is_left));
        shorter.next().or_else(|| {
            let rest = word.strip_suffix(self.behind_vowel?).filter(is_left)?;
            rest.ends_with(|c| matches!(c, '\u{9BE}'..='\u{9CC}')).then_some(rest)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_lose_all_of_their_endings() {
        let check = |endings: &Endings, expected: &str, words: &[&str]| {
            for word in words {
                assert_eq!(endings.stem(word), expected, "{word}");
            }
        };
        check(&BENGALI, "বাগান", &["বাগান", "বাগানের", "বাগানে", "বাগানগুলো", "বাগানগুলোতে", "বাগানটিও"]);
        check(&BENGALI, "শহর", &["শহর", "শহরের", "শহরটি"]);
        check(&BENGALI, "নদী", &["নদী", "নদীর", "নদীতে", "নদীগুলোর"]);
        check(&BENGALI, "সরকা", &["সরকার", "সরকারের", "সরকারকেও"]);
        check(&BENGALI, "মালিক", &["মালিকেরা", "মালিকদের", "মালিককে"]);
        check(&TELUGU, "పుస్తక", &["పుస్తకం", "పుస్తకాలు", "పుస్తకానికి", "పుస్తకాలను", "పుస్తకంలో"]);
        check(&TELUGU, "కుక్క", &["కుక్క", "కుక్కలు", "కుక్కలను", "కుక్కకు"]);
        check(&TELUGU, "రైత", &["రైతు", "రైతులు", "రైతుకు"]);
    }
}
