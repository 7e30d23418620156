//! `okr carry` on a terminal: one KPI after another with what its next target would ask, and at the end
//! everything once more. Nothing is written before that is agreed to.

mod finish;

use super::rollover::{Said, World};
use crate::cli::args::number;
use crate::cli::commit::Repository;
use crate::cli::context::say;
use crate::cli::exit::Failure;
use crate::cli::prompt::{Prompt, Question};
use crate::method::carry::{CarryError, CarryPlan, CarryRow, StackError};
use crate::model::{CycleId, Direction, GoalId, KpiId, slug};
use crate::render::carry::page::{Talked, page};
use crate::render::text::count;

const HELP: &str = "  Enter   the proposal
  78      a target of your own, as you would write it: 1,000  $210k  2.5M
  -       the proposal after all
  s       leaves it behind
  b       back to the one before
  q       ends here, with nothing written";

/// What was answered about the goals that are talked about together.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Answer {
    /// Nothing yet, or the proposal.
    Proposal,
    /// A target of its own.
    Target(f64),
    /// It stays behind.
    Left,
}

/// Goals that are talked about together, and what was said.
struct Stop {
    goals: Vec<GoalId>,
    answer: Answer,
}

/// Where the questions go from here.
enum Next {
    On,
    Back,
    Stay,
    End,
}

/// Everything that a walk looks at.
struct Trip<'a> {
    world: &'a World<'a>,
    /// The plan before anything was said.
    plan: CarryPlan,
    stops: Vec<Stop>,
    title: Option<String>,
}

/// Goes through what is carried, and writes it.
pub(super) fn run(world: &World<'_>, repository: Option<&Repository>) -> Result<(), Failure> {
    let mut input = std::io::stdin().lock();
    let mut prompt = Prompt::new(&mut input, world.context);
    let title = title(world, &mut prompt)?;
    let said = Said {
        title: title.clone(),
        ..Said::default()
    };
    let plan = world.plan(&said)?;
    let goals = |talk: Vec<&CarryRow>| talk.iter().map(|row| row.from.clone()).collect();
    let stops = plan.talks().into_iter().map(|talk| Stop {
        goals: goals(talk),
        answer: Answer::Proposal,
    });
    let mut trip = Trip {
        world,
        stops: stops.collect(),
        plan,
        title,
    };
    trip.talk(&mut prompt, repository)
}

/// Asks for the title of an objective that is to be made.
fn title(world: &World<'_>, prompt: &mut Prompt<'_>) -> Result<Option<String>, Failure> {
    match world.computed(&Said::default())? {
        Err(CarryError::Stack(StackError::Untitled(_))) => {}
        Ok(_) | Err(_) => return Ok(None),
    }
    let question = Question {
        text: "It is a new objective: what do we want to accomplish?",
        hint: "in words that one remembers, such as: Build long-lasting client relationships",
        without: "an objective is what everyone should remember: it needs a title",
        required: true,
        ..Question::default()
    };
    prompt.ask(question, |title| match slug(title) {
        Some(_) => Ok(()),
        None => Err(Failure::usage("that is no title")),
    })
}

impl Trip<'_> {
    fn talk(
        &mut self,
        prompt: &mut Prompt<'_>,
        repository: Option<&Repository>,
    ) -> Result<(), Failure> {
        self.greet(prompt);
        let mut at = 0;
        let mut shown = None;
        loop {
            let Some(stop) = self.stops.get(at) else {
                if self.finish(prompt, repository)? {
                    return Ok(());
                }
                at = at.saturating_sub(1);
                shown = None;
                continue;
            };
            if shown != Some(at) {
                self.show(at);
                shown = Some(at);
            }
            let answer = prompt.read(&self.question(stop))?;
            match self.hear(at, &answer, prompt) {
                Ok(Next::On) => at += 1,
                Ok(Next::Back) if at == 0 => prompt.tell("  this is the first one"),
                Ok(Next::Back) => at -= 1,
                Ok(Next::Stay) => {}
                Ok(Next::End) => {
                    prompt.tell("nothing was written");
                    return Ok(());
                }
                Err(failure) => prompt.refuse(&failure),
            }
        }
    }

    fn greet(&self, prompt: &Prompt<'_>) {
        if self.stops.is_empty() {
            return;
        }
        let arrow = self.world.context.error_theme.pick("→", "->");
        let (from, to) = (self.world.from, self.world.to);
        prompt.tell(&format!(
            "{from} {arrow} {to}: {}. Enter: the target as it is proposed. Or type another; s leaves \
             the KPI behind, b goes back, ? helps, q ends with nothing written.",
            count(self.stops.len(), "KPI"),
        ));
    }

    /// What is talked about at a stop, as `plan` has it.
    fn talked<'p>(&'p self, stop: &Stop, plan: &'p CarryPlan) -> Option<Talked<'p>> {
        let first = stop.goals.first()?;
        let row = plan.carried.iter().find(|row| row.from == *first)?;
        let kpi = self.world.workspace.kpis.get(row.kpi.as_ref()?)?;
        let step = row.step.as_ref()?;
        Some(Talked {
            plan,
            row,
            step,
            kpi,
        })
    }

    fn show(&self, at: usize) {
        let stop = &self.stops[at];
        let Some(talked) = self.talked(stop, &self.plan) else {
            return;
        };
        let objective = self
            .world
            .workspace
            .objective(&talked.row.from.objective_id());
        let title = objective.map_or("", |o| &o.terms_on(self.world.context.today).title);
        let carried = self.plan.carried.iter();
        let rows: Vec<_> = carried
            .filter(|row| stop.goals.contains(&row.from))
            .collect();
        let place = format!("{} of {}", at + 1, self.stops.len());
        let theme = self.world.context.error_theme;
        say(&page(&talked, &rows, (&place, title), theme));
    }

    fn question(&self, stop: &Stop) -> String {
        let to = self.world.to;
        let talked = self.talked(stop, &self.plan);
        let theme = self.world.context.error_theme;
        let enter = match (stop.answer, &talked) {
            (Answer::Target(target), Some(talked)) => {
                format!("{}, as you said; - the proposal", talked.text(target))
            }
            (Answer::Left, _) => "left behind, as you said; - the proposal".to_owned(),
            (Answer::Proposal, Some(talked)) => {
                talked.aim(theme).unwrap_or_else(|| "none".to_owned())
            }
            (Answer::Proposal | Answer::Target(_), None) => "as it is".to_owned(),
        };
        format!("Which target for {to}? (Enter: {enter})")
    }

    /// Takes what was typed at a stop.
    fn hear(&mut self, at: usize, text: &str, prompt: &Prompt<'_>) -> Result<Next, Failure> {
        match text.to_lowercase().as_str() {
            "" => {}
            "-" => self.stops[at].answer = Answer::Proposal,
            "s" | "skip" => {
                self.stops[at].answer = Answer::Left;
                prompt.tell("  stays behind");
            }
            "b" | "back" => return Ok(Next::Back),
            "q" | "quit" => return Ok(Next::End),
            "?" | "h" | "help" => {
                prompt.tell(HELP);
                return Ok(Next::Stay);
            }
            _ => {
                let said = self.take(at, text)?;
                prompt.tell(&format!("  {said}"));
            }
        }
        Ok(Next::On)
    }

    /// Takes a target where it passes the rules of `--target`; what it asks for, in words.
    fn take(&mut self, at: usize, text: &str) -> Result<String, Failure> {
        let stop = &self.stops[at];
        let Some(talked) = self.talked(stop, &self.plan) else {
            return Err(Failure::usage("there is no target to change here"));
        };
        let kpi = talked.kpi;
        if text.starts_with('+') {
            let failure = Failure::usage("a target is where to get, not how far");
            let aim = talked.aim(self.world.context.error_theme);
            return Err(match aim {
                Some(aim) => failure.help(format!("the proposal is {aim}")),
                None => failure,
            });
        }
        let target = number::number(text, kpi.unit.as_deref())?;
        if kpi.direction == Direction::Maintain {
            return Err(
                Failure::usage(format!("{} is kept in a band", kpi.id)).help(amend(
                    &kpi.id,
                    self.world.to,
                    "4..5",
                )),
            );
        }
        if talked.step.stands {
            let stands = talked.aim(self.world.context.error_theme);
            let message = format!(
                "{} has its target for {} already: {}",
                kpi.id,
                self.world.to,
                stands.unwrap_or_default()
            );
            let help = amend(&kpi.id, self.world.to, &target.to_string());
            return Err(Failure::conflict(message).help(help));
        }
        let before = std::mem::replace(&mut self.stops[at].answer, Answer::Target(target));
        let plan = match self.world.plan(&self.said(false)) {
            Ok(plan) => plan,
            Err(failure) => {
                self.stops[at].answer = before;
                return Err(failure);
            }
        };
        let talked = self.talked(&self.stops[at], &plan);
        Ok(talked.map_or_else(String::new, |talked| {
            talked.in_words(self.world.context.error_theme)
        }))
    }

    /// What was said so far; who stays behind only where it is all there is to say.
    fn said(&self, all: bool) -> Said {
        let mut said = Said {
            title: self.title.clone(),
            ..Said::default()
        };
        for stop in &self.stops {
            let goals = stop.goals.iter().cloned();
            match stop.answer {
                Answer::Target(target) => said.targets.extend(goals.map(|goal| (goal, target))),
                Answer::Left if all => said.left.extend(goals),
                Answer::Proposal | Answer::Left => {}
            }
        }
        said
    }
}

/// How a target that stands is changed.
fn amend(kpi: &KpiId, cycle: CycleId, target: &str) -> String {
    format!("what stands is amended: `okr amend {kpi} --target {cycle}={target} --reason …`")
}
