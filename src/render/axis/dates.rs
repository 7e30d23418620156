//! Axes of days: ticks on days that people know, such as the first of a month.

use chrono::{Datelike, Days, Months, NaiveDate};

/// How far apart ticks are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Every {
    /// From the axis's first day on.
    Days(u64),
    /// On first days of a month.
    Months(u32),
}

/// What an axis may show, from the finest steps to the coarsest.
pub(crate) fn choices(
    from: NaiveDate,
    to: NaiveDate,
) -> impl Iterator<Item = (Every, Vec<NaiveDate>)> {
    use Every::{Days, Months};
    let days = (to - from).num_days();
    let by_day = [Days(1), Days(2), Days(7), Days(14)];
    let by_month = [1, 2, 3, 6, 12, 24, 60, 120, 600].map(Months);
    // Weeks begin on other days than months: a quarter is told by its months.
    let few = by_day.into_iter().filter(move |_| days <= 45);
    let all = few.chain(by_month);
    all.map(move |every| (every, steps(from, to, every)))
}

/// The days of a step within the axis; months count from January.
fn steps(from: NaiveDate, to: NaiveDate, every: Every) -> Vec<NaiveDate> {
    let mut day = match every {
        Every::Days(_) => Some(from),
        Every::Months(step) => first_of_month(from, step),
    };
    let mut all = Vec::new();
    while let Some(at) = day.filter(|&day| day <= to && all.len() <= 400) {
        all.push(at);
        day = match every {
            Every::Days(step) => at.checked_add_days(Days::new(step)),
            Every::Months(step) => at.checked_add_months(Months::new(step)),
        };
    }
    all
}

/// The first month's beginning on or after `from` that lies whole steps after a January.
fn first_of_month(from: NaiveDate, step: u32) -> Option<NaiveDate> {
    let mut day = from.with_day(1)?;
    if day < from {
        day = day.checked_add_months(Months::new(1))?;
    }
    let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    while step < 12 && months(day) % i64::from(step) != 0 {
        day = day.checked_add_months(Months::new(1))?;
    }
    while step >= 12 && (day.month() != 1 || day.year() % (step as i32 / 12) != 0) {
        day = day.checked_add_months(Months::new(1))?;
    }
    Some(day)
}
