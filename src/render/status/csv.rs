//! The cycle for a spreadsheet.

use crate::method::{KeyResultState, ObjectiveState};
use crate::render::csv::Sheet;
use crate::render::goal;
use crate::render::numbers::exact;

/// The columns for a spreadsheet.
const COLUMNS: [&str; 22] = [
    "id",
    "title",
    "kind",
    "kpi",
    "unit",
    "owner",
    "weight",
    "baseline",
    "target",
    "commit",
    "stretch",
    "at_least",
    "at_most",
    "value",
    "progress",
    "score",
    "expected",
    "status",
    "flags",
    "confidence",
    "last_update",
    "dropped",
];

/// Rows for a spreadsheet: an objective, then its key results.
pub fn csv(shown: &[&ObjectiveState<'_>]) -> String {
    let mut sheet = Sheet::new(&COLUMNS);
    for state in shown {
        sheet.row(&objective_record(state));
        for kr in &state.key_results {
            sheet.row(&key_result_record(kr));
        }
    }
    sheet.finish()
}

fn plain(value: Option<f64>) -> String {
    value.map(exact).unwrap_or_default()
}

/// What an objective has in each of the columns.
fn objective_record(state: &ObjectiveState<'_>) -> [String; COLUMNS.len()] {
    let owner = state.terms.owner.as_ref();
    let none = String::new;
    [
        state.objective.id.local(),
        state.terms.title.clone(),
        "objective".to_owned(),
        state.kpi.map(|k| k.id.to_string()).unwrap_or_default(),
        none(),
        owner.map(ToString::to_string).unwrap_or_default(),
        exact(state.terms.weight.get()),
        none(),
        none(),
        none(),
        none(),
        none(),
        none(),
        none(),
        none(),
        plain(state.score),
        plain(state.outlook.expected),
        state.outlook.status.word().to_owned(),
        goal::flags(&state.outlook.flags),
        none(),
        none(),
        state.dropped.to_string(),
    ]
}

/// What a key result has in each of the columns.
fn key_result_record(kr: &KeyResultState<'_>) -> [String; COLUMNS.len()] {
    let f = &kr.figures;
    [
        kr.id.local(),
        goal::title(kr),
        f.kind.word().to_owned(),
        kr.kpi.map(|k| k.id.to_string()).unwrap_or_default(),
        goal::unit(kr).unwrap_or_default().to_owned(),
        kr.owner.map(ToString::to_string).unwrap_or_default(),
        exact(kr.terms.weight.get()),
        plain(f.baseline),
        plain(f.target),
        plain(f.commit),
        plain(f.stretch),
        plain(f.at_least),
        plain(f.at_most),
        plain(f.value),
        plain(f.progress),
        plain(f.score),
        plain(kr.outlook.expected),
        kr.outlook.status.word().to_owned(),
        goal::flags(&kr.outlook.flags),
        plain(kr.confidence.latest),
        kr.last_update.map(|d| d.to_string()).unwrap_or_default(),
        kr.dropped.to_string(),
    ]
}
