//! Key results of which nobody can tell whether they are reached.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, follows, goal_name, in_goal, in_key_result, live};
use crate::model::{Aim, Ambition, Follow, KeyResult, Measure, Objective};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "not-measurable",
    level: AdviceLevel::Warning,
    asks: "a key result has numbers, bounds, a KPI, or milestones",
    reason: "At the end of the quarter nobody should have to argue about whether it was reached. \
             A target, a bound, a KPI or a milestone settles that beforehand; where the number is \
             not known yet, measuring it for the first time is a fine milestone. A project needs \
             milestones, or at least a day on which it is due.",
    source: "Google's OKR playbook (in John Doerr, Measure What Matters): key results are \
             measurable milestones, and there must be evidence that each is reached. Andrew \
             Grove, as told in the same book: at the end you can look and say, without argument, \
             whether you did it.",
    bad: Example {
        day: "2026-08-14",
        files: &[("2026-Q3/loyal.toml", BAD)],
        found: "2026-Q3/loyal.toml:10:1",
    },
    good: Example {
        day: "2026-08-14",
        files: &[("2026-Q3/loyal.toml", GOOD)],
        found: "",
    },
    check: Check::Own(check),
};

const BAD: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"

[key_results.retention]
title = "Raise retention"
unit = "%"
baseline = 73
target = 75

[key_results.rating]
title = "The app rating of our clients"
"#;

const GOOD: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"

[key_results.retention]
title = "Raise retention"
unit = "%"
baseline = 73
target = 75

[key_results.rating]
title = "The app rating of our clients"
unit = "stars"
baseline = 4.0
target = 4.5
"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    // Who wants to find something out cannot say beforehand how much.
    let judged = view.planned_objectives();
    for objective in judged.filter(|o| o.terms.ambition != Ambition::Learning) {
        for kr in live(objective).filter(|kr| !view.is_new(objective, kr)) {
            advice.extend(unmeasured(objective, kr));
        }
        for (follow, kr) in follows(objective) {
            if kr.is_none_or(|kr| !view.is_new(objective, kr)) {
                advice.extend(without_target(view, objective, follow, kr));
            }
        }
    }
}

fn unmeasured(objective: &Objective, kr: &KeyResult) -> Option<Advice> {
    let id = goal_name(objective, Some(kr));
    let (message, help) = match &kr.terms.measure {
        Measure::Metric(metric) if metric.posts.target.is_none() => (
            format!("`{id}` has no target: nobody can tell when it is reached"),
            "add `target`, or bounds, or a `kpi`; a project has `kind = \"effort\"` and milestones",
        ),
        Measure::Effort(effort) if effort.milestones.is_empty() && effort.due.is_none() => (
            format!("`{id}` has neither milestones nor a due date"),
            "what will be there, and when? add `milestones`, or at least `due`",
        ),
        Measure::Metric(_) | Measure::Bounds { .. } | Measure::Effort(_)
            if kr.terms.title.is_none() =>
        {
            (
                format!("`{id}` has neither a title nor a KPI: nobody can tell what it is"),
                "add `title`, such as \"Raise the app rating from 4.0 to 4.5\", or a `kpi`",
            )
        }
        Measure::Metric(_)
        | Measure::Bounds { .. }
        | Measure::FollowsKpi(_)
        | Measure::Effort(_)
        | Measure::Rollup => return None,
    };
    let place = in_key_result(objective, kr, None);
    Some(Advice::warning(RULE.name, place, message).help(help))
}

/// What follows a KPI that asks for nothing in the goal's cycle, and says nothing itself.
fn without_target<'w>(
    view: &View<'w>,
    objective: &Objective,
    follow: &'w Follow,
    kr: Option<&KeyResult>,
) -> Option<Advice> {
    let Aim::Reach(posts) = follow.aim else {
        return None;
    };
    let kpi = view.kpi(&follow.kpi)?;
    let (cycle, calendar) = (objective.id.cycle, view.workspace.calendar());
    let standing = kpi.targets.in_force(cycle, kpi.aggregate, calendar);
    if posts.target.is_some() || standing.is_some() {
        return None;
    }
    let id = goal_name(objective, kr);
    let message = format!(
        "`{id}` has no target, and `{}` has none for {cycle}",
        kpi.id
    );
    let help = format!(
        "okr amend {} --target {cycle}=VALUE, or `target` here",
        kpi.id
    );
    let place = in_goal(objective, kr, Some("kpi"));
    Some(Advice::warning(RULE.name, place, message).help(help))
}
