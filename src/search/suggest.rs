//! "Did you mean": words of the archive that are nearly like one it does not have.

mod joined;

use jiff::civil;
use tantivy::schema::Field as IndexField;

use super::expand::Dictionary;
use super::{Options, SearchError, lower, search};
use crate::analyzer::{exact_form, function_words, words};
use crate::index::Index;
use crate::query::{Field, Node, NodeKind, Query, Span};

use joined::{as_one, as_two, as_written_together};

/// A word of the archive for one that it does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The word as typed.
    pub word: String,
    /// What may have been meant.
    pub meant: String,
}

/// Words this short are near to too many others.
const CHARS_MIN: usize = 4;
/// From this many characters on two letters may be amiss.
const CHARS_FOR_TWO: usize = 7;
/// A shorter word with two letters amiss is one that several documents have, or another word.
const CHARS_FOR_RARE: usize = 12;
const DOCUMENTS_FOR_TWO: f64 = 4.0;
/// How much rarer than another a word may be, as a power of e, and still be meant for being one
/// letter nearer.
const EDIT_WORTH: f64 = 4.5;
/// The first letter is seldom amiss (Pollock and Zamora, "Collection and characterization of
/// spelling errors in scientific and scholarly text", 1983).
const FIRST_LETTER_WORTH: f64 = 1.5;
/// A word that stands beside the same word elsewhere is worth a letter: of `Ajeya Kotra` the archive may know the
/// one that goes with the other.
const BESIDE_WORTH: f64 = EDIT_WORTH;
/// So many of the likeliest are looked for beside others.
const LOOKED_FOR_BESIDE: usize = 12;

/// A suggestion for each plain word of the query that no document has and that is nearly another, for one that is
/// there without the accents it was typed with; for two that are rather written as one, and for two that stand
/// together only where one is spelled a little otherwise.
///
/// # Errors
/// When the index cannot be read.
pub fn suggest(index: &Index, query: &Query) -> Result<Vec<Suggestion>, SearchError> {
    let mut suggestions = Vec::new();
    let mut typed = Vec::new();
    plain_words(index, &query.root, None, &mut typed);
    for pair in typed.windows(2) {
        match as_one(index, pair)? {
            Some(one) => suggestions.push(one),
            None => suggestions.extend(as_written_together(index, pair)?),
        }
    }
    for (number, (text, span, names)) in typed.iter().enumerate() {
        let (span, beside) = (*span, beside(&typed, number));
        for word in words(text) {
            let word = &text[word.term];
            if let Some(names) = *names {
                if let Some(meant) = nearest(index, names, word, 2, (span, &[]))? {
                    suggestions.push(Suggestion { word: word.to_owned(), meant });
                }
                continue;
            }
            if is_in_another_form(index, word, span)? {
                continue;
            }
            let instead = match (without_accents(index, word, span)?, as_version(index, word, span)?) {
                (Some(instead), _) | (None, Some(instead)) => Some(instead),
                (None, None) => as_two(index, word, span)?,
            };
            let meant = match instead {
                Some(instead) => vec![instead],
                None => {
                    let part = as_a_part(index, word, span)?;
                    // What is a part of words is spelled as it is there.
                    let edits_max = if part.is_some() { 1 } else { 2 };
                    nearest(index, index.fields().exact, word, edits_max, (span, &beside))?
                        .into_iter()
                        .chain(part)
                        .collect()
                }
            };
            for meant in meant {
                let suggestion = Suggestion { word: word.to_owned(), meant };
                if !suggestions.contains(&suggestion) {
                    suggestions.push(suggestion);
                }
            }
        }
    }
    Ok(suggestions)
}

/// What is asked for as it is, where it stands, and the field of the index that its name is in, if it is one.
type Typed = (String, Span, Option<IndexField>);

/// The words that are asked for as they are.
fn plain_words(index: &Index, node: &Node, names: Option<IndexField>, found: &mut Vec<Typed>) {
    match &node.kind {
        NodeKind::Word(text) | NodeKind::Exact(text) => found.push((text.clone(), node.span, names)),
        NodeKind::Phrase { words, .. } => found.push((words.join(" "), node.span, names)),
        NodeKind::Field { field: Field::Path | Field::Lang, .. } | NodeKind::Not(_) => {}
        NodeKind::Field { field, node } => {
            plain_words(index, node, lower::field_of_names(index.fields(), *field), found);
        }
        _ => node.children().into_iter().for_each(|child| plain_words(index, child, names, found)),
    }
}

/// Whether the archive has the word in another of its forms, by which it was found.
fn is_in_another_form(index: &Index, word: &str, span: Span) -> Result<bool, SearchError> {
    let root = Node::new(span, NodeKind::Word(word.to_owned()));
    let query = Query { text: String::new(), root };
    let plan = lower::lower(index, &query, false, civil::Date::ZERO)?;
    Ok(plan.leaves.iter().any(|leaf| leaf.documents > 0))
}

/// The words beside this one, where it is one word: pairs of which it is to be the second or the first.
fn beside(typed: &[Typed], number: usize) -> Vec<Beside> {
    let (text, span, _) = &typed[number];
    if words(text).count() != 1 {
        return Vec::new();
    }
    let form =
        |(text, _, names): &Typed| (names.is_none() && words(text).count() == 1).then(|| exact_form(text));
    let before = number.checked_sub(1).map(|before| &typed[before]);
    let before = before.filter(|(_, before, _)| before.end + 1 == span.start).and_then(form);
    let behind = typed.get(number + 1).filter(|(_, behind, _)| span.end + 1 == behind.start).and_then(form);
    before.map(Beside::Before).into_iter().chain(behind.map(Beside::Behind)).collect()
}

/// A word that stands beside the one that was meant.
enum Beside {
    Before(String),
    Behind(String),
}

/// The word without its accents, where documents have it so: endings are told by accents, and of `inteligência`
/// Spanish knows no ending.
fn without_accents(index: &Index, word: &str, span: Span) -> Result<Option<String>, SearchError> {
    let bare = exact_form(word);
    if bare == word.to_lowercase() || !is_in_another_form(index, &bare, span)? {
        return Ok(None);
    }
    Ok(Some(bare))
}

/// The number of a version with an asterisk, where the archive has only more exact ones: `1.61*` for `1.61`.
fn as_version(index: &Index, word: &str, span: Span) -> Result<Option<String>, SearchError> {
    let typed = exact_form(word);
    if !typed.contains('.') || !typed.ends_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    let Ok(found) = Dictionary::new(index).prefix(index.fields().exact, &format!("{typed}."), span) else {
        return Ok(None);
    };
    Ok((!found.terms.is_empty()).then(|| format!("{typed}.*")))
}

/// The word with asterisks, where words of the archive have it in them that it could be a part of.
fn as_a_part(index: &Index, word: &str, span: Span) -> Result<Option<String>, SearchError> {
    /// What is left of such a word is a word too.
    const REST_CHARS_MIN: usize = 3;
    /// So long is no ending.
    const CHARS_TO_END_WITH: usize = 5;
    let typed = exact_form(word);
    let chars = typed.chars().count();
    if chars < CHARS_MIN || !typed.chars().all(char::is_alphabetic) {
        return Ok(None);
    }
    let (field, dictionary) = (index.fields().exact, Dictionary::new(index));
    // More words than can be listed tell nothing.
    let Ok(found) = dictionary.wildcard(field, &format!("*{typed}*"), span) else { return Ok(None) };
    let is_compound = |term: &&String| {
        term.chars().all(char::is_alphabetic) && term.chars().count() >= chars + REST_CHARS_MIN
    };
    // A few letters at the end may be an ending; before a part stands a word mostly.
    let is_word = |text: &str| {
        let joints = ["", "s", "n", "en", "es", "e", "o"];
        for word in joints.iter().filter_map(|joint| text.strip_suffix(joint)) {
            if word.chars().count() >= REST_CHARS_MIN && dictionary.documents(field, word)? > 0 {
                return Ok(true);
            }
        }
        Ok::<bool, SearchError>(false)
    };
    let (mut behind_words, mut behind_others) = (0, 0);
    if chars < CHARS_TO_END_WITH {
        for term in found.terms.iter().filter(is_compound) {
            match term.split(typed.as_str()).next().unwrap_or_default() {
                "" => {}
                before if is_word(before)? => behind_words += 1,
                _ => behind_others += 1,
            }
        }
    }
    let is_ending = behind_others > 0 && behind_others >= behind_words;
    let mut counts = [0; 3];
    for term in found.terms.iter().filter(is_compound) {
        let begins = term.starts_with(&typed);
        if is_ending && !begins {
            continue;
        }
        let documents = dictionary.documents(field, term)?;
        let has = [begins, term.ends_with(&typed), true];
        counts.iter_mut().zip(has).filter(|(_, has)| *has).for_each(|(count, _)| *count += documents);
    }
    // What asks for the least is said first, if what asks for more finds no more.
    let mut best: Option<(u64, String)> = None;
    for (found, pattern) in
        counts.into_iter().zip([format!("{typed}*"), format!("*{typed}"), format!("*{typed}*")])
    {
        if found > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((found, pattern));
        }
    }
    Ok(best.map(|(_, pattern)| pattern))
}

/// How many documents have these words one behind the other.
fn documents_with(index: &Index, words: Vec<String>, span: Span) -> Result<usize, SearchError> {
    let root = Node::new(span, NodeKind::Phrase { words, slop: 0 });
    let options = Options { limit: 1, passages: 0, ..Options::new(civil::Date::ZERO) };
    Ok(search(index, &Query { text: String::new(), root }, &options)?.documents)
}

/// The word of a field that is most likely meant, unless it has the word itself; also by the words beside it.
fn nearest(
    index: &Index,
    field: IndexField,
    word: &str,
    edits_max: u8,
    (span, beside): (Span, &[Beside]),
) -> Result<Option<String>, SearchError> {
    let typed = exact_form(word);
    let chars = typed.chars().count();
    let dictionary = Dictionary::new(index);
    if chars < CHARS_MIN
        || !typed.chars().all(char::is_alphabetic)
        || dictionary.documents(field, &typed)? > 0
    {
        return Ok(None);
    }
    let mut likely = neighbours(&dictionary, field, &typed, edits_max, span)?;
    // Nobody asks for a word such as `can` alone.
    likely.retain(|(_, term)| !is_function_word(index, term));
    if likely.len() > 1 {
        for (worth, term) in likely.iter_mut().take(LOOKED_FOR_BESIDE) {
            for beside in beside {
                let pair = match beside {
                    Beside::Before(word) => vec![word.clone(), term.clone()],
                    Beside::Behind(word) => vec![term.clone(), word.clone()],
                };
                if documents_with(index, pair, span)? > 0 {
                    *worth += BESIDE_WORTH;
                    break;
                }
            }
        }
        likely.sort_by(|a, b| b.0.total_cmp(&a.0));
    }
    Ok(likely.into_iter().next().map(|(_, term)| term))
}

/// The words of a field that are nearly like one in its exact form, the likeliest first, with how likely they are.
fn neighbours(
    dictionary: &Dictionary<'_>,
    field: IndexField,
    typed: &str,
    edits_max: u8,
    span: Span,
) -> Result<Vec<(f64, String)>, SearchError> {
    let chars = typed.chars().count();
    let distance = if chars < CHARS_FOR_TWO { 1 } else { edits_max };
    // More neighbours than can be listed are none.
    let Ok(near) = dictionary.fuzzy(field, typed, distance, span) else { return Ok(Vec::new()) };
    let mut likely: Vec<(f64, String)> = Vec::new();
    for term in near.terms {
        if term == typed || !term.chars().all(char::is_alphabetic) {
            continue;
        }
        let documents = dictionary.documents(field, &term)? as f64;
        let same_start = term.chars().next() == typed.chars().next();
        let worth = documents.ln_1p() - EDIT_WORTH * f64::from(edits(typed, &term))
            + if same_start { FIRST_LETTER_WORTH } else { 0.0 };
        let is_far = edits(typed, &term) > 1 && chars < CHARS_FOR_RARE && documents < DOCUMENTS_FOR_TWO;
        if documents > 0.0 && !is_far {
            likely.push((worth, term));
        }
    }
    // Those of one worth stay in their order.
    likely.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(likely)
}

/// Whether a word only holds sentences together in a language of the archive.
fn is_function_word(index: &Index, term: &str) -> bool {
    index.manifest().languages.keys().any(|language| function_words(language).contains(&term))
}

/// How many letters must be put in, left out, changed or swapped with the next.
fn edits(one: &str, other: &str) -> u32 {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut rows: Vec<Vec<u32>> = vec![(0..=other.len() as u32).collect()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i as u32 + 1];
        for (j, b) in other.iter().enumerate() {
            let mut least = (rows[i][j] + u32::from(a != b)).min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && one[i - 1] == *b && other[j - 1] == *a {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        let check =
            |one: &str, other: &str, expected: u32| assert_eq!(edits(one, other), expected, "{one} {other}");
        check("flywheel", "flywheel", 0);
        check("flywheal", "flywheel", 1);
        check("flyhweel", "flywheel", 1);
        check("flwheel", "flywheel", 1);
        check("", "abc", 3);
        check("kitten", "sitting", 3);
    }
}
