//! The new target of one goal.

use super::Asked;
use crate::model::{
    Aggregate, Band, Calendar, CycleId, Direction, Kpi, KpiTarget, Quantity, Target,
};

/// What gave a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// What the annual target still needs.
    Pace,
    /// The same step again.
    Step,
    /// The same target or band again.
    Keep,
    /// A person gave it.
    Given,
    /// Relative to the baseline, as written.
    Relative,
    /// It stood already.
    Set,
}

impl Strategy {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pace => "pace",
            Self::Step => "step",
            Self::Keep => "keep",
            Self::Given => "given",
            Self::Relative => "relative",
            Self::Set => "set",
        }
    }
}

/// What the old cycle leaves for one goal.
#[derive(Debug, Clone)]
pub(super) struct Legacy<'a> {
    pub(super) kpi: &'a Kpi,
    pub(super) calendar: Calendar,
    pub(super) from: CycleId,
    pub(super) to: CycleId,
    /// The value of the old cycle.
    pub(super) actual: Option<f64>,
    /// Where the old goal started.
    pub(super) baseline: Option<f64>,
    /// What the old goal asked for, as a number.
    pub(super) target: Option<f64>,
    /// A relative target of the old goal's own.
    pub(super) relative: Option<Target>,
    /// Bounds of the old goal's own.
    pub(super) hold: Option<Band>,
    /// The band in force for the old goal, where its KPI is kept in one.
    pub(super) band: Option<Band>,
    /// Values of the earlier cycles of the new cycle's year that have readings.
    pub(super) year_so_far: Vec<(CycleId, f64)>,
    /// A target that stands for the new cycle in the KPI's `[targets]`.
    pub(super) standing: Option<KpiTarget>,
    /// A target given by hand.
    pub(super) given: Option<f64>,
    pub(super) asked: Asked,
}

/// A new baseline and target.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Where the new goal starts; 0 for a total.
    pub baseline: Option<f64>,
    /// What it asks for.
    pub aim: ProposedAim,
    /// What gave it.
    pub strategy: Strategy,
    /// Whether the annual total was already reached.
    pub annual_reached: bool,
    /// The year for which the step stands in, as there is no annual target.
    pub no_annual_target: Option<CycleId>,
    /// A new year and its target, where a hold that goes on is short of that.
    pub held_short_of: Option<(CycleId, f64)>,
    /// A relative target of the old goal, where the new one starts at 0, from which it says nothing.
    pub relative_to_0: Option<Target>,
}

/// What a new goal asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ProposedAim {
    /// To reach a number.
    Reach(f64),
    /// A target relative to the baseline, and the number that it makes.
    Relative(Target, Option<f64>),
    /// A band that goes on, of the goal's own.
    OwnBand(Band),
    /// The KPI's band.
    KpiBand(Band),
    /// What already stands for the KPI: nothing to write.
    Standing(KpiTarget),
    /// Reached: to be held.
    Hold(f64),
    /// Nothing known.
    Nothing,
}

impl ProposedAim {
    /// The number or band that it comes to.
    pub(super) fn number(self) -> Option<KpiTarget> {
        match self {
            Self::Reach(target) | Self::Hold(target) => as_target(target),
            Self::Relative(_, number) => number.and_then(as_target),
            Self::OwnBand(band) => match (band.at_least(), band.at_most()) {
                (Some(only), None) | (None, Some(only)) => as_target(only),
                _ => Some(KpiTarget::Band(band)),
            },
            Self::KpiBand(band) => Some(KpiTarget::Band(band)),
            Self::Standing(target) => Some(target),
            Self::Nothing => None,
        }
    }

    /// The bounds that the new goal is to hold on its own.
    pub(super) fn hold(self, kpi: &Kpi) -> Option<Band> {
        match self {
            Self::Hold(target) => hold_band(kpi, target),
            Self::OwnBand(band) => Some(band),
            Self::Reach(_)
            | Self::Relative(..)
            | Self::KpiBand(_)
            | Self::Standing(_)
            | Self::Nothing => None,
        }
    }

    /// Whether a single bound of the goal's own is to be held.
    pub(super) fn is_hold(self) -> bool {
        match self {
            Self::Hold(_) => true,
            Self::OwnBand(band) => band.at_least().is_none() || band.at_most().is_none(),
            Self::Reach(_)
            | Self::Relative(..)
            | Self::KpiBand(_)
            | Self::Standing(_)
            | Self::Nothing => false,
        }
    }
}

impl Legacy<'_> {
    /// Where the new goal starts: at the actual, or without one where the old goal started.
    pub(super) fn start(&self) -> Option<f64> {
        self.actual.or(self.baseline)
    }

    /// The same legacy as it would be with another actual and nothing standing: what an earlier
    /// rollover saw.
    pub(super) fn as_recorded(&self, actual: Option<f64>) -> Self {
        let mut earlier = self.clone();
        earlier.actual = actual;
        earlier.standing = None;
        for (cycle, value) in &mut earlier.year_so_far {
            if *cycle == self.from {
                *value = actual.unwrap_or(*value);
            }
        }
        earlier
    }

    /// Baseline and target by the rules of the method's section Carry, the first that applies.
    pub(super) fn propose(&self) -> Proposal {
        let baseline = match self.kpi.aggregate {
            Aggregate::Sum => Some(0.0),
            Aggregate::Last | Aggregate::Mean | Aggregate::Min | Aggregate::Max => self.start(),
        };
        let mut proposal = Proposal {
            baseline,
            aim: ProposedAim::Nothing,
            strategy: Strategy::Given,
            annual_reached: false,
            no_annual_target: None,
            held_short_of: None,
            relative_to_0: None,
        };
        self.aim(&mut proposal);
        let number = match proposal.aim {
            ProposedAim::Reach(target) => Some(tidy(target)),
            ProposedAim::Standing(KpiTarget::Value(target)) => Some(target.get()),
            ProposedAim::Standing(KpiTarget::Band(_))
            | ProposedAim::Relative(..)
            | ProposedAim::OwnBand(_)
            | ProposedAim::KpiBand(_)
            | ProposedAim::Hold(_)
            | ProposedAim::Nothing => None,
        };
        match (number, proposal.aim) {
            (Some(target), _) if self.is_there(target) => proposal.aim = ProposedAim::Hold(target),
            (Some(target), ProposedAim::Reach(_)) => proposal.aim = ProposedAim::Reach(target),
            _ => {}
        }
        proposal
    }

    fn aim(&self, proposal: &mut Proposal) {
        let (aim, strategy) = if let Some(given) = self.given {
            (ProposedAim::Reach(given), Strategy::Given)
        } else if let Some(relative) = self.relative.filter(|_| proposal.baseline != Some(0.0)) {
            let number = relative.value(proposal.baseline);
            (ProposedAim::Relative(relative, number), Strategy::Relative)
        } else if let Some(standing) = self.standing {
            (ProposedAim::Standing(standing), Strategy::Set)
        } else if let Some(band) = self.hold {
            proposal.held_short_of = self.beyond(band);
            (ProposedAim::OwnBand(band), Strategy::Keep)
        } else if self.kpi.direction == Direction::Maintain {
            let band = self.band.map_or(ProposedAim::Nothing, ProposedAim::KpiBand);
            (band, Strategy::Keep)
        } else {
            self.by_strategy(proposal)
        };
        if strategy != Strategy::Given {
            proposal.relative_to_0 = self.relative.filter(|_| strategy != Strategy::Relative);
        }
        proposal.aim = aim;
        proposal.strategy = strategy;
    }

    fn by_strategy(&self, proposal: &mut Proposal) -> (ProposedAim, Strategy) {
        let number = |n: Option<f64>| n.map_or(ProposedAim::Nothing, ProposedAim::Reach);
        match self.asked {
            Asked::Keep => (number(self.target), Strategy::Keep),
            Asked::Step => match (proposal.baseline, self.annual()) {
                (None, Some(annual)) => (ProposedAim::Reach(annual), Strategy::Pace),
                _ => (number(self.step(proposal.baseline)), Strategy::Step),
            },
            Asked::Pace => match (self.annual(), self.always()) {
                (Some(annual), _) => match self.pace(annual) {
                    Some(target) => (ProposedAim::Reach(target), Strategy::Pace),
                    None => {
                        proposal.annual_reached = true;
                        (number(self.target), Strategy::Keep)
                    }
                },
                (None, Some(standing)) => (ProposedAim::Standing(standing), Strategy::Set),
                (None, None) => {
                    proposal.no_annual_target = Some(self.calendar.year_of(self.to));
                    (number(self.step(proposal.baseline)), Strategy::Step)
                }
            },
        }
    }

    /// The annual target of the new cycle's year.
    fn annual(&self) -> Option<f64> {
        let year = self.calendar.year_of(self.to);
        match self.kpi.targets.by_cycle.get(&year)? {
            KpiTarget::Value(value) => Some(value.get()),
            KpiTarget::Band(_) => None,
        }
    }

    /// What stands for all cycles, where nothing else does for the new one.
    fn always(&self) -> Option<KpiTarget> {
        let targets = &self.kpi.targets;
        let in_force = targets.in_force(self.to, self.kpi.aggregate, self.calendar)?;
        in_force.from.is_none().then_some(in_force.target)
    }

    /// The target of the new cycle's year where that has just begun and asks for more than a bound.
    /// Within a year the bound was chosen knowing the target; of a total both are of different lengths.
    fn beyond(&self, hold: Band) -> Option<(CycleId, f64)> {
        let year = self.calendar.year_of(self.to);
        let begins = self.calendar.year_of(self.from) != year;
        let bound = hold.at_least().xor(hold.at_most())?;
        let annual = self.annual()?;
        let short = !self.kpi.direction.reaches(bound, annual);
        (begins && short && self.kpi.aggregate != Aggregate::Sum).then_some((year, annual))
    }

    /// The target that reaches the annual one if it and its like are met exactly; none for a total
    /// that has reached it. Source: the method, "Carry", strategy `pace`.
    fn pace(&self, annual: f64) -> Option<f64> {
        let left = self.cycles_left() as f64;
        let so_far: f64 = self.year_so_far.iter().map(|(_, value)| value).sum();
        let direction = self.kpi.direction;
        match (self.kpi.aggregate, direction) {
            (Aggregate::Sum, Direction::Decrease) => Some(((annual - so_far) / left).max(0.0)),
            (Aggregate::Sum, Direction::Increase | Direction::Maintain) => {
                (so_far < annual - 1e-9).then(|| (annual - so_far) / left)
            }
            (Aggregate::Mean, _) => {
                let earlier = self.year_so_far.len() as f64;
                Some((annual * (earlier + left) - so_far) / left)
            }
            (Aggregate::Min, Direction::Increase) | (Aggregate::Max, Direction::Decrease) => {
                Some(annual)
            }
            (Aggregate::Last | Aggregate::Min | Aggregate::Max, _) => Some(match self.start() {
                Some(start) if !direction.reaches(start, annual) => start + (annual - start) / left,
                Some(_) | None => annual,
            }),
        }
    }

    /// How many cycles are left in the new one's year, itself included. Counted by dates: a month's
    /// number says nothing of its place in a fiscal year.
    pub(super) fn cycles_left(&self) -> usize {
        let year = self.calendar.year_of(self.to);
        let cycles = self.calendar.within(year, self.to.kind());
        cycles.iter().skip_while(|&&c| c != self.to).count()
    }

    fn step(&self, baseline: Option<f64>) -> Option<f64> {
        let target = self.target?;
        if self.kpi.is_budget() {
            return Some(target);
        }
        Some(match (baseline, self.baseline) {
            (Some(new), Some(old)) => new + (target - old),
            _ => target,
        })
    }

    /// Whether a target is reached already; a total starts anew each cycle.
    fn is_there(&self, target: f64) -> bool {
        let reached = |start| self.kpi.direction.reaches(start, target);
        self.kpi.aggregate != Aggregate::Sum && self.start().is_some_and(reached)
    }
}

/// A computed number without the noise of binary fractions: twelve significant digits.
pub(super) fn tidy(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return 0.0;
    }
    let text = format!("{number:.11e}");
    text.parse().unwrap_or(number)
}

/// A band and a budget have no baseline.
pub(super) fn has_baseline(kpi: &Kpi) -> bool {
    !kpi.is_budget() && kpi.direction != Direction::Maintain
}

/// A number as a KPI's target.
pub(super) fn as_target(number: f64) -> Option<KpiTarget> {
    Quantity::new(number).ok().map(KpiTarget::Value)
}

/// The band that a hold at `target` is.
pub(super) fn hold_band(kpi: &Kpi, target: f64) -> Option<Band> {
    let bound = Quantity::new(target).ok();
    let band = match kpi.direction {
        Direction::Decrease => Band::new(None, bound),
        Direction::Increase | Direction::Maintain => Band::new(bound, None),
    };
    band.ok()
}
