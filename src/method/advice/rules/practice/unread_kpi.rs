//! KPIs whose reading is overdue.

use super::READING;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_kpi};
use crate::model::Kpi;
use chrono::NaiveDate;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "unread-kpi",
    level: AdviceLevel::Warning,
    asks: "a KPI is read as often as its frequency says",
    reason: "A number that nobody reads steers nothing, yet everybody believes it is watched. \
             Read it, read it less often and say so, or retire it: a short list that is alive \
             beats a long one that is not.",
    source: "OnStrategy, OKRs vs KPIs: a KPI has a reporting frequency, at least monthly. \
             Christina Wodtke, Radical Focus: health metrics are looked at every week beside the \
             goals.",
    bad: Example {
        day: "2026-09-20",
        files: &[("kpis/nps.toml", OTHER), READING],
        found: "kpis/nps.toml:3:13",
    },
    good: Example {
        day: "2026-09-20",
        files: &[
            ("kpis/nps.toml", OTHER),
            READING,
            ("2026-Q3/checkins/2026-09-07-maria.toml", GOOD),
        ],
        found: "",
    },
    check: Check::Own(check),
};

const OTHER: &str = r#"name = "Net promoter score"
measure = "promoters less detractors, in points"
frequency = "monthly"
source = "survey after delivery"
owner = "maria"

[targets]
2026 = 45
"#;

const GOOD: &str = r#"date = 2026-09-07
by = "maria"

[[update]]
kpi = "kpis/nps"
value = 42
"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let is_unread = |kpi: &&Kpi| unread(view, kpi, None).is_some();
    let late: Vec<&Kpi> = view.kpis().filter(is_unread).collect();
    if !late.is_empty() {
        // That it names what is not there is said; that its reading is missing follows from it.
        let astray = view.last_astray();
        let late = late.into_iter();
        advice.extend(late.filter_map(|kpi| unread(view, kpi, astray)));
    }
}

/// A KPI is late one period after its last reading, or after the day since when a goal follows it. One
/// that was never read and that nothing follows may have been made just now: it is late once a
/// cycle has ended that it has a target for. A reading of the day `astray` may be its.
fn unread(view: &View<'_>, kpi: &Kpi, astray: Option<NaiveDate>) -> Option<Advice> {
    let last = view.readings(kpi).map(|(_, last)| last);
    let known = last.or(view.followed_since(kpi));
    let is_late = match (known.max(astray), kpi.frequency) {
        (Some(day), Some(frequency)) => view.is_over(frequency.after(day, 1)),
        (Some(_), None) => false,
        (None, _) => kpi.targets.by_cycle.keys().any(|&c| view.has_ended(c)),
    };
    if !is_late {
        return None;
    }
    let frequency = kpi.frequency.map_or("", |frequency| frequency.word());
    let message = match last {
        Some(last) => format!("`{}` is read {frequency}, but not since {last}", kpi.id),
        None => format!("`{}` was never read", kpi.id),
    };
    let help = format!(
        "okr checkin {} VALUE; or okr kpi retire, where nobody needs it any more",
        kpi.id
    );
    let place = in_kpi(kpi, ["frequency".into()]);
    Some(Advice::warning(RULE.name, place, message).help(help))
}
