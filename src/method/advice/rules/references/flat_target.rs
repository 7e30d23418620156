//! Targets that are the baseline.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "flat-target",
    level: AdviceLevel::Warning,
    asks: "a target differs from the baseline",
    reason: "Nothing is asked of a number that should stay where it is, and its score jumps \
             between 0 and 1. To hold it, write a bound.",
    source: "okr help scoring",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", BAD)],
        found: "2026-Q3/grow.toml:7:10",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", GOOD)],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.orders]
title = "Orders from abroad"
baseline = 10
target = 10
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.orders]
title = "Orders from abroad"
baseline = 10
target = 50
"#;
