//! A goal of the old cycle that goes on, and the target that it would have.

use super::CarryRow;
use super::step::Step;
use super::target::{ProposedAim, Strategy, as_target};
use crate::method::ObjectiveState;
use crate::model::{Aim, Follow, GoalId, Kpi, KpiId, KpiTarget, Measure, Name};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A goal that goes on, before it is known where its target is written.
pub(super) struct Goal<'w> {
    pub(super) objective: Arc<ObjectiveState<'w>>,
    /// The key result; none for an objective that is measured itself.
    pub(super) key_result: Option<&'w Name>,
    pub(super) kpi: Option<&'w Kpi>,
    pub(super) from: GoalId,
    pub(super) actual: Option<f64>,
    pub(super) old_target: Option<f64>,
    pub(super) plan: GoalPlan,
}

pub(super) enum GoalPlan {
    /// It follows a KPI; `own`: with a number of its own as its target.
    Kpi { step: Box<Step>, own: bool },
    /// It goes on as it is: a rollup, or what `--unfinished` takes along.
    AsIs(Measure),
}

/// What goals want to stand in each KPI's targets; none where they want different things, so that
/// each gets its own.
pub(super) type Wanted = BTreeMap<KpiId, Option<KpiTarget>>;

pub(super) fn wanted_targets(goals: &[Goal<'_>]) -> Wanted {
    let mut wanted = Wanted::new();
    for goal in goals {
        let (Some(kpi), Some(target)) = (goal.kpi, goal.shared_target()) else {
            continue;
        };
        wanted
            .entry(kpi.id.clone())
            .and_modify(|known| {
                if *known != Some(target) {
                    *known = None;
                }
            })
            .or_insert(Some(target));
    }
    wanted
}

impl Goal<'_> {
    /// The target that it would have the KPI carry for the new cycle.
    pub(super) fn shared_target(&self) -> Option<KpiTarget> {
        let GoalPlan::Kpi { step, own } = &self.plan else {
            return None;
        };
        match step.proposal.aim {
            ProposedAim::Reach(target) if !own => as_target(target),
            ProposedAim::KpiBand(band) => Some(KpiTarget::Band(band)),
            ProposedAim::Standing(target) if step.proposal.strategy == Strategy::Set => {
                Some(target)
            }
            ProposedAim::Reach(_)
            | ProposedAim::Standing(_)
            | ProposedAim::Relative(..)
            | ProposedAim::OwnBand(_)
            | ProposedAim::Hold(_)
            | ProposedAim::Nothing => None,
        }
    }

    /// Whether the old goal had a commit or a stretch, which do not go along.
    pub(super) fn had_posts(&self) -> bool {
        let terms = &self.objective.terms;
        let of_follow = |follow: &Follow| match follow.aim {
            Aim::Reach(posts) => Some(posts),
            Aim::Hold(_) => None,
        };
        let posts = match self.key_result {
            None => terms.measure.as_ref().and_then(of_follow),
            Some(key) => {
                let mut key_results = self.objective.key_results.iter();
                let found = key_results.find(|kr| kr.key_result.key == *key);
                found.and_then(|kr| match &kr.terms.measure {
                    Measure::Metric(metric) => Some(metric.posts),
                    Measure::FollowsKpi(follow) => of_follow(follow),
                    Measure::Bounds { .. } | Measure::Effort(_) | Measure::Rollup => None,
                })
            }
        };
        posts.is_some_and(|posts| posts.has_others())
    }

    /// The number that a goal without a KPI aims at now.
    pub(super) fn plain_target(&self) -> Option<f64> {
        match &self.plan {
            GoalPlan::AsIs(Measure::Metric(metric)) => metric.posts.target?.value(None),
            GoalPlan::AsIs(
                Measure::Bounds { .. }
                | Measure::Effort(_)
                | Measure::FollowsKpi(_)
                | Measure::Rollup,
            )
            | GoalPlan::Kpi { .. } => None,
        }
    }

    /// Its row in the table, given where it goes.
    pub(super) fn row(&self, to: GoalId) -> CarryRow {
        let kpi = self.kpi.map(|k| k.id.clone());
        let from = self.from.clone();
        match &self.plan {
            GoalPlan::Kpi { step, .. } => CarryRow {
                kpi,
                from,
                to,
                actual: self.actual,
                baseline: step.proposal.baseline,
                target: step.proposal.aim.number(),
                hold: step.proposal.aim.is_hold(),
                strategy: step.proposal.strategy,
                step: Some(Step::clone(step)),
            },
            GoalPlan::AsIs(_) => CarryRow {
                kpi,
                from,
                to,
                actual: self.actual,
                baseline: self.actual,
                target: self.plain_target().and_then(as_target),
                hold: false,
                strategy: Strategy::Keep,
                step: None,
            },
        }
    }
}
