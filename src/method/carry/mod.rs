//! From one cycle to the next: KPIs go on with the annual target kept and the next target set from
//! the actual; effort stays behind. Source: OnStrategy's guide, as the method's section Carry has it.

mod build;
mod choice;
mod definition;
mod goal;
mod inherit;
mod lineage;
mod plan;
mod stack;
mod step;
mod target;

pub use choice::Pick;
pub use plan::{DAYS_BEFORE_END, default_cycles, plan};
pub use stack::StackError;
pub use step::{Step, YearLeft};
pub use target::{Proposal, ProposedAim, Strategy};

use crate::model::{CycleId, GoalId, KeyResult, KpiId, KpiTarget, Objective, Target};

/// What a person asked of a rollover.
#[derive(Debug, Clone)]
pub struct CarryOptions {
    /// The old cycle.
    pub from: CycleId,
    /// The new cycle.
    pub to: CycleId,
    /// Which goals; all of them where none is named.
    pub chosen: Vec<Pick>,
    /// Which of those are left out all the same.
    pub except: Vec<Pick>,
    /// The objective that takes them in, instead of a successor of each old one.
    pub into: Option<Stack>,
    /// How targets are set where nothing else says so.
    pub strategy: Asked,
    /// Targets given by hand.
    pub targets: Vec<(Given, f64)>,
    /// Take along what has no KPI and is not complete.
    pub unfinished: bool,
    /// Carry although a total is not final.
    pub provisional: bool,
    /// Bring goals that were carried from another actual up to date.
    pub refresh: bool,
}

/// An objective of the new cycle that takes in what is carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stack {
    /// Which one.
    pub id: GoalId,
    /// Its title, where it is to be made.
    pub title: Option<String>,
}

/// The strategies that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// What the annual target still needs, spread over the cycles left.
    Pace,
    /// The same step again.
    Step,
    /// The same target again.
    Keep,
}

/// What a target given by hand is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Every key result that follows the KPI.
    Kpi(KpiId),
    /// One goal of the old cycle.
    Goal(GoalId),
}

/// Everything that a rollover would do, computed and not yet written.
#[derive(Debug, Clone)]
pub struct CarryPlan {
    /// The old cycle.
    pub from: CycleId,
    /// The new cycle.
    pub to: CycleId,
    /// Goals that go on.
    pub carried: Vec<CarryRow>,
    /// Goals that had been carried before and stay as they are.
    pub kept: Vec<Kept>,
    /// Goals that had been carried from an actual that differs from today's.
    pub stale: Vec<Stale>,
    /// Goals that stay behind, of those that were chosen.
    pub left: Vec<Left>,
    /// Goals that would go on had they been chosen.
    pub unchosen: Vec<Unchosen>,
    /// What a person should know.
    pub notes: Vec<Note>,
    /// Objectives to create.
    pub objectives: Vec<Objective>,
    /// Key results that objectives of the new cycle gain.
    pub additions: Vec<(GoalId, KeyResult)>,
    /// Entries of KPIs' targets for the new cycle.
    pub targets: Vec<(KpiId, KpiTarget)>,
    /// KPIs whose entry for the new cycle, which an earlier rollover wrote, goes again.
    pub withdrawn: Vec<KpiId>,
    /// Goals of the new cycle to bring up to date.
    pub refreshed: Vec<Refresh>,
}

/// A goal that goes on.
#[derive(Debug, Clone)]
pub struct CarryRow {
    /// The KPI; none for what `--unfinished` took along.
    pub kpi: Option<KpiId>,
    /// The goal of the old cycle.
    pub from: GoalId,
    /// The goal of the new cycle.
    pub to: GoalId,
    /// What the old cycle came to; none without a reading.
    pub actual: Option<f64>,
    /// Where the new one starts.
    pub baseline: Option<f64>,
    /// What the new one asks for; the bound of a hold.
    pub target: Option<KpiTarget>,
    /// Whether it is already there and now to be held.
    pub hold: bool,
    /// What gave the number.
    pub strategy: Strategy,
    /// How far it is, beside how far the old cycle went; none without a KPI.
    pub step: Option<Step>,
}

/// A goal that had been carried before.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The KPI, where it follows one.
    pub kpi: Option<KpiId>,
    /// The goal of the old cycle.
    pub from: GoalId,
    /// The goal of the new cycle.
    pub to: GoalId,
}

/// A goal that had been carried from another actual.
#[derive(Debug, Clone, PartialEq)]
pub struct Stale {
    /// The KPI, where it follows one.
    pub kpi: Option<KpiId>,
    /// The goal of the old cycle.
    pub from: GoalId,
    /// The goal of the new cycle.
    pub to: GoalId,
    /// The actual that it was carried from.
    pub recorded: Option<f64>,
    /// The actual today.
    pub actual: Option<f64>,
}

/// A goal that stays behind.
#[derive(Debug, Clone, PartialEq)]
pub struct Left {
    /// The goal.
    pub id: GoalId,
    /// Why.
    pub reason: LeftReason,
    /// For an effort that is not complete: when it is due.
    pub open: Option<Option<chrono::NaiveDate>>,
    /// Of one whose KPI was given up: the KPI.
    pub kpi: Option<KpiId>,
}

/// A goal that was not chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Unchosen {
    /// The goal.
    pub id: GoalId,
    /// The KPI, where it follows one.
    pub kpi: Option<KpiId>,
}

/// Why a goal stays behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftReason {
    /// A project belongs to its cycle.
    Effort,
    /// It follows no KPI.
    NoKpi,
    /// It was given up.
    Dropped,
    /// Its KPI was given up.
    Retired,
}

impl LeftReason {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Effort => "effort",
            Self::NoKpi => "no-kpi",
            Self::Dropped => "dropped",
            Self::Retired => "retired",
        }
    }
}

/// What a person should know of a rollover.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// No reading: the baseline, where there is one, stays as it was.
    NoActual {
        /// The goal of the new cycle.
        goal: GoalId,
        /// Whether there is one.
        has_baseline: bool,
    },
    /// Already at or beyond the target: held from now on.
    Hold {
        /// The goal of the new cycle.
        goal: GoalId,
        /// Where it stands.
        actual: f64,
        /// The target that it has reached.
        target: f64,
    },
    /// Goes on to be held, while the year that begins asks for more.
    HeldShort {
        /// The goal of the new cycle.
        goal: GoalId,
        /// The bound that it is held at.
        bound: f64,
        /// The year.
        year: CycleId,
        /// Its target.
        annual: f64,
    },
    /// The annual total is already reached: the old target stands.
    AnnualReached(GoalId),
    /// No annual target: the last step again.
    NoAnnualTarget {
        /// The goal of the new cycle.
        goal: GoalId,
        /// The year.
        year: CycleId,
    },
    /// Nothing to compute a target from.
    NoTarget(GoalId),
    /// The title held the old numbers.
    TitleLeftOut(GoalId),
    /// `commit` and `stretch` were for the old target.
    PostsLeftOut(GoalId),
    /// A metric has reached its target, so its stretch is the target now.
    ToStretch {
        /// The goal of the new cycle.
        goal: GoalId,
        /// Where it stands.
        actual: f64,
        /// The target that it has reached.
        target: f64,
        /// The stretch.
        stretch: f64,
    },
    /// A relative target says nothing from 0: the next rule gave a number instead.
    NotRelative {
        /// The goal of the old cycle.
        from: GoalId,
        /// The goal of the new cycle.
        goal: GoalId,
        /// What stood.
        relative: Target,
    },
    /// The actual is 0 now, from which the relative target that stands says nothing.
    StaysRelative {
        /// The goal of the new cycle.
        goal: GoalId,
        /// What stands.
        relative: Target,
    },
    /// What it supported is not in the new cycle.
    SupportsLeftOut(GoalId, String),
    /// What it supported goes on too, but was not chosen.
    SupportsUnchosen(GoalId, String),
    /// A rollup went along with one of its supporters.
    RollupCarried(GoalId),
    /// The target that a person set for a goal that had been carried before is reached.
    Reached {
        /// The goal of the new cycle.
        goal: GoalId,
        /// Where it stands.
        actual: f64,
    },
    /// A target was given for a goal that had been carried before, where another one stands.
    NotSet {
        /// The goal of the new cycle.
        goal: GoalId,
        /// The target that was given.
        given: f64,
    },
    /// Another goal had the key.
    KeyTaken {
        /// The goal of the old cycle.
        from: GoalId,
        /// What it is called now.
        to: GoalId,
    },
    /// It was carried before, and not into the objective that is asked for.
    Elsewhere {
        /// The goal of the old cycle.
        from: GoalId,
        /// Where it is.
        to: GoalId,
    },
    /// Nobody owns a new objective: those that its goals come from had different owners.
    OwnersDiffer(GoalId),
    /// A new objective supports nothing: those that its goals come from supported different goals.
    SupportsDiffer(GoalId),
    /// A goal that people wrote already has the key.
    AlreadyThere {
        /// The goal of the old cycle.
        from: GoalId,
        /// The goal that stands in its place.
        to: GoalId,
    },
}

/// New figures of a goal that was carried before.
#[derive(Debug, Clone, PartialEq)]
pub struct Refresh {
    /// The goal of the new cycle.
    pub goal: GoalId,
    /// The actual today.
    pub actual: Option<f64>,
    /// What becomes of its baseline.
    pub baseline: NewBaseline,
    /// The new target or hold, where nobody had changed it.
    pub aim: Option<NewAim>,
}

/// What becomes of a baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NewBaseline {
    /// It is the actual, or 0 for a total.
    At(f64),
    /// The goal has none.
    Without,
    /// It stays as it is: the actual has reached the target that a person set, or says nothing to it.
    Stays,
}

/// What is written for a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NewAim {
    /// A target of the goal's own.
    Own(f64),
    /// The KPI's entry for the new cycle, which goes into the plan's targets.
    OfKpi,
    /// Bounds of the goal's own.
    Hold(crate::model::Band),
}

/// Why a rollover is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum CarryError {
    /// Totals that are not final.
    Partial {
        /// Which KPIs.
        kpis: Vec<KpiId>,
        /// The last day of the old cycle.
        until: chrono::NaiveDate,
    },
    /// A target that stands already says otherwise.
    Contradicts {
        /// The KPI.
        kpi: KpiId,
        /// What stands.
        standing: KpiTarget,
        /// What was asked for.
        asked: f64,
        /// The cycle.
        cycle: CycleId,
    },
    /// Nothing goes on of what was named.
    NothingOf {
        /// The name.
        name: String,
        /// What stays behind of it, and why.
        left: Vec<Left>,
    },
    /// The objective that should take goals in cannot.
    Stack(StackError),
    /// A target for something that is not carried.
    NotCarried(String),
    /// A number for a KPI that is kept in a band.
    NotANumber(KpiId),
}
