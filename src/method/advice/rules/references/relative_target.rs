//! Relative targets of a total.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "relative-target",
    level: AdviceLevel::Error,
    asks: "a total has an absolute target",
    reason: "A KPI that adds its readings up starts every cycle at 0, and 20 percent more than 0 \
             is 0. Write the total that is asked for.",
    source: "okr help scoring",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", BAD), ("kpis/orders.toml", OTHER)],
        found: "2026-Q3/grow.toml:6:10",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/grow.toml", GOOD), ("kpis/orders.toml", OTHER)],
        found: "",
    },
    check: Check::References,
};

const BAD: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.orders]
kpi = "kpis/orders"
target = "+20%"
"#;

const OTHER: &str = r#"name = "Orders"
aggregate = "sum"
"#;

const GOOD: &str = r#"objective = "Grow in Europe"
owner = "ines"

[key_results.orders]
kpi = "kpis/orders"
target = 480
"#;
