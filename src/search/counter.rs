//! How often words stand in sequence or near each other in a document, counted without making a
//! span of each time. Most documents that have the words of a phrase are only counted.

use super::plan::Shape;
use super::spans::{Places, TooMany};

/// Counts, and keeps its lists from one document to the next.
#[derive(Debug, Default)]
pub(super) struct Counter {
    lists: [Vec<u32>; 2],
    marks: Marks,
    /// The parts of a sequence by how often each is there.
    order: Vec<(u32, usize)>,
}

impl Counter {
    /// How many spans [`Shape::spans`] finds.
    pub(super) fn count<T>(&mut self, shape: &Shape<T>, places: &mut impl Places<T>) -> Result<u32, TooMany> {
        match shape {
            Shape::Terms(terms) => Ok(places.frequency(terms)),
            Shape::Sequence { parts, length, slop } if *slop == 0 || *length == 1 => {
                Ok(self.starts(parts, places).len() as u32)
            }
            Shape::Near { ordered, distance, left, right }
                if let (Shape::Terms(one), Shape::Terms(other)) = (&**left, &**right) =>
            {
                self.lists.iter_mut().for_each(Vec::clear);
                let [left, right] = &mut self.lists;
                places.read(one, left);
                places.read(other, right);
                Ok(count_near(left, right, *distance, *ordered))
            }
            _ => Ok(shape.spans(places, self)?.len() as u32),
        }
    }

    /// Where a sequence begins: one of each part stands so many positions behind.
    pub(super) fn starts<T>(&mut self, parts: &[(u32, T)], places: &mut impl Places<T>) -> &[u32] {
        let Self { lists, marks, order } = self;
        let [starts, list] = lists;
        starts.clear();
        // The rarest leads: there are no more sequences than it has positions, and of the others those
        // need not be read that could only say no once more.
        order.clear();
        order.extend(parts.iter().zip(0..).map(|((_, terms), part)| (places.frequency(terms), part)));
        order.sort_unstable();
        if order.first().is_none_or(|(frequency, _)| *frequency == 0) {
            return starts;
        }
        for (number, (_, part)) in order.iter().enumerate() {
            let (offset, terms) = &parts[*part];
            list.clear();
            if number == 0 {
                places.read(terms, list);
                starts.extend(list.iter().filter_map(|position| position.checked_sub(*offset)));
            } else if !starts.is_empty() {
                places.read(terms, list);
                marks.keep_followed(starts, *offset, list);
            }
        }
        starts
    }
}

/// A bit for each position, all of them unset between calls.
#[derive(Debug, Default)]
struct Marks(Vec<u64>);

impl Marks {
    /// Keeps the starts that have a position of `list` so far behind them. Both are in order.
    fn keep_followed(&mut self, starts: &mut Vec<u32>, offset: u32, list: &[u32]) {
        /// A list that is so many times longer is searched, not walked.
        const MUCH_LONGER: usize = 32;
        /// No document of usual size has as many positions.
        const POSITIONS_MAX: u32 = 1 << 24;
        let (Some(first), Some(last)) = (starts.first().copied(), starts.last().copied()) else { return };
        if list.len() / MUCH_LONGER > starts.len() || last >= POSITIONS_MAX {
            let mut rest = list;
            starts.retain(|start| {
                let wanted = u64::from(*start) + u64::from(offset);
                rest = &rest[rest.partition_point(|position| u64::from(*position) < wanted)..];
                rest.first().is_some_and(|position| u64::from(*position) == wanted)
            });
            return;
        }
        // Which of two common words comes next is a toss that a processor guesses wrong, and walking
        // through both without a guess takes each step after the other. Marks take neither.
        let words = first as usize / 64..last as usize / 64 + 1;
        if self.0.len() < words.end {
            self.0.resize(words.end, 0);
        }
        for start in starts.iter() {
            self.0[*start as usize / 64] |= 1 << (start % 64);
        }
        let from = list.partition_point(|position| *position < offset);
        let mut kept = 0;
        for position in &list[from..] {
            let start = position - offset;
            if start > last || kept == starts.len() {
                break;
            }
            starts[kept] = start;
            kept += (self.0[start as usize / 64] >> (start % 64) & 1) as usize;
        }
        starts.truncate(kept);
        self.0[words].fill(0);
    }
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

        fn read(&mut self, list: &Vec<u32>, positions: &mut Vec<u32>) {
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
            places in proptest::collection::btree_map(0_u32..90, 0_u8..3, 0..40),
            distance in 1_u32..12,
            ordered in proptest::prelude::any::<bool>(),
        ) {
            // The third kind is on both sides.
            let of = |side: u8| -> Vec<u32> {
                places.iter().filter(|(_, at)| **at == side || **at == 2).map(|(at, _)| *at).collect()
            };
            let (left, right) = (of(0), of(1));
            let found = near(&words(&left), &words(&right), distance, ordered, false).unwrap();
            proptest::prop_assert_eq!(count_near(&left, &right, distance, ordered), found.len() as u32);
            let same = near(&words(&left), &words(&left), distance, ordered, false).unwrap();
            proptest::prop_assert_eq!(count_near(&left, &left, distance, ordered), same.len() as u32);
        }
    }
}
