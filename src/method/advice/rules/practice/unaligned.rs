//! Teams' objectives that serve nothing above.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_objective};
use crate::model::{CycleId, GoalId};
use std::collections::BTreeMap;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "unaligned",
    level: AdviceLevel::Warning,
    asks: "a team's objective supports another goal",
    reason: "Whoever reads a team's goal should see what it is for. If nothing above is served by \
             it, either the goal can wait, or something is missing above. An objective may \
             support one of its own cycle or of one around it, or a single key result.",
    source: "John Doerr, Measure What Matters: goals in the open connect the work of each team \
             with the company's. ZOKRI's guide to KPIs and OKRs: alignment with another objective \
             or a single key result is part of the framework.",
    bad: Example {
        day: "2026-08-14",
        files: &[
            ("2026-Q3/grow.toml", OTHER),
            ("2026-Q3/success/loyal.toml", BAD),
        ],
        found: "2026-Q3/success/loyal.toml:1:1",
    },
    good: Example {
        day: "2026-08-14",
        files: &[
            ("2026-Q3/grow.toml", OTHER),
            ("2026-Q3/success/loyal.toml", GOOD),
        ],
        found: "",
    },
    check: Check::Own(check),
};

const OTHER: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.revenue]
title = "Raise recurring revenue"
unit = "k$"
baseline = 90
target = 115

[key_results.demos]
title = "Hold more demos"
unit = "demos"
baseline = 20
target = 60
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

const GOOD: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"
supports = "grow.revenue"

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

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let mut above = BTreeMap::new();
    for objective in view.planned_objectives() {
        let (id, team) = (&objective.id, objective.id.objective.team());
        let (Some(team), None) = (team, &objective.terms.supports) else {
            continue;
        };
        let cycle = id.cycle;
        // Without a goal of the company there is nothing to support.
        let Some(company) = above
            .entry(cycle)
            .or_insert_with(|| company_goal(view, cycle))
        else {
            continue;
        };
        let message = format!("`{}` of `{team}` supports nothing", id.local());
        let help = format!("what is it for? add `supports`, such as \"{company}\"");
        let place = in_objective(objective, []);
        advice.push(Advice::warning(RULE.name, place, message).help(help));
    }
}

/// An objective that belongs to no team, of a cycle or one around it, as a file of it would write it.
fn company_goal(view: &View<'_>, cycle: CycleId) -> Option<String> {
    let around = view.workspace.calendar().enclosing(cycle);
    let mut cycles = std::iter::once(cycle).chain(around);
    let is_company = |id: &&GoalId| id.objective.team().is_none();
    cycles.find_map(|c| {
        let mut ids = view.live_objectives_of(c).map(|o| &o.id);
        Some(ids.find(is_company)?.relative_to(cycle).to_string())
    })
}
