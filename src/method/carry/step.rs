//! How far the new target is from where the goal starts, beside how far the old cycle went: what a
//! person looks at before agreeing to a target.

use super::target::{Legacy, Proposal, ProposedAim, as_target, has_baseline};
use super::{CarryPlan, CarryRow};
use crate::model::{Aggregate, CycleId, KpiTarget};

/// What a proposal asks, beside what the old cycle brought. Amounts are in the KPI's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Baseline and target, and what gave them.
    pub proposal: Proposal,
    /// Where the old goal started; none where that is unknown, of a budget and of a band.
    pub old_baseline: Option<f64>,
    /// What it asked for.
    pub old_target: Option<KpiTarget>,
    /// What the old cycle brought: of a total all of it, else actual − old baseline; none where one of
    /// them is unknown.
    pub brought: Option<f64>,
    /// What the new target asks for: of a total all of it, else target − new baseline; none where
    /// something is to be held.
    pub needs: Option<f64>,
    /// The target of the year, where there is one and the new cycle is not the year itself.
    pub year: Option<YearLeft>,
    /// Whether the target stands in the KPI's `[targets]` for the new cycle, so that only an amendment
    /// changes it.
    pub stands: bool,
}

/// What the year still asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearLeft {
    /// The year of the new cycle.
    pub cycle: CycleId,
    /// Its target.
    pub target: KpiTarget,
    /// Of a total what the year's earlier cycles came to, of a mean their mean; none for others, and
    /// where none of them has readings.
    pub so_far: Option<f64>,
    /// How far what there is lies from the target, 0 once that is reached; of a budget what is left of
    /// it. None for a mean, a band, and where nothing is known.
    pub to_go: Option<f64>,
    /// How many cycles are left in the year, the new one included.
    pub cycles: usize,
}

impl Step {
    pub(super) fn new(legacy: &Legacy<'_>, proposal: Proposal) -> Self {
        let sum = legacy.kpi.aggregate == Aggregate::Sum;
        let moved = |to: Option<f64>, from: Option<f64>| match sum {
            true => to,
            false => to.zip(from).map(|(to, from)| to - from),
        };
        let aim = match proposal.aim {
            ProposedAim::Reach(target) => Some(target),
            ProposedAim::Relative(_, number) => number,
            ProposedAim::Standing(KpiTarget::Value(target)) => Some(target.get()),
            ProposedAim::Standing(KpiTarget::Band(_))
            | ProposedAim::OwnBand(_)
            | ProposedAim::KpiBand(_)
            | ProposedAim::Hold(_)
            | ProposedAim::Nothing => None,
        };
        let band = legacy.hold.or(legacy.band).map(KpiTarget::Band);
        Self {
            old_baseline: legacy.baseline.filter(|_| has_baseline(legacy.kpi)),
            old_target: band.or(legacy.target.and_then(as_target)),
            brought: moved(legacy.actual, legacy.baseline),
            needs: moved(aim, proposal.baseline),
            year: YearLeft::of(legacy),
            stands: legacy.standing.is_some(),
            proposal,
        }
    }
}

impl YearLeft {
    fn of(legacy: &Legacy<'_>) -> Option<Self> {
        let cycle = legacy.calendar.year_of(legacy.to);
        if cycle == legacy.to {
            return None;
        }
        let target = *legacy.kpi.targets.by_cycle.get(&cycle)?;
        let number = match target {
            KpiTarget::Value(value) => Some(value.get()),
            KpiTarget::Band(_) => None,
        };
        let earlier = legacy.year_so_far.len();
        let total: f64 = legacy.year_so_far.iter().map(|(_, value)| value).sum();
        let (so_far, there) = match legacy.kpi.aggregate {
            Aggregate::Sum => (Some(total), Some(total)),
            Aggregate::Mean => (Some(total / earlier as f64), None),
            Aggregate::Last | Aggregate::Min | Aggregate::Max => (None, legacy.start()),
        };
        Some(Self {
            cycle,
            target,
            so_far: so_far.filter(|_| earlier > 0),
            to_go: number.zip(there).map(|(target, there)| {
                let budget = legacy.kpi.is_budget();
                match !budget && legacy.kpi.direction.reaches(there, target) {
                    true => 0.0,
                    false if budget => (target - there).max(0.0),
                    false => (target - there).abs(),
                }
            }),
            cycles: legacy.cycles_left(),
        })
    }
}

impl CarryPlan {
    /// The goals that go on with a KPI, as they are talked about: together where they follow one KPI and
    /// nothing tells them apart.
    pub fn talks(&self) -> Vec<Vec<&CarryRow>> {
        let mut talks: Vec<Vec<&CarryRow>> = Vec::new();
        for row in self.carried.iter().filter(|row| row.step.is_some()) {
            let alike = |talk: &&mut Vec<&CarryRow>| {
                talk.iter()
                    .all(|other| other.kpi == row.kpi && other.step == row.step)
            };
            match talks.iter_mut().find(alike) {
                Some(talk) => talk.push(row),
                None => talks.push(vec![row]),
            }
        }
        talks
    }
}
