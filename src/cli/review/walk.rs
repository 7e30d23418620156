//! `okr review` on a terminal: one objective after another, each written as soon as it is complete.

use super::said::NOTHING;
use super::{
    ReviewArgs, Target, due_cycle, is_missed_promise, no_objective, nothing_due, prepare,
    refuse_early, said,
};
use crate::cli::args::goals::{GoalLike, Wanted};
use crate::cli::change;
use crate::cli::context::{Context, print, say};
use crate::cli::desk::refuse_closed;
use crate::cli::exit::Failure;
use crate::cli::person;
use crate::cli::prompt::{Prompt, Question};
use crate::cli::reading::{Reading, WhenArgs};
use crate::cli::show::{around, read_whole};
use crate::method::{Evaluator, ObjectiveState};
use crate::model::{CycleId, GoalId, Name, Objective, Review};
use crate::render::numbers::{figure, score};
use crate::render::show;
use crate::render::text::{clean, count};
use crate::store::load::{Depth, Store};
use std::sync::Arc;

/// Goes through objectives and writes what is said of each.
pub(super) fn run(args: &ReviewArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store()?;
    let me = person::writer(args.by.as_deref(), store.root(), store.settings(), context)?;
    // A commit that cannot be made is refused before anybody has typed anything.
    args.write.commit().repository(store.root())?;
    let Some(cycle) = cycle(args, &store, context)? else {
        return print(&format!("{}\n", nothing_due().message));
    };
    let when = WhenArgs {
        cycle: Some(cycle),
        as_of: None,
    };
    let mut reading = Reading::to(Depth::Full, &when, context)?;
    let cycles = cycles(args, &mut reading)?;
    let named = named(args, &reading, context)?;
    if !reading.findings.is_empty() {
        let failure = Failure::partial(reading.findings.clone());
        say(&failure.text(false, context.error_theme));
    }
    let team = args.team.as_deref();
    let team = team.map(|team| reading.team(team));
    let team = team.transpose()?;
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let scope = Scope { named, team, me };
    let all = cycles
        .iter()
        .flat_map(|&cycle| evaluator.cycle(cycle).objectives);
    let all: Vec<_> = all.collect();
    let stops: Vec<_> = all.iter().filter(|state| scope.holds(state)).collect();
    if stops.is_empty() {
        return nothing(&scope, &all, &reading, context);
    }
    let mut input = std::io::stdin().lock();
    let mut prompt = Prompt::new(&mut input, context);
    let whose = scope.team.as_deref().unwrap_or(scope.me.as_str());
    if scope.named.is_none() {
        let number = count(stops.len(), "objective");
        prompt.tell(&format!(
            "{whose}: {number} of {} to look back on",
            reading.cycle
        ));
    }
    let mut written = 0;
    for (index, state) in stops.iter().enumerate() {
        let page = page(&evaluator, &reading, state, context);
        say(&format!("\n{page}\n"));
        let counted = format!("{} of {}", index + 1, stops.len());
        let answer = ask(&mut prompt, state, &counted);
        match answer.map_err(|failure| kept(failure, written))? {
            Answer::Quit => return Ok(()),
            Answer::Skip => {}
            Answer::Review(review) => {
                write(&review, state.objective, args, context)?;
                written += usize::from(!args.write.dry_run());
            }
        }
    }
    Ok(())
}

/// The answers ended, or could not be read; the reviews before this one are complete.
fn kept(failure: Failure, written: usize) -> Failure {
    match written {
        0 => failure,
        1 => failure.help("the review before this one is written, this one is not"),
        more => failure.help(format!(
            "the {more} reviews before this one are written, this one is not"
        )),
    }
}

/// The cycle to begin with: as named, that of the goal, else that which is due.
fn cycle(args: &ReviewArgs, store: &Store, context: &Context) -> Result<Option<String>, Failure> {
    if args.cycle.is_some() {
        return Ok(args.cycle.clone());
    }
    let cycle = match &args.goal {
        Some(goal) => Some(Target::new(goal, args, store, context)?.cycle),
        None => due_cycle(store, context, false)?,
    };
    Ok(cycle.map(|cycle| cycle.to_string()))
}

/// Whose objectives, and which of them.
struct Scope {
    named: Option<GoalId>,
    team: Option<String>,
    me: Name,
}

impl Scope {
    fn holds(&self, state: &ObjectiveState<'_>) -> bool {
        let id = &state.objective.id;
        match &self.named {
            Some(named) => id == named,
            None => !state.dropped && state.review.is_none() && self.owns(state),
        }
    }

    fn owns(&self, state: &ObjectiveState<'_>) -> bool {
        match &self.team {
            Some(team) => state.objective.id.objective.is_in(team),
            None => state.terms.owner.as_ref() == Some(&self.me),
        }
    }
}

/// The cycle, and those around it that end with it and are open; all are read with their words.
fn cycles(args: &ReviewArgs, reading: &mut Reading) -> Result<Vec<CycleId>, Failure> {
    let calendar = reading.store.settings().calendar;
    refuse_closed(&reading.store, reading.cycle)?;
    let mut cycles = vec![reading.cycle];
    if args.cycle.is_none() {
        let end = calendar.end(reading.cycle);
        let mut beside = reading.store.cycle_folders();
        beside.retain(|&other| other != reading.cycle && calendar.end(other) == end);
        beside.retain(|&other| matches!(reading.store.read_closed(other), Ok(None)));
        cycles.extend(beside);
    }
    for &cycle in &cycles {
        read_whole(reading, cycle);
    }
    Ok(cycles)
}

/// The objective that was named.
fn named(
    args: &ReviewArgs,
    reading: &Reading,
    context: &Context,
) -> Result<Option<GoalId>, Failure> {
    let Some(goal) = &args.goal else {
        return Ok(None);
    };
    let id = match reading.goal(goal, Wanted::GOALS)? {
        GoalLike::Objective(id) => id,
        other => return Err(no_objective(&other)),
    };
    refuse_closed(&reading.store, id.cycle)?;
    let target = Target::new(goal, args, &reading.store, context)?;
    refuse_early(&id, target.named, &reading.store, context)?;
    Ok(Some(id))
}

/// Says why there is nothing to ask, and what is left of others.
fn nothing(
    scope: &Scope,
    all: &[Arc<ObjectiveState<'_>>],
    reading: &Reading,
    context: &Context,
) -> Result<(), Failure> {
    let cycle = reading.cycle;
    let open = |state: &&Arc<ObjectiveState<'_>>| !state.dropped && state.review.is_none();
    let whose = match &scope.team {
        Some(team) => format!("{team}/"),
        None => format!("{}'s", scope.me),
    };
    let mut text = format!("nothing of {whose} is left to review in {cycle}\n");
    let here = reading.store.settings().cycle_on(context.today);
    for state in all.iter().filter(open) {
        let owner = state.terms.owner.as_ref();
        let owner = owner.map_or("nobody's".to_owned(), |owner| format!("{owner}'s"));
        let id = state.objective.id.relative_to(here);
        text.push_str(&format!("  {owner}: okr review {id}\n"));
    }
    print(&clean_each(&text))
}

fn clean_each(text: &str) -> String {
    text.lines()
        .map(|line| format!("{}\n", clean(line)))
        .collect()
}

/// What there is to see before one answers.
fn page<'w>(
    evaluator: &Evaluator<'w>,
    reading: &Reading,
    state: &ObjectiveState<'w>,
    context: &Context,
) -> String {
    let id = &state.objective.id;
    let mut around = around(evaluator, reading, id.cycle, |log| {
        log.about_goal(id.clone())
    });
    around.course = evaluator.objective_course(state);
    let theme = context.error_theme;
    show::review(state, &around, theme).draw(theme)
}

/// What was answered.
enum Answer {
    Review(Review),
    Skip,
    Quit,
}

fn ask(
    prompt: &mut Prompt<'_>,
    state: &ObjectiveState<'_>,
    counted: &str,
) -> Result<Answer, Failure> {
    let stands = state.objective.review.clone().unwrap_or(NOTHING);
    let value = score(state.score, "not computed");
    let text = format!("{counted}  How well did it go? The score is {value}");
    let standing = stands.grade.map(figure);
    let question = Question {
        text: &text,
        hint: "your own grade from 0 to 1; s skips this one, q ends",
        default: standing.as_deref(),
        without: "without a grade the score stands alone",
        ..Question::default()
    };
    let is_word = |answer: &str| ["s", "skip", "q", "quit"].contains(&answer);
    let answer = prompt.ask(question, |answer| match is_word(answer) {
        true => Ok(()),
        false => Ok(said::grade(answer).map(|_| ())?),
    })?;
    let grade = match answer.as_deref() {
        Some("q" | "quit") => return Ok(Answer::Quit),
        Some("s" | "skip") => return Ok(Answer::Skip),
        Some(grade) => Some(said::grade(grade)?),
        None => None,
    };
    let missed = is_missed_promise(state);
    let review = Review {
        grade,
        worked: words(prompt, "What worked?", &stands.worked, None)?,
        did_not_work: words(
            prompt,
            "What did not work?",
            &stands.did_not_work,
            missed.then_some("it was committed and missed: a promise that is not kept asks why"),
        )?,
        learned: words(
            prompt,
            "What did we learn, for the next one?",
            &stands.learned,
            None,
        )?,
        ..stands
    };
    let texts = [&review.worked, &review.did_not_work, &review.learned];
    if review.grade.is_none() && texts.into_iter().all(Option::is_none) {
        prompt.tell("  nothing was said, so nothing was written");
        return Ok(Answer::Skip);
    }
    Ok(Answer::Review(review))
}

/// Asks for words; where there is a reason, until there are some.
fn words(
    prompt: &mut Prompt<'_>,
    text: &str,
    stands: &Option<String>,
    required: Option<&str>,
) -> Result<Option<String>, Failure> {
    let question = Question {
        text,
        default: stands.as_deref(),
        without: required.unwrap_or_default(),
        required: required.is_some(),
        ..Question::default()
    };
    prompt.ask(question, |_| Ok(()))
}

/// Writes the review into the objective as it stands by now. What somebody else has said meanwhile is
/// not written over.
fn write(
    review: &Review,
    objective: &Objective,
    args: &ReviewArgs,
    context: &Context,
) -> Result<(), Failure> {
    let id = &objective.id;
    let target = Target {
        goal: id.to_string(),
        cycle: id.cycle,
        named: true,
    };
    let after = |before: Option<&Review>| match before == objective.review.as_ref() {
        true => Ok(review.clone()),
        false => Err(meanwhile(id, before)),
    };
    change::write(&args.write, context, &|store: &Store| {
        prepare(&target, &after, args, store, context)
    })
}

fn meanwhile(id: &GoalId, now: Option<&Review>) -> Failure {
    let by = now.and_then(|review| review.by.as_ref());
    let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
    Failure::conflict(format!(
        "the review of {id} was changed{by} meanwhile: yours was not written"
    ))
    .help(format!("okr review {id} shows theirs and asks again"))
}
