//! Updates from a file: CSV with a header, or JSON.

use super::ask::Line;
use crate::cli::context::Context;
use crate::cli::exit::{Code, Failure};
use serde::Deserialize;
use std::io::Read;
use std::path::Path;

/// No list of updates that a person means is larger.
const LARGEST: u64 = 16 * 1024 * 1024;

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) date: Option<String>,
    pub(super) by: Option<String>,
    pub(super) plan: Option<String>,
    pub(super) blockers: Vec<String>,
    pub(super) wins: Vec<String>,
    pub(super) lines: Vec<Line>,
}

impl From<Vec<Line>> for File {
    fn from(lines: Vec<Line>) -> Self {
        Self {
            lines,
            ..Self::default()
        }
    }
}

/// Reads a file, or standard input for `-`.
pub(super) fn read(path: &Path, context: &Context) -> Result<File, Failure> {
    let name = if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    let refused = |error: std::io::Error| Failure::unreadable(&name, &error);
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(refused)?;
    } else {
        let file = std::fs::File::open(context.current.join(path)).map_err(refused)?;
        file.take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(refused)?;
    }
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::new(
            Code::Invalid,
            "too-large",
            format!("{name} is larger than 16 MiB"),
        ));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::new(
            Code::Invalid,
            "not-utf8",
            format!("{name} is not UTF-8 text"),
        )
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let file = if text.trim_start().starts_with(['{', '[']) {
        json(text, &name)?
    } else {
        csv(text, &name)?.into()
    };
    if file.lines.is_empty() {
        return Err(Failure::usage(format!("{name} holds no updates")).help(COLUMNS_HELP));
    }
    Ok(file)
}

const COLUMNS: [&str; 10] = [
    "goal",
    "kr",
    "kpi",
    "value",
    "confidence",
    "done",
    "note",
    "blocker",
    "unchanged",
    "date",
];
const COLUMNS_HELP: &str = "columns: goal (or kr, kpi), value, confidence, done, note, blocker, \
                            unchanged, date; several milestones are separated by `;`";

fn csv(text: &str, name: &str) -> Result<Vec<Line>, Failure> {
    let bad = |message: String| Failure::new(Code::Invalid, "invalid", message).help(COLUMNS_HELP);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    if text.matches('"').count() % 2 == 1 {
        return Err(bad(format!("{name}: a quote is opened and not closed")));
    }
    let header = reader
        .headers()
        .map_err(|e| bad(format!("{name}: {e}")))?
        .clone();
    for (place, column) in header.iter().enumerate() {
        if header
            .iter()
            .take(place)
            .any(|c| c.eq_ignore_ascii_case(column))
        {
            return Err(bad(format!("{name}: the column `{column}` is there twice")));
        }
        if !COLUMNS.contains(&column.to_lowercase().as_str()) {
            return Err(bad(format!("{name}: there is no column `{column}`")));
        }
    }
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| bad(uneven(name, &e)))?;
        let row = record.position().map_or(0, csv::Position::line);
        let mut line = Line {
            place: Some(format!("{name}, line {row}")),
            ..Line::default()
        };
        for (column, cell) in header.iter().zip(&record) {
            if !cell.is_empty() {
                fill(&mut line, &column.to_lowercase(), cell);
            }
        }
        if line.goal.is_empty() {
            return Err(bad(format!("{name}, line {row}: no goal is named")));
        }
        lines.push(line);
    }
    Ok(lines)
}

/// What is wrong with a row that has too few or too many cells.
fn uneven(name: &str, error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            pos: Some(pos),
            expected_len,
            len,
        } => {
            let line = pos.line();
            format!("{name}, line {line}: {len} cells, where the header has {expected_len}")
        }
        _ => format!("{name}: {error}"),
    }
}

fn fill(line: &mut Line, column: &str, cell: &str) {
    // Spreadsheets guard texts that look like formulas with a leading `'`.
    let text = || cell.strip_prefix('\'').unwrap_or(cell).to_owned();
    match column {
        "goal" | "kr" => line.goal = text(),
        "kpi" if line.goal.is_empty() => line.goal = text(),
        "value" => line.value = Some(text()),
        "confidence" => line.confidence = Some(text()),
        "done" => {
            line.done = cell
                .split(';')
                .map(|d| d.trim().to_owned())
                .filter(|d| !d.is_empty())
                .collect();
        }
        "note" => line.note = Some(text()),
        "blocker" => line.blocker = Some(text()),
        "unchanged" => {
            line.unchanged = matches!(cell.to_lowercase().as_str(), "true" | "yes" | "1" | "x");
        }
        "date" => line.date = Some(text()),
        _ => {}
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonFile {
    #[serde(default)]
    #[allow(
        dead_code,
        reason = "accepted so that what readers print can be read back"
    )]
    schema: Option<u8>,
    date: Option<String>,
    by: Option<String>,
    plan: Option<String>,
    #[serde(default)]
    blockers: Vec<String>,
    #[serde(default)]
    wins: Vec<String>,
    updates: Vec<JsonLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonLine {
    #[serde(alias = "kr")]
    goal: Option<String>,
    kpi: Option<String>,
    value: Option<Amount>,
    confidence: Option<Amount>,
    #[serde(default)]
    done: Vec<String>,
    note: Option<String>,
    blocker: Option<String>,
    #[serde(default)]
    unchanged: bool,
    date: Option<String>,
}

/// A JSON number, or a number as people type it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Amount {
    Number(serde_json::Number),
    Text(String),
}

impl Amount {
    fn text(self) -> String {
        match self {
            Self::Number(number) => number
                .as_f64()
                .map_or_else(|| number.to_string(), |n| format!("{n}")),
            Self::Text(text) => text,
        }
    }
}

fn json(text: &str, name: &str) -> Result<File, Failure> {
    let bad = |error: serde_json::Error| {
        Failure::new(Code::Invalid, "invalid", format!("{name}: {error}")).help(
            "a list of updates, or an object with `updates`, `date`, `by`, `plan`, `blockers`, `wins`",
        )
    };
    let list = text.trim_start().starts_with('[');
    let file: JsonFile = if list {
        let updates = serde_json::from_str(text).map_err(bad)?;
        JsonFile {
            schema: None,
            date: None,
            by: None,
            plan: None,
            blockers: Vec::new(),
            wins: Vec::new(),
            updates,
        }
    } else {
        serde_json::from_str(text).map_err(bad)?
    };
    let mut lines = Vec::new();
    for (i, update) in file.updates.into_iter().enumerate() {
        let place = format!("{name}, update {}", i + 1);
        let Some(goal) = update.goal.or(update.kpi) else {
            let message = format!("{place}: no goal is named");
            return Err(Failure::new(Code::Invalid, "invalid", message));
        };
        lines.push(Line {
            place: Some(place),
            goal,
            value: update.value.map(Amount::text),
            done: update.done,
            confidence: update.confidence.map(Amount::text),
            note: update.note,
            blocker: update.blocker,
            unchanged: update.unchanged,
            date: update.date,
        });
    }
    Ok(File {
        date: file.date,
        by: file.by,
        plan: file.plan,
        blockers: file.blockers,
        wins: file.wins,
        lines,
    })
}
