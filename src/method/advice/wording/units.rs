//! Units, as far as a title and a field must agree on them.

use super::amounts::Mark;

/// The kind of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unit {
    /// None is given.
    Unsaid,
    /// Percent.
    Percent,
    /// Money.
    Money,
    /// Time; how many seconds one is.
    Time(f64),
    /// Anything else.
    Other,
}

impl Unit {
    /// What a unit's word means.
    pub fn of(word: &str) -> Self {
        match word.trim().to_lowercase().as_str() {
            "" => Self::Unsaid,
            "%" | "percent" | "per cent" | "pct" => Self::Percent,
            "s" | "sec" | "secs" | "second" | "seconds" => Self::Time(1.0),
            "ms" | "millisecond" | "milliseconds" => Self::Time(1e-3),
            "min" | "mins" | "minute" | "minutes" => Self::Time(60.0),
            "h" | "hr" | "hrs" | "hour" | "hours" => Self::Time(3600.0),
            "d" | "day" | "days" => Self::Time(86_400.0),
            "week" | "weeks" => Self::Time(604_800.0),
            "month" | "months" => Self::Time(2_629_746.0),
            "year" | "years" => Self::Time(31_556_952.0),
            "usd" | "eur" | "gbp" | "chf" | "dollars" | "euros" | "pounds" => Self::Money,
            word if word.contains(['$', '€', '£', '¥', '₹']) => Self::Money,
            _ => Self::Other,
        }
    }

    /// The seconds of a unit of time.
    pub fn seconds(self) -> Option<f64> {
        match self {
            Self::Time(seconds) => Some(seconds),
            Self::Unsaid | Self::Percent | Self::Money | Self::Other => None,
        }
    }
}

/// What an amount must be multiplied by to be in the goal's unit; none where the two are of different
/// kinds. `time`: seconds of the unit of time behind the amount.
pub fn factor(time: Option<f64>, mark: Mark, unit: Unit) -> Option<f64> {
    if let Some(said) = time {
        return match unit {
            Unit::Time(goal) => Some(said / goal),
            Unit::Unsaid => Some(1.0),
            Unit::Percent | Unit::Money | Unit::Other => None,
        };
    }
    let fits = match mark {
        Mark::Percent => matches!(unit, Unit::Unsaid | Unit::Percent),
        Mark::Money => !matches!(unit, Unit::Percent | Unit::Time(_)),
        Mark::None | Mark::Points => true,
    };
    fits.then_some(1.0)
}
