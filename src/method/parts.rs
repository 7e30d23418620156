//! A long cycle of a KPI part by part, such as a year by its quarters: what each part came to, where
//! the whole stood at its end, and what the same days of the year before came to.

use super::Evaluator;
use super::health::{Health, KpiState, KpiStatus, Span, value_of};
use super::score::FARTHEST;
use crate::model::CycleId;
use chrono::Months;

/// A value beside that of the same days a year before.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Compared {
    /// The value, in the KPI's unit.
    pub value: Option<f64>,
    /// That of the year before; of a cycle that still runs, up to the same day.
    pub before: Option<f64>,
    /// The change in percent of `before`; none from 0.
    pub change: Option<f64>,
}

impl Compared {
    fn new(value: Option<f64>, before: Option<f64>) -> Self {
        let change = value.zip(before);
        let change = change.map(|(now, before)| 100.0 * (now - before) / before.abs() + 0.0);
        Self {
            value,
            before,
            change: change.filter(|change| change.abs() <= FARTHEST),
        }
    }
}

/// One of the workspace's cycles within a longer one.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The cycle.
    pub cycle: CycleId,
    /// What it came to.
    pub own: Compared,
    /// What the whole is judged by at the end of this part (or on the day looked at): percent short
    /// of the target of the whole, as [`KpiState::shortfall`].
    pub shortfall: Option<f64>,
    /// The health of the whole by then; none for a part that has not begun.
    pub status: Option<KpiStatus>,
}

/// A KPI in a cycle that is made of several of the workspace's.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// The parts, in order.
    pub parts: Vec<Part>,
    /// The whole.
    pub whole: Compared,
}

impl Evaluator<'_> {
    /// A KPI's cycle part by part; none where the cycle is not made of several of the workspace's.
    /// Asks for the readings of the year before, too.
    pub fn kpi_parts(&self, state: &KpiState<'_>, cycle: CycleId) -> Option<Parts> {
        let settings = self.settings();
        let parts = settings.calendar.within(cycle, settings.cycle);
        if parts.len() < 2 {
            return None;
        }
        Some(Parts {
            parts: parts.iter().map(|&p| self.part(state, cycle, p)).collect(),
            whole: self.compared(state, self.span(cycle)),
        })
    }

    fn part(&self, state: &KpiState<'_>, whole: CycleId, part: CycleId) -> Part {
        let span = self.span(part);
        if span.start > span.day {
            return Part {
                cycle: part,
                own: Compared::default(),
                shortfall: None,
                status: None,
            };
        }
        let by_then = Span {
            day: span.until(),
            ..self.span(whole)
        };
        let value = self.reader().value(state.kpi, by_then);
        let health = Health {
            kpi: state.kpi,
            tolerance: self.settings().kpi,
            span: by_then,
        };
        Part {
            cycle: part,
            own: self.compared(state, span),
            shortfall: health.shortfall(value, state.target),
            status: Some(health.status(value, state.target)),
        }
    }

    fn compared(&self, state: &KpiState<'_>, span: Span) -> Compared {
        let kpi = state.kpi;
        Compared::new(self.reader().value(kpi, span), self.before(state, span))
    }

    /// The value of the cycle a year earlier.
    fn before(&self, state: &KpiState<'_>, span: Span) -> Option<f64> {
        let calendar = self.settings().calendar;
        let cycle = span.cycle.a_year_earlier()?;
        let day = match span.ended() {
            true => calendar.end(cycle),
            false => span.day.checked_sub_months(Months::new(12))?,
        };
        let entries = self.ledger().of_kpi(state.kpi.id.as_str());
        let span = Span::new(calendar, cycle, day);
        value_of(entries, state.kpi.aggregate, span, self.settings())
    }
}
