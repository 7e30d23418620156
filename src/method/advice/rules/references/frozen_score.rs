//! Frozen scores that would be other ones today.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "frozen-score",
    level: AdviceLevel::Warning,
    asks: "a frozen score is what the files say",
    reason: "A closed cycle quotes the scores of the day it was closed. Where the files now say \
             something else, somebody has changed history: take the change back, or close the \
             cycle anew and say why.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q2/closed.toml", BAD),
            ("2026-Q2/grow.toml", OTHER_1),
            ("2026-Q2/checkins/2026-06-30-ines.toml", OTHER_2),
        ],
        found: "2026-Q2/closed.toml:5:8",
    },
    good: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q2/closed.toml", GOOD),
            ("2026-Q2/grow.toml", OTHER_1),
            ("2026-Q2/checkins/2026-06-30-ines.toml", OTHER_2),
        ],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"on = 2026-07-01
by = "ines"

[scores]
grow = 0.7
"grow.orders" = 0.5
"#;

const OTHER_1: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.orders]
title = "Orders from abroad"
baseline = 10
target = 50
"#;

const OTHER_2: &str = r#"date = 2026-06-30
by = "ines"

[[update]]
kr = "grow.orders"
value = 30
"#;

const GOOD: &str = r#"on = 2026-07-01
by = "ines"

[scores]
grow = 0.5
"grow.orders" = 0.5
"#;
