//! Goes through the old cycle and says of each goal whether and how it goes on.

use super::build::Builder;
use super::definition;
use super::goal::{Goal, GoalPlan, wanted_targets};
use super::lineage::Lineage;
use super::stack::Home;
use super::step::Step;
use super::{
    CarryError, CarryOptions, CarryPlan, Kept, Left, LeftReason, Note, Unchosen, choice, stack,
};
use crate::method::{Evaluator, Figures, KeyResultState, ObjectiveState};
use crate::model::{
    Aggregate, Aim, CycleId, Follow, GoalId, Kpi, KpiId, Measure, Name, Target, Workspace,
};
use chrono::{Days, NaiveDate};
use std::sync::Arc;

/// How long before its end a cycle may be carried without being named.
pub const DAYS_BEFORE_END: u64 = 21;

/// The newest of the workspace's cycles with objectives that has ended or has at most 21 days left,
/// and the one after it; none where there is nothing to carry.
pub fn default_cycles(
    with_objectives: impl IntoIterator<Item = CycleId>,
    workspace: &Workspace,
    day: NaiveDate,
) -> Option<(CycleId, CycleId)> {
    let calendar = workspace.calendar();
    let horizon = day + Days::new(DAYS_BEFORE_END);
    let due = with_objectives
        .into_iter()
        .filter(|c| c.kind() == workspace.settings.cycle && calendar.end(*c) <= horizon);
    let newest = due.max_by_key(|&c| calendar.start(c))?;
    Some((newest, newest.next()))
}

/// Computes a rollover. The workspace must hold the old cycle and every earlier cycle of the new
/// one's year with their check-ins, and the definitions of the new cycle and those around it.
///
/// # Errors
/// Refuses totals that are not final, targets given by hand that contradict what stands, names of what
/// does not go on, and an objective to carry into that cannot take the goals in.
pub fn plan(
    workspace: &Workspace,
    day: NaiveDate,
    options: &CarryOptions,
) -> Result<CarryPlan, CarryError> {
    let evaluator = Evaluator::new(workspace, day);
    let mut planner = Planner {
        lineage: Lineage::new(&evaluator, options.to),
        evaluator: &evaluator,
        options,
        goals: Vec::new(),
        plan: CarryPlan {
            from: options.from,
            to: options.to,
            carried: Vec::new(),
            kept: Vec::new(),
            stale: Vec::new(),
            left: Vec::new(),
            unchosen: Vec::new(),
            notes: Vec::new(),
            objectives: Vec::new(),
            additions: Vec::new(),
            targets: Vec::new(),
            withdrawn: Vec::new(),
            refreshed: Vec::new(),
        },
    };
    let old = evaluator.cycle(options.from);
    for objective in &old.objectives {
        planner.objective(objective)?;
    }
    planner.rollups(&old.objectives);
    planner.check_chosen()?;
    planner.check_given()?;
    planner.refuse_partial_totals()?;
    Ok(planner.finish(&old.objectives))
}

pub(super) struct Planner<'a, 'w> {
    pub(super) evaluator: &'a Evaluator<'w>,
    pub(super) options: &'a CarryOptions,
    pub(super) lineage: Lineage,
    pub(super) goals: Vec<Goal<'w>>,
    pub(super) plan: CarryPlan,
}

impl<'w> Planner<'_, 'w> {
    fn objective(&mut self, state: &Arc<ObjectiveState<'w>>) -> Result<(), CarryError> {
        if state.dropped {
            self.leave(&state.objective.id, LeftReason::Dropped, None);
            return Ok(());
        }
        if let (Some(follow), Some(figures)) = (&state.terms.measure, &state.figures) {
            let id = state.objective.id.clone();
            return self.follower(state, None, &id, follow, figures, state.kpi);
        }
        for kr in &state.key_results {
            self.key_result(state, kr)?;
        }
        Ok(())
    }

    fn key_result(
        &mut self,
        state: &Arc<ObjectiveState<'w>>,
        kr: &KeyResultState<'w>,
    ) -> Result<(), CarryError> {
        if kr.dropped && self.lineage.of(&kr.id).is_none() {
            self.leave(&kr.id, LeftReason::Dropped, None);
            return Ok(());
        }
        let measure = match &kr.terms.measure {
            Measure::FollowsKpi(follow) => {
                let key = Some(&kr.key_result.key);
                return self.follower(state, key, &kr.id, follow, &kr.figures, kr.kpi);
            }
            Measure::Rollup => return Ok(()),
            Measure::Effort(_) | Measure::Metric(_) | Measure::Bounds { .. } => &kr.terms.measure,
        };
        if let Some(new) = self.lineage.of(&kr.id).cloned() {
            if self.options.takes(&kr.id, None) {
                self.plan
                    .compare_plain(kr, new, self.evaluator, self.options.refresh);
            }
            return Ok(());
        }
        let unfinished =
            self.options.unfinished && kr.figures.score.is_some_and(|s| s < 1.0 - 1e-9);
        let rest = unfinished.then(|| definition::unfinished(measure, &kr.figures));
        if let Some(rest) = rest.flatten() {
            if self.takes(&kr.id, None) {
                self.go_on(state, kr, rest);
            }
        } else if matches!(measure, Measure::Effort(_)) {
            self.leave_effort(kr);
        } else {
            self.leave(&kr.id, LeftReason::NoKpi, None);
        }
        Ok(())
    }

    fn go_on(
        &mut self,
        state: &Arc<ObjectiveState<'w>>,
        kr: &KeyResultState<'w>,
        measure: Measure,
    ) {
        self.goals.push(Goal {
            objective: Arc::clone(state),
            key_result: Some(&kr.key_result.key),
            kpi: None,
            from: kr.id.clone(),
            actual: kr.figures.actual(),
            old_target: kr.figures.target,
            plan: GoalPlan::AsIs(measure),
        });
    }

    /// A goal that follows a KPI.
    fn follower(
        &mut self,
        state: &Arc<ObjectiveState<'w>>,
        key_result: Option<&'w Name>,
        id: &GoalId,
        follow: &Follow,
        figures: &Figures<'w>,
        kpi: Option<&'w Kpi>,
    ) -> Result<(), CarryError> {
        let Some(kpi) = kpi else {
            self.leave(id, LeftReason::NoKpi, None);
            return Ok(());
        };
        let was_carried = self.lineage.of(id).is_some();
        if kpi.retired_on(self.evaluator.day()) && !was_carried {
            self.leave(id, LeftReason::Retired, Some(&kpi.id));
            return Ok(());
        }
        let chosen = match was_carried {
            true => self.options.takes(id, Some(&kpi.id)),
            false => self.takes(id, Some(&kpi.id)),
        };
        if !chosen {
            return Ok(());
        }
        let given = self.given(id, kpi)?;
        let legacy = self.legacy(id.cycle, follow, figures, kpi, given);
        if let Some(new) = self.lineage.of(id).cloned() {
            let kept = Kept {
                kpi: Some(kpi.id.clone()),
                from: id.clone(),
                to: new,
            };
            self.plan
                .compare_kept(kept, &legacy, self.evaluator, self.options.refresh);
            return Ok(());
        }
        let own = match follow.aim {
            Aim::Reach(posts) => matches!(posts.target, Some(Target::Absolute(_))),
            Aim::Hold(_) => false,
        };
        self.goals.push(Goal {
            objective: Arc::clone(state),
            key_result,
            kpi: Some(kpi),
            from: id.clone(),
            actual: legacy.actual,
            old_target: legacy.target.or(figures.at_least).or(figures.at_most),
            plan: GoalPlan::Kpi {
                step: Box::new(Step::new(&legacy, legacy.propose())),
                own,
            },
        });
        Ok(())
    }

    /// Whether a rollup went along before.
    fn was_carried(&mut self, rollup: &GoalId) -> bool {
        let Some(to) = self.lineage.of(rollup).cloned() else {
            return false;
        };
        if self.options.takes(rollup, None) {
            let (kpi, from) = (None, rollup.clone());
            self.plan.kept.push(Kept { kpi, from, to });
        }
        true
    }

    /// Whether a goal that would go on was chosen; else it is noted.
    fn takes(&mut self, id: &GoalId, kpi: Option<&KpiId>) -> bool {
        let takes = self.options.takes(id, kpi);
        if !takes {
            self.plan.unchosen.push(Unchosen {
                id: id.clone(),
                kpi: kpi.cloned(),
            });
        }
        takes
    }

    /// A rollup goes along where one of its supporters does, which may itself be a rollup's.
    fn rollups(&mut self, objectives: &[Arc<ObjectiveState<'w>>]) {
        let mut open: Vec<_> = objectives
            .iter()
            .filter(|o| !o.dropped)
            .flat_map(|o| o.key_results.iter().map(move |kr| (o, kr)))
            .filter(|(_, kr)| !kr.dropped && kr.terms.measure == Measure::Rollup)
            .collect();
        open.retain(|(_, kr)| !self.was_carried(&kr.id));
        loop {
            let (along, rest): (Vec<_>, Vec<_>) =
                open.into_iter().partition(|(_, kr)| self.goes_along(kr));
            for (objective, kr) in &along {
                self.go_on(objective, kr, Measure::Rollup);
                self.plan.notes.push(Note::RollupCarried(kr.id.clone()));
            }
            open = rest;
            if along.is_empty() {
                break;
            }
        }
        for (_, kr) in open {
            self.leave(&kr.id, LeftReason::NoKpi, None);
        }
    }

    /// Whether a rollup goes along. What is carried into one objective leaves its supporters behind.
    fn goes_along(&self, rollup: &KeyResultState<'w>) -> bool {
        let mut supporters = rollup.supporters.iter();
        self.options.into.is_none()
            && self.options.takes(&rollup.id, None)
            && supporters.any(|s| self.goes_on(&s.objective.id))
    }

    /// Whether an objective of the old cycle has something that goes on, or went on before.
    fn goes_on(&self, id: &GoalId) -> bool {
        self.goals.iter().any(|g| g.objective.objective.id == *id) || self.lineage.went(id)
    }

    fn leave(&mut self, id: &GoalId, reason: LeftReason, kpi: Option<&KpiId>) {
        self.plan.left.push(Left {
            id: id.clone(),
            reason,
            open: None,
            kpi: kpi.cloned(),
        });
    }

    fn leave_effort(&mut self, kr: &KeyResultState<'w>) {
        let due = kr.terms.measure.effort().and_then(|effort| effort.due);
        let complete = kr.figures.score.is_some_and(|s| s >= 1.0 - 1e-9);
        self.plan.left.push(Left {
            id: kr.id.clone(),
            reason: LeftReason::Effort,
            open: (!complete).then_some(due),
            kpi: None,
        });
    }

    fn check_chosen(&self) -> Result<(), CarryError> {
        let new = self.goals.iter().map(|g| (&g.from, g.kpi.map(|k| &k.id)));
        choice::check(&self.plan, self.options, new)?;
        stack::check(&self.plan, self.options, &self.goals, self.evaluator)
            .map_err(CarryError::Stack)
    }

    fn refuse_partial_totals(&self) -> Result<(), CarryError> {
        let until = self.evaluator.workspace().calendar().end(self.options.from);
        if self.options.provisional || self.evaluator.day() > until {
            return Ok(());
        }
        let kpis = self.goals.iter().filter_map(|g| g.kpi);
        let totals = kpis.filter(|k| k.aggregate == Aggregate::Sum);
        let mut kpis: Vec<_> = totals.map(|k| k.id.clone()).collect();
        kpis.sort();
        kpis.dedup();
        if kpis.is_empty() {
            return Ok(());
        }
        Err(CarryError::Partial { kpis, until })
    }

    fn finish(mut self, order: &[Arc<ObjectiveState<'w>>]) -> CarryPlan {
        let rank = |id: &GoalId| {
            let of = |o: &&Arc<ObjectiveState<'_>>| o.objective.id == id.objective_id();
            let key_results = order.iter().find(of).map(|o| &o.key_results);
            let place = key_results.and_then(|k| k.iter().position(|kr| kr.id == *id));
            (id.objective_id(), place)
        };
        let options = self.options;
        let mut plan = self.plan;
        plan.left.retain(|l| options.takes(&l.id, l.kpi.as_ref()));
        plan.left.sort_by_cached_key(|l| rank(&l.id));
        plan.unchosen.sort_by_cached_key(|u| rank(&u.id));
        plan.kept.sort_by_cached_key(|k| rank(&k.from));
        self.goals.sort_by_cached_key(|g| rank(&g.from));
        let wanted = wanted_targets(&self.goals);
        let home = Home::of(options, &self.goals, self.evaluator, &mut plan);
        let mut builder = Builder {
            plan,
            wanted: &wanted,
            evaluator: self.evaluator,
            lineage: self.lineage,
            home,
        };
        for goal in &self.goals {
            builder.add(goal);
        }
        builder.finish()
    }
}
