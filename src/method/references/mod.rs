//! Errors that need more than one file: references to what is not there, alignment in a circle,
//! numbers that contradict a KPI, readings that replace each other.

mod checkins;
mod circle;
mod frozen;
mod goals;
mod known;
mod kpis;
mod numbers;
mod renames;
mod same_day;
mod weights;

pub use known::Unread;

use crate::model::{Document, Objective, Place, Step, Workspace};
use known::Known;

/// How bad an advice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AdviceLevel {
    /// Makes a number wrong.
    Error,
    /// Probably not what was meant.
    Warning,
}

/// One thing that is wrong with a workspace as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The rule that it breaks, such as `unknown-goal`.
    pub rule: &'static str,
    /// How bad it is.
    pub level: AdviceLevel,
    /// The value that is wrong.
    pub place: Place,
    /// Whether the key at `place` is meant rather than its value.
    pub on_key: bool,
    /// What is wrong, in a sentence.
    pub message: String,
    /// The next step, where there is one to name.
    pub help: Option<String>,
}

impl Advice {
    fn error(rule: &'static str, place: Place, message: String) -> Self {
        Self {
            rule,
            level: AdviceLevel::Error,
            place,
            on_key: false,
            message,
            help: None,
        }
    }

    fn warning(rule: &'static str, place: Place, message: String) -> Self {
        let level = AdviceLevel::Warning;
        Self {
            level,
            ..Self::error(rule, place, message)
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn on_key(mut self) -> Self {
        self.on_key = true;
        self
    }
}

/// Everything that is wrong between the files of a workspace of which all cycles were read with
/// their check-ins, in order of place. What names something in `unread` is given the benefit of the
/// doubt.
pub fn check_references(workspace: &Workspace, unread: &Unread) -> Vec<Advice> {
    let known = Known::new(workspace, unread);
    let mut advice = Vec::new();
    kpis::check(&known, &mut advice);
    goals::check(&known, &mut advice);
    frozen::check(&known, &mut advice);
    numbers::check(&known, &mut advice);
    weights::check(&known, &mut advice);
    renames::check(workspace, &mut advice);
    checkins::check(&known, &mut advice);
    same_day::check(workspace, &mut advice);
    advice.sort_by(|a, b| {
        let rank = |advice: &Advice| (advice.level, advice.rule);
        let by_place = a.place.cmp(&b.place);
        by_place
            .then_with(|| rank(a).cmp(&rank(b)))
            .then_with(|| a.message.cmp(&b.message))
    });
    advice
}

/// A place in a file.
fn place<const N: usize>(document: Document, steps: [Step; N]) -> Place {
    Place {
        document,
        steps: steps.into(),
    }
}

/// A place in an objective's file.
fn in_objective<const N: usize>(objective: &Objective, steps: [Step; N]) -> Place {
    place(Document::Objective(objective.id.clone()), steps)
}

/// `words` as code, with commas.
fn code<T: std::fmt::Display>(words: impl IntoIterator<Item = T>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|w| format!("`{w}`")).collect();
    quoted.join(", ")
}
