//! What is known of goals, teams and cycles on a day.

use super::confidence::ConfidenceTrend;
use super::headline::Headline;
use super::health::KpiStatus;
use super::measure::Figures;
use super::outlook::Outlook;
use super::score::mean;
use super::status::{Flag, Status};
use crate::model::{
    CycleId, GoalId, GoalRef, KeyResult, Kpi, Name, Objective, ObjectiveTerms, Review, Terms,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A key result on a day.
#[derive(Debug, Clone)]
pub struct KeyResultState<'w> {
    /// Its id.
    pub id: GoalId,
    /// Its definition.
    pub key_result: &'w KeyResult,
    /// What was agreed on the day.
    pub terms: &'w Terms,
    /// The KPI that it follows, where that exists.
    pub kpi: Option<&'w Kpi>,
    /// Its own owner, else the objective's.
    pub owner: Option<&'w Name>,
    /// Figures; without progress where it is dropped, and without a score that was not frozen before.
    pub figures: Figures<'w>,
    /// The objectives whose mean a rollup is.
    pub supporters: Vec<Supporter<'w>>,
    /// The pace asked of it.
    pub outlook: Outlook,
    /// How likely people think success is.
    pub confidence: ConfidenceTrend,
    /// The day of the last update by anyone.
    pub last_update: Option<NaiveDate>,
    /// Whether it is given up.
    pub dropped: bool,
}

/// An objective on a day.
#[derive(Debug, Clone)]
pub struct ObjectiveState<'w> {
    /// Its definition.
    pub objective: &'w Objective,
    /// What was agreed on the day.
    pub terms: &'w ObjectiveTerms,
    /// What it supported on the day, under its present name where there is such a goal.
    pub supports: Option<GoalRef>,
    /// 0 to 1; none where nothing is scored.
    pub score: Option<f64>,
    /// The pace asked of it.
    pub outlook: Outlook,
    /// Health metrics and how they are.
    pub guardrails: Vec<(&'w Kpi, KpiStatus)>,
    /// Where it is measured itself: its figures.
    pub figures: Option<Figures<'w>>,
    /// Where it is measured itself: the KPI.
    pub kpi: Option<&'w Kpi>,
    /// Its key results in the file's order, dropped ones included.
    pub key_results: Vec<KeyResultState<'w>>,
    /// The look back that was written by the day.
    pub review: Option<&'w Review>,
    /// Whether it is given up.
    pub dropped: bool,
}

/// An objective in the mean of what it supports. It holds nothing of its own supporters, so that a chain
/// of rollups is no nest of states.
#[derive(Debug, Clone, Copy)]
pub struct Supporter<'w> {
    /// Its definition.
    pub objective: &'w Objective,
    /// Its weight in the mean.
    pub weight: f64,
    /// 0 to 1; none where nothing is scored.
    pub score: Option<f64>,
    /// The expected score, 0 to 1.
    pub expected: Option<f64>,
    /// How far it is behind.
    pub behind: Option<f64>,
}

/// A cycle on a day.
#[derive(Debug, Clone)]
pub struct CycleState<'w> {
    /// The cycle.
    pub cycle: CycleId,
    /// Its first day.
    pub start: NaiveDate,
    /// Its last day.
    pub end: NaiveDate,
    /// The day looked at.
    pub as_of: NaiveDate,
    /// The share of it that is over, 0 to 1.
    pub elapsed: f64,
    /// Whether the scores are frozen ones.
    pub closed: bool,
    /// The company's score, 0 to 1.
    pub score: Option<f64>,
    /// The same with the pace of the objectives that make it.
    pub headline: Headline,
    /// Every objective that had come, by id.
    pub objectives: Vec<Arc<ObjectiveState<'w>>>,
}

/// A team (or person) in a cycle: everything in its folder and below.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamState {
    /// The folder.
    pub team: String,
    /// How many objectives it has.
    pub objectives: usize,
    /// Their mean, 0 to 1.
    pub score: Option<f64>,
    /// How many are at risk.
    pub at_risk: usize,
    /// How many are off track.
    pub off_track: usize,
    /// How many carry the flag `stale`.
    pub stale: usize,
}

impl<'w> ObjectiveState<'w> {
    /// Its key result of that id, also a dropped one; none where the id is its own.
    pub fn key_result(&self, id: &GoalId) -> Option<&KeyResultState<'w>> {
        self.key_results.iter().find(|kr| kr.id == *id)
    }

    /// Its weight and score, where it has one; a dropped one has only what was frozen before.
    pub fn weighted_score(&self) -> Option<(f64, f64)> {
        Some((self.terms.weight.get(), self.score?))
    }
}

impl<'w> Supporter<'w> {
    pub(super) fn new(state: &ObjectiveState<'w>) -> Self {
        Self {
            objective: state.objective,
            weight: state.terms.weight.get(),
            score: state.score,
            expected: state.outlook.expected,
            behind: state.outlook.behind,
        }
    }
}

impl CycleState<'_> {
    /// Every team with an objective in it or below it, by folder.
    pub fn teams(&self) -> Vec<TeamState> {
        let mut teams: BTreeMap<&str, Vec<&ObjectiveState<'_>>> = BTreeMap::new();
        for state in &self.objectives {
            let mut folder = state.objective.id.objective.team();
            while let Some(team) = folder {
                teams.entry(team).or_default().push(state);
                folder = team.rsplit_once('/').map(|(outer, _)| outer);
            }
        }
        let summary = |(team, members): (&str, Vec<&ObjectiveState<'_>>)| {
            let count =
                |is: fn(&ObjectiveState<'_>) -> bool| members.iter().filter(|o| is(o)).count();
            TeamState {
                team: team.to_owned(),
                objectives: members.len(),
                score: mean(members.iter().filter_map(|o| o.weighted_score())),
                at_risk: count(|o| o.outlook.status == Status::AtRisk),
                off_track: count(|o| o.outlook.status == Status::OffTrack),
                stale: count(|o| o.outlook.flags.contains(&Flag::Stale)),
            }
        };
        teams.into_iter().map(summary).collect()
    }
}
