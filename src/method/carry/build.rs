//! The definitions that a rollover writes.

use super::goal::{Goal, GoalPlan, Wanted};
use super::lineage::Lineage;
use super::target::{ProposedAim, has_baseline};
use super::{CarryPlan, Note};
use crate::method::{Evaluator, Figures};
use crate::model::{
    Aim, Carried, CycleId, Effort, Follow, GoalId, GoalRef, KeyResult, Kpi, KpiId, KpiTarget,
    Measure, Metric, Name, Objective, ObjectiveTerms, Posts, Quantity, Target, Terms,
};

/// What goes on of a goal without a KPI that is not complete: milestones not reached, or the same
/// target from where it stands.
pub(super) fn unfinished(measure: &Measure, figures: &Figures<'_>) -> Measure {
    match measure {
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
                target: figures.target.and_then(quantity).map(Target::Absolute),
            },
        }),
        Measure::Bounds { .. } | Measure::FollowsKpi(_) | Measure::Rollup => measure.clone(),
    }
}

fn quantity(value: f64) -> Option<Quantity> {
    Quantity::new(value).ok()
}

/// Adds one goal to the plan: to an objective of the new cycle, to one that the plan creates, or to
/// a new one.
pub(super) fn add(
    plan: &mut CarryPlan,
    goal: &Goal<'_>,
    wanted: &Wanted,
    evaluator: &Evaluator<'_>,
    lineage: &mut Lineage,
) {
    let home = home(plan, goal, evaluator, lineage);
    let existing = evaluator.workspace().objective(&home);
    let to = match (goal.key_result, existing) {
        (Some(key), _) => {
            let planned = plan.objectives.iter().find(|o| o.id == home);
            free_key(goal, existing.or(planned), &home, key)
        }
        (None, Some(objective)) => Err(objective.id.clone()),
        (None, None) => Ok(home.clone()),
    };
    let to = match to {
        Ok(to) => to,
        Err(taken) => {
            let from = goal.from.clone();
            plan.notes.push(Note::AlreadyThere { from, to: taken });
            return;
        }
    };
    add_notes(plan, goal, &to);
    let (measure, entry) = measure(goal, wanted, evaluator, plan.to);
    plan.targets.extend(entry);
    if !matches!(goal.plan, GoalPlan::AsIs(Measure::Rollup)) {
        plan.carried.push(goal.row(to.clone()));
    }
    lineage.learn(goal.from.clone(), to.clone());
    let carried = Carried {
        from: goal.from.clone(),
        actual: goal.actual.and_then(quantity),
        target: goal.old_target.and_then(quantity),
    };
    place(plan, goal, to, measure, carried, existing.is_some());
}

/// The objective of the new cycle that a goal goes to: where its siblings went, else the one of the
/// same path.
fn home(plan: &CarryPlan, goal: &Goal<'_>, evaluator: &Evaluator<'_>, lineage: &Lineage) -> GoalId {
    let old = goal.objective.objective;
    let mut siblings = old.key_results.iter();
    let went = siblings.find_map(|kr| lineage.of(&old.key_result_id(&kr.key)));
    if let Some(sibling) = went {
        return sibling.objective_id();
    }
    let same = GoalId {
        cycle: plan.to,
        objective: old.id.objective.clone(),
        key: None,
    };
    evaluator.ledger().resolve(&same).unwrap_or(same)
}

/// The id for a new key result. Where people have already written one of that key for the same KPI,
/// that stands in its place.
fn free_key(
    goal: &Goal<'_>,
    objective: Option<&Objective>,
    home: &GoalId,
    key: &Name,
) -> Result<GoalId, GoalId> {
    let named = |key: &Name| GoalId {
        key: Some(key.clone()),
        ..home.clone()
    };
    let taken = |key: &str| {
        let mut others = objective.into_iter().flat_map(|o| &o.key_results);
        others.find(|kr| kr.key.as_str() == key)
    };
    let Some(other) = taken(key.as_str()) else {
        return Ok(named(key));
    };
    let same_kpi = other.terms.measure.follow().map(|f| &f.kpi) == goal.kpi.map(|k| &k.id);
    if same_kpi {
        return Err(named(key));
    }
    let numbered = (2..).map(|n| format!("{key}-{n}"));
    let free = numbered.filter(|k| taken(k).is_none());
    let name = free.map(|k| Name::new(&k)).find_map(Result::ok);
    Ok(named(&name.unwrap_or_else(|| key.clone())))
}

fn place(
    plan: &mut CarryPlan,
    goal: &Goal<'_>,
    to: GoalId,
    measure: Measure,
    carried: Carried,
    exists: bool,
) {
    let home = to.objective_id();
    let Some(key) = to.key.clone() else {
        let mut objective = successor(goal, home);
        objective.terms.measure = measure.follow().cloned();
        objective.carried = Some(carried);
        plan.objectives.push(objective);
        return;
    };
    let key_result = KeyResult {
        key,
        terms: terms(plan, goal, &to, measure),
        amended: Vec::new(),
        added: None,
        dropped: None,
        formerly: Vec::new(),
        carried: Some(carried),
    };
    if exists {
        plan.additions.push((home, key_result));
    } else if let Some(new) = plan.objectives.iter_mut().find(|o| o.id == home) {
        new.key_results.push(key_result);
    } else {
        let mut objective = successor(goal, home);
        objective.key_results.push(key_result);
        plan.objectives.push(objective);
    }
}

/// The objective of the new cycle, still without key results. What it supports is settled once it is
/// known which goals the new cycle has.
fn successor(goal: &Goal<'_>, id: GoalId) -> Objective {
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
fn terms(plan: &mut CarryPlan, goal: &Goal<'_>, to: &GoalId, measure: Measure) -> Terms {
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
fn measure(
    goal: &Goal<'_>,
    wanted: &Wanted,
    evaluator: &Evaluator<'_>,
    to: CycleId,
) -> (Measure, Option<(KpiId, KpiTarget)>) {
    let (proposal, own, kpi) = match (&goal.plan, goal.kpi) {
        (GoalPlan::Kpi { proposal, own }, Some(kpi)) => (proposal, *own, kpi),
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
    let GoalPlan::Kpi { proposal, .. } = &goal.plan else {
        return None;
    };
    let baseline = proposal.baseline.filter(|_| has_baseline(kpi));
    baseline.and_then(quantity)
}

fn add_notes(plan: &mut CarryPlan, goal: &Goal<'_>, to: &GoalId) {
    let GoalPlan::Kpi { proposal, .. } = &goal.plan else {
        return;
    };
    let notes = &mut plan.notes;
    if goal.actual.is_none() {
        notes.push(Note::NoActual(to.clone()));
    }
    if proposal.annual_reached {
        notes.push(Note::AnnualReached(to.clone()));
    }
    match proposal.aim {
        ProposedAim::Hold(target) => notes.push(Note::Hold {
            goal: to.clone(),
            actual: proposal.baseline.unwrap_or(target),
            target,
        }),
        ProposedAim::OwnBand(band) => {
            let bound = band.at_least().or(band.at_most());
            let pair = bound.zip(proposal.held_short_of);
            notes.extend(pair.map(|(bound, (year, annual))| Note::HeldShort {
                goal: to.clone(),
                bound,
                year,
                annual,
            }));
        }
        ProposedAim::Nothing => notes.push(Note::NoTarget(to.clone())),
        ProposedAim::Reach(_) if proposal.no_annual_target => {
            notes.push(Note::NoAnnualTarget(to.clone()));
        }
        ProposedAim::Reach(_)
        | ProposedAim::Relative(..)
        | ProposedAim::KpiBand(_)
        | ProposedAim::Standing(_) => {}
    }
    if goal.had_posts() {
        notes.push(Note::PostsLeftOut(to.clone()));
    }
}

/// Keeps what a new objective supports where it is in the new cycle or around it, else leaves it out
/// and says so.
pub(super) fn supports(plan: &mut CarryPlan, evaluator: &Evaluator<'_>) {
    let calendar = evaluator.workspace().calendar();
    let known: Vec<GoalId> = plan
        .objectives
        .iter()
        .flat_map(|o| {
            let parts = o.key_results.iter().map(|kr| o.key_result_id(&kr.key));
            std::iter::once(o.id.clone()).chain(parts)
        })
        .chain(plan.additions.iter().map(|(objective, kr)| GoalId {
            key: Some(kr.key.clone()),
            ..objective.clone()
        }))
        .collect();
    let (from, to) = (plan.from, plan.to);
    for objective in &mut plan.objectives {
        let Some(above) = objective.terms.supports.take() else {
            continue;
        };
        let cycle = above.cycle.filter(|&c| c != from);
        let moved = GoalRef {
            cycle,
            ..above.clone()
        };
        let goal = moved.resolve(to);
        let around = cycle.is_none_or(|c| calendar.encloses(c, to));
        let exists = known.contains(&goal) || evaluator.ledger().resolve(&goal).is_some();
        if around && exists {
            objective.terms.supports = Some(moved);
        } else {
            let note = Note::SupportsLeftOut(objective.id.clone(), above.to_string());
            plan.notes.push(note);
        }
    }
}
