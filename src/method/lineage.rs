//! Where a goal comes from: the goals of earlier cycles that it goes on from, by `carried`.

use super::ledger::Renamed;
use crate::model::{Carried, CycleId, GoalId, Workspace};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A goal's way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// The goals that it goes on from, the nearest first, under their present ids.
    pub before: Vec<GoalId>,
    /// Why there are no more.
    pub end: LineageEnd,
}

/// Why a lineage goes no further back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineageEnd {
    /// The last one was not carried from anywhere.
    Beginning,
    /// The last one names a goal that is not there.
    Missing(GoalId),
    /// The last one names a goal that goes on from it.
    Circle(GoalId),
    /// The last one names a goal of a cycle that was not read.
    Unread(CycleId),
}

impl Lineage {
    /// Goes back from a goal as far as the cycles that were read reach. An objective with key results
    /// goes on from the objective whose key result the first of its own that was carried goes on from.
    pub fn of(workspace: &Workspace, id: &GoalId) -> Self {
        let renamed = Renamed::new(workspace);
        let mut before: Vec<GoalId> = Vec::new();
        loop {
            let at = before.last().unwrap_or(id);
            let Some(from) = origin(workspace, at) else {
                let end = LineageEnd::Beginning;
                return Self { before, end };
            };
            let end = if !workspace.cycles.contains_key(&from.cycle) {
                Some(LineageEnd::Unread(from.cycle))
            } else {
                match renamed.goal(workspace, &from) {
                    None => Some(LineageEnd::Missing(from)),
                    Some((objective, key_result)) => {
                        let found = match key_result {
                            Some(kr) => objective.key_result_id(&kr.key),
                            None => objective.id.clone(),
                        };
                        if found == *id || before.contains(&found) {
                            Some(LineageEnd::Circle(found))
                        } else {
                            before.push(found);
                            None
                        }
                    }
                }
            };
            if let Some(end) = end {
                return Self { before, end };
            }
        }
    }
}

/// The goals that go on from goals of `cycle`, under the id of the one they go on from, each with
/// theirs: an objective where one of its key results does, or where it was carried itself. As far as
/// later cycles were read and what they hold had come by `day`.
pub fn carried_on(
    workspace: &Workspace,
    cycle: CycleId,
    day: NaiveDate,
) -> BTreeMap<GoalId, BTreeSet<GoalId>> {
    let renamed = Renamed::new(workspace);
    let mut found: BTreeMap<GoalId, BTreeSet<GoalId>> = BTreeMap::new();
    let mut note = |carried: &Carried, to: GoalId| {
        let from = Some(&carried.from).filter(|from| from.cycle == cycle && to.cycle != cycle);
        if let Some((objective, key_result)) = from.and_then(|f| renamed.goal(workspace, f)) {
            let (from, to_objective) = (objective.id.clone(), to.objective_id());
            found.entry(from).or_default().insert(to_objective);
            if let Some(kr) = key_result {
                let from = objective.key_result_id(&kr.key);
                found.entry(from).or_default().insert(to);
            }
        }
    };
    for objective in workspace.objectives().filter(|o| o.exists_on(day)) {
        if let Some(carried) = &objective.carried {
            note(carried, objective.id.clone());
        }
        for kr in objective.key_results_on(day) {
            if let Some(carried) = &kr.carried {
                note(carried, objective.key_result_id(&kr.key));
            }
        }
    }
    found
}

/// What a goal was carried from, as written.
fn origin(workspace: &Workspace, id: &GoalId) -> Option<GoalId> {
    if id.key.is_some() {
        let (_, key_result) = workspace.key_result(id)?;
        return key_result.carried.as_ref().map(from);
    }
    let objective = workspace.objective(id)?;
    let own = objective.carried.as_ref().map(from);
    own.or_else(|| {
        let mut carried = objective
            .key_results
            .iter()
            .filter_map(|kr| kr.carried.as_ref());
        carried.next().map(|carried| carried.from.objective_id())
    })
}

fn from(carried: &Carried) -> GoalId {
    carried.from.clone()
}
