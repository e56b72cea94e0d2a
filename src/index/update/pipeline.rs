//! The two passes over an archive: sources are read and cleaned ([`super::draft`]); what is new then, or
//! stands otherwise than before, is analysed on all cores and goes to the writer in its order.

use std::io;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::draft::{Draft, on_all_cores, stand};
use super::in_order::{Done, InOrder};
use super::packing::{Packing, Parcel};
use super::spool::size_bytes;
use super::target::Target;
use super::writer::{Indexable, Writer};
use super::{Batch, Event, Interrupt, Plan, Report, Spool, UpdateOptions};
use crate::corpus::{self, Locator};
use crate::document::Document;
use crate::format;
use crate::index::dictionary::Dictionary;
use crate::index::manifest::{ContentHash, Outcome, SourceState, Written};
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

/// A source that was written.
struct Source {
    /// Its number among the drafts.
    number: usize,
    written: Written,
    /// Why it could not be read any more.
    failed: Option<Box<str>>,
}

/// What the cores work on.
struct Work<'a> {
    drafts: &'a [Draft],
    locator: &'a Locator,
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
    pub locator: Locator,
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
        for draft in &drafts {
            if let Some(reason) = &draft.out_of_reach {
                report.out_of_reach += 1;
                if draft.state.outcome != Outcome::Read {
                    continue;
                }
                let warning = format!("cannot be read now, and stays as it was: {reason}");
                report.warnings.push((draft.state.path.clone(), warning));
            }
        }
        report.read_bytes = drafts.iter().map(|draft| draft.state.stamp.size_bytes).sum();
        report.stages = stages;
        let is_anything_new = drafts.iter().any(|draft| !draft.is_same);
        drafts.extend(plan.kept.into_iter().map(Draft::same));
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
                let work = Work {
                    drafts: &drafts,
                    locator: &self.locator,
                    spool: &spool,
                    packing: &packing,
                    at_last: &at_last,
                };
                let written = self.write_all(&pool, jobs, work, &mut writer, report);
                for Source { number, written, failed } in written? {
                    let state = &mut drafts[number].state;
                    state.written = written;
                    if let Some(reason) = failed {
                        // Without a stamp that fits, the next update reads it once more.
                        state.outcome = Outcome::Skipped(reason.into());
                        (state.stamp, state.hash) = Default::default();
                    }
                }
                traits_file.into_inner().unwrap_or_else(|| target.write_traits(&drafts, &spool))?
            }
        };
        let store = packing.finish()?;
        report.warnings.sort();
        let states = drafts.into_iter().map(|draft| draft.state).collect();
        Ok((states, traits_file, writer, store))
    }

    /// Analyses, writes and packs documents; what is known of their sources then, by number.
    fn write_all(
        &self,
        pool: &rayon::ThreadPool,
        jobs: Vec<Job>,
        work: Work<'_>,
        writer: &mut Writer,
        report: &mut Report,
    ) -> Result<Vec<Source>, RunError> {
        if jobs.is_empty() {
            return Ok(Vec::new());
        }
        let fields = writer.fields;
        let mut sources: Vec<Source> = Vec::with_capacity(jobs.iter().filter(|job| job.first == 0).count());
        let order = InOrder::new(jobs, PREPARED_BYTES_MAX, UNPACKED_BYTES_MAX);
        let drafts = work.drafts;
        let work = |thread: rayon::BroadcastContext<'_>| {
            if self.work(&work, &fields, &order) && thread.index() == 0 {
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
                    let written = writer.begin(&drafts[number], report);
                    sources.push(Source { number, written, failed: None });
                }
                if let Some(source) = sources.last_mut() {
                    match documents {
                        Ok(documents) => writer.write(&mut source.written, documents)?,
                        Err(reason) => source.failed = Some(reason.into()),
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
        Ok(sources)
    }

    /// What one thread does; whether it was to the end.
    fn work(
        &self,
        work: &Work<'_>,
        fields: &Fields,
        order: &InOrder<Job, io::Result<Analysed>, Parcel>,
    ) -> bool {
        // What a preparer remembers of words is worth keeping from job to job.
        let mut preparer = Preparer::default();
        let analyse = |job: Job| {
            let draft = &work.drafts[job.number];
            if job.first == 0 {
                let bytes = draft.state.stamp.size_bytes.div_ceil(2);
                (self.observe)(Event::Done { path: &draft.state.path, bytes });
            }
            analyse(&mut preparer, (draft, work), fields, job)
        };
        order.work(analyse, work.packing.worker())
    }
}

/// The jobs that a source's documents make; one where there are none, too.
fn jobs(number: usize, batches: Option<Box<[Batch]>>) -> impl Iterator<Item = Job> {
    let is_one = batches.as_ref().is_none_or(|batches| batches.is_empty());
    let one = is_one.then(|| Job { number, first: 0, batch: batches.is_some().then(Batch::default) });
    let batches = batches.unwrap_or_default().into_iter();
    one.into_iter().chain(batches.map(move |batch| Job { number, first: batch.first, batch: Some(batch) }))
}

/// Analyses the documents of a job.
fn analyse(
    preparer: &mut Preparer,
    (draft, work): (&Draft, &Work<'_>),
    fields: &Fields,
    job: Job,
) -> Done<io::Result<Analysed>, Parcel> {
    let started = Instant::now();
    let Job { number, batch, first } = job;
    let documents = match batch {
        Some(batch) => work.spool.take(batch).map(Ok),
        None => Ok(read_again(&draft.state, work.locator)),
    };
    // Of most sources there is one, and many wait: a list that grows would have room for four.
    let mut unpacked =
        Vec::with_capacity(documents.as_ref().map_or(0, |read| read.as_ref().map_or(0, Vec::len)));
    let (mut result_size, mut later_size) = (0, 0);
    let mut indexable = |(mut document, across): (Document, &Across)| {
        across.standing().apply(&mut document);
        later_size += size_bytes(&document);
        let prepared = preparer.prepare(&draft.state.path, document);
        let (document, left) = Indexable::new(prepared, across.standing(), fields);
        result_size += document.text_bytes();
        unpacked.push(left);
        document
    };
    let result = documents.map(|documents| {
        let documents = documents
            .map(|documents| documents.into_iter().zip(&draft.across[first..]).map(&mut indexable).collect());
        Analysed { number, first, documents, time: started.elapsed() }
    });
    Done { result, result_size, later: unpacked, later_size }
}

/// Reads a source that was read before, to the same documents.
fn read_again(state: &SourceState, locator: &Locator) -> Result<Vec<Document>, String> {
    let bytes = corpus::read_at(locator, &state.path).map_err(|error| error.to_string())?;
    if ContentHash::of(&bytes) != state.hash {
        return Err("it changed while the archive was being read; the next update takes it in".to_owned());
    }
    match format::read_spread(&state.path, &bytes, &mut Receipt::default(), &on_all_cores) {
        Ok(documents) => Ok(documents),
        // It was not readable before, either, and its state says why.
        Err(_) => Ok(Vec::new()),
    }
}
