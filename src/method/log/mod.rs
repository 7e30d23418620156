//! The log: what people said and when, with what was so just before.

mod about;
mod agenda;
mod notes;
mod open;
#[cfg(test)]
mod tests;
mod values;

pub use about::About;
pub use agenda::{Agenda, Item, KpiMove, Words, agenda};

use super::ledger::{Definition, Entry, Ledger, followed};
use crate::model::{CheckIn, GoalId, Kpi, Name, Update, Workspace};
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::HashSet;

/// The check-ins of a workspace on a day.
pub struct Log<'a, 'w> {
    workspace: &'w Workspace,
    ledger: &'a Ledger<'w>,
    day: NaiveDate,
}

/// Which check-ins are wanted.
#[derive(Debug, Clone)]
pub struct Selection<'w> {
    /// The first day.
    pub since: NaiveDate,
    /// The last day; what is open is open on this day.
    pub until: NaiveDate,
    /// Who reported.
    pub by: Option<Name>,
    /// What they speak of.
    pub about: Option<About<'w>>,
    /// Leave in what is in the way, as far as that is still open.
    pub blockers: bool,
    /// Leave in each person's newest plan.
    pub plans: bool,
}

/// A check-in, or what was asked for of it.
#[derive(Debug, Clone)]
pub struct Logged<'w> {
    /// The check-in.
    pub checkin: &'w CheckIn,
    /// What comes next.
    pub plan: Option<&'w str>,
    /// What is in the way.
    pub blockers: &'w [String],
    /// What went well.
    pub wins: &'w [String],
    /// What is said of goals, in the file's order.
    pub updates: Vec<LoggedUpdate<'w>>,
}

/// What a check-in says of one goal.
#[derive(Debug, Clone)]
pub struct LoggedUpdate<'w> {
    /// Where it stands, and the day it speaks of.
    pub entry: Entry<'w>,
    /// The goal under its present id; as written where there is no such goal.
    pub goal: Option<GoalId>,
    /// Its definition.
    pub found: Option<Definition<'w>>,
    /// The KPI, named or followed, under its present id; as written where there is none.
    pub kpi_id: Option<&'w str>,
    /// Its definition.
    pub kpi: Option<&'w Kpi>,
    /// The goal's value just before, under the KPI's aggregate; none where no reading is given or
    /// confirmed, or where nothing was known.
    pub before: Option<f64>,
    /// The goal's value with it: of a sum, the cycle's total.
    pub after: Option<f64>,
    /// The goal's confidence just before, 0 to 1, where this one says another.
    pub confidence_before: Option<f64>,
}

impl Logged<'_> {
    /// Whether nothing of what was asked for is in it.
    fn is_empty(&self) -> bool {
        let words = self.plan.is_none() && self.blockers.is_empty() && self.wins.is_empty();
        words && self.updates.is_empty()
    }
}

impl<'w> LoggedUpdate<'w> {
    /// The update as written.
    pub fn update(&self) -> &'w Update {
        self.entry.update
    }

    /// Whether it is a reading, or confirms one.
    pub fn reads(&self) -> bool {
        self.update().value.is_some() || self.update().unchanged
    }
}

impl<'a, 'w> Log<'a, 'w> {
    /// The check-ins of `workspace` that `ledger` holds, which goes up to `day`.
    pub fn new(workspace: &'w Workspace, ledger: &'a Ledger<'w>, day: NaiveDate) -> Self {
        Self {
            workspace,
            ledger,
            day,
        }
    }

    /// What was wanted, newest first.
    pub fn select(&self, wanted: &Selection<'w>) -> Vec<Logged<'w>> {
        let until = wanted.until.min(self.day);
        let checkins = self.checkins(until).filter(|c| wanted.since <= c.date);
        let by = wanted.by.as_ref();
        let checkins = checkins.filter(|c| by.is_none_or(|by| c.by == *by));
        let mut logged: Vec<Logged<'w>> = checkins
            .filter_map(|checkin| self.of(checkin, wanted.about.as_ref()))
            .collect();
        logged.sort_by_key(|l| Reverse((l.checkin.date, l.checkin.file.as_str())));
        if wanted.blockers || wanted.plans {
            self.prune(&mut logged, wanted, until);
        }
        for update in logged.iter_mut().flat_map(|l| &mut l.updates) {
            self.compare(update);
        }
        logged
    }

    /// How many check-ins there are from one day to another.
    pub fn count(&self, since: NaiveDate, until: NaiveDate) -> usize {
        let checkins = self.checkins(until.min(self.day));
        checkins.filter(|c| since <= c.date).count()
    }

    /// Every check-in of a day up to `until`.
    fn checkins(&self, until: NaiveDate) -> impl Iterator<Item = &'w CheckIn> + use<'w> {
        let all = self.workspace.cycles.values().flat_map(|c| &c.checkins);
        all.filter(move |checkin| checkin.date <= until)
    }

    /// A check-in with what it says of the goals that are asked for; none where it says nothing of
    /// them.
    fn of(&self, checkin: &'w CheckIn, about: Option<&About<'_>>) -> Option<Logged<'w>> {
        let updates = checkin.updates.iter().enumerate();
        let updates = updates.filter(|(_, update)| update.day(checkin) <= self.day);
        let updates = updates.map(|(index, update)| self.identified(checkin, index, update));
        let updates: Vec<_> = updates
            .filter(|update| about.is_none_or(|about| about.holds(update)))
            .collect();
        let wanted = about.is_none() || !updates.is_empty();
        wanted.then(|| Logged {
            checkin,
            plan: checkin.plan.as_deref(),
            blockers: &checkin.blockers,
            wins: &checkin.wins,
            updates,
        })
    }

    fn identified(
        &self,
        checkin: &'w CheckIn,
        index: usize,
        update: &'w Update,
    ) -> LoggedUpdate<'w> {
        let written = update.goal.as_ref().map(|goal| goal.resolve(checkin.cycle));
        let goal = written.map(|goal| self.ledger.resolve(&goal).unwrap_or(goal));
        let found = goal.as_ref().and_then(|id| self.definition(id));
        let kpi_id = update.kpi.as_ref().or_else(|| followed(found?));
        let kpi_id = kpi_id.map(|id| self.ledger.kpi_id(id));
        LoggedUpdate {
            entry: Entry {
                date: update.day(checkin),
                checkin,
                index,
                update,
            },
            goal,
            found,
            kpi_id,
            kpi: kpi_id.and_then(|id| self.workspace.kpis.get(id)),
            before: None,
            after: None,
            confidence_before: None,
        }
    }

    fn definition(&self, id: &GoalId) -> Option<Definition<'w>> {
        let objective = self.workspace.objective(id)?;
        let Some(key) = &id.key else {
            return Some((objective, None));
        };
        let key_result = objective.key_result(key)?;
        Some((objective, Some(key_result)))
    }

    /// Leaves in open blockers, newest plans, or both.
    fn prune(&self, logged: &mut Vec<Logged<'w>>, wanted: &Selection<'w>, until: NaiveDate) {
        let open = if wanted.blockers {
            self.open_blockers(until)
        } else {
            HashSet::new()
        };
        let newest = if wanted.plans {
            self.newest_plans(until)
        } else {
            HashSet::new()
        };
        for entry in logged.iter_mut() {
            let checkin = entry.checkin;
            let planned = newest.contains(&open::spot(checkin, None));
            entry.plan = entry.plan.filter(|_| planned);
            entry.wins = &[];
            if !open.contains(&open::spot(checkin, None)) {
                entry.blockers = &[];
            }
            let is_open =
                |u: &LoggedUpdate<'_>| open.contains(&open::spot(checkin, Some(u.entry.index)));
            entry.updates.retain(is_open);
        }
        logged.retain(|entry| !entry.is_empty());
    }
}
