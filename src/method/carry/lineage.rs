//! What was carried before: found by `carried.from`, whatever people have edited since.

use super::definition::{ahead, is_beyond, quantity};
use super::target::{Legacy, ProposedAim, as_target, has_baseline};
use super::{CarryPlan, Kept, NewAim, NewBaseline, Note, Refresh, Stale};
use crate::method::close::is_same;
use crate::method::{Evaluator, Figures, KeyResultState};
use crate::model::{Aim, Carried, CycleId, Follow, GoalId, KpiTarget, Measure, Quantity, Target};
use std::collections::BTreeMap;

/// Where each goal of the old cycle went.
pub(super) struct Lineage {
    new_by_old: BTreeMap<GoalId, GoalId>,
}

impl Lineage {
    /// Reads it from the goals of the new cycle.
    pub(super) fn new(evaluator: &Evaluator<'_>, to: CycleId) -> Self {
        let mut new_by_old = BTreeMap::new();
        let folder = evaluator.workspace().cycles.get(&to).into_iter();
        let mut learn = |carried: Option<&Carried>, new: GoalId| {
            if let Some(carried) = carried {
                let old = evaluator.ledger().resolve(&carried.from);
                let old = old.unwrap_or_else(|| carried.from.clone());
                new_by_old.entry(old).or_insert(new);
            }
        };
        for objective in folder.flat_map(|f| f.objectives.values()) {
            learn(objective.carried.as_ref(), objective.id.clone());
            for kr in &objective.key_results {
                learn(kr.carried.as_ref(), objective.key_result_id(&kr.key));
            }
        }
        Self { new_by_old }
    }

    /// Where a goal of the old cycle went.
    pub(super) fn of(&self, old: &GoalId) -> Option<&GoalId> {
        self.new_by_old.get(old)
    }

    /// Whether something of an objective of the old cycle went on.
    pub(super) fn went(&self, objective: &GoalId) -> bool {
        let mut after = self.new_by_old.range(objective..);
        after
            .next()
            .is_some_and(|(old, _)| old.objective_id() == *objective)
    }

    /// Remembers where a goal goes now.
    pub(super) fn learn(&mut self, old: GoalId, new: GoalId) {
        self.new_by_old.insert(old, new);
    }
}

impl CarryPlan {
    /// Keeps a goal that was carried before; says so where its actual has changed since, and with
    /// `refresh` brings it up to date.
    pub(super) fn compare_kept(
        &mut self,
        kept: Kept,
        legacy: &Legacy<'_>,
        evaluator: &Evaluator<'_>,
        refresh: bool,
    ) {
        let found = evaluator.find(&kept.to);
        let (carried, follow) = match found {
            Some((_, Some(kr))) => (kr.carried.as_ref(), kr.terms.measure.follow()),
            Some((objective, None)) => {
                (objective.carried.as_ref(), objective.terms.measure.as_ref())
            }
            None => (None, None),
        };
        if let (Some(given), Some(follow)) = (legacy.given, follow)
            && !stands(follow, legacy, given)
        {
            let goal = kept.to.clone();
            self.notes.push(Note::NotSet { goal, given });
        }
        let recorded = carried.and_then(|c| c.actual).map(Quantity::get);
        if is_same(recorded, legacy.actual) {
            self.kept.push(kept);
            return;
        }
        if let (true, Some(follow)) = (refresh, follow) {
            let goal = kept.to.clone();
            self.refresh(goal, legacy, recorded, follow);
        }
        self.stale.push(Stale {
            kpi: Some(legacy.kpi.id.clone()),
            from: kept.from.clone(),
            to: kept.to.clone(),
            recorded,
            actual: legacy.actual,
        });
    }

    /// Baseline and actual follow today's; the target too where it is still what the earlier
    /// rollover wrote.
    fn refresh(
        &mut self,
        goal: GoalId,
        legacy: &Legacy<'_>,
        recorded: Option<f64>,
        follow: &Follow,
    ) {
        // Readings that are gone are no reason to forget what they said, and a total that is too large
        // for a file cannot be written.
        if legacy.actual.and_then(quantity).is_none() {
            return;
        }
        let then = legacy.as_recorded(recorded).propose();
        let untouched = wrote(then.aim, legacy, follow);
        let mut now = legacy.as_recorded(legacy.actual);
        now.standing = legacy.standing.filter(|_| !untouched);
        let now = now.propose();
        let aim = untouched.then(|| self.new_aim(then.aim, now.aim, legacy, follow));
        let aim = aim.flatten();
        let holds = match aim {
            Some(NewAim::Hold(_)) => true,
            Some(NewAim::Own(_) | NewAim::OfKpi) => false,
            None => matches!(follow.aim, Aim::Hold(_)),
        };
        let start = now.baseline.filter(|_| has_baseline(legacy.kpi) && !holds);
        let relative = relative_of(follow).filter(|_| aim.is_none());
        let baseline = match start {
            Some(start) if start == 0.0 && relative.is_some() => {
                let note = |relative| Note::StaysRelative {
                    goal: goal.clone(),
                    relative,
                };
                self.notes.extend(relative.map(note));
                NewBaseline::Stays
            }
            Some(actual) if aim.is_none() && is_reached(follow, legacy, actual) => {
                let goal = goal.clone();
                self.notes.push(Note::Reached { goal, actual });
                NewBaseline::Stays
            }
            Some(start) => NewBaseline::At(start),
            None => NewBaseline::Without,
        };
        self.refreshed.push(Refresh {
            goal,
            actual: legacy.actual,
            baseline,
            aim,
        });
    }

    /// The same as [`compare_kept`](Self::compare_kept) for a goal without a KPI.
    pub(super) fn compare_plain(
        &mut self,
        old: &KeyResultState<'_>,
        to: GoalId,
        evaluator: &Evaluator<'_>,
        refresh: bool,
    ) {
        let new = evaluator.find(&to).and_then(|(_, new)| new);
        let recorded = new.and_then(|new| new.carried.as_ref()?.actual);
        let recorded = recorded.map(Quantity::get);
        let (kpi, from, actual) = (None, old.id.clone(), old.figures.actual());
        if is_same(recorded, actual) {
            self.kept.push(Kept { kpi, from, to });
            return;
        }
        if let (true, Some(new), Some(actual)) = (refresh, new, actual) {
            let figures = &old.figures;
            self.refresh_plain(to.clone(), figures, (recorded, actual), &new.terms.measure);
        }
        self.stale.push(Stale {
            kpi,
            from,
            to,
            recorded,
            actual,
        });
    }

    /// The same as [`refresh`](Self::refresh) for a goal without a KPI.
    fn refresh_plain(
        &mut self,
        goal: GoalId,
        old: &Figures<'_>,
        (recorded, actual): (Option<f64>, f64),
        stands: &Measure,
    ) {
        let (mut baseline, mut aim) = (NewBaseline::Stays, None);
        if let Measure::Metric(metric) = stands {
            let from = metric.baseline.map(Quantity::get);
            let target = metric.posts.target.and_then(|target| target.value(from));
            let wrote = recorded.and_then(|recorded| ahead(old, recorded));
            let untouched = is_same(wrote, target) && !metric.posts.has_others();
            let next = match untouched {
                true => ahead(old, actual),
                false => {
                    target.filter(|&post| from.is_none_or(|from| !is_beyond(actual, from, post)))
                }
            };
            if next.is_some() {
                baseline = NewBaseline::At(actual);
                aim = next.filter(|_| untouched).map(NewAim::Own);
            } else {
                let goal = goal.clone();
                self.notes.push(Note::Reached { goal, actual });
            }
        }
        self.refreshed.push(Refresh {
            goal,
            actual: Some(actual),
            baseline,
            aim,
        });
    }

    /// What a goal is to aim at now, where nobody changed what it aimed at then; and what that means for
    /// its KPI's target.
    fn new_aim(
        &mut self,
        then: ProposedAim,
        now: ProposedAim,
        legacy: &Legacy<'_>,
        follow: &Follow,
    ) -> Option<NewAim> {
        match now {
            ProposedAim::Hold(_) | ProposedAim::OwnBand(_) => {
                // A fresh rollover would not have set the KPI's target.
                if matches!(then, ProposedAim::Reach(_)) {
                    self.withdrawn.push(legacy.kpi.id.clone());
                }
                now.hold(legacy.kpi).map(NewAim::Hold)
            }
            ProposedAim::Reach(target) => {
                let own = matches!(follow.aim, Aim::Reach(p) if p.target.is_some());
                if own {
                    Some(NewAim::Own(target))
                } else {
                    let entry = as_target(target).map(|t| (legacy.kpi.id.clone(), t));
                    self.targets.extend(entry);
                    Some(NewAim::OfKpi)
                }
            }
            ProposedAim::Relative(..)
            | ProposedAim::KpiBand(_)
            | ProposedAim::Standing(_)
            | ProposedAim::Nothing => None,
        }
    }
}

/// Whether a baseline is at or beyond the target that stands for a goal.
fn is_reached(follow: &Follow, legacy: &Legacy<'_>, baseline: f64) -> bool {
    let kpi = legacy.kpi;
    let in_force = || {
        let targets = &kpi.targets;
        let in_force = targets.in_force(legacy.to, kpi.aggregate, legacy.calendar)?;
        match in_force.target {
            KpiTarget::Value(value) => Some(value.get()),
            KpiTarget::Band(_) => None,
        }
    };
    let target = match follow.aim {
        Aim::Reach(posts) => match posts.target {
            Some(own) => own.value(Some(baseline)),
            None => in_force(),
        },
        Aim::Hold(_) => None,
    };
    target.is_some_and(|target| kpi.direction.reaches(baseline, target))
}

/// A relative target of a goal's own.
fn relative_of(follow: &Follow) -> Option<Target> {
    match follow.aim {
        Aim::Reach(posts) => posts
            .target
            .filter(|target| matches!(target, Target::Relative(_))),
        Aim::Hold(_) => None,
    }
}

/// Whether a target or bound of the goal's own, or its KPI's target, is the number.
fn stands(follow: &Follow, legacy: &Legacy<'_>, number: f64) -> bool {
    let now = match follow.aim {
        Aim::Reach(posts) => match (posts.target, legacy.standing) {
            (Some(Target::Absolute(own)), _) | (None, Some(KpiTarget::Value(own))) => {
                Some(own.get())
            }
            (Some(Target::Relative(_)), _) | (None, Some(KpiTarget::Band(_)) | None) => None,
        },
        Aim::Hold(band) => band.at_least().or(band.at_most()),
    };
    now.is_some_and(|now| (now - number).abs() <= 1e-9)
}

/// Whether what stands for a goal now is what an earlier rollover proposed.
fn wrote(then: ProposedAim, legacy: &Legacy<'_>, follow: &Follow) -> bool {
    match (then, follow.aim) {
        (ProposedAim::Reach(was), Aim::Reach(_)) | (ProposedAim::Hold(was), Aim::Hold(_)) => {
            stands(follow, legacy, was)
        }
        _ => false,
    }
}
