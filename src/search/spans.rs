//! Arithmetic on positions: where phrases and neighbours are, given where their words are.
//!
//! Every list is sorted. Words, phrases and pairs of words take time linear in their lists; what may
//! take more is bounded and says so.

use super::plan::Shape;

/// The most spans that neighbours may make in one document.
const SPANS_MAX: usize = 1 << 18;
/// The most words that are looked at in one document to find those out of place.
const WORK_MAX: usize = 1 << 24;

/// Words are so common in one document, and so far apart, that pairing them has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany;

impl<T> Shape<T> {
    /// Where the shape is, given where what it is made of is.
    pub(super) fn spans(&self, positions: &mut impl FnMut(&T) -> Vec<u32>) -> Result<Vec<Span>, TooMany> {
        self.spans_in(positions, false)
    }

    /// How many spans [`Self::spans`] finds. `count` tells how often the terms of one place are there,
    /// which may be known without their positions.
    pub(super) fn count(
        &self,
        positions: &mut impl FnMut(&T) -> Vec<u32>,
        count: &mut impl FnMut(&T) -> u32,
    ) -> Result<u32, TooMany> {
        match self {
            Self::Terms(terms) => Ok(count(terms)),
            Self::Near { ordered, distance, left, right }
                if let (Self::Terms(one), Self::Terms(other)) = (&**left, &**right) =>
            {
                let (one, other) = (positions(one), positions(other));
                match count_near(&one, &other, *distance, *ordered) {
                    Some(count) => Ok(count),
                    None => Ok(near(&words(&one), &words(&other), *distance, *ordered, false)?.len() as u32),
                }
            }
            _ => Ok(self.spans(positions)?.len() as u32),
        }
    }

    /// With `every`, all spans that differ in their ends, because something is to be near them.
    fn spans_in(
        &self,
        positions: &mut impl FnMut(&T) -> Vec<u32>,
        every: bool,
    ) -> Result<Vec<Span>, TooMany> {
        match self {
            Self::Terms(terms) => Ok(words(&positions(terms))),
            Self::Sequence { parts, length, slop } => {
                let mut lists = Vec::with_capacity(parts.len());
                for (offset, terms) in parts {
                    let list = positions(terms);
                    if list.is_empty() {
                        return Ok(Vec::new());
                    }
                    lists.push((*offset, list));
                }
                if *slop == 0 || *length == 1 {
                    return Ok(in_sequence(&lists, *length));
                }
                in_sequence_with_slop(&lists, *slop)
            }
            Self::Near { ordered, distance, left, right } => {
                let left = left.spans_in(positions, true)?;
                if left.is_empty() {
                    return Ok(left);
                }
                near(&left, &right.spans_in(positions, true)?, *distance, *ordered, every)
            }
            Self::Either(shapes) => {
                let lists = shapes.iter().map(|shape| shape.spans_in(positions, every));
                Ok(either(lists.collect::<Result<_, _>>()?))
            }
        }
    }
}

/// A stretch of positions that matched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    /// The first word's position.
    pub first: u32,
    /// The last word's position; not less than `first`.
    pub last: u32,
    /// What of it matched.
    parts: Parts,
}

/// What of a span matched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Parts {
    /// All of it.
    All,
    /// The first word and the last.
    Ends,
    /// These stretches, both ends included.
    Some(Box<[(u32, u32)]>),
}

impl Span {
    /// A span all of which matched.
    pub(super) fn whole(first: u32, last: u32) -> Self {
        Self { first, last, parts: Parts::All }
    }

    /// Calls `visit` with each stretch that matched, both ends included.
    pub(super) fn each_part(&self, mut visit: impl FnMut(u32, u32)) {
        match &self.parts {
            Parts::All => visit(self.first, self.last),
            Parts::Ends => {
                visit(self.first, self.first);
                visit(self.last, self.last);
            }
            Parts::Some(parts) => parts.iter().for_each(|(first, last)| visit(*first, *last)),
        }
    }

    fn is_word(&self) -> bool {
        self.first == self.last && self.parts == Parts::All
    }

    /// Two words, the first less than the last.
    fn of_ends(first: u32, last: u32) -> Self {
        Self { first, last, parts: Parts::Ends }
    }

    fn of_parts(mut parts: Vec<(u32, u32)>) -> Self {
        parts.sort_unstable();
        parts.dedup();
        if let [(first, first_end), (last, last_end)] = parts.as_slice()
            && first == first_end
            && last == last_end
        {
            return Self::of_ends(*first, *last);
        }
        let first = parts.first().map_or(0, |part| part.0);
        let last = parts.iter().map(|part| part.1).max().unwrap_or(first);
        Self { first, last, parts: Parts::Some(parts.into_boxed_slice()) }
    }
}

/// Single words.
pub(super) fn words(positions: &[u32]) -> Vec<Span> {
    positions.iter().map(|position| Span::whole(*position, *position)).collect()
}

/// One position of each list, so far behind the start as the list says; the sequence takes
/// `length` positions.
pub(super) fn in_sequence(lists: &[(u32, Vec<u32>)], length: u32) -> Vec<Span> {
    // The shortest list leads: there are no more sequences than it has positions.
    let mut order: Vec<&(u32, Vec<u32>)> = lists.iter().collect();
    order.sort_by_key(|(_, list)| list.len());
    let Some(((offset, lead), others)) = order.split_first() else { return Vec::new() };
    let mut starts: Vec<u32> = lead.iter().filter_map(|position| position.checked_sub(*offset)).collect();
    for (offset, list) in others {
        keep_followed(&mut starts, *offset, list);
    }
    starts.into_iter().map(|start| Span::whole(start, start.saturating_add(length - 1))).collect()
}

/// Keeps the starts that have a position of `list` so far behind them.
fn keep_followed(starts: &mut Vec<u32>, offset: u32, list: &[u32]) {
    /// A list that is so many times longer is searched, not walked.
    const MUCH_LONGER: usize = 32;
    let wanted = |start: u32| u64::from(start) + u64::from(offset);
    if list.len() / MUCH_LONGER > starts.len() {
        let mut rest = list;
        starts.retain(|start| {
            rest = &rest[rest.partition_point(|position| u64::from(*position) < wanted(*start))..];
            rest.first().is_some_and(|position| u64::from(*position) == wanted(*start))
        });
        return;
    }
    // Which of two common words comes next is a toss: without branches on it nothing is guessed wrong.
    let (mut read, mut kept, mut at) = (0, 0, 0);
    while read < starts.len() && at < list.len() {
        let (start, position) = (starts[read], u64::from(list[at]));
        let wanted = wanted(start);
        starts[kept] = start;
        kept += usize::from(wanted == position);
        read += usize::from(wanted <= position);
        at += usize::from(position <= wanted);
    }
    starts.truncate(kept);
}

/// One position of each list, at most `slop` positions out of place in all: their distances from
/// where they would stand in sequence differ by no more than that. The stretches that hold no
/// shorter one.
pub(super) fn in_sequence_with_slop(lists: &[(u32, Vec<u32>)], slop: u32) -> Result<Vec<Span>, TooMany> {
    // (where the sequence would start for this word to be in place, position, list)
    let mut events: Vec<(i64, u32, usize)> = Vec::new();
    for (number, (offset, list)) in lists.iter().enumerate() {
        events.extend(
            list.iter().map(|position| (i64::from(*position) - i64::from(*offset), *position, number)),
        );
    }
    events.sort_unstable();
    let mut places: Vec<u32> = events.iter().map(|(_, position, _)| *position).collect();
    places.sort_unstable();
    let is_shared = places.windows(2).any(|pair| pair[0] == pair[1]);

    let mut found = Vec::new();
    let mut counts = vec![0_usize; lists.len()];
    let (mut end, mut work) = (0, 0);
    for first in 0..events.len() {
        while events.get(end).is_some_and(|event| event.0 - events[first].0 <= i64::from(slop)) {
            counts[events[end].2] += 1;
            end += 1;
        }
        if counts.iter().all(|count| *count > 0) {
            work += end - first;
            let mut window: Vec<(u32, usize)> =
                events[first..end].iter().map(|(_, position, list)| (*position, *list)).collect();
            window.sort_unstable();
            tightest(&window, lists.len(), is_shared, &mut found);
        }
        if work > WORK_MAX {
            return Err(TooMany);
        }
        counts[events[first].2] -= 1;
    }
    let mut spans = distinct(found);
    // From the last one backwards, what ends no earlier than another that begins no earlier holds it.
    let mut least_last = u32::MAX;
    spans.reverse();
    spans.sort_by(|a, b| b.first.cmp(&a.first).then(a.last.cmp(&b.last)));
    spans.retain(|span| {
        let is_tightest = span.last < least_last;
        least_last = least_last.min(span.last);
        is_tightest
    });
    spans.reverse();
    Ok(spans)
}

/// The shortest stretches of `window` with a position of each list, no position taken twice.
fn tightest(window: &[(u32, usize)], lists: usize, is_shared: bool, found: &mut Vec<Span>) {
    let mut counts = vec![0_usize; lists];
    let is_complete = |counts: &[usize], stretch: &[(u32, usize)]| {
        counts.iter().all(|count| *count > 0) && (!is_shared || can_be_parted(stretch, lists))
    };
    let mut start = 0;
    for end in 0..window.len() {
        counts[window[end].1] += 1;
        while is_complete(&counts, &window[start..=end]) {
            let last = window[end].0;
            // Everything in between could take the place of what stands in for its list.
            let rest = window[end + 1..].iter().take_while(|(position, _)| *position == last);
            let parts = window[start..=end].iter().chain(rest).map(|(position, _)| (*position, *position));
            found.push(Span::of_parts(parts.collect()));
            counts[window[start].1] -= 1;
            start += 1;
        }
    }
}

/// Whether each list can have a position of its own (Kuhn's algorithm for matchings).
fn can_be_parted(stretch: &[(u32, usize)], lists: usize) -> bool {
    fn find(
        list: usize,
        stretch: &[(u32, usize)],
        seen: &mut Vec<u32>,
        taken: &mut Vec<(u32, usize)>,
    ) -> bool {
        for (position, _) in stretch.iter().filter(|(_, other)| *other == list) {
            if seen.contains(position) {
                continue;
            }
            seen.push(*position);
            let holder = taken.iter().position(|(held, _)| held == position);
            match holder {
                None => {
                    taken.push((*position, list));
                    return true;
                }
                Some(holder) => {
                    let other = taken[holder].1;
                    if find(other, stretch, seen, taken) {
                        let held = taken.iter_mut().find(|(held, by)| held == position && *by == other);
                        held.into_iter().for_each(|held| held.1 = list);
                        return true;
                    }
                }
            }
        }
        false
    }
    let mut taken = Vec::new();
    (0..lists).all(|list| find(list, stretch, &mut Vec::new(), &mut taken))
}

/// A span of each side, at most `distance` from the last word of one to the first of the other,
/// without overlap; with `ordered`, the left one first. Unless `every` pair is wanted, only as many
/// as show each word that has another near it.
pub(super) fn near(
    left: &[Span],
    right: &[Span],
    distance: u32,
    ordered: bool,
    every: bool,
) -> Result<Vec<Span>, TooMany> {
    if !every && left.iter().chain(right).all(Span::is_word) {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        follow_nearest(left, right, distance, &mut pairs);
        if !ordered {
            follow_nearest(right, left, distance, &mut pairs);
        }
        // Of a few ascending runs: merging them is what a stable sort does.
        pairs.sort();
        pairs.dedup();
        return Ok(pairs.into_iter().map(|(first, last)| Span::of_ends(first, last)).collect());
    }
    let mut found = Vec::new();
    follow_every(left, right, distance, &mut found)?;
    if !ordered {
        follow_every(right, left, distance, &mut found)?;
    }
    Ok(distinct(found))
}

/// Pairs each word of `before` with the first one of `after` behind it, and each of `after` with
/// the last one of `before`.
fn follow_nearest(before: &[Span], after: &[Span], distance: u32, found: &mut Vec<(u32, u32)>) {
    let mut pair = |first: u32, last: u32| {
        if last - first <= distance {
            found.push((first, last));
        }
    };
    let mut next = 0;
    for word in before {
        while after.get(next).is_some_and(|other| other.first <= word.first) {
            next += 1;
        }
        if let Some(other) = after.get(next) {
            pair(word.first, other.first);
        }
    }
    next = 0;
    for word in after {
        while before.get(next).is_some_and(|other| other.first < word.first) {
            next += 1;
        }
        if let Some(other) = next.checked_sub(1).and_then(|last| before.get(last)) {
            pair(other.first, word.first);
        }
    }
}

/// How many spans [`near`] finds for words at these positions, without making them; nothing where
/// the two sides share a position.
///
/// One walk over both lists. Where a word follows one of the other side, the two are a pair; so are
/// it and those before it that nothing of its own side parts from it, and the words that follow it
/// before the sides change again.
pub(super) fn count_near(left: &[u32], right: &[u32], distance: u32, ordered: bool) -> Option<u32> {
    if left == right {
        // The same word on both sides: each with the next.
        return Some(left.windows(2).filter(|pair| pair[1] - pair[0] <= distance).count() as u32);
    }
    let lists = [left, right];
    let mut next = [0_usize; 2];
    // Where the run of words of one side began that has not yet been broken by the other.
    let mut run = [0_usize; 2];
    let mut count = 0;
    let mut side_before = 0;
    loop {
        let side = match (left.get(next[0]), right.get(next[1])) {
            (Some(left), Some(right)) if left == right => return None,
            (Some(left), Some(right)) => usize::from(right < left),
            (Some(_), None) => 0,
            (None, Some(_)) => 1,
            (None, None) => return Some(count),
        };
        let other = 1 - side;
        let position = lists[side][next[side]];
        // With an order, only what is on the right may follow.
        if next[other] > 0 && (side == 1 || !ordered) {
            let before = &lists[other][..next[other]];
            let is_near = |before: &u32| position - before <= distance;
            let is_first = side != side_before;
            if is_first {
                count +=
                    before[run[other]..].iter().rev().take_while(|before| is_near(before)).count() as u32;
            } else {
                count += u32::from(before.last().is_some_and(is_near));
            }
        }
        if side != side_before {
            run[side] = next[side];
            side_before = side;
        }
        next[side] += 1;
    }
}

/// Pairs each span of `before` with all of `after` that begin behind it and near enough.
fn follow_every(
    before: &[Span],
    after: &[Span],
    distance: u32,
    found: &mut Vec<Span>,
) -> Result<(), TooMany> {
    for span in before {
        let start = after.partition_point(|other| other.first <= span.last);
        for other in after[start..].iter().take_while(|other| other.first - span.last <= distance) {
            let mut parts = Vec::new();
            span.each_part(|first, last| parts.push((first, last)));
            other.each_part(|first, last| parts.push((first, last)));
            found.push(Span::of_parts(parts));
            if found.len() > SPANS_MAX {
                return Err(TooMany);
            }
        }
    }
    Ok(())
}

/// The spans of several lists in one.
pub(super) fn either(lists: Vec<Vec<Span>>) -> Vec<Span> {
    distinct(lists.into_iter().flatten().collect())
}

/// One span for each pair of ends, with all the parts that spans with these ends have.
fn distinct(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let is_same = (next.first, next.last) == (kept.first, kept.last);
        if is_same && kept.parts != next.parts {
            let mut parts = Vec::new();
            kept.each_part(|first, last| parts.push((first, last)));
            next.each_part(|first, last| parts.push((first, last)));
            *kept = Span::of_parts(parts);
        }
        is_same
    });
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(spans: &[Span]) -> Vec<(u32, u32)> {
        spans.iter().map(|span| (span.first, span.last)).collect()
    }

    #[test]
    fn sequences_are_found_in_order_and_side_by_side() {
        let check = |lists: &[&[u32]], expected: &[(u32, u32)]| {
            let lists: Vec<_> = (0..).zip(lists.iter().map(|list| list.to_vec())).collect();
            assert_eq!(ends(&in_sequence(&lists, lists.len() as u32)), expected);
        };
        check(&[&[1, 5, 9], &[2, 7, 10]], &[(1, 2), (9, 10)]);
        check(&[&[1, 2, 3], &[2, 3, 4], &[3, 4]], &[(1, 3), (2, 4)]);
        check(&[&[1], &[]], &[]);
        check(&[&[4]], &[(4, 4)]);
        check(&[], &[]);
        check(&[&[u32::MAX], &[0]], &[]);
    }

    #[test]
    fn slop_lets_words_stray() {
        let check = |lists: &[&[u32]], slop, expected: &[(u32, u32)]| {
            let lists: Vec<_> = (0..).zip(lists.iter().map(|list| list.to_vec())).collect();
            assert_eq!(ends(&in_sequence_with_slop(&lists, slop).unwrap()), expected);
        };
        check(&[&[1], &[4]], 1, &[]);
        check(&[&[1], &[4]], 2, &[(1, 4)]);
        check(&[&[5], &[4]], 2, &[(4, 5)]);
        check(&[&[5], &[5]], 9, &[]);
        check(&[&[1, 50], &[2, 52]], 1, &[(1, 2), (50, 52)]);
    }

    #[test]
    fn neighbours_are_found_on_either_side_or_in_order() {
        let check = |left: &[u32], right: &[u32], distance, ordered, expected: &[(u32, u32)]| {
            for every in [false, true] {
                assert_eq!(
                    ends(&near(&words(left), &words(right), distance, ordered, every).unwrap()),
                    expected
                );
            }
            if let Some(count) = count_near(left, right, distance, ordered) {
                assert_eq!(count as usize, expected.len());
            }
        };
        check(&[1, 20], &[4, 18], 3, false, &[(1, 4), (18, 20)]);
        check(&[1, 20], &[4, 18], 3, true, &[(1, 4)]);
        check(&[1], &[5], 3, false, &[]);
        check(&[3], &[3], 3, false, &[]);
    }

    proptest::proptest! {
        #[test]
        fn neighbours_are_counted_as_they_are_found(
            places in proptest::collection::btree_map(0_u32..90, 0_u8..3, 0..40),
            distance in 1_u32..12,
            ordered in proptest::prelude::any::<bool>(),
        ) {
            let of = |side: u8| -> Vec<u32> {
                places.iter().filter(|(_, at)| **at == side || **at == 2 && side == 1).map(|(at, _)| *at).collect()
            };
            let (left, right) = (of(0), of(1));
            let found = near(&words(&left), &words(&right), distance, ordered, false).unwrap();
            proptest::prop_assert_eq!(count_near(&left, &right, distance, ordered), Some(found.len() as u32));
            let same = near(&words(&left), &words(&left), distance, ordered, false).unwrap();
            proptest::prop_assert_eq!(count_near(&left, &left, distance, ordered), Some(same.len() as u32));
        }
    }
}
