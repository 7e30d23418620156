//! The rows of `okr export checkins` as check-ins.

use super::cells::Cells;
use super::faults::Faults;
use super::record::Records;
use crate::cli::args::confidence;
use crate::cli::exit::{Code, Failure};
use crate::model::{
    CheckIn, Confidence, CycleId, GoalRef, Invalid, KpiId, Name, Update, is_unsafe,
};
use crate::store::load::Store;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A check-in that is put together row by row.
struct Gathered {
    row: usize,
    checkin: CheckIn,
    /// Each with its place in the file.
    updates: Vec<(f64, Update)>,
}

/// The check-ins, in the order in which their first rows stand.
pub(super) fn read(records: &Records, store: &Store) -> Result<Vec<(usize, CheckIn)>, Failure> {
    for needed in ["date", "by"] {
        if !records.header.iter().any(|column| column == needed) {
            let message = format!("{} has no column `{needed}`", records.name);
            return Err(Failure::new(Code::Invalid, "invalid", message)
                .help("it needs the columns of `okr export checkins`"));
        }
    }
    let faults = RefCell::new(Faults::default());
    let mut at: BTreeMap<(CycleId, String), usize> = BTreeMap::new();
    let mut made: Vec<Gathered> = Vec::new();
    for record in &records.rows {
        let cells = Cells::new(record, &faults);
        let Some(whole) = whole(&cells, store) else {
            continue;
        };
        let key = match whole.file.is_empty() {
            true => (whole.cycle, format!("/{} {}", whole.date, whole.by)),
            false => (whole.cycle, whole.file.clone()),
        };
        let next = made.len();
        let at = *at.entry(key).or_insert(next);
        if at == next {
            made.push(Gathered {
                row: record.row,
                checkin: whole,
                updates: Vec::new(),
            });
        } else {
            add(&mut made[at].checkin, whole, &cells);
        }
        let place = cells.number("update").unwrap_or(f64::INFINITY);
        made[at]
            .updates
            .extend(update(&cells).map(|update| (place, update)));
    }
    faults.into_inner().finish(&records.name)?;
    let made = made.into_iter().map(|gathered| {
        let (mut checkin, mut updates) = (gathered.checkin, gathered.updates);
        updates.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        checkin.updates = updates.into_iter().map(|(_, update)| update).collect();
        (gathered.row, checkin)
    });
    Ok(made.collect())
}

/// What a row says of the check-in as a whole.
fn whole(cells: &Cells<'_>, store: &Store) -> Option<CheckIn> {
    let date = cells.day("date");
    if cells.record.is_blank("date") {
        cells.row_fault("a check-in needs a date");
    }
    let by = cells.need("by", Name::new);
    let file = cells.read("file", file_name);
    let cycle = cells.read("cycle", |text| {
        let cycle = CycleId::parse_any_case(text);
        cycle.ok_or_else(|| Invalid::new("is no cycle").help("write it like 2026-Q3"))
    });
    let date = date?;
    Some(CheckIn {
        cycle: cycle.unwrap_or_else(|| store.settings().cycle_on(date)),
        file: file.unwrap_or_default(),
        date,
        by: by?,
        plan: cells.text("plan"),
        blockers: cells.list("blockers"),
        wins: cells.list("wins"),
        updates: Vec::new(),
    })
}

/// What another row of the same check-in says besides.
fn add(known: &mut CheckIn, more: CheckIn, cells: &Cells<'_>) {
    if (known.date, &known.by) != (more.date, &more.by) {
        cells.row_fault("its file is another day's or person's in a row above");
    }
    let other = |column: &str, what: &str| {
        let why = Invalid::new(format!("a row above has {what}"));
        let help = "say it in one row of the check-in, and leave it empty in the others";
        cells.fault(column, &why.help(help));
    };
    if more.plan.is_some() && known.plan.is_some() && known.plan != more.plan {
        other("plan", "another one");
    }
    known.plan = known.plan.take().or(more.plan);
    for (column, known, more) in [
        ("blockers", &mut known.blockers, more.blockers),
        ("wins", &mut known.wins, more.wins),
    ] {
        if !known.is_empty() && !more.is_empty() && *known != more {
            other(column, "others");
        }
        if known.is_empty() {
            *known = more;
        }
    }
}

/// The name of a file that lies in the folder of check-ins, and nowhere else.
fn file_name(text: &str) -> Result<String, Invalid> {
    let stem = text.strip_suffix(".toml");
    let plain = |stem: &str| {
        !stem.is_empty()
            && !stem.starts_with('.')
            && !stem.contains(|c: char| matches!(c, '/' | '\\' | ':') || is_unsafe(c))
    };
    match stem {
        Some(stem) if plain(stem) && text.len() <= 255 => Ok(text.to_owned()),
        Some(_) | None => {
            let shown = crate::cli::args::shown(text);
            Err(Invalid::new(format!("{shown} is no name of a check-in"))
                .help("leave it out, and the check-in gets one"))
        }
    }
}

fn update(cells: &Cells<'_>) -> Option<Update> {
    let goal = cells.read("goal", GoalRef::new);
    let kpi = cells.read("kpi", KpiId::new);
    let update = Update {
        goal,
        kpi,
        date: cells.day("update_date"),
        value: cells.quantity("value"),
        done: cells.list("done"),
        confidence: confidence_of(cells),
        note: cells.text("note"),
        blocker: cells.text("blocker"),
        unchanged: cells.yes("unchanged"),
    };
    let named = update.goal.is_some() || update.kpi.is_some();
    let says = update.value.is_some()
        || update.confidence.is_some()
        || update.note.is_some()
        || update.blocker.is_some()
        || update.unchanged
        || !update.done.is_empty();
    if says && !named {
        cells.row_fault("it says something of neither a goal nor a KPI");
    }
    named.then_some(update)
}

/// `0.7`, `70%` or `7/10`.
fn confidence_of(cells: &Cells<'_>) -> Option<Confidence> {
    let Ok(Some(number)) = cells.record.number("confidence") else {
        return cells.read("confidence", confidence::confidence);
    };
    let read = Confidence::new(number);
    read.map_err(|why| cells.fault("confidence", &why)).ok()
}
