//! How a number came about: the formula with its inputs, and where each input stands.

use super::goal;
use super::numbers::{figure, two, unit_suffix};
use super::text::clean;
use super::{Style, Theme};
use crate::method::close::Today;
use crate::method::{
    Basis, KeyResultState, KpiState, ObjectiveState, Outlook, Status, success_level,
};
use crate::model::{Ambition, Measure, Place};
use serde::Serialize;

mod figures;
mod frozen;
mod history;
mod kpi;
pub mod rule;
mod story;

pub use kpi::kpi;

use figures::{figures, milestones};
use story::{Story, in_key_result, in_kpi};

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
    if let Some(today) = today {
        frozen::quoted(&mut story, state.figures.score, state.id.cycle, today);
    }
    let name = computed(today);
    if state.dropped {
        dropped(&mut story, name, state, objective);
    } else {
        let unit = unit_suffix(goal::unit(state));
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
                supporter.weight,
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

fn dropped(
    story: &mut Story<'_>,
    name: &str,
    state: &KeyResultState<'_>,
    objective: &ObjectiveState<'_>,
) {
    let above = &objective.objective;
    match (&state.key_result.dropped, &above.dropped) {
        (Some(own), _) => history::dropped(story, name, &state.id, own),
        (None, Some(gone)) => history::dropped(story, name, &above.id, gone),
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
    if let Some(today) = today {
        frozen::quoted(&mut story, state.score, id.cycle, today);
    }
    let name = computed(today);
    let today = today.map_or(state, |today| &today.objective);
    if let Some(gone) = gone {
        history::dropped(&mut story, name, id, gone);
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
