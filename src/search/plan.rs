//! A query made ready for the index: words are terms, expansions are listed, weights are known.

use tantivy::schema::Field;

use crate::query::{Span, TimeRange};

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
    /// All of `all` hold and none of `none`.
    And { all: Vec<Node>, none: Vec<Node> },
    /// At least one holds.
    Or(Vec<Node>),
    /// The document has something in this field.
    Has(Field),
    /// The date may lie in these days, both included.
    Days { first: u32, last: u32 },
    /// The node holds within one unit of the document.
    Within { unit: Unit, node: Box<Node> },
    /// `first` holds within one turn, and `second` in the turn that follows it.
    Reply {
        first: Box<Node>,
        first_speaker: Option<SpeakerTest>,
        second: Box<Node>,
        second_speaker: Option<SpeakerTest>,
    },
}

/// A stretch of a document that a condition must hold in.
#[derive(Debug)]
pub(super) enum Unit {
    /// The title.
    Title,
    /// One heading.
    Heading,
    /// One turn, of a speaker that passes the test.
    Turn(Option<SpeakerTest>),
    /// What is said in this stretch of the recording.
    Time(TimeRange),
}

/// A condition on the name of a speaker.
#[derive(Debug)]
pub(super) enum SpeakerTest {
    /// Any name at all.
    Any,
    /// The name has these exact forms, one after another.
    Words(Vec<String>),
    /// The name has a word that begins so.
    Prefix(String),
    /// All hold.
    All(Vec<SpeakerTest>),
    /// At least one holds.
    Either(Vec<SpeakerTest>),
}

impl SpeakerTest {
    /// Whether a name with these exact forms passes.
    pub(super) fn passes(&self, name: &[String]) -> bool {
        match self {
            Self::Any => true,
            Self::Words(words) => name.windows(words.len().max(1)).any(|window| window == words),
            Self::Prefix(prefix) => name.iter().any(|word| word.starts_with(prefix.as_str())),
            Self::All(tests) => tests.iter().all(|test| test.passes(name)),
            Self::Either(tests) => tests.iter().any(|test| test.passes(name)),
        }
    }
}

/// Something that is looked up in postings.
#[derive(Debug)]
pub(super) struct Leaf {
    /// What it is made of.
    pub shape: Shape,
    /// The stems that count in titles too, if it is a plain word.
    pub title: Option<TermSet>,
    /// Where it stands in the query.
    pub span: Span,
    /// How rare it is, times its boost; 0 for what only narrows down.
    pub weight: f64,
    /// Whether it is looked for in the text (or title), and not in names.
    pub is_text: bool,
    /// How many documents have it, as far as is known without reading them.
    pub documents: u64,
}

/// How a leaf's terms stand to each other.
#[derive(Debug)]
pub(super) enum Shape {
    /// Any of the terms.
    Terms(TermSet),
    /// One of each set, so many positions behind the start; the whole takes `length` positions.
    /// With `slop`, as many positions out of place in all.
    Sequence { parts: Vec<(u32, TermSet)>, length: u32, slop: u32 },
    /// Both, at most `distance` positions from the end of one to the start of the other.
    Near { ordered: bool, distance: u32, left: Box<Shape>, right: Box<Shape> },
    /// Any of them.
    Either(Vec<Shape>),
}

/// Terms of one field that count as the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TermSet {
    /// The field they are in.
    pub field: Field,
    /// The terms, sorted.
    pub terms: Vec<String>,
}

impl Plan {
    /// Whether postings alone tell which documents match `node`, without positions.
    pub(super) fn is_told_by_postings(&self, node: &Node) -> bool {
        match node {
            Node::All | Node::Nothing | Node::Has(_) | Node::Days { .. } => true,
            Node::Leaf(leaf) => matches!(self.leaves[*leaf].shape, Shape::Terms(_)),
            Node::And { all, none } => all.iter().chain(none).all(|node| self.is_told_by_postings(node)),
            Node::Or(nodes) => nodes.iter().all(|node| self.is_told_by_postings(node)),
            Node::Within { .. } | Node::Reply { .. } => false,
        }
    }
}
