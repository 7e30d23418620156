//! Weights that sum to 0.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "weights-sum-to-zero",
    level: AdviceLevel::Error,
    asks: "something counts among goals that are weighed together",
    reason: "A mean of parts that all weigh nothing is no number. A weight of 0 is fine for one \
             that is only shown, beside others that count.",
    source: "okr help scoring",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", BAD)],
        found: "2026-Q3/grow.toml:3:10",
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
weight = 0
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"
weight = 2
"#;
