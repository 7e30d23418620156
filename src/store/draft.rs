//! Drafts: copies of definitions that a person works on in an editor. They are a person's words, so
//! nothing but the command that made one removes it.

use super::own;
use super::write::WriteError;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What the names of drafts begin with; they are never swept.
pub(super) const PREFIX: &str = "draft-";

/// A copy to work on, in the workspace's folder of temporary files. Dropping it leaves it there.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
}

impl Draft {
    /// Makes one that only its owner may read, named after `name` and ending with `.toml`.
    ///
    /// # Errors
    /// What the system refused.
    pub fn create(root: &Path, name: &str, text: &str) -> Result<Self, WriteError> {
        own::prepare(root)?;
        let refused = |error| WriteError::io(".okr/tmp", "write a draft to", error);
        let mut file = tempfile::Builder::new()
            .prefix(&prefix(name))
            .suffix(".toml")
            .tempfile_in(own::tmp(root))
            .map_err(refused)?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.as_file().sync_all())
            .map_err(refused)?;
        let (_, path) = file.keep().map_err(|error| refused(error.error))?;
        Ok(Self { path })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it still lies there.
    pub fn is_there(&self) -> bool {
        fs::symlink_metadata(&self.path).is_ok()
    }

    /// What it says now; editors may put another file in its place.
    ///
    /// # Errors
    /// It is gone, no plain file or not UTF-8, or the system refused.
    pub fn read(&self) -> Result<String, WriteError> {
        let path = || self.path.display().to_string();
        let refused = |error| WriteError::io(&path(), "read", error);
        let meta = fs::symlink_metadata(&self.path).map_err(refused)?;
        if !meta.is_file() {
            return Err(WriteError::NotAFile { path: path() });
        }
        let bytes = fs::read(&self.path).map_err(refused)?;
        String::from_utf8(bytes).map_err(|error| WriteError::Invalid {
            path: path(),
            message: format!("byte {} is not UTF-8", error.utf8_error().valid_up_to() + 1),
        })
    }

    /// Takes it away; one that cannot be removed stays.
    pub fn discard(self) {
        let _ = fs::remove_file(self.path);
    }
}

/// Earlier drafts of the same name that say something else than `text`. Those that say the same are
/// of no use to anybody, and go.
pub fn earlier(root: &Path, name: &str, text: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(own::tmp(root)).into_iter().flatten().flatten();
    let own = prefix(name);
    let mut kept = Vec::new();
    for entry in entries {
        let file = entry.file_name();
        let file = file.to_string_lossy();
        // What follows the name is random, without a `-`.
        let rest = file
            .strip_prefix(&own)
            .and_then(|r| r.strip_suffix(".toml"));
        if rest.is_none_or(|rest| rest.contains(['-', '.'])) {
            continue;
        }
        let draft = Draft { path: entry.path() };
        match draft.read() {
            Ok(said) if said == text => draft.discard(),
            Ok(_) | Err(_) => kept.push(draft.path),
        }
    }
    kept.sort();
    kept
}

fn prefix(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(100)
        .collect();
    format!("{PREFIX}{name}-")
}
