//! `okr` alone: my goals and what is due; elsewhere how to begin.

use super::charts::read_followed;
use super::context::{Context, print, say};
use super::exit::{Code, Failure};
use super::look_back::{read_back, running};
use super::reading::{Reading, WhenArgs};
use super::{Format, cycle, person, status};
use crate::method::{Due, DueGoal, Evaluator};
use crate::model::{CycleId, Name};
use std::collections::BTreeMap;

const BEGIN: &str =
    "okr keeps objectives, key results and KPIs in plain TOML files that git merges.

  okr demo                       see the whole job on a copy of an example
  okr init --example acme try    an example of your own to play with, in the folder try
  okr init                       a workspace here

`okr --help` lists the commands.
";

/// Who I am, and the cycle of today.
fn today(context: &Context) -> Result<(Reading, Name), Failure> {
    let when = WhenArgs {
        cycle: None,
        as_of: None,
    };
    let mut reading = Reading::new(&when, context)?;
    let me = person::reader(reading.store.settings(), context)?;
    let day = reading.day;
    running(&mut reading);
    read_back(&mut reading, |kpi| kpi.owner_on(day) == Some(&me));
    Ok((reading, me))
}

/// What of mine waits for a check-in.
pub fn due(context: &Context) -> Result<Vec<String>, Failure> {
    let (reading, me) = today(context)?;
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let due = evaluator.due(reading.cycle, &me);
    Ok(due.iter().map(|d| d.goal.id(reading.cycle)).collect())
}

/// Shows my goals.
pub fn run(context: &Context) -> Result<(), Failure> {
    context.format(&[Format::Table])?;
    if context.global.dir.is_none() && context.root().is_err() {
        say(BEGIN);
        return Err(Failure::new(Code::Usage, "usage", ""));
    }
    let (mut reading, me) = today(context)?;
    let (cycle, day) = (reading.cycle, reading.day);
    read_followed(&mut reading, cycle, day);
    let evaluator = Evaluator::new(&reading.workspace, day);
    let mut text = status::mine(&reading, &evaluator, &me, context);
    let due = evaluator.due(reading.cycle, &me);
    if due.is_empty() {
        text.push_str(&format!(
            "\nnothing of {me}'s is due; `okr status` shows everyone's\n"
        ));
    } else {
        text.push_str(&format!("\n{}\n", waiting(&due, reading.cycle)));
    }
    text.push_str(&cycle::reminders(
        &reading.store,
        reading.day,
        context.today,
        context.theme,
    ));
    print(&text)?;
    drop(evaluator);
    reading.finish()
}

/// `3 due, 1 of them of 2026-Q2: okr checkin`. Goals of other cycles are not among those shown above.
fn waiting(due: &[Due<'_>], shown: CycleId) -> String {
    let cycle = |due: &Due<'_>| match &due.goal {
        DueGoal::KeyResult(state) => Some(state.id.cycle),
        DueGoal::Kpi(_) | DueGoal::Review(..) => None,
    };
    let mut others: BTreeMap<CycleId, usize> = BTreeMap::new();
    for other in due.iter().filter_map(cycle).filter(|&c| c != shown) {
        *others.entry(other).or_default() += 1;
    }
    let others = others.iter().map(|(c, n)| format!(", {n} of them of {c}"));
    format!(
        "{} due{}: okr checkin",
        due.len(),
        others.collect::<String>()
    )
}
