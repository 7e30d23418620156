//! Axes of values: steps of 1, 2 or 5, so that every number on the axis is a round one.

use crate::render::numbers::number;

/// An axis whose ticks fall on whole rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    /// The lowest tick, as a multiple of the step.
    lowest: f64,
    /// The highest.
    highest: f64,
    step: f64,
    /// From one tick to the next.
    rows_per_step: usize,
}

impl Scale {
    /// The axis of at most `rows` rows (5 at least) that holds everything from `low` to `high`.
    pub(crate) fn new(low: f64, high: f64, rows: usize) -> Self {
        let between = rows.max(5) - 1;
        let most = (between / 2) as f64;
        let (low, high) = apart(low, high);
        let mut steps = Steps::from((high - low) / most);
        loop {
            let step = steps.next_larger();
            // A hair's breadth beside a tick is the tick.
            let lowest = (low / step + 1e-6).floor();
            let mut highest = (high / step - 1e-6).ceil();
            if highest <= lowest {
                highest = lowest + 1.0;
            }
            if highest - lowest <= most {
                return Self {
                    lowest,
                    highest,
                    step,
                    rows_per_step: between / (highest - lowest) as usize,
                };
            }
        }
    }

    fn count(self) -> usize {
        (self.highest - self.lowest) as usize
    }

    pub(crate) fn rows(self) -> usize {
        self.count() * self.rows_per_step + 1
    }

    /// Where a value lies: 0 is the middle of the top row.
    pub(crate) fn row(self, value: f64) -> f64 {
        (self.highest - value / self.step) * self.rows_per_step as f64
    }

    /// Each tick's row and label.
    pub(crate) fn ticks(self) -> Vec<(usize, String)> {
        let ticks = (0..=self.count()).map(|i| {
            let value = (self.highest - i as f64) * self.step;
            (i * self.rows_per_step, self.label(value))
        });
        ticks.collect()
    }

    /// A tick's number: all of an axis have the same decimals, and thousands and millions are
    /// written short where every one of them is that large.
    fn label(self, value: f64) -> String {
        const TINY: f64 = 1e-6;
        const HUGE: f64 = 1e12;
        let largest = self.highest.abs().max(self.lowest.abs()) * self.step;
        if value == 0.0 {
            return "0".to_owned();
        }
        if self.step < TINY || largest >= HUGE {
            let digits = (largest / self.step).log10().ceil().clamp(0.0, 15.0);
            return format!("{value:.*e}", digits as usize);
        }
        let (unit, suffix) = match (largest, self.step) {
            (l, s) if l >= 1e10 && s >= 1e7 => (1e9, "B"),
            (l, s) if l >= 1e7 && s >= 1e4 => (1e6, "M"),
            (l, s) if l >= 1e4 && s >= 10.0 => (1e3, "k"),
            _ => (1.0, ""),
        };
        let decimals = decimals_of(self.step / unit);
        number(value / unit, Some(decimals)) + suffix
    }
}

/// How many decimals a step needs to be written exactly.
fn decimals_of(step: f64) -> u8 {
    let digits = -(step * (1.0 + 1e-9)).log10().floor();
    digits.clamp(0.0, 9.0) as u8
}

/// Bounds that differ enough for an axis: where all values are the same it shows a tenth of their
/// size on each side, so that they lie in the middle.
fn apart(low: f64, high: f64) -> (f64, f64) {
    let size = low.abs().max(high.abs());
    if high - low > size * 1e-6 {
        return (low, high);
    }
    let margin = if size == 0.0 { 1.0 } else { size * 0.1 };
    (low - margin, high + margin)
}

/// 1, 2, 5, 10, 20, 50 … and downward.
struct Steps {
    power: f64,
    digit: usize,
}

impl Steps {
    const DIGITS: [f64; 3] = [1.0, 2.0, 5.0];

    /// The steps from the largest that does not exceed `least` on.
    fn from(least: f64) -> Self {
        let power = least.log10().floor();
        Self { power, digit: 0 }
    }

    fn next_larger(&mut self) -> f64 {
        let step = Self::DIGITS[self.digit] * 10f64.powf(self.power);
        self.digit += 1;
        if self.digit == Self::DIGITS.len() {
            self.digit = 0;
            self.power += 1.0;
        }
        step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64) -> Vec<String> {
        let scale = Scale::new(low, high, 12);
        assert!((5..=12).contains(&scale.rows()), "{low} {high}: {scale:?}");
        assert!(
            scale.row(high) > -0.01 && scale.row(low) < scale.rows() as f64 - 0.99,
            "{low} {high}: {scale:?}"
        );
        scale.ticks().into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round_numbers_around_the_values() {
        assert_eq!(labels(73.0, 75.0), ["75.0", "74.5", "74.0", "73.5", "73.0"]);
        assert_eq!(labels(0.0, 115_000.0), ["150k", "100k", "50k", "0"]);
        assert_eq!(labels(1_745_000.0, 1_900_000.0)[0], "1,900k");
        assert_eq!(labels(-12.0, 31.0), ["40", "20", "0", "-20"]);
        assert_eq!(labels(0.0, 1.0), ["1.0", "0.8", "0.6", "0.4", "0.2", "0"]);
        assert_eq!(labels(99.9, 99.95)[..2], ["99.95", "99.94"]);
    }

    #[test]
    fn equal_tiny_and_huge_values_have_an_axis() {
        for value in [
            0.0,
            5.0,
            -5.0,
            1e-12,
            9_007_199_254_740_992.0,
            -1e15,
            0.1 + 0.2,
        ] {
            let labels = labels(value, value);
            let mut different = labels.clone();
            different.dedup();
            assert_eq!(labels, different, "{value}");
        }
        labels(-9e15, 9e15);
        labels(0.0, 1e-9);
        labels(1e-9, 9e15);
    }
}
