//! What a rollover is computed from, and what it comes to.

use super::{CarryArgs, StrategyArg, chosen, files, refusal};
use crate::cli::context::{Context, Output};
use crate::cli::desk;
use crate::cli::exit::Failure;
use crate::cli::reading::overlapping;
use crate::method::carry::{Asked, CarryError, CarryOptions, CarryPlan, Given, Pick, Stack, plan};
use crate::model::{CycleId, GoalId, Workspace};
use crate::render::json::FileView;
use crate::render::text::count;
use crate::render::{Theme, carry, json};
use crate::store::load::Store;
use crate::store::write::ChangeSet;

/// The two cycles and what lies around them, as it was read.
pub(super) struct World<'a> {
    pub(super) args: &'a CarryArgs,
    pub(super) store: &'a Store,
    pub(super) from: CycleId,
    pub(super) to: CycleId,
    pub(super) context: &'a Context,
    pub(super) workspace: Workspace,
}

/// What was answered to questions, beside the flags.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// Targets, each of a goal of the old cycle.
    pub(super) targets: Vec<(GoalId, f64)>,
    /// Goals that stay behind.
    pub(super) left: Vec<GoalId>,
    /// The title of the objective that takes the goals in.
    pub(super) title: Option<String>,
}

/// A rollover that is ready to be written.
pub(super) struct Rollover {
    pub(super) plan: CarryPlan,
    /// The objective that takes the goals in, where one does.
    pub(super) stack: Option<Stack>,
    pub(super) changes: ChangeSet,
    pub(super) files: Vec<FileView>,
}

impl Rollover {
    /// What a commit says was done.
    pub(super) fn subject(&self) -> String {
        let CarryPlan { from, to, .. } = self.plan;
        let (carried, refreshed) = (self.plan.carried.len(), self.plan.refreshed.len());
        if carried == 0 && refreshed > 0 {
            let goals = count(refreshed, "goal");
            return format!("Bring {goals} of {to} up to date with {from}");
        }
        format!("Carry {} from {from} to {to}", count(carried, "goal"))
    }
}

impl<'a> World<'a> {
    /// Reads it; none where the old cycle has no objectives.
    ///
    /// # Errors
    /// A file that is needed cannot be read, or the new cycle is closed.
    pub(super) fn read(
        args: &'a CarryArgs,
        store: &'a Store,
        (from, to): (CycleId, CycleId),
        context: &'a Context,
    ) -> Result<Option<Self>, Failure> {
        let year = store.settings().calendar.year_of(to);
        let loaded = store.read(&overlapping(store, &[from, to, year]));
        if !loaded.findings.is_empty() {
            return Err(Failure::invalid(loaded.findings));
        }
        let workspace = loaded.workspace;
        let old = workspace.cycles.get(&from);
        if old.is_none_or(|folder| folder.objectives.is_empty()) {
            return Ok(None);
        }
        desk::refuse_closed(store, to)?;
        Ok(Some(Self {
            args,
            store,
            from,
            to,
            context,
            workspace,
        }))
    }

    /// The objective that takes the goals in, where one does.
    ///
    /// # Errors
    /// It cannot be told which one is meant.
    pub(super) fn stack(&self, said: &Said) -> Result<Option<Stack>, Failure> {
        let title = self.args.title.as_deref().or(said.title.as_deref());
        chosen::stack(self.args, title, &self.workspace, self.to, self.store)
    }

    /// What is carried, and how.
    ///
    /// # Errors
    /// What was asked for makes no sense, or cannot be done.
    pub(super) fn plan(&self, said: &Said) -> Result<CarryPlan, Failure> {
        let plan = self.computed(said)?;
        plan.map_err(|error| refusal::refusal(error, &self.workspace))
    }

    /// The same with the method's own reason where it refuses.
    ///
    /// # Errors
    /// What was asked for makes no sense.
    pub(super) fn computed(&self, said: &Said) -> Result<Result<CarryPlan, CarryError>, Failure> {
        let (args, workspace) = (self.args, &self.workspace);
        let picks = |names| chosen::picks(names, workspace, self.from, self.store);
        let mut except = picks(&args.except)?;
        except.extend(said.left.iter().cloned().map(Pick::Goal));
        let answers = said.targets.iter();
        let answers = answers.map(|(goal, target)| (Given::Goal(goal.clone()), *target));
        let flags = chosen::targets(&args.target, workspace, self.from, self.store)?;
        let options = CarryOptions {
            from: self.from,
            to: self.to,
            chosen: picks(&args.goals)?,
            except,
            into: self.stack(said)?,
            strategy: match args.strategy {
                StrategyArg::Pace => Asked::Pace,
                StrategyArg::Step => Asked::Step,
                StrategyArg::Keep => Asked::Keep,
            },
            // The first one counts.
            targets: answers.chain(flags).collect(),
            unfinished: args.unfinished,
            provisional: args.provisional,
            refresh: args.refresh,
        };
        Ok(plan(workspace, self.context.today, &options))
    }

    /// The plan with the files that it makes, checked in memory.
    ///
    /// # Errors
    /// As [`plan`](Self::plan), and where the files would not be valid.
    pub(super) fn rollover(&self, said: &Said) -> Result<Rollover, Failure> {
        let plan = self.plan(said)?;
        let (changes, files) = files::changes(self.store, &plan)?;
        let year = self.store.settings().calendar.year_of(self.to);
        desk::refuse_errors(self.store, &changes, &[self.from, self.to, year])?;
        Ok(Rollover {
            plan,
            stack: self.stack(said)?,
            changes,
            files,
        })
    }

    /// What a rollover says.
    pub(super) fn text(&self, rollover: &Rollover, output: Output, theme: Theme) -> String {
        let (plan, files) = (&rollover.plan, &rollover.files);
        if output == Output::Json {
            let notes = carry::notes(plan, &self.workspace);
            return json::carry(plan, &notes, files);
        }
        carry::summary(plan, &self.workspace, files, theme)
    }

    /// The same for a person who is asked whether to write it: without its files.
    pub(super) fn words(&self, rollover: &Rollover) -> String {
        let theme = self.context.error_theme;
        carry::summary(&rollover.plan, &self.workspace, &[], theme)
    }
}
