//! Work that many threads do and one takes up in its order, so that what is written does not depend
//! on who was faster.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Hands jobs out in their order and what comes of them back in the same; what waits to be taken is
/// bounded.
pub(super) struct InOrder<J, R> {
    state: Mutex<State<J, R>>,
    changed: Condvar,
    /// So much may be ready beyond what is awaited.
    size_max: usize,
}

struct State<J, R> {
    jobs: std::iter::Enumerate<std::vec::IntoIter<J>>,
    ready: BTreeMap<usize, (R, usize)>,
    ready_size: usize,
    /// The number of the job whose result is awaited.
    awaited: usize,
    count: usize,
    is_stopped: bool,
}

/// Stops the work when it is dropped: whoever waits for a result of it waits no longer.
pub(super) struct Stop<'a, J, R>(&'a InOrder<J, R>);

impl<J, R> InOrder<J, R> {
    pub(super) fn new(jobs: Vec<J>, size_max: usize) -> Self {
        let count = jobs.len();
        let jobs = jobs.into_iter().enumerate();
        let ready = BTreeMap::new();
        let state = State { jobs, ready, ready_size: 0, awaited: 0, count, is_stopped: false };
        Self { state: Mutex::new(state), changed: Condvar::new(), size_max }
    }

    /// Does jobs until there are none, or nobody wants them any more. `work` says of its result how
    /// much room it takes.
    pub(super) fn work(&self, mut work: impl FnMut(J) -> (R, usize)) {
        // A panic of the work stops all of it.
        let stop = Stop(self);
        while let Some((number, job)) = self.next() {
            let (result, size) = work(job);
            let mut state = self.lock();
            // The job that is awaited was handed out before all others that wait here, and never waits.
            while state.ready_size >= self.size_max && number != state.awaited && !state.is_stopped {
                state = self.wait(state);
            }
            state.ready_size += size;
            state.ready.insert(number, (result, size));
            drop(state);
            self.changed.notify_all();
        }
        std::mem::forget(stop);
    }

    fn next(&self) -> Option<(usize, J)> {
        let mut state = self.lock();
        if state.is_stopped { None } else { state.jobs.next() }
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

    /// What stops the work when it goes out of sight.
    pub(super) fn stop_on_drop(&self) -> Stop<'_, J, R> {
        Stop(self)
    }

    fn lock(&self) -> MutexGuard<'_, State<J, R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<J, R>>) -> MutexGuard<'a, State<J, R>> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J, R> Drop for Stop<'_, J, R> {
    fn drop(&mut self) {
        self.0.lock().is_stopped = true;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(threads: usize, count: usize, size_max: usize, take: usize) -> Vec<usize> {
        let order = InOrder::new((0..count).collect(), size_max);
        std::thread::scope(|scope| {
            let _stop = order.stop_on_drop();
            for _ in 0..threads {
                scope.spawn(|| {
                    order.work(|job: usize| {
                        // Later jobs are done sooner.
                        std::thread::sleep(std::time::Duration::from_micros(((count - job) % 7) as u64 * 50));
                        (job, 1)
                    });
                });
            }
            (0..take).map_while(|_| order.take()).collect()
        })
    }

    #[test]
    fn results_come_in_the_order_of_their_jobs() {
        for threads in [1, 2, 8] {
            assert_eq!(run(threads, 200, 4, usize::MAX), (0..200).collect::<Vec<_>>());
        }
        assert_eq!(run(3, 0, 4, usize::MAX), Vec::<usize>::new());
    }

    #[test]
    fn whoever_takes_no_more_stops_the_work() {
        assert_eq!(run(3, 200, 2, 5), (0..5).collect::<Vec<_>>());
    }

    #[test]
    fn a_panic_of_the_work_leaves_nobody_waiting() {
        let order = InOrder::<usize, usize>::new(vec![0, 1], 1);
        std::thread::scope(|scope| {
            let worker = scope.spawn(|| order.work(|_| panic!("on purpose")));
            assert_eq!(order.take(), None);
            assert!(worker.join().is_err());
        });
    }
}
