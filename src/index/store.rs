//! The file of records, and the one of where each begins: appended to by the writer, mapped by readers.
//!
//! A commit names how much of them counts. What a killed run left behind that is overwritten by the
//! next one; no reader ever looks there. A record goes by its number, which is known before it is
//! packed.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use memmap2::Mmap;
use serde::{Deserialize, Serialize};

use super::record::{Damaged, PlacedBlock, Record};

pub(super) const STORE_FILE: &str = "store";
pub(super) const PLACES_FILE: &str = "places";

/// How much of a store counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreSize {
    /// Records, also of documents that are gone.
    pub records: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl StoreSize {
    /// Bytes of the file of places.
    fn places_bytes(self) -> u64 {
        self.records * PLACE_BYTES as u64
    }
}

/// A place is a number of 40 bits, the least byte first: a terabyte of records.
const PLACE_BYTES: usize = 5;

/// Appends records.
#[derive(Debug)]
pub(super) struct StoreWriter {
    records: BufWriter<File>,
    places: BufWriter<File>,
    size: StoreSize,
}

impl StoreWriter {
    /// Opens or creates the store of the generation in `folder`, to go on behind what is committed.
    pub(super) fn open(folder: &Path, committed: StoreSize) -> io::Result<Self> {
        let open = |name: &str, committed_bytes: u64| {
            let path = folder.join(name);
            let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
            if file.metadata()?.len() < committed_bytes {
                return Err(io::Error::other("the store is shorter than the last commit says"));
            }
            file.seek(SeekFrom::Start(committed_bytes))?;
            Ok(BufWriter::with_capacity(1 << 18, file))
        };
        let (records, places) =
            (open(STORE_FILE, committed.bytes)?, open(PLACES_FILE, committed.places_bytes())?);
        Ok(Self { records, places, size: committed })
    }

    /// Appends the next record.
    pub(super) fn append(&mut self, record: &[u8]) -> io::Result<()> {
        let place = self.size.bytes.to_le_bytes();
        let (place, rest) = place.split_at(PLACE_BYTES);
        if rest.iter().any(|byte| *byte != 0) {
            return Err(io::Error::other("the records are more than a terabyte"));
        }
        self.places.write_all(place)?;
        self.records.write_all(record)?;
        self.size.records += 1;
        self.size.bytes += record.len() as u64;
        Ok(())
    }

    /// How much there is.
    pub(super) fn size(&self) -> StoreSize {
        self.size
    }

    /// Makes everything durable.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        for file in [&mut self.records, &mut self.places] {
            file.flush()?;
            file.get_ref().sync_all()?;
        }
        Ok(())
    }
}

/// Reads records.
pub(crate) struct Store {
    /// Nothing where the store is empty: such a file cannot be mapped.
    maps: Option<Maps>,
    size: StoreSize,
    dictionary: Vec<u8>,
    unpacking: Mutex<Unpacking>,
}

struct Maps {
    records: Mmap,
    places: Mmap,
}

/// What is kept from one unpacking for the next.
#[derive(Default)]
struct Unpacking {
    /// Those at rest; setting one up costs more than unpacking a piece.
    decompressors: Vec<zstd::bulk::Decompressor<'static>>,
    /// The frames that were unpacked last, by where they lie: around a passage the same piece is
    /// asked for its words, its text, its marks and its heading.
    latest: VecDeque<(usize, Arc<Vec<u8>>)>,
    /// The groups of blocks that were read last, likewise: turns and places ask for neighbours.
    latest_blocks: VecDeque<(usize, Arc<[PlacedBlock]>)>,
}

/// Frames that are kept unpacked.
const LATEST_MAX: usize = 8;

impl Store {
    /// Maps what is committed of the store of the generation in `folder`, whose pieces were compressed
    /// with `dictionary`.
    pub(crate) fn open(folder: &Path, size: StoreSize, dictionary: Vec<u8>) -> io::Result<Self> {
        let map = |name: &str, committed_bytes: u64| {
            let file = File::open(folder.join(name))?;
            if file.metadata()?.len() < committed_bytes {
                return Err(io::Error::other(Damaged));
            }
            // Mapping is sound as long as nobody shortens or rewrites the file; the writer only adds
            // to its end, under the lock.
            #[expect(unsafe_code, reason = "a file that only grows is mapped")]
            let map = unsafe { Mmap::map(&file)? };
            Ok(map)
        };
        let maps = if size.records == 0 {
            None
        } else {
            Some(Maps {
                records: map(STORE_FILE, size.bytes)?,
                places: map(PLACES_FILE, size.places_bytes())?,
            })
        };
        Ok(Self { maps, size, dictionary, unpacking: Mutex::default() })
    }

    /// The record of this number.
    pub(crate) fn record(&self, number: u64) -> Result<Record<'_>, Damaged> {
        let maps = self.maps.as_ref().filter(|_| number < self.size.records).ok_or(Damaged)?;
        let committed = maps.records.get(..self.size.bytes as usize).ok_or(Damaged)?;
        Record::open(self, committed.get(self.place(number)? as usize..).ok_or(Damaged)?)
    }

    /// How many bytes the records of these numbers take.
    pub(super) fn bytes_of(&self, numbers: &Range<u64>) -> Result<u64, Damaged> {
        Ok(self.place(numbers.end)? - self.place(numbers.start)?)
    }

    /// Where the record of this number begins; that of the next one is where all end.
    fn place(&self, number: u64) -> Result<u64, Damaged> {
        if number == self.size.records {
            return Ok(self.size.bytes);
        }
        let maps = self.maps.as_ref().ok_or(Damaged)?;
        let place =
            maps.places.get(number as usize * PLACE_BYTES..).and_then(<[u8]>::first_chunk::<PLACE_BYTES>);
        Ok(place.ok_or(Damaged)?.iter().rev().fold(0, |place, byte| place << 8 | u64::from(*byte)))
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
    pub(super) fn decompress(&self, data: &[u8], size: usize) -> Result<Arc<Vec<u8>>, Damaged> {
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
        let frame = Arc::new(decompressor.decompress(data, size).map_err(|_| Damaged)?);
        let mut unpacking = self.unpacking();
        unpacking.decompressors.push(decompressor);
        unpacking.latest.truncate(LATEST_MAX - 1);
        unpacking.latest.push_front((place, Arc::clone(&frame)));
        if frame.len() == size { Ok(frame) } else { Err(Damaged) }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("size", &self.size).finish_non_exhaustive()
    }
}
