//! The folder that Tantivy reads and writes, with three things as a large and a shared archive need
//! them: whoever may only read it can, what is written is for all whom the umask lets, and a merge at the
//! end of a new index holds no more in memory than the term that it is at.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen};

/// Tantivy's own folder of memory-mapped files, and where it is.
#[derive(Clone, Debug)]
pub(super) struct SharedDirectory {
    mapped: MmapDirectory,
    folder: PathBuf,
    is_new: bool,
}

impl SharedDirectory {
    pub(super) fn open(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { mapped: MmapDirectory::open(folder)?, folder: folder.to_owned(), is_new: false })
    }

    /// The folder of an index that is built anew: only the merge reads it, everything once, in order.
    pub(super) fn for_new(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { is_new: true, ..Self::open(folder)? })
    }
}

/// A file that is read piece by piece. What is mapped would stay in memory.
#[derive(Debug)]
struct PlainFile {
    file: Mutex<File>,
    bytes: usize,
}

impl PlainFile {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let bytes = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Self { file: Mutex::new(file), bytes })
    }
}

impl HasLen for PlainFile {
    fn len(&self) -> usize {
        self.bytes
    }
}

impl FileHandle for PlainFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut piece = vec![0; range.len()];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(range.start as u64))?;
        file.read_exact(&mut piece)?;
        Ok(OwnedBytes::new(piece))
    }
}

impl Directory for SharedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if !self.is_new {
            return self.mapped.get_file_handle(path);
        }
        match PlainFile::open(&self.folder.join(path)) {
            Ok(file) => Ok(Arc::new(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.mapped.atomic_read(path)
    }

    /// Tantivy's own goes through a temporary file that nobody else may read.
    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let target = self.folder.join(path);
        let aside = target.with_extension("part");
        let mut file = File::create(&aside)?;
        file.write_all(data)?;
        file.sync_data()?;
        fs::rename(aside, target)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }

    /// Whoever may not write cannot be in the way of a writer, and has to do without a lock. A
    /// segment that a writer removes just then is an error, and the next try finds the new one.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.mapped.acquire_lock(lock) {
            Err(LockError::IoError(error)) if is_read_only(&error) => Ok(DirectoryLock::from(Box::new(()))),
            lock => lock,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}
