//! `okr cycle`: the cycles side by side, and what is left to do of those that have ended.

use super::context::{Context, print};
use super::exit::Failure;
use super::look_back::read_for_close;
use super::reading::{Reading, WhenArgs, overlapping};
use super::{Format, args};
use crate::method::{CycleSummary, Evaluator, is_remembered};
use crate::model::{CycleId, Settings};
use crate::render::cycle::{self, View, reminder};
use crate::render::{Theme, json};
use crate::store::load::{Depth, Loaded, Store};
use chrono::NaiveDate;
use clap::Args;
use std::mem::ManuallyDrop;

/// List the cycles: dates, objectives, score, reviews, what is left to do
///
/// Of a cycle that has ended it says what is left to do: final readings and reviews, closing it,
/// carrying its KPIs on. `okr cycle 2026-Q3` lists each step with the command to type.
#[derive(Debug, Clone, Args)]
#[command(before_help = "  okr cycle            every cycle\n  \
                               okr cycle last       one, with every step that is left to do")]
pub struct CycleArgs {
    /// One cycle: 2026-Q3, q3, this, last or next
    #[arg(value_name = "CYCLE")]
    cycle: Option<String>,
    /// The day to look at, as if it were today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    as_of: Option<String>,
}

/// Lists the cycles.
pub fn run(args: &CycleArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Json, Format::Csv, Format::Markdown])?;
    let when = WhenArgs {
        cycle: None,
        as_of: args.as_of.clone(),
    };
    let store = context.store()?;
    let day = when.day(context)?;
    let settings = store.settings();
    let this = settings.cycle_on(day);
    let asked = args.cycle.as_deref();
    let asked = asked.map(|text| args::cycle::cycle(text, day, settings));
    let asked = asked.transpose()?;
    let listed = match asked {
        Some(cycle) => vec![cycle],
        None => listed(store.cycle_folders(), this, settings),
    };
    let loaded = load(&store, &listed, day);
    let reading = Reading {
        workspace: ManuallyDrop::new(loaded.workspace),
        findings: loaded.findings,
        cycle: this,
        day,
        store,
    };
    // As the workspace, none of it is taken apart at the end.
    let evaluator = ManuallyDrop::new(Evaluator::new(&reading.workspace, day));
    let cycles: Vec<CycleSummary<'_>> = listed
        .iter()
        .map(|&c| evaluator.summary(c, context.today))
        .collect();
    let cycles = ManuallyDrop::new(cycles);
    let view = View {
        cycles: &cycles,
        this,
        as_of: day,
        settings: reading.store.settings(),
        steps: asked.is_some(),
    };
    print(&match format {
        Format::Json => json::cycles(&view, &reading.unreadable()),
        Format::Csv => cycle::csv(&view),
        Format::Markdown => cycle::markdown(&view),
        Format::Table | Format::Ics | Format::Dot | Format::Github | Format::Html => {
            cycle::table(&view, context.theme)
        }
    })?;
    reading.finish()
}

/// The cycles that have a folder, and this one.
fn listed(mut folders: Vec<CycleId>, this: CycleId, settings: &Settings) -> Vec<CycleId> {
    if !folders.contains(&this) {
        folders.push(this);
        folders.sort_by_key(|&cycle| (settings.calendar.start(cycle), cycle.kind()));
    }
    folders
}

/// Reads what is told of `cycles`: of closed ones the definitions, of others all that figures need, and
/// what was carried into the next ones.
fn load(store: &Store, cycles: &[CycleId], day: NaiveDate) -> Loaded {
    let is_closed = |cycle: &CycleId| {
        let closed = store.read_closed(*cycle);
        closed.is_ok_and(|closed| closed.is_some_and(|closed| closed.on <= day))
    };
    let (closed, open): (Vec<_>, Vec<_>) = cycles.iter().copied().partition(is_closed);
    let next = cycles.iter().map(|cycle| cycle.next());
    let definitions = closed.into_iter().chain(next);
    let mut folders = overlapping(store, &open);
    folders.extend(definitions.map(|cycle| (cycle, Depth::Definitions)));
    let calendar = store.settings().calendar;
    let ended = open.iter().copied().filter(|&c| calendar.end(c) < day);
    read_for_close(store, folders, &ended.collect::<Vec<_>>())
}

/// What is left to do of cycles that ended a short time ago, a line each. What cannot be read is left to
/// `okr cycle` and `okr check`. `today` is the day whatever day is looked at.
pub fn reminders(store: &Store, day: NaiveDate, today: NaiveDate, theme: Theme) -> String {
    let calendar = store.settings().calendar;
    let mut ended = store.cycle_folders();
    ended.retain(|&cycle| is_remembered(calendar, cycle, day));
    if ended.is_empty() {
        return String::new();
    }
    let loaded = load(store, &ended, day);
    let evaluator = Evaluator::new(&loaded.workspace, day);
    let unfinished = ended
        .iter()
        .filter_map(|&cycle| evaluator.unfinished(cycle, today));
    unfinished.map(|left| reminder(&left, theme)).collect()
}
