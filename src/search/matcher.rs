//! What exactly matches in a document, told from positions and blocks.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader};

use super::cursor::open_postings;
use super::plan::{Node, Plan, Shape, SpeakerTest, TermSet, Unit};
use super::spans::{self, Span};
use crate::analyzer::{exact_form, words};
use crate::document::BlockKind;
use crate::index::{Damaged, Index, PlacedBlock, Record};
use crate::query::TimeRange;

/// A span of a leaf that takes part in the match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    pub span: Span,
    pub leaf: usize,
}

/// Reads positions in one segment, documents in ascending order.
pub(super) struct Matcher<'a> {
    index: &'a Index,
    plan: &'a Plan,
    segment: &'a SegmentReader,
    records: tantivy::columnar::Column<u64>,
    leaves: Vec<Option<ShapeReader>>,
    /// The spans of each leaf in the document at hand, once they have been asked for.
    found: Vec<Option<Vec<Span>>>,
    doc: DocId,
    record: Option<Record<'a>>,
    /// The exact forms of each speaker's name, once they have been asked for.
    speakers: Option<Vec<Vec<String>>>,
}

/// The postings behind a shape.
enum ShapeReader {
    Terms(Vec<SegmentPostings>),
    Sequence { parts: Vec<(u32, Vec<SegmentPostings>)>, length: u32, slop: u32 },
    Near { ordered: bool, distance: u32, left: Box<ShapeReader>, right: Box<ShapeReader> },
    Either(Vec<ShapeReader>),
}

/// Positions that count, first and last; none means all.
type Bounds = Option<(u32, u32)>;

impl<'a> Matcher<'a> {
    pub(super) fn open(
        index: &'a Index,
        plan: &'a Plan,
        segment: &'a SegmentReader,
    ) -> tantivy::Result<Self> {
        let records = segment.fast_fields().u64("record")?;
        let leaves = plan.leaves.iter().map(|_| None).collect();
        let found = plan.leaves.iter().map(|_| None).collect();
        Ok(Self { index, plan, segment, records, leaves, found, doc: 0, record: None, speakers: None })
    }

    /// Whether the document matches, and if so every span that makes it match, in order.
    pub(super) fn matches(&mut self, doc: DocId) -> tantivy::Result<Option<Vec<Match>>> {
        self.doc = doc;
        self.record = None;
        self.speakers = None;
        self.found.iter_mut().for_each(|found| *found = None);
        let mut matches = Vec::new();
        let plan = self.plan;
        if !self.holds(&plan.root, None, &mut matches)? {
            return Ok(None);
        }
        matches.sort_unstable();
        matches.dedup();
        Ok(Some(matches))
    }

    /// The record of a document.
    pub(super) fn record(&mut self, doc: DocId) -> tantivy::Result<Record<'a>> {
        if doc == self.doc
            && let Some(record) = self.record
        {
            return Ok(record);
        }
        let offset = self.records.first(doc).ok_or(Damaged).map_err(damaged)?;
        let record = self.index.store().record(offset).map_err(damaged)?;
        if doc == self.doc {
            self.record = Some(record);
        }
        Ok(record)
    }

    fn holds(&mut self, node: &'a Node, bounds: Bounds, matches: &mut Vec<Match>) -> tantivy::Result<bool> {
        let before = matches.len();
        let holds = match node {
            Node::All => true,
            Node::Nothing => false,
            // The cursor stops only at documents whose days fit, unless the days are one of several
            // alternatives, where they add nothing to show.
            Node::Days { first, last } => self.has_days(*first, *last)?,
            Node::Has(field) => self.segment.get_fieldnorms_reader(*field)?.fieldnorm_id(self.doc) > 0,
            Node::Leaf(leaf) => self.leaf_holds(*leaf, bounds, matches)?,
            Node::And { all, none } => {
                let mut holds = true;
                for node in all {
                    holds = holds && self.holds(node, bounds, matches)?;
                }
                for node in none {
                    holds = holds && !self.holds(node, bounds, &mut Vec::new())?;
                }
                holds
            }
            Node::Or(nodes) => {
                let mut holds = false;
                for node in nodes {
                    holds |= self.holds(node, bounds, matches)?;
                }
                holds
            }
            Node::Within { unit, node } => self.holds_within(unit, node, bounds, matches)?,
            Node::Reply { first, first_speaker, second, second_speaker } => {
                self.holds_reply((first, first_speaker.as_ref()), (second, second_speaker.as_ref()), matches)?
            }
        };
        if !holds {
            matches.truncate(before);
        }
        Ok(holds)
    }

    fn leaf_holds(&mut self, leaf: usize, bounds: Bounds, matches: &mut Vec<Match>) -> tantivy::Result<bool> {
        self.find(leaf)?;
        let before = matches.len();
        // Positions of names are no positions of the text.
        let is_text = self.plan.leaves[leaf].is_text;
        for span in self.found[leaf].iter().flatten() {
            if !is_text || bounds.is_none_or(|(first, last)| span.first >= first && span.last <= last) {
                matches.push(Match { span: span.clone(), leaf });
            }
        }
        Ok(matches.len() > before)
    }

    /// Reads the spans of a leaf in the document at hand.
    fn find(&mut self, leaf: usize) -> tantivy::Result<()> {
        if self.found[leaf].is_none() {
            let reader = match &mut self.leaves[leaf] {
                Some(reader) => reader,
                slot => slot.insert(open_shape(self.segment, &self.plan.leaves[leaf].shape)?),
            };
            self.found[leaf] = Some(read_spans(reader, self.doc));
        }
        Ok(())
    }

    fn has_days(&self, first: u32, last: u32) -> tantivy::Result<bool> {
        let fast = self.segment.fast_fields();
        let first_day = fast.u64("first_day")?.first(self.doc).unwrap_or(0);
        let last_day = fast.u64("last_day")?.first(self.doc).unwrap_or(0);
        Ok(last_day > 0 && first_day <= u64::from(last) && last_day >= u64::from(first))
    }

    /// Tries every unit that has something of `node` in it.
    fn holds_within(
        &mut self,
        unit: &Unit,
        node: &'a Node,
        bounds: Bounds,
        matches: &mut Vec<Match>,
    ) -> tantivy::Result<bool> {
        let mut holds = false;
        for (first, last) in self.units(unit, node, bounds)? {
            holds |= self.holds(node, Some((first, last)), matches)?;
        }
        Ok(holds)
    }

    fn holds_reply(
        &mut self,
        first: (&'a Node, Option<&SpeakerTest>),
        second: (&'a Node, Option<&SpeakerTest>),
        matches: &mut Vec<Match>,
    ) -> tantivy::Result<bool> {
        let mut holds = false;
        let record = self.record(self.doc)?;
        for turn in self.turns(first.1, first.0, None)? {
            let before = matches.len();
            if !self.holds(first.0, Some(turn), matches)? {
                continue;
            }
            let next =
                record.block_at_position(turn.1 + 1).map_err(damaged)?.filter(|next| next.position > turn.1);
            let answer = match next {
                Some(next) => self.turn_of(next, second.1)?,
                None => None,
            };
            let answered = match answer {
                Some(answer) => self.holds(second.0, Some(answer), matches)?,
                None => false,
            };
            if !answered {
                matches.truncate(before);
            }
            holds |= answered;
        }
        Ok(holds)
    }

    /// The units of this sort in which words of `node` stand, as first and last positions.
    fn units(&mut self, unit: &Unit, node: &'a Node, bounds: Bounds) -> tantivy::Result<Vec<(u32, u32)>> {
        let record = self.record(self.doc)?;
        match unit {
            Unit::Title => {
                Ok(record.title_positions().checked_sub(1).map(|last| (0, last)).into_iter().collect())
            }
            Unit::Turn(test) => self.turns(test.as_ref(), node, bounds),
            Unit::Time(range) => {
                Ok(positions_of_time(&record, range).map_err(damaged)?.into_iter().collect())
            }
            Unit::Heading => {
                let mut units = Vec::new();
                for position in self.starts(node, bounds)? {
                    let Some(placed) = record.block_at_position(position).map_err(damaged)? else { continue };
                    if placed.block.kind == BlockKind::Heading {
                        units
                            .push((placed.position, last_position(&record, placed.number).map_err(damaged)?));
                    }
                }
                units.dedup();
                Ok(units)
            }
        }
    }

    /// The turns in which words of `node` stand, of speakers that pass the test.
    fn turns(
        &mut self,
        test: Option<&SpeakerTest>,
        node: &'a Node,
        bounds: Bounds,
    ) -> tantivy::Result<Vec<(u32, u32)>> {
        let record = self.record(self.doc)?;
        let mut turns: Vec<(u32, u32)> = Vec::new();
        let mut looked_until = None;
        for position in self.starts(node, bounds)? {
            if looked_until.is_some_and(|last| position <= last) {
                continue;
            }
            let Some(placed) = record.block_at_position(position).map_err(damaged)? else { continue };
            looked_until = Some(last_position(&record, placed.number).map_err(damaged)?);
            if let Some(turn) = self.turn_of(placed, test)? {
                looked_until = Some(turn.1);
                turns.push(turn);
            }
        }
        Ok(turns)
    }

    /// The turn that a block belongs to: what its speaker says without a break.
    fn turn_of(
        &mut self,
        placed: PlacedBlock,
        test: Option<&SpeakerTest>,
    ) -> tantivy::Result<Option<(u32, u32)>> {
        if placed.block.kind != BlockKind::Turn {
            return Ok(None);
        }
        let record = self.record(self.doc)?;
        if let Some(test) = test {
            let Some(speaker) = placed.block.speaker else { return Ok(None) };
            let speakers = match &mut self.speakers {
                Some(speakers) => speakers,
                slot => slot.insert(speaker_forms(&record).map_err(damaged)?),
            };
            if !test.passes(speakers.get(speaker as usize).map(Vec::as_slice).unwrap_or_default()) {
                return Ok(None);
            }
        }
        let goes_on = |other: Option<PlacedBlock>| {
            other.filter(|other| {
                other.block.kind == BlockKind::Turn
                    && other.block.speaker.is_some()
                    && other.block.speaker == placed.block.speaker
            })
        };
        let (mut first, mut last) = (placed, placed);
        while let Some(number) = first.number.checked_sub(1)
            && let Some(before) = goes_on(record.block(number).map_err(damaged)?)
        {
            first = before;
        }
        while let Some(after) = goes_on(record.block(last.number + 1).map_err(damaged)?) {
            last = after;
        }
        Ok(Some((first.position, last_position(&record, last.number).map_err(damaged)?)))
    }

    /// Where the text leaves of `node` stand, in order.
    fn starts(&mut self, node: &'a Node, bounds: Bounds) -> tantivy::Result<Vec<u32>> {
        let mut leaves = Vec::new();
        collect_leaves(node, &mut leaves);
        let title_positions = self.record(self.doc)?.title_positions();
        let mut starts = Vec::new();
        for leaf in leaves {
            if !self.plan.leaves[leaf].is_text {
                continue;
            }
            self.find(leaf)?;
            let spans = self.found[leaf].iter().flatten();
            let inside = spans
                .filter(|span| bounds.is_none_or(|(first, last)| span.first >= first && span.last <= last));
            starts.extend(inside.map(|span| span.first).filter(|first| *first >= title_positions));
        }
        starts.sort_unstable();
        starts.dedup();
        Ok(starts)
    }
}

fn collect_leaves(node: &Node, leaves: &mut Vec<usize>) {
    match node {
        Node::All | Node::Nothing | Node::Has(_) | Node::Days { .. } => {}
        Node::Leaf(leaf) => leaves.push(*leaf),
        Node::And { all, .. } => all.iter().for_each(|node| collect_leaves(node, leaves)),
        Node::Or(nodes) => nodes.iter().for_each(|node| collect_leaves(node, leaves)),
        Node::Within { node, .. } => collect_leaves(node, leaves),
        Node::Reply { first, second, .. } => {
            collect_leaves(first, leaves);
            collect_leaves(second, leaves);
        }
    }
}

fn damaged(damaged: Damaged) -> tantivy::TantivyError {
    tantivy::TantivyError::InternalError(damaged.to_string())
}

/// The exact forms of the words of each speaker's name.
fn speaker_forms(record: &Record<'_>) -> Result<Vec<Vec<String>>, Damaged> {
    let forms = |name: &String| words(name).map(|word| exact_form(&name[word.term])).collect();
    Ok(record.entry()?.speakers.iter().map(forms).collect())
}

/// The last position that may belong to block `number`.
fn last_position(record: &Record<'_>, number: u32) -> Result<u32, Damaged> {
    let next = record.block(number + 1)?.map_or(record.end_position(), |next| next.position);
    Ok(next.saturating_sub(1))
}

/// The positions of the words said in a stretch of the recording.
fn positions_of_time(record: &Record<'_>, range: &TimeRange) -> Result<Option<(u32, u32)>, Damaged> {
    let Some(bytes) = record.bytes_of_time(range.start_ms, range.end_ms)? else { return Ok(None) };
    let first = record.position_at_byte(bytes.start)?;
    let end = record.position_at_byte(bytes.end)?;
    Ok((end > first).then(|| (first, end - 1)))
}

fn open_shape(segment: &SegmentReader, shape: &Shape) -> tantivy::Result<ShapeReader> {
    let open = |set: &TermSet| open_postings(segment, set, IndexRecordOption::WithFreqsAndPositions);
    Ok(match shape {
        Shape::Terms(set) => ShapeReader::Terms(open(set)?),
        Shape::Sequence { parts, length, slop } => {
            let parts = parts.iter().map(|(offset, set)| Ok((*offset, open(set)?)));
            ShapeReader::Sequence {
                parts: parts.collect::<tantivy::Result<_>>()?,
                length: *length,
                slop: *slop,
            }
        }
        Shape::Near { ordered, distance, left, right } => ShapeReader::Near {
            ordered: *ordered,
            distance: *distance,
            left: Box::new(open_shape(segment, left)?),
            right: Box::new(open_shape(segment, right)?),
        },
        Shape::Either(shapes) => ShapeReader::Either(
            shapes.iter().map(|shape| open_shape(segment, shape)).collect::<tantivy::Result<_>>()?,
        ),
    })
}

fn read_spans(reader: &mut ShapeReader, doc: DocId) -> Vec<Span> {
    match reader {
        ShapeReader::Terms(postings) => spans::words(&read_positions(postings, doc)),
        ShapeReader::Sequence { parts, length, slop } => {
            let mut lists = Vec::with_capacity(parts.len());
            for (offset, part) in parts {
                let positions = read_positions(part, doc);
                if positions.is_empty() {
                    return Vec::new();
                }
                lists.push((*offset, positions));
            }
            if *slop == 0 {
                spans::in_sequence(&lists, *length)
            } else {
                spans::in_sequence_with_slop(&lists, *slop)
            }
        }
        ShapeReader::Near { ordered, distance, left, right } => {
            let left = read_spans(left, doc);
            let right = if left.is_empty() { Vec::new() } else { read_spans(right, doc) };
            spans::near(&left, &right, *distance, *ordered)
        }
        ShapeReader::Either(readers) => {
            spans::either(readers.iter_mut().map(|reader| read_spans(reader, doc)).collect())
        }
    }
}

/// The positions of any of the terms in a document, in order.
fn read_positions(postings: &mut [SegmentPostings], doc: DocId) -> Vec<u32> {
    let mut all = Vec::new();
    let mut some = Vec::new();
    let mut terms = 0;
    for postings in postings {
        if postings.doc() < doc {
            postings.seek(doc);
        }
        if postings.doc() == doc {
            postings.positions(&mut some);
            all.extend_from_slice(&some);
            terms += 1;
        }
    }
    if terms > 1 {
        all.sort_unstable();
        all.dedup();
    }
    all
}
