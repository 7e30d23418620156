//! Numbers of objectives that are not measured themselves.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "objective-without-measure",
    level: AdviceLevel::Error,
    asks: "a number is reported of a key result, not of its objective",
    reason: "An objective is scored by its key results, unless it follows a KPI itself. A value \
             beside them would count nowhere.",
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
kr = "grow"
value = 20
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
value = 20
"#;
