//! Milestones that a project does not have.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "unknown-milestone",
    level: AdviceLevel::Error,
    asks: "a milestone that is done is one of the project",
    reason: "A milestone that the project does not have moves nothing, though somebody believes \
             that it did.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q3/checkins/2026-07-02-ines.toml", BAD),
            ("2026-Q3/grow.toml", OTHER),
        ],
        found: "2026-Q3/checkins/2026-07-02-ines.toml:6:9",
    },
    good: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q3/checkins/2026-07-02-ines.toml", GOOD),
            ("2026-Q3/grow.toml", OTHER),
        ],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"date = 2026-07-02
by = "ines"

[[update]]
kr = "grow.office"
done = ["leese"]
"#;

const OTHER: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.office]
title = "An office in Lyon"
kind = "effort"
milestones = [{ id = "lease", title = "Lease signed" }]
"#;

const GOOD: &str = r#"date = 2026-07-02
by = "ines"

[[update]]
kr = "grow.office"
done = ["lease"]
"#;
