//! Objectives of which most key results are work.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_key_result, live};
use crate::model::{Ambition, KeyResult, Objective};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "mostly-effort",
    level: AdviceLevel::Warning,
    asks: "most key results are outcomes, not projects",
    reason: "A project can be finished to the day and change nothing. When most key results are \
             work, the objective is reached by being busy; when most are outcomes, the work may \
             change as soon as it turns out not to help. Projects fit well under `initiatives`.",
    source: "Google's OKR playbook (in John Doerr, Measure What Matters): key results describe \
             outcomes, not activities; if they speak of the work, ask what the work is for. \
             OnStrategy, OKRs vs KPIs: two outcomes beside two efforts, and only the outcomes \
             carry over.",
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

[key_results.plans]
title = "Success plans for all accounts"
kind = "effort"
due = 2026-09-15

[key_results.crm]
title = "One CRM for all teams"
kind = "effort"
due = 2026-09-30
"#;

const GOOD: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"
initiatives = [{ title = "One CRM for all teams" }]

[key_results.retention]
title = "Raise retention"
unit = "%"
baseline = 73
target = 75

[key_results.plans]
title = "Success plans for all accounts"
kind = "effort"
due = 2026-09-15

"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    // Who wants to find something out has to go and look.
    let judged = view.planned_objectives();
    let judged = judged.filter(|o| o.terms.ambition != Ambition::Learning);
    advice.extend(judged.filter_map(mostly_effort));
}

fn mostly_effort(objective: &Objective) -> Option<Advice> {
    let is_effort = |kr: &&KeyResult| kr.terms.measure.effort().is_some();
    let all = live(objective).count();
    let efforts = live(objective).filter(is_effort).count();
    // One alone is said to be alone, in `key-result-count`.
    if all < 2 || 2 * efforts <= all {
        return None;
    }
    let id = objective.id.local();
    let message = match efforts == all {
        true => format!("all {all} key results of `{id}` are work, none an outcome"),
        false => format!("{efforts} of the {all} key results of `{id}` are work, not outcomes"),
    };
    let first = live(objective).find(is_effort)?;
    let place = in_key_result(objective, first, None);
    let help = "what will be different when it is done? measure that; work may be an initiative";
    Some(Advice::warning(RULE.name, place, message).help(help))
}
