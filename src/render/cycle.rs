//! Cycles side by side, and what is left to do of those that have ended.

use super::close::{counts, steps};
use super::csv::Sheet;
use super::grid::{Cell, Column, Grid, escape_markdown, fitted};
use super::numbers::exact;
use super::status::score_cells;
use super::text::{clean, count, list};
use super::{Style, Theme};
use crate::method::{CycleSummary, Unfinished};
use crate::model::{CycleId, Settings};
use chrono::NaiveDate;

/// How many KPIs are named.
const LISTED: usize = 3;

/// What is shown.
pub struct View<'a, 'w> {
    /// The cycles, by first day, the longer ones first.
    pub cycles: &'a [CycleSummary<'w>],
    /// The workspace's own cycle of the day.
    pub this: CycleId,
    /// The day looked at.
    pub as_of: NaiveDate,
    /// The workspace's settings.
    pub settings: &'a Settings,
    /// Whether everything that is left to do is listed.
    pub steps: bool,
}

/// One line: `2026-Q3 has ended: 5 reviews are missing, it is not closed`.
pub fn unfinished(unfinished: &Unfinished<'_>) -> String {
    let verb = |things: usize, one, more| if things == 1 { one } else { more };
    let missing = counts(&unfinished.missing);
    let mut parts = Vec::new();
    if !missing.is_empty() {
        let is = verb(unfinished.missing.len(), "is", "are");
        parts.push(format!("{} {is} missing", missing.join(" and ")));
    }
    match unfinished.closes {
        Some(on) => parts.push(format!("closed.toml closes it on {on}, still to come")),
        None if unfinished.is_open => parts.push("it is not closed".to_owned()),
        None => {}
    }
    let (left_behind, outdated) = (unfinished.left_behind.len(), unfinished.outdated.len());
    if left_behind > 0 {
        let is = verb(left_behind, "is", "are");
        parts.push(format!("{} {is} not carried on", count(left_behind, "KPI")));
    }
    if outdated > 0 {
        let was = verb(outdated, "was", "were");
        let goals = count(outdated, "goal");
        parts.push(format!("{goals} {was} carried from earlier readings"));
    }
    format!("{} has ended: {}", unfinished.cycle, parts.join(", "))
}

/// The same with the command that tells more, for other places.
pub fn reminder(unfinished: &Unfinished<'_>, theme: Theme) -> String {
    let cycle = unfinished.cycle;
    let line = format!("{}: okr cycle {cycle}", self::unfinished(unfinished));
    fitted(&line, theme) + "\n"
}

/// `okr cycle` for a terminal.
pub fn table(view: &View<'_, '_>, theme: Theme) -> String {
    format!(
        "{}\n{}{}",
        headline(view, theme),
        grid(view, theme).draw(theme),
        to_do(view, theme)
    )
}

/// `okr cycle --format markdown`.
pub fn markdown(view: &View<'_, '_>) -> String {
    let theme = Theme::PLAIN;
    let mut out = format!(
        "{}\n\n{}",
        escape_markdown(headline(view, theme).trim_end()),
        grid(view, theme).markdown()
    );
    let open: Vec<_> = view.unfinished().collect();
    if !open.is_empty() {
        out.push('\n');
    }
    for cycle in open {
        out.push_str(&format!("- {}\n", unfinished(cycle)));
    }
    out
}

impl<'a, 'w> View<'a, 'w> {
    fn unfinished(&self) -> impl Iterator<Item = &'a Unfinished<'w>> {
        self.cycles.iter().filter_map(|c| c.unfinished.as_ref())
    }
}

fn headline(view: &View<'_, '_>, theme: Theme) -> String {
    let mut parts = Vec::new();
    let name = view.settings.name.as_deref();
    parts.extend(name.map(|name| clean(name).into_owned()));
    parts.push(count(view.cycles.len(), "cycle"));
    parts.push(format!("as of {}", view.as_of));
    let line = parts.join(theme.pick(" · ", " | "));
    theme.paint(Style::Bold, &line) + "\n"
}

fn grid(view: &View<'_, '_>, theme: Theme) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("cycle"),
        Column::expendable("dates", 2),
        Column::expendable("time over", 3).right(),
        Column::expendable("objectives", 4).right(),
        Column::expendable("", 5),
        Column::fixed("score").right(),
        Column::expendable("reviewed", 1).right(),
        Column::fixed(""),
    ]);
    let dash = theme.pick("–", "to");
    for summary in view.cycles {
        let state = &summary.state;
        let [bar, value] = score_cells(state.score, view.settings.scoring, theme);
        let name = match state.cycle == view.this {
            true => Cell::new(format!("{} (this)", state.cycle), Style::Bold),
            false => state.cycle.to_string().into(),
        };
        grid.row(vec![
            name,
            format!("{} {dash} {}", state.start, state.end).into(),
            format!("{:.0} %", state.elapsed * 100.0).into(),
            summary.objectives.to_string().into(),
            bar,
            value,
            reviewed(summary).into(),
            stage(summary),
        ]);
    }
    grid
}

/// `2 of 3`; nothing where nobody would have looked back yet.
fn reviewed(summary: &CycleSummary<'_>) -> String {
    let ended = summary.state.as_of > summary.state.end;
    if summary.objectives == 0 || (summary.reviewed == 0 && !ended) {
        return String::new();
    }
    format!("{} of {}", summary.reviewed, summary.objectives)
}

/// Where a cycle is on its way from the first day to being closed.
fn stage(summary: &CycleSummary<'_>) -> Cell {
    let state = &summary.state;
    let (word, style) = if state.closed {
        ("closed", Style::Dim)
    } else if state.as_of < state.start {
        ("to come", Style::Dim)
    } else if state.as_of <= state.end {
        ("running", Style::Green)
    } else if summary.objectives == 0 {
        ("ended", Style::Dim)
    } else {
        let left = summary.unfinished.as_ref();
        if let Some(on) = left.and_then(|left| left.closes) {
            return Cell::new(format!("closes {on}"), Style::Amber);
        }
        ("not closed", Style::Amber)
    };
    Cell::new(word, style)
}

/// What is left to do: a line a cycle, or every step with the command to type.
fn to_do(view: &View<'_, '_>, theme: Theme) -> String {
    let mut out = String::new();
    for unfinished in view.unfinished() {
        if !view.steps {
            out.push_str(&reminder(unfinished, theme));
            continue;
        }
        out.push_str(&(fitted(&self::unfinished(unfinished), theme) + "\n"));
        for step in all_steps(unfinished, view.this) {
            let step = match theme.ascii {
                true => step.replace('…', "..."),
                false => step,
            };
            out.push_str(&format!("  {step}\n"));
        }
    }
    match out.is_empty() {
        true => out,
        false => format!("\n{out}"),
    }
}

/// Every step, in the order in which they are best done.
fn all_steps(unfinished: &Unfinished<'_>, here: CycleId) -> Vec<String> {
    let cycle = unfinished.cycle;
    let mut all = steps(&unfinished.missing, here);
    // Readings first: a review looks at the figures.
    all.sort_by_key(|step| step.starts_with("okr review"));
    match unfinished.closes {
        Some(_) => all.push(format!("okr close {cycle} --undo")),
        None if unfinished.is_open => all.push(format!("okr close {cycle}")),
        None => {}
    }
    if !unfinished.left_behind.is_empty() {
        let kpis: Vec<&str> = unfinished.left_behind.iter().copied().collect();
        let kpis = match kpis.len() {
            0..=LISTED => list(&kpis),
            more => count(more, "KPI"),
        };
        all.push(format!("okr carry --from {cycle}  ({kpis})"));
    }
    if !unfinished.outdated.is_empty() {
        let goals = count(unfinished.outdated.len(), "goal");
        all.push(format!("okr carry --from {cycle} --refresh  ({goals})"));
    }
    all
}

/// Rows for a spreadsheet or a script; the last four columns are empty where nothing is left to do.
pub fn csv(view: &View<'_, '_>) -> String {
    let mut sheet = Sheet::new(&[
        "id",
        "start",
        "end",
        "elapsed",
        "objectives",
        "score",
        "reviewed",
        "closed",
        "missing",
        "overdue",
        "not_carried",
        "stale",
    ]);
    for summary in view.cycles {
        let state = &summary.state;
        let left = summary.unfinished.as_ref();
        let of = |figure: fn(&Unfinished<'_>) -> String| left.map(figure).unwrap_or_default();
        sheet.row(&[
            state.cycle.to_string(),
            state.start.to_string(),
            state.end.to_string(),
            exact(state.elapsed),
            summary.objectives.to_string(),
            state.score.map(exact).unwrap_or_default(),
            summary.reviewed.to_string(),
            state.closed.to_string(),
            of(|left| left.missing.len().to_string()),
            of(|left| left.is_overdue.to_string()),
            of(|left| left.left_behind.len().to_string()),
            of(|left| left.outdated.len().to_string()),
        ]);
    }
    sheet.finish()
}
