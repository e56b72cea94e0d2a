//! Arithmetic on positions: where phrases and neighbours are, given where their words are.
//!
//! Every list is sorted, and every function linear in its lists (a sort aside).

/// A stretch of positions that matched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    /// The first word's position.
    pub first: u32,
    /// The last word's position; not less than `first`.
    pub last: u32,
    /// The stretches in it that matched, both ends included, where not all of it did.
    pub parts: Option<Box<[(u32, u32)]>>,
}

impl Span {
    /// A span all of which matched.
    pub(super) fn whole(first: u32, last: u32) -> Self {
        Self { first, last, parts: None }
    }

    /// Calls `visit` with each stretch that matched, both ends included.
    pub(super) fn each_part(&self, mut visit: impl FnMut(u32, u32)) {
        match &self.parts {
            Some(parts) => parts.iter().for_each(|(first, last)| visit(*first, *last)),
            None => visit(self.first, self.last),
        }
    }

    fn of_parts(mut parts: Vec<(u32, u32)>) -> Self {
        parts.sort_unstable();
        parts.dedup();
        let first = parts.first().map_or(0, |part| part.0);
        let last = parts.iter().map(|part| part.1).max().unwrap_or(first);
        Self { first, last, parts: Some(parts.into_boxed_slice()) }
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
    let Some(lead) = (0..lists.len()).min_by_key(|index| lists[*index].1.len()) else { return Vec::new() };
    let (lead_offset, lead_list) = &lists[lead];
    let mut cursors = vec![0_usize; lists.len()];
    let mut found = Vec::new();
    'starts: for position in lead_list {
        let Some(start) = position.checked_sub(*lead_offset) else { continue };
        for ((offset, list), cursor) in lists.iter().zip(&mut cursors) {
            let Some(wanted) = start.checked_add(*offset) else { break 'starts };
            while list.get(*cursor).is_some_and(|position| *position < wanted) {
                *cursor += 1;
            }
            match list.get(*cursor) {
                None => break 'starts,
                Some(position) if *position == wanted => {}
                Some(_) => continue 'starts,
            }
        }
        found.push(Span::whole(start, start.saturating_add(length - 1)));
    }
    found
}

/// One position of each list, at most `slop` positions out of place in all: their distances from
/// where they would stand in sequence differ by no more than that. Of several ways around one
/// place, the tightest that ends first.
pub(super) fn in_sequence_with_slop(lists: &[(u32, Vec<u32>)], slop: u32) -> Vec<Span> {
    // (where the sequence would start for this word to be in place, list, position)
    let mut events: Vec<(i64, usize, u32)> = Vec::new();
    for (number, (offset, list)) in lists.iter().enumerate() {
        events.extend(
            list.iter().map(|position| (i64::from(*position) - i64::from(*offset), number, *position)),
        );
    }
    events.sort_unstable();
    let mut latest: Vec<Option<(i64, u32)>> = vec![None; lists.len()];
    let mut found = Vec::new();
    for (start, number, position) in events {
        latest[number] = Some((start, position));
        let Some(chosen) = latest.iter().copied().collect::<Option<Vec<_>>>() else { continue };
        let earliest = chosen.iter().map(|(start, _)| *start).min().unwrap_or(start);
        let mut positions: Vec<u32> = chosen.iter().map(|(_, position)| *position).collect();
        positions.sort_unstable();
        let are_distinct = positions.windows(2).all(|pair| pair[0] < pair[1]);
        if start - earliest <= i64::from(slop) && are_distinct {
            found.push(Span::of_parts(positions.into_iter().map(|position| (position, position)).collect()));
            // The next match begins afresh, so that matches do not pile up around one place.
            latest.fill(None);
        }
    }
    found.sort_unstable();
    found
}

/// A span of each side, at most `distance` from the last word of one to the first of the other,
/// without overlap; with `ordered`, the left one first.
pub(super) fn near(left: &[Span], right: &[Span], distance: u32, ordered: bool) -> Vec<Span> {
    let mut found = Vec::new();
    follow(left, right, distance, &mut found);
    if !ordered {
        follow(right, left, distance, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Pairs each span of `before` with the first one of `after` that begins behind it.
fn follow(before: &[Span], after: &[Span], distance: u32, found: &mut Vec<Span>) {
    let mut next = 0;
    for span in before {
        // Spans are sorted by their first words; their last words may go back a little.
        while next > 0 && after[next - 1].first > span.last {
            next -= 1;
        }
        while after.get(next).is_some_and(|other| other.first <= span.last) {
            next += 1;
        }
        let Some(other) = after.get(next) else { continue };
        if other.first - span.last <= distance {
            let mut parts = Vec::new();
            span.each_part(|first, last| parts.push((first, last)));
            other.each_part(|first, last| parts.push((first, last)));
            found.push(Span::of_parts(parts));
        }
    }
}

/// The spans of several lists in one.
pub(super) fn either(lists: Vec<Vec<Span>>) -> Vec<Span> {
    let mut found: Vec<Span> = lists.into_iter().flatten().collect();
    found.sort_unstable();
    found.dedup();
    found
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
            assert_eq!(ends(&in_sequence_with_slop(&lists, slop)), expected);
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
            assert_eq!(ends(&near(&words(left), &words(right), distance, ordered)), expected);
        };
        check(&[1, 20], &[4, 18], 3, false, &[(1, 4), (18, 20)]);
        check(&[1, 20], &[4, 18], 3, true, &[(1, 4)]);
        check(&[1], &[5], 3, false, &[]);
        check(&[3], &[3], 3, false, &[]);
    }
}
