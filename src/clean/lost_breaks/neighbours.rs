//! What stands around a candidate, as far as candidates are concerned.

use super::candidates::{Candidate, Group};
use super::traits::{Trait, Traits};

/// Where the candidates of a text stand that tell something about others, by byte.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    humps: Vec<usize>,
    likely: Vec<usize>,
    sure: Vec<usize>,
}

/// How far away a break is close by.
const NEAR_BYTES: usize = 120;
const CLOSE_BYTES: usize = 60;
const LONG_HUMPS_BYTES: usize = 200;
const LONG_LIKELY_BYTES: usize = 400;
const SURE_BYTES: usize = 800;
/// No candidate is further away than this.
const DISTANCE_BYTES_MAX: usize = 200;
/// The number that stands for no group.
const NO_GROUP: u8 = 31;

impl Neighbours {
    /// The neighbours among the candidates of a text, which are in order.
    pub(super) fn of(list: &[Candidate]) -> Self {
        let where_ = |is_it: fn(&Candidate) -> bool| {
            list.iter().filter(|place| is_it(place)).map(|place| place.at).collect()
        };
        Self {
            humps: where_(|place| {
                matches!(
                    place.group,
                    Group::Hump | Group::Acronym | Group::StopUpper | Group::Close | Group::DigitUpper
                )
            }),
            likely: where_(|place| place.is_likely),
            sure: where_(|place| place.is_sure),
        }
    }

    /// Puts down the traits that the candidate at `index` of `list` has from its neighbours.
    pub(super) fn describe(&self, list: &[Candidate], index: usize, traits: &mut Traits) {
        let at = list[index].at;
        let mut put =
            |about: Trait, value: usize| traits[about as usize] = u8::try_from(value).unwrap_or(u8::MAX);
        let before = |places: &[usize], bytes: usize| count(places, at.saturating_sub(bytes), at);
        let behind = |places: &[usize], bytes: usize| count(places, at + 1, at + bytes);
        put(Trait::Near, before(&self.likely, NEAR_BYTES) + behind(&self.likely, NEAR_BYTES + 1));
        put(Trait::LikelyBefore, before(&self.likely, CLOSE_BYTES));
        put(Trait::LikelyBehind, behind(&self.likely, CLOSE_BYTES));
        put(Trait::LikelyLongBefore, before(&self.likely, LONG_LIKELY_BYTES));
        put(Trait::LikelyLongBehind, behind(&self.likely, LONG_LIKELY_BYTES));
        put(Trait::HumpsBefore, before(&self.humps, CLOSE_BYTES));
        put(Trait::HumpsBehind, behind(&self.humps, CLOSE_BYTES));
        put(Trait::HumpsLongBefore, before(&self.humps, LONG_HUMPS_BYTES));
        put(Trait::HumpsLongBehind, behind(&self.humps, LONG_HUMPS_BYTES));
        put(Trait::Sure, before(&self.sure, SURE_BYTES) + behind(&self.sure, SURE_BYTES));
        let last = index.checked_sub(1).map(|index| &list[index]);
        let next = list.get(index + 1);
        let distance = |other: Option<&Candidate>| {
            other.map_or(usize::MAX, |other| other.at.abs_diff(at).min(DISTANCE_BYTES_MAX))
        };
        put(Trait::LastDistance, distance(last));
        put(Trait::NextDistance, distance(next));
        let group = |other: Option<&Candidate>| other.map_or(NO_GROUP, |other| other.group as u8);
        put(Trait::LastGroup, usize::from(group(last)));
        put(Trait::NextGroup, usize::from(group(next)));
    }
}

/// How many of `places` stand from byte `from` on and before byte `to`.
fn count(places: &[usize], from: usize, to: usize) -> usize {
    let rest = &places[places.partition_point(|at| *at < from)..];
    rest.partition_point(|at| *at < to)
}
