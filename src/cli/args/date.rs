//! Dates as people type them: `2026-07-14`, `yesterday`, `last friday`, `3 days ago`, `-3d`.

use super::shown;
use crate::model::Invalid;
use chrono::{Datelike, Days, Month, NaiveDate, Weekday};

/// Reads a date, relative ones as seen from `today`. A weekday is the last one strictly before it.
///
/// # Errors
/// Refuses dates that do not exist, other orders of day and month, and words for days to come; the
/// help shows the date that is probably meant.
pub fn date(text: &str, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => Err(Invalid::new("a date is missing").help(ways(today))),
        ["today"] => Ok(today),
        ["yesterday"] => ago(1, text, today),
        ["tomorrow"] => Err(ahead(text, today.succ_opt())),
        ["next", day] => Err(ahead(text, weekday(day).and_then(|day| coming(day, today)))),
        ["in", ..] => Err(ahead(text, None)),
        [day] | ["last", day] if weekday(day).is_some() => {
            let back = weekday(day).map_or(7, |day| days_since(day, today));
            ago(back, text, today)
        }
        ["last", "week"] => Err(refused(text).help("write 1 week ago, or the date")),
        [span, "ago"] => match span_of(span) {
            Some(days) => ago(days, text, today),
            None => Err(refused(text).help(ways(today))),
        },
        [count, unit, "ago"] => counted(count, unit, text, today),
        [word] => single(word, text, today),
        _ => Err(refused(text).help(ways(today))),
    }
}

/// The same `date` where it is not after `today`: a check-in speaks of what was.
///
/// # Errors
/// Names the date and the day that counts as today.
pub fn not_future(date: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    if date <= today {
        return Ok(date);
    }
    Err(
        Invalid::new(format!("{date} lies in the future")).help(format!(
            "a check-in speaks of today ({today}) or an earlier day"
        )),
    )
}

fn refused(text: &str) -> Invalid {
    Invalid::new(format!("{} is not a date", shown(text.trim())))
}

fn ways(today: NaiveDate) -> String {
    format!("write one like {today}, yesterday, last friday, 3 days ago or -3d")
}

fn ahead(text: &str, meant: Option<NaiveDate>) -> Invalid {
    let refused = Invalid::new(format!("{} is a day to come", shown(text.trim())));
    match meant {
        Some(date) => refused.help(format!("write the date out: {date}")),
        None => refused.help("write the date out, as year-month-day"),
    }
}

fn ago(days: u64, text: &str, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    let date = today.checked_sub_days(Days::new(days));
    date.filter(|date| date.year() >= 1).ok_or_else(|| {
        Invalid::new(format!("{} is too long ago", shown(text.trim())))
            .help("dates begin with the year 1")
    })
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "mon" | "monday" => Weekday::Mon,
        "tue" | "tues" | "tuesday" => Weekday::Tue,
        "wed" | "wednesday" => Weekday::Wed,
        "thu" | "thur" | "thurs" | "thursday" => Weekday::Thu,
        "fri" | "friday" => Weekday::Fri,
        "sat" | "saturday" => Weekday::Sat,
        "sun" | "sunday" => Weekday::Sun,
        _ => return None,
    })
}

/// Days since the last `day` before today: 1 to 7.
fn days_since(day: Weekday, today: NaiveDate) -> u64 {
    match today.weekday().days_since(day) {
        0 => 7,
        days => u64::from(days),
    }
}

fn coming(day: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    today.checked_add_days(Days::new(7 - days_since(day, today) % 7))
}

/// `3`, `days`, of `3 days ago`.
fn counted(count: &str, unit: &str, text: &str, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    let count = match count {
        "a" | "an" | "one" => Some(1),
        _ => whole(count),
    };
    let length = match unit {
        "day" | "days" | "d" => 1,
        "week" | "weeks" | "w" => 7,
        _ => {
            let help = format!("count in days or weeks, or write the date, such as {today}");
            return Err(refused(text).help(help));
        }
    };
    let count = count.ok_or_else(|| refused(text).help(ways(today)))?;
    ago(count.saturating_mul(length), text, today)
}

/// Digits alone; too many of them are simply too long ago.
fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

/// The days of `3d` or `2w`.
fn span_of(text: &str) -> Option<u64> {
    let (count, length) = match text.strip_suffix('d') {
        Some(count) => (count, 1),
        None => (text.strip_suffix('w')?, 7),
    };
    Some(whole(count)?.saturating_mul(length))
}

/// `-3d`, an ISO date, or one in another order.
fn single(word: &str, text: &str, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    if let Some(days) = word.strip_prefix(['-', '−']).and_then(span_of) {
        return ago(days, text, today);
    }
    if let Some(span) = word
        .strip_prefix('+')
        .filter(|span| span_of(span).is_some())
    {
        let days = span_of(span).unwrap_or(0);
        return Err(ahead(text, today.checked_add_days(Days::new(days))));
    }
    if span_of(word).is_some() {
        return Err(refused(text).help(format!("write -{word} for the past")));
    }
    let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
    if let [year, month, day] = parts[..]
        && let (Some(y), Some(m), Some(d)) = (whole(year), whole(month), whole(day))
    {
        let iso = [year.len(), month.len(), day.len()] == [4, 2, 2];
        if iso && word.as_bytes()[4] == b'-' && word.as_bytes()[7] == b'-' {
            return calendar(y, m, d);
        }
        return Err(meant(
            text,
            [y, m, d],
            year.len(),
            word.contains('/'),
            today,
        ));
    }
    let compact = word.len() == 8 && whole(word).is_some();
    let iso = match (compact, word.split_once('t')) {
        (true, _) => format!("{}-{}-{}", &word[..4], &word[4..6], &word[6..]),
        (false, Some((day, _))) => day.to_owned(),
        (false, None) => String::new(),
    };
    if iso.len() == 10 && iso != word && date(&iso, today).is_ok() {
        return Err(refused(text).help(format!("write {iso}")));
    }
    Err(refused(text).help(ways(today)))
}

/// The day of a year, month and day, or why there is none.
fn calendar(year: u64, month: u64, day: u64) -> Result<NaiveDate, Invalid> {
    if !(1..=9999).contains(&year) {
        return Err(Invalid::new(format!("there is no year {year:04}")));
    }
    let named = u8::try_from(month)
        .ok()
        .and_then(|m| Month::try_from(m).ok());
    let Some(name) = named.map(|month| month.name()) else {
        return Err(Invalid::new(format!("there is no month {month}"))
            .help("dates are written year-month-day"));
    };
    ymd(year, month, day).ok_or_else(|| Invalid::new(format!("there is no {day} {name} {year}")))
}

fn ymd(year: u64, month: u64, day: u64) -> Option<NaiveDate> {
    let year = i32::try_from(year)
        .ok()
        .filter(|y| (1..=9999).contains(y))?;
    NaiveDate::from_ymd_opt(year, month.try_into().ok()?, day.try_into().ok()?)
}

/// Three numbers in another order or shape, with what they are probably meant to be: year first, or
/// day first, or with slashes also month first.
fn meant(
    text: &str,
    [a, b, c]: [u64; 3],
    first_digits: usize,
    slashes: bool,
    today: NaiveDate,
) -> Invalid {
    let full = |year: u64| if year < 100 { 2000 + year } else { year };
    let mut dates = match (first_digits, slashes) {
        (4, _) => vec![ymd(a, b, c)],
        (_, false) => vec![ymd(full(c), b, a)],
        (_, true) => vec![ymd(full(c), a, b), ymd(full(c), b, a)],
    };
    dates.dedup();
    let dates: Vec<String> = dates.iter().flatten().map(NaiveDate::to_string).collect();
    if dates.is_empty() {
        return refused(text).help(ways(today));
    }
    refused(text).help(format!("write {}", dates.join(" or ")))
}

#[cfg(test)]
mod tests;
