//! Readings of one goal for one day, of which only the last counts.

use crate::method::advice::{Advice, place};
use crate::method::ledger::{Entry, Ledger};
use crate::model::{Aggregate, Document, Measure, Name, Workspace};
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(super) fn check(workspace: &Workspace, advice: &mut Vec<Advice>) {
    let ledger = Ledger::new(workspace, NaiveDate::MAX);
    for kpi in workspace.kpis.values() {
        let adds_up = kpi.aggregate == Aggregate::Sum;
        let entries = ledger.of_kpi(kpi.id.as_str());
        replaced(entries, kpi.id.as_str(), adds_up, advice);
    }
    for objective in workspace.objectives() {
        for kr in &objective.key_results {
            let has_readings = match &kr.terms.measure {
                Measure::Metric(_) | Measure::Bounds { .. } => true,
                Measure::Effort(effort) => effort.milestones.is_empty(),
                // A KPI's are the KPI's; a rollup has none.
                Measure::FollowsKpi(_) | Measure::Rollup => false,
            };
            if has_readings {
                let id = objective.key_result_id(&kr.key);
                replaced(ledger.of_goal(&id), &id.local(), false, advice);
            }
        }
    }
}

/// Points out every reading that a later one of its day replaces; where readings `add_up`, a later
/// one of the same person.
fn replaced(entries: &[Entry<'_>], id: &str, add_up: bool, advice: &mut Vec<Advice>) {
    for day in entries.chunk_by(|a, b| a.date == b.date) {
        let person = |entry: &Entry<'_>| add_up.then(|| entry.checkin.by.clone());
        let readings = || day.iter().filter(|e| e.update.value.is_some());
        if readings().nth(1).is_none() {
            continue;
        }
        let last: BTreeMap<Option<Name>, &Entry<'_>> =
            readings().map(|entry| (person(entry), entry)).collect();
        for entry in readings() {
            let counts = last[&person(entry)];
            if !std::ptr::eq(entry, counts) {
                advice.push(pair(entry, counts, id, add_up));
            }
        }
    }
}

fn pair(entry: &Entry<'_>, counts: &Entry<'_>, id: &str, add_up: bool) -> Advice {
    let (date, by) = (entry.date, &entry.checkin.by);
    let of = match add_up {
        true => format!("two readings of `{id}` for {date} by {by}"),
        false => format!("two readings of `{id}` for {date}"),
    };
    let (this, later) = (&entry.checkin.file, &counts.checkin.file);
    let message = match std::ptr::eq(entry.checkin, counts.checkin) {
        true => format!("{of} in `{this}`: the last one counts"),
        false => format!("{of}: the one in `{later}` counts, not the one in `{this}`"),
    };
    let document = Document::CheckIn(entry.checkin.cycle, this.clone());
    let steps = ["update".into(), entry.index.into(), "value".into()];
    let help = "take one of them out, or correct its date";
    Advice::warning("same-day", place(document, steps), message).help(help)
}
