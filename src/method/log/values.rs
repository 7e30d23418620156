//! What a goal's figures were just before an update, and what they are with it.

use super::{Log, LoggedUpdate};
use crate::method::health::{Span, value_of};
use crate::method::ledger::{Entry, series, within};
use crate::model::{Aggregate, Confidence, KeyResult, Measure, Quantity};

impl<'w> Log<'_, 'w> {
    /// Fills in what was so before: within the goal's cycle, and in the order in which updates count,
    /// so that a reading handed in late is compared with the one before its own day.
    pub(super) fn compare(&self, update: &mut LoggedUpdate<'w>) {
        let cycle = update
            .goal
            .as_ref()
            .map_or(update.entry.checkin.cycle, |goal| goal.cycle);
        let span = Span::new(self.workspace.calendar(), cycle, self.day);
        if update.reads() {
            let (before, after) = self.values(update, span);
            update.before = before.or_else(|| start(update));
            update.after = after.or(update.before);
        }
        if let (Some(goal), Some(_)) = (&update.goal, update.update().confidence) {
            let all = within(self.ledger.of_goal(goal), span.start, span.until());
            let (before, _) = split(all, &update.entry);
            let mut before = before.iter().rev();
            let latest = before.find_map(|e| e.update.confidence);
            update.confidence_before = latest.map(Confidence::get);
        }
    }

    /// The value of the cycle without and with an update.
    fn values(&self, update: &LoggedUpdate<'w>, span: Span) -> (Option<f64>, Option<f64>) {
        let aggregate = update.kpi.map_or(Aggregate::Last, |kpi| kpi.aggregate);
        let (entries, kpi) = match (update.kpi_id, &update.goal) {
            (Some(kpi), _) => (self.ledger.of_kpi(kpi), true),
            (None, Some(goal)) => (self.ledger.of_goal(goal), false),
            (None, None) => (&[][..], false),
        };
        let value = |entries: &[Entry<'w>]| {
            if kpi {
                value_of(entries, aggregate, span, &self.workspace.settings)
            } else {
                series(within(entries, span.start, span.until())).last()
            }
        };
        let (before, with) = split(entries, &update.entry);
        (value(before), value(with))
    }
}

/// What counts before an update, and the same with it.
fn split<'a, 'w>(
    entries: &'a [Entry<'w>],
    update: &Entry<'w>,
) -> (&'a [Entry<'w>], &'a [Entry<'w>]) {
    let place = entries.partition_point(|e| e.rank() < update.rank());
    let with = entries.partition_point(|e| e.rank() <= update.rank());
    (&entries[..place], &entries[..with])
}

/// Where a goal stands before its first reading: at the baseline as written; a sum at 0.
fn start(update: &LoggedUpdate<'_>) -> Option<f64> {
    let written = update.found.and_then(|(objective, key_result)| {
        let day = update.entry.date;
        match key_result {
            Some(kr) => baseline(kr, day),
            None => objective.terms_on(day).measure.as_ref()?.baseline,
        }
    });
    let sum = update.kpi.is_some_and(|k| k.aggregate == Aggregate::Sum);
    let written = written.map(Quantity::get);
    if sum { Some(0.0) } else { written }
}

fn baseline(key_result: &KeyResult, day: chrono::NaiveDate) -> Option<Quantity> {
    match &key_result.terms_on(day).measure {
        Measure::Metric(metric) => metric.baseline,
        Measure::Bounds { baseline, .. } => *baseline,
        Measure::FollowsKpi(follow) => follow.baseline,
        Measure::Effort(_) | Measure::Rollup => None,
    }
}
