//! KPIs that were followed last cycle, and are not in this one.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, follows, in_kpi};
use crate::model::{CycleId, KpiId, Objective};
use std::collections::BTreeMap;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "abandoned-kpi",
    level: AdviceLevel::Warning,
    asks: "a KPI that was pushed last cycle is pushed on through the year",
    reason: "A number moves more slowly than a quarter. Who pushes another one every quarter sees \
             none of them through, and last quarter's gain fades when nobody looks. Carry it on, \
             guard it, or say that it is done with.",
    source: "OnStrategy, OKRs vs KPIs: do not make new KPIs every quarter; those in key results \
             carry forward, at least through the year, with the annual target unchanged.",
    bad: Example {
        day: "2026-10-14",
        files: &[
            ("kpis/nps.toml", OTHER_1),
            ("2026-Q3/loyal.toml", OTHER_2),
            ("2026-Q4/loyal.toml", BAD),
            ("2026-Q4/checkins/2026-10-05-maria.toml", OTHER_3),
        ],
        found: "kpis/nps.toml:1:1",
    },
    good: Example {
        day: "2026-10-14",
        files: &[
            ("kpis/nps.toml", OTHER_1),
            ("2026-Q3/loyal.toml", OTHER_2),
            ("2026-Q4/loyal.toml", GOOD),
            ("2026-Q4/checkins/2026-10-05-maria.toml", OTHER_3),
        ],
        found: "",
    },
    check: Check::Own(check),
};

const OTHER_1: &str = r#"name = "Net promoter score"
measure = "promoters less detractors, in points"
frequency = "monthly"
source = "survey after delivery"
owner = "maria"

[targets]
2026 = 45
"#;

const OTHER_2: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"

[key_results.nps]
kpi = "kpis/nps"

[key_results.rating]
title = "Raise the app rating"
unit = "stars"
baseline = 4.0
target = 4.5

[review]
on = 2026-10-01
worked = "Every client got an answer within a day."
"#;

const BAD: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"

[key_results.retention]
title = "Raise retention"
unit = "%"
baseline = 73
target = 75

[key_results.rating]
title = "Raise the app rating"
unit = "stars"
baseline = 4.0
target = 4.5
"#;

const OTHER_3: &str = r#"date = 2026-10-05
by = "maria"

[[update]]
kpi = "kpis/nps"
value = 42
"#;

const GOOD: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"

[key_results.nps]
kpi = "kpis/nps"

[key_results.rating]
title = "Raise the app rating"
unit = "stars"
baseline = 4.0
target = 4.5
"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let calendar = view.workspace.calendar();
    let now = view.workspace.settings.cycle_on(view.day);
    let before = now.previous();
    let is_planned = view
        .live_objectives_of(now)
        .any(|o| !view.is_being_planned(o));
    let is_open = view.open_cycles().any(|(cycle, _)| cycle == now);
    if !is_planned || !is_open || calendar.year_of(before) != calendar.year_of(now) {
        return;
    }
    let mut left = followed(view, before);
    for cycle in std::iter::once(now).chain(calendar.enclosing(now)) {
        for objective in view.live_objectives_of(cycle) {
            let guarded = objective.guardrails.iter();
            for id in followed_by(objective).chain(guarded) {
                left.remove(view.kpi(id).map_or(id, |kpi| &kpi.id));
            }
        }
    }
    for (id, objective) in left {
        let kpi = view.kpi(id).filter(|kpi| kpi.retired.is_none());
        let Some(kpi) = kpi else {
            continue;
        };
        let goal = objective.id.local();
        let message = format!("`{id}` was followed in {before} (`{goal}`), and is not in {now}");
        let help = "okr carry takes it along; or make it a guardrail, or okr kpi retire it";
        advice.push(Advice::warning(RULE.name, in_kpi(kpi, []), message).help(help));
    }
}

/// The KPIs that live goals of a cycle follow, with one of the objectives.
fn followed<'w>(view: &View<'w>, cycle: CycleId) -> BTreeMap<&'w KpiId, &'w Objective> {
    let mut found = BTreeMap::new();
    for objective in view.live_objectives_of(cycle) {
        for id in followed_by(objective) {
            let id = view.kpi(id).map_or(id, |kpi| &kpi.id);
            found.entry(id).or_insert(objective);
        }
    }
    found
}

fn followed_by(objective: &Objective) -> impl Iterator<Item = &KpiId> {
    follows(objective).map(|(follow, _)| &follow.kpi)
}
