//! Work that many threads do in two steps. What comes of the first is taken up by one, in its order,
//! so that what is written does not depend on who was faster; the second is done when there is nothing
//! better to do.
//!
//! Whoever takes the results works, too. While it has enough to do, one of the others rests: it is the
//! one that all wait for in the end, and should not share its core.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Hands jobs out in their order and what comes of them back in the same; what waits is bounded.
///
/// A job (`J`) gives a result (`R`) to be taken, and something to be done later (`L`).
pub(super) struct InOrder<J, R, L> {
    state: Mutex<State<J, R, L>>,
    changed: Condvar,
    /// With so much ready beyond what is awaited, no job is begun.
    ready_max: usize,
    /// With so much left for later, nothing is more urgent than that.
    later_max: usize,
}

/// With less than this share of what may be ready, whoever takes it may soon have nothing to do, and
/// all work for it.
const READY_SHARE: usize = 8;

/// What came of the first step.
pub(super) struct Done<R, L> {
    pub result: R,
    /// How much room the result takes.
    pub result_size: usize,
    pub later: L,
    /// How much room that takes.
    pub later_size: usize,
}

struct State<J, R, L> {
    jobs: std::iter::Enumerate<std::vec::IntoIter<J>>,
    /// Threads that work.
    hands: usize,
    /// Whoever takes the results has a core of its own.
    is_taker_busy: bool,
    /// Steps that are being done.
    running: usize,
    ready: BTreeMap<usize, (R, usize)>,
    ready_size: usize,
    later: BTreeMap<usize, (L, usize)>,
    later_size: usize,
    /// The number of the job whose result is awaited.
    awaited: usize,
    count: usize,
    is_stopped: bool,
}

enum Step<J, L> {
    First(usize, J),
    Second(usize, L),
}

/// Stops the work when it is dropped: whoever waits for a result of it waits no longer.
pub(super) struct Stop<'a, J, R, L>(&'a InOrder<J, R, L>);

impl<J, R, L> InOrder<J, R, L> {
    pub(super) fn new(jobs: Vec<J>, ready_max: usize, later_max: usize) -> Self {
        let state = State {
            count: jobs.len(),
            jobs: jobs.into_iter().enumerate(),
            hands: 0,
            is_taker_busy: true,
            running: 0,
            ready: BTreeMap::new(),
            ready_size: 0,
            later: BTreeMap::new(),
            later_size: 0,
            awaited: 0,
            is_stopped: false,
        };
        Self { state: Mutex::new(state), changed: Condvar::new(), ready_max, later_max }
    }

    /// Does jobs until there are none, or nobody wants them any more; whether it was to the end. `second`
    /// is given the number of the job, and says whether to go on.
    pub(super) fn work(
        &self,
        mut first: impl FnMut(J) -> Done<R, L>,
        mut second: impl FnMut(usize, L) -> bool,
    ) -> bool {
        // A panic of the work stops all of it.
        let stop = Stop(self);
        self.lock().hands += 1;
        while let Some(step) = self.next() {
            match step {
                Step::First(number, job) => self.done(number, first(job)),
                Step::Second(number, later) => {
                    if !second(number, later) {
                        return false;
                    }
                    self.lock().running -= 1;
                    self.changed.notify_all();
                }
            }
        }
        std::mem::forget(stop);
        !self.lock().is_stopped
    }

    fn next(&self) -> Option<Step<J, L>> {
        let mut state = self.lock();
        loop {
            if state.is_stopped {
                return None;
            }
            // The job that is awaited was handed out before all others, so that there is always an end
            // of waiting.
            let rest = usize::from(state.is_taker_busy);
            let is_hand_free = state.running < state.hands.saturating_sub(rest).max(1);
            let is_wanted = state.ready_size < self.ready_max / READY_SHARE
                || state.ready_size < self.ready_max && is_hand_free;
            if is_wanted
                && state.later_size < self.later_max
                && let Some((number, job)) = state.jobs.next()
            {
                state.running += 1;
                return Some(Step::First(number, job));
            }
            if is_hand_free && let Some((number, (later, size))) = state.later.pop_first() {
                state.later_size -= size;
                state.running += 1;
                return Some(Step::Second(number, later));
            }
            // All first steps are done, and whoever does a second leaves nothing behind.
            if state.awaited + state.ready.len() == state.count && state.later.is_empty() {
                return None;
            }
            state = self.wait(state);
        }
    }

    fn done(&self, number: usize, done: Done<R, L>) {
        let mut state = self.lock();
        state.running -= 1;
        state.ready_size += done.result_size;
        state.ready.insert(number, (done.result, done.result_size));
        state.later_size += done.later_size;
        state.later.insert(number, (done.later, done.later_size));
        drop(state);
        self.changed.notify_all();
    }

    /// The next result; none after the last, or when the work was stopped.
    pub(super) fn take(&self) -> Option<R> {
        let mut state = self.lock();
        loop {
            if state.is_stopped || state.awaited == state.count {
                return None;
            }
            let awaited = state.awaited;
            if let Some((result, size)) = state.ready.remove(&awaited) {
                state.ready_size -= size;
                state.awaited += 1;
                drop(state);
                self.changed.notify_all();
                return Some(result);
            }
            state = self.wait(state);
        }
    }

    /// Says that whoever took the results has nothing to do any more.
    pub(super) fn all_is_taken(&self) {
        self.lock().is_taker_busy = false;
        self.changed.notify_all();
    }

    /// What stops the work when it goes out of sight.
    pub(super) fn stop_on_drop(&self) -> Stop<'_, J, R, L> {
        Stop(self)
    }

    fn lock(&self) -> MutexGuard<'_, State<J, R, L>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<J, R, L>>) -> MutexGuard<'a, State<J, R, L>> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J, R, L> Drop for Stop<'_, J, R, L> {
    fn drop(&mut self) {
        self.0.lock().is_stopped = true;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Jobs give themselves, to be taken and for later. What was taken, and what was done later.
    fn run(
        threads: usize,
        count: usize,
        (ready_max, later_max): (usize, usize),
        take: usize,
    ) -> (Vec<usize>, Vec<usize>) {
        let order = InOrder::new((0..count).collect(), ready_max, later_max);
        let later = Mutex::new(Vec::new());
        let taken = std::thread::scope(|scope| {
            let stop = order.stop_on_drop();
            let work = || {
                let first = |job: usize| {
                    // Later jobs are done sooner.
                    std::thread::sleep(std::time::Duration::from_micros(((count - job) % 7) as u64 * 50));
                    Done { result: job, result_size: 1, later: job * 10, later_size: 1 }
                };
                order.work(first, |number, left| {
                    assert_eq!(left, number * 10);
                    later.lock().unwrap().push(number);
                    true
                });
            };
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let taken = (0..take).map_while(|_| order.take()).collect();
            if take < count {
                drop(stop);
                return taken;
            }
            workers.into_iter().for_each(|worker| worker.join().unwrap());
            taken
        });
        let mut later = later.into_inner().unwrap();
        later.sort_unstable();
        (taken, later)
    }

    #[test]
    fn results_come_in_the_order_of_their_jobs_and_nothing_is_left_undone() {
        let all: Vec<usize> = (0..200).collect();
        for threads in [1, 2, 8] {
            for room in [(4, 3), (1, 1), (4, usize::MAX), (usize::MAX, 1)] {
                assert_eq!(run(threads, 200, room, usize::MAX), (all.clone(), all.clone()));
            }
        }
        assert_eq!(run(3, 0, (4, 4), usize::MAX), Default::default());
    }

    #[test]
    fn whoever_takes_no_more_stops_the_work() {
        assert_eq!(run(3, 200, (2, 2), 5).0, (0..5).collect::<Vec<_>>());
    }

    #[test]
    fn the_second_step_can_stop_the_work() {
        let order = InOrder::new((0..9).collect(), 9, 1);
        let first = |job: usize| Done { result: job, result_size: 1, later: (), later_size: 1 };
        order.work(first, |number, ()| number < 3);
        assert_eq!(order.take(), None);
    }

    #[test]
    fn a_panic_of_the_work_leaves_nobody_waiting() {
        let order = InOrder::<usize, usize, ()>::new(vec![0, 1], 1, 1);
        std::thread::scope(|scope| {
            let worker = scope.spawn(|| order.work(|_| panic!("on purpose"), |_, ()| true));
            assert_eq!(order.take(), None);
            assert!(worker.join().is_err());
        });
    }
}
