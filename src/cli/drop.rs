//! `okr drop`: gives a goal up, with its reason, and takes it up again.

use super::args;
use super::args::goals::{GoalLike, Wanted};
use super::change::{self, Outcome, Prepared, Subject, WriteArgs};
use super::context::Context;
use super::exit::Failure;
use crate::model::{Changed, Dropped, GoalId, Plain};
use crate::store::amend::take_out;
use crate::store::compose;
use crate::store::load::Store;
use chrono::NaiveDate;
use clap::Args;

/// Give a goal up, with a reason: it leaves every mean from that day on
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr drop panels --reason \"buyers ask for case studies instead\"\n  \
                               okr drop panels --reason \"…\" --on 2026-08-20\n  \
                               okr drop panels --undo"
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
    let kinds = Wanted {
        objectives: true,
        key_results: true,
        ..Wanted::default()
    };
    let cycle = args.cycle.as_deref();
    let subject = Subject::find(store, &args.goal, cycle, kinds, context)?;
    let (GoalLike::Objective(goal) | GoalLike::KeyResult(goal)) = &subject.goal else {
        return Err(Failure::usage(format!("{} is not a goal", subject.goal)));
    };
    let dropped = stands(&subject, goal);
    if dropped.is_none() {
        refuse_below(&subject, goal, store, context)?;
    }
    let prepared = if args.undo {
        subject.refuse_closed(store)?;
        take_up(&subject, dropped, store, context)
    } else {
        let why = "a goal that is given up says why";
        let reason = change::reason(args.reason.as_deref(), why)?;
        subject.refuse_closed(store)?;
        let on = day(args, goal, &subject, store, context)?;
        give_up(
            &subject,
            dropped,
            Dropped {
                on,
                reason: Some(reason),
            },
            store,
            context,
        )
    };
    Ok(Outcome::Change(Box::new(prepared?)))
}

/// How the goal itself was dropped.
fn stands<'s>(subject: &'s Subject, goal: &GoalId) -> Option<&'s Dropped> {
    match goal.key {
        Some(_) => subject.workspace.key_result(goal)?.1.dropped.as_ref(),
        None => subject.workspace.objective(goal)?.dropped.as_ref(),
    }
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

/// The day: not in the future, not outside of the cycle, not before the goal came.
fn day(
    args: &DropArgs,
    goal: &GoalId,
    subject: &Subject,
    store: &Store,
    context: &Context,
) -> Result<NaiveDate, Failure> {
    let calendar = store.settings().calendar;
    let (start, end) = (calendar.start(goal.cycle), calendar.end(goal.cycle));
    let Some(text) = &args.on else {
        if context.today > end {
            let message = format!("{} was over on {end}", goal.cycle);
            return Err(Failure::usage(message).help(format!("say on which day: --on {end}")));
        }
        return Ok(context.today);
    };
    let on = args::date::date(text, context.today)?;
    if on > context.today {
        return Err(Failure::usage(format!("{on} lies in the future"))
            .help("a goal is dropped today or on an earlier day"));
    }
    if on < start || on > end {
        let message = format!("{on} lies outside of {}", goal.cycle);
        return Err(Failure::usage(message).help(format!("it runs from {start} to {end}")));
    }
    let objective = subject.workspace.objective(goal).and_then(|o| o.added);
    let own = subject
        .workspace
        .key_result(goal)
        .and_then(|(_, kr)| kr.added);
    match objective.max(own).filter(|added| on < *added) {
        Some(added) => {
            let message = format!("{} was added on {added}, after {on}", goal.local());
            Err(Failure::usage(message).help("a goal is dropped after it came"))
        }
        None => Ok(on),
    }
}

fn give_up(
    subject: &Subject,
    stands: Option<&Dropped>,
    dropped: Dropped,
    store: &Store,
    context: &Context,
) -> Result<Prepared, Failure> {
    let id = subject.id(store, context.today);
    if let Some(stands) = stands {
        return Err(
            Failure::conflict(format!("{id} was dropped on {} already", stands.on))
                .help(format!("okr drop {id} --undo takes it up again")),
        );
    }
    let path = path(subject);
    let changes = subject.edit(store, context.today, |document| {
        document.set(&path, &compose::dropped(&dropped))
    })?;
    let reason = dropped.reason.as_deref().unwrap_or_default();
    let mut echo = subject.echo(store, &changes, context.today);
    echo.said = vec![format!("dropped on {}", dropped.on)];
    let message = format!("Drop {id}: {reason}");
    echo.marks = vec![mark(None, Some(dropped.on))];
    Ok(Prepared {
        changes,
        echo,
        message,
        notes: Vec::new(),
    })
}

fn take_up(
    subject: &Subject,
    stands: Option<&Dropped>,
    store: &Store,
    context: &Context,
) -> Result<Prepared, Failure> {
    let id = subject.id(store, context.today);
    let Some(stands) = stands else {
        return Err(
            Failure::conflict(format!("{id} is not dropped")).help(format!("see okr explain {id}"))
        );
    };
    let path = path(subject);
    let changes = subject.edit(store, context.today, |document| take_out(document, &path))?;
    let mut echo = subject.echo(store, &changes, context.today);
    let reason = stands
        .reason
        .as_deref()
        .map(|reason| format!(" ({reason})"));
    let reason = reason.unwrap_or_default();
    echo.said = vec![format!("counts again: dropped on {}{reason}", stands.on)];
    echo.marks = vec![mark(Some(stands.on), None)];
    Ok(Prepared {
        changes,
        echo,
        message: format!("Take {id} up again, dropped on {}{reason}", stands.on),
        notes: Vec::new(),
    })
}

fn path(subject: &Subject) -> Vec<&str> {
    let mut path = subject.holder();
    path.push("dropped");
    path
}

fn mark(before: Option<NaiveDate>, after: Option<NaiveDate>) -> Changed {
    let day = |day: Option<NaiveDate>| day.map(|day| Plain::Text(day.to_string()));
    Changed {
        key: "dropped".to_owned(),
        before: day(before),
        after: day(after),
    }
}
