//! The place of a fact: which definition, and which key in it. Only the store knows files and lines.

use super::{CycleId, GoalId, KpiId};

/// A definition that lives in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    /// The workspace's settings.
    Settings,
    /// A KPI.
    Kpi(KpiId),
    /// An objective; its key results are keys in it.
    Objective(GoalId),
    /// A check-in by its folder and file name.
    CheckIn(CycleId, String),
    /// A closed cycle's frozen scores.
    Closed(CycleId),
}

/// One step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A key of a table.
    Key(String),
    /// An element of an array, from 0.
    Index(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// A value's place: `key_results.retention.target` in a certain objective.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub document: Document,
    /// The way to the value; empty means the file as a whole.
    pub steps: Vec<Step>,
}
