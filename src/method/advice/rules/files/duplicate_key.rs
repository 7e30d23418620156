//! Keys that stand twice.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "duplicate-key",
    level: AdviceLevel::Error,
    asks: "a key stands once in its table",
    reason: "With two of a key nobody knows which one counts. TOML refuses it, and so does every \
             other program that reads the file.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", BAD)],
        found: "kpis/nps.toml:3:1",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"name = "Net promoter score"
owner = "ines"
owner = "tom"
"#;

const GOOD: &str = r#"name = "Net promoter score"
owner = "ines"
"#;
