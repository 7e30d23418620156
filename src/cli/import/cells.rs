//! The cells of a row of `okr`'s own export as values; what is wrong with one is noted.

use super::faults::Faults;
use super::record::Record;
use crate::model::{Invalid, Quantity, Weight};
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::HashSet;

/// A row and the faults of its table.
pub(super) struct Cells<'r> {
    pub(super) record: &'r Record,
    faults: &'r RefCell<Faults>,
    /// The columns that were asked for.
    asked: RefCell<HashSet<String>>,
}

impl<'r> Cells<'r> {
    pub(super) fn new(record: &'r Record, faults: &'r RefCell<Faults>) -> Self {
        Self {
            record,
            faults,
            asked: RefCell::default(),
        }
    }

    /// Notes what is wrong with a cell.
    pub(super) fn fault(&self, column: &str, why: &Invalid) {
        self.faults.borrow_mut().cell(self.record.row, column, why);
    }

    /// Notes what is wrong with the row.
    pub(super) fn row_fault(&self, why: &str) {
        let why = Invalid::new(why);
        self.faults.borrow_mut().row(self.record.row, &why);
    }

    /// Counts a column as read.
    pub(super) fn ask(&self, column: &str) {
        if !self.asked.borrow().contains(column) {
            self.asked.borrow_mut().insert(column.to_owned());
        }
    }

    /// Those of `columns` that are filled, and that nothing has asked for.
    pub(super) fn unread<'c>(&self, columns: &[&'c str]) -> Vec<&'c str> {
        let asked = self.asked.borrow();
        let unread = columns.iter().copied();
        let unread = unread.filter(|column| !self.record.is_blank(column));
        unread.filter(|column| !asked.contains(*column)).collect()
    }

    fn kept<T>(&self, column: &str, read: Result<Option<T>, Invalid>) -> Option<T> {
        read.unwrap_or_else(|why| {
            self.fault(column, &why);
            None
        })
    }

    /// The text, if there is one.
    pub(super) fn text(&self, column: &str) -> Option<String> {
        self.ask(column);
        self.record.text(column)
    }

    /// What the text means, if there is one.
    pub(super) fn read<T>(
        &self,
        column: &str,
        read: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let text = self.text(column);
        let text = text.as_deref().map(str::trim);
        self.kept(column, text.map(read).transpose())
    }

    /// What the text means; there must be one.
    pub(super) fn need<T>(
        &self,
        column: &str,
        read: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        if self.record.is_blank(column) {
            self.fault(column, &Invalid::new("is empty"));
            return None;
        }
        self.read(column, read)
    }

    /// The items of a list.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        self.ask(column);
        self.record.list(column)
    }

    /// What each item of a list means.
    pub(super) fn each<T>(
        &self,
        column: &str,
        read: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Vec<T> {
        let items = self.list(column);
        let read = items.iter().map(|item| read(item.trim()));
        let read = read.collect::<Result<Vec<T>, Invalid>>().map(Some);
        self.kept(column, read).unwrap_or_default()
    }

    /// The number, if there is one.
    pub(super) fn number(&self, column: &str) -> Option<f64> {
        self.ask(column);
        self.kept(column, self.record.number(column))
    }

    /// The quantity, if there is one.
    pub(super) fn quantity(&self, column: &str) -> Option<Quantity> {
        self.ask(column);
        self.kept(column, self.record.quantity(column))
    }

    /// The weight; 1 where there is none.
    pub(super) fn weight(&self) -> Weight {
        let weight = self.number("weight").map(Weight::new).transpose();
        self.kept("weight", weight).unwrap_or_default()
    }

    /// The day, if there is one.
    pub(super) fn day(&self, column: &str) -> Option<NaiveDate> {
        self.read(column, |text| {
            text.parse().map_err(|_| {
                let shown = crate::cli::args::shown(text);
                Invalid::new(format!("{shown} is no date")).help("write it like 2026-07-14")
            })
        })
    }

    /// Whether the flag is set.
    pub(super) fn yes(&self, column: &str) -> bool {
        let flag = self.read(column, |text| match text.to_ascii_lowercase().as_str() {
            "true" | "yes" => Ok(true),
            "false" | "no" => Ok(false),
            _ => Err(Invalid::new("is neither true nor false")),
        });
        flag.unwrap_or_default()
    }
}

/// The one of `known` that a word names.
///
/// # Errors
/// Names them all.
pub(super) fn word<T: Copy>(
    text: &str,
    known: &[T],
    word: impl Fn(T) -> &'static str,
) -> Result<T, Invalid> {
    let found = known.iter().find(|&&k| word(k).eq_ignore_ascii_case(text));
    found.copied().ok_or_else(|| {
        let words: Vec<_> = known.iter().map(|&k| word(k)).collect();
        let shown = crate::cli::args::shown(text);
        Invalid::new(format!("{shown} is none of {}", words.join(", ")))
    })
}
