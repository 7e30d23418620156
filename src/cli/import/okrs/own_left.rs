//! Filled cells of the own export that a row of their type has no use for.

use crate::cli::import::cells::Cells;
use crate::render::exchange::imported::Leftover;
use crate::render::exchange::{FOR_THE_READER, OKRS, RowKind};

/// Columns that say more of another one, and mean nothing without it.
const WITH: [(RowKind, &str, &str); 16] = [
    (RowKind::Kpi, "reason", "retired"),
    (RowKind::Kpi, "replaced_by", "retired"),
    (RowKind::Kpi, "benchmark_source", "benchmark"),
    (RowKind::Kpi, "amber", "green"),
    (RowKind::Objective, "reason", "dropped"),
    (RowKind::Objective, "carried_actual", "carried_from"),
    (RowKind::Objective, "carried_target", "carried_from"),
    (RowKind::Objective, "baseline", "kpi"),
    (RowKind::Objective, "commit", "kpi"),
    (RowKind::Objective, "target", "kpi"),
    (RowKind::Objective, "stretch", "kpi"),
    (RowKind::Objective, "at_least", "kpi"),
    (RowKind::Objective, "at_most", "kpi"),
    (RowKind::KeyResult, "reason", "dropped"),
    (RowKind::KeyResult, "carried_actual", "carried_from"),
    (RowKind::KeyResult, "carried_target", "carried_from"),
];

/// Notes them, once the row has been read.
pub(super) fn unread(kind: RowKind, cells: &Cells<'_>, left: &mut Leftover) {
    cells.ask("type");
    FOR_THE_READER.iter().for_each(|column| cells.ask(column));
    if matches!(kind, RowKind::Objective | RowKind::KeyResult) {
        // Export shows there which way the numbers go.
        cells.ask("direction");
    }
    for column in cells.unread(&OKRS) {
        let (row, value) = (cells.record.row, cells.record.plain(column));
        left.add(Some(row), Some(column), &value, &why(kind, column, cells));
    }
}

fn why(kind: RowKind, column: &str, cells: &Cells<'_>) -> String {
    let is_blank = |column| cells.record.is_blank(column);
    let mut with = WITH.iter();
    let with = with.find(|(of, said, _)| *of == kind && *said == column);
    if let Some((_, _, needed)) = with.filter(|(_, _, needed)| is_blank(needed)) {
        return format!("it goes with `{needed}`, which is empty");
    }
    let aims = matches!(column, "commit" | "target" | "stretch");
    if aims && !(is_blank("at_least") && is_blank("at_most")) {
        return "what is held has at_least and at_most, and no other number to reach".to_owned();
    }
    format!("{} has none", kind.named())
}
