//! Which goals a person chose: by name, all but some, or all there are.

use super::{CarryError, CarryOptions, CarryPlan, Left};
use crate::model::{GoalId, KpiId};

/// Goals of the old cycle that go by one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// A key result, or an objective with all that is in it.
    Goal(GoalId),
    /// All that follow a KPI.
    Kpi(KpiId),
    /// All of a team's folder and below.
    Team(String),
}

impl Pick {
    /// Whether it means `goal`, which follows `kpi` if any.
    pub(super) fn holds(&self, goal: &GoalId, kpi: Option<&KpiId>) -> bool {
        match self {
            Self::Goal(id) if id.key.is_none() => goal.objective_id() == *id,
            Self::Goal(id) => goal == id,
            Self::Kpi(id) => kpi == Some(id),
            Self::Team(team) => goal.objective.is_in(team),
        }
    }

    /// Whether it is to blame that this one stays behind: also the objective of what was named.
    fn explains(&self, left: &Left) -> bool {
        let above = matches!(self, Self::Goal(id) if id.objective_id() == left.id);
        above || self.holds(&left.id, left.kpi.as_ref())
    }

    /// Its id as it is typed.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Goal(id) => id.to_string(),
            Self::Kpi(id) => id.to_string(),
            Self::Team(team) => format!("{team}/"),
        }
    }
}

impl CarryOptions {
    /// Whether a goal, which follows `kpi` if any, was chosen.
    pub(super) fn takes(&self, goal: &GoalId, kpi: Option<&KpiId>) -> bool {
        let holds = |picks: &[Pick]| picks.iter().any(|pick| pick.holds(goal, kpi));
        (self.chosen.is_empty() || holds(&self.chosen)) && !holds(&self.except)
    }
}

/// Every name must mean something that goes on, or went on before: `new` are the goals that go on now,
/// with the KPIs that they follow. What was left out on purpose needs no reason.
pub(super) fn check<'a>(
    plan: &'a CarryPlan,
    options: &CarryOptions,
    new: impl Iterator<Item = (&'a GoalId, Option<&'a KpiId>)>,
) -> Result<(), CarryError> {
    let kept = plan.kept.iter().map(|k| (&k.from, k.kpi.as_ref()));
    let stale = plan.stale.iter().map(|s| (&s.from, s.kpi.as_ref()));
    let unchosen = plan.unchosen.iter().map(|u| (&u.id, u.kpi.as_ref()));
    let known: Vec<_> = new.chain(kept).chain(stale).chain(unchosen).collect();
    for pick in &options.chosen {
        if known.iter().any(|(goal, kpi)| pick.holds(goal, *kpi)) {
            continue;
        }
        let left = plan.left.iter().filter(|left| pick.explains(left));
        return Err(CarryError::NothingOf {
            name: pick.name(),
            left: left.cloned().collect(),
        });
    }
    Ok(())
}
