//! Things that stand where a file should.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "not-a-file",
    level: AdviceLevel::Error,
    asks: "a file stands where one should",
    reason: "Links, pipes, devices and folders are not read as files: what lies outside of the \
             workspace is not under its version control.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/checkins/july.toml/note.txt", BAD)],
        found: "2026-Q3/checkins/july.toml:1:1",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/checkins/july.toml", GOOD)],
        found: "",
    },
    check: Check::Reading,
};

const BAD: &str = r#"a folder
"#;

const GOOD: &str = r#"date = 2026-07-02
by = "ines"
plan = "Open the office in Lyon"
"#;
