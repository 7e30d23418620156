//! Git's hook that checks goals before they are committed.

use super::write::WriteError;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// The hook: a shell script, which somebody's own may run, too.
pub const PRE_COMMIT: &str = include_str!("pre-commit.sh");

/// The file's name by which somebody's own hook runs this one.
pub const BESIDE: &str = "okr-check";

/// What the hook begins and ends with, in every version of it.
const FIRST: &str = "#!/bin/sh\n# Checks goals with okr as they are staged";
const LAST: &str = "\nokr_pre_commit || exit 1\n";

/// What lies where git looks for a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum There {
    /// Nothing.
    Nothing,
    /// The hook, or another one that runs it.
    Hook,
    /// The hook as an older okr wrote it.
    Older,
}

/// Writes the hook to `path`, which messages call `shown`, and makes it executable; says what was
/// there before.
///
/// # Errors
/// [`WriteError::Exists`] where another hook lies there, which is left as it is; else what the system
/// refused.
pub fn install(path: &Path, shown: &str) -> Result<There, WriteError> {
    let there = look(path, shown)?;
    if there == There::Hook {
        return Ok(there);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    write(folder, path, there).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists {
            path: shown.to_owned(),
        },
        _ => WriteError::io(shown, "write", error),
    })?;
    Ok(there)
}

/// What lies at `path`.
///
/// # Errors
/// As [`install`].
pub fn look(path: &Path, shown: &str) -> Result<There, WriteError> {
    let text = match fs::read(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(There::Nothing),
        Err(error) => return Err(WriteError::io(shown, "read", error)),
    };
    let runs = |line: &str| {
        let is_said = !line.trim_start().starts_with('#');
        is_said && (line.contains("okr_pre_commit") || line.contains(BESIDE))
    };
    if text == PRE_COMMIT {
        Ok(There::Hook)
    } else if text.starts_with(FIRST) && text.ends_with(LAST) {
        Ok(There::Older)
    } else if text.lines().any(runs) {
        Ok(There::Hook)
    } else {
        Err(WriteError::Exists {
            path: shown.to_owned(),
        })
    }
}

fn write(folder: &Path, path: &Path, there: There) -> io::Result<()> {
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
    let file = file.into_temp_path();
    let done = match there {
        There::Older => file.persist(path),
        There::Nothing | There::Hook => file.persist_noclobber(path),
    };
    done.map_err(|refused| refused.error)
}
