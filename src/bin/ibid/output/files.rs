//! Where the archive's files are, as seen from here.

use std::path::{Path, PathBuf};

use ibid::corpus::{Corpus, Locator, encode_path};
use ibid::index::Entry;

/// Finds the files of documents.
#[derive(Debug)]
pub(crate) struct Files {
    locator: Locator,
    here: PathBuf,
}

impl Files {
    /// The files of `corpus`, seen from the current folder.
    pub(crate) fn new(corpus: &Corpus) -> Self {
        let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
        Self { locator: corpus.locator(), here }
    }

    /// The file of a document, absolute; nothing when its root is not among the corpus's any more.
    pub(crate) fn locate(&self, entry: &Entry) -> Option<PathBuf> {
        self.locator.locate(entry.file_path())
    }

    /// The same from the current folder where it lies below it.
    pub(super) fn shown(&self, entry: &Entry) -> PathBuf {
        let Some(file) = self.locate(entry) else { return PathBuf::from(entry.file_path()) };
        match file.strip_prefix(&self.here) {
            // Programs would take it for an option.
            Ok(inside) if inside.as_os_str().as_encoded_bytes().starts_with(b"-") => {
                Path::new(".").join(inside)
            }
            Ok(inside) if !self.here.as_os_str().is_empty() => inside.to_owned(),
            _ => file,
        }
    }

    /// The same as text, with what is not UTF-8 escaped as in every path.
    pub(super) fn shown_text(&self, entry: &Entry) -> String {
        let path = self.shown(entry);
        let root = if path.is_absolute() { "/" } else { "" };
        format!("{root}{}", encode_path(Path::new(&path)))
    }
}
