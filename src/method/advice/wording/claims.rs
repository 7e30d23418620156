//! What a title says of a goal's numbers, held against the fields.
//!
//! Doubt counts for the title: a number that agrees with any field that it may mean is right, and one
//! in another unit than the goal's is not compared.

mod computed;

use super::amounts::{Amount, Mark};
use super::change::{Change, Size, in_words};
use super::units::{Unit, factor};
use super::vocabulary::verb;
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
    let title = Title {
        words,
        amounts,
        fields,
    };
    if fields.ends.is_empty() && fields.baseline.is_none() && fields.relative.is_none() {
        return Vec::new();
    }
    if let Some((start, end)) = title.way() {
        return title.compare_way(start, end);
    }
    if let Some(change) = title.change() {
        return title.compare_change(&change).into_iter().collect();
    }
    title.compare_end().into_iter().collect()
}

struct Title<'a> {
    words: &'a [Word<'a>],
    amounts: &'a [Amount],
    fields: &'a Fields,
}

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
];

const BOUNDS: &[&str] = &[
    "above", "over", "below", "under", "least", "most", "than", "within", "at",
];

impl Title<'_> {
    fn before(&self, amount: &Amount) -> Option<&Word<'_>> {
        let before = amount.at.checked_sub(1)?;
        self.words.get(before)
    }

    fn is_after(&self, amount: &Amount, words: &[&str]) -> bool {
        self.before(amount).is_some_and(|w| w.is_in(words))
    }

    /// "From 73 to 75": start and end.
    fn way(&self) -> Option<(&Amount, &Amount)> {
        let pairs = self.amounts.windows(2).map(|pair| (&pair[0], &pair[1]));
        let mut pairs = pairs.filter(|(a, b)| b.at - a.end <= 3);
        pairs.find(|(a, b)| {
            let arrow = self.is_after(b, &["→", "->", "=>"]);
            arrow || self.is_after(a, &["from"]) && self.is_after(b, &["to"])
        })
    }

    fn compare_way(&self, start: &Amount, end: &Amount) -> Vec<Contradiction> {
        let mut found = Vec::new();
        // In "from 4 to 2 hours" the unit is said once.
        let unit = self.unit_of(start).or(self.unit_of(end));
        if let Some(baseline) = self.fields.baseline
            && self.agrees_in(start, unit, baseline) == Some(false)
        {
            found.push(Contradiction {
                said: format!("from {}", start.written),
                key: "`baseline`",
                value: Told::Number(baseline),
            });
        }
        let later = self.amounts.iter().filter(|a| a.at >= end.at);
        found.extend(self.denied(end, "to ", later));
        found
    }

    /// A change by an amount: "by 30 %", "a 20% increase", "double".
    fn change(&self) -> Option<Change> {
        let is_change = |a: &&Amount| self.is_after(a, &["by"]) || self.goes_up_or_down(a);
        let by = self.amounts.iter().find(is_change);
        let rise = || {
            let rises = |a: &&Amount| {
                let next = self.words.get(a.end);
                a.mark == Mark::Percent && next.is_some_and(|w| w.is_in(RISES))
            };
            self.amounts.iter().find(rises)
        };
        if let Some(amount) = by.or_else(rise) {
            let lead = self.before(amount).filter(|_| by.is_some());
            let lead = lead.map_or(String::new(), |word| format!("{} ", word.lower));
            return self.change_by(amount, &lead);
        }
        in_words(self.words)
    }

    /// "Up 25%"; not "sign up 25% of all visitors".
    fn goes_up_or_down(&self, amount: &Amount) -> bool {
        let is_part = self.words.get(amount.end).is_some_and(|w| w.lower == "of");
        matches!(amount.mark, Mark::Percent | Mark::Points)
            && !is_part
            && self.is_after(amount, &["up", "down"])
    }

    fn change_by(&self, amount: &Amount, lead: &str) -> Option<Change> {
        let said = format!("{lead}{}", amount.written);
        let size = match amount.mark {
            Mark::Percent => Size::Percent(amount.value, amount.slack),
            Mark::None | Mark::Points | Mark::Money => {
                let factor = factor(self.unit_of(amount), amount.mark, self.fields.unit())?;
                Size::Plain(amount.value * factor, amount.slack * factor)
            }
        };
        Some(Change { said, size })
    }

    fn compare_change(&self, change: &Change) -> Option<Contradiction> {
        let base = self.fields.baseline.filter(|b| *b != 0.0);
        let ends = &self.fields.ends;
        let contradiction = |key, value| {
            Some(Contradiction {
                said: change.said.clone(),
                key,
                value,
            })
        };
        let Some(base) = base else {
            let share = self.fields.relative.map(|r| r * 100.0)?;
            let agrees = match change.size {
                Size::Percent(percent, slack) => near(share.abs(), percent, slack),
                Size::Plain(..) => true,
                Size::Times(times) => near(1.0 + share / 100.0, times, 0.02),
                Size::Fold(times) => is_fold(1.0 + share / 100.0, times),
            };
            return (!agrees).then(|| contradiction("`target`", Told::Relative(share)))?;
        };
        let percent = |end: f64| (end - base) / base.abs() * 100.0;
        let agrees = |end: f64| {
            let way = (end - base).abs();
            match change.size {
                Size::Percent(size, slack) => {
                    near(percent(end).abs(), size, slack)
                        || near(way, size, slack)
                        || near(end, size, slack)
                }
                Size::Plain(size, slack) => near(way, size, slack) || near(end, size, slack),
                Size::Times(times) => near(end / base, times, 0.02),
                Size::Fold(times) => is_fold(end / base, times) || near(end, times, 0.02),
            }
        };
        let (key, to) = ends.first().copied()?;
        if ends.iter().any(|(_, end)| agrees(*end)) {
            return None;
        }
        let percent = percent(to);
        contradiction(
            key,
            Told::Change {
                from: base,
                to,
                percent,
            },
        )
    }

    /// An end alone: "to 75", "below $4", "sell 10".
    fn compare_end(&self) -> Option<Contradiction> {
        if let Some(zero) = self.zero() {
            return Some(zero);
        }
        let parts = &["in", "of", "out"];
        let is_part = |a: &Amount| a.mark == Mark::None && self.is_after(a, parts);
        let told: Vec<&Amount> = self.amounts.iter().filter(|a| !is_part(a)).collect();
        let strong = told.iter().find(|a| self.is_strong(a)).copied();
        let only = match told.as_slice() {
            [amount] if self.is_bound(amount) => Some(*amount),
            _ => None,
        };
        self.denied(strong.or(only)?, "", told.iter().copied())
    }

    /// Whether an amount is an end whatever else the title counts: "to 75", "Sell 10 …".
    fn is_strong(&self, amount: &Amount) -> bool {
        let reaches = ["to", "reach", "reaches", "hit", "hits", "achieve", "attain"];
        if self.is_change_of(amount) {
            return false;
        }
        let before = self.before_bounds(amount);
        if before.last().is_some_and(|w| w.is_in(&reaches)) {
            let lead = before.len().checked_sub(2).map(|at| &before[at]);
            return !lead.is_some_and(|w| w.is_in(&["up", "close"]));
        }
        let counts = amount.at == 1 && verb(&self.words[0]).is_some();
        counts && self.is_countable(amount)
    }

    /// Whether what a verb counts may be what the goal counts: contracts are no dollars.
    fn is_countable(&self, amount: &Amount) -> bool {
        match (amount.mark, self.fields.unit()) {
            (Mark::None, Unit::Percent | Unit::Money | Unit::Time(_)) => false,
            (Mark::None, Unit::Unsaid | Unit::Other) => self.unit_of(amount).is_none(),
            (Mark::Percent | Mark::Points | Mark::Money, _) => true,
        }
    }

    /// The words before an amount and its bound: "to under 2 seconds" is an end as "to 2 seconds" is.
    fn before_bounds(&self, amount: &Amount) -> &[Word<'_>] {
        let before = &self.words[..amount.at];
        let bounds = before.iter().rev().take_while(|w| w.is_in(BOUNDS));
        &before[..before.len() - bounds.count()]
    }

    /// Whether an amount may count what is added: "open 3 new stores"; not "to 3", nor "8 of 10".
    fn may_be_added(&self, amount: &Amount) -> bool {
        let before = self.before_bounds(amount);
        let is_end = before.last().is_some_and(|w| w.lower == "to");
        let of = self.words.get(amount.end).is_some_and(|w| w.lower == "of");
        let is_part = of && self.amounts.iter().any(|a| a.at == amount.end + 1);
        !is_end && !is_part
    }

    /// "Complaints at -30%" are 30 % fewer.
    fn is_change_of(&self, amount: &Amount) -> bool {
        amount.is_negative && amount.mark == Mark::Percent && self.fields.unit() != Unit::Percent
    }

    fn is_bound(&self, amount: &Amount) -> bool {
        let is_timed = self.unit_of(amount).is_some();
        if is_timed && self.fields.unit() == Unit::Unsaid || self.is_change_of(amount) {
            return false;
        }
        let Some(before) = self.before(amount) else {
            return amount.mark != Mark::None;
        };
        before.is_in(BOUNDS) || before.is_in(&["of", "is"]) || before.stop == Some(':')
    }

    /// Where no field agrees with the end that the title names, nor with any other of `amounts`.
    fn denied<'t>(
        &self,
        end: &Amount,
        lead: &str,
        amounts: impl Iterator<Item = &'t Amount>,
    ) -> Option<Contradiction> {
        let ends = &self.fields.ends;
        let (key, value) = ends.first().copied()?;
        self.agrees(end, value)?;
        let mut all = amounts.flat_map(|a| ends.iter().map(move |(_, e)| (a, *e)));
        let added = |field: f64| self.fields.baseline.map(|base| (field - base).abs());
        if all.any(|(amount, field)| {
            let added = added(field).filter(|_| self.may_be_added(amount));
            let fields = [Some(field), added];
            let mut fields = fields.into_iter().flatten();
            fields.any(|field| self.agrees(amount, field) == Some(true))
        }) {
            return None;
        }
        if ends.iter().any(|(_, field)| self.is_computed(*field)) {
            return None;
        }
        let lead = match (lead, self.before(end)) {
            ("", Some(word)) => format!("{} ", word.raw),
            _ => lead.to_owned(),
        };
        Some(Contradiction {
            said: format!("{lead}{}", end.written),
            key,
            value: Told::Number(value),
        })
    }

    /// Seconds of the unit of time behind an amount.
    fn unit_of(&self, amount: &Amount) -> Option<f64> {
        let mut behind = self.words[amount.end..].iter().take(2);
        let stopped = self.words[amount.end - 1].stop.is_some();
        let unit = behind.find_map(|w| Unit::of(&w.lower).seconds());
        unit.filter(|_| !stopped)
    }

    fn agrees(&self, amount: &Amount, field: f64) -> Option<bool> {
        self.agrees_in(amount, self.unit_of(amount), field)
    }

    /// Whether an amount and a field are the same number; none where they cannot be compared.
    fn agrees_in(&self, amount: &Amount, time: Option<f64>, field: f64) -> Option<bool> {
        let factor = factor(time, amount.mark, self.fields.unit())?;
        let (value, slack) = (amount.signed() * factor, amount.slack * factor);
        // Thousands and millions may be in the unit; a share may be written as 0.4.
        let share = if amount.mark == Mark::Percent {
            100.0
        } else {
            1.0
        };
        let scales = [1.0, 1e3, 1e-3, 1e6, 1e-6, share];
        let is_said = |field: f64| scales.iter().any(|s| near(field * s, value, slack));
        // A loss of 2 may be kept as -2; a field without a unit may hold any unit of time.
        let is_loss = field < 0.0 && !amount.is_negative && is_said(-field);
        let unsaid = time.filter(|_| self.fields.unit() == Unit::Unsaid);
        let is_other = unsaid.is_some_and(|said| {
            let units = [1e-3, 1.0, 60.0, 3600.0, 86_400.0, 604_800.0];
            units
                .iter()
                .any(|u| near(field, value * said / u, slack * said / u))
        });
        Some(is_said(field) || is_loss || is_other)
    }
}

impl Fields {
    fn unit(&self) -> Unit {
        self.unit.as_deref().map_or(Unit::Unsaid, Unit::of)
    }
}

/// Whether two numbers are the same but for rounding; 2 % of difference is never only that.
fn near(value: f64, said: f64, slack: f64) -> bool {
    let slack = slack.min(said.abs() * 0.02);
    (value - said).abs() <= slack + 1e-9 * said.abs().max(1.0)
}

/// Whether an end at `ratio` of its start is "3x": three times it, a third of it ("3x faster"), or
/// three times more.
fn is_fold(ratio: f64, times: f64) -> bool {
    let meant = [times, 1.0 / times, times + 1.0];
    meant.iter().any(|said| near(ratio, *said, 0.02))
}

#[cfg(test)]
mod tests;
