//! `okr status`: the cycle at a glance.

use super::args::date;
use super::args::goals::{GoalLike, Wanted};
use super::charts::read_followed;
use super::context::{Context, print, say};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs};
use super::{Format, person};
use crate::method::{CycleState, Evaluator, ObjectiveState, Status, changes, is_remembered};
use crate::model::Name;
use crate::render::changes::{Since, csv};
use crate::render::status::{MANY, View};
use crate::render::text::count;
use crate::render::{json, status};
use crate::store::load::Depth;
use chrono::NaiveDate;
use clap::Args;
use std::mem::ManuallyDrop;

/// See a cycle at a glance: scores, pace, confidence, who is late
#[derive(Debug, Clone, Args)]
#[command(before_help = "  okr status                       the quarter\n  \
                               okr status customer-success      one team\n  \
                               okr status --since last-checkin  what changed\n  \
                               okr status --as-of 2026-08-14 --format json")]
pub struct StatusArgs {
    /// Teams or goals to show: any unique part of their id or title
    #[arg(value_name = "TEAM|GOAL")]
    only: Vec<String>,
    #[command(flatten)]
    when: WhenArgs,
    /// Only what this person owns
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Only what has this status, such as at-risk
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// What changed since a day, or since my last check-in before today
    #[arg(long, value_name = "DATE|last-checkin", allow_hyphen_values = true)]
    since: Option<String>,
    /// Every objective, also where there are more than 50
    #[arg(long)]
    all: bool,
}

/// Which objectives of a cycle are shown.
#[derive(Debug, Default)]
pub struct Filter {
    /// Goals and teams; empty means all.
    pub only: Vec<GoalLike>,
    /// Who owns it, or one of its key results.
    pub owner: Option<Name>,
    /// The status that it or one of its key results has.
    pub status: Option<Status>,
}

impl Filter {
    /// Finds the goals and teams that are named, in their own cycle where it is in front.
    ///
    /// # Errors
    /// One is unknown or ambiguous.
    pub fn goals(names: &[String], reading: &mut Reading) -> Result<Vec<GoalLike>, Failure> {
        reading.look_where(names, Depth::Figures)?;
        let wanted = Wanted {
            teams: true,
            ..Wanted::GOALS
        };
        reading.goals(names, wanted)
    }

    /// The objectives that pass.
    pub fn apply<'a, 'w>(&self, cycle: &'a CycleState<'w>) -> Vec<&'a ObjectiveState<'w>> {
        let all = cycle.objectives.iter().map(AsRef::as_ref);
        all.filter(|o| self.passes(o)).collect()
    }

    fn passes(&self, state: &ObjectiveState<'_>) -> bool {
        let named = self.only.is_empty() || self.only.iter().any(|goal| is_part_of(state, goal));
        let owned = self.owner.as_ref().is_none_or(|owner| {
            state.terms.owner.as_ref() == Some(owner)
                || state.key_results.iter().any(|kr| kr.owner == Some(owner))
        });
        let judged = self.status.is_none_or(|status| {
            let mut parts = state.key_results.iter();
            state.outlook.status == status || parts.any(|kr| kr.outlook.status == status)
        });
        named && owned && judged
    }

    /// Whose goals are looked for, where nothing else is.
    fn whose(&self) -> Option<&Name> {
        let owner = self.owner.as_ref();
        owner.filter(|_| self.only.is_empty() && self.status.is_none())
    }

    /// Whether nothing is left out.
    pub fn is_open(&self) -> bool {
        self.only.is_empty() && self.owner.is_none() && self.status.is_none()
    }
}

fn is_part_of(state: &ObjectiveState<'_>, goal: &GoalLike) -> bool {
    let id = &state.objective.id;
    match goal {
        GoalLike::Objective(goal) | GoalLike::KeyResult(goal) => goal.objective_id() == *id,
        GoalLike::Kpi(_) => false,
        GoalLike::Team(team) => id.objective.is_in(team),
    }
}

/// Shows the cycle.
pub fn run(args: &StatusArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Json, Format::Csv, Format::Markdown])?;
    let mut reading = Reading::new(&args.when, context)?;
    let filter = Filter {
        only: Filter::goals(&args.only, &mut reading)?,
        owner: args
            .owner
            .as_deref()
            .map(super::args::person::handle)
            .transpose()?,
        status: args.status.as_deref().map(status_word).transpose()?,
    };
    let since = args.since.as_deref();
    let since = since
        .map(|text| earlier(text, &reading, context))
        .transpose()?;
    let earliest = since.unwrap_or(reading.day);
    let shown = reading.cycle;
    let unjudged = read_followed(&mut reading, shown, earliest);
    let cycle = state(&reading, reading.day);
    let shown = filter.apply(&cycle);
    let before = since.map(|day| state(&reading, day));
    let since = before.as_ref().map(|before| {
        let changed = changes(before, &shown, reading.day);
        Since::new(before.as_of, before.score, changed)
    });
    if unjudged > 0 && format == Format::Table {
        say(&format!(
            "signals of {} are not shown here: that takes too many older check-ins (`okr kpi` reads them)\n",
            count(unjudged, "KPI")
        ));
    }
    if format == Format::Json {
        for piece in json::status(&cycle, &shown, since.as_ref(), &reading.unreadable()) {
            print(&piece)?;
        }
    } else {
        let view = Asked {
            shown,
            since,
            all: args.all || !filter.is_open(),
            whose: filter.whose(),
        };
        print(&show(&reading, &cycle, view, format, context))?;
    }
    if format == Format::Table {
        print(&reminders(&reading, &cycle, context))?;
    }
    reading.finish()
}

/// What is left to do of cycles that ended a short time ago, where that is now: not where an old cycle or
/// one to come is looked at.
fn reminders(reading: &Reading, cycle: &CycleState<'_>, context: &Context) -> String {
    let calendar = reading.store.settings().calendar;
    let runs = cycle.start <= reading.day && reading.day <= cycle.end;
    if !runs && !is_remembered(calendar, reading.cycle, reading.day) {
        return String::new();
    }
    let lines = super::cycle::reminders(&reading.store, reading.day, context.today, context.theme);
    match lines.is_empty() {
        true => lines,
        false => format!("\n{lines}"),
    }
}

/// The cycle on a day. Neither it nor what computed it is taken apart at the end, as the workspace
/// is not.
fn state(reading: &Reading, day: NaiveDate) -> ManuallyDrop<CycleState<'_>> {
    let evaluator = ManuallyDrop::new(Evaluator::new(&reading.workspace, day));
    ManuallyDrop::new(evaluator.cycle(reading.cycle))
}

/// The earlier day to compare with.
fn earlier(text: &str, reading: &Reading, context: &Context) -> Result<NaiveDate, Failure> {
    if text == "last-checkin" {
        return last_checkin(reading, context);
    }
    let day = date::date(text, context.today).map_err(|why| {
        let why = Failure::from(why);
        let ways = why.help.clone().unwrap_or_default();
        why.help(format!("{ways}, or last-checkin"))
    })?;
    if day > reading.day {
        return Err(Failure::usage(format!(
            "--since: {day} is after {}, the day that is looked at",
            reading.day
        ))
        .help("name an earlier day"));
    }
    Ok(day)
}

/// The day of my last check-in before the day looked at; where there is none, of anybody's, else the
/// cycle's first day.
fn last_checkin(reading: &Reading, context: &Context) -> Result<NaiveDate, Failure> {
    let me = person::reader(reading.store.settings(), context)?;
    let folders = reading.workspace.cycles.values();
    let all: Vec<_> = folders
        .flat_map(|folder| &folder.checkins)
        .filter(|checkin| checkin.date < reading.day)
        .collect();
    let newest = |mine: bool| {
        let of = all.iter().filter(|c| !mine || c.by == me);
        of.map(|checkin| checkin.date).max()
    };
    let start = reading.store.settings().calendar.start(reading.cycle);
    let found = newest(true).or_else(|| newest(false));
    Ok(found.unwrap_or_else(|| start.min(reading.day)))
}

/// What is asked of a cycle.
struct Asked<'a, 'w> {
    shown: Vec<&'a ObjectiveState<'w>>,
    since: Option<Since<'a, 'w>>,
    all: bool,
    whose: Option<&'a Name>,
}

fn show<'a, 'w>(
    reading: &'a Reading,
    cycle: &'a CycleState<'w>,
    asked: Asked<'a, 'w>,
    format: Format,
    context: &Context,
) -> String {
    let Asked {
        shown,
        since,
        all,
        whose,
    } = asked;
    if format == Format::Csv {
        let changed = since.as_ref().map(|since| csv(&since.changes));
        return changed.unwrap_or_else(|| status::csv(&shown));
    }
    let many = !all && shown.len() > MANY;
    let view = View {
        teams: if many { cycle.teams() } else { Vec::new() },
        shown: if many {
            let own = shown.into_iter();
            own.filter(|o| o.objective.id.objective.team().is_none())
                .collect()
        } else {
            shown
        },
        settings: reading.store.settings(),
        since,
        cycle,
        whose,
    };
    if format == Format::Markdown {
        status::markdown(&view)
    } else {
        status::table(&view, context.theme)
    }
}

/// The objectives of one person, for `okr` alone.
pub fn mine(reading: &Reading, evaluator: &Evaluator<'_>, me: &Name, context: &Context) -> String {
    let filter = Filter {
        owner: Some(me.clone()),
        ..Filter::default()
    };
    let cycle = evaluator.cycle(reading.cycle);
    let asked = Asked {
        shown: filter.apply(&cycle),
        since: None,
        all: true,
        whose: filter.whose(),
    };
    let stranger = asked.shown.is_empty() && !cycle.objectives.is_empty();
    let text = show(reading, &cycle, asked, Format::Table, context);
    if stranger {
        return text
            + "Not you? OKR_USER=NAME says who you are, or `user` in your own config: okr help \
               scripting\n";
    }
    text
}

fn status_word(text: &str) -> Result<Status, Failure> {
    let known = Status::ALL.into_iter().find(|s| s.word() == text);
    known.ok_or_else(|| {
        let words: Vec<_> = Status::ALL.iter().map(|s| s.word()).collect();
        Failure::usage(format!("`{text}` is no status"))
            .help(format!("one of {}", words.join(", ")))
    })
}
