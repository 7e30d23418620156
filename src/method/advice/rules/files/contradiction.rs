//! Keys that do not go together.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "contradiction",
    level: AdviceLevel::Error,
    asks: "keys of one table go together",
    reason: "A key result is a metric, a bound, a KPI that it follows, a project or a rollup, and \
             each has keys of its own. Two kinds at once would have two scores.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", BAD)],
        found: "2026-Q3/grow.toml:7:1",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.teams]
title = "Every region delivers its part"
kind = "rollup"
target = 5
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.teams]
title = "Every region delivers its part"
kind = "rollup"
"#;
