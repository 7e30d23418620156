//! A renaming as changes of files, so that every state between them reads well: each file learns its
//! old name while it still has that, then gets its new path in one step, then the references follow,
//! which resolve all the while. The same command completes what was cut short.

use super::kept::kept;
use super::moves::Moves;
use super::references::{self, Reference};
use super::target::{Open, Rename};
use crate::cli::desk::Desk;
use crate::cli::exit::Failure;
use crate::model::{GoalId, KpiId, Name, ObjectivePath};
use crate::store::edit::{Document, EditError};
use crate::store::load::Store;
use crate::store::write::{Change, ChangeSet, Origin, read_for_edit};
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
    /// Files that have their new path from a run that was cut short, and where they were.
    pub(super) settled: Vec<String>,
    /// What is written.
    pub(super) changes: ChangeSet,
    /// Where the old name stays, in words.
    pub(super) kept: Vec<String>,
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
    let mut made = Made::new(store);
    for (from, to) in &moves.objectives {
        objective(open, from, to, &mut desk, &mut made)?;
    }
    for (from, to) in &moves.kpis {
        kpi(open, from, to, &mut desk, &mut made)?;
    }
    if let Some((from, to)) = &moves.key_result {
        key_result(open, from, to, &mut desk, &mut made)?;
    }
    let (from, to) = names(rename);
    let rewritten = references.iter().map(|r| rewritten(r, moves, &made.files));
    let references = rewritten.collect();
    let folders = folders(rename);
    let mut changes = in_order(store, desk, made.meanwhile, &made.files, &folders)?;
    if let Some((id, _)) = &moves.key_result {
        // It knows its old key before anything names the new one.
        let own = paths::objective(id);
        changes.0.sort_by_key(|change| change.path != own);
    }
    Ok(Renaming {
        from,
        to,
        moved: made.moved,
        references,
        files: made.files,
        settled: made.settled,
        changes,
        kept: kept(open, rename),
    })
}

/// What is gathered on the way.
struct Made<'a> {
    moved: Vec<Moved>,
    files: BTreeMap<String, String>,
    settled: Vec<String>,
    /// The files that move, with both names.
    meanwhile: Desk<'a>,
}

impl<'a> Made<'a> {
    fn new(store: &'a Store) -> Self {
        Self {
            moved: Vec::new(),
            files: BTreeMap::new(),
            settled: Vec::new(),
            meanwhile: Desk::new(store),
        }
    }
}

/// The folders that get another name as a whole, with their paths.
fn folders(rename: &Rename) -> Vec<(String, String)> {
    let Rename::Team {
        from,
        to,
        cycles,
        kpis,
    } = rename
    else {
        return Vec::new();
    };
    let above = cycles.iter().map(ToString::to_string);
    let above = above.chain(kpis.then(|| "kpis".to_owned()));
    above
        .map(|above| (format!("{above}/{from}"), format!("{above}/{to}")))
        .collect()
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
    made: &mut Made<'_>,
) -> Result<(), Failure> {
    let now = GoalId {
        objective: to.clone(),
        ..from.clone()
    };
    let formerly = open.workspace.objective(from).map(|o| &o.formerly[..]);
    let formerly = formerly.unwrap_or_default();
    let file = (paths::objective(from), paths::objective(&now));
    if from == &now {
        let old = formerly.iter().map(|path| GoalId {
            objective: path.clone(),
            ..from.clone()
        });
        let old = old.map(|id| paths::objective(&id));
        made.settled.extend(old.chain([file.1.clone()]));
    }
    let moved = (from.local(), now.local());
    let names = (from.objective.as_str(), to.as_str());
    move_file(file, moved, names, &texts(formerly), desk, made)
}

fn kpi(
    open: &Open,
    from: &KpiId,
    to: &KpiId,
    desk: &mut Desk<'_>,
    made: &mut Made<'_>,
) -> Result<(), Failure> {
    let formerly = open.workspace.kpis.get(from).map(|k| &k.formerly[..]);
    let formerly = formerly.unwrap_or_default();
    let file = (paths::kpi(from), paths::kpi(to));
    if from == to {
        let old = formerly.iter().map(paths::kpi);
        made.settled.extend(old.chain([file.1.clone()]));
    }
    let names = (from.as_str(), to.as_str());
    let moved = (from.to_string(), to.to_string());
    move_file(file, moved, names, &texts(formerly), desk, made)
}

/// A file that gets another path, or has it already.
fn move_file(
    (old, path): (String, String),
    (from, to): (String, String),
    names: (&str, &str),
    formerly: &[String],
    desk: &mut Desk<'_>,
    made: &mut Made<'_>,
) -> Result<(), Failure> {
    if old == path {
        return desk.edit(&old, |document| forget(document, formerly, names.1));
    }
    desk.edit(&old, |document| remember(document, &[], formerly, names))?;
    made.meanwhile.edit(&old, |document| {
        learn(document, &["formerly"], formerly, names.0)
    })?;
    made.files.insert(old, path.clone());
    made.moved.push(Moved { from, to, path });
    Ok(())
}

fn key_result(
    open: &Open,
    from: &GoalId,
    to: &Name,
    desk: &mut Desk<'_>,
    made: &mut Made<'_>,
) -> Result<(), Failure> {
    let path = paths::objective(from);
    let found = open.workspace.key_result(from);
    let formerly = found.map(|(_, kr)| texts(&kr.formerly));
    let key = from.key.as_ref().map(Name::as_str).unwrap_or_default();
    if key == to.as_str() {
        made.settled.push(path);
        return Ok(());
    }
    desk.edit(&path, |document| {
        document.rename(&["key_results", key], to.as_str())?;
        let table = ["key_results", to.as_str()];
        let names = (key, to.as_str());
        remember(document, &table, &formerly.unwrap_or_default(), names)
    })?;
    made.moved.push(Moved {
        from: from.local(),
        to: format!("{}.{to}", from.objective),
        path,
    });
    Ok(())
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
        Some(_) => without(document, &path, formerly, new),
        None => learn(document, &path, formerly, old),
    }
}

/// Puts a name into the list at `path`, which holds `formerly`.
fn learn(
    document: &mut Document,
    path: &[&str],
    formerly: &[String],
    name: &str,
) -> Result<(), EditError> {
    if formerly.iter().any(|known| known == name) {
        return Ok(());
    }
    match document.contains(path) {
        true => document.push(path, &compose::string(name)),
        false => document.set(path, &format!("[{}]", compose::string(name))),
    }
}

/// Takes a file's own name out of its former ones, where a run was cut short.
fn forget(document: &mut Document, formerly: &[String], name: &str) -> Result<(), EditError> {
    match formerly.iter().any(|known| known == name) {
        true => without(document, &["formerly"], formerly, name),
        false => Ok(()),
    }
}

/// Takes a name out of the list at `path`; not where comments in it would be lost, for a goal's own
/// name among its former ones does no harm.
fn without(
    document: &mut Document,
    path: &[&str],
    formerly: &[String],
    name: &str,
) -> Result<(), EditError> {
    if document
        .written(path)
        .is_some_and(|list| list.contains('#'))
    {
        return Ok(());
    }
    let rest = formerly.iter().filter(|known| *known != name);
    let rest: Vec<String> = rest.map(|known| compose::string(known)).collect();
    document.set(path, &format!("[{}]", rest.join(", ")))
}

/// What moves, then references, then what a branch has left under an old
/// name.
fn in_order(
    store: &Store,
    desk: Desk<'_>,
    meanwhile: Desk<'_>,
    files: &BTreeMap<String, String>,
    folders: &[(String, String)],
) -> Result<ChangeSet, Failure> {
    let (mut moved, mut edited, mut removed) = (Vec::new(), Vec::new(), Vec::new());
    let mut via: BTreeMap<String, Option<String>> = meanwhile
        .finish()
        .into_iter()
        .map(|change| (change.path, change.after))
        .collect();
    for change in desk.finish() {
        let (Some(new), Some(before), Some(after)) =
            (files.get(&change.path), &change.before, &change.after)
        else {
            edited.push(change);
            continue;
        };
        let old = change.path.as_str();
        match read_for_edit(store.root(), new)? {
            None => {
                let via = via.remove(old).flatten();
                let inside = |(from, _): &&(String, String)| {
                    let below = old.strip_prefix(from.as_str());
                    below.is_some_and(|below| below.starts_with('/'))
                };
                let origin = Origin {
                    path: old.to_owned(),
                    via: via.unwrap_or_else(|| before.clone()),
                    folder: folders.iter().find(inside).cloned(),
                };
                moved.push(Change::moved(origin, new, before, after));
            }
            // It is under both names, as after a merge.
            Some(there) if there == *after => removed.push(Change::remove(old, before.clone())),
            Some(_) => {
                let message = format!("{new} is {old} under its new name, but says other things");
                return Err(Failure::conflict(message)
                    .help("nothing was written: compare them and remove one"));
            }
        }
    }
    moved.append(&mut edited);
    moved.append(&mut removed);
    Ok(ChangeSet(moved))
}
