//! Advice: what is wrong with a workspace as a whole, and what practice has to say of its goals.
//!
//! Every rule is a file in `rules`, and `registry` lists them. Rules about single files are checked
//! where those are read; what needs several files is found here.

mod coach;
mod doubt;
mod references;
mod registry;
mod rule;
mod rules;
mod view;
mod wording;

pub use coach::{Coaching, Framework, Letter, Missing, coach};
pub use references::check_support;
pub use references::known::Unread;
pub use registry::{RULES, rule};
pub use rule::{AdviceLevel, Check, Example, Rule};
pub use rules::settings::{WrongName, nearest_rule, wrong_allowance};

use crate::model::{Document, KeyResult, Kpi, Objective, Place, Step, Workspace};
use chrono::NaiveDate;
use references::known::Known;
use view::{View, follows, live};

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
    /// The text or key that should stand at the place instead, where that is certain.
    pub fix: Option<String>,
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
            fix: None,
        }
    }

    fn warning(rule: &'static str, place: Place, message: String) -> Self {
        let level = AdviceLevel::Warning;
        Self {
            level,
            ..Self::error(rule, place, message)
        }
    }

    fn note(rule: &'static str, place: Place, message: String) -> Self {
        let level = AdviceLevel::Note;
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
/// their check-ins, in order of place. What may be otherwise in `unread` is given the benefit of the
/// doubt.
pub fn check_references(workspace: &Workspace, unread: &Unread) -> Vec<Advice> {
    let known = Known::new(workspace, unread);
    let mut advice = Vec::new();
    references::check(&known, &mut advice);
    doubt::leave_out_what_follows(&mut advice, workspace.calendar());
    doubt::leave_out(&mut advice, unread, workspace.calendar());
    sorted(advice)
}

/// What practice has to say on `day` of the goals and KPIs of a workspace of which all cycles were
/// read with their check-ins, in order of place. Closed cycles are history and left alone.
pub fn check_practice(workspace: &Workspace, unread: &Unread, day: NaiveDate) -> Vec<Advice> {
    let view = View::new(workspace, unread, day);
    let mut advice = Vec::new();
    for rule in RULES {
        match rule.check {
            Check::Reading | Check::References => {}
            Check::Own(check) => check(&view, &mut advice),
        }
    }
    doubt::leave_out(&mut advice, unread, workspace.calendar());
    sorted(advice)
}

fn sorted(mut advice: Vec<Advice>) -> Vec<Advice> {
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

/// A place in a KPI's file.
fn in_kpi<const N: usize>(kpi: &Kpi, steps: [Step; N]) -> Place {
    place(Document::Kpi(kpi.id.clone()), steps)
}

/// A place in a key result.
fn in_key_result(objective: &Objective, kr: &KeyResult, key: Option<&str>) -> Place {
    let mut place = in_objective(objective, ["key_results".into(), kr.key.as_str().into()]);
    place.steps.extend(key.map(Step::from));
    place
}

/// A place in what is measured: a key result, or an objective measured itself.
fn in_goal(objective: &Objective, kr: Option<&KeyResult>, key: Option<&str>) -> Place {
    match (kr, key) {
        (Some(kr), _) => in_key_result(objective, kr, key),
        (None, Some(key)) => in_objective(objective, [key.into()]),
        (None, None) => in_objective(objective, []),
    }
}

/// The id of what is measured, without its cycle.
fn goal_name(objective: &Objective, kr: Option<&KeyResult>) -> String {
    match kr {
        Some(kr) => objective.key_result_id(&kr.key).local(),
        None => objective.id.local(),
    }
}

/// A number as people write it: without the noise of binary fractions.
fn number(value: f64) -> String {
    let text = format!("{value:.9}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `words` as code, with commas.
fn code<T: std::fmt::Display>(words: impl IntoIterator<Item = T>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|w| format!("`{w}`")).collect();
    quoted.join(", ")
}
