//! `okr log --format markdown`: the agenda of a weekly meeting.

use super::Asked;
use crate::cli::args::goals::GoalLike;
use crate::cli::reading::Reading;
use crate::cli::status::Filter;
use crate::method::log::{Log, Logged, Selection, agenda};
use crate::method::{CycleState, Evaluator, ObjectiveState, TeamState, changes};
use crate::render::changes::Since;
use crate::render::log::{self, Meeting};
use crate::render::status::MANY;
use chrono::{Days, NaiveDate};

/// Compares the cycle with what it was a check-in period ago, or on the day that is asked for.
pub(super) fn markdown<'w>(
    reading: &'w Reading,
    asked: &Asked,
    log: &Log<'_, 'w>,
    wanted: &Selection<'w>,
) -> String {
    let settings = reading.store.settings();
    let period = settings.checkin_frequency;
    let since = asked.compare.unwrap_or(period.before(asked.until));
    let day = asked.day;
    let evaluator = Evaluator::new(&reading.workspace, day);
    let earlier = Evaluator::new(&reading.workspace, since);
    let (cycle, before) = (evaluator.cycle(asked.cycle), earlier.cycle(asked.cycle));
    let filter = Filter {
        only: asked.goal.iter().cloned().collect(),
        owner: asked.by.clone(),
        status: None,
    };
    let all = filter.apply(&cycle);
    let many = filter.is_open() && all.len() > MANY;
    let at_top = |o: &&ObjectiveState<'_>| o.objective.id.objective.team().is_none();
    let mut shown: Vec<_> = all.into_iter().filter(|o| !many || at_top(o)).collect();
    // As in `okr status`: the company's own first, then team by team.
    shown.sort_by_key(|o| o.objective.id.objective.team());
    let start = settings.calendar.start(asked.cycle);
    let (mut said, mut open) = said(log, wanted, since, start);
    if many {
        for list in [&mut said, &mut open] {
            list.retain(|logged| speaks_of(logged, &shown));
        }
    }
    let told = changes(&before, &shown, day);
    let health = |kpi| evaluator.kpi(kpi, asked.cycle).status;
    let mut agenda = agenda(&shown, told.clone(), &said, &open, &health);
    if let Some(GoalLike::KeyResult(id)) = &asked.goal {
        agenda.only(id);
    }
    log::markdown(&Meeting {
        settings,
        teams: if many {
            teams(&cycle, &before)
        } else {
            Vec::new()
        },
        agenda,
        since: Since::new(since, before.score, told),
        only: (wanted.blockers, wanted.plans),
        cycle: &cycle,
        shown,
    })
}

/// What was said after the earlier day; and of the whole cycle what is open and planned.
fn said<'w>(
    log: &Log<'_, 'w>,
    wanted: &Selection<'w>,
    since: NaiveDate,
    start: NaiveDate,
) -> (Vec<Logged<'w>>, Vec<Logged<'w>>) {
    let news = Selection {
        since: since.checked_add_days(Days::new(1)).unwrap_or(since),
        blockers: false,
        plans: false,
        ..wanted.clone()
    };
    let open = Selection {
        since: start.min(since),
        blockers: true,
        plans: true,
        ..wanted.clone()
    };
    (log.select(&news), log.select(&open))
}

/// Whether a check-in speaks of one of these objectives.
pub(in crate::cli) fn speaks_of(logged: &Logged<'_>, shown: &[&ObjectiveState<'_>]) -> bool {
    logged.updates.iter().any(|update| {
        let of = update.goal.as_ref().map(|id| &id.objective);
        shown.iter().any(|o| of == Some(&o.objective.id.objective))
    })
}

/// Every team, with its score on the earlier day.
fn teams(now: &CycleState<'_>, before: &CycleState<'_>) -> Vec<(TeamState, Option<f64>)> {
    let then = before.teams();
    let score = |team: &str| then.iter().find(|t| t.team == team)?.score;
    let teams = now.teams().into_iter();
    teams
        .map(|team| (team.clone(), score(&team.team)))
        .collect()
}
