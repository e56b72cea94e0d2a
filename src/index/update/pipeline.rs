//! From files to prepared documents on all cores, and in their order to the writer.
//!
//! Sources are read and cleaned first. Then it is known what is true across them
//! ([`crate::across`]), and what is new or stands otherwise than before is analysed and written.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::in_order::{Done, InOrder};
use super::packing::{Packing, Parcel};
use super::spool::size_bytes;
use super::target::Target;
use super::writer::{Indexable, Writer};
use super::{Batch, Event, Interrupt, Plan, Report, Spool, Stages, Todo, UpdateOptions};
use crate::across::{self, Traits};
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
    pub stages: Stages,
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
    ) -> Result<(Vec<SourceState>, Vec<Vec<Across>>, Writer, StoreWriter), RunError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.options.threads).build()?;
        let mut writer = Writer::open(target)?;
        report.unchanged = plan.kept.len();
        report.removed = plan.gone.len();
        plan.gone.iter().for_each(|state| writer.delete(&state.path));
        let is_anything_gone = !plan.gone.is_empty();
        let spool = Spool::new(&target.folder);
        let mut drafts = pool.install(|| self.draft_all(plan.todo, &spool));
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        report.unchanged += drafts.iter().filter(|draft| draft.is_same).count();
        report.read_bytes = drafts.iter().map(|draft| draft.state.stamp.size_bytes).sum();
        for draft in &drafts {
            report.stages.read += draft.stages.read;
            report.stages.clean += draft.stages.clean;
        }
        let is_anything_new = drafts.iter().any(|draft| !draft.is_same);
        drafts.extend(plan.kept.into_iter().map(|(state, file)| Draft {
            state,
            file,
            was_known: true,
            is_same: true,
            batches: None,
            across: Vec::new(),
            stages: Stages::default(),
        }));
        drafts.sort_by(|a, b| a.state.path.cmp(&b.state.path));
        target.remember(&mut drafts)?;
        let dictionary = if target.is_new {
            let sources = drafts.iter().map(|draft| {
                let batches = draft.batches.as_deref().unwrap_or_default();
                (draft.state.path.as_str(), batches)
            });
            Dictionary::for_archive(&target.folder, &sources.collect::<Vec<_>>(), &spool)?
        } else {
            Dictionary::open(&target.folder)?
        };
        let todo = if is_anything_new || is_anything_gone { stand(&mut drafts) } else { Vec::new() };
        let store = StoreWriter::open(&target.folder, target.store_size())?;
        let packing = Packing::new(store, &dictionary);
        self.write_all(&pool, (&mut drafts, todo, &spool), &packing, &mut writer, report)?;
        let (store, record_bytes) = packing.finish()?;
        record_bytes.into_iter().for_each(|(number, bytes)| drafts[number].state.record_bytes = bytes);
        report.warnings.sort();
        let (states, across) = drafts.into_iter().map(|draft| (draft.state, draft.across)).unzip();
        Ok((states, across, writer, store))
    }

    /// Reads and cleans sources.
    fn draft_all(&self, todo: Vec<Todo>, spool: &Spool) -> Vec<Draft> {
        let draft = |todo: Todo| {
            if self.interrupt.load(Ordering::Relaxed) {
                return None;
            }
            let draft = draft_source(todo, spool);
            let bytes = draft.state.stamp.size_bytes / 2;
            (self.observe)(Event::Done { path: &draft.state.path, bytes });
            Some(draft)
        };
        todo.into_par_iter().with_max_len(1).filter_map(draft).collect()
    }

    /// Analyses, writes and packs the drafts of these numbers.
    fn write_all(
        &self,
        pool: &rayon::ThreadPool,
        (drafts, todo, spool): (&mut [Draft], Vec<usize>, &Spool),
        packing: &Packing<'_>,
        writer: &mut Writer,
        report: &mut Report,
    ) -> Result<(), RunError> {
        if todo.is_empty() {
            return Ok(());
        }
        // Documents are handed over, and are gone once they are analysed.
        let jobs = todo.into_iter().flat_map(|number| jobs(number, drafts[number].batches.take()));
        let jobs = jobs.collect::<Vec<_>>();
        let order = InOrder::new(jobs, PREPARED_BYTES_MAX, UNPACKED_BYTES_MAX);
        let shared: &[Draft] = drafts;
        let fields = writer.fields;
        let mut written: Vec<(usize, SourceState)> = Vec::new();
        let work = |thread: rayon::BroadcastContext<'_>| {
            if thread.index() == 0 {
                packing.set_up();
            }
            self.work((shared, spool), &fields, &order, packing);
        };
        std::thread::scope(|scope| -> Result<(), RunError> {
            // An error here stops the pool at its next job.
            let _stop = order.stop_on_drop();
            let workers = scope.spawn(|| pool.broadcast(&work));
            while let Some(analysed) = order.take() {
                if self.interrupt.load(Ordering::Relaxed) {
                    return Err(RunError::Interrupted);
                }
                let Analysed { number, first, documents, time } = analysed?;
                report.stages.analyse += time;
                let started = Instant::now();
                if first == 0 {
                    written.push((number, writer.begin(&shared[number], report)));
                }
                if let Some((_, state)) = written.last_mut() {
                    match documents {
                        Ok(documents) => writer.write(state, documents)?,
                        Err(reason) => {
                            // Without a stamp that fits, the next update reads it once more.
                            state.outcome = Outcome::Skipped(reason);
                            (state.stamp, state.hash) = Default::default();
                        }
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
        for (number, state) in written {
            drafts[number].state = state;
        }
        Ok(())
    }

    fn work(
        &self,
        (drafts, spool): (&[Draft], &Spool),
        fields: &Fields,
        order: &InOrder<Job, io::Result<Analysed>, Parcel>,
        packing: &Packing<'_>,
    ) {
        // What a preparer remembers of words is worth keeping from job to job.
        let mut preparer = Preparer::default();
        let analyse = |job: Job| {
            let draft = &drafts[job.number];
            if job.first == 0 {
                let bytes = draft.state.stamp.size_bytes.div_ceil(2);
                (self.observe)(Event::Done { path: &draft.state.path, bytes });
            }
            analyse(&mut preparer, (draft, spool), fields, job)
        };
        order.work(analyse, packing.worker());
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
fn stand(drafts: &mut [Draft]) -> Vec<usize> {
    let all: Vec<&Traits> =
        drafts.iter().flat_map(|draft| &draft.across).map(|across| &across.traits).collect();
    let mut standings = across::standings(&all).into_iter();
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
    todo
}

/// Reads and cleans one source. A source that cannot be read is not an error.
fn draft_source(todo: Todo, spool: &Spool) -> Draft {
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
                return Draft { state, file, was_known, is_same: true, batches, across, stages };
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
        Across { traits: Traits::of(id, path, document), ..Across::default() }
    };
    let across = documents.par_iter().map(across).collect();
    stages.clean = started.elapsed() - stages.read;
    // Where there is no room to wait, the source is read once more.
    let batches = spool.put(documents).ok();
    Draft { state, file: source.file, was_known, is_same: false, batches, across, stages }
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
