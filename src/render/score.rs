//! The grading table: scores by objective, team and cycle.

use super::goal;
use super::grid::{Cell, Column, Grid};
use super::json::self_grade;
use super::numbers::{exact, score, two};
use super::status::{View, headline, headline_markdown, reached};
use super::text::clean;
use super::{Style, Theme};
use crate::method::{ObjectiveState, band_of};
use crate::model::Scoring;

/// `okr score` for a terminal.
pub fn table(view: &View<'_, '_>, theme: Theme) -> String {
    let mut out = headline(view, theme);
    out.push('\n');
    if view.shown.is_empty() {
        out.push_str(&super::status::nothing(view.cycle, view.whose));
        return out;
    }
    out.push_str(&grades(view, theme).draw(theme));
    if !view.teams.is_empty() {
        out.push('\n');
        out.push_str(&teams(view, theme).draw(theme));
    }
    out
}

/// `okr score --format markdown`.
pub fn markdown(view: &View<'_, '_>) -> String {
    let theme = Theme::PLAIN;
    let mut out = headline_markdown(view);
    out.push('\n');
    out.push_str(&grades(view, theme).markdown());
    if !view.teams.is_empty() {
        out.push('\n');
        out.push_str(&teams(view, theme).markdown());
    }
    out
}

/// The table of goals alone.
pub fn grades_markdown(view: &View<'_, '_>) -> String {
    grades(view, Theme::PLAIN).markdown()
}

fn score_cell(value: Option<f64>, scoring: Scoring, theme: Theme) -> Cell {
    let style = value.map_or(Style::Dim, |v| goal::band_style(band_of(v, scoring)));
    Cell::new(score(value, theme.dash()), style)
}

fn grades(view: &View<'_, '_>, theme: Theme) -> Grid {
    let scoring = view.settings.scoring;
    let mut grid = Grid::new(vec![
        Column::fixed("goal"),
        Column::expendable("value", 3).right(),
        Column::expendable("weight", 4).right(),
        Column::fixed("score").right(),
        Column::expendable("self-grade", 2).right(),
        Column::fixed("result"),
        Column::expendable("owner", 5),
    ]);
    for state in &view.shown {
        let id = &state.objective.id;
        let owner = state.terms.owner.as_ref();
        grid.row(vec![
            Cell::new(
                format!("{} ({})", clean(&state.terms.title), id.local()),
                Style::Bold,
            ),
            Cell::default(),
            exact(state.terms.weight.get()).into(),
            score_cell(state.score, scoring, theme),
            self_grade(state).map(two).unwrap_or_default().into(),
            result_cell(state.outlook.status, theme),
            owner.map(ToString::to_string).unwrap_or_default().into(),
        ]);
        for kr in &state.key_results {
            let weight = kr.terms.weight.get();
            grid.row(vec![
                format!("  {}: {}", kr.key_result.key, clean(&goal::short_title(kr))).into(),
                reached(kr, theme).into(),
                exact(weight).into(),
                score_cell(kr.figures.score, scoring, theme),
                Cell::default(),
                result_cell(kr.outlook.status, theme),
                kr.owner
                    .filter(|&o| Some(o) != owner)
                    .map(ToString::to_string)
                    .unwrap_or_default()
                    .into(),
            ]);
        }
    }
    grid
}

fn result_cell(status: crate::method::Status, theme: Theme) -> Cell {
    Cell::new(goal::status(status, theme), goal::status_style(status))
}

fn teams(view: &View<'_, '_>, theme: Theme) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("team"),
        Column::expendable("objectives", 1).right(),
        Column::fixed("score").right(),
    ]);
    let scoring = view.settings.scoring;
    for team in &view.teams {
        grid.row(vec![
            Cell::new(team.team.as_str(), Style::Bold),
            team.objectives.to_string().into(),
            score_cell(team.score, scoring, theme),
        ]);
    }
    grid.row(vec![
        Cell::new(view.cycle.cycle.to_string(), Style::Bold),
        view.cycle.objectives.len().to_string().into(),
        score_cell(view.cycle.score, scoring, theme),
    ]);
    grid
}

/// Rows for a spreadsheet.
pub fn csv(shown: &[&ObjectiveState<'_>]) -> String {
    let mut sheet = super::csv::Sheet::new(&[
        "id",
        "title",
        "owner",
        "team",
        "weight",
        "score",
        "self_grade",
        "result",
    ]);
    let n = |v: Option<f64>| v.map(exact).unwrap_or_default();
    for state in shown {
        let team = state.objective.id.objective.team().unwrap_or_default();
        sheet.row(&[
            state.objective.id.local(),
            state.terms.title.clone(),
            state
                .terms
                .owner
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            team.to_owned(),
            exact(state.terms.weight.get()),
            n(state.score),
            n(self_grade(state)),
            state.outlook.status.word().to_owned(),
        ]);
        for kr in &state.key_results {
            sheet.row(&[
                kr.id.local(),
                goal::title(kr),
                kr.owner.map(ToString::to_string).unwrap_or_default(),
                team.to_owned(),
                exact(kr.terms.weight.get()),
                n(kr.figures.score),
                String::new(),
                kr.outlook.status.word().to_owned(),
            ]);
        }
    }
    sheet.finish()
}
