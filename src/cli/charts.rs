//! Reads the older check-ins that the charts of KPIs need, and no more of them than that.

use super::reading::{Reading, overlapping};
use crate::method::{Ledger, WINDOW};
use crate::model::{CheckIn, CycleFolder, CycleId, Kpi, KpiId, Workspace};
use crate::store::load::Depth;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;
use std::ops::{Bound, RangeInclusive};

/// How many older check-ins a command reads that shows signals only as flags. A hundred people take
/// two years for as many; in larger companies a monthly KPI would make it several times slower.
pub const GLANCE: usize = 10_000;

/// How far one KPI's readings are known.
struct Known {
    chart_from: Option<NaiveDate>,
    /// The days of its readings.
    days: BTreeSet<NaiveDate>,
}

impl Known {
    /// Whether no reading of or before `unread` belongs to the chart.
    fn suffices(&self, unread: NaiveDate) -> bool {
        let later = (Bound::Excluded(unread), Bound::Unbounded);
        let anew = self.chart_from.is_some_and(|from| from > unread);
        (anew && !self.days.is_empty()) || self.days.range(later).take(WINDOW).count() == WINDOW
    }
}

/// Reads what the charts of `kpis` need on the days `of`, from the newest cycle back, at most `most`
/// check-ins of them. Signals are judged only of KPIs whose chart is then known in full: fewer
/// readings have other limits. Says of how many KPIs it is not.
pub fn read_charts(
    reading: &mut Reading,
    kpis: impl IntoIterator<Item = KpiId>,
    of: RangeInclusive<NaiveDate>,
    most: usize,
) -> usize {
    let mut known = known(&reading.workspace, kpis, *of.start());
    let mut left = most;
    for (end, folders) in older(reading, *of.end()).into_iter().rev() {
        let complete = known.iter().filter(|(_, known)| known.suffices(end));
        let complete: Vec<KpiId> = complete.map(|(id, _)| id.clone()).collect();
        known.retain(|id, _| !complete.contains(id));
        reading.workspace.charted.extend(complete);
        if known.is_empty() {
            return 0;
        }
        let files = |cycle: &CycleId| reading.store.checkin_count(*cycle);
        let Some(rest) = left.checked_sub(folders.iter().map(files).sum()) else {
            return known.len();
        };
        left = rest;
        read(reading, &folders, &mut known, *of.start());
    }
    reading.workspace.charted.extend(known.into_keys());
    0
}

/// Reads what the flags of a cycle's goals need on the days from `first` to the one looked at. A goal
/// is done with when its cycle ends: what its KPI does later is not held against it. Says how many
/// KPIs are not judged.
pub fn read_followed(reading: &mut Reading, cycle: CycleId, first: NaiveDate) -> usize {
    let end = reading.store.settings().calendar.end(cycle);
    let of = first.min(end)..=reading.day.min(end);
    let folder = reading.workspace.cycles.get(&cycle);
    let objectives = folder.into_iter().flat_map(|f| f.objectives.values());
    let follows = objectives.flat_map(|objective| {
        let key_results = objective.key_results.iter();
        let key_results = key_results.map(|kr| kr.terms_on(reading.day).measure.follow());
        let own = objective.terms_on(reading.day).measure.as_ref();
        key_results.chain([own]).flatten()
    });
    let kpis: BTreeSet<KpiId> = follows.map(|follow| follow.kpi.clone()).collect();
    read_charts(reading, kpis, of, GLANCE)
}

/// What the cycles that were read tell of KPIs. Readings that name only a key result are left out
/// here: where there are many of them, more is read than is needed.
fn known(
    workspace: &Workspace,
    kpis: impl IntoIterator<Item = KpiId>,
    day: NaiveDate,
) -> BTreeMap<KpiId, Known> {
    let ids = workspace.kpis.values().flat_map(|kpi| {
        let former = kpi.formerly.iter().map(move |old| (old, kpi));
        former.chain([(&kpi.id, kpi)])
    });
    let present: HashMap<&KpiId, &Kpi> = ids.collect();
    let asked = kpis.into_iter().filter_map(|id| present.get(&id).copied());
    let unread = |kpi: &Kpi| Known {
        chart_from: kpi.chart_from,
        days: BTreeSet::new(),
    };
    let mut known: HashMap<&KpiId, Known> = asked.map(|kpi| (&kpi.id, unread(kpi))).collect();
    for checkin in workspace.cycles.values().flat_map(|c| &c.checkins) {
        let read = checkin.updates.iter().filter(|u| u.value.is_some());
        for (update, kpi) in read.filter_map(|u| Some((u, present.get(u.kpi.as_ref()?)?))) {
            if let Some(known) = known.get_mut(&kpi.id)
                && update.day(checkin) <= day
            {
                known.days.insert(update.day(checkin));
            }
        }
    }
    let owned = known.into_iter();
    owned.map(|(id, known)| (id.clone(), known)).collect()
}

/// The folders that were not read and have begun by `day`, by the day they end on.
fn older(reading: &Reading, day: NaiveDate) -> BTreeMap<NaiveDate, Vec<CycleId>> {
    let calendar = reading.store.settings().calendar;
    let mut by_end: BTreeMap<NaiveDate, Vec<CycleId>> = BTreeMap::new();
    for cycle in reading.store.cycle_folders() {
        if !reading.workspace.cycles.contains_key(&cycle) && calendar.start(cycle) <= day {
            by_end.entry(calendar.end(cycle)).or_default().push(cycle);
        }
    }
    by_end
}

/// Adds the check-ins of `folders` that speak of one of the KPIs, without anything else.
fn read(
    reading: &mut Reading,
    folders: &[CycleId],
    known: &mut BTreeMap<KpiId, Known>,
    day: NaiveDate,
) {
    // Of the goals around only which KPI they follow is asked.
    let mut near = overlapping(&reading.store, folders);
    for (cycle, depth) in &mut near {
        if !folders.contains(cycle) {
            *depth = Depth::Definitions;
        }
    }
    let mut loaded = reading.read_aside(&near);
    loaded.kpis = mem::take(&mut reading.workspace.kpis);
    let spoken = spoken(&loaded, known, day);
    reading.workspace.kpis = mem::take(&mut loaded.kpis);
    for cycle in folders {
        let folder = loaded.cycles.remove(cycle).unwrap_or_default();
        let checkins = folder.checkins.into_iter();
        let checkins = checkins.filter_map(|checkin| {
            let said = spoken.get(&(*cycle, checkin.file.clone()))?;
            Some(of_kpis_alone(checkin, said))
        });
        let kept = CycleFolder {
            checkins: checkins.collect(),
            ..CycleFolder::default()
        };
        reading.workspace.cycles.insert(*cycle, kept);
    }
}

/// Of each check-in, by cycle and file, which of its updates read which KPI.
type Spoken = HashMap<(CycleId, String), BTreeMap<usize, KpiId>>;

fn spoken(loaded: &Workspace, known: &mut BTreeMap<KpiId, Known>, day: NaiveDate) -> Spoken {
    let ledger = Ledger::new(loaded, NaiveDate::MAX);
    let mut spoken = Spoken::new();
    for (id, known) in known {
        for entry in ledger.of_kpi(id.as_str()) {
            let file = (entry.checkin.cycle, entry.checkin.file.clone());
            let said = spoken.entry(file).or_default();
            said.insert(entry.index, id.clone());
            if entry.update.value.is_some() && entry.date <= day {
                known.days.insert(entry.date);
            }
        }
    }
    spoken
}

/// A check-in whose updates speak of KPIs alone: its goals are not here. Each update keeps its place.
fn of_kpis_alone(mut checkin: CheckIn, said: &BTreeMap<usize, KpiId>) -> CheckIn {
    for (index, update) in checkin.updates.iter_mut().enumerate() {
        update.goal = None;
        update.kpi = said.get(&index).cloned();
    }
    checkin
}
