//! The words and numbers that stand in a chart.

use crate::method::Rule;
use crate::render::numbers::{number, unit_suffix};
use unicode_width::UnicodeWidthChar;

/// What a chart calls its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<'a> {
    /// The day that is looked at.
    pub today: &'a str,
    /// The mean of the readings.
    pub centre: &'a str,
    /// The lower natural limit.
    pub lower: &'a str,
    /// The upper natural limit.
    pub upper: &'a str,
    /// A reading beyond a limit.
    pub outside: &'a str,
    /// Readings in a row on one side of the centre.
    pub run: &'a str,
    /// Neighbours near a limit.
    pub near_limit: &'a str,
}

impl Words<'_> {
    /// In English.
    pub const ENGLISH: Words<'static> = Words {
        today: "today",
        centre: "centre",
        lower: "lower limit",
        upper: "upper limit",
        outside: "beyond a limit",
        run: "run on one side",
        near_limit: "near a limit",
    };

    pub(super) fn rule(&self, rule: Rule) -> &str {
        match rule {
            Rule::Outside => self.outside,
            Rule::Run => self.run,
            Rule::NearLimit => self.near_limit,
        }
    }
}

/// A number beside a line, short enough for a chart however large or small it is.
pub(super) fn shown(value: f64, decimals: Option<u8>) -> String {
    const TINY: f64 = 0.01;
    const HUGE: f64 = 1e12;
    let size = value.abs();
    if size >= HUGE || (decimals.is_none() && size > 0.0 && size < TINY) {
        return format!("{value:.2e}");
    }
    number(value, decimals)
}

/// The same with its unit.
pub(super) fn told(value: f64, decimals: Option<u8>, unit: &str) -> String {
    shown(value, decimals) + &unit_suffix(Some(unit))
}

/// How wide a text of the chart is at most, in units of the picture: fonts differ, so this is the
/// width in one of the widest.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(advance).sum()
}

/// What bold text takes of what other text does.
pub(super) const BOLD: f64 = 1.13;

fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 4.0,
        ' ' | 'f' | 'r' | 't' | '-' | '(' | ')' | '/' => 5.0,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 12.0,
        'A'..='Z' => 9.0,
        ' '..='~' => 7.7,
        c => 7.7 * c.width().unwrap_or(0) as f64,
    }
}

/// Text of at most `most` units, with a mark where it was longer.
pub(super) fn cut(text: &str, most: f64) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut left = most - advance('…');
    let kept = text.chars().take_while(|c| {
        left -= advance(*c);
        left >= 0.0
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end())
}
