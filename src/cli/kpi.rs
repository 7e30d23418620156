//! `okr kpi`: all KPIs in one view.

use super::Format;
use super::args::goals::{GoalLike, Wanted};
use super::context::{Context, print};
use super::exit::Failure;
use super::look_back::read_back;
use super::reading::{Reading, WhenArgs};
use super::retire::{self, RetireArgs};
use crate::method::{Evaluator, KpiState};
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
    read_back(&mut reading, |_| true);
    let only = chosen(&args.only, &reading)?;
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let mut shown = evaluator.kpis(reading.cycle);
    shown.retain(|state| only.is_empty() || only.iter().any(|goal| is_meant(state, goal)));
    let text = match format {
        Format::Json => json::kpis(reading.cycle, reading.day, &shown, &reading.unreadable()),
        Format::Csv => kpi::csv(&shown),
        Format::Markdown => kpi::markdown(&shown, reading.day),
        Format::Table | Format::Ics | Format::Dot => {
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

fn is_meant(state: &KpiState<'_>, goal: &GoalLike) -> bool {
    match goal {
        GoalLike::Kpi(id) => state.kpi.id == *id,
        GoalLike::Team(team) => state.kpi.id.is_in(team),
        GoalLike::Objective(_) | GoalLike::KeyResult(_) => false,
    }
}
