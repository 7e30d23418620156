//! The definitions that a rollover writes: objectives, what key results are called and what they measure.

use super::goal::{Goal, GoalPlan, Wanted};
use super::target::{ProposedAim, has_baseline};
use super::{CarryPlan, Note};
use crate::method::score::TOLERANCE;
use crate::method::{Evaluator, Figures};
use crate::model::{
    Aim, CycleId, Effort, Follow, GoalId, Kpi, KpiId, KpiTarget, Measure, Metric, Objective,
    ObjectiveTerms, Posts, Quantity, Target, Terms,
};
use std::cmp::Ordering;

/// What goes on of a goal without a KPI that is not complete: milestones not reached, or from where it
/// stands the same target; the stretch where that is reached. None where a metric has come all the way,
/// as it may have since its score was frozen.
pub(super) fn unfinished(measure: &Measure, figures: &Figures<'_>) -> Option<Measure> {
    Some(match measure {
        Measure::Effort(effort) => {
            let open = effort.milestones.iter();
            let open = open.filter(|m| !figures.done.contains(m.id.as_str()));
            Measure::Effort(Effort {
                due: effort.due,
                milestones: open.cloned().collect(),
            })
        }
        Measure::Metric(metric) => Measure::Metric(Metric {
            unit: metric.unit.clone(),
            baseline: figures.value.and_then(quantity).or(metric.baseline),
            posts: Posts {
                commit: None,
                stretch: None,
                target: quantity(ahead(figures, figures.value?)?).map(Target::Absolute),
            },
        }),
        Measure::Bounds { .. } | Measure::FollowsKpi(_) | Measure::Rollup => measure.clone(),
    })
}

/// The nearest of target and stretch that a metric has not reached at a value, in its direction: a
/// target that it started beyond would turn it round.
pub(super) fn ahead(figures: &Figures<'_>, value: f64) -> Option<f64> {
    let (from, target) = (figures.baseline?, figures.target?);
    let mut posts = [Some(target), figures.stretch].into_iter().flatten();
    posts.find(|&post| !is_beyond(value, from, post))
}

/// Whether a value is at or beyond a post, on the way there from a baseline.
pub(super) fn is_beyond(value: f64, from: f64, post: f64) -> bool {
    match post.total_cmp(&from) {
        Ordering::Greater => value >= post - TOLERANCE,
        Ordering::Less => value <= post + TOLERANCE,
        Ordering::Equal => (value - post).abs() <= TOLERANCE,
    }
}

#[cfg(test)]
#[test]
fn a_value_is_beyond_a_post_from_a_hair_before_it_on() {
    for (value, from, post, expected) in [
        (75.0, 73.0, 75.0, true),
        (75.0 - 1e-10, 73.0, 75.0, true),
        (74.9, 73.0, 75.0, false),
        (4.0 + 1e-10, 6.0, 4.0, true),
        (4.1, 6.0, 4.0, false),
        (5.0 - 1e-10, 5.0, 5.0, true),
        (5.0 + 1e-10, 5.0, 5.0, true),
        (5.1, 5.0, 5.0, false),
    ] {
        let found = is_beyond(value, from, post);
        assert_eq!(found, expected, "{value} from {from} to {post}");
    }
}

pub(super) fn quantity(value: f64) -> Option<Quantity> {
    Quantity::new(value).ok()
}

/// The objective of the new cycle, still without key results. What it supports is settled once it is
/// known which goals the new cycle has.
pub(super) fn successor(goal: &Goal<'_>, id: GoalId) -> Objective {
    let (old, terms) = (goal.objective.objective, goal.objective.terms);
    let open = old.initiatives.iter().filter(|i| !i.done);
    Objective {
        id,
        terms: ObjectiveTerms {
            measure: None,
            ..terms.clone()
        },
        amended: Vec::new(),
        why: old.why.clone(),
        contributors: old.contributors.clone(),
        guardrails: old.guardrails.clone(),
        tags: old.tags.clone(),
        initiatives: open.cloned().collect(),
        added: None,
        dropped: None,
        formerly: Vec::new(),
        carried: None,
        review: None,
        key_results: Vec::new(),
    }
}

/// Title, owner and weight go on; a title that holds the old numbers is left out.
pub(super) fn terms(plan: &mut CarryPlan, goal: &Goal<'_>, to: &GoalId, measure: Measure) -> Terms {
    let mut states = goal.objective.key_results.iter();
    let old = states.find(|kr| Some(&kr.key_result.key) == goal.key_result);
    let numbers: Vec<f64> = old
        .into_iter()
        .flat_map(|kr| [kr.figures.baseline, kr.figures.target])
        .flatten()
        .collect();
    let changed = !matches!(
        measure,
        Measure::Effort(_) | Measure::Rollup | Measure::Bounds { .. }
    );
    let old = old.map(|kr| kr.terms);
    let mut title = old.and_then(|t| t.title.clone());
    if changed && title.as_deref().is_some_and(|t| mentions(t, &numbers)) {
        title = None;
        plan.notes.push(Note::TitleLeftOut(to.clone()));
    }
    Terms {
        title,
        owner: old.and_then(|t| t.owner.clone()),
        weight: old.map(|t| t.weight).unwrap_or_default(),
        measure,
    }
}

/// Whether a text holds one of the numbers as a word of its own.
fn mentions(text: &str, numbers: &[f64]) -> bool {
    let words = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_')));
    let words = words.map(|w| w.trim_matches(['.', ',', '_']).replace([',', '_'], ""));
    let mut found = words.filter_map(|w| w.parse::<f64>().ok());
    found.any(|word| numbers.iter().any(|n| (n.abs() - word).abs() <= 1e-9))
}

/// What the new goal measures, and the entry that the KPI's targets gain.
pub(super) fn measure(
    goal: &Goal<'_>,
    wanted: &Wanted,
    evaluator: &Evaluator<'_>,
    to: CycleId,
) -> (Measure, Option<(KpiId, KpiTarget)>) {
    let (proposal, own, kpi) = match (&goal.plan, goal.kpi) {
        (GoalPlan::Kpi { step, own }, Some(kpi)) => (&step.proposal, *own, kpi),
        (GoalPlan::AsIs(measure), _) => return (measure.clone(), None),
        (GoalPlan::Kpi { .. }, None) => return (Measure::Rollup, None),
    };
    let standing = kpi.targets.by_cycle.get(&to).copied();
    let agreed = wanted.get(&kpi.id).copied().flatten();
    let mut entry = None;
    let mut of_its_own = None;
    match (proposal.aim, goal.shared_target()) {
        (ProposedAim::Reach(target), shared) => {
            if shared.is_some() && agreed == shared && standing.is_none_or(|s| Some(s) == shared) {
                entry = shared;
            } else {
                of_its_own = quantity(target).map(Target::Absolute);
            }
        }
        (ProposedAim::Standing(KpiTarget::Value(target)), _) if own && standing.is_some() => {
            of_its_own = Some(Target::Absolute(target));
        }
        (ProposedAim::KpiBand(band), shared) => {
            let in_force = evaluator.kpi_band(kpi, to);
            entry = shared.filter(|_| in_force != Some(band));
        }
        (ProposedAim::Relative(relative, _), _) => of_its_own = Some(relative),
        (
            ProposedAim::Standing(_)
            | ProposedAim::OwnBand(_)
            | ProposedAim::Hold(_)
            | ProposedAim::Nothing,
            _,
        ) => {}
    }
    let hold = proposal.aim.hold(kpi);
    let aim = hold.map_or_else(
        || {
            Aim::Reach(Posts {
                target: of_its_own,
                ..Posts::default()
            })
        },
        Aim::Hold,
    );
    let follow = Follow {
        kpi: kpi.id.clone(),
        baseline: written_baseline(goal, kpi).filter(|_| hold.is_none()),
        aim,
    };
    let entry = entry.filter(|&e| standing != Some(e));
    (
        Measure::FollowsKpi(follow),
        entry.map(|e| (kpi.id.clone(), e)),
    )
}

fn written_baseline(goal: &Goal<'_>, kpi: &Kpi) -> Option<Quantity> {
    let GoalPlan::Kpi { step, .. } = &goal.plan else {
        return None;
    };
    let baseline = step.proposal.baseline.filter(|_| has_baseline(kpi));
    baseline.and_then(quantity)
}
