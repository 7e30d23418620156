//! What `okr carry` prints for scripts.

use super::{Number, TargetView, document, num};
use crate::method::carry::{CarryPlan, CarryRow, Kept, Left, Stale, Unchosen};
use crate::model::KpiId;
use serde::Serialize;

#[derive(Serialize)]
struct CarryView<'a> {
    from: String,
    to: String,
    carried: Vec<CarriedView<'a>>,
    kept: Vec<KeptView<'a>>,
    stale: Vec<StaleView<'a>>,
    left: Vec<LeftView>,
    unchosen: Vec<UnchosenView<'a>>,
    notes: &'a [String],
    files: &'a [FileView],
}

#[derive(Serialize)]
struct CarriedView<'a> {
    kpi: Option<&'a str>,
    from: String,
    to: String,
    actual: Option<Number>,
    baseline: Option<Number>,
    target: Option<TargetView>,
    hold: bool,
    strategy: &'static str,
}

#[derive(Serialize)]
struct KeptView<'a> {
    kpi: Option<&'a str>,
    from: String,
    to: String,
}

#[derive(Serialize)]
struct StaleView<'a> {
    kpi: Option<&'a str>,
    from: String,
    to: String,
    recorded: Option<Number>,
    actual: Option<Number>,
}

#[derive(Serialize)]
struct LeftView {
    id: String,
    reason: &'static str,
}

#[derive(Serialize)]
struct UnchosenView<'a> {
    id: String,
    kpi: Option<&'a str>,
}

/// What happens to a file.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// Relative to the workspace's root.
    pub path: String,
    /// `create`, `edit` or `same`.
    pub action: &'static str,
}

/// `okr carry --format json`.
pub fn carry(plan: &CarryPlan, notes: &[String], files: &[FileView]) -> String {
    document(&CarryView {
        from: plan.from.to_string(),
        to: plan.to.to_string(),
        carried: plan.carried.iter().map(carried).collect(),
        kept: plan.kept.iter().map(kept).collect(),
        stale: plan.stale.iter().map(stale).collect(),
        left: plan.left.iter().map(left).collect(),
        unchosen: plan.unchosen.iter().map(unchosen).collect(),
        notes,
        files,
    })
}

/// `okr carry --format json` where there is nothing to carry.
pub fn nothing_to_carry() -> String {
    #[derive(Serialize)]
    struct Nothing {
        from: Option<String>,
        to: Option<String>,
        carried: [u8; 0],
        kept: [u8; 0],
        stale: [u8; 0],
        left: [u8; 0],
        unchosen: [u8; 0],
        notes: [&'static str; 1],
        files: [u8; 0],
    }
    document(&Nothing {
        from: None,
        to: None,
        carried: [],
        kept: [],
        stale: [],
        left: [],
        unchosen: [],
        notes: ["nothing to carry"],
        files: [],
    })
}

fn carried(row: &CarryRow) -> CarriedView<'_> {
    CarriedView {
        kpi: row.kpi.as_ref().map(KpiId::as_str),
        from: row.from.to_string(),
        to: row.to.to_string(),
        actual: num(row.actual),
        baseline: num(row.baseline),
        target: row.target.map(TargetView::new),
        hold: row.hold,
        strategy: row.strategy.word(),
    }
}

fn kept(kept: &Kept) -> KeptView<'_> {
    KeptView {
        kpi: kept.kpi.as_ref().map(KpiId::as_str),
        from: kept.from.to_string(),
        to: kept.to.to_string(),
    }
}

fn stale(stale: &Stale) -> StaleView<'_> {
    StaleView {
        kpi: stale.kpi.as_ref().map(KpiId::as_str),
        from: stale.from.to_string(),
        to: stale.to.to_string(),
        recorded: num(stale.recorded),
        actual: num(stale.actual),
    }
}

fn left(left: &Left) -> LeftView {
    LeftView {
        id: left.id.to_string(),
        reason: left.reason.word(),
    }
}

fn unchosen(unchosen: &Unchosen) -> UnchosenView<'_> {
    UnchosenView {
        id: unchosen.id.to_string(),
        kpi: unchosen.kpi.as_ref().map(KpiId::as_str),
    }
}
