//! What is left to do of a cycle that has ended: look back on it, close it, carry its KPIs on.

use super::Evaluator;
use super::close::{Missing, is_same, missing};
use super::ledger::followed;
use crate::model::{Calendar, Carried, CycleFolder, CycleId, GoalId, Objective, Quantity};
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// How many days after its end a cycle is spoken of where another one is looked at.
const REMEMBERED: u64 = 21;

/// What is left to do of a cycle that has ended.
#[derive(Debug, Clone)]
pub struct Unfinished<'w> {
    /// The cycle.
    pub cycle: CycleId,
    /// Reviews and final readings, where it is not closed.
    pub missing: Vec<Missing<'w>>,
    /// Whether something is missing although the days of grace after its end are over.
    pub is_overdue: bool,
    /// Whether its scores are still computed.
    pub is_open: bool,
    /// The day in its `closed.toml`, where that is still to come: a mistake that stops writers.
    pub closes: Option<NaiveDate>,
    /// The KPIs that nobody follows in the next cycle, where nothing was carried into that and it has
    /// not ended either.
    pub left_behind: BTreeSet<&'w str>,
    /// The goals of the next cycle that were carried before the last readings came, where the cycle is
    /// not closed and the next one has not ended.
    pub outdated: Vec<GoalId>,
}

/// How a cycle stands, for a list of them.
#[derive(Debug, Clone)]
pub struct CycleSummary<'w> {
    /// The cycle, its objectives included.
    pub state: super::CycleState<'w>,
    /// Its objectives that were not dropped.
    pub objectives: usize,
    /// Those of them that somebody has looked back on.
    pub reviewed: usize,
    /// What is left to do, where it has ended and anything is.
    pub unfinished: Option<Unfinished<'w>>,
}

/// Whether a cycle has ended so short a time ago that what is left to do of it is said where people look
/// at another one.
pub fn is_remembered(calendar: Calendar, cycle: CycleId, day: NaiveDate) -> bool {
    let end = calendar.end(cycle);
    end < day && day <= end + Days::new(REMEMBERED)
}

impl<'w> Evaluator<'w> {
    /// How a cycle stands; `today` is the day whatever day is looked at. Of the next one, definitions must
    /// have been read.
    pub fn summary(&self, cycle: CycleId, today: NaiveDate) -> CycleSummary<'w> {
        let objectives: Vec<_> = self.live_objectives(cycle).collect();
        let reviewed = objectives.iter();
        let reviewed = reviewed.filter(|o| o.review_on(self.day()).is_some());
        CycleSummary {
            state: self.cycle(cycle),
            objectives: objectives.len(),
            reviewed: reviewed.count(),
            unfinished: self.unfinished(cycle, today),
        }
    }

    /// What is left to do of a cycle; none where it still runs, has no objectives, or all is done; `today`
    /// as for [`summary`](Self::summary). Of the next one, definitions must have been read.
    pub fn unfinished(&self, cycle: CycleId, today: NaiveDate) -> Option<Unfinished<'w>> {
        if !self.span(cycle).ended() || self.live_objectives(cycle).next().is_none() {
            return None;
        }
        let is_open = self.frozen(cycle).is_none();
        let dated = self.folder(cycle).and_then(|f| Some(f.closed.as_ref()?.on));
        let closes = dated.filter(|&on| is_open && on > today);
        let (missing, outdated) = match is_open && closes.is_none() {
            true => (
                missing(self.workspace(), cycle, self.day()),
                self.outdated(cycle),
            ),
            false => (Vec::new(), Vec::new()),
        };
        let due = self.settings().overdue_after(self.span(cycle).end);
        let left_behind = self.left_behind(cycle);
        (is_open || !left_behind.is_empty()).then_some(Unfinished {
            cycle,
            is_overdue: !missing.is_empty() && self.day() > due,
            missing,
            is_open,
            closes,
            left_behind,
            outdated,
        })
    }

    fn left_behind(&self, cycle: CycleId) -> BTreeSet<&'w str> {
        let next = cycle.next();
        let mut goals = self.folder(next).into_iter().flat_map(carried);
        if self.span(next).ended() || goals.any(|(_, c)| c.from.cycle == cycle) {
            return BTreeSet::new();
        }
        let mut kpis = self.followed(cycle);
        kpis.retain(|kpi| {
            let kpi = self.workspace().kpis.get(*kpi);
            kpi.is_some_and(|kpi| !kpi.retired_on(self.day()))
        });
        &kpis - &self.followed(next)
    }

    fn outdated(&self, cycle: CycleId) -> Vec<GoalId> {
        let next = cycle.next();
        if self.span(next).ended() || self.frozen(next).is_some() {
            return Vec::new();
        }
        let goals = self.folder(next).into_iter().flat_map(carried);
        let goals = goals.filter(|(_, carried)| carried.from.cycle == cycle);
        let outdated = goals.filter(|(_, carried)| self.has_moved(carried) == Some(true));
        outdated.map(|(goal, _)| goal).collect()
    }

    /// Whether a goal, or the KPI that it follows, has come to something else than was carried; none
    /// where that is not known.
    fn has_moved(&self, carried: &Carried) -> Option<bool> {
        let (objective, key_result) = self.find(&carried.from)?;
        let now = match followed((objective, key_result)) {
            Some(kpi) => {
                let kpi = self.workspace().kpis.get(self.ledger().kpi_id(kpi))?;
                self.kpi_value(kpi, carried.from.cycle)
            }
            None => {
                let id = objective.key_result_id(&key_result?.key);
                self.objective(objective)?.key_result(&id)?.figures.actual()
            }
        };
        Some(!is_same(carried.actual.map(Quantity::get), now))
    }
}

/// The goals of a folder that go on from another cycle, by id.
fn carried(folder: &CycleFolder) -> impl Iterator<Item = (GoalId, &Carried)> {
    folder.objectives.values().flat_map(|objective| {
        let own = objective.carried.iter();
        let own = own.map(|carried| (objective.id.clone(), carried));
        own.chain(carried_key_results(objective))
    })
}

fn carried_key_results(objective: &Objective) -> impl Iterator<Item = (GoalId, &Carried)> {
    let key_results = objective.key_results.iter();
    key_results.filter_map(|kr| Some((objective.key_result_id(&kr.key), kr.carried.as_ref()?)))
}
