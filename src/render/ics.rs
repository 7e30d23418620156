//! What is overdue as a calendar: RFC 5545, one event a thing, on the whole day it was due.
//!
//! The same workspace, day and clock give the same bytes. An event keeps its UID for as long as the
//! thing stays due, so that a calendar that takes the file in again changes it instead of adding one.

use super::due::{View, late_by, person, title};
use super::text::clean_lines;
use crate::method::{Due, DueGoal};
use chrono::{DateTime, NaiveDate, Utc};

/// A line is at most this many octets long, its line break not counted (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// `okr due --format ics`, stamped with the instant `now`.
pub fn calendar(view: &View<'_>, now: DateTime<Utc>) -> String {
    let mut lines = Lines::default();
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//okr//okr due//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        lines.add(name, value);
    }
    let stamp = now.format("%Y%m%dT%H%M%SZ").to_string();
    for due in view.items() {
        event(&mut lines, due, view, &stamp);
    }
    if view.items().next().is_none() {
        utc(&mut lines);
    }
    lines.add("END", "VCALENDAR");
    lines.text
}

fn event(lines: &mut Lines, due: &Due<'_>, view: &View<'_>, stamp: &str) {
    lines.add("BEGIN", "VEVENT");
    lines.add("UID", &escaped(&uid(due)));
    lines.add("DTSTAMP", stamp);
    lines.add("DTSTART;VALUE=DATE", &day(due.since));
    // The end is the first day that is not part of it.
    let after = due.since.succ_opt().unwrap_or(due.since);
    lines.add("DTEND;VALUE=DATE", &day(after));
    let to_do = match due.goal {
        DueGoal::KeyResult(_) => "Check in",
        DueGoal::Kpi(_) => "Read",
        DueGoal::Review(..) => "Review",
    };
    let name = title(&due.goal);
    let whose = due.owner.map(|owner| format!(" ({owner})"));
    let summary = format!("{to_do}: {name}{}", whose.unwrap_or_default());
    lines.add("SUMMARY", &escaped(&summary.replace('\n', " ")));
    lines.add("DESCRIPTION", &escaped(&description(due, view)));
    lines.add("CATEGORIES", due.goal.word());
    lines.add("TRANSP", "TRANSPARENT");
    lines.add("END", "VEVENT");
}

/// A name for the event that no other has: what is due, and on which day.
fn uid(due: &Due<'_>) -> String {
    let id = match &due.goal {
        DueGoal::KeyResult(state) => state.id.to_string(),
        DueGoal::Kpi(state) => state.kpi.id.to_string(),
        DueGoal::Review(objective, _) => format!("{}/review", objective.id),
    };
    format!("{id}/{}@okr", due.since)
}

fn description(due: &Due<'_>, view: &View<'_>) -> String {
    let mut lines = vec![person(due.owner, view.settings)];
    match (due.last, &due.goal) {
        (Some(last), _) => lines.push(format!("last update {last}")),
        (None, DueGoal::Review(..)) => {}
        (None, DueGoal::KeyResult(_) | DueGoal::Kpi(_)) => lines.push("never updated".to_owned()),
    }
    lines.push(format!("{} on {}", late_by(due.days_late), view.as_of));
    lines.push(view.command(&due.goal));
    lines.join("\n")
}

/// A calendar must hold something (RFC 5545, 3.6). Where nothing is due it is the zone of the stamps,
/// which every program passes over.
fn utc(lines: &mut Lines) {
    for (name, value) in [
        ("BEGIN", "VTIMEZONE"),
        ("TZID", "UTC"),
        ("BEGIN", "STANDARD"),
        ("DTSTART", "19700101T000000"),
        ("TZOFFSETFROM", "+0000"),
        ("TZOFFSETTO", "+0000"),
        ("END", "STANDARD"),
        ("END", "VTIMEZONE"),
    ] {
        lines.add(name, value);
    }
}

fn day(date: NaiveDate) -> String {
    date.format("%Y%m%d").to_string()
}

/// TEXT as RFC 5545, 3.3.11 wants it. Control characters, which it forbids, are shown instead.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in clean_lines(text).chars() {
        match c {
            '\n' => safe.push_str("\\n"),
            '\\' | ';' | ',' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

/// Content lines, each ended by CRLF and folded where it is too long.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn add(&mut self, name: &str, value: &str) {
        let mut used = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if used + c.len_utf8() > LONGEST {
                self.text.push_str("\r\n ");
                used = 1;
            }
            self.text.push(c);
            used += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fold_at_75_octets_between_characters() {
        let mut lines = Lines::default();
        lines.add("SUMMARY", &"ä€".repeat(60));
        let folded = lines.text.strip_suffix("\r\n").unwrap();
        assert!(folded.split("\r\n").all(|line| line.len() <= LONGEST));
        let full = folded.split("\r\n").count() - 1;
        assert!(folded.split("\r\n").take(full).all(|line| line.len() > 72));
        let unfolded = folded.replace("\r\n ", "");
        assert_eq!(unfolded, format!("SUMMARY:{}", "ä€".repeat(60)));
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\r\ne\u{7}"), "a\\,b\\;c\\\\d\\ne^G");
    }
}
