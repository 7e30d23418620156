//! Values of projects that have milestones.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "value-on-milestones",
    level: AdviceLevel::Warning,
    asks: "a project with milestones is reported by them",
    reason: "Its score is the share of milestones reached; a percentage beside them is somebody's \
             feeling, and does not count. As a note it is welcome.",
    source: "okr help scoring; Google's OKR playbook (in John Doerr, Measure What Matters): there \
             must be evidence that a key result is reached.",
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
value = 60
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
