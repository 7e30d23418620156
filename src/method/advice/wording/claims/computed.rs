//! Ends that a title does not give as one number: none at all, and what follows from two.

use super::agree::near;
use super::qualifiers::is_plural;
use super::{Contradiction, Title, Told};
use crate::method::advice::wording::amounts::Amount;
use crate::method::advice::wording::units::period_of;
use crate::method::advice::wording::words::Word;

impl Title<'_> {
    /// "Zero critical bugs", "No P1 incidents", "down to zero", where some are to be left.
    pub(super) fn zero(&self) -> Option<Contradiction> {
        let head = self.zero_at_head();
        let ends = self
            .words
            .windows(2)
            .any(|pair| pair[0].is_in(&["to"]) && pair[1].is_in(&["zero"]))
            && self.words.last().is_some_and(|w| w.lower == "zero");
        let (key, value) = self.fields.ends.first().copied()?;
        let is_left = key == "`at_most`" || self.fields.baseline.is_some_and(|b| b > value);
        let others = self.fields.ends.iter().any(|(_, end)| *end == 0.0);
        let others = others || self.amounts.iter().any(|amount| self.is_an_end(amount));
        (head.is_some() || ends).then_some(())?;
        (is_left && value > 0.0 && !others).then(|| Contradiction {
            said: head.unwrap_or("to zero").to_owned(),
            key,
            value: Told::Number(value),
        })
    }

    /// "Zero" or "no" before what is counted; not in "zero waste shops", "no-code", "no more than 2".
    fn zero_at_head(&self) -> Option<&str> {
        let compounds = [
            "-based",
            "based",
            "carbon",
            "copy",
            "day",
            "defect",
            "downtime",
            "emission",
            "emissions",
            "energy",
            "gravity",
            "hour",
            "hours",
            "inbox",
            "interest",
            "knowledge",
            "net",
            "party",
            "rated",
            "shot",
            "sugar",
            "sum",
            "tolerance",
            "touch",
            "trust",
            "waste",
        ];
        let others = [
            "claims", "code", "fewer", "higher", "later", "less", "longer", "lower", "matter",
            "more", "of", "one", "show", "shows", "slower", "touch", "win", "worse",
        ];
        let [head, next, ..] = self.words else {
            return None;
        };
        let is_number = next.raw.starts_with(|c: char| c.is_ascii_digit());
        let zero = head.is_in(&["zero"]) && !next.is_in(&compounds);
        // "No show", "no response" are what is measured; "no incidents" leaves none.
        let mut counted = self.words[1..].iter().take(3);
        let no = head.is_in(&["no"])
            && !next.is_in(&others)
            && counted.any(|w| is_plural(w) || self.is_unit(w))
            && !self.words.iter().any(|w| w.is_in(&["after", "than"]));
        (head.stop.is_none() && !is_number && (zero || no)).then_some(head.raw)
    }

    /// Whether a field may be computed from the amounts: 8 of 10 are 80 %, 10 a week for 12 weeks are
    /// 120, and so are 10 in each of 12 places.
    pub(super) fn is_computed(&self, field: f64) -> bool {
        // "$4k a month" is no rate where the goal is in $ a month.
        let is_in_unit = self.fields.unit.as_deref().and_then(period_of).is_some();
        let is_rate = |amount: &Amount| {
            let times = field / amount.value;
            let whole = times.fract() == 0.0 && (3.0..=366.0).contains(&times);
            whole && self.is_per_time(amount) && !is_in_unit
        };
        let mut pairs = self.amounts.windows(2).map(|pair| (&pair[0], &pair[1]));
        self.amounts.iter().any(is_rate)
            || pairs.any(|(a, b)| {
                let share = a.value / b.value;
                let is_share = self.is_after(b, &["in", "of"]) && b.at - a.end <= 2;
                near(field, a.value * b.value, 0.0)
                    || is_share
                        && [1.0, 100.0]
                            .iter()
                            .any(|s| near(field, share * s, 0.005 * s))
            })
    }

    /// "10 interviews a week".
    fn is_per_time(&self, amount: &Amount) -> bool {
        let behind = &self.words[amount.end..];
        let per = |pair: &[Word]| {
            let times = ["day", "week", "month", "quarter", "sprint", "year"];
            pair[0].is_in(&["a", "an", "per", "each", "every"]) && pair[1].is_in(&times)
        };
        behind
            .iter()
            .take(6)
            .any(|w| w.is_in(&["daily", "weekly", "monthly"]))
            || behind.windows(2).take(5).any(per)
    }
}
