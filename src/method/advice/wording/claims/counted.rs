//! What the number of a title counts: what the goal counts, or something else.

use super::Title;
use super::nouns::{DESCRIBING, ENDERS, MONEY, WHEN, stem};
use crate::method::advice::wording::amounts::{Amount, Mark};
use crate::method::advice::wording::units::{Unit, period};
use crate::method::advice::wording::words::Word;

/// What stands behind an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// Nothing that it could count.
    Nothing,
    /// What the goal's unit names.
    Unit,
    /// A unit of time.
    Time,
    /// Something, where the goal has no unit.
    Unknown,
    /// Something that is not the goal's unit.
    Other,
}

impl Title<'_> {
    /// What an amount counts.
    pub(super) fn counted(&self, amount: &Amount) -> Counted {
        if self.unit_of(amount).is_some() {
            return Counted::Time;
        }
        if amount.glued.is_some() {
            return Counted::Unit;
        }
        if self.words[amount.end - 1].stop.is_some() {
            return Counted::Nothing;
        }
        let behind = &self.words[self.past_whole(amount.end)..];
        let mut nouns = Vec::new();
        for word in behind.iter().take(5) {
            if word.is_in(ENDERS) || word.raw.contains(|c: char| c.is_ascii_digit()) {
                break;
            }
            if !word.is_in(DESCRIBING) {
                nouns.push(word);
            }
            if word.stop.is_some() {
                break;
            }
        }
        if nouns.is_empty() {
            return Counted::Nothing;
        }
        if nouns.iter().any(|noun| self.is_unit(noun)) {
            return Counted::Unit;
        }
        match self.unit {
            Unit::Unsaid => Counted::Unknown,
            Unit::Money if nouns.iter().any(|noun| noun.is_in(MONEY)) => Counted::Unit,
            Unit::Percent | Unit::Basis | Unit::Money | Unit::Time(_) | Unit::Other => {
                Counted::Other
            }
        }
    }

    /// Past "of 10", "of the 5" and "out of 20": what 8 of 10 counts stands behind both.
    fn past_whole(&self, end: usize) -> usize {
        let is = |at: usize, list: &[&str]| self.words.get(at).is_some_and(|w| w.is_in(list));
        let mut at = end + usize::from(is(end, &["out"]));
        if !is(at, &["of"]) {
            return end;
        }
        at += 1;
        at += usize::from(is(at, &["the", "our", "all"]));
        let whole = self.amounts.iter().find(|amount| amount.at == at);
        whole.map_or(end, |whole| whole.end)
    }

    /// Whether a word is one of those of the goal's unit, in the singular or the plural.
    pub(super) fn is_unit(&self, word: &Word<'_>) -> bool {
        let Some(unit) = &self.fields.unit else {
            return false;
        };
        let unit = unit.to_lowercase();
        let mut parts = unit.split([' ', '/']);
        let mut own = parts
            .by_ref()
            .take_while(|part| !["a", "an", "per", "of", "each"].contains(part));
        own.any(|part| {
            let is_word = part.chars().count() > 1;
            part == word.lower || is_word && stem(part) == stem(&word.lower)
        })
    }

    /// What the goal is a share of: the sales of "% of sales".
    fn base_of_unit(&self) -> Option<&str> {
        let unit = self.fields.unit.as_deref()?;
        unit.split_once(" of ").map(|(_, base)| base)
    }

    fn is_base_of_unit(&self, word: &Word<'_>) -> bool {
        let base = self.base_of_unit();
        base.is_some_and(|base| stem(&base.to_lowercase()) == stem(&word.lower))
    }

    /// "30% of income", where the goal is a share of households.
    fn is_share_of_others(&self, amount: &Amount) -> bool {
        let of = self.words.get(amount.end).is_some_and(|w| w.lower == "of");
        let mut behind = self.words[amount.end..].iter().take(4);
        of && self.base_of_unit().is_some() && !behind.any(|w| self.is_base_of_unit(w))
    }

    /// Whether an amount may be one of what the goal counts: contracts are no dollars.
    pub(super) fn fits(&self, amount: &Amount) -> bool {
        let counted = self.counted(amount);
        match amount.mark {
            Mark::None => match self.unit {
                Unit::Unsaid => true,
                Unit::Percent | Unit::Basis => counted == Counted::Nothing,
                Unit::Time(_) => matches!(counted, Counted::Time | Counted::Nothing),
                Unit::Money | Unit::Other => {
                    matches!(counted, Counted::Nothing | Counted::Unit)
                }
            },
            Mark::Money => match self.unit {
                Unit::Unsaid | Unit::Money => true,
                Unit::Other => self.may_be_money(),
                Unit::Percent | Unit::Basis | Unit::Time(_) => false,
            },
            Mark::Percent => {
                matches!(self.unit, Unit::Percent | Unit::Basis | Unit::Unsaid)
                    && !self.is_share_of_others(amount)
            }
            Mark::Basis => !matches!(self.unit, Unit::Money | Unit::Time(_)),
            Mark::Points => match self.unit {
                Unit::Unsaid | Unit::Percent | Unit::Basis => true,
                Unit::Other => counted != Counted::Other,
                Unit::Money | Unit::Time(_) => false,
            },
        }
    }

    /// Whether the unit is only how many zeros are left out, or a measure of money.
    fn may_be_money(&self) -> bool {
        let unit = self.fields.unit.as_deref().unwrap_or_default();
        let scales = [
            "k",
            "m",
            "mn",
            "bn",
            "mio",
            "thousand",
            "thousands",
            "million",
            "millions",
        ];
        let unit = unit.to_lowercase();
        scales.contains(&unit.as_str()) || unit.split(' ').any(|word| MONEY.contains(&word))
    }

    /// Whether its mark is none of the goal's: dollars are no loans.
    pub(super) fn is_marked_otherwise(&self, amount: &Amount) -> bool {
        let of_points = amount.mark == Mark::Points && self.unit == Unit::Other;
        amount.mark != Mark::None && !of_points && !self.fits(amount)
    }

    /// Whether the amount says in so many words that it is in the goal's unit.
    pub(super) fn is_explicit(&self, amount: &Amount) -> bool {
        match amount.mark {
            Mark::Percent | Mark::Basis | Mark::Points => {
                matches!(self.unit, Unit::Percent | Unit::Basis)
            }
            Mark::Money => self.unit == Unit::Money,
            Mark::None => match self.unit {
                Unit::Time(_) => self.unit_of(amount).is_some(),
                Unit::Other | Unit::Money => self.counted(amount) == Counted::Unit,
                Unit::Unsaid | Unit::Percent | Unit::Basis => false,
            },
        }
    }

    /// Whether the sentence is over behind an amount but for when, how often and how it is bounded: the
    /// number describes nothing.
    pub(super) fn closes(&self, amount: &Amount) -> bool {
        let Some(at) = self.past_units(amount.end) else {
            return true;
        };
        let Some(next) = self.words.get(at) else {
            return true;
        };
        let behind = self.words.get(at + 1);
        let is_period = next.is_in(&["a", "an", "per", "each", "every"])
            && behind.is_some_and(|w| period(&w.lower).is_some());
        let of_unit = next.lower == "of" && behind.is_some_and(|w| self.is_base_of_unit(w));
        let more = [
            "more", "less", "fewer", "better", "higher", "lower", "above", "below",
        ];
        let or_more = next.is_in(&["or"]) && behind.is_some_and(|w| w.is_in(&more));
        is_period || of_unit || or_more || next.is_in(WHEN) || next.raw.starts_with('(')
    }

    /// Past the words that belong to a number ending at `end`; none where a stop follows them.
    fn past_units(&self, end: usize) -> Option<usize> {
        let belongs = |w: &Word<'_>| {
            let unit = w.lower.split('/').next().unwrap_or_default();
            self.is_unit(w) || Unit::of(unit).seconds().is_some() || w.is_in(DESCRIBING)
        };
        let mut at = end;
        while self.words[at - 1].stop.is_none() {
            match self.words.get(at) {
                Some(word) if belongs(word) => at += 1,
                Some(_) | None => return Some(at),
            }
        }
        None
    }
}
