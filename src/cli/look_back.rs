//! What lies in other cycles and still matters today: goals of the year around, goals of a cycle that
//! ended a few days ago, the last readings of KPIs.

use super::reading::{Reading, overlapping};
use crate::method::Ledger;
use crate::method::close::read_since;
use crate::model::{CycleId, Kpi, KpiId};
use crate::store::load::{Depth, Loaded, Store};
use std::collections::BTreeSet;

/// The cycles in which check-ins are taken without naming them: those that run on the day or ended at most
/// `grace_days` ago. Reads them with all that figures need.
pub fn running(reading: &mut Reading) -> Vec<CycleId> {
    let settings = reading.store.settings();
    let calendar = settings.calendar;
    let mut running = reading.store.cycle_folders();
    running.retain(|&cycle| {
        let last = settings.overdue_after(calendar.end(cycle));
        calendar.start(cycle) <= reading.day && reading.day <= last
    });
    let near = overlapping(&reading.store, &running);
    reading.read_more(near);
    running
}

/// Reads `folders`, and the earlier ones without which it is not known what the cycles of `ended` miss.
pub fn read_for_close(
    store: &Store,
    mut folders: Vec<(CycleId, Depth)>,
    ended: &[CycleId],
) -> Loaded {
    let loaded = store.read(&folders);
    let calendar = store.settings().calendar;
    let known = folders.len();
    for &cycle in ended {
        if let Some(first) = read_since(&loaded.workspace, cycle) {
            let mut before = store.cycle_folders();
            before
                .retain(|&c| first <= calendar.end(c) && calendar.start(c) < calendar.start(cycle));
            // Check-ins may speak of goals of the cycles around theirs.
            folders.extend(overlapping(store, &before));
        }
    }
    match folders.len() == known {
        true => loaded,
        false => store.read(&folders),
    }
}

/// Reads other cycles, the newest first, until the last reading of every KPI of `kpis` is found.
pub fn read_back(reading: &mut Reading, kpis: impl Fn(&Kpi) -> bool) {
    let calendar = reading.store.settings().calendar;
    let mut folders = reading.store.cycle_folders();
    folders.retain(|&cycle| calendar.start(cycle) <= reading.day);
    let live = reading.workspace.kpis.values();
    let mut wanted: BTreeSet<KpiId> = live
        .filter(|kpi| !kpi.retired_on(reading.day) && kpis(kpi))
        .map(|kpi| kpi.id.clone())
        .collect();
    for &cycle in folders.iter().rev() {
        if wanted.is_empty() {
            return;
        }
        // Check-ins may speak of goals of the cycles around theirs.
        reading.read_more(overlapping(&reading.store, &[cycle]));
        forget_read(&mut wanted, reading, cycle);
    }
}

/// Takes off the list what was read in a cycle.
fn forget_read(wanted: &mut BTreeSet<KpiId>, reading: &Reading, cycle: CycleId) {
    let ledger = Ledger::new(&reading.workspace, reading.day);
    let calendar = reading.store.settings().calendar;
    let (start, end) = (calendar.start(cycle), calendar.end(cycle));
    wanted.retain(|id| {
        let entries = ledger.of_kpi(id.as_str());
        let mut here = entries.iter().filter(|e| start <= e.date && e.date <= end);
        !here.any(|e| e.update.value.is_some())
    });
}
