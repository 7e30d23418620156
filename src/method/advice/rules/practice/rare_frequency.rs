//! KPIs that are read less often than monthly.

use super::READING;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_kpi};
use crate::model::Frequency;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "rare-frequency",
    level: AdviceLevel::Warning,
    asks: "a KPI is read at least monthly",
    reason: "What is read once a quarter tells of trouble when the quarter is over, and a year of \
             it is four points: too few to tell a change from noise. Where the figure itself is \
             rare, look for one that moves earlier and read that; without a `frequency` nobody is \
             reminded at all.",
    source: "OnStrategy, OKRs vs KPIs: report on KPIs at least monthly. Donald Wheeler, \
             Understanding Variation: a single comparison of two values cannot tell a signal from \
             noise; a series in time order can.",
    bad: Example {
        day: "2026-08-14",
        files: &[("kpis/nps.toml", BAD), READING],
        found: "kpis/nps.toml:3:13",
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
frequency = "quarterly"
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
    for kpi in view.kpis_in_use() {
        let message = match kpi.frequency {
            Some(rare @ (Frequency::Quarterly | Frequency::Yearly)) => {
                let (id, word) = (&kpi.id, rare.word());
                format!("`{id}` is read only {word}: what it shows comes too late to act on")
            }
            None => format!("`{}` does not say how often it is read", kpi.id),
            Some(
                Frequency::Daily | Frequency::Weekly | Frequency::Fortnightly | Frequency::Monthly,
            ) => continue,
        };
        let place = in_kpi(kpi, ["frequency".into()]);
        let help = "`frequency = \"monthly\"` or more often; or watch a figure that moves earlier";
        advice.push(Advice::warning(RULE.name, place, message).help(help));
    }
}
