//! What a commit says about the whole, and the list of sources that belongs to it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::record::Damaged;
use super::store::StoreSize;
use crate::corpus::{Corpus, Stamp};

/// Compression of what is said of the sources: little beside the texts, and a tenth smaller than at 3.
pub(super) const LIST_COMPRESSION_LEVEL: i32 = 9;

/// The version of the index's files. Another version is built anew from the sources.
pub(super) const VERSION: u32 = 22;

/// What a commit says about the whole archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    version: u32,
    /// Where the sources are.
    pub corpus: Corpus,
    /// When the commit was made, in seconds since 1970.
    pub committed_s: u64,
    /// How many documents there are.
    pub documents: u64,
    /// How many words they have.
    pub words: u64,
    /// How many bytes of clean text they have.
    pub text_bytes: u64,
    /// How many positions have a term, titles included; the mean of it is BM25's average length.
    pub positions: u64,
    /// How many documents there are in each language; under an empty name those in none.
    pub languages: BTreeMap<String, u64>,
    /// How much of the store counts.
    pub store: StoreSize,
    /// How many of its bytes belong to documents that are still there.
    pub live_store_bytes: u64,
    /// The file with the list of sources.
    pub sources_file: String,
    /// The file with what is compared of their documents.
    pub traits_file: String,
    /// How many groups of versions and parts there are.
    pub groups: u64,
    /// How many words are set apart because they repeat through their source.
    pub set_apart_words: u64,
}

/// Why a payload is no manifest.
#[derive(Debug)]
pub(super) enum PayloadError {
    Version(u32),
    Unreadable,
}

/// A source as it was when it was indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceState {
    /// Its path in the archive.
    pub path: String,
    /// Its size and time of change.
    pub stamp: Stamp,
    /// The hash of its bytes.
    pub hash: ContentHash,
    /// What came of it.
    pub outcome: Outcome,
    /// What a person should know about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// What was written of it.
    pub written: Written,
}

/// What was written of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The numbers of its documents' records in the store.
    pub records: Range<u64>,
    /// How many words its documents have.
    pub words: u64,
    /// How many positions they fill.
    pub positions: u64,
    /// How many bytes of clean text they have.
    pub text_bytes: u64,
    /// How many words are set apart.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub set_apart_words: u64,
    /// The groups that its documents are the best member of.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub groups: u64,
    /// The languages of its documents, one for each, with a comma between two.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub languages: Box<str>,
}

/// The first half of the BLAKE3 hash of a source's bytes, written in hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentHash([u8; 16]);

impl ContentHash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let hash = *blake3::hash(bytes).as_bytes();
        Self(*hash.first_chunk().unwrap_or(&[0; 16]))
    }
}

impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{:032x}", u128::from_be_bytes(self.0)))
    }
}

impl<'de> Deserialize<'de> for ContentHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = <Cow<'_, str>>::deserialize(deserializer)?;
        let number = u128::from_str_radix(&digits, 16).map_err(serde::de::Error::custom)?;
        Ok(Self(number.to_be_bytes()))
    }
}

/// What came of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It was read.
    #[default]
    Read,
    /// It was not, for this reason.
    Skipped(String),
}

impl Manifest {
    /// The manifest of an archive of these sources.
    pub(super) fn new(
        corpus: Corpus,
        sources: &[SourceState],
        (store, live_store_bytes): (StoreSize, u64),
        (sources_file, traits_file): (String, String),
        committed_s: u64,
    ) -> Self {
        let sum =
            |value: fn(&Written) -> u64| sources.iter().map(|source| value(&source.written)).sum::<u64>();
        let mut languages = BTreeMap::new();
        for written in
            sources.iter().map(|source| &source.written).filter(|written| !written.records.is_empty())
        {
            for language in written.languages.split(',') {
                *languages.entry(language.to_owned()).or_default() += 1;
            }
        }
        Self {
            version: VERSION,
            corpus,
            committed_s,
            documents: sum(|written| written.records.end - written.records.start),
            words: sum(|written| written.words),
            text_bytes: sum(|written| written.text_bytes),
            positions: sum(|written| written.positions),
            languages,
            store,
            live_store_bytes,
            sources_file,
            traits_file,
            groups: sum(|written| written.groups),
            set_apart_words: sum(|written| written.set_apart_words),
        }
    }

    pub(super) fn from_payload(payload: Option<&str>) -> Result<Self, PayloadError> {
        let unreadable = |_: serde_json::Error| PayloadError::Unreadable;
        let payload = payload.ok_or(PayloadError::Unreadable)?;
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let Version { version } = serde_json::from_str(payload).map_err(unreadable)?;
        if version != VERSION {
            return Err(PayloadError::Version(version));
        }
        serde_json::from_str(payload).map_err(unreadable)
    }

    pub(super) fn to_payload(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

/// Writes the list of sources, durably, one line of JSON for each, compressed.
pub(super) fn write_sources(path: &Path, sources: &[SourceState]) -> io::Result<()> {
    let mut encoder = zstd::stream::write::Encoder::new(File::create(path)?, LIST_COMPRESSION_LEVEL)?;
    for source in sources {
        serde_json::to_writer(&mut encoder, source)?;
        encoder.write_all(b"\n")?;
    }
    encoder.finish()?.sync_all()
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Reads a list of sources.
///
/// # Errors
/// When the file cannot be opened; [`Damaged`] inside when it holds something else.
pub(super) fn read_sources(path: &Path) -> io::Result<Vec<SourceState>> {
    let decoder = zstd::stream::read::Decoder::new(File::open(path)?)?;
    let lines = BufReader::new(decoder).lines();
    let damaged = |_| io::Error::other(Damaged);
    lines
        .map(|line| serde_json::from_str(&line.map_err(damaged)?).map_err(|_| io::Error::other(Damaged)))
        .collect()
}
