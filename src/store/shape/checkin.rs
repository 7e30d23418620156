//! A check-in's file as written.

use super::allowed::{GoalText, KpiText, NameText};
use super::faults::Faults;
use super::scalars::{Day, Number, only_tables};
use crate::model::{CheckIn, CycleId, Invalid, Name, Settings, Update};
use crate::store::shape::Fault;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

/// A check-in's file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "A check-in of okr")]
#[schemars(
    description = "CYCLE/checkins/*.toml: what one person reported at one time. `okr checkin` writes it."
)]
pub(crate) struct CheckInShape {
    /// The local day that it speaks of, such as `date = 2026-07-14`; it lies in the cycle of the
    /// folder. Required.
    #[schemars(required)]
    pub(super) date: Option<Day>,
    /// Who reports: a handle, such as `by = "maria"`. Required.
    #[schemars(with = "NameText")]
    pub(super) by: Option<String>,
    /// What comes next, such as `plan = "Agree the template with support"`.
    pub(super) plan: Option<String>,
    /// What is in the way of all this, such as
    /// `blockers = ["CRM vendor has delayed the sandbox"]`.
    pub(super) blockers: Option<Vec<String>>,
    /// What went well, such as `wins = ["First account on the new plan"]`.
    pub(super) wins: Option<Vec<String>>,
    /// What is said of one goal each: `[[update]]`.
    pub(super) update: Option<Vec<UpdateShape>>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemars(extend("anyOf" = [{ "required": ["kr"] }, { "required": ["kpi"] }]))]
pub(super) struct UpdateShape {
    /// The key result or objective, such as `kr = "customer-success/loyal-customers.retention"`; one
    /// of a cycle around this one has that in front: `kr = "2026/double-revenue.arr"`. An update
    /// names `kr`, `kpi` or both.
    #[schemars(with = "Option<GoalText>")]
    pub(super) kr: Option<String>,
    /// The KPI, such as `kpi = "kpis/client-retention"`: the reading is the KPI's, the confidence the
    /// key result's.
    #[schemars(with = "Option<KpiText>")]
    pub(super) kpi: Option<String>,
    /// The day of this reading, where it is not the check-in's, such as `date = 2026-07-13`.
    pub(super) date: Option<Day>,
    /// Where it stands, in the goal's unit, such as `value = 73.4`; percents are 0 to 100. Of effort
    /// without milestones: the percent that is complete.
    pub(super) value: Option<Number>,
    /// The ids of milestones that are reached, such as `done = ["template"]`.
    #[schemars(with = "Option<Vec<NameText>>")]
    pub(super) done: Option<Vec<String>>,
    /// How likely the target will be reached, 0 to 1, such as `confidence = 0.7`.
    #[schemars(range(min = 0, max = 1))]
    pub(super) confidence: Option<Number>,
    /// What there is to say about it, such as `note = "Two renewals slipped"`.
    pub(super) note: Option<String>,
    /// What is in its way, such as `blocker = "Two renewals wait for legal"`.
    pub(super) blocker: Option<String>,
    /// `unchanged = true`: looked at, nothing new. Never beside a `value`.
    pub(super) unchanged: Option<bool>,
}

/// The folder that a check-in lies in.
#[derive(Debug, Clone, Copy)]
struct Folder<'s> {
    cycle: CycleId,
    days: Option<Days<'s>>,
}

/// The days of a folder, where the settings are known.
#[derive(Debug, Clone, Copy)]
struct Days<'s> {
    settings: &'s Settings,
    first: NaiveDate,
    last: NaiveDate,
}

impl CheckInShape {
    /// The check-in in `file` of the folder of `cycle`; its days are judged by the `settings`.
    pub(crate) fn convert(
        self,
        cycle: CycleId,
        file: &str,
        settings: Option<&Settings>,
    ) -> Result<CheckIn, Vec<Fault>> {
        let mut faults = Faults::default();
        let days = settings.map(|settings| Days {
            settings,
            first: settings.calendar.start(cycle),
            last: settings.calendar.end(cycle),
        });
        let folder = Folder { cycle, days };
        let made = self.definition(folder, file, &mut faults);
        faults.result(made)
    }

    fn definition(self, folder: Folder<'_>, file: &str, faults: &mut Faults) -> Option<CheckIn> {
        let date = faults.need("date", "the local day that it speaks of", self.date);
        folder.check_kind(date, faults);
        folder.check(date, faults);
        let by = faults.need("by", "who reports, such as `by = \"maria\"`", self.by);
        let by = faults.name("by", by.as_deref());
        let shapes = self.update.unwrap_or_default();
        let mut updates = Vec::with_capacity(shapes.len());
        if !shapes.is_empty() {
            faults.within("update", |faults| {
                for (i, shape) in shapes.into_iter().enumerate() {
                    updates.push(faults.within(i, |faults| shape.convert(folder, faults)));
                }
            });
        }
        Some(CheckIn {
            cycle: folder.cycle,
            file: file.to_owned(),
            date: date?.get(),
            by: by?,
            plan: self.plan,
            blockers: self.blockers.unwrap_or_default(),
            wins: self.wins.unwrap_or_default(),
            updates,
        })
    }
}

impl Folder<'_> {
    /// Whether it is one of the workspace's own cycles.
    fn check_kind(self, date: Option<Day>, faults: &mut Faults) {
        let (Some(Days { settings, .. }), Some(date)) = (self.days, date) else {
            return;
        };
        let (cycle, own) = (self.cycle, settings.cycle);
        if cycle.kind() != own {
            let right = settings.cycle_on(date.get());
            let (is, own) = (cycle.kind().word(), own.word());
            let said = format!("{cycle} is a {is}, and a check-in lies in the folder of its {own}");
            let help = format!("move the file to {right}/checkins, which holds its date");
            faults.broken("outside-cycle", "date", Invalid::new(said).help(help));
        }
    }

    fn check(self, date: Option<Day>, faults: &mut Faults) {
        let (Some(days), Some(date)) = (self.days, date.map(Day::get)) else {
            return;
        };
        let Self { cycle, .. } = self;
        let Days {
            settings,
            first,
            last,
        } = days;
        if cycle.kind() == settings.cycle && (date < first || date > last) {
            faults.broken(
                "outside-cycle",
                "date",
                Invalid::new(format!("{date} lies outside {cycle}, {first} to {last}"))
                    .help("a check-in lies in the folder of the cycle that covers its date"),
            );
        }
    }
}

impl UpdateShape {
    fn convert(self, folder: Folder<'_>, faults: &mut Faults) -> Update {
        if self.kr.is_none() && self.kpi.is_none() {
            let help = "an update names a key result (`kr`), a KPI (`kpi`) or both";
            faults.missing(Invalid::new("this update names no goal").help(help));
        }
        self.check_says_something(faults);
        folder.check(self.date, faults);
        let goal = faults.goal("kr", self.kr.as_deref());
        let kpi = faults.kpi("kpi", self.kpi.as_deref());
        let confidence = faults.confidence(self.confidence);
        let done = faults.each("done", self.done.as_deref(), |id| {
            Name::check_shape(id).map(|()| id.to_owned())
        });
        Update {
            goal,
            kpi,
            date: self.date.map(Day::get),
            value: self.value.map(Number::quantity),
            done,
            confidence,
            note: self.note,
            blocker: self.blocker,
            unchanged: self.unchanged.unwrap_or(false),
        }
    }

    fn check_says_something(&self, faults: &mut Faults) {
        let unchanged = self.unchanged == Some(true);
        let said = unchanged
            || self.value.is_some()
            || self.done.as_ref().is_some_and(|d| !d.is_empty())
            || self.confidence.is_some()
            || self.note.is_some()
            || self.blocker.is_some();
        if !said {
            let help =
                "give `value`, `done`, `confidence`, `note`, `blocker` or `unchanged = true`";
            faults.missing(Invalid::new("this update says nothing").help(help));
        }
        if unchanged && self.value.is_some() {
            let help = "leave out one of them: a `value` is a reading, `unchanged` is none";
            let invalid = Invalid::new("`unchanged` contradicts `value`").help(help);
            faults.bad_key("contradiction", "unchanged", invalid);
        }
    }
}

only_tables!(UpdateShape);
