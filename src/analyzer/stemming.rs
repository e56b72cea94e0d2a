//! In which way endings are taken off the words of a language.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use snowball_stemmers_rs::Algorithm;
use unicode_normalization::char::is_combining_mark;

use super::endings::{self, Endings};
use super::function_words::function_words;
use super::{arabic, british, turkish, vietnamese};

/// A way to take endings off, the same for all languages that are treated alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stemming(u8);

/// The languages of each way, by their ISO 639-1 codes. An index holds the number of a way, which is its
/// place here and one more: new ones go to the end.
const WAYS: [(&[&str], Way); 34] = [
    (&["ar"], Way::Arabic),
    (&["da"], Way::Snowball(Algorithm::Danish)),
    (&["nl"], Way::Snowball(Algorithm::DutchPorter)),
    (&["en"], Way::English),
    (&["fi"], Way::Snowball(Algorithm::Finnish)),
    (&["fr"], Way::Snowball(Algorithm::French)),
    (&["de"], Way::Snowball(Algorithm::German)),
    (&["el"], Way::OtherScript(Algorithm::Greek)),
    (&["hu"], Way::Snowball(Algorithm::Hungarian)),
    (&["it"], Way::Snowball(Algorithm::Italian)),
    (&["no", "nb", "nn"], Way::Snowball(Algorithm::Norwegian)),
    (&["pt"], Way::Snowball(Algorithm::Portuguese)),
    (&["ro"], Way::Snowball(Algorithm::Romanian)),
    (&["ru"], Way::OtherScript(Algorithm::Russian)),
    (&["es"], Way::Snowball(Algorithm::Spanish)),
    (&["sv"], Way::Snowball(Algorithm::Swedish)),
    (&["ta"], Way::OtherScript(Algorithm::Tamil)),
    (&["tr"], Way::Turkish),
    (&["hi"], Way::OtherScript(Algorithm::Hindi)),
    (&["pl"], Way::Snowball(Algorithm::Polish)),
    (&["cs"], Way::Snowball(Algorithm::Czech)),
    (&["fa"], Way::Persian),
    (&["id", "ms"], Way::Snowball(Algorithm::Indonesian)),
    (&["uk"], Way::OtherScript(Algorithm::Ukrainian)),
    (&["ca"], Way::Snowball(Algorithm::Catalan)),
    (&["et"], Way::Snowball(Algorithm::Estonian)),
    (&["lt"], Way::Snowball(Algorithm::Lithuanian)),
    (&["hy"], Way::OtherScript(Algorithm::Armenian)),
    (&["eu"], Way::Snowball(Algorithm::Basque)),
    (&["ga"], Way::Snowball(Algorithm::Irish)),
    (&["ne"], Way::OtherScript(Algorithm::Nepali)),
    (&["bn"], Way::Endings(&endings::BENGALI)),
    (&["te"], Way::Endings(&endings::TELUGU)),
    (&["vi"], Way::Vietnamese),
];

/// Who takes the endings off.
#[derive(Clone, Copy)]
enum Way {
    Snowball(Algorithm),
    /// The same of a language that is not written in Latin letters.
    OtherScript(Algorithm),
    English,
    Turkish,
    Persian,
    Arabic,
    Vietnamese,
    Endings(&'static Endings),
}

/// English words that Snowball takes together with others of another meaning, `university` with `universe` and
/// `positive` with `position`, and forms that have no ending to take off, `mice` and `wrote`. Each line is of one word in its
/// forms; the first of them is the stem of all.
static ENGLISH: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("english.txt").lines();
    let forms = lines.filter_map(|line| line.split(' ').next().map(|stem| (stem, line)));
    forms.flat_map(|(stem, line)| line.split(' ').map(move |form| (form, stem))).collect()
});

/// Takes the endings off words.
pub(super) enum Stemmer {
    Snowball(snowball_stemmers_rs::Stemmer),
    /// Of a language that is not written in Latin letters.
    OtherScript(snowball_stemmers_rs::Stemmer),
    English(snowball_stemmers_rs::Stemmer),
    Turkish(snowball_stemmers_rs::Stemmer),
    Persian(snowball_stemmers_rs::Stemmer),
    Arabic,
    Vietnamese,
    Endings(&'static Endings),
}

impl Stemmer {
    /// What is left of a word in lower case.
    pub(super) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        if !word.chars().all(|c| c.is_alphabetic() || is_combining_mark(c)) {
            return Cow::Borrowed(word);
        }
        match self {
            // None of their endings is written in these letters.
            Self::OtherScript(_) | Self::Persian(_) | Self::Arabic | Self::Endings(_) if word.is_ascii() => {
                Cow::Borrowed(word)
            }
            Self::Snowball(stemmer) | Self::OtherScript(stemmer) | Self::Turkish(stemmer) => {
                stemmer.stem(word)
            }
            Self::English(stemmer) => match british::american(word) {
                Cow::Borrowed(word) => english(stemmer, word),
                Cow::Owned(word) => Cow::Owned(english(stemmer, &word).into_owned()),
            },
            // It knows the letters of Persia, for which those of Arabia were put.
            Self::Persian(stemmer) => {
                let word = word.replace('ي', "ی").replace('ك', "ک");
                Cow::Owned(stemmer.stem(&word).replace('ی', "ي").replace('ک', "ك"))
            }
            Self::Arabic => Cow::Borrowed(arabic::stem(word)),
            Self::Vietnamese => Cow::Owned(vietnamese::with_tone_behind(word)),
            Self::Endings(endings) => Cow::Borrowed(endings.stem(word)),
        }
    }

    /// Whether accents make other words, and not only other spellings.
    pub(super) fn keeps_accents(&self) -> bool {
        matches!(self, Self::Vietnamese)
    }

    /// Of a word in lower case and its form without accents, what endings are taken off of.
    pub(super) fn spelling<'a>(&self, lower: &'a str, bare: &'a str) -> &'a str {
        match self {
            // Its endings are told by letters that are the same without their marks.
            Self::Arabic => bare,
            Self::Turkish(_) => turkish::without_apostrophe(lower),
            _ => lower,
        }
    }
}

fn english<'a>(stemmer: &snowball_stemmers_rs::Stemmer, word: &'a str) -> Cow<'a, str> {
    ENGLISH.get(word).map_or_else(|| stemmer.stem(word), |stem| Cow::Borrowed(*stem))
}

impl Stemming {
    /// That of English, and of texts whose language is not known.
    pub const ENGLISH: Self = Self(4);

    /// That of texts in a language. One that is not known is taken for English, one without a stemmer
    /// keeps its words as they are.
    pub fn of(language: Option<&str>) -> Self {
        let language = language.unwrap_or("en");
        let primary = language.split(['-', '_']).next().unwrap_or(language);
        let way = WAYS.iter().position(|(codes, _)| codes.contains(&primary));
        Self(way.map_or(0, |way| way as u8 + 1))
    }

    /// The number that an index holds for it.
    pub fn number(self) -> u64 {
        u64::from(self.0)
    }

    pub(super) fn stemmer(self) -> Option<Stemmer> {
        let snowball = snowball_stemmers_rs::Stemmer::create;
        Some(match self.way()?.1 {
            Way::Snowball(algorithm) => Stemmer::Snowball(snowball(algorithm)),
            Way::OtherScript(algorithm) => Stemmer::OtherScript(snowball(algorithm)),
            Way::English => Stemmer::English(snowball(Algorithm::English)),
            Way::Turkish => Stemmer::Turkish(snowball(Algorithm::Turkish)),
            Way::Persian => Stemmer::Persian(snowball(Algorithm::Persian)),
            Way::Arabic => Stemmer::Arabic,
            Way::Vietnamese => Stemmer::Vietnamese,
            Way::Endings(endings) => Stemmer::Endings(endings),
        })
    }

    /// The words of the language whose stems other words should not share. English has none such: its
    /// list has verbs too, and few names lose an ending there.
    pub(super) fn function_words(self) -> &'static [&'static str] {
        match self.way() {
            Some((codes, _)) if !codes.contains(&"en") => function_words(codes[0]),
            _ => &[],
        }
    }

    fn way(self) -> Option<&'static (&'static [&'static str], Way)> {
        WAYS.get(usize::from(self.0).checked_sub(1)?)
    }
}

/// A set of ways to take endings off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stemmings(u64);

impl Stemmings {
    /// Adds one.
    pub fn add(&mut self, stemming: Stemming) {
        self.0 |= 1 << stemming.0;
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are not among `others`.
    #[must_use]
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Adds the one of this number.
    pub fn add_number(&mut self, number: u64) {
        if number < 64 {
            self.0 |= 1 << number;
        }
    }

    /// Whether the one of this number is among them.
    pub fn has(self, number: u64) -> bool {
        number < 64 && self.0 & 1 << number != 0
    }

    /// Each of them, in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = Stemming> {
        (0..=WAYS.len() as u8).filter(move |number| self.has(u64::from(*number))).map(Stemming)
    }
}

impl FromIterator<Stemming> for Stemmings {
    fn from_iter<T: IntoIterator<Item = Stemming>>(stemmings: T) -> Self {
        let mut set = Self::default();
        stemmings.into_iter().for_each(|stemming| set.add(stemming));
        set
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analyzer::{Analyzer, Folded, exact_form};

    #[test]
    fn languages_that_are_stemmed_alike_have_one_number() {
        let check = |language: Option<&str>, expected: u64| {
            assert_eq!(Stemming::of(language).number(), expected, "{language:?}");
        };
        check(None, Stemming::ENGLISH.number());
        assert_eq!(Stemming::of(Some("en")), Stemming::ENGLISH);
        check(Some("en"), 4);
        check(Some("en-GB"), 4);
        check(Some("nb"), 11);
        check(Some("ja"), 0);
        let set: Stemmings =
            ["de", "en", "en-US", "xx"].map(|code| Stemming::of(Some(code))).into_iter().collect();
        assert_eq!(set.iter().map(Stemming::number).collect::<Vec<_>>(), [0, 4, 7]);
        assert!(set.has(7) && !set.has(8) && !set.has(64));
    }

    proptest! {
        #[test]
        fn no_word_is_too_much_for_any(word in "[a-zà-žα-ώа-їա-ևא-תء-يऀ-ॿঁ-্ஂ-்ం-్'\u{301}\u{200c}]{0,12}[a-zß-ž']{0,6}") {
            for number in 1..=WAYS.len() as u8 {
                let analyzer = Analyzer::of(Stemming(number));
                prop_assert_eq!(analyzer.stem_of(&Folded::of(&word)).is_empty(), exact_form(&word).is_empty());
            }
        }
    }

    #[test]
    fn languages_of_other_scripts_leave_latin_words_as_they_are() {
        let algorithms = WAYS.iter().filter_map(|(_, way)| match way {
            Way::OtherScript(algorithm) => Some(*algorithm),
            _ => None,
        });
        assert_eq!(algorithms.clone().count(), 7);
        for algorithm in algorithms {
            let stemmer = snowball_stemmers_rs::Stemmer::create(algorithm);
            for word in ["a", "running", "libraries", "organization", "keats", "xyzzy", "oooooo", "didn't"] {
                assert_eq!(stemmer.stem(word), word);
            }
        }
    }
}
