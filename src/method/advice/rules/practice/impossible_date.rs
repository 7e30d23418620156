//! Dates that cannot be: a slip in the year, mostly.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_goal, in_objective, place};
use crate::model::{CycleId, Document, KeyResult, Objective, Place};
use chrono::{Days, NaiveDate};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "impossible-date",
    level: AdviceLevel::Warning,
    asks: "what happened to a goal happened about its cycle",
    reason: "A goal added in another decade is in no table, and one dropped then still counts: the \
             date decides, and a slip in the year is easily made and hardly seen. A review before \
             the cycle, or scores frozen while it ran, were not what they say.",
    source: "okr help format",
    bad: Example {
        day: "2026-08-14",
        files: &[("2026-Q3/loyal.toml", BAD)],
        found: "2026-Q3/loyal.toml:3:9",
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
added = 2062-07-20

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
added = 2026-07-20

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

/// Days after a cycle's end until which its goals may still be tidied up.
const TIDYING: u64 = 366;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let calendar = view.workspace.calendar();
    let open = view.open_cycles();
    for objective in open.flat_map(|(_, folder)| folder.objectives.values()) {
        let cycle = objective.id.cycle;
        let (start, end) = (calendar.start(cycle), calendar.end(cycle));
        advice.extend(late(objective, None, end));
        let key_results = objective.key_results.iter();
        advice.extend(key_results.filter_map(|kr| late(objective, Some(kr), end)));
        let reviewed = objective.review.as_ref().and_then(|review| review.on);
        if let Some(on) = reviewed.filter(|on| *on < start) {
            let place = in_objective(objective, ["review".into(), "on".into()]);
            let message = format!("the review is of {on}, before {cycle} had begun");
            advice.push(warning(place, message, cycle));
        }
    }
    for (&cycle, folder) in &view.workspace.cycles {
        let closed = folder.closed.as_ref().map(|closed| closed.on);
        if let Some(on) = closed.filter(|on| *on <= calendar.end(cycle)) {
            let place = place(Document::Closed(cycle), ["on".into()]);
            let message = format!("the scores are frozen on {on}, while {cycle} still runs");
            advice.push(warning(place, message, cycle));
        }
    }
}

/// A goal that came or was dropped long after its cycle.
fn late(objective: &Objective, kr: Option<&KeyResult>, end: NaiveDate) -> Option<Advice> {
    let (added, dropped) = match kr {
        Some(kr) => (kr.added, &kr.dropped),
        None => (objective.added, &objective.dropped),
    };
    let latest = end.checked_add_days(Days::new(TIDYING))?;
    let dropped = dropped.as_ref().map(|dropped| dropped.on);
    let dates = [("added", added), ("dropped", dropped)];
    let (key, on) = dates
        .into_iter()
        .find_map(|(key, day)| Some((key, day.filter(|day| *day > latest)?)))?;
    let cycle = objective.id.cycle;
    let mut place = in_goal(objective, kr, Some(key));
    if key == "dropped" {
        place.steps.push("on".into());
    }
    let message = format!("{key} on {on}, more than a year after {cycle}");
    Some(warning(place, message, cycle))
}

fn warning(place: Place, message: String, cycle: CycleId) -> Advice {
    let help = format!("is there a slip in the date? it belongs to {cycle}");
    Advice::warning(RULE.name, place, message).help(help)
}
