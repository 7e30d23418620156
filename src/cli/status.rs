//! `okr status`: the cycle at a glance.

use super::Format;
use super::args::goals::{GoalLike, Wanted};
use super::context::{Context, print};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs};
use crate::method::{CycleState, Evaluator, ObjectiveState, Status};
use crate::model::Name;
use crate::render::status::{MANY, View};
use crate::render::{json, status};
use clap::Args;
use std::mem::ManuallyDrop;

/// See a cycle at a glance: scores, pace, confidence, who is late
#[derive(Debug, Clone, Args)]
#[command(before_help = "  okr status                     the quarter\n  \
                               okr status customer-success    one team\n  \
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
    /// Finds the goals and teams that are named.
    ///
    /// # Errors
    /// One is unknown or ambiguous.
    pub fn goals(names: &[String], reading: &Reading) -> Result<Vec<GoalLike>, Failure> {
        let wanted = Wanted {
            objectives: true,
            key_results: true,
            kpis: false,
            teams: true,
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

    fn is_open(&self) -> bool {
        self.only.is_empty() && self.owner.is_none() && self.status.is_none()
    }
}

fn is_part_of(state: &ObjectiveState<'_>, goal: &GoalLike) -> bool {
    let id = &state.objective.id;
    match goal {
        GoalLike::Objective(goal) | GoalLike::KeyResult(goal) => goal.objective_id() == *id,
        GoalLike::Kpi(_) => false,
        GoalLike::Team(team) => {
            let below = id.objective.as_str().strip_prefix(team.as_str());
            below.is_some_and(|rest| rest.starts_with('/'))
        }
    }
}

/// Shows the cycle.
pub fn run(args: &StatusArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Json, Format::Csv, Format::Markdown])?;
    let reading = Reading::new(&args.when, context)?;
    let filter = Filter {
        only: Filter::goals(&args.only, &reading)?,
        owner: args
            .owner
            .as_deref()
            .map(super::args::person::handle)
            .transpose()?,
        status: args.status.as_deref().map(status_word).transpose()?,
    };
    let cycle = state(&reading);
    let shown = filter.apply(&cycle);
    if format == Format::Json {
        for piece in json::status(&cycle, &shown, &reading.unreadable()) {
            print(&piece)?;
        }
    } else {
        let all = args.all || !filter.is_open();
        print(&show(&reading, &cycle, shown, all, format, context))?;
    }
    reading.finish()
}

/// The cycle on the day. Neither it nor what computed it is taken apart at the end, as the workspace
/// is not.
fn state(reading: &Reading) -> ManuallyDrop<CycleState<'_>> {
    let evaluator = ManuallyDrop::new(Evaluator::new(&reading.workspace, reading.day));
    ManuallyDrop::new(evaluator.cycle(reading.cycle))
}

fn show(
    reading: &Reading,
    cycle: &CycleState<'_>,
    shown: Vec<&ObjectiveState<'_>>,
    all: bool,
    format: Format,
    context: &Context,
) -> String {
    if format == Format::Csv {
        return status::csv(&shown);
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
        cycle,
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
    let shown = filter.apply(&cycle);
    show(reading, &cycle, shown, true, Format::Table, context)
}

fn status_word(text: &str) -> Result<Status, Failure> {
    let known = Status::ALL.into_iter().find(|s| s.word() == text);
    known.ok_or_else(|| {
        let words: Vec<_> = Status::ALL.iter().map(|s| s.word()).collect();
        Failure::usage(format!("`{text}` is no status"))
            .help(format!("one of {}", words.join(", ")))
    })
}
