//! `okr.toml` as written.

use super::allowed::{NameText, Table, Whole, one_of};
use super::faults::Faults;
use super::scalars::{Entries, Number, only_tables};
use crate::model::{
    Calendar, CheckinFrequency, CycleKind, Invalid, KpiTolerance, Name, NamedBy, Person, Scoring,
    Settings,
};
use crate::store::shape::Fault;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The version of the format that this program reads.
pub(crate) const FORMAT: f64 = 1.0;

/// `okr.toml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Settings of an okr workspace")]
#[schemars(
    description = "okr.toml: settings; the file marks the root of a workspace. Every key is optional."
)]
pub(crate) struct SettingsShape {
    /// The version of the format; default `format = 1`.
    #[schemars(with = "Option<Whole>", range(min = 1, max = 1))]
    format: Option<Number>,
    /// Whose goals these are, such as `name = "Acme"`; heads the tables. No default.
    name: Option<String>,
    /// What the company is there for, such as `mission = "Customers for life"`; heads the tree and
    /// the report. No default.
    mission: Option<String>,
    /// How long a cycle is; default `cycle = "quarter"`. A trimester has four months.
    #[schemars(with = "Option<CycleWord>")]
    cycle: Option<String>,
    /// The month in which the fiscal year starts, 1 to 12; default `fiscal_year_start = 1`.
    #[schemars(with = "Option<Whole>", range(min = 1, max = 12))]
    fiscal_year_start: Option<Number>,
    /// Which calendar year names a fiscal year that lies in two: the one in which it ends or starts;
    /// default `fiscal_year_named_by = "end"`.
    #[schemars(with = "Option<NamedByWord>")]
    fiscal_year_named_by: Option<String>,
    /// How often everybody checks in; default `checkin_frequency = "weekly"`.
    #[schemars(with = "Option<FrequencyWord>")]
    checkin_frequency: Option<String>,
    /// Days before a check-in, a KPI or a review counts as overdue, 0 to 366; default
    /// `grace_days = 3`.
    #[schemars(with = "Option<Whole>", range(min = 0, max = 366))]
    grace_days: Option<Number>,
    /// The colour bands of a score.
    scoring: Option<ScoringShape>,
    /// How far a KPI may be from its target, where it has no thresholds of its own.
    kpi: Option<ToleranceShape>,
    /// Which rules of `okr check` this workspace does without, or treats as errors.
    check: Option<CheckShape>,
    /// Who is who: a table for each handle, such as `[people.maria]`.
    #[schemars(with = "Option<Table<NameText, PersonShape>>")]
    people: Option<Entries<PersonShape>>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct ScoringShape {
    /// Green from here, 0 to 1; default `on_track = 0.7`.
    #[schemars(range(min = 0, max = 1))]
    on_track: Option<Number>,
    /// Amber from here, red below, 0 to 1 and less than `on_track`; default `at_risk = 0.4`.
    #[schemars(range(min = 0, max = 1))]
    at_risk: Option<Number>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct ToleranceShape {
    /// Percent short of the target that still counts as green; default `green_within = 0`.
    #[schemars(range(min = 0))]
    green_within: Option<Number>,
    /// Percent short of the target that still counts as amber, red beyond; default
    /// `amber_within = 10`.
    #[schemars(range(min = 0))]
    amber_within: Option<Number>,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct CheckShape {
    /// Names of rules that this workspace does without, such as `allow = ["too-many-objectives"]`;
    /// `okr explain --list` has them all.
    allow: Option<Vec<String>>,
    /// Names of rules that are errors here, such as `deny = ["missing-owner"]`.
    deny: Option<Vec<String>>,
}

/// One person, under the handle that files know.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct PersonShape {
    /// The name that people know, such as `name = "Maria Lopez"`.
    name: Option<String>,
    /// The address, such as `email = "maria@acme.example"`; matched with git's `user.email`.
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

const NAMED_BY: [(&str, NamedBy); 2] = [("end", NamedBy::End), ("start", NamedBy::Start)];

one_of!(CycleWord, "cycle", CYCLES);
one_of!(NamedByWord, "end or start", NAMED_BY);
one_of!(FrequencyWord, "frequency", FREQUENCIES);

impl SettingsShape {
    /// The settings; what is left out has its default.
    pub(crate) fn convert(self) -> Result<Settings, Vec<Fault>> {
        let (made, faults) = self.lenient();
        match faults.is_empty() {
            true => Ok(made),
            false => Err(faults),
        }
    }

    /// The settings, with the default for whatever is wrong, and all of that.
    pub(crate) fn lenient(self) -> (Settings, Vec<Fault>) {
        let mut faults = Faults::default();
        let made = self.definition(&mut faults);
        (made, faults.list)
    }

    fn definition(self, faults: &mut Faults) -> Settings {
        let usual = Settings::default();
        check_format(self.format, faults);
        let cycle = faults.word("cycle", self.cycle.as_deref(), &CYCLES);
        let by = self.fiscal_year_named_by;
        let by = faults.word("fiscal_year_named_by", by.as_deref(), &NAMED_BY);
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
    let key = match shape.at_risk {
        Some(_) if 0.0 < on_track && on_track <= 1.0 => "at_risk",
        Some(_) | None => "on_track",
    };
    let made = Scoring::new(on_track, at_risk);
    faults
        .within("scoring", |faults| faults.keep(key, made))
        .unwrap_or(usual)
}

fn tolerance(shape: Option<ToleranceShape>, faults: &mut Faults) -> KpiTolerance {
    let usual = KpiTolerance::default();
    let Some(shape) = shape else { return usual };
    let green = shape.green_within.map_or(usual.green_within(), Number::get);
    let amber = shape.amber_within.map_or(usual.amber_within(), Number::get);
    let key = match shape.amber_within {
        Some(_) if green >= 0.0 => "amber_within",
        Some(_) | None => "green_within",
    };
    let made = KpiTolerance::new(green, amber);
    faults
        .within("kpi", |faults| faults.keep(key, made))
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

only_tables!(ScoringShape, ToleranceShape, CheckShape, PersonShape);
