//! Writes a result beside the workspace: whole or not at all, in the place of the one from before.

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::Path;

/// Writes `content` to `path`, which may lie anywhere; a file that is there is replaced and its mode
/// kept. A link is not followed: a clone may bring one that leads anywhere.
///
/// # Errors
/// The folder is not there or cannot be written to, or something other than a file that may be written
/// lies at `path`.
pub fn publish(path: &Path, content: &[u8]) -> io::Result<()> {
    let old = match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => {
            return Err(other("it is a link: name the file that it leads to"));
        }
        Ok(meta) if meta.permissions().readonly() => return Err(other("it is read-only")),
        Ok(meta) if meta.is_dir() => return Err(other("it is a folder")),
        Ok(meta) if !meta.is_file() => return Err(other("it is no file")),
        Ok(meta) => Some(meta.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let missing = format!("there is no folder {}: make it first", folder.display());
        return Err(other(&missing));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".okr-");
    if let Some(mode) = usual_mode() {
        builder.permissions(mode);
    }
    let mut file = builder.tempfile_in(folder)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old)?;
    }
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|refused| refused.error)?;
    Ok(())
}

fn other(what: &str) -> io::Error {
    io::Error::other(what)
}

/// What a new file may be for, before the user's mask; a temporary file is its owner's alone.
#[cfg(unix)]
fn usual_mode() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_mode() -> Option<Permissions> {
    None
}
