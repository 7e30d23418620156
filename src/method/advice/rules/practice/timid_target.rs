//! Key results that ask for less than their KPI.

use super::READING;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, follows, goal_name, in_goal, number};
use crate::model::{
    Aggregate, Aim, Ambition, CycleId, Direction, Follow, InForce, KeyResult, Kpi, KpiTarget,
    Objective, Quantity,
};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "timid-target",
    level: AdviceLevel::Warning,
    asks: "a key result asks at least for its KPI's target",
    reason: "The KPI's target is what was agreed to be good enough in this cycle. A key result \
             that pushes it and asks for less plans to miss. Raise the target, or where the KPI's \
             was wrong, amend that and say why.",
    source: "Google's OKR playbook (in John Doerr, Measure What Matters): aspirational goals that \
             only go on as before are timid, and among the classic traps. ZOKRI's guide to KPIs \
             and OKRs: only hard goals are shown to hold focus and improve results.",
    bad: Example {
        day: "2026-08-14",
        files: &[
            ("2026-Q3/loyal.toml", BAD),
            ("kpis/nps.toml", OTHER),
            READING,
        ],
        found: "2026-Q3/loyal.toml:7:10",
    },
    good: Example {
        day: "2026-08-14",
        files: &[
            ("2026-Q3/loyal.toml", GOOD),
            ("kpis/nps.toml", OTHER),
            READING,
        ],
        found: "",
    },
    check: Check::Own(check),
};

const BAD: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"

[key_results.nps]
kpi = "kpis/nps"
baseline = 41
target = 43

[key_results.rating]
title = "Raise the app rating"
unit = "stars"
baseline = 4.0
target = 4.5
"#;

const OTHER: &str = r#"name = "Net promoter score"
measure = "promoters less detractors, in points"
frequency = "monthly"
source = "survey after delivery"
owner = "maria"

[targets]
2026-Q3 = 45
"#;

const GOOD: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"

[key_results.nps]
kpi = "kpis/nps"
baseline = 41
target = 46

[key_results.rating]
title = "Raise the app rating"
unit = "stars"
baseline = 4.0
target = 4.5
"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let judged = view.planned_objectives();
    for objective in judged.filter(|o| o.terms.ambition != Ambition::Learning) {
        for (follow, kr) in follows(objective) {
            if kr.is_none_or(|kr| !view.is_new(objective, kr)) {
                advice.extend(timid(view, objective, follow, kr));
            }
        }
    }
}

fn timid<'w>(
    view: &View<'w>,
    objective: &Objective,
    follow: &'w Follow,
    kr: Option<&KeyResult>,
) -> Option<Advice> {
    let kpi = view.kpi(&follow.kpi)?;
    let (key, own) = furthest(follow, kpi.direction)?;
    let cycle = objective.id.cycle;
    let in_force = (kpi.targets).in_force(cycle, kpi.aggregate, view.workspace.calendar())?;
    let KpiTarget::Value(asked) = in_force.target else {
        return None;
    };
    let asked = asked.get();
    if !is_meant_for(view, kpi, in_force, cycle) || kpi.direction.reaches(own, asked) {
        return None;
    }
    let (id, kpi, own, asked) = (
        goal_name(objective, kr),
        &kpi.id,
        number(own),
        number(asked),
    );
    let from = match in_force.from {
        Some(from) if from != cycle => format!("{asked}, its share of the target for {from}"),
        Some(_) | None => asked,
    };
    let message = format!("`{id}` asks for {own}, less than `{kpi}` does: {from}");
    let help = format!("raise it, leave it out for the KPI's own, or okr amend {kpi}");
    let place = in_goal(objective, kr, Some(key));
    Some(Advice::warning(RULE.name, place, message).help(help))
}

/// The key of the most that a goal asks for itself, and what that is.
fn furthest(follow: &Follow, direction: Direction) -> Option<(&'static str, f64)> {
    let base = follow.baseline.map(Quantity::get);
    match follow.aim {
        Aim::Reach(posts) => {
            let target = posts.target?.value(base)?;
            Some(("target", posts.stretch.map_or(target, Quantity::get)))
        }
        Aim::Hold(band) => match direction {
            Direction::Increase => Some(("at_least", band.at_least()?)),
            Direction::Decrease => Some(("at_most", band.at_most()?)),
            Direction::Maintain => None,
        },
    }
}

/// Whether a target in force is meant for just this cycle. A year's is on the way until its last
/// quarter, but for a sum, of which every cycle has its share.
fn is_meant_for(view: &View<'_>, kpi: &Kpi, in_force: InForce, cycle: CycleId) -> bool {
    let calendar = view.workspace.calendar();
    let Some(from) = in_force.from else {
        return true;
    };
    let is_last = calendar.end(from) == calendar.end(cycle);
    match kpi.aggregate {
        Aggregate::Sum => true,
        Aggregate::Last => is_last,
        Aggregate::Mean | Aggregate::Min | Aggregate::Max => from == cycle,
    }
}
