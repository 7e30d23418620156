//! What a KPI's figures come from, what its chart says and where it leads.

use super::figures::reading_place;
use super::history;
use super::story::{Story, in_kpi, target_place};
use super::{Explanation, Locate};
use crate::method::{Forecast, KpiState};
use crate::model::{CycleId, Kpi, KpiTarget};
use crate::render::numbers::{figure, unit_suffix};
use crate::render::text::count;
use crate::render::{Theme, goal, signal};
use chrono::NaiveDate;

/// How a KPI's value, target and status came about.
pub fn kpi(
    state: &KpiState<'_>,
    cycle: CycleId,
    day: NaiveDate,
    locate: Locate<'_>,
) -> Explanation {
    let mut story = Story::new(locate);
    let kpi = state.kpi;
    let unit = unit_suffix(kpi.unit.as_deref());
    story.result("status", kpi_judgement(state));
    let value = state
        .value
        .map_or_else(|| "none".to_owned(), |v| figure(v) + &unit);
    let all = count(state.series.readings.len(), "reading");
    let how = kpi.aggregate.word();
    story.input(
        "value",
        format!("{value}, the {how} of {all} in {cycle}"),
        None,
    );
    for reading in &state.series.readings {
        let by = &reading.entry.checkin.by;
        let text = format!("{}{unit} by {by}", figure(reading.value));
        story.input(
            &reading.date.to_string(),
            text,
            Some(reading_place(reading)),
        );
    }
    if let Some(target) = state.target {
        let key = goal::target_key(state.target_from.flatten());
        let text = format!("{}, for {key}", target_text(target, kpi));
        story.input("target", text, Some(target_place(state, &key)));
    }
    for (name, threshold) in thresholds(kpi) {
        let place = in_kpi(&kpi.id, &["thresholds", name]);
        story.input(name, figure(threshold) + &unit, Some(place));
    }
    course(&mut story, state, day);
    for (i, a) in kpi.amended.iter().enumerate() {
        let place = in_kpi(&kpi.id, &["amended"]);
        history::amendment(&mut story, (place, i), a.on, &a.was, a.reason.as_deref());
    }
    history::retired(&mut story, kpi, day);
    Explanation {
        id: kpi.id.to_string(),
        title: kpi.name.clone(),
        steps: story.steps,
    }
}

/// What the chart says, and where it leads.
fn course(story: &mut Story<'_>, state: &KpiState<'_>, day: NaiveDate) {
    let (kpi, chart) = (state.kpi, &state.chart);
    let unit = unit_suffix(kpi.unit.as_deref());
    story.result("signal", signal::sentence(chart, day));
    if let Some(limits) = chart.limits {
        let all = count(chart.points.len(), "reading");
        let centre = figure(limits.centre);
        story.input(
            "centre",
            format!("{centre}{unit}, the mean of the last {all}"),
            None,
        );
        let (lower, upper) = (figure(limits.lower), figure(limits.upper));
        let text = format!("{lower} to {upper}{unit} = centre ± 2.66 × mean moving range");
        story.input("limits", text, None);
    }
    if let Some(from) = kpi.chart_from {
        let place = in_kpi(&kpi.id, &["chart_from"]);
        story.input("chart from", from.to_string(), Some(place));
    }
    if let Some(ahead) = &state.forecast {
        forecast(story, ahead, &unit);
    }
}

/// Where a straight line leads.
fn forecast(story: &mut Story<'_>, ahead: &Forecast, unit: &str) {
    let value = figure(ahead.value) + unit;
    story.result(
        "forecast",
        format!("{value} at the cycle's end, on a straight line"),
    );
    let slope = figure(ahead.slope_per_day);
    story.input(
        "slope",
        format!("{slope}{unit} a day, the median of all pairs of readings"),
        None,
    );
    let (low, high) = (figure(ahead.low), figure(ahead.high));
    story.input(
        "range",
        format!("{low} to {high}{unit}: the slope's 80 % interval"),
        None,
    );
    if let Some(chance) = ahead.chance {
        let percent = (chance * 100.0).round();
        story.input(
            "chance",
            format!("{percent} % of all slopes reach the target"),
            None,
        );
    }
}

fn kpi_judgement(state: &KpiState<'_>) -> String {
    let word = state.status.word();
    match state.shortfall {
        Some(short) if short > 0.0 => format!("{word}: {} % worse than what is due", figure(short)),
        Some(_) => format!("{word}: at or better than what is due"),
        None => word.to_owned(),
    }
}

fn target_text(target: KpiTarget, kpi: &Kpi) -> String {
    match target {
        KpiTarget::Value(value) => figure(value.get()) + &unit_suffix(kpi.unit.as_deref()),
        KpiTarget::Band(_) => goal::kpi_target(target, kpi, Theme::PLAIN),
    }
}

fn thresholds(kpi: &Kpi) -> Vec<(&'static str, f64)> {
    let Some(thresholds) = kpi.thresholds else {
        return Vec::new();
    };
    let amber = thresholds.amber.map(|a| ("amber", a.get()));
    let green = ("green", thresholds.green.get());
    std::iter::once(green).chain(amber).collect()
}
