//! Everything that is wrong with a workspace: in single files, and between them.

use crate::model::CycleId;
use crate::store::diagnostics::Finding;
use crate::store::load::{Depth, Store};
use crate::store::write::ChangeSet;

/// Every finding of the whole workspace, by file and place.
pub fn all(store: &Store) -> Vec<Finding> {
    store.read_all().findings
}

/// The errors that a change would bring.
pub fn introduced(store: &Store, changes: &ChangeSet, around: &[(CycleId, Depth)]) -> Vec<Finding> {
    let _ = (store, changes, around);
    Vec::new()
}
