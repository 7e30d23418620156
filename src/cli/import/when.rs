//! Days as exports write them: a date, or a period that stands for its last day.

use crate::cli::args;
use crate::model::{CycleId, Invalid, Settings};
use chrono::NaiveDate;
use chrono::format::{Parsed, StrftimeItems, parse};

/// The day that a cell means.
///
/// # Errors
/// It is neither a date nor a period, or does not fit the format.
pub(super) fn day(
    text: &str,
    format: Option<&str>,
    settings: &Settings,
) -> Result<NaiveDate, Invalid> {
    match format {
        Some(format) => formatted(text, format),
        None => plain(text, settings),
    }
}

/// An ISO date, with or without a time behind it, or a cycle in any spelling.
fn plain(text: &str, settings: &Settings) -> Result<NaiveDate, Invalid> {
    let (date, rest) = text.split_at_checked(10).unwrap_or((text, ""));
    let timed = rest.is_empty() || rest.strip_prefix(['T', ' ']).is_some_and(is_time);
    if let (true, Ok(day)) = (timed && date.len() == 10, date.parse()) {
        return Ok(day);
    }
    match period(text) {
        Some(cycle) => Ok(settings.calendar.end(cycle)),
        None if timed && digits_and_dashes(date) => Err(Invalid::new(format!(
            "{} is no day of the calendar",
            args::shown(text)
        ))),
        None => Err(
            Invalid::new(format!("{} is not a date", args::shown(text))).help(
                "write it like 2026-07-14, 2026-07 or 2026-Q3, or say how it is written, such as \
                 --date-format %d.%m.%Y",
            ),
        ),
    }
}

/// `09:12`, and what may follow: seconds, a zone, am or pm.
fn is_time(text: &str) -> bool {
    let hour = text.find(|c: char| !c.is_ascii_digit());
    let rest = hour.filter(|at| (1..=2).contains(at)).map(|at| &text[at..]);
    rest.and_then(|rest| rest.strip_prefix(':'))
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn digits_and_dashes(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// `2026`, `2026-07`, `2026-Q3` and `2026Q3`.
fn period(text: &str) -> Option<CycleId> {
    if let Some(cycle) = CycleId::parse_any_case(text) {
        return Some(cycle);
    }
    let (year, part) = text.split_at_checked(4)?;
    CycleId::parse_any_case(&format!("{year}-{part}"))
}

fn formatted(text: &str, format: &str) -> Result<NaiveDate, Invalid> {
    let mut parsed = Parsed::new();
    let refused = || {
        let message = format!("{} is not written as {format}", args::shown(text));
        Invalid::new(message).help("--date-format says how: %d.%m.%Y reads 14.07.2026")
    };
    parse(&mut parsed, text, StrftimeItems::new(format)).map_err(|_| refused())?;
    if let Ok(day) = parsed.to_naive_date() {
        return Ok(day);
    }
    let year = parsed.year().ok_or_else(refused)?;
    // A month or a year stands for its last day.
    let after = match (parsed.day(), parsed.month()) {
        (Some(_), _) => None,
        (None, None | Some(12)) => NaiveDate::from_ymd_opt(year + 1, 1, 1),
        (None, Some(month)) => NaiveDate::from_ymd_opt(year, month + 1, 1),
    };
    after.and_then(|day| day.pred_opt()).ok_or_else(refused)
}

/// The cells of several columns as one: year 2022 and quarter 1 become `2022-Q1`. `names` are the
/// columns' names. With a format the cells stand as they are, a `-` between them.
pub(super) fn joined(names: &[&str], cells: &[&str], plain: bool) -> String {
    let parts = names.iter().zip(cells).map(|(name, cell)| {
        let number: Option<u32> = cell.parse().ok();
        let letter = match name.to_lowercase().as_str() {
            "quarter" | "q" | "qtr" => "Q",
            "half" | "half-year" | "semester" => "H",
            "trimester" => "T",
            _ => "",
        };
        match number.filter(|_| plain) {
            Some(number) if !letter.is_empty() => format!("{letter}{number}"),
            Some(number) if number < 10 => format!("{number:02}"),
            Some(_) | None => (*cell).to_owned(),
        }
    });
    parts.collect::<Vec<_>>().join("-")
}
