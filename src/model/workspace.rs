//! A workspace: the settings, KPIs and cycles that were asked for.

use super::{
    Calendar, CheckIn, CycleId, GoalId, KeyResult, Kpi, KpiId, Name, Objective, ObjectivePath,
    Settings,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What was read of a workspace.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workspace {
    /// Its settings.
    pub settings: Settings,
    /// All KPIs.
    pub kpis: BTreeMap<KpiId, Kpi>,
    /// The cycles that were read.
    pub cycles: BTreeMap<CycleId, CycleFolder>,
    /// KPIs of which every reading is here that a chart of theirs needs.
    pub charted: BTreeSet<KpiId>,
}

/// What was read of a cycle's folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CycleFolder {
    /// Objectives by path.
    pub objectives: BTreeMap<ObjectivePath, Objective>,
    /// Check-ins in the order of their file names.
    pub checkins: Vec<CheckIn>,
    /// Frozen scores, where it is closed.
    pub closed: Option<Closed>,
}

/// A closed cycle.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// From this day on readers quote the frozen scores.
    pub on: NaiveDate,
    /// Who closed it.
    pub by: Option<Name>,
    /// Why it was closed although something was missing.
    pub forced: Option<String>,
    /// Scores by goal, 0 to 1; the goals are of this cycle.
    pub scores: BTreeMap<GoalId, f64>,
}

impl Workspace {
    /// The calendar that dates its cycles.
    pub fn calendar(&self) -> Calendar {
        self.settings.calendar
    }

    /// The objective that `id` is or belongs to, under its present path.
    pub fn objective(&self, id: &GoalId) -> Option<&Objective> {
        self.cycles.get(&id.cycle)?.objectives.get(&id.objective)
    }

    /// The key result `id`, under its present key.
    pub fn key_result(&self, id: &GoalId) -> Option<(&Objective, &KeyResult)> {
        let objective = self.objective(id)?;
        let key_result = objective.key_result(id.key.as_ref()?)?;
        Some((objective, key_result))
    }

    /// The ids that a goal had before, in the same cycle.
    pub fn earlier_names(&self, id: &GoalId) -> Vec<GoalId> {
        let Some(objective) = self.objective(id) else {
            return Vec::new();
        };
        let paths = objective.formerly.iter().chain([&id.objective]);
        let keys: Vec<Option<&Name>> = match self.key_result(id) {
            Some((_, kr)) => kr.formerly.iter().chain([&kr.key]).map(Some).collect(),
            None => vec![id.key.as_ref()],
        };
        let ids = paths.flat_map(|path| {
            keys.iter().map(|key| GoalId {
                cycle: id.cycle,
                objective: path.clone(),
                key: key.cloned(),
            })
        });
        ids.filter(|earlier| earlier != id).collect()
    }

    /// Every objective that was read.
    pub fn objectives(&self) -> impl Iterator<Item = &Objective> {
        self.cycles.values().flat_map(|c| c.objectives.values())
    }
}
