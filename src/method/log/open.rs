//! What is still in the way: only what was said last counts.

use super::{Log, LoggedUpdate};
use crate::model::{CheckIn, CycleId, GoalId, Name};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// A check-in's own list of blockers, or (with an index) one of its updates.
pub(super) type Spot<'w> = (CycleId, &'w str, Option<usize>);

pub(super) fn spot(checkin: &CheckIn, update: Option<usize>) -> Spot<'_> {
    (checkin.cycle, &checkin.file, update)
}

/// What an update speaks of.
#[derive(PartialEq, Eq, Hash)]
enum Subject<'w> {
    Goal(GoalId),
    Kpi(&'w str),
}

impl<'w> Log<'_, 'w> {
    /// Where the blockers stand that are open on `until`: a person's in his newest check-in, a goal's
    /// in its newest update. `unchanged` says that nothing is new, so what was in the way still is. A
    /// reading of a KPI says nothing of the key results that follow it. Nothing is in the way of a
    /// goal that is given up.
    pub(super) fn open_blockers(&self, until: NaiveDate) -> HashSet<Spot<'w>> {
        let all = self.checkins(until).filter_map(|c| self.of(c, None));
        let mut updates: Vec<_> = all.flat_map(|logged| logged.updates).collect();
        updates.sort_by_key(|update| update.entry.rank());
        let mut said: HashMap<Subject<'w>, Option<Spot<'w>>> = HashMap::new();
        for update in &updates {
            let Some(subject) = subject(update) else {
                continue;
            };
            let entry = &update.entry;
            if entry.update.blocker.is_some() && !given_up(update, until) {
                said.insert(subject, Some(spot(entry.checkin, Some(entry.index))));
            } else if !entry.update.unchanged {
                said.insert(subject, None);
            }
        }
        let mut open = newest(self.checkins(until));
        open.extend(said.into_values().flatten());
        open
    }

    /// The check-in of each person that holds the newest plan.
    pub(super) fn newest_plans(&self, until: NaiveDate) -> HashSet<Spot<'w>> {
        newest(self.checkins(until).filter(|c| c.plan.is_some()))
    }
}

/// The newest check-in of each person.
fn newest<'w>(checkins: impl Iterator<Item = &'w CheckIn>) -> HashSet<Spot<'w>> {
    let mut newest: HashMap<&Name, &CheckIn> = HashMap::new();
    let rank = |checkin: &'w CheckIn| (checkin.date, checkin.file.as_str());
    for checkin in checkins {
        let known = newest.entry(&checkin.by).or_insert(checkin);
        if rank(known) <= rank(checkin) {
            *known = checkin;
        }
    }
    newest.into_values().map(|c| spot(c, None)).collect()
}

fn subject<'w>(update: &LoggedUpdate<'w>) -> Option<Subject<'w>> {
    match &update.goal {
        Some(goal) => Some(Subject::Goal(goal.clone())),
        None => update.kpi_id.map(Subject::Kpi),
    }
}

fn given_up(update: &LoggedUpdate<'_>, day: NaiveDate) -> bool {
    match update.found {
        Some((objective, key_result)) => {
            objective.dropped_on(day) || key_result.is_some_and(|kr| kr.dropped_on(day))
        }
        None => update.kpi.is_some_and(|kpi| kpi.retired_on(day)),
    }
}
