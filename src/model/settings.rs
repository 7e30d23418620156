//! A workspace's settings: how its cycles run, how scores are judged, who is who.

use super::{Calendar, CycleId, CycleKind, Frequency, Invalid, Name, NamedBy};
use chrono::{Days, Months, NaiveDate};
use std::collections::BTreeMap;

/// Everything in `okr.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The company's or person's name.
    pub name: Option<String>,
    /// Heads the tree and the report.
    pub mission: Option<String>,
    /// How long the workspace's own cycle is.
    pub cycle: CycleKind,
    /// Dates of cycles.
    pub calendar: Calendar,
    /// How often goals are checked in.
    pub checkin_frequency: CheckinFrequency,
    /// Days before something counts as overdue.
    pub grace_days: u32,
    /// Bands of a score.
    pub scoring: Scoring,
    /// How far from target a KPI may be.
    pub kpi: KpiTolerance,
    /// Practice rules that this workspace does without.
    pub allow: Vec<String>,
    /// Practice rules that count as errors.
    pub deny: Vec<String>,
    /// Who is who.
    pub people: BTreeMap<Name, Person>,
}

impl Settings {
    /// The workspace's own cycle that covers `date`.
    pub fn cycle_on(&self, date: NaiveDate) -> CycleId {
        self.calendar.cycle_of(self.cycle, date)
    }

    /// Whether `date` is one of the first `grace_days` days of the workspace's own cycle: while its
    /// goals are written, those of the one before may still be meant.
    pub fn is_early(&self, date: NaiveDate) -> bool {
        let start = self.calendar.start(self.cycle_on(date));
        (date - start).num_days() < i64::from(self.grace_days)
    }

    /// The last day on which a thing due on `due` is not yet overdue.
    pub fn overdue_after(&self, due: NaiveDate) -> NaiveDate {
        due.checked_add_days(Days::new(u64::from(self.grace_days)))
            .unwrap_or(NaiveDate::MAX)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: None,
            mission: None,
            cycle: CycleKind::Quarter,
            calendar: Calendar::new(1, NamedBy::End).unwrap_or_else(|_| unreachable!()),
            checkin_frequency: CheckinFrequency::Weekly,
            grace_days: 3,
            scoring: Scoring::default(),
            kpi: KpiTolerance::default(),
            allow: Vec::new(),
            deny: Vec::new(),
            people: BTreeMap::new(),
        }
    }
}

/// How often goals are checked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckinFrequency {
    /// Every 7 days.
    Weekly,
    /// Every 14 days.
    Fortnightly,
    /// Every calendar month.
    Monthly,
}

impl CheckinFrequency {
    /// The day `periods` check-in periods after `date`.
    pub fn after(self, date: NaiveDate, periods: u32) -> NaiveDate {
        let frequency = match self {
            Self::Weekly => Frequency::Weekly,
            Self::Fortnightly => Frequency::Fortnightly,
            Self::Monthly => Frequency::Monthly,
        };
        frequency.after(date, periods)
    }

    /// The day one check-in period before `date`.
    pub fn before(self, date: NaiveDate) -> NaiveDate {
        let earlier = match self {
            Self::Weekly => date.checked_sub_days(Days::new(7)),
            Self::Fortnightly => date.checked_sub_days(Days::new(14)),
            Self::Monthly => date.checked_sub_months(Months::new(1)),
        };
        earlier.unwrap_or(NaiveDate::MIN)
    }
}

/// Bands of a score, on the score rounded to two decimals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scoring {
    on_track: f64,
    at_risk: f64,
}

impl Scoring {
    /// Bands with `0 < at_risk < on_track <= 1`.
    ///
    /// # Errors
    /// Refuses bands in another order.
    pub fn new(on_track: f64, at_risk: f64) -> Result<Self, Invalid> {
        if 0.0 < at_risk && at_risk < on_track && on_track <= 1.0 {
            return Ok(Self { on_track, at_risk });
        }
        Err(Invalid::new(format!(
            "bands of {on_track} and {at_risk} cannot judge a score"
        ))
        .help("0 < at_risk < on_track <= 1, such as 0.4 and 0.7"))
    }

    /// Green from here.
    pub fn on_track(self) -> f64 {
        self.on_track
    }

    /// Amber from here.
    pub fn at_risk(self) -> f64 {
        self.at_risk
    }
}

impl Default for Scoring {
    fn default() -> Self {
        Self {
            on_track: 0.7,
            at_risk: 0.4,
        }
    }
}

/// Percent short of target that still count as green and as amber.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KpiTolerance {
    green_within: f64,
    amber_within: f64,
}

impl KpiTolerance {
    /// Percents with `0 <= green_within <= amber_within`.
    ///
    /// # Errors
    /// Refuses another order, and numbers that are not finite.
    pub fn new(green_within: f64, amber_within: f64) -> Result<Self, Invalid> {
        if 0.0 <= green_within && green_within <= amber_within && amber_within.is_finite() {
            return Ok(Self {
                green_within,
                amber_within,
            });
        }
        Err(Invalid::new(format!(
            "green within {green_within} % and amber within {amber_within} % cannot judge a KPI"
        ))
        .help("0 <= green_within <= amber_within"))
    }

    /// Percent short of target that still counts as green.
    pub fn green_within(self) -> f64 {
        self.green_within
    }

    /// Percent short of target that still counts as amber.
    pub fn amber_within(self) -> f64 {
        self.amber_within
    }
}

impl Default for KpiTolerance {
    fn default() -> Self {
        Self {
            green_within: 0.0,
            amber_within: 10.0,
        }
    }
}

/// Who a handle belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// The full name.
    pub name: Option<String>,
    /// The address, to match git's.
    pub email: Option<String>,
}
