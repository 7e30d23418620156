//! The day from which a change of plan counts.

use super::args;
use super::args::goals::GoalLike;
use super::change::Subject;
use super::context::Context;
use super::exit::Failure;
use crate::store::load::Store;
use chrono::NaiveDate;

/// Reads `--on`: not in the future, and of a goal not outside of its cycle or before it came.
///
/// # Errors
/// It is, or it is no date.
pub fn from_day(
    text: &str,
    subject: &Subject,
    store: &Store,
    context: &Context,
) -> Result<NaiveDate, Failure> {
    let on = args::date::date(text, context.today)?;
    if on > context.today {
        return Err(Failure::usage(format!("{on} lies in the future"))
            .help("a plan is changed today, or was on an earlier day"));
    }
    let (GoalLike::Objective(goal) | GoalLike::KeyResult(goal)) = &subject.goal else {
        return Ok(on);
    };
    let calendar = store.settings().calendar;
    let (start, end) = (calendar.start(goal.cycle), calendar.end(goal.cycle));
    if on < start || on > end {
        let message = format!("{on} lies outside of {}", goal.cycle);
        return Err(Failure::usage(message).help(format!("it runs from {start} to {end}")));
    }
    let workspace = &subject.workspace;
    let objective = workspace.objective(goal).and_then(|o| o.added);
    let own = workspace.key_result(goal).and_then(|(_, kr)| kr.added);
    match objective.max(own).filter(|added| on < *added) {
        Some(added) => {
            let message = format!("{} was added on {added}, after {on}", goal.local());
            Err(Failure::usage(message).help("its plan changes after it came"))
        }
        None => Ok(on),
    }
}

/// The day of the last amendment.
pub fn last_amendment(subject: &Subject) -> Option<NaiveDate> {
    let workspace = &subject.workspace;
    match &subject.goal {
        GoalLike::Kpi(id) => workspace.kpis.get(id)?.amended.iter().map(|a| a.on).max(),
        GoalLike::Objective(id) => {
            let amended = &workspace.objective(id)?.amended;
            amended.iter().map(|a| a.on).max()
        }
        GoalLike::KeyResult(id) => {
            let (_, key_result) = workspace.key_result(id)?;
            key_result.amended.iter().map(|a| a.on).max()
        }
        GoalLike::Team(_) => None,
    }
}
