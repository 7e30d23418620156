//! All KPIs in one view.

use super::grid::{Cell, Column, Grid};
use super::numbers::{exact, with_unit};
use super::spark::spark;
use super::status::age;
use super::text::{clean, count};
use super::{Style, Theme};
use super::{goal, signal};
use crate::method::KpiState;
use crate::model::{CycleId, KpiTarget};
use chrono::NaiveDate;

/// `okr kpi` for a terminal.
pub fn table(cycle: CycleId, as_of: NaiveDate, shown: &[KpiState<'_>], theme: Theme) -> String {
    let dot = theme.pick(" · ", " | ");
    let number = count(shown.len(), "KPI");
    let head = format!("{number}{dot}{cycle}{dot}as of {as_of}");
    let head = theme.paint(Style::Bold, &head);
    if shown.is_empty() {
        return format!("{head}\n\nNo KPIs here yet.\n");
    }
    format!("{head}\n\n{}", grid(shown, as_of, theme).draw(theme))
}

/// `okr kpi --format markdown`.
pub fn markdown(shown: &[KpiState<'_>], as_of: NaiveDate) -> String {
    grid(shown, as_of, Theme::PLAIN).markdown()
}

fn grid(shown: &[KpiState<'_>], as_of: NaiveDate, theme: Theme) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("KPI"),
        Column::fixed("value").right(),
        Column::fixed("target").right(),
        Column::expendable("short", 4).right(),
        Column::fixed("status"),
        Column::expendable("trend", 3),
        Column::expendable("signal", 8),
        Column::expendable("pushed by", 6),
        Column::expendable("owner", 7),
        Column::expendable("read", 5).right(),
    ]);
    for state in shown {
        grid.row(row(state, as_of, theme));
    }
    grid
}

fn row(state: &KpiState<'_>, as_of: NaiveDate, theme: Theme) -> Vec<Cell> {
    let kpi = state.kpi;
    let dash = theme.dash();
    let value = state
        .value
        .map(|v| with_unit(v, kpi.decimals, kpi.unit.as_deref()));
    let style = goal::kpi_style(state.status);
    let read = match state.last_reading {
        Some(day) => age(day, as_of),
        None => "never".to_owned(),
    };
    let (read, late) = if state.overdue {
        (format!("{read}, overdue"), Style::Amber)
    } else {
        (read, Style::Dim)
    };
    let (signal, signal_style) = signal::cell(&state.chart, kpi.direction);
    let pushed = if state.followed_by.is_empty() {
        Cell::new("monitored only", Style::Dim)
    } else {
        state.followed_by.join("\n").into()
    };
    vec![
        Cell::new(
            format!("{} ({})", clean(&kpi.name), kpi.id.short()),
            Style::Bold,
        ),
        value.unwrap_or_else(|| dash.to_owned()).into(),
        target(state, theme).into(),
        state
            .shortfall
            .map(|s| format!("{s:.1} %"))
            .unwrap_or_default()
            .into(),
        Cell::new(goal::kpi_status(state.status, theme), style),
        trend(state, theme).into(),
        Cell::new(signal, signal_style),
        pushed,
        state
            .owner
            .map(ToString::to_string)
            .unwrap_or_default()
            .into(),
        Cell::new(read, late),
    ]
}

/// The target and, where it is not the cycle's own, whose it is: `80 % (annual)`.
fn target(state: &KpiState<'_>, theme: Theme) -> String {
    let Some(target) = state.target else {
        return theme.dash().to_owned();
    };
    let text = goal::kpi_target(target, state.kpi, theme);
    match state.target_from {
        Some(None) => format!("{text} (always)"),
        Some(Some(from))
            if state.annual_target.is_some() && from.kind() == crate::model::CycleKind::Year =>
        {
            format!("{text} (annual)")
        }
        Some(Some(_)) | None => text,
    }
}

/// The cycle's last readings as a line of blocks.
fn trend(state: &KpiState<'_>, theme: Theme) -> String {
    const MOST: usize = 12;
    let readings = &state.series.readings;
    let recent = &readings[readings.len().saturating_sub(MOST)..];
    if recent.len() < 2 {
        return String::new();
    }
    let values: Vec<_> = recent.iter().map(|r| Some(r.value)).collect();
    spark(&values, MOST, theme)
}

/// Rows for a spreadsheet.
pub fn csv(shown: &[KpiState<'_>]) -> String {
    let mut sheet = super::csv::Sheet::new(&[
        "id",
        "name",
        "unit",
        "direction",
        "indicator",
        "aggregate",
        "owner",
        "value",
        "target",
        "target_at_least",
        "target_at_most",
        "target_from",
        "annual_target",
        "shortfall",
        "status",
        "signal",
        "readings",
        "last_reading",
        "overdue",
        "followed_by",
    ]);
    let n = |v: Option<f64>| v.map(exact).unwrap_or_default();
    for state in shown {
        let kpi = state.kpi;
        let split = |target: Option<KpiTarget>| match target {
            Some(KpiTarget::Value(value)) => [Some(value.get()), None, None],
            Some(KpiTarget::Band(band)) => [None, band.at_least(), band.at_most()],
            None => [None; 3],
        };
        let [target, low, high] = split(state.target);
        let from = state.target_from.map(goal::target_key);
        sheet.row(&[
            kpi.id.to_string(),
            kpi.name.clone(),
            kpi.unit.clone().unwrap_or_default(),
            kpi.direction.word().to_owned(),
            kpi.indicator
                .map(|i| i.word().to_owned())
                .unwrap_or_default(),
            kpi.aggregate.word().to_owned(),
            state.owner.map(ToString::to_string).unwrap_or_default(),
            n(state.value),
            n(target),
            n(low),
            n(high),
            from.unwrap_or_default(),
            n(split(state.annual_target)[0]),
            n(state.shortfall),
            state.status.word().to_owned(),
            state
                .chart
                .latest()
                .map(|s| s.rule.word().to_owned())
                .unwrap_or_default(),
            state.series.readings.len().to_string(),
            state
                .last_reading
                .map(|d| d.to_string())
                .unwrap_or_default(),
            state.overdue.to_string(),
            state.followed_by.join(" "),
        ]);
    }
    sheet.finish()
}
