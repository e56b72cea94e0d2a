//! Bringing the index up to date: the rayon pipeline from files to one commit.
//!
//! Sources are read and cleaned on all cores. Then it is known what is true across them
//! ([`crate::across`]), and what is new or stands otherwise than before is analysed on all cores and
//! goes through a bounded channel to one thread that writes. Nothing counts until the commit.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant, SystemTime};

use rayon::prelude::*;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::lock::{Lock, LockError};
use super::manifest::{self, Across, Manifest, Outcome, SourceState};
use super::prepare::{Prepared, Preparer, TERM_SEPARATOR};
use super::schema::{self, Fields};
use super::store::StoreWriter;
use super::{STORE_FILE, create_tantivy, dictionary, document_id, generation, open_tantivy};
use crate::across::{self, Traits};
use crate::analyzer::{exact_form, words};
use crate::corpus::{self, Corpus, Skipped, Source};
use crate::document::Document;
use crate::format;
use crate::receipt::Receipt;

/// Memory that Tantivy's writer fills before it lays a segment on disk.
const WRITER_BUDGET_BYTES: usize = 160 << 20;
/// Prepared sources that may wait for the writer; with the cores' own it bounds the memory.
const CHANNEL_SOURCES: usize = 8;
/// So much clean text waits in memory until it is known how each document stands to the others;
/// what is beyond is read once more.
const DRAFTS_BYTES_MAX: u64 = 512 << 20;
/// More segments than this are merged: each costs every search.
const SEGMENTS_MAX: usize = 4;

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
    let listing = corpus.walk().map_err(UpdateError::Corpus)?;
    let mut report = Report { walk_time: started.elapsed(), ..Report::default() };

    let target = Target::open(directory, options.rebuild).map_err(&write_error)?;
    let settled_ns = match &target.manifest {
        Some(manifest) if !options.reread => {
            i64::try_from(manifest.committed_s).unwrap_or(0).saturating_sub(SETTLED_AFTER_S) * 1_000_000_000
        }
        _ => i64::MIN,
    };
    let plan = Plan::new(listing.sources, target.sources.clone(), settled_ns);
    let todo_bytes = plan.todo.iter().map(|todo| todo.source.stamp.size_bytes).sum();
    observe(Event::Listed { files: plan.todo.len(), bytes: todo_bytes });

    let started = Instant::now();
    let run = Run { options, interrupt, observe };
    let (states, across, mut writer) =
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
    report.manifest = target.commit(&mut writer, corpus, &states, &across).map_err(&write_error)?;
    target.publish(directory).map_err(|error| write_error(error.to_string()))?;
    target.tidy(writer, &report.manifest, observe).map_err(&write_error)?;
    report.commit_time = started.elapsed();
    Ok(report)
}

/// The generation that an update writes to.
struct Target {
    folder: PathBuf,
    tantivy: tantivy::Index,
    fields: Fields,
    is_new: bool,
    manifest: Option<Manifest>,
    sources: Vec<SourceState>,
}

impl Target {
    /// The current generation; a new one where there is none, it cannot be read, or most of its
    /// store belongs to documents that are gone.
    fn open(directory: &Path, rebuild: bool) -> Result<Self, String> {
        if !rebuild
            && let Ok(Some(folder)) = generation::current(directory)
            && let Some(target) = Self::open_current(folder)
        {
            return Ok(target);
        }
        let folder = generation::next(directory).map_err(|error| error.to_string())?;
        let tantivy = create_tantivy(&folder).map_err(|error| error.to_string())?;
        let (_, fields) = schema::schema();
        Ok(Self { folder, tantivy, fields, is_new: true, manifest: None, sources: Vec::new() })
    }

    fn open_current(folder: PathBuf) -> Option<Self> {
        let tantivy = open_tantivy(&folder).ok()?;
        let manifest = Manifest::from_payload(tantivy.load_metas().ok()?.payload.as_deref()).ok()?;
        if manifest.live_store_bytes < manifest.store_bytes / 2 {
            return None;
        }
        let sources = manifest::read_sources(&folder.join(&manifest.sources_file)).ok()?;
        let (_, fields) = schema::schema();
        Some(Self { folder, tantivy, fields, is_new: false, manifest: Some(manifest), sources })
    }

    fn commit(
        &self,
        writer: &mut Writer,
        corpus: Corpus,
        states: &[SourceState],
        across: &[Vec<Across>],
    ) -> Result<Manifest, String> {
        let store_bytes = writer.store.sync().map_err(|error| error.to_string())?;
        let mut prepared = writer.tantivy.prepare_commit().map_err(|error| error.to_string())?;
        let sources_file = format!("sources-{}", prepared.opstamp());
        manifest::write_sources(&self.folder.join(&sources_file), states)
            .map_err(|error| error.to_string())?;
        let traits_file = format!("traits-{}", prepared.opstamp());
        let paths = states.iter().map(|state| state.path.as_str());
        manifest::write_traits(&self.folder.join(&traits_file), paths.zip(across.iter().map(Vec::as_slice)))
            .map_err(|error| error.to_string())?;
        let files = (sources_file, traits_file);
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let manifest = Manifest::new(corpus, states, store_bytes, files, now.map_or(0, |now| now.as_secs()));
        prepared.set_payload(&manifest.to_payload().map_err(|error| error.to_string())?);
        prepared.commit().map_err(|error| error.to_string())?;
        generation::sync_directory(&self.folder).map_err(|error| error.to_string())?;
        Ok(manifest)
    }

    /// Fills in what was known of drafts whose bytes are as they were.
    fn remember(&self, drafts: &mut [Draft]) -> io::Result<()> {
        let Some(manifest) = &self.manifest else { return Ok(()) };
        let mut known: HashMap<String, Vec<Across>> =
            manifest::read_traits(&self.folder.join(&manifest.traits_file))?;
        for draft in drafts.iter_mut().filter(|draft| draft.is_same) {
            draft.across = known.remove(&draft.state.path).unwrap_or_default();
        }
        Ok(())
    }

    fn publish(&self, directory: &Path) -> io::Result<()> {
        if self.is_new { generation::publish(directory, &self.folder) } else { Ok(()) }
    }

    /// Merges many or worn segments into one and removes files that no commit names any more.
    fn tidy(
        &self,
        mut writer: Writer,
        manifest: &Manifest,
        observe: &(dyn Fn(Event<'_>) + Sync),
    ) -> Result<(), String> {
        let metas = self.tantivy.searchable_segment_metas().map_err(|error| error.to_string())?;
        let deleted: u32 = metas.iter().map(|meta| meta.num_deleted_docs()).sum();
        let all: u32 = metas.iter().map(|meta| meta.max_doc()).sum();
        let is_worn = deleted > 0 && deleted * 5 > all;
        let is_split = metas.len() > SEGMENTS_MAX || (self.is_new && metas.len() > 1);
        if is_worn || is_split {
            observe(Event::Merging);
            let ids: Vec<_> = metas.iter().map(|meta| meta.id()).collect();
            writer.tantivy.merge(&ids).wait().map_err(|error| error.to_string())?;
        }
        writer.tantivy.garbage_collect_files().wait().map_err(|error| error.to_string())?;
        writer.tantivy.wait_merging_threads().map_err(|error| error.to_string())?;
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let is_old = entry.file_name().to_str().is_some_and(|name| {
                (name.starts_with("sources-") && name != manifest.sources_file)
                    || (name.starts_with("traits-") && name != manifest.traits_file)
            });
            if is_old {
                // A leftover costs only room; the next update tries again.
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}

/// What is to be done with each source.
struct Plan {
    /// Sources that must be read.
    todo: Vec<Todo>,
    /// Sources that stay as they are, and where they are.
    kept: Vec<(SourceState, PathBuf)>,
    /// Sources that are gone.
    gone: Vec<SourceState>,
}

struct Todo {
    source: Source,
    before: Option<SourceState>,
}

impl Plan {
    /// Size and time of change vouch for a source only when it had not changed since `settled_ns`.
    fn new(sources: Vec<Source>, before: Vec<SourceState>, settled_ns: i64) -> Self {
        let mut before: BTreeMap<String, SourceState> =
            before.into_iter().map(|state| (state.path.clone(), state)).collect();
        let mut plan = Self { todo: Vec::new(), kept: Vec::new(), gone: Vec::new() };
        for source in sources {
            match before.remove(&source.path) {
                Some(state) if state.stamp == source.stamp && source.stamp.modified_ns < settled_ns => {
                    plan.kept.push((state, source.file))
                }
                before => plan.todo.push(Todo { source, before }),
            }
        }
        plan.gone.extend(before.into_values());
        plan
    }
}

/// A source that has been read, or stays as it is.
struct Draft {
    state: SourceState,
    file: PathBuf,
    /// Its path was in the index before.
    was_known: bool,
    /// Its bytes are as they were, and its records may stand.
    is_same: bool,
    /// Its documents, where they are at hand.
    documents: Option<Vec<Document>>,
    /// One for each document.
    across: Vec<Across>,
    stages: Stages,
}

/// A source ready to be written.
struct Ingested {
    /// Its number among the drafts.
    number: usize,
    state: SourceState,
    documents: Vec<Prepared>,
    /// What it took to analyse.
    stages: Stages,
}

enum RunError {
    Interrupted,
    Write(String),
}

impl<E: std::error::Error> From<E> for RunError {
    fn from(error: E) -> Self {
        Self::Write(error.to_string())
    }
}

struct Run<'a> {
    options: &'a UpdateOptions,
    interrupt: &'a Interrupt,
    observe: &'a (dyn Fn(Event<'_>) + Sync),
}

impl Run<'_> {
    fn ingest(
        &self,
        target: &Target,
        plan: Plan,
        report: &mut Report,
    ) -> Result<(Vec<SourceState>, Vec<Vec<Across>>, Writer), RunError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.options.threads).build()?;
        let mut writer = Writer::open(target)?;
        let dictionary = if target.is_new {
            let sources: Vec<&Source> = plan.todo.iter().map(|todo| &todo.source).collect();
            pool.install(|| dictionary::train(&target.folder, &sources))?
        } else {
            dictionary::read(&target.folder)?
        };
        report.unchanged = plan.kept.len();
        report.removed = plan.gone.len();
        plan.gone.iter().for_each(|state| writer.delete(&state.path));
        let is_anything_gone = !plan.gone.is_empty();
        let mut drafts = pool.install(|| self.draft_all(plan.todo));
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
            documents: None,
            across: Vec::new(),
            stages: Stages::default(),
        }));
        drafts.sort_by(|a, b| a.state.path.cmp(&b.state.path));
        target.remember(&mut drafts)?;
        let todo = if is_anything_new || is_anything_gone { stand(&mut drafts) } else { Vec::new() };
        self.write_all(&pool, (&mut drafts, todo), &dictionary, &mut writer, report)?;
        report.warnings.sort();
        let (states, across) = drafts.into_iter().map(|draft| (draft.state, draft.across)).unzip();
        Ok((states, across, writer))
    }

    /// Reads and cleans sources.
    fn draft_all(&self, todo: Vec<Todo>) -> Vec<Draft> {
        let held_bytes = AtomicU64::new(0);
        let draft = |todo: Todo| {
            if self.interrupt.load(Ordering::Relaxed) {
                return None;
            }
            let mut draft = draft_source(todo);
            let text =
                |documents: &Vec<Document>| documents.iter().map(|document| document.text.len() as u64).sum();
            let bytes: u64 = draft.documents.as_ref().map_or(0, text);
            if held_bytes.fetch_add(bytes, Ordering::Relaxed) + bytes > DRAFTS_BYTES_MAX {
                draft.documents = None;
            }
            let bytes = draft.state.stamp.size_bytes / 2;
            (self.observe)(Event::Done { path: &draft.state.path, bytes });
            Some(draft)
        };
        todo.into_par_iter().with_max_len(1).filter_map(draft).collect()
    }

    /// Analyses and writes the drafts of these numbers.
    fn write_all(
        &self,
        pool: &rayon::ThreadPool,
        (drafts, todo): (&mut [Draft], Vec<usize>),
        dictionary: &[u8],
        writer: &mut Writer,
        report: &mut Report,
    ) -> Result<(), RunError> {
        // Documents are handed over one source at a time, and are gone once they are analysed.
        let jobs: Vec<(usize, Option<Vec<Document>>)> =
            todo.into_iter().map(|number| (number, drafts[number].documents.take())).collect();
        let (sender, receiver) = mpsc::sync_channel(CHANNEL_SOURCES);
        let shared: &[Draft] = drafts;
        let mut written = Vec::new();
        std::thread::scope(|scope| -> Result<(), RunError> {
            scope.spawn(|| {
                let sender = sender;
                pool.install(|| self.prepare_all(shared, jobs, dictionary, &sender));
            });
            // Ending early drops the receiver, which stops the pool at its next send.
            for ingested in receiver {
                let Ingested { number, state, documents, stages } = ingested?;
                report.stages.analyse += stages.analyse;
                let started = Instant::now();
                written.push((number, writer.write(&shared[number], state, documents, report)?));
                report.stages.write += started.elapsed();
            }
            Ok(())
        })?;
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        for (number, state) in written {
            drafts[number].state = state;
        }
        Ok(())
    }

    fn prepare_all(
        &self,
        drafts: &[Draft],
        jobs: Vec<(usize, Option<Vec<Document>>)>,
        dictionary: &[u8],
        sender: &mpsc::SyncSender<io::Result<Ingested>>,
    ) {
        // What a preparer remembers of words is worth keeping from source to source.
        let at_rest: Mutex<Vec<Preparer>> = Mutex::default();
        let at_rest = || at_rest.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = jobs.into_par_iter().with_max_len(1).try_for_each(|(number, documents)| {
            if self.interrupt.load(Ordering::Relaxed) {
                return None;
            }
            let draft = &drafts[number];
            let preparer = at_rest().pop().map_or_else(|| Preparer::new(dictionary), Ok);
            let ingested = preparer.and_then(|mut preparer| {
                let ingested = prepare_source(&mut preparer, number, draft, documents);
                at_rest().push(preparer);
                ingested
            });
            let bytes = draft.state.stamp.size_bytes.div_ceil(2);
            (self.observe)(Event::Done { path: &draft.state.path, bytes });
            sender.send(ingested).ok()
        });
        // Nobody waits for more: the writer has failed, and says so itself.
        let _: Option<()> = gone;
    }
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
fn draft_source(todo: Todo) -> Draft {
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
                let (file, documents, across) = (source.file, None, Vec::new());
                return Draft { state, file, was_known, is_same: true, documents, across, stages };
            }
            match format::read(&state.path, &bytes, &mut receipt) {
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
    let across = documents.iter().map(across).collect();
    stages.clean = started.elapsed() - stages.read;
    Draft { state, file: source.file, was_known, is_same: false, documents: Some(documents), across, stages }
}

/// Analyses the documents of a draft, which are read once more where they are not at hand.
fn prepare_source(
    preparer: &mut Preparer,
    number: usize,
    draft: &Draft,
    documents: Option<Vec<Document>>,
) -> io::Result<Ingested> {
    let started = Instant::now();
    let before = &draft.state;
    let mut state = SourceState {
        path: before.path.clone(),
        stamp: before.stamp,
        hash: before.hash.clone(),
        outcome: before.outcome.clone(),
        warnings: before.warnings.clone(),
        ..SourceState::default()
    };
    let documents = match documents {
        Some(documents) => documents,
        None => read_again(before, &draft.file).unwrap_or_else(|reason| {
            // Without a stamp that fits, the next update reads it once more.
            state.outcome = Outcome::Skipped(reason);
            (state.stamp, state.hash) = Default::default();
            Vec::new()
        }),
    };
    let mut prepared = Vec::with_capacity(documents.len());
    for (mut document, across) in documents.into_iter().zip(&draft.across) {
        across.standing.apply(&mut document);
        let document = preparer.prepare(&state.path, document)?;
        state.record_bytes += document.record.len() as u64;
        state.words += u64::from(document.entry.words);
        state.positions += u64::from(document.length);
        state.set_apart_words += u64::from(document.set_apart_words);
        state.groups += u64::from(across.standing.group != 0 && across.standing.place == 0);
        state.text_bytes += document.text_bytes;
        state.languages.push(document.entry.metadata.language.clone().unwrap_or_default());
        prepared.push(document);
    }
    let stages = Stages { analyse: started.elapsed(), ..Stages::default() };
    Ok(Ingested { number, state, documents: prepared, stages })
}

/// Reads a source that was read before, to the same documents.
fn read_again(state: &SourceState, file: &Path) -> Result<Vec<Document>, String> {
    let bytes = corpus::read(file).map_err(|error| error.to_string())?;
    if hash(&bytes) != state.hash {
        return Err("it changed while the archive was being read; the next update takes it in".to_owned());
    }
    match format::read(&state.path, &bytes, &mut Receipt::default()) {
        Ok(documents) => Ok(documents),
        // It was not readable before, either, and its state says why.
        Err(_) => Ok(Vec::new()),
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().as_str()[..32].to_owned()
}

/// Writes to Tantivy and the store.
struct Writer {
    tantivy: IndexWriter,
    store: StoreWriter,
    fields: Fields,
}

impl Writer {
    fn open(target: &Target) -> Result<Self, RunError> {
        let tantivy: IndexWriter = target.tantivy.writer_with_num_threads(1, WRITER_BUDGET_BYTES)?;
        tantivy.set_merge_policy(Box::new(NoMergePolicy));
        let committed = target.manifest.as_ref().map_or(0, |manifest| manifest.store_bytes);
        let store = StoreWriter::open(&target.folder.join(STORE_FILE), committed)?;
        Ok(Self { tantivy, store, fields: target.fields })
    }

    fn delete(&self, path: &str) {
        self.tantivy.delete_term(Term::from_field_text(self.fields.source_path, path));
    }

    fn write(
        &mut self,
        draft: &Draft,
        mut state: SourceState,
        documents: Vec<Prepared>,
        report: &mut Report,
    ) -> Result<SourceState, RunError> {
        if draft.was_known {
            self.delete(&state.path);
        }
        match (draft.is_same, draft.was_known) {
            (true, _) => {}
            (false, true) => report.changed += 1,
            (false, false) => report.added += 1,
        }
        if !draft.is_same {
            let warnings = state.warnings.iter();
            report.warnings.extend(warnings.map(|warning| (state.path.clone(), warning.clone())));
            report.documents += documents.len() as u64;
        }
        for (document, across) in documents.into_iter().zip(&draft.across) {
            let offset = self.store.append(&document.record)?;
            state.records.push(offset);
            let mut document = self.document(document, offset);
            document.add_u64(self.fields.group, across.standing.group);
            document.add_u64(self.fields.place, u64::from(across.standing.place));
            self.tantivy.add_document(document)?;
        }
        Ok(state)
    }

    fn document(&self, prepared: Prepared, offset: u64) -> TantivyDocument {
        let Prepared { plain, exact, stems, length, title, aside_exact, aside_stems, entry, .. } = prepared;
        let fields = &self.fields;
        let metadata = &entry.metadata;
        let mut document = TantivyDocument::new();
        document.add_text(fields.plain, plain);
        document.add_text(fields.exact, exact);
        document.add_text(fields.stems, stems);
        document.add_text(fields.title, title);
        document.add_text(fields.aside_exact, aside_exact);
        document.add_text(fields.aside_stems, aside_stems);
        document.add_text(fields.author, name_terms(&metadata.authors));
        document.add_text(fields.speaker, name_terms(&entry.speakers));
        document.add_text(fields.source, name_terms(metadata.source.as_slice()));
        document.add_text(fields.tag, name_terms(&metadata.tags));
        document.add_text(fields.path, name_terms(std::slice::from_ref(&entry.path)));
        document.add_text(fields.source_path, entry.file_path());
        document.add_text(fields.kind, entry.kind.name());
        if let Some(language) = &metadata.language {
            document.add_text(fields.language, language);
        }
        document.add_u64(fields.id, document_id(&entry.path, &entry.part));
        document.add_u64(fields.record, offset);
        document.add_u64(fields.length, u64::from(FieldNormReader::fieldnorm_to_id(length)));
        let (first_day, last_day) = metadata.date.map_or((0, 0), |date| date.day_range());
        document.add_u64(fields.first_day, u64::from(first_day));
        document.add_u64(fields.last_day, u64::from(last_day));
        document
    }
}

/// The exact forms of the words of some names; no phrase reaches from one name into the next.
fn name_terms(names: &[String]) -> String {
    /// Positions left out between two names.
    const GAP: usize = 8;
    let separator = TERM_SEPARATOR as char;
    let mut out = String::new();
    for name in names {
        if !out.is_empty() {
            out.extend(std::iter::repeat_n(separator, GAP));
        }
        for word in words(name) {
            out.push_str(&exact_form(&name[word.term]));
            out.push(separator);
        }
    }
    out
}
