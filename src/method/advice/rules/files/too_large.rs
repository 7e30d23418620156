//! Files that are too large.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "too-large",
    level: AdviceLevel::Error,
    asks: "a file has at most 4 MiB",
    reason: "No definition and no check-in is that large; what is so large came here by mistake. \
             Imports are split into files of 1 MiB.",
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
