//! The straight-line forecast: where a goal ends if it goes on as it did.
//!
//! Source: the method, "Forecast" (Theil 1950; Sen 1968: the median of the slopes between all pairs
//! of readings, which a few odd readings do not move).

use super::signal::{FEWEST, Point};
use crate::model::Band;
use chrono::NaiveDate;

/// The quantile of the normal distribution with 10 % below it: an 80 % interval leaves out as much
/// on either side.
const TENTH: f64 = -1.281_551_565_544_600_4;

/// Where a goal ends on a straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The change a day, in the goal's unit.
    pub slope_per_day: f64,
    /// The value on the last day.
    pub value: f64,
    /// The lower end of its 80 % range.
    pub low: f64,
    /// The upper end of its 80 % range.
    pub high: f64,
    /// The share of all slopes between two readings that would reach what is wanted, 0 to 1; none
    /// where nothing is.
    pub chance: Option<f64>,
}

/// The slopes between all pairs of points.
#[derive(Debug, Clone, PartialEq)]
pub struct Slopes {
    /// Their median, a day.
    pub median: f64,
    /// The lower end of the median's 80 % interval.
    pub low: f64,
    /// The upper end of it.
    pub high: f64,
    /// All of them, ascending.
    pub all: Vec<f64>,
}

impl Slopes {
    /// The slopes of points on different days, oldest first; none with fewer than two. The same
    /// figures as `scipy.stats.theilslopes(values, days, alpha=0.8)`.
    pub fn new(points: &[Point]) -> Option<Self> {
        let mut all = Vec::with_capacity(points.len() * points.len().saturating_sub(1) / 2);
        for (i, later) in points.iter().enumerate() {
            let slope = |earlier: &Point| {
                let days = (later.0 - earlier.0).num_days() as f64;
                (later.1 - earlier.1) / days
            };
            all.extend(points[..i].iter().map(slope));
        }
        all.sort_by(f64::total_cmp);
        let last = all.len().checked_sub(1)?;
        let half = all.len() / 2;
        let median = f64::midpoint(all[half.min(last - half)], all[half]);
        let (low, high) = interval(all.len(), ties(points), points.len());
        let (low, high) = (all[low], all[high.min(last)]);
        Some(Self {
            median,
            low,
            high,
            all,
        })
    }
}

/// What equal values take off the variance of Kendall's S: Σ k(k − 1)(2k + 5) over each value that
/// is there k times.
fn ties(points: &[Point]) -> f64 {
    let mut values: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
    values.sort_by(f64::total_cmp);
    let equal = values.chunk_by(|a, b| a == b);
    equal.map(|tied| spread(tied.len())).sum()
}

fn spread(count: usize) -> f64 {
    let n = count as f64;
    n * (n - 1.0) * (2.0 * n + 5.0)
}

/// The places of the interval's ends among `slopes` slopes of `points` points. Source: Sen (1968),
/// equation 2.6; half is rounded to even, as scipy does.
fn interval(slopes: usize, ties: f64, points: usize) -> (usize, usize) {
    let sigma = ((spread(points) - ties) / 18.0).sqrt();
    let place = |z: f64| ((slopes as f64 + z * sigma) / 2.0).round_ties_even();
    let (low, high) = (place(TENTH) - 1.0, place(-TENTH));
    (low.max(0.0) as usize, high as usize)
}

/// The value on the day `end` if it goes on from its last reading as it did: none with fewer than
/// six readings, and none where the last is later than `end`.
pub fn forecast(points: &[Point], end: NaiveDate, wanted: Option<Band>) -> Option<Forecast> {
    let (day, last) = *points.last()?;
    if points.len() < FEWEST || day > end {
        return None;
    }
    let left = (end - day).num_days() as f64;
    let slopes = Slopes::new(points)?;
    let at_end = |slope: f64| last + slope * left;
    let chance = wanted.map(|wanted| {
        let reached = slopes.all.iter().filter(|s| wanted.contains(at_end(**s)));
        reached.count() as f64 / slopes.all.len() as f64
    });
    Some(Forecast {
        slope_per_day: slopes.median,
        value: at_end(slopes.median),
        low: at_end(slopes.low),
        high: at_end(slopes.high),
        chance,
    })
}

/// The total so far after each of a sum's readings.
pub fn running_total(points: &[Point]) -> Vec<Point> {
    let mut total = 0.0;
    let add = |(day, value): &Point| {
        total += value;
        (*day, total)
    };
    points.iter().map(add).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Quantity;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, 1).unwrap() + chrono::Days::new(number)
    }

    fn points(pairs: &[(u64, f64)]) -> Vec<Point> {
        pairs.iter().map(|&(at, value)| (day(at), value)).collect()
    }

    fn at_least(value: f64) -> Option<Band> {
        Band::new(Some(Quantity::new(value).unwrap()), None).ok()
    }

    /// As `scipy.stats.theilslopes(values, days, alpha=0.8)` of scipy 1.17 says.
    #[test]
    fn slopes_and_their_interval_are_those_of_scipy() {
        let climbing: &[_] = &[
            (0, 73.0),
            (7, 73.4),
            (14, 73.1),
            (21, 74.0),
            (28, 74.2),
            (35, 74.0),
        ];
        let uneven: &[_] = &[
            (0, 4.0),
            (3, 6.0),
            (10, 4.0),
            (11, 6.0),
            (20, 9.0),
            (31, 4.0),
            (40, 6.0),
            (42, 12.0),
        ];
        let wave: Vec<_> = (0..24).map(|i| (i, (i * 7 % 11) as f64)).collect();
        let flat: Vec<_> = (0..7).map(|i| (i, 5.0)).collect();
        let expected = [
            (
                climbing,
                0.038_095_238_095,
                0.007_142_857_142_9,
                0.047_619_047_619,
            ),
            (uneven, 0.145_104_895_105, 0.0, 0.222_222_222_222),
            (&wave, 0.0, -0.333_333_333_333, 0.125),
            (&flat, 0.0, 0.0, 0.0),
        ];
        for (pairs, median, low, high) in expected {
            let slopes = Slopes::new(&points(pairs)).unwrap();
            let found = [slopes.median, slopes.low, slopes.high];
            for (found, expected) in found.into_iter().zip([median, low, high]) {
                assert!((found - expected).abs() < 1e-9, "{found} {expected}");
            }
        }
    }

    #[test]
    fn a_straight_line_goes_on() {
        let line: Vec<_> = (0..6).map(|i| (i * 7, 70.0 + i as f64)).collect();
        let forecast = |wanted| forecast(&points(&line), day(91), wanted).unwrap();
        let found = forecast(at_least(82.9));
        assert!((found.slope_per_day - 1.0 / 7.0).abs() < 1e-12);
        assert!((found.value - 83.0).abs() < 1e-9);
        assert!((found.low - 83.0).abs() < 1e-9 && (found.high - 83.0).abs() < 1e-9);
        assert_eq!(found.chance, Some(1.0));
        assert_eq!(forecast(at_least(83.1)).chance, Some(0.0));
        assert_eq!(forecast(None).chance, None);
    }

    #[test]
    fn the_chance_is_the_share_of_slopes_that_reach_the_target() {
        // Of 15 slopes those from the last but one on fall; counted by hand with 10 days left.
        let values = [(0, 1.0), (1, 2.0), (2, 3.0), (3, 4.0), (4, 5.0), (5, 4.0)];
        let found = forecast(&points(&values), day(15), at_least(10.0)).unwrap();
        // 4 + 10 s ≥ 10: s ≥ 0.6. Ten slopes of 1 among the first five, then 3/5; 1/2, 1/3, 0, −1
        // to the last one.
        assert_eq!(found.chance, Some(11.0 / 15.0));
    }

    #[test]
    fn too_few_readings_or_an_end_that_has_passed() {
        let six: Vec<_> = (0..6).map(|i| (i, i as f64)).collect();
        assert_eq!(forecast(&points(&six[..5]), day(90), None), None);
        assert_eq!(forecast(&points(&six), day(4), None), None);
        let now = forecast(&points(&six), day(5), None).unwrap();
        assert!((now.value - 5.0).abs() < 1e-12);
    }

    #[test]
    fn a_sum_is_forecast_by_its_running_total() {
        let a_week: Vec<_> = (0..6).map(|i| (i * 7, 30.0)).collect();
        let total = running_total(&points(&a_week));
        assert_eq!(total[5], (day(35), 180.0));
        let found = forecast(&total, day(70), at_least(300.0)).unwrap();
        assert!((found.value - 330.0).abs() < 1e-9);
        assert_eq!(found.chance, Some(1.0));
    }
}
