//! Whether other words still are a quotation: forms of the same words are, and where nothing but function words is
//! left of it nothing is.

use super::align::Alignment;
use super::parts::{Part, words_in};
use crate::analyzer::{Analyzer, Folded, function_words};

/// The words of one language, as a quotation in it is told.
pub(super) struct Likeness {
    analyzer: Analyzer,
    function_words: &'static [&'static str],
}

impl Likeness {
    /// For a document in `language` (ISO 639-1), where that is known.
    pub(super) fn of(language: Option<&str>) -> Self {
        let function_words = function_words(language.unwrap_or("en"));
        Self { analyzer: Analyzer::new(language), function_words }
    }

    /// Whether two exact forms are of one word.
    pub(super) fn is_same(&self, one: &str, other: &str) -> bool {
        self.analyzer.stem_of(&Folded::of(one)) == self.analyzer.stem_of(&Folded::of(other))
    }

    /// Whether enough is left of parts that lie so on the words of a document: half of the words that say something;
    /// of a quotation that has none nearly all.
    pub(super) fn is_left(&self, parts: &[Part], fits: &[Alignment], original: &[&str]) -> bool {
        const FUNCTION_WORDS_A_DIFFERENCE: usize = 6;
        let tells = |form: &String| !self.function_words.contains(&form.as_str());
        let telling = parts.iter().flat_map(|part| &part.forms).filter(|form| tells(form)).count();
        let edits: usize = fits.iter().map(|fit| fit.edits).sum();
        if telling == 0 {
            return edits * FUNCTION_WORDS_A_DIFFERENCE <= words_in(parts);
        }
        let lost = |(part, fit): (&Part, &Alignment)| {
            let tells = |word: usize| tells(&part.forms[word]);
            let differ = fit.differences.iter().flat_map(|stretch| stretch.quoted.clone());
            let is_same = |(word, other): &(usize, usize)| {
                tells(*word) && self.is_same(&part.forms[*word], original[*other])
            };
            differ.filter(|word| tells(*word)).count() - fit.pairs().filter(is_same).count()
        };
        let lost: usize = parts.iter().zip(fits).map(lost).sum();
        lost * 2 <= telling
    }
}
