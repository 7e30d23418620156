//! Dates that cannot be: a slip in the year, mostly.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_goal, in_kpi, in_objective, place};
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

/// Days before a cycle's start from which on its goals may be planned, and given up again.
const PLANNING: u64 = 183;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    goals(view, advice);
    closed(view, advice);
    if let Some(far) = view.day.checked_add_days(Days::new(TIDYING)) {
        kpis(view, far, advice);
        checkins(view, far, advice);
    }
}

fn goals(view: &View<'_>, advice: &mut Vec<Advice>) {
    let calendar = view.workspace.calendar();
    let open = view.open_cycles();
    for objective in open.flat_map(|(_, folder)| folder.objectives.values()) {
        let cycle = objective.id.cycle;
        let start = calendar.start(cycle);
        advice.extend(slip(view, objective, None));
        let key_results = objective.key_results.iter();
        advice.extend(key_results.filter_map(|kr| slip(view, objective, Some(kr))));
        let reviewed = objective.review.as_ref().and_then(|review| review.on);
        if let Some(on) = reviewed.filter(|on| *on < start) {
            let place = in_objective(objective, ["review".into(), "on".into()]);
            let message = format!("the review is of {on}, before {cycle} had begun");
            advice.push(warning(place, message, cycle));
        }
    }
}

fn closed(view: &View<'_>, advice: &mut Vec<Advice>) {
    let calendar = view.workspace.calendar();
    // Where the sun rises first it is tomorrow.
    let tomorrow = view.day.succ_opt().unwrap_or(view.day);
    for (&cycle, folder) in &view.workspace.cycles {
        let Some(on) = folder.closed.as_ref().map(|closed| closed.on) else {
            continue;
        };
        let end = calendar.end(cycle);
        let latest = end.checked_add_days(Days::new(PLANNING)).unwrap_or(end);
        let message = if on <= end {
            format!("the scores are frozen on {on}, while {cycle} still runs")
        } else if on > latest.max(tomorrow) {
            format!("the scores are frozen on {on}, which is yet to come")
        } else {
            continue;
        };
        let place = place(Document::Closed(cycle), ["on".into()]);
        advice.push(warning(place, message, cycle));
    }
}

/// What is said of a KPI for a day after `far`.
fn kpis(view: &View<'_>, far: NaiveDate, advice: &mut Vec<Advice>) {
    for kpi in view.workspace.kpis.values() {
        let retired = kpi.retired.iter().map(|retired| {
            let place = in_kpi(kpi, ["retired".into(), "on".into()]);
            (retired.on, place, "is retired on")
        });
        let charted = kpi.chart_from.iter().map(|&from| {
            let place = in_kpi(kpi, ["chart_from".into()]);
            (from, place, "has a chart from")
        });
        let amended = kpi.amended.iter().enumerate().map(|(index, change)| {
            let place = in_kpi(kpi, ["amended".into(), index.into(), "on".into()]);
            (change.on, place, "is amended on")
        });
        let days = retired.chain(charted).chain(amended);
        advice.extend(days.filter(|(on, ..)| *on > far).map(|(on, place, what)| {
            let message = format!("`{}` {what} {on}, more than a year from now", kpi.id);
            Advice::warning(RULE.name, place, message).help("is there a slip in the date?")
        }));
    }
}

/// Check-ins of days after `far`.
fn checkins(view: &View<'_>, far: NaiveDate, advice: &mut Vec<Advice>) {
    let calendar = view.workspace.calendar();
    let cycles = view.workspace.cycles.iter();
    let ahead = cycles.filter(|(cycle, _)| calendar.end(**cycle) > far);
    let checkins = ahead.flat_map(|(_, folder)| &folder.checkins);
    advice.extend(
        checkins
            .filter(|checkin| checkin.date > far)
            .map(|checkin| {
                let document = Document::CheckIn(checkin.cycle, checkin.file.clone());
                let date = checkin.date;
                let message = format!("this check-in is of {date}, more than a year from now");
                let help =
                    "is there a slip in the date? the folder's cycle must hold the right one";
                Advice::warning(RULE.name, place(document, ["date".into()]), message).help(help)
            }),
    );
}

/// A goal that came or was dropped long before or after its cycle.
fn slip(view: &View<'_>, objective: &Objective, kr: Option<&KeyResult>) -> Option<Advice> {
    let (added, dropped) = match kr {
        Some(kr) => (kr.added, &kr.dropped),
        None => (objective.added, &objective.dropped),
    };
    let cycle = objective.id.cycle;
    let calendar = view.workspace.calendar();
    let (start, end) = (calendar.start(cycle), calendar.end(cycle));
    let latest = end.checked_add_days(Days::new(TIDYING))?;
    let earliest = start.checked_sub_days(Days::new(PLANNING))?;
    let dropped = dropped.as_ref().map(|dropped| dropped.on);
    let dates = [("added", added), ("dropped", dropped)];
    let why = |key: &str, day: NaiveDate| {
        if day > latest {
            Some("more than a year after")
        } else if day > end.max(view.day) {
            Some("which is yet to come, and after")
        } else if key == "dropped" && day < earliest {
            Some("more than half a year before")
        } else {
            None
        }
    };
    let (key, on, why) = dates.into_iter().find_map(|(key, day)| {
        let day = day?;
        Some((key, day, why(key, day)?))
    })?;
    let mut place = in_goal(objective, kr, Some(key));
    if key == "dropped" {
        place.steps.push("on".into());
    }
    let message = format!("{key} on {on}, {why} {cycle}");
    Some(warning(place, message, cycle))
}

fn warning(place: Place, message: String, cycle: CycleId) -> Advice {
    let help = format!("is there a slip in the date? it belongs to {cycle}");
    Advice::warning(RULE.name, place, message).help(help)
}
