//! Files that are not TOML.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "syntax",
    level: AdviceLevel::Error,
    asks: "a file is TOML",
    reason: "A file that is not TOML cannot be read any further than to the slip. All other files \
             are still checked.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", BAD)],
        found: "kpis/nps.toml:1:8",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"name = "Net promoter score
"#;

const GOOD: &str = r#"name = "Net promoter score"
"#;
