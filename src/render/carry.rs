//! A rollover in words and as a table.

use super::grid::{Cell, Column, Grid};
use super::json::FileView;
use super::numbers::number;
use super::text::count;
use super::{Style, Theme};
use crate::method::carry::{CarryPlan, CarryRow, Left, LeftReason, Note, Stale};
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
        out.push_str(&carried(plan, workspace, theme).draw(theme));
    }
    let line = |out: &mut String, text: String| {
        out.push_str(&text);
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
    let notes = notes(plan, workspace);
    if !notes.is_empty() {
        line(&mut out, "\nto know:".to_owned());
        for note in notes {
            line(&mut out, format!("  {note}"));
        }
    }
    let written: Vec<_> = files.iter().filter(|f| f.action != "same").collect();
    if !written.is_empty() {
        out.push('\n');
    }
    for file in written {
        line(&mut out, format!("{}  {}", file.action, file.path));
    }
    out
}

/// What is said of a goal that was carried from another actual.
fn outdated(stale: &Stale, plan: &CarryPlan, workspace: &Workspace) -> String {
    let kpi = workspace.kpis.get(&stale.kpi);
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

/// Why a goal stays behind.
fn why(left: &Left) -> String {
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
    super::numbers::with_unit(value, kpi.and_then(|k| k.decimals), unit)
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
            if row.hold {
                "hold"
            } else {
                row.strategy.word()
            }
            .into(),
        ]);
    }
    grid
}

fn target(row: &CarryRow, kpi: Option<&Kpi>, theme: Theme) -> String {
    match (row.target, kpi) {
        (None, _) => theme.dash().to_owned(),
        (Some(target), Some(kpi)) => super::goal::kpi_target(target, kpi, theme),
        (Some(KpiTarget::Value(value)), None) => number(value.get(), None),
        (Some(KpiTarget::Band(_)), None) => String::new(),
    }
}

/// What a person should know, a sentence each.
pub fn notes(plan: &CarryPlan, workspace: &Workspace) -> Vec<String> {
    let kpi_of = |goal: &crate::model::GoalId| {
        let carried = plan.carried.iter().map(|r| (&r.to, r.kpi.as_ref()));
        let kept = plan.kept.iter().map(|k| (&k.to, k.kpi.as_ref()));
        let stale = plan.stale.iter().map(|s| (&s.to, Some(&s.kpi)));
        let mut all = carried.chain(kept).chain(stale);
        workspace.kpis.get(all.find(|(to, _)| *to == goal)?.1?)
    };
    // Its decimals, and the way to ask for more.
    let raising = |goal: &crate::model::GoalId| {
        let kpi = kpi_of(goal);
        let flag = kpi.map_or_else(
            || "--target".to_owned(),
            |k| format!("--target {}=VALUE", k.id),
        );
        (
            kpi.and_then(|k| k.decimals),
            format!("raise it with {flag}"),
        )
    };
    let sentence = |note: &Note| match note {
        Note::NoActual(goal) => {
            format!(
                "{goal}: no reading in {}; the baseline stays as it was",
                plan.from
            )
        }
        Note::Hold {
            goal,
            actual,
            target,
        } => {
            let (decimals, raise) = raising(goal);
            format!(
                "{goal}: already at {} of {}: {raise}",
                number(*actual, decimals),
                number(*target, decimals)
            )
        }
        Note::HeldShort {
            goal,
            bound,
            year,
            annual,
        } => {
            let (decimals, raise) = raising(goal);
            format!(
                "{goal}: goes on to be held at {}, and the target of {year} is {}: {raise}",
                number(*bound, decimals),
                number(*annual, decimals)
            )
        }
        Note::AnnualReached(goal) => {
            format!("{goal}: the annual target is already reached; the old target stands")
        }
        Note::NoAnnualTarget(goal) => {
            format!("{goal}: the KPI has no annual target; the last step is asked again")
        }
        Note::NoTarget(goal) => format!("{goal}: nothing to compute a target from"),
        Note::TitleLeftOut(goal) => {
            format!("{goal}: the title held the old numbers; one is made from the new ones")
        }
        Note::PostsLeftOut(goal) => {
            format!("{goal}: commit and stretch were for the old target and are left out")
        }
        Note::SupportsLeftOut(goal, above) => {
            format!(
                "{goal}: supported {above}, which is not in {}: left out",
                plan.to
            )
        }
        Note::RollupCarried(goal) => {
            format!("{goal}: the rollup goes along with what supports it")
        }
        Note::Reached { goal, actual } => {
            format!(
                "{goal}: the target is reached at {}; the baseline stays as it was",
                number(*actual, kpi_of(goal).and_then(|k| k.decimals))
            )
        }
        Note::NotSet { goal, given } => {
            format!(
                "{goal}: carried before, so it is not set to {}: change it with okr amend or okr edit",
                number(*given, kpi_of(goal).and_then(|k| k.decimals))
            )
        }
        Note::AlreadyThere { from, to } => {
            format!("{from}: {to} stands in its place already")
        }
    };
    plan.notes.iter().map(sentence).collect()
}
