//! The file of what is compared of documents, which every update that finds something new reads and
//! writes whole: see [`crate::across`].
//!
//! ```text
//! per chunk       bytes of told, bytes of hashes: 32 bits each, little endian
//!   told          a zstd frame: per source its path, how many documents it has, and what is told
//!                 of each
//!   hashes        as they are
//! ```

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::manifest::LIST_COMPRESSION_LEVEL;
use crate::across::{Packing, Standing, Traits, Unpacking};

/// A chunk closes behind the source with which it has so many bytes.
const CHUNK_BYTES: usize = 1 << 20;

/// What is compared of a document, and how it stands to the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Across {
    pub traits: Traits,
    pub standing: Standing,
}

/// Writes what is compared of the documents of each source, in order of paths, durably.
pub(super) fn write<'a>(
    path: &Path,
    sources: impl Iterator<Item = (&'a str, &'a [Across])>,
) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut packing = Packing::default();
    for (path, documents) in sources.filter(|(_, documents)| !documents.is_empty()) {
        packing.text(path);
        packing.number(documents.len() as u32);
        for across in documents {
            packing.document(&across.traits, &across.standing)?;
        }
        if packing.told.len() + packing.hashes.len() >= CHUNK_BYTES {
            write_chunk(&mut file, &std::mem::take(&mut packing))?;
        }
    }
    write_chunk(&mut file, &packing)?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

fn write_chunk(file: &mut impl Write, packing: &Packing) -> io::Result<()> {
    let told = zstd::bulk::compress(&packing.told, LIST_COMPRESSION_LEVEL)?;
    for section in [&told, &packing.hashes] {
        let bytes = u32::try_from(section.len()).map_err(|_| io::Error::other("more than 4 GiB"))?;
        file.write_all(&bytes.to_le_bytes())?;
    }
    file.write_all(&told)?;
    file.write_all(&packing.hashes)
}

/// Reads what is compared of the documents of each source, by path.
pub(super) fn read(path: &Path) -> io::Result<HashMap<String, Vec<Across>>> {
    let damaged = || io::Error::other("what documents are compared by is damaged");
    let bytes = fs::read(path)?;
    let mut rest = bytes.as_slice();
    let mut sources = HashMap::new();
    while !rest.is_empty() {
        let (told_bytes, behind) = rest.split_first_chunk().ok_or_else(damaged)?;
        let (hashes_bytes, behind) = behind.split_first_chunk().ok_or_else(damaged)?;
        let split = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes) as usize;
        let (told, behind) = behind.split_at_checked(split(told_bytes)).ok_or_else(damaged)?;
        let (hashes, behind) = behind.split_at_checked(split(hashes_bytes)).ok_or_else(damaged)?;
        rest = behind;
        let told = zstd::stream::decode_all(told)?;
        read_chunk(&mut Unpacking::new(&told, hashes), &mut sources).ok_or_else(damaged)?;
    }
    Ok(sources)
}

fn read_chunk(unpacking: &mut Unpacking<'_>, sources: &mut HashMap<String, Vec<Across>>) -> Option<()> {
    while !unpacking.is_at_end() {
        let path = unpacking.text()?;
        let count = unpacking.number()?;
        let document = |(traits, standing)| Across { traits, standing };
        let documents: Option<Vec<Across>> = (0..count).map(|_| unpacking.document().map(document)).collect();
        sources.insert(path, documents?);
    }
    Some(())
}
