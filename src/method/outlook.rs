//! What is expected of a goal on a day, and the words that follow: status and flags.

use super::confidence::ConfidenceTrend;
use super::health::Span;
use super::ledger::Entry;
use super::measure::{Figures, Gap, Kind};
use super::score::{TOLERANCE, mean};
use super::states::{KeyResultState, Supporter};
use super::status::{
    Flag, Status, allowance, elapsed, from_confidence, pace, success_level, verdict,
};
use crate::model::{Ambition, Effort, Kpi, Milestone, Settings};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What is expected, and the words that follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The expected score on the day, 0 to 1.
    pub expected: Option<f64>,
    /// How the expected score came about.
    pub basis: Basis,
    /// Expected minus score; for means the mean of the parts'.
    pub behind: Option<f64>,
    /// How far behind still counts as on track on the day.
    pub allowance: f64,
    /// One word for pace.
    pub status: Status,
    /// What else there is to say, in the method's order.
    pub flags: BTreeSet<Flag>,
}

/// What an expected score is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Basis {
    /// There is none.
    Nothing,
    /// The success level × the share of the time that is over on a day.
    Pace {
        /// The success level.
        success: f64,
        /// The share of the time, 0 to 1.
        share: f64,
        /// The day: of the last reading, or the one looked at.
        until: NaiveDate,
    },
    /// Nothing was read yet, so nothing is expected yet.
    BeforeReading,
    /// The success level itself.
    Level(f64),
    /// The share of milestones that are due, by weight.
    Milestones,
    /// The mean of the parts' expected scores, by weight.
    Parts,
}

impl Basis {
    /// The expected score; none where it does not follow from this alone.
    fn score(self) -> Option<f64> {
        match self {
            Self::Pace { success, share, .. } => Some(success * share),
            Self::BeforeReading => Some(0.0),
            Self::Level(success) => Some(success),
            Self::Nothing | Self::Milestones | Self::Parts => None,
        }
    }
}

/// Everything said of a goal in its cycle, and when last.
pub(super) struct Heard<'a, 'w> {
    pub(super) entries: &'a [Entry<'w>],
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
    fn expected(&self, success: f64, figures: &Figures<'_>, stale: bool) -> (Basis, Option<f64>) {
        let basis = match self.effort {
            Some(effort) => return self.expected_effort(success, effort),
            None => self.basis(success, figures, stale),
        };
        (basis, basis.score())
    }

    fn basis(&self, success: f64, figures: &Figures<'_>, stale: bool) -> Basis {
        let read = !figures.series.readings.is_empty();
        let level = figures.kind == Kind::Bounds && !read;
        if level || (!figures.is_paced() && !read) {
            return Basis::Nothing;
        }
        if !figures.is_paced() || self.span.ended() {
            return Basis::Level(success);
        }
        if stale {
            return self.pace(success, self.span.end, self.span.day);
        }
        match figures.series.confirmed {
            Some(day) => self.pace(success, self.span.end, day),
            None => Basis::BeforeReading,
        }
    }

    fn pace(&self, success: f64, end: NaiveDate, until: NaiveDate) -> Basis {
        Basis::Pace {
            success,
            share: elapsed(self.since, end, until),
            until,
        }
    }

    fn expected_effort(&self, success: f64, effort: &Effort) -> (Basis, Option<f64>) {
        let day = self.span.day;
        if effort.milestones.is_empty() {
            let basis = self.pace(success, effort.due.unwrap_or(self.span.end), day);
            return (basis, basis.score());
        }
        if effort.milestones.iter().all(|m| m.due.is_some()) {
            let due = |m: &Milestone| f64::from(u8::from(m.due <= Some(day)));
            let share = mean(effort.milestones.iter().map(|m| (m.weight.get(), due(m))));
            return (Basis::Milestones, share);
        }
        let basis = match effort.due {
            Some(due) if day > due => Basis::Level(success),
            Some(_) | None => Basis::Nothing,
        };
        (basis, basis.score())
    }

    /// No update by anyone for two check-in periods, or twice the KPI's frequency where that is
    /// longer. Nothing is stale in a cycle that has ended.
    fn is_stale(&self, heard: &Heard<'_, '_>, settings: &Settings) -> bool {
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
            basis: Basis::Nothing,
            behind: None,
            allowance: 0.0,
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
pub(super) fn rollup<'w>(supporters: &[Supporter<'_>]) -> Figures<'w> {
    let mut figures = Figures::empty(Kind::Rollup);
    figures.score = mean(supporters.iter().filter_map(|o| Some((o.weight, o.score?))));
    figures.progress = figures.score;
    figures
}

/// Expected score of a rollup's supporters and how far they are behind.
pub(super) fn rolled_up(supporters: &[Supporter<'_>]) -> (Option<f64>, Option<f64>) {
    let judged = || supporters.iter().filter(|o| o.behind.is_some());
    let expected = judged().filter_map(|o| Some((o.weight, o.expected?)));
    let behind = judged().filter_map(|o| Some((o.weight, o.behind?)));
    (mean(expected), mean(behind))
}

/// Everything there is to say of a goal's pace.
pub(super) fn outlook(
    question: &Question<'_>,
    figures: &Figures<'_>,
    heard: &Heard<'_, '_>,
    settings: &Settings,
) -> Outlook {
    let success = success_level(question.ambition);
    let reached = figures.stays_reached() && figures.score.is_some_and(|s| s >= 1.0 - TOLERANCE);
    let stale = question.is_stale(heard, settings)
        && figures.kind != Kind::Rollup
        && !(reached && success.is_some());
    let (basis, expected, behind) = match (question.rolled_up, success) {
        (_, None) => (Basis::Nothing, None, None),
        (Some((expected, behind)), Some(_)) => (Basis::Parts, expected, behind),
        (None, Some(success)) => {
            let (basis, expected) = question.expected(success, figures, stale);
            let behind = expected.zip(figures.score).map(|(e, s)| e - s);
            (basis, expected, behind)
        }
    };
    let confidence = ConfidenceTrend::of(heard.entries).latest;
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
        basis,
        behind,
        allowance: allowance(question.span.elapsed()),
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
        (Some(success), _) if span.ended() => verdict(score, success),
        (Some(_), _) if all_done && !parts.is_empty() => Status::Done,
        (Some(_), Some(behind)) => pace(behind, span.elapsed()),
        (None, _) | (Some(_), None) => Status::Unjudged,
    };
    let flags = parts.iter().flat_map(|k| k.outlook.flags.iter().copied());
    Outlook {
        expected,
        basis: Basis::Parts,
        behind,
        allowance: allowance(span.elapsed()),
        status,
        flags: flags.collect(),
    }
}
