//! The workspace around a new definition.

use crate::cli::args::goals::{self, GoalLike, Wanted};
use crate::cli::args::{self, person};
use crate::cli::context::Context;
use crate::cli::exit::Failure;
use crate::cli::reading::load;
use crate::model::{CycleId, GoalId, Kpi, KpiId, Name, ObjectivePath, Workspace};
use crate::store::load::Store;
use crate::store::write::read_for_edit;
use chrono::NaiveDate;

/// What was read, and the cycle that is meant.
pub(super) struct World<'c> {
    pub(super) context: &'c Context,
    pub(super) store: Store,
    pub(super) cycle: CycleId,
    pub(super) workspace: Workspace,
}

impl<'c> World<'c> {
    /// Reads what shares a day with the cycle.
    ///
    /// # Errors
    /// No workspace, no such cycle, or files that cannot be read.
    pub(super) fn new(context: &'c Context, cycle: Option<&str>) -> Result<Self, Failure> {
        let store = context.store()?;
        let settings = store.settings();
        let cycle = match cycle {
            Some(text) => args::cycle::cycle(text, context.today, settings)?,
            None => settings.cycle_on(context.today),
        };
        let loaded = load(&store, cycle);
        if !loaded.findings.is_empty() {
            return Err(Failure::invalid(loaded.findings));
        }
        Ok(Self {
            context,
            store,
            cycle,
            workspace: loaded.workspace,
        })
    }

    /// The day on which a goal of `cycle` comes, where the cycle has begun before.
    pub(super) fn added(&self, cycle: CycleId) -> Option<NaiveDate> {
        let today = self.context.today;
        (today > self.workspace.calendar().start(cycle)).then_some(today)
    }

    /// The first day of a cycle that has not begun.
    pub(super) fn begins(&self, cycle: CycleId) -> Option<NaiveDate> {
        let start = self.workspace.calendar().start(cycle);
        (start > self.context.today).then_some(start)
    }

    /// The KPI that a text names.
    pub(super) fn kpi(&self, text: &str) -> Result<&Kpi, Failure> {
        let id = match self.find(text, Wanted::KPIS)? {
            GoalLike::Kpi(id) => Some(id),
            GoalLike::Objective(_) | GoalLike::KeyResult(_) | GoalLike::Team(_) => None,
        };
        let kpi = id.and_then(|id| self.workspace.kpis.get(&id));
        let kpi = kpi.ok_or_else(|| Failure::not_found(format!("there is no KPI {text}")))?;
        match &kpi.retired {
            Some(retired) if retired.on <= self.context.today => Err(Failure::conflict(format!(
                "{} was retired on {}",
                kpi.id, retired.on
            ))),
            Some(_) | None => Ok(kpi),
        }
    }

    /// Some of the KPIs there are, to choose from.
    pub(super) fn some_kpis(&self) -> String {
        let today = self.context.today;
        let kpis = self.workspace.kpis.values();
        let live = kpis.filter(|kpi| kpi.retired.as_ref().is_none_or(|r| r.on > today));
        let names: Vec<&str> = live.map(|kpi| kpi.id.short()).collect();
        match names.len() {
            0..=6 => names.join(", "),
            _ => format!("{} … or any part of a name", names[..6].join(", ")),
        }
    }

    /// The KPIs that texts name.
    pub(super) fn kpis(&self, texts: &[String]) -> Result<Vec<KpiId>, Failure> {
        let ids = texts.iter().map(|text| Ok(self.kpi(text)?.id.clone()));
        ids.collect()
    }

    /// The objective that a text names.
    pub(super) fn objective(&self, text: &str) -> Result<GoalId, Failure> {
        self.goal(text, Wanted::OBJECTIVES)
    }

    /// The objective or key result that a text names.
    pub(super) fn supported(&self, text: &str) -> Result<GoalId, Failure> {
        self.goal(text, Wanted::GOALS)
    }

    fn goal(&self, text: &str, wanted: Wanted) -> Result<GoalId, Failure> {
        match self.find(text, wanted)? {
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => Ok(id),
            GoalLike::Kpi(_) | GoalLike::Team(_) => {
                Err(Failure::not_found(format!("there is no goal {text}")))
            }
        }
    }

    fn find(&self, text: &str, wanted: Wanted) -> Result<GoalLike, Failure> {
        let root = Some(self.store.root());
        Ok(goals::find(
            text.trim(),
            root,
            &self.workspace,
            self.cycle,
            wanted,
        )?)
    }

    /// Refuses a file that exists already.
    pub(super) fn refuse_existing(&self, path: &str, help: &str) -> Result<(), Failure> {
        if read_for_edit(self.store.root(), path)?.is_none() {
            return Ok(());
        }
        Err(Failure::conflict(format!("{path} is there already")).help(help))
    }

    /// The path of a definition called `name` in the folder of `team`, and what to say where that
    /// team is new.
    pub(super) fn placed(
        &self,
        team: Option<&str>,
        name: &Name,
    ) -> Result<(ObjectivePath, Option<String>), Failure> {
        let Some(team) = team.map(|team| team.trim().trim_matches('/')) else {
            return Ok((ObjectivePath::new(name.as_str())?, None));
        };
        let team = values_named("--team", ObjectivePath::new(team))?;
        let path = ObjectivePath::new(&format!("{team}/{name}"))?;
        let known = self.teams();
        let is_new = !known.iter().any(|k| *k == team.as_str());
        let note = (is_new && !known.is_empty())
            .then(|| format!("{team} is a new team; there are: {}", known.join(", ")));
        Ok((path, note))
    }

    /// The teams that have goals or KPIs.
    pub(super) fn teams(&self) -> Vec<&str> {
        let of_goals = self
            .workspace
            .objectives()
            .filter_map(|o| o.id.objective.team());
        let of_kpis = self.workspace.kpis.keys().filter_map(KpiId::team);
        let mut teams: Vec<&str> = of_goals.chain(of_kpis).collect();
        teams.sort_unstable();
        teams.dedup();
        teams
    }
}

/// The same refusal with the flag that it is about.
pub(super) fn values_named<T>(
    flag: &str,
    value: Result<T, crate::model::Invalid>,
) -> Result<T, Failure> {
    value.map_err(|invalid| {
        let message = format!("{flag}: {}", invalid.message);
        Failure::from(crate::model::Invalid { message, ..invalid })
    })
}

/// The handle of a person, where one is given.
pub(super) fn owner(flag: &str, text: Option<&str>) -> Result<Option<Name>, Failure> {
    let name = text.map(|text| values_named(flag, person::handle(text.trim())));
    name.transpose()
}
