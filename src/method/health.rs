//! KPIs: the value of a cycle, the target in force, and how healthy that is.

use super::forecast::Forecast;
use super::ledger::{Entry, Ledger, Series, counted, within};
use super::score::TOLERANCE;
use super::signal::Chart;
use super::status::elapsed;
use crate::model::{
    Aggregate, Calendar, CycleId, Direction, InForce, Kpi, KpiId, KpiTarget, KpiTolerance, Name,
    Settings,
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A cycle looked at on a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) cycle: CycleId,
    pub(super) start: NaiveDate,
    pub(super) end: NaiveDate,
    pub(super) day: NaiveDate,
}

impl Span {
    pub(super) fn new(calendar: Calendar, cycle: CycleId, day: NaiveDate) -> Self {
        Self {
            cycle,
            start: calendar.start(cycle),
            end: calendar.end(cycle),
            day,
        }
    }

    /// The last day whose readings count.
    pub(super) fn until(self) -> NaiveDate {
        self.end.min(self.day)
    }

    /// A cycle still runs on its last day.
    pub(super) fn ended(self) -> bool {
        self.day > self.end
    }

    pub(super) fn elapsed(self) -> f64 {
        elapsed(self.start, self.end, self.day)
    }

    /// Days so far of the days of the cycle, the day itself included: 0 to 1.
    pub(super) fn share(self) -> f64 {
        let days = |to: NaiveDate| ((to - self.start).num_days() + 1) as f64;
        (days(self.day) / days(self.end)).clamp(0.0, 1.0)
    }
}

/// Reads KPIs out of a ledger.
#[derive(Clone, Copy)]
pub(super) struct KpiReader<'a, 'w> {
    pub(super) ledger: &'a Ledger<'w>,
    pub(super) settings: &'a Settings,
    /// KPIs of which every reading is known that a chart needs.
    pub(super) charted: &'a BTreeSet<KpiId>,
}

impl<'w> KpiReader<'_, 'w> {
    /// The readings of a cycle.
    pub(super) fn series(&self, kpi: &Kpi, span: Span) -> Series<'w> {
        let (id, aggregate) = (kpi.id.as_str(), kpi.aggregate);
        self.ledger
            .kpi_series(id, aggregate, span.start, span.until())
    }

    /// The value of a cycle; a mean over several of the workspace's cycles is the mean of theirs.
    pub(super) fn value(&self, kpi: &Kpi, span: Span) -> Option<f64> {
        let entries = self.ledger.of_kpi(kpi.id.as_str());
        value_of(entries, kpi.aggregate, span, self.settings)
    }

    /// The readings of a cycle and their value.
    pub(super) fn series_and_value(&self, kpi: &Kpi, span: Span) -> (Series<'w>, Option<f64>) {
        let series = self.series(kpi, span);
        let value = if kpi.aggregate == Aggregate::Mean {
            self.value(kpi, span)
        } else {
            series.aggregate(kpi.aggregate)
        };
        (series, value)
    }

    /// The target in force for the cycle on the day.
    pub(super) fn target(&self, kpi: &Kpi, span: Span) -> Option<InForce> {
        let targets = kpi.targets_on(span.day);
        targets.in_force(span.cycle, kpi.aggregate, self.settings.calendar)
    }

    /// Everything that the view of all KPIs tells of one.
    pub(super) fn state(&self, kpi: &'w Kpi, span: Span) -> KpiState<'w> {
        let value = self.value(kpi, span);
        let in_force = self.target(kpi, span);
        let target = in_force.map(|found| found.target);
        let always =
            self.ledger
                .kpi_series(kpi.id.as_str(), kpi.aggregate, NaiveDate::MIN, span.day);
        let last_reading = always.confirmed;
        let year = self.settings.calendar.year_of(span.cycle);
        let health = Health {
            kpi,
            tolerance: self.settings.kpi,
            span,
        };
        let overdue = last_reading.is_none_or(|last| {
            let due = kpi.frequency.map(|frequency| frequency.after(last, 1));
            due.is_some_and(|due| span.day > self.settings.overdue_after(due))
        });
        let chart = self.chart(kpi, span.day);
        KpiState {
            kpi,
            value,
            target,
            target_from: in_force.map(|found| found.from),
            annual_target: kpi.targets_on(span.day).by_cycle.get(&year).copied(),
            shortfall: health.shortfall(value, target),
            status: health.status(value, target),
            series: self.series(kpi, span),
            forecast: self.forecast(kpi, &chart, target, span),
            chart,
            last_reading,
            overdue,
            owner: kpi.owner_on(span.day),
            amended_since: kpi.amended.iter().position(|a| a.on > span.day),
            followed_by: Vec::new(),
        }
    }
}

/// The value of a cycle out of a sorted list of readings; a mean over several of the workspace's
/// cycles is the mean of theirs.
pub(super) fn value_of(
    entries: &[Entry<'_>],
    aggregate: Aggregate,
    span: Span,
    settings: &Settings,
) -> Option<f64> {
    let of = |span: Span| {
        let entries = within(entries, span.start, span.until());
        counted(entries, aggregate).aggregate(aggregate)
    };
    let calendar = settings.calendar;
    let parts = calendar.within(span.cycle, settings.cycle);
    if aggregate != Aggregate::Mean || parts.len() < 2 {
        return of(span);
    }
    let parts = parts.into_iter();
    let means = parts.filter_map(|cycle| of(Span::new(calendar, cycle, span.day)));
    let means: Vec<f64> = means.collect();
    (!means.is_empty()).then(|| means.iter().sum::<f64>() / means.len() as f64)
}

/// A KPI in a cycle on a day.
#[derive(Debug, Clone)]
pub struct KpiState<'w> {
    /// The KPI.
    pub kpi: &'w Kpi,
    /// The cycle's value, in the KPI's unit.
    pub value: Option<f64>,
    /// The target in force.
    pub target: Option<KpiTarget>,
    /// The cycle whose target that is (`Some(None)`: `always`); none without a target.
    pub target_from: Option<Option<CycleId>>,
    /// The target of the year that holds the cycle.
    pub annual_target: Option<KpiTarget>,
    /// Percent short of what it is judged against (for a growing total in a running cycle the part
    /// of the target that is due); negative when better; none for a target of 0.
    pub shortfall: Option<f64>,
    /// Green, amber, red or why not.
    pub status: KpiStatus,
    /// The cycle's readings.
    pub series: Series<'w>,
    /// Its latest readings up to the day looked at, of whatever cycle, and what is to be read in
    /// them; empty where nobody asked for older ones.
    pub chart: Chart,
    /// Where the cycle ends if it goes on so.
    pub forecast: Option<Forecast>,
    /// The day of the last reading, of whatever cycle, on or before the day looked at.
    pub last_reading: Option<NaiveDate>,
    /// Whether a reading is late.
    pub overdue: bool,
    /// Who answered for it on the day looked at.
    pub owner: Option<&'w Name>,
    /// The first amendment after the day looked at: its `was` holds what was in force.
    pub amended_since: Option<usize>,
    /// Live key results of the cycle that follow it, by id.
    pub followed_by: Vec<String>,
}

/// How healthy a KPI is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KpiStatus {
    /// At the target or within the tolerance.
    Green,
    /// Somewhat short.
    Amber,
    /// Well short.
    Red,
    /// Nothing to judge by.
    NoTarget,
    /// Nothing to judge.
    NoReading,
}

impl KpiStatus {
    /// Every status, the healthiest first.
    pub const ALL: [Self; 5] = [
        Self::Green,
        Self::Amber,
        Self::Red,
        Self::NoTarget,
        Self::NoReading,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
            Self::NoTarget => "no-target",
            Self::NoReading => "no-reading",
        }
    }
}

/// How short of its target a value is, in percent of the target; negative when better, none for a
/// target (or nearer bound) of 0 or next to it. Source: the method, "KPI".
fn shortfall(direction: Direction, value: f64, target: KpiTarget) -> Option<f64> {
    let share = |distance: f64, of: f64| {
        let share = 100.0 * distance / of.abs() + 0.0;
        Some(share).filter(|share| share.abs() <= super::score::FARTHEST)
    };
    match (target, direction) {
        (KpiTarget::Band(band), _) if band.contains(value) => Some(0.0),
        (KpiTarget::Band(band), _) => share(band.distance(value), band.nearer_bound(value)),
        (KpiTarget::Value(target), Direction::Decrease) => {
            share(value - target.get(), target.get())
        }
        (KpiTarget::Value(target), Direction::Increase | Direction::Maintain) => {
            share(target.get() - value, target.get())
        }
    }
}

/// Judges a KPI's value in a cycle.
pub(super) struct Health<'a> {
    pub(super) kpi: &'a Kpi,
    pub(super) tolerance: KpiTolerance,
    pub(super) span: Span,
}

impl Health<'_> {
    pub(super) fn status(&self, value: Option<f64>, target: Option<KpiTarget>) -> KpiStatus {
        let Some(value) = value else {
            return KpiStatus::NoReading;
        };
        let judged = match self.by_thresholds(value) {
            Some(status) => status,
            None => match target {
                None => return KpiStatus::NoTarget,
                Some(target) => self.by_target(value, target),
            },
        };
        let early = self.is_growing_sum() && self.share() <= 0.1 + TOLERANCE;
        match judged {
            KpiStatus::Red if early && !self.span.ended() => KpiStatus::Amber,
            other => other,
        }
    }

    pub(super) fn shortfall(&self, value: Option<f64>, target: Option<KpiTarget>) -> Option<f64> {
        shortfall(self.kpi.direction, value?, self.due_part(target?))
    }

    /// What a value is judged against: of a growing total's target the part that is due.
    fn due_part(&self, target: KpiTarget) -> KpiTarget {
        match target {
            KpiTarget::Value(whole) if self.is_growing_sum() => {
                let part = crate::model::Quantity::new(whole.get() * self.share());
                part.map_or(target, KpiTarget::Value)
            }
            KpiTarget::Value(_) | KpiTarget::Band(_) => target,
        }
    }

    fn is_growing_sum(&self) -> bool {
        self.kpi.aggregate == Aggregate::Sum && self.kpi.direction == Direction::Increase
    }

    /// The part of the cycle that a sum has had to grow in; 1 for everything else.
    fn share(&self) -> f64 {
        match self.kpi.aggregate {
            Aggregate::Sum => self.span.share(),
            Aggregate::Last | Aggregate::Mean | Aggregate::Min | Aggregate::Max => 1.0,
        }
    }

    fn by_thresholds(&self, value: f64) -> Option<KpiStatus> {
        let thresholds = self.kpi.thresholds?;
        let reaches = |bound: f64| self.kpi.direction.reaches(value, bound * self.share());
        Some(if reaches(thresholds.green.get()) {
            KpiStatus::Green
        } else if thresholds.amber.is_some_and(|amber| reaches(amber.get())) {
            KpiStatus::Amber
        } else {
            KpiStatus::Red
        })
    }

    fn by_target(&self, value: f64, target: KpiTarget) -> KpiStatus {
        let direction = self.kpi.direction;
        if let KpiTarget::Value(whole) = target {
            let whole = whole.get();
            if self.kpi.is_budget() {
                return budget(value, whole, self.share());
            }
            if whole == 0.0 {
                let met = direction.reaches(value, 0.0);
                return if met {
                    KpiStatus::Green
                } else {
                    KpiStatus::Red
                };
            }
        }
        // A band around 0 has no shortfall in percent: outside is red.
        match shortfall(direction, value, self.due_part(target)) {
            Some(short) if short <= self.tolerance.green_within() + TOLERANCE => KpiStatus::Green,
            Some(short) if short <= self.tolerance.amber_within() + TOLERANCE => KpiStatus::Amber,
            Some(_) | None => KpiStatus::Red,
        }
    }
}

/// A total that should stay small: green up to the part of it that is due, amber up to the whole.
fn budget(spent: f64, whole: f64, share: f64) -> KpiStatus {
    if spent <= whole * share + TOLERANCE {
        KpiStatus::Green
    } else if spent <= whole + TOLERANCE {
        KpiStatus::Amber
    } else {
        KpiStatus::Red
    }
}
