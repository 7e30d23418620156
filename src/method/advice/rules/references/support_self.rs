//! Objectives that support themselves.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "support-self",
    level: AdviceLevel::Error,
    asks: "an objective supports another one, not itself",
    reason: "Support leads upward, to the goal that this one serves. One that supports itself would \
             count its own score as help from below.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[(
            "2026-Q3/grow.toml",
            "objective = \"Grow in Europe\"\n\
             owner = \"ines\"\n\
             supports = \"grow\"\n",
        )],
        found: "2026-Q3/grow.toml:3:12",
    },
    good: Example {
        day: "2026-07-02",
        files: &[(
            "2026-Q3/grow.toml",
            "objective = \"Grow in Europe\"\n\
             owner = \"ines\"\n",
        )],
        found: "",
    },
    check: Check::References,
};
