//! What rows of goals have in common: numbers, where they came from, when they were given up.

use crate::cli::import::cells::Cells;
use crate::model::{
    Aim, Band, Carried, Dropped, Effort, Follow, GoalRef, Invalid, KpiId, Measure, Metric, Posts,
    Target,
};

pub(super) fn dropped(cells: &Cells<'_>) -> Option<Dropped> {
    cells.day("dropped").map(|on| Dropped {
        on,
        reason: cells.text("reason"),
    })
}

pub(super) fn carried(cells: &Cells<'_>) -> Option<Carried> {
    let from = cells.read("carried_from", |text| {
        let goal = GoalRef::new(text)?;
        let whole = goal.cycle.map(|cycle| goal.resolve(cycle));
        whole.ok_or_else(|| Invalid::new("names no cycle").help("write it like 2026-Q2/grow.arr"))
    });
    from.map(|from| Carried {
        from,
        actual: cells.quantity("carried_actual"),
        target: cells.quantity("carried_target"),
    })
}

/// Bounds, where there are some.
pub(super) fn band(cells: &Cells<'_>) -> Option<Band> {
    let (low, high) = (cells.quantity("at_least"), cells.quantity("at_most"));
    if low.is_none() && high.is_none() {
        return None;
    }
    let band = Band::new(low, high);
    band.map_err(|why| cells.fault("at_least", &why)).ok()
}

pub(super) fn aim(cells: &Cells<'_>) -> Aim {
    band(cells).map_or_else(|| Aim::Reach(posts(cells)), Aim::Hold)
}

fn posts(cells: &Cells<'_>) -> Posts {
    let relative = cells
        .text("target")
        .filter(|text| text.trim().ends_with('%'));
    let target = match relative {
        Some(_) => cells.read("target", Target::relative),
        None => cells.quantity("target").map(Target::Absolute),
    };
    Posts {
        commit: cells.quantity("commit"),
        target,
        stretch: cells.quantity("stretch"),
    }
}

pub(super) fn measure(cells: &Cells<'_>) -> Option<Measure> {
    let kind = cells.text("kind").unwrap_or_default();
    match kind.trim() {
        "effort" => {
            return Some(Measure::Effort(Effort {
                due: cells.day("due"),
                milestones: Vec::new(),
            }));
        }
        "rollup" => return Some(Measure::Rollup),
        "" | "metric" | "bounds" => {}
        other => {
            let shown = crate::cli::args::shown(other);
            let why = format!("{shown} is none of effort, rollup and nothing");
            cells.fault("kind", &Invalid::new(why));
            return None;
        }
    }
    let baseline = cells.quantity("baseline");
    if !cells.record.is_blank("kpi") {
        // The KPI has it; export shows it beside the numbers.
        cells.ask("unit");
        return Some(Measure::FollowsKpi(Follow {
            kpi: cells.read("kpi", KpiId::new)?,
            baseline,
            aim: aim(cells),
        }));
    }
    let unit = cells.text("unit");
    Some(match aim(cells) {
        Aim::Reach(posts) => Measure::Metric(Metric {
            unit,
            baseline,
            posts,
        }),
        Aim::Hold(band) => Measure::Bounds {
            unit,
            baseline,
            band,
        },
    })
}
