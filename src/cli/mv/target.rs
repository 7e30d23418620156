//! What GOAL and NEW mean together.

use crate::cli::args::goals::{self, GoalLike, NotFound, Wanted};
use crate::cli::exit::Failure;
use crate::model::{CycleId, GoalId, GoalRef, KpiId, Name, ObjectivePath, Workspace};
use crate::store::load::Store;
use std::collections::BTreeSet;

/// Every definition, and which cycles are closed.
pub(super) struct Open {
    pub(super) workspace: Workspace,
    pub(super) closed: BTreeSet<CycleId>,
}

impl Open {
    /// The cycles that may be written to.
    pub(super) fn cycles(&self) -> impl Iterator<Item = CycleId> {
        let all = self.workspace.cycles.keys().copied();
        all.filter(|cycle| !self.closed.contains(cycle))
    }
}

/// The new name.
#[derive(Debug)]
pub(super) enum New {
    /// Begins with `kpis/`.
    Kpi(KpiId),
    /// Has a key at its end.
    KeyResult(GoalRef, Name),
    /// Of an objective or a team.
    Path(GoalRef),
}

/// What is renamed, and how.
#[derive(Debug)]
pub(super) enum Rename {
    Objective(GoalId, ObjectivePath),
    KeyResult(GoalId, Name),
    Kpi(KpiId, KpiId),
    /// The folder of a team in these cycles, and whether its KPIs' as well.
    Team {
        from: String,
        to: String,
        cycles: Vec<CycleId>,
        kpis: bool,
    },
}

/// What was asked for.
pub(super) struct Asked<'a> {
    pub(super) goal: &'a str,
    pub(super) new: &'a New,
    pub(super) cycle: CycleId,
    /// Whether the cycle was named.
    pub(super) given: bool,
}

impl New {
    /// Reads the new name, which must be whole.
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let text = text.trim().trim_end_matches('/');
        let text = text.strip_suffix(".toml").unwrap_or(text);
        if text.starts_with("kpis/") {
            return Ok(Self::Kpi(KpiId::new(text)?));
        }
        let goal = GoalRef::new(text)?;
        Ok(match goal.key.clone() {
            Some(key) => Self::KeyResult(goal, key),
            None => Self::Path(goal),
        })
    }

    fn text(&self) -> String {
        match self {
            Self::Kpi(id) => id.to_string(),
            Self::KeyResult(goal, _) | Self::Path(goal) => goal.to_string(),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Kpi(_) => "a KPI",
            Self::KeyResult(..) => "a key result",
            Self::Path(_) => "an objective or a team",
        }
    }

    fn cycle(&self) -> Option<CycleId> {
        match self {
            Self::Kpi(_) => None,
            Self::KeyResult(goal, _) | Self::Path(goal) => goal.cycle,
        }
    }
}

impl Asked<'_> {
    /// The goal that is meant and how it is renamed: to its own name where it has that already.
    pub(super) fn find(&self, store: &Store, open: &Open) -> Result<Rename, Failure> {
        let found = self.goal(store, &open.workspace);
        if !found.as_ref().is_ok_and(|goal| self.names(goal))
            && let Some(done) = self.done(found.is_ok(), open)?
        {
            return Ok(done);
        }
        let goal = match found {
            Err(error @ NotFound::Unknown { .. }) => match self.team_elsewhere(open) {
                Some(team) => GoalLike::Team(team),
                None => return Err(error.into()),
            },
            found => found?,
        };
        self.fit(goal, open)
    }

    /// What was asked for, as an id without its cycle.
    fn id(&self) -> &str {
        let id = self.goal.trim_end_matches('/');
        let id = id.strip_suffix(".toml").unwrap_or(id);
        match id.split_once('/') {
            Some((head, rest)) if CycleId::parse_any_case(head).is_some() => rest,
            Some(_) | None => id,
        }
    }

    /// Whether the goal has this name now: whole, or whole parts at its end.
    fn names(&self, goal: &GoalLike) -> bool {
        let whole = goal.to_string();
        ends_with(whole.trim_end_matches('/'), self.id())
    }

    /// What has got the new name already, from one that was asked for; `other` tells whether
    /// something else may be meant.
    fn done(&self, other: bool, open: &Open) -> Result<Option<Rename>, Failure> {
        let id = self.id();
        let was = |old: &str| ends_with(old, id) || (!other && old.contains(id));
        let workspace = &open.workspace;
        let goal = |to: &GoalRef| {
            let around = workspace.calendar().enclosing(self.cycle);
            let cycles = std::iter::once(to.cycle.unwrap_or(self.cycle)).chain(around);
            let mut goals = cycles.map(|cycle| GoalRef {
                cycle: Some(cycle),
                ..to.clone()
            });
            goals.find_map(|goal| {
                let id = goal.resolve(self.cycle);
                let objective = workspace.objective(&id.objective_id())?;
                Some((id, objective))
            })
        };
        Ok(match self.new {
            New::Kpi(to) => {
                let kpi = workspace.kpis.get(to);
                let done = kpi.is_some_and(|k| k.formerly.iter().any(|old| was(old.as_str())));
                done.then(|| Rename::Kpi(to.clone(), to.clone()))
            }
            New::KeyResult(to, key) => goal(to).and_then(|(id, objective)| {
                let key_result = objective.key_result(key)?;
                let mut formerly = key_result.formerly.iter();
                let done = formerly.any(|old| was(&format!("{}.{old}", to.objective)));
                done.then(|| Rename::KeyResult(id, key.clone()))
            }),
            New::Path(to) => match goal(to) {
                Some((id, objective)) if objective.formerly.iter().any(|old| was(old.as_str())) => {
                    let path = id.objective.clone();
                    Some(Rename::Objective(id, path))
                }
                _ if self.is_done(open) => {
                    let from = self.goal.trim_end_matches('/').to_owned();
                    Some(self.team(from, to.objective.to_string(), open)?)
                }
                _ => None,
            },
        })
    }

    /// The kind of the new name decides where the old one alone does not.
    fn goal(&self, store: &Store, workspace: &Workspace) -> Result<GoalLike, NotFound> {
        let root = Some(store.root());
        let find = |wanted| goals::find(self.goal, root, workspace, self.cycle, wanted);
        let (first, second) = match self.new {
            New::Kpi(_) => (Wanted::KPIS, Wanted::ALL),
            New::KeyResult(..) => (Wanted::KEY_RESULTS, Wanted::ALL),
            New::Path(_) => {
                let only = Wanted {
                    teams: true,
                    ..Wanted::OBJECTIVES
                };
                (Wanted::ALL, only)
            }
        };
        let found = match (find(first), self.new) {
            (Err(NotFound::Unknown { .. }), New::Kpi(_) | New::KeyResult(..))
            | (Err(NotFound::Ambiguous { .. }), New::Path(_)) => find(second),
            (found, _) => found,
        };
        self.without_new(found)
    }

    /// In a renaming that was cut short the new name is there as well: the other one is meant.
    fn without_new(&self, found: Result<GoalLike, NotFound>) -> Result<GoalLike, NotFound> {
        let Err(NotFound::Ambiguous { text, candidates }) = found else {
            return found;
        };
        let new = self.new.text();
        let is_new = |id: &GoalLike| {
            let id = id.to_string();
            let rest = id.strip_prefix(&new);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
        };
        let others: Vec<_> = candidates.iter().filter(|c| !is_new(&c.id)).collect();
        match others[..] {
            [only] if candidates.len() > 1 => Ok(only.id.clone()),
            _ => Err(NotFound::Ambiguous { text, candidates }),
        }
    }

    /// Whether a team of this name has become the new one.
    fn is_done(&self, open: &Open) -> bool {
        let New::Path(to) = self.new else {
            return false;
        };
        let from = self.goal.trim_end_matches('/');
        let became = |old: &str, new: &str| {
            let old = old.strip_prefix(from);
            let new = new.strip_prefix(to.objective.as_str());
            old.is_some() && old == new && old.is_some_and(|rest| rest.starts_with('/'))
        };
        let workspace = &open.workspace;
        let objective = workspace.objectives().any(|o| {
            let mut formerly = o.formerly.iter();
            formerly.any(|old| became(old.as_str(), o.id.objective.as_str()))
        });
        objective
            || workspace.kpis.values().any(|kpi| {
                let mut formerly = kpi.formerly.iter();
                formerly.any(|old| became(old.short(), kpi.id.short()))
            })
    }

    /// A team that only another open cycle has.
    fn team_elsewhere(&self, open: &Open) -> Option<String> {
        let asked = self.goal.trim_end_matches('/');
        let prefix = format!("{asked}/");
        let mut cycles = open.cycles().filter(|_| !self.given);
        let has = |cycle| {
            let mut paths = open.workspace.cycles[&cycle].objectives.keys();
            paths.any(|path| path.as_str().starts_with(&prefix))
        };
        cycles.any(has).then(|| asked.to_owned())
    }

    fn fit(&self, goal: GoalLike, open: &Open) -> Result<Rename, Failure> {
        Ok(match (goal, self.new) {
            (GoalLike::Objective(from), New::Path(to)) => {
                self.same_cycle(from.cycle)?;
                Rename::Objective(from, to.objective.clone())
            }
            (GoalLike::KeyResult(from), New::KeyResult(to, key)) => {
                self.same_cycle(from.cycle)?;
                if from.objective != to.objective {
                    return Err(elsewhere(&from));
                }
                Rename::KeyResult(from, key.clone())
            }
            (GoalLike::Kpi(from), New::Kpi(to)) => Rename::Kpi(from, to.clone()),
            (GoalLike::Team(from), New::Path(to)) => {
                if let Some(cycle) = to.cycle {
                    let message = format!("a team's name holds no cycle, such as {cycle}");
                    return Err(Failure::usage(message).help(format!(
                        "write `{}`, and `--cycle {cycle}` for that cycle alone",
                        to.objective
                    )));
                }
                self.team(from, to.objective.to_string(), open)?
            }
            (goal, _) => return Err(self.misfit(&goal)),
        })
    }

    fn team(&self, from: String, to: String, open: &Open) -> Result<Rename, Failure> {
        if to.starts_with(&format!("{from}/")) {
            let message = format!("{to} lies in {from}: a team cannot move into itself");
            return Err(Failure::usage(message));
        }
        let cycles: Vec<CycleId> = if self.given {
            vec![self.cycle]
        } else {
            open.cycles().collect()
        };
        let kpis = !self.given;
        Ok(Rename::Team {
            from,
            to,
            cycles,
            kpis,
        })
    }

    fn same_cycle(&self, cycle: CycleId) -> Result<(), Failure> {
        match self.new.cycle() {
            Some(other) if other != cycle => Err(Failure::usage(format!(
                "a goal stays in its cycle, {cycle}"
            ))
            .help("`okr carry` takes goals into the next one")),
            Some(_) | None => Ok(()),
        }
    }

    fn misfit(&self, goal: &GoalLike) -> Failure {
        let new = self.new.text();
        let kind = match goal {
            GoalLike::Objective(_) => "an objective",
            GoalLike::KeyResult(_) => "a key result",
            GoalLike::Kpi(_) => "a KPI",
            GoalLike::Team(_) => "a team",
        };
        let message = format!("{goal} is {kind}, and `{new}` names {}", self.new.kind());
        let help = match (goal, self.new) {
            (GoalLike::KeyResult(id), New::Path(to)) => {
                let whole = id.relative_to(self.cycle);
                let objective = id.objective_id().relative_to(self.cycle);
                let name = to.objective.name();
                format!("write the new name whole: `okr mv {whole} {objective}.{name}`")
            }
            (GoalLike::Kpi(id), New::Path(to)) => {
                let path = &to.objective;
                format!("write the new name whole: `okr mv {id} kpis/{path}`")
            }
            _ => "a renamed goal stays what it is".to_owned(),
        };
        Failure::usage(message).help(help)
    }
}

/// Whether `part` is one or more whole parts at the end of `id`.
fn ends_with(id: &str, part: &str) -> bool {
    let before = id.strip_suffix(part);
    before.is_some_and(|before| before.is_empty() || before.ends_with(['/', '.']))
}

fn elsewhere(from: &GoalId) -> Failure {
    let objective = &from.objective;
    Failure::usage(format!("a key result stays in its objective, {objective}")).help(
        "what was reported belongs to that: `okr drop` it there, and add it to the other with `okr new kr`",
    )
}
