//! What `okr due` prints for scripts.

use super::{Unreadable, document, text};
use crate::render::due::{View, title};
use serde::Serialize;

#[derive(Serialize)]
struct DueView<'a> {
    cycle: String,
    as_of: String,
    due: Vec<ItemView<'a>>,
    unreadable: &'a [Unreadable],
}

#[derive(Serialize)]
struct ItemView<'a> {
    id: String,
    title: String,
    owner: Option<&'a str>,
    kind: &'static str,
    last: Option<String>,
    since: String,
    days_late: u64,
}

/// `okr due --format json`.
pub fn due(view: &View<'_>, unreadable: &[Unreadable]) -> String {
    let items = view.items().map(|due| ItemView {
        id: due.goal.id(view.cycle),
        title: title(&due.goal),
        owner: text(due.owner),
        kind: due.goal.word(),
        last: due.last.map(|day| day.to_string()),
        since: due.since.to_string(),
        days_late: due.days_late,
    });
    document(&DueView {
        cycle: view.cycle.to_string(),
        as_of: view.as_of.to_string(),
        due: items.collect(),
        unreadable,
    })
}
