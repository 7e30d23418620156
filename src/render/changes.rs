//! What changed between two days.

use super::grid::{Cell, broken};
use super::numbers::{exact, number, signed, two, unit_suffix};
use super::text::clean;
use super::{Style, Theme, goal};
use crate::method::{Figure, GoalChange, Kind, Move, Shown};
use crate::model::GoalId;
use chrono::NaiveDate;
use std::collections::HashMap;

/// A cycle on an earlier day beside what is shown of it.
pub struct Since<'a, 'w> {
    /// The earlier day.
    pub day: NaiveDate,
    /// The company's score on it.
    pub score: Option<f64>,
    /// What changed, in the order of the goals.
    pub changes: Vec<GoalChange<'a, 'w>>,
    /// Where each goal stands among them: a large company asks for thousands.
    places: HashMap<GoalId, usize>,
}

impl<'a, 'w> Since<'a, 'w> {
    /// What changed since `day`, on which the company's score was `score`.
    pub fn new(day: NaiveDate, score: Option<f64>, changes: Vec<GoalChange<'a, 'w>>) -> Self {
        let ids = changes.iter().map(|change| change.id.clone());
        Self {
            day,
            score,
            places: ids.zip(0..).collect(),
            changes,
        }
    }

    fn change(&self, id: &GoalId) -> Option<&GoalChange<'a, 'w>> {
        self.changes.get(*self.places.get(id)?)
    }

    /// The mark beside a goal that moved: up or down by how much, `new`, or that something else
    /// changed.
    pub fn mark(&self, id: &GoalId, theme: Theme) -> Cell {
        let Some(change) = self.change(id) else {
            return Cell::default();
        };
        if change.moves.contains(&Move::Added) {
            return Cell::new("new", Style::Bold);
        }
        match change.score_change() {
            Some(by) if by >= 0.005 => Cell::new(
                format!("{} {}", theme.pick("▲", "^"), signed(by)),
                Style::Green,
            ),
            Some(by) if by <= -0.005 => Cell::new(
                format!("{} {}", theme.pick("▼", "v"), signed(by)),
                Style::Red,
            ),
            Some(_) | None => Cell::new(theme.pick("·", "*"), Style::Dim),
        }
    }

    /// The list below the table.
    pub fn list(&self, theme: Theme) -> String {
        let told = self.told(theme);
        if told.is_empty() {
            return format!("\nNothing changed since {}.\n", self.day);
        }
        let head = format!("Since {}:", self.day);
        let mut out = format!("\n{}\n", theme.paint(Style::Bold, &head));
        for (id, what) in told {
            let line = format!("{id}  {what}");
            let line = match theme.width {
                Some(width) => broken(&line, width.saturating_sub(2)).replace('\n', "\n  "),
                None => line,
            };
            out.push_str(&format!("  {line}\n"));
        }
        out
    }

    /// The same list in Markdown.
    pub fn markdown(&self) -> String {
        let told = self.told(Theme::PLAIN);
        if told.is_empty() {
            return format!("\nNothing changed since {}.\n", self.day);
        }
        let lines = told
            .iter()
            .map(|(id, what)| format!("- `{id}`: {}\n", super::grid::escape_markdown(what)));
        format!("\nSince {}:\n\n{}", self.day, lines.collect::<String>())
    }

    /// Every goal that changed, and how. Of an objective that came or went its key results are not
    /// told apart.
    fn told(&self, theme: Theme) -> Vec<(String, String)> {
        let whole = |change: &GoalChange<'_, '_>| {
            change.id.key.is_some()
                && self.change(&change.id.objective_id()).is_some_and(|above| {
                    [Move::Added, Move::Dropped].contains(&above.moves[0])
                        && above.moves[0] == change.moves[0]
                })
        };
        let mut told: Vec<_> = self
            .changes
            .iter()
            .filter(|change| !whole(change))
            .collect();
        // As in the table: the company's own first, then team by team.
        told.sort_by_key(|change| change.id.objective.team());
        let told = told.into_iter();
        told.map(|change| (change.id.local(), sentence(change, theme)))
            .collect()
    }
}

/// `score 0.20 → 0.45, value 73 → 73.4 %, on-track → at-risk (renewals moved)`.
pub fn sentence(change: &GoalChange<'_, '_>, theme: Theme) -> String {
    let moves = change
        .moves
        .iter()
        .map(|step| told(step, change.goal, theme));
    let mut text = moves.collect::<Vec<_>>().join(", ");
    if !change.reasons.is_empty() {
        text.push_str(&format!(" ({})", clean(&change.reasons.join("; "))));
    }
    text
}

fn told(change: &Move, shown: Shown<'_, '_>, theme: Theme) -> String {
    let arrow = theme.pick("→", "->");
    let none = theme.dash();
    let or_none = |text: Option<String>| text.unwrap_or_else(|| none.to_owned());
    match change {
        Move::Added => format!("new: {}", clean(&title(shown))),
        Move::Dropped => "dropped".to_owned(),
        Move::Figure {
            what,
            before,
            after,
        } => {
            let (number, unit) = written(*what, shown);
            let text = |value: &Option<f64>| or_none(value.map(&number));
            let (before, after) = (text(before), text(after));
            format!("{} {before} {arrow} {after}{unit}", words(*what, theme))
        }
        Move::Status { before, after } => {
            let (before, after) = (before.word(), after.word());
            format!("{before} {arrow} {after}")
        }
        Move::Flags { before, after } => {
            let gone = before
                .difference(after)
                .map(|flag| format!("-{}", flag.word()));
            let come = after
                .difference(before)
                .map(|flag| format!("+{}", flag.word()));
            come.chain(gone).collect::<Vec<_>>().join(" ")
        }
        Move::Words {
            what,
            before,
            after,
        } => {
            let text = |words: &Option<String>| or_none(words.as_deref().map(|w| clean(w).into()));
            format!("{} {} {arrow} {}", what.word(), text(before), text(after))
        }
    }
}

fn words(what: Figure, theme: Theme) -> &'static str {
    match what {
        Figure::AtLeast => theme.pick("≥", ">="),
        Figure::AtMost => theme.pick("≤", "<="),
        Figure::Score
        | Figure::Value
        | Figure::Confidence
        | Figure::Target
        | Figure::Baseline
        | Figure::Commit
        | Figure::Stretch
        | Figure::Weight => what.word(),
    }
}

/// How a figure is written, and the unit that follows it.
fn written(what: Figure, shown: Shown<'_, '_>) -> (impl Fn(f64) -> String, String) {
    let (decimals, unit) = match shown {
        Shown::Objective(state) => (
            state.kpi.and_then(|kpi| kpi.decimals),
            state.kpi.and_then(|kpi| kpi.unit.as_deref()),
        ),
        Shown::KeyResult(state) if state.figures.kind == Kind::Effort => (None, Some("%")),
        Shown::KeyResult(state) => (goal::decimals(state), goal::unit(state)),
    };
    let share = matches!(what, Figure::Score | Figure::Confidence);
    let plain = share || what == Figure::Weight;
    let unit = if plain {
        String::new()
    } else {
        unit_suffix(unit)
    };
    let write = move |value| match plain {
        true if share => two(value),
        true => exact(value),
        false => number(value, decimals),
    };
    (write, unit)
}

fn title(shown: Shown<'_, '_>) -> String {
    match shown {
        Shown::Objective(state) => state.terms.title.clone(),
        Shown::KeyResult(state) => goal::title(state),
    }
}

/// The columns for a spreadsheet.
const COLUMNS: [&str; 5] = ["id", "what", "before", "after", "reason"];

/// A row for each thing that changed.
pub fn csv(changes: &[GoalChange<'_, '_>]) -> String {
    let mut sheet = super::csv::Sheet::new(&COLUMNS);
    for change in changes {
        for step in &change.moves {
            let (before, after) = values(step);
            let reason = change.reasons.join("; ");
            let what = step.word().to_owned();
            sheet.row(&[change.id.local(), what, before, after, reason]);
        }
    }
    sheet.finish()
}

/// What stood before and stands after, as plain text.
fn values(change: &Move) -> (String, String) {
    let plain = |value: &Option<f64>| value.map(exact).unwrap_or_default();
    match change {
        Move::Added | Move::Dropped => (String::new(), String::new()),
        Move::Figure { before, after, .. } => (plain(before), plain(after)),
        Move::Status { before, after } => (before.word().to_owned(), after.word().to_owned()),
        Move::Flags { before, after } => (goal::flags(before), goal::flags(after)),
        Move::Words { before, after, .. } => {
            let text = |words: &Option<String>| words.clone().unwrap_or_default();
            (text(before), text(after))
        }
    }
}
