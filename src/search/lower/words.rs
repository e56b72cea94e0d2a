//! From the words of a query to terms: stems and forms, phrases, patterns, beginnings, signs.

use std::collections::BTreeMap;

use tantivy::schema::Field as IndexField;

use super::{Context, Lowering};
use crate::analyzer::{
    Folded, Stemmings, Word, compound_of, exact_form, initials_of, noun_parts, split_prefix, without_elision,
    without_sign, words,
};
use crate::query::{self, NodeKind};
use crate::search::SearchError;
use crate::search::expand::spellings;
use crate::search::occurrences::words_behind;
use crate::search::plan::{Node, Shape, TermSet, Within};
use crate::search::sound;

impl Lowering<'_> {
    /// What a node that speaks of words looks for; nothing where it has no terms.
    pub(super) fn shape(
        &mut self,
        node: &query::Node,
        context: &Context,
    ) -> Result<Option<Shape>, SearchError> {
        let fields = *self.index.fields();
        let exact_field = context.names.map_or(fields.exact, |(_, field)| field);
        let exact = |text: &str| match context.names {
            // Names are kept without signs.
            Some(_) => TermSet::new(exact_field, vec![without_sign(&exact_form(text)).to_owned()]),
            None => TermSet::new(exact_field, spellings(&exact_form(text))),
        };
        let exactly = |text: &str| Ok(vec![exact(text)]);
        Ok(match &node.kind {
            NodeKind::Word(text) if context.names.is_none() => {
                let mut sequence =
                    |text: &str| self.sequence(text, 0, None, |lowering, word| lowering.stems(word));
                let as_one = compound_of(text).map(|as_one| sequence(&as_one)).transpose()?.flatten();
                match (sequence(without_elision(text))?, as_one) {
                    (Some(parted), Some(as_one)) => Some(Shape::Either(vec![parted, as_one])),
                    (parted, _) => parted,
                }
            }
            NodeKind::Word(text) | NodeKind::Exact(text) => {
                self.sequence(text, 0, None, |_, word| exactly(word))?
            }
            NodeKind::Phrase { words, slop } => {
                let begun = Begun { field: exact_field, span: node.span };
                let slop = (*slop).max(context.names.map_or(0, |(field, _)| field.slop()));
                self.sequence(&words.join(" "), slop, Some(begun), |_, word| exactly(word))?
            }
            // What is written without spaces is found anywhere in it.
            NodeKind::Prefix(text) if ends_unspaced(text) => {
                self.sequence(text, 0, None, |_, word| exactly(word))?
            }
            NodeKind::Prefix(text) => {
                let (head, mut beginning) = split_prefix(text);
                if context.names.is_some() {
                    beginning = without_sign(&beginning).to_owned();
                }
                let parts = words(head).map(|word| exact(&head[word.form]));
                let mut parts: Vec<(u32, TermSet)> = (0..).zip(parts).collect();
                let length = parts.len() as u32;
                let begun = Begun { field: exact_field, span: node.span };
                let head_length = if context.names.is_none() { length } else { 0 };
                let set = self.begun(begun, &beginning, &parts, head_length)?;
                if length == 0 {
                    Some(Shape::Terms(set))
                } else {
                    parts.push((length, set));
                    Some(Shape::Sequence { parts, length: length + 1, slop: 0 })
                }
            }
            NodeKind::Wildcard(pattern) => {
                Some(Shape::Terms(self.dictionary.wildcard(exact_field, pattern, node.span)?))
            }
            NodeKind::Fuzzy { text, distance } => {
                Some(Shape::Terms(self.dictionary.fuzzy(exact_field, text, *distance, node.span)?))
            }
            NodeKind::SoundsLike(text) => {
                Some(Shape::Terms(self.dictionary.sounds_like(exact_field, text, node.span)?))
            }
            NodeKind::Regex(pattern) => {
                Some(Shape::Terms(self.dictionary.regex(exact_field, pattern, node.span)?))
            }
            NodeKind::Near { ordered, distance, left, right } => {
                match (self.shape(left, context)?, self.shape(right, context)?) {
                    (Some(left), Some(right)) => Some(Shape::Near {
                        ordered: *ordered,
                        distance: *distance,
                        left: Box::new(left),
                        right: Box::new(right),
                    }),
                    _ => None,
                }
            }
            NodeKind::Or(nodes) => {
                let shapes =
                    nodes.iter().map(|node| self.shape(node, context)).collect::<Result<Vec<_>, _>>()?;
                let shapes: Vec<_> = shapes.into_iter().flatten().collect();
                (!shapes.is_empty()).then_some(Shape::Either(shapes))
            }
            _ => return Err(SearchError::unsupported(node.span, "this cannot stand near something")),
        })
    }

    /// The words that begin with `beginning`, behind these parts if there are any.
    fn begun(
        &self,
        begun: Begun,
        beginning: &str,
        parts: &[(u32, TermSet)],
        length: u32,
    ) -> Result<TermSet, SearchError> {
        match self.dictionary.prefix(begun.field, beginning, begun.span) {
            // Of the words that begin so few stand behind the others.
            Err(SearchError::Query(_)) if length > 0 => {
                let head = Shape::Sequence { parts: parts.to_vec(), length, slop: 0 };
                Ok(TermSet::new(begun.field, words_behind(self.index, head, beginning, begun.span)?))
            }
            set => set,
        }
    }

    /// The words of `text`, one behind the other: a single one is just its terms. Of each word `terms` tells what
    /// stands at its place, one or more at once. With `begun`, those with an asterisk behind them are only the
    /// beginnings of words.
    fn sequence(
        &mut self,
        text: &str,
        slop: u32,
        begun: Option<Begun>,
        mut terms: impl FnMut(&mut Self, &str) -> Result<Vec<TermSet>, SearchError>,
    ) -> Result<Option<Shape>, SearchError> {
        let found: Vec<_> = words(text).collect();
        let mut parts = Vec::new();
        for (number, word) in found.iter().enumerate() {
            let spelled = &text[word.form.clone()];
            let reaches_over = |word: &Word| word.mark.end < word.term.end;
            let is_tail = number > 0 && reaches_over(&found[number - 1]) && !reaches_over(word);
            if is_tail {
                // The pair before has it already.
                continue;
            }
            if let Some(begun) = begun.filter(|_| is_begun(text, word)) {
                let length = if slop == 0 { number as u32 } else { 0 };
                let mut beginning = exact_form(spelled);
                if begun.field != self.index.fields().exact {
                    beginning = without_sign(&beginning).to_owned();
                }
                let set = self.begun(begun, &beginning, &parts, length)?;
                parts.push((number as u32, set));
                continue;
            }
            let mut sets = terms(self, spelled)?;
            if let [set] = sets.as_mut_slice()
                && found.len() == 1
                && is_unspaced(spelled)
            {
                let field = if set.field == self.index.fields().stems {
                    self.index.fields().exact
                } else {
                    set.field
                };
                *set = self.dictionary.pairs_with(field, spelled)?;
            }
            parts.extend(sets.into_iter().map(|set| (number as u32, set)));
        }
        let length = found.len() as u32;
        Ok(match parts.len() {
            0 => None,
            1 if length == 1 => parts.pop().map(|(_, set)| Shape::Terms(set)),
            _ => Some(Shape::Sequence { parts, length, slop }),
        })
    }

    /// The stems of a word in every language of the archive, each for the documents in it: of the French
    /// `vide` Portuguese leaves an English `via`. A Korean noun is wherever all of its parts are in one word.
    fn stems(&mut self, word: &str) -> Result<Vec<TermSet>, SearchError> {
        let parts =
            noun_parts(word).map(|part| TermSet::new(self.index.fields().stems, vec![word[part].to_owned()]));
        let parts: Vec<TermSet> = parts.collect();
        if !parts.is_empty() {
            return Ok(parts);
        }
        let mut stems: BTreeMap<String, Stemmings> = BTreeMap::new();
        let word = Folded::of(word);
        for (stemming, analyzer) in &self.analyzers {
            let stem = analyzer.stem_of(&word);
            match stems.get_mut(&*stem) {
                Some(stemmings) => stemmings.add(*stemming),
                None => stems.entry(stem.into_owned()).or_default().add(*stemming),
            }
        }
        let (terms, of_terms): (Vec<String>, Vec<Stemmings>) = stems.into_iter().unzip();
        // The same in all languages, it counts everywhere.
        let within = match terms.len() {
            0 | 1 => None,
            _ => Some(Within { documents: self.index.stemmed()?, of_terms }),
        };
        Ok(vec![TermSet::within(self.index.fields().stems, terms, within)])
    }

    /// What a word such as `#tag`, `.NET` or `AT&T`, or one that is looked for by its sound, finds more: those that
    /// are written so are what was meant.
    pub(super) fn as_written(
        &mut self,
        node: &query::Node,
        context: &Context,
    ) -> Result<Option<Node>, SearchError> {
        if context.names.is_some() || !context.scores {
            return Ok(None);
        }
        let fields = self.index.fields();
        let set = match &node.kind {
            NodeKind::Word(text) => {
                let mut words = words(text);
                let (field, form) = match (words.next(), words.next(), initials_of(text)) {
                    (_, _, Some(form)) => (fields.stems, form),
                    (Some(word), None, _) if word.form != word.term => {
                        (fields.exact, exact_form(&text[word.form]))
                    }
                    _ => return Ok(None),
                };
                TermSet::new(field, vec![form])
            }
            NodeKind::SoundsLike(text) => self.spelled_nearly(text, node.span)?,
            _ => return Ok(None),
        };
        if set.terms.is_empty() || self.dictionary.documents_of(&set)? == 0 {
            return Ok(None);
        }
        let exact = query::Node { kind: NodeKind::Exact(String::new()), ..node.clone() };
        let leaf = self.text_leaf(&exact, Shape::Terms(set), context)?;
        if let Some(leaf) = self.leaves.last_mut() {
            leaf.is_as_written = true;
        }
        Ok(Some(leaf))
    }

    /// The words that sound so and are spelled nearly so: of all that sound like `kantrill`, `Cantrill` and not `control`.
    fn spelled_nearly(&self, text: &str, span: query::Span) -> Result<TermSet, SearchError> {
        const LETTERS_FOR_TWO: usize = 7;
        let form = exact_form(text);
        let distance = if form.chars().count() < LETTERS_FOR_TWO { 1 } else { 2 };
        let code = sound::code(&form);
        let mut near = self.dictionary.fuzzy(self.index.fields().exact, text, distance, span)?;
        near.terms.retain(|term| sound::code(term) == code);
        Ok(near)
    }

    /// The languages in which no document has the word as it was typed, if others have it.
    pub(super) fn abroad(&self, node: &query::Node, shape: &Shape) -> Result<Stemmings, SearchError> {
        let (Shape::Terms(set), NodeKind::Word(text)) = (shape, &node.kind) else {
            return Ok(Stemmings::default());
        };
        let Some(word) = words(text).next().filter(|_| set.within.is_some()) else {
            return Ok(Stemmings::default());
        };
        let all: Stemmings = self.analyzers.iter().map(|(stemming, _)| *stemming).collect();
        let spelled = TermSet::new(self.index.fields().exact, spellings(&exact_form(&text[word.term])));
        let home = self.dictionary.stemmings(&spelled)?;
        Ok(home.map_or(Stemmings::default(), |home| all.without(home)))
    }
}

/// Whether the text ends in a script without spaces.
fn ends_unspaced(text: &str) -> bool {
    words(text).last().is_some_and(|word| is_unspaced(&text[word.mark]))
}

/// Where words are looked for that are only begun, and what asks for them.
#[derive(Clone, Copy)]
struct Begun {
    field: IndexField,
    span: query::Span,
}

/// Whether an asterisk says that a word of a phrase is only begun: `machine learn*`, not `**learn**`.
fn is_begun(text: &str, word: &Word) -> bool {
    let before = text[..word.form.start].rsplit(' ').next().unwrap_or_default();
    let behind = text[word.form.end..].strip_prefix('*');
    behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        && !before.contains('*')
        && !is_unspaced(&text[word.mark.clone()])
}

/// Whether it is a character of a script without spaces, which stands in pairs in the index.
fn is_unspaced(word: &str) -> bool {
    // A second copy of the character makes a pair exactly when the script is such a one.
    let doubled = format!("{word}{word}");
    words(&doubled).next().is_some_and(|pair| pair.mark.end < pair.term.end)
}
