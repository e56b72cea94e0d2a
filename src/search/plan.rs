//! A query made ready for the index: words are terms, expansions are listed, weights are known.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use tantivy::DocId;
use tantivy::index::SegmentId;
use tantivy::schema::Field;

use super::counter::Counter;
use super::located::Located;
use super::rank;
use super::spans::{Places, TooMany};
use crate::analyzer::{Stemmings, with_plurals};
use crate::index::{Stemmed, WordPlace};
use crate::query::{self, Span, TimeRange};

/// What is to be found.
#[derive(Debug)]
pub(super) struct Plan {
    /// The outermost condition.
    pub root: Node,
    /// Everything that is looked up in postings; nodes point here.
    pub leaves: Vec<Leaf>,
}

/// A condition on a document.
#[derive(Debug)]
pub(super) enum Node {
    /// Holds for every document.
    All,
    /// Holds for none: a word without a term, an expansion without words.
    Nothing,
    /// The leaf of this number occurs.
    Leaf(usize),
    /// All of `all` hold and none of `none`; what holds of `more` adds to the score and is shown.
    And { all: Vec<Node>, none: Vec<Node>, more: Vec<Node> },
    /// At least one holds.
    Or(Vec<Node>),
    /// The document has something in this field.
    Has(Field),
    /// The date may lie in these days, both included.
    Days { first: u32, last: u32 },
    /// The document is one of these.
    Documents(Documents),
    /// The node holds within one unit of the document.
    Within { unit: Unit, node: Box<Node> },
    /// The turn at hand is said by a speaker who passes the test.
    Speaker(SpeakerTest),
    /// `first` holds within one turn, and `second` in the turn that follows it.
    Reply { first: Box<Node>, second: Box<Node> },
}

impl Node {
    /// Adds the leaves that may make it hold.
    pub(super) fn collect_leaves(&self, leaves: &mut Vec<usize>) {
        match self {
            Self::All
            | Self::Nothing
            | Self::Has(_)
            | Self::Days { .. }
            | Self::Documents(_)
            | Self::Speaker(_) => {}
            Self::Leaf(leaf) => leaves.push(*leaf),
            Self::And { all, .. } => all.iter().for_each(|node| node.collect_leaves(leaves)),
            Self::Or(nodes) => nodes.iter().for_each(|node| node.collect_leaves(leaves)),
            Self::Within { node, .. } => node.collect_leaves(leaves),
            Self::Reply { first, second } => {
                first.collect_leaves(leaves);
                second.collect_leaves(leaves);
            }
        }
    }

    /// The leaves of a turn that is asked for with its answer, and those of the answer.
    fn of_reply(&self) -> Option<[Vec<usize>; 2]> {
        match self {
            Self::Reply { first, second } => Some([first, second].map(|node| {
                let mut leaves = Vec::new();
                node.collect_leaves(&mut leaves);
                leaves
            })),
            Self::And { all, .. } | Self::Or(all) => all.iter().find_map(Self::of_reply),
            Self::Within { node, .. } => node.of_reply(),
            _ => None,
        }
    }
}

/// Documents that were looked up beforehand: of each segment their numbers, in order.
#[derive(Debug)]
pub(super) struct Documents(pub Vec<(SegmentId, Arc<[DocId]>)>);

impl Documents {
    /// Those of one segment.
    pub(super) fn of(&self, segment: SegmentId) -> Arc<[DocId]> {
        let found = self.0.iter().find(|(id, _)| *id == segment);
        found.map_or_else(|| Arc::from([]), |(_, documents)| Arc::clone(documents))
    }

    pub(super) fn has(&self, segment: SegmentId, doc: DocId) -> bool {
        self.0.iter().any(|(id, documents)| *id == segment && documents.binary_search(&doc).is_ok())
    }
}

/// A stretch of a document that a condition must hold in.
#[derive(Debug)]
pub(super) enum Unit {
    /// The title.
    Title,
    /// One heading.
    Heading,
    /// One turn.
    Turn,
    /// What is said in this stretch of the recording.
    Time(TimeRange),
}

/// A condition on the name of a speaker.
#[derive(Debug)]
pub(super) enum SpeakerTest {
    /// There is a name.
    Any,
    /// The name has this in it.
    Has(Shape),
    /// All hold.
    All(Vec<SpeakerTest>),
    /// At least one holds.
    Either(Vec<SpeakerTest>),
    /// It does not hold.
    Not(Box<SpeakerTest>),
}

impl SpeakerTest {
    /// Whether a name with these exact forms passes.
    pub(super) fn passes(&self, name: &[String]) -> Result<bool, TooMany> {
        Ok(match self {
            Self::Any => !name.is_empty(),
            Self::Has(shape) => Counter::default().count(shape, &mut InName(name))? > 0,
            Self::All(tests) => {
                let mut holds = true;
                for test in tests {
                    holds = holds && test.passes(name)?;
                }
                holds
            }
            Self::Either(tests) => {
                let mut holds = false;
                for test in tests {
                    holds = holds || test.passes(name)?;
                }
                holds
            }
            Self::Not(test) => !test.passes(name)?,
        })
    }
}

/// The exact forms of a name's words, among which terms are looked for.
struct InName<'a>(&'a [String]);

impl Places<TermSet> for InName<'_> {
    fn frequency(&mut self, set: &TermSet) -> u32 {
        self.0.iter().filter(|word| set.terms.binary_search(word).is_ok()).count() as u32
    }

    fn gather(&mut self, set: &TermSet, positions: &mut Vec<u32>) {
        let places = (0..).zip(self.0).filter(|(_, word)| set.terms.binary_search(word).is_ok());
        positions.extend(places.map(|(position, _)| position));
    }
}

/// Something that is looked up in postings.
#[derive(Debug)]
pub(super) struct Leaf {
    /// What it is made of.
    pub shape: Shape,
    /// The stems that count in titles too, if it is a plain word.
    pub title: Option<TermSet>,
    /// The same in headings.
    pub heading: Option<TermSet>,
    /// The form in which such a word was typed.
    pub typed: Option<TermSet>,
    /// The languages, by how they are stemmed, in which it can only be another form of what was asked for.
    pub abroad: Stemmings,
    /// Where it stands in the query.
    pub span: Span,
    /// How rare it is, times its boost; 0 for what only narrows down.
    pub weight: f64,
    /// How much it is of all words that say something; 0 for what says nothing.
    pub share: f64,
    /// Whether it is looked for in the text (or title), and not in names.
    pub is_text: bool,
    /// Where else it is looked for, and shown as found.
    pub names: Option<query::Field>,
    /// Whether it is a word that only holds the query together, such as `how` beside others.
    pub is_function_word: bool,
    /// Whether what it finds only sounds like what was asked for.
    pub is_by_sound: bool,
    /// Whether it is what is written with the sign of a word, beside all forms of the word.
    pub is_as_written: bool,
    /// How many documents have it, as far as is known without reading them.
    pub documents: u64,
}

impl Leaf {
    /// The word as it was typed, and what may be its plural: who asks for `organ` takes `organs`.
    pub(super) fn as_typed(&self) -> Option<TermSet> {
        let typed = self.typed.as_ref()?;
        let mut forms: Vec<String> = typed.terms.iter().flat_map(|form| with_plurals(form)).collect();
        forms.sort_unstable();
        Some(TermSet::new(typed.field, forms))
    }

    /// The bytes of what matches from one word to another, the last of which may be there for the compound that it
    /// begins: `email` matches `e-mail`.
    pub(super) fn bytes(&self, first: &WordPlace, last: &WordPlace) -> Range<u32> {
        let word_bytes = last.range.len();
        let is_of = |as_one: &str| match &self.shape {
            Shape::Terms(set) if self.is_text => {
                let alike =
                    |term: &String| as_one.bytes().zip(term.bytes()).take_while(|(a, b)| a == b).count();
                set.terms.iter().any(|term| alike(term) > word_bytes)
            }
            _ => false,
        };
        let compound = last.compound.as_ref().filter(|(_, as_one)| is_of(as_one));
        first.range.start..compound.map_or(last.range.end, |(end, _)| *end)
    }

    /// Says that it counts for the score and does more than hold the query together.
    fn tells(&self) -> bool {
        self.weight > 0.0 && !self.is_function_word
    }

    /// Something in the text that only narrows down.
    pub(super) fn of_text(shape: Shape, span: Span) -> Self {
        Self {
            shape,
            title: None,
            heading: None,
            typed: None,
            abroad: Stemmings::default(),
            span,
            weight: 0.0,
            share: 0.0,
            is_text: true,
            names: None,
            is_function_word: false,
            is_by_sound: false,
            is_as_written: false,
            documents: 0,
        }
    }
}

/// How a leaf's terms stand to each other; `T` is what stands for the terms of one place.
#[derive(Clone, Debug)]
pub(super) enum Shape<T = TermSet> {
    /// Any of the terms.
    Terms(T),
    /// One of each set, so many positions behind the start; the whole takes `length` positions.
    /// With `slop`, as many positions out of place in all.
    Sequence { parts: Vec<(u32, T)>, length: u32, slop: u32 },
    /// Both, at most `distance` positions from the end of one to the start of the other.
    Near { ordered: bool, distance: u32, left: Box<Shape<T>>, right: Box<Shape<T>> },
    /// Any of them.
    Either(Vec<Shape<T>>),
}

impl<T> Shape<T> {
    /// The same shape over something else.
    pub(super) fn try_map<U, E>(&self, map: &mut impl FnMut(&T) -> Result<U, E>) -> Result<Shape<U>, E> {
        Ok(match self {
            Self::Terms(terms) => Shape::Terms(map(terms)?),
            Self::Sequence { parts, length, slop } => {
                let parts = parts.iter().map(|(offset, terms)| Ok((*offset, map(terms)?)));
                Shape::Sequence { parts: parts.collect::<Result<_, E>>()?, length: *length, slop: *slop }
            }
            Self::Near { ordered, distance, left, right } => Shape::Near {
                ordered: *ordered,
                distance: *distance,
                left: Box::new(left.try_map(map)?),
                right: Box::new(right.try_map(map)?),
            },
            Self::Either(shapes) => {
                Shape::Either(shapes.iter().map(|shape| shape.try_map(map)).collect::<Result<_, E>>()?)
            }
        })
    }
}

/// Terms of one field that count as the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TermSet {
    /// The field they are in.
    pub field: Field,
    /// The terms, sorted.
    pub terms: Vec<String>,
    /// For each of the terms the documents it counts in; nothing where each counts in all.
    pub within: Option<Within>,
    /// Where the terms are in the index, once they have been looked up.
    pub(super) located: OnceLock<Box<[Located]>>,
}

impl TermSet {
    /// Terms, in order, that count wherever they are.
    pub(super) fn new(field: Field, terms: Vec<String>) -> Self {
        Self::within(field, terms, None)
    }

    /// Terms, in order, that count in these documents.
    pub(super) fn within(field: Field, terms: Vec<String>, within: Option<Within>) -> Self {
        Self { field, terms, within, located: OnceLock::new() }
    }

    /// The same terms in another field.
    pub(super) fn in_field(&self, field: Field) -> Self {
        Self::within(field, self.terms.clone(), self.within.clone())
    }

    /// The documents that the term at this place counts in, if not all.
    pub(super) fn within_of(&self, place: usize) -> Option<(&Stemmed, Stemmings)> {
        let Within { documents, of_terms } = self.within.as_ref()?;
        Some((&**documents, *of_terms.get(place)?))
    }
}

/// The documents that terms count in, by how they were stemmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Within {
    /// All documents.
    pub documents: Arc<Stemmed>,
    /// For each term those that were stemmed so.
    pub of_terms: Vec<Stemmings>,
}

impl Plan {
    /// How many plain words there are that say something.
    pub(super) fn telling_words(&self) -> usize {
        self.leaves.iter().filter(|leaf| leaf.title.is_some() && leaf.tells()).count()
    }

    /// Whether anything that was found says something, and not only what holds the query together.
    pub(super) fn is_told_of(&self, seen: &[bool]) -> bool {
        let tells = |leaf: &Leaf| leaf.tells() && !leaf.span.is_empty();
        self.leaves.iter().zip(seen).any(|(leaf, seen)| *seen && tells(leaf))
    }

    /// The leaves of a turn that is asked for with its answer, and those of the answer.
    pub(super) fn of_reply(&self) -> Option<[Vec<usize>; 2]> {
        self.root.of_reply()
    }

    /// The word that is all that is asked for in the text, if it is that.
    pub(super) fn only_word(&self) -> Option<&Leaf> {
        let mut asked = self.leaves.iter().filter(|leaf| leaf.is_text);
        asked.next().filter(|leaf| leaf.typed.is_some() && asked.next().is_none())
    }

    /// What all words that say something count together.
    pub(super) fn weight(&self) -> f64 {
        self.leaves.iter().filter(|leaf| leaf.tells()).map(|leaf| leaf.weight).sum()
    }

    /// Says of each leaf how much of the query it is, once it is known which only hold it together.
    pub(super) fn share_out(&mut self) {
        let (asked, count) = (self.weight(), self.leaves.iter().filter(|leaf| leaf.tells()).count());
        for leaf in self.leaves.iter_mut().filter(|leaf| leaf.tells()) {
            leaf.share = rank::share(leaf.weight, asked, count);
        }
    }

    /// Whether postings alone tell which documents match `node`, without positions.
    pub(super) fn is_told_by_postings(&self, node: &Node) -> bool {
        match node {
            Node::All | Node::Nothing | Node::Has(_) | Node::Days { .. } | Node::Documents(_) => true,
            Node::Leaf(leaf) => matches!(self.leaves[*leaf].shape, Shape::Terms(_)),
            Node::And { all, none, more } => {
                all.iter().chain(none).chain(more).all(|node| self.is_told_by_postings(node))
            }
            Node::Or(nodes) => nodes.iter().all(|node| self.is_told_by_postings(node)),
            Node::Within { .. } | Node::Speaker(_) | Node::Reply { .. } => false,
        }
    }
}
