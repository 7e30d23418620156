//! Objectives: what we want to reach.

use super::{
    Amendment, Carried, Dropped, Follow, GoalId, GoalRef, Invalid, KeyResult, KpiId, Name,
    ObjectivePath, Weight,
};
use chrono::NaiveDate;

/// An objective with its key results and its history.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// Its cycle and path.
    pub id: GoalId,
    /// What is agreed now.
    pub terms: ObjectiveTerms,
    /// What was agreed before, oldest first.
    pub amended: Vec<ObjectiveAmendment>,
    /// Why it matters.
    pub why: Option<String>,
    /// Who helps.
    pub contributors: Vec<Name>,
    /// Health metrics that must not break meanwhile.
    pub guardrails: Vec<KpiId>,
    /// Free words.
    pub tags: Vec<String>,
    /// How: projects and tasks, never scored.
    pub initiatives: Vec<Initiative>,
    /// The day it came, where that was after the cycle's start.
    pub added: Option<NaiveDate>,
    /// When and why it was given up.
    pub dropped: Option<Dropped>,
    /// Earlier paths in the same cycle.
    pub formerly: Vec<ObjectivePath>,
    /// For one that is measured itself: the goal of an earlier cycle that it goes on from.
    pub carried: Option<Carried>,
    /// The look back at the end of the cycle.
    pub review: Option<Review>,
    /// Its key results in the file's order; none where it is measured itself.
    pub key_results: Vec<KeyResult>,
}

impl Objective {
    /// What was agreed on `day`.
    pub fn terms_on(&self, day: NaiveDate) -> &ObjectiveTerms {
        let later = self.amended.iter().find(|a| a.on > day);
        later.map_or(&self.terms, |a| &a.before)
    }

    /// Whether it had come by `day`.
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.added.is_none_or(|added| added <= day)
    }

    /// Whether it was given up by `day`.
    pub fn dropped_on(&self, day: NaiveDate) -> bool {
        self.dropped.as_ref().is_some_and(|d| d.on <= day)
    }

    /// The key results that had come by `day`, dropped ones included.
    pub fn key_results_on(&self, day: NaiveDate) -> impl Iterator<Item = &KeyResult> {
        let came = move |kr: &&KeyResult| kr.added.is_none_or(|added| added <= day);
        self.key_results.iter().filter(came)
    }

    /// The look back that was written by then and says something.
    pub fn review_on(&self, day: NaiveDate) -> Option<&Review> {
        let written = |review: &&Review| review.on.is_none_or(|on| on <= day);
        let review = self.review.as_ref().filter(written);
        review.filter(|review| review.says_something())
    }

    /// Its key result under that key.
    pub fn key_result(&self, key: &Name) -> Option<&KeyResult> {
        self.key_results.iter().find(|kr| kr.key == *key)
    }

    /// The whole id of one of its key results.
    pub fn key_result_id(&self, key: &Name) -> GoalId {
        GoalId {
            key: Some(key.clone()),
            ..self.id.clone()
        }
    }
}

/// The part of an objective that an amendment may change.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectiveTerms {
    /// What we want to reach.
    pub title: String,
    /// Who answers for it.
    pub owner: Option<Name>,
    /// Among the objectives of its team and of what it supports.
    pub weight: Weight,
    /// How success is judged.
    pub ambition: Ambition,
    /// The objective or key result above it.
    pub supports: Option<GoalRef>,
    /// Measured itself, without key results.
    pub measure: Option<Follow>,
}

/// A change of what was agreed of an objective.
pub type ObjectiveAmendment = Amendment<ObjectiveTerms>;

/// How the success of an objective is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ambition {
    /// A stretch: 0.7 is success.
    Aspirational,
    /// A promise: 1.0 is success.
    Committed,
    /// To find something out: not judged.
    Learning,
}

impl Ambition {
    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Aspirational => "aspirational",
            Self::Committed => "committed",
            Self::Learning => "learning",
        }
    }
}

/// A project or task that serves an objective.
#[derive(Debug, Clone, PartialEq)]
pub struct Initiative {
    /// What it is.
    pub title: String,
    /// Where it is tracked.
    pub url: Option<String>,
    /// Whether it is complete.
    pub done: bool,
}

/// The look back at the end of a cycle.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The day of the review.
    pub on: Option<NaiveDate>,
    /// Who wrote it.
    pub by: Option<Name>,
    /// Self-grade beside the computed score, 0 to 1.
    pub grade: Option<f64>,
    /// What worked.
    pub worked: Option<String>,
    /// What did not.
    pub did_not_work: Option<String>,
    /// What we learned.
    pub learned: Option<String>,
}

impl Review {
    /// Whether it holds a grade or words: a day and a person alone are no look back.
    pub fn says_something(&self) -> bool {
        let words = [&self.worked, &self.did_not_work, &self.learned];
        self.grade.is_some() || words.iter().any(|text| text.is_some())
    }

    /// Checks a self-grade.
    ///
    /// # Errors
    /// Refuses grades outside 0 to 1.
    pub fn check_grade(grade: f64) -> Result<f64, Invalid> {
        if (0.0..=1.0).contains(&grade) {
            return Ok(grade);
        }
        Err(Invalid::new(format!("{grade} is not a grade")).help("grades run from 0 to 1"))
    }
}
