//! Positions of one document as bits: which of two words comes next is a toss that a processor guesses
//! wrong, and a bit for each position asks nothing of it.

/// Fewer positions than one in so many words of bits are better off in a list.
const SPARSE: usize = 4;
/// No document of usual size has as many positions.
const POSITIONS_MAX: u32 = 1 << 24;

/// A bit for each position.
#[derive(Debug, Default)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    /// Whether so many positions, the last of them this one, should be bits.
    pub(super) fn suit(positions: usize, last: u32) -> bool {
        last < POSITIONS_MAX && last as usize / 64 < positions.saturating_mul(SPARSE)
    }

    /// Forgets all, and takes positions up to `last`.
    pub(super) fn reset(&mut self, last: u32) {
        self.0.clear();
        self.0.resize(last as usize / 64 + 1, 0);
    }

    /// Marks positions, none behind the last that there is room for.
    pub(super) fn set(&mut self, positions: impl Iterator<Item = u32>) {
        for position in positions {
            self.0[position as usize / 64] |= 1 << (position % 64);
        }
    }

    /// Marks those of these that `other` has, which has as much room; positions that there is no room for are in
    /// neither.
    pub(super) fn set_common(&mut self, other: &Self, positions: impl IntoIterator<Item = u32>) {
        for position in positions {
            let word = position as usize / 64;
            if let (Some(own), Some(other)) = (self.0.get_mut(word), other.0.get(word)) {
                *own |= other & 1 << (position % 64);
            }
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Adds the positions, in order.
    pub(super) fn append_to(&self, positions: &mut Vec<u32>) {
        for (first, bits) in (0..).step_by(64).zip(&self.0) {
            let mut rest = *bits;
            while rest != 0 {
                positions.push(first + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// How many pairs there are of one of these and one of `others` at most `distance` apart, such that none of these
    /// or none of the others is in between: those that show each word that has another near it. With `ordered`, the
    /// one of these comes first. Both have as much room; nothing where that is too far for bits to tell.
    pub(super) fn pairs(&self, others: &Self, distance: u32, ordered: bool) -> Option<u32> {
        /// As far as two words of bits reach.
        const DISTANCE_MAX: u32 = 64;
        if distance > DISTANCE_MAX {
            return None;
        }
        let (mut count, mut earlier, mut meet) = (0, (0, 0), 0);
        let (mut behind_one, mut behind_other) = <(Reach, Reach)>::default();
        for (word, (one, other)) in self.words(others).enumerate() {
            let later = |marks: &Self| marks.0.get(word + 1).copied().unwrap_or(0);
            let all = one | other;
            let leads = one & before(other, later(others), distance);
            // Where nothing is in between, the pair is counted from its other end.
            let follows = other & behind(one, earlier.0, distance) & !behind_one.next(one, all);
            if ordered {
                count += leads.count_ones() + follows.count_ones();
            } else {
                let leads_back = other & before(one, later(self), distance);
                let follows_back = one & behind(other, earlier.1, distance) & !behind_other.next(other, all);
                count += count_ones(leads, leads_back) + count_ones(follows, follows_back);
            }
            earlier = (one, other);
            meet |= one & other;
        }
        if meet != 0 && !ordered {
            count -= self.pairs_of_both(others, distance);
        }
        Some(count)
    }

    /// The pairs of positions that are here and there, which are pairs in either order.
    fn pairs_of_both(&self, others: &Self, distance: u32) -> u32 {
        let (mut count, mut earlier) = (0, 0);
        let (mut behind_one, mut behind_other, mut behind_any) = <(Reach, Reach, Reach)>::default();
        for (one, other) in self.words(others) {
            let both = one & other;
            let paired = both & behind(both, earlier, distance);
            count += (paired & behind_one.next(both, one)).count_ones();
            count += (paired & behind_other.next(both, other)).count_ones();
            count -= (paired & behind_any.next(both, one | other)).count_ones();
            earlier = both;
        }
        count
    }

    fn words(&self, others: &Self) -> impl Iterator<Item = (u64, u64)> {
        self.0.iter().copied().zip(others.0.iter().copied())
    }

    /// Brings ascending runs into one, each position once. These marks are room to work in.
    pub(super) fn bring_in_order(&mut self, positions: &mut Vec<u32>) {
        if positions.is_sorted_by(|one, next| one < next) {
            return;
        }
        let Some(last) = positions.iter().max().copied() else { return };
        if Self::suit(positions.len(), last) {
            self.reset(last);
            self.set(positions.iter().copied());
            positions.clear();
            self.append_to(positions);
        } else {
            positions.sort();
            positions.dedup();
        }
    }
}

/// What comes next behind some positions, told word after word of bits.
#[derive(Default)]
struct Reach {
    earlier: u64,
    carry: bool,
}

impl Reach {
    /// Those of `all` that come next behind one of `from`, which are among them.
    fn next(&mut self, from: u64, all: u64) -> u64 {
        // A one that is added behind it is carried through all that is not there.
        let behind = from << 1 | self.earlier >> 63;
        let (sum, over) = (!all).overflowing_add(behind);
        let (sum, over_again) = sum.overflowing_add(u64::from(self.carry));
        (self.earlier, self.carry) = (from, over | over_again);
        sum & all
    }
}

/// The places that are at most `distance` behind one of these, or of those in the word before, of which the last
/// reaches farthest.
fn behind(bits: u64, earlier: u64, distance: u32) -> u64 {
    let reached = distance.saturating_sub(earlier.leading_zeros());
    smear(bits, distance, |bits, by| bits << by) | !u64::MAX.unbounded_shl(reached)
}

/// The places that are at most `distance` before one of these, or of those in the word behind.
fn before(bits: u64, later: u64, distance: u32) -> u64 {
    let reached = distance.saturating_sub(later.trailing_zeros());
    smear(bits, distance, |bits, by| bits >> by) | !u64::MAX.unbounded_shr(reached)
}

/// Every bit moved by one to `distance` places.
fn smear(bits: u64, distance: u32, moved: impl Fn(u64, u32) -> u64) -> u64 {
    let distance = distance.min(63);
    let mut smeared = moved(bits, 1);
    let mut done = 1;
    while done < distance {
        let step = done.min(distance - done);
        smeared |= moved(smeared, step);
        done += step;
    }
    smeared
}

/// How many bits are set in both together, of which few are in both.
fn count_ones(one: u64, other: u64) -> u32 {
    let meet = one & other;
    (one | other).count_ones() + if meet == 0 { 0 } else { meet.count_ones() }
}
