//! Why a rollover is refused, in words.

use crate::cli::exit::Failure;
use crate::method::carry::{CarryError, Left, LeftReason, StackError};
use crate::model::{GoalId, Measure, Workspace};
use crate::render::text::{clean, list};
use crate::render::{Theme, carry, goal};

pub(super) fn refusal(error: CarryError, workspace: &Workspace) -> Failure {
    match error {
        CarryError::Partial { kpis, until } => {
            let kpis: Vec<_> = kpis.iter().map(ToString::to_string).collect();
            let is = if kpis.len() == 1 {
                "is a total that is"
            } else {
                "are totals that are"
            };
            let message = format!("{} {is} not final before {until} is over", list(&kpis));
            Failure::conflict(message).help("run it again after that day, or add --provisional")
        }
        CarryError::Contradicts {
            kpi,
            standing,
            asked,
            cycle,
        } => {
            let stands = workspace.kpis.get(&kpi);
            let stands = stands.map(|k| goal::kpi_target(standing, k, Theme::PLAIN));
            let stands = stands.unwrap_or_default();
            let message = format!("{kpi} already has the target {stands} for {cycle}, not {asked}");
            Failure::conflict(message).help(format!("change it with okr amend, or in {kpi}.toml"))
        }
        CarryError::NotCarried(name) => Failure::not_found(format!("{name} is not carried"))
            .help("--target names a KPI that is followed, or a key result that follows one"),
        CarryError::NotANumber(kpi) => Failure::usage(format!(
            "{kpi} is kept in a band: a number is no target for it"
        )),
        CarryError::NothingOf { name, left } => nothing_of(&name, &left, workspace),
        CarryError::Stack(error) => no_stack(error),
    }
}

/// Why an objective does not take goals in.
fn no_stack(error: StackError) -> Failure {
    match error {
        StackError::Untitled(id) => {
            let message = format!("--title is missing: there is no objective {id} yet");
            Failure::usage(message)
                .help("such as --title \"Build long-lasting client relationships\"")
        }
        StackError::Taken { id, title, asked } => {
            let message = format!(
                "{id} would be two objectives: \"{}\", which is there, and \"{}\"",
                clean(&title),
                clean(&asked)
            );
            Failure::conflict(message).help(
                "give the new one another name with --into; without --title the goals are added to the \
                 one that is there",
            )
        }
        StackError::Dropped(id, on) => Failure::conflict(format!("{id} was dropped on {on}"))
            .help(format!("`okr drop {id} --undo` takes it up again")),
        StackError::Measured(id, kpi) => Failure::conflict(format!(
            "{id} is measured itself, by {kpi}: it has no key results"
        ))
        .help("carry into another objective"),
        StackError::OfMany(ids) => {
            let message = format!("these are goals of {} objectives", ids.len());
            let some: Vec<_> = ids.iter().take(5).map(GoalId::local).collect();
            Failure::usage(message).help(format!(
                "say which of them --into takes together: okr carry GOAL … --into …; there are: {}{}",
                some.join(", "),
                if ids.len() > some.len() { ", …" } else { "" }
            ))
        }
        StackError::OneKpiTwice { kpi, goals } => {
            let [one, other] = goals.map(|goal| goal.local());
            let message =
                format!("{one} and {other} both follow {kpi}: one objective needs it once");
            Failure::usage(message).help(format!("leave one out: --except {other}"))
        }
    }
}

/// What was named stays behind: which goals, and why.
fn nothing_of(name: &str, left: &[Left], workspace: &Workspace) -> Failure {
    let failure = match left {
        [] => Failure::not_found(format!(
            "nothing of {name} is carried: no key result follows a KPI"
        )),
        [only] => Failure::not_found(format!(
            "{} is not carried: {}",
            only.id.local(),
            carry::why(only)
        )),
        several => {
            let why = |left: &Left| format!("\n  {}  {}", left.id.local(), carry::why(left));
            let all: String = several.iter().map(why).collect();
            Failure::not_found(format!("nothing of {name} is carried:{all}"))
        }
    };
    match left.iter().find_map(|left| way_out(left, workspace)) {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// How a goal that stays behind can go on all the same.
fn way_out(left: &Left, workspace: &Workspace) -> Option<String> {
    let is_rollup = || {
        let found = workspace.key_result(&left.id);
        found.is_some_and(|(_, kr)| kr.terms.measure == Measure::Rollup)
    };
    match (left.reason, left.open) {
        (LeftReason::Effort, None) => None,
        (LeftReason::NoKpi, _) if is_rollup() => {
            Some("a rollup goes along with the goals that support it: name those too".to_owned())
        }
        (LeftReason::Effort | LeftReason::NoKpi, _) => {
            Some("--unfinished takes along what is not complete".to_owned())
        }
        (LeftReason::Dropped, _) => {
            Some(format!("`okr drop {} --undo` takes it up again", left.id))
        }
        (LeftReason::Retired, _) => {
            let kpi = left.kpi.as_ref()?;
            Some(format!(
                "`okr kpi retire {kpi} --undo` takes its KPI up again"
            ))
        }
    }
}
