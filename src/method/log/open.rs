//! What is still in the way: only what was said last counts.

use super::{Log, LoggedUpdate};
use crate::model::{CheckIn, CycleId, GoalId};
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
        let mut newest = HashMap::new();
        let mut updates = Vec::new();
        for checkin in self.checkins(until) {
            let rank = (checkin.date, checkin.file.as_str());
            let known = newest.entry(&checkin.by).or_insert((rank, checkin));
            if known.0 <= rank {
                *known = (rank, checkin);
            }
            let all = self.of(checkin, None).into_iter();
            updates.extend(all.flat_map(|logged| logged.updates));
        }
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
        let people = newest.into_values().map(|(_, checkin)| spot(checkin, None));
        people.chain(said.into_values().flatten()).collect()
    }
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
