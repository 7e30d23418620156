//! Annual targets that were changed, nobody says why.

use super::READING;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_key_result, in_kpi, in_objective, live};
use crate::model::{CycleId, CycleKind, Kpi, Place};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "amended-without-reason",
    level: AdviceLevel::Warning,
    asks: "a changed annual target says why",
    reason: "The annual target is what the quarters are planned towards, and it is meant to stay. \
             Where it does change, the next one who plans needs to know whether the world changed \
             or the courage went; a sentence is enough.",
    source: "OnStrategy, OKRs vs KPIs: barring a shift of strategy the annual target stays \
             steady, and only the quarterly ones follow the results. John Doerr, Measure What \
             Matters: goals may be changed on the way, in the open.",
    bad: Example {
        day: "2026-08-14",
        files: &[("kpis/nps.toml", BAD), READING],
        found: "kpis/nps.toml:7:3",
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
amended = [
  { on = 2026-08-04, was = { 2026 = 50 } },
]

[targets]
2026 = 45
"#;

const GOOD: &str = r#"name = "Net promoter score"
measure = "promoters less detractors, in points"
frequency = "monthly"
source = "survey after delivery"
owner = "maria"
amended = [
  { on = 2026-08-04, was = { 2026 = 50 }, reason = "the survey now asks new clients too" },
]

[targets]
2026 = 45
"#;

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    for kpi in view.kpis() {
        advice.extend(of_kpi(view, kpi));
    }
    let annual = view
        .objectives()
        .filter(|o| o.id.cycle.kind() == CycleKind::Year);
    for objective in annual.filter(|o| !view.has_ended(o.id.cycle)) {
        let own = objective.amended.iter().map(|a| (&a.was, &a.reason));
        let place = |index: usize| in_objective(objective, ["amended".into(), index.into()]);
        advice.extend(of_goal(&objective.id.local(), own, place));
        for kr in live(objective) {
            let own = kr.amended.iter().map(|a| (&a.was, &a.reason));
            let place = |index: usize| {
                let mut place = in_key_result(objective, kr, Some("amended"));
                place.steps.push(index.into());
                place
            };
            advice.extend(of_goal(
                &objective.key_result_id(&kr.key).local(),
                own,
                place,
            ));
        }
    }
}

type Was<'w> = (&'w Vec<(String, String)>, &'w Option<String>);

fn of_kpi(view: &View<'_>, kpi: &Kpi) -> impl Iterator<Item = Advice> {
    let amended = kpi.amended.iter().enumerate();
    amended.filter_map(|(index, amendment)| {
        let is_running =
            |cycle: &CycleId| cycle.kind() == CycleKind::Year && !view.has_ended(*cycle);
        let keys = amendment.was.iter().map(|(key, _)| key);
        let mut years = keys
            .filter_map(|key| CycleId::parse(key))
            .filter(is_running);
        let year = years.next().filter(|_| is_blank(&amendment.reason))?;
        let what = format!("the target of `{}` for {year}", kpi.id);
        let place = in_kpi(kpi, ["amended".into(), index.into()]);
        Some(unexplained(&what, place))
    })
}

fn of_goal<'w>(
    id: &str,
    amended: impl Iterator<Item = Was<'w>>,
    place: impl Fn(usize) -> Place,
) -> Vec<Advice> {
    let is_target = |(key, _): &(String, String)| key == "target";
    let changed = amended
        .enumerate()
        .filter(|(_, (was, reason))| was.iter().any(is_target) && is_blank(reason));
    let what = format!("the target of `{id}`");
    changed
        .map(|(index, _)| unexplained(&what, place(index)))
        .collect()
}

fn is_blank(reason: &Option<String>) -> bool {
    reason
        .as_ref()
        .is_none_or(|reason| reason.trim().is_empty())
}

fn unexplained(what: &str, place: Place) -> Advice {
    let message = format!("{what} was changed, and nobody says why");
    Advice::warning(RULE.name, place, message).help("add `reason`: a sentence is enough")
}
