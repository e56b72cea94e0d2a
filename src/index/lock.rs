//! One writer at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// The file that is held.
pub(super) const LOCK_FILE: &str = "lock";

/// Held while the index is written; let go when dropped, also by a kill.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Why the lock was not taken.
#[derive(Debug)]
pub(super) enum LockError {
    /// Somebody else holds it; what they wrote into it.
    Held(String),
    /// It cannot be used.
    Io(io::Error),
}

impl Lock {
    /// Takes the lock of the index in `directory`, waiting up to `patience` for whoever holds it.
    pub(super) fn take(
        directory: &Path,
        patience: Duration,
        mut waiting: impl FnMut(&str),
    ) -> Result<Self, LockError> {
        let open = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(directory.join(LOCK_FILE));
        let mut file = open.map_err(LockError::Io)?;
        let deadline = Instant::now() + patience;
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(LockError::Io(error)),
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    file.rewind().and_then(|()| file.read_to_string(&mut holder)).map_err(LockError::Io)?;
                    if Instant::now() >= deadline {
                        return Err(LockError::Held(holder));
                    }
                    if !told {
                        waiting(&holder);
                        told = true;
                    }
                    std::thread::sleep(Duration::from_millis(50));
                }
            }
        }
        let write = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| write!(file, "process {}", std::process::id()));
        write.map_err(LockError::Io)?;
        Ok(Self { _file: file })
    }
}
