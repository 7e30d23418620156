//! Where the days and values of a chart lie in its picture.

use super::Days;
use crate::render::axis::Scale;
use chrono::NaiveDate;

/// The plot within the picture, in its units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Of the picture.
    pub(super) width: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) days: Days,
    pub(super) scale: Scale,
}

impl Frame {
    /// A single day lies in the middle.
    pub(super) fn x(&self, day: NaiveDate) -> f64 {
        let (from, to) = self.days;
        let all = (to - from).num_days();
        let share = if all > 0 {
            (day - from).num_days() as f64 / all as f64
        } else {
            0.5
        };
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        self.level(self.scale.row(value))
    }

    fn level(&self, row: f64) -> f64 {
        let rows = (self.scale.rows() - 1).max(1) as f64;
        self.top + (row / rows).clamp(0.0, 1.0) * (self.bottom - self.top)
    }

    /// Each tick of the values: where it is, and its number.
    pub(super) fn levels(&self) -> Vec<(f64, String)> {
        let ticks = self.scale.ticks().into_iter();
        ticks
            .map(|(row, label)| (self.level(row as f64), label))
            .collect()
    }
}
