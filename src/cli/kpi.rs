//! `okr kpi`: all KPIs in one view.

use super::Format;
use super::args::goals::{GoalLike, Wanted};
use super::charts::read_charts;
use super::context::{Context, print};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs, overlapping};
use super::retire::{self, RetireArgs};
use crate::method::{Evaluator, KpiState, KpiStatus};
use crate::model::{Indicator, Kpi, KpiId};
use crate::render::json;
use crate::render::kpi::{By, Listed, Tree, View, csv};
use clap::{Args, Subcommand, ValueEnum};
use std::collections::BTreeSet;

/// See all KPIs: value, target, health, signal, who pushes them
#[derive(Debug, Clone, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    before_help = "  okr kpi                     every KPI\n  \
                               okr kpi support --overdue   a team's that wait for a reading\n  \
                               okr kpi --cycle 2026        quarter by quarter, against the year before\n  \
                               okr kpi --drivers           what moves what"
)]
pub struct KpiArgs {
    #[command(subcommand)]
    action: Option<Action>,
    /// Teams or KPIs to show: any unique part of their id or name
    #[arg(value_name = "TEAM|KPI")]
    only: Vec<String>,
    #[command(flatten)]
    when: WhenArgs,
    /// Only the few that everyone watches
    #[arg(long)]
    health: bool,
    /// Only those that move first
    #[arg(long)]
    leading: bool,
    /// Only those that tell what has happened
    #[arg(long, conflicts_with = "leading")]
    lagging: bool,
    /// Only those that wait for a reading
    #[arg(long)]
    overdue: bool,
    /// Only those that are green, amber, red, no-target or no-reading
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// What they stand together by; else category, where KPIs have one
    #[arg(long, value_name = "GROUP", conflicts_with = "drivers")]
    by: Option<Group>,
    /// Which KPI drives which, leading to lagging
    #[arg(long)]
    drivers: bool,
}

/// What KPIs stand together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Group {
    /// Their folder
    Team,
    /// Their category
    Category,
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

/// Which KPIs are shown.
struct Filter {
    only: Vec<GoalLike>,
    health: bool,
    indicator: Option<Indicator>,
    overdue: bool,
    status: Option<KpiStatus>,
}

impl Filter {
    fn new(args: &KpiArgs, reading: &Reading) -> Result<Self, Failure> {
        let indicator = match (args.leading, args.lagging) {
            (true, _) => Some(Indicator::Leading),
            (false, true) => Some(Indicator::Lagging),
            (false, false) => None,
        };
        Ok(Self {
            only: chosen(&args.only, reading)?,
            health: args.health,
            indicator,
            overdue: args.overdue,
            status: args.status.as_deref().map(status_word).transpose()?,
        })
    }

    /// By what is written of it alone.
    fn may_pass(&self, kpi: &Kpi) -> bool {
        is_meant(&kpi.id, &self.only)
            && (kpi.health || !self.health)
            && (self.indicator.is_none() || kpi.indicator == self.indicator)
    }

    fn passes(&self, state: &KpiState<'_>) -> bool {
        self.may_pass(state.kpi)
            && (state.overdue || !self.overdue)
            && self.status.is_none_or(|status| status == state.status)
    }
}

fn show(args: &KpiArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Json, Format::Csv, Format::Markdown])?;
    let mut reading = Reading::new(&args.when, context)?;
    let filter = Filter::new(args, &reading)?;
    read(args, &filter, &mut reading);
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let states = evaluator.kpis(reading.cycle);
    let text = if args.drivers {
        drivers(&evaluator, &states, &filter, &reading, format, context)
    } else {
        list(args, &evaluator, states, &filter, &reading, format, context)
    };
    print(&text)?;
    drop(evaluator);
    reading.finish()
}

/// Reads what the charts need and, for a year's view, the year before.
fn read(args: &KpiArgs, filter: &Filter, reading: &mut Reading) {
    let day = reading.day;
    if reading.cycle.kind().months() > reading.store.settings().cycle.months() && !args.drivers {
        let before = reading.cycle.a_year_earlier();
        let folders = before.map(|cycle| overlapping(&reading.store, &[cycle]));
        reading.read_more(folders.unwrap_or_default());
    }
    let live = reading.workspace.kpis.values();
    let live = live.filter(|kpi| !kpi.retired_on(day) && (args.drivers || filter.may_pass(kpi)));
    let live: Vec<KpiId> = live.map(|kpi| kpi.id.clone()).collect();
    read_charts(reading, live, day..=day, usize::MAX);
}

fn list<'w>(
    args: &KpiArgs,
    evaluator: &Evaluator<'w>,
    states: Vec<KpiState<'w>>,
    filter: &Filter,
    reading: &Reading,
    format: Format,
    context: &Context,
) -> String {
    let all = states.len();
    let sorted = states.iter().any(|state| state.kpi.category.is_some());
    let shown = states.into_iter().filter(|state| filter.passes(state));
    let listed = |state: KpiState<'w>| Listed {
        parts: evaluator.kpi_parts(&state, reading.cycle),
        state,
    };
    let shown: Vec<_> = shown.map(listed).collect();
    let view = View {
        cycle: reading.cycle,
        as_of: reading.day,
        shown: &shown,
        all,
        by: match (args.by, sorted) {
            (Some(Group::Category), _) | (None, true) => By::Category,
            (Some(Group::Team), _) | (None, false) => By::Team,
        },
    };
    match format {
        Format::Json => json::kpis(reading.cycle, reading.day, &shown, &reading.unreadable()),
        Format::Csv => csv(&shown),
        Format::Markdown => view.markdown(),
        Format::Table | Format::Ics | Format::Dot | Format::Github | Format::Html => {
            view.table(context.theme)
        }
    }
}

fn drivers<'w>(
    evaluator: &Evaluator<'w>,
    states: &[KpiState<'w>],
    filter: &Filter,
    reading: &Reading,
    format: Format,
    context: &Context,
) -> String {
    let chosen = states.iter().filter(|state| filter.passes(state));
    let chosen: BTreeSet<KpiId> = chosen.map(|state| state.kpi.id.clone()).collect();
    let tree = Tree {
        cycle: reading.cycle,
        as_of: reading.day,
        states,
        drivers: evaluator.drivers(states, &chosen, reading.cycle),
    };
    match format {
        Format::Json => json::drivers(&tree, &reading.unreadable()),
        Format::Csv => tree.csv(),
        Format::Markdown => tree.markdown(),
        Format::Table | Format::Ics | Format::Dot | Format::Github | Format::Html => {
            tree.table(context.theme)
        }
    }
}

fn status_word(text: &str) -> Result<KpiStatus, Failure> {
    let known = KpiStatus::ALL.into_iter().find(|s| s.word() == text);
    known.ok_or_else(|| {
        let words = KpiStatus::ALL.map(KpiStatus::word);
        Failure::usage(format!("`{text}` is no health of a KPI"))
            .help(format!("one of {}", words.join(", ")))
    })
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
