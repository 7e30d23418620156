//! One goal in full: what it is, where it stands, how it came there, what was said, where it comes
//! from.

mod chart;
mod checkins;
mod history;
mod key_result;
mod kpi;
mod objective;
mod review;
mod sheet;

pub use key_result::key_result;
pub use kpi::{KpiWorld, kpi};
pub use objective::objective;
pub use review::review;
pub use sheet::Sheet;

use super::grid::{Cell, Column, Grid, bar};
use super::numbers::{score, two};
use super::status::{score_cells, status_cell};
use super::text::clean;
use super::{Style, Theme, goal};
use crate::method::close::Today;
use crate::method::log::Logged;
use crate::method::{Course, Forecast, LineageEnd, ObjectiveState, Outlook, Status, band_of};
use crate::model::{CycleId, GoalId, Kpi, Name, Settings};
use chrono::NaiveDate;
use std::sync::Arc;

/// What is known of a goal besides its state.
pub struct Around<'a, 'w> {
    /// The workspace's settings.
    pub settings: &'a Settings,
    /// The goal's cycle.
    pub cycle: CycleId,
    /// The day looked at.
    pub day: NaiveDate,
    /// Its values.
    pub course: Course,
    /// Where it ends on a straight line.
    pub forecast: Option<Forecast>,
    /// What it would be today, where its score was frozen and would be another one.
    pub today: Option<Today<'w>>,
    /// The live objectives that support it.
    pub supporters: Vec<Arc<ObjectiveState<'w>>>,
    /// What it supports, where that is there.
    pub supported: Option<Supported<'w>>,
    /// The goals of earlier cycles that it goes on from.
    pub ancestors: Ancestors<'w>,
    /// What was said of it in its cycle, the newest first.
    pub logged: Vec<Logged<'w>>,
}

/// The goal above.
pub struct Supported<'w> {
    /// Its id.
    pub id: GoalId,
    /// The objective that it is or belongs to.
    pub objective: Arc<ObjectiveState<'w>>,
}

/// The goals of earlier cycles that a goal goes on from.
pub struct Ancestors<'w> {
    /// The nearest first, each with the objective that it is or belongs to.
    pub goals: Vec<(GoalId, Arc<ObjectiveState<'w>>)>,
    /// Why there are no more.
    pub end: LineageEnd,
}

impl Around<'_, '_> {
    /// The first and the last day of the goal's cycle.
    fn days(&self) -> (NaiveDate, NaiveDate) {
        let calendar = self.settings.calendar;
        (calendar.start(self.cycle), calendar.end(self.cycle))
    }

    /// `id · 2026-Q3 · 2026-07-01 – 2026-09-30 · as of 2026-08-14`.
    fn subtitle(&self, id: &str, theme: Theme) -> String {
        let (start, end) = self.days();
        let span = format!("{start} {} {end}", theme.pick("–", "to"));
        let parts = [
            id.to_owned(),
            self.cycle.to_string(),
            span,
            format!("as of {}", self.day),
        ];
        parts.join(theme.pick(" · ", " | "))
    }

    /// A person's name with the handle.
    fn person(&self, handle: &Name) -> String {
        let person = self.settings.people.get(handle);
        match person.and_then(|person| person.name.as_deref()) {
            Some(name) => format!("{} ({handle})", clean(name)),
            None => handle.to_string(),
        }
    }

    /// What a person is called.
    fn name(&self, handle: &Name) -> String {
        let person = self.settings.people.get(handle);
        match person.and_then(|person| person.name.as_deref()) {
            Some(name) => clean(name).into_owned(),
            None => handle.to_string(),
        }
    }

    fn people(&self, handles: &[Name]) -> String {
        let people: Vec<_> = handles.iter().map(|handle| self.person(handle)).collect();
        people.join(", ")
    }

    /// The score as a bar and a number, and how far that is from what is expected.
    fn score(&self, value: Option<f64>, outlook: &Outlook, theme: Theme) -> Cell {
        let Some(value) = value else {
            return Cell::new(theme.dash(), Style::Dim);
        };
        let mut text = format!("{} {}", bar(value, 10, theme), two(value));
        if let Some(expected) = goal::expected(outlook, self.day) {
            text.push_str(&format!(", {expected}"));
        }
        Cell::new(
            text,
            goal::band_style(band_of(value, self.settings.scoring)),
        )
    }

    /// `when 2026-Q3 was closed on 2026-10-02; 0.00 today`, of the goal's score.
    fn frozen(&self, id: &GoalId) -> Option<String> {
        let today = self.today.as_ref()?;
        let now = match today.objective.key_result(id) {
            Some(state) => state.figures.score,
            None => today.objective.score,
        };
        let now = now.map_or_else(|| "none".to_owned(), two);
        let (cycle, on) = (id.cycle, today.closed_on);
        Some(format!("when {cycle} was closed on {on}; {now} today"))
    }

    /// Objectives in a line each; those of other cycles with theirs.
    fn objectives(&self, states: &[Arc<ObjectiveState<'_>>], theme: Theme) -> Grid {
        let mut grid = Grid::new(vec![
            Column::fixed("objective"),
            Column::expendable("", 5),
            Column::fixed("score").right(),
            Column::fixed("status").wrapping(),
            Column::expendable("owner", 6),
        ]);
        for state in states {
            let id = state.objective.id.relative_to(self.cycle);
            let [bar, value] = score_cells(state.score, self.settings.scoring, theme);
            let flags = goal::flags(&state.outlook.flags);
            let owner = state.terms.owner.as_ref();
            grid.row(vec![
                format!("{} ({id})", clean(&state.terms.title)).into(),
                bar,
                value,
                status_cell(state.outlook.status, &flags, theme),
                owner.map(ToString::to_string).unwrap_or_default().into(),
            ]);
        }
        grid
    }

    /// What it supports, and the score of that.
    fn supported(&self, theme: Theme) -> Option<String> {
        let above = self.supported.as_ref()?;
        let state = &above.objective;
        let id = above.id.relative_to(self.cycle);
        let (title, value) = match state.key_result(&above.id) {
            Some(kr) => (goal::title(kr), kr.figures.score),
            None => (state.terms.title.clone(), state.score),
        };
        let value = score(value, theme.dash());
        Some(format!("{} ({id}), score {value}", clean(&title)))
    }
}

/// Where a straight line through the readings leads: `75.1 % on 2026-09-30 …`.
fn ahead(around: &Around<'_, '_>, amount: impl Fn(f64) -> String) -> Option<String> {
    let end = around.settings.calendar.end(around.cycle);
    Some(goal::ahead(&around.forecast?, end, amount))
}

fn status(outlook: &Outlook, theme: Theme) -> Cell {
    status_cell(outlook.status, &goal::flags(&outlook.flags), theme)
}

/// A KPI's name with its id.
fn kpi_name(kpi: &Kpi) -> String {
    format!("{} ({})", clean(&kpi.name), kpi.id)
}

/// Whether a status says that the goal counts no more.
fn is_dropped(outlook: &Outlook) -> bool {
    outlook.status == Status::Dropped
}
