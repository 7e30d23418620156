//! Rows as records: cells by their column's name, from CSV or from JSON.

use super::faults::Faults;
use super::table::Table;
use crate::cli::args;
use crate::cli::exit::{Code, Failure};
use crate::model::{Invalid, Quantity};
use crate::render::exchange::cell::{split, unescaped};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, Read};

/// No document that a person means is larger.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A table as a whole.
pub(super) struct Records {
    /// What it is called in messages.
    pub(super) name: String,
    /// Its columns, as they are called there.
    pub(super) header: Vec<String>,
    /// Its rows.
    pub(super) rows: Vec<Record>,
}

/// A row.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Its number, as a spreadsheet counts; in JSON its place in the list, from 1.
    pub(super) row: usize,
    cells: HashMap<String, Cell>,
}

/// What stands in a cell.
#[derive(Debug)]
enum Cell {
    /// As CSV holds it.
    Written(String),
    /// As JSON holds it.
    Text(String),
    /// A number of JSON.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// A list of texts.
    List(Vec<String>),
}

/// Reads a table; `what` names the list in a document of JSON.
///
/// # Errors
/// It cannot be read, or a cell is not UTF-8.
pub(super) fn read(
    name: &str,
    mut from: Box<dyn BufRead>,
    delimiter: u8,
    what: &str,
) -> Result<Records, Failure> {
    let start = from
        .fill_buf()
        .map_err(|error| refused(name, &error.to_string()))?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let first = start.iter().find(|b| !b.is_ascii_whitespace());
    if matches!(first, Some(b'{' | b'[')) {
        return document(name, from, what);
    }
    let mut table = Table::new(name.to_owned(), from, delimiter)?;
    let header = table.header.clone();
    once_each(&header).map_err(|why| refused_at(name, &why))?;
    let mut faults = Faults::default();
    let mut rows = Vec::new();
    while let Some(row) = table.next()? {
        let mut record = Record {
            row: row.number,
            cells: HashMap::new(),
        };
        for (at, column) in header.iter().enumerate() {
            match row.whole_cell(at) {
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => {
                    let written = Cell::Written(text.to_owned());
                    record.cells.insert(column.clone(), written);
                }
                Err(why) => faults.cell(row.number, column, &Invalid::new(why)),
            }
        }
        rows.push(record);
    }
    faults.finish(name)?;
    Ok(Records {
        name: name.to_owned(),
        header,
        rows,
    })
}

fn refused(name: &str, why: &str) -> Failure {
    Failure::new(Code::Invalid, "invalid", format!("{name}: {why}"))
}

fn refused_at(name: &str, why: &str) -> Failure {
    let failure = Failure::new(Code::Invalid, "invalid", format!("{name}, {why}"));
    failure.help("nothing was written")
}

/// Of two columns of one name one would be lost. Those without a name hold nothing that is kept.
fn once_each(header: &[String]) -> Result<(), String> {
    let mut seen = HashSet::new();
    let mut named = header.iter().filter(|column| !column.is_empty());
    match named.find(|column| !seen.insert(column.as_str())) {
        None => Ok(()),
        Some(column) => {
            let shown = args::shown(column);
            Err(format!("row 1: two columns are called {shown}: rename one"))
        }
    }
}

fn document(name: &str, from: Box<dyn BufRead>, what: &str) -> Result<Records, Failure> {
    let mut text = String::new();
    let read = from.take(LARGEST + 1).read_to_string(&mut text);
    read.map_err(|error| refused(name, &error.to_string()))?;
    if text.len() as u64 > LARGEST {
        return Err(refused(name, "is larger than 64 MiB"));
    }
    let text = text.trim_start_matches('\u{feff}');
    let parsed: Value =
        serde_json::from_str(text).map_err(|error| refused(name, &error.to_string()))?;
    let list = match parsed {
        Value::Array(list) => Some(list),
        Value::Object(mut map) => match map.remove(what) {
            Some(Value::Array(list)) => Some(list),
            _ => None,
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    };
    let list = list.ok_or_else(|| {
        refused(name, "is no document of these").help(format!(
            "it needs a list `{what}`, as `okr export {what} --format json` writes it"
        ))
    })?;
    let mut records = Records {
        name: name.to_owned(),
        header: Vec::new(),
        rows: Vec::new(),
    };
    let mut faults = Faults::default();
    for (i, item) in list.into_iter().enumerate() {
        records
            .rows
            .push(object(i + 1, item, &mut records.header, &mut faults));
    }
    faults.finish(name)?;
    Ok(records)
}

fn object(row: usize, item: Value, header: &mut Vec<String>, faults: &mut Faults) -> Record {
    let mut record = Record {
        row,
        cells: HashMap::new(),
    };
    let Value::Object(map) = item else {
        faults.row(row, &Invalid::new("is no object"));
        return record;
    };
    for (column, value) in map {
        if !header.contains(&column) {
            header.push(column.clone());
        }
        match cell(value) {
            Ok(Some(cell)) => {
                record.cells.insert(column, cell);
            }
            Ok(None) => {}
            Err(why) => faults.cell(row, &column, &Invalid::new(why)),
        }
    }
    record
}

fn cell(value: Value) -> Result<Option<Cell>, &'static str> {
    Ok(Some(match value {
        Value::Null => return Ok(None),
        Value::Bool(flag) => Cell::Flag(flag),
        Value::Number(number) => Cell::Number(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => Cell::Text(text),
        Value::Array(items) => {
            let texts = items.into_iter().map(|item| match item {
                Value::String(text) => Ok(text),
                _ => Err("holds something else than texts"),
            });
            Cell::List(texts.collect::<Result<_, _>>()?)
        }
        Value::Object(_) => return Err("is an object, where a text or a number is meant"),
    }))
}

impl Record {
    /// Whether nothing stands in the column.
    pub(super) fn is_blank(&self, column: &str) -> bool {
        !self.cells.contains_key(column)
    }

    /// The text as export has written it; a blank one is none.
    pub(super) fn text(&self, column: &str) -> Option<String> {
        Some(match self.cells.get(column)? {
            // Export writes no CR: where there is one, a spreadsheet has put it before a line break.
            Cell::Written(text) => unescaped(&args::unguarded(text).replace("\r\n", "\n")),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Flag(flag) => flag.to_string(),
            Cell::List(items) => items.join("; "),
        })
    }

    /// The items of a list as export has written it.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        match self.cells.get(column) {
            None => Vec::new(),
            Some(Cell::List(items)) => items.clone(),
            Some(_) => split(&self.text(column).unwrap_or_default()),
        }
    }

    /// A number as a program has written it, or as people do.
    ///
    /// # Errors
    /// It is none.
    pub(super) fn number(&self, column: &str) -> Result<Option<f64>, Invalid> {
        let text = match self.cells.get(column) {
            None => return Ok(None),
            Some(Cell::Number(number)) => return Ok(Some(*number)),
            Some(_) => self.text(column).unwrap_or_default(),
        };
        let text = text.trim();
        let written = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E');
        if text.bytes().all(written)
            && let Ok(number) = text.parse::<f64>()
        {
            return Ok(Some(number));
        }
        args::number::number(text, None).map(Some)
    }

    /// The same, as a quantity.
    ///
    /// # Errors
    /// It is no number to keep.
    pub(super) fn quantity(&self, column: &str) -> Result<Option<Quantity>, Invalid> {
        self.number(column)?.map(Quantity::new).transpose()
    }

    /// A cell of another tool: its text without the blanks around it; empty where there is none.
    pub(super) fn plain(&self, column: &str) -> String {
        match self.cells.get(column) {
            Some(Cell::Written(text)) => args::unguarded(text.trim()).trim().to_owned(),
            Some(_) => self.text(column).unwrap_or_default().trim().to_owned(),
            None => String::new(),
        }
    }
}
