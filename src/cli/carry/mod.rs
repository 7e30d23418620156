//! `okr carry`: from one cycle to the next.

mod files;

use super::args;
use super::args::goals::{self, GoalLike, Wanted};
use super::commit::CommitArgs;
use super::context::{Context, Output, print, print_dry_run};
use super::desk;
use super::exit::Failure;
use super::reading::overlapping;
use crate::method::carry::{
    Asked, CarryError, CarryOptions, CarryPlan, Given, default_cycles, plan,
};
use crate::model::{CycleId, Quantity, Workspace};
use crate::render::json::FileView;
use crate::render::text::{count, list};
use crate::render::{carry, goal, json};
use crate::store::load::{Depth, Store};
use crate::store::write::ChangeSet;
use clap::{Args, ValueEnum};

/// Take the KPIs into the next cycle: the annual target kept, the next one set from the actual
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr carry --dry-run                                what it would write, as a diff\n  \
                               okr carry                                          the cycle that has ended\n  \
                               okr carry --target kpis/client-retention=82        a target of your own"
)]
pub struct CarryArgs {
    /// The old cycle [default: the newest that has ended or has at most 21 days left]
    #[arg(long, value_name = "CYCLE")]
    from: Option<String>,
    /// The new cycle [default: the one after it]
    #[arg(long, value_name = "CYCLE")]
    to: Option<String>,
    /// How targets are set where nothing else says so
    #[arg(long, value_enum, default_value_t = StrategyArg::Pace)]
    strategy: StrategyArg,
    /// A target of your own, for a KPI or a key result; may be repeated
    #[arg(long, value_name = "GOAL=VALUE", allow_hyphen_values = true)]
    target: Vec<String>,
    /// Take along what has no KPI and is not complete
    #[arg(long)]
    unfinished: bool,
    /// Carry although totals are not final yet
    #[arg(long)]
    provisional: bool,
    /// Bring goals that were carried from an older actual up to date
    #[arg(long)]
    refresh: bool,
    /// Show what would be written as a diff, write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    commit: CommitArgs,
}

/// How targets are set.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum StrategyArg {
    /// What the annual target still needs, spread over the cycles left.
    Pace,
    /// The same step again.
    Step,
    /// The same target again.
    Keep,
}

/// A rollover that is ready to be written.
struct Rollover {
    plan: CarryPlan,
    workspace: Workspace,
    changes: ChangeSet,
    files: Vec<FileView>,
}

/// Carries.
pub fn run(args: &CarryArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let store = context.store()?;
    let (folders, broken) = store.listed_cycles();
    if !broken.is_empty() {
        return Err(Failure::invalid(broken));
    }
    let Some((from, to)) = cycles(args, &store, folders, context)? else {
        return nothing(output, None);
    };
    if args.dry_run {
        let Some(rollover) = prepare(args, &store, from, to, context)? else {
            return nothing(output, Some(from));
        };
        return show_plan(&rollover, output, context);
    }
    let repository = args.commit.repository(store.root())?;
    let lock = desk::lock(&store)?;
    let Some(rollover) = prepare(args, &store, from, to, context)? else {
        return nothing(output, Some(from));
    };
    rollover.changes.apply(store.root(), &lock)?;
    print(&rollover.text(output, context))?;
    match repository {
        Some(git) if !rollover.changes.is_empty() => {
            let paths = rollover.changes.effective().map(|c| c.path.clone());
            git.commit(&paths.collect::<Vec<_>>(), &rollover.subject())
        }
        Some(_) | None => Ok(()),
    }
}

fn show_plan(rollover: &Rollover, output: Output, context: &Context) -> Result<(), Failure> {
    let text = rollover.text(output, context);
    print_dry_run(output, &text, &[], &rollover.changes.diff())
}

impl Rollover {
    /// What a commit says was done.
    fn subject(&self) -> String {
        let CarryPlan { from, to, .. } = self.plan;
        let (carried, refreshed) = (self.plan.carried.len(), self.plan.refreshed.len());
        if carried == 0 && refreshed > 0 {
            let goals = count(refreshed, "goal");
            return format!("Bring {goals} of {to} up to date with {from}");
        }
        format!("Carry {} from {from} to {to}", count(carried, "goal"))
    }

    fn text(&self, output: Output, context: &Context) -> String {
        if output == Output::Json {
            let notes = carry::notes(&self.plan, &self.workspace);
            return json::carry(&self.plan, &notes, &self.files);
        }
        carry::summary(&self.plan, &self.workspace, &self.files, context.theme)
    }
}

fn nothing(output: Output, from: Option<CycleId>) -> Result<(), Failure> {
    if output == Output::Json {
        return print(&json::nothing_to_carry());
    }
    match from {
        Some(from) => print(&format!("nothing to carry: {from} has no objectives\n")),
        None => print("nothing to carry: no cycle with objectives has ended or is about to\n"),
    }
}

/// The two cycles: as asked, else the newest that is due.
fn cycles(
    args: &CarryArgs,
    store: &Store,
    folders: Vec<CycleId>,
    context: &Context,
) -> Result<Option<(CycleId, CycleId)>, Failure> {
    let parse = |text: &Option<String>| {
        let text = text.as_deref();
        let cycle = text.map(|text| args::cycle::cycle(text, context.today, store.settings()));
        cycle.transpose()
    };
    let (from, to) = match (parse(&args.from)?, parse(&args.to)?) {
        (None, None) => return Ok(newest_due(store, folders, context)),
        (Some(from), None) => (from, from.next()),
        (None, Some(to)) => (to.previous(), to),
        (Some(from), Some(to)) => (from, to),
    };
    if from.kind() != to.kind() {
        let (a, b) = (from.kind().word(), to.kind().word());
        return Err(Failure::usage(format!("{from} is a {a} and {to} is a {b}"))
            .help("carry between cycles of one kind"));
    }
    let calendar = store.settings().calendar;
    if calendar.start(to) <= calendar.start(from) {
        return Err(Failure::usage(format!("{to} does not come after {from}"))
            .help("goals are carried forward: --from the older cycle, --to the newer"));
    }
    Ok(Some((from, to)))
}

fn newest_due(
    store: &Store,
    folders: Vec<CycleId>,
    context: &Context,
) -> Option<(CycleId, CycleId)> {
    let workspace = Workspace {
        settings: store.settings().clone(),
        ..Workspace::default()
    };
    let mut due = folders
        .into_iter()
        .rev()
        .filter_map(|cycle| default_cycles([cycle], &workspace, context.today));
    due.find(|&(from, _)| {
        let loaded = store.read_cycles(&[(from, Depth::Definitions)]);
        let folder = loaded.workspace.cycles.get(&from);
        folder.is_some_and(|f| !f.objectives.is_empty()) || !loaded.findings.is_empty()
    })
}

/// Computes the rollover and checks its result in memory; none where there is nothing to carry.
fn prepare(
    args: &CarryArgs,
    store: &Store,
    from: CycleId,
    to: CycleId,
    context: &Context,
) -> Result<Option<Rollover>, Failure> {
    let year = store.settings().calendar.year_of(to);
    let loaded = store.read(&overlapping(store, &[from, to, year]));
    if !loaded.findings.is_empty() {
        return Err(Failure::invalid(loaded.findings));
    }
    let workspace = loaded.workspace;
    desk::refuse_closed(store, to)?;
    if workspace
        .cycles
        .get(&from)
        .is_none_or(|f| f.objectives.is_empty())
    {
        return Ok(None);
    }
    let options = CarryOptions {
        from,
        to,
        strategy: match args.strategy {
            StrategyArg::Pace => Asked::Pace,
            StrategyArg::Step => Asked::Step,
            StrategyArg::Keep => Asked::Keep,
        },
        targets: targets(&args.target, &workspace, from, store)?,
        unfinished: args.unfinished,
        provisional: args.provisional,
        refresh: args.refresh,
    };
    let plan = plan(&workspace, context.today, &options).map_err(|e| refusal(e, &workspace))?;
    let (changes, files) = files::changes(store, &plan)?;
    desk::refuse_errors(store, &changes, &[from, to, year])?;
    Ok(Some(Rollover {
        plan,
        workspace,
        changes,
        files,
    }))
}

fn targets(
    asked: &[String],
    workspace: &Workspace,
    from: CycleId,
    store: &Store,
) -> Result<Vec<(Given, f64)>, Failure> {
    let mut targets = Vec::new();
    for text in asked {
        let Some((name, value)) = text.split_once('=') else {
            return Err(Failure::usage(format!("`{text}` is no target"))
                .help("such as --target kpis/client-retention=82"));
        };
        let goal = goals::find(
            name.trim(),
            Some(store.root()),
            workspace,
            from,
            Wanted::MEASURED,
        )?;
        let (given, unit) = match goal {
            GoalLike::Kpi(id) => {
                let unit = workspace.kpis.get(&id).and_then(|k| k.unit.clone());
                (Given::Kpi(id), unit)
            }
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
                let kpi = followed(&id, workspace);
                let unit = kpi.and_then(|k| k.unit.clone());
                (Given::Goal(id), unit)
            }
            GoalLike::Team(team) => {
                return Err(Failure::usage(format!("{team} is a team, not a goal")));
            }
        };
        let number = args::number::number(value.trim(), unit.as_deref())?;
        if targets.iter().any(|(other, _)| *other == given) {
            return Err(
                Failure::usage(format!("`{}` is given two targets", name.trim()))
                    .help("say --target once for each"),
            );
        }
        targets.push((given, Quantity::new(number)?.get()));
    }
    Ok(targets)
}

fn followed<'w>(
    id: &crate::model::GoalId,
    workspace: &'w Workspace,
) -> Option<&'w crate::model::Kpi> {
    let objective = workspace.objective(id)?;
    let follow = match workspace.key_result(id) {
        Some((_, kr)) => kr.terms.measure.follow(),
        None => objective.terms.measure.as_ref(),
    };
    let id = &follow?.kpi;
    let renamed = || {
        workspace
            .kpis
            .values()
            .find(|kpi| kpi.formerly.contains(id))
    };
    workspace.kpis.get(id).or_else(renamed)
}

fn refusal(error: CarryError, workspace: &Workspace) -> Failure {
    match error {
        CarryError::Partial { kpis, until } => {
            let kpis: Vec<_> = kpis.iter().map(ToString::to_string).collect();
            let is = if kpis.len() == 1 {
                "is a total that is"
            } else {
                "are totals that are"
            };
            let message = format!("{} {is} not final before {until} is over", list(&kpis));
            Failure::conflict(message).help("run it again after that day, or add --provisional")
        }
        CarryError::Contradicts {
            kpi,
            standing,
            asked,
            cycle,
        } => {
            let stands = workspace.kpis.get(&kpi);
            let stands = stands.map(|k| goal::kpi_target(standing, k, crate::render::Theme::PLAIN));
            let stands = stands.unwrap_or_default();
            let message = format!("{kpi} already has the target {stands} for {cycle}, not {asked}");
            Failure::conflict(message).help(format!("change it with okr amend, or in {kpi}.toml"))
        }
        CarryError::NotCarried(name) => Failure::not_found(format!("{name} is not carried"))
            .help("--target names a KPI that is followed, or a key result that follows one"),
        CarryError::NotANumber(kpi) => Failure::usage(format!(
            "{kpi} is kept in a band: a number is no target for it"
        )),
    }
}
