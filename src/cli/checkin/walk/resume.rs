//! What an earlier walk was told and did not write: offered, and joined to what is asked today.

use super::kept::{Kept, KeptAnswer};
use super::scope::Item;
use super::state::{Answer, Part, Reply, Step, Stop, Walk};
use super::{Trip, in_words};
use crate::cli::exit::{Code, Failure};
use crate::cli::prompt::Prompt;
use crate::model::{GoalRef, Name};

impl Trip<'_, '_> {
    /// Offers the answers that were kept. Those that do not hold any more are shown and left out.
    pub(super) fn resume(&mut self, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
        let Some(text) = self.answers.read()? else {
            return Ok(());
        };
        let path = self.answers.path();
        let kept = Kept::read(&text).map_err(|error| {
            Failure::new(Code::Invalid, "invalid", format!("{path}: {error}"))
                .help("it holds the answers of an earlier check-in: mend it or move it away")
        })?;
        let root = self.reading.store.root();
        let written = |path: &String| root.join(path).is_file();
        if !kept.writing.is_empty() && kept.writing.iter().all(written) {
            prompt.tell(&format!(
                "your last check-in was cut short after it was written: {}",
                kept.writing.join(", ")
            ));
            return Ok(self.answers.discard()?);
        }
        let said = each(&kept);
        if said.is_empty() {
            return Ok(self.answers.discard()?);
        }
        prompt.tell(&format!("Kept since {}, not written yet:", kept.day.0));
        for (who, answer) in said {
            let whose = match who {
                who if who == self.scope.me.as_str() => String::new(),
                who => format!("{who}: "),
            };
            prompt.tell(&format!("  {whose}{answer}"));
        }
        let question = "Continue where you left off? No throws these answers away.";
        if !prompt.yes(question)? {
            return Ok(self.answers.discard()?);
        }
        self.join(kept, prompt)
    }

    fn join(&mut self, kept: Kept, prompt: &Prompt<'_>) -> Result<(), Failure> {
        let within = kept.within;
        for part in kept.people {
            let by = part.name()?;
            for answer in part.answers {
                if let Err(mut why) = self.take(&by, &answer) {
                    why.message = format!("left out {}: {}", local(&answer.goal), why.message);
                    prompt.refuse(&why);
                }
            }
            let place = self.part(&by);
            self.walk.parts[place].plan = part.plan;
            self.walk.parts[place].wins = part.wins;
        }
        let Walk {
            ask_plan, ask_wins, ..
        } = self.walk;
        let parts = std::mem::take(&mut self.walk.parts);
        self.walk = Walk::new(parts, ask_plan, ask_wins);
        // Whoever was interrupted at a note is asked for it again.
        let within = within.and_then(|within| Some((self.find(&within.goal)?, within.asks)));
        if let Some(((part, stop), asks)) = within {
            let answer = self.walk.stop(part, stop).answer.as_ref();
            if answer.is_some_and(|answer| answer.more) {
                self.walk.at = Step::Goal(part, stop, asks);
            }
        }
        Ok(())
    }

    /// Takes one answer, where it still holds.
    fn take(&mut self, by: &Name, kept: &KeptAnswer) -> Result<(), Failure> {
        let goal = kept.goal.clone();
        let answer = kept.answer();
        let found = self.find(&goal);
        let item = found.map(|(part, stop)| &self.items[part][stop]);
        refuse_stale(&answer, item)?;
        if answer.says_something() {
            let mut alone = Part::new(by.clone());
            alone.stops.push(Stop {
                goal: goal.clone(),
                confident: false,
                asked: false,
                answer: Some(answer.clone()),
            });
            self.said(&alone).drafts(&self.lookup)?;
            match found {
                Some((part, stop)) => *self.walk.answer(part, stop) = Some(answer),
                None => {
                    let place = self.part(by);
                    self.walk.parts[place].stops.extend(alone.stops);
                }
            }
        }
        Ok(())
    }

    /// Where a person's part is; made where there is none.
    fn part(&mut self, by: &Name) -> usize {
        let parts = &mut self.walk.parts;
        if let Some(place) = parts.iter().position(|part| part.by == *by) {
            return place;
        }
        parts.push(Part::new(by.clone()));
        self.items.push(Vec::new());
        parts.len() - 1
    }

    /// The stop that asks about a goal.
    fn find(&self, goal: &str) -> Option<(usize, usize)> {
        let mut parts = self.walk.parts.iter().enumerate();
        parts.find_map(|(p, part)| {
            let mut stops = part.stops.iter();
            let stop = stops.position(|stop| stop.asked && stop.goal == goal)?;
            Some((p, stop))
        })
    }
}

/// A value that was confirmed is confirmed no more once somebody has reported another one.
fn refuse_stale(answer: &Answer, item: Option<&Item<'_>>) -> Result<(), Failure> {
    let (Reply::Kept(Some(kept)), Some(item)) = (&answer.reply, item) else {
        return Ok(());
    };
    match item.shape.last {
        Some(now) if now != *kept => Err(Failure::usage(format!(
            "it was confirmed at {}, and is {} by now",
            item.shape.text(*kept),
            item.shape.text(now)
        ))),
        Some(_) | None => Ok(()),
    }
}

/// Every answer in words, with whose it is.
fn each(kept: &Kept) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for part in &kept.people {
        let answers = part.answers.iter().map(|kept| (kept, kept.answer()));
        for (answer, said) in answers.filter(|(_, said)| said.says_something()) {
            let words = in_words(&said);
            lines.push((part.by.clone(), format!("{}  {words}", local(&answer.goal))));
        }
        let plan = part.plan.iter().map(|plan| format!("plan  {plan}"));
        let wins = part.wins.iter().map(|win| format!("win  {win}"));
        lines.extend(plan.chain(wins).map(|words| (part.by.clone(), words)));
    }
    lines
}

/// A goal's id as people know it.
pub(super) fn local(goal: &str) -> String {
    GoalRef::new(goal).map_or_else(
        |_| goal.to_owned(),
        |known| {
            GoalRef {
                cycle: None,
                ..known
            }
            .to_string()
        },
    )
}
