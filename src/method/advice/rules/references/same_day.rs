//! Readings that another one of the same day replaces.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "same-day",
    level: AdviceLevel::Warning,
    asks: "a goal has one reading a day",
    reason: "Of two readings for one day only the last counts. That may be a correction, and then \
             the first can go; or one of the dates is wrong.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q3/checkins/2026-07-02-ines.toml", BAD),
            ("2026-Q3/grow.toml", OTHER),
        ],
        found: "2026-Q3/checkins/2026-07-02-ines.toml:6:9",
    },
    good: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q3/checkins/2026-07-02-ines.toml", GOOD),
            ("2026-Q3/grow.toml", OTHER),
        ],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"date = 2026-07-02
by = "ines"

[[update]]
kr = "grow.orders"
value = 20

[[update]]
kr = "grow.orders"
value = 25
"#;

const OTHER: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.orders]
title = "Orders from abroad"
baseline = 10
target = 50
"#;

const GOOD: &str = r#"date = 2026-07-02
by = "ines"

[[update]]
kr = "grow.orders"
value = 25
"#;
