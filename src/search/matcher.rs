//! What exactly matches in a document, told from positions and blocks.

mod units;
mod unworded;

use units::Scope;
pub(super) use unworded::has_places;

use tantivy::{DocId, SegmentReader};

use super::SearchError;
use super::collect::Present;
use super::counter::Counter;
use super::cursor::{self, Cursor};
use super::plan::{Node, Plan, Shape, SpeakerTest};
use super::positions::{InDocument, Leaves};
use super::spans::Span;
use crate::analyzer::{exact_form, words};
use crate::index::{Damaged, Index, Numbers, Record};

/// A span of a leaf that takes part in the match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    pub span: Span,
    pub leaf: usize,
}

/// Where the leaves of a plan are in a document.
#[derive(Debug)]
pub(super) enum Places {
    /// Of each leaf the positions of its words, in order, where nothing but words is asked for.
    Words(Vec<Vec<u32>>),
    /// Every span that takes part in the match, in order.
    Spans(Vec<Match>),
}

impl Places {
    /// Every span that takes part in the match, in order.
    pub(super) fn into_spans(self) -> Vec<Match> {
        let lists = match self {
            Self::Spans(matches) => return matches,
            Self::Words(lists) => lists,
        };
        let of_leaf = |(leaf, list): (usize, Vec<u32>)| {
            list.into_iter().map(move |position| Match { span: Span::whole(position, position), leaf })
        };
        let mut matches: Vec<Match> = lists.into_iter().enumerate().flat_map(of_leaf).collect();
        // A few ascending runs, which a stable sort merges.
        matches.sort();
        matches
    }
}

/// Reads positions in one segment, documents in ascending order.
pub(super) struct Matcher<'a> {
    index: &'a Index,
    plan: &'a Plan,
    segment: &'a SegmentReader,
    records: Numbers,
    /// Nothing in the plan asks for a stretch of the document.
    is_whole: bool,
    /// Nor for more than words, few enough that the first look tells which of them count.
    is_of_words: bool,
    leaves: Leaves<'a>,
    counter: Counter,
    /// The spans of each leaf in the document at hand, once they have been asked for.
    found: Vec<Option<Vec<Span>>>,
    /// The exact forms of the speakers' names in the document at hand, likewise.
    speakers: Option<Vec<Vec<String>>>,
    doc: DocId,
    record: Option<Record<'a>>,
}

impl<'a> Matcher<'a> {
    pub(super) fn open(
        index: &'a Index,
        plan: &'a Plan,
        segment: &'a SegmentReader,
    ) -> tantivy::Result<Self> {
        let records = index.column(segment, "record")?;
        let found = plan.leaves.iter().map(|_| None).collect();
        let is_whole = is_of_whole(&plan.root);
        let is_of_words = plan.is_told_by_postings(&plan.root) && plan.leaves.len() <= Present::LEAVES_MAX;
        Ok(Self {
            index,
            plan,
            segment,
            records,
            is_whole,
            is_of_words,
            leaves: Leaves::new(index, plan, segment),
            counter: Counter::default(),
            found,
            speakers: None,
            doc: 0,
            record: None,
        })
    }

    /// What walks to the documents that may match. It shares this matcher's postings: a document is looked at while
    /// it stands there.
    pub(super) fn cursor(&mut self) -> tantivy::Result<Cursor> {
        cursor::open(self.index, self.plan, self.segment, &mut self.leaves)
    }

    /// Whether the document matches, and if so every span that makes it match, in order.
    pub(super) fn matches(&mut self, doc: DocId) -> Result<Option<Vec<Match>>, SearchError> {
        self.doc = doc;
        self.record = None;
        self.speakers = None;
        self.found.iter_mut().for_each(|found| *found = None);
        let mut matches = Vec::new();
        let plan = self.plan;
        if !self.holds(&plan.root, Scope::default(), &mut matches)? {
            return Ok(None);
        }
        // A few ascending runs, which a stable sort merges.
        matches.sort();
        matches.dedup();
        Ok(Some(matches))
    }

    /// Where the leaves are in a document that matches by these of them.
    pub(super) fn places(&mut self, doc: DocId, present: Present) -> Result<Places, SearchError> {
        if !self.is_of_words {
            return Ok(Places::Spans(self.matches(doc)?.unwrap_or_default()));
        }
        self.doc = doc;
        self.record = None;
        let mut lists = vec![Vec::new(); self.plan.leaves.len()];
        let mut places = InDocument(doc);
        for (leaf, list) in lists.iter_mut().enumerate().filter(|(leaf, _)| present.may_have(*leaf)) {
            if let Shape::Terms(terms) = self.leaves.of(leaf)? {
                self.counter.read(terms, &mut places, list);
            }
        }
        Ok(Places::Words(lists))
    }

    /// Whether the document matches, and if so how many spans of each leaf make it match: the same as
    /// counting what [`Self::matches`] finds. Where no stretch of the document is asked for, most of
    /// them need not be made for that.
    pub(super) fn frequencies(&mut self, doc: DocId, frequencies: &mut [u32]) -> Result<bool, SearchError> {
        if !self.is_whole {
            let Some(matches) = self.matches(doc)? else { return Ok(false) };
            matches.iter().for_each(|found| frequencies[found.leaf] += 1);
            return Ok(true);
        }
        self.doc = doc;
        self.record = None;
        let mut counted = Vec::new();
        let plan = self.plan;
        let holds = self.counts(&plan.root, &mut counted)?;
        counted.into_iter().for_each(|(leaf, count)| frequencies[leaf] = count);
        Ok(holds)
    }

    /// The record of a document.
    pub(super) fn record(&mut self, doc: DocId) -> Result<Record<'a>, SearchError> {
        if doc == self.doc
            && let Some(record) = self.record
        {
            return Ok(record);
        }
        let number = self.records.get(doc).ok_or(Damaged)?;
        let record = self.index.store().record(number)?;
        if doc == self.doc {
            self.record = Some(record);
        }
        Ok(record)
    }

    fn holds(&mut self, node: &'a Node, scope: Scope, matches: &mut Vec<Match>) -> Result<bool, SearchError> {
        let before = matches.len();
        let holds = match node {
            Node::All => true,
            Node::Nothing => false,
            Node::Days { first, last } => self.has_days(*first, *last)?,
            Node::Documents(documents) => documents.has(self.segment.segment_id(), self.doc),
            Node::Has(field) => self.segment.get_fieldnorms_reader(*field)?.fieldnorm_id(self.doc) > 0,
            Node::Speaker(test) => self.speaker_passes(test, scope.speaker)?,
            Node::Leaf(leaf) => self.leaf_holds(*leaf, scope, matches)?,
            Node::And { all, none, more } => {
                let mut holds = true;
                for node in all {
                    holds = holds && self.holds(node, scope, matches)?;
                }
                for node in none {
                    holds = holds && !self.holds(node, scope, &mut Vec::new())?;
                }
                for node in more {
                    let _ = holds && self.holds(node, scope, matches)?;
                }
                holds
            }
            Node::Or(nodes) => {
                let mut holds = false;
                for node in nodes {
                    holds |= self.holds(node, scope, matches)?;
                }
                holds
            }
            Node::Within { unit, node } => {
                let mut holds = false;
                for unit in self.units(unit, node, scope)? {
                    holds |= self.holds(node, unit, matches)?;
                }
                holds
            }
            Node::Reply { first, second } => !self.replies(first, second, scope, matches)?.is_empty(),
        };
        if !holds {
            matches.truncate(before);
        }
        Ok(holds)
    }

    /// As [`Self::holds`], where no stretch is asked for.
    fn counts(&mut self, node: &'a Node, counted: &mut Vec<(usize, u32)>) -> Result<bool, SearchError> {
        let before = counted.len();
        let holds = match node {
            Node::Leaf(leaf) => {
                let count = self.count(*leaf)?;
                counted.push((*leaf, count));
                count > 0
            }
            Node::And { all, none, more } => {
                let mut holds = true;
                for node in all {
                    holds = holds && self.counts(node, counted)?;
                }
                for node in none {
                    holds = holds && !self.counts(node, &mut Vec::new())?;
                }
                for node in more {
                    let _ = holds && self.counts(node, counted)?;
                }
                holds
            }
            Node::Or(nodes) => {
                let mut holds = false;
                for node in nodes {
                    holds |= self.counts(node, counted)?;
                }
                holds
            }
            node => self.holds(node, Scope::default(), &mut Vec::new())?,
        };
        if !holds {
            counted.truncate(before);
        }
        Ok(holds)
    }

    /// How many spans a leaf has in the document at hand.
    fn count(&mut self, leaf: usize) -> Result<u32, SearchError> {
        let asked = self.plan.leaves[leaf].span;
        let mut places = InDocument(self.doc);
        let postings = self.leaves.of(leaf)?;
        let count = self.counter.count(postings, &mut places);
        count.map_err(|_| SearchError::too_many_neighbours(asked))
    }

    fn leaf_holds(
        &mut self,
        leaf: usize,
        scope: Scope,
        matches: &mut Vec<Match>,
    ) -> Result<bool, SearchError> {
        self.find(leaf)?;
        let before = matches.len();
        // Positions of names are no positions of the text.
        let is_text = self.plan.leaves[leaf].is_text;
        let spans = self.found[leaf].iter().flatten();
        let inside = spans.filter(|span| !is_text || scope.holds(span));
        matches.extend(inside.map(|span| Match { span: span.clone(), leaf }));
        Ok(matches.len() > before)
    }

    /// Reads the spans of a leaf in the document at hand.
    fn find(&mut self, leaf: usize) -> Result<(), SearchError> {
        if self.found[leaf].is_some() {
            return Ok(());
        }
        let asked = self.plan.leaves[leaf].span;
        let mut places = InDocument(self.doc);
        let postings = self.leaves.of(leaf)?;
        let spans = postings.spans(&mut places, &mut self.counter);
        self.found[leaf] = Some(spans.map_err(|_| SearchError::too_many_neighbours(asked))?);
        Ok(())
    }

    fn has_days(&self, first: u32, last: u32) -> tantivy::Result<bool> {
        let day = |name| -> tantivy::Result<u64> { Ok(self.index.column(self.segment, name)?.of(self.doc)) };
        let (first_day, last_day) = (day("first_day")?, day("last_day")?);
        Ok(last_day > 0 && first_day <= u64::from(last) && last_day >= u64::from(first))
    }

    fn speaker_passes(&mut self, test: &SpeakerTest, speaker: Option<u32>) -> Result<bool, SearchError> {
        let names = match &mut self.speakers {
            Some(names) => names,
            None => {
                let forms = speaker_forms(&self.record(self.doc)?)?;
                self.speakers.insert(forms)
            }
        };
        let name = speaker.and_then(|speaker| names.get(speaker as usize)).map_or(&[][..], Vec::as_slice);
        test.passes(name).map_err(|_| SearchError::too_many_neighbours(crate::query::Span::default()))
    }

    /// The turns in which `first` holds and is answered by `second`.
    fn replies(
        &mut self,
        first: &'a Node,
        second: &'a Node,
        scope: Scope,
        matches: &mut Vec<Match>,
    ) -> Result<Vec<Scope>, SearchError> {
        let mut answered = Vec::new();
        for turn in self.turns(first, scope)? {
            let before = matches.len();
            let Some(said) = scope.part(&turn.scope) else { continue };
            if !self.holds(first, said, matches)? {
                continue;
            }
            let answer = match self.record(self.doc)?.block(turn.next)? {
                Some(next) => self.turn_of(next)?.and_then(|turn| scope.part(&turn.scope)),
                None => None,
            };
            let is_answered = match answer {
                Some(answer) => self.holds(second, answer, matches)?,
                None => false,
            };
            if is_answered {
                answered.push(said);
            } else {
                matches.truncate(before);
            }
        }
        Ok(answered)
    }
}

/// Whether no stretch of a document is asked for.
fn is_of_whole(node: &Node) -> bool {
    match node {
        Node::Within { .. } | Node::Reply { .. } | Node::Speaker(_) => false,
        Node::And { all, none, more } => all.iter().chain(none).chain(more).all(is_of_whole),
        Node::Or(nodes) => nodes.iter().all(is_of_whole),
        Node::All | Node::Nothing | Node::Leaf(_) | Node::Has(_) | Node::Days { .. } | Node::Documents(_) => {
            true
        }
    }
}

/// The exact forms of the words of each speaker's name.
fn speaker_forms(record: &Record<'_>) -> Result<Vec<Vec<String>>, Damaged> {
    let forms = |name: &String| words(name).map(|word| exact_form(&name[word.term])).collect();
    Ok(record.speakers()?.iter().map(forms).collect())
}
