//! The index on disk: create, open, update; and the report of an update.
//!
//! ```text
//! index/
//!   current       names the generation that counts
//!   lock          held by whoever writes
//!   1/            a generation: Tantivy's files, and
//!     store       the documents, see `record`
//!     places      where each of them begins
//!     dictionary  what the store is compressed with; a small archive has none
//!     sources-N   what each source was when it was indexed
//!     traits-N    what is compared of their documents
//! ```
//!
//! A generation grows by commits. Tantivy's commit is the one moment at which anything changes for
//! a reader: its payload, the [`Manifest`], says how much of the store and which list of sources
//! belong to it. A new generation is built aside and becomes the current one by a rename.

mod columns;
mod damage;
mod dictionary;
mod directory;
mod generation;
mod lock;
mod manifest;
pub(crate) mod prepare;
pub(crate) mod record;
pub(crate) mod schema;
mod stemmed;
mod store;
mod traits;
mod update;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::{ReloadPolicy, Searcher};

pub(crate) use damage::in_words;
pub use damage::is_damage;
pub use manifest::{Manifest, Outcome, SourceState};
pub use record::{Damaged, Entry, PlacedBlock, Record, WordPlace};
pub(crate) use record::{TITLE_GAP, names};
pub use update::{Event, Interrupt, Report, Stages, UpdateError, UpdateOptions, update};

pub(crate) use stemmed::{Stemmed, StemmedSegment};

use columns::Columns;
pub(crate) use columns::Numbers;
use damage::{DAMAGED, io_in_words};
use directory::SharedDirectory;
use schema::Fields;
use store::Store;

/// An index open for reading: one state of the archive, whatever a writer does meanwhile.
#[derive(Clone)]
pub struct Index {
    directory: PathBuf,
    manifest: Arc<Manifest>,
    store: Arc<Store>,
    searcher: Searcher,
    fields: Fields,
    /// Read when it is first asked for.
    stemmed: OnceLock<Arc<Stemmed>>,
    columns: Arc<Columns>,
}

/// Why an index cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none.
    #[error("no index at `{}`", .0.display())]
    Missing(PathBuf),
    /// It was made by another version of ibid.
    #[error("the index at `{}` is of version {found}, this ibid reads version {}", .directory.display(), manifest::VERSION)]
    Version {
        /// Where the index is.
        directory: PathBuf,
        /// Its version.
        found: u32,
    },
    /// Its files are not for whoever asks.
    #[error("the index at `{}` cannot be read: {error}", .directory.display())]
    Denied {
        /// Where the index is.
        directory: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Its files do not hold together.
    #[error("the index at `{}` cannot be read: {reason}", .directory.display())]
    Unreadable {
        /// Where the index is.
        directory: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("directory", &self.directory)
            .field("manifest", &self.manifest)
            .finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `directory` as of its last commit.
    ///
    /// # Errors
    /// When there is none, it is of another version, or it cannot be read.
    pub fn open(directory: &Path) -> Result<Self, OpenError> {
        let unreadable = |reason: String| OpenError::Unreadable { directory: directory.to_owned(), reason };
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::PermissionDenied => OpenError::Denied { directory: directory.to_owned(), error },
            _ => unreadable(io_in_words(&error)),
        };
        let current = generation::current(directory).map_err(failed)?;
        let Some(generation) = current else { return Err(OpenError::Missing(directory.to_owned())) };
        fs::File::open(generation.join(TANTIVY_FILE)).map_err(failed)?;
        let tantivy = open_tantivy(&generation).map_err(|error| unreadable(in_words(&error)))?;
        let metas = tantivy.load_metas().map_err(|error| unreadable(in_words(&error)))?;
        let manifest = Manifest::from_payload(metas.payload.as_deref()).map_err(|reason| match reason {
            manifest::PayloadError::Version(found) => {
                OpenError::Version { directory: directory.to_owned(), found }
            }
            manifest::PayloadError::Unreadable => unreadable(DAMAGED.to_owned()),
        })?;
        let store = dictionary::read(&generation)
            .and_then(|dictionary| Store::open(&generation, manifest.store, dictionary))
            .map_err(|error| unreadable(io_in_words(&error)))?;
        let reader = tantivy.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: tantivy::IndexReader =
            reader.map_err(|error: tantivy::TantivyError| unreadable(in_words(&error)))?;
        let (_, fields) = schema::schema();
        Ok(Self {
            directory: generation,
            manifest: Arc::new(manifest),
            store: Arc::new(store),
            searcher: reader.searcher(),
            fields,
            stemmed: OnceLock::new(),
            columns: Arc::default(),
        })
    }

    /// What the last commit says about the whole.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The same index, looking at the text that is set apart because it repeats through its source,
    /// instead of at the rest.
    #[must_use]
    pub fn of_boilerplate(&self) -> Self {
        let mut aside = self.clone();
        (aside.fields.exact, aside.fields.stems) = (aside.fields.aside_exact, aside.fields.aside_stems);
        aside
    }

    /// Whether it looks at that text.
    pub fn is_of_boilerplate(&self) -> bool {
        self.fields.exact == self.fields.aside_exact
    }

    /// How each document was stemmed.
    pub(crate) fn stemmed(&self) -> tantivy::Result<Arc<Stemmed>> {
        if let Some(stemmed) = self.stemmed.get() {
            return Ok(Arc::clone(stemmed));
        }
        let stemmed = Stemmed::read(&self.searcher)?;
        Ok(Arc::clone(self.stemmed.get_or_init(|| Arc::new(stemmed))))
    }

    /// A column of a segment.
    pub(crate) fn column(
        &self,
        segment: &tantivy::SegmentReader,
        name: &'static str,
    ) -> tantivy::Result<Numbers> {
        self.columns.of(segment, name)
    }

    /// How many bytes the index takes on disk.
    ///
    /// # Errors
    /// When its folder cannot be read.
    pub fn size_bytes(&self) -> io::Result<u64> {
        let mut bytes = 0;
        for file in fs::read_dir(&self.directory)? {
            bytes += file?.metadata()?.len();
        }
        Ok(bytes)
    }

    /// What the bytes of the index hold, the largest part first.
    ///
    /// # Errors
    /// When its folder cannot be read.
    pub fn components(&self) -> io::Result<Vec<(&'static str, u64)>> {
        let mut components: Vec<(&'static str, u64)> = Vec::new();
        for file in fs::read_dir(&self.directory)? {
            let file = file?;
            let path = PathBuf::from(file.file_name());
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            let name = path.to_str().unwrap_or_default();
            let component = match (name, extension) {
                (store::STORE_FILE | store::PLACES_FILE, _) => "documents",
                (_, "pos") => "positions",
                (_, "idx") => "postings",
                (_, "term") => "terms",
                (_, "fast" | "fieldnorm") => "columns",
                _ if name.starts_with("sources-") => "sources",
                _ if name.starts_with("traits-") => "traits",
                ("dictionary", _) => "dictionary",
                _ => "other",
            };
            let bytes = file.metadata()?.len();
            match components.iter_mut().find(|(known, _)| *known == component) {
                Some((_, sum)) => *sum += bytes,
                None => components.push((component, bytes)),
            }
        }
        components.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        Ok(components)
    }

    /// The folder that its files are in.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The sources as they were when they were indexed, in order of paths.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub fn sources(&self) -> io::Result<Vec<SourceState>> {
        manifest::read_sources(&self.directory.join(&self.manifest.sources_file))
    }

    /// Every document's record, in order of paths.
    ///
    /// # Errors
    /// When the list of sources cannot be read; a damaged record is an error of its own.
    pub fn records(&self) -> io::Result<impl Iterator<Item = Result<Record<'_>, Damaged>>> {
        let numbers = self.sources()?.into_iter().flat_map(|source| source.written.records);
        Ok(numbers.map(|number| self.store.record(number)))
    }

    /// The records of the documents that `name` means: a document's id, a path or the end of one, with or without
    /// the file's ending, or the folder in which documents are.
    ///
    /// # Errors
    /// When the list of sources or a record cannot be read.
    pub fn find(&self, name: &str) -> io::Result<Vec<Record<'_>>> {
        let sources = self.sources()?;
        let (path, part) = name.split_once('#').map_or((name, None), |(path, part)| (path, Some(part)));
        let ends_so =
            |whole: &str| whole.strip_suffix(path).is_some_and(|head| head.is_empty() || head.ends_with('/'));
        let without_ending = |path: &str| path.rsplit_once('.').is_some_and(|(stem, _)| ends_so(stem));
        let is_within = |path: &str| path.rsplit_once('/').is_some_and(|(folder, _)| ends_so(folder));
        let ways: [&dyn Fn(&str) -> bool; 4] =
            [&|whole| whole == path || whole == name, &ends_so, &without_ending, &is_within];
        let found = |way: &&dyn Fn(&str) -> bool| {
            let found: Vec<_> = sources.iter().filter(|source| way(&source.path)).collect();
            Some(found).filter(|found| !found.is_empty() && !path.is_empty())
        };
        let found = ways.iter().find_map(found).unwrap_or_default();
        let mut records = Vec::new();
        for number in found.iter().flat_map(|source| source.written.records.clone()) {
            let record = self.store.record(number).map_err(io::Error::other)?;
            if part
                .is_none_or(|part| record.entry().is_ok_and(|entry| entry.part == part || entry.path == name))
            {
                records.push(record);
            }
        }
        if records.is_empty()
            && let Some(id) = parse_document_id(name)
        {
            records.extend(self.record_of_id(id).map_err(io::Error::other)?);
        }
        if records.is_empty() {
            // A document of a collection has a path that is no file's.
            let id = document_id(path, part.unwrap_or_default());
            records.extend(self.record_of_id(id).map_err(io::Error::other)?);
        }
        Ok(records)
    }

    /// What is said about the document of this path and part; nothing where there is none.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn entry(&self, path: &str, part: &str) -> io::Result<Option<Entry>> {
        let record = self.record_of_id(document_id(path, part)).map_err(io::Error::other)?;
        record.map(|record| record.entry().map_err(io::Error::other)).transpose()
    }

    /// The record of the document of this number; nothing where there is none.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn record(&self, id: u64) -> io::Result<Option<Record<'_>>> {
        self.record_of_id(id).map_err(io::Error::other)
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The members of a group of versions and parts, the best first.
    pub(crate) fn group(&self, group: u64) -> tantivy::Result<Vec<Record<'_>>> {
        let mut members = Vec::new();
        self.each_with(self.fields.group, group, |segment, doc, record| {
            let place = self.column(segment, "place")?.of(doc);
            members.push((place, record));
            Ok(())
        })?;
        members.sort_by_key(|(place, _)| *place);
        Ok(members.into_iter().map(|(_, record)| record).collect())
    }

    pub(crate) fn record_of_id(&self, id: u64) -> tantivy::Result<Option<Record<'_>>> {
        let mut found = None;
        self.each_with(self.fields.id, id, |_, _, record| {
            found = Some(record);
            Ok(())
        })?;
        Ok(found)
    }

    /// The segment that the document of this number is in, and its place there.
    pub(crate) fn place_of_id(
        &self,
        id: u64,
    ) -> tantivy::Result<Option<(tantivy::SegmentReader, tantivy::DocId)>> {
        let mut found = None;
        self.each_with(self.fields.id, id, |segment, doc, _| {
            found = Some((segment.clone(), doc));
            Ok(())
        })?;
        Ok(found)
    }

    /// Visits every document with this number in this field.
    fn each_with<'a>(
        &'a self,
        field: tantivy::schema::Field,
        number: u64,
        mut visit: impl FnMut(&tantivy::SegmentReader, tantivy::DocId, Record<'a>) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        use tantivy::schema::IndexRecordOption;
        use tantivy::{DocSet, TERMINATED, Term};

        let term = Term::from_field_u64(field, number);
        for segment in self.searcher.segment_readers() {
            let Some(mut postings) =
                segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)?
            else {
                continue;
            };
            let records = self.column(segment, "record")?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !segment.is_deleted(doc)
                    && let Some(number) = records.get(doc)
                    && let Ok(record) = self.store.record(number)
                {
                    visit(segment, doc, record)?;
                }
                doc = postings.advance();
            }
        }
        Ok(())
    }
}

/// The number of a document: made from its path and its part, the same wherever and whenever it is
/// indexed. Ties in ranking break on it.
pub fn document_id(path: &str, part: &str) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(path.as_bytes()).update(&[0]).update(part.as_bytes());
    let hash = hasher.finalize();
    hash.as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The way a document's number is written: 13 letters and digits that cannot be taken for each
/// other.
pub fn format_document_id(id: u64) -> String {
    (0..13).rev().map(|place| ID_DIGITS[(id >> (place * 5)) as usize & 31] as char).collect()
}

/// Crockford's base 32.
const ID_DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Whether `text` is written as [`format_document_id`] writes. A word without a digit is a word.
pub fn is_document_id(text: &str) -> bool {
    parse_document_id(text).is_some() && text.bytes().any(|byte| byte.is_ascii_digit())
}

pub(crate) fn parse_document_id(text: &str) -> Option<u64> {
    if text.len() != 13 {
        return None;
    }
    text.bytes().try_fold(0_u64, |id, byte| {
        let digit = ID_DIGITS.iter().position(|known| *known == byte)? as u64;
        id.checked_mul(32)?.checked_add(digit)
    })
}

/// Where Tantivy says what counts.
const TANTIVY_FILE: &str = "meta.json";

fn open_tantivy(generation: &Path) -> tantivy::Result<tantivy::Index> {
    let mut index = tantivy::Index::open(SharedDirectory::open(generation)?)?;
    index.set_tokenizers(schema::tokenizers());
    Ok(index)
}

fn create_tantivy(generation: &Path) -> tantivy::Result<tantivy::Index> {
    fs::create_dir_all(generation)?;
    let (schema, _) = schema::schema();
    let builder = tantivy::Index::builder().schema(schema).tokenizers(schema::tokenizers());
    builder.open_or_create(SharedDirectory::for_new(generation)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_ids_come_back() {
        for id in [0, 1, 31, 32, document_id("a/b.md", ""), u64::MAX] {
            let text = format_document_id(id);
            assert_eq!(text.len(), 13);
            assert_eq!(parse_document_id(&text), Some(id));
        }
        assert_eq!(parse_document_id("essay-draft-1"), None);
        assert_ne!(document_id("ab", "c"), document_id("a", "bc"));
    }
}
