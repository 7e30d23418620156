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
    /// The same, which cannot be run: git passes it over.
    Idle,
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
    match there {
        There::Hook => return Ok(there),
        There::Idle => {
            let done = make_executable(path);
            done.map_err(|error| WriteError::io(shown, "make executable", error))?;
            return Ok(there);
        }
        There::Nothing | There::Older => {}
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
    let hook = if can_be_run(path) {
        There::Hook
    } else {
        There::Idle
    };
    if text == PRE_COMMIT {
        Ok(hook)
    } else if text.starts_with(FIRST) && text.ends_with(LAST) {
        Ok(There::Older)
    } else if text.lines().any(runs) {
        Ok(hook)
    } else {
        Err(WriteError::Exists {
            path: shown.to_owned(),
        })
    }
}

/// Whether git runs a file: any of its bits to do so will do.
#[cfg(unix)]
fn can_be_run(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn can_be_run(_path: &Path) -> bool {
    true
}

/// Lets everybody run a file who may read it.
#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    let readers = (mode & 0o444) >> 2;
    fs::set_permissions(path, fs::Permissions::from_mode(mode | readers | 0o100))
}

#[cfg(not(unix))]
fn make_executable(_path: &Path) -> io::Result<()> {
    Ok(())
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
        There::Nothing | There::Hook | There::Idle => file.persist_noclobber(path),
    };
    done.map_err(|refused| refused.error)
}
