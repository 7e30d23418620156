//! Axes of days: ticks on days that people know (the first of a month), with real dates.

use crate::render::axis::choices;
use chrono::{Datelike, NaiveDate};

/// A tick: its column, where its label begins, and the label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub(super) column: usize,
    pub(super) begins: usize,
    pub(super) label: String,
}

/// Between two labels.
const GAP: usize = 2;

/// The column of a day, as a fraction, where `from` is the first of `width` columns and `to` the
/// last.
pub(super) fn column(day: NaiveDate, from: NaiveDate, to: NaiveDate, width: usize) -> f64 {
    let all = (to - from).num_days().max(1) as f64;
    (day - from).num_days() as f64 / all * width.saturating_sub(1) as f64
}

/// As many ticks as fit, with whole dates where three of them have room.
pub(super) fn ticks(from: NaiveDate, to: NaiveDate, width: usize) -> Vec<Tick> {
    let whole = finest(from, to, width, "%Y-%m-%d");
    let same_year = from.year() == to.year();
    if whole.len() >= 3 || !same_year {
        return whole;
    }
    let short = finest(from, to, width, "%m-%d");
    if short.len() > whole.len() {
        short
    } else {
        whole
    }
}

fn finest(from: NaiveDate, to: NaiveDate, width: usize, format: &str) -> Vec<Tick> {
    for (_, days) in choices(from, to) {
        if days.len() > width {
            continue;
        }
        if let Some(ticks) = placed(&days, (from, to), width, format) {
            return with_ends(ticks, (from, to), width, format);
        }
    }
    with_ends(Vec::new(), (from, to), width, format)
}

/// The ticks with their labels beneath; none where they would touch.
fn placed(
    days: &[NaiveDate],
    (from, to): (NaiveDate, NaiveDate),
    width: usize,
    format: &str,
) -> Option<Vec<Tick>> {
    let mut ticks: Vec<Tick> = Vec::new();
    for &day in days {
        let tick = tick(day, (from, to), width, format)?;
        let last = ticks.last();
        if last.is_some_and(|last| tick.begins < last.begins + last.label.len() + GAP) {
            return None;
        }
        ticks.push(tick);
    }
    Some(ticks).filter(|ticks| !ticks.is_empty())
}

fn tick(
    day: NaiveDate,
    (from, to): (NaiveDate, NaiveDate),
    width: usize,
    format: &str,
) -> Option<Tick> {
    let label = day.format(format).to_string();
    let column = column(day, from, to, width).round() as usize;
    let room = width.checked_sub(label.len())?;
    Some(Tick {
        column,
        begins: column.saturating_sub(label.len() / 2).min(room),
        label,
    })
}

/// The same with the first and the last day where there is room for them.
fn with_ends(
    mut ticks: Vec<Tick>,
    (from, to): (NaiveDate, NaiveDate),
    width: usize,
    format: &str,
) -> Vec<Tick> {
    let first = tick(from, (from, to), width, format);
    if let Some(first) = first {
        let free = ticks.first().map_or(width, |next| next.begins);
        if first.begins + first.label.len() + GAP <= free {
            ticks.insert(0, first);
        }
    }
    let last = tick(to, (from, to), width, format);
    if let Some(last) = last {
        let taken = ticks.last().map_or(0, |t| t.begins + t.label.len() + GAP);
        if last.begins >= taken {
            ticks.push(last);
        }
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(from: &str, to: &str, width: usize) -> Vec<String> {
        let ticks = ticks(from.parse().unwrap(), to.parse().unwrap(), width);
        for pair in ticks.windows(2) {
            assert!(pair[0].begins + pair[0].label.len() < pair[1].begins);
        }
        assert!(ticks.iter().all(|t| t.begins + t.label.len() <= width));
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn a_quarter_shows_its_months() {
        assert_eq!(
            labels("2026-07-01", "2026-09-30", 60),
            ["2026-07-01", "2026-08-01", "2026-09-01", "2026-09-30"]
        );
        assert_eq!(
            labels("2026-07-01", "2026-09-30", 30),
            ["07-01", "08-01", "09-01", "09-30"]
        );
    }

    #[test]
    fn other_spans_show_days_and_years() {
        assert_eq!(
            labels("2026-07-01", "2026-07-31", 80),
            [
                "2026-07-01",
                "2026-07-08",
                "2026-07-15",
                "2026-07-22",
                "2026-07-29"
            ]
        );
        assert_eq!(labels("2024-11-03", "2026-03-01", 60)[0], "2025-01-01");
        assert_eq!(labels("2026-07-01", "2026-07-01", 30), ["2026-07-01"]);
        assert_eq!(labels("2026-01-01", "2026-12-31", 8), ["01-01"]);
        assert!(labels("2026-01-01", "2026-12-31", 3).is_empty());
        assert!(labels("0001-01-01", "9999-12-31", 60).len() <= 5);
    }
}
