//! Files of one kind where another belongs.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "wrong-place",
    level: AdviceLevel::Error,
    asks: "a file lies where files of its kind do",
    reason: "What a file is follows from its folder: KPIs lie in `kpis`, objectives in the folder of \
             their cycle, check-ins in its `checkins`. Elsewhere none of its keys is known.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/nps.toml", KPI)],
        found: "2026-Q3/nps.toml:1:1",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", KPI)],
        found: "",
    },
    check: Check::Reading,
};

const KPI: &str = r#"name = "Net promoter score"

[targets]
2026-Q3 = 45
"#;
