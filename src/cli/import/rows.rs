//! Rows as readings of KPIs, every fault with its row and column.

use super::columns::{Columns, Values};
use super::faults::Faults;
use super::readings::ReadingsArgs;
use super::table::{Row, Table};
use super::when;
use crate::cli::args;
use crate::cli::args::goals;
use crate::cli::context::Context;
use crate::cli::exit::Failure;
use crate::model::{Invalid, Kpi, KpiId, Quantity};
use crate::store::load::{Loaded, Store};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// A value of a KPI on a day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    /// In the KPI's unit.
    pub(super) value: Quantity,
    /// What there is to say.
    pub(super) note: Option<String>,
    /// The row it stands in.
    pub(super) row: usize,
}

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Readings {
    /// By KPI and day.
    pub(super) found: BTreeMap<(KpiId, NaiveDate), Reading>,
    /// Cells without a value.
    pub(super) blank: usize,
    /// Rows that `--where` leaves out.
    pub(super) left_out: usize,
}

/// Reads rows.
pub(super) struct Reader<'a> {
    store: &'a Store,
    loaded: &'a Loaded,
    args: &'a ReadingsArgs,
    context: &'a Context,
    known: HashMap<String, KpiId>,
    readings: Readings,
    faults: Faults,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        store: &'a Store,
        loaded: &'a Loaded,
        args: &'a ReadingsArgs,
        context: &'a Context,
    ) -> Self {
        Self {
            store,
            loaded,
            args,
            context,
            known: HashMap::new(),
            readings: Readings::default(),
            faults: Faults::default(),
        }
    }

    /// Reads the whole table.
    ///
    /// # Errors
    /// Names every faulty cell, or the first rows with one.
    pub(super) fn read(mut self, mut table: Table) -> Result<Readings, Failure> {
        let columns = Columns::new(&table, self.args)?;
        let given = self.args.kpi.as_deref().map(|name| self.kpi(name));
        let given = given.transpose()?;
        let header = table.header.clone();
        let wide = self.wide(&columns, &header)?;
        while let Some(row) = table.next()? {
            let passes = |(at, value): &(usize, String)| row.cell(*at) == Ok(value.as_str());
            if !columns.only.iter().all(passes) {
                self.readings.left_out += 1;
                continue;
            }
            match &columns.values {
                Values::Of { value, kpi } => {
                    let cells = Cells::new(&columns, &header, *value);
                    let of = (*kpi, given.as_ref());
                    self.of(&row, &cells, of);
                }
                Values::Long { kpi, value } => {
                    let cells = Cells::new(&columns, &header, *value);
                    self.long(&row, &cells, *kpi);
                }
                Values::Wide(_) => {
                    for (column, kpi) in &wide {
                        let cells = Cells::new(&columns, &header, *column);
                        self.row(&row, &cells, Some(kpi));
                    }
                }
            }
        }
        self.faults.finish(&table.name)?;
        Ok(self.readings)
    }

    /// The KPI of each column of a wide table.
    fn wide(
        &mut self,
        columns: &Columns,
        header: &[String],
    ) -> Result<Vec<(usize, KpiId)>, Failure> {
        let Values::Wide(all) = &columns.values else {
            return Ok(Vec::new());
        };
        let named = all.iter().map(|&column| {
            let kpi = self.kpi(&header[column]).map_err(|failure| Failure {
                message: format!("column `{}`: {}", header[column], failure.message),
                ..failure
            });
            Ok((column, kpi?))
        });
        let named = named.collect::<Result<Vec<_>, Failure>>()?;
        if named.is_empty() {
            let failure = Failure::usage("the table has days and no values");
            return Err(failure.help("a column a KPI, or --kpi K and a column `value`"));
        }
        Ok(named)
    }

    fn kpi(&mut self, name: &str) -> Result<KpiId, Failure> {
        if let Some(known) = self.known.get(name) {
            return Ok(known.clone());
        }
        let cycle = self.store.settings().cycle_on(self.context.today);
        let (root, workspace) = (Some(self.store.root()), &self.loaded.workspace);
        let id = goals::find_kpi(name, root, workspace, cycle)?;
        self.known.insert(name.to_owned(), id.clone());
        Ok(id)
    }

    /// A row of the KPI that is given, unless it names another one itself.
    fn of(
        &mut self,
        row: &Row<'_>,
        cells: &Cells<'_>,
        (column, given): (Option<usize>, Option<&KpiId>),
    ) {
        if let (Some(column), Some(given)) = (column, given)
            && let Ok(name) = row.cell(column)
            && !name.is_empty()
        {
            let named = self.kpi(name).unwrap_or_else(|_| given.clone());
            if named != *given {
                let why = Invalid::new(format!("names {named}, and --kpi says {given}"))
                    .help("leave --kpi out, or pick rows with --where");
                return self.fault(row, &cells.header[column], &why);
            }
            // What another tool calls it is looked up once.
            self.known.insert(name.to_owned(), named);
        }
        self.row(row, cells, given);
    }

    fn long(&mut self, row: &Row<'_>, cells: &Cells<'_>, column: usize) {
        let blank = row.cell(cells.value).is_ok_and(str::is_empty);
        let named = match row.cell(column) {
            Ok("") if blank => None,
            Ok("") => {
                let why = Invalid::new("names no KPI");
                return self.fault(row, &cells.header[column], &why);
            }
            Ok(name) => match self.kpi(name) {
                Ok(kpi) => Some(kpi),
                Err(failure) => {
                    let why = Invalid {
                        message: failure.message,
                        help: failure.help,
                    };
                    return self.fault(row, &cells.header[column], &why);
                }
            },
            Err(why) => return self.fault(row, &cells.header[column], &Invalid::new(why)),
        };
        self.row(row, cells, named.as_ref());
    }

    fn row(&mut self, row: &Row<'_>, cells: &Cells<'_>, kpi: Option<&KpiId>) {
        let text = match row.cell(cells.value) {
            Ok(text) => text,
            Err(why) => return self.fault(row, cells.value_name(), &Invalid::new(why)),
        };
        let Some(kpi) = kpi.filter(|_| !text.is_empty()) else {
            self.readings.blank += 1;
            return;
        };
        let value = match self.value(text, kpi) {
            Ok(value) => value,
            Err(why) => return self.fault(row, cells.value_name(), &why),
        };
        let date = match self.date(row, cells) {
            Ok(date) => date,
            Err((column, why)) => return self.fault(row, column, &why),
        };
        let note = match cells.columns.note.map_or(Ok(""), |at| row.cell(at)) {
            Ok(note) => args::unguarded(note),
            Err(why) => return self.fault(row, "note", &Invalid::new(why)),
        };
        let reading = Reading {
            value,
            note: (!note.is_empty()).then(|| note.to_owned()),
            row: row.number,
        };
        self.add(row, cells, kpi, date, reading);
    }

    fn add(
        &mut self,
        row: &Row<'_>,
        cells: &Cells<'_>,
        kpi: &KpiId,
        date: NaiveDate,
        reading: Reading,
    ) {
        let key = (kpi.clone(), date);
        if let Some(there) = self.readings.found.get(&key) {
            if there.value != reading.value {
                let (before, now) = (there.value.get(), reading.value.get());
                let why = format!(
                    "{kpi} has {now} for {date}, and {before} in row {}",
                    there.row
                );
                self.fault(
                    row,
                    cells.value_name(),
                    &Invalid::new(why).help("one value a day"),
                );
            }
            return;
        }
        self.readings.found.insert(key, reading);
    }

    fn value(&self, text: &str, kpi: &KpiId) -> Result<Quantity, Invalid> {
        let text = args::unguarded(text);
        let turned;
        let text = if self.args.decimal_comma {
            turned = point_for_comma(text)?;
            &turned
        } else {
            text
        };
        // What a program has written: digits, a point, an exponent.
        let written = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E');
        let digits = text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
            && text.ends_with(|c: char| c.is_ascii_digit());
        if digits
            && text.bytes().all(written)
            && let Ok(value) = text.parse::<f64>()
        {
            // At the largest number itself neighbours are no longer told apart.
            return match value.abs() < Quantity::LARGEST {
                true => Quantity::new(value),
                false => Err(Invalid::new(format!("{} is too large", args::shown(text)))
                    .help("give it in thousands or millions, and say so in the unit")),
            };
        }
        let found: Option<&Kpi> = self.loaded.workspace.kpis.get(kpi);
        let unit = found.and_then(|kpi| kpi.unit.as_deref());
        let value = args::number::number(text, unit)?;
        Quantity::new(value)
    }

    fn date<'c>(&self, row: &Row<'_>, cells: &Cells<'c>) -> Result<NaiveDate, (&'c str, Invalid)> {
        let columns = &cells.columns.date;
        let name = |at: usize| cells.header[at].as_str();
        let mut parts = Vec::new();
        for &at in columns {
            let cell = row.cell(at).map_err(|why| (name(at), Invalid::new(why)))?;
            if cell.is_empty() {
                return Err((name(at), Invalid::new("is empty beside a value")));
            }
            parts.push(cell);
        }
        let first = columns.first().map_or("date", |&at| name(at));
        let format = self.args.date_format.as_deref();
        let day = match parts[..] {
            [one] => when::day(one, format, self.store.settings()),
            _ => {
                let names: Vec<_> = columns.iter().map(|&at| name(at)).collect();
                let text = when::joined(&names, &parts, format.is_none());
                when::day(&text, format, self.store.settings())
            }
        };
        let today = self.context.today;
        let day = day.map_err(|why| (first, why))?;
        args::date::not_future(day, today).map_err(|why| {
            let why = why.help(format!(
                "a reading speaks of today ({today}) or an earlier day"
            ));
            (first, why)
        })
    }

    fn fault(&mut self, row: &Row<'_>, column: &str, why: &Invalid) {
        self.faults.cell(row.number, column, why);
    }
}

/// Where a reading's cells stand in a row.
struct Cells<'c> {
    columns: &'c Columns,
    header: &'c [String],
    value: usize,
}

impl<'c> Cells<'c> {
    fn new(columns: &'c Columns, header: &'c [String], value: usize) -> Self {
        Self {
            columns,
            header,
            value,
        }
    }

    fn value_name(&self) -> &'c str {
        &self.header[self.value]
    }
}

/// `1.234,5` as `1234.5`.
fn point_for_comma(text: &str) -> Result<String, Invalid> {
    let (whole, fraction) = match text.split_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut groups = whole.split(['.', ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next().unwrap_or_default();
    let threes = groups.all(|group| group.len() == 3);
    let again = fraction.is_some_and(|f| f.contains([',', '.']));
    if !threes || again {
        return Err(
            Invalid::new(format!("{} is not a number", args::shown(text)))
                .help("with --decimal-comma write it like 73,8 or 1.234,5"),
        );
    }
    let rest: String = whole[first.len()..]
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let fraction = fraction.map(|f| format!(".{f}")).unwrap_or_default();
    Ok(format!("{first}{rest}{fraction}"))
}
