//! Keys that the format does not know.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "unknown-key",
    level: AdviceLevel::Error,
    asks: "every key is one that the format knows",
    reason: "A key that nobody reads is worse than none: whoever wrote `onwer` believes that the goal \
             has an owner. So a slip is said, never passed over in silence.",
    source: "okr help format",
    bad: Example {
        day: "2026-08-14",
        files: &[(
            "kpis/nps.toml",
            "name = \"Net promoter score\"\n\
             measure = \"promoters less detractors, in points\"\n\
             source = \"survey\"\n\
             onwer = \"maria\"\n\
             owner = \"maria\"\n\
             [targets]\n\
             always = 40\n",
        )],
        found: "kpis/nps.toml:4:1",
    },
    good: Example {
        day: "2026-08-14",
        files: &[(
            "kpis/nps.toml",
            "name = \"Net promoter score\"\n\
             measure = \"promoters less detractors, in points\"\n\
             source = \"survey\"\n\
             owner = \"maria\"\n\
             [targets]\n\
             always = 40\n",
        )],
        found: "",
    },
    check: Check::Reading,
};
