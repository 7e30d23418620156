//! All KPIs in one table.

use super::{THEME, spark};
use crate::render::grid::{Column, Grid};
use crate::render::numbers::with_unit;
use crate::render::report::{Charted, Report};
use crate::render::text::clean;
use crate::render::{goal, signal};

/// The table; nothing where there are none.
pub(super) fn kpis(report: &Report<'_, '_>) -> String {
    if report.kpis.is_empty() {
        return String::new();
    }
    let mut grid = Grid::new(vec![
        Column::fixed("KPI"),
        Column::fixed("value").right(),
        Column::fixed("target").right(),
        Column::fixed("status"),
        Column::fixed("course"),
        Column::fixed("signal"),
        Column::fixed("forecast"),
        Column::fixed("last reading").right(),
        Column::fixed("pushed by"),
    ]);
    for charted in &report.kpis {
        grid.row(row(report, charted));
    }
    grid.markdown_lines()
}

fn row(report: &Report<'_, '_>, charted: &Charted<'_>) -> Vec<crate::render::grid::Cell> {
    let state = &charted.state;
    let kpi = state.kpi;
    let amount = |value| with_unit(value, kpi.decimals, kpi.unit.as_deref());
    let dash = || THEME.dash().to_owned();
    let target = state.target;
    let target = target.map(|target| goal::kpi_target(target, kpi, THEME));
    let overdue = if state.overdue { "overdue" } else { "" };
    let forecast = state.forecast.as_ref();
    let forecast = forecast.map(|forecast| goal::ahead(forecast, report.cycle.end, amount));
    let signal = match state.chart.points.is_empty() {
        true => String::new(),
        false => signal::sentence(&state.chart, report.cycle.as_of),
    };
    let last = state.last_reading.map(|day| day.to_string());
    vec![
        format!("{} ({})", clean(&kpi.name), kpi.id.short()).into(),
        state.value.map_or_else(dash, amount).into(),
        target.unwrap_or_else(dash).into(),
        status_with(goal::kpi_status(state.status, THEME), overdue).into(),
        spark(&state.chart.points).into(),
        signal.into(),
        forecast.unwrap_or_default().into(),
        last.unwrap_or_default().into(),
        state.followed_by.join("\n").into(),
    ]
}

fn status_with(status: String, more: &str) -> String {
    match more.is_empty() {
        true => status,
        false => format!("{status}, {more}"),
    }
}
