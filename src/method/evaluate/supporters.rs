//! Who supports whom: an objective is computed after those whose mean its rollups are.

use super::{Evaluator, lock};
use crate::method::states::{ObjectiveState, Supporter};
use crate::model::{GoalId, KeyResult, Measure, Objective};
use std::collections::HashSet;
use std::sync::Arc;

impl<'w> Evaluator<'w> {
    /// An objective; none before the day it came.
    pub fn objective(&self, objective: &'w Objective) -> Option<Arc<ObjectiveState<'w>>> {
        if !objective.exists_on(self.day) {
            return None;
        }
        if let Some(known) = self.known(&objective.id) {
            return Some(known);
        }
        // The way down to what must be known first, however long it is.
        let mut way = vec![(objective, self.rolled_up(objective).into_iter())];
        let mut passed = HashSet::from([&objective.id]);
        while let Some((next, first)) = way.last_mut() {
            match first.next() {
                // Alignment that runs in a circle: `okr check` names it; here the way round is cut.
                Some(supporter) if passed.insert(&supporter.id) => {
                    if self.known(&supporter.id).is_none() {
                        way.push((supporter, self.rolled_up(supporter).into_iter()));
                    }
                }
                Some(_) => {}
                None => {
                    let state = Arc::new(self.compute(next));
                    lock(&self.known).insert(&next.id, state);
                    way.pop();
                }
            }
        }
        self.known(&objective.id)
    }

    fn known(&self, id: &GoalId) -> Option<Arc<ObjectiveState<'w>>> {
        lock(&self.known).get(id).map(Arc::clone)
    }

    /// The objectives that its rollups are the mean of.
    fn rolled_up(&self, objective: &'w Objective) -> Vec<&'w Objective> {
        let rollups = objective.key_results_on(self.day);
        rollups
            .filter(|kr| self.is_rollup(kr))
            .flat_map(|kr| self.mean_of(objective, &objective.key_result_id(&kr.key)))
            .collect()
    }

    fn is_rollup(&self, key_result: &KeyResult) -> bool {
        key_result.terms_on(self.day).measure == Measure::Rollup
    }

    /// The live objectives whose mean a rollup is: those that support it and, where it is its
    /// objective's only rollup, those that support the objective.
    fn mean_of(&self, objective: &'w Objective, id: &GoalId) -> Vec<&'w Objective> {
        let rollups = objective
            .key_results_on(self.day)
            .filter(|kr| !kr.dropped_on(self.day) && self.is_rollup(kr));
        let only = rollups.count() == 1;
        let listed = |id: &GoalId| self.supporters.get(id).map_or(&[][..], Vec::as_slice);
        let of_objective = if only { listed(&objective.id) } else { &[] };
        let all = listed(id).iter().chain(of_objective).copied();
        all.filter(|o| self.counts(o)).collect()
    }

    /// Whether an objective is in the mean of what it supports: neither dropped nor of a cycle that
    /// has not begun.
    pub(in crate::method) fn counts(&self, supporter: &Objective) -> bool {
        self.span(supporter.id.cycle).start <= self.day && !self.is_given_up(supporter)
    }

    /// The same as they are; one that rolls up the rollup itself is left out.
    pub(super) fn supporters_of(
        &self,
        objective: &'w Objective,
        id: &GoalId,
    ) -> Vec<Supporter<'w>> {
        let all = self.mean_of(objective, id).into_iter();
        let all = all.filter_map(|o| self.known(&o.id));
        all.map(|state| Supporter::new(&state)).collect()
    }

    /// The live objectives that support a goal, by id: of an objective also those that support one of
    /// its key results.
    pub fn supporters(&self, id: &GoalId) -> Vec<Arc<ObjectiveState<'w>>> {
        let means = |to: &GoalId| to == id || (id.key.is_none() && to.objective_id() == *id);
        let all = self.supporters.iter().filter(|(to, _)| means(to));
        let live = all
            .flat_map(|(_, objectives)| objectives)
            .filter(|o| !self.is_given_up(o));
        let mut found: Vec<_> = live.filter_map(|o| self.objective(o)).collect();
        found.sort_by(|a, b| a.objective.id.cmp(&b.objective.id));
        found
    }
}
