//! Formulas of single goals with their inputs.

use super::story::{Story, in_key_result, target_place};
use crate::method::{Figures, Gap, KeyResultState, Kind, KpiState, Reading};
use crate::model::{Aggregate, Direction, Document, Effort, GoalId, Place, Step};
use crate::render::goal;
use crate::render::numbers::figure;
use crate::render::text::count;

/// The formula under a name, and its inputs.
pub(super) fn figures(
    story: &mut Story<'_>,
    name: &str,
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
    story.result(
        name,
        match figures.score {
            Some(score) => format!("{} = {formula}", figure(score)),
            None => why_not(figures.gap),
        },
    );
    value(story, figures, unit, kpi);
    if let Some(baseline) = figures.baseline {
        let place = story.field(id, "baseline");
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
            story.input(name, figure(post) + unit, Some(story.field(id, name)));
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
        Some(Direction::Increase) => baseline >= target,
        Some(Direction::Decrease) => baseline <= target,
        Some(Direction::Maintain) | None => baseline == target,
    };
    if by_case {
        let at = if figures.direction.is_some() {
            "at or beyond"
        } else {
            "at"
        };
        return format!("1 while {at} {t}, else 0, since it started at {b}: now {v}");
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
        (None | Some(Aggregate::Last | Aggregate::Min | Aggregate::Max), _)
        | (Some(Aggregate::Mean | Aggregate::Sum), None) => {
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

pub(super) fn milestones(story: &mut Story<'_>, state: &KeyResultState<'_>, effort: &Effort) {
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

pub(super) fn reading_place(reading: &Reading<'_>) -> Place {
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
        let own = story.field(id, name);
        let text = figure(bound) + unit;
        if (story.locate)(&own).is_some() {
            story.input(name, text, Some(own));
            continue;
        }
        let Some(state) = kpi else {
            story.input(name, text, None);
            continue;
        };
        let key = goal::target_key(state.target_from.flatten());
        let text = format!("{text}, the KPI's for {key}");
        story.input(name, text, Some(target_place(state, &key)));
    }
}
