//! Check-ins that came after their cycle was closed.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "late-checkin",
    level: AdviceLevel::Warning,
    asks: "a check-in comes before its cycle is closed",
    reason: "It arrived when the scores were frozen already, and changes none of them. What it \
             says is kept; whoever wrote it should know that it did not count.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[
            ("okr.toml", OTHER_1),
            ("2026-Q2/closed.toml", OTHER_2),
            ("2026-Q2/grow.toml", OTHER_3),
            ("2026-Q2/checkins/2026-06-29-ines.toml", OTHER_4),
            ("2026-Q2/checkins/2026-07-02-tom.toml", BAD),
        ],
        found: "2026-Q2/checkins/2026-07-02-tom.toml:4:1",
    },
    good: Example {
        day: "2026-07-02",
        files: &[
            ("okr.toml", OTHER_1),
            ("2026-Q2/closed.toml", OTHER_2),
            ("2026-Q2/grow.toml", OTHER_3),
            ("2026-Q2/checkins/2026-06-29-ines.toml", OTHER_4),
        ],
        found: "",
    },
    check: Check::References,
};

const OTHER_1: &str = r#"format = 1

[check]
allow = ["frozen-score"]
"#;

const OTHER_2: &str = r#"on = 2026-07-01
by = "ines"

[scores]
grow = 0.5
"grow.orders" = 0.5
"#;

const OTHER_3: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.orders]
title = "Orders from abroad"
baseline = 10
target = 50
"#;

const OTHER_4: &str = r#"date = 2026-06-29
by = "ines"

[[update]]
kr = "grow.orders"
value = 30
"#;

const BAD: &str = r#"date = 2026-06-30
by = "tom"

[[update]]
kr = "grow.orders"
value = 34
"#;
