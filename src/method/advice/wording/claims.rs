//! What a title says of a goal's numbers, held against the fields.
//!
//! Doubt counts for the title: a number that agrees with any field that it may mean is right, and one
//! in another unit than the goal's is not compared.

use super::amounts::{Amount, Mark};
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

/// A change that a title names.
struct Change {
    said: String,
    size: Size,
}

enum Size {
    /// In percent; it may mean points too.
    Percent(f64, f64),
    /// In the goal's unit, with its slack.
    Plain(f64, f64),
    /// "Double": the end as a multiple of the start.
    Times(f64),
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
        let by = self.amounts.iter().find(|a| self.is_after(a, &["by"]));
        let rise = || {
            let rises = |a: &&Amount| {
                let next = self.words.get(a.end);
                a.mark == Mark::Percent && next.is_some_and(|w| w.is_in(RISES))
            };
            self.amounts.iter().find(rises)
        };
        if let Some(amount) = by.or_else(rise) {
            let lead = if by.is_some() { "by " } else { "" };
            return self.change_by(amount, lead);
        }
        self.change_in_words()
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

    fn change_in_words(&self) -> Option<Change> {
        let head = self.words.first()?;
        let times = match &*head.lower {
            "double" => Some(2.0),
            "triple" => Some(3.0),
            "quadruple" => Some(4.0),
            "halve" => Some(0.5),
            _ => None,
        };
        if let Some(times) = times.filter(|_| !head.quoted) {
            return Some(Change {
                said: head.raw.to_owned(),
                size: Size::Times(times),
            });
        }
        let shares = [("half", 50.0), ("third", 100.0 / 3.0), ("quarter", 25.0)];
        let by = self.words.iter().position(|w| w.lower == "by")?;
        let rest = self.words.get(by + 1..)?;
        let article = usize::from(rest.first()?.is_in(&["a", "one"]));
        let word = rest.get(article)?;
        let (_, percent) = shares.iter().find(|(name, _)| word.is_in(&[name]))?;
        let said: Vec<&str> = self.words[by..=by + 1 + article]
            .iter()
            .map(|w| w.raw)
            .collect();
        Some(Change {
            said: said.join(" "),
            size: Size::Percent(*percent, 0.5),
        })
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
        if self.is_after(amount, &reaches) {
            return !(amount.at >= 2 && self.words[amount.at - 2].is_in(&["up", "close"]));
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

    fn is_bound(&self, amount: &Amount) -> bool {
        let is_timed = self.unit_of(amount).is_some();
        if is_timed && self.fields.unit() == Unit::Unsaid {
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
        // "Open 3 new stores" may count what is added.
        let added = |field: f64| self.fields.baseline.map(|base| (field - base).abs());
        if all.any(|(amount, field)| {
            let fields = [Some(field), added(field)];
            let mut fields = fields.into_iter().flatten();
            fields.any(|field| self.agrees(amount, field) == Some(true))
        }) {
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
        let (value, slack) = (amount.value * factor, amount.slack * factor);
        // Thousands and millions may be in the unit; a share may be written as 0.4.
        let share = if amount.mark == Mark::Percent {
            100.0
        } else {
            1.0
        };
        let scales = [1.0, 1e3, 1e-3, 1e6, 1e-6, share];
        Some(scales.iter().any(|s| near(field * s, value, slack)))
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

#[cfg(test)]
mod tests;
