//! Whether the archive's files are as they were when they were indexed.

use std::sync::mpsc;

use ibid::index::{Index, SourceState};

/// Counts, aside, the files that are not as they were when they were indexed.
pub(super) fn look_for_changes(index: &Index) -> mpsc::Receiver<usize> {
    let (sender, receiver) = mpsc::channel();
    let corpus = index.manifest().corpus.clone();
    let sources = index.sources();
    std::thread::spawn(move || {
        if let (Ok(sources), Ok(listing)) = (sources, corpus.walk()) {
            // Nobody may be listening any more.
            let _ = sender.send(count_changes(&sources, &listing.sources));
        }
    });
    receiver
}

/// Counts sources that are new, gone, or of another size or time. Both lists are in path order.
pub(crate) fn count_changes(before: &[SourceState], now: &[ibid::corpus::Source]) -> usize {
    let known: std::collections::HashMap<&str, &SourceState> =
        before.iter().map(|state| (state.path.as_str(), state)).collect();
    let same = now
        .iter()
        .filter(|source| known.get(source.path.as_str()).is_some_and(|state| state.stamp == source.stamp))
        .count();
    let still_there = now.iter().filter(|source| known.contains_key(source.path.as_str())).count();
    (now.len() - same) + (before.len() - still_there)
}
