//! Values that cannot be.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "bad-value",
    level: AdviceLevel::Error,
    asks: "a value is one that its key can have",
    reason: "A date that does not exist, a confidence of 7, a word that nobody knows: whatever \
             was meant, it is not what stands there, so no figure is made of it.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", BAD)],
        found: "kpis/nps.toml:2:13",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"name = "Net promoter score"
direction = "upward"
"#;

const GOOD: &str = r#"name = "Net promoter score"
direction = "increase"
"#;
