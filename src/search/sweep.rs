//! Documents a window at a time, term after term.
//!
//! Where most documents with any of the words count, a walk through all postings side by side asks at every
//! document which of them is next, and hops from list to list. Here each list is read through a window of
//! documents before the next, as Lucene's `BooleanScorer` does; what is found is the same.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Searcher, SegmentReader};

use super::collect::Present;
use super::located::located_in;
use super::plan::{Leaf, Node, Plan, Shape, TermSet};
use super::rank::{self, Lengths};
use super::runs::{Bits, Run, WINDOW, next, open_runs};
use super::tally::Said;
use crate::index::StemmedSegment;

/// Whether a plan can be swept, and is not so much narrower than its most common word that skipping
/// through the postings of that is the quicker.
pub(super) fn is_worth_it(plan: &Plan) -> bool {
    /// So many postings are read in the time in which one is sought.
    const SKIPPED: u64 = 8;
    let Some(documents) = documents_of(&plan.root, plan) else { return false };
    let postings: u64 = plan.leaves.iter().map(|leaf| leaf.documents).sum();
    documents.saturating_mul(SKIPPED) >= postings
}

/// About how many documents a node has; nothing where it asks for more than a few terms.
fn documents_of(node: &Node, plan: &Plan) -> Option<u64> {
    /// A word has one term for each language, at most.
    const TERMS_MAX: usize = 32;
    match node {
        Node::Leaf(leaf) => {
            let Leaf { shape, documents, .. } = &plan.leaves[*leaf];
            matches!(shape, Shape::Terms(set) if set.terms.len() <= TERMS_MAX).then_some(*documents)
        }
        Node::Or(nodes) => nodes.iter().map(|node| documents_of(node, plan)).sum(),
        Node::And { all, none, more } => {
            let others = none.iter().chain(more);
            let can = others.map(|node| documents_of(node, plan)).all(|documents| documents.is_some());
            let documents = all.iter().map(|node| documents_of(node, plan)).collect::<Option<Vec<_>>>()?;
            documents.into_iter().min().filter(|_| can)
        }
        Node::All
        | Node::Nothing
        | Node::Has(_)
        | Node::Days { .. }
        | Node::Documents(_)
        | Node::Within { .. }
        | Node::Speaker(_)
        | Node::Reply { .. } => None,
    }
}

/// Reads the postings of a plan's leaves, window after window.
pub(super) struct Sweep<'a> {
    plan: &'a Plan,
    leaves: Vec<LeafRuns>,
    /// The first document of the window at hand.
    start: DocId,
    /// Where each leaf is and counts.
    counted: Vec<Bits>,
    /// How often it is there, [`WINDOW`] numbers a leaf; whatever they were where it is not.
    frequencies: Vec<u32>,
}

/// The postings of a leaf.
struct LeafRuns {
    text: Vec<Run>,
    title: Vec<Run>,
    heading: Vec<Run>,
}

/// What the words of a window's documents are worth, as [`Said`] has it.
pub(super) struct Worth {
    scores: [f64; WINDOW],
    shares: [f64; WINDOW],
    present: [Present; WINDOW],
}

impl Default for Worth {
    fn default() -> Self {
        Self { scores: [0.0; WINDOW], shares: [0.0; WINDOW], present: [Present::default(); WINDOW] }
    }
}

impl Worth {
    /// Of the document at this place.
    pub(super) fn of(&self, place: usize) -> Said {
        Said { score: self.scores[place], share: self.shares[place], present: self.present[place] }
    }
}

impl<'a> Sweep<'a> {
    pub(super) fn open(
        searcher: &Searcher,
        plan: &'a Plan,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self> {
        let runs = |set: &TermSet, option| -> tantivy::Result<Vec<Run>> {
            open_runs(segment, set, located_in(searcher, segment, set)?, option)
        };
        let none = |set: &Option<TermSet>| match set {
            Some(set) => runs(set, IndexRecordOption::Basic),
            None => Ok(Vec::new()),
        };
        let open = |leaf: &Leaf| {
            Ok(LeafRuns {
                text: match &leaf.shape {
                    Shape::Terms(set) => runs(set, IndexRecordOption::WithFreqs)?,
                    _ => Vec::new(),
                },
                title: none(&leaf.title)?,
                heading: none(&leaf.heading)?,
            })
        };
        Ok(Self {
            plan,
            leaves: plan.leaves.iter().map(open).collect::<tantivy::Result<_>>()?,
            start: 0,
            counted: vec![Bits::default(); plan.leaves.len()],
            frequencies: vec![0; plan.leaves.len() * WINDOW],
        })
    }

    /// The first document at or behind `start` that any leaf may be in.
    pub(super) fn next(&mut self, start: DocId) -> Option<DocId> {
        next(self.leaves.iter_mut().flat_map(|leaf| &mut leaf.text), start)
    }

    /// The documents from `start` to `end` that match, at most [`WINDOW`]. None before may have been asked for.
    pub(super) fn matching(&mut self, start: DocId, end: DocId) -> Bits {
        self.start = start;
        self.counted.fill(Bits::default());
        let plan = self.plan;
        self.node(&plan.root, end)
    }

    fn node(&mut self, node: &Node, end: DocId) -> Bits {
        match node {
            Node::Leaf(leaf) => self.leaf(*leaf, end),
            Node::Or(nodes) => {
                nodes.iter().fold(Bits::default(), |found, node| found.with(&self.node(node, end)))
            }
            Node::And { all, none, more } => {
                let mut found: Option<Bits> = None;
                for node in all {
                    if found.is_none_or(|found| !found.is_empty()) {
                        let own = self.node(node, end);
                        found = Some(found.map_or(own, |found| found.and(&own)));
                    }
                }
                let mut found = found.unwrap_or_default();
                for node in none {
                    if !found.is_empty() {
                        found = found.without(&self.node(node, end));
                    }
                    self.keep(node, &Bits::default());
                }
                for node in more {
                    if !found.is_empty() {
                        self.node(node, end);
                    }
                }
                all.iter().chain(more).for_each(|node| self.keep(node, &found));
                found
            }
            // A plan with any of these is not swept.
            _ => Bits::default(),
        }
    }

    fn leaf(&mut self, leaf: usize, end: DocId) -> Bits {
        let mut found = Bits::default();
        let frequencies = &mut self.frequencies[leaf * WINDOW..][..WINDOW];
        let start = self.start;
        for run in &mut self.leaves[leaf].text {
            run.each(start, end, |doc, frequency| {
                let place = (doc - start) as usize;
                if found.has(place) {
                    frequencies[place] += frequency;
                } else {
                    found.set(place);
                    frequencies[place] = frequency;
                }
            });
        }
        self.counted[leaf] = found;
        found
    }

    /// Leaves of a node count nowhere else.
    fn keep(&mut self, node: &Node, kept: &Bits) {
        match node {
            Node::Leaf(leaf) => self.counted[*leaf] = self.counted[*leaf].and(kept),
            Node::Or(nodes) => nodes.iter().for_each(|node| self.keep(node, kept)),
            Node::And { all, none, more } => {
                all.iter().chain(none).chain(more).for_each(|node| self.keep(node, kept));
            }
            _ => {}
        }
    }

    /// Weighs the words of these documents of the window at hand, given the class of each one's length and how
    /// it was stemmed. `seen` is told which leaves are in any.
    pub(super) fn weigh(
        &mut self,
        matching: &Bits,
        (lengths, length_ids): (&Lengths, &[u8; WINDOW]),
        stemmed: Option<&StemmedSegment>,
        seen: &mut [bool],
        worth: &mut Worth,
    ) {
        for place in matching.iter() {
            worth.scores[place] = 0.0;
            worth.shares[place] = 0.0;
            worth.present[place] = Present::default();
        }
        let start = self.start;
        let end = start.saturating_add(WINDOW as DocId);
        for (number, leaf) in self.plan.leaves.iter().enumerate() {
            let counted = self.counted[number].and(matching);
            if counted.is_empty() {
                continue;
            }
            seen[number] = true;
            let is_abroad = |place: usize| {
                let stemming = stemmed.map(|stemmed| stemmed.number(start + place as DocId));
                stemming.is_some_and(|stemming| leaf.abroad.has(stemming))
            };
            let weight_at = |place: usize| rank::weight_of(leaf, is_abroad(place));
            counted.iter().for_each(|place| worth.present[place].add(number));
            if leaf.share > 0.0 {
                counted
                    .iter()
                    .for_each(|place| worth.shares[place] += rank::share_of(leaf, is_abroad(place)));
            }
            if leaf.weight <= 0.0 {
                continue;
            }
            let frequencies = &self.frequencies[number * WINDOW..][..WINDOW];
            for place in counted.iter() {
                let frequency = f64::from(frequencies[place]);
                worth.scores[place] += lengths.worth(weight_at(place), frequency, length_ids[place]);
            }
            let LeafRuns { title, heading, .. } = &mut self.leaves[number];
            let mut in_title = Bits::default();
            title.iter_mut().for_each(|run| {
                run.each(start, end, |doc, _| in_title.set((doc - start) as usize));
            });
            for place in in_title.and(&counted).iter() {
                worth.scores[place] += rank::title_worth(weight_at(place));
            }
            let mut in_heading = Bits::default();
            heading.iter_mut().for_each(|run| {
                run.each(start, end, |doc, _| in_heading.set((doc - start) as usize));
            });
            for place in in_heading.and(&counted).without(&in_title).iter() {
                worth.scores[place] += rank::heading_worth(weight_at(place));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tantivy::TantivyDocument;

    use super::*;
    use crate::index::schema::schema;
    use crate::query::Span;

    /// A leaf for each of these terms, each in the documents that its number divides.
    const DIVISORS: [(&str, DocId); 4] = [("one", 1), ("two", 2), ("seven", 7), ("far", 1500)];
    const DOCUMENTS: DocId = 4000;

    fn plan(root: Node) -> Plan {
        let (_, fields) = schema();
        let leaf = |(term, divisor): &(&str, DocId)| Leaf {
            documents: u64::from(DOCUMENTS / divisor),
            weight: 1.0,
            share: 1.0,
            ..Leaf::of_text(
                Shape::Terms(TermSet::new(fields.kind, vec![(*term).to_owned()])),
                Span::new(0, 0),
            )
        };
        Plan { root, leaves: DIVISORS.iter().map(leaf).collect() }
    }

    fn index() -> tantivy::Result<tantivy::Index> {
        let (schema, fields) = schema();
        let tokenizers = crate::index::schema::tokenizers();
        let builder = tantivy::Index::builder().schema(schema).tokenizers(tokenizers);
        let index = builder.create_in_ram()?;
        let mut writer = index.writer_with_num_threads(1, 20 << 20)?;
        for doc in 0..DOCUMENTS {
            let mut document = TantivyDocument::default();
            for (term, _) in DIVISORS.iter().filter(|(_, divisor)| doc % divisor == 0) {
                document.add_text(fields.kind, term);
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        Ok(index)
    }

    /// What a sweep finds and makes of it, document by document.
    fn swept(plan: &Plan, searcher: &Searcher) -> Vec<(DocId, u64)> {
        let lengths = Lengths::new(1, 1);
        let (mut found, mut start, mut worth) = (Vec::new(), 0, Worth::default());
        let mut sweep = Sweep::open(searcher, plan, &searcher.segment_readers()[0]).unwrap();
        let mut seen = vec![false; plan.leaves.len()];
        while let Some(next) = sweep.next(start) {
            start = (next + WINDOW as DocId).min(DOCUMENTS);
            let matching = sweep.matching(next, start);
            sweep.weigh(&matching, (&lengths, &[0; WINDOW]), None, &mut seen, &mut worth);
            found.extend(matching.iter().map(|place| {
                let Said { score, share, present } = worth.of(place);
                let leaves = (0..plan.leaves.len()).filter(|leaf| present.may_have(*leaf)).count();
                assert_eq!(share, leaves as f64);
                assert_eq!(score > 0.0, leaves > 0);
                (next + place as DocId, leaves as u64)
            }));
        }
        found
    }

    #[test]
    fn windows_are_read_as_documents_are() {
        let index = index().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let check = |root: Node, holds: &dyn Fn(&[bool; 4]) -> Option<u64>| {
            let expected: Vec<(DocId, u64)> = (0..DOCUMENTS)
                .filter_map(|doc| {
                    let has = DIVISORS.map(|(_, divisor)| doc % divisor == 0);
                    holds(&has).map(|leaves| (doc, leaves))
                })
                .collect();
            assert_eq!(swept(&plan(root), &searcher), expected);
        };
        let leaves = |numbers: &[usize]| numbers.iter().map(|number| Node::Leaf(*number)).collect::<Vec<_>>();
        let count = |has: &[bool]| has.iter().filter(|has| **has).count() as u64;
        check(Node::Leaf(2), &|has| has[2].then_some(1));
        check(Node::Or(leaves(&[1, 2, 3])), &|has| Some(count(&has[1..])).filter(|count| *count > 0));
        let and = |all: &[usize], none: &[usize], more: &[usize]| Node::And {
            all: leaves(all),
            none: leaves(none),
            more: leaves(more),
        };
        check(and(&[1, 2], &[], &[]), &|has| (has[1] && has[2]).then_some(2));
        check(and(&[3, 0], &[], &[1]), &|has| has[3].then(|| 2 + count(&has[1..2])));
        check(and(&[1], &[2], &[3]), &|has| (has[1] && !has[2]).then(|| 1 + count(&has[3..])));
        // What is not there for the whole does not count for its parts.
        let either = Node::Or(vec![and(&[1, 3], &[], &[]), Node::Leaf(2)]);
        check(either, &|has| {
            let both = if has[1] && has[3] { 2 } else { 0 };
            Some(both + count(&has[2..3])).filter(|count| *count > 0)
        });
    }

    #[test]
    fn what_skips_far_is_not_swept() {
        assert!(is_worth_it(&plan(Node::Or(vec![Node::Leaf(0), Node::Leaf(3)]))));
        let both = Node::And { all: vec![Node::Leaf(0), Node::Leaf(3)], none: Vec::new(), more: Vec::new() };
        assert!(!is_worth_it(&plan(both)));
        assert!(!is_worth_it(&plan(Node::Or(vec![Node::Leaf(0), Node::All]))));
    }
}
