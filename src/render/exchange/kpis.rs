//! KPIs as rows.

use super::goals::put_change;
use super::{Row, RowKind};
use crate::method::Evaluator;
use crate::model::{Band, CycleId, Frequency, Indicator, Kpi, KpiTarget, Quantity};

/// The rows of a KPI: itself, a target each, its amendments. `figures` says as of when and for which
/// cycle it is looked at, where it is.
pub fn kpi(kpi: &Kpi, figures: Option<(&Evaluator<'_>, CycleId)>) -> Vec<Row> {
    let mut rows = vec![own(kpi, figures)];
    for (cycle, target) in kpi.targets.by_key() {
        let mut row = of(kpi, RowKind::Target);
        let always = || "always".to_owned();
        row.word("cycle", cycle.map_or_else(always, |c| c.to_string()));
        let (value, band) = match target {
            KpiTarget::Value(value) => (Some(value.get()), None),
            KpiTarget::Band(band) => (None, Some(band)),
        };
        row.number("target", value)
            .number("at_least", band.and_then(Band::at_least))
            .number("at_most", band.and_then(Band::at_most));
        rows.push(row);
    }
    for amendment in &kpi.amended {
        let mut row = of(kpi, RowKind::Amendment);
        put_change(
            &mut row,
            amendment.on,
            &amendment.was,
            amendment.reason.as_ref(),
        );
        rows.push(row);
    }
    rows
}

fn of(kpi: &Kpi, kind: RowKind) -> Row {
    let mut row = Row::new(kind);
    row.word("id", &kpi.id).text("team", kpi.id.team());
    row
}

fn own(kpi: &Kpi, figures: Option<(&Evaluator<'_>, CycleId)>) -> Row {
    let state = figures.and_then(|(evaluator, cycle)| {
        let known = evaluator.workspace().kpis.get(&kpi.id)?;
        Some(evaluator.kpi(known, cycle))
    });
    let target = state.as_ref().and_then(|s| s.target);
    let target = target.and_then(|target| match target {
        KpiTarget::Value(value) => Some(value.get()),
        KpiTarget::Band(_) => None,
    });
    let mut row = of(kpi, RowKind::Kpi);
    row.word("title", &kpi.name)
        .text("owner", kpi.owner.as_ref())
        .text("unit", kpi.unit.as_ref())
        .word("direction", kpi.direction.word())
        .figure("value", state.as_ref().and_then(|s| s.value))
        .figure("target_in_force", target)
        .text("status", state.as_ref().map(|s| s.status.word()))
        .day("last_update", state.as_ref().and_then(|s| s.last_reading))
        .day("retired", kpi.retired.as_ref().map(|r| r.on))
        .text(
            "replaced_by",
            kpi.retired.as_ref().and_then(|r| r.replaced_by.as_ref()),
        )
        .text(
            "reason",
            kpi.retired.as_ref().and_then(|r| r.reason.as_ref()),
        )
        .list("formerly", &kpi.formerly)
        .text("measure", kpi.measure.as_ref())
        .text("frequency", kpi.frequency.map(Frequency::word))
        .text("source", kpi.source.as_ref())
        .text("indicator", kpi.indicator.map(Indicator::word))
        .word("aggregate", kpi.aggregate.word())
        .number("decimals", kpi.decimals.map(f64::from))
        .text("category", kpi.category.as_ref())
        .yes("health", kpi.health)
        .list("drives", &kpi.drives)
        .number("benchmark", kpi.benchmark.as_ref().map(|b| b.value.get()))
        .text(
            "benchmark_source",
            kpi.benchmark.as_ref().and_then(|b| b.source.as_ref()),
        )
        .day("chart_from", kpi.chart_from)
        .number("green", kpi.thresholds.map(|t| t.green.get()))
        .number(
            "amber",
            kpi.thresholds.and_then(|t| t.amber).map(Quantity::get),
        );
    row
}
