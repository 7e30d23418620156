//! Files in another encoding.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "not-utf8",
    level: AdviceLevel::Error,
    asks: "a file is UTF-8 text",
    reason: "TOML is UTF-8. In another encoding names and titles would be garbled, for every \
             program that reads them.",
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
