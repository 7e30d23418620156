//! Bands that a title names, where the fields hold one: "between 96% and 99%", "70-75%".

use super::counted::Counted;
use super::{Contradiction, Title, Told};
use crate::method::advice::wording::amounts::{Amount, Mark, amounts};
use crate::method::advice::wording::words::words;

impl Title<'_> {
    /// Where the band of the fields and that of the title differ; none where either is no band.
    pub(super) fn band(&self) -> Option<Vec<Contradiction>> {
        let field = |key: &str| self.fields.ends.iter().find(|(k, _)| *k == key).copied();
        let (least, most) = (field("`at_least`")?, field("`at_most`")?);
        let (low, high) = self.between().or_else(|| self.glued())?;
        let mark = if low.mark == Mark::None {
            high.mark
        } else {
            low.mark
        };
        let time = self.unit_of(&high);
        let mut sides = [(low, least), (high, most)].map(|(amount, field)| {
            let amount = Amount { mark, ..amount };
            let agrees = self.agrees_in(&amount, time, field.1);
            (amount, field, agrees)
        });
        if sides[0].0.signed() > sides[1].0.signed() {
            return None;
        }
        let one_agrees = sides.iter().any(|(_, _, agrees)| *agrees == Some(true));
        let comparable = sides.iter().all(|(_, _, agrees)| agrees.is_some());
        if !comparable || !one_agrees {
            return None;
        }
        let denied = sides
            .iter_mut()
            .filter(|(_, _, agrees)| *agrees == Some(false));
        let found = denied.map(|(amount, (key, value), _)| Contradiction {
            said: amount.written.clone(),
            key,
            value: Told::Number(*value),
        });
        Some(found.collect())
    }

    /// "Between 11 and 13 %".
    fn between(&self) -> Option<(Amount, Amount)> {
        let pairs = self.amounts.windows(2);
        let mut pairs = pairs.filter(|pair| {
            let is_said = self.is_after(&pair[0], &["between"])
                && self.is_after(&pair[1], &["and"])
                || self.is_after(&pair[1], &["to", "–", "-"]);
            is_said && pair[1].at - pair[0].end <= 2
        });
        let pair = pairs.find(|pair| self.counted(&pair[1]) != Counted::Other)?;
        Some((pair[0].clone(), pair[1].clone()))
    }

    /// "70-75%", "40–50%", as one word.
    fn glued(&self) -> Option<(Amount, Amount)> {
        self.words.iter().enumerate().find_map(|(at, word)| {
            let (low, high) = word.raw.split_once(['-', '–'])?;
            let alone = |text: &str| {
                let mut found = amounts(&words(text));
                (found.len() == 1).then(|| found.remove(0))
            };
            let place = |amount: Amount| Amount {
                at,
                end: at + 1,
                ..amount
            };
            let (low, high) = (place(alone(low)?), place(alone(high)?));
            let next = self.words.get(at + 1).filter(|_| word.stop.is_none());
            let percent = next.is_some_and(|w| w.is_in(&["%", "percent"]));
            let high = Amount {
                mark: if percent { Mark::Percent } else { high.mark },
                ..high
            };
            Some((low, high))
        })
    }
}
