//! Which folder of the index counts: one is built aside, then a rename makes it current.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::lock::LOCK_FILE;

const CURRENT_FILE: &str = "current";

/// The folder of the current generation, if there is one.
pub(super) fn current(index: &Path) -> io::Result<Option<PathBuf>> {
    let name = match fs::read_to_string(index.join(CURRENT_FILE)) {
        Ok(name) => name,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let name = name.trim();
    if name.parse::<u64>().is_err() {
        return Err(io::Error::other(format!("`{CURRENT_FILE}` does not name a generation")));
    }
    Ok(Some(index.join(name)))
}

/// Whether a folder is no index and has something in it that an index would get in the way of. What tells people
/// and version control what the folder is for does not.
pub(super) fn is_foreign(folder: &Path) -> io::Result<bool> {
    let is_index = [CURRENT_FILE, LOCK_FILE].iter().any(|file| folder.join(file).is_file());
    if is_index {
        return Ok(false);
    }
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let name = name.as_encoded_bytes();
        let is_about = name.starts_with(b".") || name.to_ascii_lowercase().starts_with(b"readme");
        if !is_about {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A new, empty folder for the generation after the latest one, whether or not that can be read.
pub(super) fn next(index: &Path) -> io::Result<PathBuf> {
    let number_of = |path: &Path| path.file_name()?.to_str()?.parse::<u64>().ok();
    let latest = match current(index) {
        Ok(current) => current.as_deref().and_then(number_of),
        Err(_) => {
            let names = fs::read_dir(index)?.flatten().map(|entry| entry.path());
            names.filter_map(|path| number_of(&path)).max()
        }
    };
    let latest = latest.unwrap_or(0);
    let folder = index.join((latest + 1).to_string());
    // Left behind by a run that did not get to the rename.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Makes `folder` the current generation, and removes the others.
pub(super) fn publish(index: &Path, folder: &Path) -> io::Result<()> {
    let name = folder.file_name().unwrap_or_default();
    let aside = index.join("current.new");
    let mut file = fs::File::create(&aside)?;
    file.write_all(name.as_encoded_bytes())?;
    file.sync_all()?;
    fs::rename(&aside, index.join(CURRENT_FILE))?;
    sync_directory(index)?;
    for entry in fs::read_dir(index)?.flatten() {
        let is_generation = entry.file_name().to_str().is_some_and(|name| name.parse::<u64>().is_ok());
        if is_generation && entry.file_name() != name {
            // Readers keep the files they have open; what cannot be removed now goes next time.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// Makes a rename durable.
pub(super) fn sync_directory(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(directory)?.sync_all() } else { Ok(()) }
}
