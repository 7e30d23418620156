//! References to KPIs that are not there.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "unknown-kpi",
    level: AdviceLevel::Error,
    asks: "a KPI that is named is there",
    reason: "What follows a KPI that is not there has no readings and no score, and a guardrail \
             that is not there guards nothing.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", BAD), ("kpis/nps.toml", OTHER)],
        found: "2026-Q3/grow.toml:3:15",
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
guardrails = ["kpis/npa"]
"#;

const OTHER: &str = r#"name = "Net promoter score"
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"
guardrails = ["kpis/nps"]
"#;
