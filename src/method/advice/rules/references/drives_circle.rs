//! KPIs that drive each other.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "drives-circle",
    level: AdviceLevel::Error,
    asks: "what drives a KPI is not driven by it",
    reason: "`drives` leads from what moves first to what follows. In a circle nothing moves \
             first, and there is nothing to work on.",
    source: "okr help kpis; ZOKRI's guide to KPIs and OKRs: leading indicators predict lagging \
             ones, with time between.",
    bad: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", OTHER), ("kpis/orders.toml", BAD)],
        found: "kpis/nps.toml:2:11",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("kpis/nps.toml", OTHER), ("kpis/orders.toml", GOOD)],
        found: "",
    },
    check: Check::References,
};

const OTHER: &str = r#"name = "Net promoter score"
drives = ["kpis/orders"]
"#;

const BAD: &str = r#"name = "Orders"
drives = ["kpis/nps"]
"#;

const GOOD: &str = r#"name = "Orders"
"#;
