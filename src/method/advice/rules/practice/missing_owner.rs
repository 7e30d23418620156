//! Objectives and KPIs that nobody answers for.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_kpi, in_objective, live};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "missing-owner",
    level: AdviceLevel::Warning,
    asks: "every objective and KPI has an owner",
    reason: "What belongs to everybody is done by nobody. An owner need not do the work: it is \
             the person who asks for the number, says early that it is slipping, and is asked \
             first. A key result without an owner is its objective's owner's.",
    source: "John Doerr, Measure What Matters: goals in the open, each with somebody who answers \
             for it. Practitioners' guides to OKRs and KPIs: assign an owner to each key result, \
             and to each KPI one who is accountable for tracking it and reporting.",
    bad: Example {
        day: "2026-08-14",
        files: &[("2026-Q3/loyal.toml", BAD)],
        found: "2026-Q3/loyal.toml:1:1",
    },
    good: Example {
        day: "2026-08-14",
        files: &[("2026-Q3/loyal.toml", GOOD)],
        found: "",
    },
    check: Check::Own(check),
};

const BAD: &str = r#"objective = "Create wildly loyal customers"

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
"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let alone = view
        .planned_objectives()
        .filter(|o| o.terms.owner.is_none());
    advice.extend(alone.map(|objective| {
        let id = objective.id.local();
        let orphans = live(objective).filter(|kr| kr.terms.owner.is_none());
        let too = match orphans.count() {
            0 => "",
            1 => ", and one of its key results has none either",
            _ => ", and some of its key results have none either",
        };
        let message = format!("`{id}` has no owner{too}");
        let place = in_objective(objective, []);
        let help = "who is asked first when it slips? add `owner`";
        Advice::warning(RULE.name, place, message).help(help)
    }));
    let unread = view.kpis_in_use().filter(|kpi| kpi.owner.is_none());
    advice.extend(unread.map(|kpi| {
        let message = format!(
            "`{}` has no owner: nobody is asked for its readings",
            kpi.id
        );
        let help = "who brings the number? add `owner`";
        Advice::warning(RULE.name, in_kpi(kpi, []), message).help(help)
    }));
}
