//! Check-ins: what a person reported on a day.

use super::{Confidence, CycleId, GoalRef, KpiId, Name, Quantity};
use chrono::NaiveDate;

/// One check-in, one file.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckIn {
    /// The folder's cycle.
    pub cycle: CycleId,
    /// The file's name: check-ins of a day count in the order of their names.
    pub file: String,
    /// The local day it speaks of.
    pub date: NaiveDate,
    /// Who reported.
    pub by: Name,
    /// What comes next.
    pub plan: Option<String>,
    /// What is in the way.
    pub blockers: Vec<String>,
    /// What went well.
    pub wins: Vec<String>,
    /// What is said of each goal.
    pub updates: Vec<Update>,
}

/// What a check-in says of one goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// The key result (or objective that is measured itself).
    pub goal: Option<GoalRef>,
    /// The KPI.
    pub kpi: Option<KpiId>,
    /// The day it speaks of, where that differs from the check-in's.
    pub date: Option<NaiveDate>,
    /// The reading, in the goal's unit.
    pub value: Option<Quantity>,
    /// Milestones reached.
    pub done: Vec<String>,
    /// How likely it is to end at or above the target.
    pub confidence: Option<Confidence>,
    /// Free words.
    pub note: Option<String>,
    /// What is in the way of this goal.
    pub blocker: Option<String>,
    /// Looked at, nothing new.
    pub unchanged: bool,
}

impl Update {
    /// The day it speaks of within `checkin`.
    pub fn day(&self, checkin: &CheckIn) -> NaiveDate {
        self.date.unwrap_or(checkin.date)
    }
}
