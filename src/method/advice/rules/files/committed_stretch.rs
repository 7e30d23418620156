//! Committed goals with a stretch.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "committed-stretch",
    level: AdviceLevel::Error,
    asks: "a committed goal has no stretch",
    reason: "A committed goal is a promise: success is the whole of it. A stretch beyond it would \
             turn the promise into seven tenths of a wish. Say which of both it is.",
    source: "okr help scoring; Google's OKR playbook (in John Doerr, Measure What Matters): know \
             which goals are committed, where 1.0 is expected, and which are aspirational.",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", BAD)],
        found: "2026-Q3/grow.toml:8:1",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"objective = "Grow in Europe"
owner = "ines"
ambition = "committed"

[key_results.orders]
title = "Orders from abroad"
target = 50
stretch = 70
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"
ambition = "committed"

[key_results.orders]
title = "Orders from abroad"
target = 50
"#;
