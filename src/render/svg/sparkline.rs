//! A series at a glance.

use super::series::drawable;
use super::{Days, Point, path};
use crate::render::text::clean;
use maud::{Markup, html};

/// A series without axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sparkline<'a> {
    /// The values, oldest first. What is no finite number is left out.
    pub points: &'a [Point],
    /// The first and the last day of the picture; none: from the first point to the last.
    pub days: Option<(chrono::NaiveDate, chrono::NaiveDate)>,
    /// Drawn as a line, in the unit of the values.
    pub target: Option<f64>,
    /// What it says, for those who do not see it. Empty where the same stands beside it: then it is
    /// passed over.
    pub label: &'a str,
}

const WIDTH: i32 = 80;
const HEIGHT: i32 = 20;
/// Half of the last point, so that it stays within.
const EDGE: i32 = 3;
/// More points than this cannot be told apart.
const MOST: usize = 24;

/// The line, with its last point marked; nothing without a value.
pub fn sparkline(spark: &Sparkline<'_>) -> Markup {
    let days = spark.days.or_else(|| {
        let days = || spark.points.iter().map(|(day, _)| *day);
        Some((days().min()?, days().max()?))
    });
    let points = days.map(|days| drawable(spark.points, days));
    let (Some(days), Some(points)) = (days, points.filter(|points| !points.is_empty())) else {
        return Markup::default();
    };
    let target = spark.target.and_then(super::series::fit);
    let place = Place::new(&points, target, days);
    let way: Vec<_> = last_of_runs(&points)
        .into_iter()
        .map(|p| place.of(p))
        .collect();
    let (x, y) = way[way.len() - 1];
    let label = clean(spark.label);
    let named = !label.is_empty();
    html! {
        svg.sp viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role=[named.then_some("img")]
            aria-label=[named.then_some(&label)] aria-hidden=[(!named).then_some("true")] {
            @if let Some(target) = target {
                path.kt d={ "M0 " (place.y(target)) "H" (WIDTH) } {}
            }
            @if way.len() > 1 { path d=(path::steps(&way)) {} }
            circle cx=(x) cy=(y) r="2" {}
        }
    }
}

/// At most as many points as can be told apart: the last of each run stands for it.
fn last_of_runs(points: &[Point]) -> Vec<Point> {
    let runs = points.len().min(MOST);
    let ends = (1..=runs).map(|i| points[i * points.len() / runs - 1]);
    ends.collect()
}

struct Place {
    days: Days,
    low: f64,
    high: f64,
}

impl Place {
    fn new(points: &[Point], target: Option<f64>, days: Days) -> Self {
        let values = || points.iter().map(|(_, value)| *value).chain(target);
        Self {
            days,
            low: values().fold(f64::INFINITY, f64::min),
            high: values().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    fn of(&self, (day, value): Point) -> (i32, i32) {
        let (from, to) = self.days;
        let all = (to - from).num_days();
        let share = if all > 0 {
            (day - from).num_days() as f64 / all as f64
        } else {
            1.0
        };
        let x = EDGE + (share * f64::from(WIDTH - 2 * EDGE)).round() as i32;
        (x, self.y(value))
    }

    /// In the middle where all values are alike.
    fn y(&self, value: f64) -> i32 {
        let spread = self.high - self.low;
        let share = if spread > 0.0 {
            (self.high - value) / spread
        } else {
            0.5
        };
        EDGE + (share * f64::from(HEIGHT - 2 * EDGE)).round() as i32
    }
}
