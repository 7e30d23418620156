//! The instant that names a check-in: a person's check-ins sort in the order in which they were
//! recorded, also two within one second.

use crate::cli::context::Context;
use crate::model::CheckIn;
use crate::store::compose::STAMP;
use crate::store::load::Store;
use chrono::{DateTime, Duration, NaiveDateTime, Utc};

const STAMP_LENGTH: usize = "2026-07-14-091233".len();

/// Now, or the second after the person's latest check-in where that is not earlier.
pub(super) fn free(store: &Store, checkin: &CheckIn, context: &Context) -> DateTime<Utc> {
    let by = format!("-{}-", checkin.by);
    let length = STAMP_LENGTH + by.len() + "3f9c.toml".len();
    let of_person = |name: &str| {
        name.len() == length && name.get(STAMP_LENGTH..).is_some_and(|n| n.starts_with(&by))
    };
    let names = store.checkin_names_like(checkin.cycle, of_person);
    // A clock that is far ahead elsewhere must not pull this one along.
    let horizon = if context.day_only {
        Duration::days(1)
    } else {
        Duration::hours(1)
    };
    let own = names.iter().filter_map(|name| {
        let stamp = NaiveDateTime::parse_from_str(&name[..STAMP_LENGTH], STAMP);
        Some(stamp.ok()?.and_utc())
    });
    let near = own.filter(|&stamp| stamp >= context.now && stamp < context.now + horizon);
    near.max()
        .map_or(context.now, |latest| latest + Duration::seconds(1))
}
