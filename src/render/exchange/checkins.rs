//! Check-ins as rows: one an update; what belongs to the whole stands beside the first.

use super::Row;
use crate::model::{CheckIn, Confidence, Quantity, Update};

/// The columns of `okr export checkins`.
pub const COLUMNS: [&str; 17] = [
    "date",
    "by",
    "goal",
    "kpi",
    "value",
    "done",
    "confidence",
    "note",
    "blocker",
    "unchanged",
    "update_date",
    "plan",
    "blockers",
    "wins",
    "cycle",
    "file",
    "update",
];

/// The rows of a check-in.
pub fn rows(checkin: &CheckIn) -> Vec<Row> {
    if checkin.updates.is_empty() {
        return vec![row(checkin, None, true)];
    }
    let updates = checkin.updates.iter().enumerate();
    let each = |(i, update)| row(checkin, Some((i, update)), i == 0);
    updates.map(each).collect()
}

fn row(checkin: &CheckIn, update: Option<(usize, &Update)>, first: bool) -> Row {
    let mut row = Row::plain();
    let (number, update) = (update.map(|(i, _)| i + 1), update.map(|(_, u)| u));
    row.day("date", Some(checkin.date))
        .word("by", &checkin.by)
        .text("goal", update.and_then(|u| u.goal.as_ref()))
        .text("kpi", update.and_then(|u| u.kpi.as_ref()))
        .number("value", update.and_then(|u| u.value).map(Quantity::get))
        .list("done", update.map_or(&[][..], |u| &u.done))
        .number(
            "confidence",
            update.and_then(|u| u.confidence).map(Confidence::get),
        )
        .text("note", update.and_then(|u| u.note.as_ref()))
        .text("blocker", update.and_then(|u| u.blocker.as_ref()))
        .yes("unchanged", update.is_some_and(|u| u.unchanged))
        .day("update_date", update.and_then(|u| u.date))
        .text("plan", checkin.plan.as_ref().filter(|_| first));
    let none: &[String] = &[];
    row.list("blockers", if first { &checkin.blockers } else { none })
        .list("wins", if first { &checkin.wins } else { none })
        .word("cycle", checkin.cycle)
        .word("file", &checkin.file)
        .number("update", number.map(|n| n as f64));
    row
}
