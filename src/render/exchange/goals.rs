//! Objectives, key results and closed cycles as rows.

use super::{Cell, Row, RowKind};
use crate::method::{Evaluator, Figures, KeyResultState, ObjectiveState};
use crate::model::{
    Aim, Amendment, Band, Carried, Closed, CycleId, Direction, Dropped, Follow, KeyResult, KpiId,
    Measure, Milestone, Objective, Posts, Quantity, Review, Target, Workspace,
};
use crate::render::goal;
use chrono::NaiveDate;

/// The rows of an objective: itself, its key results with their milestones and amendments, its
/// initiatives, amendments and review. `evaluator` gives what is worked out, where it is given.
pub fn objective(
    objective: &Objective,
    workspace: &Workspace,
    evaluator: Option<&Evaluator<'_>>,
) -> Vec<Row> {
    let state = evaluator.and_then(|e| e.objective(e.workspace().objective(&objective.id)?));
    let state = state.as_deref();
    let mut rows = vec![own(objective, state)];
    for kr in &objective.key_results {
        let of_kr = state.and_then(|s| s.key_result(&objective.key_result_id(&kr.key)));
        rows.extend(key_result(objective, kr, workspace, of_kr));
    }
    for initiative in &objective.initiatives {
        let mut row = of(objective, RowKind::Initiative);
        row.word("title", &initiative.title)
            .text("url", initiative.url.as_ref())
            .yes("done", initiative.done);
        rows.push(row);
    }
    for amendment in &objective.amended {
        let mut row = of(objective, RowKind::Amendment);
        put_amendment(&mut row, amendment);
        rows.push(row);
    }
    rows.extend(objective.review.as_ref().map(|r| review(objective, r)));
    rows
}

/// What begins each of its rows.
fn of(objective: &Objective, kind: RowKind) -> Row {
    let mut row = Row::new(kind);
    row.word("id", objective.id.local())
        .word("cycle", objective.id.cycle)
        .text("team", objective.id.objective.team())
        .word("objective", &objective.terms.title);
    row
}

fn own(objective: &Objective, state: Option<&ObjectiveState<'_>>) -> Row {
    let terms = &objective.terms;
    let mut row = of(objective, RowKind::Objective);
    row.word("title", &terms.title)
        .text("owner", terms.owner.as_ref())
        .list("contributors", &objective.contributors);
    Numbers::following(terms.measure.as_ref()).put(&mut row);
    put_figures(&mut row, state.and_then(|s| s.figures.as_ref()));
    row.figure("score", state.and_then(|s| s.score));
    row.figure("expected", state.and_then(|s| s.outlook.expected))
        .text("status", state.map(|s| s.outlook.status.word()))
        .text(
            "flags",
            state
                .map(|s| goal::flags(&s.outlook.flags))
                .filter(|f| !f.is_empty()),
        )
        .number("weight", Some(terms.weight.get()))
        .text("supports", terms.supports.as_ref())
        .word("ambition", terms.ambition.word())
        .text("why", objective.why.as_ref())
        .list("guardrails", &objective.guardrails)
        .list("tags", &objective.tags)
        .day("added", objective.added);
    put_dropped(&mut row, objective.dropped.as_ref());
    row.list("formerly", &objective.formerly);
    put_carried(&mut row, objective.carried.as_ref());
    row
}

fn key_result(
    objective: &Objective,
    kr: &KeyResult,
    workspace: &Workspace,
    state: Option<&KeyResultState<'_>>,
) -> Vec<Row> {
    let kpi = kr.terms.measure.follow();
    let kpi = kpi.and_then(|follow| workspace.kpis.get(&follow.kpi));
    let shown = match state {
        Some(state) => goal::title(state),
        None => goal::name(&kr.terms, kpi, &kr.key),
    };
    let id = objective.key_result_id(&kr.key).local();
    let of_kr = |kind, id: &str| {
        let mut row = Row::new(kind);
        row.word("id", id)
            .word("cycle", objective.id.cycle)
            .text("team", objective.id.objective.team())
            .word("objective", &objective.terms.title)
            .word("key_result", &shown);
        row
    };
    let mut row = of_kr(RowKind::KeyResult, &id);
    row.text("title", kr.terms.title.as_ref())
        .text("owner", kr.terms.owner.as_ref());
    Numbers::of(&kr.terms.measure).put(&mut row);
    row.text("unit", goal::unit_of(&kr.terms.measure, kpi));
    put_figures(&mut row, state.map(|s| &s.figures));
    row.figure("score", state.and_then(|s| s.figures.score))
        .figure("expected", state.and_then(|s| s.outlook.expected))
        .text("status", state.map(|s| s.outlook.status.word()))
        .text(
            "flags",
            state
                .map(|s| goal::flags(&s.outlook.flags))
                .filter(|f| !f.is_empty()),
        )
        .figure("confidence", state.and_then(|s| s.confidence.latest))
        .day("last_update", state.and_then(|s| s.last_update))
        .number("weight", Some(kr.terms.weight.get()))
        .day("due", kr.terms.measure.effort().and_then(|e| e.due))
        .day("added", kr.added);
    put_dropped(&mut row, kr.dropped.as_ref());
    row.list("formerly", &kr.formerly);
    put_carried(&mut row, kr.carried.as_ref());
    let mut rows = vec![row];
    for step in kr.terms.measure.milestones() {
        let mut row = of_kr(RowKind::Milestone, &format!("{id}+{}", step.id));
        put_milestone(&mut row, step, state);
        rows.push(row);
    }
    for amendment in &kr.amended {
        let mut row = of_kr(RowKind::Amendment, &id);
        put_amendment(&mut row, amendment);
        rows.push(row);
    }
    rows
}

fn put_milestone(row: &mut Row, step: &Milestone, state: Option<&KeyResultState<'_>>) {
    let reached = state.is_some_and(|s| s.figures.done.contains(step.id.as_str()));
    row.word("title", &step.title)
        .text("status", reached.then_some("done"))
        .number("weight", Some(step.weight.get()))
        .day("due", step.due);
}

/// What is measured, and how far it should go, whatever of it there is.
#[derive(Default)]
struct Numbers<'a> {
    kind: Option<&'static str>,
    kpi: Option<&'a KpiId>,
    baseline: Option<Quantity>,
    posts: Posts,
    band: Option<Band>,
}

impl<'a> Numbers<'a> {
    fn of(measure: &'a Measure) -> Self {
        match measure {
            Measure::FollowsKpi(follow) => Self::following(Some(follow)),
            Measure::Metric(metric) => Self {
                baseline: metric.baseline,
                posts: metric.posts,
                ..Self::default()
            },
            Measure::Bounds { baseline, band, .. } => Self {
                baseline: *baseline,
                band: Some(*band),
                ..Self::default()
            },
            Measure::Effort(_) => Self {
                kind: Some("effort"),
                ..Self::default()
            },
            Measure::Rollup => Self {
                kind: Some("rollup"),
                ..Self::default()
            },
        }
    }

    fn following(follow: Option<&'a Follow>) -> Self {
        let (posts, band) = match follow.map(|f| f.aim) {
            Some(Aim::Reach(posts)) => (posts, None),
            Some(Aim::Hold(band)) => (Posts::default(), Some(band)),
            None => (Posts::default(), None),
        };
        Self {
            kind: None,
            kpi: follow.map(|f| &f.kpi),
            baseline: follow.and_then(|f| f.baseline),
            posts,
            band,
        }
    }

    fn put(&self, row: &mut Row) {
        let number = |q: Option<Quantity>| q.map(Quantity::get);
        let target = self.posts.target.map(|target| match target {
            Target::Absolute(value) => Cell::Number(value.get()),
            Target::Relative(_) => Cell::Text(target.to_string()),
        });
        row.text("kind", self.kind)
            .text("kpi", self.kpi)
            .number("baseline", number(self.baseline))
            .number("commit", number(self.posts.commit))
            .put("target", target)
            .number("stretch", number(self.posts.stretch))
            .number("at_least", self.band.and_then(Band::at_least))
            .number("at_most", self.band.and_then(Band::at_most));
    }
}

fn put_figures(row: &mut Row, figures: Option<&Figures<'_>>) {
    row.figure("value", figures.and_then(|f| f.value))
        .figure("target_in_force", figures.and_then(|f| f.target))
        .text(
            "direction",
            figures.and_then(|f| f.direction).map(Direction::word),
        );
}

fn put_dropped(row: &mut Row, dropped: Option<&Dropped>) {
    row.day("dropped", dropped.map(|d| d.on))
        .text("reason", dropped.and_then(|d| d.reason.as_ref()));
}

fn put_carried(row: &mut Row, carried: Option<&Carried>) {
    let number = |q: Option<Quantity>| q.map(Quantity::get);
    row.text("carried_from", carried.map(|c| &c.from))
        .number("carried_actual", carried.and_then(|c| number(c.actual)))
        .number("carried_target", carried.and_then(|c| number(c.target)));
}

fn put_amendment<T>(row: &mut Row, amendment: &Amendment<T>) {
    put_change(row, amendment.on, &amendment.was, amendment.reason.as_ref());
}

/// When, what it was and why.
pub(super) fn put_change(
    row: &mut Row,
    on: NaiveDate,
    was: &[(String, String)],
    reason: Option<&String>,
) {
    let was: Vec<String> = was
        .iter()
        .map(|(key, was)| format!("{key} = {was}"))
        .collect();
    row.day("date", Some(on))
        .list("was", &was)
        .text("reason", reason);
}

fn review(objective: &Objective, review: &Review) -> Row {
    let mut row = of(objective, RowKind::Review);
    row.day("date", review.on)
        .text("by", review.by.as_ref())
        .number("grade", review.grade)
        .text("worked", review.worked.as_ref())
        .text("did_not_work", review.did_not_work.as_ref())
        .text("learned", review.learned.as_ref());
    row
}

/// The rows of a closed cycle: that it is, and a frozen score each.
pub fn closed(cycle: CycleId, closed: &Closed) -> Vec<Row> {
    let mut row = Row::new(RowKind::Closed);
    row.word("cycle", cycle)
        .day("date", Some(closed.on))
        .text("by", closed.by.as_ref())
        .text("reason", closed.forced.as_ref());
    let mut rows = vec![row];
    rows.extend(closed.scores.iter().map(|(goal, score)| {
        let mut row = Row::new(RowKind::FinalScore);
        row.word("id", goal.local())
            .word("cycle", cycle)
            .number("final_score", Some(*score));
        row
    }));
    rows
}
