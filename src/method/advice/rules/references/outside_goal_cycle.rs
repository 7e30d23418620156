//! Updates from outside of their goal's cycle.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "outside-goal-cycle",
    level: AdviceLevel::Error,
    asks: "an update speaks of a day in its goal's cycle",
    reason: "A reading from before or after the quarter says nothing of what the quarter reached, \
             and is left out of its score.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q2/checkins/2026-06-30-ines.toml", BAD),
            ("2026-Q3/grow.toml", OTHER),
        ],
        found: "2026-Q2/checkins/2026-06-30-ines.toml:5:6",
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

const BAD: &str = r#"date = 2026-06-30
by = "ines"

[[update]]
kr = "2026-Q3/grow.orders"
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
