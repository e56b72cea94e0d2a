//! From files to prepared documents on all cores, and in their order to the writer.
//!
//! Sources are read and cleaned first. Then it is known what is true across them
//! ([`crate::across`]), and what is new or stands otherwise than before is analysed and written.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::in_order::{Done, InOrder};
use super::packing::{Packing, Parcel};
use super::spool::size_bytes;
use super::target::Target;
use super::writer::{Indexable, Writer, Written};
use super::{Batch, Event, Interrupt, Plan, Report, Spool, Stages, Todo, UpdateOptions};
use crate::across::{self, Content, Contents, Standing, Traits};
use crate::corpus;
use crate::document::Document;
use crate::format;
use crate::index::dictionary::Dictionary;
use crate::index::document_id;
use crate::index::manifest::{Outcome, SourceState};
use crate::index::prepare::Preparer;
use crate::index::schema::Fields;
use crate::index::store::StoreWriter;
use crate::index::traits::Across;
use crate::receipt::Receipt;

/// So many bytes of text may be prepared beyond the source that the writer waits for; with the cores'
/// own it bounds the memory.
const PREPARED_BYTES_MAX: usize = 2 << 20;
/// Documents of so many bytes wait to be packed: about what the cores do while Tantivy ends a segment.
const UNPACKED_BYTES_MAX: usize = 32 << 20;

/// A source that has been read, or stays as it is.
pub(super) struct Draft {
    pub state: SourceState,
    pub file: PathBuf,
    /// Its path was in the index before.
    pub was_known: bool,
    /// Its bytes are as they were, and its records may stand.
    pub is_same: bool,
    /// Its documents, where they wait; else they are to be read once more.
    pub batches: Option<Vec<Batch>>,
    /// One for each document.
    pub across: Vec<Across>,
}

/// Documents of one source, to be analysed together.
struct Job {
    /// The source's number among the drafts.
    number: usize,
    /// All of the source's, to be read once more, where there is none.
    batch: Option<Batch>,
    /// The number of the first document in the source.
    first: usize,
}

/// What comes of a job, ready to be written.
struct Analysed {
    number: usize,
    first: usize,
    /// Or why the source cannot be read any more.
    documents: Result<Vec<Indexable>, String>,
    /// How long it took.
    time: Duration,
}

/// What the cores work on.
struct Work<'a> {
    drafts: &'a [Draft],
    spool: &'a Spool,
    packing: &'a Packing<'a>,
    /// What one of them does when nothing else is left.
    at_last: &'a (dyn Fn() + Sync),
}

pub(super) enum RunError {
    Interrupted,
    Write(String),
}

impl<E: std::error::Error> From<E> for RunError {
    fn from(error: E) -> Self {
        Self::Write(error.to_string())
    }
}

pub(super) struct Run<'a> {
    pub options: &'a UpdateOptions,
    pub interrupt: &'a Interrupt,
    pub observe: &'a (dyn Fn(Event<'_>) + Sync),
}

impl Run<'_> {
    pub(super) fn ingest(
        &self,
        target: &Target,
        plan: Plan,
        report: &mut Report,
    ) -> Result<(Vec<SourceState>, String, Writer, StoreWriter), RunError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.options.threads).build()?;
        let mut writer = Writer::open(target)?;
        report.unchanged = plan.kept.len();
        report.removed = plan.gone.len();
        plan.gone.iter().for_each(|state| writer.delete(&state.path));
        let is_anything_gone = !plan.gone.is_empty();
        let spool = Spool::new(&target.folder);
        let (mut drafts, stages) = pool.install(|| self.draft_all(plan.todo, &spool))?;
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        report.unchanged += drafts.iter().filter(|draft| draft.is_same).count();
        report.read_bytes = drafts.iter().map(|draft| draft.state.stamp.size_bytes).sum();
        report.stages = stages;
        let is_anything_new = drafts.iter().any(|draft| !draft.is_same);
        drafts.extend(plan.kept.into_iter().map(|(state, file)| Draft {
            state,
            file,
            was_known: true,
            is_same: true,
            batches: None,
            across: Vec::new(),
        }));
        drafts.sort_by(|a, b| a.state.path.cmp(&b.state.path));
        let dictionary = if target.is_new {
            let sources = drafts.iter().map(|draft| {
                let batches = draft.batches.as_deref().unwrap_or_default();
                (draft.state.path.as_str(), batches)
            });
            Dictionary::for_archive(&target.folder, &sources.collect::<Vec<_>>(), &spool)?
        } else {
            Dictionary::open(&target.folder)?
        };
        let store = StoreWriter::open(&target.folder, target.store_size())?;
        let packing = Packing::new(store, &dictionary);
        let traits_file = match target.traits_file() {
            Some(traits_file) if !is_anything_new && !is_anything_gone => traits_file.to_owned(),
            _ => {
                target.remember(&mut drafts, &spool)?;
                let todo = pool.install(|| stand(&mut drafts, &spool))?;
                // Documents are handed over, and are gone once they are analysed.
                let jobs = todo.into_iter().flat_map(|number| jobs(number, drafts[number].batches.take()));
                let jobs = jobs.collect::<Vec<_>>();
                let traits_file = OnceLock::new();
                let at_last = || drop(traits_file.set(target.write_traits(&drafts, &spool)));
                let work = Work { drafts: &drafts, spool: &spool, packing: &packing, at_last: &at_last };
                let written = self.write_all(&pool, (jobs, work), &mut writer, report);
                written?.into_iter().for_each(|(number, written)| written.enter(&mut drafts[number].state));
                traits_file.into_inner().unwrap_or_else(|| target.write_traits(&drafts, &spool))?
            }
        };
        let (store, record_bytes) = packing.finish()?;
        record_bytes.into_iter().for_each(|(number, bytes)| drafts[number].state.record_bytes = bytes);
        report.warnings.sort();
        let states = drafts.into_iter().map(|draft| draft.state).collect();
        Ok((states, traits_file, writer, store))
    }

    /// Reads and cleans sources.
    fn draft_all(&self, todo: Vec<Todo>, spool: &Spool) -> io::Result<(Vec<Draft>, Stages)> {
        let stages = Mutex::new(Stages::default());
        let draft = |todo: Todo| {
            if self.interrupt.load(Ordering::Relaxed) {
                return None;
            }
            let draft = draft_source(todo, spool).map(|(draft, took)| {
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

    /// Analyses, writes and packs documents; what is known of their sources then, by number.
    fn write_all(
        &self,
        pool: &rayon::ThreadPool,
        (jobs, work): (Vec<Job>, Work<'_>),
        writer: &mut Writer,
        report: &mut Report,
    ) -> Result<Vec<(usize, Written)>, RunError> {
        if jobs.is_empty() {
            return Ok(Vec::new());
        }
        let order = InOrder::new(jobs, PREPARED_BYTES_MAX, UNPACKED_BYTES_MAX);
        let fields = writer.fields;
        let mut written: Vec<(usize, Written)> = Vec::new();
        let drafts = work.drafts;
        let work = |thread: rayon::BroadcastContext<'_>| {
            self.work(&work, &fields, &order);
            if thread.index() == 0 {
                (work.at_last)();
            }
        };
        std::thread::scope(|scope| -> Result<(), RunError> {
            // An error here stops the pool at its next job.
            let _stop = order.stop_on_drop();
            let workers = scope.spawn(|| pool.broadcast(work));
            while let Some(analysed) = order.take() {
                if self.interrupt.load(Ordering::Relaxed) {
                    return Err(RunError::Interrupted);
                }
                let Analysed { number, first, documents, time } = analysed?;
                report.stages.analyse += time;
                let started = Instant::now();
                if first == 0 {
                    written.push((number, writer.begin(&drafts[number], report)));
                }
                if let Some((_, written)) = written.last_mut() {
                    match documents {
                        Ok(documents) => writer.write(written, documents)?,
                        Err(reason) => written.failed = Some(reason),
                    }
                }
                report.stages.write += started.elapsed();
            }
            // Tantivy's segment is laid down now, while the cores pack; the commit comes when all is.
            writer.tantivy.prepare_commit()?;
            order.all_is_taken();
            workers.join().map_err(|_| RunError::Write("a thread that packs has failed".to_owned()))?;
            Ok(())
        })?;
        Ok(written)
    }

    fn work(&self, work: &Work<'_>, fields: &Fields, order: &InOrder<Job, io::Result<Analysed>, Parcel>) {
        // What a preparer remembers of words is worth keeping from job to job.
        let mut preparer = Preparer::default();
        let analyse = |job: Job| {
            let draft = &work.drafts[job.number];
            if job.first == 0 {
                let bytes = draft.state.stamp.size_bytes.div_ceil(2);
                (self.observe)(Event::Done { path: &draft.state.path, bytes });
            }
            analyse(&mut preparer, (draft, work.spool), fields, job)
        };
        order.work(analyse, work.packing.worker());
    }
}

/// The jobs that a source's documents make; one where there are none, too.
fn jobs(number: usize, batches: Option<Vec<Batch>>) -> Vec<Job> {
    let Some(batches) = batches else { return vec![Job { number, first: 0, batch: None }] };
    let none = batches.is_empty().then(Batch::default);
    let batches = batches.into_iter().chain(none);
    batches.map(|batch| Job { number, first: batch.first, batch: Some(batch) }).collect()
}

/// Says how every document stands to the others, and which drafts are to be written: those that are
/// new, and those with a document that stands otherwise than before.
fn stand(drafts: &mut [Draft], spool: &Spool) -> io::Result<Vec<usize>> {
    let all: Vec<&Across> = drafts.iter().flat_map(|draft| &draft.across).collect();
    let traits: Vec<&Traits> = all.iter().map(|across| &across.traits).collect();
    let mut standings = across::standings(&traits, &Waiting { all: &all, spool })?.into_iter();
    let mut todo = Vec::new();
    for (number, draft) in drafts.iter_mut().enumerate() {
        let mut is_todo = !draft.is_same;
        for (across, standing) in draft.across.iter_mut().zip(standings.by_ref()) {
            is_todo |= across.standing != standing;
            across.standing = standing;
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
fn draft_source(todo: Todo, spool: &Spool) -> io::Result<(Draft, Stages)> {
    let Todo { source, before } = todo;
    let was_known = before.is_some();
    let mut state = SourceState { path: source.path, stamp: source.stamp, ..SourceState::default() };
    let mut documents = Vec::new();
    let mut receipt = Receipt::default();
    let mut stages = Stages::default();
    let started = Instant::now();
    let reason = match corpus::read(&source.file) {
        Err(error) => Some(error.to_string()),
        Ok(bytes) => {
            state.hash = hash(&bytes);
            stages.read = started.elapsed();
            if let Some(before) = before.filter(|before| before.hash == state.hash) {
                let state = SourceState { stamp: state.stamp, ..before };
                let (file, batches, across) = (source.file, None, Vec::new());
                return Ok((Draft { state, file, was_known, is_same: true, batches, across }, stages));
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
        Ok(Across { traits, content: spool.keep(&content)?, standing: Standing::default() })
    };
    let across = documents.par_iter().map(across).collect::<io::Result<Vec<Across>>>()?;
    stages.clean = started.elapsed() - stages.read;
    // Where there is no room to wait, the source is read once more.
    let batches = spool.put(documents).ok();
    Ok((Draft { state, file: source.file, was_known, is_same: false, batches, across }, stages))
}

/// Does pieces of work on the cores of the pool that this thread belongs to.
fn on_all_cores(count: usize, work: &(dyn Fn(usize) + Sync)) {
    (0..count).into_par_iter().with_max_len(1).for_each(work);
}

/// Analyses the documents of a job.
fn analyse(
    preparer: &mut Preparer,
    (draft, spool): (&Draft, &Spool),
    fields: &Fields,
    job: Job,
) -> Done<io::Result<Analysed>, Parcel> {
    let started = Instant::now();
    let Job { number, batch, first } = job;
    let documents = match batch {
        Some(batch) => spool.take(batch).map(Ok),
        None => Ok(read_again(&draft.state, &draft.file)),
    };
    let mut unpacked = Vec::new();
    let (mut result_size, mut later_size) = (0, 0);
    let mut indexable = |(mut document, across): (Document, &Across)| {
        across.standing.apply(&mut document);
        later_size += size_bytes(&document);
        let prepared = preparer.prepare(&draft.state.path, document);
        let (document, left) = Indexable::new(prepared, &across.standing, fields);
        result_size += document.text_bytes();
        unpacked.push(left);
        document
    };
    let result = documents.map(|documents| {
        let documents = documents
            .map(|documents| documents.into_iter().zip(&draft.across[first..]).map(&mut indexable).collect());
        Analysed { number, first, documents, time: started.elapsed() }
    });
    let later = Parcel { source: number, documents: unpacked };
    Done { result, result_size, later, later_size }
}

/// Reads a source that was read before, to the same documents.
fn read_again(state: &SourceState, file: &Path) -> Result<Vec<Document>, String> {
    let bytes = corpus::read(file).map_err(|error| error.to_string())?;
    if hash(&bytes) != state.hash {
        return Err("it changed while the archive was being read; the next update takes it in".to_owned());
    }
    match format::read_spread(&state.path, &bytes, &mut Receipt::default(), &on_all_cores) {
        Ok(documents) => Ok(documents),
        // It was not readable before, either, and its state says why.
        Err(_) => Ok(Vec::new()),
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().as_str()[..32].to_owned()
}
