//! `okr explain`: how a number came about.

use super::args::goals::{GoalLike, Wanted};
use super::charts::{read_charts, read_followed};
use super::context::{Context, Output, print};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs};
use crate::method::{Evaluator, ObjectiveState, close};
use crate::model::{GoalId, Place};
use crate::render::explain::{self, Explanation};
use crate::render::json;
use crate::store::load::Depth;
use clap::Args;

/// Explain a goal's score, pace and status: the formula, its inputs and where they stand
#[derive(Debug, Clone, Args)]
#[command(before_help = "  okr explain retention             a key result\n  \
                               okr explain loyal-customers       an objective\n  \
                               okr explain kpis/support-cost     a KPI")]
pub struct ExplainArgs {
    /// The goal: any unique part of its id or title
    #[arg(value_name = "GOAL")]
    goal: String,
    #[command(flatten)]
    when: WhenArgs,
}

/// Explains a goal.
pub fn run(args: &ExplainArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let mut reading = Reading::new(&args.when, context)?;
    reading.look_where(std::slice::from_ref(&args.goal), Depth::Figures)?;
    let goal = reading.goal(&args.goal, Wanted::MEASURED)?;
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
