//! The axis of days: as many real dates as have room.

use super::frame::Frame;
use super::words::width;
use crate::render::axis::{Every, choices};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// A date beneath the axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DayTick {
    /// Where the day is.
    pub(super) x: f64,
    /// The middle of its label.
    pub(super) middle: f64,
    pub(super) label: String,
    /// Beneath the label, where the year begins or is told for the first time.
    pub(super) year: Option<String>,
}

/// Between two labels.
const GAP: f64 = 12.0;
/// More dates than this only clutter.
const MOST: usize = 12;

pub(super) fn ticks(frame: &Frame) -> Vec<DayTick> {
    let (from, to) = frame.days;
    let fitting = choices(from, to).find_map(|(every, days)| {
        let few = (1..=MOST).contains(&days.len());
        few.then(|| placed(every, &days, frame)).flatten()
    });
    fitting.unwrap_or_default()
}

fn placed(every: Every, days: &[NaiveDate], frame: &Frame) -> Option<Vec<DayTick>> {
    let mut ticks: Vec<DayTick> = Vec::new();
    let mut taken = f64::NEG_INFINITY;
    let mut told = None;
    for &day in days {
        let (label, year) = words(every, day);
        let year = year.filter(|_| told.replace(day.year()) != Some(day.year()));
        let wide = width(&label).max(year.as_deref().map_or(0.0, width));
        let x = frame.x(day);
        let middle = x.clamp(wide / 2.0, (frame.width - wide / 2.0).max(wide / 2.0));
        if middle - wide / 2.0 < taken + GAP {
            return None;
        }
        taken = middle + wide / 2.0;
        ticks.push(DayTick {
            x,
            middle,
            label,
            year,
        });
    }
    (taken <= frame.width).then_some(ticks)
}

fn words(every: Every, day: NaiveDate) -> (String, Option<String>) {
    let year = day.format("%Y").to_string();
    match every {
        Every::Days(_) => (day.format("%-d %b").to_string(), Some(year)),
        Every::Months(12..) => (year, None),
        Every::Months(_) => (day.format("%b").to_string(), Some(year)),
    }
}

/// Small ticks without dates: the Mondays of a quarter, the months of some years.
pub(super) fn between(frame: &Frame) -> Vec<f64> {
    let (from, to) = frame.days;
    let (first, step): (_, fn(NaiveDate) -> Option<NaiveDate>) = match (to - from).num_days() {
        8..=130 => {
            let week = from.week(Weekday::Mon).checked_first_day();
            let week = week.unwrap_or(from);
            (week, |day| day.checked_add_days(Days::new(7)))
        }
        131..=1500 => {
            let month = from.with_day(1).unwrap_or(from);
            (month, |day| day.checked_add_months(Months::new(1)))
        }
        ..=7 | 1501.. => return Vec::new(),
    };
    let days = std::iter::successors(Some(first), |day| step(*day));
    let days = days.take_while(|day| *day <= to);
    days.filter(|day| *day >= from)
        .map(|day| frame.x(day))
        .collect()
}
