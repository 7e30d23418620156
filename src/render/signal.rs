//! Signals in plain words.

use super::Style;
use super::text::count;
use crate::method::{Chart, FEWEST, Rule, Side, Signal};
use crate::model::Direction;
use chrono::{Datelike, NaiveDate};

/// What there is to say of a KPI's chart, in one sentence without a full stop.
pub fn sentence(chart: &Chart, today: NaiveDate) -> String {
    if chart.limits.is_none() {
        let number = count(chart.points.len(), "reading");
        return format!("{number}: a change shows from {FEWEST} readings on");
    }
    if let Some(signal) = chart.latest() {
        let month = month(signal.since, today);
        return format!("something changed in {month}: {}", what(signal));
    }
    let last = chart.signals.iter().map(|signal| signal.date).max();
    let since = last.or(chart.points.first().map(|(day, _)| *day));
    let since = since.map(|day| format!(" since {}", month(day, today)));
    format!("noise: nothing changed{}", since.unwrap_or_default())
}

/// The same for a cell of a table, with its style; empty where there are too few readings.
pub fn cell(chart: &Chart, direction: Direction) -> (String, Style) {
    match chart.latest() {
        Some(signal) => {
            let style = if signal.is_wrong(direction) {
                Style::Red
            } else {
                Style::Green
            };
            (format!("something changed\n{}", what(signal)), style)
        }
        None if chart.limits.is_some() => ("noise".to_owned(), Style::Dim),
        None => (String::new(), Style::Dim),
    }
}

/// What makes the readings a signal: `eight in a row above the centre`.
pub fn what(signal: Signal) -> String {
    let way = signal.side.word();
    let limit = match signal.side {
        Side::Below => "lower",
        Side::Above => "upper",
    };
    match signal.rule {
        Rule::Outside => format!("{way} the {limit} limit"),
        Rule::Run => format!("{} in a row {way} the centre", number(signal.readings)),
        Rule::NearLimit => format!("three of four near the {limit} limit"),
    }
}

fn number(count: usize) -> String {
    let word = match count {
        8 => "eight",
        9 => "nine",
        10 => "ten",
        11 => "eleven",
        12 => "twelve",
        other => return other.to_string(),
    };
    word.to_owned()
}

/// `May`, or `May 2025` where that is not this year.
fn month(day: NaiveDate, today: NaiveDate) -> String {
    let format = if day.year() == today.year() {
        "%B"
    } else {
        "%B %Y"
    };
    day.format(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monthly(values: &[f64]) -> Chart {
        let month = |i: usize| NaiveDate::from_ymd_opt(2025, 9, 30).unwrap() + months(i);
        Chart::new((0..).map(month).zip(values.iter().copied()).collect())
    }

    fn months(count: usize) -> chrono::Months {
        chrono::Months::new(u32::try_from(count).unwrap())
    }

    fn said(values: &[f64]) -> String {
        sentence(
            &monthly(values),
            NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
        )
    }

    #[test]
    fn each_chart_in_one_sentence() {
        let calm = [10.0, 11.0, 10.0, 12.0, 9.0, 10.0, 11.0];
        assert_eq!(said(&calm), "noise: nothing changed since September 2025");
        assert_eq!(
            said(&calm[..5]),
            "5 readings: a change shows from 6 readings on"
        );
        let fall = [&calm[..], &[-20.0]].concat();
        assert_eq!(
            said(&fall),
            "something changed in April: below the lower limit"
        );
        let shift = [[10.0, 11.0].repeat(4), [14.0, 15.0].repeat(4)].concat();
        assert_eq!(
            said(&shift),
            "something changed in May: eight in a row above the centre"
        );
    }

    #[test]
    fn after_a_signal_there_is_noise_since_then() {
        let once = [10.0, 11.0, 10.0, 11.0, 40.0, 10.0, 11.0, 10.0];
        assert_eq!(said(&once), "noise: nothing changed since January");
    }
}
