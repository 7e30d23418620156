//! Check-ins that lie in the folder of another cycle.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "outside-cycle",
    level: AdviceLevel::Error,
    asks: "a check-in lies in the folder of the cycle that covers its date",
    reason: "A quarter is read from its folder alone. A check-in that lies in another one would \
             be looked for in vain.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/checkins/2026-07-02-ines.toml", BAD)],
        found: "2026-Q3/checkins/2026-07-02-ines.toml:1:8",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/checkins/2026-07-02-ines.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"date = 2026-06-30
by = "ines"
plan = "Open the office in Lyon"
"#;

const GOOD: &str = r#"date = 2026-07-02
by = "ines"
plan = "Open the office in Lyon"
"#;
