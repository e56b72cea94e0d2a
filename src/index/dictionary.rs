//! The dictionary that the store's pieces are compressed with: trained on a sample of the archive,
//! made with a generation and never changed in it.
//!
//! A piece of 8 KiB is too short to learn a language from; with what is common to the archive known
//! beforehand it takes about an eighth less room. Answers do not depend on it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::record::{Entry, PIECE_BYTES};
use super::update::{Batch, Spool};

const DICTIONARY_FILE: &str = "dictionary";

/// Twice what zstd recommends spares three times as much as it takes; four times hardly more.
const DICTIONARY_BYTES_MAX: usize = 256 << 10;
/// The dictionary may take this part of the text: in a small archive it would cost more than it
/// spares.
const SHARE_OF_TEXT: usize = 160;
/// Below this it is not worth it.
const DICTIONARY_BYTES_MIN: usize = 16 << 10;
/// It is text mostly, and takes two fifths of its room by itself; higher levels spare a twentieth of that.
const LEVEL: i32 = 12;
/// Pieces that the sample has, at even distances through all of the text: so a source speaks for as
/// much of the archive as it is. Twice as many take twice as long and spare 0.04 % more.
const SAMPLE_PIECES: usize = 160;
/// Documents of which the sample has what is said about them.
const SAMPLE_ENTRIES: usize = 80;

/// The dictionary of a generation, which may still have to be trained.
pub(super) struct Dictionary {
    bytes: OnceLock<Result<Vec<u8>, String>>,
    folder: PathBuf,
    samples: Vec<Vec<u8>>,
    size_bytes: usize,
}

impl Dictionary {
    /// That of the generation in `folder`; empty where it has none.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let bytes = OnceLock::from(Ok(read(folder)?));
        Ok(Self { bytes, folder: folder.to_owned(), samples: Vec::new(), size_bytes: 0 })
    }

    /// One that is made for an archive of these sources, each with its path and its documents, and
    /// lies in the generation `folder` then; an empty one where it would not pay.
    pub(super) fn for_archive(
        folder: &Path,
        sources: &[(&str, &[Batch])],
        spool: &Spool,
    ) -> io::Result<Self> {
        let all_bytes: usize =
            sources.iter().flat_map(|(_, batches)| *batches).map(|batch| batch.text_bytes).sum();
        let size_bytes = (all_bytes / SHARE_OF_TEXT).min(DICTIONARY_BYTES_MAX);
        let pays = size_bytes >= DICTIONARY_BYTES_MIN;
        let samples = if pays { sample(sources, spool, all_bytes)? } else { Vec::new() };
        Ok(Self { bytes: OnceLock::new(), folder: folder.to_owned(), samples, size_bytes })
    }

    /// The dictionary, which whoever asks first makes and the others wait for.
    pub(super) fn bytes(&self) -> io::Result<&[u8]> {
        let bytes = self.bytes.get_or_init(|| self.train().map_err(|error| error.to_string()));
        bytes.as_deref().map_err(|error| io::Error::other(error.as_str()))
    }

    fn train(&self) -> io::Result<Vec<u8>> {
        if self.samples.is_empty() {
            return Ok(Vec::new());
        }
        // Training fails on samples that are too few or too much alike; then there is none.
        let dictionary = zstd::dict::from_samples(&self.samples, self.size_bytes).unwrap_or_default();
        if !dictionary.is_empty() {
            let file = fs::File::create(self.folder.join(DICTIONARY_FILE))?;
            io::Write::write_all(&mut &file, &zstd::bulk::compress(&dictionary, LEVEL)?)?;
            file.sync_all()?;
        }
        Ok(dictionary)
    }
}

/// Pieces of the documents and what is said about them, as they will be compressed.
fn sample(sources: &[(&str, &[Batch])], spool: &Spool, all_bytes: usize) -> io::Result<Vec<Vec<u8>>> {
    let every_bytes = (all_bytes / SAMPLE_PIECES).max(PIECE_BYTES);
    let count: usize = sources.iter().flat_map(|(_, batches)| *batches).map(|batch| batch.count).sum();
    let every = count.div_ceil(SAMPLE_ENTRIES).max(1);
    let (mut pieces, mut entries) = (Vec::new(), Vec::new());
    let (mut before, mut next, mut number) = (0, 0, 0_usize);
    for (path, batch) in
        sources.iter().flat_map(|(path, batches)| batches.iter().map(move |batch| (path, batch)))
    {
        if next >= before + batch.text_bytes && number.next_multiple_of(every) >= number + batch.count {
            before += batch.text_bytes;
            number += batch.count;
            continue;
        }
        for document in spool.look(batch)?.iter() {
            let text = document.text.as_bytes();
            while next < before + text.len() {
                let start = (next - before) / PIECE_BYTES * PIECE_BYTES;
                pieces.push(text[start..text.len().min(start + PIECE_BYTES)].to_vec());
                next += every_bytes;
            }
            before += text.len();
            if number % every == 0 {
                entries.extend(serde_json::to_vec(&Entry::new(path, document, 1_000)).ok());
            }
            number += 1;
        }
    }
    pieces.append(&mut entries);
    Ok(pieces)
}

/// The dictionary of the generation in `folder`; empty where it has none.
pub(super) fn read(folder: &Path) -> io::Result<Vec<u8>> {
    match fs::read(folder.join(DICTIONARY_FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => zstd::bulk::decompress(&read?, DICTIONARY_BYTES_MAX),
    }
}
