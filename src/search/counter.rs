//! How often words stand in sequence or near each other in a document, counted without making a
//! span of each time. Most documents that have the words of a phrase are only counted.

use super::marks::Marks;
use super::plan::Shape;
use super::spans::{Places, TooMany};

/// Counts, and keeps its room from one document to the next.
#[derive(Debug, Default)]
pub(super) struct Counter {
    lists: [Vec<u32>; 2],
    marks: [Marks; 2],
    /// The parts of a sequence by how often each is there.
    order: Vec<(u32, usize)>,
}

/// What holds the places where a sequence begins.
enum Starts {
    Marks,
    List,
}

impl Counter {
    /// How many spans [`Shape::spans`] finds.
    pub(super) fn count<T>(&mut self, shape: &Shape<T>, places: &mut impl Places<T>) -> Result<u32, TooMany> {
        match shape {
            Shape::Terms(terms) => Ok(places.frequency(terms)),
            Shape::Sequence { parts, length, slop } if *slop == 0 || *length == 1 => {
                Ok(match self.find_starts(parts, places) {
                    Starts::Marks => self.marks[0].count(),
                    Starts::List => self.lists[0].len() as u32,
                })
            }
            Shape::Near { ordered, distance, left, right }
                if let (Shape::Terms(one), Shape::Terms(other)) = (&**left, &**right) =>
            {
                Ok(self.count_near([one, other], *distance, *ordered, places))
            }
            _ => Ok(shape.spans(places, self)?.len() as u32),
        }
    }

    /// Puts where terms are into `positions`, which is empty, in order.
    pub(super) fn read<T>(&mut self, terms: &T, places: &mut impl Places<T>, positions: &mut Vec<u32>) {
        places.gather(terms, positions);
        self.marks[0].bring_in_order(positions);
    }

    /// Where a sequence begins: one of each part stands so many positions behind.
    pub(super) fn starts<T>(&mut self, parts: &[(u32, T)], places: &mut impl Places<T>) -> &[u32] {
        if let Starts::Marks = self.find_starts(parts, places) {
            self.lists[0].clear();
            self.marks[0].append_to(&mut self.lists[0]);
        }
        &self.lists[0]
    }

    fn find_starts<T>(&mut self, parts: &[(u32, T)], places: &mut impl Places<T>) -> Starts {
        let Self { lists: [starts, list], marks: [marks, next], order } = self;
        starts.clear();
        // The rarest leads: there are no more sequences than it has positions, and of the others those
        // need not be read that could only say no once more.
        order.clear();
        order.extend(parts.iter().zip(0..).map(|((_, terms), part)| (places.frequency(terms), part)));
        order.sort_unstable();
        let Some((1.., rarest)) = order.first().copied() else { return Starts::List };
        let (offset, terms) = &parts[rarest];
        list.clear();
        places.gather(terms, list);
        let last = list.iter().max().and_then(|position| position.checked_sub(*offset));
        let Some(last) = last else { return Starts::List };
        let all: usize = order.iter().map(|(frequency, _)| *frequency as usize).sum();
        if !Marks::suit(all, last) {
            starts.extend(before(list, *offset));
            marks.bring_in_order(starts);
            for (_, part) in &order[1..] {
                let (offset, terms) = &parts[*part];
                if !starts.is_empty() {
                    list.clear();
                    places.gather(terms, list);
                    marks.bring_in_order(list);
                    keep_followed(starts, *offset, list);
                }
            }
            return Starts::List;
        }
        marks.reset(last);
        marks.set(before(list, *offset));
        for (_, part) in &order[1..] {
            if marks.is_empty() {
                break;
            }
            let (offset, terms) = &parts[*part];
            list.clear();
            places.gather(terms, list);
            next.reset(last);
            next.set_common(marks, before(list, *offset));
            std::mem::swap(marks, next);
        }
        Starts::Marks
    }

    /// How many pairs [`near`](super::spans::near) finds.
    fn count_near<T>(
        &mut self,
        [one, other]: [&T; 2],
        distance: u32,
        ordered: bool,
        places: &mut impl Places<T>,
    ) -> u32 {
        let Self { lists: [left, right], marks, .. } = self;
        left.clear();
        right.clear();
        places.gather(one, left);
        places.gather(other, right);
        let Some(last) = left.iter().chain(right.iter()).max().copied() else { return 0 };
        if Marks::suit(left.len() + right.len(), last) {
            let [one, other] = marks;
            one.reset(last);
            other.reset(last);
            one.set(left.iter().copied());
            other.set(right.iter().copied());
            if let Some(count) = one.pairs(other, distance, ordered) {
                return count;
            }
        }
        marks[0].bring_in_order(left);
        marks[0].bring_in_order(right);
        count_near(left, right, distance, ordered)
    }
}

/// The positions that are so far before these.
fn before(positions: &[u32], offset: u32) -> impl Iterator<Item = u32> {
    positions.iter().filter_map(move |position| position.checked_sub(offset))
}

/// Keeps the starts that have a position of `list` so far behind them. Both are in order.
fn keep_followed(starts: &mut Vec<u32>, offset: u32, list: &[u32]) {
    let mut rest = list;
    starts.retain(|start| {
        let wanted = u64::from(*start) + u64::from(offset);
        rest = &rest[rest.partition_point(|position| u64::from(*position) < wanted)..];
        rest.first().is_some_and(|position| u64::from(*position) == wanted)
    });
}

/// How many pairs [`near`](super::spans::near) finds for words at these positions.
///
/// One walk over both lists. A word is a pair with those of the other side before it that nothing of
/// its own side parts from it, or else with the last of them.
fn count_near(left: &[u32], right: &[u32], distance: u32, ordered: bool) -> u32 {
    let (mut lefts, mut rights, mut count) = (0, 0, 0);
    loop {
        let (at_left, at_right) = (left.get(lefts), right.get(rights));
        let position = match (at_left, at_right) {
            (Some(left), Some(right)) => *left.min(right),
            (Some(position), None) | (None, Some(position)) => *position,
            (None, None) => return count,
        };
        let (is_left, is_right) = (at_left == Some(&position), at_right == Some(&position));
        let (lefts_before, rights_before) = (&left[..lefts], &right[..rights]);
        let reach = position.saturating_sub(distance);
        if is_right {
            count += count_before(lefts_before, rights_before.last(), reach);
        }
        // With an order, only what is on the right may follow.
        if is_left && !ordered {
            count += count_before(rights_before, lefts_before.last(), reach);
            // A pair of words that are both on either side was counted twice.
            if is_right && let (Some(one), Some(other)) = (lefts_before.last(), rights_before.last()) {
                let earlier = one.min(other);
                let is_both = ends_with(lefts_before, earlier) && ends_with(rights_before, earlier);
                count -= u32::from(*earlier >= reach && is_both);
            }
        }
        lefts += usize::from(is_left);
        rights += usize::from(is_right);
    }
}

/// How many of `before`, from `reach` on, nothing parts from what follows: those from `parting` on, or
/// else the last.
fn count_before(before: &[u32], parting: Option<&u32>, reach: u32) -> u32 {
    let Some(last) = before.last().filter(|last| **last >= reach) else { return 0 };
    match parting {
        Some(parting) if parting > last => 1,
        parting => {
            let from = parting.map_or(reach, |parting| reach.max(*parting));
            before.iter().rev().take_while(|position| **position >= from).count() as u32
        }
    }
}

/// Says whether a position is in a list that hardly goes beyond it.
fn ends_with(list: &[u32], position: &u32) -> bool {
    list.iter().rev().find(|other| *other <= position) == Some(position)
}

#[cfg(test)]
mod tests {
    use super::super::spans::{near, words};
    use super::*;

    /// The lists themselves stand for the terms.
    struct Lists;

    impl Places<Vec<u32>> for Lists {
        fn frequency(&mut self, list: &Vec<u32>) -> u32 {
            list.len() as u32
        }

        fn gather(&mut self, list: &Vec<u32>, positions: &mut Vec<u32>) {
            positions.extend(list);
        }
    }

    #[test]
    fn sequences_are_found_in_order_and_side_by_side() {
        let mut counter = Counter::default();
        let mut check = |lists: &[&[u32]], expected: &[u32]| {
            let parts: Vec<_> = (0..).zip(lists.iter().map(|list| list.to_vec())).collect();
            assert_eq!(counter.starts(&parts, &mut Lists), expected);
        };
        check(&[&[1, 5, 9], &[2, 7, 10]], &[1, 9]);
        check(&[&[1, 2, 3], &[2, 3, 4], &[3, 4]], &[1, 2]);
        check(&[&[1], &[]], &[]);
        check(&[&[4]], &[4]);
        check(&[], &[]);
        check(&[&[u32::MAX], &[0]], &[]);
        check(&[&[u32::MAX - 1, u32::MAX], &[0, u32::MAX]], &[u32::MAX - 1]);
    }

    proptest::proptest! {
        #[test]
        fn sequences_are_those_that_a_slow_look_finds(
            lists in proptest::collection::vec(proptest::collection::btree_set(0_u32..300, 0..120), 1..4),
        ) {
            let parts: Vec<(u32, Vec<u32>)> =
                (0..).zip(lists.iter().map(|list| list.iter().copied().collect())).collect();
            let is_start = |start: &u32| (0..).zip(&lists).all(|(offset, list)| list.contains(&(start + offset)));
            let expected: Vec<u32> = (0..300).filter(is_start).collect();
            let mut counter = Counter::default();
            // Twice, since nothing may be left of the first time.
            for _ in 0..2 {
                proptest::prop_assert_eq!(counter.starts(&parts, &mut Lists), &expected[..]);
            }
        }

        #[test]
        fn neighbours_are_counted_as_they_are_found(
            places in proptest::collection::btree_map(0_u32..400, 0_u8..3, 0..120),
            distance in 1_u32..90,
            ordered in proptest::prelude::any::<bool>(),
            meet in proptest::prelude::any::<bool>(),
        ) {
            // The third kind is on both sides, where they meet.
            let of = |side: u8| -> Vec<u32> {
                places.iter().filter(|(_, at)| **at == side || meet && **at == 2).map(|(at, _)| *at).collect()
            };
            let (left, right) = (of(0), of(1));
            let found = near(&words(&left), &words(&right), distance, ordered, false).unwrap();
            proptest::prop_assert_eq!(count_near(&left, &right, distance, ordered), found.len() as u32);
            let same = near(&words(&left), &words(&left), distance, ordered, false).unwrap();
            proptest::prop_assert_eq!(count_near(&left, &left, distance, ordered), same.len() as u32);
            let mut counter = Counter::default();
            let mut count = |left, right| counter.count_near([left, right], distance, ordered, &mut Lists);
            proptest::prop_assert_eq!(count(&left, &right), found.len() as u32);
            proptest::prop_assert_eq!(count(&left, &left), same.len() as u32);
        }
    }
}
