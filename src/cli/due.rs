//! `okr due`: what is overdue, and whose.

use super::Format;
use super::args::person;
use super::context::{Context, print, say};
use super::exit::Failure;
use super::look_back::{read_back, running};
use super::reading::{Reading, WhenArgs};
use crate::method::{Due, Evaluator, by_person};
use crate::model::{CycleId, Name};
use crate::render::{due, ics, json};
use crate::store::load::Depth;
use clap::Args;

/// See what is overdue, and whose: check-ins, KPI readings, reviews
///
/// Overdue is what should have been done more than grace_days (okr.toml) ago. A key result is due
/// one check-in period after its last update by anyone (a reading of its KPI is one), or after the
/// cycle's start or the day it was added; a KPI one period of its frequency after its last reading,
/// at once where it was never read; the review of an objective on its cycle's last day. What is
/// done, dropped or closed is never due. Days late count from the day it was due.
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr due                          everyone's, who is latest first\n  \
                               okr due --owner maria            one person's\n  \
                               okr due --exit-code              for cron and CI: 1 when something is\n  \
                               okr due --format ics > due.ics   for a calendar"
)]
pub struct DueArgs {
    #[command(flatten)]
    when: WhenArgs,
    /// Only what this person owns
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Only a team's: its folder or any unique part of it
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// End with exit code 1 where anything is overdue
    #[arg(long)]
    exit_code: bool,
}

/// Whose things are shown.
struct Filter {
    owner: Option<Name>,
    team: Option<String>,
}

impl Filter {
    fn new(args: &DueArgs, reading: &Reading) -> Result<Self, Failure> {
        let owner = args.owner.as_deref().map(person::handle).transpose()?;
        let team = args.team.as_deref();
        let team = team.map(|name| reading.team(name)).transpose()?;
        Ok(Self { owner, team })
    }

    fn passes(&self, due: &Due<'_>) -> bool {
        let owned = self.owner.is_none() || due.owner == self.owner.as_ref();
        let team = self.team.as_deref();
        owned && team.is_none_or(|team| due.goal.is_in(team))
    }

    /// Whose things were looked for: `nothing of maria's in product/ is overdue`.
    fn words(&self) -> String {
        let owner = self.owner.as_ref().map(|owner| format!(" of {owner}'s"));
        let team = self.team.as_ref().map(|team| format!(" in {team}/"));
        owner.unwrap_or_default() + &team.unwrap_or_default()
    }
}

/// Shows what is overdue.
pub fn run(args: &DueArgs, context: &Context) -> Result<(), Failure> {
    let known = [
        Format::Table,
        Format::Json,
        Format::Csv,
        Format::Markdown,
        Format::Ics,
    ];
    let format = context.format(&known)?;
    let mut reading = Reading::new(&args.when, context)?;
    let filter = Filter::new(args, &reading)?;
    let mut cycles = match args.when.cycle {
        Some(_) => vec![reading.cycle],
        None => running(&mut reading),
    };
    let day = reading.day;
    read_back(&mut reading, |kpi| {
        filter.owner.is_none() || kpi.owner_on(day) == filter.owner.as_ref()
    });
    // Only now: where check-ins are looked for, a folder that was read counts as searched.
    if args.when.cycle.is_none() {
        cycles.extend(to_be_reviewed(&mut reading));
    }
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let goals = cycles.iter().flat_map(|&cycle| evaluator.overdue(cycle));
    let mut overdue: Vec<_> = goals.chain(evaluator.overdue_kpis(reading.cycle)).collect();
    overdue.retain(|due| filter.passes(due));
    let anything = !overdue.is_empty();
    let settings = reading.store.settings();
    let view = due::View {
        people: by_person(overdue),
        cycle: reading.cycle,
        covering: settings.cycle_on(context.today),
        as_of: reading.day,
        settings,
    };
    print(&text(&view, format, &reading, context))?;
    if !anything && format == Format::Table {
        say(&format!("nothing{} is overdue\n", filter.words()));
    }
    drop(view);
    drop(evaluator);
    reading.finish()?;
    match anything && args.exit_code {
        true => Err(Failure::found()),
        false => Ok(()),
    }
}

/// The list in a format; nothing to read where nothing is overdue.
fn text(view: &due::View<'_>, format: Format, reading: &Reading, context: &Context) -> String {
    match format {
        Format::Json => json::due(view, &reading.unreadable()),
        Format::Csv => due::csv(view),
        Format::Markdown => due::markdown(view),
        Format::Ics => ics::calendar(view, context.now),
        Format::Table if view.people.is_empty() => String::new(),
        Format::Table | Format::Dot | Format::Github | Format::Html => {
            due::table(view, context.theme)
        }
    }
}

/// The cycles in which reviews can be overdue: all earlier ones that are not closed. Of those that
/// were not read yet only the definitions are.
fn to_be_reviewed(reading: &mut Reading) -> Vec<CycleId> {
    let settings = reading.store.settings();
    let day = reading.day;
    let mut ended = reading.store.cycle_folders();
    ended.retain(|&cycle| {
        let over = day > settings.overdue_after(settings.calendar.end(cycle));
        over && match reading.store.read_closed(cycle) {
            Ok(closed) => closed.is_none_or(|closed| closed.on > day),
            // It is read again, so that what is wrong with it is said.
            Err(_) => true,
        }
    });
    let definitions = ended.iter().map(|&cycle| (cycle, Depth::Definitions));
    reading.read_more(definitions.collect());
    ended
}
