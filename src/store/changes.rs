//! Changes of definitions: prepared as a whole, shown as a diff, then made in their order.

use super::lock::Lock;
use super::own;
use super::write::{self, WriteError, read_for_edit};
use similar::TextDiff;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use tempfile::{NamedTempFile, TempDir};

/// A change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The path from the root, `/` between parts.
    pub path: String,
    /// The content it had; none for a new file.
    pub before: Option<String>,
    /// The content it gets; none where it goes.
    pub after: Option<String>,
}

impl Change {
    /// A new file.
    pub fn create(path: impl Into<String>, after: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            before: None,
            after: Some(after.into()),
        }
    }

    /// A file's new content.
    pub fn edit(
        path: impl Into<String>,
        before: impl Into<String>,
        after: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            before: Some(before.into()),
            after: Some(after.into()),
        }
    }

    /// A file that goes.
    pub fn remove(path: impl Into<String>, before: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            before: Some(before.into()),
            after: None,
        }
    }

    fn diff(&self) -> String {
        let path = &self.path;
        let mut made = format!("diff --git a/{path} b/{path}\n");
        let (mut old, mut new) = (format!("a/{path}"), format!("b/{path}"));
        if self.before.is_none() {
            made += "new file mode 100644\n";
            "/dev/null".clone_into(&mut old);
        }
        if self.after.is_none() {
            made += "deleted file mode 100644\n";
            "/dev/null".clone_into(&mut new);
        }
        let before: Vec<&str> = lines(self.before.as_deref());
        let after: Vec<&str> = lines(self.after.as_deref());
        let diff = TextDiff::configure()
            .newline_terminated(true)
            .diff_slices(&before, &after);
        let mut hunks = diff.unified_diff();
        // Writing to a string cannot fail.
        let _ = write!(made, "{}", hunks.header(&old, &new));
        made
    }
}

/// Lines with their ends. A bare CR is part of a line, as it is for git.
fn lines(text: Option<&str>) -> Vec<&str> {
    text.unwrap_or_default().split_inclusive('\n').collect()
}

/// Changes in the order in which they are to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeSet(pub Vec<Change>);

/// A change that is ready to be made.
enum Step<'a> {
    Edit(&'a Change, NamedTempFile),
    Create(&'a Change, NamedTempFile),
    Folder(&'a str, TempDir),
    Remove(&'a Change),
}

impl ChangeSet {
    /// The changes that change anything.
    pub fn effective(&self) -> impl Iterator<Item = &Change> {
        self.0.iter().filter(|c| c.before != c.after)
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.effective().next().is_none()
    }

    /// One unified diff that `git apply` takes; empty where nothing would change.
    pub fn diff(&self) -> String {
        self.effective().map(Change::diff).collect()
    }

    /// Makes the changes. Everything is compared, written aside and synced before the first file
    /// changes; then they are made in their order, so that the same command completes them if it is
    /// cut short. Folders that are new as a whole appear at once.
    ///
    /// # Errors
    /// [`WriteError::Changed`] or [`WriteError::Exists`] where a file is not what it was when it was
    /// read; then nothing has changed. Else what the system refused.
    pub fn apply(&self, root: &Path, _lock: &Lock) -> Result<(), WriteError> {
        for change in self.effective() {
            is_as_before(root, change)?;
        }
        own::prepare(root)?;
        let steps = self.prepared(root)?;
        write::sweep_before(root, steps.iter().find_map(Step::file));
        for change in self.effective() {
            is_as_before(root, change)?;
        }
        let mut touched = BTreeSet::new();
        for step in steps {
            touched.insert(step.make(root)?);
        }
        for folder in touched {
            own::sync_folder(&root.join(folder), folder)?;
        }
        Ok(())
    }

    fn prepared(&self, root: &Path) -> Result<Vec<Step<'_>>, WriteError> {
        let mut steps: Vec<Step> = Vec::new();
        for change in self.effective() {
            let Some(after) = change.after.as_deref() else {
                steps.push(Step::Remove(change));
                continue;
            };
            if change.before.is_some() {
                let file = own::stage(root, &change.path, after)?;
                keep_mode(root, &change.path, &file)?;
                steps.push(Step::Edit(change, file));
                continue;
            }
            let Some(folder) = own::first_missing(root, &change.path)? else {
                let file = own::stage(root, &change.path, after)?;
                steps.push(Step::Create(change, file));
                continue;
            };
            let aside = steps.iter().find_map(|step| match step {
                Step::Folder(rel, aside) if *rel == folder => Some(aside),
                Step::Folder(..) | Step::Edit(..) | Step::Create(..) | Step::Remove(_) => None,
            });
            if let Some(aside) = aside {
                write_aside(aside, &change.path[folder.len() + 1..], after, &change.path)?;
            } else {
                let aside = own::stage_folder(root, folder)?;
                write_aside(
                    &aside,
                    &change.path[folder.len() + 1..],
                    after,
                    &change.path,
                )?;
                steps.push(Step::Folder(folder, aside));
            }
        }
        Ok(steps)
    }
}

/// Compares a file with what was read. One that already is as it should become agrees as well, where
/// it is new.
fn is_as_before(root: &Path, change: &Change) -> Result<(), WriteError> {
    let path = change.path.clone();
    let now = read_for_edit(root, &change.path)?;
    match (&change.before, now) {
        (None, None) => Ok(()),
        (None, Some(now)) if Some(&now) == change.after.as_ref() => Ok(()),
        (None, Some(_)) => Err(WriteError::Exists { path }),
        (Some(before), Some(now)) if *before == now => Ok(()),
        (Some(_), _) => Err(WriteError::Changed { path }),
    }
}

fn keep_mode(root: &Path, rel: &str, file: &NamedTempFile) -> Result<(), WriteError> {
    let old = fs::symlink_metadata(root.join(rel));
    old.and_then(|meta| file.as_file().set_permissions(meta.permissions()))
        .map_err(|e| WriteError::io(rel, "keep the mode of", e))
}

/// A synced file in a folder that is being built aside.
fn write_aside(aside: &TempDir, inner: &str, content: &str, rel: &str) -> Result<(), WriteError> {
    let path = aside.path().join(inner);
    let (folder, _) = own::folder_of(aside.path(), inner);
    let written = fs::create_dir_all(&folder).and_then(|()| {
        let mut file = fs::File::options()
            .write(true)
            .create_new(true)
            .open(&path)?;
        io::Write::write_all(&mut file, content.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|e| WriteError::io(rel, "write", e))?;
    for parent in own::parents(inner) {
        own::sync_folder(&aside.path().join(parent), rel)?;
    }
    own::sync_folder(aside.path(), rel)
}

impl<'a> Step<'a> {
    fn file(&self) -> Option<&NamedTempFile> {
        match self {
            Self::Edit(_, file) | Self::Create(_, file) => Some(file),
            Self::Folder(..) | Self::Remove(_) => None,
        }
    }

    /// Makes the change; returns the folder whose names it changed.
    fn make(self, root: &Path) -> Result<&'a str, WriteError> {
        match self {
            Self::Edit(change, file) => {
                let rel = &change.path;
                file.into_temp_path()
                    .persist(root.join(rel))
                    .map_err(|e| WriteError::io(rel, "replace", e.error))?;
                Ok(own::folder_of(root, rel).1)
            }
            Self::Create(change, file) => {
                let content = change.after.as_deref().unwrap_or_default();
                write::place(root, &change.path, content, file)?;
                Ok(own::folder_of(root, &change.path).1)
            }
            Self::Folder(rel, aside) => {
                place_folder(root, rel, aside)?;
                Ok(own::folder_of(root, rel).1)
            }
            Self::Remove(change) => {
                let rel = &change.path;
                fs::remove_file(root.join(rel)).map_err(|e| WriteError::io(rel, "remove", e))?;
                Ok(own::folder_of(root, rel).1)
            }
        }
    }
}

fn place_folder(root: &Path, rel: &str, aside: TempDir) -> Result<(), WriteError> {
    let path = root.join(rel);
    match fs::rename(aside.path(), &path) {
        Ok(()) => {
            // It has its final name now; there is nothing left to clean up.
            let _ = aside.keep();
            Ok(())
        }
        Err(_) if fs::symlink_metadata(&path).is_ok() => Err(WriteError::Exists {
            path: rel.to_owned(),
        }),
        Err(error) => Err(WriteError::io(rel, "create", error)),
    }
}
