//! References to goals that are not there.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "unknown-goal",
    level: AdviceLevel::Error,
    asks: "a goal that is named is there",
    reason: "A reference that leads nowhere counts for nothing: support that nobody sees, a \
             check-in that moves no score. Renamed goals are still found under their earlier \
             names.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", BAD), ("2026-Q3/grow-all.toml", OTHER)],
        found: "2026-Q3/grow.toml:3:12",
    },
    good: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q3/grow.toml", GOOD),
            ("2026-Q3/grow-all.toml", OTHER),
        ],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"objective = "Grow in Europe"
owner = "ines"
supports = "growth"
"#;

const OTHER: &str = r#"objective = "Grow everywhere"
owner = "ines"
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"
supports = "grow-all"
"#;
