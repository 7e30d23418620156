//! `okr export okrs`: goals and KPIs as a flat table.

use crate::cli::Format;
use crate::cli::args::goals::{self, GoalLike, NotFound, Wanted};
use crate::cli::context::{Context, print};
use crate::cli::exit::Failure;
use crate::method::Evaluator;
use crate::model::{CycleId, GoalId, Kpi, KpiId, Objective, Workspace};
use crate::render::exchange::{self, Row};
use crate::store::load::{Depth, Store};
use clap::Args;
use std::cmp::Reverse;

/// Print objectives, key results and KPIs as a table that import reads back
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr export okrs > okrs.csv                      everything, every cycle\n  \
                               okr export okrs --cycle this                    the quarter's goals, and the KPIs\n  \
                               okr export okrs customer-success --format json  a team's",
    after_help = "A row a thing, its kind in `type`. Scores, values and statuses are for whoever looks at the\n\
                  table; `okr help format` names the columns that import reads."
)]
pub struct OkrsArgs {
    /// Teams, goals or KPIs: any unique part of their id or title [default: all, and closed cycles]
    #[arg(value_name = "TEAM|GOAL")]
    only: Vec<String>,
    /// The goals of a cycle alone: 2026-Q3, q3, this, last; may be repeated
    #[arg(long, value_name = "CYCLE")]
    cycle: Vec<String>,
}

/// Exports.
pub fn run(args: &OkrsArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Csv, Format::Json])?;
    let store = context.store()?;
    let asked = super::cycles(&args.cycle, &store, context)?;
    // A value may be one of a check-in in any folder.
    let folders = store.cycle_folders();
    let full: Vec<_> = folders
        .iter()
        .map(|&cycle| (cycle, Depth::Figures))
        .collect();
    let loaded = store.read(&full);
    let chosen = Chosen::new(args, &asked, &store, &loaded.workspace, context)?;
    let rows = rows(&loaded.workspace, &chosen, &asked, context);
    print(&match format {
        Format::Json => exchange::json("okrs", &rows),
        Format::Table
        | Format::Csv
        | Format::Markdown
        | Format::Ics
        | Format::Dot
        | Format::Html
        | Format::Github => exchange::csv(&exchange::OKRS, &rows),
    })?;
    super::finish(loaded.findings)
}

/// KPIs first: what key results follow. Then the cycles, the oldest first.
fn rows(workspace: &Workspace, chosen: &Chosen, asked: &[CycleId], context: &Context) -> Vec<Row> {
    let evaluator = Evaluator::new(workspace, context.today);
    let usual = workspace.settings.cycle_on(context.today);
    let looked_at = asked.last().copied().unwrap_or(usual);
    let kpis = workspace.kpis.values().filter(|kpi| chosen.holds_kpi(kpi));
    let mut rows: Vec<Row> = kpis
        .flat_map(|kpi| exchange::kpis::kpi(kpi, Some((&evaluator, looked_at))))
        .collect();
    let calendar = workspace.calendar();
    let mut cycles: Vec<_> = workspace.cycles.iter().collect();
    cycles.sort_by_key(|(cycle, _)| (calendar.start(**cycle), cycle.kind()));
    for (&cycle, folder) in cycles {
        if !asked.is_empty() && !asked.contains(&cycle) {
            continue;
        }
        // Supporters come before what they support is asked for.
        let _ = evaluator.cycle(cycle);
        let objectives = folder.objectives.values();
        for objective in objectives.filter(|o| chosen.holds(o)) {
            rows.extend(exchange::goals::objective(
                objective,
                workspace,
                Some(&evaluator),
            ));
        }
        let closed = folder.closed.as_ref().filter(|_| chosen.is_all());
        rows.extend(
            closed
                .into_iter()
                .flat_map(|c| exchange::goals::closed(cycle, c)),
        );
    }
    rows
}

/// What is to be exported; all where nothing is named.
#[derive(Default)]
struct Chosen {
    teams: Vec<String>,
    objectives: Vec<GoalId>,
    kpis: Vec<KpiId>,
}

impl Chosen {
    fn new(
        args: &OkrsArgs,
        asked: &[CycleId],
        store: &Store,
        workspace: &Workspace,
        context: &Context,
    ) -> Result<Self, Failure> {
        let mut chosen = Self::default();
        let usual = store.settings().cycle_on(context.today);
        // The newest first: what a name means now, before what it meant.
        let calendar = workspace.calendar();
        let mut cycles: Vec<CycleId> = workspace.cycles.keys().copied().collect();
        cycles.retain(|cycle| asked.is_empty() || asked.contains(cycle));
        cycles.sort_by_key(|&cycle| Reverse((cycle == usual, calendar.start(cycle), cycle)));
        for name in &args.only {
            match find(name, &cycles, usual, store, workspace)? {
                GoalLike::Team(team) => chosen.teams.push(team),
                GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
                    chosen.objectives.push(id.objective_id());
                }
                GoalLike::Kpi(id) => chosen.kpis.push(id),
            }
        }
        let held = workspace
            .objectives()
            .filter(|o| !chosen.is_all() && chosen.holds(o));
        let followed: Vec<_> = held.flat_map(followed).collect();
        chosen.kpis.extend(followed);
        Ok(chosen)
    }

    fn is_all(&self) -> bool {
        self.teams.is_empty() && self.objectives.is_empty() && self.kpis.is_empty()
    }

    fn holds(&self, objective: &Objective) -> bool {
        let in_team = |team: &String| objective.id.objective.is_in(team);
        self.is_all() || self.objectives.contains(&objective.id) || self.teams.iter().any(in_team)
    }

    fn holds_kpi(&self, kpi: &Kpi) -> bool {
        let in_team = |team: &String| kpi.id.is_in(team);
        self.is_all() || self.kpis.contains(&kpi.id) || self.teams.iter().any(in_team)
    }
}

/// What a name means in the first of the cycles in which it means anything.
fn find(
    name: &str,
    cycles: &[CycleId],
    usual: CycleId,
    store: &Store,
    workspace: &Workspace,
) -> Result<GoalLike, Failure> {
    let root = Some(store.root());
    let look = |cycle| goals::find(name, root, workspace, cycle, Wanted::ALL);
    let first = cycles.first().copied().unwrap_or(usual);
    if let Some(named) = goals::cycle_named(name, root, first) {
        return Ok(look(named)?);
    }
    let mut found = cycles.iter().map(|&cycle| look(cycle));
    let found = found.find(|found| !matches!(found, Err(NotFound::Unknown { .. })));
    Ok(found.unwrap_or_else(|| look(first))?)
}

/// The KPIs without which an objective cannot be read.
fn followed(objective: &Objective) -> Vec<KpiId> {
    let own = objective.terms.measure.iter();
    let of_parts = objective.key_results.iter();
    let of_parts = of_parts.filter_map(|kr| kr.terms.measure.follow());
    let follows = own.chain(of_parts).map(|follow| follow.kpi.clone());
    follows
        .chain(objective.guardrails.iter().cloned())
        .collect()
}
