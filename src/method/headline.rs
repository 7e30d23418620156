//! A company's or a team's pace in one word, as an objective's is made of its key results.

use super::score::mean;
use super::states::{CycleState, ObjectiveState};
use super::status::{Status, pace, success_level, verdict};

/// How the objectives of a company or a team do together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Headline {
    /// The mean of their scores by weight, 0 to 1.
    pub score: Option<f64>,
    /// The mean of what is expected of them, 0 to 1, over those of which both is known.
    pub expected: Option<f64>,
    /// The mean of how far those are behind.
    pub behind: Option<f64>,
    /// The word for their pace; once the cycle has ended they are `done` at the mean of the scores that
    /// count as success for them.
    pub status: Status,
}

impl Headline {
    /// Of `objectives` when `elapsed` of their cycle is over, 0 to 1, or once it has `ended`. Source: the
    /// method, "Objective, team, company" and "Status".
    pub(super) fn of<'a, 'w: 'a>(
        objectives: impl Iterator<Item = &'a ObjectiveState<'w>>,
        elapsed: f64,
        ended: bool,
    ) -> Self {
        let live: Vec<_> = objectives.collect();
        let over = |of: fn(&ObjectiveState<'_>) -> Option<f64>| {
            mean(
                live.iter()
                    .filter_map(|o| Some((o.terms.weight.get(), of(o)?))),
            )
        };
        let score = over(|o| o.score);
        let expected = over(|o| o.outlook.behind.and(o.outlook.expected));
        let behind = over(|o| o.outlook.behind);
        let success = over(|o| o.score.and(success_level(o.terms.ambition)));
        let mut judged = live.iter().filter(|o| !o.dropped).peekable();
        let all_done = judged.peek().is_some() && judged.all(|o| o.outlook.status == Status::Done);
        let status = match (success, behind) {
            (Some(success), _) if ended => verdict(score, success),
            (Some(_), _) if all_done => Status::Done,
            (Some(_), Some(behind)) => pace(behind, elapsed),
            (None, _) | (Some(_), None) => Status::Unjudged,
        };
        Self {
            score,
            expected,
            behind,
            status,
        }
    }
}

impl CycleState<'_> {
    /// How a team does: everything in its folder and below.
    pub fn team_headline(&self, team: &str) -> Headline {
        let members = self.objectives.iter().map(AsRef::as_ref);
        let members = members.filter(|o| o.objective.id.objective.is_in(team));
        Headline::of(members, self.elapsed, self.as_of > self.end)
    }
}
