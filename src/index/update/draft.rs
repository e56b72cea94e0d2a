//! The first pass: sources are read and cleaned on all cores, and it is told how their documents stand
//! to the others.

use std::io;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rayon::prelude::*;

use super::pipeline::Run;
use super::{Batch, Event, Spool, Stages, Todo};
use crate::across::{self, Content, Contents, Traits};
use crate::corpus::{self, Locator};
use crate::document::Document;
use crate::format;
use crate::index::document_id;
use crate::index::manifest::{ContentHash, Outcome, SourceState};
use crate::index::traits::Across;
use crate::receipt::Receipt;

/// A source that has been read, or stays as it is.
pub(super) struct Draft {
    pub state: SourceState,
    /// Its path was in the index before.
    pub was_known: bool,
    /// Its bytes are as they were, and its records may stand.
    pub is_same: bool,
    /// Why it cannot be read now. What could be read before stays as it was.
    pub out_of_reach: Option<Box<str>>,
    /// Its documents, where they wait; else they are to be read once more.
    pub batches: Option<Box<[Batch]>>,
    /// One for each document.
    pub across: Box<[Across]>,
}

impl Draft {
    /// A source that stays as it was.
    pub(super) fn same(state: SourceState) -> Self {
        Self {
            state,
            was_known: true,
            is_same: true,
            out_of_reach: None,
            batches: None,
            across: Box::default(),
        }
    }
}

impl Run<'_> {
    /// Reads and cleans sources, and says what that took.
    ///
    /// # Errors
    /// When there is no room for what is compared of their documents.
    pub(super) fn draft_all(&self, todo: Vec<Todo>, spool: &Spool) -> io::Result<(Vec<Draft>, Stages)> {
        let stages = Mutex::new(Stages::default());
        let draft = |todo: Todo| {
            if self.interrupt.load(Ordering::Relaxed) {
                return None;
            }
            let draft = draft_source(todo, &self.locator, spool).map(|(draft, took)| {
                let bytes = draft.state.stamp.size_bytes / 2;
                (self.observe)(Event::Done { path: &draft.state.path, bytes });
                let mut stages = stages.lock().unwrap_or_else(PoisonError::into_inner);
                stages.read += took.read;
                stages.clean += took.clean;
                draft
            });
            Some(draft)
        };
        // Each has its place in one list from the beginning: filtered lists of one would take four times
        // the room.
        let drafts: Vec<Option<io::Result<Draft>>> =
            todo.into_par_iter().with_max_len(1).map(draft).collect();
        let drafts = drafts.into_iter().flatten().collect::<io::Result<_>>()?;
        Ok((drafts, stages.into_inner().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Says how every document stands to the others, and which drafts are to be written: those that are
/// new, and those with a document that stands otherwise than before.
pub(super) fn stand(drafts: &mut [Draft], spool: &Spool) -> io::Result<Vec<usize>> {
    let all: Vec<&Across> = drafts.iter().flat_map(|draft| &draft.across).collect();
    let traits: Vec<&Traits> = all.iter().map(|across| &across.traits).collect();
    let mut standings = across::standings(&traits, &Waiting { all: &all, spool })?.into_iter();
    let mut todo = Vec::new();
    for (number, draft) in drafts.iter_mut().enumerate() {
        let mut is_todo = !draft.is_same;
        for (across, standing) in draft.across.iter_mut().zip(standings.by_ref()) {
            is_todo |= across.stands(standing);
        }
        if is_todo {
            todo.push(number);
        }
    }
    Ok(todo)
}

/// The contents of documents, waiting in the spool.
struct Waiting<'a> {
    all: &'a [&'a Across],
    spool: &'a Spool,
}

impl Contents for Waiting<'_> {
    fn content(&self, number: usize) -> io::Result<Content> {
        self.spool.content(&self.all[number].content)
    }

    fn map<T: Send>(
        &self,
        count: usize,
        work: impl Fn(usize) -> io::Result<T> + Sync + Send,
    ) -> io::Result<Vec<T>> {
        (0..count).into_par_iter().map(work).collect()
    }
}

/// Reads and cleans one source, and says what that took. A source that cannot be read is not an error.
fn draft_source(todo: Todo, locator: &Locator, spool: &Spool) -> io::Result<(Draft, Stages)> {
    let Todo { source, before } = todo;
    let was_known = before.is_some();
    let mut state = SourceState { path: source.path, stamp: source.stamp, ..SourceState::default() };
    let mut documents = Vec::new();
    let mut receipt = Receipt::default();
    let mut stages = Stages::default();
    let started = Instant::now();
    let mut out_of_reach = None;
    let reason = match corpus::read_at(locator, &state.path) {
        Err(error) => {
            out_of_reach = Some(error.to_string().into());
            // It may be a disk that is not there for once.
            if let Some(before) = before.filter(|before| before.outcome == Outcome::Read) {
                return Ok((Draft { out_of_reach, ..Draft::same(*before) }, stages));
            }
            Some(error.to_string())
        }
        Ok(bytes) => {
            state.hash = ContentHash::of(&bytes);
            stages.read = started.elapsed();
            if let Some(before) = before.filter(|before| before.hash == state.hash) {
                return Ok((Draft::same(SourceState { stamp: state.stamp, ..*before }), stages));
            }
            match format::read_spread(&state.path, &bytes, &mut receipt, &on_all_cores) {
                Ok(parsed) => {
                    documents = parsed;
                    documents
                        .is_empty()
                        .then(|| receipt.warnings.pop().unwrap_or_else(|| "nothing to read in it".to_owned()))
                }
                Err(unreadable) => Some(unreadable.to_string()),
            }
        }
    };
    if let Some(reason) = reason {
        state.outcome = Outcome::Skipped(reason);
    }
    state.warnings = receipt.warnings;
    let across = |document: &Document| {
        // A document of a collection has a path of its own.
        let path = document.path.as_deref().unwrap_or(&state.path);
        let id = document_id(path, &document.part);
        let (traits, content) = Traits::of(id, path, document);
        Ok(Across::new(traits, spool.keep(&content)?))
    };
    let across = documents.par_iter().map(across).collect::<io::Result<Vec<Across>>>()?.into();
    stages.clean = started.elapsed() - stages.read;
    // Where there is no room to wait, the source is read once more.
    let batches = spool.put(documents).ok();
    Ok((Draft { state, was_known, is_same: false, out_of_reach, batches, across }, stages))
}

/// Does pieces of work on the cores of the pool that this thread belongs to.
pub(super) fn on_all_cores(count: usize, work: &(dyn Fn(usize) + Sync)) {
    (0..count).into_par_iter().with_max_len(1).for_each(work);
}
