//! Confidence: the latest, and how it changed.

use super::ledger::Entry;

/// How likely people think success is, now and the check-in before.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ConfidenceTrend {
    /// The latest, 0 to 1.
    pub latest: Option<f64>,
    /// The one before it.
    pub before: Option<f64>,
}

impl ConfidenceTrend {
    /// The last two confidences among updates that are sorted oldest first.
    pub fn of(entries: &[Entry<'_>]) -> Self {
        let mut newest = entries.iter().rev().filter_map(|e| e.update.confidence);
        Self {
            latest: newest.next().map(crate::model::Confidence::get),
            before: newest.next().map(crate::model::Confidence::get),
        }
    }

    /// How much it rose (or, negative, fell).
    pub fn change(self) -> Option<f64> {
        Some(self.latest? - self.before?)
    }
}
