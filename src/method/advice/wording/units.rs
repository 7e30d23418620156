//! Units, as far as a title and a field must agree on them.

use super::amounts::Mark;

/// The kind of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unit {
    /// None is given.
    Unsaid,
    /// Percent.
    Percent,
    /// Hundredths of a percentage point.
    Basis,
    /// Money.
    Money,
    /// Time; how many seconds one is.
    Time(f64),
    /// Anything else.
    Other,
}

const DAY: f64 = 86_400.0;
const WEEK: f64 = 604_800.0;

impl Unit {
    /// What a unit's word means.
    pub fn of(word: &str) -> Self {
        match word.trim().to_lowercase().as_str() {
            "" => Self::Unsaid,
            "%" | "percent" | "per cent" | "pct" => Self::Percent,
            "bps" | "bp" | "basis points" => Self::Basis,
            "s" | "sec" | "secs" | "second" | "seconds" => Self::Time(1.0),
            "ms" | "millisecond" | "milliseconds" => Self::Time(1e-3),
            "min" | "mins" | "minute" | "minutes" => Self::Time(60.0),
            "h" | "hr" | "hrs" | "hour" | "hours" => Self::Time(3600.0),
            "d" | "day" | "days" => Self::Time(DAY),
            "wk" | "wks" | "week" | "weeks" => Self::Time(WEEK),
            "mo" | "mos" | "mth" | "mths" | "month" | "months" => Self::Time(2_629_746.0),
            "yr" | "yrs" | "year" | "years" => Self::Time(31_556_952.0),
            "usd" | "eur" | "gbp" | "chf" | "inr" | "dollars" | "euros" | "pounds" => Self::Money,
            word if word.contains(['$', '€', '£', '¥', '₹']) => Self::Money,
            _ => Self::Other,
        }
    }

    /// What a goal's unit means, of which the first words count: `% of shifts`, `hours a week`.
    pub fn of_goal(unit: &str) -> Self {
        let whole = Self::of(unit);
        if whole != Self::Other {
            return whole;
        }
        let mut words = unit.split([' ', '/']).filter(|w| !w.is_empty());
        let first = words.next().unwrap_or_default();
        let kinds = ["working", "business", "calendar"];
        if kinds.contains(&first.to_lowercase().as_str()) {
            return words.next().map_or(Self::Other, Self::of);
        }
        if first.starts_with('%') {
            return Self::Percent;
        }
        match Self::of(first) {
            Self::Money => Self::Money,
            kind => match words.next().map(str::to_lowercase).as_deref() {
                None | Some("of" | "per" | "a" | "an" | "each") => kind,
                Some(_) if unit.contains('/') => kind,
                Some(_) => unit
                    .split(' ')
                    .map(Self::of)
                    .fold(
                        Self::Other,
                        |kind, next| {
                            if next == Self::Money { next } else { kind }
                        },
                    ),
            },
        }
    }

    /// The seconds of a unit of time.
    pub fn seconds(self) -> Option<f64> {
        match self {
            Self::Time(seconds) => Some(seconds),
            Self::Unsaid | Self::Percent | Self::Basis | Self::Money | Self::Other => None,
        }
    }
}

/// Periods, by the words for them.
const PERIODS: [(&str, &[&str]); 8] = [
    ("second", &["s", "sec", "second", "qps", "rps"]),
    ("minute", &["min", "minute"]),
    ("hour", &["h", "hr", "hour", "hourly"]),
    ("day", &["d", "day", "daily"]),
    ("week", &["w", "wk", "week", "weekly", "p.w"]),
    ("month", &["mo", "mth", "month", "monthly", "p.m"]),
    ("quarter", &["q", "qtr", "quarter", "quarterly"]),
    (
        "year",
        &[
            "y", "yr", "year", "yearly", "annual", "annually", "annum", "p.a",
        ],
    ),
];

/// The period that a word names.
pub fn period(word: &str) -> Option<&'static str> {
    let named = |(_, words): &&(&str, &[&str])| words.contains(&word);
    PERIODS.iter().find(named).map(|(name, _)| *name)
}

/// Whether what stands behind a slash is a period or a head: `/mo`, `/month`, `/user`.
pub fn after_slash(behind: &str) -> bool {
    let heads = [
        "unit", "user", "seat", "person", "head", "fte", "order", "ticket",
    ];
    let behind = behind.to_lowercase();
    period(&behind).is_some() || heads.contains(&behind.as_str())
}

/// The period that a goal's unit counts in: `$/month`, `visitors a day`.
pub fn period_of(unit: &str) -> Option<&'static str> {
    let lower = unit.to_lowercase();
    if let Some((_, behind)) = lower.split_once('/') {
        return period(behind.trim());
    }
    let words: Vec<&str> = lower.split(' ').collect();
    let pair = words
        .windows(2)
        .find(|pair| ["a", "an", "per", "each"].contains(&pair[0]));
    pair.and_then(|pair| period(pair[1]))
}

/// What an amount must be multiplied by to be in the goal's unit; none where the two are of different
/// kinds. `time`: seconds of the unit of time behind the amount.
pub fn factor(time: Option<f64>, mark: Mark, unit: Unit) -> Option<f64> {
    if let Some(said) = time {
        return match unit {
            Unit::Time(goal) => Some(said / goal),
            Unit::Unsaid => Some(1.0),
            Unit::Percent | Unit::Basis | Unit::Money | Unit::Other => None,
        };
    }
    match mark {
        Mark::None | Mark::Points => Some(1.0),
        Mark::Basis => match unit {
            Unit::Basis => Some(1.0),
            Unit::Percent | Unit::Unsaid | Unit::Other => Some(0.01),
            Unit::Money | Unit::Time(_) => None,
        },
        Mark::Percent => match unit {
            Unit::Basis => Some(100.0),
            Unit::Percent | Unit::Unsaid => Some(1.0),
            Unit::Money | Unit::Time(_) | Unit::Other => None,
        },
        Mark::Money => match unit {
            Unit::Unsaid | Unit::Money | Unit::Other => Some(1.0),
            Unit::Percent | Unit::Basis | Unit::Time(_) => None,
        },
    }
}

/// What else a time may mean where people count working hours and days: a day of 8 hours, a week of
/// 5 days.
pub fn working_time(said: f64, goal: f64) -> Option<f64> {
    let hours = goal <= 3600.0;
    match (said, hours) {
        (DAY, true) => Some(1.0 / 3.0),
        (WEEK, true) => Some(5.0 / 21.0),
        (WEEK, false) if goal == DAY => Some(5.0 / 7.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_of_a_unit_tell_its_kind() {
        for (unit, kind) in [
            ("% of shifts", Unit::Percent),
            ("hours a week", Unit::Time(3600.0)),
            ("working days", Unit::Time(DAY)),
            ("hrs/week", Unit::Time(3600.0)),
            ("thousand euros", Unit::Money),
            ("bps", Unit::Basis),
            ("paying teams", Unit::Other),
        ] {
            assert_eq!(Unit::of_goal(unit), kind, "{unit}");
        }
    }

    #[test]
    fn a_unit_may_count_in_periods() {
        assert_eq!(period_of("$/month"), Some("month"));
        assert_eq!(period_of("visitors a day"), Some("day"));
        assert_eq!(period_of("onsites per offer"), None);
        assert_eq!(period_of("days"), None);
    }
}
