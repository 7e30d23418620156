//! What a title says of a goal's numbers, held against the fields.
//!
//! Doubt counts for the title: a number that agrees with any field that it may mean is right, one that
//! says who or what is counted is none of the goal's, and one in another unit is not compared.

mod agree;
mod bands;
mod changes;
mod computed;
mod counted;
mod ends;
mod nouns;
mod qualifiers;
mod ways;

use super::amounts::{Amount, durations};
use super::units::{Unit, period, period_of};
use super::words::Word;

/// The numbers that the fields give.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields {
    /// Where it stood.
    pub baseline: Option<f64>,
    /// Where it may end, by the key that says so: a target (a relative one computed), a stretch …
    pub ends: Vec<(&'static str, f64)>,
    /// A relative target: 0.2 is `"+20%"`.
    pub relative: Option<f64>,
    /// The unit of all of them.
    pub unit: Option<String>,
}

/// A title and a field that differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// What the title says, in its own words: `from 40`, `by 30%`.
    pub said: String,
    /// The key that says otherwise.
    pub key: &'static str,
    /// What it says.
    pub value: Told,
}

/// What the fields say instead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Told {
    /// A number, in the goal's unit.
    Number(f64),
    /// The way from the baseline to an end.
    Change {
        /// Where it starts.
        from: f64,
        /// Where it ends.
        to: f64,
        /// The same in percent of the start.
        percent: f64,
    },
    /// A relative target, in percent; there is no baseline to compute it from.
    Relative(f64),
}

/// Where the title and the fields differ.
pub fn contradictions(
    words: &[Word<'_>],
    amounts: &[Amount],
    fields: &Fields,
) -> Vec<Contradiction> {
    let unit = fields.unit.as_deref().map_or(Unit::Unsaid, Unit::of_goal);
    let taken = match (amounts, unit) {
        ([], Unit::Time(_)) => durations(words),
        _ => Vec::new(),
    };
    let title = Title {
        words,
        amounts: if taken.is_empty() { amounts } else { &taken },
        fields,
        unit,
    };
    if !taken.is_empty() && title.is_change_verb_at_head() {
        return Vec::new();
    }
    let nothing = fields.ends.is_empty() && fields.baseline.is_none() && fields.relative.is_none();
    if nothing || title.is_of_another_period() {
        return Vec::new();
    }
    if let Some(band) = title.band() {
        return band;
    }
    let ways = title.ways();
    if let Some(found) = ways.iter().find_map(|way| title.compare_way(way)) {
        return found;
    }
    // The numbers of a way that is not the goal's say what something else is changed from and to.
    let foreign: Vec<usize> = ways
        .iter()
        .flat_map(|way| [way.start.at, way.end.at])
        .collect();
    if let Some(change) = title.change(&foreign) {
        return title.compare_change(&change).into_iter().collect();
    }
    title.compare_end(&foreign).into_iter().collect()
}

struct Title<'a> {
    words: &'a [Word<'a>],
    amounts: &'a [Amount],
    fields: &'a Fields,
    unit: Unit,
}

/// Words that make a bound of the number behind them.
const BOUNDS: &[&str] = &[
    "above",
    "over",
    "below",
    "under",
    "least",
    "most",
    "than",
    "within",
    "at",
    "≥",
    "≤",
    "<",
    ">",
    "<=",
    ">=",
    "max",
    "maximum",
    "minimum",
    "exceed",
    "exceeds",
    "exceeding",
    "almost",
    "about",
    "around",
    "roughly",
    "approx",
    "~",
];

impl Title<'_> {
    fn before(&self, amount: &Amount) -> Option<&Word<'_>> {
        let before = amount.at.checked_sub(1)?;
        self.words.get(before)
    }

    fn is_after(&self, amount: &Amount, words: &[&str]) -> bool {
        self.before(amount).is_some_and(|w| w.is_in(words))
    }

    /// The words before an amount and its bound: "to under 2 seconds" is an end as "to 2 seconds" is.
    fn before_bounds(&self, amount: &Amount) -> &[Word<'_>] {
        let before = &self.words[..amount.at];
        // "No more than 2", "at or above 2": those words belong to a bound behind them.
        let links = [
            "or", "more", "less", "fewer", "higher", "lower", "better", "no", "not",
        ];
        let compares = |at: usize| {
            let is_link = at + 1 < before.len() && before[at].is_in(&links);
            before[at].is_in(BOUNDS) || is_link
        };
        let mut cut = before.len();
        while cut > 0 && compares(cut - 1) {
            cut -= 1;
        }
        &before[..cut]
    }

    /// Whether the title tells of a year what the unit tells of a month.
    fn is_of_another_period(&self) -> bool {
        let unit = self.fields.unit.as_deref().and_then(period_of);
        let Some(unit) = unit else {
            return false;
        };
        let per = ["a", "an", "per", "each", "every"];
        let named = self.words.iter().enumerate().filter_map(|(at, word)| {
            let is_adjective = word.lower.ends_with("ly") || word.lower.starts_with("ann");
            let is_per = at > 0 && self.words[at - 1].is_in(&per);
            let behind = word.lower.split_once('/').map(|(_, behind)| behind);
            match behind {
                Some(behind) => period(behind),
                None => period(&word.lower).filter(|_| is_adjective || is_per),
            }
        });
        let named: Vec<_> = named.collect();
        !named.is_empty() && !named.contains(&unit)
    }
}

#[cfg(test)]
mod tests;
