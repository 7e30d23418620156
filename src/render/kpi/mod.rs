//! All KPIs in one view.

mod csv;
mod drivers;
mod parts;

pub use csv::csv;
pub use drivers::Tree;

use super::grid::{Cell, Column, Grid, broken};
use super::numbers::{number, with_unit};
use super::spark::spark;
use super::status::age;
use super::text::{clean, count};
use super::{Style, Theme};
use super::{goal, signal};
use crate::method::{KpiState, KpiStatus, Parts};
use crate::model::{CycleId, CycleKind, KpiTarget};
use chrono::NaiveDate;

/// A KPI in the view.
pub struct Listed<'w> {
    /// The KPI in the cycle.
    pub state: KpiState<'w>,
    /// The same part by part, where the cycle is a year of quarters or the like.
    pub parts: Option<Parts>,
}

/// What KPIs stand together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Their folder.
    Team,
    /// Their `category`.
    Category,
}

/// What is shown of which KPIs.
pub struct View<'a, 'w> {
    /// The cycle.
    pub cycle: CycleId,
    /// The day looked at.
    pub as_of: NaiveDate,
    /// The KPIs, by id.
    pub shown: &'a [Listed<'w>],
    /// How many there are, whatever is filtered.
    pub all: usize,
    /// What they are grouped by.
    pub by: By,
}

/// How many readings a sparkline has at most.
const SPARK: usize = 12;

impl View<'_, '_> {
    /// For a terminal.
    pub fn table(&self, theme: Theme) -> String {
        let head = theme.paint(Style::Bold, &self.head(theme));
        if self.shown.is_empty() {
            return format!("{head}\n\n{}\n", self.nothing(theme));
        }
        format!("{head}\n\n{}", self.grid(theme).draw(theme))
    }

    /// For a wiki: a table a group.
    pub fn markdown(&self) -> String {
        if self.shown.is_empty() {
            return format!("{}\n", self.nothing(Theme::PLAIN));
        }
        let groups = self.groups();
        let tables = groups.iter().map(|(name, listed)| {
            let mut grid = self.columns();
            listed
                .iter()
                .for_each(|l| self.add(&mut grid, l, Theme::PLAIN));
            match name {
                Some(name) => format!(
                    "## {}\n\n{}",
                    super::grid::escape_markdown(name),
                    grid.markdown()
                ),
                None => grid.markdown(),
            }
        });
        tables.collect::<Vec<_>>().join("\n")
    }

    /// How many, when, and how they are.
    fn head(&self, theme: Theme) -> String {
        let number = match self.shown.len() {
            some if some < self.all => format!("{some} of {}", count(self.all, "KPI")),
            all => count(all, "KPI"),
        };
        let mut parts = vec![
            number,
            self.cycle.to_string(),
            format!("as of {}", self.as_of),
        ];
        let with = |status| {
            self.shown
                .iter()
                .filter(|l| l.state.status == status)
                .count()
        };
        let health = KpiStatus::ALL.map(|status| (with(status), status.word()));
        let late = self.shown.iter().filter(|l| l.state.overdue).count();
        let all = health.into_iter().chain([(late, "overdue")]);
        let told: Vec<_> = all
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        parts.extend((!told.is_empty()).then(|| told.join(", ")));
        let line = parts.join(theme.pick(" · ", " | "));
        theme
            .width
            .map_or_else(|| line.clone(), |width| broken(&line, width))
    }

    fn nothing(&self, theme: Theme) -> String {
        let text = match self.all {
            0 => "No KPIs here yet: `okr new kpi` writes one.".to_owned(),
            1 => "Nothing here matches; there is 1 KPI.".to_owned(),
            all => format!("Nothing here matches; there are {all} KPIs."),
        };
        theme
            .width
            .map_or_else(|| text.clone(), |width| broken(&text, width))
    }

    /// The KPIs under the name of what they share, those without one first for teams (they are the
    /// company's), last for categories. No names where all share one.
    fn groups(&self) -> Vec<(Option<String>, Vec<&Listed<'_>>)> {
        let named = |listed: &&Listed<'_>| match self.by {
            By::Team => (
                true,
                listed.state.kpi.id.team().map(|team| format!("{team}/")),
            ),
            By::Category => {
                let category = listed.state.kpi.category.as_deref();
                let category = category.map(|category| clean(category).into_owned());
                (category.is_none(), category)
            }
        };
        let mut sorted: Vec<_> = self.shown.iter().collect();
        sorted.sort_by_cached_key(named);
        let groups = sorted.chunk_by(|a, b| named(a) == named(b));
        let mut groups: Vec<_> = groups.map(|g| (named(&g[0]).1, g.to_vec())).collect();
        match (groups.as_mut_slice(), self.by) {
            ([only], _) => only.0 = None,
            ([.., last], By::Category) if last.0.is_none() => {
                last.0 = Some("no category".to_owned());
            }
            _ => {}
        }
        groups
    }

    fn grid(&self, theme: Theme) -> Grid {
        let mut grid = self.columns();
        for (place, (name, listed)) in self.groups().into_iter().enumerate() {
            if place > 0 {
                grid.row(Vec::new());
            }
            if let Some(name) = name {
                grid.row(vec![Cell::new(name, Style::Dim)]);
            }
            listed.iter().for_each(|l| self.add(&mut grid, l, theme));
        }
        grid
    }

    fn columns(&self) -> Grid {
        match self.shown.first().and_then(|listed| listed.parts.as_ref()) {
            Some(parts) => parts::columns(self.cycle, parts),
            None => Grid::new(columns().to_vec()).dense(),
        }
    }

    fn add(&self, grid: &mut Grid, listed: &Listed<'_>, theme: Theme) {
        match &listed.parts {
            Some(parts) => parts::rows(grid, &listed.state, parts, self.as_of, theme),
            None => grid.row(row(&listed.state, self.as_of, theme)),
        }
    }
}

fn columns() -> [Column; 11] {
    [
        Column::fixed("KPI"),
        Column::fixed("value").right(),
        Column::expendable("target", 1).right(),
        Column::expendable("short", 2).right(),
        Column::fixed("status").wrapping(),
        Column::expendable("trend", 5),
        Column::expendable("signal", 3),
        Column::expendable("benchmark", 7).right(),
        Column::expendable("pushed by", 6),
        Column::expendable("owner", 8),
        Column::expendable("read", 4).right(),
    ]
}

fn row(state: &KpiState<'_>, as_of: NaiveDate, theme: Theme) -> Vec<Cell> {
    let kpi = state.kpi;
    let read = match state.last_reading {
        Some(day) => age(day, as_of),
        None => "never".to_owned(),
    };
    let (signal, signal_style) = signal::cell(&state.chart, kpi.direction);
    let pushed = if state.followed_by.is_empty() {
        Cell::new("monitored only", Style::Dim)
    } else {
        state.followed_by.join("\n").into()
    };
    let benchmark = kpi.benchmark.as_ref();
    vec![
        name(state),
        value(state, theme).into(),
        target(state, theme).into(),
        short(state.shortfall).into(),
        status(state, theme),
        trend(state, theme).into(),
        Cell::new(signal, signal_style),
        benchmark
            .map(|benchmark| number(benchmark.value.get(), kpi.decimals))
            .unwrap_or_default()
            .into(),
        pushed,
        state
            .owner
            .map(ToString::to_string)
            .unwrap_or_default()
            .into(),
        Cell::new(
            read,
            if state.overdue {
                Style::Amber
            } else {
                Style::Dim
            },
        ),
    ]
}

fn name(state: &KpiState<'_>) -> Cell {
    let kpi = state.kpi;
    let name = format!("{} ({})", clean(&kpi.name), kpi.id.short());
    Cell::new(name, Style::Bold)
}

fn value(state: &KpiState<'_>, theme: Theme) -> String {
    let kpi = state.kpi;
    let value = state.value;
    let value = value.map(|v| with_unit(v, kpi.decimals, kpi.unit.as_deref()));
    value.unwrap_or_else(|| theme.dash().to_owned())
}

fn short(shortfall: Option<f64>) -> String {
    shortfall.map(|s| format!("{s:.1} %")).unwrap_or_default()
}

/// Health as word and colour, and whether a reading is late.
fn status(state: &KpiState<'_>, theme: Theme) -> Cell {
    let late = if state.overdue { ", overdue" } else { "" };
    let text = format!("{}{late}", goal::kpi_status(state.status, theme));
    Cell::new(text, goal::kpi_style(state.status))
}

/// The target and, where it is not the cycle's own, whose it is: `80 % (annual)`.
fn target(state: &KpiState<'_>, theme: Theme) -> String {
    let Some(target) = state.target else {
        return theme.dash().to_owned();
    };
    // The value beside it has the unit.
    let text = match state.value {
        Some(_) => goal::bare_target(target, state.kpi, theme),
        None => goal::kpi_target(target, state.kpi, theme),
    };
    match state.target_from {
        Some(None) => format!("{text} (always)"),
        Some(Some(from)) if state.annual_target.is_some() && from.kind() == CycleKind::Year => {
            format!("{text} (annual)")
        }
        Some(Some(_)) | None => text,
    }
}

/// The cycle's last readings as a line of blocks.
fn trend(state: &KpiState<'_>, theme: Theme) -> String {
    let readings = &state.series.readings;
    let recent = &readings[readings.len().saturating_sub(SPARK)..];
    if recent.len() < 2 {
        return String::new();
    }
    let values: Vec<_> = recent.iter().map(|r| Some(r.value)).collect();
    spark(&values, SPARK, theme)
}

/// A target that is one number, or the bounds of a band.
fn split(target: Option<KpiTarget>) -> [Option<f64>; 3] {
    match target {
        Some(KpiTarget::Value(value)) => [Some(value.get()), None, None],
        Some(KpiTarget::Band(band)) => [None, band.at_least(), band.at_most()],
        None => [None; 3],
    }
}
