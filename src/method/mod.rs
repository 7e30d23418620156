//! What a number means: every formula, from model values and a day to plain figures.

pub mod carry;
mod changes;
pub mod close;
mod confidence;
mod course;
mod due;
mod evaluate;
mod health;
mod ledger;
mod lineage;
pub mod log;
mod measure;
mod outlook;
mod references;
mod score;
mod states;
mod status;
mod tree;
mod unfinished;

pub use changes::{Figure, GoalChange, Move, Shown, Wording, changes};
pub use confidence::ConfidenceTrend;
pub use course::Course;
pub use due::{Due, DueGoal, by_person};
pub use evaluate::Evaluator;
pub use health::{KpiState, KpiStatus};
pub use ledger::{Entry, Found, Ledger, Reading, Series};
pub use lineage::{Lineage, LineageEnd};
pub use measure::{Figures, Gap, Kind};
pub use outlook::{Basis, Outlook};
pub use references::{Advice, AdviceLevel, Unread, check_references, check_support};
pub use score::{bounds_share, mean, metric_progress, metric_score};
pub use states::{CycleState, KeyResultState, ObjectiveState, TeamState};
pub use status::{Band, Flag, Status, band_of, elapsed, success_level};
pub use tree::{Disagreement, Node, Support, Top, Tree};
pub use unfinished::{CycleSummary, Unfinished, is_remembered};
