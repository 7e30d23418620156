//! The steps in which changes are made: prepared aside, made in order, taken back when one fails.

use super::changes::Change;
use super::own;
use super::write::{self, WriteError, read_for_edit};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;
use tempfile::{NamedTempFile, TempDir};

/// A change that is ready to be made.
pub(super) enum Step<'a> {
    /// A file gets another content.
    Edit(&'a Change, NamedTempFile),
    /// A new file in a folder that exists.
    Create(&'a Change, NamedTempFile),
    /// A new folder with everything in it.
    Folder(&'a str, TempDir, Vec<&'a Change>),
    /// A file goes.
    Remove(&'a Change),
}

/// A change that was made.
enum Done<'a> {
    Edited(&'a Change),
    Created(&'a Change),
    Unchanged(&'a Change),
    Folder(&'a str, Vec<&'a Change>),
    Removed(&'a Change, fs::Permissions),
}

/// Writes aside and syncs what the changes need.
pub(super) fn prepare<'a>(
    root: &Path,
    changes: impl Iterator<Item = &'a Change>,
) -> Result<Vec<Step<'a>>, WriteError> {
    let mut steps: Vec<Step> = Vec::new();
    for change in changes {
        let Some(after) = change.after.as_deref() else {
            steps.push(Step::Remove(change));
            continue;
        };
        if change.before.is_some() {
            let file = own::stage(root, &change.path, after)?;
            keep_mode(root, &change.path, file.as_file())?;
            steps.push(Step::Edit(change, file));
        } else if let Some(folder) = own::first_missing(root, &change.path)? {
            add_to_folder(root, folder, change, &mut steps)?;
        } else {
            let file = own::stage(root, &change.path, after)?;
            if let Some(like) = &change.like {
                keep_mode(root, like, file.as_file())?;
            }
            steps.push(Step::Create(change, file));
        }
    }
    Ok(steps)
}

fn add_to_folder<'a>(
    root: &Path,
    folder: &'a str,
    change: &'a Change,
    steps: &mut Vec<Step<'a>>,
) -> Result<(), WriteError> {
    for step in steps.iter_mut() {
        if let Step::Folder(rel, aside, files) = step
            && *rel == folder
        {
            write_aside(root, aside, folder, change)?;
            files.push(change);
            return Ok(());
        }
    }
    let aside = own::stage_folder(root, folder)?;
    write_aside(root, &aside, folder, change)?;
    steps.push(Step::Folder(folder, aside, vec![change]));
    Ok(())
}

/// Gives `file` the mode of the one at `rel`.
fn keep_mode(root: &Path, rel: &str, file: &fs::File) -> Result<(), WriteError> {
    let old = fs::symlink_metadata(root.join(rel));
    old.and_then(|meta| file.set_permissions(meta.permissions()))
        .map_err(|e| WriteError::io(rel, "keep the mode of", e))
}

/// A synced file in a folder that is being built aside.
fn write_aside(
    root: &Path,
    aside: &TempDir,
    folder: &str,
    change: &Change,
) -> Result<(), WriteError> {
    let rel = &change.path;
    let inner = &rel[folder.len() + 1..];
    let content = change.after.as_deref().unwrap_or_default();
    let path = aside.path().join(inner);
    let written = fs::create_dir_all(own::folder_of(aside.path(), inner).0).and_then(|()| {
        let mut file = fs::File::options()
            .write(true)
            .create_new(true)
            .open(&path)?;
        io::Write::write_all(&mut file, content.as_bytes())?;
        file.sync_all().map(|()| file)
    });
    let file = written.map_err(|e| WriteError::io(rel, "write", e))?;
    if let Some(like) = &change.like {
        keep_mode(root, like, &file)?;
    }
    for parent in own::parents(inner) {
        own::sync_folder(&aside.path().join(parent), rel)?;
    }
    own::sync_folder(aside.path(), rel)
}

/// Makes the steps in their order and syncs the folders. Takes back what was made when one fails.
pub(super) fn make(root: &Path, steps: Vec<Step>) -> Result<(), WriteError> {
    let mut done = Vec::with_capacity(steps.len());
    let mut failed = None;
    for step in steps {
        match step.make(root) {
            Ok(made) => done.push(made),
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    let folders: BTreeSet<&str> = done
        .iter()
        .map(|d| own::folder_of(root, d.path()).1)
        .collect();
    let synced = match failed {
        Some(error) => Err(error),
        None => folders
            .iter()
            .try_for_each(|folder| own::sync_folder(&root.join(folder), folder)),
    };
    if synced.is_err() {
        for made in done.iter().rev() {
            // What cannot be taken back stays: the same command completes it.
            let _ = made.take_back(root);
        }
        return synced;
    }
    for made in &done {
        if let Done::Removed(change, _) = made {
            remove_empty_folders(root, &change.path);
        }
    }
    Ok(())
}

/// Folders that held nothing else than `rel` go with it, but for those at the top. What cannot be
/// removed holds something, or is left to its owner.
fn remove_empty_folders(root: &Path, rel: &str) {
    let inner: Vec<&str> = own::parents(rel).skip(1).collect();
    for folder in inner.iter().rev() {
        if fs::remove_dir(root.join(folder)).is_err() {
            return;
        }
    }
}

impl<'a> Step<'a> {
    /// When what it has aside was made.
    pub(super) fn staged_at(&self) -> Option<SystemTime> {
        let meta = match self {
            Self::Edit(_, file) | Self::Create(_, file) => file.as_file().metadata(),
            Self::Folder(_, aside, _) => fs::symlink_metadata(aside.path()),
            Self::Remove(_) => return None,
        };
        meta.ok()?.modified().ok()
    }

    fn make(self, root: &Path) -> Result<Done<'a>, WriteError> {
        match self {
            Self::Edit(change, file) => {
                let rel = &change.path;
                file.into_temp_path()
                    .persist(root.join(rel))
                    .map_err(|e| WriteError::io(rel, "replace", e.error))?;
                Ok(Done::Edited(change))
            }
            Self::Create(change, file) => {
                let content = change.after.as_deref().unwrap_or_default();
                let new = write::place(root, &change.path, content, file)?;
                Ok(if new {
                    Done::Created(change)
                } else {
                    Done::Unchanged(change)
                })
            }
            Self::Folder(rel, aside, files) => {
                let made = Done::Folder(rel, files);
                if !place_folder(root, rel, aside)?
                    && let Err(error) = made.fill(root)
                {
                    let _ = made.take_back(root);
                    return Err(error);
                }
                Ok(made)
            }
            Self::Remove(change) => {
                let rel = &change.path;
                let path = root.join(rel);
                let mode = fs::symlink_metadata(&path)
                    .and_then(|meta| fs::remove_file(&path).map(|()| meta.permissions()))
                    .map_err(|e| WriteError::io(rel, "remove", e))?;
                Ok(Done::Removed(change, mode))
            }
        }
    }
}

/// Gives a folder its final name; not where somebody has made one of that name meanwhile, as a
/// check-in does, which needs no lock.
fn place_folder(root: &Path, rel: &str, aside: TempDir) -> Result<bool, WriteError> {
    let path = root.join(rel);
    let Err(error) = fs::rename(aside.path(), &path) else {
        // It has its final name now; there is nothing left to clean up.
        let _ = aside.keep();
        return Ok(true);
    };
    match fs::symlink_metadata(&path) {
        Ok(meta) if meta.is_dir() => Ok(false),
        Ok(_) => Err(WriteError::Exists {
            path: rel.to_owned(),
        }),
        Err(_) => Err(WriteError::io(rel, "create", error)),
    }
}

impl Done<'_> {
    fn path(&self) -> &str {
        match self {
            Self::Edited(c) | Self::Created(c) | Self::Unchanged(c) | Self::Removed(c, _) => {
                &c.path
            }
            Self::Folder(rel, _) => rel,
        }
    }

    /// Puts a folder's files one by one into the one that has its name.
    fn fill(&self, root: &Path) -> Result<(), WriteError> {
        let Self::Folder(_, files) = self else {
            return Ok(());
        };
        for change in files {
            let rel = &change.path;
            let content = change.after.as_deref().unwrap_or_default();
            for parent in own::parents(rel) {
                own::make_folder(&root.join(parent), parent)?;
            }
            write::place(root, rel, content, own::stage(root, rel, content)?)?;
        }
        let folders: BTreeSet<&str> = files.iter().flat_map(|c| own::parents(&c.path)).collect();
        folders
            .iter()
            .try_for_each(|folder| own::sync_folder(&root.join(folder), folder))
    }

    /// Puts things back as they were, but for what somebody else has changed since.
    fn take_back(&self, root: &Path) -> Result<(), WriteError> {
        match self {
            Self::Unchanged(_) => Ok(()),
            Self::Created(change) => remove_own(root, change),
            Self::Edited(change) => {
                if read_for_edit(root, &change.path)? != change.after {
                    return Ok(());
                }
                let rel = &change.path;
                let before = change.before.as_deref().unwrap_or_default();
                let file = own::stage(root, rel, before)?;
                keep_mode(root, rel, file.as_file())?;
                Step::Edit(change, file).make(root).map(|_| ())
            }
            Self::Removed(change, mode) => {
                let before = change.before.as_deref().unwrap_or_default();
                let file = own::stage(root, &change.path, before)?;
                let _ = file.as_file().set_permissions(mode.clone());
                write::place(root, &change.path, before, file).map(|_| ())
            }
            Self::Folder(rel, files) => {
                for change in files {
                    remove_own(root, change)?;
                }
                // Inner folders first; one that somebody has used meanwhile stays.
                let inner = files.iter().flat_map(|c| own::parents(&c.path));
                let inner: BTreeSet<&str> = inner.filter(|p| p.len() >= rel.len()).collect();
                for folder in inner.iter().rev() {
                    let _ = fs::remove_dir(root.join(folder));
                }
                Ok(())
            }
        }
    }
}

/// Removes a new file as long as it is as it was made.
fn remove_own(root: &Path, change: &Change) -> Result<(), WriteError> {
    let rel = &change.path;
    if read_for_edit(root, rel)? == change.after {
        fs::remove_file(root.join(rel)).map_err(|e| WriteError::io(rel, "remove", e))?;
    }
    Ok(())
}
