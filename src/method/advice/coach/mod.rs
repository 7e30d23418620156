//! A goal letter by letter: what it has of a SMART and of a FAST goal, what is missing, and the next
//! step.
//!
//! SMART: George T. Doran, "There's a S.M.A.R.T. way to write management's goals and objectives",
//! Management Review, 1981; in the words that became usual. FAST: Donald Sull and Charles Sull, "With
//! Goals, FAST Beats SMART", MIT Sloan Management Review, 2018.

mod ambition;
mod measure;
mod subject;
mod talk;
mod text;

use crate::method::{Evaluator, KeyResultState, ObjectiveState};
use measure::{measurable, specific_numbers};
use subject::Subject;

/// A goal held against both sets of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coaching {
    /// SMART, then FAST.
    pub frameworks: [Framework; 2],
}

/// A set of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// Its name.
    pub name: &'static str,
    /// Who it is from.
    pub source: &'static str,
    /// Its letters, in order.
    pub letters: Vec<Letter>,
}

impl Framework {
    /// How many letters the goal meets.
    pub fn met(&self) -> usize {
        self.letters.iter().filter(|letter| letter.is_met()).count()
    }
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The word that it stands for.
    pub word: &'static str,
    /// What it asks.
    pub asks: &'static str,
    /// What speaks for the goal.
    pub evidence: Vec<String>,
    /// What it lacks.
    pub missing: Vec<Missing>,
}

/// What a goal lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What is missing.
    pub what: String,
    /// The next step.
    pub next: String,
}

impl Letter {
    fn new(word: &'static str, asks: &'static str) -> Self {
        Self {
            word,
            asks,
            evidence: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Whether nothing is missing.
    pub fn is_met(&self) -> bool {
        self.missing.is_empty()
    }

    fn has(&mut self, evidence: impl Into<String>) {
        self.evidence.push(evidence.into());
    }

    fn lacks(&mut self, what: impl Into<String>, next: impl Into<String>) {
        self.missing.push(Missing {
            what: what.into(),
            next: next.into(),
        });
    }
}

/// Holds an objective, or one of its key results, against SMART and FAST on the evaluator's day.
pub fn coach<'w>(
    evaluator: &Evaluator<'w>,
    objective: &ObjectiveState<'w>,
    key_result: Option<&KeyResultState<'w>>,
) -> Coaching {
    let subject = Subject {
        evaluator,
        objective,
        key_result,
    };
    let smart = Framework {
        name: "SMART",
        source: "George T. Doran, 1981",
        letters: vec![
            text::specific(&subject),
            measurable(&subject),
            talk::achievable(&subject),
            text::relevant(&subject),
            text::time_bound(&subject),
        ],
    };
    let fast = Framework {
        name: "FAST",
        source: "Donald Sull and Charles Sull, 2018",
        letters: vec![
            talk::frequent(&subject),
            ambition::ambitious(&subject),
            specific_numbers(&subject),
            talk::transparent(&subject),
        ],
    };
    Coaching {
        frameworks: [smart, fast],
    }
}
