//! The shapes of the five kinds of file as they are written, and how each becomes a model value.
//!
//! A shape is a plain serde struct whose keys are all optional: reading one finds unknown keys and
//! wrong types, converting it finds everything else, all at once.

mod allowed;
mod amended;
mod checkin;
mod closed;
mod faults;
mod key_result;
mod kpi;
mod objective;
mod parts;
pub(crate) mod plain;
pub(crate) mod quick;
mod scalars;
mod settings;

pub(crate) use checkin::CheckInShape;
pub(crate) use closed::ClosedShape;
pub(crate) use faults::{Fault, Spot};
pub(crate) use kpi::KpiShape;
pub(crate) use objective::ObjectiveShape;
pub(crate) use scalars::{DATE_FIELD, HELP, THOUSANDS, too_large};
pub(crate) use settings::{FORMAT, SettingsShape, newer};
