//! Walking through the documents of a segment that may match, in order of their numbers.
//!
//! A cursor tells what postings can tell. Where positions decide, it stops at every document that
//! has the words, and [`super::matcher`] says which of them match.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::plan::{Node, Plan, Shape, SpeakerTest, Unit};
use super::positions::{self, Leaves, OpenLeaf, Shared};
use super::postings::{TermPostings, open_postings};
use crate::index::{Index, Numbers};

/// A position among the documents that may match.
pub(super) enum Cursor {
    /// Nothing, or nothing more.
    Empty,
    /// Every document below the number.
    All { doc: DocId, end: DocId },
    /// Documents with any of some terms, of the leaf of this number.
    Terms { leaf: usize, postings: Shared, doc: DocId },
    /// The same, read beforehand because the terms are many: documents and frequencies.
    List { leaf: usize, documents: Vec<(DocId, u32)>, at: usize },
    /// Documents that were looked up beforehand.
    Known { documents: Arc<[DocId]>, at: usize },
    /// Documents with something in a field.
    Has { norms: FieldNormReader, doc: DocId, end: DocId },
    /// Documents that all of the cursors stop at and none of `none`; `more` come along.
    And { all: Vec<Cursor>, none: Vec<Cursor>, more: Vec<Cursor>, doc: DocId },
    /// Documents that any of the cursors stops at.
    Or { any: Vec<Cursor>, doc: DocId },
    /// Documents whose days may lie in a range.
    Days { first_day: Numbers, last_day: Numbers, days: (u64, u64), doc: DocId, end: DocId },
}

/// A cursor for a plan, on the first document that may match.
pub(super) fn open(
    index: &Index,
    plan: &Plan,
    segment: &SegmentReader,
    leaves: &mut Leaves<'_>,
) -> tantivy::Result<Cursor> {
    Opener { index, plan, segment, leaves }.open(&plan.root, Place::Document)
}

/// What a cursor is opened on.
struct Opener<'a, 'l> {
    index: &'a Index,
    plan: &'a Plan,
    segment: &'a SegmentReader,
    leaves: &'a mut Leaves<'l>,
}

/// Whether a condition is about the whole document, or about a stretch of it: what must be missing
/// in a stretch may be elsewhere in the document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Document,
    Unit,
}

impl Opener<'_, '_> {
    fn open(&mut self, node: &Node, place: Place) -> tantivy::Result<Cursor> {
        let end = self.segment.max_doc();
        Ok(match node {
            Node::Nothing => Cursor::Empty,
            Node::All => Cursor::all(end),
            Node::Speaker(test) => self.open_speaker(test)?,
            Node::Leaf(leaf) => open_shape(*leaf, self.leaves.of(*leaf)?, end),
            Node::Has(field) => {
                let mut cursor =
                    Cursor::Has { norms: self.segment.get_fieldnorms_reader(*field)?, doc: 0, end };
                cursor.settle_has(0);
                cursor
            }
            Node::Or(nodes) => Cursor::or(self.open_each(nodes, place)?),
            Node::And { all, none, more } => {
                // What positions decide may not be left out here: the words may be there and yet
                // not match.
                let plan = self.plan;
                let is_told = |node: &&Node| place == Place::Document && plan.is_told_by_postings(node);
                let none = self.open_apart(none.iter().filter(is_told), place)?;
                Cursor::and(self.open_each(all, place)?, none, self.open_each(more, place)?, end)
            }
            Node::Within { unit: Unit::Title, node } => self.open_in_title(node)?,
            Node::Within { node, .. } => self.open(node, Place::Unit)?,
            Node::Reply { first, second } => {
                let both = vec![self.open(first, Place::Unit)?, self.open(second, Place::Unit)?];
                Cursor::and(both, Vec::new(), Vec::new(), end)
            }
            Node::Documents(documents) => match documents.of(self.segment.segment_id()) {
                documents if documents.is_empty() => Cursor::Empty,
                documents => Cursor::Known { documents, at: 0 },
            },
            Node::Days { first, last } => {
                let days = (u64::from(*first), u64::from(*last));
                let mut cursor = Cursor::Days {
                    first_day: self.index.column(self.segment, "first_day")?,
                    last_day: self.index.column(self.segment, "last_day")?,
                    days,
                    doc: 0,
                    end,
                };
                cursor.settle_days(0);
                cursor
            }
        })
    }

    /// Documents in which somebody has the name; who says what, positions decide.
    fn open_speaker(&self, test: &SpeakerTest) -> tantivy::Result<Cursor> {
        /// Where positions decide, nobody asks a cursor for leaves.
        const NO_LEAF: usize = 0;
        let end = self.segment.max_doc();
        let each = |tests: &[SpeakerTest]| {
            tests.iter().map(|test| self.open_speaker(test)).collect::<tantivy::Result<Vec<_>>>()
        };
        Ok(match test {
            SpeakerTest::Any | SpeakerTest::Not(_) => Cursor::all(end),
            SpeakerTest::Has(shape) => {
                open_shape(NO_LEAF, &positions::open_shape(self.index, self.segment, shape)?, end)
            }
            SpeakerTest::All(tests) => Cursor::and(each(tests)?, Vec::new(), Vec::new(), end),
            SpeakerTest::Either(tests) => Cursor::or(each(tests)?),
        })
    }

    /// Plain words have the title to themselves; whatever else is looked for in the whole text.
    fn open_in_title(&mut self, node: &Node) -> tantivy::Result<Cursor> {
        match node {
            Node::Leaf(leaf) if let Some(title) = &self.plan.leaves[*leaf].title => {
                let postings = open_postings(self.index, self.segment, title, IndexRecordOption::WithFreqs)?;
                Ok(Cursor::terms(*leaf, &Rc::new(RefCell::new(postings))))
            }
            node => self.open(node, Place::Unit),
        }
    }

    /// Cursors for what must be missing. Whoever looks into a document shares no postings with them: by the time
    /// another branch of the query stops there, these may stand behind it.
    fn open_apart<'n>(
        &self,
        nodes: impl IntoIterator<Item = &'n Node>,
        place: Place,
    ) -> tantivy::Result<Vec<Cursor>> {
        let Self { index, plan, segment, .. } = *self;
        Opener { index, plan, segment, leaves: &mut Leaves::new(index, plan, segment) }
            .open_each(nodes, place)
    }

    fn open_each<'n>(
        &mut self,
        nodes: impl IntoIterator<Item = &'n Node>,
        place: Place,
    ) -> tantivy::Result<Vec<Cursor>> {
        nodes.into_iter().map(|node| self.open(node, place)).collect()
    }
}

/// A cursor over the documents that have all the words of a shape.
fn open_shape(leaf: usize, shape: &OpenLeaf, end: DocId) -> Cursor {
    match shape {
        Shape::Terms(postings) => Cursor::terms(leaf, postings),
        Shape::Sequence { parts, .. } => {
            let parts = parts.iter().map(|(_, postings)| Cursor::terms(leaf, postings));
            Cursor::and(parts.collect(), Vec::new(), Vec::new(), end)
        }
        Shape::Near { left, right, .. } => {
            let both = vec![open_shape(leaf, left, end), open_shape(leaf, right, end)];
            Cursor::and(both, Vec::new(), Vec::new(), end)
        }
        Shape::Either(shapes) => {
            Cursor::or(shapes.iter().map(|shape| open_shape(leaf, shape, end)).collect())
        }
    }
}

impl Cursor {
    fn all(end: DocId) -> Self {
        if end == 0 { Self::Empty } else { Self::All { doc: 0, end } }
    }

    fn terms(leaf: usize, postings: &Shared) -> Self {
        /// From this many terms on, asking each for its place costs more than reading them all.
        const TERMS_AT_ONCE_MAX: usize = 8;
        let terms = postings.borrow();
        if terms.len() > TERMS_AT_ONCE_MAX {
            return Self::list(leaf, terms.clone());
        }
        let doc = terms.iter().map(TermPostings::doc).min();
        doc.map_or(Self::Empty, |doc| Self::Terms { leaf, postings: Rc::clone(postings), doc })
    }

    fn list(leaf: usize, postings: Vec<TermPostings>) -> Self {
        let mut documents: Vec<(DocId, u32)> = Vec::new();
        for mut postings in postings {
            while postings.doc() != TERMINATED {
                documents.push((postings.doc(), postings.frequency()));
                postings.advance();
            }
        }
        documents.sort_unstable();
        documents.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                kept.1 += next.1;
            }
            is_same
        });
        if documents.is_empty() { Self::Empty } else { Self::List { leaf, documents, at: 0 } }
    }

    fn or(mut any: Vec<Self>) -> Self {
        any.retain(|cursor| cursor.doc() != TERMINATED);
        if any.len() == 1 {
            return any.pop().unwrap_or(Self::Empty);
        }
        let doc = any.iter().map(Self::doc).min();
        doc.map_or(Self::Empty, |doc| Self::Or { any, doc })
    }

    fn and(mut all: Vec<Self>, mut none: Vec<Self>, more: Vec<Self>, end: DocId) -> Self {
        if all.iter().any(|cursor| cursor.doc() == TERMINATED) {
            return Self::Empty;
        }
        if all.is_empty() {
            all.push(Self::all(end));
        }
        none.retain(|cursor| cursor.doc() != TERMINATED);
        if all.len() == 1 && none.is_empty() && more.is_empty() {
            return all.pop().unwrap_or(Self::Empty);
        }
        // The rarest leads; of the others, the rarer the sooner they can say no.
        all.sort_by_key(Self::cost);
        let start = all.first().map_or(TERMINATED, Self::doc);
        let mut cursor = Self::And { all, none, more, doc: 0 };
        cursor.settle_and(start);
        cursor
    }

    /// About how many documents it will stop at.
    pub(super) fn cost(&self) -> u64 {
        match self {
            Self::Empty => 0,
            Self::All { end, .. } => u64::from(*end),
            // Looking at a date costs more than skipping through postings.
            Self::Days { end, .. } | Self::Has { end, .. } => u64::from(*end) * 4,
            Self::Terms { postings, .. } => postings.borrow().iter().map(TermPostings::cost).sum(),
            Self::List { documents, .. } => documents.len() as u64,
            Self::Known { documents, .. } => documents.len() as u64,
            Self::And { all, .. } => all.iter().map(Self::cost).min().unwrap_or(0),
            Self::Or { any, .. } => any.iter().map(Self::cost).sum(),
        }
    }

    /// The document it stands at; `TERMINATED` at the end.
    pub(super) fn doc(&self) -> DocId {
        match self {
            Self::Empty => TERMINATED,
            Self::List { documents, at, .. } => documents.get(*at).map_or(TERMINATED, |(doc, _)| *doc),
            Self::Known { documents, at } => documents.get(*at).copied().unwrap_or(TERMINATED),
            Self::Has { doc, .. }
            | Self::All { doc, .. }
            | Self::Terms { doc, .. }
            | Self::And { doc, .. }
            | Self::Or { doc, .. }
            | Self::Days { doc, .. } => *doc,
        }
    }

    /// Goes to the first document at or behind `target`, and says which.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        match self {
            Self::Empty => {}
            Self::All { doc, end } => *doc = if target < *end { target } else { TERMINATED },
            Self::Terms { postings, doc, .. } => {
                *doc = TERMINATED;
                for postings in postings.borrow_mut().iter_mut() {
                    *doc = postings.seek(target).min(*doc);
                }
            }
            Self::List { documents, at, .. } => {
                *at += documents[*at..].partition_point(|(doc, _)| *doc < target)
            }
            Self::Known { documents, at } => *at += documents[*at..].partition_point(|doc| *doc < target),
            Self::Has { .. } => self.settle_has(target),
            Self::Or { any, doc } => {
                *doc = any.iter_mut().map(|cursor| cursor.seek(target)).min().unwrap_or(TERMINATED)
            }
            Self::And { .. } => self.settle_and(target),
            Self::Days { .. } => self.settle_days(target),
        }
        self.doc()
    }

    /// Goes to the next document.
    pub(super) fn advance(&mut self) -> DocId {
        let doc = self.doc();
        if doc == TERMINATED { TERMINATED } else { self.seek(doc + 1) }
    }

    fn settle_and(&mut self, target: DocId) {
        let Self::And { all, none, more, doc } = self else { return };
        let mut candidate = target;
        'candidates: while candidate < TERMINATED {
            for cursor in all.iter_mut() {
                let at = cursor.seek(candidate);
                if at > candidate {
                    candidate = at;
                    continue 'candidates;
                }
            }
            if none.iter_mut().any(|cursor| cursor.seek(candidate) == candidate) {
                candidate += 1;
                continue;
            }
            break;
        }
        *doc = candidate.min(TERMINATED);
        more.iter_mut().for_each(|cursor| {
            cursor.seek(*doc);
        });
    }

    fn settle_has(&mut self, target: DocId) {
        let Self::Has { norms, doc, end } = self else { return };
        *doc = (target..*end).find(|doc| norms.fieldnorm_id(*doc) > 0).unwrap_or(TERMINATED);
    }

    fn settle_days(&mut self, target: DocId) {
        let Self::Days { first_day, last_day, days, doc, end } = self else { return };
        let overlaps = |doc: &DocId| {
            let first = first_day.of(*doc);
            let last = last_day.of(*doc);
            last > 0 && first <= days.1 && last >= days.0
        };
        *doc = (target..*end).find(overlaps).unwrap_or(TERMINATED);
    }

    /// Calls `visit` with each leaf that is at the current document, and how often its terms are.
    pub(super) fn each_leaf(&self, at: DocId, visit: &mut dyn FnMut(usize, u32)) {
        match self {
            Self::Terms { leaf, postings, doc } if *doc == at => {
                let frequency = postings
                    .borrow()
                    .iter()
                    .filter(|postings| postings.doc() == at)
                    .map(TermPostings::frequency)
                    .sum();
                visit(*leaf, frequency);
            }
            Self::List { leaf, documents, at: index } => {
                if let Some((_, frequency)) = documents.get(*index).filter(|(doc, _)| *doc == at) {
                    visit(*leaf, *frequency);
                }
            }
            Self::And { all, more, doc, .. } if *doc == at => {
                all.iter().chain(more).for_each(|cursor| cursor.each_leaf(at, visit))
            }
            Self::Or { any, doc } if *doc == at => any.iter().for_each(|cursor| cursor.each_leaf(at, visit)),
            _ => {}
        }
    }
}
