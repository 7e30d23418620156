//! Keys that cannot be left out.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "missing-key",
    level: AdviceLevel::Error,
    asks: "what cannot be done without is there",
    reason: "Everything may be left out that has a sensible default. A name, a title, or who \
             reported has none.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", BAD)],
        found: "kpis/nps.toml:1:1",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"unit = "points"
"#;

const GOOD: &str = r#"name = "Net promoter score"
unit = "points"
"#;
