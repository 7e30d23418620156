//! What `okr show` prints for scripts: a goal as in `status` or `kpi`, with all that is known of it.

use super::log::{CheckinView, checkins};
use super::{
    FiguresView, KeyResultView, KpiView, Number, ObjectiveView, TargetView, Unreadable, document,
    num, text,
};
use crate::method::log::Logged;
use crate::method::{Chart, Figures, KeyResultState, KpiState, ObjectiveState, Signal};
use crate::model::{GoalId, Kpi, Milestone, Name, Quantity};
use crate::render::goal;
use crate::render::show::{Around, KpiWorld};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// Gives a check-in's file.
type Path<'a> = &'a dyn Fn(&Logged<'_>) -> String;

/// What begins every document.
#[derive(Serialize)]
struct Head {
    goal: &'static str,
    cycle: String,
    start: String,
    end: String,
    as_of: String,
}

impl Head {
    fn new(goal: &'static str, around: &Around<'_, '_>) -> Self {
        let calendar = around.settings.calendar;
        Self {
            goal,
            cycle: around.cycle.to_string(),
            start: calendar.start(around.cycle).to_string(),
            end: calendar.end(around.cycle).to_string(),
            as_of: around.day.to_string(),
        }
    }
}

/// What ends every document.
#[derive(Serialize)]
struct Tail<'a> {
    amended: Vec<AmendedView<'a>>,
    checkins: Vec<CheckinView<'a>>,
    history: Vec<GenerationView>,
    chart: ChartView,
    forecast: Option<ForecastView>,
    unreadable: &'a [Unreadable],
}

#[derive(Serialize)]
struct AmendedView<'a> {
    on: String,
    was: BTreeMap<&'a str, &'a str>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct GenerationView {
    cycle: String,
    id: String,
    baseline: Option<Number>,
    target: Option<Number>,
    at_least: Option<Number>,
    at_most: Option<Number>,
    actual: Option<Number>,
    score: Option<Number>,
}

#[derive(Serialize)]
struct ChartView {
    points: Vec<PointView>,
    centre: Option<Number>,
    lower: Option<Number>,
    upper: Option<Number>,
    signals: Vec<SignalView>,
}

#[derive(Serialize)]
struct SignalView {
    date: String,
    kind: &'static str,
    since: String,
    side: &'static str,
    readings: usize,
}

#[derive(Serialize)]
struct ForecastView {
    slope_per_day: Number,
    value: Number,
    low: Number,
    high: Number,
    chance: Option<Number>,
}

#[derive(Serialize)]
struct PointView {
    date: String,
    value: Number,
}

#[derive(Serialize)]
struct SupporterView<'a> {
    id: String,
    title: &'a str,
    owner: Option<&'a str>,
    score: Option<Number>,
    status: &'static str,
}

type Was<'a> = (NaiveDate, &'a [(String, String)], Option<&'a str>);

fn tail<'a>(
    around: &'a Around<'_, '_>,
    amended: impl Iterator<Item = Was<'a>>,
    chart: &Chart,
    path: Path<'_>,
    unreadable: &'a [Unreadable],
) -> Tail<'a> {
    let amended = amended.filter(|(on, ..)| *on <= around.day);
    let amended = amended.map(|(on, was, reason)| AmendedView {
        on: on.to_string(),
        was: was.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect(),
        reason,
    });
    let ancestors = around.ancestors.goals.iter().rev();
    Tail {
        amended: amended.collect(),
        checkins: checkins(&around.logged, path),
        history: ancestors.map(|(id, state)| generation(id, state)).collect(),
        chart: ChartView {
            points: chart.points.iter().map(point).collect(),
            centre: num(chart.limits.map(|l| l.centre)),
            lower: num(chart.limits.map(|l| l.lower)),
            upper: num(chart.limits.map(|l| l.upper)),
            signals: chart.signals.iter().map(signal).collect(),
        },
        forecast: around.forecast.map(|forecast| ForecastView {
            slope_per_day: Number(forecast.slope_per_day),
            value: Number(forecast.value),
            low: Number(forecast.low),
            high: Number(forecast.high),
            chance: num(forecast.chance),
        }),
        unreadable,
    }
}

fn signal(signal: &Signal) -> SignalView {
    SignalView {
        date: signal.date.to_string(),
        kind: signal.rule.word(),
        since: signal.since.to_string(),
        side: signal.side.word(),
        readings: signal.readings,
    }
}

/// Of a goal that is no KPI there are only values.
fn values(around: &Around<'_, '_>) -> Chart {
    Chart {
        points: around.course.points.clone(),
        ..Chart::default()
    }
}

fn point(&(date, value): &(NaiveDate, f64)) -> PointView {
    PointView {
        date: date.to_string(),
        value: Number(value),
    }
}

fn generation(id: &GoalId, state: &ObjectiveState<'_>) -> GenerationView {
    let own = state.key_result(id).map(|kr| &kr.figures);
    let figures = own.or(state.figures.as_ref());
    let figure = |of: fn(&Figures<'_>) -> Option<f64>| num(figures.and_then(of));
    GenerationView {
        cycle: id.cycle.to_string(),
        id: id.local(),
        baseline: figure(|f| f.baseline),
        target: figure(|f| f.target),
        at_least: figure(|f| f.at_least),
        at_most: figure(|f| f.at_most),
        actual: figure(|f| f.value),
        score: num(figures.map_or(state.score, |f| f.score)),
    }
}

fn supporters<'a>(around: &'a Around<'_, '_>) -> Vec<SupporterView<'a>> {
    let view = |state: &'a std::sync::Arc<ObjectiveState<'_>>| SupporterView {
        id: state.objective.id.relative_to(around.cycle).to_string(),
        title: &state.terms.title,
        owner: text(state.terms.owner.as_ref()),
        score: num(state.score),
        status: state.outlook.status.word(),
    };
    around.supporters.iter().map(view).collect()
}

#[derive(Serialize)]
struct InitiativeView<'a> {
    title: &'a str,
    url: Option<&'a str>,
    done: bool,
}

#[derive(Serialize)]
struct ReviewView<'a> {
    on: Option<String>,
    by: Option<&'a str>,
    grade: Option<Number>,
    worked: Option<&'a str>,
    did_not_work: Option<&'a str>,
    learned: Option<&'a str>,
}

#[derive(Serialize)]
struct ObjectiveShow<'a> {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    objective: ObjectiveView<'a>,
    why: Option<&'a str>,
    contributors: Vec<&'a str>,
    tags: &'a [String],
    initiatives: Vec<InitiativeView<'a>>,
    /// Of one that is measured itself.
    figures: Option<FiguresView>,
    review: Option<ReviewView<'a>>,
    supporters: Vec<SupporterView<'a>>,
    #[serde(flatten)]
    tail: Tail<'a>,
}

/// `okr show OBJECTIVE --format json`.
pub fn objective(
    state: &ObjectiveState<'_>,
    around: &Around<'_, '_>,
    path: Path<'_>,
    unreadable: &[Unreadable],
) -> String {
    let objective = state.objective;
    let initiatives = objective.initiatives.iter().map(|i| InitiativeView {
        title: &i.title,
        url: i.url.as_deref(),
        done: i.done,
    });
    let amended = objective.amended.iter();
    let amended = amended.map(|a| (a.on, &a.was[..], a.reason.as_deref()));
    document(&ObjectiveShow {
        head: Head::new("objective", around),
        objective: super::objective(state),
        why: objective.why.as_deref(),
        contributors: objective.contributors.iter().map(Name::as_str).collect(),
        tags: &objective.tags,
        initiatives: initiatives.collect(),
        figures: state.figures.as_ref().map(FiguresView::new),
        review: state.review.map(|review| ReviewView {
            on: review.on.map(|on| on.to_string()),
            by: text(review.by.as_ref()),
            grade: num(review.grade),
            worked: review.worked.as_deref(),
            did_not_work: review.did_not_work.as_deref(),
            learned: review.learned.as_deref(),
        }),
        supporters: supporters(around),
        tail: tail(around, amended, &values(around), path, unreadable),
    })
}

#[derive(Serialize)]
struct MilestoneView<'a> {
    id: &'a str,
    title: &'a str,
    weight: Number,
    due: Option<String>,
    done: bool,
}

#[derive(Serialize)]
struct KeyResultShow<'a> {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    key_result: KeyResultView<'a>,
    objective: String,
    confidence_before: Option<Number>,
    due: Option<String>,
    milestones: Vec<MilestoneView<'a>>,
    supporters: Vec<SupporterView<'a>>,
    #[serde(flatten)]
    tail: Tail<'a>,
}

/// `okr show KEY_RESULT --format json`.
pub fn key_result(
    state: &KeyResultState<'_>,
    above: &ObjectiveState<'_>,
    around: &Around<'_, '_>,
    path: Path<'_>,
    unreadable: &[Unreadable],
) -> String {
    let due = state.terms.measure.effort().and_then(|effort| effort.due);
    let amended = state.key_result.amended.iter();
    let amended = amended.map(|a| (a.on, &a.was[..], a.reason.as_deref()));
    document(&KeyResultShow {
        head: Head::new("key-result", around),
        key_result: super::key_result(state),
        objective: above.objective.id.local(),
        confidence_before: num(state.confidence.before),
        due: due.map(|due| due.to_string()),
        milestones: milestones(state),
        supporters: supporters(around),
        tail: tail(around, amended, &values(around), path, unreadable),
    })
}

fn milestones<'w>(state: &KeyResultState<'w>) -> Vec<MilestoneView<'w>> {
    let view = |m: &'w Milestone| MilestoneView {
        id: &m.id,
        title: &m.title,
        weight: Number(m.weight.get()),
        due: m.due.map(|due| due.to_string()),
        done: state.figures.done.contains(m.id.as_str()),
    };
    let all = state.terms.measure.milestones();
    all.iter().map(view).collect()
}

#[derive(Serialize)]
struct SetTargetView {
    cycle: String,
    target: TargetView,
    in_force: bool,
}

#[derive(Serialize)]
struct ThresholdsView {
    green: Number,
    amber: Option<Number>,
}

#[derive(Serialize)]
struct KpiShow<'a> {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    kpi: KpiView<'a>,
    measure: Option<&'a str>,
    source: Option<&'a str>,
    thresholds: Option<ThresholdsView>,
    drives: Vec<&'a str>,
    driven_by: Vec<&'a str>,
    targets: Vec<SetTargetView>,
    retired: Option<String>,
    #[serde(flatten)]
    tail: Tail<'a>,
}

/// `okr show KPI --format json`.
pub fn kpi(
    state: &KpiState<'_>,
    world: &KpiWorld<'_, '_>,
    around: &Around<'_, '_>,
    path: Path<'_>,
    unreadable: &[Unreadable],
) -> String {
    let kpi = state.kpi;
    let ids = |kpis: &[&'_ Kpi]| -> Vec<String> { kpis.iter().map(|k| k.id.to_string()).collect() };
    let (drives, driven_by) = (ids(&world.drives), ids(&world.driven_by));
    let amended = kpi.amended.iter();
    let amended = amended.map(|a| (a.on, &a.was[..], a.reason.as_deref()));
    let retired = kpi.retired.as_ref().filter(|r| r.on <= around.day);
    document(&KpiShow {
        head: Head::new("kpi", around),
        kpi: super::kpi(state),
        measure: kpi.measure.as_deref(),
        source: kpi.source.as_deref(),
        thresholds: kpi.thresholds.map(|t| ThresholdsView {
            green: Number(t.green.get()),
            amber: num(t.amber.map(Quantity::get)),
        }),
        drives: drives.iter().map(String::as_str).collect(),
        driven_by: driven_by.iter().map(String::as_str).collect(),
        targets: targets(state, around),
        retired: retired.map(|r| r.on.to_string()),
        tail: tail(around, amended, &state.chart, path, unreadable),
    })
}

fn targets(state: &KpiState<'_>, around: &Around<'_, '_>) -> Vec<SetTargetView> {
    let all = state.kpi.targets_on(around.day);
    let view = |(cycle, target)| SetTargetView {
        cycle: goal::target_key(cycle),
        target: TargetView::new(target),
        in_force: state.target_from == Some(cycle),
    };
    all.by_key().map(view).collect()
}
