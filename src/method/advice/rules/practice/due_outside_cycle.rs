//! Due dates outside the goal's cycle.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_key_result, live};
use crate::model::{KeyResult, Objective, Step};
use chrono::NaiveDate;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "due-outside-cycle",
    level: AdviceLevel::Note,
    asks: "a due date lies within the goal's cycle",
    reason: "Work that is due after the quarter cannot score in it. That may be meant, and then \
             the part that falls into this quarter makes a good milestone; or it is a slip in the \
             year.",
    source: "OnStrategy, OKRs vs KPIs: in its example efforts are due within the quarter of their \
             objective, and only outcomes carry forward.",
    bad: Example {
        day: "2026-08-14",
        files: &[("2026-Q3/loyal.toml", BAD)],
        found: "2026-Q3/loyal.toml:13:7",
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
due = 2026-10-31

"#;

const GOOD: &str = r#"objective = "Create wildly loyal customers"
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

"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let calendar = view.workspace.calendar();
    for objective in view.objectives() {
        let cycle = objective.id.cycle;
        let days = calendar.start(cycle)..=calendar.end(cycle);
        for kr in live(objective) {
            // The project's own date says it for its milestones too.
            let outside = due_dates(kr).find(|(due, _)| !days.contains(due));
            advice.extend(outside.map(|(due, steps)| outside_cycle(objective, kr, due, steps)));
        }
    }
}

/// The days on which something is due, each with the way to it.
fn due_dates(kr: &KeyResult) -> impl Iterator<Item = (NaiveDate, Vec<Step>)> {
    let own = kr.terms.measure.effort().and_then(|effort| effort.due);
    let own = own.map(|due| (due, vec!["due".into()]));
    let milestones = kr.terms.measure.milestones().iter().enumerate();
    let of_milestone = |(index, due): (usize, Option<NaiveDate>)| {
        Some((due?, vec!["milestones".into(), index.into(), "due".into()]))
    };
    let milestones = milestones.map(|(index, milestone)| (index, milestone.due));
    own.into_iter().chain(milestones.filter_map(of_milestone))
}

fn outside_cycle(
    objective: &Objective,
    kr: &KeyResult,
    due: NaiveDate,
    steps: Vec<Step>,
) -> Advice {
    let cycle = objective.id.cycle;
    let id = objective.key_result_id(&kr.key).local();
    let message = format!("`{id}` has something due on {due}, outside {cycle}");
    let help = format!("what will be there by the end of {cycle}? make that a milestone");
    let mut place = in_key_result(objective, kr, None);
    place.steps.extend(steps);
    Advice::note(RULE.name, place, message).help(help)
}
