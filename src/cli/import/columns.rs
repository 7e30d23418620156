//! Which columns of a table hold what.

use super::readings::ReadingsArgs;
use super::source;
use super::table::Table;
use crate::cli::exit::{Code, Failure};
use crate::render::text::list;

/// Where things stand.
pub(super) struct Columns {
    /// The day, in one column or several.
    pub(super) date: Vec<usize>,
    /// The values.
    pub(super) values: Values,
    /// What there is to say.
    pub(super) note: Option<usize>,
    /// Cells that a row must have to be taken.
    pub(super) only: Vec<(usize, String)>,
}

/// The three forms of a table.
pub(super) enum Values {
    /// One KPI, named outside.
    Of {
        /// The column of values.
        value: usize,
        /// A column that may name another KPI all the same.
        kpi: Option<usize>,
    },
    /// A column names the KPI.
    Long {
        /// The column of names.
        kpi: usize,
        /// The column of values.
        value: usize,
    },
    /// A column a KPI.
    Wide(Vec<usize>),
}

impl Columns {
    /// Finds them in the header.
    ///
    /// # Errors
    /// One is missing, or there twice.
    pub(super) fn new(table: &Table, args: &ReadingsArgs) -> Result<Self, Failure> {
        let header = Header(table);
        let date = match args.date_column.as_deref() {
            None => vec![header.find("date", "--date-column")?],
            Some(text) if header.position(text).is_some() => vec![header.find(text, "")?],
            Some(text) => {
                let parts = text
                    .split(',')
                    .map(|name| header.find(name.trim(), "--date-column"));
                parts.collect::<Result<_, _>>()?
            }
        };
        let only = args.only.iter().map(|text| header.condition(text));
        let only = only.collect::<Result<Vec<_>, _>>()?;
        let value = args.value_column.as_deref();
        let values = match (&args.kpi, header.position("kpi")) {
            (Some(_), kpi) => {
                let value = header.find(value.unwrap_or("value"), "--value-column")?;
                // Whoever picks rows by it knows what it says.
                let picked = |kpi: &usize| only.iter().any(|(at, _)| at == kpi);
                let kpi = kpi.filter(|kpi| *kpi != value && !picked(kpi));
                Values::Of { value, kpi }
            }
            (None, Some(kpi)) => Values::Long {
                kpi,
                value: header.find(value.unwrap_or("value"), "--value-column")?,
            },
            (None, None) if value.is_some() => {
                return Err(Failure::usage("--value-column needs to know of which KPI")
                    .help("name it: --kpi K"));
            }
            (None, None) if header.position("value").is_some() => {
                return Err(header
                    .refused("has a column `value` and says not of which KPI")
                    .help("name it with --kpi K, or in a column `kpi`"));
            }
            (None, None) => {
                let known = |i: &usize| date.contains(i) || only.iter().any(|(at, _)| at == i);
                let rest = (0..table.header.len()).filter(|i| !known(i));
                Values::Wide(rest.collect())
            }
        };
        let wide = matches!(values, Values::Wide(_));
        let note = header.position("note").filter(|_| !wide);
        Ok(Self {
            date,
            values,
            note,
            only,
        })
    }
}

struct Header<'t>(&'t Table);

impl Header<'_> {
    fn position(&self, name: &str) -> Option<usize> {
        let names = &self.0.header;
        names
            .iter()
            .position(|column| column.eq_ignore_ascii_case(name))
    }

    fn find(&self, name: &str, flag: &str) -> Result<usize, Failure> {
        let names = self.0.header.iter();
        let found: Vec<_> = names
            .enumerate()
            .filter(|(_, column)| column.eq_ignore_ascii_case(name))
            .map(|(at, _)| at)
            .collect();
        match found[..] {
            [one] => Ok(one),
            [] => Err(self.missing(name, flag)),
            _ => Err(self.refused(&format!("has the column `{name}` twice"))),
        }
    }

    fn missing(&self, name: &str, flag: &str) -> Failure {
        let names = &self.0.header;
        let refused = self.refused(&format!("has no column `{name}`"));
        if let Some(help) = source::separated_otherwise(names) {
            return refused.help(help);
        }
        let shown: Vec<_> = names.iter().take(12).map(String::as_str).collect();
        let more = if names.len() > 12 { ", …" } else { "" };
        let which = match flag {
            "" => String::new(),
            flag => format!("; {flag} names another"),
        };
        refused.help(format!("its columns: {}{more}{which}", list(&shown)))
    }

    /// `COLUMN=VALUE`.
    fn condition(&self, text: &str) -> Result<(usize, String), Failure> {
        let (column, value) = text.split_once('=').ok_or_else(|| {
            Failure::usage(format!("--where {text}: say COLUMN=VALUE"))
                .help("such as --where iso2_code=DE")
        })?;
        Ok((
            self.find(column.trim(), "--where")?,
            value.trim().to_owned(),
        ))
    }

    fn refused(&self, what: &str) -> Failure {
        Failure::new(Code::Invalid, "invalid", format!("{} {what}", self.0.name))
    }
}
