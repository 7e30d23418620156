//! Workspaces of a newer format.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "newer-format",
    level: AdviceLevel::Error,
    asks: "the files are of a format that this okr knows",
    reason: "What a newer format means cannot be guessed, and a wrong guess would end up in a \
             score. Nothing is changed until a newer okr reads it.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("okr.toml", BAD)],
        found: "okr.toml:1:10",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("okr.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"format = 2
"#;

const GOOD: &str = r#"format = 1
"#;
