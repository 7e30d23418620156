//! A walk through goals: which question comes next, and what was answered. Knows no terminal and no
//! goal: each is a stop with a name.

use crate::model::Name;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is said of a goal.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reply {
    /// It stands where it stood: at this value, where it has one.
    Kept(Option<f64>),
    /// A new value, as the scripted form takes it.
    Value(String),
    /// Milestones that are reached.
    Done(Vec<String>),
    /// Nothing is said this time.
    Skipped,
}

/// The answers about one goal.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) reply: Reply,
    /// The day that it speaks of.
    pub(super) day: NaiveDate,
    /// Whether confidence, note and blocker are asked for.
    pub(super) more: bool,
    pub(super) confidence: Option<String>,
    pub(super) note: Option<String>,
    pub(super) blocker: Option<String>,
}

/// A goal that is asked about.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    /// The whole id, with its cycle.
    pub(super) goal: String,
    /// Whether a confidence belongs to it; not to a KPI.
    pub(super) confident: bool,
    /// Whether it is asked about. What was answered earlier and is not due any more is only kept.
    pub(super) asked: bool,
    pub(super) answer: Option<Answer>,
}

/// One person's part: a file of its own.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) by: Name,
    pub(super) stops: Vec<Stop>,
    pub(super) plan: Option<String>,
    pub(super) wins: Vec<String>,
}

/// What is asked of a goal, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Ask {
    Value,
    Confidence,
    Note,
    Blocker,
}

/// A question: part and stop by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Goal(usize, usize, Ask),
    Plan(usize),
    Wins(usize),
    /// Everything once more.
    Summary,
}

/// Where somebody is on the way.
#[derive(Debug, Clone)]
pub(super) struct Walk {
    pub(super) parts: Vec<Part>,
    /// Whether plans are asked for; not where one was given already.
    pub(super) ask_plan: bool,
    /// The same of wins.
    pub(super) ask_wins: bool,
    pub(super) at: Step,
}

impl Answer {
    pub(super) fn new(reply: Reply, day: NaiveDate) -> Self {
        Self {
            more: !matches!(reply, Reply::Kept(_) | Reply::Skipped),
            reply,
            day,
            confidence: None,
            note: None,
            blocker: None,
        }
    }

    pub(super) fn says_something(&self) -> bool {
        self.reply != Reply::Skipped
    }
}

impl Part {
    /// A person's part with nothing in it.
    pub(super) fn new(by: Name) -> Self {
        Self {
            by,
            stops: Vec::new(),
            plan: None,
            wins: Vec::new(),
        }
    }

    /// The goals of which something is said, with what it is.
    pub(super) fn said(&self) -> impl Iterator<Item = (&Stop, &Answer)> {
        let answered = self.stops.iter();
        let answered = answered.filter_map(|stop| Some((stop, stop.answer.as_ref()?)));
        answered.filter(|(_, answer)| answer.says_something())
    }
}

impl Walk {
    /// A walk that begins at the first goal without an answer.
    pub(super) fn new(parts: Vec<Part>, ask_plan: bool, ask_wins: bool) -> Self {
        let mut walk = Self {
            parts,
            ask_plan,
            ask_wins,
            at: Step::Summary,
        };
        let steps = walk.steps();
        let open = |step: &&Step| match **step {
            Step::Goal(part, stop, Ask::Value) => walk.parts[part].stops[stop].answer.is_none(),
            Step::Goal(..) => false,
            Step::Plan(_) | Step::Wins(_) | Step::Summary => true,
        };
        walk.at = steps.iter().find(open).copied().unwrap_or(Step::Summary);
        walk
    }

    /// Every question, as the answers so far have it.
    fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for (p, part) in self.parts.iter().enumerate() {
            let asked = part.stops.iter().enumerate().filter(|(_, stop)| stop.asked);
            for (s, stop) in asked {
                steps.push(Step::Goal(p, s, Ask::Value));
                if stop.answer.as_ref().is_some_and(|answer| answer.more) {
                    if stop.confident {
                        steps.push(Step::Goal(p, s, Ask::Confidence));
                    }
                    steps.push(Step::Goal(p, s, Ask::Note));
                    steps.push(Step::Goal(p, s, Ask::Blocker));
                }
            }
            // A plan goes with a check-in: without one there is no file to hold it.
            if part.said().next().is_some() {
                steps.extend(self.ask_plan.then_some(Step::Plan(p)));
                steps.extend(self.ask_wins.then_some(Step::Wins(p)));
            }
        }
        steps.push(Step::Summary);
        steps
    }

    /// Goes on to the next question.
    pub(super) fn next(&mut self) {
        let steps = self.steps();
        let at = steps.iter().position(|step| *step == self.at);
        let next = at.and_then(|at| steps.get(at + 1));
        self.at = next.copied().unwrap_or(Step::Summary);
    }

    /// Goes on to the next goal, whatever there is still to ask of this one.
    pub(super) fn next_goal(&mut self) {
        if let Step::Goal(part, stop, _) = self.at {
            let steps = self.steps();
            let of_this =
                |step: &&Step| matches!(step, Step::Goal(p, s, _) if (*p, *s) == (part, stop));
            let last = steps.iter().rfind(of_this).copied();
            self.at = last.unwrap_or(self.at);
        }
        self.next();
    }

    /// Goes back: within a goal to the question before, else to the value of the goal before. Whether
    /// there was anything before.
    pub(super) fn back(&mut self) -> bool {
        let steps = self.steps();
        let at = steps.iter().position(|step| *step == self.at);
        let before = &steps[..at.unwrap_or(steps.len())];
        let inside = matches!(self.at, Step::Goal(_, _, ask) if ask != Ask::Value);
        let value = |step: &&Step| !matches!(step, Step::Goal(_, _, ask) if *ask != Ask::Value);
        let to = if inside {
            before.last()
        } else {
            before.iter().rfind(value)
        };
        self.at = to.copied().unwrap_or(self.at);
        to.is_some()
    }

    /// The stop that a step is about.
    pub(super) fn stop(&self, part: usize, stop: usize) -> &Stop {
        &self.parts[part].stops[stop]
    }

    /// The answer about a goal, to be changed.
    pub(super) fn answer(&mut self, part: usize, stop: usize) -> &mut Option<Answer> {
        &mut self.parts[part].stops[stop].answer
    }

    /// On how many goals something is said.
    pub(super) fn said(&self) -> usize {
        self.parts.iter().map(|part| part.said().count()).sum()
    }

    /// Which goal of how many a stop is, over all parts, from 1.
    pub(super) fn place(&self, part: usize, stop: usize) -> (usize, usize) {
        let asked = |stops: &[Stop]| stops.iter().filter(|stop| stop.asked).count();
        let before: usize = self.parts[..part].iter().map(|p| asked(&p.stops)).sum();
        let all = self.parts.iter().map(|p| asked(&p.stops)).sum();
        (before + asked(&self.parts[part].stops[..=stop]), all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk() -> Walk {
        let stop = |goal: &str, confident| Stop {
            goal: goal.to_owned(),
            confident,
            asked: true,
            answer: None,
        };
        let part = |by: &str, stops| Part {
            stops,
            ..Part::new(Name::new(by).unwrap())
        };
        let parts = vec![
            part("maria", vec![stop("a", true), stop("kpis/b", false)]),
            part("tom", vec![stop("c", true)]),
        ];
        Walk::new(parts, true, true)
    }

    fn say(walk: &mut Walk, reply: Reply) {
        let Step::Goal(part, stop, Ask::Value) = walk.at else {
            panic!("{:?} asks for no value", walk.at)
        };
        let day = NaiveDate::default();
        *walk.answer(part, stop) = Some(Answer::new(reply, day));
        walk.next();
    }

    #[test]
    fn what_is_kept_is_one_question_a_goal() {
        let mut walk = walk();
        say(&mut walk, Reply::Kept(None));
        say(&mut walk, Reply::Kept(None));
        assert_eq!(walk.at, Step::Plan(0));
        walk.next();
        assert_eq!(walk.at, Step::Wins(0));
        walk.next();
        say(&mut walk, Reply::Skipped);
        assert_eq!(walk.at, Step::Summary, "nothing of tom's: no plan either");
        assert_eq!(walk.said(), 2);
    }

    #[test]
    fn a_new_value_asks_for_more_and_a_kpi_for_no_confidence() {
        let mut walk = walk();
        for asks in [
            &[Ask::Confidence, Ask::Note, Ask::Blocker][..],
            &[Ask::Note, Ask::Blocker],
        ] {
            say(&mut walk, Reply::Value("1".to_owned()));
            for ask in asks {
                assert!(matches!(walk.at, Step::Goal(0, _, at) if at == *ask));
                walk.next();
            }
        }
        assert_eq!(walk.at, Step::Plan(0));
    }

    #[test]
    fn back_goes_through_a_goal_and_then_from_goal_to_goal() {
        let mut walk = walk();
        assert!(!walk.back());
        say(&mut walk, Reply::Value("1".to_owned()));
        walk.next();
        assert!(walk.back());
        assert_eq!(walk.at, Step::Goal(0, 0, Ask::Confidence));
        walk.next_goal();
        assert_eq!(walk.at, Step::Goal(0, 1, Ask::Value));
        assert!(walk.back());
        assert_eq!(walk.at, Step::Goal(0, 0, Ask::Value));
        walk.at = Step::Summary;
        assert!(walk.back());
        assert_eq!(walk.at, Step::Goal(1, 0, Ask::Value));
        assert!(walk.back());
        assert_eq!(walk.at, Step::Wins(0));
    }
}
