//! Goes through the old cycle and says of each goal whether and how it goes on.

use super::build;
use super::goal::{Goal, GoalPlan, wanted_targets};
use super::lineage::Lineage;
use super::target::Legacy;
use super::{CarryError, CarryOptions, CarryPlan, Given, Kept, Left, LeftReason, Note};
use crate::method::{Evaluator, Figures, KeyResultState, Kind, ObjectiveState};
use crate::model::{
    Aggregate, Aim, CycleId, Direction, Follow, GoalId, Kpi, KpiId, KpiTarget, Measure, Name,
    Target, Workspace,
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
/// Refuses totals that are not final, and targets given by hand that contradict what stands.
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
    planner.check_given()?;
    planner.refuse_partial_totals()?;
    Ok(planner.finish(&old.objectives))
}

struct Planner<'a, 'w> {
    evaluator: &'a Evaluator<'w>,
    options: &'a CarryOptions,
    lineage: Lineage,
    goals: Vec<Goal<'w>>,
    plan: CarryPlan,
}

impl<'w> Planner<'_, 'w> {
    fn objective(&mut self, state: &Arc<ObjectiveState<'w>>) -> Result<(), CarryError> {
        if state.dropped {
            self.leave(&state.objective.id, LeftReason::Dropped);
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
            self.leave(&kr.id, LeftReason::Dropped);
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
        let unfinished =
            self.options.unfinished && kr.figures.score.is_some_and(|s| s < 1.0 - 1e-9);
        if unfinished {
            let measure = build::unfinished(measure, &kr.figures);
            self.go_on(state, kr, measure);
        } else if matches!(measure, Measure::Effort(_)) {
            self.leave_effort(kr);
        } else {
            self.leave(&kr.id, LeftReason::NoKpi);
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
            actual: match kr.figures.kind {
                Kind::Metric | Kind::Bounds => kr.figures.value,
                Kind::Effort | Kind::Rollup => None,
            },
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
            self.leave(id, LeftReason::NoKpi);
            return Ok(());
        };
        if kpi.retired_on(self.evaluator.day()) && self.lineage.of(id).is_none() {
            self.leave(id, LeftReason::Retired);
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
                proposal: legacy.propose(),
                own,
            },
        });
        Ok(())
    }

    fn was_carried(&mut self, id: &GoalId, kpi: Option<KpiId>) -> bool {
        let Some(new) = self.lineage.of(id).cloned() else {
            return false;
        };
        let from = id.clone();
        self.plan.kept.push(Kept { kpi, from, to: new });
        true
    }

    /// The target given by hand for a goal; one for the goal itself before one for its KPI.
    fn given(&self, id: &GoalId, kpi: &Kpi) -> Result<Option<f64>, CarryError> {
        let asked = |given: &Given| {
            let mut targets = self.options.targets.iter();
            targets.find(|(g, _)| g == given).map(|&(_, target)| target)
        };
        let own = asked(&Given::Goal(id.clone()));
        let of_kpi = asked(&Given::Kpi(kpi.id.clone()));
        if own.or(of_kpi).is_some() && kpi.direction == Direction::Maintain {
            return Err(CarryError::NotANumber(kpi.id.clone()));
        }
        let standing = kpi.targets.by_cycle.get(&self.options.to);
        if let (Some(asked), Some(&standing)) = (of_kpi, standing) {
            let same = matches!(standing, KpiTarget::Value(v) if (v.get() - asked).abs() <= 1e-9);
            if !same {
                return Err(CarryError::Contradicts {
                    kpi: kpi.id.clone(),
                    standing,
                    asked,
                    cycle: self.options.to,
                });
            }
        }
        Ok(own.or(of_kpi))
    }

    fn legacy<'k>(
        &self,
        from: CycleId,
        follow: &Follow,
        figures: &Figures<'w>,
        kpi: &'k Kpi,
        given: Option<f64>,
    ) -> Legacy<'k> {
        let calendar = self.evaluator.workspace().calendar();
        let to = self.options.to;
        let year = calendar.year_of(to);
        let earlier = std::iter::successors(Some(to.previous()), |c| Some(c.previous()))
            .take_while(|&c| calendar.encloses(year, c));
        let year_so_far = earlier
            .filter_map(|c| Some((c, self.evaluator.kpi_value(kpi, c)?)))
            .collect();
        let (relative, hold) = match follow.aim {
            Aim::Reach(posts) => (posts.target, None),
            Aim::Hold(band) => (None, Some(band)),
        };
        Legacy {
            kpi,
            calendar,
            from,
            to,
            actual: self.evaluator.kpi_value(kpi, from),
            baseline: figures.baseline,
            target: if kpi.is_budget() && hold.is_none() {
                figures.at_most
            } else {
                figures.target
            },
            relative: relative.filter(|t| matches!(t, Target::Relative(_))),
            hold,
            band: self.evaluator.kpi_band(kpi, from),
            year_so_far,
            standing: kpi.targets.by_cycle.get(&to).copied(),
            given,
            asked: self.options.strategy,
        }
    }

    /// A rollup goes along where one of its supporters does, which may itself be a rollup's.
    fn rollups(&mut self, objectives: &[Arc<ObjectiveState<'w>>]) {
        let mut open: Vec<_> = objectives
            .iter()
            .filter(|o| !o.dropped)
            .flat_map(|o| o.key_results.iter().map(move |kr| (o, kr)))
            .filter(|(_, kr)| !kr.dropped && kr.terms.measure == Measure::Rollup)
            .collect();
        open.retain(|(_, kr)| !self.was_carried(&kr.id, None));
        loop {
            let (along, rest): (Vec<_>, Vec<_>) = open
                .into_iter()
                .partition(|(_, kr)| kr.supporters.iter().any(|s| self.goes_on(&s.objective.id)));
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
            self.leave(&kr.id, LeftReason::NoKpi);
        }
    }

    /// Whether an objective of the old cycle has something that goes on, or went on before.
    fn goes_on(&self, id: &GoalId) -> bool {
        self.goals.iter().any(|g| g.objective.objective.id == *id)
            || self.plan.kept.iter().any(|k| k.from.objective_id() == *id)
            || self.plan.stale.iter().any(|s| s.from.objective_id() == *id)
    }

    fn leave(&mut self, id: &GoalId, reason: LeftReason) {
        self.plan.left.push(Left {
            id: id.clone(),
            reason,
            open: None,
        });
    }

    fn leave_effort(&mut self, kr: &KeyResultState<'w>) {
        let due = kr.terms.measure.effort().and_then(|effort| effort.due);
        let complete = kr.figures.score.is_some_and(|s| s >= 1.0 - 1e-9);
        self.plan.left.push(Left {
            id: kr.id.clone(),
            reason: LeftReason::Effort,
            open: (!complete).then_some(due),
        });
    }

    /// Every target that was given must be for something that goes on.
    fn check_given(&self) -> Result<(), CarryError> {
        let followers = || {
            let kept = self.plan.kept.iter().map(|k| (&k.from, k.kpi.as_ref()));
            let stale = self.plan.stale.iter().map(|s| (&s.from, Some(&s.kpi)));
            let new = self.goals.iter().map(|g| (&g.from, g.kpi.map(|k| &k.id)));
            kept.chain(stale).chain(new)
        };
        for (given, _) in &self.options.targets {
            let (used, name) = match given {
                Given::Kpi(id) => (followers().any(|(_, k)| k == Some(id)), id.to_string()),
                Given::Goal(id) => {
                    let found = followers().any(|(g, k)| g == id && k.is_some());
                    (found, id.to_string())
                }
            };
            if !used {
                return Err(CarryError::NotCarried(name));
            }
        }
        Ok(())
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
        self.plan.left.sort_by_cached_key(|l| rank(&l.id));
        self.goals.sort_by_cached_key(|g| rank(&g.from));
        self.plan.kept.sort_by_cached_key(|k| rank(&k.from));
        let wanted = wanted_targets(&self.goals);
        for goal in &self.goals {
            build::add(
                &mut self.plan,
                goal,
                &wanted,
                self.evaluator,
                &mut self.lineage,
            );
        }
        build::supports(&mut self.plan, self.evaluator);
        self.plan.targets.sort_by(|a, b| a.0.cmp(&b.0));
        self.plan.targets.dedup_by(|a, b| a.0 == b.0);
        self.plan
    }
}
