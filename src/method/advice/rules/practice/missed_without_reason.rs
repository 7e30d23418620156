//! Committed goals that were missed, without what did not work.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_objective};
use crate::method::status::Status;
use crate::model::{Ambition, Objective};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "missed-without-reason",
    level: AdviceLevel::Warning,
    asks: "a committed goal that was missed says what did not work",
    reason: "A committed goal was a promise, and others planned with it. When it is missed, the \
             plan or the promise was wrong; writing down which makes the next promise worth more. \
             It is not a confession: one sentence that the next planner can use.",
    source: "Google's OKR playbook (in John Doerr, Measure What Matters): a committed goal is \
             expected to reach 1.0; less needs an explanation, for something went wrong in \
             planning or execution.",
    bad: Example {
        day: "2026-10-14",
        files: &[("2026-Q3/loyal.toml", BAD)],
        found: "2026-Q3/loyal.toml:17:1",
    },
    good: Example {
        day: "2026-10-14",
        files: &[("2026-Q3/loyal.toml", GOOD)],
        found: "",
    },
    check: Check::Own(check),
};

const BAD: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"
ambition = "committed"

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

[review]
on = 2026-10-02
worked = "Renewals were talked about in July, not in September."
"#;

const GOOD: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"
ambition = "committed"

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

[review]
on = 2026-10-02
worked = "Renewals were talked about in July, not in September."
did_not_work = "The new app came in September: too late for ratings."
"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let promised = view.objectives();
    let promised = promised.filter(|o| o.terms.ambition == Ambition::Committed);
    let ended = promised.filter(|o| view.has_ended(o.id.cycle));
    for objective in ended.filter(|o| is_unexplained(o)) {
        let state = view.evaluator().objective(objective);
        if state.is_none_or(|state| state.outlook.status != Status::Missed) {
            continue;
        }
        let id = objective.id.local();
        let message = format!("`{id}` was committed and missed; the review does not say why");
        let help = "add `did_not_work`: what would you plan differently?";
        let place = in_objective(objective, ["review".into()]);
        advice.push(Advice::warning(RULE.name, place, message).help(help));
    }
}

/// Whether it was looked back on without a word of what went wrong; no review at all is another rule's.
fn is_unexplained(objective: &Objective) -> bool {
    objective.review.as_ref().is_some_and(|review| {
        let said = review.did_not_work.as_deref();
        said.is_none_or(|said| said.trim().is_empty())
    })
}
