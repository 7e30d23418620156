//! `okr.toml` as written.

use super::faults::Faults;
use super::scalars::{Entries, Number};
use crate::model::{
    Calendar, CheckinFrequency, CycleKind, Invalid, KpiTolerance, Name, NamedBy, Person, Scoring,
    Settings,
};
use crate::store::shape::Fault;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The version of the format that this program reads.
pub(crate) const FORMAT: f64 = 1.0;

/// `okr.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingsShape {
    format: Option<Number>,
    name: Option<String>,
    mission: Option<String>,
    cycle: Option<String>,
    fiscal_year_start: Option<Number>,
    fiscal_year_named_by: Option<String>,
    checkin_frequency: Option<String>,
    grace_days: Option<Number>,
    scoring: Option<ScoringShape>,
    kpi: Option<ToleranceShape>,
    check: Option<CheckShape>,
    people: Option<Entries<PersonShape>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScoringShape {
    on_track: Option<Number>,
    at_risk: Option<Number>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ToleranceShape {
    green_within: Option<Number>,
    amber_within: Option<Number>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckShape {
    allow: Option<Vec<String>>,
    deny: Option<Vec<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonShape {
    name: Option<String>,
    email: Option<String>,
}

const CYCLES: [(&str, CycleKind); 5] = [
    ("year", CycleKind::Year),
    ("half", CycleKind::Half),
    ("trimester", CycleKind::Trimester),
    ("quarter", CycleKind::Quarter),
    ("month", CycleKind::Month),
];

const FREQUENCIES: [(&str, CheckinFrequency); 3] = [
    ("weekly", CheckinFrequency::Weekly),
    ("fortnightly", CheckinFrequency::Fortnightly),
    ("monthly", CheckinFrequency::Monthly),
];

impl SettingsShape {
    /// The settings; what is left out has its default.
    pub(crate) fn convert(self) -> Result<Settings, Vec<Fault>> {
        let mut faults = Faults::default();
        let made = self.definition(&mut faults);
        faults.result(Some(made))
    }

    fn definition(self, faults: &mut Faults) -> Settings {
        let usual = Settings::default();
        check_format(self.format, faults);
        let cycle = faults.word("cycle", self.cycle.as_deref(), &CYCLES);
        let named_by = [("end", NamedBy::End), ("start", NamedBy::Start)];
        let by = self.fiscal_year_named_by;
        let by = faults.word("fiscal_year_named_by", by.as_deref(), &named_by);
        let month = faults.whole("fiscal_year_start", self.fiscal_year_start, 1, 12);
        let calendar = Calendar::new(month.unwrap_or(1), by.unwrap_or(NamedBy::End));
        let frequency = self.checkin_frequency;
        let frequency = faults.word("checkin_frequency", frequency.as_deref(), &FREQUENCIES);
        let grace_days = faults.whole("grace_days", self.grace_days, 0, 366);
        let check = self.check.unwrap_or_default();
        Settings {
            name: self.name,
            mission: self.mission,
            cycle: cycle.unwrap_or(usual.cycle),
            calendar: calendar.unwrap_or(usual.calendar),
            checkin_frequency: frequency.unwrap_or(usual.checkin_frequency),
            grace_days: grace_days.unwrap_or(usual.grace_days),
            scoring: scoring(self.scoring, faults),
            kpi: tolerance(self.kpi, faults),
            allow: check.allow.unwrap_or_default(),
            deny: check.deny.unwrap_or_default(),
            people: people(self.people, faults),
        }
    }
}

fn check_format(format: Option<Number>, faults: &mut Faults) {
    let Some(format) = format.map(Number::get).filter(|f| *f != FORMAT) else {
        return;
    };
    if format > FORMAT {
        faults.broken("newer-format", "format", newer(format));
    } else {
        let invalid = Invalid::new(format!("there is no format {format}"));
        faults.bad("format", invalid.help("write `format = 1`"));
    }
}

/// The answer to a format of the future.
pub(crate) fn newer(format: f64) -> Invalid {
    Invalid::new("this workspace needs a newer okr").help(format!(
        "it has format {format}, and this okr reads format {FORMAT}"
    ))
}

fn scoring(shape: Option<ScoringShape>, faults: &mut Faults) -> Scoring {
    let usual = Scoring::default();
    let Some(shape) = shape else { return usual };
    let on_track = shape.on_track.map_or(usual.on_track(), Number::get);
    let at_risk = shape.at_risk.map_or(usual.at_risk(), Number::get);
    faults
        .keep("scoring", Scoring::new(on_track, at_risk))
        .unwrap_or(usual)
}

fn tolerance(shape: Option<ToleranceShape>, faults: &mut Faults) -> KpiTolerance {
    let usual = KpiTolerance::default();
    let Some(shape) = shape else { return usual };
    let green = shape.green_within.map_or(usual.green_within(), Number::get);
    let amber = shape.amber_within.map_or(usual.amber_within(), Number::get);
    faults
        .keep("kpi", KpiTolerance::new(green, amber))
        .unwrap_or(usual)
}

fn people(shapes: Option<Entries<PersonShape>>, faults: &mut Faults) -> BTreeMap<Name, Person> {
    let mut people = BTreeMap::new();
    faults.within("people", |faults| {
        for (handle, PersonShape { name, email }) in shapes.unwrap_or_default().0 {
            match Name::new(&handle) {
                Ok(handle) => {
                    people.insert(handle, Person { name, email });
                }
                Err(invalid) => faults.bad_name(&handle, invalid, Name::new),
            }
        }
    });
    people
}
