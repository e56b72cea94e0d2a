//! Arithmetic on positions: where phrases and neighbours are, given where their words are.
//!
//! Every list is sorted. Words, phrases and pairs of words take time linear in their lists; what may
//! take more is bounded and says so.

use super::counter::Counter;
use super::plan::Shape;

/// The most spans that neighbours may make in one document.
const SPANS_MAX: usize = 1 << 18;
/// The most words that are looked at in one document to find those out of place.
const WORK_MAX: usize = 1 << 24;

/// Words are so common in one document, and so far apart, that pairing them has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany;

/// Where the terms of a shape are in one document, or in a name.
pub(super) trait Places<T> {
    /// How often any of the terms is there.
    fn frequency(&mut self, terms: &T) -> u32;

    /// Adds where they are to `positions`, which is empty: a few ascending runs, a position in one or more.
    fn gather(&mut self, terms: &T, positions: &mut Vec<u32>);
}

impl<T> Shape<T> {
    /// Where the shape is, given where what it is made of is. `counter` is room to work in.
    pub(super) fn spans(
        &self,
        places: &mut impl Places<T>,
        counter: &mut Counter,
    ) -> Result<Vec<Span>, TooMany> {
        self.spans_in(places, counter, false)
    }

    /// With `every`, all spans that differ in their ends, because something is to be near them.
    fn spans_in(
        &self,
        places: &mut impl Places<T>,
        counter: &mut Counter,
        every: bool,
    ) -> Result<Vec<Span>, TooMany> {
        match self {
            Self::Terms(terms) => {
                let mut positions = Vec::new();
                counter.read(terms, places, &mut positions);
                Ok(words(&positions))
            }
            Self::Sequence { parts, length, slop } if *slop == 0 || *length == 1 => {
                let starts = counter.starts(parts, places).iter();
                Ok(starts.map(|start| Span::whole(*start, start.saturating_add(length - 1))).collect())
            }
            Self::Sequence { parts, slop, .. } => {
                let mut lists = Vec::with_capacity(parts.len());
                for (offset, terms) in parts {
                    let mut list = Vec::new();
                    counter.read(terms, places, &mut list);
                    if list.is_empty() {
                        return Ok(Vec::new());
                    }
                    lists.push((*offset, list));
                }
                in_sequence_with_slop(&lists, *slop)
            }
            Self::Near { ordered, distance, left, right } => {
                let left = left.spans_in(places, counter, true)?;
                if left.is_empty() {
                    return Ok(left);
                }
                near(&left, &right.spans_in(places, counter, true)?, *distance, *ordered, every)
            }
            Self::Either(shapes) => {
                let lists = shapes.iter().map(|shape| shape.spans_in(places, counter, every));
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
        };
        check(&[1, 20], &[4, 18], 3, false, &[(1, 4), (18, 20)]);
        check(&[1, 20], &[4, 18], 3, true, &[(1, 4)]);
        check(&[1], &[5], 3, false, &[]);
        check(&[3], &[3], 3, false, &[]);
    }
}
