//! `okr kpi`: all KPIs in one view.

use super::Format;
use super::args::goals::{GoalLike, Wanted};
use super::charts::read_charts;
use super::context::{Context, print};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs};
use super::retire::{self, RetireArgs};
use crate::method::Evaluator;
use crate::model::KpiId;
use crate::render::{json, kpi};
use clap::{Args, Subcommand};

/// See all KPIs: value, target, health, who pushes them
#[derive(Debug, Clone, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    before_help = "  okr kpi                     every KPI\n  \
                               okr kpi support             a team's\n  \
                               okr kpi --cycle 2026        against the annual target"
)]
pub struct KpiArgs {
    #[command(subcommand)]
    action: Option<Action>,
    /// Teams or KPIs to show: any unique part of their id or name
    #[arg(value_name = "TEAM|KPI")]
    only: Vec<String>,
    #[command(flatten)]
    when: WhenArgs,
}

/// What else is done with KPIs. One that is called like it is reached by its whole id.
#[derive(Debug, Clone, Subcommand)]
enum Action {
    Retire(RetireArgs),
}

/// Shows the KPIs, or retires one.
pub fn run(args: &KpiArgs, context: &Context) -> Result<(), Failure> {
    match &args.action {
        Some(Action::Retire(args)) => retire::run(args, context),
        None => show(args, context),
    }
}

fn show(args: &KpiArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Json, Format::Csv, Format::Markdown])?;
    let mut reading = Reading::new(&args.when, context)?;
    let only = chosen(&args.only, &reading)?;
    let day = reading.day;
    let live = reading.workspace.kpis.values();
    let live = live.filter(|kpi| !kpi.retired_on(day) && is_meant(&kpi.id, &only));
    let live: Vec<KpiId> = live.map(|kpi| kpi.id.clone()).collect();
    read_charts(&mut reading, live, day..=day, usize::MAX);
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let mut shown = evaluator.kpis(reading.cycle);
    shown.retain(|state| is_meant(&state.kpi.id, &only));
    let text = match format {
        Format::Json => json::kpis(reading.cycle, reading.day, &shown, &reading.unreadable()),
        Format::Csv => kpi::csv(&shown),
        Format::Markdown => kpi::markdown(&shown, reading.day),
        Format::Table | Format::Ics => {
            kpi::table(reading.cycle, reading.day, &shown, context.theme)
        }
    };
    print(&text)?;
    drop(shown);
    drop(evaluator);
    reading.finish()
}

fn chosen(names: &[String], reading: &Reading) -> Result<Vec<GoalLike>, Failure> {
    let wanted = Wanted {
        objectives: false,
        key_results: false,
        kpis: true,
        teams: true,
    };
    reading.goals(names, wanted)
}

fn is_meant(kpi: &KpiId, chosen: &[GoalLike]) -> bool {
    let is = |goal: &GoalLike| match goal {
        GoalLike::Kpi(id) => kpi == id,
        GoalLike::Team(team) => kpi.is_in(team),
        GoalLike::Objective(_) | GoalLike::KeyResult(_) => false,
    };
    chosen.is_empty() || chosen.iter().any(is)
}
