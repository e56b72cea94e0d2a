//! Bringing the index up to date: the rayon pipeline from files to one commit.
//!
//! [`pipeline`] reads, cleans, analyses and packs on all cores, [`writer`] hands the terms to Tantivy on
//! one, and [`target`] is the generation that is written to. Nothing counts until the commit.

mod draft;
mod handed;
mod in_order;
mod packing;
mod pipeline;
mod spool;
mod target;
mod writer;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::generation;
use super::lock::{Lock, LockError};
use super::manifest::{Manifest, Outcome, SourceState};
use crate::corpus::{Corpus, Listing, Locator, Skipped, Source, is_within};

use pipeline::{Run, RunError};
pub(super) use spool::{Batch, Kept, Spool};
use target::Target;

/// A file that changed this shortly before a commit may change again within the same tick of the
/// file system's clock; it is read again once more.
const SETTLED_AFTER_S: i64 = 2;

/// How an update goes about it.
#[derive(Clone, Debug, Default)]
pub struct UpdateOptions {
    /// Start from nothing instead of the last commit.
    pub rebuild: bool,
    /// Read every file again, even if its size and time of change say that it is the same.
    pub reread: bool,
    /// How long to wait for another writer.
    pub lock_patience: Duration,
    /// How many threads read and clean; 0 for one a core.
    pub threads: usize,
}

/// What an update did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Sources that are new.
    pub added: usize,
    /// Sources whose bytes are other than before.
    pub changed: usize,
    /// Sources that are gone.
    pub removed: usize,
    /// Sources that are as they were.
    pub unchanged: usize,
    /// Everything that gives no documents, also from earlier updates, in order of paths.
    pub skipped: Vec<Skipped>,
    /// Sources that may be there and cannot be listed or read now, and folders of which nothing is known; what was
    /// read of them before stays as it was.
    pub out_of_reach: usize,
    /// What a person should know about sources that were read now: path and warning.
    pub warnings: Vec<(String, String)>,
    /// Bytes read from files now.
    pub read_bytes: u64,
    /// Documents made now.
    pub documents: u64,
    /// The whole archive after the update.
    pub manifest: Manifest,
    /// How long the listing took.
    pub walk_time: Duration,
    /// How long reading, cleaning, analysing and writing took.
    pub ingest_time: Duration,
    /// How long the commit took, with its merge.
    pub commit_time: Duration,
    /// What the stages of the ingest took, each summed over the threads that share it.
    pub stages: Stages,
}

/// What the stages of an ingest took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stages {
    /// Reading and hashing files.
    pub read: Duration,
    /// From bytes to documents.
    pub clean: Duration,
    /// From documents to terms and records.
    pub analyse: Duration,
    /// Handing terms to Tantivy and records to the store.
    pub write: Duration,
}

/// What happens during an update, for showing progress.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Another process, so described, holds the lock.
    Waiting(&'a str),
    /// The files are listed: so many, with so many bytes, are to be read.
    Listed {
        /// Files to read.
        files: usize,
        /// Their bytes.
        bytes: u64,
    },
    /// A file of so many bytes has been read and prepared.
    Done {
        /// Its path in the archive.
        path: &'a str,
        /// Its size.
        bytes: u64,
    },
    /// The commit begins.
    Committing,
    /// Segments are being merged; the commit stands already.
    Merging,
}

/// Asks an update to stop: nothing of it will count.
pub type Interrupt = AtomicBool;

/// Why an update did not happen; the index is as it was.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// Another writer holds the lock.
    #[error("the index at `{}` is being written by {holder}", .directory.display())]
    Locked {
        /// Where the index is.
        directory: PathBuf,
        /// Who writes.
        holder: String,
    },
    /// The folder holds other things than an index.
    #[error("`{}` is no index, and has other files in it", .0.display())]
    Foreign(PathBuf),
    /// It was asked to stop.
    #[error("interrupted; the index is as it was before")]
    Interrupted,
    /// A root of the corpus cannot be read.
    #[error("{0}")]
    Corpus(io::Error),
    /// The index cannot be written.
    #[error("the index at `{}` cannot be written: {reason}", .directory.display())]
    Write {
        /// Where the index is.
        directory: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// Brings the index in `directory` up to date with `corpus`, creating it where there is none.
///
/// `observe` is called from several threads.
///
/// # Errors
/// When it cannot be done or is interrupted; the last commit stands then.
pub fn update(
    directory: &Path,
    corpus: &Corpus,
    options: &UpdateOptions,
    interrupt: &Interrupt,
    observe: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, UpdateError> {
    let write_error = |reason: String| UpdateError::Write { directory: directory.to_owned(), reason };
    std::fs::create_dir_all(directory).map_err(|error| write_error(error.to_string()))?;
    if generation::is_foreign(directory).map_err(|error| write_error(error.to_string()))? {
        return Err(UpdateError::Foreign(directory.to_owned()));
    }
    let lock = Lock::take(directory, options.lock_patience, |holder| observe(Event::Waiting(holder)));
    let _lock = lock.map_err(|error| match error {
        LockError::Held(holder) => {
            let holder = if holder.is_empty() { "another process".to_owned() } else { holder };
            UpdateError::Locked { directory: directory.to_owned(), holder }
        }
        LockError::Io(error) => write_error(error.to_string()),
    })?;

    let started = Instant::now();
    let mut corpus = corpus.clone();
    corpus.roots =
        corpus.roots.iter().map(|root| root.canonicalize().unwrap_or_else(|_| root.clone())).collect();
    corpus.excluded.push(directory.to_owned());
    let mut listing = corpus.walk().map_err(UpdateError::Corpus)?;
    let mut report = Report { walk_time: started.elapsed(), ..Report::default() };

    let target = Target::open(directory, options.rebuild).map_err(&write_error)?;
    let settled_ns = match &target.manifest {
        Some(manifest) if !options.reread => {
            i64::try_from(manifest.committed_s).unwrap_or(0).saturating_sub(SETTLED_AFTER_S) * 1_000_000_000
        }
        _ => i64::MIN,
    };
    let locator = corpus.locator();
    let plan = Plan::new(&locator, &mut listing, target.sources.clone(), settled_ns);
    report.out_of_reach = plan.out_of_reach;
    let todo_bytes = plan.todo.iter().map(|todo| todo.source.stamp.size_bytes).sum();
    observe(Event::Listed { files: plan.todo.len(), bytes: todo_bytes });

    let started = Instant::now();
    let run = Run { options, locator, interrupt, observe };
    let (states, traits_file, mut writer, mut store) =
        run.ingest(&target, plan, &mut report).map_err(|error| match error {
            RunError::Interrupted => UpdateError::Interrupted,
            RunError::Write(reason) => write_error(reason),
        })?;
    report.ingest_time = started.elapsed();
    report.skipped.extend(listing.skipped);
    report.skipped.extend(states.iter().filter_map(|state| match &state.outcome {
        Outcome::Skipped(reason) => Some(Skipped { path: state.path.clone(), reason: reason.clone() }),
        Outcome::Read => None,
    }));
    report.skipped.sort_by(|a, b| a.path.cmp(&b.path));

    let started = Instant::now();
    observe(Event::Committing);
    let is_same = report.added + report.changed + report.removed == 0
        && target.manifest.as_ref().is_some_and(|before| before.corpus == corpus);
    if is_same && target.sources == states {
        report.manifest = target.manifest.unwrap_or_default();
        return Ok(report);
    }
    report.manifest =
        target.commit((&mut writer, &mut store), corpus, &states, traits_file).map_err(&write_error)?;
    target.publish(directory).map_err(|error| write_error(error.to_string()))?;
    target.tidy(writer, &report.manifest, observe).map_err(&write_error)?;
    report.commit_time = started.elapsed();
    Ok(report)
}

/// What is to be done with each source.
struct Plan {
    /// Sources that must be read.
    todo: Vec<Todo>,
    /// Sources that stay as they are.
    kept: Vec<SourceState>,
    /// Sources that are gone.
    gone: Vec<SourceState>,
    /// How many of those that are kept cannot be listed now.
    out_of_reach: usize,
}

struct Todo {
    source: Source,
    /// What was known of it; of a new archive that is nothing, many times.
    before: Option<Box<SourceState>>,
}

impl Plan {
    /// Size and time of change vouch for a source only when it had not changed since `settled_ns`.
    fn new(locator: &Locator, listing: &mut Listing, before: Vec<SourceState>, settled_ns: i64) -> Self {
        let mut before: BTreeMap<String, SourceState> =
            before.into_iter().map(|state| (state.path.clone(), state)).collect();
        let mut plan = Self { todo: Vec::new(), kept: Vec::new(), gone: Vec::new(), out_of_reach: 0 };
        for source in std::mem::take(&mut listing.sources) {
            match before.remove(&source.path) {
                Some(state) if state.stamp == source.stamp && source.stamp.modified_ns < settled_ns => {
                    plan.kept.push(state)
                }
                before => plan.todo.push(Todo { source, before: before.map(Box::new) }),
            }
        }
        let is_new = |folder: &&String| !before.keys().any(|path| is_within(path, folder));
        plan.out_of_reach = listing.unlisted.iter().filter(is_new).count();
        for state in before.into_values() {
            if listing.may_have(&state.path) && locator.locate(&state.path).is_some() {
                plan.kept.push(state);
                plan.out_of_reach += 1;
            } else {
                plan.gone.push(state);
            }
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_reach_is_not_gone() {
        let corpus = Corpus::new([PathBuf::from("/archive")]);
        let state = |path: &str| SourceState { path: path.to_owned(), ..SourceState::default() };
        let before = ["a.md", "in/b.md", "in/deep/c.md", "inner.md"].map(state).to_vec();
        let mut listing = Listing { unlisted: vec!["in".to_owned()], ..Listing::default() };
        let plan = Plan::new(&corpus.locator(), &mut listing, before, 0);
        let kept: Vec<&str> = plan.kept.iter().map(|state| state.path.as_str()).collect();
        let gone: Vec<&str> = plan.gone.iter().map(|state| state.path.as_str()).collect();
        assert_eq!((kept, gone), (vec!["in/b.md", "in/deep/c.md"], vec!["a.md", "inner.md"]));
        assert_eq!(plan.out_of_reach, 2);
    }
}
