//! The first days of a cycle: what is reported may still be meant for the one before.
//!
//! Within `grace_days` of a cycle's start, where neither a cycle nor a day is said:
//! - a goal that only the last cycle has is reported there, dated to its last day;
//! - a goal of both is asked for, or `--cycle` is; where the last cycle is closed the new one is meant;
//! - a KPI has no cycle: its reading is today's.

use super::goal::{Found, Goal, Lookup};
use crate::cli::args;
use crate::cli::context::say;
use crate::cli::desk::refuse_closed;
use crate::cli::exit::{Code, Failure};
use crate::cli::prompt::{Prompt, Question, may_ask};
use crate::model::CycleId;
use std::io;

impl Lookup<'_> {
    /// The goal that `text` names, of the new cycle (where `now` was found) or of the one `before`.
    pub(super) fn of_either(
        &self,
        text: &str,
        now: Result<Goal, Failure>,
        before: CycleId,
    ) -> Result<Found, Failure> {
        let old = self.find_in(text, before);
        match (now, old) {
            (Ok(now), Ok(old)) if now.id().is_some() && old.id().is_some() => {
                // A goal of the year around both is one and the same.
                if now.id() == old.id() || self.is_closed(before)? {
                    return Ok(self.found(now));
                }
                match self.which_cycle(text, before)? == before {
                    true => self.late(old),
                    false => Ok(self.found(now)),
                }
            }
            // A part of a name that fits only a KPI now meant the key result that followed it.
            (Ok(now), Ok(old)) if old.id().is_some() => match self.is_closed(before)? {
                true => Ok(self.found(now)),
                false => self.late(old),
            },
            (Err(_), Ok(old)) if old.id().is_some() => self.late(old),
            // Why the old one does not fit tells more than that there is no new one.
            (Err(now), Err(old)) if now.kind == "not-found" && old.kind != "not-found" => Err(old),
            (now, _) => now.map(|goal| self.found(goal)),
        }
    }

    /// A goal of a cycle that has ended, and a word on the day that it is dated to.
    fn late(&self, goal: Goal) -> Result<Found, Failure> {
        let found = self.found(goal);
        if let Some(id) = found.goal.id() {
            refuse_closed(self.store, id.cycle)?;
            let name = id.local();
            say(&format!(
                "{name} is a goal of {}: dated {}\n",
                id.cycle, found.date
            ));
        }
        Ok(found)
    }

    fn is_closed(&self, cycle: CycleId) -> Result<bool, Failure> {
        let closed = self.store.read_closed(cycle).map_err(Failure::invalid)?;
        Ok(closed.is_some())
    }

    /// Asks which cycle is meant.
    ///
    /// # Errors
    /// Nobody is there to be asked: names the flag.
    fn which_cycle(&self, text: &str, before: CycleId) -> Result<CycleId, Failure> {
        let now = self.cycle;
        if !may_ask(self.context) {
            let both = format!("`{text}` is a goal of {before} and of {now}");
            let failure = Failure::new(Code::NotFound, "ambiguous", both);
            return Err(failure.help(format!("say which: --cycle {before} or --cycle {now}")));
        }
        let settings = self.store.settings();
        let end = settings.calendar.end(before);
        let meant = |answer: &str| {
            let cycle = args::cycle::cycle(answer, self.context.today, settings)?;
            match cycle == before || cycle == now {
                true => Ok(cycle),
                false => Err(Failure::usage(format!("answer {before} or {now}"))),
            }
        };
        let question = Question {
            text: &format!(
                "`{text}` is a goal of {before}, which ended on {end}, and of {now}: which is meant?"
            ),
            hint: &format!("{before} or {now}"),
            required: true,
            without: &format!("answer {before} or {now}"),
            ..Question::default()
        };
        let mut input = io::stdin().lock();
        let answer = Prompt::new(&mut input, self.context)
            .ask(question, |answer| meant(answer).map(drop))?;
        meant(&answer.unwrap_or_default())
    }
}
