//! `okr review --format markdown`: what a team or the company says of a cycle, for a meeting.

use super::{ReviewArgs, due_cycle};
use crate::cli::context::{Context, print};
use crate::cli::exit::Failure;
use crate::cli::reading::{Reading, WhenArgs};
use crate::cli::status::Filter;
use crate::method::Evaluator;
use crate::render::review::{Retrospective, markdown};
use crate::render::status::View;

/// Prints the retrospective.
pub(super) fn run(args: &ReviewArgs, context: &Context) -> Result<(), Failure> {
    let cycle = match &args.cycle {
        Some(cycle) => Some(cycle.clone()),
        None => due_cycle(&context.store()?, context, true)?.map(|cycle| cycle.to_string()),
    };
    let when = WhenArgs { cycle, as_of: None };
    let mut reading = Reading::new(&when, context)?;
    let team = args.team.as_deref().map(|team| reading.team(team));
    let team = team.transpose()?;
    let only = args.goal.iter().chain(&team).cloned().collect::<Vec<_>>();
    let filter = Filter {
        only: Filter::goals(&only, &mut reading)?,
        ..Filter::default()
    };
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let cycle = evaluator.cycle(reading.cycle);
    let shown = filter.apply(&cycle);
    let mut kpis = evaluator.kpis(reading.cycle);
    let followed = |id: &String| {
        let key_results = shown.iter().flat_map(|state| &state.key_results);
        let ids = key_results.map(|kr| kr.id.local());
        let itself = shown.iter().map(|state| state.objective.id.local());
        ids.chain(itself).any(|own| own == *id)
    };
    let of_team = |id: &crate::model::KpiId| team.as_deref().is_some_and(|team| id.is_in(team));
    kpis.retain(|state| {
        filter.is_open() || of_team(&state.kpi.id) || state.followed_by.iter().any(followed)
    });
    let settings = reading.store.settings();
    let view = View {
        teams: Vec::new(),
        whose: None,
        settings,
        since: None,
        cycle: &cycle,
        shown,
    };
    print(&markdown(&Retrospective {
        view: &view,
        team: team.as_deref(),
        kpis,
        here: settings.cycle_on(context.today),
    }))?;
    drop(view);
    drop(evaluator);
    reading.finish()
}
