//! `okr export readings`: what KPIs were, for a spreadsheet or a script.

use crate::cli::Format;
use crate::cli::args::goals;
use crate::cli::args::{self, date};
use crate::cli::context::{Context, print};
use crate::cli::exit::Failure;
use crate::method::Ledger;
use crate::model::{Aggregate, Kpi, KpiId, Workspace};
use crate::render::readings::{Exported, csv, json};
use crate::store::load::{Depth, Store};
use chrono::NaiveDate;
use clap::Args;

/// Print the readings of KPIs as a table that import reads back
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr export readings > readings.csv              every KPI, every day\n  \
                               okr export readings retention --since 2026-01-01\n  \
                               okr export readings --cycle 2026-Q3 --format json"
)]
pub struct ReadingsArgs {
    /// KPIs: any unique part of their id or name
    #[arg(value_name = "KPI")]
    only: Vec<String>,
    /// The first day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    since: Option<String>,
    /// The last day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Option<String>,
    /// The days of a cycle: 2026-Q3, q3, this, last
    #[arg(long, value_name = "CYCLE", conflicts_with_all = ["since", "until"])]
    cycle: Option<String>,
}

/// Exports.
pub fn run(args: &ReadingsArgs, context: &Context) -> Result<(), Failure> {
    // A table is what is asked for: CSV, unless JSON is named.
    let format = context.format(&[Format::Table, Format::Csv, Format::Json])?;
    let store = context.store()?;
    let (from, to) = days(args, &store, context)?;
    let settings = store.settings();
    let within = |day: NaiveDate| from <= day && day <= to;
    let folders = store.cycle_folders().into_iter().filter(|&folder| {
        let (start, end) = (
            settings.calendar.start(folder),
            settings.calendar.end(folder),
        );
        start <= to && end >= from
    });
    let full: Vec<_> = folders.map(|folder| (folder, Depth::Full)).collect();
    let loaded = store.read(&full);
    let workspace = &loaded.workspace;
    let chosen = chosen(args, &store, workspace, context)?;
    let ledger = Ledger::new(workspace, NaiveDate::MAX);
    let mut readings = Vec::new();
    for kpi in workspace.kpis.values() {
        if chosen.is_empty() || chosen.contains(&kpi.id) {
            readings.extend(of(kpi, &ledger).filter(|reading| within(reading.date)));
        }
    }
    print(&match format {
        Format::Json => json(&readings),
        Format::Table
        | Format::Csv
        | Format::Markdown
        | Format::Ics
        | Format::Dot
        | Format::Github
        | Format::Html => csv(&readings),
    })?;
    match loaded.findings.is_empty() {
        true => Ok(()),
        false => Err(Failure::partial(loaded.findings)),
    }
}

/// The readings of a KPI, oldest first. Where several people's add up no note is anybody's.
fn of<'w>(kpi: &'w Kpi, ledger: &Ledger<'w>) -> impl Iterator<Item = Exported<'w>> + use<'w> {
    let all = (NaiveDate::MIN, NaiveDate::MAX);
    let series = ledger.kpi_series(kpi.id.as_str(), kpi.aggregate, all.0, all.1);
    series.readings.into_iter().map(|reading| {
        let update = reading.entry.update;
        let own = update
            .value
            .is_some_and(|value| value.get() == reading.value);
        let whole = kpi.aggregate != Aggregate::Sum || own;
        Exported {
            kpi: kpi.id.as_str(),
            date: reading.date,
            value: reading.value,
            note: update.note.as_deref().filter(|_| whole),
        }
    })
}

fn days(
    args: &ReadingsArgs,
    store: &Store,
    context: &Context,
) -> Result<(NaiveDate, NaiveDate), Failure> {
    let settings = store.settings();
    if let Some(text) = &args.cycle {
        let cycle = args::cycle::cycle(text, context.today, settings)?;
        return Ok((settings.calendar.start(cycle), settings.calendar.end(cycle)));
    }
    let day = |text: Option<&str>| text.map(|text| date::date(text, context.today)).transpose();
    let from = day(args.since.as_deref())?.unwrap_or(NaiveDate::MIN);
    let to = day(args.until.as_deref())?.unwrap_or(NaiveDate::MAX);
    if from > to {
        return Err(Failure::usage(format!(
            "--since {from} is after --until {to}"
        )));
    }
    Ok((from, to))
}

fn chosen(
    args: &ReadingsArgs,
    store: &Store,
    workspace: &Workspace,
    context: &Context,
) -> Result<Vec<KpiId>, Failure> {
    let cycle = store.settings().cycle_on(context.today);
    let root = Some(store.root());
    let names = args.only.iter();
    names
        .map(|name| Ok(goals::find_kpi(name, root, workspace, cycle)?))
        .collect()
}
