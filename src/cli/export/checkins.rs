//! `okr export checkins`: what people reported, as a flat table.

use crate::cli::Format;
use crate::cli::args::{self, person};
use crate::cli::context::{Context, print};
use crate::cli::exit::Failure;
use crate::model::CheckIn;
use crate::render::exchange::{self, Row, checkins};
use crate::store::load::Depth;
use clap::Args;

/// Print check-ins as a table that import reads back
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr export checkins > checkins.csv              everything, every cycle\n  \
                               okr export checkins --cycle this --by maria     maria's of the quarter\n  \
                               okr export checkins --since 2026-09-01 --format json"
)]
pub struct CheckinsArgs {
    /// Those in the folder of a cycle alone: 2026-Q3, q3, this, last; may be repeated
    #[arg(long, value_name = "CYCLE")]
    cycle: Vec<String>,
    /// Those of one person alone
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// The first day
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    since: Option<String>,
}

/// Exports.
pub fn run(args: &CheckinsArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Csv, Format::Json])?;
    let store = context.store()?;
    let asked = super::cycles(&args.cycle, &store, context)?;
    let by = args.by.as_deref().map(person::handle).transpose()?;
    let since = args.since.as_deref();
    let since = since
        .map(|text| args::date::date(text, context.today))
        .transpose()?;
    let mut folders = store.cycle_folders();
    folders.retain(|cycle| asked.is_empty() || asked.contains(cycle));
    let full: Vec<_> = folders.iter().map(|&cycle| (cycle, Depth::Full)).collect();
    let loaded = store.read(&full);
    let passes = |checkin: &&CheckIn| {
        by.as_ref().is_none_or(|by| checkin.by == *by)
            && since.is_none_or(|since| checkin.date >= since)
    };
    let found = folders
        .iter()
        .filter_map(|cycle| loaded.workspace.cycles.get(cycle));
    let found = found.flat_map(|folder| &folder.checkins).filter(passes);
    let rows: Vec<Row> = found.flat_map(checkins::rows).collect();
    print(&match format {
        Format::Json => exchange::json("checkins", &rows),
        Format::Table
        | Format::Csv
        | Format::Markdown
        | Format::Ics
        | Format::Dot
        | Format::Html
        | Format::Github => exchange::csv(&checkins::COLUMNS, &rows),
    })?;
    super::finish(loaded.findings)
}
