//! A closed cycle's file as written.

use super::allowed::{GoalText, NameText, Table, schema_of};
use super::faults::Faults;
use super::scalars::{Day, Entries, Number};
use crate::model::{Closed, CycleId, GoalId, GoalRef, Invalid};
use crate::store::shape::Fault;
use schemars::{JsonSchema, json_schema};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A score from 0 to 1, for schemas alone.
enum Score {}
schema_of!(Score, "score", |_| json_schema!({
    "type": "number", "minimum": 0, "maximum": 1,
    "description": "The final score of this goal, 0 to 1.",
}));

/// `closed.toml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "A closed cycle of okr")]
#[schemars(
    description = "CYCLE/closed.toml: when a cycle was closed, by whom, and its final scores. `okr close` writes it, `okr close --undo` deletes it."
)]
pub(crate) struct ClosedShape {
    /// The day on which the cycle was closed, such as `on = 2026-10-02`. Required.
    #[schemars(required)]
    on: Option<Day>,
    /// Who closed it: a handle, such as `by = "maria"`.
    #[schemars(with = "Option<NameText>")]
    by: Option<String>,
    /// Why it was closed although something was missing, such as
    /// `forced = "no data from the CRM"`. Left out where nothing was.
    forced: Option<String>,
    /// The frozen scores, 0 to 1, of objectives and key results, such as
    /// `"customer-success/loyal-customers.retention" = 0.55`.
    #[schemars(with = "Option<Table<GoalText, Score>>")]
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
