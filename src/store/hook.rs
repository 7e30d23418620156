//! Git's hook that checks goals before they are committed.

use super::write::WriteError;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// The hook: a shell script, which may also stand at the end of somebody's own.
pub const PRE_COMMIT: &str = include_str!("pre-commit.sh");

/// Writes the hook to `path`, which messages call `shown`, and makes it executable; whether it is new.
///
/// # Errors
/// [`WriteError::Exists`] where another hook lies there, which is left as it is; else what the system
/// refused.
pub fn install(path: &Path, shown: &str) -> Result<bool, WriteError> {
    if is_installed(path, shown)? {
        return Ok(false);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    write(folder, path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists {
            path: shown.to_owned(),
        },
        _ => WriteError::io(shown, "write", error),
    })?;
    Ok(true)
}

/// Whether the hook lies at `path` already.
///
/// # Errors
/// As [`install`].
pub fn is_installed(path: &Path, shown: &str) -> Result<bool, WriteError> {
    match fs::read(path) {
        Ok(bytes) if bytes == PRE_COMMIT.as_bytes() => Ok(true),
        Ok(_) => Err(WriteError::Exists {
            path: shown.to_owned(),
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(WriteError::io(shown, "read", error)),
    }
}

fn write(folder: &Path, path: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(PRE_COMMIT.as_bytes())?;
    file.as_file().sync_all()?;
    // An open file cannot be run everywhere.
    file.into_temp_path()
        .persist_noclobber(path)
        .map_err(|refused| refused.error)
}
