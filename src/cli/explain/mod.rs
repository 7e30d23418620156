//! `okr explain`: how a number came about, or what a rule asks for.

mod rule;

use super::args::goals::{GoalLike, Wanted};
use super::charts::{read_charts, read_followed};
use super::context::{Context, Output, print};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs};
use crate::method::advice;
use crate::method::{Evaluator, ObjectiveState, close};
use crate::model::{GoalId, Place};
use crate::render::explain::{self, Explanation};
use crate::render::json;
use crate::store::load::Depth;
use clap::Args;

/// Explain a goal's score, pace and status: the formula, its inputs and where they stand; or a rule of
/// `okr check`: what it asks for, why, and how to allow it
#[derive(Debug, Clone, Args)]
#[command(before_help = "  okr explain retention             a key result\n  \
                               okr explain loyal-customers       an objective\n  \
                               okr explain kpis/support-cost     a KPI\n  \
                               okr explain key-result-count      a rule of okr check")]
pub struct ExplainArgs {
    /// The goal: any unique part of its id or title; or the rule's name
    #[arg(value_name = "GOAL|RULE", required_unless_present = "list")]
    goal: Option<String>,
    /// List the rules of `okr check`, one a line
    #[arg(long, conflicts_with = "goal")]
    list: bool,
    #[command(flatten)]
    when: WhenArgs,
}

/// Explains a goal.
pub fn run(args: &ExplainArgs, context: &Context) -> Result<(), Failure> {
    let Some(asked) = &args.goal else {
        return rule::list(context);
    };
    // A rule has one name only; a goal can always be told by its whole id.
    if let Some(known) = advice::rule(asked) {
        return rule::explain(
            known,
            of_same_name(asked, args, context).as_deref(),
            context,
        );
    }
    let output = context.output()?;
    let or_a_rule = |failure| rule::or_a_rule(asked, failure);
    let mut reading = Reading::new(&args.when, context).map_err(or_a_rule)?;
    reading.look_where(std::slice::from_ref(asked), Depth::Figures)?;
    let goal = reading.goal(asked, Wanted::MEASURED).map_err(or_a_rule)?;
    let day = reading.day;
    match &goal {
        GoalLike::Kpi(id) => {
            read_charts(&mut reading, [id.clone()], day..=day, usize::MAX);
        }
        GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
            read_followed(&mut reading, id.cycle, day);
        }
        GoalLike::Team(_) => {}
    }
    let explanation = explain(&goal, &reading)?;
    print(&match output {
        Output::Json => json::document(&explanation),
        Output::Text => explain::text(&explanation, context.theme),
    })?;
    reading.finish()
}

fn explain(goal: &GoalLike, reading: &Reading) -> Result<Explanation, Failure> {
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let locate = |place: &Place| {
        let (path, span) = reading.store.locate_exactly(place)?;
        Some(format!("{path}:{}", span.line))
    };
    let kpi_of = |kpi, cycle| evaluator.kpi(kpi, cycle);
    match goal {
        GoalLike::Kpi(id) => {
            let kpi = reading.workspace.kpis.get(id);
            let kpi = kpi.ok_or_else(|| Failure::not_found(format!("there is no {id}")))?;
            let state = kpi_of(kpi, reading.cycle);
            Ok(explain::kpi(&state, reading.cycle, reading.day, &locate))
        }
        GoalLike::Objective(id) => {
            let state = objective(&evaluator, id)?;
            let kpi = state.kpi.map(|kpi| kpi_of(kpi, id.cycle));
            let today = close::today(&evaluator, id);
            Ok(explain::objective(
                &state,
                kpi.as_ref(),
                today.as_ref(),
                &locate,
            ))
        }
        GoalLike::KeyResult(id) => {
            let above = objective(&evaluator, id)?;
            let state = above.key_result(id);
            let state = state.ok_or_else(|| absent(id, &evaluator))?;
            let kpi = state.kpi.map(|kpi| kpi_of(kpi, id.cycle));
            let today = close::today(&evaluator, id);
            let today = today.as_ref();
            Ok(explain::key_result(
                state,
                &above,
                kpi.as_ref(),
                today,
                &locate,
            ))
        }
        GoalLike::Team(team) => Err(Failure::usage(format!("{team} is a team, not a goal"))),
    }
}

/// The whole id of a goal that has the name of a rule.
fn of_same_name(name: &str, args: &ExplainArgs, context: &Context) -> Option<String> {
    let reading = Reading::new(&args.when, context).ok()?;
    let goal = reading.goal(name, Wanted::MEASURED).ok()?;
    let whole = match &goal {
        GoalLike::Objective(id) | GoalLike::KeyResult(id) => id.to_string(),
        GoalLike::Kpi(id) => id.to_string(),
        GoalLike::Team(_) => return None,
    };
    (whole.rsplit(['/', '.']).next() == Some(name)).then_some(whole)
}

/// An objective on the day.
///
/// # Errors
/// It was not there yet.
pub fn objective<'w>(
    evaluator: &Evaluator<'w>,
    id: &GoalId,
) -> Result<std::sync::Arc<ObjectiveState<'w>>, Failure> {
    let found = evaluator.workspace().objective(id);
    let state = found.and_then(|objective| evaluator.objective(objective));
    state.ok_or_else(|| absent(id, evaluator))
}

/// What was not there yet.
pub fn absent(id: &GoalId, evaluator: &Evaluator<'_>) -> Failure {
    Failure::not_found(format!("{id} was not there yet on {}", evaluator.day()))
        .help("look at a later day with --as-of")
}
