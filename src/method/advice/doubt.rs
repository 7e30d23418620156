//! What a rule has to know whole before it judges: a file that could not be read may hold the rest.

use super::{Advice, Unread};
use crate::model::{Calendar, CycleId, Document};
use std::collections::BTreeSet;

/// Files of one kind, all of which count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Kpis,
    Objectives,
    CheckIns,
}

const SCORES: &[Whole] = &[Whole::Kpis, Whole::Objectives, Whole::CheckIns];

/// The rules that count, compare or miss something, and what they need for that. All others speak of
/// what they see.
const NEEDS: [(&str, &[Whole]); 7] = [
    ("abandoned-kpi", &[Whole::Kpis, Whole::Objectives]),
    ("frozen-score", SCORES),
    ("health-kpis", &[Whole::Kpis]),
    ("late-checkin", SCORES),
    ("missed-without-reason", SCORES),
    ("only-lagging", &[Whole::Objectives]),
    ("unread-kpi", &[Whole::CheckIns]),
];

/// Takes out what may only be said because some file could not be read: of the files of the cycles
/// that share a day with that of the advice, where it is about one.
pub(super) fn leave_out(advice: &mut Vec<Advice>, unread: &Unread, calendar: Calendar) {
    if unread.is_empty() {
        return;
    }
    advice.retain(|advice| {
        let needs = NEEDS.iter().find(|(rule, _)| *rule == advice.rule);
        let cycle = cycle_of(advice);
        let near = |other| cycle.is_none_or(|cycle| overlap(calendar, cycle, other));
        let lacks = |whole: &Whole| unread.holds_any(*whole, near);
        !needs.is_some_and(|(_, needs)| needs.iter().any(lacks))
    });
}

/// The rules that compare scores.
const BY_SCORE: [&str; 2] = ["frozen-score", "late-checkin"];

/// Wrong references: what was said under them counts nowhere, so scores lack it.
const ASTRAY: [&str; 4] = [
    "other-kpi",
    "unknown-goal",
    "unknown-kpi",
    "unknown-milestone",
];

/// Takes out the differences of scores that may only follow from a wrong reference in a cycle that shares
/// a day with theirs.
pub(super) fn leave_out_what_follows(advice: &mut Vec<Advice>, calendar: Calendar) {
    let wrong = advice.iter().filter(|a| ASTRAY.contains(&a.rule));
    let astray: BTreeSet<CycleId> = wrong.filter_map(cycle_of).collect();
    let near = |cycle| astray.iter().any(|&other| overlap(calendar, cycle, other));
    advice.retain(|a| !(BY_SCORE.contains(&a.rule) && cycle_of(a).is_some_and(near)));
}

/// The cycle of the file that advice is about.
fn cycle_of(advice: &Advice) -> Option<CycleId> {
    match &advice.place.document {
        Document::Objective(goal) => Some(goal.cycle),
        Document::CheckIn(cycle, _) | Document::Closed(cycle) => Some(*cycle),
        Document::Settings | Document::Kpi(_) => None,
    }
}

fn overlap(calendar: Calendar, a: CycleId, b: CycleId) -> bool {
    calendar.start(a) <= calendar.end(b) && calendar.start(b) <= calendar.end(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rules_that_there_are_need_anything() {
        let named = NEEDS.iter().map(|(name, _)| name);
        for name in named.chain(&BY_SCORE).chain(&ASTRAY) {
            assert!(crate::method::advice::rule(name).is_some(), "{name}");
        }
    }
}
