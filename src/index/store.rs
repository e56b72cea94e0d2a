//! The file of records: appended to by the writer, mapped by readers.
//!
//! A commit names how many bytes of it count. What a killed run left behind that length is
//! overwritten by the next one; no reader ever looks there.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use memmap2::Mmap;

use super::record::{Damaged, PlacedBlock, Record};

/// Compression of text pieces; from level 5 on it takes twice the time for 3 % less.
pub(super) const COMPRESSION_LEVEL: i32 = 4;

/// Appends records.
#[derive(Debug)]
pub(super) struct StoreWriter {
    file: BufWriter<File>,
    end: u64,
}

impl StoreWriter {
    /// Opens or creates the store, to go on behind its first `committed_bytes`.
    pub(super) fn open(path: &Path, committed_bytes: u64) -> io::Result<Self> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        if file.metadata()?.len() < committed_bytes {
            return Err(io::Error::other("the store is shorter than the last commit says"));
        }
        file.seek(SeekFrom::Start(committed_bytes))?;
        Ok(Self { file: BufWriter::with_capacity(1 << 18, file), end: committed_bytes })
    }

    /// Appends a record and returns where it begins.
    pub(super) fn append(&mut self, record: &[u8]) -> io::Result<u64> {
        let start = self.end;
        self.file.write_all(record)?;
        self.end += record.len() as u64;
        Ok(start)
    }

    /// Makes everything durable and returns how many bytes there are.
    pub(super) fn sync(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        Ok(self.end)
    }
}

/// Reads records.
pub(crate) struct Store {
    /// Nothing where the store is empty: such a file cannot be mapped.
    map: Option<Mmap>,
    committed_bytes: usize,
    dictionary: Vec<u8>,
    unpacking: Mutex<Unpacking>,
}

/// What is kept from one unpacking for the next.
#[derive(Default)]
struct Unpacking {
    /// Those at rest; setting one up costs more than unpacking a piece.
    decompressors: Vec<zstd::bulk::Decompressor<'static>>,
    /// The frames that were unpacked last, by where they lie: around a passage the same piece is
    /// asked for its words, its text, its marks and its heading.
    latest: VecDeque<(usize, Arc<[u8]>)>,
    /// The groups of blocks that were read last, likewise: turns and places ask for neighbours.
    latest_blocks: VecDeque<(usize, Arc<[PlacedBlock]>)>,
}

/// Frames that are kept unpacked.
const LATEST_MAX: usize = 8;

impl Store {
    /// Maps the first `committed_bytes` of the store, whose pieces were compressed with
    /// `dictionary`.
    pub(crate) fn open(path: &Path, committed_bytes: u64, dictionary: Vec<u8>) -> io::Result<Self> {
        let unpacking = Mutex::default();
        if committed_bytes == 0 {
            return Ok(Self { map: None, committed_bytes: 0, dictionary, unpacking });
        }
        let file = File::open(path)?;
        if file.metadata()?.len() < committed_bytes {
            return Err(io::Error::other(Damaged));
        }
        // Mapping is sound as long as nobody shortens or rewrites the file; the writer only adds
        // to its end, under the lock.
        #[expect(unsafe_code, reason = "a file that only grows is mapped")]
        let map = unsafe { Mmap::map(&file)? };
        Ok(Self { map: Some(map), committed_bytes: committed_bytes as usize, dictionary, unpacking })
    }

    /// The record that begins at `offset`.
    pub(crate) fn record(&self, offset: u64) -> Result<Record<'_>, Damaged> {
        let map = self.map.as_deref().ok_or(Damaged)?;
        let committed = map.get(..self.committed_bytes).ok_or(Damaged)?;
        Record::open(self, committed.get(offset as usize..).ok_or(Damaged)?)
    }

    /// The blocks whose data begin so, read by `read` unless they were just now.
    pub(super) fn blocks(
        &self,
        data: &[u8],
        read: impl FnOnce() -> Result<Vec<PlacedBlock>, Damaged>,
    ) -> Result<Arc<[PlacedBlock]>, Damaged> {
        let place = data.as_ptr().addr();
        if let Some((_, blocks)) = self.unpacking().latest_blocks.iter().find(|(known, _)| *known == place) {
            return Ok(Arc::clone(blocks));
        }
        let blocks: Arc<[PlacedBlock]> = read()?.into();
        let latest = &mut self.unpacking().latest_blocks;
        latest.truncate(LATEST_MAX - 1);
        latest.push_front((place, Arc::clone(&blocks)));
        Ok(blocks)
    }

    fn unpacking(&self) -> MutexGuard<'_, Unpacking> {
        // Nothing can fail while the lock is held, so a poisoned one is as good.
        self.unpacking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Unpacks one frame, whose size is known.
    pub(super) fn decompress(&self, data: &[u8], size: usize) -> Result<Arc<[u8]>, Damaged> {
        /// Far more than any piece: words are cut at [`super::record::PIECE_BYTES`].
        const SIZE_MAX: usize = 1 << 30;
        if size > SIZE_MAX {
            return Err(Damaged);
        }
        let place = data.as_ptr().addr();
        let at_rest = {
            let mut unpacking = self.unpacking();
            if let Some((_, frame)) = unpacking.latest.iter().find(|(known, _)| *known == place)
                && frame.len() == size
            {
                return Ok(Arc::clone(frame));
            }
            unpacking.decompressors.pop()
        };
        let mut decompressor = match at_rest {
            Some(decompressor) => decompressor,
            None => zstd::bulk::Decompressor::with_dictionary(&self.dictionary).map_err(|_| Damaged)?,
        };
        let frame: Arc<[u8]> = decompressor.decompress(data, size).map_err(|_| Damaged)?.into();
        let mut unpacking = self.unpacking();
        unpacking.decompressors.push(decompressor);
        unpacking.latest.truncate(LATEST_MAX - 1);
        unpacking.latest.push_front((place, Arc::clone(&frame)));
        if frame.len() == size { Ok(frame) } else { Err(Damaged) }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("committed_bytes", &self.committed_bytes).finish_non_exhaustive()
    }
}
