//! What `okr log` prints for scripts.

use super::{Number, Unreadable, document, num};
use crate::method::log::{Logged, LoggedUpdate};
use crate::model::{Confidence, Quantity};
use crate::render::log::id;
use serde::Serialize;

#[derive(Serialize)]
struct LogView<'a> {
    checkins: Vec<CheckinView<'a>>,
    unreadable: &'a [Unreadable],
}

/// A check-in, or what was asked for of it.
#[derive(Debug, Clone, Serialize)]
pub struct CheckinView<'a> {
    path: String,
    date: String,
    by: &'a str,
    plan: Option<&'a str>,
    blockers: &'a [String],
    wins: &'a [String],
    updates: Vec<UpdateView<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct UpdateView<'a> {
    kr: Option<String>,
    kpi: Option<&'a str>,
    date: String,
    value: Option<Number>,
    before: Option<Number>,
    after: Option<Number>,
    done: &'a [String],
    confidence: Option<Number>,
    note: Option<&'a str>,
    blocker: Option<&'a str>,
    unchanged: bool,
}

/// Check-ins as documents list them. `path` gives a check-in's file.
pub fn checkins<'a>(
    logged: &'a [Logged<'_>],
    path: &dyn Fn(&Logged<'_>) -> String,
) -> Vec<CheckinView<'a>> {
    let view = |entry: &'a Logged<'_>| CheckinView {
        path: path(entry),
        date: entry.checkin.date.to_string(),
        by: entry.checkin.by.as_str(),
        plan: entry.plan,
        blockers: entry.blockers,
        wins: entry.wins,
        updates: entry.updates.iter().map(update).collect(),
    };
    logged.iter().map(view).collect()
}

fn update<'a>(logged: &'a LoggedUpdate<'_>) -> UpdateView<'a> {
    let update = logged.update();
    UpdateView {
        kr: logged.goal.as_ref().map(|_| id(logged)),
        kpi: logged.kpi_id,
        date: logged.entry.date.to_string(),
        value: num(update.value.map(Quantity::get)),
        before: num(logged.before),
        after: num(logged.after),
        done: &update.done,
        confidence: num(update.confidence.map(Confidence::get)),
        note: update.note.as_deref(),
        blocker: update.blocker.as_deref(),
        unchanged: update.unchanged,
    }
}

/// `okr log --format json`.
pub fn log(
    logged: &[Logged<'_>],
    path: &dyn Fn(&Logged<'_>) -> String,
    unreadable: &[Unreadable],
) -> String {
    document(&LogView {
        checkins: checkins(logged, path),
        unreadable,
    })
}
