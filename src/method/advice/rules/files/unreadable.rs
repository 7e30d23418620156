//! Files that cannot be read.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "unreadable",
    level: AdviceLevel::Error,
    asks: "a file can be read",
    reason: "What cannot be read may hold a goal that others name. It is said, and nothing is \
             concluded from its absence.",
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
