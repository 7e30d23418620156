//! Definitions being edited: gathered, checked in memory as a whole, then written under the lock.

use super::context::say;
use super::exit::{Code, Failure};
use super::findings;
use crate::model::CycleId;
use crate::store::edit::{Document, EditError};
use crate::store::load::Store;
use crate::store::lock::{Lock, PATIENCE};
use crate::store::paths;
use crate::store::write::{Change, ChangeSet, read_for_edit};
use std::collections::BTreeMap;

/// A definition that is being edited.
struct Editing {
    before: String,
    document: Document,
}

/// Definitions that are being edited, by path.
pub struct Desk<'a> {
    store: &'a Store,
    open: BTreeMap<String, Editing>,
}

impl<'a> Desk<'a> {
    /// An empty desk.
    pub fn new(store: &'a Store) -> Self {
        Self {
            store,
            open: BTreeMap::new(),
        }
    }

    /// Changes the definition at `path` (relative to the root), which must exist.
    ///
    /// # Errors
    /// It is not there, cannot be read, or the change does not fit.
    pub fn edit(
        &mut self,
        path: &str,
        change: impl FnOnce(&mut Document) -> Result<(), EditError>,
    ) -> Result<(), Failure> {
        let refused =
            |error: EditError| Failure::new(Code::Invalid, "invalid", format!("{path}: {error}"));
        if !self.open.contains_key(path) {
            let before = read_for_edit(self.store.root(), path)?;
            let before = before.ok_or_else(|| Failure::not_found(format!("there is no {path}")))?;
            let document = Document::new(before.clone()).map_err(refused)?;
            let editing = Editing { before, document };
            self.open.insert(path.to_owned(), editing);
        }
        match self.open.get_mut(path) {
            Some(editing) => change(&mut editing.document).map_err(refused),
            None => Ok(()),
        }
    }

    /// The changes, by path.
    pub fn finish(self) -> Vec<Change> {
        let changed = self.open.into_iter().map(|(path, editing)| {
            Change::edit(path, editing.before, editing.document.into_text())
        });
        changed.collect()
    }
}

/// Takes the lock that definitions are edited under.
///
/// # Errors
/// Another process holds it for too long, or the system refuses.
pub fn lock(store: &Store) -> Result<Lock, Failure> {
    let lock = Lock::acquire(store.root(), PATIENCE)?;
    if let Some(warning) = lock.warning() {
        say(&format!("{warning}\n"));
    }
    Ok(lock)
}

/// From the day a cycle is closed nothing is written there.
///
/// # Errors
/// It is closed, or its frozen scores cannot be read.
pub fn refuse_closed(store: &Store, cycle: CycleId) -> Result<(), Failure> {
    match store.read_closed(cycle).map_err(Failure::invalid)? {
        None => Ok(()),
        Some(closed) => Err(
            Failure::conflict(format!("{cycle} was closed on {}", closed.on)).help(format!(
                "its scores are frozen in {}; okr close {cycle} --undo opens it again",
                paths::closed(cycle)
            )),
        ),
    }
}

/// Refuses changes that would bring an error into the cycles that share a day with `cycles`.
///
/// # Errors
/// Lists the errors that they would bring.
pub fn refuse_errors(
    store: &Store,
    changes: &ChangeSet,
    cycles: &[CycleId],
) -> Result<(), Failure> {
    let broken = findings::introduced(store, changes, cycles);
    if broken.is_empty() {
        return Ok(());
    }
    Err(Failure::invalid(broken).help("nothing was written: mend this first"))
}
