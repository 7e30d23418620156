//! Ends that a title gives alone: "to 75", "below $4", "Sell 10", "NPS 60".

use super::counted::Counted;
use super::{Contradiction, Title, Told};
use crate::method::advice::wording::amounts::{Amount, Mark, Sign};
use crate::method::advice::wording::units::Unit;
use crate::method::advice::wording::vocabulary::{is_lead_in, is_measured, verb};
use crate::method::advice::wording::words::Word;

/// What makes an end of the number behind it.
const REACHES: &[&str] = &["to", "reach", "reaches", "hit", "hits", "achieve", "attain"];

/// What tells that the number behind is added, and no end.
const ADDS: &[&str] = &[
    "additional",
    "another",
    "add",
    "extra",
    "fewer",
    "further",
    "gain",
    "less",
    "more",
    "net",
    "new",
    "newly",
    "hire",
    "win",
    "open",
    "sign",
];

impl Title<'_> {
    pub(super) fn compare_end(&self, foreign: &[usize]) -> Option<Contradiction> {
        if let Some(zero) = self.zero() {
            return Some(zero);
        }
        let is_own =
            |a: &&Amount| !foreign.contains(&a.at) && self.fits(a) && !self.is_qualifier(a);
        let own: Vec<&Amount> = self.amounts.iter().filter(is_own).collect();
        let of_kind = |is: &dyn Fn(&Amount) -> bool| own.iter().find(|a| is(a)).copied();
        let only = match own.as_slice() {
            [amount] if self.is_bound(amount) => Some(*amount),
            _ => None,
        };
        let end = of_kind(&|a| self.is_reached(a))
            .or_else(|| of_kind(&|a| self.is_counted(a)))
            .or_else(|| of_kind(&|a| self.is_share(a)))
            .or(only)?;
        self.denied(end)
    }

    /// "To 75", "reach 500".
    fn is_reached(&self, amount: &Amount) -> bool {
        if self.is_change_of(amount) {
            return false;
        }
        let before = self.before_bounds(amount);
        let Some((reach, lead)) = before.split_last() else {
            return false;
        };
        // "From Python 2 to 3": what is before is no number of ours.
        let is_name = |w: &Word<'_>| {
            let is_number = w.raw.starts_with(|c: char| c.is_ascii_digit());
            is_number && w.raw.len() != 4
        };
        let at = lead.len().saturating_sub(1);
        let is_amount = self.amounts.iter().any(|a| a.at <= at && at < a.end);
        let is_other = lead
            .last()
            .is_some_and(|w| w.is_in(&["up", "close"]) || is_name(w) && !is_amount);
        reach.is_in(REACHES) && !is_other
    }

    /// "Sell 10 …", "5 new customers", "45 deals closed": a number of what the goal counts.
    fn is_counted(&self, amount: &Amount) -> bool {
        let before = &self.words[..amount.at];
        let lead = before.iter().take_while(|w| is_lead_in(w)).count();
        let rest = &before[lead..];
        let adjectives = [
            "all",
            "best",
            "biggest",
            "first",
            "largest",
            "last",
            "next",
            "only",
            "our",
            "other",
            "remaining",
            "the",
            "these",
            "those",
            "top",
            "another",
            "other",
        ];
        let particles = ["up", "on", "in", "over", "back", "off", "out"];
        // "Save 15 hours" where hours are counted.
        let is_timed = self.unit_of(amount).is_some();
        let counts_unit = self.counted(amount) == Counted::Unit;
        match rest {
            [] if is_timed => false,
            [] => counts_unit && !self.is_change_of(amount),
            [head] => {
                let is_verb = verb(head).is_some()
                    && (amount.mark != Mark::None || self.is_countable(amount));
                is_verb
                    || counts_unit
                        && !head.is_in(&adjectives)
                        && head.stop.is_none()
                        && !head.is_in(super::BOUNDS)
            }
            [_, particle] => counts_unit && particle.is_in(&particles),
            _ => false,
        }
    }

    /// Whether what a verb counts may be what the goal counts: contracts are no dollars.
    fn is_countable(&self, amount: &Amount) -> bool {
        match self.unit {
            Unit::Percent | Unit::Basis | Unit::Money => false,
            Unit::Time(_) => self.is_explicit(amount),
            Unit::Unsaid | Unit::Other => self.unit_of(amount).is_none(),
        }
    }

    /// "90% of tickets answered within 1 hr", "vaccinate 70% of staff over 50", where the goal is a share.
    fn is_share(&self, amount: &Amount) -> bool {
        let of = self.words.get(amount.end).is_some_and(|w| w.lower == "of");
        let percents = self.amounts.iter().filter(|a| a.mark == Mark::Percent);
        let links = [
            "at", "by", "for", "from", "in", "of", "on", "only", "to", "up", "with",
        ];
        let at_head = match &self.words[..amount.at] {
            [] => true,
            [verb] => verb.stop.is_none() && !verb.is_in(&links),
            _ => false,
        };
        amount.mark == Mark::Percent && of && at_head && percents.count() == 1
    }

    /// "Below 4%", "≤ 2%", "of 90%", ": 40", "NPS 60", where no other number may be the end.
    fn is_bound(&self, amount: &Amount) -> bool {
        let is_timed = self.unit_of(amount).is_some();
        if is_timed && self.unit == Unit::Unsaid || self.is_change_of(amount) {
            return false;
        }
        let Some(before) = self.before(amount) else {
            let is_marked = amount.mark != Mark::None && self.names_share(amount) || is_timed;
            return is_marked || amount.sign == Sign::Bound || self.or_more(amount);
        };
        let takes = before.is_in(&["in"]) && self.is_explicit(amount);
        self.is_bounded(amount)
            || amount.sign == Sign::Bound
            || before.is_in(&["of", "is", "="])
            || before.stop == Some(':')
            || takes && self.closes(amount)
            || self.is_trailing(amount, before)
    }

    /// "30% market share", "2% churn"; a 20% discount is none of the goal.
    fn names_share(&self, amount: &Amount) -> bool {
        let shares = [
            "accuracy",
            "adherence",
            "adoption",
            "attainment",
            "attendance",
            "attrition",
            "availability",
            "completion",
            "compliance",
            "coverage",
            "growth",
            "occupancy",
            "ownership",
            "participation",
            "rate",
            "response",
            "satisfaction",
            "share",
            "uptake",
            "utilisation",
            "utilization",
            "yield",
        ];
        let behind = &self.words[amount.end..];
        let named = behind
            .iter()
            .take(3)
            .any(|w| is_measured(w) || w.is_in(&shares));
        amount.mark != Mark::Percent || self.closes(amount) || named || behind[0].lower == "of"
    }

    /// "NPS 60", "MFA coverage 100%".
    fn is_trailing(&self, amount: &Amount, before: &Word<'_>) -> bool {
        let is_last = amount.end == self.words.len() || self.closes(amount);
        let is_mean = |w: &Word<'_>| w.is_in(&["average", "avg", "mean", "median", "typical"]);
        let is_mean = self.words[..amount.at].iter().any(is_mean);
        let is_noun = self.is_explicit(amount) && (amount.mark != Mark::None || is_mean)
            || is_measured(before)
            || self.is_unit(before);
        let links = [
            "by", "with", "for", "on", "and", "or", "from", "the", "a", "up", "down", "as",
            "about", "another", "between", "per", "only", "in", "not", "no", "our", "all", "first",
            "every", "last", "next", "top", "that", "who", "→", "over", "+", "-", "–", "&", "/",
            "vs", "versus", "was",
        ];
        is_last
            && is_noun
            && before.stop.is_none()
            && !before.is_in(&links)
            && verb(before).is_none()
    }

    /// "Complaints at -30%" are 30 % fewer.
    fn is_change_of(&self, amount: &Amount) -> bool {
        amount.sign == Sign::Minus && amount.mark == Mark::Percent && self.unit != Unit::Percent
    }

    /// Whether an amount may count what is added: "open 3 new stores"; not "to 3", "within 3 days", nor
    /// "8 of 10".
    fn may_be_added(&self, amount: &Amount) -> bool {
        let of = self.words.get(amount.end).is_some_and(|w| w.lower == "of");
        let is_part = of
            && self
                .amounts
                .iter()
                .any(|a| a.at > amount.end && a.at <= amount.end + 2);
        // "Close 2 of 6 warehouses" leaves 4.
        let falls = self.fields.ends.first().zip(self.fields.baseline);
        let is_part = is_part && !falls.is_some_and(|((_, end), base)| *end < base);
        let adds = self.words.iter().any(|w| w.is_in(ADDS));
        let counts = self.is_counted(amount) && amount.mark != Mark::Percent;
        !self.is_reached(amount)
            && !self.is_bounded(amount)
            && !is_part
            && (adds || counts)
            && amount.sign != Sign::Bound
    }

    /// The 10 of "8 of 10 open roles".
    fn is_whole(&self, amount: &Amount) -> bool {
        let is = |at: usize, list: &[&str]| self.words[at].is_in(list);
        let the = usize::from(amount.at > 0 && is(amount.at - 1, &["the", "our", "all"]));
        let of = amount.at.checked_sub(1 + the).filter(|at| is(*at, &["of"]));
        let out = of.map(|of| of - usize::from(of > 0 && is(of - 1, &["out"])));
        out.is_some_and(|end| self.amounts.iter().any(|part| part.end == end))
    }

    /// Where no field agrees with the end that the title names, nor with any other of its amounts.
    fn denied(&self, end: &Amount) -> Option<Contradiction> {
        let ends = &self.fields.ends;
        let (key, value) = ends.first().copied()?;
        self.agrees(end, value)?;
        let added = |field: f64| self.fields.baseline.map(|base| (field - base).abs());
        let is_said = |amount: &Amount, field: f64| {
            let added = added(field).filter(|_| self.may_be_added(amount));
            let mut fields = [Some(field), added].into_iter().flatten();
            fields.any(|field| self.agrees(amount, field) == Some(true))
        };
        let all = self.amounts.iter().filter(|a| !self.is_whole(a));
        let mut all = all.flat_map(|a| ends.iter().map(move |(_, e)| (a, *e)));
        if all.any(|(amount, field)| is_said(amount, field))
            || ends.iter().any(|(_, field)| self.is_computed(*field))
            || !self.is_of_that_size(end)
        {
            return None;
        }
        let lead = self
            .before(end)
            .map_or(String::new(), |word| format!("{} ", word.raw));
        Some(Contradiction {
            said: format!("{lead}{}", end.written),
            key,
            value: Told::Number(value),
        })
    }
}
