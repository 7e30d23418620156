//! What a rule of practice sees: a workspace on a day, without what is history.

use super::references::known::{Known, Unread};
use super::wording::titled::Titled;
use crate::method::Evaluator;
use crate::model::{
    CycleFolder, CycleId, Follow, GoalId, KeyResult, Kpi, KpiId, Objective, Workspace,
};
use chrono::NaiveDate;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// A workspace on a day.
pub struct View<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) day: NaiveDate,
    known: Known<'w>,
    evaluator: OnceCell<Evaluator<'w>>,
    followed_since: OnceCell<HashMap<&'w str, NaiveDate>>,
    supported: OnceCell<HashSet<&'w GoalId>>,
    titles: OnceCell<Vec<Titled<'w>>>,
}

impl<'w> View<'w> {
    pub(super) fn new(workspace: &'w Workspace, unread: &'w Unread, day: NaiveDate) -> Self {
        Self {
            workspace,
            day,
            known: Known::new(workspace, unread),
            evaluator: OnceCell::new(),
            followed_since: OnceCell::new(),
            supported: OnceCell::new(),
            titles: OnceCell::new(),
        }
    }

    /// The cycles that are not closed: nothing can be mended in the others any more. One whose
    /// `closed.toml` cannot be read is closed all the same.
    pub(super) fn open_cycles(&self) -> impl Iterator<Item = (CycleId, &'w CycleFolder)> {
        let cycles = self.workspace.cycles.iter();
        let closed = |cycle: &CycleId| self.known.unread.holds(&format!("{cycle}/closed"));
        let open = cycles.filter(move |(cycle, f)| f.closed.is_none() && !closed(cycle));
        open.map(|(&cycle, folder)| (cycle, folder))
    }

    /// The objectives of open cycles that were not given up.
    pub(super) fn objectives(&self) -> impl Iterator<Item = &'w Objective> {
        let all = self.open_cycles().flat_map(|(_, f)| f.objectives.values());
        all.filter(|objective| objective.dropped.is_none())
    }

    /// The present id of the goal that `id` means, under an earlier name too.
    pub(super) fn goal(&self, id: &GoalId) -> Option<GoalId> {
        let (objective, key_result) = self.known.goal(id)?;
        Some(match key_result {
            Some(kr) => objective.key_result_id(&kr.key),
            None => objective.id.clone(),
        })
    }

    /// The objectives of open cycles whose planning is over.
    pub(super) fn planned_objectives(&self) -> impl Iterator<Item = &'w Objective> {
        self.objectives().filter(|o| !self.is_being_planned(o))
    }

    /// The objectives of a cycle, closed or not, that were not given up.
    pub(super) fn live_objectives_of(
        &self,
        cycle: CycleId,
    ) -> impl Iterator<Item = &'w Objective> + use<'w> {
        let folder = self.workspace.cycles.get(&cycle).into_iter();
        let all = folder.flat_map(|f| f.objectives.values());
        all.filter(|objective| objective.dropped.is_none())
    }

    /// The KPI that `id` means, under an earlier name too.
    pub(super) fn kpi(&self, id: &'w KpiId) -> Option<&'w Kpi> {
        self.known.kpi(id)
    }

    /// The KPIs that were not given up.
    pub(super) fn kpis(&self) -> impl Iterator<Item = &'w Kpi> {
        let all = self.workspace.kpis.values();
        all.filter(|kpi| kpi.retired.is_none())
    }

    /// The KPIs that people work with: `grace_days` have passed since the first reading, or since the
    /// start of the first open goal that follows it. Others may be about to be completed.
    pub(super) fn kpis_in_use(&self) -> impl Iterator<Item = &'w Kpi> {
        self.kpis().filter(|kpi| {
            let read = self.readings(kpi).map(|(first, _)| first);
            let followed = self.followed_since(kpi);
            let first = read.into_iter().chain(followed).min();
            first.is_some_and(|first| self.is_over(first))
        })
    }

    /// The days of the first reading of a KPI, and of the last one or its confirmation.
    pub(super) fn readings(&self, kpi: &Kpi) -> Option<(NaiveDate, NaiveDate)> {
        let entries = self.evaluator().ledger().of_kpi(kpi.id.as_str());
        let first = entries.iter().find(|entry| entry.update.value.is_some())?;
        Some((first.date, entries.last()?.date))
    }

    /// The last day that an update speaks of which names a goal or KPI that is not there: it may be a
    /// reading of any.
    pub(super) fn last_astray(&self) -> Option<NaiveDate> {
        let checkins = self.workspace.cycles.values().flat_map(|c| &c.checkins);
        let updates = checkins.flat_map(|c| c.updates.iter().map(move |update| (c, update)));
        let astray = updates.filter(|(checkin, update)| {
            let goal = update.goal.as_ref().map(|goal| goal.resolve(checkin.cycle));
            let no_goal = goal.is_some_and(|goal| self.known.goal(&goal).is_none());
            no_goal
                || update
                    .kpi
                    .as_ref()
                    .is_some_and(|kpi| self.kpi(kpi).is_none())
        });
        astray.map(|(checkin, update)| update.day(checkin)).max()
    }

    /// The day from which on a live goal of an open cycle follows a KPI.
    pub(super) fn followed_since(&self, kpi: &Kpi) -> Option<NaiveDate> {
        let since = self.followed_since.get_or_init(|| {
            let mut since = HashMap::new();
            for objective in self.objectives() {
                for (follow, kr) in follows(objective) {
                    let Some(kpi) = self.kpi(&follow.kpi) else {
                        continue;
                    };
                    let came = self.came(objective, kr);
                    let first = since.entry(kpi.id.as_str()).or_insert(came);
                    *first = came.min(*first);
                }
            }
            since
        });
        since.get(kpi.id.as_str()).copied()
    }

    /// Whether another live objective supports this one or one of its key results.
    pub(super) fn is_supported(&self, objective: &Objective) -> bool {
        let supported = self.supported.get_or_init(|| {
            let written = self.objectives().filter_map(|o| {
                let above = o.terms.supports.as_ref()?.resolve(o.id.cycle);
                Some(&self.known.goal(&above)?.0.id)
            });
            written.collect()
        });
        supported.contains(&objective.id)
    }

    /// Whether `grace_days` have passed since a day.
    pub(super) fn is_over(&self, day: NaiveDate) -> bool {
        self.day > self.workspace.settings.overdue_after(day)
    }

    /// Whether a cycle has ended, and `grace_days` more have passed.
    pub(super) fn has_ended(&self, cycle: CycleId) -> bool {
        self.is_over(self.workspace.calendar().end(cycle))
    }

    /// Whether goals that came on `added`, or else with their cycle, are still being planned: what
    /// they lack may be about to be written. It ends `grace_days` after that day.
    fn is_planned(&self, cycle: CycleId, added: Option<NaiveDate>) -> bool {
        let start = self.workspace.calendar().start(cycle);
        !self.is_over(added.map_or(start, |day| day.max(start)))
    }

    /// Whether an objective is still being planned.
    pub(super) fn is_being_planned(&self, objective: &Objective) -> bool {
        self.is_planned(objective.id.cycle, objective.added)
    }

    /// Whether one of an objective's key results is still being planned.
    pub(super) fn is_new(&self, objective: &Objective, kr: &KeyResult) -> bool {
        self.is_planned(objective.id.cycle, objective.added.max(kr.added))
    }

    /// The day on which a goal came: a key result, or an objective measured itself.
    fn came(&self, objective: &Objective, kr: Option<&KeyResult>) -> NaiveDate {
        let start = self.workspace.calendar().start(objective.id.cycle);
        let added = objective.added.max(kr.and_then(|kr| kr.added));
        added.map_or(start, |day| day.max(start))
    }

    /// Scores on the day; computed once, when a rule first asks.
    pub(super) fn evaluator(&self) -> &Evaluator<'w> {
        let made = || Evaluator::new(self.workspace, self.day);
        self.evaluator.get_or_init(made)
    }

    /// The goals with a title in English; read once, when a rule first asks.
    pub(super) fn titles(&self) -> &[Titled<'w>] {
        self.titles.get_or_init(|| Titled::all(self.objectives()))
    }
}

/// The key results of an objective that were not given up.
pub(super) fn live(objective: &Objective) -> impl Iterator<Item = &KeyResult> {
    let all = objective.key_results.iter();
    all.filter(|kr| kr.dropped.is_none())
}

/// What follows a KPI in an objective: itself (no key result), or those that were not given up.
pub(super) fn follows(
    objective: &Objective,
) -> impl Iterator<Item = (&Follow, Option<&KeyResult>)> {
    let own = objective.terms.measure.iter().map(|follow| (follow, None));
    own.chain(live(objective).filter_map(|kr| Some((kr.terms.measure.follow()?, Some(kr)))))
}
