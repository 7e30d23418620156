//! What objectives name: the goals that they support, KPIs and guardrails.

use super::circle::{chain, circles};
use super::known::Known;
use crate::method::advice::{Advice, in_objective};
use crate::model::{GoalId, KpiId, Objective, ObjectiveTerms, Place};
use std::collections::BTreeMap;

pub(super) fn check(known: &Known<'_>, advice: &mut Vec<Advice>) {
    let all = known.workspace.objectives();
    support(known, all.map(|o| (o, &o.terms)), advice);
    for objective in known.workspace.objectives() {
        for (id, place) in kpis(objective) {
            if known.kpi(id).is_none() {
                advice.extend(known.unknown_kpi(id, place));
            }
        }
    }
}

/// What is wrong with the goals that objectives support under the terms that are given.
pub(super) fn support<'w>(
    known: &Known<'w>,
    objectives: impl Iterator<Item = (&'w Objective, &'w ObjectiveTerms)>,
    advice: &mut Vec<Advice>,
) {
    let mut edges: BTreeMap<&GoalId, Vec<&GoalId>> = BTreeMap::new();
    for (objective, terms) in objectives {
        if let Some(above) = supported(known, objective, terms, advice) {
            edges.insert(&objective.id, vec![&above.id]);
        }
    }
    for circle in circles(&edges) {
        advice.extend(support_circle(known, &circle));
    }
}

/// The KPIs that an objective names, each with its place.
pub(in crate::method::advice) fn kpis(
    objective: &Objective,
) -> impl Iterator<Item = (&KpiId, Place)> {
    let own = objective.terms.measure.iter();
    let own = own.map(|follow| (&follow.kpi, in_objective(objective, ["kpi".into()])));
    let guardrails = objective.guardrails.iter().enumerate();
    let guardrails = guardrails.map(|(index, id)| {
        let steps = ["guardrails".into(), index.into()];
        (id, in_objective(objective, steps))
    });
    let key_results = objective.key_results.iter().filter_map(|kr| {
        let steps = ["key_results".into(), kr.key.as_str().into(), "kpi".into()];
        let follow = kr.terms.measure.follow()?;
        Some((&follow.kpi, in_objective(objective, steps)))
    });
    own.chain(guardrails).chain(key_results)
}

/// The other objective that `objective` supports, or that holds the key result that it supports.
fn supported<'w>(
    known: &Known<'w>,
    objective: &'w Objective,
    terms: &ObjectiveTerms,
    advice: &mut Vec<Advice>,
) -> Option<&'w Objective> {
    let written = terms.supports.as_ref()?;
    let home = objective.id.cycle;
    let id = written.resolve(home);
    let place = || in_objective(objective, ["supports".into()]);
    if !known.workspace.calendar().encloses(id.cycle, home) {
        let message = format!(
            "{home} cannot support `{written}`: {} is not around it",
            id.cycle
        );
        let help = "an objective supports a goal of its own cycle or of an enclosing one";
        advice.push(Advice::error("support-cycle", place(), message).help(help));
        return None;
    }
    let Some((above, _)) = known.goal(&id) else {
        advice.extend(known.unknown_goal(&id, home, place()));
        return None;
    };
    if above.id == objective.id {
        let what = match &id.key {
            Some(key) => format!("its own key result `{key}`"),
            None => "itself".to_owned(),
        };
        let message = format!("`{}` supports {what}", objective.id.local());
        let help = "name the goal above it, or take `supports` out";
        advice.push(Advice::error("support-self", place(), message).help(help));
        return None;
    }
    Some(above)
}

fn support_circle(known: &Known<'_>, circle: &[&GoalId]) -> Option<Advice> {
    let first = known.workspace.objective(circle.first()?)?;
    // Support never leads to an inner cycle, so a circle lies in one.
    let members: Vec<String> = circle.iter().map(|id| id.local()).collect();
    let message = format!(
        "objectives support each other in a circle: {}",
        chain(&members)
    );
    let place = in_objective(first, ["supports".into()]);
    let help = "support leads upward: take one `supports` of these out";
    Some(Advice::error("support-circle", place, message).help(help))
}
