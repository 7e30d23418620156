//! `okr check --coach`: a goal letter by letter.

use crate::cli::args::goals::{GoalLike, Wanted};
use crate::cli::charts::read_followed;
use crate::cli::context::{Context, Output, print};
use crate::cli::exit::Failure;
use crate::cli::explain::{absent, objective};
use crate::cli::reading::{Reading, WhenArgs};
use crate::method::Evaluator;
use crate::method::advice::coach;
use crate::render::coach::{Head, json, text};
use crate::render::goal;
use crate::store::load::Depth;

/// Says which letters a goal meets.
pub fn run(name: &str, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let today = WhenArgs {
        cycle: None,
        as_of: None,
    };
    let mut reading = Reading::new(&today, context)?;
    reading.look_where(&[name.to_owned()], Depth::Figures)?;
    let id = match reading.goal(name, Wanted::GOALS)? {
        GoalLike::Objective(id) | GoalLike::KeyResult(id) => id,
        other @ (GoalLike::Kpi(_) | GoalLike::Team(_)) => {
            return Err(Failure::usage(format!(
                "{other} is no objective or key result"
            )));
        }
    };
    let day = reading.day;
    read_followed(&mut reading, id.cycle, day);
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let above = objective(&evaluator, &id)?;
    let key_result = above.key_result(&id);
    if key_result.is_none() && id.key.is_some() {
        return Err(absent(&id, &evaluator));
    }
    let (kind, title) = match key_result {
        Some(state) => ("key-result", goal::title(state)),
        None => ("objective", above.terms.title.clone()),
    };
    let head = Head {
        goal: kind,
        id: id.to_string(),
        title,
        as_of: reading.day.to_string(),
    };
    let coaching = coach(&evaluator, &above, key_result);
    print(&match output {
        Output::Json => json(&head, &coaching),
        Output::Text => text(&head, &coaching, context.theme),
    })?;
    reading.finish()
}
