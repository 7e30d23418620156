//! A JSON document as the table that it stands for.

use crate::cli::exit::{Code, Failure};
use crate::render::csv::is_guarded;
use serde::Deserialize;
use serde_json::Number;
use std::io::{self, BufRead, Cursor, Read};

/// No document that a person means is larger.
const LARGEST: u64 = 64 * 1024 * 1024;

/// What `okr export readings --format json` writes.
#[derive(Deserialize)]
struct Document {
    readings: Vec<Reading>,
}

#[derive(Deserialize)]
struct Reading {
    kpi: Option<String>,
    date: String,
    value: Option<Value>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a number")]
enum Value {
    Number(Number),
    Text(String),
}

/// The same input, as CSV where it is a document.
///
/// # Errors
/// It begins like a document and is none.
pub(super) fn as_table(
    name: &str,
    mut from: Box<dyn BufRead>,
) -> Result<(Box<dyn Read>, bool), Failure> {
    let refused = |why: String| Failure::new(Code::Invalid, "invalid", format!("{name}: {why}"));
    let start = from
        .fill_buf()
        .map_err(|error| refused(error.to_string()))?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let first = start.iter().find(|b| !b.is_ascii_whitespace());
    if !matches!(first, Some(b'{' | b'[')) {
        return Ok((from, false));
    }
    let mut text = String::new();
    let read = from.take(LARGEST + 1).read_to_string(&mut text);
    read.map_err(|error| refused(error.to_string()))?;
    if text.len() as u64 > LARGEST {
        return Err(refused("is larger than 64 MiB".to_owned()));
    }
    let text = text.trim_start_matches('\u{feff}');
    let readings = match text.trim_start().starts_with('[') {
        true => serde_json::from_str(text),
        false => serde_json::from_str(text).map(|document: Document| document.readings),
    };
    let readings: Vec<Reading> = readings.map_err(|error| {
        refused(error.to_string())
            .help("a list of readings, each with kpi, date and value, or an object with `readings`")
    })?;
    let table = table(readings).map_err(|error| refused(error.to_string()))?;
    Ok((Box::new(Cursor::new(table)), true))
}

fn table(readings: Vec<Reading>) -> io::Result<Vec<u8>> {
    let named = readings.iter().any(|reading| reading.kpi.is_some());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let kpi = named.then_some("kpi");
    writer.write_record(["date", "value", "note"].into_iter().chain(kpi))?;
    for reading in readings {
        let value = match reading.value {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Text(text)) => text,
            None => String::new(),
        };
        let note = reading.note.unwrap_or_default();
        // As a sheet would guard it: import takes the first `'` off.
        let note = match is_guarded(&note) {
            true => format!("'{note}"),
            false => note,
        };
        let kpi = named.then(|| reading.kpi.unwrap_or_default());
        writer.write_record([reading.date, value, note].into_iter().chain(kpi))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}
