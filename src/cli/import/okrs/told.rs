//! What an import says of itself, and the check-ins that it makes of current values.

use super::definitions::Settled;
use super::plan::Said;
use crate::cli::checkin::path_of;
use crate::cli::context::Context;
use crate::cli::desk::refuse_closed;
use crate::cli::exit::Failure;
use crate::cli::import::checkins;
use crate::cli::import::record::Records;
use crate::cli::import::settle::checkin;
use crate::model::{CheckIn, CycleId, Name, Update};
use crate::render::exchange::imported::{Imported, ImportedFile, ImportedThing, Leftover};
use crate::render::text::count;
use crate::store::compose;
use crate::store::load::{Depth, Store};
use crate::store::write::Change;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A column that means nothing here, with the rows that fill it.
pub(super) fn unknown_column(left: &mut Leftover, records: &Records, column: &str, why: &str) {
    for record in records.rows.iter().filter(|r| !r.is_blank(column)) {
        left.add(Some(record.row), Some(column), "", why);
    }
}

/// The message of a commit.
pub(super) fn message(imported: &Imported) -> String {
    let number = |kind: &str| imported.changes.iter().filter(|c| c.kind == kind).count();
    let objectives = count(number("objective"), "objective");
    let key_results = count(number("key result"), "key result");
    format!("Import {objectives} and {key_results}")
}

/// One check-in for each of the workspace's cycles that the values belong to.
pub(super) fn report(
    settled: &mut Settled,
    said: Vec<Said>,
    store: &Store,
    by: &Name,
    context: &Context,
) -> Result<(), Failure> {
    let mut by_cycle: BTreeMap<CycleId, Vec<(NaiveDate, Update)>> = BTreeMap::new();
    for Said { day, goal, update } in said {
        let home = store.settings().cycle_on(day);
        let update = Update {
            goal: Some(goal.relative_to(home)),
            ..update
        };
        by_cycle.entry(home).or_default().push((day, update));
    }
    for (cycle, mut updates) in by_cycle {
        updates.sort_by_key(|(day, _)| *day);
        let mut made = checkin(cycle, by, updates);
        let text = compose::checkin(&made);
        made.file = compose::checkin_file_name(context.now, by, &text);
        if let Some(path) = there(store, &made)? {
            settled.files.push(ImportedFile {
                path,
                action: "same",
            });
            continue;
        }
        refuse_closed(store, cycle)?;
        let path = path_of(store, &made, &text)?;
        settled.things.extend(made.updates.iter().map(|update| {
            ImportedThing {
                kind: "update",
                id: update
                    .goal
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                before: None,
                after: update.value.map(|value| value.to_string()),
                path: path.clone(),
            }
        }));
        settled.files.push(ImportedFile {
            path: path.clone(),
            action: "create",
        });
        settled.changes.push(Change::create(path, text));
        settled.cycles.push(cycle);
    }
    Ok(())
}

/// The check-in that says the same already.
fn there(store: &Store, made: &CheckIn) -> Result<Option<String>, Failure> {
    let loaded = store.read_cycles(&[(made.cycle, Depth::Full)]);
    if !loaded.findings.is_empty() {
        return Err(Failure::invalid(loaded.findings));
    }
    let folder = loaded.workspace.cycles.get(&made.cycle);
    let mut known = folder.into_iter().flat_map(|folder| &folder.checkins);
    let same = known.find(|known| checkins::says_same(known, made));
    Ok(same.map(checkins::path))
}
