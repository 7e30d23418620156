//! Status: one word for pace, flags for the rest.

use super::score::TOLERANCE;
use crate::model::{Ambition, Scoring};
use chrono::NaiveDate;

/// How a goal does against its pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// At most a little behind.
    OnTrack,
    /// Behind.
    AtRisk,
    /// Far behind.
    OffTrack,
    /// Nothing to judge by, or not to be judged.
    Unjudged,
    /// Reached.
    Done,
    /// The cycle ended short of success.
    Missed,
    /// Given up.
    Dropped,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::OnTrack,
        Self::AtRisk,
        Self::OffTrack,
        Self::Unjudged,
        Self::Done,
        Self::Missed,
        Self::Dropped,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::OffTrack => "off-track",
            Self::Unjudged => "unjudged",
            Self::Done => "done",
            Self::Missed => "missed",
            Self::Dropped => "dropped",
        }
    }
}

/// What else there is to say, beside the status and never instead of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Nothing was read in this cycle.
    NoReading,
    /// Where it started is not known.
    NoBaseline,
    /// Where it should go is not known.
    NoTarget,
    /// No update by anyone for too long.
    Stale,
    /// The latest confidence is below 0.4.
    LowConfidence,
    /// A guardrail KPI of the objective is red.
    Guardrail,
    /// The KPI that it follows shows a signal in the wrong direction.
    Signal,
    /// An effort past its due date, not complete.
    Overdue,
}

impl Flag {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoReading => "no-reading",
            Self::NoBaseline => "no-baseline",
            Self::NoTarget => "no-target",
            Self::Stale => "stale",
            Self::LowConfidence => "low-confidence",
            Self::Guardrail => "guardrail",
            Self::Signal => "signal",
            Self::Overdue => "overdue",
        }
    }
}

/// The score at which a goal counts as a success; none for learning goals, which are not judged.
///
/// Source: the method, "Status" (Google's playbook: 0.7 for aspirational, 1.0 for committed).
pub fn success_level(ambition: Ambition) -> Option<f64> {
    match ambition {
        Ambition::Aspirational => Some(0.7),
        Ambition::Committed => Some(1.0),
        Ambition::Learning => None,
    }
}

/// The share of the way from `start` to `end` (both inclusive) that `day` has come: 0 to 1.
pub fn elapsed(start: NaiveDate, end: NaiveDate, day: NaiveDate) -> f64 {
    let whole = (end - start).num_days();
    if whole <= 0 {
        return f64::from(u8::from(day >= end));
    }
    ((day - start).num_days() as f64 / whole as f64).clamp(0.0, 1.0)
}

/// How far behind still counts as on track when `elapsed` of the cycle is over.
pub(super) fn allowance(elapsed: f64) -> f64 {
    0.10 * (1.0 - elapsed)
}

/// The word for being `behind` (expected − score) when `elapsed` of the cycle is over: what counts as
/// on track narrows as the end comes nearer.
pub(super) fn pace(behind: f64, elapsed: f64) -> Status {
    if behind <= allowance(elapsed) + TOLERANCE {
        Status::OnTrack
    } else if behind <= 0.20 + TOLERANCE {
        Status::AtRisk
    } else {
        Status::OffTrack
    }
}

/// The word that a confidence gives where there is no expectation.
pub(super) fn from_confidence(confidence: Option<f64>) -> Status {
    match confidence {
        Some(c) if c >= 0.7 - TOLERANCE => Status::OnTrack,
        Some(c) if c >= 0.4 - TOLERANCE => Status::AtRisk,
        Some(_) => Status::OffTrack,
        None => Status::Unjudged,
    }
}

/// The word once the cycle has ended.
pub(super) fn verdict(score: Option<f64>, success: f64) -> Status {
    match score {
        None => Status::Unjudged,
        Some(score) if two_decimals(score) >= success - TOLERANCE => Status::Done,
        Some(_) => Status::Missed,
    }
}

/// Half a hundredth rounds up, also where the binary fraction falls a hair short of it.
fn two_decimals(score: f64) -> f64 {
    (score * 100.0 + TOLERANCE).round() / 100.0
}

/// The colour of a score, which only repeats what the number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreBand {
    /// From `on_track` on.
    Green,
    /// From `at_risk` on.
    Amber,
    /// Below.
    Red,
}

/// The band of a score, judged on the score rounded to two decimals.
pub fn band_of(score: f64, scoring: Scoring) -> ScoreBand {
    let score = two_decimals(score);
    if score >= scoring.on_track() - TOLERANCE {
        ScoreBand::Green
    } else if score >= scoring.at_risk() - TOLERANCE {
        ScoreBand::Amber
    } else {
        ScoreBand::Red
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elapsed_runs_from_the_first_day_to_the_last() {
        let day = |d: &str| d.parse::<NaiveDate>().unwrap();
        let quarter = |d| elapsed(day("2026-07-01"), day("2026-09-30"), day(d));
        assert_eq!(quarter("2026-07-01"), 0.0);
        assert_eq!(quarter("2026-09-30"), 1.0);
        assert!((quarter("2026-07-14") - 0.142_857).abs() < 1e-6);
        assert_eq!(quarter("2027-01-01"), 1.0);
    }

    #[test]
    fn a_single_day_is_over_once_it_has_come() {
        let day = |d: &str| d.parse::<NaiveDate>().unwrap();
        let only = |d| elapsed(day("2026-07-01"), day("2026-07-01"), day(d));
        assert_eq!([only("2026-06-30"), only("2026-07-01")], [0.0, 1.0]);
    }

    #[test]
    fn where_nothing_is_expected_confidence_gives_the_word() {
        let words = [0.7, 0.69, 0.4, 0.39].map(|c| from_confidence(Some(c)));
        let expected = [
            Status::OnTrack,
            Status::AtRisk,
            Status::AtRisk,
            Status::OffTrack,
        ];
        assert_eq!(words, expected);
        assert_eq!(from_confidence(None), Status::Unjudged);
    }

    #[test]
    fn pace_narrows_towards_the_end_with_a_tolerance() {
        assert_eq!(pace(0.05, 0.5), Status::OnTrack);
        assert_eq!(pace(0.05 + 1e-10, 0.5), Status::OnTrack);
        assert_eq!(pace(0.051, 0.5), Status::AtRisk);
        assert_eq!(pace(0.2, 1.0), Status::AtRisk);
        assert_eq!(pace(0.21, 0.0), Status::OffTrack);
    }

    #[test]
    fn a_verdict_is_on_two_decimals() {
        assert_eq!(verdict(Some(0.695), 0.7), Status::Done);
        assert_eq!(verdict(Some(0.694), 0.7), Status::Missed);
        assert_eq!(verdict(None, 0.7), Status::Unjudged);
        assert_eq!(band_of(0.695, Scoring::default()), ScoreBand::Green);
        assert_eq!(band_of(0.399, Scoring::default()), ScoreBand::Amber);
    }
}
