//! Values of the wrong kind.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "wrong-type",
    level: AdviceLevel::Error,
    asks: "a value is of the kind that its key takes",
    reason: "A number in quotes is a text, and a list of one is no text. Guessing would be right \
             most of the time, and wrong where nobody looks.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", BAD)],
        found: "kpis/nps.toml:2:10",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"name = "Net promoter score"
health = "yes"
"#;

const GOOD: &str = r#"name = "Net promoter score"
health = true
"#;
