//! A series over days with everything that it is measured against.

use super::drawing::Drawing;
use super::path::short;
use super::{Limits, Point, Rule, Words, labels};
use crate::render::text::clean;
use chrono::NaiveDate;
use maud::{Markup, html};

/// What is drawn. What is no finite number, or outside the days, is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct LineChart<'a> {
    /// Unique in the page, without spaces: the picture's own names begin with it.
    pub id: &'a str,
    /// What the chart shows, for those who do not see it.
    pub title: &'a str,
    /// What is to be read in it, in a sentence or two. May be empty.
    pub description: &'a str,
    /// How large it is.
    pub size: Size,
    /// The first and the last day of the axis.
    pub days: (NaiveDate, NaiveDate),
    /// Of the values; empty where there is none.
    pub unit: &'a str,
    /// That numbers beside lines and points are written with.
    pub decimals: Option<u8>,
    /// The values; thousands are drawn as a line alone.
    pub points: &'a [Point],
    /// Where the values should be.
    pub target: Option<Target<'a>>,
    /// Other lines from one side to the other, such as a baseline.
    pub levels: &'a [Level<'a>],
    /// The way that is asked for.
    pub pace: Option<Pace<'a>>,
    /// Centre and natural limits.
    pub limits: Option<Limits>,
    /// Days whose values are a signal, and of which kind.
    pub signals: &'a [(NaiveDate, Rule)],
    /// The day that is looked at.
    pub today: Option<NaiveDate>,
    /// What the parts are called.
    pub words: Words<'a>,
}

/// A line from one side to the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level<'a> {
    /// What it is; its value is printed beside it. Empty: the line tells itself.
    pub label: &'a str,
    /// In the series' unit.
    pub value: f64,
}

/// Where the values should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target<'a> {
    /// At a line.
    Line(Level<'a>),
    /// Between lines; without one of them, anywhere beyond the other.
    Band {
        /// The least value.
        at_least: Option<Level<'a>>,
        /// The greatest value.
        at_most: Option<Level<'a>>,
    },
}

/// The way that is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace<'a> {
    /// What it is; its last value is printed beside it.
    pub label: &'a str,
    /// Straight from point to point, oldest first.
    pub points: &'a [Point],
}

/// How large a picture is drawn; on the page it is as wide as its container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// In units of the picture, which are pixels where nothing is scaled; 240 at least.
    pub width: u32,
    /// The same; 140 at least.
    pub height: u32,
}

impl Size {
    /// For phones and columns of cards: well read from 320 to 640 pixels.
    pub const CARD: Self = Self {
        width: 400,
        height: 230,
    };
    /// For a page's whole width: well read from 600 pixels on.
    pub const WIDE: Self = Self {
        width: 760,
        height: 300,
    };
}

/// The chart; nothing where there is no number to draw.
pub fn line_chart(chart: &LineChart<'_>) -> Markup {
    let Some(drawing) = Drawing::new(chart) else {
        return Markup::default();
    };
    let id: String = chart.id.split_whitespace().collect();
    let (width, height) = (drawing.width, drawing.height);
    let names = format!("{id}-t {id}-d");
    let described = !chart.description.is_empty();
    let labelled = names.split(' ').take(1 + usize::from(described));
    let class = if chart.size.width < 600 {
        "ch"
    } else {
        "ch kw"
    };
    html! {
        div class=(class) {
            svg viewBox={ "0 0 " (short(width)) " " (short(height)) } role="img"
                aria-labelledby=(labelled.collect::<Vec<_>>().join(" ")) {
                title id={ (id) "-t" } { (clean(chart.title)) }
                @if described { desc id={ (id) "-d" } { (clean(chart.description)) } }
                (drawing.axes())
                (drawing.measures())
                (drawing.series())
                (labels::beside(drawing.tags(), &drawing.frame))
                (drawing.legend())
            }
        }
    }
}
