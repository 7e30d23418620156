//! What waits for a person's next check-in.

use super::Evaluator;
use super::measure::Kind;
use super::status::Status;
use crate::model::{CycleId, Name};

impl Evaluator<'_> {
    /// A person's goals and KPIs that are due: a key result that nobody has updated for a check-in
    /// period (or in this cycle at all), a KPI of its own that was not read for its frequency.
    pub fn due(&self, cycle: CycleId, person: &Name) -> Vec<String> {
        let checkins = self.workspace().settings.checkin_frequency;
        let state = self.cycle(cycle);
        let mut due = Vec::new();
        for kr in state.objectives.iter().flat_map(|o| &o.key_results) {
            let open = !kr.dropped
                && kr.outlook.status != Status::Done
                && kr.figures.kind != Kind::Rollup
                && kr.owner == Some(person);
            let waits = kr
                .last_update
                .is_none_or(|last| self.day() >= checkins.after(last, 1));
            if open && waits {
                due.push(kr.id.local());
            }
        }
        for kpi in self.kpis(cycle) {
            let own = kpi.kpi.owner_on(self.day()) == Some(person) && kpi.followed_by.is_empty();
            let frequency = kpi.kpi.frequency;
            let waits = kpi
                .last_reading
                .is_none_or(|last| frequency.is_some_and(|f| self.day() >= f.after(last, 1)));
            if own && waits {
                due.push(kpi.kpi.id.to_string());
            }
        }
        due
    }
}
