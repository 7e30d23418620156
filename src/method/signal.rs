//! The process behaviour chart (XmR) of a KPI: which changes of its readings are more than noise.
//!
//! Source: the method, "KPI" (Wheeler, *Understanding Variation*: individual values and moving
//! ranges, natural limits at 2.66 mean moving ranges, his three detection rules).

use crate::model::Direction;
use chrono::NaiveDate;

/// A value on a day.
pub type Point = (NaiveDate, f64);

/// How many readings a chart has at most.
pub const WINDOW: usize = 24;
/// How many readings a judgement needs.
pub const FEWEST: usize = 6;

/// What turns a mean moving range of two into three standard deviations: 3 / 1.128.
const TO_LIMITS: f64 = 2.66;
/// How many readings in a row on one side of the centre are a signal.
const RUN: usize = 8;
/// How many neighbours `near-limit` looks at, and how many of them must be near.
const GROUP: usize = 4;
const NEAR: usize = 3;

/// A KPI's latest readings and what is to be read in them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chart {
    /// At most one a day, oldest first; 24 at most, the latest that there are.
    pub points: Vec<Point>,
    /// Centre and limits; none with fewer than six readings.
    pub limits: Option<Limits>,
    /// Every signal, by its last day and then the day it begins.
    pub signals: Vec<Signal>,
}

/// What the readings vary between while nothing changes, in the KPI's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The mean of the readings.
    pub centre: f64,
    /// The lower natural limit.
    pub lower: f64,
    /// The upper natural limit.
    pub upper: f64,
}

/// What makes readings a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Eight or more in a row on one side of the centre.
    Run,
    /// Three of four neighbours nearer to one limit than to the centre.
    NearLimit,
    /// One beyond a limit.
    Outside,
}

impl Rule {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::NearLimit => "near-limit",
            Self::Outside => "outside",
        }
    }
}

/// A side of the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Below it.
    Below,
    /// Above it.
    Above,
}

/// Readings that are more than noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// What makes them one.
    pub rule: Rule,
    /// Where they lie.
    pub side: Side,
    /// The day on which it begins: of the first reading of a run, the first that is near.
    pub since: NaiveDate,
    /// The day of the last reading that it includes.
    pub date: NaiveDate,
    /// How many readings that is, from the first to the last.
    pub readings: usize,
}

impl Side {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Above => "above",
        }
    }
}

impl Signal {
    /// Whether it is a change for the worse. A KPI that is to stay where it is should not change at
    /// all.
    pub fn is_wrong(&self, direction: Direction) -> bool {
        match direction {
            Direction::Increase => self.side == Side::Below,
            Direction::Decrease => self.side == Side::Above,
            Direction::Maintain => true,
        }
    }
}

impl Chart {
    /// The chart of the latest 24 of `points`, which are sorted by day.
    pub fn new(mut points: Vec<Point>) -> Self {
        points.drain(..points.len().saturating_sub(WINDOW));
        let limits = limits(&points);
        let signals = limits.map(|limits| signals(&points, &Zones::new(limits, &points)));
        Self {
            points,
            limits,
            signals: signals.unwrap_or_default(),
        }
    }

    /// The signal that is reported: the latest that includes the last reading. One beyond a limit
    /// is later than three of four, and that is later than eight in a row: it takes fewer readings.
    pub fn latest(&self) -> Option<Signal> {
        let (last, _) = self.points.last()?;
        let now = self.signals.iter().filter(|signal| signal.date == *last);
        now.copied().max_by_key(|signal| match signal.rule {
            Rule::Run => 0,
            Rule::NearLimit => 1,
            Rule::Outside => 2,
        })
    }
}

fn limits(points: &[Point]) -> Option<Limits> {
    if points.len() < FEWEST {
        return None;
    }
    let centre = points.iter().map(|(_, value)| value).sum::<f64>() / points.len() as f64;
    let ranges = points.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs());
    let range = TO_LIMITS * ranges.sum::<f64>() / (points.len() - 1) as f64;
    Some(Limits {
        centre,
        lower: centre - range,
        upper: centre + range,
    })
}

/// Where a value lies. A value on a line, or as near to it as sums of decimals go wrong, is on
/// neither side of it: readings that never move are all on the centre and are no signal.
struct Zones {
    limits: Limits,
    tolerance: f64,
}

impl Zones {
    fn new(limits: Limits, points: &[Point]) -> Self {
        let largest = points.iter().map(|(_, value)| value.abs());
        Self {
            limits,
            tolerance: 1e-9 * largest.fold(0.0, f64::max),
        }
    }

    /// Whether `value` is further out on a side than `above` or `below`.
    fn beyond(&self, value: f64, side: Side, below: f64, above: f64) -> bool {
        match side {
            Side::Below => value < below - self.tolerance,
            Side::Above => value > above + self.tolerance,
        }
    }

    fn outside(&self, value: f64, side: Side) -> bool {
        self.beyond(value, side, self.limits.lower, self.limits.upper)
    }

    fn on(&self, value: f64, side: Side) -> bool {
        self.beyond(value, side, self.limits.centre, self.limits.centre)
    }

    /// Nearer to the limit than to the centre, or beyond it.
    fn near(&self, value: f64, side: Side) -> bool {
        let half = |limit: f64| f64::midpoint(self.limits.centre, limit);
        let (below, above) = (half(self.limits.lower), half(self.limits.upper));
        self.beyond(value, side, below, above)
    }
}

/// Every signal. Runs are as long as they go; groups of four that share a reading are one signal.
fn signals(points: &[Point], zones: &Zones) -> Vec<Signal> {
    let mut found = Vec::new();
    for side in [Side::Below, Side::Above] {
        let signal = |rule, first: usize, last: usize| Signal {
            rule,
            side,
            since: points[first].0,
            date: points[last].0,
            readings: last + 1 - first,
        };
        let is = |zone: fn(&Zones, f64, Side) -> bool| {
            let within = points
                .iter()
                .map(move |(_, value)| zone(zones, *value, side));
            within.collect::<Vec<bool>>()
        };
        let outside = is(Zones::outside).into_iter().enumerate();
        let outside = outside.filter(|(_, outside)| *outside);
        found.extend(outside.map(|(at, _)| signal(Rule::Outside, at, at)));
        let runs = stretches(&is(Zones::on)).into_iter();
        let runs = runs.filter(|(first, last)| last + 1 - first >= RUN);
        found.extend(runs.map(|(first, last)| signal(Rule::Run, first, last)));
        let groups = near_groups(&is(Zones::near)).into_iter();
        found.extend(groups.map(|(first, last)| signal(Rule::NearLimit, first, last)));
    }
    found.sort_by_key(|signal| (signal.date, signal.since));
    found
}

/// The first and last place of each stretch of `true`.
fn stretches(marks: &[bool]) -> Vec<(usize, usize)> {
    let places: Vec<usize> = (0..marks.len()).filter(|&at| marks[at]).collect();
    let stretches = places.chunk_by(|a, b| a + 1 == *b);
    stretches.map(|s| (s[0], s[s.len() - 1])).collect()
}

/// From the first near reading to the last reading of each chain of groups that share readings.
fn near_groups(near: &[bool]) -> Vec<(usize, usize)> {
    let enough = |group: &[bool]| group.iter().filter(|near| **near).count() >= NEAR;
    let groups: Vec<bool> = near.windows(GROUP).map(enough).collect();
    let starts: Vec<usize> = (0..groups.len()).filter(|&at| groups[at]).collect();
    let chains = starts.chunk_by(|a, b| b - a < GROUP);
    let ends = chains.map(|chain| (chain[0], chain[chain.len() - 1] + GROUP - 1));
    let from_near = |(first, last): (usize, usize)| {
        let near = (first..=last).find(|&at| near[at]);
        (near.unwrap_or(first), last)
    };
    ends.map(from_near).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[f64]) -> Chart {
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let days = first.iter_days();
        Chart::new(days.zip(values.iter().copied()).collect())
    }

    /// Rule, side, and the places (from 0) of its first and last reading in the chart.
    fn found(chart: &Chart) -> Vec<(&'static str, Side, usize, usize)> {
        let place = |day: NaiveDate| chart.points.iter().position(|p| p.0 == day).unwrap();
        let signals = chart.signals.iter();
        signals
            .map(|s| (s.rule.word(), s.side, place(s.since), place(s.date)))
            .collect()
    }

    #[test]
    fn centre_and_limits_by_hand() {
        // Mean 10; moving ranges 2 2 2 2 2, so 10 ± 5.32.
        let limits = chart(&[9.0, 11.0, 9.0, 11.0, 9.0, 11.0]).limits.unwrap();
        assert!((limits.centre - 10.0).abs() < 1e-12);
        assert!((limits.lower - 4.68).abs() < 1e-12);
        assert!((limits.upper - 15.32).abs() < 1e-12);
    }

    #[test]
    fn five_readings_are_not_judged_and_only_the_last_24_count() {
        let few = chart(&[1.0, 2.0, 1.0, 2.0, 90.0]);
        assert_eq!((few.limits, few.latest()), (None, None));
        let many: Vec<f64> = (0..30).map(f64::from).collect();
        let many = chart(&many);
        assert_eq!(many.points.len(), WINDOW);
        assert!((many.limits.unwrap().centre - 17.5).abs() < 1e-12);
    }

    #[test]
    fn outside_is_beyond_a_limit_and_not_on_it() {
        let spike = chart(&[10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 40.0]);
        assert_eq!(found(&spike), [("outside", Side::Above, 7, 7)]);
        assert_eq!(spike.latest().unwrap().rule, Rule::Outside);
        let zones = Zones::new(spike.limits.unwrap(), &spike.points);
        assert!(!zones.outside(zones.limits.upper, Side::Above));
    }

    #[test]
    fn eight_in_a_row_on_one_side_and_as_far_as_they_go() {
        let low = [5.0, 4.0, 5.0, 4.0, 5.0, 4.0, 5.0, 4.0];
        let high = [8.0, 7.0, 8.0, 7.0, 8.0, 7.0, 8.0, 7.0, 8.0];
        let shift = chart(&[&low[..], &high[..]].concat());
        let runs: Vec<_> = found(&shift).into_iter().filter(|s| s.0 == "run").collect();
        let expected = [("run", Side::Below, 0, 7), ("run", Side::Above, 8, 16)];
        assert_eq!(runs, expected);
        let short = chart(&[&low[1..], &high[2..]].concat());
        assert!(found(&short).iter().all(|s| s.0 != "run"), "{short:?}");
    }

    #[test]
    fn a_reading_on_the_centre_ends_a_run() {
        // The mean is 0: seven above, one on the centre, seven above, and one far below.
        let up = [1.0; 7];
        let values = [&up[..], &[0.0], &up[..], &[-14.0]].concat();
        let chart = chart(&values);
        assert!(chart.limits.unwrap().centre.abs() < 1e-12);
        assert!(found(&chart).iter().all(|s| s.0 != "run"), "{chart:?}");
    }

    #[test]
    fn three_of_four_near_one_limit() {
        let quiet = [0.0, 0.2, -0.2, 0.1, -0.1, 0.0, 0.2, -0.3, -0.4, -0.2];
        let calm = chart(&quiet);
        assert_eq!(found(&calm), []);
        let near = chart(&[&quiet[..], &[0.6, 0.1, 0.6, 0.6]].concat());
        assert_eq!(found(&near), [("near-limit", Side::Above, 10, 13)]);
        assert_eq!(near.latest().unwrap().readings, 4);
        // The group of four still includes a reading that follows at the centre, but not two.
        let after = chart(&[&quiet[..], &[0.1, 0.6, 0.6, 0.6, 0.1]].concat());
        assert_eq!(found(&after), [("near-limit", Side::Above, 11, 14)]);
        let later = chart(&[&quiet[..], &[0.1, 0.6, 0.6, 0.6, 0.1, 0.1]].concat());
        assert_eq!(later.latest(), None);
    }

    #[test]
    fn readings_that_never_move_are_noise_whatever_their_sum_rounds_to() {
        for value in [0.1, 73.4, -0.7, 1e15 / 3.0, 0.0] {
            let flat = chart(&[value; 11]);
            let limits = flat.limits.unwrap();
            assert!((limits.upper - value).abs() <= 1e-12 * value.abs());
            assert_eq!(flat.signals, [], "{value}");
        }
    }

    #[test]
    fn the_latest_of_several_is_the_one_that_takes_fewest_readings() {
        let low = [5.0, 4.9, 5.0, 4.9, 5.0, 4.9, 5.0, 4.9, 5.0, 4.9];
        let high = [5.6, 5.7, 5.6, 5.7, 5.6, 5.7, 5.6, 5.7, 9.0];
        let chart = chart(&[&low[..], &high[..]].concat());
        let now = chart
            .signals
            .iter()
            .filter(|s| s.date == chart.points[18].0);
        assert!(now.count() > 1, "{chart:?}");
        assert_eq!(chart.latest().unwrap().rule, Rule::Outside);
    }

    #[test]
    fn the_wrong_direction_is_the_kpis() {
        let fall = chart(&[10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, -9.0]);
        let signal = fall.latest().unwrap();
        assert_eq!(signal.side, Side::Below);
        assert!(signal.is_wrong(Direction::Increase));
        assert!(!signal.is_wrong(Direction::Decrease));
        assert!(signal.is_wrong(Direction::Maintain));
    }
}
