//! Scores of single numbers: plain functions without goals, dates or files.

use crate::model::{Band, Direction};

/// As far as a share is followed: where the numbers of files end too.
pub(super) const FARTHEST: f64 = 9_007_199_254_740_992.0;

/// Two numbers that differ by less count as equal.
pub(super) const TOLERANCE: f64 = 1e-9;

/// The way a metric has come: 0 at the baseline, 1 at the target; may lie outside.
///
/// `toward` is the direction that a KPI asks for; a metric of its own takes it from the numbers.
/// Where the baseline does not lie before the target it is 1 while `value` is at or beyond the
/// target, else 0. Source: the method, "Progress and score of a key result".
pub fn metric_progress(baseline: f64, target: f64, toward: Option<Direction>, value: f64) -> f64 {
    let before = match toward {
        Some(Direction::Increase) => baseline < target,
        Some(Direction::Decrease) => baseline > target,
        Some(Direction::Maintain) => false,
        None => baseline != target,
    };
    if before {
        // A way of next to nothing may be gone infinitely often; adding zero turns −0 into 0.
        return ((value - baseline) / (target - baseline)).clamp(-FARTHEST, FARTHEST) + 0.0;
    }
    let reached = match toward {
        Some(direction) => direction.reaches(value, target),
        None => (value - target).abs() <= TOLERANCE,
    };
    f64::from(u8::from(reached))
}

/// A metric's score, 0 to 1: its progress clamped, or with `commit` or `stretch` the line through
/// baseline → 0, commit → 0.3, target → 0.7 and stretch → 1. Without a stretch it ends at target → 1.
///
/// Source: the method, "Progress and score of a key result" (Google's 0.3 and 0.7 grades).
pub fn metric_score(
    baseline: f64,
    commit: Option<f64>,
    target: f64,
    stretch: Option<f64>,
    toward: Option<Direction>,
    value: f64,
) -> f64 {
    let line = metric_line(baseline, commit, target, stretch);
    if line.len() == 2 {
        return metric_progress(baseline, target, toward, value).clamp(0.0, 1.0);
    }
    let up =
        target > commit.unwrap_or(f64::NEG_INFINITY) && target < stretch.unwrap_or(f64::INFINITY);
    let toward = toward.unwrap_or(if up {
        Direction::Increase
    } else {
        Direction::Decrease
    });
    let sign = if toward == Direction::Decrease {
        -1.0
    } else {
        1.0
    };
    if line.windows(2).any(|w| sign * w[0].0 >= sign * w[1].0) {
        return metric_progress(target, target, Some(toward), value);
    }
    piecewise(&line, sign, value)
}

/// The values at which a metric's score changes its slope, with the scores there, from 0 to 1.
pub(super) fn metric_line(
    baseline: f64,
    commit: Option<f64>,
    target: f64,
    stretch: Option<f64>,
) -> Vec<(f64, f64)> {
    let end = if stretch.is_some() { 0.7 } else { 1.0 };
    let mut line = vec![(baseline, 0.0)];
    line.extend(commit.map(|c| (c, 0.3)));
    line.push((target, end));
    line.extend(stretch.map(|s| (s, 1.0)));
    line
}

/// Straight lines between points that lie in the order of `sign`.
fn piecewise(line: &[(f64, f64)], sign: f64, value: f64) -> f64 {
    for pair in line.windows(2) {
        let [(from, low), (to, high)] = [pair[0], pair[1]];
        if sign * value <= sign * to {
            let share = ((value - from) / (to - from)).max(0.0);
            return low + share * (high - low);
        }
    }
    1.0
}

/// The share of values that lie within a band, bounds inclusive; none without a value.
pub fn bounds_share(band: Band, values: impl ExactSizeIterator<Item = f64>) -> Option<f64> {
    let count = values.len();
    let inside = values.filter(|&v| band.contains(v)).count();
    (count > 0).then(|| inside as f64 / count as f64)
}

/// What a total has done of a band: `at_most` 1 while it does not exceed it, else 0; `at_least` the
/// share of it that is reached; both: the smaller.
pub(super) fn total_in_bounds(band: Band, total: f64) -> f64 {
    let upper = band.at_most().map(|most| {
        let kept = total <= most + TOLERANCE;
        f64::from(u8::from(kept))
    });
    let lower = band.at_least().map(|least| {
        if least > 0.0 {
            return (total / least).clamp(-FARTHEST, FARTHEST) + 0.0;
        }
        f64::from(u8::from(total >= least - TOLERANCE))
    });
    match (upper, lower) {
        (Some(a), Some(b)) => a.min(b),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => 0.0,
    }
}

/// Σ(weight × value) / Σ weight; none where no weight is left.
pub fn mean(parts: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut total, mut weights) = (0.0, 0.0);
    for (weight, value) in parts {
        total += weight * value;
        weights += weight;
    }
    (weights > 0.0).then(|| total / weights + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    /// The examples of the method, section Progress.
    #[test]
    fn examples_that_must_hold() {
        let both = |b, t, v| {
            let score = metric_score(b, None, t, None, None, v);
            (metric_progress(b, t, None, v), score)
        };
        assert_eq!(both(0.0, 100.0, 150.0), (1.5, 1.0));
        assert_eq!(both(20.0, 100.0, 0.0), (-0.25, 0.0));
        assert_eq!(both(100.0, 20.0, 80.0), (0.25, 0.25));
        let stretched = |v| metric_score(4.0, Some(4.2), 4.5, Some(4.7), None, v);
        assert!(close(stretched(4.2), 0.3));
        assert!(close(stretched(4.5), 0.7));
        assert!(close(stretched(4.6), 0.85));
        assert!(close(stretched(5.0), 1.0));
        assert!(close(stretched(3.0), 0.0));
    }

    #[test]
    fn a_commit_without_a_stretch_ends_at_the_target() {
        let score = |v| metric_score(0.0, Some(30.0), 50.0, None, None, v);
        assert!(close(score(30.0), 0.3));
        assert!(close(score(50.0), 1.0));
        let down = |v| metric_score(10.0, None, 6.0, Some(4.0), None, v);
        assert!(close(down(6.0), 0.7));
        assert!(close(down(4.0), 1.0));
        assert!(close(down(8.0), 0.35));
    }

    #[test]
    fn a_baseline_beyond_the_target_scores_by_the_case() {
        let kpi = |v| metric_score(82.0, None, 80.0, None, Some(Direction::Increase), v);
        assert_eq!(kpi(81.0), 1.0);
        assert_eq!(kpi(79.0), 0.0);
        let flat = |v| metric_score(5.0, None, 5.0, None, None, v);
        assert_eq!(flat(5.0), 1.0);
        assert_eq!(flat(6.0), 0.0);
        let overshot = |v| metric_score(4.6, Some(4.2), 4.5, Some(4.7), None, v);
        assert_eq!(overshot(4.6), 1.0);
        assert_eq!(overshot(4.4), 0.0);
    }

    #[test]
    fn a_total_keeps_its_upper_bound_or_not_and_fills_the_lower_one() {
        let band = |least: Option<f64>, most: Option<f64>| {
            let bound = |b: Option<f64>| b.map(|b| crate::model::Quantity::new(b).unwrap());
            Band::new(bound(least), bound(most)).unwrap()
        };
        let most = band(None, Some(10.0));
        let shares = [9.0, 10.0, 10.1].map(|total| total_in_bounds(most, total));
        assert_eq!(shares, [1.0, 1.0, 0.0]);
        let least = band(Some(8.0), None);
        let shares = [-4.0, 0.0, 2.0, 8.0, 12.0].map(|total| total_in_bounds(least, total));
        assert_eq!(shares, [-0.5, 0.0, 0.25, 1.0, 1.5]);
        let both = band(Some(8.0), Some(10.0));
        let shares = [4.0, 9.0, 11.0].map(|total| total_in_bounds(both, total));
        assert_eq!(shares, [0.5, 1.0, 0.0]);
        let nothing = band(Some(0.0), None);
        let shares = [-0.1, 0.0, 5.0].map(|total| total_in_bounds(nothing, total));
        assert_eq!(shares, [0.0, 1.0, 1.0]);
    }

    proptest! {
        #[test]
        fn no_numbers_give_nan_or_leave_the_range(
            numbers in prop::array::uniform5(-1e15..1e15f64), mask in 0..4u8, dir in 0..4u8
        ) {
            let [baseline, commit, target, stretch, value] = numbers;
            let commit = (mask & 1 > 0).then_some(commit);
            let stretch = (mask & 2 > 0).then_some(stretch);
            let toward = [None, Some(Direction::Increase), Some(Direction::Decrease), Some(Direction::Maintain)][dir as usize];
            let score = metric_score(baseline, commit, target, stretch, toward, value);
            prop_assert!((0.0..=1.0).contains(&score));
            prop_assert!(metric_progress(baseline, target, toward, value).is_finite());
        }
    }
}
