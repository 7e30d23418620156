//! Reads one file's bytes: regular files only, of at most 4 MiB, and never through a link.

use super::diagnostics::Finding;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// The largest file that is read.
pub(crate) const LIMIT: usize = 4 << 20;
const START: usize = 16 << 10;

/// Why a file could not be read.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// There is none.
    Absent,
    /// It is a link, a folder, a pipe or a device, or lies behind a link.
    NotAFile,
    /// It has more than [`LIMIT`] bytes.
    TooLarge,
    /// The system refused.
    System(io::Error),
}

impl Refusal {
    /// What is said of it.
    pub(crate) fn finding(&self, path: &str) -> Finding {
        match self {
            Self::Absent => Finding::error("unreadable", path, "this file is not there"),
            Self::NotAFile => not_a_file(path),
            Self::TooLarge => Finding::error("too-large", path, "this file is over 4 MiB")
                .help("no file of a workspace is that large: is it in the right place?"),
            Self::System(error) => {
                Finding::error("unreadable", path, format!("cannot be read: {error}"))
            }
        }
    }
}

/// What is said of a link, pipe or device where a file or folder should be.
pub(crate) fn not_a_file(path: &str) -> Finding {
    Finding::error("not-a-file", path, "this is not a regular file or folder")
        .help("links, pipes and devices are not read: put the file itself here")
}

/// Reads a file that a folder's listing has shown to be a regular one; `buffer` is used again and
/// again.
pub(crate) fn read_listed<'b>(path: &Path, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Refusal> {
    if buffer.len() < START {
        buffer.resize(START, 0);
    }
    let mut file = open(path).map_err(from_io)?;
    let mut length = 0;
    loop {
        match file.read(&mut buffer[length..]) {
            Ok(0) => return Ok(&buffer[..length]),
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(from_io(error)),
        }
        if length > LIMIT {
            return Err(Refusal::TooLarge);
        }
        if length == buffer.len() {
            let larger = (buffer.len() * 4).min(LIMIT + 1);
            buffer.resize(larger.max(length + 1), 0);
        }
    }
}

/// Reads the file `path` below `root`, none of whose folders may be a link.
pub(crate) fn read_below(root: &Path, path: &str) -> Result<Vec<u8>, Refusal> {
    let mut at = root.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        let kind = fs::symlink_metadata(&at).map_err(from_io)?.file_type();
        let right = if parts.peek().is_some() {
            kind.is_dir()
        } else {
            kind.is_file()
        };
        if !right {
            return Err(Refusal::NotAFile);
        }
    }
    let mut buffer = Vec::new();
    let length = read_listed(&at, &mut buffer)?.len();
    buffer.truncate(length);
    Ok(buffer)
}

fn from_io(error: io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Refusal::Absent,
        io::ErrorKind::IsADirectory => Refusal::NotAFile,
        _ if is_link_error(&error) => Refusal::NotAFile,
        _ => Refusal::System(error),
    }
}

/// Neither follows a link nor waits for a pipe, should one have taken the file's place meanwhile.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(unix)]
fn is_link_error(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(unix))]
fn is_link_error(_error: &io::Error) -> bool {
    false
}
