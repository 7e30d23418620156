//! A check-in's file as written.

use super::faults::Faults;
use super::scalars::{Day, Number};
use crate::model::{Calendar, CheckIn, CycleId, Invalid, Name, Update};
use crate::store::shape::Fault;
use chrono::NaiveDate;
use serde::Deserialize;

/// A check-in's file.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckInShape {
    pub(super) date: Option<Day>,
    pub(super) by: Option<String>,
    pub(super) plan: Option<String>,
    pub(super) blockers: Option<Vec<String>>,
    pub(super) wins: Option<Vec<String>>,
    pub(super) update: Option<Vec<UpdateShape>>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateShape {
    pub(super) kr: Option<String>,
    pub(super) kpi: Option<String>,
    pub(super) date: Option<Day>,
    pub(super) value: Option<Number>,
    pub(super) done: Option<Vec<String>>,
    pub(super) confidence: Option<Number>,
    pub(super) note: Option<String>,
    pub(super) blocker: Option<String>,
    pub(super) unchanged: Option<bool>,
}

/// The folder that a check-in lies in.
#[derive(Debug, Clone, Copy)]
struct Folder {
    cycle: CycleId,
    first: NaiveDate,
    last: NaiveDate,
}

impl CheckInShape {
    /// The check-in in `file` of the folder of `cycle`.
    pub(crate) fn convert(
        self,
        cycle: CycleId,
        file: &str,
        calendar: Calendar,
    ) -> Result<CheckIn, Vec<Fault>> {
        let mut faults = Faults::default();
        let folder = Folder {
            cycle,
            first: calendar.start(cycle),
            last: calendar.end(cycle),
        };
        let made = self.definition(folder, file, &mut faults);
        faults.result(made)
    }

    fn definition(self, folder: Folder, file: &str, faults: &mut Faults) -> Option<CheckIn> {
        let date = faults.need("date", "the local day that it speaks of", self.date);
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

impl Folder {
    fn check(self, date: Option<Day>, faults: &mut Faults) {
        let Some(date) = date.map(Day::get) else {
            return;
        };
        if date < self.first || date > self.last {
            let Self { cycle, first, last } = self;
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
    fn convert(self, folder: Folder, faults: &mut Faults) -> Update {
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
