//! `okr amend`: a change of plan that leaves a trace, so that any day can be shown as it was.

mod wanted;

use super::args::goals::{GoalLike, Wanted};
use super::change::{self, Outcome, Prepared, Subject, WriteArgs};
use super::commit::PostOrCommitArgs;
use super::context::Context;
use super::exit::Failure;
use super::from_day::{from_day, last_amendment};
use crate::render::change::words;
use crate::store::amend::amend;
use crate::store::load::Store;
use chrono::NaiveDate;
use clap::Args;

/// Change a goal's plan with a reason: what was before stays on record
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr amend retention --target 76 --reason \"renewals moved into the quarter\"\n  \
                   okr amend kpis/nps --target 2026-Q3=45 --target 2026=50 --reason \"new survey\"\n  \
                   okr amend loyal-customers --owner tom",
    after_help = "`none` as a value takes the key out. --commit 4.2 is the value that scores 0.3, --commit\n\
                  without a number (or --git-commit) is git's. The new plan counts from today, or from the\n\
                  day in --on; --as-of an earlier day shows the old one."
)]
pub struct AmendArgs {
    /// The key result, objective or KPI: any unique part of its id or title
    #[arg(value_name = "GOAL")]
    goal: String,
    /// The target: 76, +20%; of a KPI by cycle: 2026-Q3=76, always=70, 2026-Q3=4..5
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    target: Vec<String>,
    /// Where it starts
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    baseline: Option<String>,
    #[command(flatten)]
    commit: PostOrCommitArgs,
    /// The key `stretch`, which scores 1.0
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    stretch: Option<String>,
    /// Keep it at or above this
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    at_least: Option<String>,
    /// Keep it at or below this
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    at_most: Option<String>,
    /// Its weight in means
    #[arg(long, value_name = "WEIGHT", allow_hyphen_values = true)]
    weight: Option<String>,
    /// When a project should be complete
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    due: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// What it is called
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    title: Option<String>,
    /// Of an objective: aspirational, committed or learning
    #[arg(long, value_name = "WORD")]
    ambition: Option<String>,
    /// Of an objective: the goal above it
    #[arg(long, value_name = "GOAL")]
    supports: Option<String>,
    /// Why; needed where a number changes
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Option<String>,
    /// The first day on which the new plan counts [default: today]
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// The goal's cycle: 2026-Q3, q3, this, last or next
    #[arg(long, value_name = "CYCLE")]
    cycle: Option<String>,
    /// Show what would be written as a diff, write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Amends.
pub fn run(args: &AmendArgs, context: &Context) -> Result<(), Failure> {
    let prepare = |store: &Store| prepare(args, store, context);
    let write = WriteArgs::new(args.dry_run, args.commit.git());
    change::write(&write, context, &prepare)
}

fn prepare(args: &AmendArgs, store: &Store, context: &Context) -> Result<Outcome, Failure> {
    let (cycle, kinds) = (args.cycle.as_deref(), Wanted::MEASURED);
    let subject = Subject::find(store, &args.goal, cycle, kinds, context)?;
    let wanted = wanted::of(args, &subject, store, context.today)?;
    let reason = match wanted.numbers {
        true => {
            let why = "a number of the plan changes, and people will ask why";
            let such_as = "renewals moved into the quarter";
            Some(change::reason(args.reason.as_deref(), why, such_as)?)
        }
        false => args.reason.as_deref().map(str::trim).map(str::to_owned),
    };
    let reason = reason.filter(|reason| !reason.is_empty());
    subject.refuse_closed(store)?;
    refuse_given_up(&subject, store, context)?;
    let on = day(args, &subject, store, context)?;
    let mut keys = Vec::new();
    let changes = subject.edit(store, context.today, |document| {
        let holder = subject.holder();
        keys = amend(document, &holder, &wanted.keys, on, reason.as_deref())?;
        Ok(())
    })?;
    let id = subject.id(store, context.today);
    if keys.is_empty() {
        let words = format!("{id} is so already: nothing was written");
        return Ok(Outcome::Same(words));
    }
    let mut echo = subject.echo(store, &changes, context.today);
    echo.keys = keys;
    if on < context.today {
        echo.said = vec![format!("from {on} on")];
    }
    let because = reason.map(|reason| format!(" ({reason})"));
    let message = format!(
        "Amend {id}: {}{}",
        words(&echo),
        because.unwrap_or_default()
    );
    Ok(Outcome::Change(Box::new(Prepared {
        changes,
        echo,
        message,
        notes: Vec::new(),
        undo: None,
    })))
}

/// The day from which the new plan counts: amendments follow one another.
fn day(
    args: &AmendArgs,
    subject: &Subject,
    store: &Store,
    context: &Context,
) -> Result<NaiveDate, Failure> {
    let Some(text) = &args.on else {
        return Ok(context.today);
    };
    let on = from_day(text, subject, store, context)?;
    match last_amendment(subject).filter(|last| on < *last) {
        Some(last) => {
            let id = subject.id(store, context.today);
            let message = format!("{id} was amended on {last}, after {on}");
            Err(Failure::usage(message)
                .help(format!("the next amendment counts from {last} or later")))
        }
        None => Ok(on),
    }
}

/// What was given up has no plan that could change.
fn refuse_given_up(subject: &Subject, store: &Store, context: &Context) -> Result<(), Failure> {
    let workspace = &subject.workspace;
    let id = subject.id(store, context.today);
    match &subject.goal {
        GoalLike::Kpi(kpi) => {
            let retired = workspace.kpis.get(kpi).and_then(|k| k.retired.as_ref());
            retired.map_or(Ok(()), |retired| {
                Err(
                    Failure::conflict(format!("{id} was retired on {}", retired.on))
                        .help(format!("okr kpi retire {id} --undo takes it up again")),
                )
            })
        }
        GoalLike::Objective(goal) | GoalLike::KeyResult(goal) => {
            let own = workspace
                .key_result(goal)
                .map(|(_, kr)| kr.dropped.as_ref());
            let above = workspace.objective(goal).and_then(|o| o.dropped.as_ref());
            let above = above.map(|dropped| (goal.objective_id(), dropped));
            let own = own.flatten().map(|dropped| (goal.clone(), dropped));
            own.or(above).map_or(Ok(()), |(goal, dropped)| {
                let here = store.settings().cycle_on(context.today);
                let id = goal.relative_to(here);
                Err(
                    Failure::conflict(format!("{id} was dropped on {}", dropped.on))
                        .help(format!("okr drop {id} --undo takes it up again")),
                )
            })
        }
        GoalLike::Team(_) => Ok(()),
    }
}
