//! Milestones of what has none.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "done-without-milestones",
    level: AdviceLevel::Error,
    asks: "only what has milestones has some done",
    reason: "Where there are no milestones, `done` counts nothing. A metric has a `value`; a \
             project without milestones is reported as percent complete.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q3/checkins/2026-07-02-ines.toml", BAD),
            ("2026-Q3/grow.toml", OTHER),
        ],
        found: "2026-Q3/checkins/2026-07-02-ines.toml:6:8",
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
done = ["lease"]
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
