//! Readings of KPIs on their way in and out.

use super::Theme;
use super::csv::Sheet;
use super::json::{Number, document};
use super::numbers::{exact, number};
use super::text::{clean, count};
use chrono::NaiveDate;
use serde::Serialize;

/// What an import did.
pub struct Imported {
    /// Where it came from.
    pub from: String,
    /// The KPIs with new readings.
    pub kpis: Vec<ImportedKpi>,
    /// Values that took the place of others.
    pub replaced: Vec<ImportedValue>,
    /// How many were there already.
    pub same: usize,
    /// Cells without a value.
    pub blank: usize,
    /// Rows that were left out.
    pub left_out: usize,
    /// The files that were written.
    pub files: Vec<ImportedFile>,
    /// Whether nothing was written after all.
    pub dry_run: bool,
}

/// A KPI with new readings.
#[derive(Serialize)]
pub struct ImportedKpi {
    /// The KPI.
    pub id: String,
    /// How many are new.
    pub readings: usize,
    /// The first new day.
    #[serde(serialize_with = "day")]
    pub first: NaiveDate,
    /// The last new day.
    #[serde(serialize_with = "day")]
    pub last: NaiveDate,
    /// The value of that day.
    #[serde(serialize_with = "plain")]
    pub value: f64,
}

/// A value in the place of another.
#[derive(Serialize)]
pub struct ImportedValue {
    /// The KPI.
    pub kpi: String,
    /// The day.
    #[serde(serialize_with = "day")]
    pub date: NaiveDate,
    /// What stood there.
    #[serde(serialize_with = "plain")]
    pub before: f64,
    /// What stands there now.
    #[serde(serialize_with = "plain")]
    pub after: f64,
}

/// A file that was written.
#[derive(Serialize)]
pub struct ImportedFile {
    /// Relative to the workspace's root.
    pub path: String,
    /// How many readings it holds.
    pub readings: usize,
}

fn plain<S: serde::Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    Number(*value).serialize(serializer)
}

fn day<S: serde::Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

impl Imported {
    /// How many readings are new.
    pub fn readings(&self) -> usize {
        self.kpis.iter().map(|kpi| kpi.readings).sum()
    }
}

/// Longer lists are cut.
const TOLD: usize = 12;

/// For a person.
pub fn imported(done: &Imported, theme: Theme) -> String {
    let would = if done.dry_run {
        "would import"
    } else {
        "imported"
    };
    let readings = count(done.readings(), "reading");
    let kpis = count(done.kpis.len(), "KPI");
    let mut out = match done.kpis.len() {
        0 => format!("nothing new in {}", clean(&done.from)),
        _ => format!("{would} {readings} of {kpis} from {}", clean(&done.from)),
    };
    let besides = [
        (done.same, "there already"),
        (done.replaced.len(), "replaced"),
        (done.blank, "blank"),
    ];
    for (number, what) in besides.into_iter().filter(|(number, _)| *number > 0) {
        out.push_str(&format!(
            ", {} {what}",
            super::numbers::number(number as f64, Some(0))
        ));
    }
    if done.left_out > 0 {
        out.push_str(&format!(", {} left out", count(done.left_out, "row")));
    }
    out.push('\n');
    let dash = theme.pick("–", "to");
    let arrow = theme.pick("→", "->");
    let kpis = done.kpis.iter().map(|kpi| {
        let readings = count(kpi.readings, "reading");
        let (first, last) = (kpi.first, kpi.last);
        let value = number(kpi.value, None);
        format!(
            "  {}  {readings}  {first} {dash} {last}  last {value}",
            kpi.id
        )
    });
    told(&mut out, kpis);
    let replaced = done.replaced.iter().map(|value| {
        let (before, after) = (exact(value.before), exact(value.after));
        format!("  {} {}  {before} {arrow} {after}", value.kpi, value.date)
    });
    told(&mut out, replaced);
    let files = done.files.iter();
    told(
        &mut out,
        files.map(|file| format!("  {}  {}", file.path, count(file.readings, "reading"))),
    );
    out
}

fn told(out: &mut String, lines: impl ExactSizeIterator<Item = String>) {
    let all = lines.len();
    for line in lines.take(TOLD) {
        out.push_str(&line);
        out.push('\n');
    }
    if all > TOLD {
        out.push_str(&format!("  and {} more\n", all - TOLD));
    }
}

/// For a script.
pub fn imported_json(done: &Imported) -> String {
    #[derive(Serialize)]
    struct View<'a> {
        imported: usize,
        same: usize,
        blank: usize,
        left_out: usize,
        kpis: &'a [ImportedKpi],
        replaced: &'a [ImportedValue],
        files: &'a [ImportedFile],
    }
    document(&View {
        imported: done.readings(),
        same: done.same,
        blank: done.blank,
        left_out: done.left_out,
        kpis: &done.kpis,
        replaced: &done.replaced,
        files: &done.files,
    })
}

/// A reading on its way out.
#[derive(Serialize)]
pub struct Exported<'a> {
    /// The KPI.
    pub kpi: &'a str,
    /// The day.
    #[serde(serialize_with = "day")]
    pub date: NaiveDate,
    /// In the KPI's unit.
    #[serde(serialize_with = "plain")]
    pub value: f64,
    /// What was said.
    pub note: Option<&'a str>,
}

/// As a table that import reads back.
pub fn csv(readings: &[Exported<'_>]) -> String {
    let mut sheet = Sheet::new(&["date", "kpi", "value", "note"]);
    for reading in readings {
        sheet.row(&[
            reading.date.to_string(),
            reading.kpi.to_owned(),
            exact(reading.value),
            reading.note.unwrap_or_default().to_owned(),
        ]);
    }
    sheet.finish()
}

/// As a document that import reads back.
pub fn json(readings: &[Exported<'_>]) -> String {
    #[derive(Serialize)]
    struct View<'a> {
        readings: &'a [Exported<'a>],
    }
    document(&View { readings })
}
