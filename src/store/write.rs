//! Writes files so that a reader, a crash or another writer never meets half of one, and nothing
//! that a person wrote is ever replaced unseen.

pub use super::changes::{Change, ChangeSet, Origin};

use super::own;
use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Why a file was not written.
#[derive(Debug)]
pub enum WriteError {
    /// Something else lies at the path already.
    Exists {
        /// The path from the root.
        path: String,
    },
    /// The file is not what it was when it was read.
    Changed {
        /// The path from the root.
        path: String,
    },
    /// Another process is editing.
    LockHeld {
        /// Its process id, where it could be read.
        pid: Option<u32>,
    },
    /// A symlink lies on the way.
    Symlink {
        /// The symlink's path from the root.
        path: String,
    },
    /// A folder, pipe or device lies where a file should, or a file where a folder should.
    NotAFile {
        /// The path from the root.
        path: String,
    },
    /// The path or the file's content cannot be worked with.
    Invalid {
        /// The path from the root.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// The system refused.
    Io {
        /// The path from the root.
        path: String,
        /// What was tried: `write`, `read`.
        action: &'static str,
        /// The system's reason.
        source: io::Error,
    },
}

/// What kind of failure it is; each kind has an exit code of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteErrorKind {
    /// A file is not what it should be.
    Invalid,
    /// Somebody else was first.
    Conflict,
    /// The system refused.
    System,
}

impl WriteError {
    pub(super) fn io(path: &str, action: &'static str, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            action,
            source,
        }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> WriteErrorKind {
        match self {
            Self::Exists { .. } | Self::Changed { .. } | Self::LockHeld { .. } => {
                WriteErrorKind::Conflict
            }
            Self::Symlink { .. } | Self::NotAFile { .. } | Self::Invalid { .. } => {
                WriteErrorKind::Invalid
            }
            Self::Io { .. } => WriteErrorKind::System,
        }
    }

    /// The path that it is about; none for the lock.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Exists { path }
            | Self::Changed { path }
            | Self::Symlink { path }
            | Self::NotAFile { path }
            | Self::Invalid { path, .. }
            | Self::Io { path, .. } => Some(path),
            Self::LockHeld { .. } => None,
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists { path } => {
                write!(
                    f,
                    "{path} exists already and is left as it is: choose another name or edit it"
                )
            }
            Self::Changed { path } => write!(
                f,
                "{path} changed while it was being edited and is left as it is: run the command again"
            ),
            Self::LockHeld { pid: Some(pid) } => write!(
                f,
                "process {pid} is editing this workspace: wait for it or end it, then run the command again"
            ),
            Self::LockHeld { pid: None } => write!(
                f,
                "another process is editing this workspace: wait for it, then run the command again"
            ),
            Self::Symlink { path } => write!(
                f,
                "{path} is a symlink, which okr does not write through: put a real file or folder there"
            ),
            Self::NotAFile { path } => {
                write!(
                    f,
                    "{path} is not what should lie there: move it out of the way"
                )
            }
            Self::Invalid { path, message } => write!(f, "{path}: {message}"),
            Self::Io {
                path,
                action,
                source,
            } => write!(f, "cannot {action} {path}: {source}"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Exists { .. }
            | Self::Changed { .. }
            | Self::LockHeld { .. }
            | Self::Symlink { .. }
            | Self::NotAFile { .. }
            | Self::Invalid { .. } => None,
        }
    }
}

/// Reads the file `rel` (from the root, `/` between parts) for an edit; none where there is none.
///
/// # Errors
/// Only "not found" means that there is none; every other failure stops, as do symlinks, what is not
/// a file, and what is not UTF-8.
pub fn read_for_edit(root: &Path, rel: &str) -> Result<Option<String>, WriteError> {
    own::check_path(rel)?;
    if own::first_missing(root, rel)?.is_some() {
        return Ok(None);
    }
    let path = root.join(rel);
    let owned = || rel.to_owned();
    match fs::symlink_metadata(&path) {
        Ok(meta) if meta.is_symlink() => return Err(WriteError::Symlink { path: owned() }),
        Ok(meta) if !meta.is_file() => return Err(WriteError::NotAFile { path: owned() }),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(WriteError::io(rel, "read", error)),
    }
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(WriteError::io(rel, "read", error)),
    };
    let text = String::from_utf8(bytes).map_err(|error| WriteError::Invalid {
        path: owned(),
        message: format!("byte {} is not UTF-8", error.utf8_error().valid_up_to() + 1),
    })?;
    Ok(Some(text))
}

/// Creates new files with their contents, all or none, without ever replacing one. Needs no lock. A
/// file that is there already with the very same content counts as created.
///
/// # Errors
/// [`WriteError::Exists`] where something else has the name; else what the system refused.
pub fn create_all(root: &Path, files: &[(String, String)]) -> Result<(), WriteError> {
    own::prepare(root)?;
    let mut staged = Vec::with_capacity(files.len());
    for (rel, content) in files {
        own::check_path(rel)?;
        staged.push((
            rel.as_str(),
            content.as_str(),
            own::stage(root, rel, content)?,
        ));
    }
    sweep_before(root, staged.first().map(|(_, _, file)| file));
    let mut undo = Undo {
        root,
        files: Vec::new(),
        folders: Vec::new(),
    };
    let mut touched = BTreeSet::new();
    for (rel, content, file) in staged {
        let made = make_parents(root, rel, &mut undo, &mut touched)
            .and_then(|()| place(root, rel, content, file));
        match made {
            Ok(true) => undo.files.push(rel),
            Ok(false) => {}
            Err(error) => return Err(undo.all(error)),
        }
        touched.insert(own::folder_of(root, rel).1);
    }
    for folder in touched {
        if let Err(error) = own::sync_folder(&root.join(folder), folder) {
            return Err(undo.all(error));
        }
    }
    Ok(())
}

fn sweep_before(root: &Path, newest: Option<&NamedTempFile>) {
    let made = newest.and_then(|file| file.as_file().metadata().ok()?.modified().ok());
    if let Some(now) = made {
        own::sweep(root, now);
    }
}

/// What to take back when not all could be created.
struct Undo<'a> {
    root: &'a Path,
    files: Vec<&'a str>,
    folders: Vec<&'a str>,
}

impl Undo<'_> {
    fn all(self, error: WriteError) -> WriteError {
        for rel in self.files {
            let _ = fs::remove_file(self.root.join(rel));
        }
        // Only empty folders go: somebody else may have put a file there.
        for rel in self.folders.iter().rev() {
            let _ = fs::remove_dir(self.root.join(rel));
        }
        error
    }
}

fn make_parents<'a>(
    root: &Path,
    rel: &'a str,
    undo: &mut Undo<'a>,
    touched: &mut BTreeSet<&'a str>,
) -> Result<(), WriteError> {
    for parent in own::parents(rel) {
        if own::make_folder(&root.join(parent), parent)? {
            undo.folders.push(parent);
            touched.insert(own::folder_of(root, parent).1);
        }
    }
    Ok(())
}

/// Gives a staged file its final name unless the name is taken; whether that made a new file.
pub(super) fn place(
    root: &Path,
    rel: &str,
    content: &str,
    file: NamedTempFile,
) -> Result<bool, WriteError> {
    let path = root.join(rel);
    let Err(refused) = file.into_temp_path().persist_noclobber(&path) else {
        return Ok(true);
    };
    let error = refused.error;
    if error.kind() == io::ErrorKind::AlreadyExists {
        return already_there(root, rel, content).map(|()| false);
    }
    if !knows_no_links(&error) {
        return Err(WriteError::io(rel, "create", error));
    }
    create_in_place(root, rel, content)
}

fn knows_no_links(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput
    )
}

/// The way of file systems that can neither link nor rename without replacing.
fn create_in_place(root: &Path, rel: &str, content: &str) -> Result<bool, WriteError> {
    let path = root.join(rel);
    let mut file = match File::options().write(true).create_new(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return already_there(root, rel, content).map(|()| false);
        }
        Err(error) => return Err(WriteError::io(rel, "create", error)),
    };
    let written = file
        .write_all(content.as_bytes())
        .and_then(|()| file.sync_all());
    if let Err(error) = written {
        drop(file);
        let _ = fs::remove_file(&path);
        return Err(WriteError::io(rel, "write", error));
    }
    Ok(true)
}

/// Agrees where the file that has the name holds the very same content.
fn already_there(root: &Path, rel: &str, content: &str) -> Result<(), WriteError> {
    let exists = || WriteError::Exists {
        path: rel.to_owned(),
    };
    let path = root.join(rel);
    let meta = fs::symlink_metadata(&path).map_err(|e| WriteError::io(rel, "look at", e))?;
    if !meta.is_file() || meta.len() != content.len() as u64 {
        return Err(exists());
    }
    let bytes = fs::read(&path).map_err(|e| WriteError::io(rel, "read", e))?;
    if bytes == content.as_bytes() {
        Ok(())
    } else {
        Err(exists())
    }
}
