//! Percentages that cannot be.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "percent",
    level: AdviceLevel::Error,
    asks: "percent complete lies between 0 and 100",
    reason: "A project is not more than done. Where more was done than planned, that is a \
             milestone or a key result of its own.",
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
kr = "grow.office"
value = 120
"#;

const OTHER: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.office]
title = "An office in Lyon"
kind = "effort"
"#;

const GOOD: &str = r#"date = 2026-07-02
by = "ines"

[[update]]
kr = "grow.office"
value = 100
"#;
