//! Baselines at or beyond the target.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "baseline-beyond-target",
    level: AdviceLevel::Error,
    asks: "a baseline is short of its target in the KPI's direction",
    reason: "What starts at its target is reached before anybody moves, and scores 1 for nothing. \
             To keep a good number good, hold it: `at_least` or `at_most` is scored by every \
             reading.",
    source: "okr help scoring",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", BAD), ("kpis/nps.toml", OTHER)],
        found: "2026-Q3/grow.toml:6:12",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", GOOD), ("kpis/nps.toml", OTHER)],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.nps]
kpi = "kpis/nps"
baseline = 47
target = 45
"#;

const OTHER: &str = r#"name = "Net promoter score"
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.nps]
kpi = "kpis/nps"
at_least = 45
"#;
