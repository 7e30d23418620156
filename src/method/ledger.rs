//! Who said what of which goal: check-ins by goal and by KPI, in the order in which they count.

use crate::model::{
    Aggregate, CheckIn, CycleId, GoalId, KeyResult, KpiId, Name, Objective, Update, Workspace,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// An update with the check-in that holds it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'w> {
    /// The day it speaks of.
    pub date: NaiveDate,
    /// The check-in.
    pub checkin: &'w CheckIn,
    /// Which of the check-in's updates it is, from 0.
    pub index: usize,
    /// The update.
    pub update: &'w Update,
}

impl<'w> Entry<'w> {
    /// Its place among all that is said of a goal: by day, then by file name.
    pub(super) fn rank(&self) -> (NaiveDate, &'w str, usize) {
        (self.date, self.checkin.file.as_str(), self.index)
    }
}

/// A value on a day. For a sum that several people read on one day it is their total, and `entry`
/// the last of them.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'w> {
    /// The day.
    pub date: NaiveDate,
    /// In the goal's unit.
    pub value: f64,
    /// Where it stands.
    pub entry: Entry<'w>,
}

/// The readings of a goal in a span of days.
#[derive(Debug, Clone, Default)]
pub struct Series<'w> {
    /// At most one a day, oldest first.
    pub readings: Vec<Reading<'w>>,
    /// The day of the last reading, or of a later confirmation of it.
    pub confirmed: Option<NaiveDate>,
}

impl Series<'_> {
    /// The last value.
    pub fn last(&self) -> Option<f64> {
        self.readings.last().map(|r| r.value)
    }

    /// The first value.
    pub fn first(&self) -> Option<f64> {
        self.readings.first().map(|r| r.value)
    }

    /// The readings' value under an aggregate; none without a reading.
    pub fn aggregate(&self, aggregate: Aggregate) -> Option<f64> {
        let values = || self.readings.iter().map(|r| r.value);
        let count = self.readings.len();
        if count == 0 {
            return None;
        }
        Some(match aggregate {
            Aggregate::Last => self.last()?,
            Aggregate::Sum => values().sum(),
            Aggregate::Mean => values().sum::<f64>() / count as f64,
            Aggregate::Min => values().fold(f64::INFINITY, f64::min),
            Aggregate::Max => values().fold(f64::NEG_INFINITY, f64::max),
        })
    }
}

/// Everything said of an objective and of each of its key results.
struct Said<'w> {
    objective: &'w Objective,
    itself: Vec<Entry<'w>>,
    /// In the order of the objective's key results.
    key_results: Vec<Vec<Entry<'w>>>,
}

impl<'w> Said<'w> {
    fn nothing(objective: &'w Objective) -> Self {
        Self {
            objective,
            itself: Vec::new(),
            key_results: vec![Vec::new(); objective.key_results.len()],
        }
    }

    fn key(&self) -> (CycleId, &'w str) {
        let id = &self.objective.id;
        (id.cycle, id.objective.as_str())
    }

    fn place_of(&self, key: &str) -> Option<usize> {
        let mut key_results = self.objective.key_results.iter();
        key_results.position(|kr| kr.key.as_str() == key)
    }
}

/// Check-ins on or before a day, by the goal and the KPI that they speak of. Renamed goals are found
/// under their present ids.
pub struct Ledger<'w> {
    workspace: &'w Workspace,
    renamed: Renamed<'w>,
    goals: Vec<Said<'w>>,
    /// Where each objective stands in `goals`, by cycle and path.
    places: HashMap<(CycleId, &'w str), usize>,
    /// The last one that was spoken of: most check-ins speak of it again.
    last: usize,
    kpis: HashMap<&'w str, Vec<Entry<'w>>>,
}

impl<'w> Ledger<'w> {
    /// Reads the check-ins of a workspace that are dated on or before `day`.
    pub fn new(workspace: &'w Workspace, day: NaiveDate) -> Self {
        let goals: Vec<_> = workspace.objectives().map(Said::nothing).collect();
        let places = goals.iter().enumerate();
        let places = places.map(|(place, said)| (said.key(), place)).collect();
        let mut ledger = Self {
            workspace,
            renamed: Renamed::new(workspace),
            goals,
            places,
            last: 0,
            kpis: HashMap::new(),
        };
        for checkin in workspace.cycles.values().flat_map(|c| &c.checkins) {
            for (index, update) in checkin.updates.iter().enumerate() {
                let date = update.day(checkin);
                if date <= day {
                    ledger.enter(Entry {
                        date,
                        checkin,
                        index,
                        update,
                    });
                }
            }
        }
        let of_goals = ledger.goals.iter_mut();
        let of_goals = of_goals.flat_map(|g| g.key_results.iter_mut().chain([&mut g.itself]));
        for list in of_goals.chain(ledger.kpis.values_mut()) {
            list.sort_by(|a, b| a.rank().cmp(&b.rank()));
        }
        ledger
    }

    fn enter(&mut self, entry: Entry<'w>) {
        let goal = self.enter_goal(entry);
        if entry.update.value.is_none() && !entry.update.unchanged {
            return;
        }
        let kpi = entry.update.kpi.as_ref().or_else(|| followed(goal?));
        if let Some(kpi) = kpi {
            let kpi = self.renamed.kpi(kpi);
            self.kpis.entry(kpi).or_default().push(entry);
        }
    }

    /// Enters it under the goal that it names; none where there is no such goal.
    fn enter_goal(&mut self, entry: Entry<'w>) -> Option<Definition<'w>> {
        let named = entry.update.goal.as_ref()?;
        let cycle = named.cycle.unwrap_or(entry.checkin.cycle);
        let key = named.key.as_ref().map(Name::as_str);
        let path = named.objective.as_str();
        self.last = match self.goals.get(self.last) {
            Some(said) if said.key() == (cycle, path) => self.last,
            _ => self.place(cycle, path)?,
        };
        let said = &mut self.goals[self.last];
        let objective = said.objective;
        let Some(key) = key else {
            said.itself.push(entry);
            return Some((objective, None));
        };
        let place = said.place_of(key).or_else(|| {
            let path = objective.id.objective.as_str();
            said.place_of(self.renamed.key_results.get(&(cycle, path, key))?)
        })?;
        said.key_results[place].push(entry);
        Some((objective, Some(&objective.key_results[place])))
    }

    /// Where an objective stands in `goals`, also under an earlier name.
    fn place(&self, cycle: CycleId, path: &str) -> Option<usize> {
        let place = self.places.get(&(cycle, path)).or_else(|| {
            let now = self.renamed.objectives.get(&(cycle, path))?;
            self.places.get(&(cycle, *now))
        });
        place.copied()
    }

    /// The present id of a goal that `goal` means, also under an earlier name.
    pub fn resolve(&self, goal: &GoalId) -> Option<GoalId> {
        let (objective, key_result) = self.renamed.goal(self.workspace, goal)?;
        Some(match key_result {
            Some(kr) => objective.key_result_id(&kr.key),
            None => objective.id.clone(),
        })
    }

    /// The present id of a KPI, also under an earlier name.
    pub fn kpi_id(&self, id: &'w KpiId) -> &'w str {
        self.renamed.kpi(id)
    }

    /// Everything said of a goal, oldest first.
    pub fn of_goal<'a>(&'a self, id: &'a GoalId) -> &'a [Entry<'w>] {
        let Some(&place) = self.places.get(&(id.cycle, id.objective.as_str())) else {
            return &[];
        };
        let said = &self.goals[place];
        let Some(key) = &id.key else {
            return &said.itself;
        };
        let place = said.place_of(key.as_str());
        place.map_or(&[], |place| &said.key_results[place])
    }

    /// The readings and confirmations of a KPI, oldest first.
    pub fn of_kpi(&self, id: &str) -> &[Entry<'w>] {
        self.kpis.get(id).map_or(&[], Vec::as_slice)
    }

    /// A KPI's readings from `start` to `end`. For a sum what different people read on one day adds
    /// up and a person's later reading replaces his earlier one; else the last of a day counts.
    pub fn kpi_series(
        &self,
        id: &str,
        aggregate: Aggregate,
        start: NaiveDate,
        end: NaiveDate,
    ) -> Series<'w> {
        counted(within(self.of_kpi(id), start, end), aggregate)
    }
}

/// The readings of a KPI that count, out of a sorted list.
pub(super) fn counted<'w>(entries: &[Entry<'w>], aggregate: Aggregate) -> Series<'w> {
    match aggregate {
        Aggregate::Sum => daily_totals(entries),
        Aggregate::Last | Aggregate::Mean | Aggregate::Min | Aggregate::Max => series(entries),
    }
}

/// The part of a sorted list that speaks of the days from `start` to `end`.
pub(super) fn within<'a, 'w>(
    entries: &'a [Entry<'w>],
    start: NaiveDate,
    end: NaiveDate,
) -> &'a [Entry<'w>] {
    let from = entries.partition_point(|e| e.date < start);
    let to = entries.partition_point(|e| e.date <= end);
    entries.get(from..to).unwrap_or(&[])
}

/// Readings of which the last of a day counts.
pub(super) fn series<'w>(entries: &[Entry<'w>]) -> Series<'w> {
    let mut series = Series::default();
    for entry in entries {
        if let Some(value) = entry.update.value {
            let reading = Reading {
                date: entry.date,
                value: value.get(),
                entry: *entry,
            };
            match series.readings.last_mut() {
                Some(last) if last.date == entry.date => *last = reading,
                _ => series.readings.push(reading),
            }
        }
        if !series.readings.is_empty() && (entry.update.value.is_some() || entry.update.unchanged) {
            series.confirmed = Some(entry.date);
        }
    }
    series
}

/// Readings that add up over the people of a day.
fn daily_totals<'w>(entries: &[Entry<'w>]) -> Series<'w> {
    let mut series = Series::default();
    for day in entries.chunk_by(|a, b| a.date == b.date) {
        let mut by_person = BTreeMap::new();
        for entry in day {
            if let Some(value) = entry.update.value {
                by_person.insert(&entry.checkin.by, value.get());
            }
        }
        let last = day.iter().rfind(|e| e.update.value.is_some());
        if let Some(entry) = last {
            series.readings.push(Reading {
                date: entry.date,
                value: by_person.values().sum(),
                entry: *entry,
            });
        }
        if !series.readings.is_empty() {
            series.confirmed = day.last().map(|e| e.date);
        }
    }
    series
}

/// Earlier ids of goals that are still valid in check-ins.
#[derive(Default)]
pub(super) struct Renamed<'w> {
    objectives: HashMap<(CycleId, &'w str), &'w str>,
    key_results: HashMap<(CycleId, &'w str, &'w str), &'w str>,
    kpis: HashMap<&'w str, &'w str>,
}

impl<'w> Renamed<'w> {
    pub(super) fn new(workspace: &'w Workspace) -> Self {
        let mut renamed = Self::default();
        for objective in workspace.objectives() {
            let (cycle, path) = (objective.id.cycle, objective.id.objective.as_str());
            for old in &objective.formerly {
                renamed.objectives.insert((cycle, old.as_str()), path);
            }
            for kr in &objective.key_results {
                for old in &kr.formerly {
                    let earlier = (cycle, path, old.as_str());
                    renamed.key_results.insert(earlier, kr.key.as_str());
                }
            }
        }
        for kpi in workspace.kpis.values() {
            for old in &kpi.formerly {
                renamed.kpis.insert(old.as_str(), kpi.id.as_str());
            }
        }
        renamed
    }

    /// A KPI's present id; its own where it was never renamed.
    pub(super) fn kpi(&self, id: &'w KpiId) -> &'w str {
        let now = self.kpis.get(id.as_str());
        now.copied().unwrap_or(id.as_str())
    }

    /// The goal that `goal` means now; none where there is no such goal.
    pub(super) fn goal(&self, workspace: &'w Workspace, goal: &GoalId) -> Option<Definition<'w>> {
        let key = goal.key.as_ref().map(Name::as_str);
        self.find(workspace, goal.cycle, goal.objective.as_str(), key)
    }

    /// The goal that a cycle, a path and a key mean now.
    pub(super) fn find(
        &self,
        workspace: &'w Workspace,
        cycle: CycleId,
        path: &str,
        key: Option<&str>,
    ) -> Option<Definition<'w>> {
        let objectives = &workspace.cycles.get(&cycle)?.objectives;
        let objective = objectives.get(path).or_else(|| {
            let now = self.objectives.get(&(cycle, path))?;
            objectives.get(*now)
        })?;
        self.part(objective, key)
    }

    /// An objective, or the key result of it that a key means now.
    pub(super) fn part(
        &self,
        objective: &'w Objective,
        key: Option<&str>,
    ) -> Option<Definition<'w>> {
        let Some(key) = key else {
            return Some((objective, None));
        };
        let with_key = |key: &str| objective.key_results.iter().find(|k| k.key.as_str() == key);
        let key_result = with_key(key).or_else(|| {
            let (cycle, path) = (objective.id.cycle, objective.id.objective.as_str());
            with_key(self.key_results.get(&(cycle, path, key))?)
        })?;
        Some((objective, Some(key_result)))
    }
}

/// An objective and, where a key result is meant, that.
pub type Definition<'w> = (&'w Objective, Option<&'w KeyResult>);

/// The KPI that a goal follows now, as written.
pub(super) fn followed<'w>((objective, key_result): Definition<'w>) -> Option<&'w KpiId> {
    let follow = match key_result {
        None => objective.terms.measure.as_ref(),
        Some(kr) => kr.terms.measure.follow(),
    };
    follow.map(|f| &f.kpi)
}
