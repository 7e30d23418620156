//! `okr import readings`: what KPIs were, from a CSV or JSON file.

use super::json::as_table;
use super::rows::{Reader, Readings};
use super::settle::{Settled, halves, settle};
use super::source;
use super::table::Table;
use crate::cli::checkin::{LARGEST, path_of};
use crate::cli::commit::CommitArgs;
use crate::cli::context::{Context, Output, print};
use crate::cli::desk::refuse_closed;
use crate::cli::exit::Failure;
use crate::cli::person;
use crate::model::{CheckIn, CycleId};
use crate::render::readings::{self, Imported, ImportedFile, ImportedKpi, ImportedValue};
use crate::render::text::count;
use crate::store::load::Store;
use crate::store::{compose, write};
use chrono::{DateTime, Utc};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Take in readings of KPIs from a CSV or JSON file
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr import readings retention.csv --kpi client-retention    columns date,value\n  \
                               okr import readings all.csv                                 columns date,kpi,value, or a column a KPI\n  \
                               okr import readings pushes.csv --kpi pushes --value-column git_pushes \\\n    \
                               --date-column year,quarter --where iso2_code=DE"
)]
pub struct ReadingsArgs {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The KPI that all values are of
    #[arg(long, value_name = "KPI")]
    pub(super) kpi: Option<String>,
    /// The column of days, or several to be joined: year,quarter
    #[arg(long, value_name = "COLUMN")]
    pub(super) date_column: Option<String>,
    /// The column of values
    #[arg(long, value_name = "COLUMN")]
    pub(super) value_column: Option<String>,
    /// How days are written, such as %d.%m.%Y
    #[arg(long, value_name = "FORMAT", allow_hyphen_values = true)]
    pub(super) date_format: Option<String>,
    /// What separates cells: one character, or tab
    #[arg(long, value_name = "CHARACTER", allow_hyphen_values = true)]
    pub(super) delimiter: Option<String>,
    /// Numbers are written like 1.234,5
    #[arg(long)]
    pub(super) decimal_comma: bool,
    /// Take only rows with this cell; may be repeated
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    pub(super) only: Vec<String>,
    /// Put these values in the place of others of the same day
    #[arg(long)]
    pub(super) replace: bool,
    /// Who reports
    #[arg(long, value_name = "PERSON")]
    pub(super) by: Option<String>,
    /// Show what would be written, write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) commit: CommitArgs,
}

/// Imports.
pub fn run(args: &ReadingsArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let store = context.store()?;
    let loaded = store.read(&[]);
    if !loaded.findings.is_empty() {
        return Err(Failure::invalid(loaded.findings));
    }
    let by = person::writer(args.by.as_deref(), store.root(), store.settings(), context)?;
    let bar = source::progress();
    let name = source::name(&args.file);
    let (input, document) = as_table(&name, source::open(&args.file, context, &bar)?)?;
    let delimiter = if document { b',' } else { args.delimiter()? };
    let table = Table::new(name, input, delimiter)?;
    let readings = Reader::new(&store, &loaded, args, context).read(table)?;
    let counted = Counted::new(&readings);
    if counted.all == 0 {
        return Err(nothing(args, &counted));
    }
    bar.set_message("comparing");
    let settled = settle(&store, readings.found, &by)?;
    let stamp = settled.stamp(args.replace, context.now)?;
    let told = Told::new(&settled);
    let files = files(&store, settled.checkins(&store, &by), stamp)?;
    let repository = args.commit.repository(store.root())?;
    if !args.dry_run {
        bar.set_message("writing");
        let written: Vec<_> = files
            .iter()
            .map(|f| (f.path.clone(), f.text.clone()))
            .collect();
        write::create_all(store.root(), &written)?;
    }
    bar.finish_and_clear();
    let imported = told.imported(args, &counted, &files);
    print(&match output {
        Output::Json => readings::imported_json(&imported),
        Output::Text => readings::imported(&imported, context.theme),
    })?;
    match repository.filter(|_| !args.dry_run && !files.is_empty()) {
        Some(git) => {
            let paths: Vec<_> = files.into_iter().map(|file| file.path).collect();
            let (values, kpis) = (imported.readings(), imported.kpis.len());
            let (values, kpis) = (count(values, "reading"), count(kpis, "KPI"));
            git.commit(&paths, &format!("Import {values} of {kpis}"))
        }
        None => Ok(()),
    }
}

impl ReadingsArgs {
    pub(super) fn delimiter(&self) -> Result<u8, Failure> {
        source::delimiter(self.delimiter.as_deref())
    }
}

fn nothing(args: &ReadingsArgs, counted: &Counted) -> Failure {
    let name = source::name(&args.file);
    if counted.left_out > 0 {
        let conditions = args.only.join(" and ");
        return Failure::usage(format!("{name}: no row has {conditions}"))
            .help("cells are compared letter by letter");
    }
    Failure::usage(format!("{name} holds no readings"))
        .help("it needs rows of a day and a value below its header")
}

/// How much a file held.
struct Counted {
    all: usize,
    blank: usize,
    left_out: usize,
}

impl Counted {
    fn new(readings: &Readings) -> Self {
        Self {
            all: readings.found.len(),
            blank: readings.blank,
            left_out: readings.left_out,
        }
    }
}

/// A file that is to be written.
pub(super) struct NewFile {
    pub(super) path: String,
    pub(super) text: String,
    readings: usize,
}

/// Composes and names the files, each at most as large as a check-in may be, and reads them back as
/// any reader would.
pub(super) fn files(
    store: &Store,
    checkins: Vec<CheckIn>,
    stamp: DateTime<Utc>,
) -> Result<Vec<NewFile>, Failure> {
    let cycles: BTreeSet<CycleId> = checkins.iter().map(|checkin| checkin.cycle).collect();
    for cycle in cycles {
        refuse_closed(store, cycle)?;
    }
    let mut waiting = checkins;
    waiting.reverse();
    let mut files = Vec::new();
    while let Some(mut checkin) = waiting.pop() {
        let text = compose::checkin(&checkin);
        if text.len() > LARGEST && checkin.updates.len() > 1 {
            let [first, second] = halves(checkin);
            waiting.extend([second, first]);
            continue;
        }
        checkin.file = compose::checkin_file_name(stamp, &checkin.by, &text);
        let path = path_of(store, &checkin, &text)?;
        files.push(NewFile {
            path,
            text,
            readings: checkin.updates.len(),
        });
    }
    Ok(files)
}

/// What is said of each KPI.
struct Told {
    kpis: Vec<ImportedKpi>,
    replaced: Vec<ImportedValue>,
    same: usize,
}

impl Told {
    fn new(settled: &Settled) -> Self {
        let mut kpis: BTreeMap<&str, ImportedKpi> = BTreeMap::new();
        for ((kpi, date), reading) in &settled.new {
            let told = kpis.entry(kpi.as_str()).or_insert_with(|| ImportedKpi {
                id: kpi.to_string(),
                readings: 0,
                first: *date,
                last: *date,
                value: 0.0,
            });
            told.readings += 1;
            told.last = *date;
            told.value = reading.value.get();
        }
        let replaced = settled.replaced.iter().map(|r| ImportedValue {
            kpi: r.kpi.to_string(),
            date: r.date,
            before: r.before,
            after: r.after,
        });
        Self {
            kpis: kpis.into_values().collect(),
            replaced: replaced.collect(),
            same: settled.same,
        }
    }

    fn imported(self, args: &ReadingsArgs, counted: &Counted, files: &[NewFile]) -> Imported {
        let file = |file: &NewFile| ImportedFile {
            path: file.path.clone(),
            readings: file.readings,
        };
        Imported {
            from: source::name(&args.file),
            kpis: self.kpis,
            replaced: self.replaced,
            same: self.same,
            blank: counted.blank,
            left_out: counted.left_out,
            files: files.iter().map(file).collect(),
            dry_run: args.dry_run,
        }
    }
}
