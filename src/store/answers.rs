//! The answers of a check-in that is under way, kept from one question to the next: they are a
//! person's words, so nothing but the check-in itself removes them.

use super::write::WriteError;
use super::{draft, own};
use crate::model::Name;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// One person's answers, in the workspace's folder of temporary files. Nobody else may read them.
#[derive(Debug)]
pub struct Answers {
    root: PathBuf,
    rel: String,
    guard: PathBuf,
    /// Held so that a second check-in of the same person does not write over the first one's answers.
    _lock: File,
}

impl Answers {
    /// Opens what there is of `by`; none while another process has it open.
    ///
    /// # Errors
    /// What the system refused.
    pub fn open(root: &Path, by: &Name) -> Result<Option<Self>, WriteError> {
        own::prepare(root)?;
        let name = format!("{}checkin-{by}", draft::PREFIX);
        let guard = own::tmp(root).join(format!("{name}.lock"));
        let rel = format!(".okr/tmp/{name}.json");
        let refused = |error| WriteError::io(&rel, "keep answers in", error);
        // A link in its place is replaced, never opened.
        if fs::symlink_metadata(&guard).is_ok_and(|meta| !meta.is_file()) {
            fs::remove_file(&guard).map_err(refused)?;
        }
        let lock = File::options().append(true).create(true).open(&guard);
        let lock = lock.map_err(refused)?;
        match lock.try_lock() {
            // Where the file system has no locks the last answer counts.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(Self {
                root: root.to_owned(),
                guard,
                rel,
                _lock: lock,
            })),
            Err(TryLockError::WouldBlock) => Ok(None),
        }
    }

    /// Where they lie, from the root.
    pub fn path(&self) -> &str {
        &self.rel
    }

    /// What is kept; none where there is nothing.
    ///
    /// # Errors
    /// It is no plain file or not UTF-8, or the system refused.
    pub fn read(&self) -> Result<Option<String>, WriteError> {
        super::write::read_for_edit(&self.root, &self.rel)
    }

    /// Keeps `text` instead of what was kept: whole and on disk, or not at all.
    ///
    /// # Errors
    /// What the system refused.
    pub fn keep(&self, text: &str) -> Result<(), WriteError> {
        let refused = |error| WriteError::io(&self.rel, "keep answers in", error);
        let mut file = tempfile::Builder::new()
            .prefix(&own::own_prefix())
            .tempfile_in(own::tmp(&self.root))
            .map_err(refused)?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.as_file().sync_all())
            .map_err(refused)?;
        let kept = file.persist(self.root.join(&self.rel));
        kept.map(|_| ()).map_err(|error| refused(error.error))
    }

    /// Takes them away.
    ///
    /// # Errors
    /// What the system refused.
    pub fn discard(&self) -> Result<(), WriteError> {
        match fs::remove_file(self.root.join(&self.rel)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(WriteError::io(&self.rel, "remove", error))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.guard);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    #[test]
    fn answers_are_kept_by_one_at_a_time_and_never_swept() {
        let root = tempfile::tempdir().unwrap();
        let maria = Name::new("maria").unwrap();
        let open = |by: &str| Answers::open(root.path(), &Name::new(by).unwrap()).unwrap();
        let answers = Answers::open(root.path(), &maria).unwrap().unwrap();
        assert_eq!(answers.read().unwrap(), None);
        answers.keep("one").unwrap();
        answers.keep("two").unwrap();
        assert!(open("maria").is_none());
        assert!(open("tom").unwrap().read().unwrap().is_none());
        own::sweep(root.path(), SystemTime::now() + Duration::from_secs(86_400));
        drop(answers);
        let answers = open("maria").unwrap();
        assert_eq!(answers.read().unwrap().as_deref(), Some("two"));
        answers.discard().unwrap();
        drop(answers);
        assert_eq!(fs::read_dir(own::tmp(root.path())).unwrap().count(), 0);
    }
}
