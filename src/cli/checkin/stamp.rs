//! The instant that names a check-in: a person's check-ins sort in the order in which they were
//! recorded, also two within one second.

use super::Prepared;
use super::echo::FEW;
use crate::cli::context::Context;
use crate::model::CheckIn;
use crate::store::compose::{STAMP_LENGTH, stamp_of};
use crate::store::load::Store;
use crate::store::recent;
use chrono::{DateTime, Duration, Utc};

/// Now, or the second after the person's latest check-in where that is not earlier. A crowded folder
/// is not listed for it: there what this machine remembers has to do.
/// Also says whether the folder is crowded.
pub(super) fn free(store: &Store, checkin: &CheckIn, context: &Context) -> (DateTime<Utc>, bool) {
    let now = context.instant();
    let by = format!("-{}-", checkin.by);
    let length = STAMP_LENGTH + by.len() + "3f9c.toml".len();
    let of_person = |name: &String| {
        name.len() == length && name.get(STAMP_LENGTH..).is_some_and(|n| n.starts_with(&by))
    };
    let listed = store.few_checkin_names(checkin.cycle, FEW);
    let crowded = listed.is_none();
    let names = match listed {
        Some(names) => names.into_iter().filter(of_person).collect(),
        None => Vec::from_iter(recent::stamp(store.root(), &checkin.by)),
    };
    // A clock that is far ahead elsewhere must not pull this one along.
    let horizon = if context.day_only {
        Duration::days(1)
    } else {
        Duration::hours(1)
    };
    let own = names.iter().filter_map(|name| stamp_of(name));
    let near = own.filter(|&stamp| stamp >= now && stamp < now + horizon);
    let after = |latest| latest + Duration::seconds(1);
    (near.max().map_or(now, after), crowded)
}

/// Remembers what was written into a crowded folder.
pub(super) fn remember(store: &Store, written: &[Prepared]) {
    for file in written.iter().filter(|file| file.crowded) {
        let checkin = &file.checkin;
        let stamp = checkin.file.get(..STAMP_LENGTH).unwrap_or_default();
        recent::remember(store.root(), &checkin.by, stamp);
    }
}
