//! KPIs as rows for a spreadsheet.

use super::{Listed, split};
use crate::method::Parts;
use crate::model::{CycleId, Frequency, Indicator, Name};
use crate::render::csv::Sheet;
use crate::render::goal;
use crate::render::numbers::exact;
use std::collections::BTreeSet;

const COLUMNS: [&str; 29] = [
    "id",
    "name",
    "unit",
    "direction",
    "indicator",
    "aggregate",
    "owner",
    "value",
    "target",
    "target_at_least",
    "target_at_most",
    "target_from",
    "annual_target",
    "shortfall",
    "status",
    "signal",
    "readings",
    "last_reading",
    "overdue",
    "followed_by",
    "team",
    "category",
    "health",
    "frequency",
    "benchmark",
    "annual_target_at_least",
    "annual_target_at_most",
    "before",
    "change",
];

/// A row a KPI; in a cycle of several parts also what each of them came to.
pub fn csv(shown: &[Listed<'_>]) -> String {
    let parts = shown.iter().filter_map(|listed| listed.parts.as_ref());
    let cycles: BTreeSet<CycleId> = parts.flat_map(|p| &p.parts).map(|p| p.cycle).collect();
    let of_parts = cycles.iter().flat_map(|cycle| {
        ["", " before", " change", " shortfall", " status"].map(|what| format!("{cycle}{what}"))
    });
    let of_parts: Vec<String> = of_parts.collect();
    let header: Vec<&str> = COLUMNS
        .into_iter()
        .chain(of_parts.iter().map(String::as_str))
        .collect();
    let mut sheet = Sheet::new(&header);
    for listed in shown {
        let mut cells = cells(listed);
        cells.extend(listed.parts.iter().flat_map(of_each));
        sheet.row(&cells);
    }
    sheet.finish()
}

fn n(value: Option<f64>) -> String {
    value.map(exact).unwrap_or_default()
}

fn of_each(parts: &Parts) -> Vec<String> {
    let cells = parts.parts.iter().flat_map(|part| {
        let status = part.status.map(|status| status.word().to_owned());
        [
            n(part.own.value),
            n(part.own.before),
            n(part.own.change),
            n(part.shortfall),
            status.unwrap_or_default(),
        ]
    });
    cells.collect()
}

fn cells(listed: &Listed<'_>) -> Vec<String> {
    let state = &listed.state;
    let kpi = state.kpi;
    let [target, low, high] = split(state.target);
    let [annual, annual_low, annual_high] = split(state.annual_target);
    let whole = listed.parts.as_ref().map(|parts| parts.whole);
    let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
    vec![
        kpi.id.to_string(),
        kpi.name.clone(),
        word(kpi.unit.as_deref()),
        kpi.direction.word().to_owned(),
        word(kpi.indicator.map(Indicator::word)),
        kpi.aggregate.word().to_owned(),
        word(state.owner.map(Name::as_str)),
        n(state.value),
        n(target),
        n(low),
        n(high),
        state.target_from.map(goal::target_key).unwrap_or_default(),
        n(annual),
        n(state.shortfall),
        state.status.word().to_owned(),
        word(state.chart.latest().map(|signal| signal.rule.word())),
        state.series.readings.len().to_string(),
        state
            .last_reading
            .map(|d| d.to_string())
            .unwrap_or_default(),
        state.overdue.to_string(),
        state.followed_by.join(" "),
        word(kpi.id.team()),
        word(kpi.category.as_deref()),
        kpi.health.to_string(),
        word(kpi.frequency.map(Frequency::word)),
        n(kpi
            .benchmark
            .as_ref()
            .map(|benchmark| benchmark.value.get())),
        n(annual_low),
        n(annual_high),
        n(whole.and_then(|whole| whole.before)),
        n(whole.and_then(|whole| whole.change)),
    ]
}
