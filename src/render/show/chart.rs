//! The chart of a goal: its values, the lines that it is measured against, its pace.

use super::Around;
use crate::method::{
    Figures, KeyResultState, Kind, KpiState, ObjectiveState, Signal, success_level,
};
use crate::model::{Aggregate, KpiTarget};
use crate::render::chart::{Chart, Level};
use crate::render::{Style, goal};

/// An empty chart over the goal's cycle.
fn over(around: &Around<'_, '_>, unit: Option<&str>, decimals: Option<u8>) -> Chart {
    let days = around.days();
    let today = Some(around.day).filter(|day| (days.0..=days.1).contains(day));
    Chart {
        days,
        unit: unit.unwrap_or_default().to_owned(),
        decimals,
        points: around.course.points.clone(),
        levels: Vec::new(),
        pace: None,
        marked: Vec::new(),
        today,
    }
}

fn level(label: &str, value: f64, style: Style) -> Level {
    Level {
        label: label.to_owned(),
        value,
        style,
    }
}

fn asked(around: &Around<'_, '_>, name: &str) -> Option<(String, Vec<(chrono::NaiveDate, f64)>)> {
    let way = &around.course.asked;
    (way.len() > 1).then(|| (name.to_owned(), way.clone()))
}

/// Of a key result.
pub(super) fn of_key_result(state: &KeyResultState<'_>, around: &Around<'_, '_>) -> Chart {
    match state.figures.kind {
        Kind::Metric | Kind::Bounds => {
            let unit = goal::unit(state);
            measured(&state.figures, unit, goal::decimals(state), around)
        }
        Kind::Effort => {
            let mut chart = over(around, Some("%"), None);
            chart.levels.push(level("done", 100.0, Style::Green));
            chart.levels.push(level("", 0.0, Style::Dim));
            chart.pace = asked(around, "plan");
            chart
        }
        Kind::Rollup => score(around, None),
    }
}

/// Of an objective.
pub(super) fn of_objective(state: &ObjectiveState<'_>, around: &Around<'_, '_>) -> Chart {
    match (&state.figures, state.kpi) {
        (Some(figures), Some(kpi)) => measured(figures, kpi.unit.as_deref(), kpi.decimals, around),
        (Some(_), None) | (None, _) => score(around, success_level(state.terms.ambition)),
    }
}

/// A score over time, beside what was expected.
fn score(around: &Around<'_, '_>, success: Option<f64>) -> Chart {
    let mut chart = over(around, Some("score"), Some(2));
    let success = success.map(|success| level("success", success, Style::Green));
    chart.levels.extend(success);
    chart.levels.push(level("", 0.0, Style::Dim));
    chart.pace = asked(around, "expected");
    chart
}

fn measured(
    figures: &Figures<'_>,
    unit: Option<&str>,
    decimals: Option<u8>,
    around: &Around<'_, '_>,
) -> Chart {
    let mut chart = over(around, unit, decimals);
    let baseline = figures.baseline.filter(|_| figures.kind == Kind::Metric);
    let levels = [
        ("stretch", figures.stretch, Style::Dim),
        ("target", figures.target, Style::Green),
        ("commit", figures.commit, Style::Dim),
        ("baseline", baseline, Style::Dim),
        ("at most", figures.at_most, Style::Green),
        ("at least", figures.at_least, Style::Green),
    ];
    let levels = levels.into_iter();
    let levels = levels.filter_map(|(name, value, style)| Some(level(name, value?, style)));
    chart.levels = levels.collect();
    chart.pace = asked(around, "pace");
    chart
}

/// The process behaviour chart of a KPI's latest readings; none with too few of them.
pub(super) fn behaviour(state: &KpiState<'_>, around: &Around<'_, '_>) -> Option<Chart> {
    let (kpi, points) = (state.kpi, &state.chart.points);
    let limits = state.chart.limits?;
    let (first, _) = points.first()?;
    let mut chart = over(around, kpi.unit.as_deref(), kpi.decimals);
    chart.days = (*first, around.day);
    chart.today = None;
    chart.points.clone_from(points);
    // Of a sum the target is for the whole cycle, the readings are not.
    if kpi.aggregate != Aggregate::Sum {
        chart.levels = targets(state);
    }
    chart.levels.extend([
        level("upper limit", limits.upper, Style::Amber),
        level("centre", limits.centre, Style::Dim),
        level("lower limit", limits.lower, Style::Amber),
    ]);
    let signals = state.chart.signals.iter();
    let included = |signal: &Signal| {
        let (since, until) = (signal.since, signal.date);
        let days = points.iter().map(|(day, _)| *day);
        days.filter(move |day| (since..=until).contains(day))
    };
    chart.marked = signals.flat_map(included).collect();
    Some(chart)
}

/// Of a KPI.
pub(super) fn of_kpi(state: &KpiState<'_>, around: &Around<'_, '_>) -> Chart {
    let kpi = state.kpi;
    let mut chart = over(around, kpi.unit.as_deref(), kpi.decimals);
    chart.levels = targets(state);
    chart.pace = asked(around, "due");
    chart
}

fn targets(state: &KpiState<'_>) -> Vec<Level> {
    match state.target {
        Some(KpiTarget::Value(target)) => vec![level("target", target.get(), Style::Green)],
        Some(KpiTarget::Band(band)) => {
            let most = band
                .at_most()
                .map(|most| level("at most", most, Style::Green));
            let least = band.at_least();
            let least = least.map(|least| level("at least", least, Style::Green));
            most.into_iter().chain(least).collect()
        }
        None => Vec::new(),
    }
}
