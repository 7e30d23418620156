//! `okr`'s own folder in a workspace and what every writer does in it: staging, syncing, sweeping.

use super::draft;
use super::paths::OWN;
use super::write::WriteError;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::{NamedTempFile, TempDir};

const IGNORED: &str = "/.gitignore\n/lock\n/tmp/\n";
const STALE: Duration = Duration::from_secs(3600);

/// The folder of temporary files; on the same file system as what they become.
pub(super) fn tmp(root: &Path) -> PathBuf {
    root.join(OWN).join("tmp")
}

/// Makes `.okr/` with its ignore list, and `.okr/tmp/`; refuses symlinks in their place, through
/// which sweeping would reach the files of others. Comes before everything else that a writer does.
pub(super) fn prepare(root: &Path) -> Result<(), WriteError> {
    let own = root.join(OWN);
    make_folder(&own, OWN)?;
    make_folder(&tmp(root), ".okr/tmp")?;
    let rel = ".okr/.gitignore";
    let path = root.join(rel);
    // An empty one is what a writer left that was cut short.
    match fs::symlink_metadata(&path) {
        Ok(meta) if !meta.is_file() || meta.len() > 0 => return Ok(()),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(WriteError::io(rel, "look at", error)),
    }
    // Never half of it under its name: the lock and temporary files would get into git.
    let made = new_temporary(root).and_then(|mut file| {
        file.write_all(IGNORED.as_bytes())?;
        file.persist(&path).map_err(|refused| refused.error)
    });
    made.map(|_| ())
        .map_err(|error| WriteError::io(rel, "create", error))
}

/// Makes a folder unless it is there; whether it was made. A symlink in its place is refused.
pub(super) fn make_folder(path: &Path, rel: &str) -> Result<bool, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(meta) => must_be_folder(&meta, rel).map(|()| false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::create_dir(path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(WriteError::io(rel, "create", error)),
        },
        Err(error) => Err(WriteError::io(rel, "look at", error)),
    }
}

fn must_be_folder(meta: &fs::Metadata, rel: &str) -> Result<(), WriteError> {
    let path = rel.to_owned();
    if meta.is_symlink() {
        return Err(WriteError::Symlink { path });
    }
    if !meta.is_dir() {
        return Err(WriteError::NotAFile { path });
    }
    Ok(())
}

/// The folders between the root and `rel`, outermost first.
pub(super) fn parents(rel: &str) -> impl Iterator<Item = &str> {
    rel.match_indices('/').map(|(at, _)| &rel[..at])
}

/// Refuses what does not lie below the root: `..`, absolute paths, backslashes, empty parts.
pub(super) fn check_path(rel: &str) -> Result<(), WriteError> {
    let plain = |part: Component| matches!(part, Component::Normal(_));
    let fits = !rel.is_empty()
        && !rel.contains(['\\', '\0'])
        && rel
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
        && Path::new(rel).components().all(plain);
    if fits {
        return Ok(());
    }
    Err(WriteError::Invalid {
        path: rel.to_owned(),
        message: "a file of the workspace lies below its root".to_owned(),
    })
}

/// The outermost folder on the way to `rel` that does not exist. Symlinks on the way are refused.
pub(super) fn first_missing<'r>(root: &Path, rel: &'r str) -> Result<Option<&'r str>, WriteError> {
    for parent in parents(rel) {
        match fs::symlink_metadata(root.join(parent)) {
            Ok(meta) => must_be_folder(&meta, parent)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(parent)),
            Err(error) => return Err(WriteError::io(parent, "look at", error)),
        }
    }
    Ok(None)
}

/// A synced temporary file with `content`, to become `rel`.
pub(super) fn stage(root: &Path, rel: &str, content: &str) -> Result<NamedTempFile, WriteError> {
    let mut file = new_temporary(root).map_err(|e| WriteError::io(rel, "prepare", e))?;
    file.write_all(content.as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(|e| WriteError::io(rel, "write", e))?;
    Ok(file)
}

fn new_temporary(root: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    let prefix = own_prefix();
    builder.prefix(&prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(tmp(root))
}

/// A temporary folder, to become `rel`.
pub(super) fn stage_folder(root: &Path, rel: &str) -> Result<TempDir, WriteError> {
    let mut builder = tempfile::Builder::new();
    let prefix = own_prefix();
    builder.prefix(&prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder
        .tempdir_in(tmp(root))
        .map_err(|e| WriteError::io(rel, "prepare", e))
}

/// Makes the names in a folder last. File systems that cannot sync folders do it by themselves.
pub(super) fn sync_folder(path: &Path, rel: &str) -> Result<(), WriteError> {
    if cfg!(windows) {
        return Ok(());
    }
    let synced = File::open(path).and_then(|folder| folder.sync_all());
    match synced {
        Err(error) if !cannot_sync(&error) => Err(WriteError::io(rel, "sync", error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn cannot_sync(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
    )
}

/// The folder that holds `rel`, from the root and on disk.
pub(super) fn folder_of<'r>(root: &Path, rel: &'r str) -> (PathBuf, &'r str) {
    match rel.rsplit_once('/') {
        Some((folder, _)) => (root.join(folder), folder),
        None => (root.to_owned(), "."),
    }
}

/// What a writer's temporary files begin with: whose they are, so that those of one that was killed
/// can be told.
pub(super) fn own_prefix() -> String {
    format!("new-{}-", std::process::id())
}

/// Whether the process that made a temporary file is known to be gone.
#[cfg(unix)]
fn is_orphan(name: &str) -> bool {
    let pid = name
        .strip_prefix("new-")
        .and_then(|rest| rest.split_once('-'));
    let pid = pid.and_then(|(pid, _)| pid.parse().ok());
    let process = pid.and_then(rustix::process::Pid::from_raw);
    process.is_some_and(|process| {
        rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH)
    })
}

#[cfg(not(unix))]
fn is_orphan(_name: &str) -> bool {
    false
}

/// Removes what writers that were killed left behind: what a process made that is gone, or what is
/// an hour older than `now`. Whatever cannot be removed is left to the next; a person's drafts stay.
pub(super) fn sweep(root: &Path, now: SystemTime) {
    let Ok(entries) = fs::read_dir(tmp(root)) else {
        return;
    };
    for entry in entries.flatten() {
        if entry
            .file_name()
            .to_string_lossy()
            .starts_with(draft::PREFIX)
        {
            continue;
        }
        let Ok(meta) = fs::symlink_metadata(entry.path()) else {
            continue;
        };
        let age = meta
            .modified()
            .ok()
            .and_then(|at| now.duration_since(at).ok());
        let orphan = is_orphan(&entry.file_name().to_string_lossy());
        if orphan || age.is_some_and(|age| age > STALE) {
            let _ = if meta.is_dir() {
                fs::remove_dir_all(entry.path())
            } else {
                fs::remove_file(entry.path())
            };
        }
    }
}
