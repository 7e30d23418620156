//! What of a chart can be drawn, and where.

use super::frame::Frame;
use super::labels::{BESIDE, Look, Tag};
use super::path::{lines, short};
use super::series::{clipped, drawable, fit, thinned};
use super::words::{BOLD, cut, shown, told, width};
use super::{LineChart, Point, Rule, Target, days, marks};
use crate::render::axis::Scale;
use crate::render::text::clean;
use chrono::NaiveDate;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// What of a chart can be drawn, and where.
pub(super) struct Drawing<'a> {
    chart: &'a LineChart<'a>,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) frame: Frame,
    points: Vec<Point>,
    pace: Vec<Point>,
    levels: Vec<Line<'a>>,
    signals: BTreeMap<NaiveDate, Rule>,
    /// Whether the last value is named right of the plot, not within it.
    latest_beside: bool,
}

/// A line across, whatever it stands for.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    label: &'a str,
    value: f64,
    class: &'static str,
    /// Of its label.
    look: Look,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(chart: &'a LineChart<'a>) -> Option<Self> {
        let (from, to) = chart.days;
        let days = (from.min(to), from.max(to));
        let points = drawable(chart.points, days);
        let pace = chart.pace.map(|pace| clipped(pace.points, days));
        let pace = pace.unwrap_or_default();
        let levels = across(chart);
        let (low, high) = range(&points, &pace, &levels)?;
        let mut signals = marks::by_day(chart.signals);
        signals.retain(|day, _| points.iter().any(|point| point.0 == *day));
        let (width, height) = (chart.size.width.max(240), chart.size.height.max(140));
        let mut drawing = Self {
            chart,
            width: f64::from(width),
            height: f64::from(height),
            frame: Frame {
                width: f64::from(width),
                left: 0.0,
                right: f64::from(width),
                top: 0.0,
                bottom: 0.0,
                days,
                scale: Scale::new(low, high, 11),
            },
            points,
            pace,
            levels,
            signals,
            latest_beside: false,
        };
        drawing.settle();
        Some(drawing)
    }

    /// Gives each side of the plot the room that its labels need.
    fn settle(&mut self) {
        let axis = self
            .frame
            .levels()
            .into_iter()
            .map(|(_, label)| width(&label));
        self.frame.left = axis.fold(0.0, f64::max) + 8.0;
        self.make_room();
        if let (Some(&last), Some(text)) = (self.points.last(), self.latest()) {
            let ends = self.frame.x(last.0) + BESIDE + width(&text) * BOLD;
            if ends > self.frame.right {
                self.latest_beside = true;
                self.make_room();
            }
        }
        let head = !self.chart.unit.is_empty() || self.today().is_some();
        self.frame.top = if head { 24.0 } else { 10.0 };
        let years = days::ticks(&self.frame)
            .iter()
            .any(|tick| tick.year.is_some());
        let foot = if years { 36.0 } else { 22.0 };
        let legend = if self.signals.is_empty() { 0.0 } else { LEGEND };
        self.frame.bottom = self.height - foot - legend;
    }

    /// Right of the plot, at most four tenths of the picture.
    fn make_room(&mut self) {
        let tags = self.tags().into_iter().map(|tag| tag.width());
        let widest = tags.reduce(f64::max).map(|wide| wide + BESIDE + 1.0);
        let room = widest.unwrap_or(8.0).min(self.width * 0.4);
        self.frame.right = self.width - room;
    }

    fn today(&self) -> Option<NaiveDate> {
        let (from, to) = self.frame.days;
        self.chart.today.filter(|day| (from..=to).contains(day))
    }

    fn shown(&self, value: f64) -> String {
        shown(value, self.chart.decimals)
    }

    /// The last value, in words.
    fn latest(&self) -> Option<String> {
        let (_, value) = self.points.last()?;
        Some(told(*value, self.chart.decimals, self.chart.unit))
    }

    /// The names of the lines, most important first.
    pub(super) fn tags(&self) -> Vec<Tag> {
        let tag = |name: &str, value: f64, number: String, look| Tag {
            y: self.frame.y(value),
            name: clean(name).into_owned(),
            number,
            look,
        };
        let latest = self.points.last().filter(|_| self.latest_beside);
        let latest = latest.and_then(|(_, v)| Some(tag("", *v, self.latest()?, Look::Value)));
        let named = |name: &str, value, look| tag(name, value, self.shown(value), look);
        let levels = self.levels.iter().filter(|line| !line.label.is_empty());
        let levels = levels.map(|line| named(line.label, line.value, line.look));
        let pace = self.chart.pace.zip(self.pace.last());
        let pace = pace.filter(|(pace, _)| !pace.label.is_empty());
        let pace = pace.map(|(pace, (_, value))| named(pace.label, *value, Look::Soft));
        latest.into_iter().chain(levels).chain(pace).collect()
    }

    /// Numbers and dates, with the lines that belong to them.
    pub(super) fn axes(&self) -> Markup {
        let frame = &self.frame;
        let (left, right, bottom) = (frame.left, frame.right, frame.bottom);
        let across = |y: f64| format!("M{} {}H{}", short(left), short(y), short(right));
        let down = |x: f64, far: f64| format!("M{} {}v{far}", short(x), short(bottom));
        let days = days::ticks(frame);
        let small: String = days::between(frame)
            .into_iter()
            .map(|x| down(x, 3.0))
            .collect();
        let large: String = days.iter().map(|tick| down(tick.x, 6.0)).collect();
        let levels = frame.levels();
        let grid: String = levels.iter().map(|(y, _)| across(*y)).collect();
        html! {
            path.kg d=(grid) {}
            path.ka d={ (across(bottom)) (small) (large) } {}
            @for (y, label) in &levels {
                text.ke x=(short(left - 6.0)) y=(short(y + 4.0)) { (label) }
            }
            @for tick in &days {
                text.km x=(short(tick.middle)) y=(short(bottom + 18.0)) { (tick.label) }
                @if let Some(year) = &tick.year {
                    text.km x=(short(tick.middle)) y=(short(bottom + 32.0)) { (year) }
                }
            }
            (self.head())
        }
    }

    /// Above the plot: the unit, and the day that is looked at.
    fn head(&self) -> Markup {
        let frame = &self.frame;
        let unit = cut(&clean(self.chart.unit), self.width / 2.0);
        let today = clean(self.chart.words.today);
        let taken = if unit.is_empty() {
            0.0
        } else {
            width(&unit) + BESIDE
        };
        let half = width(&today) / 2.0;
        html! {
            @if !unit.is_empty() { text.ks x="0" y="12" { (unit) } }
            @if let Some(x) = self.today().map(|day| frame.x(day)) {
                path.kd d={ "M" (short(x)) " 17V" (short(frame.bottom)) } {}
                text.km x=(short(x.max(taken + half).min(self.width - half))) y="12" { (today) }
            }
        }
    }

    /// Everything that the values are measured against.
    pub(super) fn measures(&self) -> Markup {
        let frame = &self.frame;
        let (left, right) = (short(frame.left), short(frame.right));
        let pace = self
            .pace
            .iter()
            .map(|&(day, value)| (frame.x(day), frame.y(value)));
        html! {
            @if let Some((top, bottom)) = self.band() {
                path.kb d={ "M" (left) " " (short(top)) "H" (right) "V" (short(bottom)) "H" (left) "z" } {}
            }
            @for line in &self.levels {
                path class=(line.class) d={ "M" (left) " " (short(frame.y(line.value))) "H" (right) } {}
            }
            @if self.pace.len() > 1 { path.kp d=(lines(pace)) {} }
        }
    }

    /// Where the values should be, from top to bottom.
    fn band(&self) -> Option<(f64, f64)> {
        let Some(Target::Band { at_least, at_most }) = self.chart.target else {
            return None;
        };
        let edge = |level: Option<super::Level<'_>>| Some(self.frame.y(fit(level?.value)?));
        let (most, least) = (edge(at_most), edge(at_least));
        most.or(least)?;
        let (top, bottom) = (
            most.unwrap_or(self.frame.top),
            least.unwrap_or(self.frame.bottom),
        );
        (top < bottom).then_some((top, bottom))
    }

    /// The values.
    pub(super) fn series(&self) -> Markup {
        let frame = &self.frame;
        let place = |&(day, value): &Point| (frame.x(day), frame.y(value));
        let way: Vec<_> = self.points.iter().map(place).collect();
        // Where they would touch, the line alone is clearer.
        let sparse = way.len() as f64 * 8.0 <= frame.right - frame.left;
        let last = way.len().saturating_sub(1);
        html! {
            @if way.len() > 1 { path.kv d=(lines(thinned(&way))) {} }
            @for (i, (point, at)) in self.points.iter().zip(&way).enumerate() {
                @match self.signals.get(&point.0) {
                    Some(rule) => (marks::signal(*at, *rule, Some(&self.tooltip(point)))),
                    None if sparse || i == last => (marks::point(*at, i == last, &self.tooltip(point))),
                    None => {}
                }
            }
            @if let (Some((x, y)), Some(text), false) = (way.last(), self.latest(), self.latest_beside) {
                text.kn x=(short(x + 8.0)) y=(short((y - 8.0).max(frame.top + 4.0))) { (text) }
            }
        }
    }

    /// `14 Jul 2026: 73.4 %`.
    fn tooltip(&self, point: &Point) -> String {
        let (day, value) = point;
        let value = told(*value, self.chart.decimals, self.chart.unit);
        let rule = self
            .signals
            .get(day)
            .map(|rule| self.chart.words.rule(*rule));
        let rule = rule.map(|rule| format!(" ({})", clean(rule)));
        format!(
            "{}: {value}{}",
            day.format("%-d %b %Y"),
            rule.unwrap_or_default()
        )
    }

    /// Beneath the dates: what the shapes of signals mean.
    pub(super) fn legend(&self) -> Markup {
        let rules = [Rule::Outside, Rule::NearLimit, Rule::Run].into_iter();
        let mut x = self.frame.left;
        let y = self.height - 8.0;
        let mut entries = Vec::new();
        for rule in rules.filter(|rule| self.signals.values().any(|shown| shown == rule)) {
            let room = self.width - x - 16.0;
            let word = cut(&clean(self.chart.words.rule(rule)), room.max(0.0));
            let wide = 16.0 + width(&word) + 14.0;
            // The tooltips say it too.
            if room > 20.0 {
                entries.push((x, rule, word));
            }
            x += wide;
        }
        html! {
            @for (x, rule, word) in entries {
                (marks::signal((x + 6.0, y - 4.0), rule, None))
                text.ks x=(short(x + 16.0)) y=(short(y)) { (word) }
            }
        }
    }
}

/// The row that tells what signals' shapes mean.
const LEGEND: f64 = 20.0;

/// The lines across, most important first.
fn across<'a>(chart: &LineChart<'a>) -> Vec<Line<'a>> {
    let words = chart.words;
    let of = |label, value, class, look| {
        let line = |value| Line {
            label,
            value,
            class,
            look,
        };
        fit(value).map(line)
    };
    let target = |level: super::Level<'a>| of(level.label, level.value, "kt", Look::Target);
    let targets = match chart.target {
        Some(Target::Line(level)) => vec![target(level)],
        Some(Target::Band { at_least, at_most }) => {
            let both = [at_most, at_least].into_iter().flatten();
            both.map(target).collect()
        }
        None => Vec::new(),
    };
    let limits = chart.limits.into_iter().flat_map(|limits| {
        [
            of(words.upper, limits.upper, "ki", Look::Limit),
            of(words.lower, limits.lower, "ki", Look::Limit),
            of(words.centre, limits.centre, "kc", Look::Soft),
        ]
    });
    let levels = chart.levels.iter();
    let levels = levels.map(|level| of(level.label, level.value, "kl", Look::Soft));
    targets
        .into_iter()
        .chain(limits)
        .chain(levels)
        .flatten()
        .collect()
}

/// From the lowest to the highest of all that is drawn.
fn range(points: &[Point], pace: &[Point], levels: &[Line<'_>]) -> Option<(f64, f64)> {
    let values = points.iter().chain(pace).map(|(_, value)| *value);
    let values = values.chain(levels.iter().map(|line| line.value));
    values
        .map(|value| (value, value))
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}
