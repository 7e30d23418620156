//! What readers share: which day and cycle they look at, what they load, what they could not read.

use super::args;
use super::args::goals::{self, GoalLike, Wanted};
use super::context::{Context, say};
use super::exit::{Code, Failure};
use crate::model::{CycleId, Workspace};
use crate::render::json::Unreadable;
use crate::render::text::list;
use crate::store::diagnostics::Finding;
use crate::store::load::{Depth, Loaded, Store};
use crate::store::paths;
use chrono::NaiveDate;
use clap::Args;
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::Path;

/// Which cycle, on which day.
#[derive(Debug, Clone, Args)]
pub struct WhenArgs {
    /// The cycle: 2026-Q3, q3, this, last or next
    #[arg(long, value_name = "CYCLE")]
    pub cycle: Option<String>,
    /// The day to look at, as if it were today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub as_of: Option<String>,
}

/// A cycle on a day, with what was loaded for it.
pub struct Reading {
    /// The workspace's files.
    pub store: Store,
    /// The day looked at.
    pub day: NaiveDate,
    /// The cycle looked at.
    pub cycle: CycleId,
    /// What was read. The process ends soon after it is shown: to take thousands of goals apart
    /// before that is a waste of time.
    pub workspace: ManuallyDrop<Workspace>,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// Loads what a reader needs: the cycle and all folders that share a day with it.
    ///
    /// # Errors
    /// No workspace, or a day or cycle that makes no sense.
    pub fn new(when: &WhenArgs, context: &Context) -> Result<Self, Failure> {
        Self::to(Depth::Figures, when, context)
    }

    /// The same, as deep as it takes.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn to(depth: Depth, when: &WhenArgs, context: &Context) -> Result<Self, Failure> {
        let store = context.store()?;
        let day = when.day(context)?;
        let (cycle, loaded) = match &when.cycle {
            Some(text) => {
                let cycle = args::cycle::cycle(text, day, store.settings())?;
                (cycle, load_to(depth, &store, cycle))
            }
            None => usual(depth, &store, day),
        };
        Ok(Self {
            store,
            day,
            cycle,
            workspace: ManuallyDrop::new(loaded.workspace),
            findings: loaded.findings,
        })
    }

    /// The goal that a name means; where it is of a kind that the command does not show, the error
    /// says which one does.
    ///
    /// # Errors
    /// It is unknown or ambiguous.
    pub fn goal(&self, name: &str, wanted: Wanted) -> Result<GoalLike, Failure> {
        let root = Some(self.store.root());
        let look = |wanted| goals::find(name, root, &self.workspace, self.cycle, wanted);
        look(wanted).map_err(|error| match look(Wanted::ALL) {
            Ok(other) if is_other_kind(&other, wanted) => of_other_kind(&other),
            // What is looked for may be in a file that cannot be read.
            _ if !self.findings.is_empty() && matches!(error, goals::NotFound::Unknown { .. }) => {
                let failure = Failure::new(Code::Invalid, "unreadable", error.to_string());
                Failure {
                    findings: self.findings.clone(),
                    ..failure.help("it may be in one of the files above, which cannot be read")
                }
            }
            _ => error.into(),
        })
    }

    /// Turns to another cycle, read as deep as it takes.
    pub fn look_at(&mut self, cycle: CycleId, depth: Depth) {
        if cycle != self.cycle {
            self.cycle = cycle;
            self.read_more(overlapping_to(depth, &self.store, &[cycle]));
        }
    }

    /// Turns to the cycle in front of names, where one is.
    ///
    /// # Errors
    /// They are of more than one.
    pub fn look_where(&mut self, names: &[String], depth: Depth) -> Result<(), Failure> {
        let root = Some(self.store.root());
        let cycles = names
            .iter()
            .filter_map(|name| goals::cycle_named(name, root, self.cycle));
        let cycles: BTreeSet<CycleId> = cycles.collect();
        if cycles.len() > 1 {
            let all: Vec<_> = cycles.iter().map(ToString::to_string).collect();
            let message = format!("these are goals of {}", list(&all));
            return Err(Failure::usage(message).help("look at one cycle at a time"));
        }
        cycles
            .into_iter()
            .for_each(|cycle| self.look_at(cycle, depth));
        Ok(())
    }

    /// The folder of the team that a name means.
    ///
    /// # Errors
    /// It is unknown or ambiguous.
    pub fn team(&self, name: &str) -> Result<String, Failure> {
        match self.goal(name, Wanted::TEAMS)? {
            GoalLike::Team(team) => Ok(team),
            other @ (GoalLike::Objective(_) | GoalLike::KeyResult(_) | GoalLike::Kpi(_)) => {
                Err(Failure::not_found(format!("{other} is no team")))
            }
        }
    }

    /// The goals that `names` mean, each the only one that its name fits.
    ///
    /// # Errors
    /// One is unknown or ambiguous.
    pub fn goals(&self, names: &[String], wanted: Wanted) -> Result<Vec<GoalLike>, Failure> {
        names.iter().map(|name| self.goal(name, wanted)).collect()
    }

    /// Reads those of `folders` that were not read yet.
    pub fn read_more(&mut self, mut folders: Vec<(CycleId, Depth)>) {
        folders.retain(|(cycle, _)| !self.workspace.cycles.contains_key(cycle));
        if !folders.is_empty() {
            let more = self.read_aside(&folders);
            self.workspace.cycles.extend(more.cycles);
        }
    }

    /// Reads cycles without adding them; what could not be read is noted.
    pub fn read_aside(&mut self, folders: &[(CycleId, Depth)]) -> Workspace {
        let loaded = self.store.read_cycles(folders);
        self.findings.extend(loaded.findings);
        self.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        self.findings.dedup();
        loaded.workspace
    }

    /// The unreadable files as JSON lists them.
    pub fn unreadable(&self) -> Vec<Unreadable> {
        let view = |finding: &Finding| Unreadable {
            path: finding.path.clone(),
            line: finding.line(),
            message: finding.message.clone(),
        };
        self.findings.iter().map(view).collect()
    }

    /// Success, or the list of what could not be read.
    ///
    /// # Errors
    /// Something could not be read.
    pub fn finish(self) -> Result<(), Failure> {
        if self.findings.is_empty() {
            Ok(())
        } else {
            Err(Failure::partial(self.findings))
        }
    }
}

/// Whether a goal is of a kind that is not wanted.
pub fn is_other_kind(found: &GoalLike, wanted: Wanted) -> bool {
    match found {
        GoalLike::Kpi(_) => !wanted.kpis,
        GoalLike::Objective(_) | GoalLike::KeyResult(_) => !wanted.objectives,
        GoalLike::Team(_) => false,
    }
}

/// What is said of such a goal.
pub fn of_other_kind(found: &GoalLike) -> Failure {
    match found {
        GoalLike::Kpi(_) => {
            Failure::not_found(format!("{found} is a KPI")).help(format!("see `okr kpi {found}`"))
        }
        GoalLike::Objective(_) | GoalLike::KeyResult(_) | GoalLike::Team(_) => {
            Failure::not_found(format!("{found} is a goal, not a KPI"))
                .help(format!("see `okr status {found}`"))
        }
    }
}

impl WhenArgs {
    /// The day to look at.
    ///
    /// # Errors
    /// It is no day.
    pub fn day(&self, context: &Context) -> Result<NaiveDate, Failure> {
        match &self.as_of {
            Some(text) => Ok(args::date::date(text, context.today)?),
            None => Ok(context.today),
        }
    }
}

/// The cycle that covers the day; in its first days, while it has no objectives, the one before.
fn usual(depth: Depth, store: &Store, day: NaiveDate) -> (CycleId, Loaded) {
    let settings = store.settings();
    let cycle = settings.cycle_on(day);
    let loaded = load_to(depth, store, cycle);
    if !settings.is_early(day) || may_have_objectives(&loaded, cycle) {
        return (cycle, loaded);
    }
    let before = cycle.previous();
    let last = load_to(depth, store, before);
    if !may_have_objectives(&last, before) {
        return (cycle, loaded);
    }
    say(&format!(
        "{cycle} has no objectives yet: this is {before} (`--cycle {cycle}` shows the new one)\n"
    ));
    (before, last)
}

/// The cycle whose goals are meant by a writer of definitions: the one that is asked for, else the
/// one that readers show.
///
/// # Errors
/// What was asked for is no cycle.
pub fn shown_cycle(
    store: &Store,
    asked: Option<&str>,
    context: &Context,
) -> Result<CycleId, Failure> {
    let settings = store.settings();
    if let Some(text) = asked {
        return Ok(args::cycle::cycle(text, context.today, settings)?);
    }
    let cycle = settings.cycle_on(context.today);
    let before = cycle.previous();
    let filled = |cycle| {
        let loaded = store.read_cycles(&[(cycle, Depth::Definitions)]);
        may_have_objectives(&loaded, cycle)
    };
    let last = settings.is_early(context.today) && !filled(cycle) && filled(before);
    Ok(if last { before } else { cycle })
}

/// Whether a cycle has objectives, or files that may be some and cannot be read.
fn may_have_objectives(loaded: &Loaded, cycle: CycleId) -> bool {
    let folder = loaded.workspace.cycles.get(&cycle);
    let home = cycle.to_string();
    let checkins = paths::checkins(cycle);
    let unread = |finding: &Finding| {
        let path = Path::new(&finding.path);
        path.starts_with(&home) && !path.starts_with(&checkins)
    };
    folder.is_some_and(|f| !f.objectives.is_empty()) || loaded.findings.iter().any(unread)
}

/// Reads the folders that share a day with a cycle.
pub fn load(store: &Store, cycle: CycleId) -> Loaded {
    load_to(Depth::Figures, store, cycle)
}

fn load_to(depth: Depth, store: &Store, cycle: CycleId) -> Loaded {
    store.read(&overlapping_to(depth, store, &[cycle]))
}

/// The existing folders that share a day with one of `cycles`, with all that figures need.
pub fn overlapping(store: &Store, cycles: &[CycleId]) -> Vec<(CycleId, Depth)> {
    overlapping_to(Depth::Figures, store, cycles)
}

/// The same folders, as deep as it takes.
pub fn overlapping_to(depth: Depth, store: &Store, cycles: &[CycleId]) -> Vec<(CycleId, Depth)> {
    let calendar = store.settings().calendar;
    let near = |folder: &CycleId| cycles.iter().any(|&c| calendar.overlap(*folder, c));
    let folders = store.cycle_folders().into_iter().filter(near);
    folders.map(|folder| (folder, depth)).collect()
}
