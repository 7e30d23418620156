//! References under a name that a goal or a KPI no longer has.

use crate::method::advice::references::{kpis_of_kpi, kpis_of_objective};
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_objective};
use crate::model::{GoalId, GoalRef, KpiId, Objective, Place};

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "former-name",
    level: AdviceLevel::Warning,
    asks: "definitions name goals and KPIs by their present names",
    reason: "A renamed goal is still found under its former names, so that check-ins made before \
             still count. Who reads a definition should not need to know what was called how last \
             month: the present name leads to the file.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[
            (
                "kpis/retention.toml",
                "name = \"Client retention\"\n\
                 owner = \"ines\"\n\
                 measure = \"clients kept of those a year ago\"\n\
                 source = \"CRM\"\n\
                 formerly = [\"kpis/churn-rate\"]\n\
                 [targets]\n\
                 always = 80\n",
            ),
            (
                "2026-Q3/loyal.toml",
                "objective = \"Keep our clients\"\n\
                 owner = \"ines\"\n\
                 guardrails = [\"kpis/churn-rate\"]\n",
            ),
        ],
        found: "2026-Q3/loyal.toml:3:15",
    },
    good: Example {
        day: "2026-07-02",
        files: &[
            (
                "kpis/retention.toml",
                "name = \"Client retention\"\n\
                 owner = \"ines\"\n\
                 measure = \"clients kept of those a year ago\"\n\
                 source = \"CRM\"\n\
                 formerly = [\"kpis/churn-rate\"]\n\
                 [targets]\n\
                 always = 80\n",
            ),
            (
                "2026-Q3/loyal.toml",
                "objective = \"Keep our clients\"\n\
                 owner = \"ines\"\n\
                 guardrails = [\"kpis/retention\"]\n",
            ),
        ],
        found: "",
    },
    check: Check::Own(check),
};

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let open = view.open_cycles().flat_map(|(_, f)| f.objectives.values());
    for objective in open {
        advice.extend(supported(view, objective));
        let named = kpis_of_objective(objective);
        advice.extend(named.filter_map(|(id, place)| former(view, id, place)));
    }
    for kpi in view.workspace.kpis.values() {
        let named = kpis_of_kpi(kpi);
        advice.extend(named.filter_map(|(id, place)| former(view, id, place)));
    }
}

fn supported(view: &View<'_>, objective: &Objective) -> Option<Advice> {
    let written = objective.terms.supports.as_ref()?;
    let home = objective.id.cycle;
    let meant = written.resolve(home);
    let now = view.goal(&meant)?;
    if has_two_answers(view, &meant) {
        return None;
    }
    let now = GoalRef {
        cycle: written.cycle,
        objective: now.objective,
        key: now.key,
    };
    let place = in_objective(objective, ["supports".into()]);
    (now != *written).then(|| said(&written.to_string(), &now.to_string(), place))
}

/// Whether more than one goal once had the name of `meant`.
fn has_two_answers(view: &View<'_>, meant: &GoalId) -> bool {
    let folder = view.workspace.cycles.get(&meant.cycle);
    let all = folder.into_iter().flat_map(|f| f.objectives.values());
    let bearers = all.filter(|o| o.formerly.contains(&meant.objective));
    if bearers.count() > 1 {
        return true;
    }
    let now = view.goal(&meant.objective_id()).map(|now| now.objective);
    let objective = folder.zip(now).and_then(|(f, now)| f.objectives.get(&now));
    let key_results = objective.into_iter().flat_map(|o| &o.key_results);
    let once = key_results.filter(|kr| {
        meant
            .key
            .as_ref()
            .is_some_and(|key| kr.formerly.contains(key))
    });
    once.count() > 1
}

fn former<'w>(view: &View<'w>, id: &'w KpiId, place: Place) -> Option<Advice> {
    let now = &view.kpi(id)?.id;
    let kpis = &view.workspace.kpis;
    let bearers = kpis.values().filter(|kpi| kpi.formerly.contains(id));
    // What could be either of two is told as `same-id`.
    if kpis.contains_key(id) || bearers.count() > 1 {
        return None;
    }
    (now != id).then(|| said(id.as_str(), now.as_str(), place))
}

fn said(old: &str, new: &str, place: Place) -> Advice {
    let message = format!("`{old}` is called `{new}` now");
    let advice = Advice::warning(RULE.name, place, message);
    Advice {
        fix: Some(new.to_owned()),
        ..advice.help("write its present name; okr check --fix does")
    }
}
