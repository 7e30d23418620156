//! What `okr cycle` prints for scripts.

use super::{Number, Unreadable, document, num, text};
use crate::method::close::{LastWord, Missing};
use crate::method::{CycleSummary, Unfinished};
use crate::render::cycle::View;
use serde::Serialize;

#[derive(Serialize)]
struct CyclesView<'a> {
    as_of: String,
    cycles: Vec<CycleView<'a>>,
    unreadable: &'a [Unreadable],
}

#[derive(Serialize)]
struct CycleView<'a> {
    id: String,
    start: String,
    end: String,
    elapsed: Number,
    this: bool,
    objectives: usize,
    score: Option<Number>,
    closed: bool,
    reviewed: usize,
    unfinished: Option<UnfinishedView<'a>>,
}

#[derive(Serialize)]
struct UnfinishedView<'a> {
    reviews: Vec<String>,
    readings: Vec<String>,
    not_closed: bool,
    not_carried: Vec<&'a str>,
    missing: Vec<MissingView<'a>>,
    overdue: bool,
    stale: Vec<String>,
}

#[derive(Serialize)]
struct MissingView<'a> {
    id: String,
    kind: &'static str,
    owner: Option<&'a str>,
    last: Option<String>,
}

/// `okr cycle --format json`.
pub fn cycles(view: &View<'_, '_>, unreadable: &[Unreadable]) -> String {
    let cycles = view.cycles.iter();
    document(&CyclesView {
        as_of: view.as_of.to_string(),
        cycles: cycles
            .map(|summary| cycle(summary, summary.state.cycle == view.this))
            .collect(),
        unreadable,
    })
}

fn cycle<'a>(summary: &'a CycleSummary<'_>, this: bool) -> CycleView<'a> {
    let state = &summary.state;
    CycleView {
        id: state.cycle.to_string(),
        start: state.start.to_string(),
        end: state.end.to_string(),
        elapsed: Number(state.elapsed),
        this,
        objectives: summary.objectives,
        score: num(state.score),
        closed: state.closed,
        reviewed: summary.reviewed,
        unfinished: summary.unfinished.as_ref().map(unfinished),
    }
}

fn unfinished<'a>(left: &'a Unfinished<'_>) -> UnfinishedView<'a> {
    let (mut reviews, mut readings) = (Vec::new(), Vec::new());
    for missing in &left.missing {
        match missing.what {
            LastWord::Review(_) => reviews.push(id(missing)),
            LastWord::KeyResult(_) | LastWord::Kpi(..) => readings.push(id(missing)),
        }
    }
    let missing = left.missing.iter().map(|missing| MissingView {
        id: id(missing),
        kind: missing.what.word(),
        owner: text(missing.owner),
        last: missing.last.map(|day| day.to_string()),
    });
    UnfinishedView {
        reviews,
        readings,
        not_closed: left.is_open,
        not_carried: left.left_behind.iter().copied().collect(),
        missing: missing.collect(),
        overdue: left.is_overdue,
        stale: left.outdated.iter().map(ToString::to_string).collect(),
    }
}

fn id(missing: &Missing<'_>) -> String {
    match &missing.what {
        LastWord::Review(objective) => objective.id.local(),
        LastWord::KeyResult(goal) => goal.local(),
        LastWord::Kpi(kpi, _) => kpi.id.to_string(),
    }
}
