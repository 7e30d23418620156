//! The questions of a KPI.

use super::ask_objective::owner;
use super::kpi::{KpiArgs, aggregate, direction, frequency};
use super::values::{kpi_value, worded};
use super::world::World;
use crate::cli::exit::Failure;
use crate::cli::prompt::{Prompt, Question};
use crate::model::{CycleId, Direction, Invalid, KpiTarget};

/// Asks for what is missing, where nothing but the name is given, if that.
pub(super) fn ask(
    args: &mut KpiArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    let bare = args.is_bare();
    if worded(args.name.as_ref()).is_none() {
        let question = Question {
            text: "What do we watch?",
            hint: "such as: Client retention rate",
            without: "a KPI needs a name that people know it by",
            required: true,
            ..Question::default()
        };
        let known: &KpiArgs = args;
        args.name = prompt.ask(question, |name| known.free_id(world, name).map(|_| ()))?;
    }
    if !bare {
        return Ok(());
    }
    measured(args, prompt)?;
    read(args, world, prompt)?;
    targets(args, world, prompt)
}

/// Unit, direction, what a number of readings amounts to.
fn measured(args: &mut KpiArgs, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
    let unit = Question {
        text: "In which unit?",
        hint: "such as %, $ or clients; Enter: none",
        ..Question::default()
    };
    args.unit = prompt.ask(unit, |_| Ok(()))?;
    let way = Question {
        text: "Which way is better?",
        hint: "increase, decrease or maintain",
        default: Some("increase"),
        ..Question::default()
    };
    args.direction = prompt.ask(way, |text| Ok(direction(text).map(|_| ())?))?;
    let made = Question {
        text: "What is a cycle's value, of several readings?",
        hint: "last, sum, mean, min or max",
        default: Some("last"),
        ..Question::default()
    };
    args.aggregate = prompt.ask(made, |text| Ok(aggregate(text).map(|_| ())?))?;
    let measure = Question {
        text: "How is it computed?",
        hint: "Enter: left open",
        without: "without a definition two people read two numbers",
        ..Question::default()
    };
    args.measure = prompt.ask(measure, |_| Ok(()))?;
    Ok(())
}

/// Who reads it, where and how often.
fn read(args: &mut KpiArgs, world: &World<'_>, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
    let source = Question {
        text: "Where do its readings come from?",
        hint: "Enter: left open",
        without: "without a source nobody else can read it",
        ..Question::default()
    };
    args.source = prompt.ask(source, |_| Ok(()))?;
    let often = Question {
        text: "How often is it read?",
        hint: "daily, weekly, fortnightly, monthly, quarterly or yearly",
        default: Some("monthly"),
        without: "without a frequency a missing reading is never noticed",
        ..Question::default()
    };
    args.frequency = prompt.ask(often, |text| Ok(frequency(text).map(|_| ())?))?;
    args.owner = owner("Who owns it?", world, prompt)?;
    Ok(())
}

/// The targets of the year and of the cycle.
fn targets(args: &mut KpiArgs, world: &World<'_>, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
    let year = world.workspace.calendar().year_of(world.cycle);
    let band = args.direction.as_deref() == Some(Direction::Maintain.word());
    let mut cycles: Vec<CycleId> = vec![year, world.cycle];
    cycles.dedup();
    let unit = args.unit.clone();
    for cycle in cycles {
        let text = format!("What should it be in {cycle}?");
        let question = Question {
            text: &text,
            hint: if band {
                "a band, such as 4..5; Enter: no target"
            } else {
                "Enter: no target"
            },
            without: "without a target it is watched, not judged",
            ..Question::default()
        };
        let check = |text: &str| match kpi_value(text, unit.as_deref())? {
            KpiTarget::Value(_) if band => Err(Invalid::new("a number is no band")
                .help("write two bounds: 4..5")
                .into()),
            KpiTarget::Band(_) if !band => Err(Invalid::new("a band is no number")
                .help("write one number, such as 75")
                .into()),
            KpiTarget::Value(_) | KpiTarget::Band(_) => Ok(()),
        };
        if let Some(value) = prompt.ask(question, check)? {
            args.target.push(format!("{cycle}={value}"));
        }
    }
    Ok(())
}
