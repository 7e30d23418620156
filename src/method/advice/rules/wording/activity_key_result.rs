//! A key result is what comes of the work, not the work.

use crate::method::advice::Advice;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::wording::opening::{Fault, fault};
use crate::method::advice::wording::titled::Titled;
use crate::model::Ambition;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "activity-key-result",
    level: AdviceLevel::Warning,
    asks: "a key result that is an activity has milestones or a measure",
    reason: "Work can always be called half done, so nobody can say how far a bare activity is, or \
             whether it was worth it. What changes for somebody once it is done can be counted; \
             where the work itself is the point, milestones say how far it is. `kind = \"effort\"` \
             says that it is work, whatever the verb: \"Office move\" wants milestones, while \"Lease \
             signed\" names a state that is reached or not.",
    source: "Google's OKR playbook (in John Doerr, Measure What Matters): key results describe \
             outcomes, not activities; words such as consult, help, analyze or participate give an \
             activity away. OnStrategy, OKRs vs KPIs: implementing a CRM is effort, and not \
             eligible as a KPI.",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/loyal.toml", BAD)],
        found: "2026-Q3/loyal.toml:5:9",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/loyal.toml", GOOD)],
        found: "",
    },
    check: Check::Own(check),
};

const BAD: &str = "\
objective = \"Create wildly loyal customers\"
owner = \"maria\"

[key_results.crm]
title = \"Implement a new CRM\"
kind = \"effort\"

[key_results.retention]
title = \"Clients who renew\"
unit = \"%\"
baseline = 73
target = 75
";

const GOOD: &str = "\
objective = \"Create wildly loyal customers\"
owner = \"maria\"

[key_results.crm]
title = \"Implement a new CRM\"
kind = \"effort\"
milestones = [
  { id = \"chosen\", title = \"Contract signed\" },
  { id = \"moved\", title = \"All clients in the new CRM\", weight = 2 },
]

[key_results.retention]
title = \"Clients who renew\"
unit = \"%\"
baseline = 73
target = 75
";

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    advice.extend(Titled::key_results(view).filter_map(advise));
}

fn advise(goal: &Titled<'_>) -> Option<Advice> {
    let kr = goal.key_result?;
    if goal.objective.terms.ambition == Ambition::Learning {
        // What comes of it is what is to be found out.
        return None;
    }
    let what = match fault(kr, &goal.words, &goal.amounts)? {
        Fault::Activity(word) => format!("is an activity (`{word}`)"),
        Fault::Effort => "is effort, and names no finished state".to_owned(),
        Fault::Vague(_) => return None,
    };
    let id = goal.id();
    let message = format!("`{id}` {what}, and nothing tells how far it is");
    let help = match kr.terms.measure.effort() {
        Some(_) => {
            "ask what will be different once it is done, and measure that from a baseline to a \
             target; or give it `milestones`"
        }
        None => {
            "ask what will be different once it is done, and give that a `baseline` and a `target`; \
             or write `kind = \"effort\"` with `milestones`"
        }
    };
    Some(Advice::warning(RULE.name, goal.place(), message).help(help))
}
