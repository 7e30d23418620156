//! The lock under which definitions are edited: one permanent file, held through its open handle, so
//! that it falls with its holder.

use super::own;
use super::write::WriteError;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

const FILE: &str = ".okr/lock";
const PAUSE: Duration = Duration::from_millis(20);

/// How long a writer waits for another.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A held lock; dropping it lets the next one go on.
#[derive(Debug)]
pub struct Lock {
    _file: File,
    held: bool,
}

impl Lock {
    /// Takes the lock of the workspace at `root`, waiting up to `timeout` for another process.
    ///
    /// # Errors
    /// [`WriteError::LockHeld`] with the holder's process id, or what the system refused.
    pub fn acquire(root: &Path, timeout: Duration) -> Result<Self, WriteError> {
        own::prepare(root)?;
        let path = root.join(FILE);
        let started = Instant::now();
        loop {
            let mut file = open(&path)?;
            match file.try_lock() {
                Ok(()) if is_still(&file, &path) => {
                    sign(&mut file);
                    return Ok(Self {
                        _file: file,
                        held: true,
                    });
                }
                // The file was removed meanwhile: the lock is on one that nobody else will find.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    if started.elapsed() >= timeout {
                        let pid = holder(&mut file);
                        return Err(WriteError::LockHeld { pid });
                    }
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::Error(error)) if knows_no_locks(&error) => {
                    return Ok(Self {
                        _file: file,
                        held: false,
                    });
                }
                Err(TryLockError::Error(error)) => {
                    return Err(WriteError::io(FILE, "lock", error));
                }
            }
        }
    }

    /// What to tell the user where others are not kept out.
    pub fn warning(&self) -> Option<&'static str> {
        (!self.held).then_some(
            "this file system has no locks: two commands that edit at once may undo each other",
        )
    }
}

fn open(path: &Path) -> Result<File, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => {
            return Err(WriteError::Symlink {
                path: FILE.to_owned(),
            });
        }
        Ok(meta) if !meta.is_file() => {
            return Err(WriteError::NotAFile {
                path: FILE.to_owned(),
            });
        }
        Ok(_) | Err(_) => {}
    }
    File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(|e| WriteError::io(FILE, "open", e))
}

#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(named)) => held.dev() == named.dev() && held.ino() == named.ino(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still(_file: &File, _path: &Path) -> bool {
    true
}

/// Leaves the process id for those who wait. A lock that cannot be signed is a lock nevertheless.
fn sign(file: &mut File) {
    let pid = format!("{}\n", std::process::id());
    let _ = file
        .set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| file.write_all(pid.as_bytes()));
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn knows_no_locks(error: &io::Error) -> bool {
    // ENOLCK has no kind of its own: 37 on Linux, 77 on macOS and the BSDs.
    error.kind() == io::ErrorKind::Unsupported || matches!(error.raw_os_error(), Some(37 | 77))
}
