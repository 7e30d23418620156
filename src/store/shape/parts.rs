//! Parts that several kinds of file share.

use super::allowed::ForeignGoalText;
use super::faults::Faults;
use super::scalars::{Day, Number, only_tables};
use crate::model::{Carried, CycleId, Dropped, Invalid};
use schemars::JsonSchema;
use serde::Deserialize;

/// `dropped = { on, reason }`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct DroppedShape {
    /// The day from which it no longer counts, such as `on = 2026-08-20`. Required.
    #[schemars(required)]
    on: Option<Day>,
    /// Why it was given up, such as `reason = "sold the product line"`.
    reason: Option<String>,
}

impl DroppedShape {
    pub(crate) fn convert(self, faults: &mut Faults) -> Option<Dropped> {
        let on = faults.need("on", "the day from which it no longer counts", self.on)?;
        Some(Dropped {
            on: on.get(),
            reason: self.reason,
        })
    }
}

/// `carried = { from, actual, target }`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct CarriedShape {
    /// The goal that it goes on from, its cycle in front, such as
    /// `from = "2026-Q2/customer-success/loyal-customers.retention"`. Required.
    #[schemars(with = "ForeignGoalText")]
    from: Option<String>,
    /// What was reached there, in the goal's unit.
    actual: Option<Number>,
    /// What was asked for there, in the goal's unit.
    target: Option<Number>,
}

impl CarriedShape {
    pub(crate) fn convert(self, home: CycleId, faults: &mut Faults) -> Option<Carried> {
        let from = faults.need("from", "the goal that it goes on from", self.from)?;
        let goal = faults.goal("from", Some(&from))?;
        if goal.cycle.is_none() {
            faults.bad(
                "from",
                Invalid::new(format!("`{from}` names no cycle"))
                    .help("put the earlier cycle in front, such as `2026-Q2/`"),
            );
            return None;
        }
        Some(Carried {
            from: goal.resolve(home),
            actual: self.actual.map(Number::quantity),
            target: self.target.map(Number::quantity),
        })
    }
}

only_tables!(DroppedShape, CarriedShape);
