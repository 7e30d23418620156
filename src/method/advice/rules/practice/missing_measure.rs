//! KPIs without `measure`.

use super::READING;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_kpi};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "missing-measure",
    level: AdviceLevel::Warning,
    asks: "a KPI says how it is computed",
    reason: "Two people who count differently get two numbers, and the talk is about the \
             counting. One line, such as \"clients renewed / clients up for renewal, trailing 12 \
             months\", ends it, and lets the next person go on with the same series.",
    source: "OnStrategy, OKRs vs KPIs: the first part of a KPI is its measure, and the best say \
             precisely what is measured.",
    bad: Example {
        day: "2026-08-14",
        files: &[("kpis/nps.toml", BAD), READING],
        found: "kpis/nps.toml:1:1",
    },
    good: Example {
        day: "2026-08-14",
        files: &[("kpis/nps.toml", GOOD), READING],
        found: "",
    },
    check: Check::Own(check),
};

const BAD: &str = r#"name = "Net promoter score"
frequency = "monthly"
source = "survey after delivery"
owner = "maria"

[targets]
2026 = 45
"#;

const GOOD: &str = r#"name = "Net promoter score"
measure = "promoters less detractors, in points"
frequency = "monthly"
source = "survey after delivery"
owner = "maria"

[targets]
2026 = 45
"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let lacking = view.kpis_in_use().filter(|kpi| kpi.measure.is_none());
    advice.extend(lacking.map(|kpi| {
        let message = format!("`{}` does not say how it is computed", kpi.id);
        Advice::warning(RULE.name, in_kpi(kpi, []), message)
            .help("add `measure`, such as \"clients renewed / clients up for renewal\"")
    }));
}
