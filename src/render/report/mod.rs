//! A whole cycle on one page, for people who open no terminal: everything that each of its formats
//! says, without saying how.

mod html;
mod link;
mod markdown;

pub use html::html;
pub use markdown::markdown;

use super::changes::Since;
use super::due;
use super::json::Unreadable;
use crate::method::log::{Agenda, Words};
use crate::method::{
    Course, CycleState, Forecast, Headline, KeyResultState, KpiState, Node, ObjectiveState,
    TeamState,
};
use crate::model::{GoalId, Name, Settings};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that a report says.
pub struct Report<'a, 'w> {
    /// The workspace's settings: its name, mission and people.
    pub settings: &'a Settings,
    /// The cycle on the day looked at.
    pub cycle: &'a CycleState<'w>,
    /// The team whose report it is; none for the company's.
    pub team: Option<&'a str>,
    /// How the company or the team does.
    pub headline: Headline,
    /// Its score week by week, and what was expected.
    pub course: Course,
    /// The objectives, each followed by those that support it.
    pub goals: Vec<Goal<'a, 'w>>,
    /// Every team that has an objective among them.
    pub teams: Vec<TeamState>,
    /// Whether there are so many objectives that changes are told of the company's own alone.
    pub many: bool,
    /// What changed since a check-in period before, and the score then.
    pub since: Since<'a, 'w>,
    /// What there is to say of these days: what moved, what is stuck, what is in the way, plans.
    pub agenda: Agenda<'a, 'w>,
    /// What is overdue, by person.
    pub late: due::View<'a>,
    /// The KPIs that are not retired, by id.
    pub kpis: Vec<Charted<'w>>,
    /// The goals of the next cycle that go on from goals of this one, by the id of the one before.
    pub next: BTreeMap<GoalId, Vec<Successor<'w>>>,
    /// What could not be read.
    pub unreadable: &'a [Unreadable],
}

/// An objective on the page.
pub struct Goal<'a, 'w> {
    /// The objective.
    pub state: &'a ObjectiveState<'w>,
    /// How its supporters do.
    pub node: &'a Node<'w>,
    /// How many objectives stand above it on the page.
    pub depth: usize,
    /// What it supports.
    pub above: Option<Above>,
    /// Its score, or the values of one that is measured itself.
    pub course: Course,
    /// Where one that is measured itself was spoken of last.
    pub note: Option<Words<'w>>,
    /// Its key results, dropped ones included.
    pub key_results: Vec<Part<'a, 'w>>,
}

/// What an objective supports.
pub struct Above {
    /// Its id.
    pub id: GoalId,
    /// What it is called; its id where there is no such goal.
    pub title: String,
}

/// A key result on the page.
pub struct Part<'a, 'w> {
    /// The key result.
    pub state: &'a KeyResultState<'w>,
    /// Its values, of a rollup its scores.
    pub course: Course,
    /// Where it ends on a straight line.
    pub forecast: Option<Forecast>,
    /// What was said of it last, or of its KPI.
    pub note: Option<Words<'w>>,
}

/// A KPI on the page.
pub struct Charted<'w> {
    /// The KPI in the cycle, with its process behaviour chart.
    pub state: KpiState<'w>,
    /// Its readings in the cycle, of a total what it had come to.
    pub course: Course,
    /// What was said of it last.
    pub note: Option<Words<'w>>,
}

/// A goal of a later cycle that goes on from one of this.
pub struct Successor<'w> {
    /// Its id.
    pub id: GoalId,
    /// The objective that it is or belongs to.
    pub objective: Arc<ObjectiveState<'w>>,
}

impl Report<'_, '_> {
    /// Whether the cycle has ended.
    pub fn has_ended(&self) -> bool {
        self.cycle.as_of > self.cycle.end
    }

    /// By how much the score rose since the day it is compared with, where that shows; a closed cycle
    /// ended as it ended.
    pub fn score_change(&self) -> Option<f64> {
        let (now, before) = self.headline.score.zip(self.since.score)?;
        let change = now - before;
        (change.abs() >= 0.005 && !self.cycle.closed).then_some(change)
    }

    /// Whether there is anything to say of what changed: once a cycle is closed, it ended as it ended,
    /// and before its first day nothing has happened in it.
    pub fn has_news(&self) -> bool {
        !self.goals.is_empty() && !self.cycle.closed && self.cycle.start <= self.cycle.as_of
    }

    /// What a person is called.
    pub fn person(&self, handle: &Name) -> String {
        let person = self.settings.people.get(handle);
        let name = person.and_then(|person| person.name.as_deref());
        name.map_or_else(
            || handle.to_string(),
            |name| super::text::clean(name).into_owned(),
        )
    }
}
