//! Who is named in a query: of `quill commerce` and `what did quill say about commerce` is meant what Quill says.
//!
//! Works on the clauses of a query, before they are lowered, and on the names of those who speak.

use std::ops::Range;

use super::expand::Dictionary;
use super::occurrences::exists;
use super::plan::{Leaf, Shape, TermSet};
use super::wording::FunctionWords;
use super::{SearchError, question, rank};
use crate::analyzer::{exact_form, words};
use crate::index::Index;
use crate::query::{Clause, Field, Need, Node, NodeKind, Query, Span};

/// What finds what those say who are named in a query that is nothing but words: a clause that need not hold
/// and that nobody wrote. None where it names nobody.
pub(super) fn said_by(
    index: &Index,
    query: &Query,
    function_words: &FunctionWords,
) -> Result<Option<Clause>, SearchError> {
    let NodeKind::And(clauses) = &query.root.kind else { return Ok(None) };
    if !clauses.iter().all(|clause| written(clause).is_some() && clause.need != Need::Optional) {
        return Ok(None);
    }
    let tells = |at: usize| written(&clauses[at]).is_some_and(|word| !function_words.has(word));
    let people = People { speaker: index.fields().speaker, index, dictionary: Dictionary::new(index) };
    // Each word is looked up once: most are part of no name.
    let of_names: Vec<bool> = (0..clauses.len())
        .map(|at| Ok(tells(at) && people.is_part_of_name(&clauses[at])?))
        .collect::<Result<_, SearchError>>()?;
    let mut names: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < clauses.len() {
        let run = of_names[at..].iter().take_while(|is_part| **is_part).count();
        let name = people.name_at(&clauses[at..at + run])?;
        names.extend(name.map(|length| at..at + length));
        at += name.unwrap_or(1);
    }
    // One word is a name only where it is asked what it says: Will is a name, too.
    if let (Some(verb), true) = (clauses.iter().position(question::is_saying), names.is_empty()) {
        let beside = [verb.checked_sub(1), Some(verb + 1)].into_iter().flatten();
        names.extend(beside.filter(|at| of_names.get(*at) == Some(&true)).map(|at| at..at + 1));
    }
    let is_rest = |at: &usize| tells(*at) && !names.iter().any(|name| name.contains(at));
    let rest: Vec<usize> = (0..clauses.len()).filter(is_rest).collect();
    Ok((!names.is_empty() && !rest.is_empty()).then(|| says(clauses, &names, &rest)))
}

/// What finds what these say of the rest, in one turn.
fn says(clauses: &[Clause], names: &[Range<usize>], rest: &[usize]) -> Clause {
    let place = clauses[0].node.span.start;
    let node = |kind| Node::new(Span::new(place, place), kind);
    let named = |name: &Range<usize>| {
        let words = clauses[name.clone()].iter().filter_map(written);
        node(NodeKind::Phrase { words: words.map(str::to_owned).collect(), slop: 0 })
    };
    let speaker = NodeKind::Or(names.iter().map(named).collect());
    let speaker = node(NodeKind::Field { field: Field::Speaker, node: Box::new(node(speaker)) });
    let rest = rest.iter().map(|at| node(clauses[*at].node.kind.clone()));
    let both = [speaker, node(NodeKind::Or(rest.collect()))];
    let both = both.map(|node| Clause { node, need: Need::Required });
    let mut node = node(NodeKind::And(both.to_vec()));
    node.boost = rank::SAID_BY_WEIGHT;
    Clause { node, need: Need::Optional }
}

/// A word as it was typed.
fn written(clause: &Clause) -> Option<&str> {
    match &clause.node.kind {
        NodeKind::Word(text) => Some(text),
        _ => None,
    }
}

/// The names of those who speak in an archive.
struct People<'a> {
    index: &'a Index,
    speaker: tantivy::schema::Field,
    dictionary: Dictionary<'a>,
}

impl People<'_> {
    /// How many of these words are a name, the longest of two words or three that they begin with.
    fn name_at(&self, clauses: &[Clause]) -> Result<Option<usize>, SearchError> {
        const WORDS: [usize; 2] = [3, 2];
        for length in WORDS {
            if let Some(name) = clauses.get(..length)
                && self.is_name(name)?
            {
                return Ok(Some(length));
            }
        }
        Ok(None)
    }

    /// Whether anybody who speaks has this in their name.
    fn is_part_of_name(&self, clause: &Clause) -> Result<bool, SearchError> {
        let sets = self.sets(std::slice::from_ref(clause));
        for set in &sets {
            if self.dictionary.documents_of(set)? == 0 {
                return Ok(false);
            }
        }
        Ok(!sets.is_empty())
    }

    /// Whether anybody who speaks is called so, or has it in their name, word behind word.
    fn is_name(&self, clauses: &[Clause]) -> Result<bool, SearchError> {
        let parts: Vec<(u32, TermSet)> = (0..).zip(self.sets(clauses)).collect();
        let shape = Shape::Sequence { length: parts.len() as u32, parts, slop: 0 };
        exists(self.index, Leaf { is_text: false, ..Leaf::of_text(shape, clauses[0].node.span) })
    }

    /// What stands for each word in the names.
    fn sets(&self, clauses: &[Clause]) -> Vec<TermSet> {
        let forms =
            clauses.iter().filter_map(written).flat_map(|text| words(text).map(|word| &text[word.form]));
        forms.map(|form| TermSet::new(self.speaker, vec![exact_form(form)])).collect()
    }
}
