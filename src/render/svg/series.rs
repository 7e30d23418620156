//! Series made fit to be drawn: finite, within their days, no more points than can be seen.

use super::{Days, Point};

/// A number that can be scaled without overflow; none for what is not a number. What is beyond every
/// measure is moved to where it still can be drawn.
pub(super) fn fit(value: f64) -> Option<f64> {
    const MOST: f64 = 1e150;
    if !value.is_finite() {
        return None;
    }
    let value = value.clamp(-MOST, MOST);
    Some(if value.abs() < 1.0 / MOST { 0.0 } else { value })
}

/// The points that can be drawn, oldest first.
pub(super) fn drawable(points: &[Point], (from, to): Days) -> Vec<Point> {
    let within = points.iter().filter(|(day, _)| (from..=to).contains(day));
    let mut points: Vec<Point> = within
        .filter_map(|&(day, v)| Some((day, fit(v)?)))
        .collect();
    points.sort_by_key(|(day, _)| *day);
    points
}

/// A way from point to point, cut off where it leaves the days.
pub(super) fn clipped(way: &[Point], (from, to): Days) -> Vec<Point> {
    let way: Vec<Point> = way
        .iter()
        .filter_map(|&(day, v)| Some((day, fit(v)?)))
        .collect();
    let mut kept = Vec::new();
    for (i, &point) in way.iter().enumerate() {
        if let Some(&before) = i.checked_sub(1).and_then(|i| way.get(i)) {
            for edge in [from, to] {
                if before.0 < edge && edge < point.0 {
                    kept.push((edge, between(before, point, edge)));
                }
            }
        }
        if (from..=to).contains(&point.0) {
            kept.push(point);
        }
    }
    kept
}

fn between(a: Point, b: Point, day: chrono::NaiveDate) -> f64 {
    let share = (day - a.0).num_days() as f64 / (b.0 - a.0).num_days().max(1) as f64;
    a.1 + (b.1 - a.1) * share
}

/// Of places that share a column of the picture the first, the lowest, the highest and the last: more
/// cannot be seen.
pub(super) fn thinned(way: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let columns = way.chunk_by(|a, b| a.0.round() == b.0.round());
    let kept = columns.flat_map(|column| {
        let index = |i: Option<usize>| i.unwrap_or(0);
        let by_y = |a: &usize, b: &usize| column[*a].1.total_cmp(&column[*b].1);
        let low = index((0..column.len()).min_by(by_y));
        let high = index((0..column.len()).max_by(by_y));
        let mut all = [0, low, high, column.len() - 1];
        all.sort_unstable();
        let mut all = all.to_vec();
        all.dedup();
        all.into_iter().map(|i| column[i])
    });
    kept.collect()
}
