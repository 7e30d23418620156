//! Numbers that say who or what is counted, and when, rather than where the goal ends: "customers
//! using at least 3 products", "children under 5", "4 workshops in each of 6 regions".

use super::counted::Counted;
use super::{BOUNDS, Title};
use crate::method::advice::wording::amounts::{Amount, Mark, Sign};
use crate::method::advice::wording::units::Unit;
use crate::method::advice::wording::vocabulary::is_measured;
use crate::method::advice::wording::words::Word;

/// What begins a description of the noun before it.
const DESCRIBES: &[&str] = &[
    "aged",
    "containing",
    "despite",
    "having",
    "holding",
    "that",
    "using",
    "when",
    "where",
    "whereby",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "with",
    "without",
    "worth",
];

/// Several of what is counted, though the word has no plural's `s`.
const PEOPLE: &[&str] = &[
    "accounts",
    "adults",
    "children",
    "clients",
    "customers",
    "employees",
    "firms",
    "kids",
    "men",
    "people",
    "personnel",
    "pupils",
    "residents",
    "staff",
    "students",
    "teams",
    "users",
    "women",
    "workers",
];

/// What is itself an amount of money.
const PRICES: &[&str] = &[
    "costs", "debts", "expenses", "fares", "fees", "prices", "rents", "wages",
];

/// Singulars, and measures, that end in an `s`.
const NO_PLURALS: &[&str] = &[
    "bias", "bonus", "bookings", "bus", "business", "campus", "canvas", "costs", "earnings", "gas",
    "is", "its", "plus", "sales", "savings", "status", "surplus", "this", "us", "was",
];

impl Title<'_> {
    /// Whether an amount is a part of what is counted.
    pub(super) fn is_qualifier(&self, amount: &Amount) -> bool {
        self.is_base(amount)
            || self.is_for_each(amount)
            || self.is_in_description(amount)
            || self.bounds_a_noun(amount)
    }

    /// "Per 1,000 lines", "in 3 regions", "9 out of 10", "older than 30".
    fn is_base(&self, amount: &Amount) -> bool {
        let is_part = amount.mark == Mark::None
            && self.is_after(
                amount,
                &["in", "of", "for", "across", "among", "between", "every"],
            );
        let is_level = is_part && self.is_after(amount, &["of"]) && self.is_measure_of(amount);
        // "A price increase of 4% accepted".
        let noun = amount.at.checked_sub(2).map(|at| &self.words[at]);
        let is_size = self.is_after(amount, &["of"])
            && noun.is_some_and(|noun| {
                noun.is_in(&[
                    "bonus", "cut", "deposit", "discount", "increase", "interest", "raise",
                    "rebate", "rise",
                ])
            });
        // "Paid in 14 days" is how long it takes.
        let takes = self.is_after(amount, &["in"]) && self.is_explicit(amount);
        let than = self.is_after(amount, &["than"]);
        let compares = [
            "older", "younger", "larger", "bigger", "smaller", "heavier", "taller",
        ];
        let is_older = than && amount.at >= 2 && self.words[amount.at - 2].is_in(&compares);
        is_size || is_part && !is_level && !takes || is_older || self.is_after(amount, &["per"])
    }

    /// "NPS of 60", "an average of 4.5"; teams of 5 are not of that measure.
    fn is_measure_of(&self, amount: &Amount) -> bool {
        let Some(noun) = amount.at.checked_sub(2).map(|at| &self.words[at]) else {
            return false;
        };
        let abbreviation =
            noun.raw.len() >= 2 && noun.raw.chars().filter(|c| c.is_uppercase()).count() >= 2;
        let measures = [
            "average",
            "backlog",
            "coverage",
            "index",
            "level",
            "maximum",
            "mean",
            "median",
            "minimum",
            "queue",
            "rate",
            "rating",
            "ratio",
            "satisfaction",
            "score",
            "size",
            "stock",
            "target",
            "time",
            "total",
            "value",
            "volume",
            "wait",
        ];
        let follows_number = self.amounts.iter().any(|other| other.end == amount.at - 1);
        !follows_number
            && (abbreviation
                || is_measured(noun)
                || noun.is_in(&measures)
                || self.is_explicit(amount) && amount.at > 2)
            && !is_plural(noun)
    }

    /// "2 owners each".
    fn is_for_each(&self, amount: &Amount) -> bool {
        let behind = self.words[amount.end..].iter().take(4);
        self.counted(amount) != Counted::Unit
            && behind
                .clone()
                .any(|w| w.is_in(&["each", "apiece"]) && std::ptr::eq(w, self.last_of(amount)))
    }

    /// The last word that can belong to an amount.
    fn last_of(&self, amount: &Amount) -> &Word<'_> {
        let behind = &self.words[amount.end - 1..];
        let stop = behind.iter().position(|w| w.stop.is_some());
        &behind[stop.unwrap_or(behind.len() - 1)]
    }

    /// Behind "with", "who" and the like, up to the next stop.
    fn is_in_description(&self, amount: &Amount) -> bool {
        let Some(described) = self.described(amount.at) else {
            return false;
        };
        // "Raise the share of customers who renew to 80%": the verb goes on.
        let goes_on = self.is_change_verb_at_head()
            && self
                .before_bounds(amount)
                .last()
                .is_some_and(|w| w.lower == "to")
            && self.is_explicit(amount)
            && described >= 2;
        !goes_on
    }

    /// How many words of a description stand before `at`: behind "with", "who" and the like, "stores at
    /// a", "customers getting".
    pub(super) fn described(&self, at: usize) -> Option<usize> {
        let before = self.clause_before(at);
        let begins = (0..before.len()).rfind(|i| {
            let several = *i > 0 && is_plural(&before[i - 1]);
            let next = before.get(i + 1);
            let is_at =
                before[*i].is_in(&["at", "on"]) && next.is_some_and(|w| w.is_in(&["a", "an"]));
            let gerund = is_gerund(&before[*i]);
            let between = before[*i].is_in(&["between"]) && next.is_none();
            between || before[*i].is_in(DESCRIBES) || several && (is_at || gerund)
        })?;
        let is_inside = begins > 0 || before.len() < at;
        is_inside.then(|| before.len() - begins - 1)
    }

    /// The words before `at` back to the last stop.
    fn clause_before(&self, at: usize) -> &[Word<'_>] {
        let before = &self.words[..at];
        let stop = before.iter().rposition(|w| w.stop.is_some());
        &before[stop.map_or(0, |at| at + 1)..]
    }

    /// "Children under 5", "reps at or above 100% of quota", "projects delivered within 10% of budget":
    /// the bound is on what is counted.
    fn bounds_a_noun(&self, amount: &Amount) -> bool {
        let before = self.before_bounds(amount);
        let bound = &self.words[before.len()..amount.at];
        let is_bound = !bound.is_empty() || amount.sign == Sign::Bound;
        let Some(noun) = before.last().filter(|w| w.stop.is_none()) else {
            return false;
        };
        let up = ["above", "least", "over", "than"];
        let up = bound.iter().any(|w| w.is_in(&up));
        // "Per million hours worked" is what is measured.
        let is_rate = before.iter().any(|w| w.is_in(&["per"]));
        if is_participle(noun) && !is_rate && before.len() > 1 && (is_bound || self.or_more(amount))
        {
            let is_timed = matches!(self.unit, Unit::Time(_));
            return !is_timed || up && !self.is_explicit_in_time(amount, bound);
        }
        is_bound && is_plural(noun) && self.bounds_several(amount, noun, up)
    }

    /// Whether a bound behind several of something is on each of them: "deals over $50k", not "late
    /// deliveries below 5%".
    fn bounds_several(&self, amount: &Amount, noun: &Word<'_>, up: bool) -> bool {
        let at_least = self.is_after(amount, &["least", "most"]);
        let describes = !self.closes(amount);
        let counts_other = describes && self.counted(amount) != Counted::Unit;
        match amount.mark {
            Mark::None => match self.unit {
                Unit::Percent | Unit::Basis => true,
                Unit::Time(_) => up && noun.is_in(PEOPLE),
                Unit::Unsaid => noun.is_in(PEOPLE) && !at_least || counts_other,
                Unit::Money | Unit::Other => counts_other,
            },
            Mark::Money if self.unit == Unit::Unsaid => !noun.is_in(PRICES),
            Mark::Percent | Mark::Points | Mark::Basis | Mark::Money => describes,
        }
    }

    /// "Resolved in less than 5 days": the time it takes.
    fn is_explicit_in_time(&self, amount: &Amount, bound: &[Word<'_>]) -> bool {
        self.is_explicit(amount)
            && bound
                .first()
                .is_some_and(|w| w.is_in(&["less", "fewer", "within", "under"]))
    }

    /// "90 or higher".
    pub(super) fn or_more(&self, amount: &Amount) -> bool {
        let behind = &self.words[amount.end..];
        let more = [
            "more", "less", "fewer", "better", "higher", "lower", "above", "below", "faster",
        ];
        let at = behind.iter().take(2).position(|w| w.lower == "or");
        at.is_some_and(|at| behind.get(at + 1).is_some_and(|w| w.is_in(&more)))
    }

    pub(super) fn is_bounded(&self, amount: &Amount) -> bool {
        self.before(amount).is_some_and(|w| w.is_in(BOUNDS)) || self.or_more(amount)
    }
}

/// Whether a word is most likely a plural.
pub(super) fn is_plural(word: &Word<'_>) -> bool {
    let lower = &word.lower;
    let ends = lower.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss");
    // The last letter of NPS is none of a plural's.
    let singular = word.raw.ends_with('S')
        || lower.ends_with("us")
        || lower.ends_with("is")
        || word.is_in(NO_PLURALS);
    word.is_in(PEOPLE) || ends && !singular
}

/// "Scoring", "getting"; orders growing by 20 % change themselves.
fn is_gerund(word: &Word<'_>) -> bool {
    let moves = [
        "decreasing",
        "dropping",
        "falling",
        "growing",
        "increasing",
        "rising",
    ];
    word.lower.len() > 5 && word.lower.ends_with("ing") && !word.is_in(&moves)
}

fn is_participle(word: &Word<'_>) -> bool {
    let lower = &word.lower;
    lower.len() > 4 && lower.ends_with("ed") && !lower.ends_with("eed")
        || word.is_in(&[
            "built", "held", "made", "paid", "run", "sent", "sold", "won",
        ])
}
