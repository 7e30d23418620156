//! The questions of an objective.

use super::learned::learned;
use super::objective::{ObjectiveArgs, ambition};
use super::values::worded;
use super::world::World;
use crate::cli::args::person;
use crate::cli::desk::refuse_closed;
use crate::cli::exit::Failure;
use crate::cli::person::writer;
use crate::cli::prompt::{Prompt, Question};
use crate::model::Name;

/// Asks for what is missing, where nothing but the title is given, if that.
pub(super) fn ask(
    args: &mut ObjectiveArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    refuse_closed(&world.store, world.cycle)?;
    let bare = args.is_bare();
    if worded(args.title.as_ref()).is_none() {
        let question = Question {
            text: "What do we want to accomplish?",
            hint: "in words that one remembers, such as: Create wildly loyal customers",
            without: "an objective is what everyone should remember: it needs a title",
            required: true,
            ..Question::default()
        };
        let known: &ObjectiveArgs = args;
        args.title = prompt.ask(question, |title| known.name(title).map(|_| ()))?;
    }
    if !bare {
        return Ok(());
    }
    place(args, world, prompt)?;
    reasons(args, world, prompt)
}

/// Whose it is, and who answers for it.
fn place(
    args: &mut ObjectiveArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    let teams = world.teams().join(", ");
    let hint = match teams.as_str() {
        "" => "such as customer-success; Enter for the company".to_owned(),
        teams => format!("{teams} or a new one; Enter for the company"),
    };
    let question = Question {
        text: "Whose is it: which team?",
        hint: &hint,
        ..Question::default()
    };
    let name = Name::new("x")?;
    args.team = prompt.ask(question, |team| world.placed(Some(team), &name).map(|_| ()))?;
    another_name(args, world, prompt)?;
    let team = args.team.as_deref();
    let team = team.map(|team| team.trim().trim_matches('/'));
    for line in learned(world, team) {
        prompt.tell(&line);
    }
    args.told = true;
    args.owner = owner("Who owns it?", world, prompt)?;
    Ok(())
}

/// Asks for another name where the one made from the title is taken.
fn another_name(
    args: &mut ObjectiveArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    let Err(taken) = args.is_free(world) else {
        return Ok(());
    };
    prompt.tell(&taken.message);
    let question = Question {
        text: "What shall it be called instead, for short?",
        hint: "such as loyal-customers",
        without: "it needs a name of its own",
        required: true,
        ..Question::default()
    };
    let known = args.clone();
    args.id = prompt.ask(question, |name| {
        let mut asked = known.clone();
        asked.id = Some(name.to_owned());
        asked.is_free(world)
    })?;
    Ok(())
}

/// Who owns it: I do, if nobody else.
pub(super) fn owner(
    text: &str,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<Option<String>, Failure> {
    let store = &world.store;
    let me = writer(None, store.root(), store.settings(), world.context).ok();
    let me = me.map(|name| name.to_string());
    let question = Question {
        text,
        hint: "one person; - for nobody yet",
        default: me.as_deref(),
        without: "what everyone owns nobody looks after",
        ..Question::default()
    };
    prompt.ask(question, |name| Ok(person::handle(name).map(|_| ())?))
}

/// Why, what it serves, how it is judged, what it costs.
fn reasons(
    args: &mut ObjectiveArgs,
    world: &World<'_>,
    prompt: &mut Prompt<'_>,
) -> Result<(), Failure> {
    let why = Question {
        text: "Why does it matter now?",
        hint: "Enter: left open",
        without: "without a why nobody can tell when it is no longer worth it",
        ..Question::default()
    };
    args.why = prompt.ask(why, |_| Ok(()))?;
    if world.workspace.objectives().next().is_some() {
        let supports = Question {
            text: "Which goal above does it support?",
            hint: "any part of its name; Enter: none",
            without: "a goal that supports nothing competes with those that do",
            ..Question::default()
        };
        args.supports = prompt.ask(supports, |goal| world.supported(goal).map(|_| ()))?;
    }
    let judged = Question {
        text: "Is it a stretch, a promise or something to find out?",
        hint: "aspirational, committed or learning",
        default: Some("aspirational"),
        ..Question::default()
    };
    args.ambition = prompt.ask(judged, |text| Ok(ambition(text).map(|_| ())?))?;
    if !world.workspace.kpis.is_empty() {
        let hint = format!("{}; Enter: none", world.some_kpis());
        let guardrail = Question {
            text: "Which KPI must not suffer meanwhile?",
            hint: &hint,
            without: "a goal alone is easily reached at something else's cost",
            ..Question::default()
        };
        let kpi = prompt.ask(guardrail, |kpi| world.kpi(kpi).map(|_| ()))?;
        args.guardrail.extend(kpi);
    }
    let stop = Question {
        text: "What will we stop doing for it?",
        hint: "kept as a comment in the file; Enter: nothing",
        without: "without it, it comes on top of everything else",
        ..Question::default()
    };
    args.stop = prompt.ask(stop, |_| Ok(()))?;
    Ok(())
}
