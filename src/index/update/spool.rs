//! Documents, and what is compared of them, between reading and writing: how each stands to the others
//! is known only when all have been read. They wait in memory up to a bound, and beyond it in a file, so
//! that an archive of any size is read once and takes little more room than a small one.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::across::{Content, Packing, Unpacking};
use crate::document::Document;
use crate::varint;

/// Documents of so many bytes wait in memory.
const HELD_BYTES_MAX: usize = 24 << 20;
/// So much of what is compared of them does, until all is written.
const KEPT_BYTES_MAX: usize = 16 << 20;
/// Documents of so many bytes of text are a batch.
const BATCH_BYTES: usize = 128 << 10;
/// Its name in the folder of the generation.
pub(super) const SPOOL_FILE: &str = "spool";

/// Where documents wait.
#[derive(Debug)]
pub(in crate::index) struct Spool {
    path: PathBuf,
    held_bytes_max: usize,
    kept_bytes_max: usize,
    /// Bytes of documents in memory, and of what is compared.
    held_bytes: AtomicUsize,
    kept_bytes: AtomicUsize,
    /// Opened when it is needed first, and how long it is.
    file: Mutex<Option<(File, u64)>>,
}

/// Neighbouring documents of one source, which are analysed together.
#[derive(Debug, Default)]
pub(in crate::index) struct Batch {
    /// The number of the first in its source.
    pub first: usize,
    pub count: usize,
    /// Bytes of their text.
    pub text_bytes: usize,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Memory(Box<[Document]>),
    File { start: u64, bytes: usize },
}

/// What is compared of a document, as it waits.
#[derive(Debug)]
pub(in crate::index) enum Kept {
    Memory(Box<[u8]>),
    File { start: u64, bytes: u32 },
}

impl Default for Place {
    fn default() -> Self {
        Self::Memory(Box::default())
    }
}

impl Spool {
    /// A spool for a generation in `folder`.
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            path: folder.join(SPOOL_FILE),
            held_bytes_max: HELD_BYTES_MAX,
            kept_bytes_max: KEPT_BYTES_MAX,
            held_bytes: AtomicUsize::new(0),
            kept_bytes: AtomicUsize::new(0),
            file: Mutex::default(),
        }
    }

    /// Lays the documents of a source down, in their order.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn put(&self, documents: Vec<Document>) -> io::Result<Box<[Batch]>> {
        let mut batches = Vec::with_capacity(1);
        let (mut first, mut together, mut text_bytes) = (0, Vec::new(), 0);
        let count = documents.len();
        for (number, document) in documents.into_iter().enumerate() {
            text_bytes += document.text.len();
            together.push(document);
            if text_bytes >= BATCH_BYTES || number + 1 == count {
                let count = together.len();
                let place = self.place(std::mem::take(&mut together))?;
                batches.push(Batch { first, count, text_bytes, place });
                (first, text_bytes) = (first + count, 0);
            }
        }
        Ok(batches.into())
    }

    fn place(&self, documents: Vec<Document>) -> io::Result<Place> {
        let bytes: usize = documents.iter().map(size_bytes).sum();
        if self.held_bytes.fetch_add(bytes, Ordering::Relaxed) + bytes <= self.held_bytes_max {
            return Ok(Place::Memory(documents.into()));
        }
        self.held_bytes.fetch_sub(bytes, Ordering::Relaxed);
        // A document's JSON does not say the path that it has of its own.
        let named: Vec<_> = documents.iter().map(|document| (&document.path, document)).collect();
        let json = serde_json::to_vec(&named)?;
        Ok(Place::File { start: self.append(&json)?, bytes: json.len() })
    }

    /// Lays down what is compared of a document.
    ///
    /// # Errors
    /// When it is beyond all measure.
    pub(in crate::index) fn keep(&self, content: &Content) -> io::Result<Kept> {
        let mut packing = Packing::default();
        packing.content(content, &[])?;
        let mut packed = Vec::with_capacity(packing.told.len() + packing.hashes.len() + 5);
        varint::push(&mut packed, u32::try_from(packing.told.len()).map_err(io::Error::other)?);
        packed.extend(packing.told);
        packed.extend(packing.hashes);
        let bytes = u32::try_from(packed.len()).map_err(io::Error::other)?;
        let held = self.kept_bytes.fetch_add(packed.len(), Ordering::Relaxed) + packed.len();
        // Where there is no room in the file, it stays in memory.
        if held > self.kept_bytes_max
            && let Ok(start) = self.append(&packed)
        {
            self.kept_bytes.fetch_sub(packed.len(), Ordering::Relaxed);
            return Ok(Kept::File { start, bytes });
        }
        Ok(Kept::Memory(packed.into()))
    }

    /// What is compared of a document.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(in crate::index) fn content(&self, kept: &Kept) -> io::Result<Content> {
        let packed = match kept {
            Kept::Memory(packed) => Cow::Borrowed(packed.as_ref()),
            Kept::File { start, bytes } => Cow::Owned(self.bytes(*start, *bytes as usize)?),
        };
        let mut rest = packed.as_ref();
        let content = varint::read(&mut rest).ok().and_then(|told_bytes| {
            let (told, hashes) = rest.split_at_checked(told_bytes as usize)?;
            Unpacking::new(told, hashes).content()
        });
        content.map(|(content, _)| content).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// Writes to the end of the file, and says where that was.
    fn append(&self, data: &[u8]) -> io::Result<u64> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, end) = match &mut *file {
            Some(open) => open,
            none => none.insert((
                File::options().read(true).write(true).create(true).truncate(true).open(&self.path)?,
                0,
            )),
        };
        let start = *end;
        file.seek(SeekFrom::Start(start))?;
        file.write_all(data)?;
        *end += data.len() as u64;
        Ok(start)
    }

    fn bytes(&self, start: u64, count: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, _) = file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// The documents of a batch, which is done with.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn take(&self, batch: Batch) -> io::Result<Vec<Document>> {
        match batch.place {
            Place::Memory(documents) => Ok(documents.into()),
            Place::File { start, bytes } => self.read(start, bytes),
        }
    }

    /// The documents of a batch.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(in crate::index) fn look<'a>(&self, batch: &'a Batch) -> io::Result<Cow<'a, [Document]>> {
        match &batch.place {
            Place::Memory(documents) => Ok(Cow::Borrowed(documents)),
            Place::File { start, bytes } => self.read(*start, *bytes).map(Cow::Owned),
        }
    }

    fn read(&self, start: u64, bytes: usize) -> io::Result<Vec<Document>> {
        let named: Vec<(Option<String>, Document)> = serde_json::from_slice(&self.bytes(start, bytes)?)?;
        Ok(named.into_iter().map(|(path, document)| Document { path, ..document }).collect())
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if self.file.get_mut().unwrap_or_else(PoisonError::into_inner).take().is_some() {
            // A leftover costs only room, and the next update removes it.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// What a document takes in memory, nearly.
pub(super) fn size_bytes(document: &Document) -> usize {
    let blocks = size_of_val(document.blocks.as_slice());
    let times = size_of_val(document.times.as_slice());
    let lines = size_of_val(document.lines.as_slice());
    size_of::<Document>() + document.text.len() + blocks + times + lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use crate::receipt::Receipt;

    #[test]
    fn documents_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(folder.path());
        spool.held_bytes_max = 3000;
        let read = |path: &str, text: &str| {
            format::read(path, text.as_bytes(), &mut Receipt::default()).unwrap().remove(0)
        };
        let page = read(
            "blog/2021-03-05-rent.md",
            "---\ntags: [land]\nauthor: Ada\n---\n# Rent\n\nWhoever owns it, pays.\n",
        );
        let talk = read("talk.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>so we begin\n");
        let other = Document { path: Some("else/where.md".to_owned()), part: "2".to_owned(), ..page.clone() };
        let long = Document { text: "x".repeat(BATCH_BYTES), ..page.clone() };
        let documents = vec![page, talk, other, long.clone(), long];
        let mut sources: Vec<Box<[Batch]>> = (0..3).map(|_| spool.put(documents.clone()).unwrap()).collect();
        let places: Vec<(usize, usize)> = sources[0].iter().map(|batch| (batch.first, batch.count)).collect();
        assert_eq!(places, [(0, 4), (4, 1)]);
        assert!(matches!(sources[2][1].place, Place::File { .. }));
        assert_eq!(spool.look(&sources[2][0]).unwrap(), &documents[..4]);
        for batches in sources.drain(..) {
            let taken: Vec<Document> =
                batches.into_iter().flat_map(|batch| spool.take(batch).unwrap()).collect();
            assert_eq!(taken, documents);
        }
        drop(spool);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_is_compared_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(folder.path());
        spool.kept_bytes_max = 400;
        let text = "The keeper of the lock wrote down every boat that passed for thirty years\n\nand so on";
        let document = format::read("lock/a.md", text.as_bytes(), &mut Receipt::default()).unwrap().remove(0);
        let (_, content) = crate::across::Traits::of(7, "lock/a.md", &document);
        let kept: Vec<Kept> = (0..20).map(|_| spool.keep(&content).unwrap()).collect();
        assert!(matches!((&kept[0], &kept[19]), (Kept::Memory(_), Kept::File { .. })));
        assert!(kept.iter().all(|kept| spool.content(kept).unwrap() == content));
    }

    #[test]
    fn few_documents_need_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path());
        let batches = spool.put(vec![Document::default()]).unwrap();
        assert!(matches!(batches[0].place, Place::Memory(_)));
        assert_eq!(spool.put(Vec::new()).unwrap().len(), 0);
        assert!(!spool.path.exists());
    }
}
