//! `okr log`: what people said, newest first.

mod agenda;

pub(super) use agenda::speaks_of;

use super::Format;
use super::args::date::date;
use super::args::goals::{GoalLike, Wanted};
use super::args::person::handle;
use super::context::{Context, print};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs, overlapping};
use crate::method::Ledger;
use crate::method::log::{About, Log, Logged, Selection};
use crate::model::{CycleId, Document, Invalid, Name};
use crate::render::log::View;
use crate::render::{json, log};
use crate::store::load::Depth;
use crate::store::paths;
use chrono::NaiveDate;
use clap::Args;
use std::collections::BTreeSet;

/// See check-ins, newest first: what moved, what was said, what is in the way
#[derive(Debug, Clone, Args)]
#[command(before_help = "  okr log retention                      one goal\n  \
                               okr log customer-success --blockers    what is in a team's way\n  \
                               okr log --format markdown              the agenda of the weekly meeting")]
pub struct LogArgs {
    /// A goal, KPI or team: any unique part of its id or title
    #[arg(value_name = "GOAL")]
    goal: Option<String>,
    #[command(flatten)]
    when: WhenArgs,
    /// Only what this person reported
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// The first day, also before the cycle; of the agenda the day to compare with
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    since: Option<String>,
    /// The last day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Option<String>,
    /// Only what is still in the way
    #[arg(long)]
    blockers: bool,
    /// Only each person's newest plan
    #[arg(long)]
    plans: bool,
}

/// What is asked for, understood.
struct Asked {
    goal: Option<GoalLike>,
    by: Option<Name>,
    /// The cycle of the goal, else the one that is shown.
    cycle: CycleId,
    since: NaiveDate,
    until: NaiveDate,
    /// The day that an agenda speaks of: the last one where it is named, else the one looked at.
    day: NaiveDate,
    /// The day that it compares with, where one is named.
    compare: Option<NaiveDate>,
}

/// Shows the log.
pub fn run(args: &LogArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Json, Format::Csv, Format::Markdown])?;
    let by = args.by.as_deref().map(handle).transpose()?;
    let mut reading = Reading::to(Depth::Full, &args.when, context)?;
    reading.look_where(args.goal.as_slice(), Depth::Full)?;
    let goal = args.goal.as_deref();
    let goal = goal
        .map(|goal| reading.goal(goal, Wanted::ALL))
        .transpose()?;
    let asked = asked(args, goal, by, &reading, context)?;
    read_back(&mut reading, &asked);
    let ledger = Ledger::new(&reading.workspace, reading.day);
    let log = Log::new(&reading.workspace, &ledger, reading.day);
    let selection = Selection {
        since: asked.since,
        until: asked.until,
        by: asked.by.clone(),
        about: asked.goal.clone().map(|goal| about(&log, goal)),
        blockers: args.blockers,
        plans: args.plans,
    };
    let logged = || log.select(&selection);
    print(&match format {
        Format::Markdown => agenda::markdown(&reading, &asked, &log, &selection),
        Format::Json => json::log(&logged(), &path, &reading.unreadable()),
        Format::Csv => log::csv(&logged(), &path),
        Format::Table | Format::Ics | Format::Dot | Format::Github | Format::Html => {
            let logged = logged();
            let view = view(&reading, &asked, &log, &selection, &logged);
            log::table(&view, context.theme)
        }
    })?;
    drop(ledger);
    reading.finish()
}

fn view<'a, 'w>(
    reading: &Reading,
    asked: &'a Asked,
    log: &Log<'_, '_>,
    selection: &Selection<'_>,
    logged: &'a [Logged<'w>],
) -> View<'a, 'w> {
    View {
        logged,
        cycle: asked.cycle,
        days: (asked.since, asked.until),
        whole: asked.since == reading.store.settings().calendar.start(asked.cycle),
        as_of: reading.day,
        about: asked.goal.as_ref().map(ToString::to_string),
        by: asked.by.as_ref(),
        only: (selection.blockers, selection.plans),
        all: log.count(asked.since, asked.until),
    }
}

/// The file of a check-in.
pub fn path(logged: &Logged<'_>) -> String {
    let checkin = logged.checkin;
    paths::of(&Document::CheckIn(checkin.cycle, checkin.file.clone()))
}

/// The days that are meant: the cycle so far, unless others are named.
fn asked(
    args: &LogArgs,
    goal: Option<GoalLike>,
    by: Option<Name>,
    reading: &Reading,
    context: &Context,
) -> Result<Asked, Failure> {
    let settings = reading.store.settings();
    let calendar = settings.calendar;
    let day = |text: &Option<String>| -> Result<Option<NaiveDate>, Invalid> {
        let text = text.as_deref();
        text.map(|text| date(text, context.today)).transpose()
    };
    let cycle = match &goal {
        Some(GoalLike::Objective(id) | GoalLike::KeyResult(id)) => id.cycle,
        Some(GoalLike::Kpi(_) | GoalLike::Team(_)) | None => reading.cycle,
    };
    let last = day(&args.until)?.map(|last| last.min(reading.day));
    let until = last.unwrap_or(calendar.end(cycle).min(reading.day));
    let start = calendar.start(cycle);
    let compare = day(&args.since)?;
    let since = compare.unwrap_or(if until < start {
        calendar.start(settings.cycle_on(until))
    } else {
        start
    });
    if since > until {
        return Err(Failure::usage(format!("{since} lies after {until}"))
            .help("--since is the first day, --until the last"));
    }
    Ok(Asked {
        goal,
        by,
        cycle,
        since,
        until,
        day: last.unwrap_or(reading.day),
        compare,
    })
}

/// Reads what else the days reach into, with its words; and, where somebody reported on a goal of a
/// longer cycle, what counts for that one's value.
fn read_back(reading: &mut Reading, asked: &Asked) {
    let calendar = reading.store.settings().calendar;
    let mut folders = reading.store.cycle_folders();
    folders.retain(|&cycle| {
        calendar.start(cycle) <= asked.until && asked.since <= calendar.end(cycle)
    });
    let folders = folders.into_iter().map(|folder| (folder, Depth::Full));
    reading.read_more(folders.collect());
    let checkins = reading.workspace.cycles.values().flat_map(|c| &c.checkins);
    let updates = checkins.flat_map(|c| &c.updates);
    let longer: BTreeSet<CycleId> = updates
        .filter_map(|update| update.goal.as_ref()?.cycle)
        .collect();
    let longer: Vec<CycleId> = longer.into_iter().collect();
    reading.read_more(overlapping(&reading.store, &longer));
}

fn about<'w>(log: &Log<'_, 'w>, goal: GoalLike) -> About<'w> {
    match goal {
        GoalLike::Objective(id) | GoalLike::KeyResult(id) => log.about_goal(id),
        GoalLike::Kpi(id) => log.about_kpi(id),
        GoalLike::Team(team) => log.about_team(team),
    }
}
