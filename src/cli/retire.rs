//! `okr kpi retire`: gives a KPI up, with its reason, and takes it up again.

use super::args::goals::{GoalLike, Wanted};
use super::change::{self, Outcome, Prepared, Subject, WriteArgs, open_cycles};
use super::context::Context;
use super::exit::Failure;
use super::from_day::from_day;
use super::give_up::{GiveUp, GivenUp, Words};
use crate::model::{KpiId, Objective, Retired};
use crate::store::compose;
use crate::store::load::{Depth, Store};
use chrono::NaiveDate;
use clap::Args;

/// Give a KPI up, with a reason: views leave it out from that day on
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr kpi retire nps --reason \"too few answers\" --replaced-by csat\n  \
                   okr kpi retire nps --reason \"the survey was stopped\" --on 2026-08-20\n  \
                   okr kpi retire nps --undo",
    after_help = "--undo is for what was retired by mistake: views list the KPI again, with --as-of the days\n\
                  since it was retired as well. Git keeps what was shown before."
)]
pub struct RetireArgs {
    /// The KPI: any unique part of its id or name
    #[arg(value_name = "KPI")]
    kpi: String,
    /// Why it is given up
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Option<String>,
    /// The KPI that takes its place
    #[arg(long, value_name = "KPI")]
    replaced_by: Option<String>,
    /// The first day on which views leave it out [default: today]
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    on: Option<String>,
    /// Take it up again, as if it had never been retired
    #[arg(long, conflicts_with_all = ["reason", "replaced_by", "on"])]
    undo: bool,
    #[command(flatten)]
    write: WriteArgs,
}

/// Retires a KPI, or takes it up again.
pub fn run(args: &RetireArgs, context: &Context) -> Result<(), Failure> {
    let prepare = |store: &Store| prepare(args, store, context);
    change::write(&args.write, context, &prepare)
}

fn prepare(args: &RetireArgs, store: &Store, context: &Context) -> Result<Outcome, Failure> {
    let subject = Subject::find(store, &args.kpi, None, Wanted::KPIS, context)?;
    let id = kpi_id(&subject)?;
    let stands = subject.workspace.kpis.get(id);
    let stands = stands.and_then(|kpi| kpi.retired.as_ref());
    let stands = stands.map(|retired| GivenUp {
        on: retired.on,
        reason: retired.reason.as_deref(),
    });
    let words = Words {
        done: "retired",
        verb: "Retire",
        again: "is read",
        command: "okr kpi retire",
    };
    let given_up = GiveUp {
        subject: &subject,
        words,
        store,
        context,
    };
    let prepared = if args.undo {
        given_up.take_up(stands)?
    } else {
        given_up.refuse_twice(stands)?;
        give_up(args, &given_up, id)?
    };
    Ok(Outcome::Change(Box::new(prepared)))
}

fn give_up(args: &RetireArgs, given_up: &GiveUp<'_>, id: &KpiId) -> Result<Prepared, Failure> {
    let GiveUp {
        subject,
        store,
        context,
        ..
    } = given_up;
    let (why, such_as) = ("a KPI that is given up says why", "too few answers");
    let retired = Retired {
        reason: Some(change::reason(args.reason.as_deref(), why, such_as)?),
        replaced_by: replacement(args, id, store, context)?,
        on: match &args.on {
            Some(text) => from_day(text, subject, store, context)?,
            None => context.today,
        },
    };
    let by = retired.replaced_by.as_ref();
    let by = by.map(|by| format!(", replaced by {by}"));
    let new = GivenUp {
        on: retired.on,
        reason: retired.reason.as_deref(),
    };
    let value = compose::retired(&retired);
    let mut prepared = given_up.give_up(new, &value, &by.unwrap_or_default())?;
    prepared.echo.figure = None;
    prepared.notes = followers(id, store, context.today);
    Ok(prepared)
}

fn kpi_id(subject: &Subject) -> Result<&KpiId, Failure> {
    match &subject.goal {
        GoalLike::Kpi(id) => Ok(id),
        other @ (GoalLike::Objective(_) | GoalLike::KeyResult(_) | GoalLike::Team(_)) => {
            Err(Failure::usage(format!("{other} is not a KPI")))
        }
    }
}

fn replacement(
    args: &RetireArgs,
    id: &KpiId,
    store: &Store,
    context: &Context,
) -> Result<Option<KpiId>, Failure> {
    let Some(text) = &args.replaced_by else {
        return Ok(None);
    };
    let other = Subject::find(store, text, None, Wanted::KPIS, context)?;
    let other_id = kpi_id(&other)?;
    if other_id == id {
        return Err(Failure::usage(format!("{id} cannot take its own place")));
    }
    let gone = other.workspace.kpis.get(other_id);
    if let Some(gone) = gone.and_then(|kpi| kpi.retired.as_ref()) {
        let message = format!("{other_id} was retired itself on {}", gone.on);
        return Err(Failure::conflict(message).help("name a KPI that is still read"));
    }
    Ok(Some(other_id.clone()))
}

/// The live goals of open cycles that follow the KPI, as a note.
fn followers(id: &KpiId, store: &Store, today: NaiveDate) -> Vec<String> {
    let cycles = open_cycles(store, today).into_iter();
    let cycles: Vec<_> = cycles.map(|cycle| (cycle, Depth::Definitions)).collect();
    let loaded = store.read(&cycles);
    let former = loaded
        .workspace
        .kpis
        .get(id)
        .map(|kpi| kpi.formerly.clone());
    let former = former.unwrap_or_default();
    let known = |kpi: &KpiId| kpi == id || former.contains(kpi);
    let mut found: Vec<String> = Vec::new();
    let live = |objective: &&Objective| objective.dropped.is_none();
    for objective in loaded.workspace.objectives().filter(live) {
        let own = objective.terms.measure.as_ref();
        if own.is_some_and(|follow| known(&follow.kpi)) {
            found.push(objective.id.to_string());
        }
        let parts = objective
            .key_results
            .iter()
            .filter(|kr| kr.dropped.is_none());
        let parts = parts.filter(|kr| kr.terms.measure.follow().is_some_and(|f| known(&f.kpi)));
        found.extend(parts.map(|kr| objective.key_result_id(&kr.key).to_string()));
    }
    if found.is_empty() {
        return Vec::new();
    }
    let verb = if found.len() == 1 {
        "follows"
    } else {
        "follow"
    };
    vec![format!(
        "note: {} still {verb} it: amend or drop what no longer counts\n",
        crate::render::text::list(&found)
    )]
}
