//! Folders that are nested too deep.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "too-deep",
    level: AdviceLevel::Error,
    asks: "teams are not nested too deep",
    reason: "A tree of teams that deep is a mistake, or a link that leads back into itself.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[],
        found: "",
    },
    good: Example {
        day: "2026-07-02",
        files: &[],
        found: "",
    },
    check: Check::Reading,
};
