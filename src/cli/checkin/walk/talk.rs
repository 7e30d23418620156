//! Asks, and understands what is typed.

use super::finish::End;
use super::reply::{Enter, Shape, Typed};
use super::resume::local;
use super::state::{Answer, Ask, Part, Reply, Step};
use super::{Trip, in_words, people};
use crate::cli::context::say;
use crate::cli::exit::Failure;
use crate::cli::prompt::Prompt;
use crate::method::DueGoal;
use crate::model::Quantity;
use crate::render::card::{self, Around};
use crate::render::numbers::two;
use crate::render::text::{clean, count};

const HELP: &str = "  Enter   it stands where it stood
  74.5    the new value as you would write it: 1,000  $210k  2.5M  40%
  +1.2    so much more than before
  =       nothing new, but more to say: confidence, note, blocker
  done x  the milestone x is reached; `done` alone: the last one, or 100 %
  s       skip: nothing is said of this goal
  b       back to the question before
  q       leave; what you said is kept for the next time, or written";

const HELP_WORDS: &str = "  Enter leaves it out, or keeps what you said; - takes that back
  s goes on to the next goal, b back to the question before, q leaves";

impl Trip<'_, '_> {
    /// Asks until everything is written, or left for the next time.
    pub(super) fn talk(&mut self, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
        self.greet(prompt);
        let mut shown = None;
        loop {
            let step = self.walk.at;
            if step == Step::Summary {
                match self.finish(prompt, false)? {
                    End::Back => self.go_back(prompt),
                    End::Over => return Ok(()),
                }
                shown = None;
                continue;
            }
            let goal = match step {
                Step::Goal(part, stop, _) => Some((part, stop)),
                Step::Plan(_) | Step::Wins(_) | Step::Summary => None,
            };
            if let Some((part, stop)) = goal.filter(|_| goal != shown) {
                self.show(part, stop, prompt);
            }
            shown = goal;
            match Typed::new(prompt.read(&self.question(step))?) {
                Typed::Help => prompt.tell(match step {
                    Step::Goal(_, _, Ask::Value) => HELP,
                    Step::Goal(..) | Step::Plan(_) | Step::Wins(_) | Step::Summary => HELP_WORDS,
                }),
                Typed::Back => self.go_back(prompt),
                Typed::Leave => match self.finish(prompt, true)? {
                    End::Back => shown = None,
                    End::Over => return Ok(()),
                },
                Typed::Skip => self.skip(step),
                Typed::Enter => self.enter(step, prompt),
                Typed::Text(text) => {
                    if let Err(failure) = self.hear(step, &text, prompt) {
                        prompt.refuse(&typed_here(failure));
                    }
                }
            }
        }
    }

    fn greet(&self, prompt: &Prompt<'_>) {
        let stops = self.walk.parts.iter().flat_map(|part| &part.stops);
        let all = stops.filter(|stop| stop.asked).count();
        if all == 0 {
            return;
        }
        let due = match (self.scope.all(), all) {
            (true, _) => "",
            (false, 1) => " is due",
            (false, _) => " are due",
        };
        prompt.tell(&format!(
            "{}: {}{due}. Enter: it stands where it stood. Or type the new value; s skips, b goes \
             back, ? helps, q leaves.",
            people(&self.walk.parts),
            count(all, "goal"),
        ));
    }

    /// The card of a goal; before a person's first one, whose turn it is.
    fn show(&self, part: usize, stop: usize, prompt: &Prompt<'_>) {
        let item = &self.items[part][stop];
        let theme = self.context.error_theme;
        if self.walk.parts.len() > 1 && stop == 0 {
            let Part { by, stops, .. } = &self.walk.parts[part];
            let asked = stops.iter().filter(|stop| stop.asked).count();
            let line = theme.pick("──", "--");
            prompt.tell(&format!("\n{line} {by}: {} {line}", count(asked, "goal")));
        }
        let (place, all) = self.walk.place(part, stop);
        let words = self.words(item);
        let quotes: Vec<_> = words.iter().map(|words| words.quote()).collect();
        let mut around = Around {
            place: &format!("{place} of {all}"),
            objective: "",
            quotes: &quotes,
            today: self.day(),
        };
        let text = match &item.due.goal {
            DueGoal::KeyResult(state) => {
                let objective = self.evaluator.workspace().objective(&state.id);
                let title = objective.map(|o| &o.terms_on(self.evaluator.day()).title);
                around.objective = title.map_or("", String::as_str);
                card::key_result(state, &around, theme)
            }
            DueGoal::Kpi(state) => card::kpi(state, &around, theme),
            DueGoal::Review(..) => String::new(),
        };
        say(&text);
    }

    fn question(&self, step: Step) -> String {
        let said = |text: Option<&str>, without: &str| match text {
            Some(text) => format!("Enter: {}, as you said; - takes it back", clean(text)),
            None => format!("Enter: {without}"),
        };
        match step {
            Step::Goal(part, stop, ask) => {
                let shape = &self.items[part][stop].shape;
                let answer = self.walk.stop(part, stop).answer.as_ref();
                let words = |pick: fn(&Answer) -> Option<&str>| answer.and_then(pick);
                match ask {
                    Ask::Value => value_question(shape, answer),
                    Ask::Confidence => {
                        let before = self.confidence_before(part, stop);
                        let hint = said(words(|a| a.confidence.as_deref()), "no word on it");
                        format!("How likely is it to get there? (such as 7/10{before}; {hint})")
                    }
                    Ask::Note => {
                        let hint = said(words(|a| a.note.as_deref()), "nothing");
                        format!("What is there to say? ({hint})")
                    }
                    Ask::Blocker => {
                        let hint = said(words(|a| a.blocker.as_deref()), "nothing");
                        format!("What is in the way? ({hint})")
                    }
                }
            }
            Step::Plan(part) => {
                let Part { by, plan, .. } = &self.walk.parts[part];
                let last = self.last_plan(by).map(|(day, plan)| {
                    format!("\nThe plan of {day} was: {}\n", clean(plan.trim()))
                });
                let hint = said(plan.as_deref(), "no plan");
                let last = last.unwrap_or_else(|| "\n".to_owned());
                format!("{last}What comes next{}? ({hint})", self.of(part))
            }
            Step::Wins(part) => match self.walk.parts[part].wins.as_slice() {
                [] => format!("What went well{}? (Enter: nothing to tell)", self.of(part)),
                some => {
                    let some: Vec<_> = some.iter().map(|win| clean(win)).collect();
                    let all = some.join("; ");
                    format!(
                        "What else went well? (so far: {all}; Enter: that is all; - takes them back)"
                    )
                }
            },
            Step::Summary => String::new(),
        }
    }

    /// Whose answer it is, where several people are asked.
    fn of(&self, part: usize) -> String {
        match self.walk.parts.len() {
            1 => String::new(),
            _ => format!(", {}", self.walk.parts[part].by),
        }
    }

    fn confidence_before(&self, part: usize, stop: usize) -> String {
        let latest = match &self.items[part][stop].due.goal {
            DueGoal::KeyResult(state) => state.confidence.latest,
            DueGoal::Kpi(_) | DueGoal::Review(..) => None,
        };
        latest.map_or_else(String::new, |latest| format!("; it was {}", two(latest)))
    }

    fn go_back(&mut self, prompt: &Prompt<'_>) {
        if !self.walk.back() {
            prompt.tell("  this is the first one");
        }
    }

    fn skip(&mut self, step: Step) {
        match step {
            Step::Goal(part, stop, Ask::Value) => {
                let day = self.day();
                *self.walk.answer(part, stop) = Some(Answer::new(Reply::Skipped, day));
                self.walk.next_goal();
            }
            Step::Goal(..) => self.walk.next_goal(),
            Step::Plan(_) | Step::Wins(_) | Step::Summary => self.walk.next(),
        }
        self.keep();
    }

    fn enter(&mut self, step: Step, prompt: &Prompt<'_>) {
        if let Step::Goal(part, stop, Ask::Value) = step {
            let known = self.walk.stop(part, stop).answer.as_ref();
            if !known.is_some_and(Answer::says_something) {
                let Enter::Confirms(reply, _) = self.items[part][stop].shape.enter() else {
                    prompt.tell("  there is no value yet to keep: type one, or s to skip");
                    return;
                };
                let answer = Answer {
                    more: false,
                    ..Answer::new(reply, self.day())
                };
                if let Err(failure) = self.settle(part, stop, answer) {
                    prompt.refuse(&typed_here(failure));
                    return;
                }
            }
        }
        self.walk.next();
        self.keep();
    }

    /// Takes what was typed, where it fits.
    fn hear(&mut self, step: Step, text: &str, prompt: &Prompt<'_>) -> Result<(), Failure> {
        let words = (text != "-").then(|| text.to_owned());
        match step {
            Step::Goal(part, stop, Ask::Value) => self.hear_value(part, stop, text, prompt)?,
            Step::Goal(part, stop, ask) => {
                let Some(mut answer) = self.walk.stop(part, stop).answer.clone() else {
                    return Ok(());
                };
                match ask {
                    Ask::Confidence => answer.confidence = words,
                    Ask::Note => answer.note = words,
                    Ask::Blocker | Ask::Value => answer.blocker = words,
                }
                self.settle(part, stop, answer)?;
            }
            Step::Plan(part) => self.walk.parts[part].plan = words,
            Step::Wins(part) => {
                let wins = &mut self.walk.parts[part].wins;
                match words {
                    Some(win) => wins.push(win),
                    None => wins.clear(),
                }
                // There may be more than one.
                self.keep();
                return Ok(());
            }
            Step::Summary => {}
        }
        self.walk.next();
        self.keep();
        Ok(())
    }

    fn hear_value(
        &mut self,
        part: usize,
        stop: usize,
        text: &str,
        prompt: &Prompt<'_>,
    ) -> Result<(), Failure> {
        let shape = &self.items[part][stop].shape;
        let (value, confidence) = match text.split_once('@') {
            Some((value, confidence)) => (value.trim(), Some(confidence.trim().to_owned())),
            None => (text, None),
        };
        let reply = match (value, shape.enter()) {
            ("=" | "", Enter::Confirms(reply, _)) => reply,
            ("=" | "", Enter::Nothing) => {
                return Err(
                    Failure::usage("there is no value yet to keep").help("type one, or s to skip")
                );
            }
            (value, _) => shape.read(value)?,
        };
        let known = self.walk.stop(part, stop).answer.clone();
        let known = known.filter(Answer::says_something);
        let known = known.unwrap_or_else(|| Answer::new(reply.clone(), self.day()));
        let answer = Answer {
            reply,
            day: self.day(),
            more: true,
            confidence: confidence.or(known.confidence),
            ..known
        };
        let value = self.settle(part, stop, answer)?;
        let shape = &self.items[part][stop].shape;
        if let Some(value) = value.map(Quantity::get) {
            let arrow = self.context.error_theme.pick("→", "->");
            prompt.tell(&format!("  {}", shape.change(value, arrow)));
        }
        Ok(())
    }

    /// Puts an answer in its place where it passes the rules of the scripted form, together with what
    /// the same person said before. Returns the value that was understood.
    fn settle(
        &mut self,
        part: usize,
        stop: usize,
        answer: Answer,
    ) -> Result<Option<Quantity>, Failure> {
        let mut together = self.walk.parts[part].clone();
        together.stops[stop].answer = Some(answer.clone());
        let goal = &together.stops[stop].goal;
        let drafts = self.said(&together).drafts(&self.lookup)?;
        let name = local(goal);
        let own = drafts.iter().find(|draft| draft.goal.name() == name);
        let value = own.and_then(|draft| draft.value);
        *self.walk.answer(part, stop) = Some(answer);
        Ok(value)
    }
}

fn value_question(shape: &Shape, answer: Option<&Answer>) -> String {
    let question = shape.question();
    let said = answer.filter(|answer| answer.says_something());
    let hint = match (said, shape.enter()) {
        (Some(said), _) => format!("Enter: {}, as you said", in_words(said)),
        (None, Enter::Confirms(_, words)) => format!("Enter: {words}"),
        (None, Enter::Nothing) => "s skips it".to_owned(),
    };
    format!("{question} ({hint})")
}

/// A refusal in the words of the walk: nothing is typed with a flag here.
fn typed_here(mut failure: Failure) -> Failure {
    failure.help = failure.help.map(|help| help.replace("--done ", "done "));
    failure
}
