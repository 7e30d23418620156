//! What `okr score` prints for scripts.

use super::{Number, Unreadable, document, num, text};
use crate::method::{CycleState, ObjectiveState};
use crate::render::goal;
use serde::Serialize;

#[derive(Serialize)]
struct ScoreView<'a> {
    cycle: String,
    start: String,
    end: String,
    as_of: String,
    closed: bool,
    score: Option<Number>,
    teams: Vec<TeamView>,
    objectives: Vec<GradeView<'a>>,
    unreadable: &'a [Unreadable],
}

#[derive(Serialize)]
struct TeamView {
    team: String,
    objectives: usize,
    score: Option<Number>,
}

#[derive(Serialize)]
struct GradeView<'a> {
    id: String,
    title: &'a str,
    owner: Option<&'a str>,
    team: Option<&'a str>,
    ambition: &'static str,
    weight: Number,
    score: Option<Number>,
    grade: Option<Number>,
    status: &'static str,
    key_results: Vec<PartView>,
}

#[derive(Serialize)]
struct PartView {
    id: String,
    title: String,
    weight: Number,
    value: Option<Number>,
    target: Option<Number>,
    score: Option<Number>,
    status: &'static str,
}

fn grade<'a>(state: &'a ObjectiveState<'_>) -> GradeView<'a> {
    let id = &state.objective.id;
    let parts = state.key_results.iter().map(|kr| PartView {
        id: kr.id.local(),
        title: goal::title(kr),
        weight: Number(kr.terms.weight.get()),
        value: num(kr.figures.value),
        target: num(kr.figures.target),
        score: num(kr.figures.score),
        status: kr.outlook.status.word(),
    });
    GradeView {
        id: id.local(),
        title: &state.terms.title,
        owner: text(state.terms.owner.as_ref()),
        team: id.objective.team(),
        ambition: state.terms.ambition.word(),
        weight: Number(state.terms.weight.get()),
        score: num(state.score),
        grade: num(self_grade(state)),
        status: state.outlook.status.word(),
        key_results: parts.collect(),
    }
}

/// The self-grade of an objective's review.
pub fn self_grade(state: &ObjectiveState<'_>) -> Option<f64> {
    state.review.and_then(|review| review.grade)
}

/// `okr score --format json`.
pub fn score(
    cycle: &CycleState<'_>,
    shown: &[&ObjectiveState<'_>],
    unreadable: &[Unreadable],
) -> String {
    let teams = cycle.teams().into_iter().map(|team| TeamView {
        team: team.team,
        objectives: team.objectives,
        score: num(team.score),
    });
    document(&ScoreView {
        cycle: cycle.cycle.to_string(),
        start: cycle.start.to_string(),
        end: cycle.end.to_string(),
        as_of: cycle.as_of.to_string(),
        closed: cycle.closed,
        score: num(cycle.score),
        teams: teams.collect(),
        objectives: shown.iter().map(|o| grade(o)).collect(),
        unreadable,
    })
}
