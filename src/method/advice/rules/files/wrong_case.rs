//! Names in the wrong case.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "wrong-case",
    level: AdviceLevel::Error,
    asks: "cycles and file endings are written in their one case",
    reason: "Some systems take `2026-q3` and `2026-Q3` for one folder and others for two. With \
             one spelling a workspace is the same everywhere.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", BAD)],
        found: "kpis/nps.toml:4:1",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"name = "Net promoter score"

[targets]
2026-q3 = 45
"#;

const GOOD: &str = r#"name = "Net promoter score"

[targets]
2026-Q3 = 45
"#;
