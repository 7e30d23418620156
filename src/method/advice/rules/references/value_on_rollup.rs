//! Values of rollups.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "value-on-rollup",
    level: AdviceLevel::Error,
    asks: "a rollup takes no value",
    reason: "It is the mean of the objectives that support it. Check those in, and it moves.",
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
kr = "grow.teams"
value = 20
"#;

const OTHER: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.teams]
title = "Every region delivers its part"
kind = "rollup"
"#;

const GOOD: &str = r#"date = 2026-07-02
by = "ines"

[[update]]
kr = "grow.teams"
note = "Lyon has joined"
"#;
