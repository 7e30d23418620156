//! Ways that a title names, from a start to an end: "from 73 to 75", "5 → 3", "in 14 days instead of
//! 30".

use super::counted::Counted;
use super::{Contradiction, Title, Told};
use crate::method::advice::wording::amounts::{Amount, Mark};
use crate::method::advice::wording::arrows::ARROWS;
use crate::method::advice::wording::units::Unit;
use crate::method::advice::wording::vocabulary::is_measured;

/// How surely two numbers are a start and an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// An arrow.
    Arrow,
    /// "From … to", "instead of".
    Said,
    /// "6 to 9", which may be a range.
    Bare,
}

/// A start and an end.
pub(super) struct Way<'a> {
    pub start: &'a Amount,
    pub end: &'a Amount,
    form: Form,
}

/// What stands before a range that describes: "aged 18 to 25", "teams of 5 to 9".
const RANGED: &[&str] = &[
    "age", "aged", "ages", "band", "bands", "between", "class", "classes", "grade", "grades",
    "level", "levels", "of", "over", "size", "sizes", "step", "steps", "with", "year", "years",
];

impl Title<'_> {
    /// The ways among neighbouring numbers.
    pub(super) fn ways(&self) -> Vec<Way<'_>> {
        let pairs = self.amounts.windows(2);
        pairs
            .filter_map(|pair| self.way(&pair[0], &pair[1]))
            .collect()
    }

    fn way<'t>(&'t self, first: &'t Amount, second: &'t Amount) -> Option<Way<'t>> {
        // "Falls per 1,000 bed days to below 4", "up by 5 points to 38%".
        if second.at - first.end > 4 || self.is_after(first, &["per", "by", "up", "down"]) {
            return None;
        }
        let way = |start, end, form| Some(Way { start, end, form });
        let between =
            &self.before_bounds(second)[first.end.min(self.before_bounds(second).len())..];
        let last = between.last()?;
        let is_before_last =
            |words: &[&str]| between.len() >= 2 && between[between.len() - 2].is_in(words);
        if last.is_in(ARROWS) {
            return way(first, second, Form::Arrow);
        }
        let before_first = self.before_bounds(first).last();
        let from = before_first.is_some_and(|w| w.is_in(&["from"]));
        if last.is_in(&["to"]) {
            let is_near = second.at - first.end <= 3;
            return match from {
                true => way(first, second, Form::Said),
                false if is_near => way(first, second, Form::Bare),
                false => None,
            };
        }
        let instead =
            last.is_in(&["of"]) && is_before_last(&["instead"]) || last.is_in(&["rather"]);
        let to = before_first.is_some_and(|w| w.is_in(&["to"]));
        let back = last.is_in(&["from"]) && (to || is_before_last(&["up", "down"]));
        if instead || back {
            return way(second, first, Form::Said);
        }
        None
    }

    /// What the fields say otherwise; none where the way is not the goal's.
    pub(super) fn compare_way(&self, way: &Way<'_>) -> Option<Vec<Contradiction>> {
        // In "from 4 to 2 hours" the unit is said once.
        let unit = self.unit_of(way.start).or(self.unit_of(way.end));
        let mark = if way.start.mark == Mark::None {
            way.end.mark
        } else {
            way.start.mark
        };
        let start = Amount {
            mark,
            ..way.start.clone()
        };
        let baseline = self.fields.baseline;
        let starts = baseline.and_then(|baseline| self.agrees_in(&start, unit, baseline));
        let (key, target) = self.fields.ends.first().copied().unzip();
        let end = Amount {
            mark,
            ..way.end.clone()
        };
        let ends = target.and_then(|target| self.agrees_in(&end, unit, target));
        let ends = ends.map(|_| self.ends_there(way, &end, unit));
        if self.is_of_others(way, starts == Some(true), ends == Some(true)) {
            return None;
        }
        let mut found = Vec::new();
        if let Some(baseline) = baseline
            && starts == Some(false)
        {
            found.push(Contradiction {
                said: format!("from {}", way.start.written),
                key: "`baseline`",
                value: Told::Number(baseline),
            });
        }
        if let (Some(key), Some(target)) = (key, target)
            && ends == Some(false)
        {
            found.push(Contradiction {
                said: format!("to {}", way.end.written),
                key,
                value: Told::Number(target),
            });
        }
        Some(found)
    }

    /// Whether the end agrees with a field, or a later number does: "towards 80 % in 2026".
    fn ends_there(&self, way: &Way<'_>, end: &Amount, unit: Option<f64>) -> bool {
        let mut fields = self.fields.ends.iter().map(|(_, field)| *field);
        let mut later = self.amounts.iter().filter(|a| a.at >= way.end.at);
        fields
            .any(|field| self.agrees_in(end, unit, field) == Some(true) || self.is_computed(field))
            || later.any(|amount| self.is_an_end(amount))
    }

    /// Whether the way is that of something else: "upgraded from 2 shifts to 3" on plants, "grades 1 to
    /// 4" on a share.
    fn is_of_others(&self, way: &Way<'_>, starts: bool, ends: bool) -> bool {
        let own = [way.start, way.end];
        if own.iter().any(|amount| self.is_marked_otherwise(amount)) {
            return true;
        }
        if starts && ends {
            return false;
        }
        // "Factories that cut scrap from 5% to 3%".
        if !starts && !ends && self.described(way.start.at.min(way.end.at)).is_some() {
            return true;
        }
        if !starts && self.has_end_before(way) {
            return true;
        }
        let counts_other = own
            .iter()
            .any(|a| a.mark == Mark::None && self.counted(a) == Counted::Other);
        let first = if way.start.at < way.end.at {
            way.start
        } else {
            way.end
        };
        let is_explicit = own.iter().any(|a| self.is_explicit(a)) || self.follows_unit(first);
        let is_sure = way.form == Form::Arrow || is_explicit;
        if way.form == Form::Bare {
            let changes = starts || is_explicit || self.is_change_verb_at_head();
            return self.is_after(way.start, RANGED) || !changes || counts_other && !is_explicit;
        }
        // One number that agrees by chance proves nothing where another noun is counted.
        if counts_other && !is_explicit {
            return true;
        }
        // Far from the fields it needs to say that it is the goal's: trains "from 6 to 9".
        !is_sure && !self.is_near_the_fields(way, starts, ends)
    }

    /// "Move 30 services from 2 data centres to 1": another number is the goal's end.
    fn has_end_before(&self, way: &Way<'_>) -> bool {
        let own = [way.start.at, way.end.at];
        let other = self.amounts.iter().filter(|a| !own.contains(&a.at));
        let mut before = other.filter(|a| a.at < own[0].max(own[1]));
        before.any(|amount| self.is_an_end(amount))
    }

    /// Whether what disagrees is no more than twice or half of its field.
    fn is_near_the_fields(&self, way: &Way<'_>, starts: bool, ends: bool) -> bool {
        let is_near = |amount: &Amount, field: Option<f64>| {
            field.is_none_or(|field| (0.5..=2.0).contains(&(amount.signed() / field)))
        };
        let target = self.fields.ends.first().map(|(_, end)| *end);
        is_near(way.start, self.fields.baseline.filter(|_| !starts))
            && is_near(way.end, target.filter(|_| !ends))
    }

    /// "Volunteers from 12", "NPS from 40": what the goal counts, or a measure, stands before.
    fn follows_unit(&self, amount: &Amount) -> bool {
        let before = self.before_bounds(amount);
        let cut = before
            .iter()
            .rev()
            .take_while(|w| w.is_in(&["from", "up", "down", "increased", "reduced"]));
        let before = &before[..before.len() - cut.count()];
        let is_unit = before.last().is_some_and(|noun| self.is_unit(noun));
        let is_measure = before.last().is_some_and(is_measured);
        is_unit || is_measure && matches!(self.unit, Unit::Unsaid | Unit::Other)
    }
}
