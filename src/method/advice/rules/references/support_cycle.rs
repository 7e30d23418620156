//! Support of a cycle that is not around.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "support-cycle",
    level: AdviceLevel::Error,
    asks: "an objective supports its own cycle or one around it",
    reason: "A quarter serves its year, not the other way round, and not the next quarter: what \
             it would count for is over, or has not begun.",
    source: "okr help format",
    bad: Example {
        day: "2026-01-02",
        files: &[("2026-Q3/grow.toml", BAD), ("2026-Q2/grow.toml", OTHER)],
        found: "2026-Q3/grow.toml:3:12",
    },
    good: Example {
        day: "2026-01-02",
        files: &[("2026-Q3/grow.toml", GOOD), ("2026/grow.toml", OTHER)],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"objective = "Grow in Europe"
owner = "ines"
supports = "2026-Q2/grow"
"#;

const OTHER: &str = r#"objective = "Grow in Europe"
owner = "ines"
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"
supports = "2026/grow"
"#;
