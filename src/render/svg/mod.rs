//! Charts as SVG within a page: plain data in, markup out. Knows nothing of goals.
//!
//! - [`bar`]: how far something is, with a mark where it should be
//! - [`sparkline`]: a series at a glance
//! - [`line_chart`]: a series with its target, pace, natural limits and signals
//! - [`icon`]: a tone as a shape
//!
//! The page adds [`STYLE`] to its own style once: all colours and sizes are there, for light, dark and
//! print, so no element carries a style of its own. Colours are told apart by colour-blind people and
//! never carry meaning alone. Whatever the numbers are, only finite coordinates within the picture
//! are written; texts are escaped, and control characters in them made visible.

mod bar;
mod days;
mod drawing;
mod frame;
mod icon;
mod labels;
mod line;
mod marks;
mod path;
mod series;
mod sparkline;
mod words;

use chrono::NaiveDate;

pub use crate::method::{Limits, Point, Rule};
pub use bar::{Bar, bar};
pub use icon::icon;
pub use line::{Level, LineChart, Pace, Size, Target, line_chart};
pub use sparkline::{Sparkline, sparkline};
pub use words::Words;

/// The style of all charts. Its custom properties begin with `--k-`, its classes with `k` (and `ch`,
/// `sp`, `br`, `ic` for the pictures themselves).
pub const STYLE: &str = include_str!("style.css");

/// What a mark says, by its colour and, as an [`icon`], by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// As it should be: blue, a disc.
    Good,
    /// Needs attention: orange, a triangle.
    Warn,
    /// Bad: vermillion, a square.
    Bad,
    /// Reached: green, a tick.
    Done,
    /// Not judged: grey, a ring.
    Quiet,
}

impl Tone {
    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "kgood",
            Self::Warn => "kwarn",
            Self::Bad => "kbad",
            Self::Done => "kdone",
            Self::Quiet => "kquiet",
        }
    }
}

/// From the first day to the last.
type Days = (NaiveDate, NaiveDate);

#[cfg(test)]
mod tests;
