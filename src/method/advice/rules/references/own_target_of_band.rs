//! Targets beside a band.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "own-target-of-band",
    level: AdviceLevel::Error,
    asks: "what follows a KPI with a band has no target of its own",
    reason: "A KPI to be maintained is good within its band and nowhere else; a single number \
             beside it does not count.",
    source: "okr help kpis",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", BAD), ("kpis/load.toml", OTHER)],
        found: "2026-Q3/grow.toml:6:10",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", GOOD), ("kpis/load.toml", OTHER)],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.load]
kpi = "kpis/load"
target = 5
"#;

const OTHER: &str = r#"name = "Accounts a manager"
direction = "maintain"

[targets]
2026 = { at_least = 20, at_most = 25 }
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.load]
kpi = "kpis/load"
"#;
