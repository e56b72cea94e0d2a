//! Bringing the index up to date: the rayon pipeline from files to one commit.
//!
//! Sources are read, cleaned and analysed on all cores; what comes of them goes through a bounded
//! channel to one thread that writes. Nothing counts until the commit.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant, SystemTime};

use rayon::prelude::*;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::lock::{Lock, LockError};
use super::manifest::{self, Manifest, Outcome, SourceState};
use super::prepare::{Prepared, Preparer, TERM_SEPARATOR};
use super::schema::{self, Fields};
use super::store::StoreWriter;
use super::{STORE_FILE, create_tantivy, dictionary, document_id, generation, open_tantivy};
use crate::analyzer::{exact_form, words};
use crate::corpus::{self, Corpus, Skipped, Source};
use crate::format::{self, Receipt};

/// Memory that Tantivy's writer fills before it lays a segment on disk.
const WRITER_BUDGET_BYTES: usize = 160 << 20;
/// Prepared sources that may wait for the writer; with the cores' own it bounds the memory.
const CHANNEL_SOURCES: usize = 8;
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
    let (states, mut writer) = run.ingest(&target, plan, &mut report).map_err(|error| match error {
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
    report.manifest = target.commit(&mut writer, corpus, &states).map_err(&write_error)?;
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
    ) -> Result<Manifest, String> {
        let store_bytes = writer.store.sync().map_err(|error| error.to_string())?;
        let mut prepared = writer.tantivy.prepare_commit().map_err(|error| error.to_string())?;
        let sources_file = format!("sources-{}", prepared.opstamp());
        manifest::write_sources(&self.folder.join(&sources_file), states)
            .map_err(|error| error.to_string())?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let manifest =
            Manifest::new(corpus, states, store_bytes, sources_file, now.map_or(0, |now| now.as_secs()));
        prepared.set_payload(&manifest.to_payload().map_err(|error| error.to_string())?);
        prepared.commit().map_err(|error| error.to_string())?;
        generation::sync_directory(&self.folder).map_err(|error| error.to_string())?;
        Ok(manifest)
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
            let is_old = entry
                .file_name()
                .to_str()
                .is_some_and(|name| name.starts_with("sources-") && name != manifest.sources_file);
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
    /// Sources that stay as they are.
    kept: Vec<SourceState>,
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
                    plan.kept.push(state)
                }
                before => plan.todo.push(Todo { source, before }),
            }
        }
        plan.gone.extend(before.into_values());
        plan
    }
}

/// What became of one source.
struct Ingested {
    state: SourceState,
    /// Its path was in the index before.
    was_known: bool,
    /// Nothing when its bytes are as they were: the state's records stand.
    documents: Option<Vec<Prepared>>,
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
    ) -> Result<(Vec<SourceState>, Writer), RunError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.options.threads).build()?;
        let mut writer = Writer::open(target)?;
        let dictionary = if target.is_new {
            let sources: Vec<&Source> = plan.todo.iter().map(|todo| &todo.source).collect();
            pool.install(|| dictionary::train(&target.folder, &sources))?
        } else {
            dictionary::read(&target.folder)?
        };
        let mut states = plan.kept;
        report.unchanged = states.len();
        report.removed = plan.gone.len();
        plan.gone.iter().for_each(|state| writer.delete(&state.path));

        let (sender, receiver) = mpsc::sync_channel(CHANNEL_SOURCES);
        let todo = plan.todo;
        std::thread::scope(|scope| -> Result<(), RunError> {
            scope.spawn(|| {
                let sender = sender;
                pool.install(|| self.prepare_all(todo, &dictionary, &sender));
            });
            // Ending early drops the receiver, which stops the pool at its next send.
            for ingested in receiver {
                let Ingested { state, was_known, documents, stages } = ingested?;
                report.stages.read += stages.read;
                report.stages.clean += stages.clean;
                report.stages.analyse += stages.analyse;
                let started = Instant::now();
                states.push(writer.write(state, was_known, documents, report)?);
                report.stages.write += started.elapsed();
            }
            Ok(())
        })?;
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        states.sort_by(|a, b| a.path.cmp(&b.path));
        report.warnings.sort();
        Ok((states, writer))
    }

    fn prepare_all(
        &self,
        todo: Vec<Todo>,
        dictionary: &[u8],
        sender: &mpsc::SyncSender<io::Result<Ingested>>,
    ) {
        // What a preparer remembers of words is worth keeping from source to source.
        let at_rest: Mutex<Vec<Preparer>> = Mutex::default();
        let at_rest = || at_rest.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = todo.into_par_iter().with_max_len(1).try_for_each(|todo| {
            if self.interrupt.load(Ordering::Relaxed) {
                return None;
            }
            let bytes = todo.source.stamp.size_bytes;
            let path = todo.source.path.clone();
            let preparer = at_rest().pop().map_or_else(|| Preparer::new(dictionary), Ok);
            let ingested = preparer.and_then(|mut preparer| {
                let ingested = ingest_source(&mut preparer, todo);
                at_rest().push(preparer);
                ingested
            });
            (self.observe)(Event::Done { path: &path, bytes });
            sender.send(ingested).ok()
        });
        // Nobody waits for more: the writer has failed, and says so itself.
        let _: Option<()> = gone;
    }
}

/// Reads, cleans and analyses one source. A source that cannot be read is not an error.
fn ingest_source(preparer: &mut Preparer, todo: Todo) -> io::Result<Ingested> {
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
            state.hash = blake3::hash(&bytes).to_hex().as_str()[..32].to_owned();
            stages.read = started.elapsed();
            if let Some(before) = before.filter(|before| before.hash == state.hash) {
                let state = SourceState { stamp: state.stamp, ..before };
                return Ok(Ingested { state, was_known, documents: None, stages });
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
    let cleaned = started.elapsed();
    stages.clean = cleaned - stages.read;
    let mut prepared = Vec::with_capacity(documents.len());
    for document in documents {
        let document = preparer.prepare(&state.path, document)?;
        state.record_bytes += document.record.len() as u64;
        state.words += u64::from(document.entry.words);
        state.positions += u64::from(document.entry.words)
            + words(document.entry.metadata.title.as_deref().unwrap_or_default()).count() as u64;
        state.text_bytes += document.text_bytes;
        state.languages.push(document.entry.metadata.language.clone().unwrap_or_default());
        prepared.push(document);
    }
    stages.analyse = started.elapsed() - cleaned;
    Ok(Ingested { state, was_known, documents: Some(prepared), stages })
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
        mut state: SourceState,
        was_known: bool,
        documents: Option<Vec<Prepared>>,
        report: &mut Report,
    ) -> Result<SourceState, RunError> {
        report.read_bytes += state.stamp.size_bytes;
        let Some(documents) = documents else {
            report.unchanged += 1;
            return Ok(state);
        };
        if was_known {
            report.changed += 1;
            self.delete(&state.path);
        } else {
            report.added += 1;
        }
        report.warnings.extend(state.warnings.iter().map(|warning| (state.path.clone(), warning.clone())));
        report.documents += documents.len() as u64;
        for document in documents {
            let offset = self.store.append(&document.record)?;
            state.records.push(offset);
            self.tantivy.add_document(self.document(document, offset))?;
        }
        Ok(state)
    }

    fn document(&self, prepared: Prepared, offset: u64) -> TantivyDocument {
        let Prepared { plain, exact, stems, length, title, entry, .. } = prepared;
        let fields = &self.fields;
        let metadata = &entry.metadata;
        let mut document = TantivyDocument::new();
        document.add_text(fields.plain, plain);
        document.add_text(fields.exact, exact);
        document.add_text(fields.stems, stems);
        document.add_text(fields.title, title);
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
