//! The log for a spreadsheet.

use super::{change, id};
use crate::method::log::{Logged, LoggedUpdate};
use crate::model::{Confidence, Quantity};
use crate::render::csv::Sheet;
use crate::render::numbers::exact;

const COLUMNS: [&str; 17] = [
    "date",
    "by",
    "kr",
    "kpi",
    "value",
    "before",
    "after",
    "unit",
    "done",
    "confidence",
    "unchanged",
    "note",
    "blocker",
    "plan",
    "blockers",
    "wins",
    "path",
];

/// A row for each update, and before them one for what a check-in says besides. `path` gives a
/// check-in's file.
pub fn csv(logged: &[Logged<'_>], path: &dyn Fn(&Logged<'_>) -> String) -> String {
    let mut sheet = Sheet::new(&COLUMNS);
    for entry in logged {
        let path = path(entry);
        if entry.plan.is_some() || !entry.blockers.is_empty() || !entry.wins.is_empty() {
            sheet.row(&words(entry, &path));
        }
        for update in &entry.updates {
            sheet.row(&figures(update, &path));
        }
    }
    sheet.finish()
}

fn words(entry: &Logged<'_>, path: &str) -> [String; COLUMNS.len()] {
    let mut row: [String; COLUMNS.len()] = Default::default();
    row[0] = entry.checkin.date.to_string();
    row[1] = entry.checkin.by.to_string();
    row[13] = entry.plan.unwrap_or_default().to_owned();
    row[14] = entry.blockers.join("\n");
    row[15] = entry.wins.join("\n");
    path.clone_into(&mut row[16]);
    row
}

fn figures(logged: &LoggedUpdate<'_>, path: &str) -> [String; COLUMNS.len()] {
    let update = logged.update();
    let number = |value: Option<f64>| value.map(exact).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let goal = logged.goal.as_ref().map(|_| id(logged));
    [
        logged.entry.date.to_string(),
        logged.entry.checkin.by.to_string(),
        goal.unwrap_or_default(),
        logged.kpi_id.unwrap_or_default().to_owned(),
        number(update.value.map(Quantity::get)),
        number(logged.before),
        number(logged.after),
        change(logged).unit.unwrap_or_default(),
        update.done.join(" "),
        number(update.confidence.map(Confidence::get)),
        update.unchanged.to_string(),
        text(&update.note),
        text(&update.blocker),
        String::new(),
        String::new(),
        String::new(),
        path.to_owned(),
    ]
}
