//! What a rule of practice sees: a workspace on a day, without what is history.

use super::references::known::{Known, Unread};
use crate::method::Evaluator;
use crate::model::{CycleFolder, CycleId, GoalId, Kpi, KpiId, Objective, Workspace};
use chrono::NaiveDate;
use std::cell::OnceCell;

/// A workspace on a day.
pub struct View<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) day: NaiveDate,
    known: Known<'w>,
    evaluator: OnceCell<Evaluator<'w>>,
}

impl<'w> View<'w> {
    pub(super) fn new(workspace: &'w Workspace, unread: &'w Unread, day: NaiveDate) -> Self {
        Self {
            workspace,
            day,
            known: Known::new(workspace, unread),
            evaluator: OnceCell::new(),
        }
    }

    /// The cycles that are not closed: nothing can be mended in the others any more.
    pub(super) fn open_cycles(&self) -> impl Iterator<Item = (CycleId, &'w CycleFolder)> {
        let cycles = self.workspace.cycles.iter();
        let open = cycles.filter(|(_, folder)| folder.closed.is_none());
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

    /// The KPI that `id` means, under an earlier name too.
    pub(super) fn kpi(&self, id: &'w KpiId) -> Option<&'w Kpi> {
        self.known.kpi(id)
    }

    /// Whether goals that came on `added`, or else with their cycle, are still being planned: what
    /// they lack may be about to be written. It ends `grace_days` after that day.
    pub(super) fn is_planned(&self, cycle: CycleId, added: Option<NaiveDate>) -> bool {
        let start = self.workspace.calendar().start(cycle);
        let came = added.map_or(start, |day| day.max(start));
        self.day <= self.workspace.settings.overdue_after(came)
    }

    /// Whether an objective is still being planned.
    pub(super) fn is_being_planned(&self, objective: &Objective) -> bool {
        self.is_planned(objective.id.cycle, objective.added)
    }

    /// Scores on the day; computed once, when a rule first asks.
    pub(super) fn evaluator(&self) -> &Evaluator<'w> {
        let made = || Evaluator::new(self.workspace, self.day);
        self.evaluator.get_or_init(made)
    }
}
