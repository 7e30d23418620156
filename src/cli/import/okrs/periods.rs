//! Cycles as other tools write them: `Q3 Y2025`, `Y2025`, `FY25 H1`, `2025-Q3`, `July 2025`.

use crate::model::{Calendar, CycleId, CycleKind};
use chrono::{Datelike, NaiveDate};

/// The cycle that a text means.
pub(super) fn period(text: &str) -> Option<CycleId> {
    let upper = text.trim().to_uppercase();
    if let Some(cycle) = CycleId::parse(&upper) {
        return Some(cycle);
    }
    if let Some(cycle) = month(text) {
        return Some(cycle);
    }
    if upper.chars().any(|c| !c.is_ascii() && c.is_alphanumeric()) {
        return None;
    }
    // `2025Q3` is two words.
    let mut words: Vec<String> = Vec::new();
    let mut digit = None;
    for c in upper.chars() {
        if !c.is_ascii_alphanumeric() {
            digit = None;
            continue;
        }
        let begins = c.is_ascii_alphabetic() && digit == Some(true);
        match words.last_mut().filter(|_| digit.is_some() && !begins) {
            Some(word) => word.push(c),
            None => words.push(c.to_string()),
        }
        digit = Some(c.is_ascii_digit());
    }
    let mut year = None;
    let mut part = None;
    for word in &words {
        if let (Some(read), None) = (year_of(word), year) {
            year = Some(read);
        } else if let (Some(read), None) = (part_of(word), part) {
            part = Some(read);
        } else {
            return None;
        }
    }
    let (kind, index) = part.unwrap_or((CycleKind::Year, 1));
    CycleId::new(year?, kind, index).ok()
}

/// `2025`, `Y2025`, `FY2025` and `FY25`.
fn year_of(word: &str) -> Option<i32> {
    let digits = word
        .strip_prefix("FY")
        .or_else(|| word.strip_prefix("CY"))
        .or_else(|| word.strip_prefix('Y'));
    let (digits, named) = digits.map_or((word, false), |digits| (digits, true));
    let all = digits.bytes().all(|b| b.is_ascii_digit());
    let year: i32 = digits.parse().ok().filter(|_| all)?;
    match digits.len() {
        4 => Some(year),
        2 if named => Some(2000 + year),
        _ => None,
    }
}

/// `Q3`, `H1` and `T2`.
fn part_of(word: &str) -> Option<(CycleKind, u32)> {
    let kinds = [
        ("Q", CycleKind::Quarter),
        ("H", CycleKind::Half),
        ("T", CycleKind::Trimester),
    ];
    let found = kinds.into_iter();
    let mut found =
        found.filter_map(|(letter, kind)| Some((kind, word.strip_prefix(letter)?.parse().ok()?)));
    found.next()
}

/// `July 2025` and `Jul 2025`.
fn month(text: &str) -> Option<CycleId> {
    let text = format!("1 {}", text.trim());
    let read = |format| NaiveDate::parse_from_str(&text, format).ok();
    let day = read("%d %B %Y")?;
    CycleId::new(day.year(), CycleKind::Month, day.month()).ok()
}

/// The cycle that runs from one day to the other, if there is one.
pub(super) fn between(start: NaiveDate, end: NaiveDate, calendar: Calendar) -> Option<CycleId> {
    let cycles = CycleKind::ALL.into_iter();
    let mut cycles = cycles.map(|kind| calendar.cycle_of(kind, start));
    cycles.find(|&cycle| calendar.start(cycle) == start && calendar.end(cycle) == end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NamedBy;

    #[test]
    fn periods_as_tools_write_them() {
        for (text, cycle) in [
            ("Q3 Y2025", "2025-Q3"),
            ("q3 y2025", "2025-Q3"),
            ("Y2025", "2025"),
            ("2025", "2025"),
            ("2025-Q3", "2025-Q3"),
            ("2025Q3", "2025-Q3"),
            ("2025 / H1", "2025-H1"),
            ("FY25 T2", "2025-T2"),
            ("2025-07", "2025-07"),
            ("July 2025", "2025-07"),
            ("jul 2025", "2025-07"),
        ] {
            assert_eq!(period(text), CycleId::parse(cycle), "{text}");
        }
        for text in [
            "",
            "Q3",
            "Sprint 5",
            "Q5 2025",
            "2025 2026",
            "25",
            "Q3 Q4 2025",
            "é2025",
        ] {
            assert_eq!(period(text), None, "{text}");
        }
    }

    #[test]
    fn two_days_make_a_cycle() {
        let calendar = Calendar::new(1, NamedBy::End).unwrap();
        let day = |text: &str| text.parse().unwrap();
        let cycle = |from, to| between(day(from), day(to), calendar);
        assert_eq!(cycle("2025-01-01", "2025-03-31"), CycleId::parse("2025-Q1"));
        assert_eq!(cycle("2025-01-01", "2025-12-31"), CycleId::parse("2025"));
        assert_eq!(cycle("2025-01-01", "2025-03-30"), None);
    }
}
