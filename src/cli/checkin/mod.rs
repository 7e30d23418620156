//! `okr checkin`: what a person reports, from answers, one line or a file, as one new file.

mod ask;
mod echo;
mod first_days;
mod from;
mod goal;
mod stamp;
mod walk;

use super::commit::{CommitArgs, Repository};
use super::context::{Context, Output, print};
use super::exit::Failure;
use super::{args, desk, person, prompt};
use crate::model::{CheckIn, CycleId, Document, GoalRef, Name, Update};
use crate::render::echo::ValueChange;
use crate::render::text::{count, list};
use crate::store::load::Store;
use crate::store::{compose, paths, write};
use ask::{Draft, Said};
use chrono::NaiveDate;
use clap::Args;
use goal::Lookup;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Report where goals stand: one check-in, one new file
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr checkin                                      go through what is yours and due\n  \
                               okr checkin retention 74.5 --confidence 7/10 --note \"two renewals slipped\"\n  \
                               okr checkin retention=74.5@7/10 rating=4.2 success-plans+template\n  \
                               okr checkin kpis/nps 41 --date yesterday --by metrics-bot\n  \
                               okr checkin --from updates.csv"
)]
pub struct CheckinArgs {
    /// A goal, or GOAL=VALUE@CONFIDENCE, or GOAL+MILESTONE
    #[arg(value_name = "GOAL")]
    goal: Option<String>,
    /// Its value; may begin with a minus sign
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    value: Option<String>,
    /// More goals, each as GOAL=VALUE@CONFIDENCE or GOAL+MILESTONE
    #[arg(value_name = "MORE")]
    more: Vec<String>,
    /// Read updates from a CSV or JSON file (- for standard input), all or nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["goal", "confidence", "note", "done", "unchanged"])]
    from: Option<PathBuf>,
    /// The day it speaks of: 2026-07-14, yesterday, friday, 3 days ago
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    date: Option<String>,
    /// Who reports
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// The cycle of the goals: 2026-Q3, q3, this, last
    #[arg(long, value_name = "CYCLE")]
    cycle: Option<String>,
    /// How likely it is to end at or above the target: 0.7, 70% or 7/10
    #[arg(long, value_name = "CONFIDENCE", requires = "goal")]
    confidence: Option<String>,
    /// What there is to say of the goal
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        requires = "goal"
    )]
    note: Option<String>,
    /// A milestone that is reached; may be repeated
    #[arg(long, value_name = "MILESTONE", requires = "goal")]
    done: Vec<String>,
    /// Looked at, nothing new
    #[arg(long, requires = "goal")]
    unchanged: bool,
    /// What comes next
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    plan: Option<String>,
    /// What is in the way; may be repeated
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    blocker: Vec<String>,
    /// What went well; may be repeated
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    win: Vec<String>,
    /// Also what is not due yet
    #[arg(long, conflicts_with_all = ["goal", "from"])]
    all: bool,
    /// Go through a team's goals in a meeting: one file for each owner
    #[arg(long, value_name = "TEAM", conflicts_with_all = ["goal", "from"])]
    team: Option<String>,
    /// Go through another person's goals, as that person
    #[arg(long, value_name = "PERSON", conflicts_with_all = ["goal", "from"])]
    owner: Option<String>,
    /// Show what would be written, write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    commit: CommitArgs,
}

/// A check-in that is ready to be written.
struct Prepared {
    checkin: CheckIn,
    path: String,
    text: String,
    /// One a update, in the same order.
    drafts: Vec<Draft>,
    /// Whether its folder holds too many check-ins to be looked through for one more.
    crowded: bool,
}

/// Reports.
pub fn run(args: &CheckinArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    if args.goal.is_none() && args.from.is_none() {
        if prompt::may_ask(context) {
            return walk::run(args, context);
        }
        return Err(what_to_report(context));
    }
    let store = context.store()?;
    let said = Said::new(args, context)?;
    let by = person::writer(said.by.as_deref(), store.root(), store.settings(), context)?;
    let lookup = Lookup::new(&store, args.cycle.as_deref(), said.date, context)?;
    let drafts = said.drafts(&lookup)?;
    let prepared = prepare(&store, &said, &by, drafts, context)?;
    let echo = echo::changes(&store, &prepared, context.today);
    let repository = args
        .commit
        .repository(store.root())?
        .filter(|_| !args.dry_run);
    if !args.dry_run {
        create(&store, &prepared)?;
    }
    tell(&echo, &prepared, output, args.dry_run, context)?;
    commit(repository, &prepared)
}

/// Writes the files of check-ins, all or none.
fn create(store: &Store, prepared: &[Prepared]) -> Result<(), Failure> {
    let files = prepared.iter();
    let files: Vec<_> = files.map(|p| (p.path.clone(), p.text.clone())).collect();
    write::create_all(store.root(), &files)?;
    stamp::remember(store, prepared);
    Ok(())
}

/// Says what changed, or in a dry run what would.
fn tell(
    changes: &[ValueChange],
    prepared: &[Prepared],
    output: Output,
    dry_run: bool,
    context: &Context,
) -> Result<(), Failure> {
    let mut text = echo::text(changes, output, context.theme);
    if dry_run && output == Output::Text {
        for file in prepared {
            text.push_str(&format!("\nwould write {}:\n{}", file.path, file.text));
        }
    }
    print(&text).map_err(|failure| {
        let paths: Vec<_> = prepared.iter().map(|p| p.path.as_str()).collect();
        failure.help(format!("it is saved all the same: {}", paths.join(", ")))
    })
}

/// Commits the files where that was asked for.
fn commit(repository: Option<Repository>, prepared: &[Prepared]) -> Result<(), Failure> {
    let Some(git) = repository else {
        return Ok(());
    };
    let paths: Vec<_> = prepared.iter().map(|p| p.path.clone()).collect();
    git.commit(&paths, &message(prepared))
}

/// What a check-in's commit says: who, and of which goals.
fn message(prepared: &[Prepared]) -> String {
    let people: BTreeSet<&str> = prepared.iter().map(|p| p.checkin.by.as_str()).collect();
    let by = list(&Vec::from_iter(people));
    let goals = prepared
        .iter()
        .flat_map(|p| &p.drafts)
        .map(|d| d.goal.name());
    let goals: Vec<_> = goals.collect();
    match goals.as_slice() {
        few if few.len() <= 3 => format!("Check in as {by}: {}", few.join(", ")),
        many => format!("Check in as {by}: {}", count(many.len(), "goal")),
    }
}

/// Nothing was named: says how, and what waits.
fn what_to_report(context: &Context) -> Failure {
    let failure = Failure::usage("say what to report: a goal and its value");
    let due = super::home::due(context).unwrap_or_default();
    let forms = "such as `okr checkin retention 74.5`, `okr checkin retention=74.5@7/10 nps=41` or \
                 `okr checkin --from updates.csv`";
    if due.is_empty() {
        return failure.help(forms);
    }
    failure.help(format!("{forms}\n  due: {}", due.join(", ")))
}

/// One check-in for each of the workspace's cycles that the drafts belong to.
fn prepare(
    store: &Store,
    said: &Said,
    by: &Name,
    drafts: Vec<Draft>,
    context: &Context,
) -> Result<Vec<Prepared>, Failure> {
    let settings = store.settings();
    let home = |date| settings.cycle_on(date);
    let mut by_cycle: BTreeMap<CycleId, Vec<Draft>> = BTreeMap::new();
    for draft in drafts {
        by_cycle.entry(home(draft.date)).or_default().push(draft);
    }
    let main = said
        .date
        .map(home)
        .filter(|cycle| by_cycle.contains_key(cycle));
    let main = main.or_else(|| by_cycle.keys().next_back().copied());
    let mut prepared = Vec::new();
    for (cycle, drafts) in by_cycle {
        desk::refuse_closed(store, cycle)?;
        let newest = drafts.iter().map(|d| d.date).max().unwrap_or(context.today);
        let date = said.date.filter(|&d| home(d) == cycle).unwrap_or(newest);
        let checkin = CheckIn {
            cycle,
            file: String::new(),
            date,
            by: by.clone(),
            plan: said.plan.clone().filter(|_| Some(cycle) == main),
            blockers: if Some(cycle) == main {
                said.blockers.clone()
            } else {
                Vec::new()
            },
            wins: if Some(cycle) == main {
                said.wins.clone()
            } else {
                Vec::new()
            },
            updates: drafts.iter().map(|d| d.update(cycle, date)).collect(),
        };
        prepared.push(name(store, checkin, drafts, context)?);
    }
    Ok(prepared)
}

/// A check-in is at most this many bytes, so that every reader takes it.
pub(in crate::cli) const LARGEST: usize = 1024 * 1024;

/// Composes the file and names it.
fn name(
    store: &Store,
    mut checkin: CheckIn,
    drafts: Vec<Draft>,
    context: &Context,
) -> Result<Prepared, Failure> {
    let text = compose::checkin(&checkin);
    let (stamp, crowded) = stamp::free(store, &checkin, context);
    if text.len() > LARGEST {
        return Err(Failure::usage("the check-in is larger than 1 MiB")
            .help("report less at once, or shorten the notes: nothing was written"));
    }
    checkin.file = compose::checkin_file_name(stamp, &checkin.by, &text);
    let path = path_of(store, &checkin, &text)?;
    Ok(Prepared {
        checkin,
        path,
        text,
        drafts,
        crowded,
    })
}

/// Where a check-in's file belongs, whose `text` is read back as any reader would.
///
/// # Errors
/// It does not read well.
pub(in crate::cli) fn path_of(
    store: &Store,
    checkin: &CheckIn,
    text: &str,
) -> Result<String, Failure> {
    let path = paths::of(&Document::CheckIn(checkin.cycle, checkin.file.clone()));
    let findings = store.check_text(&path, text);
    match findings.is_empty() {
        true => Ok(path),
        false => Err(Failure::invalid(findings)),
    }
}

impl Draft {
    /// The update as the file of a check-in holds it.
    fn update(&self, home: CycleId, date: NaiveDate) -> Update {
        let goal: Option<GoalRef> = self.goal.id().map(|id| id.relative_to(home));
        Update {
            goal,
            kpi: self.goal.kpi().map(|kpi| kpi.id.clone()),
            date: (self.date != date).then_some(self.date),
            value: self.value,
            done: self.done.clone(),
            confidence: self.confidence,
            note: self.note.clone(),
            blocker: self.blocker.clone(),
            unchanged: self.unchanged,
        }
    }
}

/// A date that a check-in may speak of.
fn past_date(text: &str, context: &Context) -> Result<NaiveDate, Failure> {
    let date = args::date::date(text, context.today)?;
    args::date::not_future(date, context.today)?;
    Ok(date)
}
