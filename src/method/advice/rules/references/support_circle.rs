//! Objectives that support each other.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "support-circle",
    level: AdviceLevel::Error,
    asks: "support leads upward, not in a circle",
    reason: "In a circle each goal is there for the other, and none for anything. Where rollups \
             take part, no score could be computed.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", BAD), ("2026-Q3/sell.toml", OTHER)],
        found: "2026-Q3/grow.toml:3:12",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", GOOD), ("2026-Q3/sell.toml", OTHER)],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"objective = "Grow in Europe"
owner = "ines"
supports = "sell"
"#;

const OTHER: &str = r#"objective = "Sell in Europe"
owner = "ines"
supports = "grow"
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"
"#;
