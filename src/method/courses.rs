//! How a whole cycle came to where it is: the scores that are means, week by week.

use super::Evaluator;
use super::course::{Course, sample_days};
use super::measure::Kind;
use super::states::{CycleState, ObjectiveState};
use crate::many;
use crate::model::GoalId;
use chrono::NaiveDate;
use std::collections::HashMap;

/// The scores of a cycle's goals over time, and what was expected of them.
#[derive(Debug, Clone, Default)]
pub struct Courses {
    /// Of the company, or of the team that is looked at.
    pub headline: Course,
    /// Of each objective that is not measured itself, and of each rollup.
    pub goals: HashMap<GoalId, Course>,
}

impl Courses {
    fn add_cycle(&mut self, then: &CycleState<'_>, day: NaiveDate, team: Option<&str>) {
        let headline = match team {
            Some(team) => then.team_headline(team),
            None => then.headline,
        };
        push(&mut self.headline, day, (headline.score, headline.expected));
        for state in &then.objectives {
            self.add_objective(state, day);
        }
    }

    fn add(&mut self, id: &GoalId, day: NaiveDate, figures: Figures) {
        let course = self.goals.entry(id.clone()).or_default();
        push(course, day, figures);
    }

    fn add_objective(&mut self, state: &ObjectiveState<'_>, day: NaiveDate) {
        if state.figures.is_none() {
            let figures = (state.score, state.outlook.expected);
            self.add(&state.objective.id, day, figures);
        }
        let rollups = state.key_results.iter();
        for kr in rollups.filter(|kr| kr.figures.kind == Kind::Rollup) {
            self.add(&kr.id, day, (kr.figures.score, kr.outlook.expected));
        }
    }
}

/// How many objectives are computed at most for the weeks before, all weeks together.
const MOST: usize = 6_000;

/// A score and the expected one.
type Figures = (Option<f64>, Option<f64>);

fn push(course: &mut Course, day: NaiveDate, (score, expected): Figures) {
    course.points.extend(score.map(|score| (day, score)));
    course
        .asked
        .extend(expected.map(|expected| (day, expected)));
}

impl<'w> Evaluator<'w> {
    /// The courses of everything in a cycle that is a mean, as [`objective_course`] has them one by one:
    /// here each week is computed once for all, or where there are thousands every few weeks. `now` is the cycle on the day looked at.
    ///
    /// [`objective_course`]: Self::objective_course
    pub fn courses(&self, now: &CycleState<'w>, team: Option<&str>) -> Courses {
        let span = self.span(now.cycle);
        let mut courses = Courses::default();
        let days = sample_days(span.start, span.end, span.until());
        let days: Vec<_> = days.collect();
        // Of thousands of objectives every second or third week has to do.
        let rarer = 1 + days.len() * now.objectives.len() / MOST;
        let days: Vec<_> = days.into_iter().step_by(rarer).collect();
        let then = |day: &NaiveDate| {
            let then = Evaluator::new(self.workspace(), *day).cycle(now.cycle);
            (*day, then)
        };
        let all = |days: &[NaiveDate]| days.iter().map(then).collect::<Vec<_>>();
        let (early, late) = days.split_at(days.len() / 2);
        let (early, late) = many::both(|| all(early), || all(late));
        for (day, then) in early.iter().chain(&late) {
            courses.add_cycle(then, *day, team);
        }
        if span.start <= span.until() {
            courses.add_cycle(now, span.until(), team);
        }
        courses
    }
}
