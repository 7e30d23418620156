//! The retrospective of a cycle for a meeting, in Markdown.

use super::grid::{Column, Grid, escape_markdown};
use super::numbers::{number, two, with_unit};
use super::status::View;
use super::text::{clean, clean_lines};
use super::{Theme, goal, score, status};
use crate::method::{KeyResultState, Kind, KpiState, ObjectiveState};
use crate::model::CycleId;

const THEME: Theme = Theme::PLAIN;

/// Everything that a retrospective tells.
pub struct Retrospective<'a, 'w> {
    /// The cycle, its settings and the objectives that are looked back on.
    pub view: &'a View<'a, 'w>,
    /// The team, where it is of one.
    pub team: Option<&'a str>,
    /// The KPIs at the end.
    pub kpis: Vec<KpiState<'w>>,
    /// The cycle whose goals can be typed without it.
    pub here: CycleId,
}

/// `okr review --format markdown`.
pub fn markdown(retrospective: &Retrospective<'_, '_>) -> String {
    let view = retrospective.view;
    let team = retrospective.team.map(|team| format!(" · {team}"));
    let mut out = format!(
        "# Retrospective {}{}\n\n{}\n",
        view.cycle.cycle,
        team.unwrap_or_default(),
        status::headline_markdown(view).trim_end()
    );
    if view.shown.is_empty() {
        out.push_str(&format!("\n{}", status::nothing(view.cycle, None)));
        return out;
    }
    out.push_str(&format!("\n## Scores\n\n{}", score::grades_markdown(view)));
    out.push_str("\n## What we say of it\n");
    for state in &view.shown {
        out.push_str(&of_objective(state, retrospective.here));
    }
    if !retrospective.kpis.is_empty() {
        let kpis = kpis(&retrospective.kpis).markdown();
        out.push_str(&format!("\n## KPIs at the end\n\n{kpis}"));
    }
    let open: String = view.shown.iter().flat_map(|state| open(state)).collect();
    let open = match open.is_empty() {
        true => "Nothing: every project and every metric without a KPI is complete.\n".to_owned(),
        false => open,
    };
    out.push_str(&format!("\n## What stays open\n\n{open}"));
    out
}

fn kpis(states: &[KpiState<'_>]) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("KPI"),
        Column::fixed("value").right(),
        Column::fixed("target").right(),
        Column::fixed("status"),
        Column::fixed("pushed by"),
    ]);
    for state in states {
        let kpi = state.kpi;
        let value = state.value;
        let value = value.map(|value| with_unit(value, kpi.decimals, kpi.unit.as_deref()));
        let target = state.target;
        let target = target.map(|target| goal::kpi_target(target, kpi, THEME));
        grid.row(vec![
            format!("{} ({})", clean(&kpi.name), kpi.id.short()).into(),
            value.unwrap_or_else(|| THEME.dash().to_owned()).into(),
            target.unwrap_or_else(|| THEME.dash().to_owned()).into(),
            goal::kpi_status(state.status, THEME).into(),
            state.followed_by.join("\n").into(),
        ]);
    }
    grid
}

fn of_objective(state: &ObjectiveState<'_>, here: CycleId) -> String {
    let objective = state.objective;
    let mut parts = vec![format!("`{}`", objective.id.local())];
    parts.extend(state.terms.owner.as_ref().map(ToString::to_string));
    let value = super::numbers::score(state.score, THEME.dash());
    parts.push(format!("score {value}"));
    let review = state.review;
    let grade = review.and_then(|review| review.grade);
    parts.extend(grade.map(|grade| format!("self-grade {}", two(grade))));
    parts.push(goal::status(state.outlook.status, THEME));
    let title = escape_markdown(&clean(&state.terms.title));
    let mut out = format!("\n### {title}\n\n{}\n", parts.join(" · "));
    match review {
        None if state.dropped => {
            let reason = objective.dropped.as_ref().and_then(|d| d.reason.as_deref());
            out.push_str(&paragraph("Dropped", reason));
        }
        None => {
            let id = objective.id.relative_to(here);
            out.push_str(&format!("\n*Not reviewed yet*: `okr review {id}`\n"));
        }
        Some(review) => {
            out.push_str(&paragraph("Worked", review.worked.as_deref()));
            out.push_str(&paragraph("Did not work", review.did_not_work.as_deref()));
            out.push_str(&paragraph("Learned", review.learned.as_deref()));
        }
    }
    out
}

/// A paragraph that begins with what it is; none without words.
pub fn paragraph(name: &str, text: Option<&str>) -> String {
    let Some(text) = text else {
        return String::new();
    };
    let text = escape_markdown(clean_lines(text).trim_end());
    format!("\n**{name}**: {text}\n")
}

/// Projects and metrics without a KPI that are not complete, and initiatives that are not done.
fn open(state: &ObjectiveState<'_>) -> Vec<String> {
    if state.dropped {
        return Vec::new();
    }
    let key_results = state.key_results.iter().filter(|kr| is_open(kr));
    let key_results = key_results.map(|kr| {
        let title = escape_markdown(&clean(&goal::title(kr)));
        let owner = kr.owner.map(|owner| format!(", {owner}"));
        let value = status::reached(kr, THEME);
        let value = match value.is_empty() {
            true => number(kr.figures.score.unwrap_or_default() * 100.0, Some(0)) + " %",
            false => value,
        };
        let (value, owner) = (escape_markdown(&value), owner.unwrap_or_default());
        format!("- {title} (`{}`): {value}{owner}\n", kr.id.local())
    });
    let initiatives = state.objective.initiatives.iter().filter(|i| !i.done);
    let initiatives = initiatives.map(|initiative| {
        let title = escape_markdown(&clean(&initiative.title));
        format!(
            "- {title} (initiative of `{}`)\n",
            state.objective.id.local()
        )
    });
    key_results.chain(initiatives).collect()
}

/// What carries on only where somebody takes it along.
fn is_open(kr: &KeyResultState<'_>) -> bool {
    let complete = kr.figures.score.is_some_and(|score| score >= 1.0);
    let own = match kr.figures.kind {
        Kind::Effort => true,
        Kind::Metric => kr.kpi.is_none(),
        Kind::Bounds | Kind::Rollup => false,
    };
    own && !complete && !kr.dropped
}
