//! Names that cannot be ids.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "bad-name",
    level: AdviceLevel::Error,
    asks: "names are lower case letters, digits and hyphens",
    reason: "A path is an id, and people type it. Names that are the same on every system, and \
             need no quotes in a shell, keep references whole.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("kpis/net_promoter.toml", OTHER)],
        found: "kpis/net_promoter.toml:1:1",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/net-promoter.toml", OTHER)],
        found: "",
    },
    check: Check::Reading,
};

const OTHER: &str = r#"name = "Net promoter score"
"#;
