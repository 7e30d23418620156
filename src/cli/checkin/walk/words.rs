//! What was said last: read from the few files that hold it, when it is shown.

use super::Trip;
use super::scope::Item;
use crate::method::DueGoal;
use crate::model::{CheckIn, Name};
use crate::render::card::Quote;
use chrono::NaiveDate;

/// Older words are left where they are.
const LOOKED_AT: usize = 5;

/// Words with whose they are and of which day.
pub(super) struct Words {
    what: &'static str,
    text: String,
    by: Name,
    on: NaiveDate,
}

impl Words {
    pub(super) fn quote(&self) -> Quote<'_> {
        Quote {
            what: self.what,
            text: &self.text,
            by: &self.by,
            on: self.on,
        }
    }
}

impl Trip<'_, '_> {
    /// The last note on a goal, and what was in its way when it was last spoken of.
    pub(super) fn words(&self, item: &Item<'_>) -> Vec<Words> {
        let ledger = self.evaluator.ledger();
        let entries = match &item.due.goal {
            DueGoal::KeyResult(state) => ledger.of_goal(&state.id),
            DueGoal::Kpi(state) => ledger.of_kpi(state.kpi.id.as_str()),
            DueGoal::Review(..) => &[],
        };
        let mut words = Vec::new();
        for (place, entry) in entries.iter().rev().take(LOOKED_AT).enumerate() {
            let Some(checkin) = self.in_full(entry.checkin) else {
                continue;
            };
            let Some(update) = checkin.updates.get(entry.index) else {
                continue;
            };
            let said = |what, text: &Option<String>| {
                text.as_ref().map(|text| Words {
                    what,
                    text: text.clone(),
                    by: checkin.by.clone(),
                    on: entry.date,
                })
            };
            if place == 0 {
                words.extend(said("blocker", &update.blocker));
            }
            if let Some(note) = said("note", &update.note) {
                words.push(note);
                break;
            }
        }
        words
    }

    /// What a person planned in the latest check-in that they made.
    pub(super) fn last_plan(&self, by: &Name) -> Option<(NaiveDate, String)> {
        let cycles = self.evaluator.workspace().cycles.values();
        let own = cycles.flat_map(|cycle| &cycle.checkins);
        let own = own.filter(|c| c.by == *by && c.date <= self.day());
        let last = own.max_by_key(|c| (c.date, &c.file))?;
        Some((last.date, self.in_full(last)?.plan?))
    }

    /// A check-in with its words. One that has changed meanwhile and cannot be read has none.
    fn in_full(&self, checkin: &CheckIn) -> Option<CheckIn> {
        let store = &self.reading.store;
        store.read_checkin(checkin.cycle, &checkin.file).ok()?
    }
}
