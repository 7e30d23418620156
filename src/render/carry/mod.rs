//! A rollover in words and as a table.

mod notes;
pub mod page;

pub use notes::notes;

use super::grid::{Cell, Column, Grid, fitted};
use super::json::FileView;
use super::numbers::number;
use super::text::{count, list};
use super::{Style, Theme};
use crate::method::carry::{CarryPlan, CarryRow, Left, LeftReason, Stale, Unchosen};
use crate::model::{Kpi, KpiTarget, Workspace};

/// The whole rollover for a person.
pub fn summary(
    plan: &CarryPlan,
    workspace: &Workspace,
    files: &[FileView],
    theme: Theme,
) -> String {
    let arrow = theme.pick("→", "->");
    let head = format!("{} {arrow} {}", plan.from, plan.to);
    let mut out = theme.paint(Style::Bold, &head) + "\n";
    if !plan.carried.is_empty() {
        out.push('\n');
        let table = carried(plan, workspace, theme);
        out += &match table.breaks_names(theme) {
            true => narrow(plan, workspace, theme),
            false => table.draw(theme),
        };
    }
    let line = |out: &mut String, text: String| {
        *out += &fitted(&text, theme);
        out.push('\n');
    };
    if !plan.kept.is_empty() {
        let kept = count(plan.kept.len(), "goal");
        line(&mut out, format!("\nkept: {kept} carried before"));
    }
    for stale in &plan.stale {
        line(&mut out, outdated(stale, plan, workspace));
    }
    if !plan.left.is_empty() {
        line(&mut out, "\nleft behind:".to_owned());
        for left in &plan.left {
            line(&mut out, format!("  {}  {}", left.id.local(), why(left)));
        }
    }
    if !plan.unchosen.is_empty() {
        line(&mut out, not_chosen(&plan.unchosen));
    }
    let notes = notes(plan, workspace);
    if !notes.is_empty() {
        line(&mut out, "\nto know:".to_owned());
        for note in notes {
            line(&mut out, format!("  {note}"));
        }
    }
    let written = written(files);
    if !written.is_empty() {
        out.push('\n');
    }
    out + &written
}

/// What is said of a goal that was carried from another actual.
fn outdated(stale: &Stale, plan: &CarryPlan, workspace: &Workspace) -> String {
    let kpi = stale.kpi.as_ref().and_then(|id| workspace.kpis.get(id));
    let n = |v: Option<f64>| v.map_or_else(|| "nothing".to_owned(), |v| shown(v, kpi));
    let done = plan.refreshed.iter().any(|r| r.goal == stale.to);
    let what = if done {
        "brought up to date"
    } else {
        "--refresh brings it up to date"
    };
    format!(
        "stale: {} was carried from {}, the actual is now {}: {what}",
        stale.to,
        n(stale.recorded),
        n(stale.actual)
    )
}

/// How many of the goals that were not chosen are named.
const NAMED: usize = 3;

fn not_chosen(unchosen: &[Unchosen]) -> String {
    let named = unchosen.len().min(NAMED);
    let mut names: Vec<_> = unchosen[..named].iter().map(|u| u.id.local()).collect();
    match unchosen.len() - named {
        0 => {}
        more => names.push(format!("{more} more")),
    }
    let verb = if unchosen.len() == 1 { "goes" } else { "go" };
    format!("\nnot chosen: {} {verb} on with `okr carry`", list(&names))
}

/// The files that were made or changed, a line each.
pub fn written(files: &[FileView]) -> String {
    let written = files.iter().filter(|file| file.action != "same");
    written
        .map(|file| format!("{}  {}\n", file.action, file.path))
        .collect()
}

/// Why a goal stays behind, in words.
pub fn why(left: &Left) -> String {
    match (left.reason, left.open) {
        (LeftReason::Effort, Some(Some(due))) => format!("effort, still open, due {due}"),
        (LeftReason::Effort, Some(None)) => "effort, still open".to_owned(),
        (LeftReason::Effort, None) => "effort, complete".to_owned(),
        (LeftReason::NoKpi, _) => "follows no KPI".to_owned(),
        (LeftReason::Dropped, _) => "dropped".to_owned(),
        (LeftReason::Retired, _) => "its KPI is retired".to_owned(),
    }
}

fn shown(value: f64, kpi: Option<&Kpi>) -> String {
    let unit = kpi.and_then(|k| k.unit.as_deref());
    crate::render::numbers::with_unit(value, kpi.and_then(|k| k.decimals), unit)
}

fn carried(plan: &CarryPlan, workspace: &Workspace, theme: Theme) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("key result"),
        Column::fixed("actual").right(),
        Column::expendable("from", 2).right(),
        Column::fixed("target").right(),
        Column::fixed("how"),
    ]);
    for row in &plan.carried {
        let kpi = row.kpi.as_ref().and_then(|id| workspace.kpis.get(id));
        let n = |v: Option<f64>| {
            v.map_or_else(
                || theme.dash().to_owned(),
                |v| number(v, kpi.and_then(|k| k.decimals)),
            )
        };
        grid.row(vec![
            Cell::new(row.to.local(), Style::Bold),
            n(row.actual).into(),
            n(row.baseline.filter(|_| !row.hold)).into(),
            target(row, kpi, theme).into(),
            how(row).into(),
        ]);
    }
    grid
}

/// The same where there is no room for columns: under each objective its key results, a line each.
fn narrow(plan: &CarryPlan, workspace: &Workspace, theme: Theme) -> String {
    let mut out = String::new();
    let mut last = None;
    for row in &plan.carried {
        if last != Some(&row.to.objective) {
            let objective = theme.paint(Style::Bold, row.to.objective.as_str());
            out += &format!("{objective}\n");
            last = Some(&row.to.objective);
        }
        let kpi = row.kpi.as_ref().and_then(|id| workspace.kpis.get(id));
        let key = row.to.key.as_ref().map(|key| format!("{key}  "));
        let actual = row.actual.map(|v| number(v, kpi.and_then(|k| k.decimals)));
        let line = format!(
            "  {}{} {} {}  {}",
            key.unwrap_or_default(),
            actual.as_deref().unwrap_or(theme.dash()),
            theme.pick("→", "->"),
            target(row, kpi, theme),
            how(row)
        );
        out += &fitted(&line, theme);
        out.push('\n');
    }
    out
}

/// What gave the target.
fn how(row: &CarryRow) -> &'static str {
    if row.hold {
        "hold"
    } else {
        row.strategy.word()
    }
}

fn target(row: &CarryRow, kpi: Option<&Kpi>, theme: Theme) -> String {
    match (row.target, kpi) {
        (None, _) => theme.dash().to_owned(),
        (Some(target), Some(kpi)) => crate::render::goal::kpi_target(target, kpi, theme),
        (Some(KpiTarget::Value(value)), None) => number(value.get(), None),
        (Some(KpiTarget::Band(_)), None) => String::new(),
    }
}
