//! `okr tree`: alignment.

use super::args::goals::{self, GoalLike, Wanted};
use super::context::{Context, print, say};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs, overlapping};
use super::{Format, check, findings};
use crate::method::{CycleState, Evaluator, Top, Tree};
use crate::model::{CycleId, GoalId};
use crate::render::tree::View;
use crate::render::{self, json, status, tree};
use crate::store::diagnostics::Finding;
use crate::store::load::Depth;
use clap::Args;
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;

/// See who carries whom: each goal above its supporters, and where they disagree
///
/// Beside each goal's own score stands the mean of the objectives that support it. Supporters change
/// no score but that of a rollup; where a goal does well while they fail, or the reverse, is what to
/// talk about, and marked. A cycle's tree goes up to the goals around it that it supports and takes
/// in the cycles within it: that of 2026 has the quarters' objectives.
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr tree                          from the company down to each team\n  \
                               okr tree grow-europe              one goal and what supports it\n  \
                               okr tree --cycle 2026 --depth 2   the year and its first level\n  \
                               okr tree --format dot | dot -Tsvg > tree.svg"
)]
pub struct TreeArgs {
    /// The goal or team at the top: any unique part of its id or title
    #[arg(value_name = "GOAL|TEAM", conflicts_with = "team")]
    top: Option<String>,
    /// Only this team's objectives and what supports them
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// How many levels of objectives to show
    #[arg(long, value_name = "LEVELS", value_parser = clap::value_parser!(u32).range(1..))]
    depth: Option<u32>,
    #[command(flatten)]
    when: WhenArgs,
}

/// Shows the tree.
pub fn run(args: &TreeArgs, context: &Context) -> Result<(), Failure> {
    let formats = [Format::Table, Format::Json, Format::Markdown, Format::Dot];
    let format = context.format(&formats)?;
    let mut reading = Reading::new(&args.when, context)?;
    let top = top(args, &mut reading)?;
    read_above(&mut reading);
    // As the workspace, none of it is taken apart at the end.
    let evaluator = ManuallyDrop::new(Evaluator::new(&reading.workspace, reading.day));
    let tree = ManuallyDrop::new(evaluator.tree(reading.cycle, &top));
    let cycle = ManuallyDrop::new(evaluator.cycle(reading.cycle));
    let nodes: BTreeSet<&GoalId> = tree.nodes.iter().map(|n| &n.state.objective.id).collect();
    let wrong = findings::of_support(&reading, |id| nodes.contains(id));
    let levels = args.depth.map_or(usize::MAX, |depth| depth as usize);
    print(&shown(
        &reading,
        &cycle,
        (&tree, levels),
        &wrong,
        format,
        context,
    ))?;
    if format != Format::Json && !wrong.is_empty() {
        say(&render::check::findings(&wrong, context.error_theme));
    }
    reading.finish()
}

fn shown(
    reading: &Reading,
    cycle: &CycleState<'_>,
    (tree, levels): (&Tree<'_>, usize),
    wrong: &[Finding],
    format: Format,
    context: &Context,
) -> String {
    let settings = reading.store.settings();
    let view = View {
        head: status::View {
            whose: None,
            cycle,
            shown: Vec::new(),
            teams: Vec::new(),
            settings,
            since: None,
        },
        nodes: &tree.nodes,
        levels,
    };
    match format {
        Format::Json => {
            let wrong: Vec<_> = wrong.iter().map(check::view).collect();
            let nodes = (&tree.nodes[..], levels);
            json::tree(cycle, settings, nodes, &wrong, &reading.unreadable())
        }
        Format::Markdown => tree::markdown(&view),
        Format::Dot => tree::dot(&view),
        Format::Table | Format::Csv | Format::Ics | Format::Github | Format::Html => {
            tree::table(&view, context.theme)
        }
    }
}

/// What stands at the top. A goal of another cycle is looked at in that one.
fn top(args: &TreeArgs, reading: &mut Reading) -> Result<Top, Failure> {
    let wanted = Wanted {
        kpis: false,
        objectives: args.team.is_none(),
        key_results: args.team.is_none(),
        teams: true,
    };
    let Some(name) = args.team.as_ref().or(args.top.as_ref()) else {
        return Ok(Top::Company);
    };
    let named = goals::cycle_of(name, Some(reading.store.root()), reading.cycle);
    reading.look_at(named, Depth::Figures);
    let found = reading.goal(name, wanted);
    let found = found.or_else(|unknown| team_within(name, reading).ok_or(unknown));
    match found? {
        GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
            reading.look_at(id.cycle, Depth::Figures);
            Ok(Top::Goal(id))
        }
        GoalLike::Team(team) => Ok(Top::Team(team)),
        GoalLike::Kpi(kpi) => Err(Failure::usage(format!("{kpi} is a KPI, not a goal"))),
    }
}

/// The team that a name means in a cycle within the one that is looked at.
fn team_within(name: &str, reading: &Reading) -> Option<GoalLike> {
    let calendar = reading.store.settings().calendar;
    let root = Some(reading.store.root());
    let cycles = reading.workspace.cycles.keys();
    let mut within = cycles.filter(|&&cycle| calendar.encloses(reading.cycle, cycle));
    within.find_map(|&cycle| goals::find(name, root, &reading.workspace, cycle, Wanted::TEAMS).ok())
}

/// Reads all that counts for the goals around the cycle that objectives of it support.
fn read_above(reading: &mut Reading) {
    let calendar = reading.store.settings().calendar;
    let around: BTreeSet<CycleId> = calendar.enclosing(reading.cycle).collect();
    let supports = |cycle: &CycleId| {
        let mut all = reading.workspace.objectives();
        all.any(|o| {
            let above = o.terms_on(reading.day).supports.as_ref();
            above.is_some_and(|above| above.cycle == Some(*cycle))
        })
    };
    let above: Vec<CycleId> = around.into_iter().filter(supports).collect();
    reading.read_more(overlapping(&reading.store, &above));
}
