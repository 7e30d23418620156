//! Five to seven health KPIs.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_kpi, place};
use crate::model::{Document, Kpi};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "health-kpis",
    level: AdviceLevel::Warning,
    asks: "5 to 7 health KPIs, where there are so many KPIs",
    reason: "Health KPIs are the few that everyone watches, so that a push for one goal does not \
             quietly break the rest. With more than seven nobody looks at all of them; with one \
             or two the push is seen and the damage is not.",
    source: "OnStrategy, OKRs vs KPIs: good plans have five to seven KPIs. Christina Wodtke, \
             Radical Focus: beside the goals stand a few health metrics to protect. Andrew Grove, \
             High Output Management: pair indicators, so that what is pushed and what may suffer \
             are both seen.",
    bad: Example {
        day: "2026-08-14",
        files: &[
            ("kpis/churn.toml", OTHER),
            ("kpis/cost.toml", BAD_2),
            ("kpis/nps.toml", BAD_3),
            ("kpis/orders.toml", BAD_4),
            ("kpis/revenue.toml", BAD),
        ],
        found: "okr.toml:1:1",
    },
    good: Example {
        day: "2026-08-14",
        files: &[
            ("kpis/churn.toml", OTHER),
            ("kpis/cost.toml", GOOD_1),
            ("kpis/nps.toml", GOOD_2),
            ("kpis/orders.toml", GOOD_3),
            ("kpis/revenue.toml", GOOD_4),
        ],
        found: "",
    },
    check: Check::Own(check),
};

/// Fewer leave most of a business unwatched; also from how many KPIs on they are asked for.
const FEWEST: usize = 5;
/// More are watched by nobody.
const MOST: usize = 7;

const OTHER: &str = r#"name = "Churn"
health = true
"#;

const BAD_2: &str = r#"name = "Support cost"
"#;

const BAD_3: &str = r#"name = "Net promoter score"
"#;

const BAD_4: &str = r#"name = "Orders"
"#;

const BAD: &str = r#"name = "Revenue"
"#;

const GOOD_1: &str = r#"name = "Support cost"
health = true
"#;

const GOOD_2: &str = r#"name = "Net promoter score"
health = true
"#;

const GOOD_3: &str = r#"name = "Orders"
health = true
"#;

const GOOD_4: &str = r#"name = "Revenue"
health = true
"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let health: Vec<&Kpi> = view.kpis().filter(|kpi| kpi.health).collect();
    let count = health.len();
    if let Some(first_too_many) = health.get(MOST) {
        let message = format!("{count} KPIs are health KPIs, more than {MOST}");
        let help = "keep `health` for the few that everyone has to watch";
        let place = in_kpi(first_too_many, ["health".into()]);
        advice.push(Advice::warning(RULE.name, place, message).help(help));
    } else if (1..FEWEST).contains(&count) && view.kpis().count() >= FEWEST {
        let are = if count == 1 {
            "is a health KPI"
        } else {
            "are health KPIs"
        };
        let message = format!("{count} of the KPIs {are}: what else must not break?");
        let help = format!("`health = true` on {FEWEST} to {MOST} of them");
        let place = place(Document::Settings, []);
        advice.push(Advice::warning(RULE.name, place, message).help(help));
    }
}
