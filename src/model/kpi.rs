//! KPIs: vital signs that outlive cycles.

use super::{Band, Calendar, CycleId, Invalid, KpiId, Name, Quantity};
use chrono::{Days, Months, NaiveDate};
use std::collections::BTreeMap;

/// A KPI with its targets and history.
#[derive(Debug, Clone, PartialEq)]
pub struct Kpi {
    /// Its id.
    pub id: KpiId,
    /// Its name for people.
    pub name: String,
    /// How it is computed.
    pub measure: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
    /// Which way is better.
    pub direction: Direction,
    /// How often it is read; without it a reading is never late.
    pub frequency: Option<Frequency>,
    /// Where readings come from.
    pub source: Option<String>,
    /// Who answers for it.
    pub owner: Option<Name>,
    /// Whether it looks ahead or back.
    pub indicator: Option<Indicator>,
    /// How a cycle's readings become its value.
    pub aggregate: Aggregate,
    /// Decimals to show.
    pub decimals: Option<u8>,
    /// A heading to list it under.
    pub category: Option<String>,
    /// One of the few that everyone watches.
    pub health: bool,
    /// The lagging KPIs that this leading one moves.
    pub drives: Vec<KpiId>,
    /// A figure from outside to compare with.
    pub benchmark: Option<Benchmark>,
    /// Limits are computed anew from here on.
    pub chart_from: Option<NaiveDate>,
    /// Targets now.
    pub targets: Targets,
    /// Absolute bounds of green and amber.
    pub thresholds: Option<Thresholds>,
    /// What was agreed before, oldest first.
    pub amended: Vec<KpiAmendment>,
    /// Earlier ids.
    pub formerly: Vec<KpiId>,
    /// When and why it was given up.
    pub retired: Option<Retired>,
}

impl Kpi {
    /// The targets in force on `day`: an amendment counts from its own day on.
    pub fn targets_on(&self, day: NaiveDate) -> &Targets {
        let later = self.amended.iter().find(|a| a.on > day);
        later.map_or(&self.targets, |a| &a.before)
    }

    /// Who answered for it on `day`.
    pub fn owner_on(&self, day: NaiveDate) -> Option<&Name> {
        let later = self.amended.iter().find(|a| a.on > day);
        later.map_or(self.owner.as_ref(), |a| a.owner_before.as_ref())
    }

    /// Whether it is a total that should stay small.
    pub fn is_budget(&self) -> bool {
        (self.aggregate, self.direction) == (Aggregate::Sum, Direction::Decrease)
    }

    /// Whether it was given up by `day`.
    pub fn retired_on(&self, day: NaiveDate) -> bool {
        self.retired.as_ref().is_some_and(|r| r.on <= day)
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Increase,
    /// Less is better.
    Decrease,
    /// Within a band is best.
    Maintain,
}

impl Direction {
    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Increase => "increase",
            Self::Decrease => "decrease",
            Self::Maintain => "maintain",
        }
    }

    /// Whether `value` is at or beyond `goal` in this direction; never for `maintain`.
    pub fn reaches(self, value: f64, goal: f64) -> bool {
        match self {
            Self::Increase => value >= goal - 1e-9,
            Self::Decrease => value <= goal + 1e-9,
            Self::Maintain => false,
        }
    }
}

/// How often something is read or done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Every day.
    Daily,
    /// Every 7 days.
    Weekly,
    /// Every 14 days.
    Fortnightly,
    /// Every calendar month.
    Monthly,
    /// Every three calendar months.
    Quarterly,
    /// Every twelve calendar months.
    Yearly,
}

impl Frequency {
    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Fortnightly => "fortnightly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Yearly => "yearly",
        }
    }

    /// The day `periods` periods after `date`; months are calendar months.
    pub fn after(self, date: NaiveDate, periods: u32) -> NaiveDate {
        let days = |n: u32| date.checked_add_days(Days::new(u64::from(n)));
        let months = |n: u32| date.checked_add_months(Months::new(n));
        let later = match self {
            Self::Daily => days(periods),
            Self::Weekly => days(7 * periods),
            Self::Fortnightly => days(14 * periods),
            Self::Monthly => months(periods),
            Self::Quarterly => months(3 * periods),
            Self::Yearly => months(12 * periods),
        };
        later.unwrap_or(NaiveDate::MAX)
    }
}

/// Whether a KPI looks ahead or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indicator {
    /// Moves first.
    Leading,
    /// Tells what has happened.
    Lagging,
}

impl Indicator {
    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Leading => "leading",
            Self::Lagging => "lagging",
        }
    }
}

/// How the readings of a cycle become its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// The last reading.
    Last,
    /// The total.
    Sum,
    /// The arithmetic mean.
    Mean,
    /// The smallest.
    Min,
    /// The largest.
    Max,
}

impl Aggregate {
    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Last => "last",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Min => "min",
            Self::Max => "max",
        }
    }
}

/// A figure from outside to compare with.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// The figure, in the KPI's unit.
    pub value: Quantity,
    /// Whose it is.
    pub source: Option<String>,
}

/// What a KPI should be in a cycle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum KpiTarget {
    /// A value to reach.
    Value(Quantity),
    /// A band to stay in.
    Band(Band),
}

/// Targets by cycle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Targets {
    /// Where nothing else stands.
    pub always: Option<KpiTarget>,
    /// By cycle, as written.
    pub by_cycle: BTreeMap<CycleId, KpiTarget>,
}

/// A target in force and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InForce {
    /// The target for the cycle that was asked for.
    pub target: KpiTarget,
    /// The cycle whose entry it is; none means `always`.
    pub from: Option<CycleId>,
}

impl Targets {
    /// Every target with its key, `always` (none) first, then by cycle.
    pub fn by_key(&self) -> impl Iterator<Item = (Option<CycleId>, KpiTarget)> {
        let always = self.always.map(|target| (None, target));
        let by_cycle = self.by_cycle.iter();
        let by_cycle = by_cycle.map(|(&cycle, &target)| (Some(cycle), target));
        always.into_iter().chain(by_cycle)
    }

    /// The target in force for `cycle`: its own, else an enclosing cycle's (for a sum its share of
    /// it), else `always`.
    pub fn in_force(
        &self,
        cycle: CycleId,
        aggregate: Aggregate,
        calendar: Calendar,
    ) -> Option<InForce> {
        if let Some(&target) = self.by_cycle.get(&cycle) {
            let from = Some(cycle);
            return Some(InForce { target, from });
        }
        for outer in calendar.enclosing(cycle) {
            let Some(&whole) = self.by_cycle.get(&outer) else {
                continue;
            };
            let parts = match aggregate {
                Aggregate::Sum => f64::from(outer.kind().months() / cycle.kind().months()),
                Aggregate::Last | Aggregate::Mean | Aggregate::Min | Aggregate::Max => 1.0,
            };
            let target = whole.divided_by(parts);
            let from = Some(outer);
            return Some(InForce { target, from });
        }
        let target = self.always?;
        Some(InForce { target, from: None })
    }
}

impl KpiTarget {
    fn divided_by(self, parts: f64) -> Self {
        let part = |q: Quantity| Quantity::new(q.get() / parts).unwrap_or(q);
        match self {
            Self::Value(value) => Self::Value(part(value)),
            Self::Band(band) => {
                let low = band.at_least().map(|v| v / parts);
                let high = band.at_most().map(|v| v / parts);
                let bound = |v: Option<f64>| v.and_then(|v| Quantity::new(v).ok());
                Band::new(bound(low), bound(high)).map_or(self, Self::Band)
            }
        }
    }
}

/// Absolute bounds of green and amber, in the KPI's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Green at or beyond this.
    pub green: Quantity,
    /// Amber at or beyond this; none means no amber.
    pub amber: Option<Quantity>,
}

impl Thresholds {
    /// Thresholds in the order that the direction asks for.
    ///
    /// # Errors
    /// Refuses amber beyond green, and thresholds of a band.
    pub fn new(
        green: Quantity,
        amber: Option<Quantity>,
        direction: Direction,
    ) -> Result<Self, Invalid> {
        let turned = match (direction, amber) {
            (Direction::Maintain, _) => {
                return Err(
                    Invalid::new("thresholds need a direction to increase or decrease")
                        .help("a band of its own judges a KPI that is to be maintained"),
                );
            }
            (_, None) => false,
            (Direction::Increase, Some(amber)) => amber > green,
            (Direction::Decrease, Some(amber)) => amber < green,
        };
        if turned {
            let invalid = Invalid::new(format!(
                "amber lies beyond green for a KPI that should {}",
                direction.word()
            ));
            return Err(invalid.help(match direction {
                Direction::Decrease => "`amber` is at least `green`, such as 80 where that is 70",
                Direction::Increase | Direction::Maintain => {
                    "`amber` is at most `green`, such as 70 where that is 74"
                }
            }));
        }
        Ok(Self { green, amber })
    }
}

/// A change of what was agreed.
#[derive(Debug, Clone, PartialEq)]
pub struct KpiAmendment {
    /// The first day on which the new terms count.
    pub on: NaiveDate,
    /// The keys that changed and what they were, as written.
    pub was: Vec<(String, String)>,
    /// Why.
    pub reason: Option<String>,
    /// The targets in force before.
    pub before: Targets,
    /// The owner before.
    pub owner_before: Option<Name>,
}

/// A KPI that was given up.
#[derive(Debug, Clone, PartialEq)]
pub struct Retired {
    /// The first day on which it is left out.
    pub on: NaiveDate,
    /// Why.
    pub reason: Option<String>,
    /// What took its place.
    pub replaced_by: Option<KpiId>,
}
