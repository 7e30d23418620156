//! A renaming as changes of files, in an order that the same command completes where it is cut short:
//! first the files under their new names, then the references, then the old files go. Old names
//! resolve all the while.

use super::moves::Moves;
use super::references::{self, Reference};
use super::target::{Open, Rename};
use crate::cli::desk::Desk;
use crate::cli::exit::Failure;
use crate::model::{GoalId, KpiId, Name, ObjectivePath};
use crate::store::edit::{Document, EditError};
use crate::store::load::Store;
use crate::store::write::{Change, ChangeSet, read_for_edit};
use crate::store::{compose, paths};
use std::collections::BTreeMap;

/// A renaming that is ready to be made.
#[derive(Debug)]
pub(super) struct Renaming {
    /// What was asked for, for people.
    pub(super) from: String,
    /// What it becomes.
    pub(super) to: String,
    /// Every goal that gets another id.
    pub(super) moved: Vec<Moved>,
    /// Every reference that gets another text.
    pub(super) references: Vec<Rewritten>,
    /// The new path of each file that moves.
    pub(super) files: BTreeMap<String, String>,
    /// What is written.
    pub(super) changes: ChangeSet,
}

/// A goal that gets another id.
#[derive(Debug)]
pub(super) struct Moved {
    pub(super) from: String,
    pub(super) to: String,
    /// Its file, afterwards.
    pub(super) path: String,
}

/// A reference that gets another text.
#[derive(Debug)]
pub(super) struct Rewritten {
    /// The goal that it belongs to, afterwards.
    pub(super) holder: String,
    pub(super) before: String,
    pub(super) after: String,
    /// Its file, afterwards.
    pub(super) path: String,
}

/// Makes it.
///
/// # Errors
/// A file cannot be read or edited, or both names exist and say different things.
pub(super) fn renaming(
    store: &Store,
    open: &Open,
    rename: &Rename,
    moves: &Moves,
) -> Result<Renaming, Failure> {
    let mut desk = Desk::new(store);
    let references = all_references(open, moves);
    for reference in &references {
        let keys: Vec<&str> = reference.keys.iter().map(String::as_str).collect();
        desk.edit(&reference.file, |document| {
            document.replace(&keys, reference.index, &reference.before, &reference.after)
        })?;
    }
    let mut files = BTreeMap::new();
    let mut moved = Vec::new();
    for (from, to) in &moves.objectives {
        moved.push(objective(open, from, to, &mut desk, &mut files)?);
    }
    for (from, to) in &moves.kpis {
        moved.push(kpi(open, from, to, &mut desk, &mut files)?);
    }
    if let Some((from, to)) = &moves.key_result {
        moved.push(key_result(open, from, to, &mut desk)?);
    }
    let (from, to) = names(rename);
    let rewritten = references.iter().map(|r| rewritten(r, moves, &files));
    Ok(Renaming {
        from,
        to,
        moved,
        references: rewritten.collect(),
        changes: in_order(store, desk, &files)?,
        files,
    })
}

fn names(rename: &Rename) -> (String, String) {
    match rename {
        Rename::Objective(from, to) => (from.local(), to.to_string()),
        Rename::KeyResult(from, to) => (from.local(), format!("{}.{to}", from.objective)),
        Rename::Kpi(from, to) => (from.to_string(), to.to_string()),
        Rename::Team { from, to, .. } => (from.clone(), to.clone()),
    }
}

/// The references in definitions of open cycles and in KPIs.
fn all_references(open: &Open, moves: &Moves) -> Vec<Reference> {
    let folders = open.cycles().map(|cycle| &open.workspace.cycles[&cycle]);
    let objectives = folders.flat_map(|folder| folder.objectives.values());
    let of_objectives = objectives.flat_map(|o| references::of_objective(o, moves));
    let kpis = open.workspace.kpis.values();
    of_objectives
        .chain(kpis.flat_map(|kpi| references::of_kpi(kpi, moves)))
        .collect()
}

fn rewritten(reference: &Reference, moves: &Moves, files: &BTreeMap<String, String>) -> Rewritten {
    let file = &reference.file;
    let holder = reference.holder.as_str();
    let mut in_objectives = moves.objectives.iter();
    let objective = in_objectives.find(|(from, _)| paths::objective(from) == *file);
    let kpi = moves
        .kpis
        .iter()
        .find(|(from, _)| paths::kpi(from) == *file);
    let holder = match (objective, kpi) {
        (Some((from, to)), _) => holder.replacen(from.objective.as_str(), to.as_str(), 1),
        (None, Some((_, to))) => to.to_string(),
        (None, None) => holder.to_owned(),
    };
    Rewritten {
        holder,
        before: reference.before.clone(),
        after: reference.after.clone(),
        path: files.get(file).unwrap_or(file).clone(),
    }
}

fn objective(
    open: &Open,
    from: &GoalId,
    to: &ObjectivePath,
    desk: &mut Desk<'_>,
    files: &mut BTreeMap<String, String>,
) -> Result<Moved, Failure> {
    let now = GoalId {
        objective: to.clone(),
        ..from.clone()
    };
    let (old, path) = (paths::objective(from), paths::objective(&now));
    let formerly = open.workspace.objective(from).map(|o| texts(&o.formerly));
    desk.edit(&old, |document| {
        let names = (from.objective.as_str(), to.as_str());
        remember(document, &[], &formerly.unwrap_or_default(), names)
    })?;
    files.insert(old, path.clone());
    Ok(Moved {
        from: from.local(),
        to: now.local(),
        path,
    })
}

fn kpi(
    open: &Open,
    from: &KpiId,
    to: &KpiId,
    desk: &mut Desk<'_>,
    files: &mut BTreeMap<String, String>,
) -> Result<Moved, Failure> {
    let (old, path) = (paths::kpi(from), paths::kpi(to));
    let formerly = open.workspace.kpis.get(from).map(|k| texts(&k.formerly));
    desk.edit(&old, |document| {
        let names = (from.as_str(), to.as_str());
        remember(document, &[], &formerly.unwrap_or_default(), names)
    })?;
    files.insert(old, path.clone());
    Ok(Moved {
        from: from.to_string(),
        to: to.to_string(),
        path,
    })
}

fn key_result(
    open: &Open,
    from: &GoalId,
    to: &Name,
    desk: &mut Desk<'_>,
) -> Result<Moved, Failure> {
    let path = paths::objective(from);
    let found = open.workspace.key_result(from);
    let formerly = found.map(|(_, kr)| texts(&kr.formerly));
    let key = from.key.as_ref().map(Name::as_str).unwrap_or_default();
    desk.edit(&path, |document| {
        document.rename(&["key_results", key], to.as_str())?;
        let table = ["key_results", to.as_str()];
        let names = (key, to.as_str());
        remember(document, &table, &formerly.unwrap_or_default(), names)
    })?;
    Ok(Moved {
        from: from.local(),
        to: format!("{}.{to}", from.objective),
        path,
    })
}

fn texts<T: ToString>(names: &[T]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

/// Puts the old name into `formerly`, in the place of the new one where the goal had that before.
fn remember(
    document: &mut Document,
    table: &[&str],
    formerly: &[String],
    (old, new): (&str, &str),
) -> Result<(), EditError> {
    let mut path = table.to_vec();
    path.push("formerly");
    let knows_old = formerly.iter().any(|name| name == old);
    match formerly.iter().position(|name| name == new) {
        Some(index) if !knows_old => document.replace(&path, Some(index), new, old),
        _ if knows_old => Ok(()),
        _ if document.contains(&path) => document.push(&path, &compose::string(old)),
        _ => document.set(&path, &format!("[{}]", compose::string(old))),
    }
}

fn in_order(
    store: &Store,
    desk: Desk<'_>,
    files: &BTreeMap<String, String>,
) -> Result<ChangeSet, Failure> {
    let (mut created, mut edited, mut removed) = (Vec::new(), Vec::new(), Vec::new());
    for change in desk.finish() {
        let (Some(new), Some(before), Some(after)) =
            (files.get(&change.path), &change.before, &change.after)
        else {
            edited.push(change);
            continue;
        };
        let old = change.path.as_str();
        match read_for_edit(store.root(), new)? {
            None => created.push(Change::moved(old, new.clone(), after.clone())),
            // A run that was cut short has made it.
            Some(there) if there == *after => {}
            Some(_) => {
                let message = format!("{new} is {old} under its new name, but says other things");
                return Err(Failure::conflict(message)
                    .help("nothing was written: compare them and remove one"));
            }
        }
        removed.push(Change::remove(old, before.clone()));
    }
    created.append(&mut edited);
    created.append(&mut removed);
    Ok(ChangeSet(created))
}
