//! Which readings the chart and the forecast of a goal are made of.

use super::evaluate::Evaluator;
use super::forecast::{Forecast, forecast, running_total};
use super::health::{KpiReader, Span};
use super::ledger::{Entry, Series, counted, within};
use super::measure::{Figures, Kind};
use super::signal::{Chart, Point, Signal, WINDOW};
use super::states::KeyResultState;
use crate::model::{Aggregate, Band, Direction, Kpi, KpiTarget, Quantity};
use chrono::NaiveDate;

fn points(series: &Series<'_>) -> Vec<Point> {
    let readings = series.readings.iter();
    readings.map(|r| (r.date, r.value)).collect()
}

/// The start of the last `most` days of a sorted list that have a reading.
fn last_days(entries: &[Entry<'_>], most: usize) -> usize {
    let mut days = 0;
    let mut day = None;
    for (place, entry) in entries.iter().enumerate().rev() {
        if entry.update.value.is_some() && day != Some(entry.date) {
            if days == most {
                return place + 1;
            }
            day = Some(entry.date);
            days += 1;
        }
    }
    0
}

impl KpiReader<'_, '_> {
    /// The chart of a KPI's latest readings up to a day; empty where not all of them were read.
    pub(super) fn chart(&self, kpi: &Kpi, until: NaiveDate) -> Chart {
        if !self.charted.contains(&kpi.id) {
            return Chart::default();
        }
        let from = kpi.chart_from.unwrap_or(NaiveDate::MIN);
        let entries = within(self.ledger.of_kpi(kpi.id.as_str()), from, until);
        let latest = entries.get(last_days(entries, WINDOW)..).unwrap_or(&[]);
        Chart::new(points(&counted(latest, kpi.aggregate)))
    }

    /// Where a KPI ends in a cycle, held against its target.
    pub(super) fn forecast(
        &self,
        kpi: &Kpi,
        chart: &Chart,
        target: Option<KpiTarget>,
        span: Span,
    ) -> Option<Forecast> {
        let wanted = target.and_then(|target| match target {
            KpiTarget::Band(band) => Some(band),
            KpiTarget::Value(value) => toward(kpi.direction, value.get()),
        });
        self.ahead(kpi, chart, wanted, span)
    }

    fn ahead(
        &self,
        kpi: &Kpi,
        chart: &Chart,
        wanted: Option<Band>,
        span: Span,
    ) -> Option<Forecast> {
        if span.ended() {
            return None;
        }
        match kpi.aggregate {
            Aggregate::Sum => {
                let total = running_total(&points(&self.series(kpi, span)));
                forecast(&total, span.end, wanted)
            }
            Aggregate::Last | Aggregate::Mean | Aggregate::Min | Aggregate::Max => {
                forecast(&chart.points, span.end, wanted)
            }
        }
    }

    /// The signal in the wrong direction that a KPI shows on a day.
    pub(super) fn warning(&self, kpi: &Kpi, until: NaiveDate) -> Option<Signal> {
        let signal = self.chart(kpi, until).latest();
        signal.filter(|signal| signal.is_wrong(kpi.direction))
    }
}

/// Everything at or beyond a value; nothing where there is no direction.
fn toward(direction: Direction, value: f64) -> Option<Band> {
    let value = Quantity::new(value).ok();
    match direction {
        Direction::Increase => Band::new(value, None).ok(),
        Direction::Decrease => Band::new(None, value).ok(),
        Direction::Maintain => None,
    }
}

/// What a key result's value should be in the end.
fn wanted(figures: &Figures<'_>) -> Option<Band> {
    if figures.kind == Kind::Bounds {
        let bound = |value: Option<f64>| value.and_then(|v| Quantity::new(v).ok());
        return Band::new(bound(figures.at_least), bound(figures.at_most)).ok();
    }
    let target = figures.target?;
    let way = match (figures.direction, figures.baseline) {
        (Some(direction), _) => direction,
        (None, Some(baseline)) if baseline < target => Direction::Increase,
        (None, Some(baseline)) if baseline > target => Direction::Decrease,
        (None, Some(_) | None) => return None,
    };
    toward(way, target)
}

impl Evaluator<'_> {
    /// Where a key result that is measured by a number ends if it goes on as it did; none for the
    /// others, with fewer than six readings, and once its cycle has ended.
    pub fn forecast(&self, state: &KeyResultState<'_>) -> Option<Forecast> {
        let span = self.span(state.id.cycle);
        self.forecast_of(&state.figures, state.kpi, span)
    }

    /// The chart of a KPI's readings up to the day looked at.
    pub fn chart(&self, kpi: &Kpi) -> Chart {
        self.reader().chart(kpi, self.day())
    }

    fn forecast_of(
        &self,
        figures: &Figures<'_>,
        kpi: Option<&Kpi>,
        span: Span,
    ) -> Option<Forecast> {
        let wanted = wanted(figures);
        match (figures.kind, kpi) {
            (Kind::Effort | Kind::Rollup, _) => None,
            (Kind::Metric | Kind::Bounds, Some(kpi)) => {
                let chart = self.reader().chart(kpi, span.until());
                self.reader().ahead(kpi, &chart, wanted, span)
            }
            (Kind::Metric | Kind::Bounds, None) if span.ended() => None,
            (Kind::Metric | Kind::Bounds, None) => {
                forecast(&points(&figures.series), span.end, wanted)
            }
        }
    }
}
