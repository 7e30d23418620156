//! What the number of a title counts: what the goal counts, or something else.

use super::Title;
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

/// Where the noun that a number counts has ended.
const ENDERS: &[&str] = &[
    "a",
    "across",
    "after",
    "among",
    "and",
    "annually",
    "as",
    "at",
    "before",
    "by",
    "during",
    "each",
    "every",
    "for",
    "from",
    "has",
    "have",
    "in",
    "into",
    "instead",
    "is",
    "of",
    "on",
    "or",
    "out",
    "over",
    "per",
    "rather",
    "since",
    "than",
    "that",
    "the",
    "this",
    "through",
    "throughout",
    "to",
    "under",
    "until",
    "via",
    "vs",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whose",
    "with",
    "within",
    "worth",
    "→",
    "->",
    "➜",
    "=>",
    "=",
    "&",
    "+",
    "-",
    "–",
    "|",
    "≥",
    "≤",
    "<",
    ">",
    "today",
    "now",
    "monthly",
    "weekly",
    "daily",
    "yearly",
    "quarterly",
    "ytd",
];

/// What describes a count and is none itself.
const DESCRIBING: &[&str] = &[
    "additional",
    "better",
    "extra",
    "fewer",
    "further",
    "higher",
    "less",
    "live",
    "lower",
    "max",
    "more",
    "net",
    "new",
    "total",
    "p.m",
    "p.a",
    "max",
    "maximum",
    "points",
    "point",
    "pp",
    "pts",
    "percentage",
    "euros",
    "dollars",
    "pounds",
    "usd",
    "eur",
    "gbp",
];

/// Measures of money.
const MONEY: &[&str] = &[
    "acv",
    "arr",
    "billings",
    "bookings",
    "budget",
    "cost",
    "costs",
    "donations",
    "ebit",
    "ebitda",
    "funding",
    "gmv",
    "grants",
    "income",
    "mrr",
    "pipeline",
    "profit",
    "revenue",
    "sales",
    "savings",
    "spend",
    "turnover",
];

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
            _ => Counted::Other,
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

    /// Whether an amount may be one of what the goal counts: contracts are no dollars.
    pub(super) fn fits(&self, amount: &Amount) -> bool {
        let counted = self.counted(amount);
        match (amount.mark, self.unit) {
            (Mark::None, Unit::Time(_)) => matches!(counted, Counted::Time | Counted::Nothing),
            (Mark::None, Unit::Unsaid) => true,
            (Mark::None, Unit::Percent | Unit::Basis) => counted == Counted::Nothing,
            (Mark::None, Unit::Money | Unit::Other) => {
                matches!(counted, Counted::Nothing | Counted::Unit)
            }
            (Mark::Money, Unit::Other) => self.is_scale(),
            (Mark::Percent, unit) => matches!(unit, Unit::Percent | Unit::Basis | Unit::Unsaid),
            (Mark::Basis | Mark::Points, Unit::Money | Unit::Time(_)) => false,
            (Mark::Basis, _) => true,
            (Mark::Points, unit) => unit != Unit::Other || counted != Counted::Other,
            (Mark::Money, unit) => matches!(unit, Unit::Money | Unit::Unsaid),
        }
    }

    /// Whether the unit is only how many zeros are left out.
    fn is_scale(&self) -> bool {
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
        scales.contains(&unit.to_lowercase().as_str())
    }

    /// Whether the amount says in so many words that it is in the goal's unit.
    pub(super) fn is_explicit(&self, amount: &Amount) -> bool {
        match (amount.mark, self.unit) {
            (Mark::Percent | Mark::Basis | Mark::Points, Unit::Percent | Unit::Basis) => true,
            (Mark::Money, Unit::Money) => true,
            (Mark::None, Unit::Time(_)) => self.unit_of(amount).is_some(),
            (Mark::None, Unit::Other | Unit::Money) => self.counted(amount) == Counted::Unit,
            _ => false,
        }
    }

    /// Whether the sentence is over behind an amount but for when, how often and how it is bounded: the
    /// number describes nothing.
    pub(super) fn closes(&self, amount: &Amount) -> bool {
        let mut at = amount.end;
        if self.words[at - 1].stop.is_some() {
            return true;
        }
        let is = |at: usize, list: &[&str]| self.words.get(at).is_some_and(|w| w.is_in(list));
        while self.words.get(at).is_some_and(|w| {
            let unit = w.lower.split('/').next().unwrap_or_default();
            self.is_unit(w) || Unit::of(unit).seconds().is_some() || w.is_in(DESCRIBING)
        }) {
            at += 1;
            if self.words[at - 1].stop.is_some() {
                return true;
            }
        }
        let Some(next) = self.words.get(at) else {
            return true;
        };
        let is_period = next.is_in(&["a", "an", "per", "each", "every"])
            && self
                .words
                .get(at + 1)
                .is_some_and(|w| period(&w.lower).is_some());
        let when = [
            "by",
            "in",
            "until",
            "before",
            "throughout",
            "during",
            "across",
            "this",
            "every",
            "monthly",
            "weekly",
            "daily",
            "annually",
            "at",
            "for",
            "from",
            "ytd",
            "today",
            "instead",
            "rather",
            "on",
            "→",
            "->",
            "and",
            "while",
            "again",
            "all",
        ];
        let or_more = is(at, &["or"])
            && is(
                at + 1,
                &[
                    "more", "less", "fewer", "better", "higher", "lower", "above", "below",
                ],
            );
        is_period || or_more || next.is_in(&when) || next.raw.starts_with('(')
    }
}

/// A word without the ending of its plural.
fn stem(word: &str) -> &str {
    let word = word.trim_end_matches("'s");
    let long = word.strip_suffix("ies").filter(|w| w.len() > 1);
    let long = long.or_else(|| word.strip_suffix('y').filter(|w| w.len() > 2));
    let short = || {
        word.strip_suffix("es")
            .or_else(|| word.strip_suffix('s'))
            .or_else(|| word.strip_suffix('e'))
    };
    long.or_else(|| short().filter(|w| w.len() > 1))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_plural_has_the_stem_of_its_singular() {
        for (one, many) in [
            ("deal", "deals"),
            ("agency", "agencies"),
            ("box", "boxes"),
            ("store", "stores"),
            ("mql", "mqls"),
            ("case", "cases"),
        ] {
            assert_eq!(stem(one), stem(many), "{one}");
        }
        assert_ne!(stem("shift"), stem("plants"));
    }
}
