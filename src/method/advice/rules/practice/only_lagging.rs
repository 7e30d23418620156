//! Objectives whose key results all look back.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, follows, in_key_result, live};
use crate::model::{Follow, Indicator, Objective};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "only-lagging",
    level: AdviceLevel::Warning,
    asks: "an objective has a key result that moves early",
    reason: "Lagging figures such as retention or revenue tell how it went when nothing can be \
             done about it any more. Beside them belongs one that moves first and that the team \
             can move itself, such as quotes sent or accounts with a plan: it tells in week three \
             whether the bet works.",
    source: "ZOKRI's guide to KPIs and OKRs: leading indicators look ahead and lagging ones back; \
             to move the second you work on the first. Andrew Grove, High Output Management: \
             leading indicators show in advance what the future may look like.",
    bad: Example {
        day: "2026-08-14",
        files: &[
            ("2026-Q3/loyal.toml", OTHER_1),
            ("kpis/nps.toml", BAD),
            ("kpis/retention.toml", OTHER_2),
            ("2026-Q3/checkins/2026-08-03-maria.toml", OTHER_3),
        ],
        found: "2026-Q3/loyal.toml:4:1",
    },
    good: Example {
        day: "2026-08-14",
        files: &[
            ("2026-Q3/loyal.toml", OTHER_1),
            ("kpis/nps.toml", GOOD),
            ("kpis/retention.toml", OTHER_2),
            ("2026-Q3/checkins/2026-08-03-maria.toml", OTHER_3),
        ],
        found: "",
    },
    check: Check::Own(check),
};

const OTHER_1: &str = r#"objective = "Create wildly loyal customers"
owner = "maria"

[key_results.nps]
kpi = "kpis/nps"

[key_results.retention]
kpi = "kpis/retention"
"#;

const BAD: &str = r#"name = "Net promoter score"
measure = "promoters less detractors, in points"
frequency = "monthly"
source = "survey after delivery"
indicator = "lagging"
owner = "maria"

[targets]
2026 = 45
"#;

const OTHER_2: &str = r#"name = "Client retention rate"
measure = "clients renewed / clients up for renewal"
indicator = "lagging"
frequency = "monthly"
source = "CRM"
owner = "maria"

[targets]
2026 = 80
"#;

const OTHER_3: &str = r#"date = 2026-08-03
by = "maria"

[[update]]
kpi = "kpis/nps"
value = 41

[[update]]
kpi = "kpis/retention"
value = 73
"#;

const GOOD: &str = r#"name = "Net promoter score"
measure = "promoters less detractors, in points"
frequency = "monthly"
source = "survey after delivery"
indicator = "leading"
owner = "maria"

[targets]
2026 = 45
"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    for objective in view.planned_objectives() {
        // Those below may push what moves early.
        if looks_back(view, objective) && !view.is_supported(objective) {
            let Some(first) = live(objective).next() else {
                continue;
            };
            let id = objective.id.local();
            let message = format!("all KPIs that `{id}` follows are lagging: they move last");
            let help = "what moves before them, and can you move it? okr new kr --kpi, or a metric";
            let place = in_key_result(objective, first, None);
            advice.push(Advice::warning(RULE.name, place, message).help(help));
        }
    }
}

/// Whether there are two key results or more, and each follows a KPI that is said to be lagging. What
/// is measured otherwise, or work, may well move early.
fn looks_back<'w>(view: &View<'w>, objective: &'w Objective) -> bool {
    let is_lagging = |follow: &'w Follow| {
        let kpi = view.kpi(&follow.kpi);
        kpi.is_some_and(|kpi| kpi.indicator == Some(Indicator::Lagging))
    };
    let count = live(objective).count();
    let followed = follows(objective).filter(|(_, kr)| kr.is_some());
    let lagging = followed.filter(|(follow, _)| is_lagging(follow)).count();
    count >= 2 && lagging == count
}
