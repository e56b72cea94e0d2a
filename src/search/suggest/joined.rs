//! Words beside each other: two for one, one for two, and two of which one is spelled otherwise where they stand
//! together.

use super::{
    Dictionary, LOOKED_FOR_BESIDE, SearchError, Suggestion, Typed, documents_with, is_function_word,
    neighbours,
};
use crate::analyzer::{Analyzer, Folded, Stemming, exact_form};
use crate::index::Index;
use crate::query::Span;

/// The word in two, as most documents have it that have it so: `self-hosted` for `selfhosted`.
pub(super) fn as_two(index: &Index, word: &str, span: Span) -> Result<Option<String>, SearchError> {
    const PART_CHARS_MIN: usize = 2;
    const DOCUMENTS_MIN: usize = 2;
    /// Each place where both parts are words is looked up.
    const CHARS_MAX: usize = 32;
    let typed: Vec<char> = exact_form(word).chars().collect();
    if typed.len() > CHARS_MAX || !typed.iter().all(|c| c.is_alphabetic()) {
        return Ok(None);
    }
    let (field, dictionary) = (index.fields().exact, Dictionary::new(index));
    let mut best: Option<(usize, String)> = None;
    for at in PART_CHARS_MIN..(typed.len() + 1).saturating_sub(PART_CHARS_MIN) {
        let [first, second] = [&typed[..at], &typed[at..]].map(|part| part.iter().collect::<String>());
        if dictionary.documents(field, &first)? == 0 || dictionary.documents(field, &second)? == 0 {
            continue;
        }
        let meant = format!("{first}-{second}");
        let found = documents_with(index, vec![first, second], span)?;
        if found >= best.as_ref().map_or(DOCUMENTS_MIN, |(most, _)| most + 1) {
            best = Some((found, meant));
        }
    }
    Ok(best.map(|(_, meant)| meant))
}

/// Two words in one, where more documents have them so: `tarpit` for `tar pit`.
pub(super) fn as_one(index: &Index, pair: &[Typed]) -> Result<Option<Suggestion>, SearchError> {
    let [(first, first_span, None), (second, second_span, None)] = pair else { return Ok(None) };
    let is_word = |text: &String| text.chars().all(char::is_alphabetic);
    if first_span.end + 1 != second_span.start || ![first, second].into_iter().all(is_word) {
        return Ok(None);
    }
    let [first, second] = [exact_form(first), exact_form(second)];
    let meant = format!("{first}{second}");
    let found = Dictionary::new(index).documents(index.fields().exact, &meant)? as usize;
    if found == 0 || is_function_word(index, &meant) {
        return Ok(None);
    }
    let word = format!("{first} {second}");
    let apart = documents_with(index, vec![first, second], *first_span)?;
    Ok((apart < found).then_some(Suggestion { word, meant }))
}

/// Two words that are seldom or never one behind the other, as they are where one has a letter or two otherwise:
/// `garry tan` for `gary tan`, each of which the archive knows.
pub(super) fn as_written_together(index: &Index, pair: &[Typed]) -> Result<Option<Suggestion>, SearchError> {
    const CHARS_MIN: usize = 3;
    const DOCUMENTS_MIN: usize = 2;
    /// So many times as many documents must have what was meant.
    const TIMES: usize = 4;
    let [(first, first_span, None), (second, second_span, None)] = pair else { return Ok(None) };
    let span = *first_span;
    let (field, dictionary) = (index.fields().exact, Dictionary::new(index));
    let forms = [exact_form(first), exact_form(second)];
    let is_word = |form: &String| {
        let is_long = form.chars().count() >= CHARS_MIN && form.chars().all(char::is_alphabetic);
        Ok::<bool, SearchError>(
            is_long && !is_function_word(index, form) && dictionary.documents(field, form)? > 0,
        )
    };
    if span.end + 1 != second_span.start || !is_word(&forms[0])? || !is_word(&forms[1])? {
        return Ok(None);
    }
    let together = documents_with(index, forms.to_vec(), span)?;
    let mut best: Option<(usize, [String; 2])> = None;
    for at in [0, 1] {
        let mut likely = neighbours(&dictionary, field, &forms[at], 2, span)?;
        likely.retain(|(_, term)| !is_inflected(index, &forms[at], term) && !is_function_word(index, term));
        for (_, term) in likely.into_iter().take(LOOKED_FOR_BESIDE) {
            let mut meant = forms.clone();
            meant[at] = term;
            let found = documents_with(index, meant.to_vec(), span)?;
            let least = best.as_ref().map_or(DOCUMENTS_MIN.max(together * TIMES), |(most, _)| most + 1);
            if found >= least {
                best = Some((found, meant));
            }
        }
    }
    let suggestion =
        |(_, meant): (usize, [String; 2])| Suggestion { word: forms.join(" "), meant: meant.join(" ") };
    Ok(best.map(suggestion))
}

/// Whether one is another form of the other in a language of the archive.
fn is_inflected(index: &Index, one: &str, other: &str) -> bool {
    let (one, other) = (Folded::of(one), Folded::of(other));
    let mut languages = index.manifest().languages.keys();
    languages.any(|code| {
        let analyzer = Analyzer::of(Stemming::of(Some(code.as_str()).filter(|code| !code.is_empty())));
        analyzer.stem_of(&one) == analyzer.stem_of(&other)
    })
}
