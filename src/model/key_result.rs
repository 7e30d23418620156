//! Key results: how we know that an objective is reached.

use super::{Band, GoalId, Invalid, KpiId, Name, Quantity, Target, Weight};
use chrono::NaiveDate;

/// A key result with everything that happened to its definition.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyResult {
    /// Its key in the objective's file.
    pub key: Name,
    /// What is agreed now.
    pub terms: Terms,
    /// What was agreed before, oldest first.
    pub amended: Vec<Amendment>,
    /// The day it came, where that was after the cycle's start.
    pub added: Option<NaiveDate>,
    /// When and why it was given up.
    pub dropped: Option<Dropped>,
    /// Earlier keys in the same objective.
    pub formerly: Vec<Name>,
    /// The key result of an earlier cycle that it goes on from.
    pub carried: Option<Carried>,
}

impl KeyResult {
    /// What was agreed on `day`: an amendment counts from its own day on.
    pub fn terms_on(&self, day: NaiveDate) -> &Terms {
        let later = self.amended.iter().find(|a| a.on > day);
        later.map_or(&self.terms, |a| &a.before)
    }

    /// Whether it was given up by `day`.
    pub fn dropped_on(&self, day: NaiveDate) -> bool {
        self.dropped.as_ref().is_some_and(|d| d.on <= day)
    }
}

/// The part of a key result that an amendment may change.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// The title as written; one is made from the numbers where there is none.
    pub title: Option<String>,
    /// Its own owner; none means the objective's.
    pub owner: Option<Name>,
    /// Its weight in the objective.
    pub weight: Weight,
    /// What is measured, and how far it should go.
    pub measure: Measure,
}

/// The kinds of key result, each with its own fields only.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// A metric of its own, from a baseline to a target.
    Metric(Metric),
    /// A metric of its own to be kept within bounds.
    Bounds {
        /// The metric's unit.
        unit: Option<String>,
        /// Where it stood, for the reader; no formula uses it.
        baseline: Option<Quantity>,
        /// The bounds.
        band: Band,
    },
    /// Follows a KPI: its readings are the KPI's.
    FollowsKpi(Follow),
    /// A project: milestones, or percent complete.
    Effort(Effort),
    /// The mean of the objectives that support it.
    Rollup,
}

impl Measure {
    /// How it follows a KPI, where it does.
    pub fn follow(&self) -> Option<&Follow> {
        match self {
            Self::FollowsKpi(follow) => Some(follow),
            Self::Metric(_) | Self::Bounds { .. } | Self::Effort(_) | Self::Rollup => None,
        }
    }

    /// The work that it is, where it is an effort.
    pub fn effort(&self) -> Option<&Effort> {
        match self {
            Self::Effort(effort) => Some(effort),
            Self::Metric(_) | Self::Bounds { .. } | Self::FollowsKpi(_) | Self::Rollup => None,
        }
    }

    /// The milestones of an effort; empty where it has none, and of all else.
    pub fn milestones(&self) -> &[Milestone] {
        self.effort().map_or(&[], |effort| &effort.milestones)
    }
}

/// A metric of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Its unit.
    pub unit: Option<String>,
    /// Where it stood at the start; unknown means the first reading.
    pub baseline: Option<Quantity>,
    /// Where it should go.
    pub posts: Posts,
}

/// The numbers that a score is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Posts {
    /// Scores 0.3.
    pub commit: Option<Quantity>,
    /// Scores 1.0, or 0.7 with a stretch.
    pub target: Option<Target>,
    /// Scores 1.0.
    pub stretch: Option<Quantity>,
}

impl Posts {
    /// Whether there is a commit or a stretch beside the target.
    pub fn has_others(&self) -> bool {
        self.commit.is_some() || self.stretch.is_some()
    }

    /// Posts in their order along the way: baseline, commit, target, stretch.
    ///
    /// # Errors
    /// Refuses a relative target from a baseline of 0 and posts that turn back on the way. A
    /// baseline at or beyond the target is not refused here: it may be the first reading's.
    pub fn new(
        baseline: Option<Quantity>,
        commit: Option<Quantity>,
        target: Option<Target>,
        stretch: Option<Quantity>,
    ) -> Result<Self, Invalid> {
        let posts = Self {
            commit,
            target,
            stretch,
        };
        if matches!(target, Some(Target::Relative(_))) && baseline == Some(Quantity::ZERO) {
            return Err(
                Invalid::new("a relative target cannot start from a baseline of 0")
                    .help("write the target as a number"),
            );
        }
        let base = baseline.map(Quantity::get);
        let aim = target.and_then(|t| t.value(base));
        let way: Vec<f64> = [commit.map(Quantity::get), aim, stretch.map(Quantity::get)]
            .into_iter()
            .flatten()
            .collect();
        let from_base: Vec<f64> = base.into_iter().chain(way.iter().copied()).collect();
        let turns = |way: &[f64]| {
            let up = way.windows(2).all(|w| w[0] < w[1]);
            let down = way.windows(2).all(|w| w[0] > w[1]);
            !up && !down
        };
        if way.len() > 1 && (turns(&way) || turns(&from_base)) {
            let given: Vec<String> = from_base.iter().map(ToString::to_string).collect();
            return Err(Invalid::new(format!(
                "baseline, `commit`, `target` and `stretch` must lie in this order along the way, \
                 which {} do not",
                given.join(", ")
            ))
            .help("such as 4.0, 4.2, 4.5 and 4.7"));
        }
        Ok(posts)
    }
}

/// Follows a KPI.
#[derive(Debug, Clone, PartialEq)]
pub struct Follow {
    /// The KPI.
    pub kpi: KpiId,
    /// Where it stood at the start; unknown means the cycle's first reading (0 for a sum).
    pub baseline: Option<Quantity>,
    /// What is asked of it.
    pub aim: Aim,
}

/// What a key result asks of the KPI that it follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aim {
    /// A target: its own, or (none) the KPI's target in force.
    Reach(Posts),
    /// Already good enough: hold it.
    Hold(Band),
}

/// A project.
#[derive(Debug, Clone, PartialEq)]
pub struct Effort {
    /// When it should be complete.
    pub due: Option<NaiveDate>,
    /// Its milestones; none means that it is reported as percent complete.
    pub milestones: Vec<Milestone>,
}

/// A step of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Milestone {
    /// What check-ins call it.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Its share of the project.
    pub weight: Weight,
    /// When it should be reached.
    pub due: Option<NaiveDate>,
}

/// A change of what was agreed: of a key result's terms, or of an objective's.
#[derive(Debug, Clone, PartialEq)]
pub struct Amendment<T = Terms> {
    /// The first day on which the new terms count.
    pub on: NaiveDate,
    /// The keys that changed and what they were, as written.
    pub was: Vec<(String, String)>,
    /// Why.
    pub reason: Option<String>,
    /// The terms in force before.
    pub before: T,
}

/// A goal that was given up: out of every mean from that day on.
#[derive(Debug, Clone, PartialEq)]
pub struct Dropped {
    /// The first day on which it no longer counts.
    pub on: NaiveDate,
    /// Why.
    pub reason: Option<String>,
}

/// Where a goal came from in an earlier cycle.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// The goal of the earlier cycle.
    pub from: GoalId,
    /// What the KPI's value was when it was carried; none where there was no reading.
    pub actual: Option<Quantity>,
    /// The earlier cycle's target; a band is kept as its lower bound, or else the upper one.
    pub target: Option<Quantity>,
}
