//! The ids and titles that a text is compared with.

use super::{Candidate, GoalLike};
use crate::model::{CycleId, Follow, KeyResult, Kpi, KpiId, Objective, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// A goal with everything that it is known by.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) id: GoalLike,
    /// The id without the cycle.
    pub(super) whole: String,
    /// The ids that it had before.
    pub(super) former: Vec<String>,
    pub(super) title: String,
    /// The KPI whose readings are its own.
    pub(super) kpi: Option<KpiId>,
}

impl Entry {
    pub(super) fn is_team(&self) -> bool {
        matches!(self.id, GoalLike::Team(_))
    }

    /// Whether it is measured by the KPI `other`.
    pub(super) fn follows(&self, other: &Self) -> bool {
        match &other.id {
            GoalLike::Kpi(id) => self.kpi.as_ref() == Some(id),
            GoalLike::Objective(_) | GoalLike::KeyResult(_) | GoalLike::Team(_) => false,
        }
    }

    /// The id's own last part: a key, or a file's or folder's name.
    pub(super) fn last(&self) -> &str {
        self.whole.rsplit(['/', '.']).next().unwrap_or(&self.whole)
    }

    /// Whether `text` is one or more whole parts at the end of the id.
    pub(super) fn ends_with(&self, text: &str) -> bool {
        let before = self.whole.strip_suffix(text);
        before.is_some_and(|before| before.is_empty() || before.ends_with(['/', '.']))
    }

    /// Whether `text` is a part of the id that reaches into a key result's key, and, where
    /// `own_name` is asked for because the folders are teams to be found, beyond the folder.
    pub(super) fn contains(&self, text: &str, own_name: bool) -> bool {
        let own = match self.id {
            GoalLike::KeyResult(_) => true,
            GoalLike::Objective(_) | GoalLike::Kpi(_) | GoalLike::Team(_) => own_name,
        };
        if !own {
            return self.whole.contains(text);
        }
        let begins = self.whole.len() - self.last().len();
        // The last place where it occurs reaches furthest.
        let at = self.whole.rfind(text);
        at.is_some_and(|at| at + text.len() > begins)
    }

    pub(super) fn candidate(&self) -> Candidate {
        Candidate {
            id: self.id.clone(),
            title: self.title.clone(),
        }
    }
}

/// Everything that `workspace` has of `cycle`, and where `only_cycle` isn't asked for the KPIs:
/// objectives with their key results in the file's order, KPIs, teams.
pub(super) fn of(workspace: &Workspace, cycle: CycleId, only_cycle: bool) -> Vec<Entry> {
    let folder = workspace.cycles.get(&cycle);
    let objectives = || folder.iter().flat_map(|folder| folder.objectives.values());
    let kpis = || workspace.kpis.values().filter(|_| !only_cycle);
    let mut entries = Vec::new();
    for objective in objectives() {
        entries.push(of_objective(objective, &workspace.kpis));
        let key_results = objective.key_results.iter();
        entries.extend(key_results.map(|kr| of_key_result(objective, kr, &workspace.kpis)));
    }
    entries.extend(kpis().map(of_kpi));
    let of_objectives = objectives().filter_map(|objective| objective.id.objective.team());
    let teams = of_objectives.chain(kpis().filter_map(|kpi| kpi.id.team()));
    entries.extend(with_parents(teams).into_iter().map(of_team));
    entries
}

fn of_objective(objective: &Objective, kpis: &BTreeMap<KpiId, Kpi>) -> Entry {
    let follow = objective.terms.measure.as_ref();
    Entry {
        id: GoalLike::Objective(objective.id.clone()),
        whole: objective.id.local(),
        former: objective.formerly.iter().map(ToString::to_string).collect(),
        title: objective.terms.title.clone(),
        kpi: followed(follow, kpis),
    }
}

fn of_key_result(
    objective: &Objective,
    key_result: &KeyResult,
    kpis: &BTreeMap<KpiId, Kpi>,
) -> Entry {
    let id = objective.key_result_id(&key_result.key);
    let whole = id.local();
    let keys = || std::iter::once(&key_result.key).chain(&key_result.formerly);
    let paths = std::iter::once(&objective.id.objective).chain(&objective.formerly);
    let known = paths.flat_map(|path| keys().map(move |key| format!("{path}.{key}")));
    let former = known.filter(|known| *known != whole).collect();
    let kpi = followed(key_result.terms.measure.follow(), kpis);
    let kpi_name = || {
        let kpi = kpi.as_ref().and_then(|id| kpis.get(id));
        kpi.map(|kpi| kpi.name.clone())
    };
    let title = key_result.terms.title.clone().or_else(kpi_name);
    Entry {
        id: GoalLike::KeyResult(id),
        whole,
        former,
        title: title.unwrap_or_default(),
        kpi,
    }
}

fn of_kpi(kpi: &Kpi) -> Entry {
    Entry {
        id: GoalLike::Kpi(kpi.id.clone()),
        whole: kpi.id.to_string(),
        former: kpi.formerly.iter().map(ToString::to_string).collect(),
        title: kpi.name.clone(),
        kpi: None,
    }
}

fn of_team(team: &str) -> Entry {
    Entry {
        id: GoalLike::Team(team.to_owned()),
        whole: team.to_owned(),
        former: Vec::new(),
        title: String::new(),
        kpi: None,
    }
}

/// The KPI that is followed, under its present id where it was renamed.
fn followed(follow: Option<&Follow>, kpis: &BTreeMap<KpiId, Kpi>) -> Option<KpiId> {
    let id = &follow?.kpi;
    if kpis.contains_key(id) {
        return Some(id.clone());
    }
    let renamed = kpis.values().find(|kpi| kpi.formerly.contains(id));
    Some(renamed.map_or(id, |kpi| &kpi.id).clone())
}

/// Each team once, with the teams around it.
fn with_parents<'a>(teams: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    for team in teams {
        let mut team = Some(team);
        while let Some(name) = team {
            all.insert(name);
            team = name.rsplit_once('/').map(|(parent, _)| parent);
        }
    }
    all
}
