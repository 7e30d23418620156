//! KPIs without `source`.

use super::READING;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_kpi};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "missing-source",
    level: AdviceLevel::Warning,
    asks: "a KPI says where its readings come from",
    reason: "A number that only one person can find stops when that person is away, and nobody \
             can check it. Naming the report or the query makes the next reading a matter of a \
             minute, or of a script.",
    source: "OnStrategy, OKRs vs KPIs: every KPI needs a clearly defined data source, so that how \
             it is tracked leaves no doubt.",
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
measure = "promoters less detractors, in points"
frequency = "monthly"
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
    let lacking = view.kpis_in_use().filter(|kpi| kpi.source.is_none());
    advice.extend(lacking.map(|kpi| {
        let message = format!("`{}` does not say where its readings come from", kpi.id);
        Advice::warning(RULE.name, in_kpi(kpi, []), message)
            .help("add `source`: the report, the query or the person to ask")
    }));
}
