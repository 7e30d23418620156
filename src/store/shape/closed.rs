//! A closed cycle's file as written.

use super::faults::Faults;
use super::scalars::{Day, Entries, Number};
use crate::model::{Closed, CycleId, GoalId, GoalRef, Invalid};
use crate::store::shape::Fault;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `closed.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosedShape {
    on: Option<Day>,
    by: Option<String>,
    forced: Option<String>,
    scores: Option<Entries<Number>>,
}

impl ClosedShape {
    /// The frozen scores of `cycle`.
    pub(crate) fn convert(self, cycle: CycleId) -> Result<Closed, Vec<Fault>> {
        let mut faults = Faults::default();
        let on = faults.need("on", "the day on which the cycle was closed", self.on);
        let by = faults.name("by", self.by.as_deref());
        let mut scores = BTreeMap::new();
        faults.within("scores", |faults| {
            for (key, score) in self.scores.unwrap_or_default().0 {
                let Some(goal) = goal(&key, cycle, faults) else {
                    continue;
                };
                let score = score.get();
                if (0.0..=1.0).contains(&score) {
                    scores.insert(goal, score);
                } else {
                    let invalid = Invalid::new(format!("{score} is not a score"));
                    faults.bad(&key, invalid.help("scores run from 0 to 1"));
                }
            }
        });
        let made = on.map(|on| Closed {
            on: on.get(),
            by,
            forced: self.forced,
            scores,
        });
        faults.result(made)
    }
}

fn goal(key: &str, cycle: CycleId, faults: &mut Faults) -> Option<GoalId> {
    match GoalRef::new(key) {
        Ok(goal) if goal.cycle.is_none_or(|c| c == cycle) => Some(goal.resolve(cycle)),
        Ok(_) => {
            let invalid = Invalid::new(format!("`{key}` is a goal of another cycle"));
            faults.bad_key(
                "bad-value",
                key,
                invalid.help("scores are frozen in their own cycle"),
            );
            None
        }
        Err(invalid) => {
            faults.bad_name(key, invalid, GoalRef::new);
            None
        }
    }
}
