//! Weights that leave nothing to take a mean of.

use super::known::Known;
use crate::method::advice::doubt::Whole;
use crate::method::advice::{Advice, in_objective};
use crate::model::{CycleFolder, CycleId, GoalId, Measure, Objective};
use std::collections::BTreeMap;

const RULE: &str = "weights-sum-to-zero";

pub(super) fn check(known: &Known<'_>, advice: &mut Vec<Advice>) {
    for (&cycle, folder) in &known.workspace.cycles {
        of_teams(known, cycle, folder, advice);
    }
    if !known.unread.holds_any(Whole::Objectives, |_| true) {
        of_rollups(known, advice);
    }
}

fn of_teams(known: &Known<'_>, cycle: CycleId, folder: &CycleFolder, advice: &mut Vec<Advice>) {
    let mut teams: BTreeMap<Option<&str>, Vec<&Objective>> = BTreeMap::new();
    for objective in folder.objectives.values().filter(|o| o.dropped.is_none()) {
        let team = objective.id.objective.team();
        teams.entry(team).or_default().push(objective);
    }
    for (team, objectives) in teams {
        let path = match team {
            Some(team) => format!("{cycle}/{team}"),
            None => cycle.to_string(),
        };
        if !known.unread.holds_any_in(&path) {
            let of = format!("objectives in `{path}`");
            advice.extend(weightless(&objectives, &of));
        }
    }
}

fn of_rollups(known: &Known<'_>, advice: &mut Vec<Advice>) {
    let mut supporters: BTreeMap<GoalId, Vec<&Objective>> = BTreeMap::new();
    for objective in known.workspace.objectives().filter(|o| o.dropped.is_none()) {
        let above = objective.terms.supports.as_ref();
        let found = above.and_then(|s| known.goal(&s.resolve(objective.id.cycle)));
        if let Some((above, key_result)) = found {
            let id = match key_result {
                Some(kr) => above.key_result_id(&kr.key),
                None => above.id.clone(),
            };
            supporters.entry(id).or_default().push(objective);
        }
    }
    for objective in known.workspace.objectives().filter(|o| o.dropped.is_none()) {
        let live = objective
            .key_results
            .iter()
            .filter(|kr| kr.dropped.is_none());
        let rollups: Vec<_> = live
            .filter(|kr| kr.terms.measure == Measure::Rollup)
            .collect();
        for rollup in &rollups {
            let id = objective.key_result_id(&rollup.key);
            // What supports an objective counts for its only rollup.
            let whole = (rollups.len() == 1).then_some(&objective.id);
            let below = [Some(&id), whole].into_iter().flatten();
            let below = below.filter_map(|id| supporters.get(id)).flatten();
            let below: Vec<&Objective> = below.copied().collect();
            let of = format!("objectives that support `{}`", id.local());
            advice.extend(weightless(&below, &of));
        }
    }
}

/// What to say where there are objectives and none of them counts.
fn weightless(objectives: &[&Objective], of: &str) -> Option<Advice> {
    let first = objectives.first()?;
    let counts = |o: &&Objective| o.terms.weight.get() > 0.0;
    if objectives.iter().any(counts) {
        return None;
    }
    let message = format!("the weights of the {of} sum to 0");
    let place = in_objective(first, ["weight".into()]);
    let help = "give at least one of them a weight above 0";
    Some(Advice::error(RULE, place, message).help(help))
}
