//! The goal that a check-in speaks of, found by reading as few files as possible.

use crate::cli::args;
use crate::cli::args::goals::{self, GoalLike, Wanted};
use crate::cli::context::Context;
use crate::cli::desk::refuse_closed;
use crate::cli::exit::Failure;
use crate::model::{CycleId, GoalId, GoalRef, KeyResult, Kpi, KpiId, Measure, Objective};
use crate::store::load::{Depth, Loaded, Store};
use chrono::NaiveDate;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// What a check-in may speak of.
#[derive(Debug, Clone)]
pub(super) enum Goal {
    /// A key result, with the KPI that it follows.
    KeyResult(Box<Objective>, Box<KeyResult>, Option<Box<Kpi>>),
    /// An objective that is measured itself.
    Objective(Box<Objective>, Box<Kpi>),
    /// A KPI of its own.
    Kpi(Box<Kpi>),
}

impl Goal {
    /// The id of the objective or key result.
    pub(super) fn id(&self) -> Option<GoalId> {
        match self {
            Self::KeyResult(objective, kr, _) => Some(objective.key_result_id(&kr.key)),
            Self::Objective(objective, _) => Some(objective.id.clone()),
            Self::Kpi(_) => None,
        }
    }

    /// The KPI whose reading it is.
    pub(super) fn kpi(&self) -> Option<&Kpi> {
        match self {
            Self::KeyResult(_, _, kpi) => kpi.as_deref(),
            Self::Objective(_, kpi) | Self::Kpi(kpi) => Some(kpi),
        }
    }

    /// The objective that it is or belongs to.
    pub(super) fn objective(&self) -> Option<&Objective> {
        match self {
            Self::KeyResult(objective, ..) | Self::Objective(objective, _) => Some(objective),
            Self::Kpi(_) => None,
        }
    }

    /// What is measured, where it is a key result.
    pub(super) fn measure(&self) -> Option<&Measure> {
        match self {
            Self::KeyResult(_, kr, _) => Some(&kr.terms.measure),
            Self::Objective(..) | Self::Kpi(_) => None,
        }
    }

    /// The unit of its values; percent for an effort.
    pub(super) fn unit(&self) -> Option<&str> {
        match (self.kpi(), self.measure()) {
            (Some(kpi), _) => kpi.unit.as_deref(),
            (None, Some(Measure::Metric(metric))) => metric.unit.as_deref(),
            (None, Some(Measure::Bounds { unit, .. })) => unit.as_deref(),
            (None, Some(Measure::Effort(_))) => Some("%"),
            (None, Some(Measure::FollowsKpi(_) | Measure::Rollup) | None) => None,
        }
    }

    /// Its id as people know it.
    pub(super) fn name(&self) -> String {
        match (self.id(), self.kpi()) {
            (Some(id), _) => id.local(),
            (None, Some(kpi)) => kpi.id.to_string(),
            (None, None) => String::new(),
        }
    }
}

/// Finds goals for a check-in.
pub(super) struct Lookup<'a> {
    pub(super) store: &'a Store,
    pub(super) context: &'a Context,
    /// The cycle of goals that are named without one.
    pub(super) cycle: CycleId,
    /// In the first days of a cycle: the one before, whose goals may still be reported.
    before: Option<CycleId>,
    /// The day of the report where none is given.
    today: NaiveDate,
    /// Whether a day was given.
    dated: bool,
    /// Whether a cycle was named: then its goals are meant, and KPIs only by their whole ids.
    named: bool,
    known: RefCell<HashMap<String, (Goal, NaiveDate)>>,
    definitions: OnceCell<Loaded>,
    /// For rows of a file that bring a day of their own, by the cycle that covers it.
    by_day: RefCell<BTreeMap<CycleId, Rc<Self>>>,
}

/// A goal and the day that is reported where none is given.
pub(super) struct Found {
    pub(super) goal: Goal,
    pub(super) date: NaiveDate,
}

impl<'a> Lookup<'a> {
    /// Settles which cycle's goals are meant.
    pub(super) fn new(
        store: &'a Store,
        cycle: Option<&str>,
        date: Option<NaiveDate>,
        context: &'a Context,
    ) -> Result<Self, Failure> {
        let settings = store.settings();
        let calendar = settings.calendar;
        let day = date.unwrap_or(context.today);
        let covering = settings.cycle_on(day);
        let named = cycle.is_some();
        let asked = cycle.map(|text| args::cycle::cycle(text, context.today, settings));
        let cycle = asked.transpose()?.unwrap_or(covering);
        let early = !named && date.is_none() && settings.is_early(day);
        let today = match date {
            Some(date) => date,
            None => context.today.min(calendar.end(cycle)),
        };
        if calendar.start(cycle) > today {
            return Err(
                Failure::usage(format!("{cycle} begins on {}", calendar.start(cycle)))
                    .help("a check-in speaks of a day that has come"),
            );
        }
        Ok(Self {
            store,
            context,
            cycle,
            before: early.then(|| covering.previous()),
            today,
            dated: date.is_some(),
            named,
            known: RefCell::default(),
            definitions: OnceCell::new(),
            by_day: RefCell::default(),
        })
    }

    /// The goal that `text` names, of the cycle that covers `date` where the update has a day of its
    /// own; looked up once however often it is named.
    pub(super) fn find(&self, text: &str, date: Option<NaiveDate>) -> Result<Found, Failure> {
        if let Some(date) = date.filter(|_| !self.named) {
            let covering = self.store.settings().cycle_on(date);
            if covering != self.cycle || self.before.is_some() {
                return self.on(date, covering)?.find(text, None);
            }
        }
        if let Some((goal, date)) = self.known.borrow().get(text) {
            let (goal, date) = (goal.clone(), *date);
            return Ok(Found { goal, date });
        }
        let found = self.look_up(text)?;
        let known = (found.goal.clone(), found.date);
        self.known.borrow_mut().insert(text.to_owned(), known);
        Ok(found)
    }

    /// Where goals are looked up that are reported for a day of the cycle `covering`.
    fn on(&self, date: NaiveDate, covering: CycleId) -> Result<Rc<Self>, Failure> {
        if let Some(known) = self.by_day.borrow().get(&covering) {
            return Ok(Rc::clone(known));
        }
        let made = Rc::new(Self::new(self.store, None, Some(date), self.context)?);
        self.by_day.borrow_mut().insert(covering, Rc::clone(&made));
        Ok(made)
    }

    fn look_up(&self, text: &str) -> Result<Found, Failure> {
        let now = self.find_in(text, self.cycle);
        let Some(before) = self.before else {
            return now
                .map(|goal| self.found(goal))
                .map_err(|e| self.was_before(text, e));
        };
        let names_cycle = GoalRef::new(text).is_ok_and(|goal| goal.cycle.is_some());
        if names_cycle || KpiId::new(text).is_ok() {
            return now.map(|goal| self.found(goal));
        }
        self.of_either(text, now, before)
    }

    /// A goal that is not found may be one of the cycle before.
    fn was_before(&self, text: &str, error: Failure) -> Failure {
        let before = self.cycle.previous();
        let near = [(before, Depth::Definitions)];
        let loaded = self.store.read(&near);
        let root = Some(self.store.root());
        let found = goals::find(text, root, &loaded.workspace, before, Wanted::GOALS);
        match found {
            Ok(GoalLike::KeyResult(id) | GoalLike::Objective(id)) if id.cycle == before => {
                let end = self.store.settings().calendar.end(before);
                let say = if self.dated {
                    format!("say --date {end}, its last day, or an earlier one")
                } else {
                    format!("add --cycle {before}")
                };
                error.help(format!("{} is a goal of {before}: {say}", id.local()))
            }
            _ => error,
        }
    }

    /// A goal of a cycle that has ended is reported for its last day.
    pub(super) fn found(&self, goal: Goal) -> Found {
        let end = goal
            .id()
            .map(|id| self.store.settings().calendar.end(id.cycle));
        let date = match end {
            Some(end) if !self.dated => self.today.min(end),
            Some(_) | None => self.today,
        };
        Found { goal, date }
    }

    /// A check-in on a goal speaks of a day of its cycle, which is not closed.
    pub(super) fn refuse_other_days(&self, goal: &Goal, date: NaiveDate) -> Result<(), Failure> {
        let Some(id) = goal.id() else {
            return Ok(());
        };
        let calendar = self.store.settings().calendar;
        let (start, end) = (calendar.start(id.cycle), calendar.end(id.cycle));
        if date < start || date > end {
            let name = goal.name();
            let message = format!("{name} is a goal of {}: {date} lies outside", id.cycle);
            let help = format!("it runs from {start} to {end}: report it for one of those days");
            return Err(Failure::usage(message).help(help));
        }
        refuse_closed(self.store, id.cycle)
    }

    pub(super) fn find_in(&self, text: &str, cycle: CycleId) -> Result<Goal, Failure> {
        match self.named_in_full(text, cycle)? {
            Some(goal) => Ok(goal),
            None => self.search(text, cycle),
        }
    }

    /// A goal whose whole id is given: only its own files are read.
    fn named_in_full(&self, text: &str, cycle: CycleId) -> Result<Option<Goal>, Failure> {
        if let Ok(id) = KpiId::new(text) {
            let kpi = self.store.read_kpi(&id).map_err(Failure::invalid)?;
            return Ok(kpi.map(|kpi| Goal::Kpi(Box::new(kpi))));
        }
        let Ok(reference) = GoalRef::new(text) else {
            return Ok(None);
        };
        let id = reference.resolve(cycle);
        let objective = self.store.read_objective(&id).map_err(Failure::invalid)?;
        objective.map_or(Ok(None), |objective| self.goal_of(objective, &id))
    }

    fn goal_of(&self, objective: Objective, id: &GoalId) -> Result<Option<Goal>, Failure> {
        let Some(key) = &id.key else {
            let Some(follow) = &objective.terms.measure else {
                return Ok(None);
            };
            let kpi = self.kpi(&follow.kpi, &id.to_string())?;
            return Ok(Some(Goal::Objective(Box::new(objective), Box::new(kpi))));
        };
        let Some(kr) = objective.key_result(key) else {
            return Ok(None);
        };
        let kr = kr.clone();
        let kpi = match kr.terms.measure.follow() {
            Some(follow) => Some(Box::new(self.kpi(&follow.kpi, &id.to_string())?)),
            None => None,
        };
        Ok(Some(Goal::KeyResult(
            Box::new(objective),
            Box::new(kr),
            kpi,
        )))
    }

    fn kpi(&self, id: &KpiId, follower: &str) -> Result<Kpi, Failure> {
        let direct = self.store.read_kpi(id).map_err(Failure::invalid)?;
        let renamed = || {
            let kpis = &self.definitions().workspace.kpis;
            kpis.values().find(|kpi| kpi.formerly.contains(id)).cloned()
        };
        direct.or_else(renamed).ok_or_else(|| {
            Failure::not_found(format!("{follower} follows {id}, which does not exist"))
                .help("see `okr check`")
        })
    }

    fn definitions(&self) -> &Loaded {
        self.definitions.get_or_init(|| {
            let calendar = self.store.settings().calendar;
            let own = [self.cycle].into_iter().chain(self.before);
            let cycles = own.flat_map(|cycle| calendar.enclosing(cycle).chain([cycle]));
            let cycles: Vec<_> = cycles.map(|c| (c, Depth::Definitions)).collect();
            self.store.read(&cycles)
        })
    }

    fn search(&self, text: &str, cycle: CycleId) -> Result<Goal, Failure> {
        let loaded = self.definitions();
        let found = goals::find(
            text,
            Some(self.store.root()),
            &loaded.workspace,
            cycle,
            Wanted {
                // With a cycle named its goals are meant; a KPI has none.
                kpis: !self.named,
                ..Wanted::MEASURED
            },
        );
        // What is meant may be in a file that cannot be read; only a whole id is sure without it.
        if !loaded.findings.is_empty() {
            let help = format!("mend this first, or give the whole id instead of `{text}`");
            return Err(Failure::invalid(loaded.findings.clone()).help(help));
        }
        let found = found?;
        match found {
            GoalLike::Kpi(id) => {
                let kpi = loaded.workspace.kpis.get(&id).cloned();
                let kpi = kpi.ok_or_else(|| Failure::not_found(format!("there is no {id}")))?;
                Ok(Goal::Kpi(Box::new(kpi)))
            }
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
                let objective = loaded.workspace.objective(&id).cloned();
                let unknown = || Failure::not_found(format!("there is no {id}"));
                let objective = objective.ok_or_else(unknown)?;
                let keys = key_list(&objective);
                self.goal_of(objective, &id)?.ok_or_else(|| {
                    Failure::usage(format!(
                        "{} is an objective: report its key results",
                        id.local()
                    ))
                    .help(keys)
                })
            }
            GoalLike::Team(team) => Err(Failure::usage(format!("{team} is a team, not a goal"))),
        }
    }
}

fn key_list(objective: &Objective) -> String {
    let ids = objective.key_results.iter();
    let ids: Vec<_> = ids
        .map(|kr| objective.key_result_id(&kr.key).local())
        .collect();
    format!("they are: {}", ids.join(", "))
}
