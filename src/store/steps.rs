//! The steps in which changes are made: prepared aside, made in order, taken back when one fails.

use super::changes::Change;
use super::own;
use super::write::{self, WriteError, read_for_edit};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;
use tempfile::{NamedTempFile, TempDir};

/// A file's content and the one that it gets.
#[derive(Clone, Copy)]
pub(super) struct Edit<'a> {
    rel: &'a str,
    before: &'a str,
    after: &'a str,
}

/// A step that is ready to be made.
pub(super) enum Step<'a> {
    /// A file gets another content.
    Edit(Edit<'a>, NamedTempFile),
    /// A new file in a folder that exists.
    Create(&'a Change, NamedTempFile),
    /// A new folder with everything in it.
    Folder(&'a str, TempDir, Vec<&'a Change>),
    /// A file, or a folder with everything in it, gets another path.
    Move(&'a str, &'a str),
    /// A file goes.
    Remove(&'a Change),
}

/// A step that was made.
enum Done<'a> {
    Edited(Edit<'a>),
    Created(&'a Change),
    Unchanged(&'a Change),
    Folder(&'a str, Vec<&'a Change>),
    /// From, to, and the folders that were made for it.
    Moved(&'a str, &'a str, Vec<&'a str>),
    Removed(&'a Change, fs::Permissions),
}

/// Writes aside and syncs what the changes need. The steps come in stages, each of which must last
/// before the next begins: what moves gets a content that is true under both paths; it moves; all
/// else.
pub(super) fn prepare<'a>(
    root: &Path,
    changes: &[&'a Change],
) -> Result<[Vec<Step<'a>>; 3], WriteError> {
    let mut stages = [Vec::new(), Vec::new(), Vec::new()];
    let [first, moves, rest] = &mut stages;
    let mut folders: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for &change in changes {
        let (before, after) = (change.before.as_deref(), change.after.as_deref());
        let (Some(origin), Some(before), Some(after)) = (&change.origin, before, after) else {
            one(root, change, rest)?;
            continue;
        };
        let (from, via) = (origin.path.as_str(), origin.via.as_str());
        edit(root, (from, from), (before, via), first)?;
        let folder = origin.folder.as_ref();
        let folder = folder.map(|(from, to)| (from.as_str(), to.as_str()));
        match folder {
            Some(folder) if folders.contains_key(&folder) => {}
            Some(folder) => {
                let whole = is_free(root, folder.1)?;
                folders.insert(folder, whole);
                if whole {
                    moves.push(Step::Move(folder.0, folder.1));
                }
            }
            None => {}
        }
        if !folder.is_some_and(|folder| folders[&folder]) {
            moves.push(Step::Move(from, &change.path));
        }
        edit(root, (from, &change.path), (via, after), rest)?;
    }
    Ok(stages)
}

/// Whether nothing lies at `rel`, or an empty folder.
fn is_free(root: &Path, rel: &str) -> Result<bool, WriteError> {
    match fs::read_dir(root.join(rel)) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(WriteError::io(rel, "look at", error)),
    }
}

/// The step of a change that moves nothing.
fn one<'a>(root: &Path, change: &'a Change, steps: &mut Vec<Step<'a>>) -> Result<(), WriteError> {
    let rel = change.path.as_str();
    let Some(after) = change.after.as_deref() else {
        steps.push(Step::Remove(change));
        return Ok(());
    };
    if let Some(before) = change.before.as_deref() {
        return edit(root, (rel, rel), (before, after), steps);
    }
    if let Some(folder) = own::first_missing(root, rel)? {
        return add_to_folder(root, folder, change, steps);
    }
    steps.push(Step::Create(change, own::stage(root, rel, after)?));
    Ok(())
}

/// Another content for the file that lies at `now` and will lie at `rel` by then, unless it is the
/// same.
fn edit<'a>(
    root: &Path,
    (now, rel): (&str, &'a str),
    (before, after): (&'a str, &'a str),
    steps: &mut Vec<Step<'a>>,
) -> Result<(), WriteError> {
    if before != after {
        let file = own::stage(root, rel, after)?;
        keep_mode(root, now, file.as_file())?;
        steps.push(Step::Edit(Edit { rel, before, after }, file));
    }
    Ok(())
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
            write_aside(aside, folder, change)?;
            files.push(change);
            return Ok(());
        }
    }
    let aside = own::stage_folder(root, folder)?;
    write_aside(&aside, folder, change)?;
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
fn write_aside(aside: &TempDir, folder: &str, change: &Change) -> Result<(), WriteError> {
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
        file.sync_all()
    });
    written.map_err(|e| WriteError::io(rel, "write", e))?;
    for parent in own::parents(inner) {
        own::sync_folder(&aside.path().join(parent), rel)?;
    }
    own::sync_folder(aside.path(), rel)
}

/// Makes the steps in their order and syncs the folders of each stage. Takes back what was made when
/// one fails.
pub(super) fn make(root: &Path, stages: [Vec<Step>; 3]) -> Result<(), WriteError> {
    let mut done = Vec::new();
    for stage in stages {
        if let Err(error) = make_stage(root, stage, &mut done) {
            for made in done.iter().rev() {
                // What cannot be taken back stays: the same command completes it.
                let _ = made.take_back(root);
            }
            return Err(error);
        }
    }
    for made in &done {
        match made {
            Done::Removed(change, _) => remove_empty_folders(root, &change.path),
            Done::Moved(from, ..) => remove_empty_folders(root, from),
            Done::Edited(_) | Done::Created(_) | Done::Unchanged(_) | Done::Folder(..) => {}
        }
    }
    Ok(())
}

fn make_stage<'a>(
    root: &Path,
    steps: Vec<Step<'a>>,
    done: &mut Vec<Done<'a>>,
) -> Result<(), WriteError> {
    let before = done.len();
    for step in steps {
        done.push(step.make(root)?);
    }
    let paths = done[before..].iter().flat_map(Done::paths);
    let folders: BTreeSet<&str> = paths.map(|rel| own::folder_of(root, rel).1).collect();
    folders
        .iter()
        .try_for_each(|folder| own::sync_folder(&root.join(folder), folder))
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
            Self::Move(..) | Self::Remove(_) => return None,
        };
        meta.ok()?.modified().ok()
    }

    fn make(self, root: &Path) -> Result<Done<'a>, WriteError> {
        match self {
            Self::Edit(edit, file) => {
                let rel = edit.rel;
                file.into_temp_path()
                    .persist(root.join(rel))
                    .map_err(|e| WriteError::io(rel, "replace", e.error))?;
                Ok(Done::Edited(edit))
            }
            Self::Move(from, to) => move_to(root, from, to),
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

/// Gives a file or a folder another path, for which folders are made.
fn move_to<'a>(root: &Path, from: &'a str, to: &'a str) -> Result<Done<'a>, WriteError> {
    let mut made = Vec::new();
    let mut moved = Ok(());
    for parent in own::parents(to) {
        match own::make_folder(&root.join(parent), parent) {
            Ok(true) => made.push(parent),
            Ok(false) => {}
            Err(error) => moved = Err(error),
        }
    }
    // An empty folder may be what a run that was cut short has left.
    let _ = fs::remove_dir(root.join(to));
    let moved = moved.and_then(|()| {
        rename_new(&root.join(from), &root.join(to)).map_err(|e| WriteError::io(to, "create", e))
    });
    if let Err(error) = moved {
        remove_folders(root, &made);
        return Err(error);
    }
    Ok(Done::Moved(from, to, made))
}

/// Renames without replacing anything, where the file system can.
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            done => return Ok(done?),
        }
    }
    match fs::symlink_metadata(to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
        Err(error) => Err(error),
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
    }
}

/// Removes those of the folders that are empty, the innermost, which comes last, first.
fn remove_folders(root: &Path, folders: &[&str]) {
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(root.join(folder));
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
    /// What has another entry in its folder now.
    fn paths(&self) -> Vec<&str> {
        match self {
            Self::Created(c) | Self::Unchanged(c) | Self::Removed(c, _) => vec![&c.path],
            Self::Edited(Edit { rel, .. }) | Self::Folder(rel, _) => vec![rel],
            Self::Moved(from, to, made) => [*from, *to].into_iter().chain(made.clone()).collect(),
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
            Self::Edited(edit) => {
                let Edit { rel, before, after } = *edit;
                if read_for_edit(root, rel)?.as_deref() != Some(after) {
                    return Ok(());
                }
                let file = own::stage(root, rel, before)?;
                keep_mode(root, rel, file.as_file())?;
                Step::Edit(*edit, file).make(root).map(|_| ())
            }
            Self::Moved(from, to, made) => {
                let back = rename_new(&root.join(to), &root.join(from));
                back.map_err(|e| WriteError::io(from, "create", e))?;
                remove_folders(root, made);
                Ok(())
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
                remove_folders(root, &inner.into_iter().collect::<Vec<_>>());
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
