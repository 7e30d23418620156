//! KPIs that nothing is asked of.

use super::READING;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_kpi};
use crate::model::{CycleId, Kpi};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "missing-target",
    level: AdviceLevel::Warning,
    asks: "a KPI has a target for today, or thresholds",
    reason: "Without a target a reading is neither good nor bad, and nobody acts on it. The \
             annual target stays; a quarter's is set from where the quarter before ended. For a \
             KPI that is only watched, `always` or `[thresholds]` say from where on it is an \
             issue.",
    source: "OnStrategy, OKRs vs KPIs: every KPI needs a target that fits its measure and the \
             time it is for. ZOKRI's guide to KPIs and OKRs: a KPI is monitored against an \
             acceptable level, or is a target for change; say which.",
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
source = "survey after delivery"
owner = "maria"
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
    let lacking = view.kpis_in_use().filter(|kpi| {
        let standing = kpi.targets.always.is_some() || kpi.thresholds.is_some();
        !standing && kpi.targets.by_cycle.keys().all(|&c| view.has_ended(c))
    });
    advice.extend(lacking.map(|kpi| {
        let message = match last_target(view, kpi) {
            Some(cycle) => format!("`{}` has no target since {cycle} ended", kpi.id),
            None => format!(
                "`{}` has no target: no reading of it is good or bad",
                kpi.id
            ),
        };
        let steps = match kpi.targets.by_cycle.is_empty() {
            true => in_kpi(kpi, []),
            false => in_kpi(kpi, ["targets".into()]),
        };
        let today = view.workspace.settings.cycle_on(view.day);
        let help = format!(
            "okr amend {} --target {today}=VALUE; or `[thresholds]`, where it is only watched",
            kpi.id
        );
        Advice::warning(RULE.name, steps, message).help(help)
    }));
}

/// The cycle with a target that ended last.
fn last_target(view: &View<'_>, kpi: &Kpi) -> Option<CycleId> {
    let calendar = view.workspace.calendar();
    let cycles = kpi.targets.by_cycle.keys().copied();
    cycles.max_by_key(|&cycle| calendar.end(cycle))
}
