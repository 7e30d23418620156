//! Changes that a title names: "by 30 %", "a 20% increase", "+5pp", "double".

use super::agree::near;
use super::counted::Counted;
use super::{Contradiction, Title, Told};
use crate::method::advice::wording::amounts::{Amount, Mark, Sign};
use crate::method::advice::wording::change::{Change, Size, in_words};
use crate::method::advice::wording::units::{Unit, factor, period};
use crate::method::advice::wording::words::Word;

const RISES: &[&str] = &[
    "increase",
    "decrease",
    "growth",
    "reduction",
    "rise",
    "drop",
    "decline",
    "improvement",
    "more",
    "fewer",
    "less",
    "higher",
    "lower",
    "uplift",
    "faster",
    "cheaper",
    "cut",
    "earlier",
    "later",
    "longer",
    "quicker",
    "shorter",
    "sooner",
    "saving",
    "savings",
];

/// Verbs that change a number, and their participles.
const CHANGES: &[&str] = &[
    "boost",
    "boosted",
    "bring",
    "climb",
    "cut",
    "decline",
    "decrease",
    "decreased",
    "down",
    "drop",
    "expand",
    "extend",
    "fall",
    "fewer",
    "get",
    "grow",
    "grown",
    "growing",
    "higher",
    "improve",
    "improved",
    "increase",
    "increased",
    "increasing",
    "less",
    "lift",
    "lifted",
    "lower",
    "lowered",
    "more",
    "move",
    "push",
    "raise",
    "raised",
    "reduce",
    "reduced",
    "reducing",
    "rise",
    "rises",
    "shave",
    "shorten",
    "shortened",
    "shrink",
    "speed",
    "take",
    "trim",
    "up",
];

/// What a change is compared with, if not with the baseline.
const OTHER_BASE: &[&str] = &[
    "against",
    "annualised",
    "annualized",
    "compared",
    "mom",
    "qoq",
    "relative",
    "since",
    "versus",
    "vs",
    "wow",
    "yoy",
    "y/y",
    "m/m",
    "q/q",
    "month-over-month",
    "year-over-year",
    "year-on-year",
    "quarter-over-quarter",
    "month-on-month",
    "week-over-week",
    "ytd",
    "p.a",
    "p.m",
];

impl Title<'_> {
    pub(super) fn is_change_verb_at_head(&self) -> bool {
        let mut lead = self.words.iter().take(3);
        lead.any(|w| w.is_in(CHANGES))
    }

    /// The change that the title names, without the amounts at `foreign`.
    pub(super) fn change(&self, foreign: &[usize]) -> Option<Change> {
        let mut own = self.amounts.iter().filter(|a| !foreign.contains(&a.at));
        let by = own
            .clone()
            .find(|a| self.is_by(a) || self.goes_up_or_down(a));
        let said = by.or_else(|| own.clone().find(|a| self.is_rise(a)));
        if let Some(amount) = said.or_else(|| own.find(|a| self.is_signed(a))) {
            if self.is_against_another(amount) {
                return None;
            }
            let lead = self.before(amount).filter(|_| by.is_some());
            let lead = lead.map_or(String::new(), |word| format!("{} ", word.lower));
            return self.change_by(amount, &lead);
        }
        let is_other = self.words.iter().any(|w| w.is_in(OTHER_BASE));
        let is_own = |change: &Change| {
            let head = change.said.split(' ').next().unwrap_or_default();
            let at = self.words.iter().position(|w| w.raw == head);
            at.is_none_or(|at| self.described(at).is_none())
        };
        in_words(self.words).filter(|change| !is_other && is_own(change))
    }

    /// "By 30 %"; a report used by 40 teams is not changed by 40.
    fn is_by(&self, amount: &Amount) -> bool {
        if !self.is_after(amount, &["by"]) || self.described(amount.at).is_some() {
            return false;
        }
        let before = &self.words[..amount.at - 1];
        let is_participle = before
            .last()
            .is_some_and(|w| w.lower.ends_with("ed") && !w.is_in(CHANGES));
        let changes = before.iter().any(|w| w.is_in(CHANGES));
        let counts_other = amount.mark == Mark::None && self.counted(amount) == Counted::Other;
        changes && !counts_other || amount.mark != Mark::None && !is_participle
    }

    /// "Up 25%"; not "sign up 25% of all visitors".
    fn goes_up_or_down(&self, amount: &Amount) -> bool {
        let is_part = self.words.get(amount.end).is_some_and(|w| w.lower == "of");
        matches!(amount.mark, Mark::Percent | Mark::Points | Mark::Basis)
            && !is_part
            && self.is_after(
                amount,
                &[
                    "up", "down", "drop", "drops", "fall", "falls", "grow", "grows", "rise",
                    "rises",
                ],
            )
            && self.described(amount.at).is_none()
    }

    /// "A 20% increase", "50 bps lower", "8 points more".
    fn is_rise(&self, amount: &Amount) -> bool {
        let rises = |at: usize| self.words.get(at).is_some_and(|w| w.is_in(RISES));
        let has_unit = self.words.get(amount.end).is_some_and(|w| {
            amount.mark == Mark::Points || Unit::of(&w.lower).seconds().is_some() || self.is_unit(w)
        });
        let is_said = rises(amount.end) || has_unit && rises(amount.end + 1);
        let is_relative = matches!(amount.mark, Mark::Percent | Mark::Basis | Mark::Points);
        is_said
            && (is_relative || self.is_explicit(amount))
            && !self.is_bounded(amount)
            && self.described(amount.at).is_none()
    }

    /// "Signups +25%", "COGS −8%", "Headcount +12"; "to -2%" is an end.
    fn is_signed(&self, amount: &Amount) -> bool {
        let levels = [
            "to", "from", "of", "at", "is", "above", "below", "under", "over", "than", "reach",
            "max", "least", "most", "within",
        ];
        if self.is_after(amount, &levels) || self.is_qualifier(amount) {
            return false;
        }
        match (amount.sign, amount.mark) {
            (Sign::None | Sign::Bound, _) | (Sign::Minus, Mark::None | Mark::Money) => false,
            (Sign::Plus | Sign::Minus, Mark::Percent | Mark::Points | Mark::Basis) => true,
            (Sign::Plus, Mark::None | Mark::Money) => self.fits(amount),
        }
    }

    /// Whether a change is in each period, or against another base than the baseline.
    fn is_against_another(&self, amount: &Amount) -> bool {
        let behind = &self.words[amount.end..];
        let is_other = behind.iter().enumerate().any(|(at, word)| {
            let next = |list: &[&str]| behind.get(at + 1).is_some_and(|w| w.is_in(list));
            let is_in = usize::from(next(&["in"]));
            let year = behind
                .get(at + 1 + is_in)
                .is_some_and(|w| is_year(&w.lower));
            let than = word.is_in(&["on", "over", "than", "from", "to", "of"]);
            word.is_in(OTHER_BASE)
                || than
                    && (next(&["last", "previous", "prior", "pre", "today's", "baseline"])
                        || year && word.lower != "to")
                || period(&word.lower).is_some() && next(&["on", "over"])
        });
        let unit = self.fields.unit.as_deref().unwrap_or_default();
        is_other
            || self.is_per_period(amount, behind)
                && !unit.contains(['/'])
                && !unit.contains(" a ")
                && !unit.contains("per ")
    }

    /// "By 5% a week", directly behind the number.
    fn is_per_period(&self, amount: &Amount, behind: &[Word<'_>]) -> bool {
        let slash = amount.written.contains('/');
        let often = [
            "annually",
            "monthly",
            "weekly",
            "daily",
            "yearly",
            "quarterly",
        ];
        let times = |word: &Word<'_>| period(&word.lower).is_some();
        let each = behind
            .windows(2)
            .take(2)
            .any(|pair| pair[0].is_in(&["a", "an", "per", "each", "every"]) && times(&pair[1]));
        slash || each || behind.iter().take(2).any(|w| w.is_in(&often))
    }

    fn change_by(&self, amount: &Amount, lead: &str) -> Option<Change> {
        let said = format!("{lead}{}", amount.written);
        let size = match amount.mark {
            Mark::Percent => Size::Percent(amount.value, amount.slack),
            Mark::None | Mark::Points | Mark::Basis | Mark::Money => {
                if amount.mark == Mark::None && !self.fits(amount) {
                    return None;
                }
                let factor = factor(self.unit_of(amount), amount.mark, self.unit)?;
                Size::Plain(amount.value * factor, amount.slack * factor)
            }
        };
        Some(Change { said, size })
    }

    pub(super) fn compare_change(&self, change: &Change) -> Option<Contradiction> {
        let contradiction = |key, value| {
            Some(Contradiction {
                said: change.said.clone(),
                key,
                value,
            })
        };
        let Some(base) = self.fields.baseline.filter(|b| *b != 0.0) else {
            let share = self.fields.relative.map(|r| r * 100.0)?;
            let agrees = match change.size {
                Size::Percent(percent, slack) => near(share.abs(), percent, slack),
                Size::Plain(..) => true,
                Size::Times(times) => near(1.0 + share / 100.0, times, 0.02),
                Size::Fold(times) => is_fold(1.0 + share / 100.0, times),
            };
            return (!agrees).then(|| contradiction("`target`", Told::Relative(share)))?;
        };
        let ends = &self.fields.ends;
        let (key, to) = ends.first().copied()?;
        let is_end =
            |a: &Amount| self.fits(a) && !change.said.ends_with(&*a.written) && self.is_an_end(a);
        if ends
            .iter()
            .any(|(_, end)| self.changes_to(change.size, base, *end))
            || self.amounts.iter().any(is_end)
        {
            return None;
        }
        let percent = (to - base) / base.abs() * 100.0;
        contradiction(
            key,
            Told::Change {
                from: base,
                to,
                percent,
            },
        )
    }

    /// Whether a change of this size leads from `base` to `end`, in any of its readings.
    fn changes_to(&self, size: Size, base: f64, end: f64) -> bool {
        let (way, percent) = ((end - base).abs(), (end - base) / base.abs() * 100.0);
        // Thousands and millions may be in the unit.
        let plain = |value: f64, said: f64, slack: f64| {
            let scales: &[f64] = if self.unit == Unit::Money {
                &[1.0, 1e3, 1e-3, 1e6, 1e-6]
            } else {
                &[1.0, 1e3, 1e6]
            };
            scales.iter().any(|scale| near(value * scale, said, slack))
        };
        match size {
            Size::Percent(size, slack) => {
                near(percent.abs(), size, slack)
                    || near(way, size, slack)
                    || near(end.abs(), size, slack)
                    || near(way * 100.0, size, slack)
            }
            Size::Plain(size, slack) => plain(way, size, slack) || plain(end.abs(), size, slack),
            // "Double speed" may be kept as half the time.
            Size::Times(times) => (times > 1.0) != (end > base) || near(end / base, times, 0.02),
            Size::Fold(times) => is_fold(end / base, times) || near(end, times, 0.02),
        }
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether an end at `ratio` of its start is "3x": three times it, a third of it ("3x faster"), or
/// three times more.
fn is_fold(ratio: f64, times: f64) -> bool {
    let meant = [times, 1.0 / times, times + 1.0];
    meant.iter().any(|said| near(ratio, *said, 0.02))
}
