//! Work that falls into pieces: a reader says what can be done apart, and whoever calls it how many
//! cores there are for it. So one large source need not be read by one core while others idle.

use std::fmt;
use std::sync::OnceLock;

use super::ForeignBytes;

/// Does the pieces of some work, numbered from 0, in any order: the number of pieces, and what does
/// one of them.
pub type Spreader<'a> = &'a (dyn Fn(usize, &(dyn Fn(usize) + Sync)) + Sync);

/// How work that falls into pieces is done.
#[derive(Clone, Copy)]
pub(super) struct Spread<'a>(Spreader<'a>);

impl<'a> Spread<'a> {
    /// One piece after another.
    pub(super) const IN_TURN: Spread<'static> = Spread(&|count, work| (0..count).for_each(work));

    pub(super) fn over(spreader: Spreader<'a>) -> Self {
        Self(spreader)
    }

    /// What comes of each piece, in their order.
    pub(super) fn map<T: Send + Sync>(self, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let done: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
        let one = |number: usize| {
            // Another thread may do it.
            let _reading = ForeignBytes::begin();
            done[number].get_or_init(|| work(number));
        };
        (self.0)(count, &one);
        done.into_iter()
            .enumerate()
            .map(|(number, done)| done.into_inner().unwrap_or_else(|| work(number)))
            .collect()
    }
}

impl fmt::Debug for Spread<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Spread")
    }
}
