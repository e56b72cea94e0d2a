//! Words as they were typed, one behind the other: where they stand so, and where they are a title.

use super::plan::Plan;
use crate::query::{Clause, NodeKind, Query};

/// A stretch of positions, or a single one.
pub(super) trait Stretch: Copy {
    fn first(self) -> u32;
    fn last(self) -> u32;
}

impl Stretch for u32 {
    fn first(self) -> u32 {
        self
    }

    fn last(self) -> u32 {
        self
    }
}

impl Stretch for (u32, u32) {
    fn first(self) -> u32 {
        self.0
    }

    fn last(self) -> u32 {
        self.1
    }
}

/// The leaves of a query that is nothing but some words, in their order; of a longer one only where it may be a sentence.
pub(super) fn leaves(query: &Query, plan: &Plan, may_be_sentence: bool) -> Vec<usize> {
    const WORDS_MIN: usize = 2;
    /// What is longer is a question, and stands nowhere as it was asked.
    const WORDS_MAX: usize = 8;
    const SENTENCE_WORDS_MAX: usize = 64;
    let words_max = if may_be_sentence { SENTENCE_WORDS_MAX } else { WORDS_MAX };
    let NodeKind::And(clauses) = &query.root.kind else { return Vec::new() };
    let is_word = |clause: &Clause| matches!(clause.node.kind, NodeKind::Word(_));
    if clauses.len() > words_max || !clauses.iter().all(is_word) {
        return Vec::new();
    }
    // Nobody asked for words that nobody wrote to stand there.
    let is_asked = |leaf: &usize| plan.leaves[*leaf].is_text && !plan.leaves[*leaf].span.is_empty();
    let mut leaves: Vec<usize> = (0..plan.leaves.len()).filter(is_asked).collect();
    leaves.sort_by_key(|leaf| plan.leaves[*leaf].span.start);
    // A word with a sign has another leaf for those that are written so.
    leaves.dedup_by_key(|leaf| plan.leaves[*leaf].span);
    if leaves.len() < WORDS_MIN { Vec::new() } else { leaves }
}

/// Whether these leaves follow each other somewhere, given where each is, in order.
pub(super) fn stands<S: Stretch>(leaves: &[usize], positions: &[Vec<S>]) -> bool {
    let Some(rarest) = (0..leaves.len()).min_by_key(|at| positions[leaves[*at]].len()) else { return false };
    let (before, behind) = leaves.split_at(rarest);
    let behind = &behind[1..];
    positions[leaves[rarest]].iter().any(|place| {
        let (mut first, mut last) = (place.first(), place.last());
        let goes_on = behind.iter().all(|leaf| {
            let places = &positions[*leaf];
            let next = places.binary_search_by_key(&(last + 1), |place| place.first());
            next.is_ok_and(|at| {
                last = places[at].last();
                true
            })
        });
        goes_on
            && before.iter().rev().all(|leaf| {
                let places = &positions[*leaf];
                let Some(wanted) = first.checked_sub(1) else { return false };
                let previous = places.binary_search_by_key(&wanted, |place| place.last());
                previous.is_ok_and(|at| {
                    first = places[at].first();
                    true
                })
            })
    })
}

/// Whether these leaves, one behind the other, are all of a title that has so many positions.
pub(super) fn is_title<S: Stretch>(leaves: &[usize], positions: &[Vec<S>], title_positions: u32) -> bool {
    let mut next = 0;
    let goes_on = leaves.iter().all(|leaf| {
        let places = &positions[*leaf];
        places.binary_search_by_key(&next, |place| place.first()).is_ok_and(|at| {
            next = places[at].last() + 1;
            true
        })
    });
    goes_on && next == title_positions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_as_they_were_asked_for() {
        let words = |positions: &[u32]| positions.iter().map(|at| (*at, *at)).collect::<Vec<_>>();
        let check = |lists: &[&[u32]], expected: bool| {
            let positions: Vec<_> = lists.iter().map(|list| words(list)).collect();
            let leaves: Vec<usize> = (0..lists.len()).collect();
            assert_eq!(stands(&leaves, &positions), expected, "{lists:?}");
        };
        check(&[&[1, 5], &[3, 6, 9], &[7]], true);
        check(&[&[1, 5], &[3, 6, 9], &[8]], false);
        check(&[&[4], &[5, 6], &[1, 2, 6, 7]], true);
        check(&[&[0], &[0]], false);
        check(&[&[], &[1]], false);
        check(&[], false);
        assert!(stands(&[1, 0], &[words(&[9]), vec![(6, 8)]]));
        assert!(is_title(&[0, 1], &[words(&[0, 7]), vec![(1, 2)]], 3));
        assert!(!is_title(&[0, 1], &[words(&[0, 7]), vec![(1, 2)]], 4));
        assert!(!is_title(&[0, 1], &[words(&[1]), words(&[2])], 3));
    }
}
