//! The stretches of a document that a condition may have to hold in: turns, headings, stretches of time.

use super::super::SearchError;
use super::super::plan::{Node, Unit};
use super::super::spans::Span;
use super::Matcher;
use crate::document::BlockKind;
use crate::index::prepare::is_new_thought;
use crate::index::{Damaged, PlacedBlock, Record};
use crate::query::TimeRange;

/// Where in a document a condition must hold.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scope {
    /// Positions that count, first and last; none means all.
    bounds: Option<(u32, u32)>,
    /// In a turn, its speaker.
    pub speaker: Option<u32>,
}

impl Scope {
    /// The first position, if it does not go on through the whole document.
    pub(super) fn first(&self) -> Option<u32> {
        self.bounds.map(|(first, _)| first)
    }

    pub(super) fn holds(&self, span: &Span) -> bool {
        self.bounds.is_none_or(|(first, last)| span.first >= first && span.last <= last)
    }

    /// What of `unit` is in here, if anything is.
    pub(super) fn part(&self, unit: &Scope) -> Option<Self> {
        let (first, last) = unit.bounds?;
        let (first, last) = match self.bounds {
            Some((outer_first, outer_last)) => (first.max(outer_first), last.min(outer_last)),
            None => (first, last),
        };
        (first <= last)
            .then_some(Self { bounds: Some((first, last)), speaker: unit.speaker.or(self.speaker) })
    }
}

/// What one speaker says without a break.
pub(super) struct Turn {
    pub scope: Scope,
    /// The number of the block behind it.
    pub next: u32,
}

impl<'a> Matcher<'a> {
    /// The units of this sort that `node` may hold in.
    pub(super) fn units(
        &mut self,
        unit: &Unit,
        node: &'a Node,
        scope: Scope,
    ) -> Result<Vec<Scope>, SearchError> {
        let record = self.record(self.doc)?;
        let units: Vec<Scope> = match unit {
            Unit::Title => {
                let last = record.title_positions().checked_sub(1);
                last.map(|last| Scope { bounds: Some((0, last)), speaker: None }).into_iter().collect()
            }
            Unit::Turn => self.turns(node, scope)?.into_iter().map(|turn| turn.scope).collect(),
            Unit::Time(range) => {
                let bounds = positions_of_time(&record, range)?;
                bounds.map(|bounds| Scope { bounds: Some(bounds), speaker: None }).into_iter().collect()
            }
            Unit::Heading => {
                let mut units = Vec::new();
                for placed in self.blocks(node, scope)? {
                    if placed.block.kind == BlockKind::Heading {
                        let bounds = Some((placed.position, last_position(&record, &placed)?));
                        units.push(Scope { bounds, speaker: None });
                    }
                }
                units
            }
        };
        Ok(units.iter().filter_map(|unit| scope.part(unit)).collect())
    }

    /// The turns that `node` may hold in.
    pub(super) fn turns(&mut self, node: &'a Node, scope: Scope) -> Result<Vec<Turn>, SearchError> {
        let mut turns: Vec<Turn> = Vec::new();
        for placed in self.blocks(node, scope)? {
            if turns.last().is_none_or(|turn| placed.number >= turn.next) {
                turns.extend(self.turn_of(placed)?);
            }
        }
        Ok(turns)
    }

    /// The turn that a block belongs to: what its speaker says without a break.
    pub(super) fn turn_of(&mut self, placed: PlacedBlock) -> Result<Option<Turn>, SearchError> {
        if placed.block.kind != BlockKind::Turn {
            return Ok(None);
        }
        let record = self.record(self.doc)?;
        let goes_on = |other: Option<PlacedBlock>| {
            other.filter(|other| {
                other.block.kind == BlockKind::Turn
                    && other.block.speaker.is_some()
                    && other.block.speaker == placed.block.speaker
            })
        };
        let (mut first, mut last) = (placed, placed);
        while let Some(number) = first.number.checked_sub(1)
            && let Some(before) = goes_on(record.block(number)?)
        {
            first = before;
        }
        while let Some(after) = goes_on(record.block(last.number + 1)?) {
            last = after;
        }
        // One without a word is a turn too: nothing is in it, but others do not follow each other
        // over it.
        let bounds = Some((first.position, last_position(&record, &last)?));
        Ok(Some(Turn { scope: Scope { bounds, speaker: placed.block.speaker }, next: last.number + 1 }))
    }

    /// The blocks that `node` may hold in, in order: those in which its words begin, or all where it
    /// may hold without any.
    fn blocks(&mut self, node: &'a Node, scope: Scope) -> Result<Vec<PlacedBlock>, SearchError> {
        let record = self.record(self.doc)?;
        let mut blocks: Vec<PlacedBlock> = Vec::new();
        if self.may_hold_without_words(node) {
            for number in 0..record.block_count() {
                blocks.extend(record.block(number)?);
            }
            return Ok(blocks);
        }
        let mut leaves = Vec::new();
        node.collect_leaves(&mut leaves);
        let mut starts = Vec::new();
        for leaf in leaves.into_iter().filter(|leaf| self.plan.leaves[*leaf].is_text) {
            self.find(leaf)?;
            let spans = self.found[leaf].iter().flatten().filter(|span| scope.holds(span));
            starts.extend(spans.map(|span| span.first).filter(|first| *first >= record.text_position()));
        }
        starts.sort_unstable();
        let mut looked_until = None;
        for position in starts {
            if looked_until.is_some_and(|last| position <= last) {
                continue;
            }
            let Some(placed) = record.block_at_position(position)? else { continue };
            looked_until = Some(last_position(&record, &placed)?);
            blocks.push(placed);
        }
        Ok(blocks)
    }

    /// Whether `node` may hold where none of its words is.
    fn may_hold_without_words(&self, node: &Node) -> bool {
        match node {
            Node::Nothing => false,
            Node::Leaf(leaf) => !self.plan.leaves[*leaf].is_text,
            Node::And { all, .. } => all.iter().all(|node| self.may_hold_without_words(node)),
            Node::Or(nodes) => nodes.iter().any(|node| self.may_hold_without_words(node)),
            Node::Within { node, .. } => self.may_hold_without_words(node),
            Node::Reply { first, second } => {
                self.may_hold_without_words(first) && self.may_hold_without_words(second)
            }
            Node::All | Node::Has(_) | Node::Days { .. } | Node::Documents(_) | Node::Speaker(_) => true,
        }
    }
}

/// The last position in a block; before its first where it has no word.
fn last_position(record: &Record<'_>, placed: &PlacedBlock) -> Result<u32, Damaged> {
    let end = match record.block(placed.number + 1)? {
        Some(next) => next.position - u32::from(is_new_thought(&placed.block, &next.block)),
        None => record.end_position(),
    };
    end.checked_sub(1).ok_or(Damaged)
}

/// The positions of the words said in a stretch of the recording.
fn positions_of_time(record: &Record<'_>, range: &TimeRange) -> Result<Option<(u32, u32)>, Damaged> {
    let Some(bytes) = record.bytes_of_time(range.start_ms, range.end_ms)? else { return Ok(None) };
    let first = record.position_at_byte(bytes.start)?;
    let end = record.position_at_byte(bytes.end)?;
    Ok((end > first).then(|| (first, end - 1)))
}
