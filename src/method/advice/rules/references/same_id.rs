//! Earlier names that two goals claim.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "same-id",
    level: AdviceLevel::Error,
    asks: "an earlier name belongs to one goal",
    reason: "Check-ins written before a rename count for the goal that had the name then. Where \
             two claim it, nobody knows whose they are.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", OTHER), ("kpis/rating.toml", BAD)],
        found: "kpis/rating.toml:2:13",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", OTHER), ("kpis/rating.toml", GOOD)],
        found: "",
    },
    check: Check::References,
};

const OTHER: &str = r#"name = "Net promoter score"
formerly = ["kpis/loyalty"]
"#;

const BAD: &str = r#"name = "App rating"
formerly = ["kpis/loyalty"]
"#;

const GOOD: &str = r#"name = "App rating"
"#;
