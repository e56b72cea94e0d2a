//! Whether a quotation is in the archive, where, and how faithful it is.
//!
//! A quotation is compared word by word. Its words are first looked for as a phrase; where no
//! document has it, the documents that share most of its words are read and the quotation is laid
//! against each where it fits best. An ellipsis (`…`, `...`, `[…]`) or a bracketed insertion parts
//! it: the parts must come in order, and how many words were left out between them is told.

mod align;
mod likeness;
mod negation;
mod parts;

use std::cmp::Ordering;
use std::ops::Range;

use jiff::civil;
use serde::Serialize;

use crate::clean::folded;
use crate::index::{Entry, Index, Record, document_id};
use crate::query::{NodeKind, Query};
use crate::search::{Matching, Options, Passage, SearchError, Sort, passage_of, search};

use align::Alignment;
use likeness::Likeness;
use parts::{Part, any_stretch, any_word, forms_of, in_order, node, parts_of, words_in};

/// The longest quotation that is looked for, in words.
pub const WORDS_MAX: usize = 1_000;

/// How many documents are read in search of words that nobody said exactly so.
const CANDIDATES: usize = 40;
/// How many other versions of a document are read where it does not have the very words.
const VERSIONS: usize = 8;
/// Of so many words one may differ.
const WORDS_A_DIFFERENCE: usize = 3;

/// How faithful a quotation is, the most faithful first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fidelity {
    /// Character by character, line breaks aside.
    Verbatim,
    /// The same words; case, accents, punctuation or quotation marks differ.
    Folded,
    /// Parts in their order, with words left out between them where the quotation says so.
    Elided,
    /// Some words differ.
    Near,
}

impl Fidelity {
    /// The word for it in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Folded => "folded",
            Self::Elided => "elided",
            Self::Near => "near",
        }
    }
}

/// A place in the archive that a quotation may come from.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// How faithful the quotation is to it.
    pub fidelity: Fidelity,
    /// The document's own id.
    pub id: u64,
    /// What is said about the document.
    pub entry: Entry,
    /// What stands there, one passage for each part of the quotation.
    pub passages: Vec<Passage>,
    /// Everybody whose words it takes, in order; more than one where it runs over turns.
    pub speakers: Vec<String>,
    /// What differs, in order.
    pub differences: Vec<Difference>,
    /// How many words of the original are left out at its ellipses.
    pub omitted_words: usize,
    /// Which part of its words stands there, 1 where all do.
    pub similarity: f64,
}

impl Quotation {
    /// More faithful ones are less.
    fn order(&self, other: &Self) -> Ordering {
        self.fidelity.cmp(&other.fidelity).then(other.similarity.total_cmp(&self.similarity))
    }
}

/// Words of the quotation that stand otherwise in the original; one side may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// As quoted.
    pub quoted: String,
    /// As it stands in the original.
    pub original: String,
    /// Whether a negation was added or lost, which turns the meaning.
    pub is_negation: bool,
    /// Whether a number differs.
    pub is_number: bool,
}

/// Why a quotation could not be looked for.
#[derive(Debug, thiserror::Error)]
pub enum QuoteError {
    /// It has no words.
    #[error("the quotation has no words")]
    Empty,
    /// It has more words than [`WORDS_MAX`].
    #[error("the quotation has {0} words; {WORDS_MAX} are looked for at most")]
    Long(usize),
    /// The archive could not be searched.
    #[error(transparent)]
    Search(#[from] SearchError),
}

/// Looks for a quotation; the most faithful places come first, then the oldest documents, at most
/// `limit` of them. Of the versions of a text the most faithful stands for all, unless
/// `all_versions` are asked for.
///
/// # Errors
/// When it has no words or too many, or the index cannot be read.
pub fn verify(
    index: &Index,
    text: &str,
    limit: usize,
    all_versions: bool,
) -> Result<Vec<Quotation>, QuoteError> {
    // What stands in brackets may be the text's own: `[inaudible]`, the number of a note.
    if text.contains('[') {
        let literal = parts_of(text, false);
        if !literal.is_empty() && words_in(&literal) <= WORDS_MAX {
            let found = look_in(index, &literal, in_order(&literal), all_versions, limit.max(CANDIDATES))?;
            if !found.is_empty() {
                return Ok(best(found, limit));
            }
        }
    }
    let parts = parts_of(text, true);
    let word_count = words_in(&parts);
    match word_count {
        0 => return Err(QuoteError::Empty),
        1..=WORDS_MAX => {}
        _ => return Err(QuoteError::Long(word_count)),
    }
    let mut found = look_in(index, &parts, in_order(&parts), all_versions, limit.max(CANDIDATES))?;
    if found.is_empty() && word_count > 3 {
        for kind in [any_stretch(&parts), Some(any_word(&parts))].into_iter().flatten() {
            for other in look_in(index, &parts, kind, all_versions, CANDIDATES)? {
                if !found.iter().any(|known| known.id == other.id) {
                    found.push(other);
                }
            }
        }
    }
    Ok(best(found, limit))
}

/// The most faithful, then the oldest.
fn best(mut found: Vec<Quotation>, limit: usize) -> Vec<Quotation> {
    found.sort_by(|a, b| {
        let date =
            |quotation: &Quotation| quotation.entry.metadata.date.map_or(u32::MAX, |date| date.day_range().0);
        a.order(b).then(date(a).cmp(&date(b))).then(a.id.cmp(&b.id))
    });
    found.truncate(limit);
    found
}

/// Looks at the documents that `kind` finds.
fn look_in(
    index: &Index,
    parts: &[Part],
    kind: NodeKind,
    all_versions: bool,
    limit: usize,
) -> Result<Vec<Quotation>, SearchError> {
    let query = Query { text: String::new(), root: node(kind) };
    let options = Options {
        limit,
        passages: 0,
        all_versions,
        matching: Matching::All,
        sort: Sort::Score,
        ..Options::new(civil::Date::default())
    };
    let mut found = Vec::new();
    for hit in search(index, &query, &options)?.hits {
        let mut best: Option<Quotation> = None;
        for entry in std::iter::once(hit.entry).chain(hit.versions.into_iter().take(VERSIONS)) {
            let id = document_id(&entry.path, &entry.part);
            let Some(record) = index.record_of_id(id)? else { continue };
            let other = compare(&record, id, entry, parts)?;
            best = match (best, other) {
                (Some(best), Some(other)) if other.order(&best).is_ge() => Some(best),
                (best, other) => other.or(best),
            };
            if best.as_ref().is_some_and(|best| best.fidelity == Fidelity::Verbatim) {
                break;
            }
        }
        found.extend(best);
    }
    Ok(found)
}

/// Lays the parts of the quotation against one document.
fn compare(
    record: &Record<'_>,
    id: u64,
    entry: Entry,
    parts: &[Part],
) -> Result<Option<Quotation>, SearchError> {
    let text = record.text(0..record.text_bytes())?;
    let placed = forms_of(&text);
    let forms: Vec<&str> = placed.iter().map(|(form, _)| form.as_str()).collect();
    let likeness = Likeness::of(entry.metadata.language.as_deref());
    let fits = place_parts(parts, &forms, &likeness);
    let Some(mut fits) = fits.filter(|fits| likeness.is_left(parts, fits, &forms)) else { return Ok(None) };
    // Nobody who quotes copies the numbers of notes.
    let is_note = |word: usize| is_note_mark(&text, &placed[word].1);
    fits.iter_mut().for_each(|fit| fit.forget(|stretch| stretch.original.clone().all(is_note)));

    let bytes = |range: &Range<usize>| placed[range.start].1.start..placed[range.end - 1].1.end;
    let mut quotation = Quotation {
        fidelity: if parts.len() > 1 { Fidelity::Elided } else { Fidelity::Verbatim },
        id,
        passages: Vec::new(),
        speakers: Vec::new(),
        differences: Vec::new(),
        omitted_words: fits.windows(2).map(|pair| pair[1].original.start - pair[0].original.end).sum(),
        similarity: similarity(parts, &fits),
        entry,
    };
    let language = quotation.entry.metadata.language.clone();
    for (part, fit) in parts.iter().zip(&fits) {
        let range = bytes(&fit.original);
        let stands = folded(&text[range.clone()]);
        let fidelity = match () {
            () if fit.edits > 0 => Fidelity::Near,
            () if stands == part.text => Fidelity::Verbatim,
            () => Fidelity::Folded,
        };
        // Parts in their own words stay "elided", whatever became of their typography.
        if parts.len() == 1 || fidelity == Fidelity::Near {
            quotation.fidelity = quotation.fidelity.max(fidelity);
        }
        for stretch in &fit.differences {
            let quoted = text_of(&part.text, stretch.quoted.clone(), |word| part.ranges[word].clone());
            let original = text_of(&text, stretch.original.clone(), |word| placed[word].1.clone());
            let quoted_forms: Vec<&str> =
                part.forms[stretch.quoted.clone()].iter().map(String::as_str).collect();
            quotation.differences.push(difference(
                (&quoted_forms, quoted),
                (&forms[stretch.original.clone()], original),
                language.as_deref(),
            ));
        }
        let range = range.start as u32..range.end as u32;
        for speaker in speakers_of(record, &quotation.entry, range.clone())? {
            if quotation.speakers.last() != Some(&speaker) {
                quotation.speakers.push(speaker);
            }
        }
        quotation.passages.push(passage_of(record, &quotation.entry, range)?);
    }
    Ok(Some(quotation))
}

/// Whether a word is the number of a note: `[156]`.
fn is_note_mark(text: &str, word: &Range<usize>) -> bool {
    text[word.clone()].bytes().all(|byte| byte.is_ascii_digit())
        && text[..word.start].ends_with('[')
        && text[word.end..].starts_with(']')
}

/// Where the parts stand, one behind the other; nothing where one of them does not.
fn place_parts(parts: &[Part], original: &[&str], likeness: &Likeness) -> Option<Vec<Alignment>> {
    let is_same = |one: &str, other: &str| likeness.is_same(one, other);
    let mut best: Option<Vec<Alignment>> = None;
    let gaps = |fits: &[Alignment]| fits.last().map_or(0, |last| last.original.end) - fits[0].original.start;
    let first: Vec<&str> = parts.first()?.forms.iter().map(String::as_str).collect();
    let mut starts: Vec<Alignment> =
        align::exact_places(&first, original).into_iter().map(|at| exactly(at, first.len())).collect();
    if starts.is_empty() {
        starts.extend(align::best_fit(&first, original, edits_max(first.len()), &is_same));
    }
    for start in starts {
        let mut fits = vec![start];
        for part in &parts[1..] {
            let from = fits.last().map_or(0, |last| last.original.end);
            let forms: Vec<&str> = part.forms.iter().map(String::as_str).collect();
            let behind = &original[from..];
            let exact = align::exact_places(&forms, behind).first().map(|at| exactly(*at, forms.len()));
            let Some(mut fit) =
                exact.or_else(|| align::best_fit(&forms, behind, edits_max(forms.len()), &is_same))
            else {
                break;
            };
            fit.original = fit.original.start + from..fit.original.end + from;
            fit.differences.iter_mut().for_each(|stretch| {
                stretch.original = stretch.original.start + from..stretch.original.end + from;
            });
            fits.push(fit);
        }
        let edits = |fits: &[Alignment]| fits.iter().map(|fit| fit.edits).sum::<usize>();
        let is_better = |best: &Vec<Alignment>| (edits(&fits), gaps(&fits)) < (edits(best), gaps(best));
        if fits.len() == parts.len()
            && fits.iter().all(|fit| !fit.original.is_empty())
            && best.as_ref().is_none_or(is_better)
        {
            best = Some(fits);
        }
    }
    best
}

fn exactly(at: usize, words: usize) -> Alignment {
    Alignment { original: at..at + words, edits: 0, differences: Vec::new() }
}

fn edits_max(words: usize) -> usize {
    words / WORDS_A_DIFFERENCE
}

fn similarity(parts: &[Part], fits: &[Alignment]) -> f64 {
    let words: usize = parts.iter().map(|part| part.forms.len()).sum();
    let edits: usize = fits.iter().map(|fit| fit.edits).sum();
    1.0 - edits as f64 / words.max(1) as f64
}

/// The text from the first word of a range to the last.
fn text_of(text: &str, range: Range<usize>, place: impl Fn(usize) -> Range<usize>) -> String {
    if range.is_empty() {
        return String::new();
    }
    folded(&text[place(range.start).start..place(range.end - 1).end])
}

/// What differs between words of the quotation and of the original, given as forms and as text.
fn difference(quoted: (&[&str], String), original: (&[&str], String), language: Option<&str>) -> Difference {
    let is_turned = |forms: &[&str]| negation::count(forms.iter().copied(), language) % 2 == 1;
    let is_number = |form: &&&str| form.bytes().any(|byte| byte.is_ascii_digit());
    Difference {
        is_negation: is_turned(quoted.0) != is_turned(original.0),
        is_number: !quoted.0.iter().filter(is_number).eq(original.0.iter().filter(is_number)),
        quoted: quoted.1,
        original: original.1,
    }
}

/// Who says the words of a range of bytes, in order.
fn speakers_of(record: &Record<'_>, entry: &Entry, range: Range<u32>) -> Result<Vec<String>, SearchError> {
    let mut speakers = Vec::new();
    let mut next = record.block_at_byte(range.start)?;
    while let Some(placed) = next.filter(|placed| placed.block.start < range.end) {
        let name = placed.block.speaker.and_then(|speaker| entry.speakers.get(speaker as usize));
        speakers.extend(name.cloned());
        next = record.block(placed.number + 1)?;
    }
    Ok(speakers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_in_order_and_as_near_as_can_be() {
        let original = ["a", "b", "x", "a", "b", "c", "d"];
        let check = |text: &str, expected: Option<Vec<Range<usize>>>| {
            let fits = place_parts(&parts_of(text, true), &original, &Likeness::of(Some("en")));
            assert_eq!(
                fits.map(|fits| fits.into_iter().map(|fit| fit.original).collect()),
                expected,
                "{text}"
            );
        };
        check("a b … d", Some(vec![3..5, 6..7]));
        check("d … a", None);
        check("x a b", Some(std::iter::once(2..5).collect()));
    }

    #[test]
    fn a_turned_negation_is_told() {
        let check = |quoted: &str, original: &str, is_negation, is_number| {
            let forms = |text: &str| forms_of(text).into_iter().map(|(form, _)| form).collect::<Vec<_>>();
            let (quoted_forms, original_forms) = (forms(quoted), forms(original));
            let a: Vec<&str> = quoted_forms.iter().map(String::as_str).collect();
            let b: Vec<&str> = original_forms.iter().map(String::as_str).collect();
            let told = difference((&a, quoted.to_owned()), (&b, original.to_owned()), Some("en"));
            assert_eq!((told.is_negation, told.is_number), (is_negation, is_number), "{quoted} / {original}");
        };
        check("will", "will not", true, false);
        check("can", "can't", true, false);
        check("cannot", "can not", false, false);
        check("will not", "wouldn't", false, false);
        check("12", "13", false, true);
        check("red", "blue", false, false);
    }

    #[test]
    fn forms_of_the_same_words_are_told_and_function_words_alone_are_none() {
        let check = |quoted: &str, original: &str, expected: Option<usize>| {
            let likeness = Likeness::of(Some("en"));
            let (parts, placed) = (parts_of(quoted, true), forms_of(original));
            let original: Vec<&str> = placed.iter().map(|(form, _)| form.as_str()).collect();
            let fits = place_parts(&parts, &original, &likeness);
            let fits = fits.filter(|fits| likeness.is_left(&parts, fits, &original));
            assert_eq!(fits.map(|fits| fits[0].edits), expected, "{quoted}");
        };
        let saw = "A wise keeper is the owner of empty pockets, said the miller.";
        check("wise keepers are the owners of empty pockets", saw, Some(3));
        check("rich keepers are the owners of full pockets", saw, None);
        let tolls = "There is no toll on this bridge today, and it is to be so.";
        check("there is no spoon", tolls, None);
        check("there is no toll", tolls, Some(0));
        check("to be is to do", tolls, None);
        let set = "Opt in can be as simple as an SLOW_TESTS=1 environmental variable.";
        check("opt in can be as simple as an elephant environmental variable", set, Some(3));
    }
}
