//! `okr kpi` for scripts.

use super::{Number, Unreadable, document, num, text};
use crate::method::{BranchEnd, KpiState, KpiStatus, Part};
use crate::model::{CycleId, Frequency, Indicator, KpiTarget};
use crate::render::goal;
use crate::render::kpi::{Listed, Tree};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct KpisView<'a> {
    cycle: String,
    as_of: String,
    kpis: Vec<ListedView<'a>>,
    unreadable: &'a [Unreadable],
}

/// A KPI as every document has it.
#[derive(Serialize)]
pub(super) struct KpiView<'a> {
    id: &'a str,
    name: &'a str,
    unit: Option<&'a str>,
    direction: &'static str,
    indicator: Option<&'static str>,
    aggregate: &'static str,
    owner: Option<&'a str>,
    value: Option<Number>,
    target: Option<TargetView>,
    target_from: Option<String>,
    annual_target: Option<TargetView>,
    shortfall: Option<Number>,
    status: &'static str,
    signal: Option<&'static str>,
    readings: usize,
    last_reading: Option<String>,
    overdue: bool,
    followed_by: &'a [String],
    team: Option<&'a str>,
    category: Option<&'a str>,
    health: bool,
    frequency: Option<&'static str>,
    benchmark: Option<BenchmarkView<'a>>,
}

#[derive(Serialize)]
struct BenchmarkView<'a> {
    value: Number,
    source: Option<&'a str>,
}

#[derive(Serialize)]
struct ListedView<'a> {
    #[serde(flatten)]
    kpi: KpiView<'a>,
    /// Of the same days of the year before.
    before: Option<Number>,
    change: Option<Number>,
    parts: Option<Vec<PartView>>,
}

#[derive(Serialize)]
struct PartView {
    cycle: String,
    value: Option<Number>,
    before: Option<Number>,
    change: Option<Number>,
    shortfall: Option<Number>,
    status: Option<&'static str>,
}

/// A number, or a band's bounds.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum TargetView {
    Value(Number),
    Band {
        at_least: Option<Number>,
        at_most: Option<Number>,
    },
}

impl TargetView {
    pub(super) fn new(target: KpiTarget) -> Self {
        match target {
            KpiTarget::Value(value) => Self::Value(Number(value.get())),
            KpiTarget::Band(band) => Self::Band {
                at_least: num(band.at_least()),
                at_most: num(band.at_most()),
            },
        }
    }
}

pub(super) fn kpi<'a>(state: &'a KpiState<'_>) -> KpiView<'a> {
    let kpi = state.kpi;
    KpiView {
        id: kpi.id.as_str(),
        name: &kpi.name,
        unit: kpi.unit.as_deref(),
        direction: kpi.direction.word(),
        indicator: kpi.indicator.map(Indicator::word),
        aggregate: kpi.aggregate.word(),
        owner: text(state.owner),
        value: num(state.value),
        target: state.target.map(TargetView::new),
        target_from: state.target_from.map(goal::target_key),
        annual_target: state.annual_target.map(TargetView::new),
        shortfall: num(state.shortfall),
        status: state.status.word(),
        signal: state.chart.latest().map(|signal| signal.rule.word()),
        readings: state.series.readings.len(),
        last_reading: state.last_reading.map(|d| d.to_string()),
        overdue: state.overdue,
        followed_by: &state.followed_by,
        team: kpi.id.team(),
        category: kpi.category.as_deref(),
        health: kpi.health,
        frequency: kpi.frequency.map(Frequency::word),
        benchmark: kpi.benchmark.as_ref().map(|b| BenchmarkView {
            value: Number(b.value.get()),
            source: b.source.as_deref(),
        }),
    }
}

fn part(part: &Part) -> PartView {
    PartView {
        cycle: part.cycle.to_string(),
        value: num(part.own.value),
        before: num(part.own.before),
        change: num(part.own.change),
        shortfall: num(part.shortfall),
        status: part.status.map(KpiStatus::word),
    }
}

fn listed<'a>(listed: &'a Listed<'_>) -> ListedView<'a> {
    let parts = listed.parts.as_ref();
    ListedView {
        kpi: kpi(&listed.state),
        before: num(parts.and_then(|p| p.whole.before)),
        change: num(parts.and_then(|p| p.whole.change)),
        parts: parts.map(|p| p.parts.iter().map(part).collect()),
    }
}

/// `okr kpi --format json`.
pub fn kpis(
    cycle: CycleId,
    as_of: NaiveDate,
    shown: &[Listed<'_>],
    unreadable: &[Unreadable],
) -> String {
    document(&KpisView {
        cycle: cycle.to_string(),
        as_of: as_of.to_string(),
        kpis: shown.iter().map(listed).collect(),
        unreadable,
    })
}

#[derive(Serialize)]
struct DriversView<'a> {
    cycle: String,
    as_of: String,
    kpis: Vec<KpiView<'a>>,
    drivers: Vec<DrivenView<'a>>,
    alone: &'a [&'a str],
    without_leading: &'a [&'a str],
    unreadable: &'a [Unreadable],
}

#[derive(Serialize)]
struct DrivenView<'a> {
    id: &'a str,
    driven_by: Option<&'a str>,
    depth: usize,
    ends: Option<&'static str>,
}

/// `okr kpi --drivers --format json`.
pub fn drivers(tree: &Tree<'_, '_>, unreadable: &[Unreadable]) -> String {
    let lines = tree.drivers.tree.iter().map(|driven| DrivenView {
        id: driven.id,
        driven_by: driven.by,
        depth: driven.depth,
        ends: driven.end.map(BranchEnd::word),
    });
    document(&DriversView {
        cycle: tree.cycle.to_string(),
        as_of: tree.as_of.to_string(),
        kpis: tree.kpis().map(kpi).collect(),
        drivers: lines.collect(),
        alone: &tree.drivers.alone,
        without_leading: &tree.drivers.unled,
        unreadable,
    })
}
