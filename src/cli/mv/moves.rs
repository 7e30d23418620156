//! Which definitions get another name, and what each name becomes; refuses names that are taken.

use super::target::{Open, Rename};
use crate::cli::exit::Failure;
use crate::model::{CycleId, GoalId, Kpi, KpiId, Name, Objective, ObjectivePath};
use crate::store::paths;
use std::collections::BTreeMap;

/// What gets another name, and what every name of it becomes in references.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// The objectives whose files move, with their new paths; also those that have moved already.
    pub(super) objectives: Vec<(GoalId, ObjectivePath)>,
    /// The key result that gets another key.
    pub(super) key_result: Option<(GoalId, Name)>,
    /// The KPIs whose files move, with their new ids; also those that have moved already.
    pub(super) kpis: Vec<(KpiId, KpiId)>,
    paths: BTreeMap<(CycleId, ObjectivePath), ObjectivePath>,
    keys: BTreeMap<GoalId, GoalId>,
    kpi_ids: BTreeMap<KpiId, KpiId>,
}

impl Moves {
    /// Gathers them.
    ///
    /// # Errors
    /// A cycle is closed, or a name is taken.
    pub(super) fn new(rename: &Rename, open: &Open) -> Result<Self, Failure> {
        let mut moves = Self::default();
        match rename {
            Rename::Objective(from, to) => {
                refuse_closed(from.cycle, open)?;
                moves.objective(from, to, open)?;
            }
            Rename::KeyResult(from, to) => {
                refuse_closed(from.cycle, open)?;
                moves.key_result(from, to, open)?;
            }
            Rename::Kpi(from, to) => moves.kpi(from, to, open)?,
            Rename::Team {
                from,
                to,
                cycles,
                kpis,
            } => {
                for &cycle in cycles {
                    refuse_closed(cycle, open)?;
                }
                moves.team((from, to), cycles, *kpis, open)?;
            }
        }
        Ok(moves)
    }

    /// What a reference to `goal` becomes, where it does.
    pub(super) fn goal(&self, goal: &GoalId) -> Option<GoalId> {
        if let Some(now) = self.keys.get(goal) {
            return Some(now.clone());
        }
        let objective = self.paths.get(&(goal.cycle, goal.objective.clone()))?;
        Some(GoalId {
            objective: objective.clone(),
            ..goal.clone()
        })
    }

    /// What a reference to a KPI becomes, where it does.
    pub(super) fn kpi_id(&self, kpi: &KpiId) -> Option<&KpiId> {
        self.kpi_ids.get(kpi)
    }

    fn objective(&mut self, from: &GoalId, to: &ObjectivePath, open: &Open) -> Result<(), Failure> {
        let folder = &open.workspace.cycles[&from.cycle].objectives;
        if let Some(there) = folder.get(to)
            && *to != from.objective
            && !there.formerly.contains(&from.objective)
        {
            return Err(taken(&paths::objective(&there.id)));
        }
        let mut others = folder.values().filter(|o| o.id != *from);
        let other = others.find(|o| o.formerly.contains(to));
        if let Some(other) = other {
            return Err(was_once(&other.id.local(), to.as_str()));
        }
        if let Some(objective) = folder.get(&from.objective) {
            self.learn_objective(objective, &from.objective, to);
            self.objectives.push((from.clone(), to.clone()));
        }
        Ok(())
    }

    /// References may use any of the names that it had.
    fn learn_objective(&mut self, goal: &Objective, from: &ObjectivePath, to: &ObjectivePath) {
        let cycle = goal.id.cycle;
        for old in goal.formerly.iter().chain([from]).filter(|old| *old != to) {
            self.paths.insert((cycle, old.clone()), to.clone());
        }
    }

    fn key_result(&mut self, from: &GoalId, to: &Name, open: &Open) -> Result<(), Failure> {
        let Some((objective, key_result)) = open.workspace.key_result(from) else {
            return Ok(());
        };
        for other in objective
            .key_results
            .iter()
            .filter(|k| k.key != key_result.key)
        {
            let id = objective.key_result_id(&other.key).local();
            if other.key == *to {
                return Err(taken(&id));
            }
            if other.formerly.contains(to) {
                return Err(was_once(&id, to.as_str()));
            }
        }
        let now = objective.key_result_id(to);
        let keys = key_result.formerly.iter().chain([&key_result.key]);
        for key in keys {
            for path in objective.formerly.iter().chain([&from.objective]) {
                let old = GoalId {
                    objective: path.clone(),
                    key: Some(key.clone()),
                    cycle: from.cycle,
                };
                if old != now {
                    self.keys.insert(old, now.clone());
                }
            }
        }
        self.key_result = Some((from.clone(), to.clone()));
        Ok(())
    }

    fn kpi(&mut self, from: &KpiId, to: &KpiId, open: &Open) -> Result<(), Failure> {
        let kpis = &open.workspace.kpis;
        if let Some(there) = kpis.get(to)
            && to != from
            && !there.formerly.contains(from)
        {
            return Err(taken(&paths::kpi(&there.id)));
        }
        let mut others = kpis.values().filter(|kpi| kpi.id != *from);
        if let Some(other) = others.find(|kpi| kpi.formerly.contains(to)) {
            return Err(was_once(other.id.as_str(), to.as_str()));
        }
        if let Some(kpi) = kpis.get(from) {
            self.learn_kpi(kpi, from, to);
            self.kpis.push((from.clone(), to.clone()));
        }
        Ok(())
    }

    fn learn_kpi(&mut self, kpi: &Kpi, from: &KpiId, to: &KpiId) {
        for old in kpi.formerly.iter().chain([from]).filter(|old| *old != to) {
            self.kpi_ids.insert(old.clone(), to.clone());
        }
    }

    /// Everything in a team's folders. What has moved in a run that was cut short is remembered, so
    /// that references to it follow.
    fn team(
        &mut self,
        (from, to): (&str, &str),
        cycles: &[CycleId],
        kpis: bool,
        open: &Open,
    ) -> Result<(), Failure> {
        let workspace = &open.workspace;
        let (mut taken_by, mut continues) = (None, false);
        let folders = cycles.iter().filter_map(|c| workspace.cycles.get(c));
        for objective in folders.flat_map(|f| f.objectives.values()) {
            let path = objective.id.objective.as_str();
            if let Some(new) = under(path, from, to) {
                self.objective(&objective.id, &ObjectivePath::new(&new)?, open)?;
            } else if let Some(old) = under(path, to, from) {
                let old = ObjectivePath::new(&old)?;
                if objective.formerly.contains(&old) {
                    continues = true;
                    let path = &objective.id.objective;
                    self.objective(&objective.id, path, open)?;
                } else {
                    taken_by.get_or_insert(paths::objective(&objective.id));
                }
            }
        }
        for kpi in workspace.kpis.values().filter(|_| kpis) {
            if let Some(new) = under(kpi.id.short(), from, to) {
                self.kpi(&kpi.id, &KpiId::new(&format!("kpis/{new}"))?, open)?;
            } else if let Some(old) = under(kpi.id.short(), to, from) {
                let old = KpiId::new(&format!("kpis/{old}"))?;
                if kpi.formerly.contains(&old) {
                    continues = true;
                    self.kpi(&kpi.id, &kpi.id, open)?;
                } else {
                    taken_by.get_or_insert(paths::kpi(&kpi.id));
                }
            }
        }
        match taken_by {
            Some(path) if !continues => Err(Failure::conflict(format!(
                "there is a team {to} already: {path}"
            ))
            .help("nothing was written: choose another name, or move its goals one by one")),
            Some(_) | None => Ok(()),
        }
    }
}

/// What lies below the folder `from`, below `to`.
fn under(path: &str, from: &str, to: &str) -> Option<String> {
    let rest = path.strip_prefix(from)?.strip_prefix('/')?;
    Some(format!("{to}/{rest}"))
}

fn refuse_closed(cycle: CycleId, open: &Open) -> Result<(), Failure> {
    let folder = open.workspace.cycles.get(&cycle);
    let Some(closed) = folder.and_then(|f| f.closed.as_ref()) else {
        return Ok(());
    };
    let message = format!("{cycle} was closed on {}: its names stay", closed.on);
    Err(Failure::conflict(message).help("nothing was written: rename the goal in an open cycle"))
}

fn taken(what: &str) -> Failure {
    Failure::conflict(format!("there is a {what} already"))
        .help("nothing was written: choose another name")
}

fn was_once(other: &str, name: &str) -> Failure {
    let message = format!("{other} was once called {name}: check-ins may still name it so");
    Failure::conflict(message)
        .help("nothing was written: choose another name, or take it out of that goal's `formerly`")
}
