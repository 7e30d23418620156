//! Updates with the KPI of another goal.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "other-kpi",
    level: AdviceLevel::Error,
    asks: "an update names the KPI that its goal follows",
    reason: "A reading belongs to one KPI. Under a key result that follows another it would move \
             the wrong number.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q3/checkins/2026-07-02-ines.toml", BAD),
            ("2026-Q3/grow.toml", OTHER_1),
            ("kpis/nps.toml", OTHER_2),
            ("kpis/orders.toml", OTHER_3),
        ],
        found: "2026-Q3/checkins/2026-07-02-ines.toml:6:7",
    },
    good: Example {
        day: "2026-07-02",
        files: &[
            ("2026-Q3/checkins/2026-07-02-ines.toml", GOOD),
            ("2026-Q3/grow.toml", OTHER_1),
            ("kpis/nps.toml", OTHER_2),
            ("kpis/orders.toml", OTHER_3),
        ],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"date = 2026-07-02
by = "ines"

[[update]]
kr = "grow.nps"
kpi = "kpis/orders"
value = 44
"#;

const OTHER_1: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.nps]
kpi = "kpis/nps"
"#;

const OTHER_2: &str = r#"name = "Net promoter score"
"#;

const OTHER_3: &str = r#"name = "Orders"
"#;

const GOOD: &str = r#"date = 2026-07-02
by = "ines"

[[update]]
kr = "grow.nps"
kpi = "kpis/nps"
value = 44
"#;
