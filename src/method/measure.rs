//! The figures of one goal: what was asked, what was read, and the progress and score that follow.

use super::health::{KpiReader, Span};
use super::ledger::{self, Entry, Series};
use super::score::{bounds_share, metric_progress, metric_score, total_in_bounds};
use super::status::Flag;
use crate::model::{
    Aggregate, Aim, Band, Direction, Effort, Follow, Kpi, KpiTarget, Metric, Posts, Quantity,
    Target,
};
use std::collections::BTreeSet;

/// The kinds of key result as outputs name them; one that follows a KPI is a metric or bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// From a baseline to a target.
    Metric,
    /// Within bounds.
    Bounds,
    /// A project.
    Effort,
    /// The mean of its supporters.
    Rollup,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Metric => "metric",
            Self::Bounds => "bounds",
            Self::Effort => "effort",
            Self::Rollup => "rollup",
        }
    }
}

/// What is missing for a full judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing was read in the cycle.
    Reading,
    /// Neither a baseline nor a reading.
    Baseline,
    /// No target.
    Target,
}

impl Gap {
    /// The flag that says so.
    pub fn flag(self) -> Flag {
        match self {
            Self::Reading => Flag::NoReading,
            Self::Baseline => Flag::NoBaseline,
            Self::Target => Flag::NoTarget,
        }
    }
}

/// The figures of a key result, or of an objective that is measured itself. Numbers are in the
/// goal's unit; progress and score are shares.
#[derive(Debug, Clone)]
pub struct Figures<'w> {
    /// Metric, bounds, effort or rollup.
    pub kind: Kind,
    /// Where it started: as written, else as first read.
    pub baseline: Option<f64>,
    /// The target in force.
    pub target: Option<f64>,
    /// Scores 0.3.
    pub commit: Option<f64>,
    /// Scores 1.
    pub stretch: Option<f64>,
    /// Lower bound.
    pub at_least: Option<f64>,
    /// Upper bound.
    pub at_most: Option<f64>,
    /// The value now.
    pub value: Option<f64>,
    /// The way that it has come; may lie outside 0 to 1.
    pub progress: Option<f64>,
    /// 0 to 1.
    pub score: Option<f64>,
    /// What is missing.
    pub gap: Option<Gap>,
    /// The readings that count.
    pub series: Series<'w>,
    /// How they become a value, where it follows a KPI.
    pub aggregate: Option<Aggregate>,
    /// Which way is better, where a KPI says so.
    pub direction: Option<Direction>,
    /// Milestones reached.
    pub done: BTreeSet<&'w str>,
}

impl<'w> Figures<'w> {
    /// Nothing known yet.
    pub(super) fn empty(kind: Kind) -> Self {
        Self {
            kind,
            baseline: None,
            target: None,
            commit: None,
            stretch: None,
            at_least: None,
            at_most: None,
            value: None,
            progress: None,
            score: None,
            gap: None,
            series: Series::default(),
            aggregate: None,
            direction: None,
            done: BTreeSet::new(),
        }
    }

    /// Whether a score of 1, once reached, stays: a metric of its own or of a KPI with `last` or
    /// `sum`, and an effort.
    pub(super) fn stays_reached(&self) -> bool {
        match self.kind {
            Kind::Metric => match self.aggregate {
                None | Some(Aggregate::Last | Aggregate::Sum) => true,
                Some(Aggregate::Mean | Aggregate::Min | Aggregate::Max) => false,
            },
            Kind::Effort => true,
            Kind::Bounds | Kind::Rollup => false,
        }
    }

    /// Whether more is expected of it as the cycle goes on: metrics, and a total with a lower bound.
    pub(super) fn is_paced(&self) -> bool {
        let growing_total = self.aggregate == Some(Aggregate::Sum) && self.at_least.is_some();
        self.kind == Kind::Metric || growing_total
    }

    /// What a goal without a KPI came to, as carry records it: the value of a metric or of bounds.
    pub(super) fn actual(&self) -> Option<f64> {
        match self.kind {
            Kind::Metric | Kind::Bounds => self.value,
            Kind::Effort | Kind::Rollup => None,
        }
    }

    fn scored(&mut self, progress: f64) {
        self.progress = Some(progress + 0.0);
        self.score = Some(progress.clamp(0.0, 1.0) + 0.0);
    }

    fn with_band(mut self, band: Band) -> Self {
        self.at_least = band.at_least();
        self.at_most = band.at_most();
        self
    }
}

/// A metric of its own.
pub(super) fn metric<'w>(metric: &Metric, entries: &[Entry<'w>]) -> Figures<'w> {
    let series = ledger::series(entries);
    let baseline = metric.baseline.map(Quantity::get).or(series.first());
    let mut figures = Figures::empty(Kind::Metric);
    figures.value = series.last();
    figures.series = series;
    toward_target(figures, baseline, metric.posts, None)
}

/// Completes the figures of a metric whose value, direction and series are known.
fn toward_target<'w>(
    mut figures: Figures<'w>,
    baseline: Option<f64>,
    posts: Posts,
    asked: Option<f64>,
) -> Figures<'w> {
    figures.baseline = baseline;
    figures.commit = posts.commit.map(Quantity::get);
    figures.stretch = posts.stretch.map(Quantity::get);
    figures.target = match posts.target {
        Some(target) => target.value(baseline),
        None => asked,
    };
    let read = figures.value.is_some();
    figures.value = figures.value.or(baseline);
    let waits_for_baseline =
        matches!(posts.target, Some(Target::Relative(_))) && baseline.is_none();
    let (Some(target), Some(baseline), Some(value)) = (figures.target, baseline, figures.value)
    else {
        figures.gap = Some(if figures.target.is_none() && !waits_for_baseline {
            Gap::Target
        } else {
            Gap::Baseline
        });
        return figures;
    };
    if !read {
        figures.gap = Some(Gap::Reading);
    }
    let (commit, stretch, toward) = (figures.commit, figures.stretch, figures.direction);
    figures.progress = Some(metric_progress(baseline, target, toward, value));
    figures.score = Some(metric_score(
        baseline, commit, target, stretch, toward, value,
    ));
    figures
}

/// A metric of its own within bounds.
pub(super) fn bounds<'w>(
    baseline: Option<Quantity>,
    band: Band,
    entries: &[Entry<'w>],
) -> Figures<'w> {
    let series = ledger::series(entries);
    let mut figures = Figures::empty(Kind::Bounds).with_band(band);
    figures.baseline = baseline.map(Quantity::get);
    figures.value = series.last().or(figures.baseline);
    match bounds_share(band, series.readings.iter().map(|r| r.value)) {
        Some(share) => figures.scored(share),
        None => figures.gap = Some(Gap::Reading),
    }
    figures.series = series;
    figures
}

/// A goal that follows a KPI: as a metric or as bounds, on the KPI's values in the goal's cycle.
pub(super) fn follow<'w>(
    follow: &Follow,
    kpi: Option<&'w Kpi>,
    reader: &KpiReader<'_, 'w>,
    span: Span,
) -> Figures<'w> {
    let Some(kpi) = kpi else {
        let mut figures = Figures::empty(Kind::Metric);
        figures.gap = Some(Gap::Target);
        return figures;
    };
    let asked = reader.target(kpi, span).map(|found| found.target);
    match follow.aim {
        Aim::Hold(band) => kpi_bounds(follow, kpi, band, reader, span),
        Aim::Reach(posts) => match (kpi.direction, kpi.aggregate, asked) {
            (Direction::Maintain, _, Some(KpiTarget::Band(band))) => {
                kpi_bounds(follow, kpi, band, reader, span)
            }
            (Direction::Maintain, ..) => without_target(kpi, reader, span),
            (Direction::Decrease, Aggregate::Sum, _) => {
                let own = posts.target.and_then(|t| t.value(None));
                match own.or(asked.and_then(as_value)).map(Quantity::new) {
                    Some(Ok(most)) => match Band::new(None, Some(most)) {
                        Ok(band) => kpi_bounds(follow, kpi, band, reader, span),
                        Err(_) => without_target(kpi, reader, span),
                    },
                    Some(Err(_)) | None => without_target(kpi, reader, span),
                }
            }
            (Direction::Increase | Direction::Decrease, ..) => {
                kpi_metric(follow, posts, asked.and_then(as_value), kpi, reader, span)
            }
        },
    }
}

/// The number of a target that is not a band.
pub(super) fn as_value(target: KpiTarget) -> Option<f64> {
    match target {
        KpiTarget::Value(value) => Some(value.get()),
        KpiTarget::Band(_) => None,
    }
}

fn on_kpi<'w>(kind: Kind, kpi: &Kpi, reader: &KpiReader<'_, 'w>, span: Span) -> Figures<'w> {
    let mut figures = Figures::empty(kind);
    (figures.series, figures.value) = reader.series_and_value(kpi, span);
    figures.aggregate = Some(kpi.aggregate);
    figures.direction = Some(kpi.direction);
    figures
}

fn without_target<'w>(kpi: &Kpi, reader: &KpiReader<'_, 'w>, span: Span) -> Figures<'w> {
    let mut figures = on_kpi(Kind::Bounds, kpi, reader, span);
    figures.gap = Some(Gap::Target);
    figures
}

fn kpi_metric<'w>(
    follow: &Follow,
    posts: Posts,
    asked: Option<f64>,
    kpi: &Kpi,
    reader: &KpiReader<'_, 'w>,
    span: Span,
) -> Figures<'w> {
    let figures = on_kpi(Kind::Metric, kpi, reader, span);
    let unwritten = match kpi.aggregate {
        Aggregate::Sum => Some(0.0),
        Aggregate::Last | Aggregate::Mean | Aggregate::Min | Aggregate::Max => {
            figures.series.first()
        }
    };
    let baseline = follow.baseline.map(Quantity::get).or(unwritten);
    toward_target(figures, baseline, posts, asked)
}

fn kpi_bounds<'w>(
    follow: &Follow,
    kpi: &Kpi,
    band: Band,
    reader: &KpiReader<'_, 'w>,
    span: Span,
) -> Figures<'w> {
    let mut figures = on_kpi(Kind::Bounds, kpi, reader, span).with_band(band);
    figures.baseline = follow.baseline.map(Quantity::get);
    let share = figures.value.and_then(|value| match kpi.aggregate {
        Aggregate::Mean => Some(f64::from(u8::from(band.contains(value)))),
        Aggregate::Sum => Some(total_in_bounds(band, value)),
        Aggregate::Last | Aggregate::Min | Aggregate::Max => {
            bounds_share(band, figures.series.readings.iter().map(|r| r.value))
        }
    });
    match share {
        Some(share) => figures.scored(share),
        None => figures.gap = Some(Gap::Reading),
    }
    figures.value = figures.value.or(figures.baseline);
    figures
}

/// A project: the share of its milestones that are reached, or the percent last reported.
pub(super) fn effort<'w>(effort: &'w Effort, entries: &[Entry<'w>]) -> Figures<'w> {
    let mut figures = Figures::empty(Kind::Effort);
    figures.series = ledger::series(entries);
    figures.value = figures.series.last();
    figures.done = entries
        .iter()
        .flat_map(|e| e.update.done.iter().map(String::as_str))
        .collect();
    if effort.milestones.is_empty() {
        figures.scored(figures.value.unwrap_or(0.0) / 100.0);
    } else {
        let weight = |only_done: bool| -> f64 {
            let milestones = effort.milestones.iter();
            let counted = milestones.filter(|m| !only_done || figures.done.contains(m.id.as_str()));
            counted.map(|m| m.weight.get()).sum()
        };
        figures.scored(weight(true) / weight(false));
    }
    if figures.series.readings.is_empty() && figures.done.is_empty() {
        figures.gap = Some(Gap::Reading);
    }
    figures
}
