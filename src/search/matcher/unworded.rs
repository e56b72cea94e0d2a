//! Where a document shows what is asked for when no word of its text is: the first turn of a speaker,
//! what is said in a stretch of the recording, a reply.

use super::super::SearchError;
use super::super::plan::{Node, Plan, SpeakerTest, Unit};
use super::units::Scope;
use super::{Matcher, is_of_whole};
use crate::query::Field;

/// Whether anything in the plan holds at a place of a document though no word says so.
pub(in super::super) fn has_places(plan: &Plan) -> bool {
    !is_of_whole(&plan.root) || plan.leaves.iter().any(|leaf| leaf.names == Some(Field::Speaker))
}

impl<'a> Matcher<'a> {
    /// The first position of the document at hand, see [`Matcher::matches`], at which something holds that
    /// asks for a stretch of it; none where nothing does.
    pub(in super::super) fn first_place(&mut self) -> Result<Option<u32>, SearchError> {
        self.first_of(&self.plan.root, Scope::default())
    }

    fn first_of(&mut self, node: &'a Node, scope: Scope) -> Result<Option<u32>, SearchError> {
        match node {
            Node::Leaf(leaf) if self.plan.leaves[*leaf].names == Some(Field::Speaker) => {
                let test = SpeakerTest::Has(self.plan.leaves[*leaf].shape.clone());
                self.first_said(&test, scope)
            }
            // The title stands above the text, and the hit shows it.
            Node::Within { unit: Unit::Title, .. } => Ok(None),
            Node::Within { unit, node } => {
                for unit in self.units(unit, node, scope)? {
                    if self.holds(node, unit, &mut Vec::new())? {
                        return Ok(self.first_of(node, unit)?.or(unit.first()));
                    }
                }
                Ok(None)
            }
            Node::Reply { first, second } => {
                let replies = self.replies(first, second, scope, &mut Vec::new())?;
                Ok(replies.first().and_then(Scope::first))
            }
            Node::And { all, .. } => {
                let mut scope = scope;
                let mut place = None;
                for node in all {
                    if let Node::Within { unit: unit @ Unit::Time(_), node } = node
                        && let Some(stretch) = self.units(unit, node, scope)?.first()
                    {
                        scope = *stretch;
                        place = stretch.first();
                    }
                }
                for node in all {
                    if let Some(first) = self.first_of(node, scope)? {
                        // What holds nowhere in the stretch does so elsewhere, and the stretch was asked for.
                        place = place.max(Some(first));
                    }
                }
                Ok(place)
            }
            Node::Or(nodes) => {
                let mut place = None;
                for node in nodes {
                    let first = self.first_of(node, scope)?;
                    place = [place, first].into_iter().flatten().min();
                }
                Ok(place)
            }
            Node::All
            | Node::Nothing
            | Node::Has(_)
            | Node::Days { .. }
            | Node::Documents(_)
            | Node::Speaker(_)
            | Node::Leaf(_) => Ok(None),
        }
    }

    /// Where the first turn in `scope` begins whose speaker passes.
    fn first_said(&mut self, test: &SpeakerTest, scope: Scope) -> Result<Option<u32>, SearchError> {
        for turn in self.turns(&Node::All, scope)? {
            if self.speaker_passes(test, turn.scope.speaker)?
                && let Some(said) = scope.part(&turn.scope)
            {
                return Ok(said.first());
            }
        }
        Ok(None)
    }
}
