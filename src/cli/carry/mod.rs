//! `okr carry`: from one cycle to the next.

mod chosen;
mod files;
mod refusal;
mod rollover;
mod walk;

use super::args;
use super::commit::{CommitArgs, Repository};
use super::context::{Context, Output, print, print_dry_run, say};
use super::desk;
use super::exit::Failure;
use super::prompt::may_ask;
use crate::method::carry::default_cycles;
use crate::model::{CycleId, Workspace};
use crate::render::json;
use crate::store::load::{Depth, Store};
use clap::{Args, ValueEnum};
use rollover::{Rollover, Said, World};

/// Take the KPIs into the next cycle: the annual target kept, the next one set from the actual
///
/// On a terminal it goes through them one after another, with what each target would ask and what the
/// last cycle brought, and writes at the end. --yes writes at once.
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr carry                                     the cycle that has ended\n  \
                               okr carry --dry-run                           what it would write, as a diff\n  \
                               okr carry --yes --target kpis/client-retention=82\n  \
                               okr carry retention healthy --into customer-success/long-lasting \\\n  \
                               \u{20}   --title \"Build long-lasting client relationships\""
)]
pub struct CarryArgs {
    /// Only these: key results, objectives, KPIs or teams, by any unique part [default: all]
    #[arg(value_name = "GOAL")]
    goals: Vec<String>,
    /// Leave this one out; may be repeated
    #[arg(long, value_name = "GOAL")]
    except: Vec<String>,
    /// Put them under this objective of the new cycle, instead of a successor of each old one; with
    /// --title a team will do
    #[arg(long, value_name = "OBJECTIVE")]
    into: Option<String>,
    /// The title of that objective, where it is new
    #[arg(
        long,
        value_name = "TITLE",
        requires = "into",
        allow_hyphen_values = true
    )]
    title: Option<String>,
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
    /// Write at once, also on a terminal
    #[arg(long)]
    yes: bool,
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
    let read = |store| World::read(args, store, (from, to), context);
    if args.dry_run {
        let Some(world) = read(&store)? else {
            return nothing(output, Some(from));
        };
        let rollover = world.rollover(&Said::default())?;
        let text = world.text(&rollover, output, context.theme);
        return print_dry_run(output, &text, &[], &rollover.changes.diff());
    }
    // A commit that cannot be made is refused before anybody has typed anything.
    let repository = args.commit.repository(store.root())?;
    if output == Output::Text && !args.yes && may_ask(context) {
        let Some(world) = read(&store)? else {
            return nothing(output, Some(from));
        };
        return walk::run(&world, repository.as_ref());
    }
    let lock = desk::lock(&store)?;
    let Some(world) = read(&store)? else {
        return nothing(output, Some(from));
    };
    let rollover = world.rollover(&Said::default())?;
    rollover.changes.apply(store.root(), &lock)?;
    print(&world.text(&rollover, output, context.theme))?;
    commit(repository.as_ref(), &rollover)?;
    next_step(&rollover, output);
    Ok(())
}

/// Commits what was written, where that is asked for and anything was.
fn commit(repository: Option<&Repository>, rollover: &Rollover) -> Result<(), Failure> {
    match repository {
        Some(git) if !rollover.changes.is_empty() => {
            let paths = rollover.changes.effective().map(|c| c.path.clone());
            git.commit(&paths.collect::<Vec<_>>(), &rollover.subject())
        }
        Some(_) | None => Ok(()),
    }
}

/// A new objective that has taken KPIs in still has to say how it is reached.
fn next_step(rollover: &Rollover, output: Output) {
    let stack = rollover.stack.as_ref().filter(|_| output == Output::Text);
    let Some(stack) = stack else { return };
    let plan = &rollover.plan;
    if let Some(new) = plan.objectives.iter().find(|o| o.id == stack.id) {
        let (id, cycle) = (new.id.local(), new.id.cycle);
        say(&format!(
            "\nNext: why does it matter now, and how do we get there?\n  \
             okr edit {cycle}/{id}\n  \
             okr new kr {id} \"Meet each client\" --cycle {cycle}\n"
        ));
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
