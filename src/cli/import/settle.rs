//! What of a file is new: readings that are there already are passed over, others need `--replace`.

use super::rows::Reading;
use crate::cli::exit::{Code, Failure};
use crate::cli::reading::overlapping;
use crate::method::Ledger;
use crate::model::{
    Aggregate, CheckIn, CycleId, Document, KpiId, Name, Quantity, Update, Workspace,
};
use crate::store::compose::stamp_of;
use crate::store::load::Store;
use crate::store::paths;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A value that stands already, and the one that takes its place.
#[derive(Debug, Clone)]
pub(super) struct Replaced {
    pub(super) kpi: KpiId,
    pub(super) date: NaiveDate,
    pub(super) before: f64,
    pub(super) after: f64,
    /// The file that holds the value before.
    path: String,
    row: usize,
    /// For a sum: who read it, where that is not only who imports.
    others: Option<Name>,
    /// Its instant, where the file's name has one.
    stamp: Option<DateTime<Utc>>,
}

/// What is to be written.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub(super) new: BTreeMap<(KpiId, NaiveDate), Reading>,
    /// How many are there already.
    pub(super) same: usize,
    pub(super) replaced: Vec<Replaced>,
}

/// Compares with the readings of the cycles concerned.
///
/// # Errors
/// A file of them cannot be read.
pub(super) fn settle(
    store: &Store,
    found: BTreeMap<(KpiId, NaiveDate), Reading>,
    by: &Name,
) -> Result<Settled, Failure> {
    let settings = store.settings();
    let cycles: BTreeSet<CycleId> = found
        .keys()
        .map(|(_, day)| settings.cycle_on(*day))
        .collect();
    let cycles: Vec<_> = cycles.into_iter().collect();
    let loaded = store.read(&overlapping(store, &cycles));
    if !loaded.findings.is_empty() {
        return Err(Failure::invalid(loaded.findings));
    }
    let there = There::new(&loaded.workspace, &found);
    let mut settled = Settled::default();
    for ((kpi, date), reading) in found {
        let (before, after) = (there.value(&kpi, date), reading.value.get());
        match before {
            Some(before) if same(before, after) => settled.same += 1,
            Some(before) => {
                settled
                    .replaced
                    .push(there.replaced(&kpi, date, before, &reading, by));
                settled.new.insert((kpi, date), reading);
            }
            None => {
                settled.new.insert((kpi, date), reading);
            }
        }
    }
    Ok(settled)
}

/// A total of several people's readings may differ in its last bits.
fn same(before: f64, after: f64) -> bool {
    (before - after).abs() <= 1e-9 * before.abs().max(after.abs())
}

/// The readings that stand already.
struct There<'w> {
    ledger: Ledger<'w>,
    workspace: &'w Workspace,
    values: HashMap<(&'w str, NaiveDate), f64>,
}

impl<'w> There<'w> {
    fn new(workspace: &'w Workspace, found: &BTreeMap<(KpiId, NaiveDate), Reading>) -> Self {
        let ledger = Ledger::new(workspace, NaiveDate::MAX);
        let mut values = HashMap::new();
        let kpis: BTreeSet<&KpiId> = found.keys().map(|(kpi, _)| kpi).collect();
        for kpi in kpis.into_iter().filter_map(|id| workspace.kpis.get(id)) {
            let all = (NaiveDate::MIN, NaiveDate::MAX);
            let series = ledger.kpi_series(kpi.id.as_str(), kpi.aggregate, all.0, all.1);
            for reading in series.readings {
                values.insert((kpi.id.as_str(), reading.date), reading.value);
            }
        }
        Self {
            ledger,
            workspace,
            values,
        }
    }

    fn value(&self, kpi: &KpiId, date: NaiveDate) -> Option<f64> {
        self.values.get(&(kpi.as_str(), date)).copied()
    }

    fn replaced(
        &self,
        kpi: &KpiId,
        date: NaiveDate,
        before: f64,
        reading: &Reading,
        by: &Name,
    ) -> Replaced {
        let of_day = self.ledger.of_kpi(kpi.as_str()).iter();
        let of_day = of_day.filter(|e| e.date == date && e.update.value.is_some());
        let of_day: Vec<&CheckIn> = of_day.map(|entry| entry.checkin).collect();
        let known = self.workspace.kpis.get(kpi);
        let adds_up = known.is_some_and(|kpi| kpi.aggregate == Aggregate::Sum);
        let mut others = of_day.iter().filter(|c| adds_up && c.by != *by);
        let last = of_day.last();
        let path = |c: &&CheckIn| paths::of(&Document::CheckIn(c.cycle, c.file.clone()));
        Replaced {
            kpi: kpi.clone(),
            date,
            before,
            after: reading.value.get(),
            path: last.map(path).unwrap_or_default(),
            row: reading.row,
            others: others.next_back().map(|c| c.by.clone()),
            stamp: last.and_then(|c| stamp_of(&c.file)),
        }
    }
}

impl Settled {
    /// The instant to name the files after: late enough for what is replaced.
    ///
    /// # Errors
    /// Something would be replaced that was not allowed to be, or cannot be from here.
    pub(super) fn stamp(
        &self,
        replace: bool,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Failure> {
        if !self.replaced.is_empty() && !replace {
            return Err(self.refused(
                &self.replaced.iter().collect::<Vec<_>>(),
                "other values stand already",
                "--replace puts these in their place; nothing was written",
            ));
        }
        let fixed = |r: &&Replaced| r.others.is_some() || r.stamp.is_none();
        let fixed: Vec<_> = self.replaced.iter().filter(fixed).collect();
        if let Some(first) = fixed.first() {
            let why = match &first.others {
                Some(person) => format!(
                    "they are {person}'s, and readings of a sum by several people add up: --by \
                     {person} replaces them, or edit that file"
                ),
                None => format!(
                    "{} has a name of its own, so that nothing can be said after it: edit it",
                    first.path
                ),
            };
            return Err(self.refused(&fixed, "these cannot be replaced from here", &why));
        }
        let latest = self.replaced.iter().filter_map(|r| r.stamp).max();
        let after = latest.map(|stamp| stamp + Duration::seconds(1));
        Ok(after.map_or(now, |after| after.max(now)))
    }

    fn refused(&self, which: &[&Replaced], what: &str, help: &str) -> Failure {
        const TOLD: usize = 20;
        let told = which.iter().take(TOLD).map(|r| {
            format!(
                "\n  row {}: {} {} is {} in {}, {} here",
                r.row, r.kpi, r.date, r.before, r.path, r.after
            )
        });
        let mut message = what.to_owned() + &told.collect::<String>();
        if which.len() > TOLD {
            message.push_str(&format!("\n  and {} more", which.len() - TOLD));
        }
        Failure::new(Code::Conflict, "conflict", message).help(help)
    }

    /// The check-ins to write, one a cycle.
    pub(super) fn checkins(self, store: &Store, by: &Name) -> Vec<CheckIn> {
        let mut by_cycle: BTreeMap<CycleId, Vec<(NaiveDate, Update)>> = BTreeMap::new();
        for ((kpi, date), reading) in self.new {
            let update = update(kpi, reading.value, reading.note);
            let cycle = store.settings().cycle_on(date);
            by_cycle.entry(cycle).or_default().push((date, update));
        }
        let checkins = by_cycle.into_iter();
        checkins
            .map(|(cycle, mut updates)| {
                updates.sort_by_key(|(date, _)| *date);
                checkin(cycle, by, updates)
            })
            .collect()
    }
}

fn update(kpi: KpiId, value: Quantity, note: Option<String>) -> Update {
    Update {
        goal: None,
        kpi: Some(kpi),
        date: None,
        value: Some(value),
        done: Vec::new(),
        confidence: None,
        note,
        blocker: None,
        unchanged: false,
    }
}

/// A check-in of the last of its days.
pub(super) fn checkin(cycle: CycleId, by: &Name, updates: Vec<(NaiveDate, Update)>) -> CheckIn {
    let date = updates.last().map(|(date, _)| *date).unwrap_or_default();
    let dated = updates.into_iter().map(|(day, update)| Update {
        date: (day != date).then_some(day),
        ..update
    });
    CheckIn {
        cycle,
        file: String::new(),
        date,
        by: by.clone(),
        plan: None,
        blockers: Vec::new(),
        wins: Vec::new(),
        updates: dated.collect(),
    }
}

/// The halves of a check-in that is too large for one file.
pub(super) fn halves(checkin: CheckIn) -> [CheckIn; 2] {
    let dated = checkin.updates.into_iter();
    let mut first: Vec<_> = dated
        .map(|update| (update.date.unwrap_or(checkin.date), update))
        .collect();
    let second = first.split_off(first.len() / 2);
    [first, second].map(|updates| self::checkin(checkin.cycle, &checkin.by, updates))
}
