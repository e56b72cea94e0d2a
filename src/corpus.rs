//! What is in the archive: walking folders, reading files, telling what changed.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

mod path;

pub use path::{decode_path, encode_path};

/// Larger files are left out: no essay and no transcript is that long.
pub const SOURCE_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// A file with patterns of paths to leave out, as in `.gitignore`.
const IGNORE_FILE: &str = ".ibidignore";

/// The index of a folder that is an archive by itself.
pub const INDEX_FOLDER: &str = ".ibid";

/// Folders of version control: they hold other states of the files beside them.
const VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".svn", ".jj"];

/// Why a file or folder is left out whose name begins with a point.
const HIDDEN: &str = "hidden";
/// Why a folder of version control is.
const OF_VERSION_CONTROL: &str = "of version control";

/// The folders and files that make up an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corpus {
    /// Where to walk, in the order given.
    pub roots: Vec<PathBuf>,
    /// Folders inside that do not belong to it, such as the index.
    #[serde(default)]
    pub excluded: Vec<PathBuf>,
    /// Whether symbolic links are followed.
    #[serde(default)]
    pub follows_links: bool,
    /// Whether files and folders are read whose names begin with a point. Those of version control and of ibid
    /// itself never are.
    #[serde(default)]
    pub reads_hidden: bool,
}

/// A file of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path inside the archive, with `/` between its parts: the same on every machine. Where it is
    /// on this one, a [`Locator`] knows.
    pub path: String,
    /// What tells, cheaply, whether it has changed.
    pub stamp: Stamp,
}

/// Size and time of change of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub size_bytes: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified_ns: i64,
}

/// Something in the archive that gives no documents, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its path inside the archive.
    pub path: String,
    /// Why, as a lower-case sentence without full stop.
    pub reason: String,
}

impl Skipped {
    /// Whether it is left out only because its name begins with a point.
    pub fn is_hidden(&self) -> bool {
        self.reason == HIDDEN
    }

    /// Whether nobody would look for it among what was read.
    pub fn is_usual(&self) -> bool {
        self.is_hidden() || self.reason == OF_VERSION_CONTROL
    }
}

/// What a walk finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The files, in order of their paths.
    pub sources: Vec<Source>,
    /// What cannot or should not be read.
    pub skipped: Vec<Skipped>,
    /// The paths among those of files and folders of which nothing can be told now: what was in them may
    /// well be there.
    pub unlisted: Vec<String>,
}

impl Corpus {
    /// The archive of these folders or files.
    pub fn new(roots: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { roots: roots.into_iter().collect(), ..Self::default() }
    }

    /// Lists every file, in order of paths.
    ///
    /// # Errors
    /// When a root does not exist; anything wrong below a root is in [`Listing::skipped`].
    pub fn walk(&self) -> io::Result<Listing> {
        let mut listing = Listing::default();
        for (root, prefix) in self.roots.iter().zip(self.prefixes()) {
            let about =
                |error: io::Error| io::Error::new(error.kind(), format!("`{}`: {error}", root.display()));
            let canonical = root.canonicalize().map_err(about)?;
            if canonical.metadata().map_err(about)?.is_file() {
                let name = Path::new(canonical.file_name().unwrap_or_default());
                listing.take(&canonical, join(&prefix, name));
            } else {
                self.walk_root(&canonical, &prefix, &mut listing);
            }
        }
        listing.sources.sort_by(|a, b| a.path.cmp(&b.path));
        listing.sources.dedup_by(|a, b| a.path == b.path);
        listing.skipped.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(listing)
    }

    /// What tells where the files of the archive are.
    pub fn locator(&self) -> Locator {
        let roots = self.roots.iter().map(|root| root.canonicalize().unwrap_or_else(|_| root.clone()));
        let is_file = |(root, prefix): (PathBuf, _)| (root.is_file(), root, prefix);
        Locator { roots: roots.zip(self.prefixes()).map(is_file).collect() }
    }

    /// The path in the archive of a file below one of the roots, whether or not it is there.
    pub fn path_of(&self, file: &Path) -> Option<String> {
        self.roots.iter().zip(self.prefixes()).find_map(|(root, prefix)| {
            let root = root.canonicalize().unwrap_or_else(|_| root.clone());
            let inside = file.strip_prefix(&root).ok();
            // The file may be named by another way to the same folder.
            let above = file.ancestors().find(|above| above.canonicalize().is_ok_and(|above| above == root));
            Some(join(&prefix, inside.or_else(|| file.strip_prefix(above?).ok())?))
        })
    }

    /// What paths of each root begin with: nothing for a single root, else the folder's own name,
    /// numbered where two are alike.
    fn prefixes(&self) -> Vec<String> {
        if self.roots.len() == 1 {
            return vec![String::new()];
        }
        let mut taken: Vec<String> = Vec::new();
        for root in &self.roots {
            let absolute = root.canonicalize().unwrap_or_else(|_| root.clone());
            let name = if absolute.is_dir() {
                absolute.file_name().map(|name| encode_path(Path::new(name)))
            } else {
                Some(String::new())
            };
            let name = name.unwrap_or_default();
            let is_new = |candidate: &String| candidate.is_empty() || !taken.contains(candidate);
            let numbered = (2..).map(|number| format!("{name}-{number}"));
            let prefix = std::iter::once(name.clone()).chain(numbered).find(is_new);
            taken.push(prefix.unwrap_or_default());
        }
        taken
    }

    fn walk_root(&self, root: &Path, prefix: &str, listing: &mut Listing) {
        let left_out = Arc::new(Mutex::new(Vec::new()));
        let excluded: Vec<PathBuf> =
            self.excluded.iter().filter_map(|path| path.canonicalize().ok()).collect();
        let walk = ignore::WalkBuilder::new(root)
            .standard_filters(false)
            .add_custom_ignore_filename(IGNORE_FILE)
            .follow_links(self.follows_links)
            .filter_entry({
                let left_out = Arc::clone(&left_out);
                let reads_hidden = self.reads_hidden;
                move |entry| {
                    let name = entry.file_name();
                    let is_hidden = entry.depth() > 0 && name.as_encoded_bytes().starts_with(b".");
                    let is_own = name == IGNORE_FILE || name == INDEX_FOLDER;
                    if (is_hidden && is_own) || excluded.iter().any(|path| path == entry.path()) {
                        return false;
                    }
                    let reason = match is_hidden {
                        true if VERSION_CONTROL.iter().any(|folder| name == *folder) => OF_VERSION_CONTROL,
                        true if !reads_hidden => HIDDEN,
                        _ => return true,
                    };
                    let mut left_out = left_out.lock().unwrap_or_else(PoisonError::into_inner);
                    left_out.push((entry.path().to_owned(), reason));
                    false
                }
            })
            .build();
        let inside = |path: &Path| join(prefix, path.strip_prefix(root).unwrap_or(path));
        for entry in walk {
            match entry {
                Ok(entry) => match entry.file_type() {
                    Some(kind) if kind.is_file() => listing.take(entry.path(), inside(entry.path())),
                    Some(kind) if kind.is_dir() => {}
                    Some(kind) if kind.is_symlink() => {
                        listing.skip(inside(entry.path()), "symbolic link, not followed without `--follow`")
                    }
                    _ => listing.skip(inside(entry.path()), "not a regular file"),
                },
                Err(error) => {
                    let (path, reason) = explain(&error);
                    let path = path.map_or_else(|| prefix.to_owned(), inside);
                    if error.io_error().is_some_and(|error| error.kind() != io::ErrorKind::NotFound) {
                        listing.unlisted.push(path.clone());
                    }
                    listing.skip(path, reason);
                }
            }
        }
        let left_out = std::mem::take(&mut *left_out.lock().unwrap_or_else(PoisonError::into_inner));
        for (path, reason) in left_out {
            listing.skip(inside(&path), reason);
        }
    }
}

/// Tells where the files of an archive are.
#[derive(Clone, Debug)]
pub struct Locator {
    /// Whether it is a file, where it is, and what paths in it begin with.
    roots: Vec<(bool, PathBuf, String)>,
}

impl Locator {
    /// The file that has this path in the archive, whether or not it is still there; nothing when no
    /// root can have it.
    pub fn locate(&self, path: &str) -> Option<PathBuf> {
        self.roots.iter().find_map(|(is_file, root, prefix)| {
            let inside = match prefix.as_str() {
                "" => path,
                prefix => path.strip_prefix(prefix)?.strip_prefix('/')?,
            };
            let inside = decode_path(inside);
            if *is_file {
                return root.file_name().is_some_and(|name| *name == *inside).then(|| root.clone());
            }
            Some(root.join(inside))
        })
    }
}

/// Whether a path is that of this file or folder, or of something in it.
pub fn is_within(path: &str, folder: &str) -> bool {
    let behind = path.strip_prefix(folder);
    behind.is_some_and(|rest| folder.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

impl Listing {
    /// Whether a file of this path may be there though it is not listed.
    pub fn may_have(&self, path: &str) -> bool {
        self.unlisted.iter().any(|folder| is_within(path, folder))
    }

    fn take(&mut self, file: &Path, path: String) {
        match file.metadata() {
            Ok(metadata) if metadata.len() > SOURCE_BYTES_MAX => {
                self.skip(path, format!("larger than {} MiB", SOURCE_BYTES_MAX >> 20));
            }
            Ok(metadata) => self.sources.push(Source { path, stamp: Stamp::of(&metadata) }),
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    self.unlisted.push(path.clone());
                }
                self.skip(path, error.to_string());
            }
        }
    }

    fn skip(&mut self, path: String, reason: impl Into<String>) {
        self.skipped.push(Skipped { path, reason: reason.into() });
    }
}

impl Stamp {
    /// The stamp of a file with this metadata.
    pub fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified_ns = modified.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or_default();
        Self { size_bytes: metadata.len(), modified_ns }
    }
}

/// Reads a source whole.
///
/// # Errors
/// When the file cannot be opened or read, or has grown past [`SOURCE_BYTES_MAX`].
pub fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let open = File::open(file)?;
    bytes.reserve(open.metadata().map_or(0, |metadata| metadata.len().min(SOURCE_BYTES_MAX) as usize));
    open.take(SOURCE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SOURCE_BYTES_MAX {
        return Err(io::Error::other(format!("larger than {} MiB", SOURCE_BYTES_MAX >> 20)));
    }
    Ok(bytes)
}

/// Reads the source that has this path in the archive.
///
/// # Errors
/// As [`read`] says.
pub fn read_at(locator: &Locator, path: &str) -> io::Result<Vec<u8>> {
    read(&locator.locate(path).ok_or(io::ErrorKind::NotFound)?)
}

/// The path of `inner` below `prefix`.
fn join(prefix: &str, inner: &Path) -> String {
    let inner = encode_path(inner);
    if prefix.is_empty() { inner } else { format!("{prefix}/{inner}") }
}

/// The path that an error of the walk is about, and what it says.
fn explain(error: &ignore::Error) -> (Option<&Path>, String) {
    match error {
        ignore::Error::WithPath { path, err } => (Some(path), explain(err).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => explain(err),
        ignore::Error::Loop { child, .. } => (Some(child), "symbolic link to a folder above it".to_owned()),
        ignore::Error::Io(error) => (None, error.to_string()),
        other => (None, other.to_string()),
    }
}
