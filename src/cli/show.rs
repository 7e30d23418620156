//! `okr show`: one goal in full.

use super::Format;
use super::args::goals::{self, GoalLike, Wanted};
use super::charts::{read_charts, read_followed};
use super::context::{Context, print};
use super::exit::Failure;
use super::explain::{absent, objective};
use super::log::path;
use super::reading::{Reading, WhenArgs, overlapping, overlapping_to};
use crate::method::close;
use crate::method::log::{About, Log, Selection};
use crate::method::{Course, Evaluator, KpiState, Lineage, LineageEnd};
use crate::model::{CycleId, GoalId, KpiId};
use crate::render::show::{self, Ancestors, Around, KpiWorld, Sheet, Supported};
use crate::render::{Theme, json};
use crate::store::load::Depth;
use clap::Args;

/// See one goal in full: its values as a chart, check-ins, changes of plan, earlier cycles
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr show retention                     a key result\n  \
                               okr show loyal-customers               an objective\n  \
                               okr show kpis/nps --format markdown    a KPI, for a wiki"
)]
pub struct ShowArgs {
    /// The goal: any unique part of its id or title
    #[arg(value_name = "GOAL")]
    goal: String,
    #[command(flatten)]
    when: WhenArgs,
}

/// Shows a goal.
pub fn run(args: &ShowArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Json, Format::Markdown])?;
    let mut reading = Reading::to(Depth::Full, &args.when, context)?;
    let named = goals::cycle_of(&args.goal, Some(reading.store.root()), reading.cycle);
    read_whole(&mut reading, named);
    let goal = reading.goal(&args.goal, Wanted::MEASURED)?;
    let shown = match &goal {
        GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
            read_whole(&mut reading, id.cycle);
            let lineage = read_lineage(&mut reading, id);
            read_above(&mut reading, id);
            let day = reading.day;
            read_followed(&mut reading, id.cycle, day);
            of_goal(id, lineage, &reading, format, context.theme)?
        }
        GoalLike::Kpi(id) => {
            let day = reading.day;
            read_charts(&mut reading, [id.clone()], day..=day, usize::MAX);
            of_kpi(id, &reading, format, context.theme)?
        }
        GoalLike::Team(team) => {
            return Err(Failure::usage(format!("{team} is a team, not a goal")));
        }
    };
    print(&shown)?;
    reading.finish()
}

/// Reads a cycle with the words of its check-ins, and what shares a day with it.
pub(super) fn read_whole(reading: &mut Reading, cycle: CycleId) {
    if reading.workspace.cycles.contains_key(&cycle) && cycle == reading.cycle {
        return;
    }
    reading.read_more(overlapping_to(Depth::Full, &reading.store, &[cycle]));
}

/// Reads the earlier cycles that a goal was carried from, as far as it goes back.
fn read_lineage(reading: &mut Reading, id: &GoalId) -> Lineage {
    loop {
        let lineage = Lineage::of(&reading.workspace, id);
        let LineageEnd::Unread(cycle) = lineage.end else {
            return lineage;
        };
        reading.read_more(overlapping(&reading.store, &[cycle]));
        // A cycle without a folder has been read, too.
        reading.workspace.cycles.entry(cycle).or_default();
    }
}

/// Reads what counts for the score of the goal above.
fn read_above(reading: &mut Reading, id: &GoalId) {
    let found = reading.workspace.objective(id);
    let above = found.and_then(|objective| objective.terms_on(reading.day).supports.clone());
    if let Some(cycle) = above.and_then(|above| above.cycle) {
        reading.read_more(overlapping(&reading.store, &[cycle]));
    }
}

/// What is known of a goal besides its state; of a KPI there is neither lineage nor support.
pub(super) fn around<'a, 'w>(
    evaluator: &Evaluator<'w>,
    reading: &'a Reading,
    cycle: CycleId,
    about: impl FnOnce(&Log<'_, 'w>) -> About<'w>,
) -> Around<'a, 'w> {
    let calendar = reading.store.settings().calendar;
    let log = Log::new(evaluator.workspace(), evaluator.ledger(), reading.day);
    let selection = Selection {
        since: calendar.start(cycle),
        until: calendar.end(cycle),
        by: None,
        about: Some(about(&log)),
        blockers: false,
        plans: false,
    };
    Around {
        settings: reading.store.settings(),
        cycle,
        day: reading.day,
        course: Course::default(),
        forecast: None,
        today: None,
        supporters: Vec::new(),
        supported: None,
        ancestors: Ancestors {
            goals: Vec::new(),
            end: LineageEnd::Beginning,
        },
        logged: log.select(&selection),
    }
}

fn of_goal(
    id: &GoalId,
    lineage: Lineage,
    reading: &Reading,
    format: Format,
    theme: Theme,
) -> Result<String, Failure> {
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let above = objective(&evaluator, id)?;
    let mut around = around(&evaluator, reading, id.cycle, |log| {
        log.about_goal(id.clone())
    });
    around.supporters = evaluator.supporters(id);
    around.supported = supported(&evaluator, id, &above.terms.supports);
    around.ancestors = Ancestors {
        goals: ancestors(&evaluator, lineage.before),
        end: lineage.end,
    };
    around.today = close::today(&evaluator, id);
    if id.key.is_none() {
        around.course = evaluator.objective_course(&above);
        return Ok(page(
            format,
            theme,
            |theme| show::objective(&above, &around, theme),
            || json::show::objective(&above, &around, &path, &reading.unreadable()),
        ));
    }
    let state = above.key_result(id);
    let state = state.ok_or_else(|| absent(id, &evaluator))?;
    around.course = evaluator.course(state, &above);
    around.forecast = evaluator.forecast(state);
    Ok(page(
        format,
        theme,
        |theme| show::key_result(state, &above, &around, theme),
        || json::show::key_result(state, &above, &around, &path, &reading.unreadable()),
    ))
}

fn page(
    format: Format,
    theme: Theme,
    sheet: impl FnOnce(Theme) -> Sheet,
    json: impl FnOnce() -> String,
) -> String {
    match format {
        Format::Json => json(),
        Format::Markdown => sheet(Theme::PLAIN).markdown(),
        Format::Table | Format::Csv | Format::Ics | Format::Dot | Format::Github | Format::Html => {
            sheet(theme).draw(theme)
        }
    }
}

fn supported<'w>(
    evaluator: &Evaluator<'w>,
    id: &GoalId,
    supports: &Option<crate::model::GoalRef>,
) -> Option<Supported<'w>> {
    let above = supports.as_ref()?.resolve(id.cycle);
    let above = evaluator.ledger().resolve(&above)?;
    let found = evaluator.workspace().objective(&above)?;
    Some(Supported {
        objective: evaluator.objective(found)?,
        id: above,
    })
}

fn ancestors<'w>(
    evaluator: &Evaluator<'w>,
    before: Vec<GoalId>,
) -> Vec<(GoalId, std::sync::Arc<crate::method::ObjectiveState<'w>>)> {
    let goals = before.into_iter().filter_map(|id| {
        let found = evaluator.workspace().objective(&id)?;
        Some((id, evaluator.objective(found)?))
    });
    goals.collect()
}

fn of_kpi(id: &KpiId, reading: &Reading, format: Format, theme: Theme) -> Result<String, Failure> {
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let kpi = reading.workspace.kpis.get(id);
    let kpi = kpi.ok_or_else(|| Failure::not_found(format!("there is no {id}")))?;
    let state: KpiState<'_> = evaluator.kpi(kpi, reading.cycle);
    let mut around = around(&evaluator, reading, reading.cycle, |log| {
        log.about_kpi(id.clone())
    });
    around.course = evaluator.kpi_course(&state, reading.cycle);
    around.forecast = state.forecast;
    let cycle = evaluator.cycle(reading.cycle);
    let key_results = cycle.objectives.iter().flat_map(|o| &o.key_results);
    let follows = |id: &GoalId| state.followed_by.contains(&id.local());
    let kpis = evaluator.workspace().kpis.values();
    let means = |driven: &KpiId| evaluator.workspace().kpis.get(driven.as_str());
    let world = KpiWorld {
        drives: kpi.drives.iter().filter_map(means).collect(),
        driven_by: kpis.filter(|other| other.drives.contains(id)).collect(),
        followed_by: key_results.filter(|kr| follows(&kr.id)).collect(),
    };
    Ok(page(
        format,
        theme,
        |theme| show::kpi(&state, &world, &around, theme),
        || json::show::kpi(&state, &world, &around, &path, &reading.unreadable()),
    ))
}
