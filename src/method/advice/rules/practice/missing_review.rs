//! Objectives of ended cycles that nobody looked back on.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_objective};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "missing-review",
    level: AdviceLevel::Warning,
    asks: "an ended objective is looked back on",
    reason: "The review is where a quarter turns into experience: what worked, what did not, what \
             we do differently. Two weeks later nobody remembers, and the same plan is written \
             again. Ten minutes are enough; then close the cycle.",
    source: "John Doerr, Measure What Matters: score the goals, assess them yourself, and reflect \
             before the next ones are set. Practitioners' guides to OKRs and KPIs: at the end of \
             a cycle assess, write down what was learned, and use it for the next goals.",
    bad: Example {
        day: "2026-10-14",
        files: &[("2026-Q3/loyal.toml", BAD)],
        found: "2026-Q3/loyal.toml:1:1",
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

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let ended = view.objectives().filter(|o| view.has_ended(o.id.cycle));
    advice.extend(ended.filter(|o| o.review.is_none()).map(|objective| {
        let (id, cycle) = (objective.id.local(), objective.id.cycle);
        let message = format!("{cycle} has ended, and `{id}` has no review");
        let help = format!("okr review {cycle}/{id}; when all have one: okr close {cycle}");
        let place = in_objective(objective, []);
        Advice::warning(RULE.name, place, message).help(help)
    }));
}
