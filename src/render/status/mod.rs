//! The cycle at a glance.

mod csv;

pub use csv::csv;

use super::changes::Since;
use super::goal;
use super::grid::{Cell, Column, Grid, bar, escape_markdown, fitted};
use super::numbers::{number, score, signed, two, unit_suffix};
use super::text::{clean, count};
use super::{Style, Theme};
use crate::method::{CycleState, KeyResultState, Kind, ObjectiveState, Status, TeamState, band_of};
use crate::model::{GoalId, Measure, Name, Scoring, Settings};
use chrono::NaiveDate;

/// Above this many objectives teams are shown as a line each.
pub const MANY: usize = 50;

const BAR: usize = 10;

/// What is shown of a cycle.
pub struct View<'a, 'w> {
    /// The cycle.
    pub cycle: &'a CycleState<'w>,
    /// The objectives to show in full.
    pub shown: Vec<&'a ObjectiveState<'w>>,
    /// Teams to show as a line each.
    pub teams: Vec<TeamState>,
    /// Whose goals were looked for, where nothing else was.
    pub whose: Option<&'a Name>,
    /// The workspace's settings.
    pub settings: &'a Settings,
    /// The earlier day that it is compared with.
    pub since: Option<Since<'a, 'w>>,
}

/// `okr status` for a terminal.
pub fn table(view: &View<'_, '_>, theme: Theme) -> String {
    let mut out = headline(view, theme);
    out.push('\n');
    if view.shown.is_empty() && view.teams.is_empty() {
        out.push_str(&nothing(view.cycle, view.whose));
        return out;
    }
    if !view.shown.is_empty() {
        out.push_str(&objectives(&view.shown, view, theme).draw(theme));
    }
    if !view.teams.is_empty() {
        out.push('\n');
        out.push_str(&teams(&view.teams, view.settings.scoring, theme).draw(theme));
        let all = count(view.cycle.objectives.len(), "objective");
        out.push_str(&format!("\n{all} in all: --all shows every one.\n"));
    }
    if let Some(since) = &view.since {
        out.push_str(&since.list(theme));
    }
    out
}

/// Why there is nothing to see.
pub fn nothing(cycle: &CycleState<'_>, whose: Option<&Name>) -> String {
    match (cycle.objectives.len(), whose) {
        (0, _) => format!(
            "{} has no objectives yet: `okr new objective` writes one.\n",
            cycle.cycle
        ),
        (all, Some(name)) => format!(
            "{name} owns nothing in {}, which has {}.\n",
            cycle.cycle,
            count(all, "objective")
        ),
        (all, None) => format!(
            "Nothing here matches; {} has {}.\n",
            cycle.cycle,
            count(all, "objective")
        ),
    }
}

/// `okr status --format markdown`.
pub fn markdown(view: &View<'_, '_>) -> String {
    let theme = Theme::PLAIN;
    let mut out = format!(
        "{}\n{}",
        headline_markdown(view),
        objectives(&view.shown, view, theme).markdown()
    );
    if !view.teams.is_empty() {
        let grid = teams(&view.teams, view.settings.scoring, theme);
        out.push_str(&format!("\n{}", grid.markdown()));
    }
    if let Some(since) = &view.since {
        out.push_str(&since.markdown());
    }
    out
}

/// The same line for Markdown.
pub fn headline_markdown(view: &View<'_, '_>) -> String {
    escape_markdown(headline(view, Theme::PLAIN).trim_end()) + "\n"
}

/// One line: whose cycle, its dates, how far it is, the company's score and how it changed.
pub fn headline(view: &View<'_, '_>, theme: Theme) -> String {
    let (cycle, settings) = (view.cycle, view.settings);
    let before = view.since.as_ref().and_then(|since| since.score);
    let dot = theme.pick(" · ", " | ");
    let mut parts = Vec::new();
    parts.extend(settings.name.as_deref().map(|n| clean(n).into_owned()));
    parts.push(cycle.cycle.to_string());
    let dash = theme.pick("–", "to");
    parts.push(format!("{} {dash} {}", cycle.start, cycle.end));
    parts.push(format!("as of {}", cycle.as_of));
    parts.push(if cycle.closed {
        "closed".to_owned()
    } else {
        format!("{:.0} % of the time over", cycle.elapsed * 100.0)
    });
    let total = score(cycle.score, theme.dash());
    let change = cycle.score.zip(before);
    let change = change.map(|(now, then)| format!(" ({})", signed(now - then)));
    parts.push(format!("score {total}{}", change.unwrap_or_default()));
    theme.paint(Style::Bold, &fitted(&parts.join(dot), theme)) + "\n"
}

fn objectives(shown: &[&ObjectiveState<'_>], view: &View<'_, '_>, theme: Theme) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("goal"),
        Column::expendable("value", 3).right(),
        Column::expendable("", 5),
        Column::fixed("score").right(),
        Column::expendable("change", 1),
        Column::fixed("status").wrapping(),
        Column::expendable("conf.", 4).right(),
        Column::expendable("owner", 6),
        Column::expendable("updated", 7).right(),
    ]);
    let mut team = None;
    let mut shown = shown.to_vec();
    // The company's own first, then team by team.
    shown.sort_by_key(|o| o.objective.id.objective.team().map(str::to_owned));
    for (i, state) in shown.iter().enumerate() {
        let folder = state.objective.id.objective.team();
        if folder != team {
            team = folder;
            if i > 0 {
                grid.row(vec![Cell::default(); 9]);
            }
            if let Some(folder) = folder {
                grid.row(heading(folder));
            }
        }
        objective(&mut grid, state, view, theme);
    }
    grid
}

fn heading(team: &str) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); 9];
    cells[0] = Cell::new(format!("{team}/"), Style::Dim);
    cells
}

fn objective(grid: &mut Grid, state: &ObjectiveState<'_>, view: &View<'_, '_>, theme: Theme) {
    let scoring = view.settings.scoring;
    let title = clean(&state.terms.title);
    let name = state.objective.id.objective.name();
    let owner = state.terms.owner.as_ref();
    let [bar, value] = score_cells(state.score, scoring, theme);
    grid.row(vec![
        Cell::new(format!("{title} ({name})"), Style::Bold),
        Cell::default(),
        bar,
        value,
        changed(&state.objective.id, view, theme),
        status_cell(
            state.outlook.status,
            &goal::flags(&state.outlook.flags),
            theme,
        ),
        Cell::default(),
        owner.map(ToString::to_string).unwrap_or_default().into(),
        Cell::default(),
    ]);
    let last = state.key_results.len().saturating_sub(1);
    for (i, kr) in state.key_results.iter().enumerate() {
        let branch = if i == last {
            theme.pick("└ ", "`-")
        } else {
            theme.pick("├ ", "|-")
        };
        key_result(grid, kr, branch, owner, view, theme);
    }
}

fn key_result(
    grid: &mut Grid,
    state: &KeyResultState<'_>,
    branch: &str,
    objective_owner: Option<&crate::model::Name>,
    view: &View<'_, '_>,
    theme: Theme,
) {
    let style = if state.dropped {
        Style::Dim
    } else {
        Style::Plain
    };
    let [bar, value] = score_cells(state.figures.score, view.settings.scoring, theme);
    let owner = state.owner.filter(|&o| Some(o) != objective_owner);
    let updated = state.last_update.map(|day| age(day, view.cycle.as_of));
    let key = &state.key_result.key;
    grid.row(vec![
        Cell::new(
            format!("{branch}{key}: {}", clean(&goal::short_title(state))),
            style,
        ),
        Cell::new(reached(state, theme), style),
        bar,
        value,
        changed(&state.id, view, theme),
        status_cell(
            state.outlook.status,
            &goal::flags(&state.outlook.flags),
            theme,
        ),
        Cell::new(confidence(state), style),
        owner.map(ToString::to_string).unwrap_or_default().into(),
        Cell::new(updated.unwrap_or_default(), Style::Dim),
    ]);
}

fn changed(id: &GoalId, view: &View<'_, '_>, theme: Theme) -> Cell {
    let since = view.since.as_ref();
    since.map_or_else(Cell::default, |since| since.mark(id, theme))
}

/// A score's bar and number.
pub fn score_cells(value: Option<f64>, scoring: Scoring, theme: Theme) -> [Cell; 2] {
    match value {
        Some(value) => {
            let style = goal::band_style(band_of(value, scoring));
            [
                Cell::new(bar(value, BAR, theme), style),
                Cell::new(two(value), style),
            ]
        }
        None => [Cell::default(), Cell::new(theme.dash(), Style::Dim)],
    }
}

/// A status with the flags beside it.
pub fn status_cell(status: Status, flags: &str, theme: Theme) -> Cell {
    let mut text = goal::status(status, theme);
    if !flags.is_empty() {
        text.push_str(", ");
        text.push_str(flags);
    }
    Cell::new(text, goal::status_style(status))
}

/// The value against what is asked: `73.6 / 75 %`, `99.93 ≥ 99.9 %`, `1 of 3 milestones`.
pub fn reached(state: &KeyResultState<'_>, theme: Theme) -> String {
    let figures = &state.figures;
    let decimals = goal::decimals(state);
    let unit = unit_suffix(goal::unit(state));
    let dash = theme.dash();
    let n = |v: Option<f64>| v.map_or_else(|| dash.to_owned(), |v| number(v, decimals));
    match (figures.kind, &state.terms.measure) {
        (Kind::Effort, Measure::Effort(effort)) if !effort.milestones.is_empty() => {
            let all = effort.milestones.len();
            let done = effort.milestones.iter();
            let done = done
                .filter(|m| figures.done.contains(m.id.as_str()))
                .count();
            format!("{done} of {}", count(all, "milestone"))
        }
        (Kind::Effort, _) => format!("{} %", n(figures.value.or(Some(0.0)))),
        (Kind::Rollup, _) => format!("of {}", count(state.supporters.len(), "objective")),
        (Kind::Metric, _) => format!("{} / {}{unit}", n(figures.value), n(figures.target)),
        (Kind::Bounds, _) => match (figures.at_least, figures.at_most) {
            (Some(low), Some(high)) => format!(
                "{} in {}{dash}{}{unit}",
                n(figures.value),
                n(Some(low)),
                n(Some(high))
            ),
            (Some(low), None) => {
                format!(
                    "{} {} {}{unit}",
                    n(figures.value),
                    theme.pick("≥", ">="),
                    n(Some(low))
                )
            }
            (None, Some(high)) => {
                format!(
                    "{} {} {}{unit}",
                    n(figures.value),
                    theme.pick("≤", "<="),
                    n(Some(high))
                )
            }
            (None, None) => n(figures.value),
        },
    }
}

/// The latest confidence, with its change where there is one.
pub fn confidence(state: &KeyResultState<'_>) -> String {
    let Some(latest) = state.confidence.latest else {
        return String::new();
    };
    match state.confidence.change() {
        Some(change) if change.abs() >= 0.005 => format!("{} ({})", two(latest), signed(change)),
        Some(_) | None => two(latest),
    }
}

/// How long ago: `today`, `3 d`.
pub fn age(day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        0 => "today".to_owned(),
        days => format!("{days} d"),
    }
}

fn teams(teams: &[TeamState], scoring: Scoring, theme: Theme) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("team"),
        Column::expendable("objectives", 2).right(),
        Column::expendable("", 3),
        Column::fixed("score").right(),
        Column::fixed("at risk").right(),
        Column::fixed("off track").right(),
        Column::expendable("stale", 1).right(),
    ]);
    let tally = |number: usize, style| {
        let style = if number > 0 { style } else { Style::Dim };
        Cell::new(number.to_string(), style)
    };
    for team in teams {
        let [bar, value] = score_cells(team.score, scoring, theme);
        grid.row(vec![
            Cell::new(team.team.as_str(), Style::Bold),
            team.objectives.to_string().into(),
            bar,
            value,
            tally(team.at_risk, Style::Amber),
            tally(team.off_track, Style::Red),
            tally(team.stale, Style::Amber),
        ]);
    }
    grid
}
