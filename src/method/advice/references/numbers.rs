//! Numbers of goals that contradict the KPI that they follow, or themselves.

use super::known::Known;
use crate::method::advice::{Advice, goal_name, in_goal, number};
use crate::method::measure::as_value;
use crate::model::{
    Aggregate, Aim, Direction, Follow, KeyResult, Kpi, Measure, Metric, Objective, Place, Posts,
    Quantity, Target,
};

pub(super) fn check(known: &Known<'_>, advice: &mut Vec<Advice>) {
    let objectives = known.workspace.objectives();
    for objective in objectives.filter(|o| o.dropped.is_none()) {
        let itself = Goal {
            objective,
            key_result: None,
        };
        if let Some(follow) = &objective.terms.measure {
            follows(known, itself, follow, advice);
        }
        for kr in objective
            .key_results
            .iter()
            .filter(|kr| kr.dropped.is_none())
        {
            let goal = Goal {
                objective,
                key_result: Some(kr),
            };
            match &kr.terms.measure {
                Measure::FollowsKpi(follow) => follows(known, goal, follow, advice),
                Measure::Metric(metric) => advice.extend(flat(goal, metric)),
                Measure::Bounds { .. } | Measure::Effort(_) | Measure::Rollup => {}
            }
        }
    }
}

/// A key result, or an objective measured itself.
#[derive(Clone, Copy)]
struct Goal<'w> {
    objective: &'w Objective,
    key_result: Option<&'w KeyResult>,
}

impl Goal<'_> {
    fn id(self) -> String {
        goal_name(self.objective, self.key_result)
    }

    fn place(self, key: &str) -> Place {
        in_goal(self.objective, self.key_result, Some(key))
    }
}

fn flat(goal: Goal<'_>, metric: &Metric) -> Option<Advice> {
    let baseline = metric.baseline.map(Quantity::get)?;
    let target = metric.posts.target?.value(Some(baseline))?;
    if (target - baseline).abs() > 1e-9 {
        return None;
    }
    let (id, shown) = (goal.id(), number(target));
    let message = format!("the target of `{id}` is its baseline, {shown}");
    let help = format!("to hold it, write `at_least = {shown}` or `at_most = {shown}` instead");
    Some(Advice::warning("flat-target", goal.place("target"), message).help(help))
}

fn follows<'w>(known: &Known<'w>, goal: Goal<'w>, follow: &'w Follow, advice: &mut Vec<Advice>) {
    let (Some(kpi), Aim::Reach(posts)) = (known.kpi(&follow.kpi), follow.aim) else {
        return;
    };
    if kpi.direction == Direction::Maintain {
        advice.extend(own_target_of_band(goal, posts, kpi));
        return;
    }
    if kpi.aggregate == Aggregate::Sum && matches!(posts.target, Some(Target::Relative(_))) {
        let message = format!(
            "`{}` adds its readings up: a relative target has no start",
            kpi.id
        );
        let help = "write the total as a number, such as `target = 400`";
        advice.push(Advice::error("relative-target", goal.place("target"), message).help(help));
        return;
    }
    advice.extend(baseline_beyond_target(known, goal, follow, posts, kpi));
}

fn own_target_of_band(goal: Goal<'_>, posts: Posts, kpi: &Kpi) -> Option<Advice> {
    let keys = [
        ("target", posts.target.is_some()),
        ("commit", posts.commit.is_some()),
        ("stretch", posts.stretch.is_some()),
    ];
    let (key, _) = keys.into_iter().find(|(_, written)| *written)?;
    let message = format!("`{}` is kept in a band: `{key}` does not count", kpi.id);
    let help = "leave it out for the KPI's own band, or write `at_least` and `at_most`";
    Some(Advice::error("own-target-of-band", goal.place(key), message).help(help))
}

fn baseline_beyond_target(
    known: &Known<'_>,
    goal: Goal<'_>,
    follow: &Follow,
    posts: Posts,
    kpi: &Kpi,
) -> Option<Advice> {
    let bound = match (kpi.direction, kpi.aggregate) {
        (Direction::Maintain, _) | (Direction::Decrease, Aggregate::Sum) => return None,
        (Direction::Increase, _) => "at_least",
        (Direction::Decrease, _) => "at_most",
    };
    let baseline = follow.baseline.map(Quantity::get)?;
    let target = match posts.target {
        Some(target) => target.value(Some(baseline))?,
        None => {
            let (cycle, calendar) = (goal.objective.id.cycle, known.workspace.calendar());
            let in_force = kpi.targets.in_force(cycle, kpi.aggregate, calendar)?;
            as_value(in_force.target)?
        }
    };
    if !kpi.direction.reaches(baseline, target) {
        return None;
    }
    let (id, start, end) = (goal.id(), number(baseline), number(target));
    let reached = match start == end {
        true => "already at",
        false => "already beyond",
    };
    let message = format!("the baseline {start} of `{id}` is {reached} its target {end}");
    let instead = match posts.target {
        Some(_) => "`baseline` and `target`",
        None => "`baseline`",
    };
    let help = match (kpi.aggregate, posts.target) {
        (Aggregate::Sum, _) => "a total starts from 0: leave `baseline` out".to_owned(),
        (_, Some(Target::Relative(_))) => format!(
            "`{}` should {}: turn the sign of `target`, or hold it with `{bound} = {start}`",
            kpi.id,
            kpi.direction.word()
        ),
        (_, Some(Target::Absolute(_)) | None) => format!(
            "to hold it, write `{bound} = {end}` instead of {instead}; else set a further target"
        ),
    };
    Some(Advice::error("baseline-beyond-target", goal.place("baseline"), message).help(help))
}
