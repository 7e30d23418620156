//! The rows of KPIs that `okr export okrs` writes.

use super::own::cycle;
use super::own_parts::band;
use crate::cli::import::cells::{Cells, word};
use crate::model::{
    Aggregate, Benchmark, CycleId, Direction, Frequency, Indicator, Invalid, Kpi, KpiId, KpiTarget,
    Name, Retired, Targets, Thresholds,
};

const FREQUENCIES: [Frequency; 6] = [
    Frequency::Daily,
    Frequency::Weekly,
    Frequency::Fortnightly,
    Frequency::Monthly,
    Frequency::Quarterly,
    Frequency::Yearly,
];
const AGGREGATES: [Aggregate; 5] = [
    Aggregate::Last,
    Aggregate::Sum,
    Aggregate::Mean,
    Aggregate::Min,
    Aggregate::Max,
];
const DIRECTIONS: [Direction; 3] = [
    Direction::Increase,
    Direction::Decrease,
    Direction::Maintain,
];
const INDICATORS: [Indicator; 2] = [Indicator::Leading, Indicator::Lagging];

/// A KPI without its targets and amendments, which have rows of their own.
pub(super) fn kpi(cells: &Cells<'_>) -> Option<Kpi> {
    let id = cells.need("id", KpiId::new);
    cells.need("title", |text| Ok(text.to_owned()))?;
    let direction = cells.read("direction", |text| word(text, &DIRECTIONS, Direction::word));
    let aggregate = cells.read("aggregate", |text| word(text, &AGGREGATES, Aggregate::word));
    let retired = cells.day("retired").map(|on| Retired {
        on,
        reason: cells.text("reason"),
        replaced_by: cells.read("replaced_by", KpiId::new),
    });
    let benchmark = cells.quantity("benchmark").map(|value| Benchmark {
        value,
        source: cells.text("benchmark_source"),
    });
    let thresholds = cells.quantity("green").map(|green| Thresholds {
        green,
        amber: cells.quantity("amber"),
    });
    Some(Kpi {
        id: id?,
        name: cells.text("title")?,
        measure: cells.text("measure"),
        unit: cells.text("unit"),
        direction: direction.unwrap_or(Direction::Increase),
        frequency: cells.read("frequency", |text| {
            word(text, &FREQUENCIES, Frequency::word)
        }),
        source: cells.text("source"),
        owner: cells.read("owner", Name::new),
        indicator: cells.read("indicator", |text| word(text, &INDICATORS, Indicator::word)),
        aggregate: aggregate.unwrap_or(Aggregate::Last),
        decimals: cells.read("decimals", |text| {
            text.parse()
                .map_err(|_| Invalid::new("is no number of decimals"))
        }),
        category: cells.text("category"),
        health: cells.yes("health"),
        drives: cells.each("drives", KpiId::new),
        benchmark,
        chart_from: cells.day("chart_from"),
        targets: Targets::default(),
        thresholds,
        amended: Vec::new(),
        formerly: cells.each("formerly", KpiId::new),
        retired,
    })
}

/// A target and the cycle that it is for; none means always.
pub(super) fn target(cells: &Cells<'_>) -> Option<(Option<CycleId>, KpiTarget)> {
    let always = cells
        .text("cycle")
        .is_some_and(|text| text.trim() == "always");
    let cycle = if always { None } else { Some(cycle(cells)?) };
    let held = band(cells).map(KpiTarget::Band);
    let target = held.or_else(|| cells.quantity("target").map(KpiTarget::Value));
    if target.is_none() {
        cells.row_fault("a target needs a number in target, at_least or at_most");
    }
    Some((cycle, target?))
}
