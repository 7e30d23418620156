//! Whether a number of the title and one of a field are the same.

use super::Title;
use crate::method::advice::wording::amounts::{Amount, Mark};
use crate::method::advice::wording::units::{Unit, factor, working_time};

impl Title<'_> {
    /// Seconds of the unit of time that an amount is in.
    pub(super) fn unit_of(&self, amount: &Amount) -> Option<f64> {
        if let Some(unit) = amount.glued {
            return unit.seconds();
        }
        let stopped = self.words[amount.end - 1].stop.is_some();
        if stopped || amount.mark != Mark::None {
            return None;
        }
        let mut behind = self.words[amount.end..].iter().take(2);
        behind.find_map(|w| {
            let unit = w.lower.split('/').next().unwrap_or_default();
            Unit::of(unit).seconds()
        })
    }

    pub(super) fn agrees(&self, amount: &Amount, field: f64) -> Option<bool> {
        self.agrees_in(amount, self.unit_of(amount), field)
    }

    /// Whether an amount and a field are the same number; none where they cannot be compared.
    pub(super) fn agrees_in(&self, amount: &Amount, time: Option<f64>, field: f64) -> Option<bool> {
        if self.is_minutes_or_millions(amount) {
            return None;
        }
        let factor = factor(time, amount.mark, self.unit)?;
        let (value, slack) = (amount.signed() * factor, amount.slack * factor);
        // Thousands and millions may be in the unit; a share may be written as 0.4.
        let share = if matches!(amount.mark, Mark::Percent | Mark::Basis) {
            100.0
        } else {
            1.0
        };
        let scales = [1.0, 1e3, 1e-3, 1e6, 1e-6, share];
        let is_said = |field: f64| scales.iter().any(|s| near(field * s, value, slack));
        // A loss of 2 may be kept as -2; a field without a unit may hold any unit of time.
        let is_loss = field < 0.0 && value >= 0.0 && is_said(-field);
        let unsaid = time.filter(|_| self.unit == Unit::Unsaid);
        let is_other = unsaid.is_some_and(|said| {
            let units = [1e-3, 1.0, 60.0, 3600.0, 86_400.0, 604_800.0];
            units
                .iter()
                .any(|u| near(field, value * said / u, slack * said / u))
        });
        let worked = time.zip(self.unit.seconds());
        let worked = worked.and_then(|(said, goal)| working_time(said, goal));
        let is_worked = worked.is_some_and(|part| near(field, value * part, slack * part));
        Some(is_said(field) || is_loss || is_other || is_worked)
    }

    /// Whether the `m` of `90m` may be minutes.
    fn is_minutes_or_millions(&self, amount: &Amount) -> bool {
        matches!(self.unit, Unit::Time(_))
            && amount.glued.is_none()
            && amount.written.ends_with('m')
    }

    /// Whether an amount agrees with an end, or with any number that the fields make with it.
    pub(super) fn is_an_end(&self, amount: &Amount) -> bool {
        let mut ends = self.fields.ends.iter();
        ends.any(|(_, end)| self.agrees(amount, *end) == Some(true))
    }

    /// Whether the unit leaves out zeros: `M users`, `k visits`.
    fn is_in_thousands(&self) -> bool {
        let unit = self.fields.unit.as_deref().unwrap_or_default();
        let first = unit.split(' ').next().unwrap_or_default();
        let scales = [
            "k",
            "m",
            "mn",
            "tsd",
            "thousand",
            "thousands",
            "million",
            "millions",
        ];
        scales.contains(&first.to_lowercase().as_str())
    }

    /// Whether an amount may be a slip of the pen for a field: children under 5 are no 70 %.
    pub(super) fn is_of_that_size(&self, amount: &Amount) -> bool {
        let Some(factor) = factor(self.unit_of(amount), amount.mark, self.unit) else {
            return false;
        };
        let ends = self.fields.ends.iter().map(|(_, end)| *end);
        let fields = ends.chain(self.fields.baseline);
        let fields: Vec<f64> = fields.filter(|field| *field != 0.0).collect();
        let value = amount.value * factor;
        let scales: &[f64] = match self.unit {
            Unit::Money | Unit::Unsaid => &[1.0, 1e3, 1e-3, 1e6, 1e-6],
            Unit::Other if self.is_in_thousands() => &[1.0, 1e-3, 1e-6],
            Unit::Other | Unit::Percent | Unit::Basis | Unit::Time(_) => &[1.0],
        };
        let share = (amount.mark == Mark::Percent).then_some(100.0);
        let is_near = |field: f64| {
            let mut ratios = scales.iter().copied().chain(share);
            ratios.any(|scale| (0.1..=10.0).contains(&(field * scale / value).abs()))
        };
        value == 0.0 || fields.is_empty() || fields.iter().any(|field| is_near(*field))
    }
}

/// Whether two numbers are the same but for rounding; 2 % of difference is never only that.
pub(super) fn near(value: f64, said: f64, slack: f64) -> bool {
    let slack = slack.min(said.abs() * 0.02);
    (value - said).abs() <= slack + 1e-9 * said.abs().max(1.0)
}
