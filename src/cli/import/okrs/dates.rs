//! Days as other tools write them. `03/04/2025` says by itself not which is the month: the other
//! days of the file do, else the day is read first.

use crate::cli::args;
use crate::model::Invalid;
use chrono::NaiveDate;

/// How the days of a table are written.
#[derive(Debug, Clone)]
pub(super) struct Days {
    format: Option<String>,
    month_first: bool,
    /// What was taken for granted, where something was.
    pub(super) assumed: Option<String>,
}

impl Days {
    /// Looks at all days of a table.
    pub(super) fn new<'t>(format: Option<&str>, all: impl Iterator<Item = &'t str>) -> Self {
        let mut days = Self {
            format: format.map(str::to_owned),
            month_first: false,
            assumed: None,
        };
        if format.is_some() {
            return days;
        }
        let mut open = None;
        let (mut day_first, mut month_first) = (None, None);
        for text in all {
            let Some([first, second, _]) = slashed(text) else {
                continue;
            };
            if first > 12 {
                day_first.get_or_insert(text);
            } else if second > 12 {
                month_first.get_or_insert(text);
            } else if first != second {
                open.get_or_insert(text);
            }
        }
        days.month_first = month_first.is_some() && day_first.is_none();
        days.assumed = open.map(|open| {
            let read = days
                .day(open)
                .map_or_else(|_| String::new(), |day| day.to_string());
            let (open, order) = (
                args::shown(open),
                if days.month_first { "month" } else { "day" },
            );
            match day_first.or(month_first) {
                Some(shows) if day_first.is_none() || month_first.is_none() => format!(
                    "days are written {order} first, as {} shows: {open} is {read}",
                    args::shown(shows)
                ),
                _ => format!(
                    "{open} is read as {read}, the {order} first: --date-format %m/%d/%Y reads the \
                     month first"
                ),
            }
        });
        days
    }

    /// The day that a cell means.
    ///
    /// # Errors
    /// It is none, or not written so.
    pub(super) fn day(&self, text: &str) -> Result<NaiveDate, Invalid> {
        let refused = || Invalid::new("is no date");
        if let Some(format) = &self.format {
            let read = NaiveDate::parse_from_str(text, format);
            return read.map_err(|_| Invalid::new(format!("is not written as {format}")));
        }
        if let Some(day) = text.get(..10).and_then(|iso| iso.parse().ok()) {
            return Ok(day);
        }
        let [first, second, year] = slashed(text).ok_or_else(refused)?;
        let (day, month) = match self.month_first && text.contains('/') {
            true => (second, first),
            false => (first, second),
        };
        let year = i32::try_from(year).map_err(|_| refused())?;
        NaiveDate::from_ymd_opt(year, month, day).ok_or_else(refused)
    }
}

/// The parts of `31/12/2025` and `31.12.2025`.
fn slashed(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.trim().split(['/', '.']).map(|part| part.parse().ok());
    let read = [parts.next()??, parts.next()??, parts.next()??];
    let whole = parts.next().is_none() && (1000..=9999).contains(&read[2]);
    whole.then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(all: &[&str]) -> Days {
        Days::new(None, all.iter().copied())
    }

    #[test]
    fn other_days_tell_which_is_the_month() {
        let read = |days: &Days, text: &str| days.day(text).map(|day| day.to_string()).ok();
        let unknown = days(&["01/01/2025", "03/04/2025"]);
        assert_eq!(read(&unknown, "03/04/2025").as_deref(), Some("2025-04-03"));
        assert!(unknown.assumed.clone().unwrap().contains("--date-format"));
        let american = days(&["03/04/2025", "12/31/2025"]);
        assert_eq!(read(&american, "03/04/2025").as_deref(), Some("2025-03-04"));
        assert_eq!(read(&american, "31.12.2025").as_deref(), Some("2025-12-31"));
        assert!(american.assumed.clone().unwrap().contains("12/31/2025"));
        assert_eq!(days(&["01/01/2025", "31/12/2025"]).assumed, None);
        for bad in [
            "",
            "31/31/2025",
            "1/2",
            "1/2/3/2025",
            "01/02/25",
            "ä.1.2025",
        ] {
            assert_eq!(read(&unknown, bad), None, "{bad}");
        }
    }
}
