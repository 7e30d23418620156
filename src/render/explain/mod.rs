//! How a number came about: the formula with its inputs, and where each input stands.

use super::numbers::{figure, two, unit_suffix};
use super::text::{clean, count};
use super::{Style, Theme};
use super::{goal, signal};
use crate::method::close::Today;
use crate::method::{
    Basis, Forecast, KeyResultState, KpiState, ObjectiveState, Outlook, Status, success_level,
};
use crate::model::{Ambition, CycleId, Kpi, KpiTarget, Measure, Place};
use chrono::NaiveDate;
use serde::Serialize;

mod figures;
mod frozen;
mod history;
mod story;

use figures::{figures, milestones, reading_place};
use story::{Story, in_key_result, in_kpi, target_place};

/// An explanation: a heading and steps, the result first.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The goal.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The steps.
    pub steps: Vec<Line>,
}

/// One step: a name, what it is, and where that stands.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// `score`, `value`, `target` …
    pub name: String,
    /// The figure or formula.
    pub text: String,
    /// `path:line` of the input; none for what is computed.
    pub source: Option<String>,
    #[serde(skip)]
    result: bool,
}

/// Finds the `path:line` of a place.
pub type Locate<'a> = &'a dyn Fn(&Place) -> Option<String>;

/// The name of a computed score: below a frozen one it is today's.
fn computed(today: Option<&Today<'_>>) -> &'static str {
    today.map_or("score", |_| "today")
}

/// How a key result's score, expected score and status came about.
pub fn key_result(
    state: &KeyResultState<'_>,
    objective: &ObjectiveState<'_>,
    kpi: Option<&KpiState<'_>>,
    today: Option<&Today<'_>>,
    locate: Locate<'_>,
) -> Explanation {
    let mut story = Story::new(locate);
    let amended = state.key_result.amended.iter().enumerate();
    story.since_amended = amended
        .skip_while(|(_, a)| !std::ptr::eq(&raw const a.before, state.terms))
        .flat_map(|(i, a)| a.was.iter().map(move |(key, _)| (key.as_str(), i)))
        .collect();
    if state.dropped {
        dropped(&mut story, state, objective);
    } else {
        let unit = unit_suffix(goal::unit(state));
        if let Some(today) = today {
            frozen::quoted(&mut story, state.figures.score, state.id.cycle, today);
        }
        let name = computed(today);
        let today = today.and_then(|today| today.objective.key_result(&state.id));
        let today = today.unwrap_or(state);
        figures(&mut story, name, &today.figures, &state.id, &unit, kpi);
        if let Measure::Effort(effort) = &state.terms.measure {
            milestones(&mut story, state, effort);
        }
        for supporter in &today.supporters {
            part(
                &mut story,
                &supporter.objective.id.to_string(),
                supporter.terms.weight.get(),
                supporter.score,
            );
        }
        pace(
            &mut story,
            &state.outlook,
            objective.terms.ambition,
            state.figures.score,
        );
        if let Some(latest) = state.confidence.latest {
            story.input("confidence", two(latest), None);
        }
    }
    history::added(&mut story, &state.id, state.key_result.added);
    for (i, a) in state.key_result.amended.iter().enumerate() {
        let place = in_key_result(&state.id, "amended");
        history::amendment(&mut story, (place, i), a.on, &a.was, a.reason.as_deref());
    }
    Explanation {
        id: state.id.to_string(),
        title: goal::title(state),
        steps: story.steps,
    }
}

fn dropped(story: &mut Story<'_>, state: &KeyResultState<'_>, objective: &ObjectiveState<'_>) {
    let above = &objective.objective;
    match (&state.key_result.dropped, &above.dropped) {
        (Some(own), _) => history::dropped(story, &state.id, own),
        (None, Some(gone)) => history::dropped(story, &above.id, gone),
        (None, None) => {}
    }
}

fn pace(story: &mut Story<'_>, outlook: &Outlook, ambition: Ambition, score: Option<f64>) {
    let status = outlook.status;
    let Some(success) = success_level(ambition) else {
        story.result(
            "status",
            format!("{}: learning goals are not judged", status.word()),
        );
        return;
    };
    if let Some(expected) = outlook.expected {
        story.result(
            "expected",
            format!("{}{}", figure(expected), basis(outlook.basis, ambition)),
        );
    }
    story.result(
        "status",
        format!("{}{}", status.word(), why(outlook, success, score)),
    );
    if !outlook.flags.is_empty() {
        story.result("flags", goal::flags(&outlook.flags));
    }
}

fn basis(basis: Basis, ambition: Ambition) -> String {
    let goals = format!("the success level of {} goals", ambition.word());
    match basis {
        Basis::Nothing => String::new(),
        Basis::Pace {
            success,
            share,
            until,
        } => format!(
            " = {success} ({goals}) × {} of the time over on {until}",
            figure(share)
        ),
        Basis::BeforeReading => ": nothing is expected before the first reading".to_owned(),
        Basis::Level(_) => format!(", {goals}"),
        Basis::Milestones => ", the weight of the milestones that are due".to_owned(),
        Basis::Parts => ", the mean of the parts' expected scores by weight".to_owned(),
    }
}

/// Why a status is what it is.
fn why(outlook: &Outlook, success: f64, score: Option<f64>) -> String {
    match (outlook.status, outlook.behind, score) {
        (Status::Done, _, Some(_)) => ": reached".to_owned(),
        (Status::Missed, _, Some(score)) => {
            format!(": the cycle ended at {} of {success}", two(score))
        }
        (Status::Dropped, ..) | (_, _, None) => String::new(),
        (_, Some(behind), Some(_)) if behind > 0.0 => format!(
            ": expected − score = {}; up to {} is on track, up to 0.2 at risk",
            figure(behind),
            figure(outlook.allowance)
        ),
        (_, Some(behind), Some(_)) if figure(behind) == "0" => {
            ": right on the expected score".to_owned()
        }
        (_, Some(behind), Some(_)) => format!(": ahead by {}", figure(-behind)),
        (Status::Unjudged, None, Some(_)) => ": neither expectation nor confidence".to_owned(),
        (_, None, Some(_)) => ": no expectation, so the latest confidence decides".to_owned(),
    }
}

fn part(story: &mut Story<'_>, id: &str, weight: f64, score: Option<f64>) {
    let score = score.map_or_else(|| "no score, left out".to_owned(), figure);
    story.input(id, format!("{score}, weight {}", figure(weight)), None);
}

fn parts(story: &mut Story<'_>, name: &str, state: &ObjectiveState<'_>) {
    let score = state.score.map_or_else(|| "none".to_owned(), figure);
    story.result(name, format!("{score} = Σ(weight × score) / Σ weight"));
    for kr in &state.key_results {
        let name = kr.id.local();
        if kr.dropped {
            story.input(
                &name,
                "dropped, left out",
                Some(in_key_result(&kr.id, "dropped")),
            );
            continue;
        }
        part(story, &name, kr.terms.weight.get(), kr.figures.score);
    }
}

/// How an objective's score came about.
pub fn objective(
    state: &ObjectiveState<'_>,
    kpi: Option<&KpiState<'_>>,
    today: Option<&Today<'_>>,
    locate: Locate<'_>,
) -> Explanation {
    let mut story = Story::new(locate);
    let id = &state.objective.id;
    let plan = &state.objective.amended;
    let amended = plan.iter().enumerate();
    story.since_amended = amended
        .skip_while(|(_, a)| !std::ptr::eq(&raw const a.before, state.terms))
        .flat_map(|(i, a)| a.was.iter().map(move |(key, _)| (key.as_str(), i)))
        .collect();
    let gone = state.objective.dropped.as_ref().filter(|_| state.dropped);
    if let (Some(today), None) = (today, gone) {
        frozen::quoted(&mut story, state.score, id.cycle, today);
    }
    let name = computed(today);
    let today = today.map_or(state, |today| &today.objective);
    if let Some(gone) = gone {
        history::dropped(&mut story, id, gone);
    } else if let Some(measured) = &today.figures {
        let unit = unit_suffix(state.kpi.and_then(|k| k.unit.as_deref()));
        figures(&mut story, name, measured, id, &unit, kpi);
    } else {
        parts(&mut story, name, today);
    }
    if gone.is_none() {
        pace(
            &mut story,
            &state.outlook,
            state.terms.ambition,
            state.score,
        );
    }
    for (kpi, status) in &state.guardrails {
        let place = in_kpi(&kpi.id, &["name"]);
        story.input(
            "guardrail",
            format!("{}: {}", kpi.id, status.word()),
            Some(place),
        );
    }
    history::added(&mut story, id, state.objective.added);
    for (i, a) in plan.iter().enumerate() {
        let place = in_key_result(id, "amended");
        history::amendment(&mut story, (place, i), a.on, &a.was, a.reason.as_deref());
    }
    Explanation {
        id: id.to_string(),
        title: state.terms.title.clone(),
        steps: story.steps,
    }
}

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
        Some(short) if short > 0.0 => format!("{word}: {} % short of what is due", figure(short)),
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

/// An explanation for a terminal.
pub fn text(explanation: &Explanation, theme: Theme) -> String {
    let head = format!("{}  {}", explanation.id, clean(&explanation.title));
    let mut out = theme.paint(Style::Bold, &head) + "\n\n";
    let names = explanation.steps.iter().map(|s| s.name.chars().count());
    let width = names.max().unwrap_or(0) + 2;
    for step in &explanation.steps {
        let indent = if step.result { "" } else { "  " };
        let name = format!("{indent}{:<width$}", step.name);
        let name = if step.result {
            theme.paint(Style::Bold, &name)
        } else {
            name
        };
        let pad = if step.result { "  " } else { "" };
        let source = step
            .source
            .as_ref()
            .map(|s| theme.paint(Style::Dim, &format!("  [{s}]")));
        let text = if theme.ascii {
            step.text
                .replace('−', "-")
                .replace('→', "->")
                .replace('×', "x")
                .replace('Σ', "sum ")
        } else {
            step.text.clone()
        };
        out.push_str(&format!(
            "{name}{pad}{text}{}\n",
            source.unwrap_or_default()
        ));
    }
    out
}
