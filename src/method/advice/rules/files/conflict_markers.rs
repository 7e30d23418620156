//! Conflicts of a merge that nobody has resolved.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "conflict-markers",
    level: AdviceLevel::Error,
    asks: "no conflict of a merge is left in a file",
    reason: "Git wrote both sides into the file and waits for a person to choose. Until then \
             neither counts.",
    source: "okr help git",
    bad: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", BAD)],
        found: "kpis/nps.toml:1:1",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"<<<<<<< HEAD
name = "Net promoter score"
=======
name = "NPS"
>>>>>>> nps
"#;

const GOOD: &str = r#"name = "Net promoter score"
"#;
