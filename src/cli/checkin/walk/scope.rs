//! What is asked about, and whom it is asked for.

use super::reply::Shape;
use super::state::{Part, Stop};
use crate::cli::args;
use crate::cli::checkin::CheckinArgs;
use crate::cli::exit::Failure;
use crate::cli::reading::Reading;
use crate::method::{Due, DueGoal, Evaluator};
use crate::model::Name;

/// Whose goals are gone through.
#[derive(Debug)]
pub(super) struct Scope {
    /// Who is at the keyboard, and reports what nobody owns.
    pub(super) me: Name,
    /// One person's goals; in a meeting everybody's.
    owner: Option<Name>,
    /// The team whose goals they are, sub-teams included.
    team: Option<String>,
    /// Also what is not due.
    all: bool,
}

/// A goal that is asked about, beside its stop.
pub(super) struct Item<'w> {
    pub(super) due: Due<'w>,
    pub(super) shape: Shape,
}

impl Scope {
    /// Reads the flags.
    ///
    /// # Errors
    /// A person or team that is none, or flags that contradict each other.
    pub(super) fn new(args: &CheckinArgs, reading: &Reading, me: Name) -> Result<Self, Failure> {
        let meeting = args.team.is_some() || args.owner.is_some();
        if meeting && args.by.is_some() {
            return Err(Failure::usage("--by contradicts --team and --owner")
                .help("in a meeting each goal is reported by its owner: leave --by out"));
        }
        let words = args.plan.is_some() || !args.blocker.is_empty() || !args.win.is_empty();
        if args.team.is_some() && words {
            return Err(
                Failure::usage("--plan, --blocker and --win are one person's")
                    .help("for a team leave them out: each person is asked for plans and wins"),
            );
        }
        let team = args.team.as_deref().map(|name| reading.team(name));
        let owner = args.owner.as_deref().map(args::person::handle);
        let owner = owner.transpose()?;
        Ok(Self {
            owner: owner.or((!meeting).then(|| me.clone())),
            team: team.transpose()?,
            all: args.all,
            me,
        })
    }

    /// Whose goals they are, for messages.
    pub(super) fn whose(&self) -> String {
        match (&self.owner, &self.team) {
            (Some(owner), Some(team)) => format!("{owner}'s in {team}"),
            (Some(owner), None) => format!("{owner}'s"),
            (None, Some(team)) => format!("the team {team}'s"),
            (None, None) => "everybody's".to_owned(),
        }
    }

    /// Whether what is not due was asked for.
    pub(super) fn all(&self) -> bool {
        self.all
    }

    fn takes(&self, due: &Due<'_>) -> bool {
        let owned = self.owner.is_none() || due.owner == self.owner.as_ref();
        let team = self.team.as_deref();
        owned && team.is_none_or(|team| due.goal.is_in(team))
    }

    /// The parts, person by person, the one at the keyboard first, and each stop's goal beside it.
    pub(super) fn parts<'w>(
        &self,
        evaluator: &Evaluator<'w>,
        reading: &Reading,
    ) -> (Vec<Part>, Vec<Vec<Item<'w>>>) {
        let wanted = |due: &Due<'_>| self.takes(due) && (self.all || due.waits(evaluator.day()));
        let mut found = evaluator.reportable(reading.cycle, wanted);
        let by = |due: &Due<'_>| due.owner.unwrap_or(&self.me).clone();
        found.sort_by_key(|due| (by(due) != self.me, by(due)));
        let mut parts: Vec<Part> = Vec::new();
        let mut items: Vec<Vec<Item<'w>>> = Vec::new();
        for due in found {
            let by = by(&due);
            if parts.last().is_none_or(|part| part.by != by) {
                parts.push(Part::new(by));
                items.push(Vec::new());
            }
            if let (Some(part), Some(items)) = (parts.last_mut(), items.last_mut()) {
                part.stops.push(stop(&due.goal));
                let shape = Shape::of(&due.goal);
                items.push(Item { due, shape });
            }
        }
        (parts, items)
    }
}

fn stop(goal: &DueGoal<'_>) -> Stop {
    let (id, confident) = match goal {
        DueGoal::KeyResult(state) => (state.id.to_string(), true),
        DueGoal::Kpi(state) => (state.kpi.id.to_string(), false),
        DueGoal::Review(objective, _) => (objective.id.to_string(), false),
    };
    Stop {
        goal: id,
        confident,
        asked: true,
        answer: None,
    }
}
