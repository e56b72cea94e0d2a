//! The one chain from text to terms, used for indexing, querying and highlighting.
//!
//! Text becomes words ([`words`]), each word two terms at one position: its exact form (folded in
//! case, accents and typography) and its stem in the document's language. Where words begin and
//! end does not depend on the language, so that a phrase is the same phrase everywhere.

mod arabic;
mod british;
mod compound;
mod devanagari;
mod endings;
mod fold;
mod function_words;
mod han;
mod inflection;
mod korean;
mod remembered;
mod stemming;
mod turkish;
mod vietnamese;
mod word;

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

use remembered::Remembered;
use stemming::Stemmer;

pub use compound::{as_one, compound, compound_of, initials_of, spelling};
pub use function_words::{function_word_lists, function_words};
pub use inflection::{inflections, with_plurals};
pub use stemming::{Stemming, Stemmings};
pub use word::{SIGNS, Word, may_begin, without_elision, words};

/// Words longer than this many bytes are cut there for matching: nobody types them.
const TERM_BYTES_MAX: usize = 120;

/// Turns words into terms for one language.
pub struct Analyzer {
    stemmer: Option<Stemmer>,
    /// Words of the language whose stems say nothing of other words.
    function_words: &'static [&'static str],
    /// By the word as it is written.
    remembered: Remembered,
}

/// The terms of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms<'a> {
    /// The form itself, folded.
    pub exact: &'a str,
    /// The form without its ending, folded.
    pub stem: &'a str,
    /// Further stems at its position, with blanks between. What the stem is when the word is typed without its
    /// accents, where that is another one: endings are told by them, so that of `información` is left `inform`, and
    /// of `informacion` nothing is taken. The parts of a Korean noun, see [`noun_parts`]. And what the stem of the
    /// compound is that begins here, written as one.
    further: &'a str,
    /// The exact form is the stem.
    pub is_own_stem: bool,
}

impl<'a> Terms<'a> {
    /// Stems beside the first.
    pub fn further_stems(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.further.split_terminator(' ')
    }

    /// All stems.
    pub fn stems(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        iter::once(self.stem).chain(self.further_stems())
    }
}

/// A word in lower case and without its accents, as every language sees it before it takes an ending off.
#[derive(Debug)]
pub struct Folded {
    lower: String,
    exact: String,
}

impl Folded {
    /// The form of a word of [`words`], as it is written, folded.
    pub fn of(word: &str) -> Self {
        let lower = fold::lower(truncate(word));
        let exact = fold::fold(&lower);
        Self { lower, exact }
    }

    /// Without the sign before it.
    fn parts(&self) -> (&str, &str) {
        (without_sign(&self.lower), without_sign(&self.exact))
    }
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analyzer").field("stems", &self.stemmer.is_some()).finish_non_exhaustive()
    }
}

impl Analyzer {
    /// An analyzer for texts in `language` (ISO 639-1); one without a stemmer for languages that
    /// have none here. A text whose language is not known is too short to tell, and mostly English
    /// or names: it is stemmed as English.
    pub fn new(language: Option<&str>) -> Self {
        Self::of(Stemming::of(language))
    }

    /// An analyzer that takes endings off in this way.
    pub fn of(stemming: Stemming) -> Self {
        let stemmer = stemming.stemmer();
        Self { stemmer, function_words: stemming.function_words(), remembered: Remembered::default() }
    }

    /// The terms of `word`, the form of a word of [`words`] as it is written, or its [`spelling`] with the word
    /// that is joined to it. A sign before it is in the exact form alone.
    pub fn terms(&mut self, word: &str) -> Terms<'_> {
        let place = self.remembered.find(word).unwrap_or_else(|| {
            let compound = as_one(word);
            let folded = Folded::of(compound.as_ref().map_or(word, |(_, first)| first));
            let (lower, bare) = folded.parts();
            let stem = self.stem(lower, bare);
            let without_accents =
                (lower != bare).then(|| self.stem(bare, bare)).filter(|other| *other != stem);
            let mut further = match without_accents {
                Some(other) => other.into_owned(),
                None => noun_parts(bare).map(|part| &bare[part]).collect::<Vec<_>>().join(" "),
            };
            if let Some((as_one, _)) = compound {
                if !further.is_empty() {
                    further.push(' ');
                }
                further.push_str(&self.stem_of(&Folded::of(&as_one)));
            }
            self.remembered.add(word, &folded.exact, &stem, &further)
        });
        self.remembered.terms(place)
    }

    /// The stem of a word that is asked for once.
    pub fn stem_of<'w>(&self, word: &'w Folded) -> Cow<'w, str> {
        let (lower, bare) = word.parts();
        self.stem(lower, bare)
    }

    /// The stem of a word in lower case whose form without accents is `bare`.
    fn stem<'a>(&self, lower: &str, bare: &'a str) -> Cow<'a, str> {
        // Nothing else is written in Hangul, whatever the language of the text.
        if let Some(noun) = korean::noun(bare) {
            return Cow::Borrowed(noun);
        }
        let Some(stemmer) = &self.stemmer else { return Cow::Borrowed(bare) };
        let stem = match stemmer.stem(stemmer.spelling(lower, bare)) {
            stem if stem.is_ascii() || stemmer.keeps_accents() => stem,
            stem => Cow::Owned(fold::fold(&stem)),
        };
        // Of Ada some stemmers leave an `a`, which would find every article.
        let is_too_short = stem.chars().nth(1).is_none() && bare.chars().nth(2).is_some();
        if stem.is_empty()
            || bare.is_empty()
            || stem == bare
            || is_too_short
            || self.is_of_function_word(stemmer, &stem, bare)
        {
            return Cow::Borrowed(bare);
        }
        Cow::Owned(stem.into_owned())
    }

    /// Whether the stem is that of a function word, and the word is none: of Paris Spanish makes what it
    /// makes of `para`.
    fn is_of_function_word(&self, stemmer: &Stemmer, stem: &str, bare: &str) -> bool {
        /// So many letters before an ending may be other ones in the stem.
        const CHANGED_MAX: usize = 2;
        let kept = stem.chars().count().saturating_sub(CHANGED_MAX).max(2);
        let begin = stem.char_indices().nth(kept).map_or(stem, |(end, _)| &stem[..end]);
        let mut alike = self.function_words.iter().filter(|word| word.starts_with(begin));
        alike.any(|word| stemmer.stem(word) == stem) && !self.function_words.contains(&bare)
    }
}

/// The parts by which a Korean noun is found that may be written onto others, in bytes of the word: none for
/// other words. A word has another one in it where it has all of its parts: `경제` is in `시장경제는`.
pub fn noun_parts(word: &str) -> impl Iterator<Item = Range<usize>> {
    korean::pairs(word)
}

/// The exact form of a word, which no language changes.
pub fn exact_form(word: &str) -> String {
    fold::fold(&fold::lower(truncate(word)))
}

/// The exact form of what may be longer than a word, such as a path.
pub fn folded(text: &str) -> String {
    fold::fold(&fold::lower(text))
}

/// An exact form without the sign that it may begin with.
pub fn without_sign(form: &str) -> &str {
    form.strip_prefix(SIGNS).unwrap_or(form)
}

/// What stands before the last word of `text`, and the form that words which begin like that one
/// begin with. Signs at its end count where they may be part of a word: `C+`, `v2.`.
pub fn split_prefix(text: &str) -> (&str, String) {
    let last = words(text).last().map_or(0, |word| word.form.start);
    let (head, tail) = text.split_at(last);
    let is_dead = |c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#' | '.');
    let tail = tail.trim_end_matches(is_dead);
    let before_point =
        tail.strip_suffix('.').filter(|before| !before.ends_with(|c: char| c.is_ascii_digit()));
    (head, exact_form(before_point.unwrap_or(tail)))
}

/// One word of a text with its position: what highlights are placed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedWord {
    /// Where the word is, in bytes of the text.
    pub range: Range<usize>,
    /// How many words come before it.
    pub position: u32,
}

fn truncate(word: &str) -> &str {
    &word[..word.floor_char_boundary(TERM_BYTES_MAX)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_an_exact_form_and_a_stem() {
        let check = |language: &str, word: &str, exact: &str, stem: &str| {
            let mut analyzer = Analyzer::new(Some(language));
            let terms = analyzer.terms(word);
            assert_eq!((terms.exact, terms.stem), (exact, stem), "{word}");
            assert_eq!(terms.is_own_stem, exact == stem);
            // Remembered.
            let again = terms.exact.to_owned();
            assert_eq!(analyzer.terms(word).exact, again);
        };
        check("en", "Running", "running", "run");
        check("en", "Positions", "positions", "posit");
        check("en", "Positively", "positively", "positive");
        check("en", "universities", "universities", "university");
        check("en", "AWS", "aws", "aws");
        check("en", "Programme", "programme", "program");
        check("en", "programmers", "programmers", "programm");
        check("en", "cooperation", "cooperation", "cooperate");
        check("en", "coopers", "coopers", "cooper");
        check("en", "children", "children", "child");
        check("en", "Keats\u{2019}s", "keats", "keat");
        check("en", "don\u{2019}t", "dont", "dont");
        check("en", "O'Brien", "obrien", "obrien");
        check("en", "they've", "theyve", "theyv");
        check("en", "we're", "we're", "we're");
        check("en", "Zoë", "zoe", "zoe");
        check("en", "Cafe\u{301}", "cafe", "cafe");
        check("en", "o\u{FB03}ce", "office", "offic");
        check("en", "of\u{AD}fice", "office", "offic");
        check("en", "1,000", "1000", "1000");
        check("ja", "ｻﾞｲ", "ザイ", "ザイ");
        check("ja", "圖書", "图书", "图书");
        check("ja", "図書", "图书", "图书");
        check("en", "GPT", "gpt", "gpt");
        check("en", "#Taxes", "#taxes", "tax");
        check("en", ".NET", ".net", "net");
        check("en", "$1,000", "$1000", "1000");
        check("de", "Häuser", "hauser", "haus");
        for language in ["es", "pt", "it", "ro", "fr", "hu", "sv", "tr"] {
            assert!(Analyzer::new(Some(language)).terms("ada").stem.len() > 1, "{language}");
        }
        // No form of a function word: `para`, `maar`, `over`.
        check("es", "París", "paris", "paris");
        check("nl", "Mars", "mars", "mars");
        check("nl", "overheid", "overheid", "overheid");
        check("nl", "over", "over", "over");
        check("ko", "사람들은", "사람들은", "사람");
        check("de", "Straße", "strasse", "strass");
        check("fr", "économies", "economies", "econom");
        check("ja", "地価", "地价", "地价");
        check("ru", "Книгами", "книгами", "книг");
        check("ru", "Чёрной", "черной", "черн");
        check("xx", "Łódź", "lodz", "lodz");
        check("ar", "كِتَابٌ", "كتاب", "كتاب");
        check("ar", "على", "علي", "عل");
        check("ar", "والقهوة", "والقهوه", "قهو");
        check("fa", "کتاب\u{200C}های", "كتابهاي", "كتاب");
        check("hi", "नदियों", "नदियों", "नद");
        check("hi", "हिन्दी", "हिंदी", "हिंद");
        check("bn", "নদীগুলোর", "নদীগুলোর", "নদী");
        check("ta", "மரங்கள்", "மரங்கள்", "மரங்");
        check("te", "౨౦౨౬", "2026", "2026");
        check("th", "๒๕๔๐", "2540", "2540");
        check("tr", "İzmir'den", "izmir'den", "izmir");
        check("tr", "Ankara\u{2019}nın", "ankara'nin", "ankar");
        check("vi", "Được", "duoc", "đươc\u{323}");
        check("vi", "ho\u{E0}", "hoa", "hoa\u{300}");
        check("ro", "cărţile", "cartile", "cart");
        check("ro", "cărțile", "cartile", "cart");
    }

    #[test]
    fn a_word_typed_without_accents_finds_its_own() {
        for (language, word, bare) in
            [("es", "información", "informacion"), ("fr", "données", "donnees"), ("pt", "relação", "relacao")]
        {
            let mut analyzer = Analyzer::new(Some(language));
            let typed = analyzer.terms(bare).stem.to_owned();
            let terms = analyzer.terms(word);
            assert!(terms.stems().any(|stem| stem == typed), "{word}");
        }
        assert_eq!(Analyzer::new(Some("es")).terms("casa").further_stems().next(), None);
    }

    #[test]
    fn a_compound_is_found_written_as_one() {
        let mut analyzer = Analyzer::new(Some("en"));
        let terms = analyzer.terms("co-founders");
        assert_eq!((terms.exact, terms.stem), ("co", "co"));
        assert_eq!(terms.further_stems().collect::<Vec<_>>(), ["cofound"]);
        let mut french = Analyzer::new(Some("fr"));
        let stems: Vec<String> = french.terms("ciné-parcs").stems().map(str::to_owned).collect();
        assert_eq!(stems.last().map(String::as_str), Some("cineparc"));
    }

    #[test]
    fn a_korean_noun_is_found_by_its_parts_in_any_text() {
        for language in [None, Some("ko"), Some("en"), Some("ja")] {
            let mut analyzer = Analyzer::new(language);
            let stems = |analyzer: &mut Analyzer, word| {
                analyzer.terms(word).stems().map(str::to_owned).collect::<Vec<_>>()
            };
            assert_eq!(stems(&mut analyzer, "시장경제는"), ["시장경제", "시장", "장경", "경제"]);
            assert_eq!(stems(&mut analyzer, "경제를"), ["경제"]);
        }
    }
}
