//! Charts as text: a series of values over days with level lines, a way that is asked for, and
//! marks. Knows nothing of goals; every number on an axis is a round one, every date a real one.

mod canvas;
mod dates;

use super::axis::Scale;
use super::numbers::number;
use super::text::clean;
use super::{Style, Theme};
use canvas::{Canvas, Stroke};
use chrono::NaiveDate;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A value on a day.
pub type Point = (NaiveDate, f64);

/// A level line: a target, a limit, a centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// What it is; its value is printed beside it. Empty: the line tells itself.
    pub label: String,
    /// In the series' unit.
    pub value: f64,
    /// How it stands out.
    pub style: Style,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The first and the last day of the axis.
    pub days: (NaiveDate, NaiveDate),
    /// Of the values; empty where there is none.
    pub unit: String,
    /// That numbers beside lines are printed with.
    pub decimals: Option<u8>,
    /// The values, oldest first.
    pub points: Vec<Point>,
    /// Lines from one side to the other.
    pub levels: Vec<Level>,
    /// The way that is asked for, with its name: dotted, straight from point to point.
    pub pace: Option<(String, Vec<Point>)>,
    /// Days whose values stand out, such as signals.
    pub marked: Vec<NaiveDate>,
    /// The day that is looked at; none where it lies outside.
    pub today: Option<NaiveDate>,
}

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Columns, 20 at least.
    pub width: usize,
    /// Rows of the plot, without the axis of days; 5 at least.
    pub height: usize,
}

impl Size {
    /// What suits a terminal: beyond some width a line only becomes flatter.
    pub fn of(theme: Theme) -> Self {
        const WIDEST: usize = 100;
        const USUAL: usize = 80;
        const NARROW: usize = 56;
        let width = theme.width.unwrap_or(USUAL).min(WIDEST);
        let height = if width < NARROW { 9 } else { 12 };
        Self { width, height }
    }
}

impl Chart {
    /// The chart in lines, each closed by a line break; empty where there is nothing to draw.
    pub fn draw(&self, size: Size, theme: Theme) -> String {
        let Some((low, high)) = self.range() else {
            return String::new();
        };
        let scale = Scale::new(low, high, size.height);
        let ticks = scale.ticks();
        let axis = ticks.iter().map(|(_, label)| label.width()).max();
        let axis = axis.unwrap_or(0);
        let labels = self.labels(scale, size.width / 3, theme);
        let beside = labels.iter().map(|label| label.width()).max().unwrap_or(0);
        // A tick, and a space before the labels.
        let frame = axis + 2 + if beside > 0 { beside + 1 } else { 0 };
        let width = size.width.max(20).saturating_sub(frame).max(8);
        let plot = self.plot(scale, width, theme);
        let mut out = self.head(axis, width, theme);
        for (row, line) in plot.iter().enumerate() {
            let tick = ticks.iter().find(|(at, _)| *at == row);
            let (label, edge) = match tick {
                Some((_, label)) => (label.as_str(), theme.pick("┤", "+")),
                None => ("", theme.pick("│", "|")),
            };
            let label = theme.paint(Style::Dim, &format!("{label:>axis$} {edge}"));
            let level = theme.paint(Style::Dim, &labels[row]);
            let line = format!("{label}{line} {level}");
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out + &self.foot(axis, width, theme)
    }

    /// From the lowest to the highest of all that is drawn.
    fn range(&self) -> Option<(f64, f64)> {
        let way = self.pace.iter().flat_map(|(_, way)| way);
        let points = self.points.iter().chain(way).map(|(_, value)| *value);
        let all = points.chain(self.levels.iter().map(|level| level.value));
        all.filter(|value| value.is_finite())
            .map(|value| (value, value))
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// What stands at the right of each row: the names and values of the lines that end there.
    fn labels(&self, scale: Scale, most: usize, theme: Theme) -> Vec<String> {
        // By row, and there by value: lines of the same value share it.
        let mut rows: Vec<Vec<(String, Vec<String>)>> = vec![Vec::new(); scale.rows()];
        let mut levels: Vec<&Level> = self.levels.iter().collect();
        levels.sort_by(|a, b| b.value.total_cmp(&a.value));
        let levels = levels.iter().map(|level| (&level.label, level.value));
        let way = self.pace.iter();
        let way = way.filter_map(|(name, way)| Some((name, way.last()?.1)));
        for (name, value) in levels.chain(way).filter(|(name, _)| !name.is_empty()) {
            let at = scale.row(value).round().max(0.0) as usize;
            let (name, value) = (clean(name).into_owned(), number(value, self.decimals));
            let Some(row) = rows.get_mut(at) else {
                continue;
            };
            match row.iter_mut().find(|(other, _)| *other == value) {
                Some((_, names)) => names.push(name),
                None => row.push((value, vec![name])),
            }
        }
        let joined = rows.iter().map(|row| {
            let texts = row.iter();
            let texts = texts.map(|(value, names)| format!("{} {value}", names.join(", ")));
            cut(&texts.collect::<Vec<_>>().join(", "), most, theme)
        });
        joined.collect()
    }

    fn plot(&self, scale: Scale, width: usize, theme: Theme) -> Vec<String> {
        let (from, to) = self.days;
        let mut canvas = Canvas::new(width, scale.rows(), theme);
        let glyph = |unicode, ascii| if theme.ascii { ascii } else { unicode };
        let at = |&(day, value): &Point| (dates::column(day, from, to, width), scale.row(value));
        let within = |point: &&Point| from <= point.0 && point.0 <= to;
        for level in &self.levels {
            canvas.across(scale.row(level.value), glyph('╌', '-'), level.style);
        }
        if let Some(today) = self.today {
            let x = dates::column(today, from, to, width);
            canvas.down(x, glyph('┊', '|'), Style::Dim);
        }
        if let Some((_, way)) = &self.pace {
            let way: Vec<_> = way.iter().map(at).collect();
            canvas.path(&way, Stroke::Dotted, Style::Amber);
        }
        let points: Vec<&Point> = self.points.iter().filter(within).collect();
        let way: Vec<_> = points.iter().copied().map(at).collect();
        canvas.path(&way, Stroke::Solid, Style::Plain);
        // Where they would touch, the line alone is clearer.
        let sparse = points.len() * 3 <= width;
        for (i, point) in points.iter().enumerate() {
            if self.marked.contains(&point.0) {
                canvas.put(at(point), glyph('◆', 'X'), Style::Red);
            } else if sparse || i + 1 == points.len() {
                canvas.put(at(point), glyph('●', 'o'), Style::Bold);
            }
        }
        canvas.rows()
    }

    /// Above the plot: the unit, and which line is today.
    fn head(&self, axis: usize, width: usize, theme: Theme) -> String {
        const TODAY: &str = "today";
        let (from, to) = self.days;
        let unit = cut(&clean(&self.unit), axis + 2 + width, theme);
        let unit_width = unit.width();
        let painted = theme.paint(Style::Dim, &unit);
        let Some(today) = self.today else {
            return if unit.is_empty() {
                String::new()
            } else {
                format!("{painted}\n")
            };
        };
        let column = dates::column(today, from, to, width).round() as usize;
        let begins = column.saturating_sub(TODAY.len() / 2);
        let begins = begins.min(width.saturating_sub(TODAY.len())) + axis + 2;
        let today = theme.paint(Style::Dim, TODAY);
        if unit_width + 1 > begins {
            return format!("{painted}\n{}{today}\n", " ".repeat(begins));
        }
        format!("{painted}{}{today}\n", " ".repeat(begins - unit_width))
    }

    /// The axis of days.
    fn foot(&self, axis: usize, width: usize, theme: Theme) -> String {
        let ticks = dates::ticks(self.days.0, self.days.1, width);
        let mut line: Vec<&str> = vec![theme.pick("─", "-"); width];
        let mut labels = String::new();
        for tick in &ticks {
            if let Some(at) = line.get_mut(tick.column) {
                *at = theme.pick("┬", "+");
            }
            let gap = tick.begins.saturating_sub(labels.len());
            labels.push_str(&" ".repeat(gap));
            labels.push_str(&tick.label);
        }
        let corner = theme.pick("└", "+");
        let line = format!("{:>axis$} {corner}{}", "", line.concat());
        let labels = format!("{:>axis$}  {labels}", "");
        let paint = |text: &str| theme.paint(Style::Dim, text.trim_end());
        format!("{}\n{}\n", paint(&line), paint(&labels))
    }
}

/// Text of at most `most` columns, with a mark where it was longer.
fn cut(text: &str, most: usize, theme: Theme) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut left = most.saturating_sub(1);
    let kept = text.chars().take_while(|c| {
        let width = c.width().unwrap_or(0);
        let fits = width <= left;
        left = left.saturating_sub(width);
        fits
    });
    kept.collect::<String>() + theme.pick("…", "~")
}

#[cfg(test)]
mod tests;
