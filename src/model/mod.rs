//! What a goal is: values whose constructors refuse nonsense, and nothing about files or formulas.

mod change;
mod checkin;
mod cycle;
mod goal_ref;
mod key_result;
mod kpi;
mod name;
mod objective;
mod place;
mod quantity;
mod settings;
mod visible;
mod workspace;

pub use change::{Changed, Plain};
pub use checkin::{CheckIn, Update};
pub use cycle::{Calendar, CycleId, CycleKind, NamedBy};
pub(crate) use goal_ref::is_in;
pub use goal_ref::{GoalId, GoalRef, KpiId, ObjectivePath};
pub use key_result::{
    Aim, Amendment, Carried, Dropped, Effort, Follow, KeyResult, Measure, Metric, Milestone, Posts,
    Terms,
};
pub use kpi::{
    Aggregate, Benchmark, Direction, Frequency, InForce, Indicator, Kpi, KpiAmendment, KpiTarget,
    Retired, Targets, Thresholds,
};
pub use name::{Name, slug};
pub use objective::{Ambition, Initiative, Objective, ObjectiveAmendment, ObjectiveTerms, Review};
pub use place::{Document, Place, Step};
pub use quantity::{Band, Confidence, Quantity, Target, Weight};
pub use settings::{CheckinFrequency, KpiTolerance, Person, Scoring, Settings};
pub use visible::is_unsafe;
pub use workspace::{Closed, CycleFolder, Workspace};

/// Why a value was refused: a sentence that names it, and what to do instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong, naming the value.
    pub message: String,
    /// The next step, where there is one to name.
    pub help: Option<String>,
}

impl Invalid {
    /// A refusal without further advice.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    /// The same refusal with advice on what to do instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Invalid {}
