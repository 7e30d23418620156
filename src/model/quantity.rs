//! Numbers with a meaning: values, confidences, weights, targets and bands.

use super::Invalid;
use std::fmt;

/// A finite number in a goal's own unit. Never NaN, infinite or negative zero.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Quantity(f64);

impl Quantity {
    /// Zero.
    pub const ZERO: Self = Self(0.0);

    /// 2^53: beyond it whole numbers lose digits.
    pub const LARGEST: f64 = 9_007_199_254_740_992.0;

    /// Checks that `value` is a number that a person can mean.
    ///
    /// # Errors
    /// Refuses NaN, infinities and magnitudes over [`LARGEST`](Self::LARGEST).
    pub fn new(value: f64) -> Result<Self, Invalid> {
        if !value.is_finite() {
            return Err(Invalid::new(format!("{value} is not a number to keep"))
                .help("leave the key out where there is no number"));
        }
        if value.abs() > Self::LARGEST {
            return Err(Invalid::new(format!(
                "{value:e} is too large: numbers reach to 9007199254740992"
            ))
            .help("give it in thousands or millions, and say so in the unit"));
        }
        // Adding zero turns −0 into 0.
        Ok(Self(value + 0.0))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// How likely it is to end at or above the target: 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// Checks the range.
    ///
    /// # Errors
    /// Refuses anything outside 0 to 1, with the ways to write it.
    pub fn new(value: f64) -> Result<Self, Invalid> {
        if (0.0..=1.0).contains(&value) {
            return Ok(Self(value + 0.0));
        }
        Err(Invalid::new(format!("{value} is not a confidence"))
            .help("a confidence lies between 0 and 1, such as 0.7"))
    }

    /// The number, 0 to 1.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// How much a part counts in a mean: 0 or more, 1 where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Weight(f64);

impl Weight {
    /// Checks that `value` is finite and not negative.
    ///
    /// # Errors
    /// Names the value that is.
    pub fn new(value: f64) -> Result<Self, Invalid> {
        if value.is_finite() && value >= 0.0 {
            return Ok(Self(value + 0.0));
        }
        Err(Invalid::new(format!("{value} is not a weight"))
            .help("a weight is 0 or more; leave it out for 1"))
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Default for Weight {
    fn default() -> Self {
        Self(1.0)
    }
}

/// A target as written: a number, or relative to the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// In the goal's unit.
    Absolute(Quantity),
    /// `"+20%"` is 0.2: baseline + 0.2 × |baseline|.
    Relative(f64),
}

impl Target {
    /// Reads a relative target: `"+20%"` or `"-30%"`.
    ///
    /// # Errors
    /// Refuses other texts, and 0 percent.
    pub fn relative(text: &str) -> Result<Self, Invalid> {
        let bad = || {
            Invalid::new(format!("`{text}` is not a target"))
                .help("write a number, or a change relative to the baseline such as \"+20%\"")
        };
        let body = text.strip_suffix('%').ok_or_else(bad)?;
        let digits = body.strip_prefix(['+', '-']).ok_or_else(bad)?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return Err(bad());
        }
        let percent: f64 = body.parse().map_err(|_| bad())?;
        if percent.abs() > 1e6 {
            return Err(
                Invalid::new(format!("`{text}` asks for more than a ten-thousandfold"))
                    .help("write the target as a number"),
            );
        }
        if percent == 0.0 || !percent.is_finite() {
            return Err(Invalid::new(format!("`{text}` asks for no change")));
        }
        Ok(Self::Relative(percent / 100.0))
    }

    /// The number that it asks for; none for a relative one without a baseline, or from 0.
    pub fn value(self, baseline: Option<f64>) -> Option<f64> {
        match (self, baseline) {
            (Self::Absolute(value), _) => Some(value.get()),
            (Self::Relative(share), Some(base)) if base != 0.0 => Some(base + share * base.abs()),
            (Self::Relative(_), _) => None,
        }
    }
}

/// As files write it: `76`, `+20%`.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absolute(value) => write!(f, "{}", value.get()),
            Self::Relative(share) => write!(f, "{}%", percent(*share)),
        }
    }
}

/// The shortest signed percentage that reads back as `share`.
fn percent(share: f64) -> String {
    (0..=15)
        .map(|decimals| format!("{:+.decimals$}", share * 100.0))
        .find(|text| text.parse::<f64>().is_ok_and(|p| p / 100.0 == share))
        .unwrap_or_else(|| format!("{:+}", share * 100.0))
}

/// Bounds to keep within, both inclusive; at least one is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    at_least: Option<Quantity>,
    at_most: Option<Quantity>,
}

impl Band {
    /// A band from one or two bounds.
    ///
    /// # Errors
    /// Refuses none at all, and a lower bound above the upper one.
    pub fn new(at_least: Option<Quantity>, at_most: Option<Quantity>) -> Result<Self, Invalid> {
        match (at_least, at_most) {
            (None, None) => Err(Invalid::new("a band needs `at_least`, `at_most` or both")),
            (Some(low), Some(high)) if low > high => Err(Invalid::new(format!(
                "`at_least` {low} lies above `at_most` {high}"
            ))),
            _ => Ok(Self { at_least, at_most }),
        }
    }

    /// The lower bound.
    pub fn at_least(self) -> Option<f64> {
        self.at_least.map(Quantity::get)
    }

    /// The upper bound.
    pub fn at_most(self) -> Option<f64> {
        self.at_most.map(Quantity::get)
    }

    /// Whether `value` lies within.
    pub fn contains(self, value: f64) -> bool {
        self.distance(value) <= 1e-9
    }

    /// How far `value` lies outside; 0 within.
    pub fn distance(self, value: f64) -> f64 {
        let below = self.at_least().map_or(0.0, |low| low - value);
        let above = self.at_most().map_or(0.0, |high| value - high);
        below.max(above).max(0.0)
    }

    /// The bound that `value` is nearest to.
    pub fn nearer_bound(self, value: f64) -> f64 {
        match (self.at_least(), self.at_most()) {
            (Some(low), Some(high)) if (value - low).abs() <= (value - high).abs() => low,
            (_, Some(high)) => high,
            (Some(low), None) => low,
            (None, None) => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_finite() {
        for bad in [f64::NAN, f64::INFINITY, -1e300, 9_007_199_254_740_994.0] {
            assert!(Quantity::new(bad).is_err(), "{bad}");
        }
        assert!(Quantity::new(-0.0).unwrap().get().is_sign_positive());
    }

    #[test]
    fn relative_targets_grow_from_the_size_of_the_baseline() {
        let more = Target::relative("+20%").unwrap();
        assert_eq!(more.value(Some(250.0)), Some(300.0));
        assert_eq!(more.value(Some(-10.0)), Some(-8.0));
        assert_eq!(
            Target::relative("-30%").unwrap().value(Some(10.0)),
            Some(7.0)
        );
        assert_eq!(more.value(None), None);
        assert_eq!(more.value(Some(0.0)), None);
        for bad in ["20%", "+20", "+%", "+0%", "x", "+1e3%", "+inf%", ""] {
            assert!(Target::relative(bad).is_err(), "{bad}");
        }
    }
}
