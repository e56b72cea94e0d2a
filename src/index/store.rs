//! The file of records: appended to by the writer, mapped by readers.
//!
//! A commit names how many bytes of it count. What a killed run left behind that length is
//! overwritten by the next one; no reader ever looks there.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use memmap2::Mmap;

use super::record::{Damaged, Record};

/// Compression of text pieces; level 3 is zstd's own middle.
pub(super) const COMPRESSION_LEVEL: i32 = 3;

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
#[derive(Debug)]
pub(crate) struct Store {
    /// Nothing where the store is empty: such a file cannot be mapped.
    map: Option<Mmap>,
    committed_bytes: usize,
}

impl Store {
    /// Maps the first `committed_bytes` of the store.
    pub(crate) fn open(path: &Path, committed_bytes: u64) -> io::Result<Self> {
        if committed_bytes == 0 {
            return Ok(Self { map: None, committed_bytes: 0 });
        }
        let file = File::open(path)?;
        if file.metadata()?.len() < committed_bytes {
            return Err(io::Error::other(Damaged));
        }
        // Mapping is sound as long as nobody shortens or rewrites the file; the writer only adds
        // to its end, under the lock.
        #[expect(unsafe_code, reason = "a file that only grows is mapped")]
        let map = unsafe { Mmap::map(&file)? };
        Ok(Self { map: Some(map), committed_bytes: committed_bytes as usize })
    }

    /// The record that begins at `offset`.
    pub(crate) fn record(&self, offset: u64) -> Result<Record<'_>, Damaged> {
        let map = self.map.as_deref().ok_or(Damaged)?;
        let committed = map.get(..self.committed_bytes).ok_or(Damaged)?;
        Record::open(committed.get(offset as usize..).ok_or(Damaged)?)
    }
}

/// Unpacks one piece of text, whose size is known.
pub(super) fn decompress(data: &[u8], size: usize) -> Result<Vec<u8>, Damaged> {
    thread_local! {
        // Setting up a decompressor costs more than unpacking a piece.
        static DECOMPRESSOR: std::cell::RefCell<Option<zstd::bulk::Decompressor<'static>>> = const { std::cell::RefCell::new(None) };
    }
    /// Far more than any piece: words are cut at [`super::record::PIECE_BYTES`].
    const SIZE_MAX: usize = 1 << 30;
    if size > SIZE_MAX {
        return Err(Damaged);
    }
    DECOMPRESSOR.with_borrow_mut(|slot| {
        let decompressor = match slot {
            Some(decompressor) => decompressor,
            None => slot.insert(zstd::bulk::Decompressor::new().map_err(|_| Damaged)?),
        };
        let text = decompressor.decompress(data, size).map_err(|_| Damaged)?;
        if text.len() == size { Ok(text) } else { Err(Damaged) }
    })
}
