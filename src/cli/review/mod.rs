//! `okr review`: the look back at the end of a cycle, from answers or flags, and the retrospective.

mod retrospective;
mod said;
mod walk;

use super::change::{self, Outcome, Prepared, Subject, WriteArgs};
use super::context::Context;
use super::exit::Failure;
use super::{Format, args, person, prompt};
use crate::cli::args::goals::{GoalLike, Wanted};
use crate::method::carry::DAYS_BEFORE_END;
use crate::method::{Evaluator, Status};
use crate::model::{Ambition, CycleId, GoalId, Review, Workspace};
use crate::store::compose;
use crate::store::edit::Document;
use crate::store::load::{Depth, Store};
use chrono::{Days, NaiveDate};
use clap::Args;
use said::Said;

/// Look back on objectives at their end: a grade of your own, what was learned
///
/// On a terminal it goes through my objectives of the newest cycle that has ended (or has at most 21
/// days left) and is not closed: final values, how they came about, what was said in check-ins. Each
/// review is written as soon as it is complete. `--format markdown` prints the retrospective.
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr review                                   go through what is yours\n  \
                               okr review --team product                    a team's, in a meeting\n  \
                               okr review loyal --grade 0.6 --learned \"Ask earlier\"\n  \
                               okr review --format markdown --team product  the retrospective"
)]
pub struct ReviewArgs {
    /// The objective: any unique part of its id or title
    #[arg(value_name = "GOAL")]
    goal: Option<String>,
    /// How well it went, beside the computed score: 0.6, 60% or 6/10
    #[arg(long, value_name = "GRADE")]
    grade: Option<String>,
    /// What worked
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    worked: Option<String>,
    /// What did not
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    did_not_work: Option<String>,
    /// What we learned
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    learned: Option<String>,
    /// Who reviews
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// The day of the review [default: today]
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// The cycle: 2026-Q3, q3, last
    #[arg(long, value_name = "CYCLE")]
    cycle: Option<String>,
    /// A team's objectives, whoever owns them
    #[arg(long, value_name = "TEAM", conflicts_with = "goal")]
    team: Option<String>,
    #[command(flatten)]
    write: WriteArgs,
}

/// Reviews, or prints the retrospective.
pub fn run(args: &ReviewArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Json, Format::Markdown])?;
    let said = Said::new(args, context)?;
    match (&args.goal, said.is_empty()) {
        (_, true) if format == Format::Markdown => retrospective::run(args, context),
        (_, true) if prompt::may_ask(context) && format != Format::Json => walk::run(args, context),
        (_, true) => Err(Failure::usage(
            "say what the review says: --grade, --worked, --did-not-work, --learned",
        )
        .help(
            "such as okr review loyal --grade 0.6 --learned \"Ask earlier\"; on a terminal okr review \
             asks, and --format markdown prints the retrospective",
        )),
        (None, false) => Err(Failure::usage("say which objective: a GOAL is missing")
            .help("such as okr review loyal --grade 0.6")),
        (Some(goal), false) => {
            let prepare = |store: &Store| {
                let target = Target::new(goal, args, store, context)?;
                let after = |before: Option<&Review>| Ok(said.over(before));
                prepare(&target, &after, args, store, context)
            };
            change::write(&args.write, context, &prepare)
        }
    }
}

/// Which objective is meant.
struct Target {
    goal: String,
    /// The cycle that it is looked for in.
    cycle: CycleId,
    /// Whether the cycle was named, which may be one that still runs.
    named: bool,
}

impl Target {
    /// The goal as typed; without a cycle one of that which is due.
    fn new(
        goal: &str,
        args: &ReviewArgs,
        store: &Store,
        context: &Context,
    ) -> Result<Self, Failure> {
        let settings = store.settings();
        let here = settings.cycle_on(context.today);
        let asked = args.cycle.as_deref();
        let asked = asked.map(|text| args::cycle::cycle(text, context.today, settings));
        let in_front = args::goals::cycle_named(goal, Some(store.root()), here);
        let named = in_front.or(asked.transpose()?);
        let cycle = match named {
            Some(cycle) => cycle,
            None => due_cycle(store, context, false)?.ok_or_else(nothing_due)?,
        };
        Ok(Self {
            goal: goal.to_owned(),
            cycle,
            named: named.is_some(),
        })
    }
}

fn nothing_due() -> Failure {
    Failure::conflict("nothing to review: no cycle with objectives that is not closed has ended or is about to")
        .help(format!(
            "a review looks back: name the cycle with --cycle to review more than {DAYS_BEFORE_END} days \
             before its end"
        ))
}

/// The newest cycle with objectives that has ended or is about to, `closed` or not.
fn due_cycle(store: &Store, context: &Context, closed: bool) -> Result<Option<CycleId>, Failure> {
    let (mut folders, broken) = store.listed_cycles();
    if !broken.is_empty() {
        return Err(Failure::invalid(broken));
    }
    let calendar = store.settings().calendar;
    let horizon = context.today + Days::new(DAYS_BEFORE_END);
    let begun = |cycle| calendar.start(cycle) <= context.today;
    folders.retain(|&cycle| begun(cycle) && calendar.end(cycle) <= horizon);
    folders.sort_by_key(|&cycle| (calendar.end(cycle), calendar.start(cycle)));
    for cycle in folders.into_iter().rev() {
        let open = store
            .read_closed(cycle)
            .map_err(Failure::invalid)?
            .is_none();
        let loaded = store.read_cycles(&[(cycle, Depth::Definitions)]);
        let folder = loaded.workspace.cycles.get(&cycle);
        let filled = folder.is_some_and(|folder| !folder.objectives.is_empty());
        if (open || closed) && (filled || !loaded.findings.is_empty()) {
            return Ok(Some(cycle));
        }
    }
    Ok(None)
}

/// The review of an objective as `after` makes it of the one that stands. Who changes it answers for it.
fn prepare(
    target: &Target,
    after: &dyn Fn(Option<&Review>) -> Result<Review, Failure>,
    args: &ReviewArgs,
    store: &Store,
    context: &Context,
) -> Result<Outcome, Failure> {
    let cycle = target.cycle.to_string();
    let subject = Subject::find(store, &target.goal, Some(&cycle), Wanted::GOALS, context)?;
    let id = match &subject.goal {
        GoalLike::Objective(id) => id,
        other => return Err(no_objective(other)),
    };
    subject.refuse_closed(store)?;
    refuse_early(id, target.named, store, context)?;
    let Some(objective) = subject.workspace.objective(id) else {
        return Err(Failure::not_found(format!("there is no {id}")));
    };
    let before = objective.review.as_ref();
    let mut review = after(before)?;
    if said::changes(before, &review).is_empty() {
        let id = subject.id(store, context.today);
        return Ok(Outcome::Same(format!("{id}: its review says so already")));
    }
    let (root, settings) = (store.root(), store.settings());
    review.on = review.on.or(Some(context.today));
    review.by = Some(person::writer(args.by.as_deref(), root, settings, context)?);
    refuse_before(id.cycle, review.on, store)?;
    let keys = said::changes(before, &review);
    let changes = subject.edit(store, context.today, |document: &mut Document| {
        if !document.contains(&["review"]) {
            return document.append_block(&compose::review(&review));
        }
        said::edit(document, &review, &keys)
    })?;
    let mut echo = subject.echo(store, &changes, context.today);
    echo.unit = None;
    let verb = if before.is_some() {
        "Amend the review of"
    } else {
        "Review"
    };
    let message = format!("{verb} {}", echo.id);
    (echo.keys, echo.said, echo.marks) = said::echo(before, &review, keys);
    let notes = promise(&subject.workspace, id, &review, context);
    Ok(Outcome::Change(Box::new(Prepared {
        changes,
        echo,
        message,
        notes: notes.into_iter().collect(),
        undo: None,
    })))
}

/// What was named and is a part of an objective.
fn no_objective(goal: &GoalLike) -> Failure {
    let goal = goal.to_string();
    let objective = goal.split_once('.').map_or("", |(above, _)| above);
    Failure::usage(format!(
        "{goal} is a key result: a review is of the whole objective"
    ))
    .help(format!("okr review {objective} …"))
}

/// A review is not of a day before the cycle.
fn refuse_before(cycle: CycleId, on: Option<NaiveDate>, store: &Store) -> Result<(), Failure> {
    let start = store.settings().calendar.start(cycle);
    match on.filter(|&on| on < start) {
        Some(on) => Err(
            Failure::usage(format!("{on} lies before {cycle}")).help(format!(
                "it began on {start}, and a review looks back on it"
            )),
        ),
        None => Ok(()),
    }
}

/// A review looks back: not before the cycle begins, and long before its end only where it is named.
fn refuse_early(id: &GoalId, named: bool, store: &Store, context: &Context) -> Result<(), Failure> {
    let calendar = store.settings().calendar;
    let (start, end) = (calendar.start(id.cycle), calendar.end(id.cycle));
    if context.today < start {
        let message = format!(
            "{} begins on {start}: there is nothing to look back on",
            id.cycle
        );
        return Err(Failure::conflict(message));
    }
    if named || end <= context.today + Days::new(DAYS_BEFORE_END) {
        return Ok(());
    }
    let message = format!("{} runs until {end}: it is early to look back", id.cycle);
    Err(Failure::conflict(message).help(format!("--cycle {} reviews it all the same", id.cycle)))
}

/// Whether a promise was missed, which asks what did not work.
fn is_missed_promise(state: &crate::method::ObjectiveState<'_>) -> bool {
    state.terms.ambition == Ambition::Committed && state.outlook.status == Status::Missed
}

/// What to say of a promise that was missed without a word on what did not work.
fn promise(
    workspace: &Workspace,
    id: &GoalId,
    review: &Review,
    context: &Context,
) -> Option<String> {
    let evaluator = Evaluator::new(workspace, context.today);
    let state = evaluator.objective(workspace.objective(id)?)?;
    let silent = review.did_not_work.is_none();
    (silent && is_missed_promise(&state)).then(|| {
        format!(
            "note: {} was committed and missed: say what kept it from there with --did-not-work\n",
            id.local()
        )
    })
}
