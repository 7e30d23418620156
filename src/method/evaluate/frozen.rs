//! The scores of closed cycles, which are quoted instead of computed.

use super::Evaluator;
use crate::method::Figures;
use crate::model::{Closed, CycleId, GoalId, Objective};

impl<'w> Evaluator<'w> {
    /// The frozen scores, from the day of closing on.
    pub(in crate::method) fn frozen(&self, cycle: CycleId) -> Option<&'w Closed> {
        let closed = self.folder(cycle)?.closed.as_ref();
        closed.filter(|c| c.on <= self.day && !self.live)
    }

    /// Replaces a live score by the frozen one of a closed cycle.
    pub(super) fn freeze(&self, id: &GoalId, figures: &mut Figures<'w>) {
        if let Some(closed) = self.frozen(id.cycle) {
            figures.score = self.frozen_score(closed, id);
        }
    }

    /// Whether an objective is given up, and was so before its score was frozen: what is dropped later
    /// stays in the means.
    pub(super) fn is_given_up(&self, objective: &Objective) -> bool {
        let frozen = || self.frozen_score(self.frozen(objective.id.cycle)?, &objective.id);
        objective.dropped_on(self.day) && frozen().is_none()
    }

    pub(super) fn frozen_score(&self, closed: &'w Closed, id: &GoalId) -> Option<f64> {
        self.frozen_entry(closed, id).map(|(_, &score)| score)
    }

    /// A goal's frozen score with its name then: the present one or an earlier one.
    fn frozen_entry(&self, closed: &'w Closed, id: &GoalId) -> Option<(&'w GoalId, &'w f64)> {
        closed.scores.get_key_value(id).or_else(|| {
            let mut earlier = self.workspace.earlier_names(id).into_iter();
            earlier.find_map(|id| closed.scores.get_key_value(&id))
        })
    }

    /// How the cycle of a goal was closed, and under which name the goal's score was frozen, if it had
    /// one; none where the scores are computed.
    pub fn closing(&self, id: &GoalId) -> Option<(&'w Closed, Option<&'w GoalId>)> {
        let closed = self.frozen(id.cycle)?;
        let entry = self.frozen_entry(closed, id);
        Some((closed, entry.map(|(name, _)| name)))
    }
}
