//! A workspace as flat tables that other tools open and `okr import` reads back: one row a thing,
//! its kind first, then what people look at, then what only a file holds.

pub mod cell;
pub mod checkins;
pub mod goals;
pub mod imported;
mod kind;
pub mod kpis;

pub use cell::Cell;
pub use kind::RowKind;

use super::csv::Sheet;
use super::json::document;
use chrono::NaiveDate;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::HashMap;

/// The columns of `okr export okrs`.
pub const OKRS: [&str; 67] = [
    "type",
    "id",
    "cycle",
    "team",
    "objective",
    "key_result",
    "title",
    "owner",
    "contributors",
    "kind",
    "kpi",
    "unit",
    "direction",
    "baseline",
    "commit",
    "target",
    "stretch",
    "at_least",
    "at_most",
    "value",
    "target_in_force",
    "score",
    "expected",
    "status",
    "flags",
    "confidence",
    "last_update",
    "weight",
    "due",
    "done",
    "supports",
    "ambition",
    "why",
    "guardrails",
    "tags",
    "url",
    "added",
    "dropped",
    "retired",
    "replaced_by",
    "date",
    "by",
    "was",
    "reason",
    "grade",
    "worked",
    "did_not_work",
    "learned",
    "final_score",
    "formerly",
    "carried_from",
    "carried_actual",
    "carried_target",
    "measure",
    "frequency",
    "source",
    "indicator",
    "aggregate",
    "decimals",
    "category",
    "health",
    "drives",
    "benchmark",
    "benchmark_source",
    "chart_from",
    "green",
    "amber",
];

/// The columns that are worked out, or stand elsewhere already: for whoever looks at the table.
pub const FOR_THE_READER: [&str; 11] = [
    "team",
    "objective",
    "key_result",
    "value",
    "target_in_force",
    "score",
    "expected",
    "status",
    "flags",
    "confidence",
    "last_update",
];

/// A thing: its kind and its cells by column. What it could have and has not is there as well.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its cells in the order in which they were put; the first is its type.
    cells: Vec<(&'static str, Option<Cell>)>,
}

impl Row {
    /// A row of that type.
    pub fn new(kind: RowKind) -> Self {
        Self {
            cells: vec![("type", Some(Cell::Text(kind.word().to_owned())))],
        }
    }

    /// A row of a table whose rows are all of one type.
    fn plain() -> Self {
        Self { cells: Vec::new() }
    }

    /// What it has in a column.
    pub fn get(&self, column: &str) -> Option<&Cell> {
        let found = self.cells.iter().find(|(name, _)| *name == column);
        found.and_then(|(_, cell)| cell.as_ref())
    }

    /// Its cells by column.
    pub fn cells(&self) -> impl Iterator<Item = (&'static str, Option<&Cell>)> {
        self.cells.iter().map(|(name, cell)| (*name, cell.as_ref()))
    }

    fn put(&mut self, column: &'static str, cell: Option<Cell>) -> &mut Self {
        self.cells.push((column, cell));
        self
    }

    fn text(&mut self, column: &'static str, text: Option<impl ToString>) -> &mut Self {
        self.put(column, text.map(|text| Cell::Text(text.to_string())))
    }

    fn word(&mut self, column: &'static str, text: impl ToString) -> &mut Self {
        self.text(column, Some(text))
    }

    fn number(&mut self, column: &'static str, number: Option<f64>) -> &mut Self {
        self.put(column, number.map(Cell::Number))
    }

    fn figure(&mut self, column: &'static str, figure: Option<f64>) -> &mut Self {
        self.put(column, figure.map(Cell::Figure))
    }

    fn day(&mut self, column: &'static str, day: Option<NaiveDate>) -> &mut Self {
        self.text(column, day)
    }

    fn yes(&mut self, column: &'static str, yes: bool) -> &mut Self {
        self.put(column, Some(Cell::Flag(yes)))
    }

    fn list<S: ToString>(&mut self, column: &'static str, items: &[S]) -> &mut Self {
        let items: Vec<String> = items.iter().map(ToString::to_string).collect();
        self.put(column, (!items.is_empty()).then_some(Cell::List(items)))
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for (column, cell) in &self.cells {
            map.serialize_entry(column, cell)?;
        }
        map.end()
    }
}

/// As a table for a spreadsheet.
pub fn csv(columns: &[&'static str], rows: &[Row]) -> String {
    let at: HashMap<&str, usize> = columns.iter().enumerate().map(|(i, c)| (*c, i)).collect();
    let mut sheet = Sheet::new(columns);
    for row in rows {
        let mut cells = vec![String::new(); columns.len()];
        for (column, cell) in row.cells() {
            if let (Some(&at), Some(cell)) = (at.get(column), cell) {
                cells[at] = cell.written();
            }
        }
        sheet.row(&cells);
    }
    sheet.finish()
}

/// `{"schema":1,"okrs":[…]}` or `{"schema":1,"checkins":[…]}`.
pub fn json(what: &'static str, rows: &[Row]) -> String {
    let view: HashMap<&str, &[Row]> = HashMap::from([(what, rows)]);
    document(&view)
}
