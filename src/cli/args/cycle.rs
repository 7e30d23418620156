//! A cycle as people type it: `2026-Q3`, `q3`, `last`.

use super::shown;
use crate::model::{CycleId, CycleKind, Invalid, Settings};
use chrono::NaiveDate;

/// Reads a cycle. `q3`, `h1` and `t2` lie in the fiscal year that covers `today`; `this`, `last`
/// and `next` are cycles of the workspace's own kind.
///
/// # Errors
/// Refuses other texts with the name that is probably meant, and cycles outside the years 1 to 9999.
pub fn cycle(text: &str, today: NaiveDate, settings: &Settings) -> Result<CycleId, Invalid> {
    let asked = text.trim().to_ascii_lowercase();
    let current = settings.cycle_on(today);
    match asked.as_str() {
        "" => return Err(Invalid::new("a cycle is missing").help(ways(current))),
        "this" => return known(current),
        "last" => return known(current.previous()),
        "next" => return known(current.next()),
        _ => {}
    }
    if let Some(cycle) = CycleId::parse_any_case(&asked) {
        return Ok(cycle);
    }
    let (year, part) = match asked.split_at_checked(4) {
        Some((year, part)) if digits(year) => (year.parse().ok(), part),
        _ => (None, asked.as_str()),
    };
    let part = match year {
        Some(_) => part.strip_prefix('-').unwrap_or(part),
        None => part,
    };
    if let Some((kind, index)) = lettered(part) {
        let year_now = settings.calendar.cycle_of(CycleKind::Year, today).year();
        return CycleId::new(year.unwrap_or(year_now), kind, index);
    }
    let help = meant(&asked, current).map_or_else(|| ways(current), |c| format!("write {c}"));
    Err(Invalid::new(format!("{} is not a cycle", shown(text.trim()))).help(help))
}

/// The same cycle where it has a name: the calendar ends with the year 9999.
fn known(cycle: CycleId) -> Result<CycleId, Invalid> {
    CycleId::new(cycle.year(), cycle.kind(), cycle.index())
}

fn ways(current: CycleId) -> String {
    format!("write one like {current}, q3, this, last or next")
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `q3`, `h1`, `t2`: the kind and its number, which may be too large.
fn lettered(part: &str) -> Option<(CycleKind, u32)> {
    let kind = match part.chars().next()? {
        'h' => CycleKind::Half,
        't' => CycleKind::Trimester,
        'q' => CycleKind::Quarter,
        _ => return None,
    };
    let number = &part[1..];
    (digits(number) && number.len() <= 2).then_some((kind, number.parse().ok()?))
}

/// What `q3 2026`, `2026 q3`, `2026-7`, `07` or `q3/26` are probably meant to be.
fn meant(asked: &str, current: CycleId) -> Option<CycleId> {
    let mut parts: Vec<&str> = asked
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    if let [first, second] = parts[..]
        && (!digits(first) || first.len() < second.len())
    {
        parts = vec![second, first];
    }
    let (year, part) = match parts[..] {
        [part] if part.len() <= 2 => (current.year(), part),
        [year, part] if digits(year) && year.len() == 2 => (2000 + year.parse::<i32>().ok()?, part),
        [year, part] if digits(year) && year.len() == 4 => (year.parse().ok()?, part),
        _ => return None,
    };
    let (kind, index) = match lettered(part) {
        Some(known) => known,
        None if digits(part) && part.len() <= 2 => (CycleKind::Month, part.parse().ok()?),
        None => return None,
    };
    CycleId::new(year, kind, index).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Calendar, NamedBy};
    use proptest::prelude::*;

    fn settings(kind: CycleKind, start_month: u32, named_by: NamedBy) -> Settings {
        Settings {
            cycle: kind,
            calendar: Calendar::new(start_month, named_by).unwrap(),
            ..Settings::default()
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_way_to_write_it() {
        let settings = Settings::default();
        for (text, name) in [
            ("2026-Q3", "2026-Q3"),
            ("2026-q3", "2026-Q3"),
            ("2026q3", "2026-Q3"),
            ("2026H1", "2026-H1"),
            (" q3 ", "2026-Q3"),
            ("Q1", "2026-Q1"),
            ("h1", "2026-H1"),
            ("t2", "2026-T2"),
            ("2026", "2026"),
            ("2026-07", "2026-07"),
            ("this", "2026-Q3"),
            ("Last", "2026-Q2"),
            ("next", "2026-Q4"),
        ] {
            let read = cycle(text, day("2026-07-14"), &settings).unwrap();
            assert_eq!(read.to_string(), name, "{text}");
        }
    }

    #[test]
    fn relative_names_follow_the_workspace() {
        let today = day("2026-02-10");
        let named = |kind, month, by, text| {
            let read = cycle(text, today, &settings(kind, month, by)).unwrap();
            read.to_string()
        };
        use CycleKind::{Half, Month, Quarter, Year};
        use NamedBy::{End, Start};
        assert_eq!(named(Month, 1, End, "last"), "2026-01");
        assert_eq!(named(Month, 1, End, "q1"), "2026-Q1");
        assert_eq!(named(Half, 1, End, "last"), "2025-H2");
        assert_eq!(named(Year, 1, End, "next"), "2027");
        assert_eq!(named(Quarter, 2, End, "this"), "2027-Q1");
        assert_eq!(named(Quarter, 2, End, "q4"), "2027-Q4");
        assert_eq!(named(Quarter, 2, Start, "q4"), "2026-Q4");
        assert_eq!(named(Quarter, 4, Start, "this"), "2025-Q4");
    }

    #[test]
    fn what_is_none_names_what_is_probably_meant() {
        for (text, help) in [
            ("q3 2026", "write 2026-Q3"),
            ("2026 Q3", "write 2026-Q3"),
            ("q3/26", "write 2026-Q3"),
            ("2026_q3", "write 2026-Q3"),
            ("2026-7", "write 2026-07"),
            ("07", "write 2026-07"),
            ("7/2026", "write 2026-07"),
            ("07.2026", "write 2026-07"),
            ("summer", "write one like 2026-Q3, q3, this, last or next"),
            ("", "write one like 2026-Q3, q3, this, last or next"),
        ] {
            let refused = cycle(text, day("2026-07-14"), &Settings::default()).unwrap_err();
            assert_eq!(refused.help.as_deref(), Some(help), "{text}");
        }
    }

    #[test]
    fn cycles_that_do_not_exist_are_refused() {
        for text in [
            "q5", "q0", "h3", "t4", "2026-q5", "2026q", "q", "2026-13", "2026-00", "0000",
            "0000-q1", "q333", "20266", "2026-", "2026--q3", "-q3", "q3q", "2026-W30",
        ] {
            let refused = cycle(text, day("2026-07-14"), &Settings::default());
            assert!(refused.is_err(), "{text}");
        }
        let refused = cycle("q5", day("2026-07-14"), &Settings::default()).unwrap_err();
        assert_eq!(refused.message, "a year has no quarter number 5");
        assert!(cycle("next", day("9999-12-01"), &Settings::default()).is_err());
        assert!(cycle("last", day("0001-01-01"), &Settings::default()).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(any in any::<String>(), near in "[0-9qhtQ /-]{0,8}", days in 0..3_652_000i32) {
            let today = NaiveDate::from_num_days_from_ce_opt(days + 1).unwrap();
            for text in [any.as_str(), near.as_str(), "this", "last", "next", "q4"] {
                if let Ok(read) = cycle(text, today, &settings(CycleKind::Month, 7, NamedBy::End)) {
                    prop_assert_eq!(CycleId::parse(&read.to_string()), Some(read));
                }
            }
        }
    }
}
