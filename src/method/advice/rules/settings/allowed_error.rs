//! Errors that somebody would rather allow.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "allowed-error",
    level: AdviceLevel::Warning,
    asks: "only warnings and notes are allowed, never errors",
    reason: "An error makes a file unusable or a number wrong, so it is said as long as it is there. \
             To allow it would only look as if it were settled.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[(
            "okr.toml",
            "format = 1\n\
             \n\
             [check]\n\
             allow = [\"unknown-key\"]\n",
        )],
        found: "okr.toml:4:10",
    },
    good: Example {
        day: "2026-07-02",
        files: &[(
            "okr.toml",
            "format = 1\n\
             \n\
             [check]\n\
             allow = [\"key-result-count\"]\n",
        )],
        found: "",
    },
    // `unknown-rule` goes through the names.
    check: Check::References,
};
