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
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use super::manifest::LIST_COMPRESSION_LEVEL;
use super::update::{Kept, Spool};
use crate::across::{Packing, Standing, Traits, Unpacking};

/// A chunk closes behind the source with which it has so many bytes.
const CHUNK_BYTES: usize = 1 << 20;

/// What is compared of a document, and how it stands to the others. All documents' are held at once.
#[derive(Debug)]
pub(super) struct Across {
    pub traits: Traits,
    /// Its content, which waits in the spool.
    pub content: Kept,
    /// Nothing where it stands alone, as most do.
    standing: Option<Box<Standing>>,
}

impl Across {
    /// A document whose standing is not known yet.
    pub(super) fn new(traits: Traits, content: Kept) -> Self {
        Self { traits, content, standing: None }
    }

    /// How it stands to the others.
    pub(super) fn standing(&self) -> &Standing {
        self.standing.as_deref().unwrap_or(Standing::ALONE)
    }

    /// Sets how it stands to the others; whether that is otherwise than before.
    pub(super) fn stands(&mut self, standing: Standing) -> bool {
        let is_new = *self.standing() != standing;
        self.standing = (standing != *Standing::ALONE).then(|| Box::new(standing));
        is_new
    }
}

/// Writes what is compared of the documents of each source, in order of paths, durably.
pub(super) fn write<'a>(
    path: &Path,
    sources: impl Iterator<Item = (&'a str, &'a [Across])>,
    spool: &Spool,
) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut packing = Packing::default();
    for (path, documents) in sources.filter(|(_, documents)| !documents.is_empty()) {
        packing.text(path);
        packing.number(documents.len() as u32);
        for across in documents {
            packing.document(&across.traits, &spool.content(&across.content)?, across.standing())?;
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

/// Reads what is compared of the documents of each source, by path; contents go to the spool.
pub(super) fn read(path: &Path, spool: &Spool) -> io::Result<HashMap<String, Vec<Across>>> {
    let damaged = || io::Error::other("what documents are compared by is damaged");
    let mut file = BufReader::new(File::open(path)?);
    let mut sources = HashMap::new();
    while !file.fill_buf()?.is_empty() {
        let (mut told_bytes, mut hashes_bytes) = ([0; 4], [0; 4]);
        file.read_exact(&mut told_bytes)?;
        file.read_exact(&mut hashes_bytes)?;
        let (told, hashes) = (section(&mut file, told_bytes)?, section(&mut file, hashes_bytes)?);
        let told = zstd::stream::decode_all(told.as_slice())?;
        read_chunk(&mut Unpacking::new(&told, &hashes), spool, &mut sources).ok_or_else(damaged)?;
    }
    Ok(sources)
}

/// So many bytes of a file, or what there is of them.
fn section(file: &mut impl Read, bytes: [u8; 4]) -> io::Result<Vec<u8>> {
    let mut section = Vec::new();
    file.take(u64::from(u32::from_le_bytes(bytes))).read_to_end(&mut section)?;
    Ok(section)
}

fn read_chunk(
    unpacking: &mut Unpacking<'_>,
    spool: &Spool,
    sources: &mut HashMap<String, Vec<Across>>,
) -> Option<()> {
    while !unpacking.is_at_end() {
        let path = unpacking.text()?;
        let count = unpacking.number()?;
        let document = |_| {
            let (traits, content, standing) = unpacking.document()?;
            let mut across = Across::new(traits, spool.keep(&content).ok()?);
            across.stands(standing);
            Some(across)
        };
        let documents: Option<Vec<Across>> = (0..count).map(document).collect();
        sources.insert(path, documents?);
    }
    Some(())
}
