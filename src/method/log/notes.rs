//! What was said of a goal last.

use super::Words;
use crate::method::ledger::{Entry, within};
use crate::method::{Evaluator, KeyResultState};
use crate::model::{CycleId, GoalId, Kpi};

impl<'w> Evaluator<'w> {
    /// The newest note on a key result in its cycle, else on the KPI that it follows.
    pub fn last_note(&self, state: &KeyResultState<'w>) -> Option<Words<'w>> {
        let own = self.last_note_on(&state.id);
        own.or_else(|| self.last_note_on_kpi(state.kpi?, state.id.cycle))
    }

    /// The newest note on a goal in its cycle.
    pub fn last_note_on(&self, id: &GoalId) -> Option<Words<'w>> {
        self.newest(self.ledger().of_goal(id), id.cycle)
    }

    /// The newest note on a KPI in a cycle.
    pub fn last_note_on_kpi(&self, kpi: &Kpi, cycle: CycleId) -> Option<Words<'w>> {
        self.newest(self.ledger().of_kpi(kpi.id.as_str()), cycle)
    }

    fn newest(&self, entries: &[Entry<'w>], cycle: CycleId) -> Option<Words<'w>> {
        let span = self.span(cycle);
        let mut said = within(entries, span.start, span.until()).iter().rev();
        said.find_map(|entry| {
            Some(Words {
                by: &entry.checkin.by,
                date: entry.date,
                text: entry.update.note.as_deref()?,
            })
        })
    }
}
