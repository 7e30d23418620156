//! What a rule has to know whole before it judges: a file that could not be read may hold the rest.

use super::{Advice, Unread};
use crate::model::{Calendar, CycleId, Document};

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
        let cycle = match &advice.place.document {
            Document::Objective(goal) => Some(goal.cycle),
            Document::CheckIn(cycle, _) | Document::Closed(cycle) => Some(*cycle),
            Document::Settings | Document::Kpi(_) => None,
        };
        let near = |other| cycle.is_none_or(|cycle| overlap(calendar, cycle, other));
        let lacks = |whole: &Whole| unread.holds_any(*whole, near);
        !needs.is_some_and(|(_, needs)| needs.iter().any(lacks))
    });
}

fn overlap(calendar: Calendar, a: CycleId, b: CycleId) -> bool {
    calendar.start(a) <= calendar.end(b) && calendar.start(b) <= calendar.end(a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rules_that_there_are_need_anything() {
        for (name, _) in NEEDS {
            assert!(crate::method::advice::rule(name).is_some(), "{name}");
        }
    }
}
