//! `okr mv`: another name for a goal or a team, with every reference to it, so that nothing dangles
//! and what was reported under the old name still counts.

mod changes;
mod kept;
mod moves;
mod references;
mod target;

use super::commit::CommitArgs;
use super::context::{Context, Output, print, print_dry_run, say};
use super::exit::Failure;
use super::{desk, findings, reading};
use crate::model::CycleId;
use crate::render::json::{self, ChangeView};
use crate::render::text::count;
use crate::store::diagnostics::Finding;
use crate::store::load::{Depth, Store};
use crate::store::{lock, paths};
use changes::Renaming;
use clap::Args;
use moves::Moves;
use std::collections::BTreeSet;
use target::Open;

/// Rename a goal, a KPI or a team's folder, and every reference to it
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr mv customer-success/ customers/                    a team, with its KPIs\n  \
                               okr mv grow-europe expand-europe                       an objective\n  \
                               okr mv grow-europe.revenue grow-europe.sales           a key result\n  \
                               okr mv kpis/nps kpis/customers/nps --dry-run           a KPI; what would change"
)]
pub struct MvArgs {
    /// What is renamed: an objective, a key result, a KPI or a team
    #[arg(value_name = "GOAL")]
    goal: String,
    /// Its new id, whole
    #[arg(value_name = "NEW")]
    new: String,
    /// The cycle of the goal; a team is renamed in this cycle alone
    #[arg(long, value_name = "CYCLE")]
    cycle: Option<String>,
    /// Show what would be written as a diff, write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    commit: CommitArgs,
}

/// Renames.
pub fn run(args: &MvArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let store = context.store()?;
    if args.dry_run {
        let Some(renaming) = prepare(args, &store, context)? else {
            return already(args, output);
        };
        return show(&renaming, output, context);
    }
    let repository = args.commit.repository(store.root())?;
    let lock: lock::Lock = desk::lock(&store)?;
    let Some(renaming) = prepare(args, &store, context)? else {
        return already(args, output);
    };
    renaming.changes.apply(store.root(), &lock)?;
    print(&text(&renaming, output, context))?;
    renaming.kept.iter().for_each(|kept| say(kept));
    match repository {
        Some(git) => {
            let changes = renaming.changes.effective();
            let mut paths: Vec<String> = changes.map(|c| c.path.clone()).collect();
            paths.extend(renaming.files.into_keys());
            paths.extend(renaming.settled);
            let message = format!("Rename {} to {}", renaming.from, renaming.to);
            git.commit(&paths, &message)
        }
        None => Ok(()),
    }
}

/// Computes the renaming and checks its result in memory; none where the goal has that name already.
fn prepare(args: &MvArgs, store: &Store, context: &Context) -> Result<Option<Renaming>, Failure> {
    let open = read(store)?;
    let in_front = args.goal.split_once('/').map(|(head, _)| head);
    let in_front = in_front.filter(|head| CycleId::parse_any_case(head).is_some());
    let named = args.cycle.as_deref().or(in_front);
    let cycle = reading::shown_cycle(store, named, context)?;
    let new = target::New::parse(&args.new)?;
    let asked = target::Asked {
        goal: &args.goal,
        new: &new,
        cycle,
        given: named.is_some(),
    };
    let rename = asked.find(store, &open)?;
    if let (target::Rename::Objective(from, to), true) = (&rename, args.new.ends_with('/')) {
        let name = from.objective.name();
        let message = format!("`{to}/` is a folder, and {from} is an objective");
        return Err(Failure::usage(message).help(format!(
            "into the team: `{to}/{name}`; as the objective's new name: `{to}`"
        )));
    }
    let moves = Moves::new(&rename, &open)?;
    let renaming = changes::renaming(store, &open, &rename, &moves)?;
    if renaming.changes.is_empty() {
        return Ok(None);
    }
    let broken = findings::introduced_by_moves(
        store,
        &renaming.changes,
        &store.cycle_folders(),
        &renaming.files,
    );
    if broken.is_empty() {
        return Ok(Some(renaming));
    }
    let what = format!("{} cannot become {}", renaming.from, renaming.to);
    Err(Failure::refused(&what, "", &broken))
}

/// Every definition. What lies in closed cycles is not touched, so it may be broken; all else is
/// needed, because it may hold a reference.
fn read(store: &Store) -> Result<Open, Failure> {
    let folders = store.cycle_folders().into_iter();
    let folders: Vec<_> = folders.map(|cycle| (cycle, Depth::Definitions)).collect();
    let loaded = store.read(&folders);
    let workspace = loaded.workspace;
    let closed: BTreeSet<_> = workspace
        .cycles
        .iter()
        .filter(|(_, folder)| folder.closed.is_some())
        .map(|(&cycle, _)| cycle)
        .collect();
    let untouched = |finding: &Finding| {
        closed.iter().any(|&cycle| {
            finding.path.starts_with(&format!("{cycle}/")) && finding.path != paths::closed(cycle)
        })
    };
    let needed = loaded.findings.into_iter().filter(|f| !untouched(f));
    let needed: Vec<Finding> = needed.collect();
    if needed.is_empty() {
        return Ok(Open { workspace, closed });
    }
    Err(Failure::invalid(needed))
}

fn already(args: &MvArgs, output: Output) -> Result<(), Failure> {
    match output {
        Output::Json => print(&json::changes(&[])),
        Output::Text => print(&format!("{} has that name already\n", args.new)),
    }
}

fn show(renaming: &Renaming, output: Output, context: &Context) -> Result<(), Failure> {
    let text = text(renaming, output, context);
    let patch = renaming.changes.diff();
    print_dry_run(output, &text, &renaming.kept, &patch)
}

fn text(renaming: &Renaming, output: Output, context: &Context) -> String {
    if output == Output::Json {
        return json::changes(&views(renaming));
    }
    let arrow = context.theme.pick("→", "->");
    let mut made = String::new();
    for moved in &renaming.moved {
        made += &format!("{} {arrow} {}  {}\n", moved.from, moved.to, moved.path);
    }
    if renaming.moved.is_empty() {
        made += &format!("{} has that name already\n", renaming.to);
    }
    let files: BTreeSet<&str> = renaming
        .references
        .iter()
        .map(|r| r.path.as_str())
        .collect();
    let references = count(renaming.references.len(), "reference");
    made += &match files.len() {
        0 => "no references to it\n".to_owned(),
        n => format!("{references} in {}\n", count(n, "file")),
    };
    made
}

/// The goals first, then what refers to them.
fn views(renaming: &Renaming) -> Vec<ChangeView> {
    let moved = renaming.moved.iter().map(|moved| ChangeView {
        id: moved.to.clone(),
        before: moved.from.clone().into(),
        after: moved.to.clone().into(),
        path: moved.path.clone(),
    });
    let references = renaming.references.iter().map(|reference| ChangeView {
        id: reference.holder.clone(),
        before: reference.before.clone().into(),
        after: reference.after.clone().into(),
        path: reference.path.clone(),
    });
    moved.chain(references).collect()
}
