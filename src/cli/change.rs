//! What `amend`, `drop` and `kpi retire` share: one definition is found and edited under the lock,
//! checked in memory, written, echoed and committed where that is asked for.

use super::args;
use super::args::goals::{self, GoalLike, Wanted};
use super::commit::CommitArgs;
use super::context::{Context, Output, print, print_dry_run, say};
use super::desk::{self, Desk};
use super::exit::Failure;
use super::findings;
use super::reading::{is_other_kind, of_other_kind, overlapping};
use crate::method::Evaluator;
use crate::model::{Aim, CycleId, GoalId, GoalRef, KpiId, KpiTarget, Measure, Posts, Workspace};
use crate::render::change::{self, PlanChange};
use crate::render::numbers;
use crate::store::diagnostics::Finding;
use crate::store::edit::{Document, EditError};
use crate::store::load::{Depth, Store};
use crate::store::paths;
use crate::store::write::ChangeSet;
use chrono::NaiveDate;
use clap::Args;

/// How a change is written.
#[derive(Debug, Clone, Args)]
pub struct WriteArgs {
    /// Show what would be written as a diff, write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    commit: CommitArgs,
}

impl WriteArgs {
    /// The same of a command with flags of its own.
    pub fn new(dry_run: bool, commit: CommitArgs) -> Self {
        Self { dry_run, commit }
    }

    /// Whether nothing is to be written.
    pub fn dry_run(&self) -> bool {
        self.dry_run
    }

    /// Whether what is written is committed.
    pub fn commit(&self) -> &CommitArgs {
        &self.commit
    }
}

/// What is to be written.
pub enum Outcome {
    /// All is so already, in words.
    Same(String),
    /// A change of one definition.
    Change(Box<Prepared>),
}

/// A change that is ready to be written.
pub struct Prepared {
    /// The file, before and after.
    pub changes: ChangeSet,
    /// What it does.
    pub echo: PlanChange,
    /// The message of a commit.
    pub message: String,
    /// What else a person should know.
    pub notes: Vec<String>,
    /// The command that takes it back, where there is one.
    pub undo: Option<String>,
}

/// Writes what `prepare` makes of the workspace, which is read under the lock.
///
/// # Errors
/// What `prepare` refuses; the lock, git or the disk.
pub fn write(
    args: &WriteArgs,
    context: &Context,
    prepare: &dyn Fn(&Store) -> Result<Outcome, Failure>,
) -> Result<(), Failure> {
    let output = context.output()?;
    let store = context.store()?;
    if args.dry_run {
        return match prepare(&store)? {
            Outcome::Same(words) => same(&words, output),
            Outcome::Change(prepared) => show(&prepared, output, context),
        };
    }
    let repository = args.commit.repository(store.root())?;
    let lock = desk::lock(&store)?;
    let prepared = match prepare(&store)? {
        Outcome::Same(words) => return same(&words, output),
        Outcome::Change(prepared) => prepared,
    };
    prepared.changes.apply(store.root(), &lock)?;
    drop(lock);
    print(&text(&prepared, output, context))?;
    prepared.notes.iter().for_each(|note| say(note));
    if let Some(undo) = &prepared.undo {
        say(&format!("back again: {undo}\n"));
    }
    repository.map_or(Ok(()), |git| {
        git.commit(
            std::slice::from_ref(&prepared.echo.path),
            &prepared.message.replace(['\n', '\r'], " "),
        )
    })
}

fn same(words: &str, output: Output) -> Result<(), Failure> {
    if output == Output::Json {
        say(&format!("{words}\n"));
        return print(&change::json(None));
    }
    print(&format!("{words}\n"))
}

fn show(prepared: &Prepared, output: Output, context: &Context) -> Result<(), Failure> {
    let text = text(prepared, output, context);
    let patch = prepared.changes.diff();
    print_dry_run(output, &text, &prepared.notes, &patch)
}

fn text(prepared: &Prepared, output: Output, context: &Context) -> String {
    match output {
        Output::Json => change::json(Some(&prepared.echo)),
        Output::Text => change::line(&prepared.echo, context.theme) + "\n",
    }
}

/// A goal or KPI that is to be changed, and what is known around it.
pub struct Subject {
    /// Which it is.
    pub goal: GoalLike,
    /// Its cycle; for a KPI the one that covers the day.
    pub cycle: CycleId,
    /// The cycles that share a day with that.
    pub workspace: Workspace,
}

impl Subject {
    /// Finds what `text` means.
    ///
    /// # Errors
    /// It is unknown or ambiguous, or a file that is needed cannot be read.
    pub fn find(
        store: &Store,
        text: &str,
        cycle: Option<&str>,
        wanted: Wanted,
        context: &Context,
    ) -> Result<Self, Failure> {
        let settings = store.settings();
        let in_front = text.split_once('/').map(|(head, _)| head);
        let cycle = match (cycle, in_front.and_then(CycleId::parse_any_case)) {
            (Some(cycle), _) => args::cycle::cycle(cycle, context.today, settings)?,
            (None, Some(cycle)) => cycle,
            (None, None) => settings.cycle_on(context.today),
        };
        let loaded = store.read(&overlapping(store, &[cycle]));
        let found = goals::find(text, Some(store.root()), &loaded.workspace, cycle, wanted);
        // What is meant may be in a file that cannot be read; only a whole id is sure without it.
        let whole = |goal: &GoalLike| match goal {
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
                GoalRef::new(text).is_ok_and(|named| named.resolve(cycle) == *id)
            }
            GoalLike::Kpi(id) => id.as_str() == text,
            GoalLike::Team(_) => false,
        };
        if !loaded.findings.is_empty() && !found.as_ref().is_ok_and(whole) {
            return Err(unread(loaded.findings, text, cycle));
        }
        let goal = found.map_err(|error| {
            let all = Wanted::ALL;
            match goals::find(text, Some(store.root()), &loaded.workspace, cycle, all) {
                Ok(other) if is_other_kind(&other, wanted) => of_other_kind(&other),
                _ => was_before(store, text, cycle, wanted, error.into()),
            }
        })?;
        let cycle = match &goal {
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => id.cycle,
            GoalLike::Kpi(_) | GoalLike::Team(_) => cycle,
        };
        let workspace = loaded.workspace;
        Ok(Self {
            goal,
            cycle,
            workspace,
        })
    }

    /// The id as it is typed on `day`.
    pub fn id(&self, store: &Store, day: NaiveDate) -> String {
        match &self.goal {
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
                id.relative_to(store.settings().cycle_on(day)).to_string()
            }
            GoalLike::Kpi(_) | GoalLike::Team(_) => self.goal.to_string(),
        }
    }

    /// The file, relative to the root.
    pub fn path(&self) -> String {
        match &self.goal {
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => paths::objective(id),
            GoalLike::Kpi(id) => paths::kpi(id),
            GoalLike::Team(team) => format!("{team}/"),
        }
    }

    /// The way from the file's root to the table that holds it.
    pub fn holder(&self) -> Vec<&str> {
        match &self.goal {
            GoalLike::KeyResult(id) => {
                let key = id.key.iter().map(crate::model::Name::as_str);
                std::iter::once("key_results").chain(key).collect()
            }
            GoalLike::Objective(_) | GoalLike::Kpi(_) | GoalLike::Team(_) => Vec::new(),
        }
    }

    /// The unit of its numbers.
    pub fn unit(&self) -> Option<&str> {
        let of_kpi = |kpi: &KpiId| self.workspace.kpis.get(kpi)?.unit.as_deref();
        match &self.goal {
            GoalLike::Kpi(id) => of_kpi(id),
            GoalLike::Objective(id) => {
                let objective = self.workspace.objective(id)?;
                of_kpi(&objective.terms.measure.as_ref()?.kpi)
            }
            GoalLike::KeyResult(id) => {
                let (_, key_result) = self.workspace.key_result(id)?;
                match &key_result.terms.measure {
                    Measure::Metric(metric) => metric.unit.as_deref(),
                    Measure::Bounds { unit, .. } => unit.as_deref(),
                    Measure::FollowsKpi(follow) => of_kpi(&follow.kpi),
                    Measure::Effort(_) | Measure::Rollup => None,
                }
            }
            GoalLike::Team(_) => None,
        }
    }

    /// Refuses a goal of a cycle that is closed.
    ///
    /// # Errors
    /// It is.
    pub fn refuse_closed(&self, store: &Store) -> Result<(), Failure> {
        match &self.goal {
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
                desk::refuse_closed(store, id.cycle)
            }
            GoalLike::Kpi(_) | GoalLike::Team(_) => Ok(()),
        }
    }

    /// Edits its definition and checks the result in memory.
    ///
    /// # Errors
    /// The edit does not fit, or its result is invalid.
    pub fn edit(
        &self,
        store: &Store,
        today: NaiveDate,
        change: impl FnOnce(&mut Document) -> Result<(), EditError>,
    ) -> Result<ChangeSet, Failure> {
        let mut desk = Desk::new(store);
        desk.edit(&self.path(), change)?;
        let changes = ChangeSet(desk.finish());
        let broken = findings::introduced(store, &changes, &self.concerned(store, today));
        if !broken.is_empty() {
            let what = format!("{} cannot be changed that way", self.id(store, today));
            return Err(Failure::refused(&what, &self.path(), &broken));
        }
        Ok(changes)
    }

    /// The cycles in which a change could bring an error: its own; of a KPI every one that is open.
    fn concerned(&self, store: &Store, today: NaiveDate) -> Vec<CycleId> {
        match &self.goal {
            GoalLike::Kpi(_) => open_cycles(store, today),
            GoalLike::Objective(_) | GoalLike::KeyResult(_) | GoalLike::Team(_) => {
                vec![self.cycle]
            }
        }
    }

    /// The echo of a change: `keys` and the like are filled in by the caller.
    pub fn echo(&self, store: &Store, changes: &ChangeSet, day: NaiveDate) -> PlanChange {
        let then = store
            .after(changes)
            .read(&overlapping(store, &[self.cycle]));
        let (name, before) = self.figure(&self.workspace, day);
        let (_, after) = self.figure(&then.workspace, day);
        let in_force = [&self.workspace, &then.workspace];
        let in_force = in_force.map(|workspace| self.target_of_kpi(workspace, day));
        PlanChange {
            id: self.id(store, day),
            unit: self.unit().map(str::to_owned),
            in_force,
            figure: Some((name, before, after)),
            path: self.path(),
            ..PlanChange::default()
        }
    }

    /// The KPI's target where the goal follows it and has none of its own.
    fn target_of_kpi(&self, workspace: &Workspace, day: NaiveDate) -> Option<f64> {
        let (GoalLike::Objective(id) | GoalLike::KeyResult(id)) = &self.goal else {
            return None;
        };
        let objective = workspace.objective(id)?;
        let follow = match workspace.key_result(id) {
            Some((_, kr)) => kr.terms.measure.follow(),
            None => objective.terms.measure.as_ref(),
        };
        let Aim::Reach(Posts { target: None, .. }) = follow?.aim else {
            return None;
        };
        let kpi = workspace.kpis.get(&follow?.kpi)?;
        let evaluator = Evaluator::new(workspace, day);
        match evaluator.kpi(kpi, id.cycle).target? {
            KpiTarget::Value(target) => Some(target.get()),
            KpiTarget::Band(_) => None,
        }
    }

    fn figure(&self, workspace: &Workspace, day: NaiveDate) -> (&'static str, String) {
        let evaluator = Evaluator::new(workspace, day);
        match &self.goal {
            GoalLike::Kpi(id) => {
                let kpi = workspace.kpis.get(id);
                let status = kpi.map(|kpi| evaluator.kpi(kpi, self.cycle).status.word());
                ("status", status.unwrap_or("none").to_owned())
            }
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
                ("score", numbers::score(score(&evaluator, id), "–"))
            }
            GoalLike::Team(_) => ("score", "–".to_owned()),
        }
    }
}

/// A goal may be in one of the files that cannot be read, unless its whole id is given.
fn unread(findings: Vec<Finding>, text: &str, cycle: CycleId) -> Failure {
    let own = [
        GoalRef::new(text).map(|goal| paths::objective(&goal.resolve(cycle))),
        KpiId::new(text).map(|kpi| paths::kpi(&kpi)),
    ];
    let is_own = |finding: &Finding| own.iter().flatten().any(|path| finding.path == *path);
    let help = match findings.iter().any(is_own) {
        true => "mend this first".to_owned(),
        false => format!("mend this first, or give the whole id instead of `{text}`"),
    };
    Failure::invalid(findings).help(help)
}

/// A goal that is not found may be one of the cycle before.
fn was_before(
    store: &Store,
    text: &str,
    cycle: CycleId,
    wanted: Wanted,
    error: Failure,
) -> Failure {
    let before = cycle.previous();
    let loaded = store.read(&[(before, Depth::Definitions)]);
    match goals::find(text, Some(store.root()), &loaded.workspace, before, wanted) {
        Ok(GoalLike::KeyResult(id) | GoalLike::Objective(id)) if id.cycle == before => {
            let id = id.local();
            error.help(format!("{id} is a goal of {before}: add --cycle {before}"))
        }
        _ => error,
    }
}

fn score(evaluator: &Evaluator<'_>, id: &GoalId) -> Option<f64> {
    let objective = evaluator.objective(evaluator.workspace().objective(id)?)?;
    if id.key.is_none() {
        return objective.score;
    }
    objective.key_result(id)?.figures.score
}

/// The cycles with a folder that run or are to come and are not closed.
pub fn open_cycles(store: &Store, today: NaiveDate) -> Vec<CycleId> {
    let calendar = store.settings().calendar;
    let open = |cycle: &CycleId| {
        calendar.end(*cycle) >= today && matches!(store.read_closed(*cycle), Ok(None))
    };
    store.cycle_folders().into_iter().filter(open).collect()
}

/// A reason that says something, without the blanks around it; `why` it takes one, and an example.
///
/// # Errors
/// There is none; the message names the flag.
pub fn reason(given: Option<&str>, why: &str, such_as: &str) -> Result<String, Failure> {
    let given = given.map(str::trim).filter(|reason| !reason.is_empty());
    given.map(str::to_owned).ok_or_else(|| {
        Failure::usage(format!("--reason is missing: {why}"))
            .help(format!("such as --reason \"{such_as}\""))
    })
}
