//! How a number came about: the formula with its inputs, and where each input stands.

use super::goal;
use super::numbers::{figure, two, unit_suffix};
use super::text::{clean, count};
use super::{Style, Theme};
use crate::method::{
    Figures, Gap, KeyResultState, Kind, KpiState, ObjectiveState, Outlook, Status, success_level,
};
use crate::model::{
    Aggregate, Ambition, CycleId, Document, GoalId, Kpi, KpiId, KpiTarget, Measure, Place, Step,
};
use serde::Serialize;

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

struct Story<'a> {
    steps: Vec<Line>,
    locate: Locate<'a>,
}

impl Story<'_> {
    fn result(&mut self, name: &str, text: impl Into<String>) {
        self.push(name, text, None, true);
    }

    fn input(&mut self, name: &str, text: impl Into<String>, place: Option<Place>) {
        let source = place.and_then(|p| (self.locate)(&p));
        self.push(name, text, source, false);
    }

    fn push(&mut self, name: &str, text: impl Into<String>, source: Option<String>, result: bool) {
        self.steps.push(Line {
            name: name.to_owned(),
            text: text.into(),
            source,
            result,
        });
    }
}

fn in_key_result(id: &GoalId, field: &str) -> Place {
    let mut steps = Vec::new();
    if let Some(key) = &id.key {
        steps.extend([Step::from("key_results"), Step::from(key.as_str())]);
    }
    steps.push(Step::from(field));
    Place {
        document: Document::Objective(id.objective_id()),
        steps,
    }
}

fn in_kpi(id: &KpiId, steps: &[&str]) -> Place {
    Place {
        document: Document::Kpi(id.clone()),
        steps: steps.iter().map(|&s| Step::from(s)).collect(),
    }
}

/// How a key result's score, expected score and status came about.
pub fn key_result(
    state: &KeyResultState<'_>,
    objective: &ObjectiveState<'_>,
    kpi: Option<&KpiState<'_>>,
    locate: Locate<'_>,
) -> Explanation {
    let mut story = Story {
        steps: Vec::new(),
        locate,
    };
    if state.dropped {
        dropped(&mut story, state, objective);
    } else {
        let unit = unit_suffix(goal::unit(state));
        figures(&mut story, &state.figures, &state.id, &unit, kpi);
        if let Measure::Effort(effort) = &state.terms.measure {
            milestones(&mut story, state, effort);
        }
        for supporter in &state.supporters {
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
    amendments(&mut story, state);
    Explanation {
        id: state.id.to_string(),
        title: goal::title(state),
        steps: story.steps,
    }
}

fn dropped(story: &mut Story<'_>, state: &KeyResultState<'_>, objective: &ObjectiveState<'_>) {
    let own = state.key_result.dropped.as_ref();
    let gone = own.or(objective.objective.dropped.as_ref());
    if let Some(gone) = gone {
        let reason = gone.reason.as_deref().map(|r| format!(": {}", clean(r)));
        let text = format!("dropped on {}{}", gone.on, reason.unwrap_or_default());
        story.result("score", format!("none, {text}"));
        let place = match own {
            Some(_) => in_key_result(&state.id, "dropped"),
            None => in_key_result(&objective.objective.id, "dropped"),
        };
        story.input("dropped", gone.on.to_string(), Some(place));
    }
}

fn amendments(story: &mut Story<'_>, state: &KeyResultState<'_>) {
    for amendment in &state.key_result.amended {
        let was: Vec<_> = amendment
            .was
            .iter()
            .map(|(k, v)| format!("{k} was {v}"))
            .collect();
        let reason = amendment
            .reason
            .as_deref()
            .map(|r| format!(" ({})", clean(r)));
        let text = format!("{}{}", clean(&was.join(", ")), reason.unwrap_or_default());
        let place = in_key_result(&state.id, "amended");
        story.input(&format!("until {}", amendment.on), text, Some(place));
    }
}

fn figures(
    story: &mut Story<'_>,
    figures: &Figures<'_>,
    id: &GoalId,
    unit: &str,
    kpi: Option<&KpiState<'_>>,
) {
    let formula = match figures.kind {
        Kind::Metric => metric_formula(figures),
        Kind::Bounds => bounds_formula(figures),
        Kind::Effort => effort_formula(figures),
        Kind::Rollup => "mean of the objectives that support it, by weight".to_owned(),
    };
    let score = figures.score.map_or_else(|| why_not(figures.gap), figure);
    story.result("score", format!("{score} = {formula}"));
    value(story, figures, unit, kpi);
    if let Some(baseline) = figures.baseline {
        let place = in_key_result(id, "baseline");
        let written = (story.locate)(&place).is_some();
        let text = match (written, figures.aggregate) {
            (true, _) => figure(baseline) + unit,
            (false, Some(Aggregate::Sum)) => {
                format!("{}{unit}, a total starts at 0", figure(baseline))
            }
            (false, _) => format!("{}{unit}, the first reading", figure(baseline)),
        };
        story.input("baseline", text, written.then_some(place));
    }
    for (name, post) in [("commit", figures.commit), ("stretch", figures.stretch)] {
        if let Some(post) = post {
            story.input(name, figure(post) + unit, Some(in_key_result(id, name)));
        }
    }
    target(story, figures, id, unit, kpi);
}

fn why_not(gap: Option<Gap>) -> String {
    match gap {
        Some(Gap::Target) => "none: no target".to_owned(),
        Some(Gap::Baseline) => "none: no baseline and no reading yet".to_owned(),
        Some(Gap::Reading) => "none: no reading yet".to_owned(),
        None => "none".to_owned(),
    }
}

fn metric_formula(figures: &Figures<'_>) -> String {
    let (Some(value), Some(baseline), Some(target)) =
        (figures.value, figures.baseline, figures.target)
    else {
        return "(value − baseline) / (target − baseline)".to_owned();
    };
    if figures.commit.is_some() || figures.stretch.is_some() {
        let mut line = vec![format!("baseline {} → 0", figure(baseline))];
        line.extend(
            figures
                .commit
                .map(|c| format!("commit {} → 0.3", figure(c))),
        );
        let top = if figures.stretch.is_some() {
            "0.7"
        } else {
            "1"
        };
        line.push(format!("target {} → {top}", figure(target)));
        line.extend(
            figures
                .stretch
                .map(|s| format!("stretch {} → 1", figure(s))),
        );
        return format!("at {} on the line {}", figure(value), line.join(", "));
    }
    let (v, b, t) = (figure(value), figure(baseline), figure(target));
    let progress = figures.progress.map(|p| format!(" = {}", figure(p)));
    let by_case = match figures.direction {
        Some(crate::model::Direction::Increase) => baseline >= target,
        Some(crate::model::Direction::Decrease) => baseline <= target,
        Some(crate::model::Direction::Maintain) | None => baseline == target,
    };
    if by_case {
        return format!("1 while at or beyond {t}, else 0, since it started at {b}: now {v}");
    }
    format!(
        "(value − baseline) / (target − baseline) = ({v} − {b}) / ({t} − {b}){}, kept within 0 to 1",
        progress.unwrap_or_default()
    )
}

fn bounds_formula(figures: &Figures<'_>) -> String {
    let bounds = match (figures.at_least, figures.at_most) {
        (Some(low), Some(high)) => format!("between {} and {}", figure(low), figure(high)),
        (Some(low), None) => format!("at least {}", figure(low)),
        (None, Some(high)) => format!("at most {}", figure(high)),
        (None, None) => return "no bounds".to_owned(),
    };
    match (figures.aggregate, figures.value) {
        (Some(Aggregate::Mean), Some(mean)) => {
            format!(
                "1 while the mean lies {bounds}, else 0: now {}",
                figure(mean)
            )
        }
        (Some(Aggregate::Sum), Some(total)) => match figures.at_least {
            Some(low) => format!("total / bound = {} / {}", figure(total), figure(low)),
            None => format!(
                "1 while the total is {bounds}, else 0: now {}",
                figure(total)
            ),
        },
        _ => {
            let all = figures.series.readings.len();
            format!("share of {} {bounds}", count(all, "reading"))
        }
    }
}

fn effort_formula(figures: &Figures<'_>) -> String {
    match figures.value {
        Some(percent) if figures.done.is_empty() => {
            format!("percent complete / 100 = {} / 100", figure(percent))
        }
        _ => "weight of the milestones reached / weight of all".to_owned(),
    }
}

fn milestones(story: &mut Story<'_>, state: &KeyResultState<'_>, effort: &crate::model::Effort) {
    for (i, milestone) in effort.milestones.iter().enumerate() {
        let reached = state.figures.done.contains(milestone.id.as_str());
        let done = if reached { "reached" } else { "open" };
        let due = milestone
            .due
            .map(|d| format!(", due {d}"))
            .unwrap_or_default();
        let weight = figure(milestone.weight.get());
        let mut place = in_key_result(&state.id, "milestones");
        place.steps.push(Step::from(i));
        story.input(
            &milestone.id,
            format!("{done}, weight {weight}{due}"),
            Some(place),
        );
    }
}

fn value(story: &mut Story<'_>, figures: &Figures<'_>, unit: &str, kpi: Option<&KpiState<'_>>) {
    let readings = &figures.series.readings;
    let Some(value) = figures.value else {
        return;
    };
    let amount = figure(value) + unit;
    let Some(last) = readings.last() else {
        let what = if figures.kind == Kind::Effort {
            ""
        } else {
            ", the baseline: no reading yet"
        };
        story.input("value", format!("{amount}{what}"), None);
        return;
    };
    let single = matches!(figures.aggregate, None | Some(Aggregate::Last));
    if single {
        let text = format!("{amount}, read {} by {}", last.date, last.entry.checkin.by);
        story.input("value", text, Some(reading_place(last)));
        return;
    }
    let how = figures.aggregate.map_or("", Aggregate::word);
    let of = kpi.map(|k| format!(" of {}", k.kpi.id)).unwrap_or_default();
    let all = count(readings.len(), "reading");
    story.input("value", format!("{amount}, the {how} of {all}{of}"), None);
    for reading in readings {
        let name = reading.date.to_string();
        story.input(
            &name,
            figure(reading.value) + unit,
            Some(reading_place(reading)),
        );
    }
}

fn reading_place(reading: &crate::method::Reading<'_>) -> Place {
    let checkin = reading.entry.checkin;
    Place {
        document: Document::CheckIn(checkin.cycle, checkin.file.clone()),
        steps: vec![
            Step::from("update"),
            Step::from(reading.entry.index),
            Step::from("value"),
        ],
    }
}

fn target(
    story: &mut Story<'_>,
    figures: &Figures<'_>,
    id: &GoalId,
    unit: &str,
    kpi: Option<&KpiState<'_>>,
) {
    let wanted = [
        ("target", figures.target),
        ("at_least", figures.at_least),
        ("at_most", figures.at_most),
    ];
    for (name, bound) in wanted {
        let Some(bound) = bound else { continue };
        let own = in_key_result(id, name);
        let text = figure(bound) + unit;
        if (story.locate)(&own).is_some() {
            story.input(name, text, Some(own));
            continue;
        }
        let Some(state) = kpi else {
            story.input(name, text, None);
            continue;
        };
        let from = state.target_from.flatten();
        let key = from.map_or_else(|| "always".to_owned(), |c: CycleId| c.to_string());
        let text = format!("{text}, the KPI's for {key}");
        story.input(name, text, Some(in_kpi(&state.kpi.id, &["targets", &key])));
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
        let word = ambition.word();
        let text = format!(
            "{}; success for {word} goals is a score of {success}",
            figure(expected)
        );
        story.result("expected", text);
    }
    let why = match (status, outlook.behind, score) {
        (Status::Done, _, Some(_)) => ": reached".to_owned(),
        (Status::Missed, _, Some(score)) => {
            format!(": the cycle ended at {} of {success}", two(score))
        }
        (_, Some(behind), Some(_)) if behind > 0.0 => {
            format!(": behind by expected − score = {}", figure(behind))
        }
        (_, Some(behind), Some(_)) => format!(": ahead by {}", figure(-behind)),
        _ => String::new(),
    };
    story.result("status", format!("{}{why}", status.word()));
    if !outlook.flags.is_empty() {
        story.result("flags", goal::flags(&outlook.flags));
    }
}

fn part(story: &mut Story<'_>, id: &str, weight: f64, score: Option<f64>) {
    let score = score.map_or_else(|| "no score, left out".to_owned(), figure);
    story.input(id, format!("{score}, weight {}", figure(weight)), None);
}

/// How an objective's score came about.
pub fn objective(
    state: &ObjectiveState<'_>,
    kpi: Option<&KpiState<'_>>,
    locate: Locate<'_>,
) -> Explanation {
    let mut story = Story {
        steps: Vec::new(),
        locate,
    };
    let id = &state.objective.id;
    if let Some(measured) = &state.figures {
        let unit = unit_suffix(state.kpi.and_then(|k| k.unit.as_deref()));
        figures(&mut story, measured, id, &unit, kpi);
    } else {
        let score = state.score.map_or_else(|| "none".to_owned(), figure);
        story.result("score", format!("{score} = Σ(weight × score) / Σ weight"));
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
            part(&mut story, &name, kr.terms.weight.get(), kr.figures.score);
        }
    }
    pace(
        &mut story,
        &state.outlook,
        state.terms.ambition,
        state.score,
    );
    for (kpi, status) in &state.guardrails {
        let place = in_kpi(&kpi.id, &["name"]);
        story.input(
            "guardrail",
            format!("{}: {}", kpi.id, status.word()),
            Some(place),
        );
    }
    Explanation {
        id: id.to_string(),
        title: clean(&state.terms.title).into_owned(),
        steps: story.steps,
    }
}

/// How a KPI's value, target and status came about.
pub fn kpi(state: &KpiState<'_>, cycle: CycleId, locate: Locate<'_>) -> Explanation {
    let mut story = Story {
        steps: Vec::new(),
        locate,
    };
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
        let from = state.target_from.flatten();
        let key = from.map_or_else(|| "always".to_owned(), |c| c.to_string());
        let text = format!("{}, for {key}", target_text(target, kpi));
        story.input("target", text, Some(in_kpi(&kpi.id, &["targets", &key])));
    }
    for (name, threshold) in thresholds(kpi) {
        let place = in_kpi(&kpi.id, &["thresholds", name]);
        story.input(name, figure(threshold) + &unit, Some(place));
    }
    Explanation {
        id: kpi.id.to_string(),
        title: clean(&kpi.name).into_owned(),
        steps: story.steps,
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
    let head = format!("{}  {}", explanation.id, explanation.title);
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
