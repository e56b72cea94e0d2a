//! The words that tell a text from the others in the archive.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::expand::Dictionary;
use super::{SearchError, rank};
use crate::analyzer::{Analyzer, function_words, words};
use crate::index::Index;
use crate::query::{Clause, Need, Node, NodeKind, Query, Span};

/// A word that tells a text from others.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Keyword {
    /// Its most frequent form.
    pub form: String,
    /// Its stem in the text's language.
    pub stem: String,
    /// How much it is used, as its user counts it.
    pub use_worth: f64,
    /// How much it tells, most first.
    pub worth: f64,
}

/// The `most` most telling words of some texts in one language; `use_worth` says what being used so
/// often counts. Words of no other document, and of more than one in `documents_a_word` of those in the
/// language, tell nothing, nor do those of fewer than `texts_min` of the texts.
pub(super) fn keywords<'t>(
    index: &Index,
    language: Option<&str>,
    texts: impl IntoIterator<Item = &'t str>,
    use_worth: impl Fn(f64) -> f64,
    (texts_min, documents_a_word): (usize, u64),
    most: usize,
) -> Result<Vec<Keyword>, SearchError> {
    let mut analyzer = Analyzer::new(language);
    let function_words = function_words(language.unwrap_or("en"));
    // Stem -> its forms, each with how often it is there.
    let mut stems: FxHashMap<Box<str>, BTreeMap<Box<str>, u32>> = FxHashMap::default();
    // Stem -> the text it was last in, and in how many it was.
    let mut spread: FxHashMap<Box<str>, (usize, usize)> = FxHashMap::default();
    for (number, text) in texts.into_iter().enumerate() {
        for word in words(text) {
            let terms = analyzer.terms(&text[word.term]);
            let tells = terms.exact.chars().any(char::is_alphabetic)
                && (terms.exact.len() > 2 || !terms.exact.is_ascii())
                && !function_words.contains(&terms.exact)
                // Such as `they're`.
                && !terms.exact.split_once('\'').is_some_and(|(first, _)| function_words.contains(&first));
            if tells {
                if texts_min > 1 {
                    let (last, texts) = spread.entry(terms.stem.into()).or_insert((number, 1));
                    *texts += usize::from(*last != number);
                    *last = number;
                }
                *stems.entry(terms.stem.into()).or_default().entry(terms.exact.into()).or_default() += 1;
            }
        }
    }
    // Looking up every word of a book would cost more than it brings: the frequent ones will do.
    let mut frequent: Vec<(u32, Box<str>, Box<str>)> = Vec::with_capacity(stems.len());
    let is_common = |stem: &str| spread.get(stem).is_none_or(|(_, texts)| *texts >= texts_min);
    for (stem, forms) in stems.into_iter().filter(|(stem, _)| is_common(stem)) {
        let count = forms.values().sum();
        let form = forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        frequent.extend(form.map(|(form, _)| (count, stem, form)));
    }
    frequent.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    frequent.truncate(LOOKED_UP_MAX);
    let dictionary = Dictionary::new(index);
    let all = index.manifest().documents;
    let languages = &index.manifest().languages;
    let of_language = language.and_then(|language| languages.get(language)).copied().unwrap_or(all);
    let mut keywords = Vec::with_capacity(frequent.len());
    for (count, stem, form) in frequent {
        let documents = dictionary.documents(index.fields().stems, &stem)?;
        if documents < 2 || documents * documents_a_word > of_language.max(documents_a_word * 2) {
            continue;
        }
        let use_worth = use_worth(f64::from(count));
        let worth = use_worth * rank::idf(documents, all);
        keywords.push(Keyword { form: form.into(), stem: stem.into(), use_worth, worth });
    }
    keywords.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| a.stem.cmp(&b.stem)));
    keywords.truncate(most);
    Ok(keywords)
}

/// How many different words of a text are looked up at most.
const LOOKED_UP_MAX: usize = 400;

/// A query for any of the words; its text names them.
pub(super) fn query_of(keywords: &[Keyword]) -> Query {
    let mut text = String::new();
    let mut clauses = Vec::with_capacity(keywords.len());
    for keyword in keywords {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&keyword.form);
        clauses.push(clause(keyword, Span::new(start, text.len()), 1.0));
    }
    let span = Span::new(0, text.len());
    Query { text, root: Node::new(span, NodeKind::And(clauses)) }
}

/// A clause that need not hold, for a word that is used so much.
pub(super) fn clause(keyword: &Keyword, span: Span, weight: f64) -> Clause {
    let mut node = Node::new(span, NodeKind::Word(keyword.form.clone()));
    node.boost = (keyword.use_worth * weight) as f32;
    Clause { node, need: Need::Asked }
}
