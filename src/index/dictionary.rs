//! The dictionary that the store's pieces are compressed with: trained on a sample of the archive,
//! made with a generation and never changed in it.
//!
//! A piece of 8 KiB is too short to learn a language from; with what is common to the archive known
//! beforehand it takes about an eighth less room. Answers do not depend on it.

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::record::{Entry, PIECE_BYTES};
use crate::corpus::{self, Source};
use crate::format;
use crate::receipt::Receipt;

const DICTIONARY_FILE: &str = "dictionary";

/// What zstd recommends; more hardly helps.
const DICTIONARY_BYTES_MAX: u64 = 112 << 10;
/// The dictionary may take this part of the sources: in a small archive it would cost more than it
/// spares.
const SHARE_OF_SOURCES: u64 = 300;
/// Below this it is not worth it.
const DICTIONARY_BYTES_MIN: u64 = 16 << 10;
/// Sources that the sample is taken from, evenly over the archive.
const SAMPLE_SOURCES: usize = 192;
/// Longer sources would take long to read for the little that is wanted of them.
const SAMPLE_SOURCE_BYTES_MAX: u64 = 1 << 20;
/// What one source adds to the sample, so that none speaks for all.
const SAMPLE_PIECES_OF_SOURCE: usize = 3;

/// Trains a dictionary for an archive of these sources and lays it in the generation `folder`; an
/// empty one where it would not pay.
pub(super) fn train(folder: &Path, sources: &[&Source]) -> io::Result<Vec<u8>> {
    let all_bytes: u64 = sources.iter().map(|source| source.stamp.size_bytes).sum();
    let size_bytes = (all_bytes / SHARE_OF_SOURCES).min(DICTIONARY_BYTES_MAX);
    if size_bytes < DICTIONARY_BYTES_MIN {
        return Ok(Vec::new());
    }
    let every = sources.len().div_ceil(SAMPLE_SOURCES).max(1);
    let chosen: Vec<&Source> = sources
        .iter()
        .step_by(every)
        .copied()
        .filter(|source| source.stamp.size_bytes <= SAMPLE_SOURCE_BYTES_MAX)
        .collect();
    let samples: Vec<Vec<u8>> = chosen.into_par_iter().flat_map_iter(samples_of).collect();
    // Training fails on samples that are too few or too much alike; then there is none.
    let dictionary = zstd::dict::from_samples(&samples, size_bytes as usize).unwrap_or_default();
    if !dictionary.is_empty() {
        let file = fs::File::create(folder.join(DICTIONARY_FILE))?;
        io::Write::write_all(&mut &file, &dictionary)?;
        file.sync_all()?;
    }
    Ok(dictionary)
}

/// The dictionary of the generation in `folder`; empty where it has none.
pub(super) fn read(folder: &Path) -> io::Result<Vec<u8>> {
    match fs::read(folder.join(DICTIONARY_FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

/// Pieces of the source's documents and what is said about them, as they will be compressed. What
/// cannot be read is in the report when its turn comes.
fn samples_of(source: &Source) -> Vec<Vec<u8>> {
    let Ok(bytes) = corpus::read(&source.file) else { return Vec::new() };
    let documents = format::read(&source.path, &bytes, &mut Receipt::default()).unwrap_or_default();
    let pieces = documents.iter().flat_map(|document| document.text.as_bytes().chunks(PIECE_BYTES));
    let mut samples: Vec<Vec<u8>> = pieces.take(SAMPLE_PIECES_OF_SOURCE).map(<[u8]>::to_vec).collect();
    let entry = documents.first().map(|document| Entry::new(&source.path, document, 1_000));
    samples.extend(entry.and_then(|entry| serde_json::to_vec(&entry).ok()));
    samples
}
