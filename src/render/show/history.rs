//! What became of a goal: how its plan changed, and the goals of earlier cycles that it goes on from.

use super::sheet::{Block, Entry, Line};
use super::{Ancestors, Around};
use crate::method::{Figures, KeyResultState, LineageEnd, ObjectiveState};
use crate::model::{Dropped, GoalId, Kpi};
use crate::render::grid::{Cell, Column, Grid};
use crate::render::numbers::number;
use crate::render::status::score_cells;
use crate::render::text::clean;
use crate::render::{Style, Theme, goal};
use chrono::NaiveDate;

/// Changes of a plan as they are gathered; those after the day looked at have not happened.
pub(super) struct Plan {
    day: NaiveDate,
    changes: Vec<(NaiveDate, Entry)>,
}

impl Plan {
    pub(super) fn new(day: NaiveDate) -> Self {
        Self {
            day,
            changes: Vec::new(),
        }
    }

    fn change(&mut self, on: NaiveDate, what: &str, reason: Option<&str>) {
        if on > self.day {
            return;
        }
        let mut entry = Entry {
            head: format!("{on}  {what}"),
            lines: Vec::new(),
        };
        if let Some(reason) = reason {
            entry.lines.push(Line {
                depth: 1,
                name: "",
                text: clean(reason).into_owned(),
            });
        }
        self.changes.push((on, entry));
    }

    pub(super) fn added(&mut self, on: Option<NaiveDate>, what: &str) {
        if let Some(on) = on {
            self.change(on, &format!("{what}added"), None);
        }
    }

    pub(super) fn amended(
        &mut self,
        on: NaiveDate,
        what: &str,
        was: &[(String, String)],
        reason: Option<&str>,
    ) {
        let was: Vec<_> = was
            .iter()
            .map(|(key, value)| format!("{} was {}", clean(key), clean(value)))
            .collect();
        self.change(on, &format!("{what}amended: {}", was.join(", ")), reason);
    }

    pub(super) fn dropped(&mut self, gone: Option<&Dropped>, what: &str) {
        if let Some(gone) = gone {
            self.change(gone.on, &format!("{what}dropped"), gone.reason.as_deref());
        }
    }

    pub(super) fn retired(&mut self, kpi: &Kpi) {
        if let Some(gone) = &kpi.retired {
            let by = gone.replaced_by.as_ref();
            let by = by.map(|by| format!(", replaced by {by}"));
            let what = format!("retired{}", by.unwrap_or_default());
            self.change(gone.on, &what, gone.reason.as_deref());
        }
    }

    /// The newest first.
    pub(super) fn block(mut self) -> Block {
        self.changes.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
        let entries = self.changes.into_iter().map(|(_, entry)| entry);
        Block::Entries("Changes of plan", entries.collect(), None)
    }
}

/// What an ancestor's line tells.
struct Told<'a> {
    figures: Option<&'a Figures<'a>>,
    score: Option<f64>,
    decimals: Option<u8>,
}

/// The goals of earlier cycles, the oldest first, and this one.
pub(super) fn lineage(
    around: &Around<'_, '_>,
    state: &ObjectiveState<'_>,
    id: &GoalId,
    theme: Theme,
) -> Block {
    let ancestors = &around.ancestors;
    let measured = told(state, id).figures.is_some();
    let mut columns = vec![Column::fixed("cycle"), Column::expendable("goal", 6)];
    if measured {
        columns.extend(["baseline", "target", "actual"].map(|c| Column::fixed(c).right()));
    }
    columns.extend([Column::expendable("", 7), Column::fixed("score").right()]);
    let mut grid = Grid::new(columns);
    let earlier = ancestors.goals.iter().rev();
    let earlier = earlier.map(|(id, state)| (id, &**state));
    let all = earlier.chain([(id, state)]);
    if !ancestors.goals.is_empty() {
        for (at, state) in all {
            grid.row(generation(at, state, at == id, measured, around, theme));
        }
    }
    Block::Table("Over the cycles", grid, ended(ancestors))
}

fn generation(
    id: &GoalId,
    state: &ObjectiveState<'_>,
    now: bool,
    measured: bool,
    around: &Around<'_, '_>,
    theme: Theme,
) -> Vec<Cell> {
    let told = told(state, id);
    let style = if now { Style::Bold } else { Style::Plain };
    let n = |value: Option<f64>| {
        let text = value.map(|value| number(value, told.decimals));
        Cell::new(text.unwrap_or_else(|| theme.dash().to_owned()), style)
    };
    let mut cells = vec![
        Cell::new(id.cycle.to_string(), style),
        Cell::new(id.local(), style),
    ];
    if let (true, Some(figures)) = (measured, told.figures) {
        let bound = |low: &str, value: f64| {
            Cell::new(format!("{low} {}", number(value, told.decimals)), style)
        };
        let target = match (figures.target, figures.at_least, figures.at_most) {
            (None, Some(low), Some(high)) => {
                let dash = theme.pick("–", "-");
                let n = |value| number(value, told.decimals);
                Cell::new(format!("{}{dash}{}", n(low), n(high)), style)
            }
            (None, Some(low), None) => bound(theme.pick("≥", ">="), low),
            (None, None, Some(high)) => bound(theme.pick("≤", "<="), high),
            (target, ..) => n(target),
        };
        cells.extend([n(figures.baseline), target, n(figures.value)]);
    } else if measured {
        cells.extend([n(None), n(None), n(None)]);
    }
    cells.extend(score_cells(told.score, around.settings.scoring, theme));
    cells
}

fn told<'a>(state: &'a ObjectiveState<'_>, id: &GoalId) -> Told<'a> {
    match state.key_result(id) {
        Some(kr) => Told {
            figures: Some(&kr.figures),
            score: kr.figures.score,
            decimals: goal::decimals(kr),
        },
        None => Told {
            figures: state.figures.as_ref(),
            score: state.score,
            decimals: state.kpi.and_then(|kpi| kpi.decimals),
        },
    }
}

/// Why the table goes no further back, where that is not how it began.
fn ended(ancestors: &Ancestors<'_>) -> Option<String> {
    match &ancestors.end {
        LineageEnd::Beginning => None,
        LineageEnd::Missing(id) => Some(format!(
            "It was carried from {id}, which is not there or cannot be read."
        )),
        LineageEnd::Circle(id) => Some(format!(
            "It was carried from {id}, which goes on from it: `carried` runs in a circle."
        )),
        LineageEnd::Unread(cycle) => Some(format!("{cycle} was not read.")),
    }
}

/// The amendments, additions and drops of a key result.
pub(super) fn of_key_result(plan: &mut Plan, state: &KeyResultState<'_>, what: &str) {
    let kr = state.key_result;
    plan.added(kr.added, what);
    for a in &kr.amended {
        plan.amended(a.on, what, &a.was, a.reason.as_deref());
    }
    plan.dropped(kr.dropped.as_ref(), what);
}
