//! Which stretches of a document answer the query best.

use super::matcher::{Match, Places};
use super::plan::Plan;

/// How many positions a passage may reach over: about what a reader takes in at a glance.
pub(super) const WINDOW_POSITIONS: u32 = 48;
/// What is rare in the document, or said by whom the query names, leads where it has so much of what the best
/// window has.
const TELLING_COVERAGE: f64 = 0.7;
/// What words side by side add over words scattered through the window.
const NEARNESS_WEIGHT: f64 = 0.4;

/// A stretch of positions with matches in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    /// The first matching position.
    pub first: u32,
    /// The last matching position.
    pub last: u32,
    /// How much of what is asked for is in it: 1 is everything, a little more when it is close
    /// together.
    pub coverage: f64,
}

/// Something that matches, without what of it does: positions first and last, and the leaf.
#[derive(Clone, Copy)]
struct Event {
    first: u32,
    last: u32,
    leaf: usize,
}

impl From<&Match> for Event {
    fn from(found: &Match) -> Self {
        Self { first: found.span.first, last: found.span.last, leaf: found.leaf }
    }
}

/// The coverage of the best window, of which the places are kept in `events` while it is looked for.
pub(super) struct Coverage {
    /// What each leaf counts.
    asked: Vec<f64>,
    is_text: Vec<bool>,
    events: Vec<Event>,
}

impl Coverage {
    pub(super) fn of(plan: &Plan) -> Self {
        let is_text = plan.leaves.iter().map(|leaf| leaf.is_text).collect();
        Self { asked: asked(plan), is_text, events: Vec::new() }
    }

    /// The most that it can be in a document with these leaves.
    pub(super) fn most(&self, has: impl Fn(usize) -> bool) -> f64 {
        let total: f64 = self.asked.iter().sum();
        let covered = (0..self.asked.len()).filter(|leaf| self.is_text[*leaf] && has(*leaf));
        let covered: f64 = covered.map(|leaf| self.asked[leaf]).sum();
        let nearness = if self.asked.len() > 1 { 1.0 + NEARNESS_WEIGHT } else { 1.0 };
        covered / total.max(f64::MIN_POSITIVE) * nearness
    }

    /// That of what matches, from `text_position` on; 0 where nothing does.
    pub(super) fn best(&mut self, places: &Places, text_position: u32) -> f64 {
        self.events.clear();
        match places {
            Places::Spans(matches) => {
                let in_text = |found: &&Match| self.is_text[found.leaf] && found.span.first >= text_position;
                self.events.extend(matches.iter().filter(in_text).map(Event::from));
            }
            Places::Words(lists) => {
                let mut runs = 0;
                for (leaf, list) in lists.iter().enumerate().filter(|(leaf, _)| self.is_text[*leaf]) {
                    let from = list.partition_point(|position| *position < text_position);
                    let events = list[from..].iter().map(|at| Event { first: *at, last: *at, leaf });
                    let before = self.events.len();
                    self.events.extend(events);
                    runs += usize::from(self.events.len() > before);
                }
                if runs > 1 {
                    // Ascending runs, which a stable sort merges.
                    self.events.sort_by_key(|event| (event.first, event.leaf));
                }
            }
        }
        best_window(&self.events, &self.asked).map_or(0.0, |window| window.coverage)
    }
}

/// The best windows that do not overlap, at most `most` of them, best first. Matches before the
/// text, in its title and names, are left aside.
pub(super) fn best_windows(matches: &[Match], plan: &Plan, text_position: u32, most: usize) -> Vec<Window> {
    let asked = asked(plan);
    choose(matches, (plan, text_position), most, 8, |events, _| best_window(events, &asked))
}

/// The windows that a reader is shown: the same, with more than so many positions from one to the next, and
/// each rather with a word that those before it have not, and with one that is not all over the document and
/// none of `names`, the leaves that a hit says anyway.
pub(super) fn windows_apart(
    matches: &[Match],
    plan: &Plan,
    text_position: u32,
    most: usize,
    apart: u32,
    names: &[usize],
) -> Vec<Window> {
    /// What a word counts that a window before has shown.
    const SHOWN_WEIGHT: f64 = 0.5;
    /// Names are rare, and would weigh more than what is asked about them.
    const NAME_WEIGHT: f64 = 0.05;
    let mut asked = asked(plan);
    let says =
        |leaf: &usize| asked[*leaf] > 0.0 && !plan.leaves[*leaf].is_function_word && !names.contains(leaf);
    let least = (0..asked.len()).filter(says).map(|leaf| asked[leaf]).min_by(f64::total_cmp);
    if let Some(least) = least {
        names.iter().for_each(|leaf| asked[*leaf] = asked[*leaf].min(least) * NAME_WEIGHT);
    }
    let mut counts = vec![0_u32; asked.len()];
    matches.iter().for_each(|found| counts[found.leaf] += 1);
    let specific = |(asked, count): (&f64, &u32)| asked / (1.0 + f64::from((*count).max(1)).ln());
    let mut telling: Vec<f64> = asked.iter().zip(&counts).map(specific).collect();
    choose(matches, (plan, text_position), most, apart, |events, before| {
        if let Some(before) = before {
            let inside = matches.iter().map(Event::from).filter(|event| before.holds(event));
            let mut shown: Vec<usize> = inside.map(|event| event.leaf).collect();
            shown.sort_unstable();
            shown.dedup();
            shown.iter().for_each(|leaf| telling[*leaf] *= SHOWN_WEIGHT);
        }
        let window = best_window(events, &telling)?;
        // How good it is does not depend on the others.
        let inside: Vec<Event> = events.iter().copied().filter(|event| window.holds(event)).collect();
        let coverage = best_window(&inside, &asked)?.coverage;
        let first = if before.is_none() { best_window(events, &asked) } else { None };
        // A word that is nowhere else does not stand for several that are together.
        let window = Window { coverage, ..window };
        Some(match first.filter(|first| !window.tells_as_much(first)) {
            Some(first) => first,
            None => window,
        })
    })
}

/// Chooses windows one by one: `next` is given the matches that are left and the window before.
fn choose(
    matches: &[Match],
    (plan, text_position): (&Plan, u32),
    most: usize,
    apart: u32,
    mut next: impl FnMut(&[Event], Option<&Window>) -> Option<Window>,
) -> Vec<Window> {
    let in_text = |found: &&Match| plan.leaves[found.leaf].is_text && found.span.first >= text_position;
    let mut free: Vec<Event> = matches.iter().filter(in_text).map(Event::from).collect();
    let mut chosen: Vec<Window> = Vec::new();
    while chosen.len() < most {
        let Some(window) = next(&free, chosen.last()) else { break };
        chosen.push(window);
        if chosen.len() < most {
            let before = window.first.saturating_sub(apart);
            let behind = window.last.saturating_add(apart);
            free.retain(|event| event.last < before || event.first > behind);
        }
    }
    chosen
}

impl Window {
    fn holds(&self, event: &Event) -> bool {
        event.first >= self.first && event.last <= self.last
    }

    /// Whether it has enough of what `best` has to be shown in its place.
    pub(super) fn tells_as_much(&self, best: &Self) -> bool {
        self.coverage >= best.coverage * TELLING_COVERAGE
    }

    /// Whether more than so many positions part it from another one.
    pub(super) fn is_apart(&self, other: &Self, positions: u32) -> bool {
        self.last.saturating_add(positions) < other.first || other.last.saturating_add(positions) < self.first
    }
}

/// What each leaf counts in a window.
fn asked(plan: &Plan) -> Vec<f64> {
    let asked: Vec<f64> =
        plan.leaves.iter().map(|leaf| if leaf.is_text { leaf.weight } else { 0.0 }).collect();
    // Without weights, as for very common words, every leaf counts the same.
    if asked.iter().all(|weight| *weight <= 0.0) {
        return plan.leaves.iter().map(|leaf| f64::from(u8::from(leaf.is_text))).collect();
    }
    asked
}

/// Slides over the matches, keeping the shortest stretch with the words it has.
fn best_window(events: &[Event], asked: &[f64]) -> Option<Window> {
    /// What sums in another order may differ by.
    const ROUNDING: f64 = 1e-9;
    let total: f64 = asked.iter().sum();
    let most = if asked.len() > 1 { 1.0 + NEARNESS_WEIGHT } else { 1.0 };
    let mut inside = vec![0_u32; asked.len()];
    let (mut covered, mut distinct) = (0.0, 0_u32);
    let mut best: Option<Window> = None;
    let mut left = 0;
    for (number, right) in events.iter().enumerate() {
        if inside[right.leaf] == 0 {
            covered += asked[right.leaf];
            distinct += 1;
        }
        inside[right.leaf] += 1;
        // A match that has its like further right only makes the stretch longer.
        while let Some(first) = events.get(left)
            && (right.last.saturating_sub(first.first) >= WINDOW_POSITIONS || inside[first.leaf] > 1)
            && left < number
        {
            inside[first.leaf] -= 1;
            if inside[first.leaf] == 0 {
                covered -= asked[first.leaf];
                distinct -= 1;
            }
            left += 1;
        }
        let first = events[left].first;
        let reach = f64::from(right.last.saturating_sub(first)) + 1.0;
        let nearness = if distinct > 1 { f64::from(distinct) / reach.max(f64::from(distinct)) } else { 0.0 };
        let coverage = (covered / total.max(f64::MIN_POSITIVE)) * (1.0 + NEARNESS_WEIGHT * nearness);
        if best.is_none_or(|best| coverage > best.coverage + ROUNDING) {
            best = Some(Window { first, last: right.last.max(first), coverage });
            if coverage + ROUNDING >= most {
                break;
            }
        }
    }
    best
}
