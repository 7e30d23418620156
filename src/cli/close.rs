//! `okr close`: freezes the scores of a cycle that has ended, or opens it again.

use super::change::{self, WriteArgs};
use super::context::{Context, Output, print, print_patch, say};
use super::desk::{self, refuse_closed};
use super::exit::Failure;
use super::look_back::read_for_close;
use super::reading::overlapping;
use super::{args, person};
use crate::method::Evaluator;
use crate::method::close::{missing, scores};
use crate::model::{Closed, CycleId, Workspace};
use crate::render::close::{self, Frozen};
use crate::store::load::{Depth, Store};
use crate::store::write::{Change, ChangeSet, read_for_edit};
use crate::store::{compose, paths};
use clap::Args;

/// Freeze the scores of a cycle that has ended
///
/// Refused while something is missing: the review of an objective that was not dropped, or a final
/// reading. That is missing of a key result which is not done where its last update lies more than
/// a check-in period before the cycle's end, and of a KPI that a goal follows where its last reading
/// lies more than a period of its frequency before that.
///
/// One file is written, closed.toml, and nothing else changes: a check-in that is merged later still
/// merges, changes no frozen score, and is named by `okr check`. Writers refuse the cycle until
/// --undo deletes the file.
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr close                     the newest cycle that has ended\n  \
                               okr close 2026-Q3 --dry-run   what would be written\n  \
                               okr close 2026-Q3 --undo      open it again"
)]
pub struct CloseArgs {
    /// The cycle [default: the newest that has ended and is not closed]
    #[arg(value_name = "CYCLE")]
    cycle: Option<String>,
    /// Close although something is missing
    #[arg(long, requires = "reason")]
    force: bool,
    /// With --force: why it is closed all the same
    #[arg(
        long,
        value_name = "TEXT",
        requires = "force",
        allow_hyphen_values = true
    )]
    reason: Option<String>,
    /// Open it again: deletes closed.toml [default: the newest that is closed]
    #[arg(long, conflicts_with_all = ["force", "by"])]
    undo: bool,
    /// Who closes it
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    #[command(flatten)]
    write: WriteArgs,
}

/// What is to be written.
struct Prepared {
    changes: ChangeSet,
    frozen: Frozen,
    message: String,
}

/// Closes a cycle, or opens it again.
pub fn run(args: &CloseArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let store = context.store()?;
    let reason = match args.force {
        true => Some(change::reason(
            args.reason.as_deref(),
            "a cycle that is closed with gaps says why",
            "no data from the CRM",
        )?),
        false => None,
    };
    let prepare = || match args.undo {
        true => undo(args, &store, context),
        false => freeze(args, reason.as_deref(), &store, context),
    };
    if args.write.dry_run() {
        return match prepare()? {
            None => nothing(args.undo, output),
            Some(prepared) => show(&prepared, output, context),
        };
    }
    let repository = args.write.commit().repository(store.root())?;
    let lock = desk::lock(&store)?;
    let Some(prepared) = prepare()? else {
        return nothing(args.undo, output);
    };
    prepared.changes.apply(store.root(), &lock)?;
    drop(lock);
    print(&prepared.text(output, context))?;
    if output == Output::Text {
        say(&prepared.frozen.next());
    }
    repository.map_or(Ok(()), |git| {
        git.commit(
            std::slice::from_ref(&prepared.frozen.path),
            &prepared.message,
        )
    })
}

impl Prepared {
    fn text(&self, output: Output, context: &Context) -> String {
        match output {
            Output::Json => close::json(Some(&self.frozen)),
            Output::Text => close::line(&self.frozen, context.theme),
        }
    }
}

fn show(prepared: &Prepared, output: Output, context: &Context) -> Result<(), Failure> {
    let text = prepared.text(output, context);
    if output == Output::Json {
        return print(&text);
    }
    say(&text);
    print_patch(&prepared.changes.diff())
}

fn nothing(undo: bool, output: Output) -> Result<(), Failure> {
    match (output, undo) {
        (Output::Json, _) => print(&close::json(None)),
        (_, true) => print("nothing to open: no cycle is closed\n"),
        (_, false) => {
            print("nothing to close: every cycle with objectives that has ended is closed\n")
        }
    }
}

/// The cycle as asked for, else the newest that is closed, or has ended with objectives and is not.
fn cycle(args: &CloseArgs, store: &Store, context: &Context) -> Result<Option<CycleId>, Failure> {
    let settings = store.settings();
    if let Some(text) = &args.cycle {
        return Ok(Some(args::cycle::cycle(text, context.today, settings)?));
    }
    let (mut folders, broken) = store.listed_cycles();
    if !broken.is_empty() {
        return Err(Failure::invalid(broken));
    }
    let calendar = settings.calendar;
    folders.retain(|&cycle| args.undo || calendar.end(cycle) < context.today);
    folders.sort_by_key(|&cycle| (calendar.end(cycle), calendar.start(cycle)));
    for cycle in folders.into_iter().rev() {
        let path = paths::closed(cycle);
        let is_closed = read_for_edit(store.root(), &path)?.is_some();
        if is_closed == args.undo && (args.undo || has_objectives(store, cycle)) {
            return Ok(Some(cycle));
        }
    }
    Ok(None)
}

/// Whether there is anything to close; what cannot be read may be an objective.
fn has_objectives(store: &Store, cycle: CycleId) -> bool {
    let loaded = store.read_cycles(&[(cycle, Depth::Definitions)]);
    let folder = loaded.workspace.cycles.get(&cycle);
    folder.is_some_and(|f| !f.objectives.is_empty()) || !loaded.findings.is_empty()
}

/// The scores as they are, to be written.
fn freeze(
    args: &CloseArgs,
    reason: Option<&str>,
    store: &Store,
    context: &Context,
) -> Result<Option<Prepared>, Failure> {
    let Some(cycle) = cycle(args, store, context)? else {
        return Ok(None);
    };
    refuse_running(store, cycle, context)?;
    refuse_dated_ahead(store, cycle, context)?;
    refuse_closed(store, cycle)?;
    let loaded = read_for_close(store, overlapping(store, &[cycle]), &[cycle]);
    if !loaded.findings.is_empty() {
        return Err(Failure::invalid(loaded.findings));
    }
    let workspace = loaded.workspace;
    let folder = workspace.cycles.get(&cycle);
    if folder.is_none_or(|folder| folder.objectives.is_empty()) {
        let message = format!("{cycle} has no objectives: there is nothing to close");
        return Err(Failure::not_found(message));
    }
    let forced = refuse_incomplete(reason, &workspace, cycle, context)?;
    let evaluator = Evaluator::new(&workspace, context.today);
    let state = evaluator.cycle(cycle);
    let by = person::writer(args.by.as_deref(), store.root(), store.settings(), context)?;
    let closed = Closed {
        on: context.today,
        by: Some(by),
        forced: forced.map(str::to_owned),
        scores: scores(&evaluator, cycle),
    };
    let path = paths::closed(cycle);
    let text = compose::closed(&closed);
    let broken = store.check_text(&path, &text);
    if !broken.is_empty() {
        return Err(Failure::invalid(broken));
    }
    Ok(Some(Prepared {
        changes: ChangeSet(vec![Change::create(path.clone(), text)]),
        message: format!("Close {cycle}"),
        frozen: Frozen {
            cycle,
            is_closed: true,
            score: state.score,
            closed: Some(closed),
            path,
        },
    }))
}

/// Readers do not quote scores that are frozen on a day still to come.
fn refuse_dated_ahead(store: &Store, cycle: CycleId, context: &Context) -> Result<(), Failure> {
    let closed = store.read_closed(cycle).map_err(Failure::invalid)?;
    let ahead = closed.filter(|closed| closed.on > context.today);
    let Some(Closed { on, .. }) = ahead else {
        return Ok(());
    };
    let path = paths::closed(cycle);
    let message = format!("{cycle} is not closed before {on}, the day in {path}");
    Err(Failure::conflict(message).help(format!(
        "correct the day, or take the file out with okr close {cycle} --undo and close it today"
    )))
}

fn refuse_running(store: &Store, cycle: CycleId, context: &Context) -> Result<(), Failure> {
    let end = store.settings().calendar.end(cycle);
    if context.today > end {
        return Ok(());
    }
    let message = format!("{cycle} has not ended: it runs until {end}");
    Err(Failure::conflict(message).help("its scores can be frozen from the day after"))
}

/// Refuses what is not complete with a list, unless there is a reason; the reason where one is needed.
fn refuse_incomplete<'r>(
    reason: Option<&'r str>,
    workspace: &Workspace,
    cycle: CycleId,
    context: &Context,
) -> Result<Option<&'r str>, Failure> {
    let missing = missing(workspace, cycle, context.today);
    if missing.is_empty() {
        return Ok(None);
    }
    if reason.is_some() {
        return Ok(reason);
    }
    let here = workspace.settings.cycle_on(context.today);
    let (message, help) = close::incomplete(&missing, cycle, here);
    Err(Failure::conflict(message).help(help))
}

/// The file of a closed cycle, to be deleted; one that cannot be read goes as well.
fn undo(args: &CloseArgs, store: &Store, context: &Context) -> Result<Option<Prepared>, Failure> {
    let Some(cycle) = cycle(args, store, context)? else {
        return Ok(None);
    };
    let path = paths::closed(cycle);
    let Some(before) = read_for_edit(store.root(), &path)? else {
        let message = format!("{cycle} is not closed");
        return Err(
            Failure::conflict(message).help(format!("there is no {path}: nothing was changed"))
        );
    };
    Ok(Some(Prepared {
        changes: ChangeSet(vec![Change::remove(path.clone(), before)]),
        message: format!("Open {cycle} again"),
        frozen: Frozen {
            cycle,
            is_closed: false,
            score: None,
            closed: store.read_closed(cycle).ok().flatten(),
            path,
        },
    }))
}
