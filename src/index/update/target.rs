//! The generation that an update writes to: opened, committed, published and tidied.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tantivy::ReloadPolicy;

use super::Event;
use super::draft::Draft;
use super::spool::{SPOOL_FILE, Spool};
use super::writer::Writer;
use crate::corpus::Corpus;
use crate::index::manifest::{self, Manifest, SourceState};
use crate::index::schema::{self, Fields};
use crate::index::store::{Store, StoreSize, StoreWriter};
use crate::index::traits::{self, Across};
use crate::index::{create_tantivy, generation, open_tantivy};

/// More segments than this are merged: each costs every search.
const SEGMENTS_MAX: usize = 4;

/// The generation that an update writes to.
pub(super) struct Target {
    pub folder: PathBuf,
    pub tantivy: tantivy::Index,
    pub fields: Fields,
    pub is_new: bool,
    /// Of the last commit.
    opstamp: u64,
    pub manifest: Option<Manifest>,
    pub sources: Vec<SourceState>,
}

impl Target {
    /// The current generation; a new one where there is none, it cannot be read, or most of its
    /// store belongs to documents that are gone.
    pub(super) fn open(directory: &Path, rebuild: bool) -> Result<Self, String> {
        if !rebuild
            && let Ok(Some(folder)) = generation::current(directory)
            && let Some(target) = Self::open_current(folder)
        {
            return Ok(target);
        }
        let folder = generation::next(directory).map_err(|error| error.to_string())?;
        let tantivy = create_tantivy(&folder).map_err(|error| error.to_string())?;
        let (_, fields) = schema::schema();
        Ok(Self { folder, tantivy, fields, is_new: true, opstamp: 0, manifest: None, sources: Vec::new() })
    }

    fn open_current(folder: PathBuf) -> Option<Self> {
        let tantivy = open_tantivy(&folder).ok()?;
        let metas = tantivy.load_metas().ok()?;
        let manifest = Manifest::from_payload(metas.payload.as_deref()).ok()?;
        if manifest.live_store_bytes < manifest.store.bytes / 2 {
            return None;
        }
        let sources = manifest::read_sources(&folder.join(&manifest.sources_file)).ok()?;
        // An index that cannot be searched is not brought up to date but made anew.
        let reader: Result<tantivy::IndexReader, _> =
            tantivy.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        reader.ok()?;
        Store::open(&folder, manifest.store, Vec::new()).ok()?;
        let (_, fields) = schema::schema();
        let (opstamp, manifest) = (metas.opstamp, Some(manifest));
        Some(Self { folder, tantivy, fields, is_new: false, opstamp, manifest, sources })
    }

    /// How much of the store counts already.
    pub(super) fn store_size(&self) -> StoreSize {
        self.manifest.as_ref().map_or_else(StoreSize::default, |manifest| manifest.store)
    }

    pub(super) fn commit(
        &self,
        (writer, store): (&mut Writer, &mut StoreWriter),
        corpus: Corpus,
        states: &[SourceState],
        traits_file: String,
    ) -> Result<Manifest, String> {
        store.sync().map_err(|error| error.to_string())?;
        let mut prepared = writer.tantivy.prepare_commit().map_err(|error| error.to_string())?;
        let sources_file = self.name_of("sources");
        manifest::write_sources(&self.folder.join(&sources_file), states)
            .map_err(|error| error.to_string())?;
        let files = (sources_file, traits_file);
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let committed =
            Store::open(&self.folder, store.size(), Vec::new()).map_err(|error| error.to_string())?;
        let live_bytes = states.iter().map(|state| committed.bytes_of(&state.written.records));
        let live_bytes = live_bytes.sum::<Result<u64, _>>().map_err(|error| error.to_string())?;
        let stored = (store.size(), live_bytes);
        let manifest = Manifest::new(corpus, states, stored, files, now.map_or(0, |now| now.as_secs()));
        prepared.set_payload(&manifest.to_payload().map_err(|error| error.to_string())?);
        prepared.commit().map_err(|error| error.to_string())?;
        generation::sync_directory(&self.folder).map_err(|error| error.to_string())?;
        Ok(manifest)
    }

    /// The name of a file of the next commit: it has the number of the last one's operation.
    fn name_of(&self, file: &str) -> String {
        format!("{file}-{}", self.opstamp)
    }

    /// The file with what is compared of the documents of the last commit.
    pub(super) fn traits_file(&self) -> Option<&str> {
        self.manifest.as_ref().map(|manifest| manifest.traits_file.as_str())
    }

    /// Writes that of the next commit, and returns its name.
    pub(super) fn write_traits(&self, drafts: &[Draft], spool: &Spool) -> io::Result<String> {
        let name = self.name_of("traits");
        let sources = drafts.iter().map(|draft| (draft.state.path.as_str(), &*draft.across));
        traits::write(&self.folder.join(&name), sources, spool)?;
        Ok(name)
    }

    /// Fills in what was known of drafts whose bytes are as they were.
    pub(super) fn remember(&self, drafts: &mut [Draft], spool: &Spool) -> io::Result<()> {
        let Some(traits_file) = self.traits_file() else { return Ok(()) };
        let mut known: HashMap<String, Vec<Across>> = traits::read(&self.folder.join(traits_file), spool)?;
        for draft in drafts.iter_mut().filter(|draft| draft.is_same) {
            draft.across = known.remove(&draft.state.path).unwrap_or_default().into();
        }
        Ok(())
    }

    pub(super) fn publish(&self, directory: &Path) -> io::Result<()> {
        if self.is_new { generation::publish(directory, &self.folder) } else { Ok(()) }
    }

    /// Merges many or worn segments into one and removes files that no commit names any more.
    pub(super) fn tidy(
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
            // Whoever knows a segment keeps its files from being removed below.
            drop(metas);
            writer.tantivy.merge(&ids).wait().map_err(|error| error.to_string())?;
        }
        writer.tantivy.garbage_collect_files().wait().map_err(|error| error.to_string())?;
        writer.tantivy.wait_merging_threads().map_err(|error| error.to_string())?;
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let is_old = entry.file_name().to_str().is_some_and(|name| {
                (name.starts_with("sources-") && name != manifest.sources_file)
                    || (name.starts_with("traits-") && name != manifest.traits_file)
                    // Of an update that was killed.
                    || name == SPOOL_FILE
            });
            if is_old {
                // A leftover costs only room; the next update tries again.
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}
