//! `okr drop`: gives a goal up, with its reason, and takes it up again.

use super::args::goals::{GoalLike, Wanted};
use super::change::{self, Outcome, Subject, WriteArgs};
use super::context::Context;
use super::exit::Failure;
use super::from_day::from_day;
use super::give_up::{GiveUp, GivenUp, Words};
use crate::model::{Dropped, GoalId};
use crate::store::compose;
use crate::store::load::Store;
use chrono::NaiveDate;
use clap::Args;

/// Give a goal up, with a reason: it leaves every mean from that day on
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr drop panels --reason \"buyers ask for case studies instead\"\n  \
                               okr drop panels --reason \"…\" --on 2026-08-20\n  \
                               okr drop panels --undo",
    after_help = "--undo is for what was dropped by mistake: the goal counts again on every day, those since\n\
                  it was dropped as well, and --as-of such a day shows it so. Git keeps what was shown\n\
                  before. What should come back as of today is a new goal: okr new."
)]
pub struct DropArgs {
    /// The objective or key result: any unique part of its id or title
    #[arg(value_name = "GOAL")]
    goal: String,
    /// Why it is given up
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Option<String>,
    /// The first day on which it no longer counts [default: today]
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// Take it up again, as if it had never been dropped
    #[arg(long, conflicts_with_all = ["reason", "on"])]
    undo: bool,
    /// The goal's cycle: 2026-Q3, q3, this, last or next
    #[arg(long, value_name = "CYCLE")]
    cycle: Option<String>,
    #[command(flatten)]
    write: WriteArgs,
}

/// Drops a goal, or takes it up again.
pub fn run(args: &DropArgs, context: &Context) -> Result<(), Failure> {
    let prepare = |store: &Store| prepare(args, store, context);
    change::write(&args.write, context, &prepare)
}

fn prepare(args: &DropArgs, store: &Store, context: &Context) -> Result<Outcome, Failure> {
    let cycle = args.cycle.as_deref();
    let subject = Subject::find(store, &args.goal, cycle, Wanted::GOALS, context)?;
    let (GoalLike::Objective(goal) | GoalLike::KeyResult(goal)) = &subject.goal else {
        return Err(Failure::usage(format!("{} is not a goal", subject.goal)));
    };
    let stands = stands(&subject, goal);
    if stands.is_none() {
        refuse_below(&subject, goal, store, context)?;
    }
    let words = Words {
        done: "dropped",
        verb: "Drop",
        again: "counts",
        command: "okr drop",
    };
    let given_up = GiveUp {
        subject: &subject,
        words,
        store,
        context,
    };
    let prepared = if args.undo {
        subject.refuse_closed(store)?;
        given_up.take_up(stands)?
    } else {
        let why = "a goal that is given up says why";
        let such_as = "buyers ask for case studies instead";
        let reason = change::reason(args.reason.as_deref(), why, such_as)?;
        subject.refuse_closed(store)?;
        let on = day(args, goal, &subject, store, context)?;
        given_up.refuse_twice(stands)?;
        let reason = Some(reason);
        let value = compose::dropped(&Dropped {
            on,
            reason: reason.clone(),
        });
        let reason = reason.as_deref();
        given_up.give_up(GivenUp { on, reason }, &value, "")?
    };
    Ok(Outcome::Change(Box::new(prepared)))
}

/// How the goal itself was dropped.
fn stands<'s>(subject: &'s Subject, goal: &GoalId) -> Option<GivenUp<'s>> {
    let dropped = match goal.key {
        Some(_) => subject.workspace.key_result(goal)?.1.dropped.as_ref()?,
        None => subject.workspace.objective(goal)?.dropped.as_ref()?,
    };
    Some(GivenUp {
        on: dropped.on,
        reason: dropped.reason.as_deref(),
    })
}

/// A key result goes and comes back with its objective.
fn refuse_below(
    subject: &Subject,
    goal: &GoalId,
    store: &Store,
    context: &Context,
) -> Result<(), Failure> {
    let above = subject.workspace.objective(goal);
    let above = above.filter(|_| goal.key.is_some());
    let Some(gone) = above.and_then(|o| o.dropped.as_ref()) else {
        return Ok(());
    };
    let here = store.settings().cycle_on(context.today);
    let (id, objective) = (goal.relative_to(here), goal.objective_id());
    let objective = objective.relative_to(here);
    let message = format!("{id} was dropped with {objective} on {}", gone.on);
    Err(Failure::conflict(message).help(format!("okr drop {objective} --undo takes both up again")))
}

/// The day; after the cycle's end it has to be given.
fn day(
    args: &DropArgs,
    goal: &GoalId,
    subject: &Subject,
    store: &Store,
    context: &Context,
) -> Result<NaiveDate, Failure> {
    if let Some(text) = &args.on {
        return from_day(text, subject, store, context);
    }
    let end = store.settings().calendar.end(goal.cycle);
    if context.today > end {
        let message = format!("{} was over on {end}", goal.cycle);
        return Err(Failure::usage(message).help(format!("say on which day: --on {end}")));
    }
    Ok(context.today)
}
