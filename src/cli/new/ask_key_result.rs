//! The questions of a key result.

use super::follow::{Hold, Refused};
use super::key_result::KeyResultArgs;
use super::values::{self, milestone, worded};
use super::world::World;
use crate::cli::args::{self, person};
use crate::cli::exit::Failure;
use crate::cli::prompt::{Prompt, Question};
use crate::model::{CycleId, Invalid, Name};

/// Asks for what is missing.
pub(super) fn ask(
    args: &mut KeyResultArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    let bare = !args.is_measured();
    if worded(args.objective.as_ref()).is_none() {
        parent(args, world, prompt)?;
    }
    let cycle = args.parent(world)?.id.cycle;
    if bare {
        title(args, world, prompt)?;
    } else if args.kpi.is_none() && worded(args.title.as_ref()).is_none() {
        how_we_know(args, prompt)?;
    }
    if args.kpi.is_some() {
        aim_of_kpi(args, world, cycle, prompt)?;
    } else if bare {
        measure(args, world, prompt)?;
    }
    if bare {
        name_and_owner(args, world, prompt)?;
    }
    Ok(())
}

fn parent(
    args: &mut KeyResultArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    let objectives = world.workspace.cycles.get(&world.cycle);
    let ids = objectives
        .into_iter()
        .flat_map(|folder| folder.objectives.keys());
    let ids: Vec<_> = ids.map(ToString::to_string).collect();
    if ids.is_empty() {
        return Err(
            Failure::not_found(format!("{} has no objectives yet", world.cycle))
                .help("write one first: okr new objective"),
        );
    }
    let hint = ids.iter().take(8).map(String::as_str).collect::<Vec<_>>();
    let hint = hint.join(", ");
    let question = Question {
        text: "Which objective is it for?",
        hint: &hint,
        default: ids.first().filter(|_| ids.len() == 1).map(String::as_str),
        without: "a key result belongs to an objective",
        required: true,
    };
    let known = args.clone();
    args.objective = prompt.ask(question, |text| {
        let mut asked = known.clone();
        asked.objective = Some(text.to_owned());
        asked.parent(world).map(|_| ())
    })?;
    Ok(())
}

/// What will be different, and whether a KPI tells.
fn title(
    args: &mut KeyResultArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    if !world.workspace.kpis.is_empty() {
        let hint = format!("{}; Enter: it has a measure of its own", world.some_kpis());
        let question = Question {
            text: "Which KPI will tell?",
            hint: &hint,
            ..Question::default()
        };
        args.kpi = prompt.ask(question, |kpi| world.kpi(kpi).map(|_| ()))?;
    }
    if args.kpi.is_none() && worded(args.title.as_ref()).is_none() {
        how_we_know(args, prompt)?;
    }
    Ok(())
}

fn how_we_know(args: &mut KeyResultArgs, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
    let question = Question {
        text: "How will we know?",
        hint: "what will be different, such as: App rating",
        without: "a key result says how we will know: it needs a title",
        required: true,
        ..Question::default()
    };
    args.title = prompt.ask(question, |_| Ok(()))?;
    Ok(())
}

/// How far a KPI should go; one that is there already is held.
fn aim_of_kpi(
    args: &mut KeyResultArgs,
    world: &World<'_>,
    cycle: CycleId,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    let unit = world
        .kpi(args.kpi.as_deref().unwrap_or_default())?
        .unit
        .clone();
    let in_unit = |text: &str| Ok(values::target(text, unit.as_deref()).map(|_| ())?);
    loop {
        match args.followed(world, cycle) {
            Ok(_) => return Ok(()),
            Err(Refused::Failed(failure)) => return Err(failure),
            Err(Refused::NoTarget(failure)) => {
                prompt.tell(&failure.message);
                args.target = target(prompt, in_unit)?;
            }
            Err(Refused::Already(hold)) => already(args, hold, in_unit, prompt)?,
        }
    }
}

fn already(
    args: &mut KeyResultArgs,
    hold: Hold,
    in_unit: impl Fn(&str) -> Result<(), Failure>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    prompt.tell(&hold.message);
    if !prompt.yes(&format!("Hold it there ({} {})?", hold.flag, hold.bound))? {
        args.target = target(prompt, in_unit)?;
        return Ok(());
    }
    args.target = None;
    let bound = match hold.flag {
        "--at-most" => &mut args.at_most,
        _ => &mut args.at_least,
    };
    *bound = Some(hold.bound);
    args.give_up_posts();
    Ok(())
}

fn target(
    prompt: &mut Prompt<'_>,
    fits: impl Fn(&str) -> Result<(), Failure>,
) -> Result<Option<String>, Failure> {
    let question = Question {
        text: "How far should it go?",
        hint: "a number, or a change such as +20%",
        without: "without a target nobody can tell when it is reached",
        required: true,
        ..Question::default()
    };
    prompt.ask(question, fits)
}

/// How it is measured where no KPI tells.
fn measure(
    args: &mut KeyResultArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    let known = ["metric", "hold", "project", "rollup"];
    let question = Question {
        text: "How is it measured?",
        hint: "metric: a number that should move; hold: one that should stay; project: milestones; \
               rollup: the mean of the objectives that support it",
        default: Some("metric"),
        without: "what is not measured is an opinion",
        required: true,
    };
    let kind = prompt.ask(question, |text| {
        Ok(values::word(text, "measure", &known, |word| word).map(|_| ())?)
    })?;
    match kind.as_deref() {
        Some("project") => project(args, world, prompt),
        Some("rollup") => {
            args.rollup = true;
            Ok(())
        }
        Some("hold") => {
            unit(args, prompt)?;
            bounds(args, prompt)
        }
        Some(_) | None => {
            unit(args, prompt)?;
            metric(args, prompt)
        }
    }
}

fn unit(args: &mut KeyResultArgs, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
    if args.unit.is_none() {
        let question = Question {
            text: "In which unit?",
            hint: "such as %, $ or stars; Enter: none",
            ..Question::default()
        };
        args.unit = prompt.ask(question, |_| Ok(()))?;
    }
    Ok(())
}

fn metric(args: &mut KeyResultArgs, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
    let of = args.unit.clone();
    if args.from.is_none() {
        let question = Question {
            text: "Where does it stand now?",
            hint: "Enter: not known yet",
            without: "unknown: the first reading becomes the baseline",
            ..Question::default()
        };
        let check = |text: &str| Ok(values::quantity(text, of.as_deref()).map(|_| ())?);
        args.from = prompt.ask(question, check)?;
    }
    let known = args.clone();
    args.target = target(prompt, |text| known.reaches(text))?;
    Ok(())
}

fn bounds(args: &mut KeyResultArgs, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
    let of = args.unit.clone();
    let low = Question {
        text: "At or above what?",
        hint: "Enter: no lower bound",
        ..Question::default()
    };
    let check = |text: &str| Ok(values::quantity(text, of.as_deref()).map(|_| ())?);
    args.at_least = prompt.ask(low, check)?;
    let high = Question {
        text: "At or below what?",
        hint: "Enter: no upper bound",
        without: "to hold something it takes a bound",
        required: args.at_least.is_none(),
        ..Question::default()
    };
    let high = Question {
        without: if high.required { high.without } else { "" },
        ..high
    };
    let low = args.at_least.clone();
    args.at_most = prompt.ask(high, |text| {
        Ok(values::band(low.as_deref(), Some(text), of.as_deref()).map(|_| ())?)
    })?;
    Ok(())
}

fn project(
    args: &mut KeyResultArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    let today = world.context.today;
    loop {
        let first = args.milestone.is_empty();
        let question = Question {
            text: if first {
                "What is its first milestone?"
            } else {
                "And the next one?"
            },
            hint: "such as: Template agreed, or with weight and day: Rollout=2@2026-09-30",
            without: if first {
                "without milestones it is reported as percent complete"
            } else {
                ""
            },
            ..Question::default()
        };
        match prompt.ask(question, |text| Ok(milestone(text, 1, today).map(|_| ())?))? {
            Some(step) => args.milestone.push(step),
            None => break,
        }
    }
    args.effort = args.milestone.is_empty();
    let due = Question {
        text: "When should it be complete?",
        hint: "such as 2026-09-30",
        without: "without a day nobody notices that it is late",
        ..Question::default()
    };
    args.due = prompt.ask(due, |text| Ok(args::date::date(text, today).map(|_| ())?))?;
    Ok(())
}

fn name_and_owner(
    args: &mut KeyResultArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    if args.owner.is_none() {
        let owner = args.parent(world)?.terms.owner.clone();
        let hint = owner.map(|name| format!("Enter: {name}, as of the objective"));
        let without = if hint.is_none() {
            "what everyone owns nobody looks after"
        } else {
            ""
        };
        let question = Question {
            text: "Who owns it?",
            hint: hint.as_deref().unwrap_or_default(),
            without,
            ..Question::default()
        };
        args.owner = prompt.ask(question, |name| Ok(person::handle(name).map(|_| ())?))?;
    }
    if args.key.is_some() {
        return Ok(());
    }
    let default = args.default_key(world).map(|name| name.to_string());
    let taken: Vec<Name> = args
        .parent(world)?
        .key_results
        .iter()
        .map(|kr| kr.key.clone())
        .collect();
    let question = Question {
        text: "What is it called for short?",
        hint: "for the command line",
        default: default.as_deref(),
        without: "it needs a name of a-z, 0-9 and -",
        required: true,
    };
    args.key = prompt.ask(question, |text| {
        let name = Name::new(text)?;
        if taken.contains(&name) {
            return Err(Invalid::new(format!("`{name}` is taken in this objective"))
                .help("choose another name")
                .into());
        }
        Ok(())
    })?;
    Ok(())
}
