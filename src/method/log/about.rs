//! Which updates speak of a goal.

use super::{Log, LoggedUpdate};
use crate::method::ledger::followed;
use crate::model::{CycleKind, GoalId, KpiId, Name, Objective, is_in};
use std::collections::HashSet;

/// What is asked about, with the KPIs whose readings are its own. A goal is the one of that id in
/// every cycle of its kind, so that a log that reaches back goes on.
#[derive(Debug, Clone)]
pub struct About<'w> {
    what: What,
    /// Followed by what is asked about: a reading of one is a reading of it.
    followed: HashSet<&'w str>,
}

#[derive(Debug, Clone)]
enum What {
    /// An objective with its key results, or one of them.
    Goal(GoalId),
    Team(String),
    Kpi(KpiId),
}

impl<'w> Log<'_, 'w> {
    /// An objective with its key results, or one key result.
    pub fn about_goal(&self, id: GoalId) -> About<'w> {
        self.about(What::Goal(id))
    }

    /// A team's objectives and KPIs, those of its sub-teams included.
    pub fn about_team(&self, team: String) -> About<'w> {
        self.about(What::Team(team))
    }

    /// A KPI.
    pub fn about_kpi(&self, id: KpiId) -> About<'w> {
        self.about(What::Kpi(id))
    }

    fn about(&self, what: What) -> About<'w> {
        let mut follows = HashSet::new();
        for objective in self.workspace.objectives() {
            let itself = what.is(objective, None).then_some((objective, None));
            let parts = objective.key_results.iter();
            let parts = parts.filter(|kr| what.is(objective, Some(&kr.key)));
            let goals = parts.map(|kr| (objective, Some(kr))).chain(itself);
            follows.extend(goals.filter_map(followed).map(|id| self.ledger.kpi_id(id)));
        }
        let kpis = self.workspace.kpis.keys();
        let own = kpis.filter(|id| what.is_kpi(id.as_str()));
        follows.extend(own.map(KpiId::as_str));
        About {
            what,
            followed: follows,
        }
    }
}

impl About<'_> {
    /// Whether an update speaks of it, by name or by a reading that is its own.
    pub(super) fn holds(&self, update: &LoggedUpdate<'_>) -> bool {
        let named = update.goal.as_ref().is_some_and(|id| self.what.is_goal(id));
        let kpi = update.kpi_id.is_some_and(|kpi| {
            let by_name = update.update().kpi.is_some() && self.what.is_kpi(kpi);
            by_name || (update.reads() && self.followed.contains(kpi))
        });
        named || kpi
    }
}

impl What {
    fn is(&self, objective: &Objective, key: Option<&Name>) -> bool {
        self.is_goal(&GoalId {
            key: key.cloned(),
            ..objective.id.clone()
        })
    }

    fn is_goal(&self, id: &GoalId) -> bool {
        match self {
            Self::Goal(wanted) => {
                let kind = |id: &GoalId| -> CycleKind { id.cycle.kind() };
                let same = kind(id) == kind(wanted) && id.objective == wanted.objective;
                same && (wanted.key.is_none() || wanted.key == id.key)
            }
            Self::Team(team) => is_in(id.objective.as_str(), team),
            Self::Kpi(_) => false,
        }
    }

    fn is_kpi(&self, id: &str) -> bool {
        match self {
            Self::Goal(_) => false,
            Self::Team(team) => id.strip_prefix("kpis/").is_some_and(|id| is_in(id, team)),
            Self::Kpi(wanted) => wanted.as_str() == id,
        }
    }
}
