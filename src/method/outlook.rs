//! What is expected of a goal on a day, and the words that follow: status and flags.

use super::confidence::ConfidenceTrend;
use super::health::Span;
use super::ledger::Entry;
use super::measure::{Figures, Gap, Kind};
use super::score::{TOLERANCE, mean};
use super::states::{KeyResultState, ObjectiveState};
use super::status::{Flag, Status, elapsed, from_confidence, pace, success_level, verdict};
use crate::model::{Ambition, Effort, Kpi, Milestone, Settings};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::rc::Rc;

/// What is expected, and the words that follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The expected score on the day, 0 to 1.
    pub expected: Option<f64>,
    /// Expected minus score; for means the mean of the parts'.
    pub behind: Option<f64>,
    /// One word for pace.
    pub status: Status,
    /// What else there is to say, in the method's order.
    pub flags: BTreeSet<Flag>,
}

/// Everything said of a goal in its cycle, and when last.
pub(super) struct Heard<'w> {
    pub(super) entries: Vec<Entry<'w>>,
    pub(super) last_update: Option<NaiveDate>,
}

/// What must be known of a goal to say what is expected of it.
pub(super) struct Question<'a> {
    pub(super) ambition: Ambition,
    /// The day from which its pace runs.
    pub(super) since: NaiveDate,
    pub(super) span: Span,
    pub(super) kpi: Option<&'a Kpi>,
    pub(super) effort: Option<&'a Effort>,
    /// Of a rollup: its supporters' expected score and how far they are behind.
    pub(super) rolled_up: Option<(Option<f64>, Option<f64>)>,
}

impl Question<'_> {
    /// The expected score on the day. Source: the method, "Status".
    fn expected(&self, success: f64, figures: &Figures<'_>, stale: bool) -> Option<f64> {
        if let Some(effort) = self.effort {
            return self.expected_effort(success, effort);
        }
        let share = |day| success * elapsed(self.since, self.span.end, day);
        if !figures.is_paced() {
            return (!figures.series.readings.is_empty()).then_some(success);
        }
        if figures.kind == Kind::Bounds && figures.series.readings.is_empty() {
            return None;
        }
        if self.span.ended() {
            return Some(success);
        }
        if stale {
            return Some(share(self.span.day));
        }
        Some(figures.series.confirmed.map_or(0.0, share))
    }

    fn expected_effort(&self, success: f64, effort: &Effort) -> Option<f64> {
        let day = self.span.day;
        if effort.milestones.is_empty() {
            let end = effort.due.unwrap_or(self.span.end);
            return Some(success * elapsed(self.since, end, day));
        }
        if effort.milestones.iter().all(|m| m.due.is_some()) {
            let due = |m: &Milestone| f64::from(u8::from(m.due <= Some(day)));
            return mean(effort.milestones.iter().map(|m| (m.weight.get(), due(m))));
        }
        effort.due.filter(|&due| day > due).map(|_| success)
    }

    /// No update by anyone for two check-in periods, or twice the KPI's frequency where that is
    /// longer. Nothing is stale in a cycle that has ended.
    fn is_stale(&self, heard: &Heard<'_>, settings: &Settings) -> bool {
        let from = heard.last_update.unwrap_or(self.since);
        let by_checkins = settings.checkin_frequency.after(from, 2);
        let frequency = self.kpi.and_then(|kpi| kpi.frequency);
        let by_kpi = frequency.map(|frequency| frequency.after(from, 2));
        let limit = by_kpi.map_or(by_checkins, |kpi| kpi.max(by_checkins));
        !self.span.ended() && self.span.day > limit
    }
}

impl Outlook {
    pub(super) fn nothing() -> Self {
        Self {
            expected: None,
            behind: None,
            status: Status::Unjudged,
            flags: BTreeSet::new(),
        }
    }

    pub(super) fn dropped() -> Self {
        Self {
            status: Status::Dropped,
            ..Self::nothing()
        }
    }
}

/// A rollup's figures: the mean of its supporters.
pub(super) fn rollup<'w>(supporters: &[Rc<ObjectiveState<'w>>]) -> Figures<'w> {
    let mut figures = Figures::empty(Kind::Rollup);
    figures.score = mean(supporters.iter().filter_map(|o| o.weighted_score()));
    figures.progress = figures.score;
    figures
}

/// Expected score of a rollup's supporters and how far they are behind.
pub(super) fn rolled_up(supporters: &[Rc<ObjectiveState<'_>>]) -> (Option<f64>, Option<f64>) {
    let judged = || supporters.iter().filter(|o| o.outlook.behind.is_some());
    let weight = |o: &ObjectiveState<'_>| o.terms.weight.get();
    let expected = judged().filter_map(|o| Some((weight(o), o.outlook.expected?)));
    let behind = judged().filter_map(|o| Some((weight(o), o.outlook.behind?)));
    (mean(expected), mean(behind))
}

/// Everything there is to say of a goal's pace.
pub(super) fn outlook(
    question: &Question<'_>,
    figures: &Figures<'_>,
    heard: &Heard<'_>,
    settings: &Settings,
) -> Outlook {
    let success = success_level(question.ambition);
    let reached = figures.stays_reached() && figures.score.is_some_and(|s| s >= 1.0 - TOLERANCE);
    let stale = question.is_stale(heard, settings)
        && figures.kind != Kind::Rollup
        && !(reached && success.is_some());
    let (expected, behind) = match (question.rolled_up, success) {
        (_, None) => (None, None),
        (Some(parts), Some(_)) => parts,
        (None, Some(success)) => {
            let expected = question.expected(success, figures, stale);
            let behind = expected.zip(figures.score).map(|(e, s)| e - s);
            (expected, behind)
        }
    };
    let confidence = ConfidenceTrend::of(&heard.entries).latest;
    let status = match (success, behind) {
        (None, _) => Status::Unjudged,
        (Some(success), _) if question.span.ended() => verdict(figures.score, success),
        (Some(_), _) if reached => Status::Done,
        (Some(_), Some(behind)) => pace(behind, question.span.elapsed()),
        (Some(_), None) => from_confidence(confidence),
    };
    let due = question.effort.and_then(|e| e.due);
    let overdue = due.is_some_and(|due| question.span.day > due) && !reached;
    let doubtful = confidence.is_some_and(|c| c < 0.4 - TOLERANCE);
    let flags = [
        figures.gap.map(Gap::flag),
        stale.then_some(Flag::Stale),
        doubtful.then_some(Flag::LowConfidence),
        overdue.then_some(Flag::Overdue),
    ];
    Outlook {
        expected,
        behind,
        status,
        flags: flags.into_iter().flatten().collect(),
    }
}

/// The pace of an objective from that of its live key results.
pub(super) fn of_parts(
    parts: &[&KeyResultState<'_>],
    score: Option<f64>,
    ambition: Ambition,
    span: Span,
) -> Outlook {
    let judged = || {
        let judged = parts.iter().filter(|k| k.outlook.behind.is_some());
        judged.map(|k| (k.terms.weight.get(), &k.outlook))
    };
    let expected = mean(judged().filter_map(|(w, o)| Some((w, o.expected?))));
    let behind = mean(judged().filter_map(|(w, o)| Some((w, o.behind?))));
    let all_done = parts.iter().all(|k| k.outlook.status == Status::Done);
    let status = match (success_level(ambition), behind) {
        (None, _) => Status::Unjudged,
        (Some(success), _) if span.ended() => verdict(score, success),
        (Some(_), _) if all_done && !parts.is_empty() => Status::Done,
        (Some(_), Some(behind)) => pace(behind, span.elapsed()),
        (Some(_), None) => Status::Unjudged,
    };
    let flags = parts.iter().flat_map(|k| k.outlook.flags.iter().copied());
    Outlook {
        expected,
        behind,
        status,
        flags: flags.collect(),
    }
}
