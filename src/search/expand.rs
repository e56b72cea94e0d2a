//! The index's dictionary: how common terms are, and which terms a pattern stands for.

use std::collections::BTreeSet;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{TERMINATED, Term};

use super::SearchError;
use super::located::located_in;
use super::plan::TermSet;
use super::postings::open_postings;
use super::runs::{count, open_runs};
use crate::analyzer::{SIGNS, Stemmings, exact_form, may_begin, without_sign};
use crate::index::{Index, schema};
use crate::query::Span;

/// The most words that a pattern may stand for.
pub(super) const EXPANSIONS_MAX: usize = 2_000;

/// The terms of an index.
pub(super) struct Dictionary<'a> {
    index: &'a Index,
}

impl<'a> Dictionary<'a> {
    pub(super) fn new(index: &'a Index) -> Self {
        Self { index }
    }

    /// How many documents have the term.
    pub(super) fn documents(&self, field: Field, term: &str) -> tantivy::Result<u64> {
        self.documents_of(&TermSet::new(field, vec![term.to_owned()]))
    }

    /// In how many documents each of the terms counts, all together. Those that are gone stay in postings until a
    /// merge; they must not count, or scores would depend on the index's history.
    pub(super) fn documents_of(&self, set: &TermSet) -> tantivy::Result<u64> {
        let mut documents = 0;
        for segment in self.index.searcher().segment_readers() {
            let alive = segment.alive_bitset();
            for term in located_in(self.index.searcher(), segment, set)?.chunk_by(|a, b| a.place == b.place) {
                documents += match term {
                    [only] if alive.is_none() && set.within.is_none() => u64::from(only.info.doc_freq),
                    parts => count(&mut open_runs(segment, set, parts, IndexRecordOption::Basic)?, alive),
                };
            }
        }
        Ok(documents)
    }

    /// How the documents were stemmed that have any of the terms; nothing where none has, or so many that
    /// they tell nothing.
    pub(super) fn stemmings(&self, set: &TermSet) -> tantivy::Result<Option<Stemmings>> {
        const DOCUMENTS_MAX: usize = 200;
        let stemmed = self.index.stemmed()?;
        let (mut found, mut documents) = (Stemmings::default(), 0);
        for segment in self.index.searcher().segment_readers() {
            let stemmed = stemmed.of(segment);
            for mut postings in open_postings(self.index, segment, set, IndexRecordOption::Basic)? {
                while postings.doc() != TERMINATED {
                    if !segment.is_deleted(postings.doc()) {
                        found.add_number(stemmed.number(postings.doc()));
                        documents += 1;
                    }
                    if documents > DOCUMENTS_MAX {
                        return Ok(None);
                    }
                    postings.advance();
                }
            }
        }
        Ok(Some(found).filter(|found| !found.is_empty()))
    }

    /// The words that begin with this form.
    pub(super) fn prefix(&self, field: Field, prefix: &str, span: Span) -> Result<TermSet, SearchError> {
        self.matching(field, prefix, span, EXPANSIONS_MAX, |_| true)
    }

    /// The pairs that a character of a script without spaces begins.
    pub(super) fn pairs_with(&self, field: Field, character: &str) -> Result<TermSet, SearchError> {
        /// Characters that may stand behind another one; there are about as many in common use.
        const PAIRS_MAX: usize = 16_000;
        self.matching(field, &exact_form(character), Span::default(), PAIRS_MAX, |_| true)
    }

    /// The words of this shape: `?` is one character, `*` any number.
    pub(super) fn wildcard(&self, field: Field, pattern: &str, span: Span) -> Result<TermSet, SearchError> {
        let folded: String = pattern.split_inclusive(['?', '*']).map(fold_piece).collect();
        let literal: String = folded.chars().take_while(|c| !matches!(c, '?' | '*')).collect();
        let regex = compile(&format!("^(?s:{})$", regex_of(&folded)), span)?;
        // Most words have not even the longest piece.
        let piece = folded.split(['?', '*']).max_by_key(|piece| piece.len()).unwrap_or_default();
        let piece = memchr::memmem::Finder::new(piece);
        let is_it = |term: &str| piece.find(term.as_bytes()).is_some() && regex.is_match(term);
        self.matching(field, &literal, span, EXPANSIONS_MAX, is_it)
    }

    /// The words that a regular expression matches from end to end.
    pub(super) fn regex(&self, field: Field, pattern: &str, span: Span) -> Result<TermSet, SearchError> {
        let folded: String = pattern.chars().map(fold_char).collect();
        let regex = compile(&format!("^(?:{folded})$"), span)?;
        self.matching(field, "", span, EXPANSIONS_MAX, |term| regex.is_match(term))
    }

    /// The words at most `distance` letters amiss. Signs are no letters: they are as they were typed, but
    /// one that a word may begin with may be there too.
    pub(super) fn fuzzy(
        &self,
        field: Field,
        text: &str,
        distance: u8,
        span: Span,
    ) -> Result<TermSet, SearchError> {
        let form = exact_form(text);
        // An unspaced script fills a dictionary with pairs of characters, all of which are near to
        // each other for as long as one letter may be amiss; a longer word is near to none.
        let is_longer = |c: &str| c.chars().count() > 2 + usize::from(distance);
        let ranges = if is_longer(&form) { SPACED } else { &[("", "\u{10FFFF}")] };
        let mut terms = BTreeSet::new();
        for spelling in spellings(&form) {
            let term = Term::from_field_text(field, &spelling);
            let query = tantivy::query::FuzzyTermQuery::new(term, distance, true);
            let automaton = query.automaton().map_err(SearchError::from)?;
            // Words with a sign stand together, and few they are.
            let sign = signs(&spelling).0;
            let behind =
                sign.chars().map(|c| char::from_u32(u32::from(c) + 1).unwrap_or(c)).collect::<String>();
            let signed = [(sign, behind.as_str())];
            let ranges = if sign.is_empty() { ranges } else { &signed[..] };
            for segment in self.index.searcher().segment_readers() {
                for field in schema::parts(field) {
                    let inverted = segment.inverted_index(field)?;
                    for (start, end) in ranges {
                        let stream = inverted.terms().search(&automaton).ge(start).lt(end).into_stream();
                        let mut stream = stream.map_err(SearchError::io)?;
                        while stream.advance() {
                            let key = stream.key();
                            if std::str::from_utf8(key).is_ok_and(|term| signs(term) == signs(&spelling)) {
                                take(&mut terms, key, span, EXPANSIONS_MAX)?;
                            }
                        }
                    }
                }
            }
        }
        Ok(TermSet::new(field, terms.into_iter().collect()))
    }

    /// The words that sound like `text`.
    pub(super) fn sounds_like(&self, field: Field, text: &str, span: Span) -> Result<TermSet, SearchError> {
        let code = super::sound::code(&exact_form(text));
        if code.is_empty() {
            return Err(SearchError::without_sound(span));
        }
        self.matching(field, "", span, EXPANSIONS_MAX, |term| super::sound::code(term) == code)
    }

    /// The terms that begin with `literal` and pass the test, as they are or without the sign that they
    /// begin with.
    fn matching(
        &self,
        field: Field,
        literal: &str,
        span: Span,
        most: usize,
        test: impl Fn(&str) -> bool,
    ) -> Result<TermSet, SearchError> {
        let mut terms = BTreeSet::new();
        let passes = |term: &str| test(term) || (term.starts_with(SIGNS) && test(without_sign(term)));
        // Without a beginning, all are looked at anyway.
        let beginnings = if literal.is_empty() { vec![String::new()] } else { spellings(literal) };
        for segment in self.index.searcher().segment_readers() {
            for field in schema::parts(field) {
                let inverted = segment.inverted_index(field)?;
                for beginning in beginnings.iter().map(String::as_bytes) {
                    let stream = inverted.terms().range().ge(beginning).into_stream();
                    let mut stream = stream.map_err(SearchError::io)?;
                    while stream.advance() {
                        let key = stream.key();
                        // Where all are looked at, a comparison with nothing takes a fifth of the time.
                        if !beginning.is_empty() && !key.starts_with(beginning) {
                            break;
                        }
                        if std::str::from_utf8(key).is_ok_and(passes) {
                            take(&mut terms, key, span, most)?;
                        }
                    }
                }
            }
        }
        Ok(TermSet::new(field, terms.into_iter().collect()))
    }
}

/// The signs that a form begins and ends with.
fn signs(form: &str) -> (&str, &str) {
    let is_letter = |c: char| c.is_alphanumeric();
    let first = form.find(is_letter).unwrap_or(form.len());
    let behind = form[first..].trim_end_matches(|c| !is_letter(c)).len();
    (&form[..first], &form[first + behind..])
}

/// The terms that an exact form stands for, in order: without a sign for those with one too.
pub(super) fn spellings(form: &str) -> Vec<String> {
    let mut spellings = vec![form.to_owned()];
    if !form.starts_with(SIGNS) {
        let next = form.chars().next().unwrap_or_default();
        let signs = SIGNS.iter().filter(|sign| may_begin(**sign, next));
        spellings.extend(signs.map(|sign| format!("{sign}{form}")));
        spellings.sort_unstable();
    }
    spellings
}

/// Where words may begin that are not pairs of characters of an unspaced script (kana, ideographs).
const SPACED: &[(&str, &str)] = &[
    ("", "\u{3041}"),
    ("\u{3097}", "\u{30A1}"),
    ("\u{30FB}", "\u{3400}"),
    ("\u{A000}", "\u{F900}"),
    ("\u{FB00}", "\u{20000}"),
];

fn take(terms: &mut BTreeSet<String>, key: &[u8], span: Span, most: usize) -> Result<(), SearchError> {
    terms.insert(String::from_utf8_lossy(key).into_owned());
    if terms.len() > most {
        return Err(SearchError::too_many_expansions(span));
    }
    Ok(())
}

pub(super) fn compile(pattern: &str, span: Span) -> Result<regex::Regex, SearchError> {
    /// Memory that a compiled expression may take; matching is linear in the term in any case.
    const SIZE_BYTES_MAX: usize = 1 << 20;
    let regex = regex::RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(SIZE_BYTES_MAX)
        .nest_limit(64)
        .build();
    regex.map_err(|error| SearchError::bad_pattern(span, &error))
}

/// The regular expression of a wildcard.
pub(super) fn regex_of(pattern: &str) -> String {
    let mut regex = String::new();
    for c in pattern.chars() {
        match c {
            '?' => regex.push('.'),
            '*' => regex.push_str(".*"),
            c => regex.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    regex
}

/// Folds what stands between the signs of a wildcard, and keeps the sign behind it.
fn fold_piece(piece: &str) -> String {
    match piece.char_indices().next_back() {
        Some((at, sign @ ('?' | '*'))) => exact_form(&piece[..at]) + sign.encode_utf8(&mut [0; 4]),
        _ => exact_form(piece),
    }
}

/// Takes the accent off a letter of a regular expression, as terms have none.
fn fold_char(c: char) -> char {
    if c.is_ascii() || !c.is_alphabetic() {
        return c;
    }
    let folded = exact_form(c.encode_utf8(&mut [0; 4]));
    let mut chars = folded.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}
